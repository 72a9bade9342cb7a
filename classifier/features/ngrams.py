"""Words and word pairs of a sentence in the article's own voice, as columns of a sparse table.

Names become ``<name>``, numbers ``<num>`` and a quotation ``<quote>``, so that a sentence is judged
by how it is told and not by whom it is about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.features.facts import BLOCKS, DIGIT, FURNITURE, MARK, SELF, UPPER, Bools, Facts, Floats, Ints
from classifier.features.keys import KeyTable
from classifier.forms import Forms, Numbers

__all__ = ["MaskedWords", "NgramRows", "Vocabulary", "build_vocabulary", "mask", "ngram_weight"]

MARKERS = ("<name>", "<num>", "<quote>", "<s>", "</s>")
_NAME, _NUMBER, _QUOTE, _START, _END = -1, -2, -3, -4, -5
_HEADLINE = BLOCKS.index("headline")


@dataclass(frozen=True)
class MaskedWords:
    """What the n-grams of a batch are made of, sentence after sentence.

    Attributes
    ----------
    forms
        Forms of the words.
    code
        For each place an index into `forms`, or ``-1 - i`` for marker ``i``.
    row
        Its sentence.
    sentences
        Number of sentences.
    """

    forms: Forms
    code: Ints
    row: Ints
    sentences: int

    @property
    def lengths(self) -> Ints:
        """Places in each sentence, shape (sentences,)."""
        return np.bincount(self.row, minlength=self.sentences)

    def numbered(self, known: Numbers) -> Ints:
        """Return the number of each place's word or marker."""
        of_markers = np.array([known.get(marker, known.none) for marker in reversed(MARKERS)])
        found = of_markers[np.minimum(self.code, -1)]  # the markers' codes count from the end
        inside = self.code >= 0
        found[inside] = self.forms.numbers(known)[self.code[inside]]
        return found


def mask(facts: Facts) -> MaskedWords:
    """Return the words that n-grams are made of.

    Quoted words and punctuation marks that only enclose are left out; a run of names is one name.
    """
    form = facts.form
    stays = facts.kept & (facts.classes & MARK == 0)
    inside = np.ones(len(form), dtype=bool)
    inside[facts.first[facts.size > 0]] = False
    name = (facts.classes & (UPPER + SELF) == UPPER) & inside & (facts.block != _HEADLINE)[facts.row]
    code = np.where(name, _NAME, np.where(facts.classes & DIGIT > 0, _NUMBER, form))[stays]
    row = facts.row[stays]
    again = np.zeros(len(code), dtype=bool)
    again[1:] = (code[1:] == _NAME) & (code[:-1] == _NAME) & (row[1:] == row[:-1])
    code, row = code[~again], row[~again]
    return _enclosed(facts, code, row)


def _enclosed(facts: Facts, code: Ints, row: Ints) -> MaskedWords:
    """Put start, end and, where something is quoted, the mark of a quotation around each sentence."""
    words = np.bincount(row, minlength=len(facts))
    quoting = facts.length < facts.size
    lengths = words + quoting + 2
    ends = np.cumsum(lengths)
    codes = np.full(lengths.sum(), _QUOTE)
    codes[ends - lengths], codes[ends - 1] = _START, _END
    codes[np.arange(len(code)) + (ends - lengths + 1 - np.cumsum(words) + words)[row]] = code
    return MaskedWords(facts.forms, codes, np.repeat(np.arange(len(facts)), lengths), len(facts))


@dataclass(frozen=True)
class NgramRows:
    """The known n-grams of some sentences.

    Attributes
    ----------
    row, column
        Sentence and term of each, repeated ones repeated, ordered by row.
    lengths
        Masked words of each sentence, shape (sentences,).
    """

    row: Ints
    column: Ints
    lengths: Ints

    def told(self, facts: Facts) -> NgramRows:
        """Return those that are not of page furniture."""
        kept = facts.block[self.row] != FURNITURE
        return NgramRows(self.row[kept], self.column[kept], self.lengths)

    def summed(self, values: Floats) -> Floats:
        """Return the sums over each sentence of the n-grams' `values`, shape (sentences, columns)."""
        found = np.zeros((len(self.lengths), values.shape[1]))
        if len(values):
            heads = np.append(0, 1 + np.flatnonzero(self.row[1:] != self.row[:-1]))  # the first of each sentence
            found[self.row[heads]] = np.add.reduceat(values, heads, axis=0)
        return found


@dataclass(frozen=True)
class Vocabulary:
    """The n-grams that have a column.

    Attributes
    ----------
    terms
        Words, and pairs as two words with a blank between them, sorted; their order is the columns'.
    """

    terms: tuple[str, ...]

    def __getstate__(self) -> dict[str, Any]:
        """Return the fields alone: what is derived from them is not sent to other processes."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @cached_property
    def _number(self) -> Numbers:
        """Number of each word, written with a straight or a curly apostrophe."""
        words = dict.fromkeys(self._words())
        number = dict(zip(words, range(len(words)), strict=True))
        curly = {word.replace("'", "’"): at for word, at in number.items() if "'" in word}
        return Numbers(curly | number, none=-1)

    def _words(self) -> list[str]:
        """Return the words of all terms, one behind the other."""
        return " ".join(self.terms).split(" ") if self.terms else []

    @cached_property
    def _ids(self) -> tuple[Ints, Bools, Ints]:
        """Number of each of `_words`; for each term whether it is a pair, and which is its first word."""
        words = self._words()
        ids = np.fromiter(map(self._number.__getitem__, words), np.int64, len(words))
        pair = np.fromiter((" " in term for term in self.terms), bool, len(self.terms))
        return ids, pair, np.arange(len(pair)) + np.cumsum(pair) - pair

    @cached_property
    def _size(self) -> int:
        return max(self._number.values(), default=-1) + 1

    @cached_property
    def _single(self) -> Ints:
        """Column of each word, -1 where it has none, and -1 at the end for words without a number."""
        ids, pair, first = self._ids
        single = np.full(self._size + 1, -1, dtype=np.int64)
        single[ids[first[~pair]]] = np.flatnonzero(~pair)
        return single

    @cached_property
    def _pairs(self) -> tuple[KeyTable, Ints]:
        """Table of the pairs and the column of each, and -1 at the end for those that are not known."""
        ids, pair, first = self._ids
        left, right = ids[first[pair]], ids[first[pair] + 1]
        return KeyTable.of(left * self._size + right), np.append(np.flatnonzero(pair), -1)

    def rows(self, masked: MaskedWords) -> NgramRows:
        """Return the known n-grams of every sentence."""
        ids, row, sentences = masked.numbered(self._number), masked.row, masked.sentences
        table, columns = self._pairs
        left = np.flatnonzero((ids[:-1] >= 0) & (ids[1:] >= 0) & (row[:-1] == row[1:]))
        pair = columns[table.find(ids[left] * self._size + ids[left + 1])]
        single = self._single[ids]
        ones, twos = np.flatnonzero(single >= 0), np.flatnonzero(pair >= 0)
        row_of_one, row_of_two = row[ones], row[left[twos]]
        count_ones, count_twos = (np.bincount(rows, minlength=sentences) for rows in (row_of_one, row_of_two))
        column = np.empty(len(ones) + len(twos), dtype=np.int64)  # of a sentence first the words, then the pairs
        column[np.arange(len(ones)) + (np.cumsum(count_twos) - count_twos)[row_of_one]] = single[ones]
        column[np.arange(len(twos)) + np.cumsum(count_ones)[row_of_two]] = pair[twos]
        return NgramRows(np.repeat(np.arange(sentences), count_ones + count_twos), column, masked.lengths)


def build_vocabulary(masked: MaskedWords, chosen: Sequence[bool] | NDArray[np.bool_], min_count: int) -> Vocabulary:
    """Return the words and pairs that occur in at least `min_count` of the chosen sentences."""
    plain = {word: word.replace("’", "'") for word in masked.forms.words}
    names = [*sorted(set(plain.values())), *MARKERS]
    number = dict(zip(names, range(len(names)), strict=True))
    number |= {word: number[written] for word, written in plain.items()}
    ids = masked.numbered(Numbers(number, none=-1))
    keep = np.asarray(chosen, dtype=bool)[masked.row]
    ids, row = ids[keep], masked.row[keep]
    size = len(names)
    following = np.flatnonzero(row[:-1] == row[1:])
    pairs = _frequent(ids[following] * size + ids[following + 1], row[following], min_count)
    singles = _frequent(ids, row, min_count)
    terms = {names[at] for at in singles.tolist()} - {"<s>", "</s>"}
    terms.update(f"{names[key // size]} {names[key % size]}" for key in pairs.tolist())
    return Vocabulary(tuple(sorted(terms)))


def _frequent(keys: Ints, row: Ints, min_count: int) -> Ints:
    """Return the keys that stand in at least `min_count` different rows."""
    each = np.unique(np.stack([keys, row]), axis=1)[0]
    found, count = np.unique(each, return_counts=True)
    return found[count >= min_count]


def ngram_weight(lengths: Floats | Ints) -> Floats:
    """Return what one n-gram counts in sentences of so many masked words."""
    return np.asarray(1.0 / np.sqrt(lengths), dtype=np.float64)
