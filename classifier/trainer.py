"""What `classifier train` and `classifier evaluate` do: labels in, a model folder or figures out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from classifier.adapting import adapt
from classifier.calibration import calibrations
from classifier.corpora import Texts, corpora_folder, find_texts
from classifier.cues.tagger import Tagger
from classifier.dataset import Dataset, read_dataset
from classifier.errors import ClassifierError, LabelError
from classifier.evaluation import Evaluation, Judged, evaluate, judge, judge_out_of_fold
from classifier.labels import LabelledArticle, read_labels
from classifier.loading import SHIPPED, load
from classifier.measured import digests, read_results
from classifier.model.bundle import Model
from classifier.model.card import figures_table, write_card
from classifier.model.hedges import read_readings
from classifier.model.store import write_parts
from classifier.model.taggertraining import FittedTagger, fit_tagger
from classifier.report.model import Evidence, model_report
from classifier.training import fit

__all__ = ["evaluate_saved", "train_and_save"]

Say = Callable[[str], None]
_VERDICTS = ("reported", "mixed", "speculative", "none")


def train_and_save(
    labels: Path,
    *,
    corpora: Path | None,
    output: Path,
    name: str | None,
    overwrite: bool,
    seed: int,
    jobs: int,
    say: Say,
) -> str:
    """Fit, evaluate and write a model; return its figures as a table.

    The model is fitted to the splits ``train`` and ``dev``; ``test`` is only measured on. Besides,
    every labelled article is judged by models that were fitted without its group.

    Raises
    ------
    LabelError, CorpusError
        If labels or texts are not what they should be.
    """
    if labels.suffix == ".csv":
        return _adapted(labels, output, name, overwrite, say)
    name = name or SHIPPED
    fitted = fit_tagger(corpora_folder(corpora), seed, say)
    tagger = None if fitted is None else fitted.tagger
    rows, texts, data = _read(labels, corpora, jobs, say, tagger, copies=True)
    results = read_results(labels.resolve().parent / "benchmarks" / "results")
    test = np.array([label.split == "test" for label in data.labels], dtype=bool)
    seen, held_out = data.only(~test), data.only(test)
    _check(seen)
    say(f"fitting to {len(seen)} articles …")
    readings = read_readings(labels)
    model = replace(fit(seen, seed, jobs, readings), tagger=tagger)
    say("judging every article by models that have not seen it …")
    judged = judge_out_of_fold(data, seed, jobs, readings)
    evaluations = _evaluated("out of fold", data, judged, seed)
    if len(held_out):
        evaluations |= _evaluated("fixed test split", held_out, judge(held_out, model), seed)
    folder = output / name
    identity = write_parts(folder, name, model)
    say("fitting to real and to written articles alone …")
    found = calibrations(judged, data.documents, seed)
    told = _told(rows, data, texts) | {
        "transfer": _transfer(seen, held_out, model, seed, jobs),
        "tagger": fitted and _told_of_tagger(fitted),
        "calibration": [one.to_dict() for one in found],
    }
    write_card(folder, identity, told, evaluations, seed, results)
    evidence = Evidence(data, judged, evaluations, found, results, told["labels_sha256"])
    _write_report(folder, identity, model, evidence, say)
    return f"{figures_table(evaluations)}\n\nwritten to {folder} as {identity['id']}"


def _adapted(labels: Path, output: Path, name: str | None, overwrite: bool, say: Say) -> str:
    """Write the shipped model adapted to a CSV; return its figures."""
    if name is None:
        raise LabelError(f"{labels}: a model adapted to a CSV needs a name of its own; add --name, as in --name mine")
    if (output / name).exists() and not overwrite:
        raise LabelError(f"{output / name}: there already; choose another --name, or add --overwrite")
    return adapt(labels, output / name, name, say)


def _evaluated(how: str, data: Dataset, judged: Judged, seed: int) -> dict[str, Evaluation]:
    """Return the figures of the real and of the written articles of `data`, judged so."""
    return {
        f"real articles, {how}": evaluate(judged.only(data.real), seed),
        f"written articles, {how}": evaluate(judged.only(data.written), seed),
    }


def evaluate_saved(
    model: Path | None, labels: Path, corpora: Path | None, split: str, jobs: int, say: Say
) -> tuple[str, dict[str, Any]]:
    """Return the figures of a saved model on labels, as a table and as plain values."""
    loaded: Model = load(model).model
    _, _, data = _read(labels, corpora, jobs, say, loaded.tagger)
    data = data.only([split in ("all", label.split) for label in data.labels])
    if not len(data):
        raise LabelError(f"{labels}: no article of split {split} whose text was found; try --split all")
    judged = judge(data, loaded)
    evaluations: dict[str, Evaluation] = {}
    for title, kept in (("real articles", data.real), ("written articles", data.written)):
        if kept.any():
            evaluations[f"{title}, {split}"] = evaluate(judged.only(kept))
    if not evaluations:
        raise LabelError(
            f"{labels}: its {len(data)} articles of split {split} teach and are not measured on, since one annotator "
            "alone read them or a model was fitted to their texts; add a second reading, or try --split all"
        )
    figures = {"model": loaded.id, **{name: found.to_dict() for name, found in evaluations.items()}}
    return f"{figures_table(evaluations)}\n\nmodel {loaded.id}", figures


def _read(
    labels: Path, corpora: Path | None, jobs: int, say: Say, tagger: Tagger | None, *, copies: bool = False
) -> tuple[list[LabelledArticle], Texts, Dataset]:
    rows = read_labels(labels)
    texts = find_texts(rows, labels, corpora_folder(corpora))
    if texts.advice:
        say(f"classifier: {texts.advice}")
    say(f"analysing {len(texts.found)} articles …")
    return rows, texts, read_dataset(rows, texts, jobs, tagger, copies=copies)


def _check(data: Dataset) -> None:
    """Refuse labels that cannot teach every class."""
    verdicts = Counter(label.final.verdict for label in data.labels if not label.read_once)
    for verdict in _VERDICTS:
        if verdicts[verdict] < 5:
            raise LabelError(
                f"only {verdicts[verdict]} articles with verdict {verdict} to learn from, at least 5 are needed that "
                "more than one annotator read; label more, add readings, or give a CSV text,verdict to adapt the "
                "shipped model"
            )


def _told(rows: Sequence[LabelledArticle], data: Dataset, texts: Texts) -> dict[str, Any]:
    """Return what the card says of the data."""
    counts: dict[str, Counter[str]] = {}
    for label in data.labels:
        counts.setdefault(f"{label.corpus} ({label.split})", Counter())[label.final.verdict] += 1
    return {
        "articles": {key: dict(sorted(found.items())) for key, found in sorted(counts.items())},
        "sentences": int((data.target >= 0).sum()),
        "labels_sha256": digests(rows).labels,
        "missing": texts.missing,
    }


def _told_of_tagger(fitted: FittedTagger) -> dict[str, Any]:
    """Return what the card says of the tagger."""
    return {
        "corpus": "polnear train",
        "source F1, cross-validation": round(fitted.source_f1, 4),
        "cue F1, cross-validation": round(fitted.cue_f1, 4),
        "sentence F1, cross-validation": round(fitted.sentence_f1, 4),
    }


def _write_report(folder: Path, identity: Mapping[str, Any], model: Model, evidence: Evidence, say: Say) -> None:
    """Write ``report.html``; without the extras that it needs, say so and leave it out."""
    try:
        page = model_report(identity, model, evidence)
    except ClassifierError as error:
        say(f"no report written: {error}")
    else:
        (folder / "report.html").write_text(page, encoding="utf-8")


def _transfer(
    seen: Dataset, held_out: Dataset, both: Model, seed: int, jobs: int
) -> dict[str, dict[str, float | None]]:
    """Return verdict macro-F1 on each kind of test article after training on each kind, and on both."""
    parts = {"real": seen.only(~seen.written), "written": seen.only(seen.written)}
    if not len(held_out) or any(set(part.verdicts.tolist()) != set(_VERDICTS) for part in parts.values()):
        return {}
    models = {name: fit(part, seed, jobs) for name, part in parts.items()} | {"both": both}
    table: dict[str, dict[str, float | None]] = {}
    for trained, model in models.items():
        judged = judge(held_out, model)
        table[trained] = {}
        for tested, kept in (("real", held_out.real), ("written", held_out.written)):
            value = evaluate(judged.only(kept), seed).figures["verdict macro-F1"].value
            table[trained][tested] = None if value != value else round(value, 4)
    return table
