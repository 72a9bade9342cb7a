"""The text as a reader sees it: no invisible characters, look-alikes, odd spellings of a letter; not all in capitals.

Words are looked up in the folded text; what is found there is given as spans of the text as it was
written. A text that needs no folding, which is nearly every one, costs one search.

Source: Unicode Standard Annex 15 (normal forms) and Technical Standard 39 (confusables), of the latter
only letters that cannot be told from Latin ones in common type.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from unicodedata import normalize

import numpy as np
from numpy.typing import NDArray

from classifier.article import Span
from classifier.casing import in_capitals, in_sentence_case

__all__ = ["Folded", "fold"]

# Nothing is drawn for these: controls that are no white space, and what Unicode lets a renderer ignore.
_INVISIBLE = (
    r"\x00-\x08\x0e-\x1b\x7f\x81\x8d\x8f\x90\x9d\u00ad\u034f\u061c\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    r"\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_MARKS = r"\u0300-\u034e\u0350-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20f0\ufe20-\ufe2f"
# Plain letters in another dress: full width, mathematical, circled, squared, ligatures.
_DRESSED = (
    r"\u210a-\u2113\u2115\u2119-\u211d\u2124\u212a-\u212d\u212f-\u2134\u24b6-\u24e9\ufb00-\ufb06\uff01-\uff5e"
    r"\U0001d400-\U0001d7ff\U0001f130-\U0001f149"
)
_CP1252 = [code for code in range(0x80, 0xA0) if code not in b"\x81\x85\x8d\x8f\x90\x9d"]  # 0x85 is a line end
_PLAIN = str.maketrans(
    {
        **{code: bytes([code]).decode("cp1252") for code in _CP1252},  # Windows quotes that were read as Latin-1
        **dict.fromkeys([0x115F, 0x1160, 0x2800, 0x3164, 0xFFA0], " "),  # drawn as a blank, but no white space
        **dict.fromkeys([0x2010, 0x2011], "-"),
        0x02BC: "’",
    }
)
_LOOKALIKES = str.maketrans(
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧνορϲϳ" "АВЕЅІЈКМНОРСТУХԀԌԚԜаеорсухѕіјһԁԛԝӏ" "ՕՏսոօցհɑɡ",
    "ABEZHIKMNOPTYXvopcj" "ABESIJKMHOPCTYXDGQWaeopcyxsijhdqwl" "OSunoghag",
)  # fmt: skip
_OTHER_SCRIPT = re.compile(r"[\u0370-\u058f\u1c80-\u1c8f\u1f00-\u1fff\u2de0-\u2dff\ua640-\ua69f]")
_LETTERS = re.compile(r"[^\W\d_]+")
_SINGLE = _DRESSED + "".join(map(chr, _PLAIN))
_CHANGED = re.compile(rf"[{_SINGLE}][{_INVISIBLE}{_MARKS}]*|(?P<marked>[{_INVISIBLE}{_MARKS}]+)")
_NEEDED = re.compile(rf"[{_SINGLE}{_INVISIBLE}{_MARKS}{''.join(map(chr, _LOOKALIKES))}]")
_USUAL = bytes(
    [*b"\t\n\r", *range(0x20, 0x7F)]
)  # characters that need no folding; searching them all took thrice as long
_UNSEEN = re.compile(rf"[{_INVISIBLE}]+")
_MARK = re.compile(rf"[{_MARKS}]+")
_DRESS = re.compile(rf"[{_DRESSED}]")
_LOOKALIKE = re.compile(f"[{''.join(map(chr, _LOOKALIKES))}]")
_AFTER_LATIN = "\u0250"
_LONGEST_RUN = 30  # marks on one letter in the stream-safe format of Annex 15; sorting more is quadratic


Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text, and the way back to the text as it was written.

    Attributes
    ----------
    text
        The folded text.
    first, last, start, end
        The pieces whose length changed, in order: ``text[first:last]`` was ``original[start:end]``.

    Examples
    --------
    >>> folded = fold("It is lik\u200bely.")
    >>> folded.text, folded.span(Span(6, 12))
    ('It is likely.', Span(start=6, end=13))
    """

    text: str
    first: tuple[int, ...]
    last: tuple[int, ...]
    start: tuple[int, ...]
    end: tuple[int, ...]

    def starts(self, positions: Sequence[int] | Ints) -> list[int]:
        """Return the character of the original at which each character of the folded text begins."""
        here = np.asarray(positions, dtype=np.int64)
        at = np.searchsorted(self.first, here, side="right")
        start, last, end = (np.array((0, *found))[at] for found in (self.start, self.last, self.end))
        found: list[int] = np.where((at > 0) & (here < last), start, here - last + end).tolist()
        return found

    def ends(self, positions: Sequence[int] | Ints) -> list[int]:
        """Return where in the original the character before each position ends, unseen ones behind it left out."""
        here = np.asarray(positions, dtype=np.int64)
        at = np.searchsorted(self.first, here - 1, side="right")
        last, end = (np.array((0, *found))[at] for found in (self.last, self.end))
        found: list[int] = np.where((at > 0) & (here <= last), end, here - last + end).tolist()
        return found

    def span(self, span: Span) -> Span:
        """Return the span of the original for one of the folded text."""
        start = self._start(span.start)
        return Span(start, max(start, self._end(span.end)))

    def _start(self, position: int) -> int:
        at = bisect_right(self.first, position) - 1
        if at < 0:
            return position
        return self.start[at] if position < self.last[at] else position - self.last[at] + self.end[at]

    def _end(self, position: int) -> int:
        at = bisect_right(self.first, position - 1) - 1
        if at < 0:
            return position
        return self.end[at] if position <= self.last[at] else position - self.last[at] + self.end[at]


def fold(text: str, common: Container[str] | None = None) -> Folded | None:
    """Return the folded text, None if it is the text itself.

    Dropped are invisible characters and marks that no letter has (``l̶i̶k̶e̶l̶y̶``); letters and their accents are
    joined; full-width, mathematical and circled letters, ligatures, and Greek, Cyrillic and Armenian letters in
    a word that then is all Latin, become plain ones. A text in capitals is put into sentence case; in it what is no
    `common` word in small letters is a name.
    """
    plain = _folded(text)
    seen = text if plain is None else plain.text
    if in_capitals(seen):
        written = in_sentence_case(seen, common)
        return Folded(written, (), (), (), ()) if plain is None else replace(plain, text=written)
    return plain


def _folded(text: str) -> Folded | None:
    if not _NEEDED.search(_without_usual(text)):
        return None
    pieces: list[str] = []
    changes: list[tuple[int, int, int, int]] = []
    done = length = 0
    for match in _CHANGED.finditer(text):
        start, end = match.span()
        if start and match["marked"] and _MARK.search(match["marked"]):
            start -= 1  # the letter that the marks are on
        piece = _plain(text[start:end])
        length += start - done
        pieces += (text[done:start], piece)
        if len(piece) != end - start:
            changes.append((length, length + len(piece), start, end))
        length += len(piece)
        done = end
    pieces.append(text[done:])
    folded = _without_lookalikes("".join(pieces))
    if folded == text:
        return None
    return Folded(folded, *(zip(*changes, strict=True) if changes else ((), (), (), ())))


def _without_usual(text: str) -> str:
    return text.encode("utf-8", "surrogatepass").translate(None, _USUAL).decode("utf-8", "surrogatepass")


def _plain(piece: str) -> str:
    """Return one letter with its marks, or nothing, for what stands for it in the original."""
    seen = _UNSEEN.sub("", piece).translate(_PLAIN)
    letter, marks = seen[:1], seen[1:]
    if _MARK.match(letter):
        return seen
    if _DRESS.match(letter):
        letter = normalize("NFKC", letter)
    joined = normalize("NFC", letter + marks[:_LONGEST_RUN])
    if letter < _AFTER_LATIN or _LOOKALIKE.match(letter):
        return _MARK.sub("", joined)
    return joined if len(marks) <= _LONGEST_RUN else letter + marks


def _without_lookalikes(text: str) -> str:
    return _LETTERS.sub(_latin, text) if _LOOKALIKE.search(text) else text


def _latin(word: re.Match[str]) -> str:
    latin = word[0].translate(_LOOKALIKES)
    return word[0] if _OTHER_SCRIPT.search(latin) else latin
