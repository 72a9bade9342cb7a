"""Near-duplicates: found where texts share runs of words, and never across splits."""

from __future__ import annotations

from pathlib import Path

from classifier.corpora import find_texts
from classifier.labels import read_labels
from classifier.neardup import near_duplicates

LABELS = Path(__file__).parent.parent / "labels"
TOLD = "The council of the small town voted on Monday to shut the old bridge for repairs until the end of May."

OTHER = "The council of the small town met on Friday; it heard a report about the school and then went home early."


def test_a_text_inside_another_is_found_and_a_shared_phrase_is_not() -> None:
    texts = {"a": TOLD, "b": f"Bridge shut. {TOLD.upper()} Nobody objected.", "c": OTHER}
    (pair,) = near_duplicates(texts)
    assert (pair.first, pair.second, pair.contained) == ("a", "b", 1.0)


def test_a_run_that_many_texts_hold_does_not_count() -> None:
    assert near_duplicates({number: f"{TOLD} {number}" for number in range(30)}) == []


def _straddling(folder: Path) -> list[object]:
    rows = read_labels(LABELS)
    split = {(row.corpus, row.id): row.split for row in rows}
    pairs = near_duplicates(find_texts(rows, LABELS, folder).found)
    return [pair for pair in pairs if split[pair.first] != split[pair.second]]


def test_no_written_near_duplicates_straddle_splits() -> None:
    assert _straddling(Path("nowhere")) == []


def test_no_near_duplicates_straddle_splits(corpora: Path) -> None:
    assert _straddling(corpora) == []
