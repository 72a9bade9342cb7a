"""Token forms as rows of a table: what the tagger knows of a token without looking around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from itertools import repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.forms import Forms, KnownForms

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


@dataclass(frozen=True, eq=False)
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
    def known(self) -> KnownForms:
        """The forms as those that many texts have."""
        return KnownForms(self.forms)

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

    def column(self, attribute: str) -> Ints:
        """Return the attribute for every row of `table`."""
        return self.table[:, ATTRIBUTES.index(attribute)]

    @cached_property
    def sizes(self) -> dict[str, int]:
        """Number of values of each attribute."""
        return dict(zip(ATTRIBUTES, (self.table.max(axis=0) + 1).tolist(), strict=True))

    @cached_property
    def _row(self) -> dict[str, int]:
        """Row of `table` for each known form."""
        first = len(self.table) - len(self.forms)
        return dict(zip(self.forms, range(first, len(self.table)), strict=True))

    @cached_property
    def _suffix(self) -> dict[str, int]:
        return {suffix: index for index, suffix in enumerate(self.suffixes, 1)}

    def rows(self, forms: Forms) -> Ints:
        """Return the row of `table` for each form.

        Where it is unknown: of one in capitals that of the word without, else that of its shape and suffix.
        """
        return forms.column(self, self._rows)

    def _rows(self, tokens: Sequence[str], words: Sequence[str]) -> Ints:
        known = self._row.get
        rows = np.fromiter(map(known, tokens, repeat(PAD)), dtype=np.int64, count=len(tokens))
        for at in np.flatnonzero(rows == PAD).tolist():
            token, word = tokens[at], words[at]
            row = None if token == word else known(word) or known(word.title())
            if row is None:
                row = 1 + shape_of(token) * (len(self.suffixes) + 1) + self._suffix.get(word[-3:], 0)
            rows[at] = row
        return rows
