"""What the features of articles are counted from: sums over the bodies of a batch."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from classifier.blocks import BODY_KINDS
from classifier.cues.hedges import Voice
from classifier.cues.sources import SourceKind
from classifier.features.facts import (
    BLOCKS,
    FURNITURE,
    SOURCE_KINDS,
    VOICES,
    Bools,
    Facts,
    Floats,
    Ints,
    among,
    sums,
)
from classifier.features.sentence import COLUMNS as SENTENCE_COLUMNS

__all__ = ["AT", "BODY", "ArticleFacts"]

BODY = np.array([kind in BODY_KINDS for kind in BLOCKS])
AT = {name: index for index, name in enumerate(SENTENCE_COLUMNS)}
_SOURCE_KIND = {kind: number for number, kind in enumerate(SOURCE_KINDS)}


@dataclass(frozen=True)
class ArticleFacts:
    """What the features of a batch of articles are counted from.

    Attributes
    ----------
    facts
        The batch.
    table
        Features of its sentences, shape (sentences, ``len(sentence.COLUMNS)``).
    probabilities
        Their labels' probabilities, shape (sentences, 5).
    words
        Decision values of the article's words: speculative against reported, and mixed; shape (articles, 2).
    evidence
        What each sentence adds to them, shape (sentences, 2).
    """

    facts: Facts
    table: Floats
    probabilities: Floats
    words: Floats
    evidence: Floats

    @property
    def count(self) -> int:
        """Number of articles."""
        return len(self.facts.documents)

    @cached_property
    def body(self) -> Ints:
        """Sentences of the bodies."""
        return np.flatnonzero(BODY[self.facts.block])

    @cached_property
    def openings(self) -> Ints:
        """First sentence of each block that is no page furniture."""
        return np.flatnonzero(self.facts.opens & (self.facts.block != FURNITURE))

    @cached_property
    def tokens(self) -> Floats:
        """Tokens of each body, at least one."""
        return np.maximum(1.0, self.summed(self.facts.size.astype(np.float64)))

    @cached_property
    def body_sentences(self) -> Floats:
        """Sentences of each body, at least one."""
        return np.maximum(1.0, self.summed(np.ones(len(self.facts))))

    @cached_property
    def shares(self) -> Floats:
        """Part of each body's tokens that has each label, shape (articles, 5)."""
        size = self.facts.size
        return np.stack([self.summed(size * self.probabilities[:, k]) / self.tokens for k in range(5)], axis=1)

    @cached_property
    def _in_body(self) -> Floats:
        """1 for each sentence of a body, 0 for the others."""
        return BODY[self.facts.block].astype(np.float64)

    def summed(self, values: Floats) -> Floats:
        """Return the sum of a number over each body's sentences."""
        return sums(self.facts.article, self.count, values * self._in_body)

    def mean(self, column: str) -> Floats:
        """Return the mean of a sentence feature over each body."""
        return self.summed(self.table[:, AT[column]]) / self.body_sentences

    def hedging(self, *voices: Voice) -> Floats:
        """Return the hedges in these voices per 100 tokens of each body, each by its probability."""
        hedges = self.facts.hedges
        chosen = among(VOICES, voices)[hedges.voice] & BODY[self.facts.block[hedges.row]]
        article = self.facts.article[hedges.row[chosen]]
        return 100 * sums(article, self.count, hedges.probability[chosen]) / self.tokens

    def sources(self, *kinds: SourceKind) -> Floats:
        """Return the number of distinct sources of these kinds in each article."""
        found: Floats = self._sources[:, among(SOURCE_KINDS, kinds)].sum(axis=1)
        return found

    @cached_property
    def _sources(self) -> Floats:
        """Number of distinct sources of each kind in each article, shape (articles, ``len(SOURCE_KINDS)``)."""
        kinds = len(SOURCE_KINDS)
        place = [
            article * kinds + _SOURCE_KIND[source.kind]
            for article, document in enumerate(self.facts.documents)
            for source in document.sources
        ]
        return sums(np.array(place, dtype=np.int64), self.count * kinds).reshape(-1, kinds)

    def attributed(self, chosen: Bools) -> Floats:
        """Return the number of chosen attributions in each article."""
        return sums(self.facts.article[self.facts.attributions[chosen, 0]], self.count)
