"""The different tokens of a batch of texts, each once.

Most tokens of an article have stood before in the same dozen articles. So whatever depends on a token
alone is worked out once a form, and spread over the tokens by a look-up in an array.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from itertools import chain, repeat
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

__all__ = ["Flags", "Forms", "Ints", "KnownForms", "Numbering", "Numbers", "joined"]

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Work = Callable[[Sequence[str], Sequence[str]], NDArray[Any]]  # of tokens and words gives a column


class Numbering(dict[str, int]):
    """Gives each new key the next number."""

    def __missing__(self, key: str) -> int:
        self[key] = number = len(self)
        return number


class Numbers(dict[str, int]):
    """The number of each word, in lower case, and `none` for words without; equal to nothing but itself."""

    def __init__(self, number: Mapping[str, int], none: int) -> None:
        super().__init__(number)
        self.none = none

    __hash__ = object.__hash__  # type: ignore[assignment]
    __eq__ = object.__eq__


class KnownForms:
    """Forms that many texts have: what depends on them alone is worked out once, however many batches ask.

    Attributes
    ----------
    tokens
        As written, each once.
    """

    def __init__(self, tokens: Sequence[str]) -> None:
        self.tokens = tokens
        self._words = list(map(str.lower, tokens))
        self._number = dict(zip(tokens, range(len(tokens)), strict=True))
        self._columns: WeakKeyDictionary[Any, NDArray[Any]] = WeakKeyDictionary()

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.tokens)

    def numbers(self, tokens: Sequence[str]) -> Ints:
        """Return the number of each token, -1 for those that are not known."""
        return np.fromiter(map(self._number.get, tokens, repeat(-1)), np.int64, len(tokens))

    def column(self, key: object, work: Work) -> NDArray[Any]:
        """Return what `work` gives for the known forms; kept under `key` as long as that lives."""
        found = self._columns.get(key)
        if found is None:
            found = self._columns[key] = work(self.tokens, self._words)
        return found


class Forms:
    """The forms of the tokens of some texts.

    One may be there twice, and others that no token has: nothing may depend on how many there are.

    Parameters
    ----------
    tokens
        As written.
    known
        Spares work on those among them; changes nothing else.

    Attributes
    ----------
    tokens
        As written.
    words
        In lower case.

    Examples
    --------
    >>> forms = Forms(["The", "bridge", "the"])
    >>> forms.among(frozenset({"the"})).tolist(), forms.numbers(Numbers({"bridge": 7}, none=-1)).tolist()
    ([True, False, True], [-1, 7, -1])
    """

    def __init__(self, tokens: list[str], known: KnownForms | None = None) -> None:
        self.tokens = tokens
        self.words = list(map(str.lower, tokens))
        self._columns: dict[object, NDArray[Any]] = {}
        self._known, self._new, self._new_words = known, tokens, self.words
        if known:
            self._number = known.numbers(tokens)
            self._unknown = np.flatnonzero(self._number < 0)
            unknown = self._unknown.tolist()
            self._new, self._new_words = [tokens[at] for at in unknown], [self.words[at] for at in unknown]

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.tokens)

    def column(self, key: object, work: Work) -> NDArray[Any]:
        """Return what `work` gives for tokens and words, which must not depend on how many there are.

        It is called once for each `key`, however many texts ask, and not again for what is known. What it gives must
        have one type of numbers, whatever the tokens are.
        """
        found = self._columns.get(key)
        if found is None:
            found = work(self._new, self._new_words)
            if self._known:
                new, found = found, self._known.column(key, work).take(self._number, mode="clip")
                found[self._unknown] = new
            self._columns[key] = found
        return found

    def among(self, words: frozenset[str]) -> Flags:
        """Return whether each form, in lower case, is one of `words`."""
        return self.column(words, lambda _, some: np.fromiter(map(words.__contains__, some), bool, len(some)))

    def numbers(self, known: Numbers) -> Ints:
        """Return the number of each form."""
        return self.column(
            known, lambda _, some: np.fromiter(map(known.get, some, repeat(known.none)), np.int64, len(some))
        )

    @property
    def lengths(self) -> Ints:
        """Characters of each form."""
        return self.column(_lengths, _lengths)

    def spread(self, form: Ints) -> tuple[list[str], list[str]]:
        """Return the tokens with these forms, as written and in lower case."""
        tokens, words = self._arrays
        return tokens[form].tolist(), words[form].tolist()

    @cached_property
    def _arrays(self) -> tuple[NDArray[np.object_], NDArray[np.object_]]:
        return np.array(self.tokens, dtype=np.object_), np.array(self.words, dtype=np.object_)


def _lengths(tokens: Sequence[str], _: Sequence[str]) -> Ints:
    return np.fromiter(map(len, tokens), np.int64, len(tokens))


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
    return Forms(list(chain.from_iterable(forms.tokens for forms in offsets))), form
