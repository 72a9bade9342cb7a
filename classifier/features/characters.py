"""What the first and the last characters of each form tell: capitals, digits, marks, a past tense."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from classifier.forms import Flags, Forms

__all__ = ["CLOSER", "DIGIT", "LETTER", "SYMBOL", "UPPER", "Characters", "characters"]

_TABLED = 0x3000  # code points with an entry in the table of character classes; those beyond are none of these
UPPER, DIGIT, CLOSER, SYMBOL, LETTER = 1, 2, 4, 8, 16
_CLOSERS = frozenset("\"'”’)]*_")
_SYMBOLS = frozenset("{}=<>;|\\~^`#$@[]()_/+*")
_LEAST_PAST = 5  # letters of a word in -ed that may be a past tense: not "red", "need"


@cache
def _classes() -> NDArray[np.uint8]:
    written = list(map(chr, range(_TABLED)))
    every = np.array(written)
    classes = np.zeros(_TABLED + 1, dtype=np.uint8)
    classes[:-1] = (
        UPPER * np.char.isupper(every)
        + DIGIT * np.char.isdigit(every)
        + CLOSER * np.array([char in _CLOSERS for char in written])
        + SYMBOL * np.array([char in _SYMBOLS for char in written])
        + LETTER * np.char.isalpha(every)
    )
    return classes


@dataclass(frozen=True, slots=True)
class Characters:
    """For each form the class of its first character, its last character, and whether it ends in -ed."""

    first: NDArray[np.uint8]
    last: NDArray[np.uint32]
    past: Flags


def characters(forms: Forms) -> Characters:
    """Return what the characters of each form tell."""
    first = _classes()[np.minimum(_points([token[0] for token in forms.tokens]), _TABLED)]
    last = _points([token[-1] for token in forms.tokens])
    past = np.fromiter((word.endswith("ed") for word in forms.words), bool, len(forms))
    return Characters(first, last, past & (forms.lengths >= _LEAST_PAST))


def _points(characters: list[str]) -> NDArray[np.uint32]:
    """Return the code point of each character, lone surrogates too."""
    return np.frombuffer("".join(characters).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
