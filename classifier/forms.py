"""The different tokens of a batch of texts, each once.

Most tokens of an article have stood before in the same dozen articles. So whatever depends on a token
alone is worked out once a form, and spread over the tokens by a look-up in an array.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, repeat

import numpy as np
from numpy.typing import NDArray

__all__ = ["Flags", "Forms", "Ints", "Numbering", "joined"]

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Numbering(dict[str, int]):
    """Gives each new key the next number."""

    def __missing__(self, key: str) -> int:
        self[key] = number = len(self)
        return number


@dataclass(frozen=True, eq=False)
class Forms:
    """The forms of the tokens of some texts.

    One may be there twice, and others that no token has: nothing may depend on how many there are.

    Attributes
    ----------
    tokens
        As written.
    words
        In lower case.

    Examples
    --------
    >>> forms = Forms.of(["The", "bridge", "the"])
    >>> forms.among(frozenset({"the"})).tolist(), forms.numbers({"bridge": 7}, none=-1).tolist()
    ([True, False, True], [-1, 7, -1])
    """

    tokens: list[str]
    words: list[str]
    _among: dict[frozenset[str], Flags] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, tokens: Iterable[str]) -> Forms:
        """Return the forms that are written so."""
        found = list(tokens)
        return cls(found, list(map(str.lower, found)))

    def __len__(self) -> int:
        return len(self.tokens)

    def among(self, words: frozenset[str]) -> Flags:
        """Return whether each form, in lower case, is one of `words`; looked up once, however many texts ask."""
        found = self._among.get(words)
        if found is None:
            found = self._among[words] = np.fromiter(map(words.__contains__, self.words), bool, len(self))
        return found

    def numbers(self, number: Mapping[str, int], none: int) -> Ints:
        """Return the number of each form, in lower case; `none` for those without."""
        return np.fromiter(map(number.get, self.words, repeat(none)), np.int64, len(self))

    @cached_property
    def lengths(self) -> Ints:
        """Characters of each form."""
        return np.fromiter(map(len, self.tokens), np.int64, len(self))

    def spread(self, form: Ints) -> tuple[list[str], list[str]]:
        """Return the tokens with these forms, as written and in lower case."""
        tokens, words = self._arrays
        return tokens[form].tolist(), words[form].tolist()

    @cached_property
    def _arrays(self) -> tuple[NDArray[np.object_], NDArray[np.object_]]:
        return np.array(self.tokens, dtype=np.object_), np.array(self.words, dtype=np.object_)


def joined(parts: Sequence[tuple[Forms, Ints]]) -> tuple[Forms, Ints]:
    """Return the forms of several texts as one, and the form of each of their tokens in order."""
    offsets: dict[Forms, int] = {}
    total = 0
    for forms, _ in parts:
        if forms not in offsets:
            offsets[forms] = total
            total += len(forms)
    form = np.concatenate([np.zeros(0, dtype=np.int64), *(each + offsets[forms] for forms, each in parts)])
    if len(offsets) == 1:
        return next(iter(offsets)), form
    tokens = list(chain.from_iterable(forms.tokens for forms in offsets))
    return Forms(tokens, list(chain.from_iterable(forms.words for forms in offsets))), form
