"""The tagger: which words name a source, and which hand a claim to it.

A linear-chain conditional random field (Lafferty, McCallum and Pereira, ICML 2001) over the states of
`classifier.cues.states`, as arrays. All emission weights that depend on a single token are summed
beforehand into one row a token form.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from itertools import pairwise
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from classifier.cues.lexemes import ATTRIBUTES, UNKNOWN, Ints, Lexemes
from classifier.cues.quotes import Quote
from classifier.cues.states import ALLOWED, BEGINS, CUE_SEEN, START, STATES, WEIGHED_AS
from classifier.cues.surroundings import MARGIN, Surroundings, surroundings
from classifier.cues.templates import FORM_TEMPLATES, OFFSETS, Layout, Template
from classifier.scan import Scan

__all__ = ["CANDIDATE", "Paths", "Tagged", "TaggedSpan", "Tagger"]

CANDIDATE = UNKNOWN + 3  # cueness of a word that makes its sentence worth looking at: 10 % of its places lie in cues
_NEVER = np.float32(-1e9)  # a weight that no path survives

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class TaggedSpan:
    """``tokens[first:last]`` is a source or a cue.

    `completes` tells that it belongs with the last one of the other kind before it in its sentence.
    """

    kind: Literal["source", "cue"]
    first: int
    last: int
    completes: bool


@dataclass(frozen=True, slots=True)
class Tagged:
    """What the tagger found in a text.

    Attributes
    ----------
    spans
        Sources and cues in order, none overlapping.
    cue_score
        By how much the best path with a cue outweighs none, shape (sentences,); -inf where none was looked for.
    """

    spans: list[TaggedSpan]
    cue_score: Floats


@dataclass(frozen=True, slots=True)
class Paths:
    """The state of each token, and for each sentence by how much the best path with a cue outweighs none."""

    states: Ints
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
    transitions, final
        Weights of a state behind another, shape (12, 12), of which only those allowed count; of a state at the end of
        a sentence, shape (12,).
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
    final: Floats
    bias: Floats
    threshold: float

    def __getstate__(self) -> dict[str, Any]:
        """Return the fields alone: what is derived from them is not sent to other processes."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def tag(self, scan: Scan, quotes: Sequence[Quote]) -> Tagged:
        """Return the sources and cues of a text."""
        found = surroundings(scan, quotes, self.lexemes, CANDIDATE)
        score = np.full(len(scan.sentences), -np.inf, dtype=np.float32)
        if not len(found.lengths):
            return Tagged([], score)
        paths = self.best_paths(self.emissions(found), found.lengths)
        score[found.sentences] = paths.cue_score
        return Tagged(_spans(paths.states, found.tokens), score)

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
        return [dense[first:last] for first, last in pairwise(offsets)]

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

    def best_paths(self, emissions: Floats, lengths: Ints) -> Paths:
        """Return the best path through each sentence, found for all sentences at once (Viterbi).

        Sentences are laid out so that all end at the last step. Before its first token a sentence stays outside,
        which weighs nothing.
        """
        longest, count = int(lengths.max()), len(lengths)
        sentence = np.repeat(np.arange(count), lengths)
        step = np.arange(len(emissions)) + np.repeat(longest - np.cumsum(lengths), lengths)
        scores = np.full((longest, count, len(STATES)), _NEVER, dtype=np.float32)
        scores[:, :, START] = 0.0
        scores[step, sentence] = emissions[:, WEIGHED_AS] + self._bias
        scores = np.ascontiguousarray(scores.transpose(0, 2, 1))
        arriving = np.empty((longest, *_BEFORE.shape, count), dtype=np.float32)
        best = np.full((len(STATES), count), _NEVER, dtype=np.float32)
        best[START] = 0.0
        for at in range(longest):
            np.take(best, _BEFORE, axis=0, out=arriving[at], mode="clip")
            arriving[at] += self._arrival
            np.max(arriving[at], axis=0, out=best)
            best += scores[at]
        best += self.final[:, None]
        states = _trace(arriving, best.argmax(axis=0))
        outside = np.bincount(sentence, weights=emissions[:, 0], minlength=count) + self.final[START]
        return Paths(states[step, sentence], best[CUE_SEEN].max(axis=0) - outside)

    @cached_property
    def _bias(self) -> Floats:
        """What is added for each state."""
        return self.bias @ np.array([BEGINS["source"], BEGINS["cue"]], dtype=np.float32)

    @cached_property
    def _arrival(self) -> Floats:
        """The weight of coming from each of `_BEFORE`, shape (5, 12, 1)."""
        weights = self.transitions[_BEFORE, np.arange(len(STATES))]
        weights[_SPARE] = _NEVER
        return weights[:, :, None]


def _trace(arriving: Floats, states: Ints) -> Ints:
    """Return the state at each step of the paths that end in `states`, shape (steps, sentences).

    `arriving` has shape (steps, 5, 12, sentences): how good it is to come from each of `_BEFORE`.
    """
    paths = np.full((len(arriving), len(states)), START, dtype=np.int64)
    busy = np.flatnonzero(states != START)  # the other sentences stay outside throughout
    states = states[busy]
    for step in range(len(arriving) - 1, -1, -1):
        paths[step, busy] = states
        states = _BEFORE[arriving[step][:, states, busy].argmax(axis=0), states]
    return paths


def _predecessors() -> tuple[Ints, NDArray[np.bool_]]:
    """Return for each state those it may follow, and which of the entries are spare, both of shape (most, 12)."""
    lists = [np.flatnonzero(column) for column in ALLOWED.T]
    most = max(map(len, lists))
    before = np.array([np.resize(found, most) for found in lists]).T
    return np.ascontiguousarray(before), np.array([np.arange(most) >= len(found) for found in lists]).T


_BEFORE, _SPARE = _predecessors()
_BEGINS = BEGINS["source"] | BEGINS["cue"]
_CUE = BEGINS["cue"].tolist()
_INSIDE = np.array([kind != "outside" for kind, _ in STATES])


def _spans(states: Ints, tokens: Ints) -> list[TaggedSpan]:
    begins = np.flatnonzero(_BEGINS[states])
    stops = np.flatnonzero(~_INSIDE[states] | _BEGINS[states])
    behind = np.append(stops, len(states))[np.searchsorted(stops, begins, side="right")]
    firsts, lasts = tokens[begins].tolist(), (tokens[behind - 1] + 1).tolist()
    return [
        TaggedSpan("cue" if _CUE[state] else "source", first, last, STATES[state][1] == "done")
        for state, first, last in zip(states[begins].tolist(), firsts, lasts, strict=True)
    ]
