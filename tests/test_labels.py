"""Labels: the shipped ones are sound, and broken ones are refused by file and line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from classifier.article import Span
from classifier.corpora import corpora_folder, find_texts
from classifier.errors import CorpusError, LabelError
from classifier.labels import read_labels, read_written

LABELS = Path(__file__).parent.parent / "labels"
ROW: dict[str, Any] = {
    "corpus": "made", "id": "a", "sha256": "0" * 64, "group": "g", "stratum": "s", "split": "train",
    "verdict": "reported", "genre": "report", "sourcing": 3, "specifics": 3, "craft": 3,
    "sentences": [[0, 5, "fact", "fact", "opinion"], [6, 9, "other"]],
}  # fmt: skip


SPANS: dict[str, Any] = {
    "annotator": "P", "hedges": [[0, 3, "article"]], "quotes": [[4, 9, 0, 3], [10, 12, None, None]], "sources": [],
}  # fmt: skip


def written(folder: Path, *rows: dict[str, Any]) -> Path:
    (folder / "standoff").mkdir()
    (folder / "standoff" / "made.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return folder


def test_a_row_is_read(tmp_path: Path) -> None:
    (article,) = read_labels(written(tmp_path, {**ROW, "spans": [SPANS]}))
    assert [speaker for _, speaker in article.spans[0].quotes] == [Span(0, 3), None]
    assert (article.final.quality, article.sentences[0].readings) == (3, ("fact", "opinion"))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"verdict": "specualtive"}, "made.jsonl:1: verdict 'specualtive' is not one of reported, mixed"),
        ({"genre": "news"}, "genre 'news' is not one of"),
        ({"split": "validation"}, "split 'validation' is not one of"),
        ({"craft": 6}, "craft 6 is not a whole number from 1 to 5"),
        ({"craft": True}, "craft True is not a whole number"),
        ({"id": ""}, "id '' is not a non-empty string"),
        ({"sentences": [[5, 5, "fact"]]}, "sentence 1: span 5–5 is empty"),
        ({"sentences": [[0, 5, "fact"], [3, 9, "fact"]]}, "sentence 2: span 3–9 is empty, out of order or overlaps"),
        ({"sentences": [[0, 5, "specualtion"]]}, "label 'specualtion' is not one of fact, attributed"),
        ({"sentences": [[0, "5", "fact"]]}, "wanted [start, end, label"),
        ({"spans": [SPANS | {"hedges": [[3, 9, "mine"]]}]}, "voice 'mine' is not one of"),
        ({"spans": [SPANS | {"quotes": [[9, 3, None, None]]}]}, "does not begin with a span"),
        ({"spans": [SPANS | {"sources": [[3, 9, "friend"]]}]}, "kind 'friend' is not one of"),
    ],
)
def test_a_wrong_row_is_refused_by_file_and_line(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    with pytest.raises(LabelError, match=r"made\.jsonl:1") as caught:
        read_labels(written(tmp_path, {**ROW, **change}))
    assert message in str(caught.value)


def test_a_row_that_stands_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LabelError, match=r"made\.jsonl:2: made a is labelled twice"):
        read_labels(written(tmp_path, ROW, ROW))


def test_a_folder_without_labels_says_what_is_wanted(tmp_path: Path) -> None:
    with pytest.raises(LabelError, match="no labels; wanted standoff"):
        read_labels(tmp_path)


def test_a_text_that_changed_is_refused_and_a_missing_one_is_told(tmp_path: Path) -> None:
    labels = read_labels(written(tmp_path, ROW))
    corpora = tmp_path / "corpora"
    texts = find_texts(labels, tmp_path, corpora)
    assert texts.missing == {"made": 1}
    assert "1 of made" in texts.advice
    (corpora / "made").mkdir(parents=True)
    (corpora / "made" / "articles.jsonl").write_text('{"id": "a", "text": "other"}\n', encoding="utf-8")
    with pytest.raises(CorpusError, match="made a: the text's SHA-256"):
        find_texts(labels, tmp_path, corpora)


def test_corpora_are_looked_for_where_told_then_in_the_variable_then_in_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLASSIFIER_CORPORA", str(tmp_path))
    assert corpora_folder(Path("told")) == Path("told")
    assert corpora_folder() == tmp_path
    monkeypatch.delenv("CLASSIFIER_CORPORA")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert corpora_folder() == tmp_path / "classifier" / "corpora"


def test_shipped_labels_are_sound_and_groups_never_straddle_splits() -> None:
    labels = read_labels(LABELS)
    splits: dict[str, set[str]] = {}
    for article in labels:
        splits.setdefault(article.group, set()).add(article.split)
    assert {len(found) for found in splits.values()} == {1}


def test_shipped_labels_are_enough() -> None:
    labels = read_labels(LABELS)
    own = [article for article in labels if article.corpus == "written" and article.final.verdict != "none"]
    real = [article for article in labels if article.corpus != "written"]
    assert len(own) >= 60
    assert all(article.sentences for article in own)
    assert len(real) >= 120


def test_every_written_label_lies_inside_its_text() -> None:
    texts = read_written(LABELS)
    for article in read_labels(LABELS):
        if article.corpus == "written":
            assert texts[article.id].sha256 == article.sha256
            assert article.sentences[-1].span.end <= len(texts[article.id].text)


def test_stand_off_rows_hold_no_text() -> None:
    fields = set(ROW) | {"readings", "spans"}
    for path in (LABELS / "standoff").glob("*.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            assert set(json.loads(line)) <= fields
