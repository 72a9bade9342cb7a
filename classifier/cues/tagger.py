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
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from classifier.cues.lexemes import UNKNOWN, Ints, Lexemes
from classifier.cues.quotes import Quote
from classifier.cues.states import ALLOWED, BEGINS, CUE_SEEN, START, STATES, WEIGHED_AS
from classifier.cues.surroundings import MARGIN, Surroundings, surroundings
from classifier.cues.templates import FORM_TEMPLATES, OFFSETS, Layout, Template
from classifier.scan import Scan

__all__ = ["CANDIDATE", "Paths", "Tagged", "TaggedSpan", "Tagger"]

CANDIDATE = UNKNOWN + 3  # cueness of a word that makes its sentence worth looking at: 10 % of its places lie in cues
N_TAGS = int(WEIGHED_AS.max())  # beside being outside; in the same order the last states
_NEVER = np.float32(-1e9)  # a weight that no path survives

Floats = NDArray[np.float32]


class TaggedSpan(NamedTuple):
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
    features: NDArray[np.integer[Any]]
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
        return self.tag_all([scan], [quotes])[0]

    def tag_all(self, scans: Sequence[Scan], quotes: Sequence[Sequence[Quote]]) -> list[Tagged]:
        """Return the sources and cues of each text, what each would get alone."""
        found = surroundings(scans, quotes, self.lexemes, CANDIDATE)
        score = np.full(found.first_sentence[-1], -np.inf, dtype=np.float32)
        if not len(found.lengths):
            return [Tagged([], score[first:last]) for first, last in pairwise(found.first_sentence)]
        paths = self.best_paths(self.emissions(found), found.lengths)
        score[found.sentences] = paths.cue_score
        spans = _spans(paths.states, found)
        return [
            Tagged(spans_of_text, score[first:last])
            for spans_of_text, (first, last) in zip(spans, pairwise(found.first_sentence), strict=True)
        ]

    def emissions(self, found: Surroundings) -> Floats:
        """Return how much better each tag fits each kept token than being outside, shape (tokens, 8)."""
        total = len(found.rows) - 2 * MARGIN
        sums = np.zeros((total, N_TAGS), dtype=np.float32)
        taken = np.empty_like(sums)
        for offset, table in zip(OFFSETS, self._forms, strict=True):
            rows = found.rows[MARGIN + offset : MARGIN + offset + total]
            sums += np.take(table, rows, axis=0, out=taken, mode="clip")
        for template, table in zip(self.templates, self._contexts, strict=True):
            sums += np.take(table, self.layout.values(template, found.columns), axis=0, out=taken, mode="clip")
        return sums.take(found.places - MARGIN, axis=0)

    @cached_property
    def layout(self) -> Layout:
        """Where the features of each template stand."""
        return Layout(self.lexemes, self.templates, self.buckets)

    @cached_property
    def _tables(self) -> list[Floats]:
        """The weights of each template over that of being outside, one row of 32 bytes a feature.

        Being outside thus weighs nothing, and numpy copies such a row at twice the speed of 36 bytes.
        """
        offsets = self.layout.offsets
        dense = np.zeros((offsets[-1], N_TAGS), dtype=np.float32)
        dense[self.features] = self.weights[:, 1:] - self.weights[:, :1]
        return [dense[first:last] for first, last in pairwise(offsets)]

    @cached_property
    def _forms(self) -> list[Floats]:
        """For each distance the summed weights of each token form."""
        summed = {offset: np.zeros((len(self.lexemes.table), N_TAGS), np.float32) for offset in OFFSETS}
        taken = np.empty((len(self.lexemes.table), N_TAGS), np.float32)
        for one, table in zip(FORM_TEMPLATES, self._tables, strict=False):
            summed[one.offset] += np.take(table, self.lexemes.column(one.attribute), axis=0, out=taken, mode="clip")
        return list(summed.values())

    @cached_property
    def _contexts(self) -> list[Floats]:
        return self._tables[len(FORM_TEMPLATES) :]

    def best_paths(self, emissions: Floats, lengths: Ints) -> Paths:
        """Return the best path through each sentence, found for all sentences at once (Viterbi).

        Sentences are ordered from long to short, so that at each step those that are not yet over are the first.
        """
        order = _Order.of(lengths)
        scores = np.ascontiguousarray((emissions[order.tokens] + self._bias).T)
        best = np.empty((len(STATES), len(emissions)), dtype=np.float32)  # how good it is to be in each state
        before = np.full((len(STATES), len(lengths)), _NEVER, dtype=np.float32)
        before[START] = 0.0
        for first, count in zip(order.firsts, order.counts, strict=True):
            arriving = np.take(before[:, :count], _BEFORE, axis=0, mode="clip")
            arriving += self._arrival
            before = best[:, first : first + count]
            np.maximum.reduce(arriving, axis=0, out=before)
            before[-N_TAGS:] += scores[:, first : first + count]
        ends = best[:, order.last] + self.final[:, None]
        states = self._trace(best, ends.argmax(axis=0), order)
        cue_score = np.empty(len(lengths), dtype=np.float32)
        cue_score[order.sentences] = ends[CUE_SEEN].max(axis=0) - self.final[START]
        return Paths(states, cue_score)

    def _trace(self, best: Floats, states: Ints, order: _Order) -> Ints:
        """Return the state of each token on the paths that end in `states`."""
        placed = np.empty(best.shape[1], dtype=np.int64)
        steps = list(zip(order.firsts, order.counts, strict=True))
        for (first, count), (earlier, _) in zip(steps[:0:-1], steps[-2::-1], strict=True):
            here = states[:count]
            placed[first : first + count] = here
            arriving = best[:, earlier : earlier + count] + self._coming.take(here, axis=1)
            states[:count] = arriving.argmax(axis=0)
        placed[: order.counts[0]] = states
        found = np.empty_like(placed)
        found[order.tokens] = placed
        return found

    @cached_property
    def _bias(self) -> Floats:
        """What is added for each tag."""
        return self.bias @ np.array([BEGINS["source"], BEGINS["cue"]], dtype=np.float32)[:, -N_TAGS:]

    @cached_property
    def _arrival(self) -> Floats:
        """The weight of coming from each of `_BEFORE`, shape (9, 12, 1)."""
        weights = self.transitions[_BEFORE, np.arange(len(STATES))]
        weights[_SPARE] = _NEVER
        return weights[:, :, None]

    @cached_property
    def _coming(self) -> Floats:
        """The weight of coming from each state to each, shape (12, 12)."""
        return np.where(ALLOWED, self.transitions, _NEVER)


@dataclass(frozen=True, slots=True)
class _Order:
    """The tokens of several sentences by their place in the sentence, those of longer sentences first.

    Attributes
    ----------
    sentences
        Sentences from long to short.
    tokens
        Which token stands at each place.
    last
        Place of the last token of each of `sentences`.
    firsts, counts
        For each step the first place, and how many places.
    """

    sentences: Ints
    tokens: Ints
    last: Ints
    firsts: list[int]
    counts: list[int]

    @classmethod
    def of(cls, lengths: Ints) -> _Order:
        """Return the order for sentences of these lengths, none of them zero."""
        sentences = np.argsort(-lengths, kind="stable")
        counts = np.cumsum(np.bincount(lengths)[:0:-1])[::-1]  # sentences longer than each step
        firsts = np.cumsum(counts) - counts
        rank = np.empty_like(sentences)
        rank[sentences] = np.arange(len(lengths))
        step = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        tokens = np.empty_like(step)
        tokens[firsts[step] + np.repeat(rank, lengths)] = np.arange(len(step))
        last = firsts[lengths[sentences] - 1] + np.arange(len(lengths))
        return cls(sentences, tokens, last, firsts.tolist(), counts.tolist())


def _predecessors() -> tuple[Ints, NDArray[np.bool_]]:
    """Return for each state those it may follow, and which of the entries are spare, both of shape (most, 12)."""
    lists = [np.flatnonzero(column) for column in ALLOWED.T]
    most = max(map(len, lists))
    before = np.array([np.resize(found, most) for found in lists]).T
    return np.ascontiguousarray(before), np.array([np.arange(most) >= len(found) for found in lists]).T


_BEFORE, _SPARE = _predecessors()
_BEGINS = BEGINS["source"] | BEGINS["cue"]
_STOPS = _BEGINS | np.array([kind == "outside" for kind, _ in STATES])
_TOLD: tuple[tuple[Literal["source", "cue"], bool], ...] = tuple(
    ("cue" if cue else "source", waits == "done") for cue, (_, waits) in zip(BEGINS["cue"], STATES, strict=True)
)


def _spans(states: Ints, found: Surroundings) -> list[list[TaggedSpan]]:
    """Return the sources and cues of each text."""
    stops = np.append(np.flatnonzero(_STOPS.take(states)), len(states))
    opens = np.flatnonzero(_BEGINS.take(states.take(stops[:-1])))
    begins, behind = stops[opens], stops[opens + 1]
    firsts, lasts = found.tokens[begins], found.tokens[behind - 1] + 1
    bounds = np.searchsorted(firsts, found.first_token)
    base = np.repeat(found.first_token[:-1], np.diff(bounds))
    told = zip(states[begins].tolist(), (firsts - base).tolist(), (lasts - base).tolist(), strict=True)
    spans = [TaggedSpan(_TOLD[state][0], first, last, _TOLD[state][1]) for state, first, last in told]
    return [spans[first:last] for first, last in pairwise(bounds.tolist())]
