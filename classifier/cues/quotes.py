"""Quotations: what stands between quotation marks, and whether somebody said it.

Marks are paired inside one block. A mark that finds no partner is left alone, except that a quote
whose next block re-opens without the first having closed goes on over both, as printers do it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from classifier.article import Span
from classifier.lexicons import attribution_verbs
from classifier.scan import Scan

__all__ = [
    "MAX_QUOTE",
    "Quote",
    "QuoteKind",
    "SourceKind",
    "block_tokens",
    "find_quotes",
    "quoted_tokens",
    "token_ranges",
]

QuoteKind = Literal["direct", "mixed", "scare", "title"]
SourceKind = Literal["person", "organisation", "document", "outlet", "anonymous", "vague"]

MAX_QUOTE = 2500  # characters; a longer stretch between two marks is a mark gone missing

_LOST = "\ufffd"  # a quotation mark, or an apostrophe, that a wrong decoding has lost
_PAIRS = {"“": "”", "„": "”", "«": "»", "‘": "’", '"': '"', "'": "'", "``": "''", "''": "''", _LOST: _LOST}
_MARKS = frozenset(_PAIRS) | frozenset(_PAIRS.values())
_ALWAYS_OPEN = frozenset({"“", "„", "«", "``"})
_REOPENERS = frozenset({"“", '"', "‘", "«"})
_LOOSE = frozenset({"(", "[", "—", "–", "--", "-", "“", '"', "‘", "/"})
_ELIDED = frozenset(
    [
        "em",
        "til",
        "tis",
        "twas",
        "cause",
        "n",
        "bout",
        "round",
        "90s",
        "80s",
        "70s",
        "60s",
        "50s",
        "40s",
        "30s",
        "20s",
        "00s",
    ]
)
_STOP = frozenset(".!?…,")


class Quote(NamedTuple):
    """One quotation.

    Attributes
    ----------
    span
        The words between the marks, marks excluded.
    kind
        ``direct`` (a whole sentence or more), ``mixed`` (a part of somebody's sentence inside the
        article's), ``scare`` or ``title`` (nobody is quoted; not counted as quotes).
    speaker
        The words that name who said it, if the article says so.
    cue
        The verb or phrase that hands the words to the speaker.
    speaker_kind
        What kind of source the speaker is.
    """

    span: Span
    kind: QuoteKind
    speaker: Span | None = None
    cue: Span | None = None
    speaker_kind: SourceKind | None = None

    @property
    def counts(self) -> bool:
        """Whether somebody is quoted."""
        return self.kind in ("direct", "mixed")

    def said_by(self, speaker: Span | None, cue: Span, kind: SourceKind) -> Quote:
        """Return the quote with its speaker."""
        return Quote(self.span, self.kind, speaker, cue, kind)


def find_quotes(scan: Scan) -> list[Quote]:
    """Return the quotations of the text in order, none overlapping, none yet with a speaker."""
    marks = scan.where(_MARKS)
    spans: list[Span] = []
    held: Span | None = None  # opened, and ran to the end of its block: waits for the next block
    at = 0
    for first, last in block_tokens(scan):
        behind = bisect_left(marks, last, at)
        found, unclosed = _pair(scan, first, last, marks[at:behind]) if at < behind else ([], None)
        at = behind
        if held is not None:
            head = found[0] if found else unclosed
            reopened = head is not None and scan.tokens[first] in _REOPENERS and head.start == scan.starts[first + 1]
            if not reopened or head is None:
                spans.append(held)
            elif found:
                found[0] = Span(held.start, head.end)
            else:
                unclosed = Span(held.start, head.end)
        spans.extend(found)
        held = unclosed
    if held is not None:
        spans.append(held)
    return [Quote(span, _kind(scan, span)) for span in spans if span.end - span.start <= MAX_QUOTE]


def quoted_tokens(scan: Scan, quotes: Sequence[Quote]) -> list[bool]:
    """Return for each token whether it stands inside a quotation that counts."""
    quoted = [False] * len(scan.tokens)
    for quote, tokens in token_ranges(scan, quotes):
        if quote.counts:
            quoted[tokens] = [True] * (tokens.stop - tokens.start)
    return quoted


def token_ranges(scan: Scan, quotes: Sequence[Quote], base: int = 0) -> Iterator[tuple[Quote, slice]]:
    """Yield each quotation with its tokens, the first of the text being number `base`."""
    for quote in quotes:
        first = bisect_left(scan.starts, quote.span.start)
        yield quote, slice(base + first, base + bisect_left(scan.starts, quote.span.end, first))


def block_tokens(scan: Scan) -> list[tuple[int, int]]:
    """Return first and past-the-last token of each block that holds a sentence."""
    ranges: list[tuple[int, int]] = []
    previous = -1
    for index, block in enumerate(scan.sentence_block):
        first, last = scan.bounds[index], scan.bounds[index + 1]
        if block == previous:
            ranges[-1] = (ranges[-1][0], last)
        else:
            ranges.append((first, last))
        previous = block
    return ranges


def _pair(scan: Scan, first: int, last: int, marks: Sequence[int]) -> tuple[list[Span], Span | None]:
    """Return the closed quotes between two tokens, and one that opens and runs to the end unclosed."""
    tokens, starts, ends = scan.tokens, scan.starts, scan.ends
    found: list[Span] = []
    mark, opened = "", -1  # the mark that is open, and its token
    for index in marks:
        token = tokens[index]
        space_before = index == first or starts[index] > ends[index - 1]
        space_behind = index + 1 == last or starts[index + 1] > ends[index]
        if mark and _closes(mark, token, space_before, space_behind, scan, index):
            if index > opened + 1:
                found.append(Span(starts[opened + 1], ends[index - 1]))
            mark = ""
        elif (not mark or token in _ALWAYS_OPEN) and _opens(scan, index, first, last, space_before, space_behind):
            mark, opened = token, index
    runs_on = mark in _ALWAYS_OPEN or (mark in ('"', "''") and opened == first)
    if runs_on and opened + 1 < last:
        return found, Span(starts[opened + 1], ends[last - 1])
    return found, None


def _opens(scan: Scan, index: int, first: int, last: int, space_before: bool, space_behind: bool) -> bool:
    token = scan.tokens[index]
    if token in _ALWAYS_OPEN or token not in _PAIRS:
        return token in _ALWAYS_OPEN
    loose = space_before or (index > first and scan.tokens[index - 1] in _LOOSE)
    elided = token in ("'", "‘", _LOST) and index + 1 < last and scan.words[index + 1] in _ELIDED
    return loose and not space_behind and not elided


def _closes(mark: str, token: str, space_before: bool, space_behind: bool, scan: Scan, index: int) -> bool:
    if mark in ("“", "„"):
        return token in ("”", "“") if mark == "„" else token == "”" or (token == '"' and not space_before)
    if mark in ('"', "``", "''"):
        return token in ('"', "''", "”") and (not space_before or space_behind)
    if token != _PAIRS[mark]:
        return False
    if mark in ("'", "‘", _LOST):  # not the apostrophe of "players' union"
        behind = scan.tokens[index + 1] if index + 1 < len(scan.tokens) else ""
        before = scan.words[index - 1]
        plural = before.endswith("s") and before[-1:].isalpha() and space_behind and behind[:1].islower()
        return not space_before and (space_behind or not behind[:1].isalnum()) and not plural
    return True


def _kind(scan: Scan, span: Span) -> QuoteKind:
    words = span.of(scan.text).split(maxsplit=7)  # it is told apart up to seven words
    behind = scan.text[span.end : span.end + 2]
    if span.of(scan.text)[-1] in _STOP or behind[1:2] == ",":
        complete = len(words) > 3 or _said_nearby(scan, span)
        return "direct" if complete else "scare"
    if len(words) > 6 or _said_nearby(scan, span):
        return "mixed"
    capitals = sum(word[0].isupper() for word in words)
    if len(words) > 1 and capitals >= max(2, 0.6 * len(words)):
        return "title"
    return "mixed" if len(words) > 3 else "scare"


def _said_nearby(scan: Scan, span: Span) -> bool:
    """Return whether a verb of saying stands within eight words before the quote or four behind it."""
    verbs = attribution_verbs()
    before = scan.text[max(0, span.start - 70) : span.start].lower().split()[-8:]
    behind = scan.text[span.end : span.end + 50].lower().split()[:5]
    return any(word.strip(".,:;\"'“”‘’()") in verbs for word in before + behind)
