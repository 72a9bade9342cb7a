"""The article, and the spans of characters that everything found in it is given as."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

__all__ = ["Article", "Span", "sha256_of"]


class Span(NamedTuple):
    """A half-open range of characters, ``text[start:end]``.

    Examples
    --------
    >>> Span(4, 7).of("the cat sat")
    'cat'
    """

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the characters of `text` that the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Return whether the two spans share at least one character."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Article:
    """One article as it was read; its text is never changed afterwards.

    Attributes
    ----------
    text
        The whole text. A headline may be its first line.
    title
        Headline, if it came apart from the text. Carried along, not judged.
    id
        What the caller knows the article by: a path, a URL, a row number.
    """

    text: str
    title: str | None = None
    id: str = ""


def sha256_of(text: str) -> str:
    """Return the SHA-256 of `text` in UTF-8, as 64 hexadecimal digits.

    Lone surrogates, which UTF-8 cannot hold, are encoded as they stand.
    """
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
