"""What the features are counted from: the tokens and cues of several documents as flat arrays.

Documents are judged in batches, because a step of numpy costs the same for one article as for
twenty. Nothing crosses from one document to the next: a batch gives each article what it would get
alone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from classifier.blocks import BlockKind
from classifier.cues import Document
from classifier.cues.hedges import HedgeKind, Voice
from classifier.cues.sources import SourceKind
from classifier.features.characters import CLOSER, DIGIT, LETTER, MARK, SELF, SYMBOL, UPPER, characters
from classifier.forms import Forms, joined
from classifier.lexicons import word_list
from classifier.products import product

__all__ = [
    "BLOCKS",
    "CLOSER",
    "DIGIT",
    "FURNITURE",
    "LETTER",
    "LISTS",
    "MARK",
    "NAMED_KINDS",
    "SELF",
    "SOURCE_KINDS",
    "SYMBOL",
    "UPPER",
    "VOICES",
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

    number: dict[str, int]
    member: NDArray[np.float64]


@cache
def _listed() -> _Listed:
    lists = [word_list(name) for name in LISTS]
    sets: dict[tuple[bool, ...], int] = {(False,) * len(lists): 0}
    number = {}
    for word in sorted(set().union(*lists)):
        inside = tuple(word in one for one in lists)
        number[word] = sets.setdefault(inside, len(sets))
    return _Listed(number, np.array(list(sets), dtype=np.float64))


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
        Class of each token: a sum of `UPPER`, `DIGIT`, `CLOSER`, `SYMBOL`, `LETTER` by its first character, and of
        `MARK` and `SELF` if it is a mark that encloses or the word I.
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
        total = len(self.form)
        at = np.where(self.classes & LETTER > 0, np.arange(total), total)
        return np.append(self.listed_in, 0)[_reduced(np.minimum, at, self.first, self.size, total)]

    def opening_word(self, name: str) -> Bools:
        """Return whether the first word of each sentence is in one of `LISTS`."""
        found: Bools = _listed().member[self._opening, LISTS.index(name)] > 0
        return found

    def beside(self, values: Floats, distance: int) -> tuple[Floats, Floats]:
        """Return the values of the sentences so far before and behind each, page furniture passed over.

        Shape (sentences, columns) each; zero beyond the ends of the article and for furniture itself.
        """
        before, behind = np.zeros_like(values), np.zeros_like(values)
        first, second = self.told[:-distance], self.told[distance:]
        same = self.article[first] == self.article[second]
        first, second = first[same], second[same]
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
        wanted = np.append(among(SOURCE_KINDS, kinds), [not kinds, False])  # nobody named; not quoted, which is -1
        return self.per_sentence(wanted[self.speaker]) / np.maximum(1, self.size)


@cache
def among(names: tuple[str, ...], chosen: tuple[str, ...]) -> Bools:
    """Return whether each of `names` is chosen."""
    return np.array([name in chosen for name in names])


def gather(documents: Sequence[Document]) -> Facts:
    """Return the facts of `documents`, sentence after sentence."""
    scans = [document.scan for document in documents]
    sizes = np.array([len(scan.sentences) for scan in scans], dtype=np.int64)
    article = np.repeat(np.arange(len(scans)), sizes)
    ends = np.cumsum([0, *(len(scan.tokens) for scan in scans)])
    size = np.concatenate([np.zeros(0, dtype=np.int64), *(np.diff(scan.bounds) for scan in scans)]).astype(np.int64)
    first = np.cumsum(size) - size
    row = np.repeat(np.arange(len(size)), size)
    offset = np.cumsum(sizes) - sizes  # first sentence of each document
    forms, form = joined([(scan.forms, scan.form) for scan in scans])
    of_form = characters(forms)
    opening = of_form.first[form]
    speaker = _speakers(documents, ends, len(form))
    kept = speaker < 0
    length = sums(row[kept], len(size))
    listed = _listed()
    number = forms.numbers(listed.number, none=0)
    english, past = (listed.member[number, LISTS.index(name)] > 0 for name in ("english", "past"))
    counts = _counted(listed, row[kept], number[form[kept]], len(size))
    past_row = row[kept & (of_form.past & ~past)[form]]
    closing = np.where(opening & CLOSER == 0, np.arange(len(form)), first[row])
    final = _reduced(np.maximum, closing, first, size, len(form))
    block = _blocks(documents)
    told = np.flatnonzero(block != FURNITURE)
    return Facts(
        documents=documents,
        article=article,
        first=first,
        size=size,
        block=block,
        told=told,
        opens=_opens(documents),
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
        last=np.append(of_form.last[form], np.uint32(0))[final],
        hedges=_hedges(documents, offset.tolist()),
        attributions=_attributions(documents, offset.tolist()),
    )


def _reduced(function: np.ufunc, values: Ints, first: Ints, size: Ints, empty: int) -> Ints:
    """Return a number for each sentence from the `values` of its tokens, `empty` for a sentence without any."""
    if not len(values):
        return np.full(len(first), empty)
    longer = np.append(values, values[-1])  # an empty sentence at the end begins behind the last token
    return np.where(size > 0, function.reduceat(longer, first), empty)


def _speakers(documents: Sequence[Document], ends: Ints, total: int) -> Ints:
    """Return who speaks each token; see `Facts.speaker`."""
    speaker = np.full(total, -1, dtype=np.int64)
    for document, base in zip(documents, ends.tolist(), strict=False):
        starts = document.scan.starts
        for quote in document.quotes:
            if quote.counts:
                kind = quote.speaker_kind
                first, last = bisect_left(starts, quote.span.start), bisect_left(starts, quote.span.end)
                speaker[base + first : base + last] = len(SOURCE_KINDS) if kind is None else SOURCE_KINDS.index(kind)
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


def _blocks(documents: Sequence[Document]) -> Ints:
    code = {kind: number for number, kind in enumerate(BLOCKS)}
    found: list[int] = []
    for document in documents:
        kinds = [code[kind] for kind in document.kinds]
        found.extend(kinds[block] for block in document.scan.sentence_block)
    return np.array(found, dtype=np.int64)


def _opens(documents: Sequence[Document]) -> Bools:
    found: list[bool] = []
    for document in documents:
        blocks = document.scan.sentence_block
        found.extend(one != before for one, before in zip(blocks, [-1, *blocks], strict=False))
    return np.array(found, dtype=bool)


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
