"""Checks labels against the texts that they are about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from classifier.corpora import Texts, corpora_folder, find_texts
from classifier.errors import LabelError
from classifier.labels import LabelledArticle, read_labels
from classifier.neardup import near_duplicates

__all__ = ["check_labels"]


def check_labels(folder: Path, corpora: Path | None) -> str:
    """Return what was checked, in words.

    Raises
    ------
    LabelError, CorpusError
        At the first row that is wrong.
    """
    rows = read_labels(folder)
    texts = find_texts(rows, folder, corpora_folder(corpora))
    split_of: dict[str, str] = {}
    for row in rows:
        where = f"{row.corpus} {row.id}"
        if split_of.setdefault(row.group, row.split) != row.split:
            raise LabelError(f"{where}: group {row.group!r} stands in {split_of[row.group]} and in {row.split}")
        text = texts.found.get((row.corpus, row.id))
        if text is not None and row.sentences and row.sentences[-1].span.end > len(text):
            raise LabelError(f"{where}: a sentence ends at {row.sentences[-1].span.end}, the text at {len(text)}")
        for reading in row.spans:
            ends = [span.end for found in (reading.hedges, reading.quotes, reading.sources) for span, _ in found]
            if text is not None and max(ends, default=0) > len(text):
                raise LabelError(f"{where}: a span of {reading.annotator} ends at {max(ends)}, the text at {len(text)}")
    _check_near_duplicates(rows, texts)
    splits = Counter(row.split for row in rows)
    told = ", ".join(f"{splits[name]} {name}" for name in ("train", "dev", "test"))
    sentences = sum(len(row.sentences) for row in rows)
    found = f"{len(rows)} articles ({told}), {sentences:,} sentences: sound. {len(texts.found)} texts checked by hash."
    return f"{found}\n{texts.advice}" if texts.advice else found


def _check_near_duplicates(rows: Sequence[LabelledArticle], texts: Texts) -> None:
    split_of = {(row.corpus, row.id): row.split for row in rows}
    for pair in near_duplicates(texts.found):
        first, second = split_of[pair.first], split_of[pair.second]
        if first != second:
            raise LabelError(
                f"{' '.join(pair.first)} ({first}) and {' '.join(pair.second)} ({second}) share {pair.contained:.0%} "
                "of their text; give them one group and one split"
            )
