"""What the first and the last characters of each form tell: capitals, digits, marks, a past tense."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from classifier.forms import Flags, Forms

__all__ = ["CLOSER", "DIGIT", "LETTER", "LOWER", "MARK", "SELF", "SYMBOL", "UPPER", "Characters", "characters"]

_TABLED = 0x3000  # code points with an entry in the table of character classes; those beyond are none of these
UPPER, DIGIT, CLOSER, SYMBOL, LETTER, MARK, SELF, LOWER = 1, 2, 4, 8, 16, 32, 64, 128
_CLOSERS = frozenset("\"'”’)]*_")
_SYMBOLS = frozenset("{}=<>;|\\~^`#$@[]()_/+*")
_MARKS = frozenset("\"'“”‘’«»()[]{}*_-–—`")  # that only enclose or set apart
_CASE = 0x20  # the bit by which a small letter differs from its capital in ASCII
_LEAST_PAST = 5  # letters of a word in -ed that may be a past tense: not "red", "need"


@cache
def _classes() -> NDArray[np.uint8]:
    written = list(map(chr, range(_TABLED)))
    classes = np.zeros(_TABLED + 1, dtype=np.uint8)
    for bit, test in ((UPPER, str.isupper), (DIGIT, str.isdigit), (LETTER, str.isalpha), (LOWER, str.islower)):
        classes[:-1] |= bit * np.fromiter(map(test, written), np.uint8, _TABLED)
    for bit, chars in ((CLOSER, _CLOSERS), (SYMBOL, _SYMBOLS), (MARK, _MARKS), (SELF, "iI")):
        classes[list(map(ord, chars))] |= bit
    return classes


@dataclass(frozen=True, slots=True)
class Characters:
    """For each form its class, its last character, and whether it ends in -ed.

    The class is that of the first character; `MARK` and `SELF` only belong to forms of one character.
    """

    first: NDArray[np.uint8]
    last: NDArray[np.uint32]
    past: Flags


_FIELDS = np.dtype([("first", np.uint8), ("past", np.bool_), ("last", np.uint32)], align=True)


def characters(forms: Forms) -> Characters:
    """Return what the characters of each form tell."""
    found = forms.column(_read, _read)
    return Characters(found["first"], found["last"], found["past"])


def _read(tokens: Sequence[str], _: Sequence[str]) -> NDArray[np.void]:
    """Return the `_FIELDS` of each token."""
    codes = np.frombuffer("".join(tokens).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    lengths = np.fromiter(map(len, tokens), np.int64, len(tokens))
    ends = np.cumsum(lengths)
    found = np.empty(len(tokens), dtype=_FIELDS)
    found["first"] = _classes()[np.minimum(codes[ends - lengths], _TABLED)]
    found["first"] &= np.where(lengths == 1, 0xFF, 0xFF - MARK - SELF).astype(np.uint8)
    found["last"] = last = codes[ends - 1]
    past = ((last | _CASE) == ord("d")) & ((codes[ends - 2] | _CASE) == ord("e"))
    found["past"] = past & (lengths >= _LEAST_PAST)
    return found
