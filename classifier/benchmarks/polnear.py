"""PolNeAR: exact spans of sources and cues, sentences with an attribution, quotations and who said them.

Source and cue spans are the unique contiguous pieces over an article, white space at their edges cut off,
and count when both ends are right. A quotation is what stands between quotation marks where it overlaps an
annotated content; found ones outside every content are not counted. Its source is right when what the
program names overlaps a source of the attribution whose content shares most characters with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from classifier.article import Span
from classifier.benchmarks.rows import Row, f1_row, share_row
from classifier.cues import Document, analyse
from classifier.cues.tagger import Tagger
from classifier.model.bundle import Model
from classifier.model.tagger import sentences_with_cue
from classifier.model.taggertraining import span_counts, tagged_spans
from classifier.polnear import AnnotatedText, read_polnear

__all__ = ["quoted_runs", "run"]

_CLOSING = {"“": "”", '"': '"', "``": "''", "''": "''"}
_MARK = re.compile("[“”\"]|``|''")
_OPENED = re.compile("[“”„\"'‘’`«\ufffd]\\s?$")

Counts = NDArray[np.int64]


def run(corpora: Path, split: str, model: Model) -> list[Row]:
    """Return the rows for a split of PolNeAR."""
    texts = read_polnear(corpora, split)
    found = [analyse(text.text, model.tagger) for text in texts]
    pairs = list(zip(texts, found, strict=True))
    spans = [_span_counts(text, document, model.tagger) for text, document in pairs]
    quotes = [_quote_counts(text, document) for text, document in pairs]
    return [
        f1_row("source spans, F1", [one[0] for one in spans], 0.72, 0.77),
        f1_row("cue spans, F1", [one[1] for one in spans], 0.69, 0.70),
        f1_row("sentence holds an attribution, F1", [one[2] for one in spans], 0.88, 0.896),
        f1_row("quotations, F1", [one[:3] for one in quotes], 0.95),
        share_row("quotations given the right source", [one[3:] for one in quotes], 0.85),
    ]


def _span_counts(text: AnnotatedText, document: Document, tagger: Tagger | None) -> Counts:
    """Return for sources, cues and sentences how many are in both, are wanted, are found, shape (3, 3)."""
    wanted = sentences_with_cue(document.scan, text.cues)
    if tagger is None:
        sources = frozenset(one.span for one in document.attributions if one.span is not None)
        cues = frozenset(one.cue for one in document.attributions)
        holds = sentences_with_cue(document.scan, cues)
    else:
        tagged = tagger.tag(document.scan, document.quotes)
        sources, cues = (tagged_spans(document.scan, tagged, kind) for kind in ("source", "cue"))
        holds = tagger.cue_chances(document.scan, document.quotes) >= tagger.threshold
    sentences = np.array([(wanted & holds).sum(), wanted.sum(), holds.sum()])
    return np.array([span_counts(text.sources, sources), span_counts(text.cues, cues), sentences])


def quoted_runs(text: str) -> list[Span]:
    """Return what stands between quotation marks; a quotation goes on where the next paragraph reopens it.

    Examples
    --------
    >>> text = "He said “no.” “I was\\n“there,” she said."
    >>> [span.of(text) for span in quoted_runs(text)]
    ['no.', 'I was\\n“there,']
    """
    runs: list[Span] = []
    opened, mark = -1, ""
    for start, end in _paragraphs(text):
        marks = list(_MARK.finditer(text, start, end))
        if mark and marks and marks[0].start() == start and marks[0][0] == mark:
            del marks[0]  # it goes on
        else:
            mark = ""
        for found in marks:
            if mark and found[0] == _CLOSING[mark]:
                runs.append(Span(opened, found.start()))
                mark = ""
            elif found[0] in _CLOSING and mark in ("", "“"):
                opened, mark = found.end(), found[0]
    return [run for run in runs if run.of(text).strip()]


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            yield at + len(line) - len(line.lstrip()), at + len(line.rstrip())
        at += len(line)


def _quote_counts(text: AnnotatedText, document: Document) -> Counts:
    """Return how many quotations are in both, are wanted, are found; how many sources are right, are wanted."""
    contents = [span for one in text.attributions for span in one.content]
    wanted = {_core(text.text, run) for run in quoted_runs(text.text) if _touches(run, contents)}
    speakers = {
        _core(text.text, quote.span): quote.speaker
        for quote in document.quotes
        if quote.counts and _is_marked(text.text, quote.span) and _touches(quote.span, contents)
    }
    right = known = 0
    for run in wanted:
        sources = _sources_of(text, run)
        known += bool(sources)
        speaker = speakers.get(run)
        right += speaker is not None and any(speaker.overlaps(source) for source in sources)
    return np.array([len(wanted & speakers.keys()), len(wanted), len(speakers), right, known])


def _is_marked(text: str, span: Span) -> bool:
    """Return whether a mark opens the quotation; answers of an interview have none."""
    return _OPENED.search(text, max(0, span.start - 3), span.start) is not None


def _touches(span: Span, others: Sequence[Span]) -> bool:
    return any(span.overlaps(other) for other in others)


def _core(text: str, span: Span) -> Span:
    """Return the span without white space at its edges."""
    piece = span.of(text)
    return Span(span.end - len(piece.lstrip()), span.start + len(piece.rstrip()))


def _sources_of(text: AnnotatedText, run: Span) -> tuple[Span, ...]:
    """Return the sources of the attribution whose content shares most characters with the quotation."""

    def shared(pieces: Sequence[Span]) -> int:
        return sum(max(0, min(run.end, piece.end) - max(run.start, piece.start)) for piece in pieces)

    return max(text.attributions, key=lambda one: shared(one.content)).source
