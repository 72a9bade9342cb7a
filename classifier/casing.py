"""A text in capitals, as it would stand in print: only names and first words begin with one."""

from __future__ import annotations

import re
from collections.abc import Container

__all__ = ["in_capitals", "in_sentence_case"]

_STEP, _MANY = 16, 0.2  # a text of which every 16th character is so often a small letter is not looked at closely
_FEW = 0.1  # part of the letters that may be small in a text in capitals: a link, a web address, an "iPhone"
_PLAIN_SMALL = b"abcdefghijklmnopqrstuvwxyz"
_WORD = re.compile(
    r"(?P<opens>(?:^|[\r\n]|[.!?][\"”’')\]]{0,3}\s)[^\w\r\n]{0,5})?"  # begins a line or a sentence
    r"(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)"
)


def in_capitals(text: str) -> bool:
    """Return whether nearly all letters of the text are capitals.

    Examples
    --------
    >>> in_capitals("THE BRIDGE MAY CLOSE."), in_capitals("The NATO and U.N. chiefs met.")
    (True, False)
    """
    sample = text[::_STEP]
    many = _MANY * len(sample)
    if _count_plain_small(sample) > many or sum(map(str.islower, sample)) > many:
        return False
    small, capital = sum(map(str.islower, text)), sum(map(str.isupper, text))
    return capital > 0 and small <= _FEW * (small + capital)


def _count_plain_small(text: str) -> int:
    """Return how many of a to z the text holds, in a tenth of the time that it takes to count all small letters."""
    plain = text.encode("ascii", "ignore")
    return len(plain) - len(plain.translate(None, _PLAIN_SMALL))


def in_sentence_case(text: str, common: Container[str] | None) -> str:
    """Return the text in small letters, with a capital where a sentence or a line opens and on every name.

    Every character keeps its place. A word that is not `common`, as most surnames are not, is taken for a name;
    without such a collection of words in small letters none is.

    Examples
    --------
    >>> in_sentence_case("THE BRIDGE MAY CLOSE, I HEAR. ASK OKAFOR.", {"the", "bridge", "may", "close", "hear", "ask"})
    'The bridge may close, I hear. Ask Okafor.'
    """

    def cased(found: re.Match[str]) -> str:
        opens, word = found["opens"], found["word"]
        lower = "".join(map(_small, word))
        name = common is not None and lower not in common
        if opens is None and not name and lower != "i":
            return lower
        return (opens or "") + word[0] + lower[1:]

    return _WORD.sub(cased, text)


def _small(letter: str) -> str:
    lower = letter.lower()
    return lower if len(lower) == 1 else letter
