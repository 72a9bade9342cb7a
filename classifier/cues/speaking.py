"""Who speaks where in several texts: their quotations and attributions as arrays.

Sentences, tokens and characters are counted through all the texts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import get_args

import numpy as np

from classifier.article import Span
from classifier.cues.quotes import Quote, SourceKind
from classifier.cues.sources import Attribution
from classifier.forms import Flags, Ints
from classifier.joined import Joined

__all__ = ["SPEAKERS", "Claims", "Quotations"]

SPEAKERS: tuple[SourceKind, ...] = get_args(SourceKind)
_NUMBER = {kind: number for number, kind in enumerate(SPEAKERS)}


@dataclass(frozen=True, slots=True, eq=False)
class Quotations:
    """The quotations of several texts that count, in order.

    Attributes
    ----------
    start, end
        First character of each, and the one behind it.
    speakers
        The words that name the speaker of each.
    quoted
        Whether each token of the texts stands inside one.
    """

    start: Ints
    end: Ints
    speakers: list[Span | None]
    quoted: Flags

    @classmethod
    def of(cls, texts: Joined, quotes: Sequence[Sequence[Quote]]) -> Quotations:
        """Return the quotations of each text as one."""
        some = [[quote for quote in found if quote.counts] for found in quotes]
        found = list(chain.from_iterable(some))
        base = np.repeat(texts.characters, list(map(len, some)))
        start = base + np.fromiter([one.span.start for one in found], np.int64, len(found))
        end = base + np.fromiter([one.span.end for one in found], np.int64, len(found))
        begins = np.concatenate([scan.start_array for scan in texts.scans])
        begins += np.repeat(texts.characters, np.diff(texts.tokens))
        edges = np.zeros(len(begins) + 1, dtype=np.int8)
        np.add.at(edges, np.searchsorted(begins, start), 1)
        np.subtract.at(edges, np.searchsorted(begins, end), 1)
        return cls(start, end, [one.speaker for one in found], np.cumsum(edges[:-1], dtype=np.int8) > 0)

    def around(self, start: Ints, end: Ints) -> Ints:
        """Return the quotation that holds each span of characters, -1 where none does."""
        first = np.searchsorted(self.end, start, side="right")  # that does not end before
        return np.where(first < np.searchsorted(self.start, end), first, -1)


@dataclass(frozen=True, slots=True, eq=False)
class Claims:
    """The attributions of several texts, in order.

    Attributes
    ----------
    found
        The attributions.
    text, sentence
        Text and sentence of each.
    start, end
        First character of its cue and the one behind it.
    kind
        How well its source can be pinned down: index into `SPEAKERS`.
    """

    found: Sequence[Attribution]
    text: Ints
    sentence: Ints
    start: Ints
    end: Ints
    kind: Ints

    @classmethod
    def of(cls, texts: Joined, attributions: Sequence[Sequence[Attribution]]) -> Claims:
        """Return the attributions of each text as one."""
        found = list(chain.from_iterable(attributions))
        text = np.repeat(np.arange(len(attributions)), list(map(len, attributions)))
        sentence = np.fromiter([one.sentence for one in found], np.int64, len(found))
        start = np.fromiter([one.cue.start for one in found], np.int64, len(found))
        end = np.fromiter([one.cue.end for one in found], np.int64, len(found))
        kind = np.fromiter([_NUMBER[one.kind] for one in found], np.int64, len(found))
        base = texts.characters[text]
        return cls(found, text, sentence + texts.sentences[text], start + base, end + base, kind)

    def that_say(self) -> Claims:
        """Return those that say something: who only wants or fears something is not the one who doubts."""
        at = np.flatnonzero(np.fromiter([one.says for one in self.found], bool, len(self.found)))
        found = [self.found[number] for number in at.tolist()]
        return Claims(found, self.text[at], self.sentence[at], self.start[at], self.end[at], self.kind[at])
