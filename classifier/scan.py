"""Text to tokens, blocks and sentences with their offsets, in one pass.

A *block* is a line of the text, or several where the text was wrapped by hand; its end always ends
a sentence. Inside a block a full stop is judged as Punkt does (Kiss and Strunk 2006, "Unsupervised
multilingual sentence boundary detection"), from the abbreviations and sentence openers that
`classifier.punkt` learned; no other state is kept, so the same text always gives the same spans.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from classifier.article import Span
from classifier.forms import Flags, Forms, Ints, KnownForms, Numbering
from classifier.lexicons import sentence_breaks

__all__ = ["Scan", "as_one_sentence", "scan", "scan_all"]

# A piece is a token and the white space before it, so that offsets are running sums of lengths.
_PIECE = re.compile(
    r"\s*+(?:"
    r"[a-zA-Z]{2,}+(?=[ ,.\n])|"  # a plain word, as most are; a third faster than without this line
    r"[^\W\d_](?:\.(?:[^\W\d_]\.)+|[^\W_]*(?:['’-](?![sS]\b)[^\W_]+)*)"  # word, U.S., don't, so-called
    r"|\d+(?:[.,:]\d+)*[^\W_]*(?:['’-](?![sS]\b)[^\W_]+)*"  # 3.5, 10:30, 2019, 5th, 12-year-old
    r"|['’][sS]\b"  # the possessive is a token of its own
    r"|\.{2,}|--+|``|''|\S)"
)
_BLANK_LINE = re.compile(r"(?:\r\n|[\n\r])[^\S\n\r]*(?:\r\n|[\n\r])|[\v\f\x1c-\x1e\x85\u2028\u2029]")

_STOP_CHARACTERS = ".!?…‽。！？"
_STOPS = frozenset(_STOP_CHARACTERS)
_CLOSERS = frozenset([*"\"'”’»›)]}*_\ufffd", "''"])
_CLOSERS_AND_STOPS = _CLOSERS | _STOPS
_OPENERS = frozenset([*"\"'“‘«‹([{*_•-–—", "''", "``"])
_QUOTES = frozenset([*"\"'“‘«‹", "''", "``"])
_SAID = frozenset(
    [
        "said",
        "says",
        "asked",
        "asks",
        "told",
        "wrote",
        "replied",
        "added",
        "cried",
        "shouted",
        "joked",
        "quipped",
        "tweeted",
    ]
)
_EXCLAIMED_NAMES = frozenset({"yahoo", "e", "jeopardy", "oklahoma", "panic", "mamma"})


@dataclass(frozen=True)
class Scan:
    """Tokens, blocks and sentences of one text, in order.

    Attributes
    ----------
    text
        The text, unchanged.
    tokens
        The tokens as they stand in the text; `words` holds them in lower case.
    starts, ends
        First and past-the-last character of each token.
    start_array, end_array
        The same as arrays.
    forms, form
        The forms of this and perhaps other texts, and that of each token.
    blocks
        Spans of the lines (or re-joined wrapped lines) that hold anything.
    sentences
        Spans of the sentences, without the white space around them.
    bounds
        ``bounds[i]:bounds[i + 1]`` are the tokens of sentence ``i``; one longer than `sentences`.
    sentence_block
        Index into `blocks` for each sentence.
    folded
        Whether the tokens are spelt otherwise than the text, see `classifier.folding`.
    """

    text: str
    tokens: list[str]
    words: list[str]
    starts: Sequence[int]
    ends: Sequence[int]
    start_array: NDArray[np.int64]
    end_array: NDArray[np.int64]
    forms: Forms
    form: Ints
    blocks: list[Span]
    sentences: list[Span]
    bounds: list[int]
    sentence_block: list[int]
    folded: bool = False

    def sentence_of(self, token: int) -> int:
        """Return the index of the sentence that holds a token."""
        return bisect_right(self.bounds, token) - 1

    def where(self, words: frozenset[str]) -> list[int]:
        """Return the indices of the tokens that are, in lower case, one of `words`."""
        found: list[int] = np.flatnonzero(self.forms.among(words)[self.form]).tolist()
        return found


def scan(text: str) -> Scan:
    """Return the tokens, blocks and sentences of `text`.

    Examples
    --------
    >>> found = scan("Gov. Lee met Dr. Ito at 5 p.m. Friday. “We wait.” They left.")
    >>> [span.of(found.text) for span in found.sentences]
    ['Gov. Lee met Dr. Ito at 5 p.m. Friday.', '“We wait.”', 'They left.']
    """
    return scan_all([text])[0]


def scan_all(texts: Sequence[str], known: KnownForms | None = None) -> list[Scan]:
    """Return for each text what `scan` returns for it, all with the same forms; the known ones spare work."""
    number = Numbering()
    found = []
    for text in texts:
        pieces = _PIECE.findall(text.rstrip())
        found.append(np.fromiter(map(number.__getitem__, pieces), np.int64, len(pieces)))
    forms = Forms(list(map(str.lstrip, number)), known)
    widths = np.fromiter(map(len, number), np.int64, len(number))
    stops = forms.column(_are_stops, _are_stops)
    return [
        _scan(text, forms, form, np.cumsum(widths[form]), np.flatnonzero(stops[form]).tolist())
        for text, form in zip(texts, found, strict=True)
    ]


def _are_stops(_: Sequence[str], words: Sequence[str]) -> Flags:
    return np.fromiter((word[-1] in _STOP_CHARACTERS for word in words), bool, len(words))


def _scan(text: str, forms: Forms, form: Ints, end_array: Ints, stops: list[int]) -> Scan:
    """Return the scan of a text whose tokens have these forms and ends, some of them stops."""
    tokens, words = forms.spread(form)
    start_array = end_array - forms.lengths[form]
    # Unlike lists these hold no objects, which the garbage collector would look at again and again.
    starts, ends = array("q", start_array.tobytes()), array("q", end_array.tobytes())
    blocks = _blocks(text)
    bounds, sentence_block = _Breaks(tokens, words, starts, ends).bounds(stops, blocks)
    sentences = [Span(starts[a], ends[b - 1]) for a, b in pairwise(bounds)]
    return Scan(
        text, tokens, words, starts, ends, start_array, end_array, forms, form, blocks, sentences, bounds,
        sentence_block,
    )  # fmt: skip


def as_one_sentence(scanned: Scan) -> Scan:
    """Return the same tokens as one block and one sentence; a text without tokens gets an empty one."""
    count = len(scanned.tokens)
    span = Span(scanned.starts[0], scanned.ends[-1]) if count else Span(0, 0)
    return replace(scanned, blocks=[span], sentences=[span], bounds=[0, count], sentence_block=[0])


def _blocks(text: str) -> list[Span]:
    lines = []
    start = 0
    for shown, whole in zip(text.splitlines(), text.splitlines(keepends=True), strict=True):
        if shown and not shown.isspace():
            lines.append(Span(start, start + len(shown)))
        start += len(whole)
    if not _is_wrapped(text, lines):
        return lines
    blocks: list[Span] = []
    for line in lines:
        if blocks and not _BLANK_LINE.search(text, blocks[-1].end, line.start):
            blocks[-1] = Span(blocks[-1].start, line.end)
        else:
            blocks.append(line)
    return blocks


def _is_wrapped(text: str, lines: list[Span]) -> bool:
    """Return whether lines were broken to a width, as in old mail, rather than at paragraphs."""
    if len(lines) < 4:
        return False
    width = max(line.end - line.start for line in lines)
    if width > 120:
        return False
    joined = full = 0
    for line, following in pairwise(lines):
        if not _BLANK_LINE.search(text, line.end, following.start):
            joined += 1
            unfinished = text[line.start : line.end].rstrip()[-1] not in '.!?:"”’'
            full += unfinished and line.end - line.start > 0.7 * width
    return joined >= 3 and full > 0.6 * joined


class _Breaks:
    """Judges where a text of these tokens breaks into sentences, in time that grows as the text does."""

    def __init__(self, tokens: list[str], words: list[str], starts: Sequence[int], ends: Sequence[int]) -> None:
        self.tokens, self.words, self.starts, self.ends = tokens, words, starts, ends
        self.rules = sentence_breaks()

    def bounds(self, stops: list[int], blocks: list[Span]) -> tuple[list[int], list[int]]:
        """Return the bounds of the sentences and the block of each, given the tokens that may end one."""
        bounds, sentence_block = [0], []
        stop = after = opener = 0
        for number, block in enumerate(blocks):
            last = bisect_left(self.starts, block.end)
            while stop < len(stops) and stops[stop] < last:
                index = stops[stop]
                stop += 1
                if index >= after:  # else it stands between an earlier stop and what closes with that: "Why?!"
                    after = self._after_closers(index, last)
                    opener = self._behind_openers(after) if after < last else after
                if bounds[-1] < after < last and self._breaks(index, after, opener):
                    bounds.append(after)
                    sentence_block.append(number)
            if last > bounds[-1]:
                bounds.append(last)
                sentence_block.append(number)
        return bounds, sentence_block

    def _after_closers(self, index: int, last: int) -> int:
        """Return the index of the first token behind the stop and the quotes and brackets that close with it."""
        tokens, starts, ends = self.tokens, self.starts, self.ends
        after = index + 1
        while after < last and starts[after] == ends[after - 1] and tokens[after] in _CLOSERS_AND_STOPS:
            after += 1
        return after

    def _behind_openers(self, after: int) -> int:
        """Return the index of the first token from `after` on that opens no quote or bracket."""
        tokens = self.tokens
        opener = after
        while tokens[opener] in _OPENERS and opener + 1 < len(tokens):
            opener += 1
        return opener

    def _breaks(self, index: int, after: int, opener: int) -> bool:
        """Return whether a sentence ends between the stop at `index` and what is `after` it, `opener` behind quotes."""
        stop, following = self.tokens[index], self.tokens[opener]
        if self.starts[after] == self.ends[after - 1]:  # "end.Next", lost blanks of extracted text
            return stop == "." and after == index + 1 and self._glued_sentences(index)  # not "x.com", "p.m.-5"
        if self.tokens[after].startswith(("..", "…")):  # "It was late. … They left." breaks behind the ellipsis
            return False
        if following[0].islower():
            return stop in "!?" and after == index + 1 and opener > after
        closed = after > index + 1
        if stop in "!?":
            if self.words[index - 1] in _EXCLAIMED_NAMES and not closed:
                return False
            return not (closed and self._is_said(opener))
        if stop == "." or (stop[-1] == "." and not stop.startswith("..")):
            return closed or self._full_stop_breaks(index, after, opener)
        return following[0].isupper() or following[0].isdigit() or opener > after

    def _glued_sentences(self, index: int) -> bool:
        before, behind = self.tokens[index - 1] if index else "", self.tokens[index + 1]
        adjacent = index > 0 and self.ends[index - 1] == self.starts[index]
        return adjacent and len(before) > 2 and before.islower() and behind.istitle() and len(behind) > 1

    def _is_said(self, opener: int) -> bool:
        return any(word in _SAID for word in self.words[opener : opener + 4])

    def _full_stop_breaks(self, index: int, after: int, opener: int) -> bool:
        """Judge a full stop that stands before a blank and something that is not in lower case."""
        tokens, words, rules = self.tokens, self.words, self.rules
        if tokens[index] == ".":
            if index == 0:
                return True
            before = words[index - 1]
            is_initial = len(before) == 1 and tokens[index - 1].isupper()
        else:  # "U.S.", "a.m."
            before, is_initial = words[index][:-1], False
        if before in rules.titles or (before in rules.before_number and tokens[opener][0].isdigit()):
            return False
        if is_initial or before in rules.name_abbreviations:
            return words[opener] in rules.starters
        if before in rules.abbreviations or tokens[index] != ".":
            quoted = opener > after and all(token in _QUOTES for token in tokens[after:opener])
            return words[opener] in rules.openers and (quoted or opener == after)
        return True
