"""The text of an article cut at every boundary of what was found in it, so that any overlap can be drawn."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Literal

from classifier.article import Span
from classifier.blocks import BlockKind
from classifier.score import ArticleScore

__all__ = ["LIKELY", "Layer", "Mark", "Paragraph", "Piece", "Run", "paragraphs", "speakers"]

Layer = Literal["quote", "speaker", "source", "hedge"]  # outermost first, where they cover the same words

LIKELY = 0.5  # a cue that is less likely a hedge than not is not shown as one
_ORDER: tuple[Layer, ...] = ("quote", "speaker", "source", "hedge")
_SPACE = re.compile(r"\s+")
_LINE_END = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing found in the text.

    Attributes
    ----------
    layer
        What it is.
    number
        Its index among the score's hedges, quotes or sources; of a speaker the first quote that is theirs.
    span
        Its characters.
    """

    layer: Layer
    number: int
    span: Span


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters inside which no mark begins or ends.

    Attributes
    ----------
    text
        The characters.
    marks
        The marks that cover them, outermost first.
    opens, closes
        Those of the marks whose first, or last, piece this is.
    """

    text: str
    marks: tuple[Mark, ...]
    opens: tuple[Mark, ...]
    closes: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Run:
    """The pieces of one sentence, or (`sentence` None) of what stands between two."""

    sentence: int | None
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of the text and the white space behind it; the first may hold nothing but white space."""

    kind: BlockKind
    runs: tuple[Run, ...]
    behind: str


@dataclass(frozen=True, slots=True)
class _Slice:
    span: Span
    sentence: int | None
    marks: tuple[Mark, ...]
    is_break: bool


def speakers(score: ArticleScore) -> list[str]:
    """Return who said each quote: the source by its name also where the text has “he”; empty where nobody is named."""
    names = {mention: source.name for source in score.sources for mention in source.mentions}
    found = (quote.speaker and names.get(quote.speaker, quote.speaker.of(score.text)) for quote in score.quotes)
    return [" ".join((who or "").split()) for who in found]


def paragraphs(score: ArticleScore) -> Iterator[Paragraph]:
    """Yield the paragraphs of the article in order; joined, their pieces and white space are its text."""
    slices = list(_slices(score))
    first: dict[Mark, _Slice] = {}
    last: dict[Mark, _Slice] = {}
    for one in slices:
        for mark in () if one.is_break else one.marks:
            first.setdefault(mark, one)
            last[mark] = one

    def piece(one: _Slice) -> Piece:
        opens = tuple(mark for mark in one.marks if first[mark] is one)
        closes = tuple(mark for mark in one.marks if last[mark] is one)
        return Piece(one.span.of(score.text), one.marks, opens, closes)

    body: list[_Slice] = []
    for is_break, group in groupby(slices, key=lambda one: one.is_break):
        if not is_break:
            body = list(group)
            continue
        yield _paragraph(score, body, piece, "".join(one.span.of(score.text) for one in group))
        body = []
    if body:
        yield _paragraph(score, body, piece, "")


def _paragraph(score: ArticleScore, body: list[_Slice], piece: Callable[[_Slice], Piece], behind: str) -> Paragraph:
    numbers = (one.sentence for one in body if one.sentence is not None)
    head = next(numbers, None)
    runs = groupby(body, key=lambda one: one.sentence)
    return Paragraph(
        "prose" if head is None else score.sentences[head].block,
        tuple(Run(sentence, tuple(map(piece, group))) for sentence, group in runs),
        behind,
    )


def _slices(score: ArticleScore) -> Iterator[_Slice]:
    """Yield the text cut at both ends of every sentence, mark and paragraph break."""
    marks = sorted(_marks(score), key=lambda mark: mark.span.start)
    sentences = [one.span for one in score.sentences]
    breaks = _breaks(score.text, sentences)
    spans = [*(mark.span for mark in marks), *sentences, *breaks]
    cuts = sorted({0, len(score.text), *(span.start for span in spans), *(span.end for span in spans)})
    starts = [span.start for span in sentences]
    break_starts = {span.start for span in breaks}
    waiting, active = 0, list[Mark]()
    for start, end in pairwise(cuts):
        while waiting < len(marks) and marks[waiting].span.start <= start:
            active.append(marks[waiting])
            waiting += 1
        active = [mark for mark in active if mark.span.end > start]
        before = bisect_right(starts, start) - 1
        inside = before >= 0 and start < sentences[before].end
        yield _Slice(Span(start, end), before if inside else None, _ordered(active), start in break_starts)


def _ordered(marks: list[Mark]) -> tuple[Mark, ...]:
    """Return the marks, outermost first; of several sources only the first, as a link can lead to one."""
    sources = [mark for mark in marks if mark.layer == "source"]
    kept = [mark for mark in marks if mark not in sources[1:]]
    return tuple(sorted(kept, key=lambda mark: _ORDER.index(mark.layer)))


def _marks(score: ArticleScore) -> Iterator[Mark]:
    """Yield what is to be drawn: likely hedges, quotes of somebody's words and who said them, mentions of sources."""
    speakers: set[Span] = set()
    for number, quote in enumerate(score.quotes):
        if not quote.counts:
            continue
        yield Mark("quote", number, quote.span)
        if quote.speaker is not None and quote.speaker not in speakers:
            speakers.add(quote.speaker)
            yield Mark("speaker", number, quote.speaker)
    for number, source in enumerate(score.sources):
        yield from (Mark("source", number, span) for span in dict.fromkeys(source.mentions))
    for number, hedge in enumerate(score.hedges):
        if hedge.probability >= LIKELY:
            yield Mark("hedge", number, hedge.span)


def _breaks(text: str, sentences: list[Span]) -> list[Span]:
    """Return the white space with an end of line that stands outside sentences."""
    starts = [span.start for span in sentences]
    found = []
    for match in _SPACE.finditer(text):
        before = bisect_right(starts, match.start()) - 1
        inside = before >= 0 and match.start() < sentences[before].end
        if not inside and _LINE_END.search(text, match.start(), match.end()):
            found.append(Span(*match.span()))
    return found
