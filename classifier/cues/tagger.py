"""The tagger: which words name a source, and which hand a claim to it.

A linear-chain conditional random field (Lafferty, McCallum and Pereira, ICML 2001) over the states of
`classifier.cues.states`, as arrays. Weights are small whole numbers times one unit, so that their sums are exact
in any order. All that depend on a single token are summed beforehand into one row a token form.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from itertools import pairwise
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from classifier.cues.lexemes import ATTRIBUTES, UNKNOWN, Ints, Lexemes
from classifier.cues.quotes import Quote
from classifier.cues.states import ALLOWED, BEGINS, START, STATES, WEIGHED_AS
from classifier.cues.surroundings import MARGIN, Surroundings, surroundings
from classifier.cues.templates import FORM_TEMPLATES, OFFSETS, Layout, Template
from classifier.joined import Joined
from classifier.scan import Scan

__all__ = ["CANDIDATE", "N_TAGS", "TaggedSpan", "Tagger"]

CANDIDATE = UNKNOWN + 3  # cueness of a word that makes its sentence worth looking at: 10 % of its places lie in cues
N_TAGS = int(WEIGHED_AS.max())  # beside being outside; in the same order the last states
_NEVER = np.float32(-1e9)  # a weight that no path survives

Floats = NDArray[np.float32]
Weights = NDArray[np.int16]


class TaggedSpan(NamedTuple):
    """``tokens[first:last]`` is a source or a cue.

    `completes` tells that it belongs with the last one of the other kind before it in its sentence.
    """

    kind: Literal["source", "cue"]
    first: int
    last: int
    completes: bool


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
        By how many units each of the last 8 states fits better than being outside, int8 of shape (n, 8).
    unit
        What a weight of 1 adds to the score of a path.
    transitions, final
        Weights of a state behind another, shape (12, 12), of which only those allowed count; of a state at the end of
        a sentence, shape (12,).
    bias
        Added where a source or a cue begins: chosen for the best F1 in cross-validation, shape (2,).
    threshold
        A sentence is taken to hold an attribution if its chance is at least this, see `cue_chances`.
    """

    lexemes: Lexemes
    templates: tuple[Template, ...]
    buckets: int
    features: NDArray[np.integer[Any]]
    weights: NDArray[np.int8]
    unit: float
    transitions: Floats
    final: Floats
    bias: Floats
    threshold: float

    def __getstate__(self) -> dict[str, Any]:
        """Return the fields alone: what is derived from them is not sent to other processes."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def tag(self, scan: Scan, quotes: Sequence[Quote]) -> list[TaggedSpan]:
        """Return the sources and cues of a text in order, none overlapping."""
        return self.tag_all(Joined.of([scan]), [quotes])[0]

    def tag_all(self, texts: Joined, quotes: Sequence[Sequence[Quote]]) -> list[list[TaggedSpan]]:
        """Return the sources and cues of each text, what each would get alone."""
        found = surroundings(texts, quotes, self.lexemes, CANDIDATE)
        if not len(found.lengths):
            return [[] for _ in texts.scans]
        return _spans(self.best_paths(self.emissions(found), found.lengths), found)

    def cue_chances(self, scan: Scan, quotes: Sequence[Quote]) -> Floats:
        """Return for each sentence the probability that it holds a cue, without the bias; 0 where none is looked for.

        All paths are summed. The best path alone tells less: in cross-validation on PolNeAR train F1 over sentences is
        .881 by these chances; by how far the best path with a cue outweighs that without it was .872.
        """
        found = surroundings(Joined.of([scan]), [quotes], self.lexemes, CANDIDATE)
        chances = np.zeros(len(scan.sentences), dtype=np.float32)
        if len(found.lengths):
            order = _Order.of(found.lengths)
            scores = self._scores(self.emissions(found), order)
            every = np.logaddexp.reduce(self._ends(self._forward(scores, order, np.logaddexp), order), axis=0)
            scores[BEGINS["cue"][_TAGS]] = _NEVER
            without = np.logaddexp.reduce(self._ends(self._forward(scores, order, np.logaddexp), order), axis=0)
            chances[found.sentences[order.sentences]] = -np.expm1(np.minimum(without - every, 0.0))
        return chances

    def emissions(self, found: Surroundings) -> Weights:
        """Return by how many units each tag fits each kept token better than being outside, shape (tokens, 8)."""
        total = len(found.form) - 2 * MARGIN
        sums = np.zeros((total, N_TAGS), dtype=np.int16)
        taken = np.empty_like(sums)
        for every, offset in zip(self._forms, OFFSETS, strict=True):
            table = every.take(found.forms, axis=0)
            form = found.form[MARGIN + offset : MARGIN + offset + total]
            sums += np.take(table, form, axis=0, out=taken, mode="clip")
        for template, table in zip(self.templates, self._contexts, strict=True):
            sums += np.take(table, self.layout.values(template, found.columns), axis=0, out=taken, mode="clip")
        return sums.take(found.places - MARGIN, axis=0)

    @cached_property
    def layout(self) -> Layout:
        """Where the features of each template stand."""
        return Layout(self.lexemes, self.templates, self.buckets)

    @cached_property
    def _tables(self) -> list[Weights]:
        """The weights of each template, one row a feature."""
        offsets = self.layout.offsets
        dense = np.zeros((offsets[-1], N_TAGS), dtype=np.int16)
        dense[self.features] = self.weights
        return [dense[first:last] for first, last in pairwise(offsets)]

    @cached_property
    def _forms(self) -> Weights:
        """The summed weights of each token form at each distance, shape (5, forms, 8)."""
        columns = dict(zip(ATTRIBUTES, np.ascontiguousarray(self.lexemes.table.T), strict=True))
        summed = np.zeros((len(OFFSETS), len(self.lexemes.table), N_TAGS), np.int16)
        for one, table in zip(FORM_TEMPLATES, self._tables, strict=False):
            summed[OFFSETS.index(one.offset)] += table.take(columns[one.attribute], axis=0)
        return summed

    @cached_property
    def _contexts(self) -> list[Weights]:
        return self._tables[len(FORM_TEMPLATES) :]

    def best_paths(self, emissions: Weights, lengths: Ints) -> Ints:
        """Return the state of each token on the best path through its sentence, all found at once (Viterbi).

        Sentences are ordered from long to short, so that at each step those that are not yet over are the first.
        """
        order = _Order.of(lengths)
        scores = self._scores(emissions, order)
        scores += self._bias
        steps = self._forward(scores, order, np.maximum)
        states = self._ends(steps, order).argmax(axis=0)
        placed = np.empty(len(emissions), dtype=np.int64)
        coming = self._coming
        for step in range(len(steps) - 1, 0, -1):
            first, count = order.firsts[step], order.counts[step]
            here = states[:count]
            placed[first : first + count] = here
            arriving = coming.take(here, axis=0)
            arriving += steps[step - 1][: len(STATES), :count].T
            arriving.argmax(axis=1, out=here)
        placed[: order.counts[0]] = states
        found = np.empty_like(placed)
        found[order.tokens] = placed
        return found

    def _scores(self, emissions: Weights, order: _Order) -> Floats:
        """Return the score of each tag at each place of the order, shape (8, places)."""
        scores = np.ascontiguousarray(emissions.take(order.tokens, axis=0).T).astype(np.float32)
        scores *= np.float32(self.unit)
        return scores

    def _forward(self, scores: Floats, order: _Order, join: np.ufunc) -> list[Floats]:
        """Return for each step the score of being in each state in each sentence that is not over: `join` of all ways.

        The first 12 rows of each are the states, those behind hold what did not fit into one row of `_BEFORE`.
        """
        before = np.full((_BEFORE.shape[1], order.counts[0]), _NEVER, dtype=np.float32)
        before[START] = 0.0
        steps = []
        for first, count in zip(order.firsts, order.counts, strict=True):
            arriving = before[:, :count].take(_BEFORE, axis=0)
            arriving += self._arrival
            before = join.reduce(arriving, axis=0)
            for state, more in _MORE:
                join(before[state], before[more], out=before[state])
            before[_TAGS] += scores[:, first : first + count]
            steps.append(before)
        return steps

    def _ends(self, steps: Sequence[Floats], order: _Order) -> Floats:
        """Return the score of each state at the end of each sentence of the order, shape (12, sentences)."""
        over = [*order.counts[1:], 0]
        last = [step[: len(STATES), going:] for step, going in zip(steps, over, strict=True)]
        return np.concatenate(last[::-1], axis=1) + self.final[:, None]

    @cached_property
    def _bias(self) -> Floats:
        """What is added for each tag, shape (8, 1)."""
        return (self.bias @ np.array([BEGINS["source"], BEGINS["cue"]], dtype=np.float32)[:, _TAGS])[:, None]

    @cached_property
    def _arrival(self) -> Floats:
        """The weight of coming from each of `_BEFORE`, of the same shape and one dimension more."""
        into = [*range(len(STATES)), *(state for state, _ in _MORE)]
        return np.where(_SPARE, _NEVER, self.transitions[_BEFORE, into])[:, :, None]

    @cached_property
    def _coming(self) -> Floats:
        """The weight of coming to each state (row) from each, shape (12, 12)."""
        return np.ascontiguousarray(np.where(ALLOWED, self.transitions, _NEVER).T)


@dataclass(frozen=True, slots=True)
class _Order:
    """The tokens of several sentences by their place in the sentence, those of longer sentences first.

    Attributes
    ----------
    sentences
        Sentences from long to short.
    tokens
        Which token stands at each place.
    firsts, counts
        For each step the first place, and how many places.
    """

    sentences: Ints
    tokens: Ints
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
        return cls(sentences, tokens, firsts.tolist(), counts.tolist())


_TAGS = slice(len(STATES) - N_TAGS, len(STATES))  # the states that are weighed
_WAYS = 5  # states that share a column of `_BEFORE`; two of the twelve states have nine before them


def _predecessors() -> tuple[Ints, NDArray[np.bool_], list[tuple[int, int]]]:
    """Return in columns the states before each state, which entries are spare, and which columns hold more of which.

    The first twelve columns belong to the states in order.
    """
    columns = [np.flatnonzero(column) for column in ALLOWED.T]
    more = []
    for state in range(len(STATES)):
        for first in range(_WAYS, len(columns[state]), _WAYS):
            more.append((state, len(columns)))
            columns.append(columns[state][first : first + _WAYS])
        columns[state] = columns[state][:_WAYS]
    before = np.array([np.resize(column, _WAYS) for column in columns]).T
    spare = np.array([np.arange(_WAYS) >= len(column) for column in columns]).T
    return np.ascontiguousarray(before), spare, more


_BEFORE, _SPARE, _MORE = _predecessors()
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
