"""What the features are counted from: the tokens and cues of several documents as flat arrays.

Documents are judged in batches, because a step of numpy costs the same for one article as for
twenty. Nothing crosses from one document to the next: a batch gives each article what it would get
alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from classifier.blocks import BlockKind
from classifier.cues import Document
from classifier.cues.hedges import HedgeKind, Voice
from classifier.cues.quotes import token_ranges
from classifier.cues.sources import SourceKind
from classifier.features.characters import CLOSER, DIGIT, LETTER, LOWER, MARK, SELF, SYMBOL, UPPER, characters
from classifier.forms import Forms, Numbers
from classifier.joined import Joined
from classifier.lexicons import word_list
from classifier.products import product

__all__ = [
    "BLOCKS",
    "CLOSER",
    "DIGIT",
    "FURNITURE",
    "LETTER",
    "LISTS",
    "LOWER",
    "MARK",
    "NAMED_KINDS",
    "SELF",
    "SOURCE_KINDS",
    "SYMBOL",
    "UPPER",
    "VOICES",
    "Bools",
    "Facts",
    "Floats",
    "Ints",
    "gather",
    "sums",
]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

BLOCKS: tuple[BlockKind, ...] = get_args(BlockKind)
FURNITURE = BLOCKS.index("boilerplate")
SOURCE_KINDS: tuple[SourceKind, ...] = get_args(SourceKind)
NAMED_KINDS: tuple[SourceKind, ...] = ("person", "organisation", "document", "outlet")
VOICES: tuple[Voice, ...] = get_args(Voice)
HEDGE_KINDS: tuple[HedgeKind, ...] = get_args(HedgeKind)

_VOICE = {voice: number for number, voice in enumerate(VOICES)}
_KIND = {kind: number for number, kind in enumerate(HEDGE_KINDS)}
_SOURCE_KIND = {kind: number for number, kind in enumerate(SOURCE_KINDS)}

# Closed lists of words that are counted; a word may be in several.
LISTS = (
    "months", "placed_in_time", "second_person", "first_plural", "first", "need", "past", "present_be", "future",
    "greeting", "abstract", "mind", "evaluative", "auxiliary_first", "third_person", "english",
)  # fmt: skip


@dataclass(frozen=True)
class _Listed:
    """Which lists each listed word is in: a number for each distinct set of lists, 0 for none."""

    numbers: Numbers
    member: NDArray[np.float64]


@cache
def _listed() -> _Listed:
    lists = [word_list(name) for name in LISTS]
    sets: dict[tuple[bool, ...], int] = {(False,) * len(lists): 0}
    number = {}
    for word in sorted(set().union(*lists)):
        inside = tuple(word in one for one in lists)
        number[word] = sets.setdefault(inside, len(sets))
    return _Listed(Numbers(number, none=0), np.array(list(sets), dtype=np.float64))


def sums(index: Ints, count: int, weights: Floats | Ints | None = None) -> Floats:
    """Return how often each of ``0 … count - 1`` is in `index`, each time with its weight."""
    return np.bincount(index, weights=weights, minlength=count).astype(np.float64)


@dataclass(frozen=True, slots=True)
class HedgeRows:
    """Hedges as arrays: sentence, index into the kinds of hedge, index into `VOICES`, and probability."""

    row: Ints
    kind: Ints
    voice: Ints
    probability: Floats


@dataclass(frozen=True)
class Facts:
    """Several documents as arrays; see `gather`.

    Attributes
    ----------
    documents
        In order.
    article
        Index of its document for each sentence, shape (sentences,).
    first, size
        First token of each sentence in the batch, and its tokens, shape (sentences,).
    block
        Index into `BLOCKS` for each sentence.
    told
        The sentences that are no page furniture.
    opens
        Whether the sentence is the first of its block.
    position
        Place among those told in its document, from 0 to 1.
    forms, form
        The forms of the batch, and that of each token.
    listed_in
        Which of `LISTS` hold each token: a row of ``_listed().member``.
    row
        Index of its sentence for each token, shape (tokens,).
    classes
        Class of each token: a sum of `UPPER`, `LOWER`, `LETTER`, `DIGIT`, `CLOSER`, `SYMBOL` by its first character,
        and of `MARK` and `SELF` if it is a mark that encloses or the word I.
    speaker
        For each token: -1 outside quotations that count, else the index into `SOURCE_KINDS` of the kind of its
        speaker, or ``len(SOURCE_KINDS)`` if nobody is named.
    kept
        Whether the token stands outside quotations, shape (tokens,).
    length
        Tokens outside quotations, shape (sentences,).
    counts
        Words of each of `LISTS` outside quotations, shape (sentences, ``len(LISTS)``).
    common
        Words of the list of common English ones, quoted ones included, shape (sentences,).
    past
        Words outside quotations that look like the past tense, shape (sentences,).
    last
        Code point of the last character of each sentence that is no closing quote or bracket.
    hedges
        Each hedge.
    attributions
        Row and kind of each attribution, and whether it says something, shape (attributions, 3).
    """

    documents: Sequence[Document]
    article: Ints
    first: Ints
    size: Ints
    block: Ints
    told: Ints
    opens: Bools
    position: Floats
    forms: Forms
    form: Ints
    listed_in: Ints
    row: Ints
    classes: NDArray[np.uint8]
    speaker: Ints
    kept: Bools
    length: Floats
    counts: Floats
    common: Floats
    past: Floats
    last: NDArray[np.uint32]
    hedges: HedgeRows
    attributions: Ints

    def __len__(self) -> int:
        """Return the number of sentences."""
        return len(self.article)

    def per_sentence(self, tokens: Bools) -> Floats:
        """Return how many of the chosen `tokens` each sentence holds."""
        return sums(self.row[tokens], len(self))

    def listed(self, name: str) -> Floats:
        """Return how many words of one of `LISTS` each sentence holds outside quotations."""
        return self.counts[:, LISTS.index(name)]

    @cached_property
    def _opening(self) -> Ints:
        """Which lists hold the first word of each sentence, behind quotation marks and the like."""
        letters = np.flatnonzero(self.classes & LETTER)
        at = np.append(letters, len(self.form))[np.searchsorted(letters, self.first)]
        return np.where(at < self.first + self.size, np.append(self.listed_in, 0)[at], 0)

    def opening_word(self, name: str) -> Bools:
        """Return whether the first word of each sentence is in one of `LISTS`."""
        found: Bools = _listed().member[self._opening, LISTS.index(name)] > 0
        return found

    def neighbours(self, distance: int) -> tuple[Ints, Ints]:
        """Return the pairs of sentences of an article that are so far apart, page furniture passed over."""
        first, second = self.told[:-distance], self.told[distance:]
        same = self.article[first] == self.article[second]
        return first[same], second[same]

    def beside(self, values: Floats, distance: int) -> tuple[Floats, Floats]:
        """Return the values of the sentences so far before and behind each, page furniture passed over.

        Shape (sentences, columns) each; zero beyond the ends of the article and for furniture itself.
        """
        before, behind = np.zeros_like(values), np.zeros_like(values)
        first, second = self.neighbours(distance)
        before[second] = values[first]
        behind[first] = values[second]
        return before, behind

    def hedging(self, voices: Sequence[Voice], *kinds: HedgeKind) -> Floats:
        """Return the summed probability of each sentence's hedges in the voices, of some kinds or of all."""
        hedges = self.hedges
        chosen = among(VOICES, tuple(voices))[hedges.voice]
        if kinds:
            chosen &= among(HEDGE_KINDS, kinds)[hedges.kind]
        return sums(hedges.row[chosen], len(self), hedges.probability[chosen])

    def attributed(self, *kinds: SourceKind, says: bool = True) -> Bools:
        """Return whether in each sentence a source of these kinds says something; else wants, plans or fears it."""
        chosen = among(SOURCE_KINDS, kinds)[self.attributions[:, 1]]
        chosen &= self.attributions[:, 2] == says
        return np.bincount(self.attributions[chosen, 0], minlength=len(self)) > 0

    def quoted(self, *kinds: SourceKind) -> Floats:
        """Return the share of each sentence's tokens in quotations of such speakers; without kinds, of nobody named."""
        wanted = np.append(among(SOURCE_KINDS, kinds), not kinds)
        quoted: Floats = self._quoted[:, wanted].sum(axis=1) / np.maximum(1, self.size)
        return quoted

    @cached_property
    def _quoted(self) -> Floats:
        """Tokens in quotations of each kind of speaker, last of nobody named, in each sentence."""
        speakers, quoted = len(SOURCE_KINDS) + 1, np.flatnonzero(~self.kept)
        place = self.row[quoted] * speakers + self.speaker[quoted]
        return sums(place, len(self) * speakers).reshape(len(self), speakers)


@cache
def among(names: tuple[str, ...], chosen: tuple[str, ...]) -> Bools:
    """Return whether each of `names` is chosen."""
    return np.array([name in chosen for name in names])


def gather(documents: Sequence[Document]) -> Facts:
    """Return the facts of `documents`, sentence after sentence."""
    texts = Joined.of([document.scan for document in documents])
    forms, form, first, size = texts.forms, texts.form, texts.bounds[:-1], np.diff(texts.bounds)
    article = np.repeat(np.arange(len(documents)), np.diff(texts.sentences))
    row = np.repeat(np.arange(len(size)), size)
    offset = texts.sentences[:-1].tolist()  # first sentence of each document
    of_form = characters(forms)
    opening = of_form.first[form]
    speaker = _speakers(documents, texts.tokens)
    kept = speaker < 0
    length = sums(row[kept], len(size))
    listed = _listed()
    number = forms.numbers(listed.numbers)
    english, past = (listed.member[number, LISTS.index(name)] > 0 for name in ("english", "past"))
    counts = _counted(listed, row[kept], number[form[kept]], len(size))
    past_row = row[kept & (of_form.past & ~past)[form]]
    told_by = np.append(np.flatnonzero(opening & CLOSER == 0), -1)
    final = np.maximum(first, told_by[np.searchsorted(told_by[:-1], first + size) - 1])
    blocks = np.cumsum([0, *(len(document.kinds) for document in documents)])
    numbered = texts.block + blocks[article]
    block = _block_kinds(documents)[numbered]
    told = np.flatnonzero(block != FURNITURE)
    return Facts(
        documents=documents,
        article=article,
        first=first,
        size=size,
        block=block,
        told=told,
        opens=np.diff(numbered, prepend=-1) > 0,
        position=_positions(article, told),
        forms=forms,
        form=form,
        listed_in=number[form],
        row=row,
        classes=opening,
        speaker=speaker,
        kept=kept,
        length=length,
        counts=counts,
        common=sums(row[english[form]], len(size)),
        past=counts[:, LISTS.index("past")] + sums(past_row, len(size)),
        last=np.where(size > 0, np.append(of_form.last[form], np.uint32(0))[final], np.uint32(0)),
        hedges=_hedges(documents, offset),
        attributions=_attributions(documents, offset),
    )


def _speakers(documents: Sequence[Document], tokens: Ints) -> Ints:
    """Return who speaks each token; see `Facts.speaker`."""
    speaker = np.full(tokens[-1], -1, dtype=np.int64)
    for document, base in zip(documents, tokens.tolist(), strict=False):
        for quote, spoken in token_ranges(document.scan, document.quotes, base):
            if quote.counts:
                kind = quote.speaker_kind
                speaker[spoken] = len(SOURCE_KINDS) if kind is None else SOURCE_KINDS.index(kind)
    return speaker


def _positions(article: Ints, told: Ints) -> Floats:
    """Return the place of each sentence among those told in its article, from 0 to 1; 0 for page furniture."""
    position = np.zeros(len(article))
    of = article[told]
    number = np.arange(len(told)) - np.searchsorted(of, of)
    position[told] = number / np.maximum(1, np.bincount(of)[of] - 1)
    return position


def _counted(listed: _Listed, row: Ints, number: Ints, sentences: int) -> Floats:
    """Return how many words of each list every sentence holds, for words with these rows and numbers."""
    found = np.flatnonzero(number)
    sets = len(listed.member)
    held = np.bincount(row[found] * sets + number[found], minlength=sentences * sets).reshape(sentences, sets)
    return product(held.astype(np.float64), listed.member)


def _block_kinds(documents: Sequence[Document]) -> Ints:
    """Return the index into `BLOCKS` for each block."""
    code = {kind: number for number, kind in enumerate(BLOCKS)}
    kinds = list(chain.from_iterable(document.kinds for document in documents))
    return np.fromiter(map(code.__getitem__, kinds), np.int64, len(kinds))


def _hedges(documents: Sequence[Document], offset: Sequence[int]) -> HedgeRows:
    found = [
        (base + one.sentence, one) for document, base in zip(documents, offset, strict=True) for one in document.hedges
    ]
    return HedgeRows(
        np.array([row for row, _ in found], dtype=np.int64),
        np.array([_KIND[one.kind] for _, one in found], dtype=np.int64),
        np.array([_VOICE[one.voice] for _, one in found], dtype=np.int64),
        np.array([one.probability for _, one in found], dtype=np.float64),
    )


def _attributions(documents: Sequence[Document], offset: Sequence[int]) -> Ints:
    found = [
        (base + one.sentence, _SOURCE_KIND[one.kind], one.says)
        for document, base in zip(documents, offset, strict=True)
        for one in document.attributions
    ]
    return np.array(found, dtype=np.int64).reshape(-1, 3)
