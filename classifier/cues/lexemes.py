"""Token forms as rows of a table: what the tagger knows of a token without looking around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["ATTRIBUTES", "CLASSES", "COMMA", "PAD", "SHAPES", "UNKNOWN", "Ints", "Lexemes", "shape_of"]

Ints = NDArray[np.int64]

# word: its lower-cased form; prefix, suffix, ending: its first four, last three, last two letters; cluster and fine:
# words used alike, in large and in small groups; class: one of CLASSES; cueness: how often it stood in a cue;
# coarse: a frequent word itself, else its fine cluster.
ATTRIBUTES = ("word", "prefix", "suffix", "ending", "shape", "cluster", "fine", "class", "cueness", "coarse")
SHAPES = ("lower", "Capital", "CAPITALS", "I", "mIxed", "digit", "mark")
CLASSES = (
    "none", "comma", "invertible", "verb", "pronoun", "first_second", "determiner", "auxiliary",
    "role", "organisation", "document", "outlet", "org_suffix", "vague", "anonymity", "modifier",
)  # fmt: skip
PAD, UNKNOWN = 0, 1  # values of every attribute: beyond the sentence, and none or not seen in training
COMMA = UNKNOWN + CLASSES.index("comma")


def shape_of(token: str) -> int:
    """Return the index of the token's shape in `SHAPES`.

    Examples
    --------
    >>> [SHAPES[shape_of(token)] for token in ("said", "Lee", "NATO", "A", "McAdam", "5th", "“")]
    ['lower', 'Capital', 'CAPITALS', 'I', 'mIxed', 'digit', 'mark']
    """
    if not token[0].isalpha():
        return 5 if token[0].isdigit() else 6
    if not token[0].isupper():
        return 0
    if len(token) == 1:
        return 3
    return 2 if token.isupper() else 1 if token[1:].islower() else 4


@dataclass(frozen=True)
class Lexemes:
    """The forms that the tagger knows, and what stands for those that it does not.

    Attributes
    ----------
    forms
        Tokens as written.
    attributes
        Values of `ATTRIBUTES` for each form, shape (forms, 10).
    suffixes
        The suffixes that count, each the last three letters of a word.
    """

    forms: tuple[str, ...]
    attributes: NDArray[np.integer[Any]]
    suffixes: tuple[str, ...]

    def __getstate__(self) -> dict[str, Any]:
        """Return the fields alone: what is derived from them is not sent to other processes."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @cached_property
    def small(self) -> frozenset[str]:
        """The forms in small letters."""
        return frozenset(filter(str.islower, self.forms))

    @cached_property
    def table(self) -> Ints:
        """Attributes of every row: the padding, unknown forms by shape and suffix, the known forms."""
        unknown = np.full((len(SHAPES), len(self.suffixes) + 1, len(ATTRIBUTES)), UNKNOWN, dtype=np.int64)
        unknown[:, :, ATTRIBUTES.index("suffix")] = UNKNOWN + np.arange(len(self.suffixes) + 1)
        unknown[:, :, ATTRIBUTES.index("shape")] = UNKNOWN + np.arange(len(SHAPES))[:, None]
        pad = np.full((1, len(ATTRIBUTES)), PAD, dtype=np.int64)
        return np.vstack([pad, unknown.reshape(-1, len(ATTRIBUTES)), self.attributes])

    @cached_property
    def columns(self) -> tuple[Ints, ...]:
        """The columns of `table`, each in one piece of memory."""
        return tuple(np.ascontiguousarray(column) for column in self.table.T)

    @cached_property
    def sizes(self) -> dict[str, int]:
        """Number of values of each attribute."""
        return dict(zip(ATTRIBUTES, (self.table.max(axis=0) + 1).tolist(), strict=True))

    @cached_property
    def _rows(self) -> _Rows:
        return _Rows(self.forms, {suffix: index for index, suffix in enumerate(self.suffixes, 1)})

    def rows(self, tokens: Sequence[str]) -> Ints:
        """Return the row of `table` for each token."""
        return np.fromiter(map(self._rows.__getitem__, tokens), dtype=np.int64, count=len(tokens))


class _Rows(dict[str, int]):
    """Row of each known form; another form of a known word, or shape and suffix, where it is unknown."""

    def __init__(self, forms: Sequence[str], suffixes: Mapping[str, int]) -> None:
        first = 1 + len(SHAPES) * (len(suffixes) + 1)
        super().__init__(zip(forms, range(first, first + len(forms)), strict=True))
        self._suffixes = suffixes

    def __missing__(self, token: str) -> int:
        lower = token.lower()
        known = self.get(lower) or self.get(lower.title())
        if known is not None:
            return known
        return 1 + shape_of(token) * (len(self._suffixes) + 1) + self._suffixes.get(lower[-3:], 0)
