"""Training: the same labels give the same bytes, and what cannot be learned from is refused."""

from __future__ import annotations

import csv
import json
import os
import random
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from classifier import Scorer
from classifier.adapting import MIN_ROWS
from classifier.article import sha256_of
from classifier.cli import main
from classifier.corpora import find_texts
from classifier.cues import analyse
from classifier.dataset import folds_by_group, read_dataset
from classifier.evaluation import judge_out_of_fold
from classifier.features.article import COLUMNS
from classifier.features.context import context_table
from classifier.features.facts import gather
from classifier.features.sentence import sentence_table
from classifier.labels import read_labels
from classifier.loading import load
from classifier.model.compiled import VERDICTS
from classifier.model.store import PARTS
from classifier.training import (
    article_rows,
    fit_article_models,
    fit_context,
    fit_sentences,
    fit_words,
    out_of_fold,
    temperature_of,
)

ROOT = Path(__file__).parent.parent
LABELS = ROOT / "labels"


def small_labels(folder: Path, order: int) -> Path:
    """Write labels of 40 written articles and their texts, rows and files in an order of their own."""
    rows = [json.loads(line) for line in (LABELS / "written" / "labels.jsonl").read_text(encoding="utf-8").splitlines()]
    kept: list[dict[str, object]] = []
    for verdict in ("reported", "mixed", "speculative", "none"):
        kept += [row for row in rows if row["verdict"] == verdict and row["split"] == "train"][:10]
    wanted = {row["id"] for row in kept}
    random.Random(order).shuffle(kept)
    (folder / "written").mkdir(parents=True)
    lines = "".join(json.dumps(row) + "\n" for row in kept)
    (folder / "written" / "labels.jsonl").write_text(lines, encoding="utf-8")
    names = sorted((LABELS / "written").glob("?.jsonl"))
    random.Random(order).shuffle(names)
    for number, path in enumerate(names):
        texts = [line for line in path.read_text(encoding="utf-8").splitlines() if json.loads(line)["id"] in wanted]
        (folder / "written" / f"{number}.jsonl").write_text("\n".join(texts) + "\n", encoding="utf-8")
    return folder


def trained(folder: Path, labels: Path, jobs: int, hash_seed: str) -> dict[str, bytes]:
    command = [sys.executable, str(ROOT / "train.py"), "--labels", labels, "--output", folder, "--jobs", str(jobs)]
    command += ["--corpora", labels]  # none there: a tagger is not fitted
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    subprocess.run([*map(str, command)], env=environment, check=True, capture_output=True, cwd=ROOT)
    return {part: (folder / "base" / part).read_bytes() for part in (*PARTS, "card.json", "README.md")}


def test_same_labels_and_seed_give_the_same_bytes_whatever_the_processes_order_and_hash_seed(tmp_path: Path) -> None:
    first = trained(tmp_path / "a", small_labels(tmp_path / "la", 1), jobs=1, hash_seed="1")
    second = trained(tmp_path / "b", small_labels(tmp_path / "lb", 2), jobs=2, hash_seed="2")
    assert first == second


@pytest.mark.full
@pytest.mark.skipif(not os.environ.get("CLASSIFIER_FULL"), reason="part of make test-full")
def test_the_shipped_model_is_what_the_shipped_labels_give(tmp_path: Path, corpora: Path) -> None:
    command = [sys.executable, "train.py", "--corpora", corpora, "--output", tmp_path, "--jobs", "1"]
    subprocess.run([*map(str, command)], check=True, capture_output=True, cwd=ROOT)
    for part in PARTS:
        assert (tmp_path / "base" / part).read_bytes() == (ROOT / "models" / "base" / part).read_bytes()


def test_no_group_straddles_folds_and_no_fold_is_empty() -> None:
    rows = read_labels(LABELS)
    fold = folds_by_group([row.group for row in rows], [row.final.verdict for row in rows], 5, 0)
    of_group: dict[str, set[int]] = {}
    for row, number in zip(rows, fold.tolist(), strict=True):
        of_group.setdefault(row.group, set()).add(number)
    assert {len(found) for found in of_group.values()} == {1}
    assert set(fold.tolist()) == {0, 1, 2, 3, 4}


def test_compiled_models_give_the_estimators_probabilities_on_articles() -> None:
    rows = [row for row in read_labels(LABELS) if row.corpus == "written"][:120]
    data = read_dataset(rows, find_texts(rows, LABELS, Path("nowhere")))
    sentences = fit_sentences(data).compile()
    ngrams = sentences.ngrams_of(data.facts)
    words = fit_words(data, sentences.vocabulary)
    values = words.values(data.facts, words.evidence(data.facts, ngrams))
    table = article_rows(data, sentences.first_pass(data.facts, data.table, ngrams), values)
    models = fit_article_models(data.labels, table, data.folds(5, 0))
    compiled = models.compile()
    order = [list(models.verdict.classes_).index(name) for name in VERDICTS]
    np.testing.assert_allclose(
        compiled.verdict_probabilities(table), models.verdict.predict_proba(table)[:, order], atol=1e-9
    )
    np.testing.assert_allclose(compiled.quality_parts(table), np.clip(models.quality.predict(table), 1, 5), atol=1e-9)
    np.testing.assert_allclose(compiled.is_article(table), models.article.predict_proba(table)[:, 1], atol=1e-9)


def test_the_temperature_undoes_too_much_certainty_of_real_articles() -> None:
    random = np.random.default_rng(0)
    rows = np.zeros((800, len(COLUMNS)))
    at = COLUMNS.index("speculation_share")
    real = np.arange(800) < 400
    rows[:, at] = random.normal(size=800)
    chance = 1 / (1 + np.exp(-rows[:, at] * np.where(real, 1.0, 8.0)))  # written articles are clearer
    verdicts = np.where(random.random(800) < chance, "speculative", "reported")
    fold = np.arange(800) % 5
    assert temperature_of(rows, verdicts, fold, real) > 1.2
    assert temperature_of(rows[real], verdicts[real], fold[real], real[real]) == pytest.approx(1.0, abs=0.15)
    assert temperature_of(rows, verdicts, fold, np.arange(800) < 49) == 1.0


def test_out_of_fold_probabilities_come_from_models_that_saw_nothing_of_the_fold() -> None:
    rows = [row for row in read_labels(LABELS) if row.corpus == "written"][:30]
    data = read_dataset(rows, find_texts(rows, LABELS, Path("nowhere")))
    fold = np.arange(30) % 2
    found = out_of_fold(data, fold)
    held_out = data.only(fold == 0)
    without = fit_sentences(data.only(fold == 1)).compile()
    ngrams = without.ngrams_of(held_out.facts)
    inside = (fold == 0)[data.facts.article]
    np.testing.assert_array_equal(found.first[inside], without.first_pass(held_out.facts, held_out.table, ngrams))
    context = fit_context(data, found.first, fold == 1)
    second = replace(without, context=context)
    np.testing.assert_allclose(
        found.final[inside], second.probabilities(held_out.facts, held_out.table, ngrams), atol=1e-12
    )


def test_copies_without_hedges_are_learned_from_in_the_fold_of_their_article_and_not_judged() -> None:
    written = [row for row in read_labels(LABELS) if row.corpus == "written"]
    rows = [row for row in written if row.final.verdict != "none"][:18]
    rows += [row for row in written if row.final.verdict == "none"][:6]
    data = read_dataset(rows, find_texts(rows, LABELS, Path("nowhere")), copies=True)
    assert 0 < len(data.copies) < 24
    full, fold = data.with_copies(np.arange(24))
    assert fold[24:].tolist() == [one.of for one in data.copies]
    assert full.labels[24:] == [one.label for one in data.copies]
    assert (full.target[np.isin(full.facts.article, np.arange(24, len(full)))] == -1).all()
    for one in data.only(np.arange(24) >= 12).copies:
        assert one.label.id == f"{data.labels[12 + one.of].id} without hedges"
    judged = judge_out_of_fold(data)
    assert [label.id for label in judged.labels] == [label.id for label in data.labels]


def test_page_furniture_moves_no_feature_of_the_sentences_around_it() -> None:
    plain = "Bridge shut after flood\n\nThe bridge was shut on Monday.\n\nIt will open again, she said."
    dressed = plain.replace("\n\nIt", "\n\nRead more: Ten pictures\n\nIt")
    dressed = f"Advertisement\n\n{dressed}\n\nSign up for our daily newsletter"
    facts, other = gather([analyse(plain)]), gather([analyse(dressed)])
    table = sentence_table(other)[other.told]
    np.testing.assert_allclose(sentence_table(facts), table)
    chances = np.random.default_rng(0).dirichlet(np.ones(5), len(facts))
    more = np.full((len(other), 5), 0.2)
    more[other.told] = chances
    np.testing.assert_allclose(context_table(facts, chances), context_table(other, more)[other.told])


def own_csv(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, ["text", "verdict", "quality"])
        writer.writeheader()
        writer.writerows(rows)
    return path


def examples(count: int) -> list[dict[str, str]]:
    paths = sorted((ROOT / "tests" / "known").glob("*.txt"))
    known = [path for path in paths if path.stem != "bare-page-filler-1"]  # the shipped model misses it
    return [
        {
            "text": path.read_text(encoding="utf-8"),
            "verdict": "speculative" if "filler" in path.stem else "reported",
            "quality": "1" if "filler" in path.stem else "4.5",
        }
        for path in known[:: max(1, len(known) // count)][:count]
    ]


def test_own_csv_adapts_the_shipped_model(tmp_path: Path, scorer: Scorer) -> None:
    path = own_csv(tmp_path / "mine.csv", examples(12))
    result = CliRunner().invoke(main, ["train", "--labels", str(path), "--output", str(tmp_path), "--name", "mine"])
    assert (result.exit_code, "12 articles: accuracy" in result.stdout) == (0, True)
    again = CliRunner().invoke(main, ["train", "--labels", str(path), "--output", str(tmp_path), "--name", "mine"])
    assert (again.exit_code, "there already" in again.stderr) == (2, True)
    adapted = load(tmp_path / "mine")
    assert adapted.model.sentence.vocabulary == scorer.model.sentence.vocabulary
    for row in examples(12):
        assert adapted.score(row["text"]).verdict == row["verdict"]
    labels = (tmp_path / "mine" / "README.md").read_text(encoding="utf-8").partition("## Labels")[2]
    assert "The labels of these articles are those of whoever gave them" in labels
    assert f"`{scorer.model.id}`, the sentence model first of all, and stands on labels that were\nmade by" in labels


def test_a_few_rows_move_the_borders_and_what_is_no_better_is_not_taken(tmp_path: Path) -> None:
    known = examples(12)
    stricter = [row | {"verdict": "mixed" if row["verdict"] == "reported" else "speculative"} for row in known]
    for name, rows, wanted in (("kept", known, "reported"), ("moved", stricter, "mixed")):
        path = own_csv(tmp_path / f"{name}.csv", rows)
        result = CliRunner().invoke(main, ["train", "--labels", str(path), "--output", str(tmp_path), "--name", name])
        assert ("its verdicts are kept" in result.stdout) == (name == "kept")
        adapted = load(tmp_path / name)
        sound = next(row["text"] for row in known if row["verdict"] == "reported")
        filler = next(row["text"] for row in known if row["verdict"] == "speculative")
        assert (adapted.score(sound).verdict, adapted.score(filler).verdict) == (wanted, "speculative")


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (examples(12)[: MIN_ROWS - 3], f"7 rows, at least {MIN_ROWS} are needed; add 3 or more"),
        ([row for row in examples(36) if row["verdict"] == "reported"], "every row is reported; add rows with another"),
        ([{**examples(12)[0], "verdict": "fake"}], "mine.csv:"),
        ([{**examples(12)[0], "text": " "}], "the text is empty"),
        ([{**examples(12)[0], "quality": "9"}], "quality '9' is not a number from 1 to 5"),
    ],
)
def test_own_csv_that_cannot_teach_is_refused(tmp_path: Path, rows: list[dict[str, str]], message: str) -> None:
    path = own_csv(tmp_path / "mine.csv", rows)
    result = CliRunner().invoke(main, ["train", "--labels", str(path), "--output", str(tmp_path), "--name", "mine"])
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert message in result.stderr


def test_own_csv_needs_a_name_so_that_the_shipped_model_is_not_replaced(tmp_path: Path) -> None:
    path = own_csv(tmp_path / "mine.csv", examples(12))
    result = CliRunner().invoke(main, ["train", "--labels", str(path), "--output", str(tmp_path)])
    assert (result.exit_code, "add --name" in result.stderr) == (2, True)
    assert not (tmp_path / "base").exists()


def test_labels_that_lack_a_verdict_are_refused(tmp_path: Path) -> None:
    folder = small_labels(tmp_path / "labels", 1)
    path = folder / "written" / "labels.jsonl"
    kept = [line for line in path.read_text(encoding="utf-8").splitlines() if '"verdict": "mixed", "genre"' not in line]
    path.write_text("\n".join(kept) + "\n", encoding="utf-8")
    arguments = ["--labels", str(folder), "--output", str(tmp_path), "--corpora", str(tmp_path)]
    result = CliRunner().invoke(main, ["train", *arguments])
    assert result.exit_code == 2
    assert "the model gets no tagger" in result.stderr
    assert "only 0 articles with verdict mixed to learn from" in result.stderr


def read_once(folder: Path) -> None:
    """Leave each row of a folder of labels the reading of one annotator alone."""
    path = folder / "written" / "labels.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    rows = [{**row, "readings": row["readings"][:1]} for row in rows]
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")


def test_labels_that_one_annotator_alone_has_read_cannot_teach_all(tmp_path: Path) -> None:
    folder = small_labels(tmp_path / "labels", 1)
    read_once(folder)
    arguments = ["--labels", str(folder), "--output", str(tmp_path), "--corpora", str(tmp_path)]
    result = CliRunner().invoke(main, ["train", *arguments])
    assert result.exit_code == 2
    assert "at least 5 are needed that more than one annotator read; label more, add readings" in result.stderr


def test_labels_that_are_not_measured_on_are_refused(tmp_path: Path) -> None:
    text = (Path(__file__).parent.parent / "examples" / "1-agency-brief.txt").read_text(encoding="utf-8")
    (tmp_path / "standoff").mkdir()
    (tmp_path / "mine").mkdir()
    reading = {"annotator": "P", "verdict": "reported", "genre": "report", "sourcing": 4, "specifics": 4, "craft": 4}
    where = {"corpus": "mine", "id": "a", "sha256": sha256_of(text), "group": "a", "stratum": "mine", "split": "train"}
    row = {**where, **reading, "readings": [reading], "sentences": []}
    (tmp_path / "standoff" / "mine.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    (tmp_path / "mine" / "articles.jsonl").write_text(json.dumps({"id": "a", "text": text}) + "\n", encoding="utf-8")
    result = CliRunner().invoke(
        main, ["evaluate", "--labels", str(tmp_path), "--corpora", str(tmp_path), "--split", "train"]
    )
    assert result.exit_code == 2
    assert "teach and are not measured on" in result.stderr
    assert "add a second reading" in result.stderr


def test_evaluate_measures_a_saved_model(tmp_path: Path) -> None:
    folder = small_labels(tmp_path / "labels", 1)
    result = CliRunner().invoke(main, ["evaluate", "--labels", str(folder), "--split", "train", "--json"])
    figures = json.loads(result.stdout)
    assert figures["model"].startswith("base-")
    assert figures["written articles, train"]["articles"] == {
        "reported": 10,
        "mixed": 10,
        "speculative": 10,
        "none": 10,
    }
