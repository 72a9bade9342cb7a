"""What the features are counted from: the tokens and cues of several documents as flat arrays.

Documents are judged in batches, because a step of numpy costs the same for one article as for
twenty. Nothing crosses from one document to the next: a batch gives each article what it would get
alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, repeat
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from classifier.blocks import BlockKind, block_kinds
from classifier.cues import Document
from classifier.cues.hedges import HedgeKind, Voice
from classifier.cues.sources import SourceKind
from classifier.lexicons import word_list
from classifier.scan import Scan

__all__ = [
    "BLOCKS",
    "CLOSER",
    "DIGIT",
    "LETTER",
    "LISTS",
    "NAMED_KINDS",
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
SOURCE_KINDS: tuple[SourceKind, ...] = get_args(SourceKind)
NAMED_KINDS: tuple[SourceKind, ...] = ("person", "organisation", "document", "outlet")
VOICES: tuple[Voice, ...] = get_args(Voice)
HEDGE_KINDS: tuple[HedgeKind, ...] = get_args(HedgeKind)

# Closed lists of words that are counted; a word may be in several.
LISTS = (
    "months", "placed_in_time", "second_person", "first_plural", "first", "need", "past", "present_be", "future",
    "greeting", "abstract", "mind", "evaluative", "auxiliary_first", "third_person", "english",
)  # fmt: skip

_TABLED = 0x3000  # code points with an entry in the table of character classes; those beyond are none of these
UPPER, DIGIT, CLOSER, SYMBOL, LETTER = 1, 2, 4, 8, 16
_CLOSERS = frozenset("\"'”’)]*_")
_SYMBOLS = frozenset("{}=<>;|\\~^`#$@[]()_/+*")


@cache
def _character_classes() -> NDArray[np.uint8]:
    classes = np.zeros(_TABLED + 1, dtype=np.uint8)
    for point in range(_TABLED):
        char = chr(point)
        classes[point] = (
            UPPER * char.isupper()
            + DIGIT * char.isdigit()
            + CLOSER * (char in _CLOSERS)
            + SYMBOL * (char in _SYMBOLS)
            + LETTER * char.isalpha()
        )
    return classes


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
    opens
        Whether the sentence is the first of its block.
    position
        Place in its document, from 0 to 1.
    words
        All tokens of the batch in lower case.
    row
        Index of its sentence for each token, shape (tokens,).
    classes
        Class of its first character for each token: a sum of `UPPER`, `DIGIT`, `CLOSER`, `SYMBOL`, `LETTER`.
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
        Row, kind, voice and probability of each hedge, shape (hedges, 4).
    attributions
        Row and kind of each attribution, and whether it says something, shape (attributions, 3).
    """

    documents: Sequence[Document]
    article: Ints
    first: Ints
    size: Ints
    block: Ints
    opens: Bools
    position: Floats
    words: list[str]
    row: Ints
    classes: NDArray[np.uint8]
    speaker: Ints
    kept: Bools
    length: Floats
    counts: Floats
    common: Floats
    past: Floats
    last: NDArray[np.uint32]
    hedges: Floats
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

    def opening_word(self, name: str) -> Bools:
        """Return whether the first word of each sentence, behind quotation marks and the like, is in one of `LISTS`."""
        listed = _listed()
        at = np.where(self.classes & LETTER > 0, np.arange(len(self.words)), len(self.words))
        opening = _reduced(np.minimum, at, self.first, self.size, len(self.words))
        words = [*self.words, ""]
        number = [listed.number.get(words[index], 0) for index in opening.tolist()]
        return listed.member[number, LISTS.index(name)] > 0

    def hedging(self, voices: Sequence[Voice], *kinds: HedgeKind) -> Floats:
        """Return the summed probability of each sentence's hedges in the voices, of some kinds or of all."""
        chosen = np.isin(self.hedges[:, 2], [VOICES.index(voice) for voice in voices])
        if kinds:
            chosen &= np.isin(self.hedges[:, 1], [HEDGE_KINDS.index(kind) for kind in kinds])
        found = self.hedges[chosen]
        return sums(found[:, 0].astype(np.int64), len(self), found[:, 3])

    def attributed(self, *kinds: SourceKind, says: bool = True) -> Bools:
        """Return whether in each sentence a source of these kinds says something; else wants, plans or fears it."""
        chosen = np.isin(self.attributions[:, 1], [SOURCE_KINDS.index(kind) for kind in kinds])
        chosen &= self.attributions[:, 2] == says
        return np.bincount(self.attributions[chosen, 0], minlength=len(self)) > 0

    def quoted(self, *kinds: SourceKind) -> Floats:
        """Return the share of each sentence's tokens in quotations of such speakers; without kinds, of nobody named."""
        wanted = [SOURCE_KINDS.index(kind) for kind in kinds] or [len(SOURCE_KINDS)]
        return self.per_sentence(np.isin(self.speaker, wanted)) / np.maximum(1, self.size)


def gather(documents: Sequence[Document]) -> Facts:
    """Return the facts of `documents`, sentence after sentence."""
    scans = [document.scan for document in documents]
    sizes = np.array([len(scan.sentences) for scan in scans], dtype=np.int64)
    article = np.repeat(np.arange(len(scans)), sizes)
    ends = np.cumsum([0, *(len(scan.words) for scan in scans)])
    size = np.concatenate([np.zeros(0, dtype=np.int64), *(np.diff(scan.bounds) for scan in scans)]).astype(np.int64)
    first = np.cumsum(size) - size
    row = np.repeat(np.arange(len(size)), size)
    offset = np.cumsum(sizes) - sizes  # first sentence of each document
    words = list(chain.from_iterable(scan.words for scan in scans))
    speaker = _speakers(documents, ends, len(words))
    kept = speaker < 0
    opening, last, past = _characters(documents, ends)
    length = sums(row[kept], len(size))
    counts = _counts(words, row, kept, len(size))
    past_row = row[kept & past & ~counts.past]
    closing = np.where(opening & CLOSER == 0, np.arange(len(words)), first[row])
    final = _reduced(np.maximum, closing, first, size, len(words))
    position = np.concatenate([np.zeros(0), *(np.arange(n) / max(1, n - 1) for n in sizes.tolist())])
    return Facts(
        documents=documents,
        article=article,
        first=first,
        size=size,
        block=_blocks(documents),
        opens=_opens(documents),
        position=position,
        words=words,
        row=row,
        classes=opening,
        speaker=speaker,
        kept=kept,
        length=length,
        counts=counts.listed,
        common=counts.common,
        past=counts.listed[:, LISTS.index("past")] + sums(past_row, len(size)),
        last=np.append(last, np.uint32(0))[final],
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
        starts = document.scan.start_array
        for quote in document.quotes:
            if quote.counts:
                kind = quote.speaker_kind
                first, last = np.searchsorted(starts, (quote.span.start, quote.span.end)).tolist()
                speaker[base + first : base + last] = len(SOURCE_KINDS) if kind is None else SOURCE_KINDS.index(kind)
    return speaker


@dataclass(frozen=True, slots=True)
class _Letters:
    """The tokens of a document as they are looked up, and where each stands."""

    text: str
    starts: Ints
    ends: Ints


def _letters(scan: Scan) -> _Letters:
    if not scan.folded:
        return _Letters(scan.text, scan.start_array, scan.end_array)
    lengths = np.fromiter(map(len, scan.tokens), np.int64, len(scan.tokens))
    ends = lengths.cumsum()
    return _Letters("".join(scan.tokens), ends - lengths, ends)


def _characters(documents: Sequence[Document], ends: Ints) -> tuple[NDArray[np.uint8], NDArray[np.uint32], Bools]:
    """Return for each token the class of its first character, its last character, and whether it ends in -ed."""
    letters = [_letters(document.scan) for document in documents]
    points = np.frombuffer("".join(one.text for one in letters).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    base = np.cumsum([0, *(len(one.text) for one in letters)]).tolist()
    none = np.zeros(0, dtype=np.int64)
    starts = np.concatenate([none, *(one.starts + at for one, at in zip(letters, base, strict=False))])
    behind = np.concatenate([none, *(one.ends + at for one, at in zip(letters, base, strict=False))])
    classes = _character_classes()[np.minimum(points[starts], _TABLED)]
    last = points[behind - 1]
    before = points[np.maximum(behind - 2, 0)]
    past = (behind - starts > 4) & (last | 0x20 == ord("d")) & (before | 0x20 == ord("e"))
    return classes, last, past


@dataclass(frozen=True, slots=True)
class _Counts:
    """Listed words of each sentence outside quotations, common ones everywhere, and which tokens are past forms."""

    listed: Floats
    common: Floats
    past: Bools


def _counts(words: list[str], row: Ints, kept: Bools, sentences: int) -> _Counts:
    table = _listed()
    number = np.fromiter(map(table.number.get, words, repeat(0)), np.int64, len(words))
    found = np.flatnonzero((number > 0) & kept)
    sets = len(table.member)
    held = np.bincount(row[found] * sets + number[found], minlength=sentences * sets).reshape(sentences, sets)
    english = table.member[number, LISTS.index("english")] > 0
    common = sums(row[english], sentences)
    return _Counts(held @ table.member, common, table.member[number, LISTS.index("past")] > 0)


def _blocks(documents: Sequence[Document]) -> Ints:
    code = {kind: number for number, kind in enumerate(BLOCKS)}
    found: list[int] = []
    for document in documents:
        kinds = [code[kind] for kind in block_kinds(document.scan)]
        found.extend(kinds[block] for block in document.scan.sentence_block)
    return np.array(found, dtype=np.int64)


def _opens(documents: Sequence[Document]) -> Bools:
    found: list[bool] = []
    for document in documents:
        blocks = document.scan.sentence_block
        found.extend(one != before for one, before in zip(blocks, [-1, *blocks], strict=False))
    return np.array(found, dtype=bool)


def _hedges(documents: Sequence[Document], offset: Sequence[int]) -> Floats:
    found = [
        (base + hedge.sentence, HEDGE_KINDS.index(hedge.kind), VOICES.index(hedge.voice), hedge.probability)
        for document, base in zip(documents, offset, strict=True)
        for hedge in document.hedges
    ]
    return np.array(found, dtype=np.float64).reshape(-1, 4)


def _attributions(documents: Sequence[Document], offset: Sequence[int]) -> Ints:
    found = [
        (base + one.sentence, SOURCE_KINDS.index(one.kind), one.says)
        for document, base in zip(documents, offset, strict=True)
        for one in document.attributions
    ]
    return np.array(found, dtype=np.int64).reshape(-1, 3)
