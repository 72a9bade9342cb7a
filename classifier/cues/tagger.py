"""The tagger: which words name a source, and which hand a claim to it.

A linear-chain conditional random field (Lafferty, McCallum and Pereira, ICML 2001) over the states of
`classifier.cues.states`, as arrays. All emission weights that depend on a single token are summed
beforehand into one row a token form; tokens that are certainly outside are left out of the search
for the best path, which changes nothing, since staying outside costs nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from classifier.cues.lexemes import ATTRIBUTES, UNKNOWN, Ints, Lexemes
from classifier.cues.quotes import Quote
from classifier.cues.states import BEGINS, KINDS, STATES, WEIGHED_AS
from classifier.cues.surroundings import MARGIN, Surroundings, surroundings
from classifier.cues.templates import FORM_TEMPLATES, OFFSETS, Layout, Template
from classifier.scan import Scan

__all__ = ["CANDIDATE", "Tagged", "Tagger", "TaggedSpan"]

CANDIDATE = UNKNOWN + 2  # cueness of a word that makes its sentence worth looking at
CERTAIN = 12.0  # by so much outside must outweigh every other tag for a token to be left out of the search

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class TaggedSpan:
    """``tokens[first:last]`` is a source or a cue."""

    kind: Literal["source", "cue"]
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Tagged:
    """What the tagger found in a text.

    Attributes
    ----------
    spans
        Sources and cues in order, none overlapping.
    cue_score
        By how much the best place for a cue outweighs being outside, shape (sentences,); -inf where none was looked
        for.
    """

    spans: list[TaggedSpan]
    cue_score: Floats


@dataclass(frozen=True)
class Tagger:
    """The fitted tagger as arrays.

    Attributes
    ----------
    lexemes
        Token forms and their attributes.
    templates, buckets
        What is weighed; see `classifier.cues.templates.Layout`.
    features
        Numbers of the features that have weights, ascending, shape (n,).
    weights
        Their weights, shape (n, 9).
    transitions, initial, final
        Weights of a state behind another, shape (12, 12), -inf where it cannot be; of a state at the beginning and at
        the end of a sentence, shape (12,).
    bias
        Added where a source or a cue begins: chosen for the best F1 in cross-validation, shape (2,).
    threshold
        A sentence whose cue score is at least this holds an attribution.
    """

    lexemes: Lexemes
    templates: tuple[Template, ...]
    buckets: int
    features: Ints
    weights: Floats
    transitions: Floats
    initial: Floats
    final: Floats
    bias: Floats
    threshold: float

    def tag(self, scan: Scan, quotes: Sequence[Quote]) -> Tagged:
        """Return the sources and cues of a text."""
        found = surroundings(scan, quotes, self.lexemes, CANDIDATE)
        score = np.full(len(scan.sentences), -np.inf, dtype=np.float32)
        if not len(found.lengths):
            return Tagged([], score)
        emissions = self.emissions(found)
        ends = np.cumsum(found.lengths)
        cue = emissions[:, WEIGHED_AS[BEGINS["cue"]]].max(axis=1) - emissions[:, 0]
        score[found.sentences] = np.maximum.reduceat(cue, ends - found.lengths)
        return Tagged(_spans(self.best_path(emissions, found.lengths), found.tokens), score)

    def emissions(self, found: Surroundings) -> Floats:
        """Return how well each tag fits each kept token, shape (tokens, 9)."""
        total = len(found.rows) - 2 * MARGIN
        sums = np.zeros((total, self.weights.shape[1]), dtype=np.float32)
        taken = np.empty_like(sums)
        for offset, table in zip(OFFSETS, self._forms, strict=True):
            rows = found.rows[MARGIN + offset : MARGIN + offset + total]
            sums += np.take(table, rows, axis=0, out=taken, mode="clip")
        for template, table in zip(self.templates, self._contexts, strict=True):
            sums += np.take(table, self.layout.values(template, found.columns), axis=0, out=taken, mode="clip")
        return sums[found.places - MARGIN]

    @cached_property
    def layout(self) -> Layout:
        """Where the features of each template stand."""
        return Layout(self.lexemes, self.templates, self.buckets)

    @cached_property
    def _tables(self) -> list[Floats]:
        """The weights of each template, one row a feature."""
        offsets = self.layout.offsets
        dense = np.zeros((offsets[-1], self.weights.shape[1]), dtype=np.float32)
        dense[self.features] = self.weights
        return [dense[first:last] for first, last in zip(offsets, offsets[1:], strict=False)]

    @cached_property
    def _forms(self) -> list[Floats]:
        """For each distance the summed weights of each token form."""
        summed = {offset: np.zeros((len(self.lexemes.table), self.weights.shape[1]), np.float32) for offset in OFFSETS}
        for one, table in zip(FORM_TEMPLATES, self._tables, strict=False):
            summed[one.offset] += table[self.lexemes.columns[ATTRIBUTES.index(one.attribute)]]
        return list(summed.values())

    @cached_property
    def _contexts(self) -> list[Floats]:
        return self._tables[len(FORM_TEMPLATES) :]

    def best_path(self, emissions: Floats, lengths: Ints) -> Ints:
        """Return the states of the best path through each sentence, shape (tokens,)."""
        kept = _uncertain(emissions, lengths)
        states = np.zeros(len(emissions), dtype=np.int64)
        scores = emissions[kept][:, WEIGHED_AS]
        scores += self.bias @ np.array([BEGINS["source"], BEGINS["cue"]], dtype=np.float32)
        counts = np.add.reduceat(np.isin(np.arange(len(emissions)), kept), np.cumsum(lengths) - lengths)
        states[kept] = self._search(scores, counts)
        return states

    def _search(self, scores: Floats, lengths: Ints) -> Ints:
        """Return the best states for sentences that stand one behind the other (Viterbi)."""
        order = np.argsort(-lengths, kind="stable")
        firsts = (np.cumsum(lengths) - lengths)[order]
        lengths = lengths[order]
        active = np.searchsorted(-lengths, -np.arange(lengths[0]), side="left")  # sentences longer than each step
        best = np.empty((lengths[0], len(lengths), len(STATES)), dtype=np.float32)
        best[0] = scores[firsts] + self.initial
        for step in range(1, lengths[0]):
            count = active[step]
            arriving = best[step - 1, :count, :, None] + self.transitions
            np.max(arriving, axis=1, out=best[step, :count])
            best[step, :count] += scores[firsts[:count] + step]
        states = np.zeros(len(scores), dtype=np.int64)
        states[firsts + lengths - 1] = (best[lengths - 1, np.arange(len(lengths))] + self.final).argmax(axis=1)
        onto = np.ascontiguousarray(self.transitions.T)
        for step in range(lengths[0] - 2, -1, -1):
            count = active[step + 1]
            places = firsts[:count] + step
            states[places] = (best[step, :count] + onto[states[places + 1]]).argmax(axis=1)
        return states


def _uncertain(emissions: Floats, lengths: Ints) -> Ints:
    """Return the tokens that the search must look at: the uncertain ones, and one behind each run of them."""
    certain = emissions[:, 0] - emissions[:, 1:].max(axis=1) > CERTAIN
    certain[1:] &= certain[:-1].copy()
    certain[np.cumsum(lengths) - lengths] = False
    return np.flatnonzero(~certain)


_BEGINS = BEGINS["source"] | BEGINS["cue"]
_INSIDE = np.array([kind != "outside" for kind, _ in STATES])


def _spans(states: Ints, tokens: Ints) -> list[TaggedSpan]:
    begins = np.flatnonzero(_BEGINS[states])
    stops = np.flatnonzero(~_INSIDE[states] | _BEGINS[states])
    behind = np.append(stops, len(states))[np.searchsorted(stops, begins, side="right")]
    kinds = [STATES[state][0] for state in states[begins].tolist()]
    firsts, lasts = tokens[begins].tolist(), (tokens[behind - 1] + 1).tolist()
    return [TaggedSpan(kind, first, last) for kind, first, last in zip(kinds, firsts, lasts, strict=True)]  # type: ignore[arg-type]
