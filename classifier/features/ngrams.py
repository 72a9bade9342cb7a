"""Words and word pairs of a sentence in the article's own voice, as columns of a sparse table.

Names become ``<name>``, numbers ``<num>`` and a quotation ``<quote>``, so that a sentence is judged
by how it is told and not by whom it is about.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from classifier.features.sentence import SentenceFacts

__all__ = ["Vocabulary", "build_vocabulary", "masked_words"]

NAME, NUMBER, QUOTE, START, END = "<name>", "<num>", "<quote>", "<s>", "</s>"
_PUNCTUATION = frozenset("\"'“”‘’«»()[]{}*_-–—`")
_STRAIGHT = str.maketrans("’", "'")


def masked_words(facts: SentenceFacts) -> list[str]:
    """Return the words that n-grams are made of, between `START` and `END`."""
    masked = [START]
    for position, (token, word) in enumerate(zip(facts.tokens, facts.words, strict=True)):
        if word in _PUNCTUATION:
            continue
        if token[0].isdigit():
            kind = NUMBER
        elif position and token[0].isupper() and word != "i" and facts.block != "headline":
            kind = NAME
        else:
            kind = word.translate(_STRAIGHT)
        if kind != NAME or masked[-1] != NAME:  # "Mark Rutte" is one name
            masked.append(kind)
    if facts.quoted > 0:
        masked.append(QUOTE)
    masked.append(END)
    return masked


@dataclass(frozen=True)
class Vocabulary:
    """The n-grams that have a column.

    Attributes
    ----------
    terms
        Words, and pairs as two words with a blank between them, sorted; their order is the columns'.
    """

    terms: tuple[str, ...]

    def __post_init__(self) -> None:
        """Index the terms."""
        words = sorted(set(" ".join(self.terms).split(" "))) if self.terms else []
        number = dict(zip(words, range(len(words)), strict=True))
        single = np.full(len(words), -1, dtype=np.int64)
        keys, columns = [], []
        for column, term in enumerate(self.terms):
            first, _, second = term.partition(" ")
            if second:
                keys.append(number[first] * len(words) + number[second])
                columns.append(column)
            else:
                single[number[first]] = column
        order = np.argsort(keys)
        object.__setattr__(self, "_number", number)
        object.__setattr__(self, "_single", single)
        object.__setattr__(self, "_pair_keys", np.array(keys, dtype=np.int64)[order])
        object.__setattr__(self, "_pair_columns", np.array(columns, dtype=np.int64)[order])

    def columns(self, sentences: Sequence[list[str]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return row and column of every known n-gram of `sentences`, repeated ones repeated.

        Both arrays are as long as the n-grams found, ordered by row.
        """
        number: dict[str, int] = self._number  # type: ignore[attr-defined]
        lengths = np.fromiter(map(len, sentences), np.int64, len(sentences))
        ids = np.fromiter((number.get(word, -1) for words in sentences for word in words), np.int64, int(lengths.sum()))
        rows = np.repeat(np.arange(len(sentences)), lengths)
        known = ids >= 0
        single = np.where(known, self._single[ids], -1)  # type: ignore[attr-defined]
        pair = known[:-1] & known[1:] & (rows[:-1] == rows[1:])
        keys: NDArray[np.int64] = self._pair_keys  # type: ignore[attr-defined]
        wanted = ids[:-1] * len(number) + ids[1:]
        if len(keys):
            at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
            pair &= keys[at] == wanted
            pair_columns = self._pair_columns[at[pair]]  # type: ignore[attr-defined]
        else:
            pair = np.zeros_like(pair)
            pair_columns = np.zeros(0, dtype=np.int64)
        row = np.concatenate([rows[single >= 0], rows[:-1][pair]])
        column = np.concatenate([single[single >= 0], pair_columns])
        order = np.argsort(row, kind="stable")
        return row[order], column[order]


def build_vocabulary(sentences: Iterable[list[str]], min_count: int) -> Vocabulary:
    """Return the words and pairs that occur in at least `min_count` of the sentences."""
    counts: Counter[str] = Counter()
    for words in sentences:
        found = set(words)
        found.update(f"{a} {b}" for a, b in pairwise(words))
        counts.update(found)
    plain = {START, END}
    return Vocabulary(tuple(sorted(t for t, n in counts.items() if n >= min_count and t not in plain)))
