"""Quotations: what stands between quotation marks, and whether somebody said it.

Marks are paired inside one block. A mark that finds no partner is left alone, except that a quote
whose next block re-opens without the first having closed goes on over both, as printers do it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from classifier.article import Span
from classifier.lexicons import attribution_verbs
from classifier.scan import Scan

__all__ = ["MAX_QUOTE", "Quote", "QuoteKind", "find_quotes"]

QuoteKind = Literal["direct", "mixed", "scare", "title"]

MAX_QUOTE = 2500  # characters; a longer stretch between two marks is a mark gone missing

_PAIRS = {"“": "”", "„": "”", "«": "»", "‘": "’", '"': '"', "'": "'", "``": "''", "''": "''"}
_DOUBLE_CLOSERS = frozenset({"”", '"', "»", "''", "“"})
_ELIDED = frozenset("em til tis twas cause n bout round 90s 80s 70s 60s 50s 40s 30s 20s 00s".split())
_STOP = frozenset(".!?…,")


@dataclass(frozen=True, slots=True)
class Quote:
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
    """

    span: Span
    kind: QuoteKind
    speaker: Span | None = None
    cue: Span | None = None

    @property
    def counts(self) -> bool:
        """Whether somebody is quoted."""
        return self.kind in ("direct", "mixed")

    def said_by(self, speaker: Span | None, cue: Span | None) -> Quote:
        """Return the quote with its speaker."""
        return replace(self, speaker=speaker, cue=cue)


@dataclass(slots=True)
class _Open:
    mark: str
    token: int
    block: int


def find_quotes(scan: Scan) -> list[Quote]:
    """Return the quotations of the text in order, none overlapping, none yet with a speaker."""
    spans: list[Span] = []
    held: Span | None = None  # ran to the end of its block, unclosed: waits for the next block
    for number, (first, last) in enumerate(_block_tokens(scan)):
        found, unclosed = _pair(scan, first, last)
        reopened = bool(found or unclosed) and scan.tokens[first] in ("“", '"', "‘", "«")
        if held is not None:
            if reopened:
                head = found[0] if found and _opens_at(scan, found[0], first) else unclosed
                if head is not None and _opens_at(scan, head, first):
                    merged = Span(held.start, head.end)
                    if head is unclosed:
                        unclosed = merged
                    else:
                        found[0] = merged
                    held = None
            if held is not None:
                spans.append(held)
        spans.extend(found)
        held = unclosed
        del number
    if held is not None:
        spans.append(held)
    fitting = (span for span in spans if 0 < span.end - span.start <= MAX_QUOTE)
    return [Quote(span, _kind(scan, span)) for span in fitting]


def _block_tokens(scan: Scan) -> list[tuple[int, int]]:
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


def _opens_at(scan: Scan, span: Span, first: int) -> bool:
    return span.start <= scan.starts[min(first + 1, len(scan.starts) - 1)]


def _pair(scan: Scan, first: int, last: int) -> tuple[list[Span], Span | None]:
    """Return the closed quotes between two tokens, and one that opens and runs to the end unclosed."""
    tokens, starts, ends = scan.tokens, scan.starts, scan.ends
    found: list[Span] = []
    opened: _Open | None = None
    for index in range(first, last):
        token = tokens[index]
        if token not in _PAIRS and token not in _DOUBLE_CLOSERS and token != "’":
            continue
        space_before = index == first or starts[index] > ends[index - 1]
        space_behind = index + 1 == last or starts[index + 1] > ends[index]
        if opened is not None and _closes(opened.mark, token, space_before, space_behind, scan, index):
            if index > opened.token + 1:
                found.append(Span(starts[opened.token + 1], ends[index - 1]))
            opened = None
        elif token in _PAIRS and (opened is None or token in ("“", "«")):
            single = token in ("'", "‘")
            before = tokens[index - 1] if index > first else ""
            loose = space_before or before in ("(", "[", "—", "–", "--", "-", "“", '"', "‘", "/")
            elided = single and index + 1 < last and scan.words[index + 1] in _ELIDED
            if token in ("“", "«", "„", "``") or (loose and not space_behind and not elided):
                opened = _Open(token, index, 0)
    if opened is None or opened.mark in ("'", "‘", '"', "''") or opened.token + 1 >= last:
        if opened is not None and opened.mark in ('"', "''") and opened.token == first and first + 1 < last:
            return found, Span(starts[first + 1], ends[last - 1])
        return found, None
    return found, Span(starts[opened.token + 1], ends[last - 1])


def _closes(mark: str, token: str, space_before: bool, space_behind: bool, scan: Scan, index: int) -> bool:
    if mark in ("“", "„"):
        return token in ("”", "“") if mark == "„" else token == "”" or (token == '"' and not space_before)
    if mark in ('"', "``", "''"):
        return token in ('"', "''", "”") and (not space_before or space_behind)
    if token != _PAIRS[mark]:
        return False
    if mark in ("'", "‘"):  # not the apostrophe of "players' union"
        behind = scan.tokens[index + 1] if index + 1 < len(scan.tokens) else ""
        before = scan.words[index - 1]
        plural = before.endswith("s") and before[-1:].isalpha() and space_behind and behind[:1].islower()
        return not space_before and (space_behind or not behind[:1].isalnum()) and not plural
    return True


def _kind(scan: Scan, span: Span) -> QuoteKind:
    words = span.of(scan.text).split()
    behind = scan.text[span.end : span.end + 2]
    if span.of(scan.text)[-1] in _STOP or behind[1:2] == ",":
        complete = len(words) > 3 or _said_nearby(scan, span)
        return "direct" if complete else "scare"
    if _said_nearby(scan, span) or len(words) > 6:
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
