"""A linear-chain conditional random field, fitted by stochastic gradient with scipy's sparse matrices.

Mini-batches of sentences of like length, AdaGrad (Duchi, Hazan and Singer, JMLR 12, 2011), an L2
penalty, and the average of the weights over all steps (Polyak and Juditsky 1992), which makes a few
passes over the data enough.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from classifier.cues.states import ALLOWED, N_STATES, START, STATES, WEIGHED_AS

__all__ = ["Chain", "Expectations", "Schedule", "expectations", "fit_chain"]

Array = NDArray[np.float64]
Ints = NDArray[np.int64]
Floats = NDArray[np.float32]

EDGE = 5.0  # step size of transitions over that of emissions
_TAGS = int(WEIGHED_AS.max()) + 1
# Staying outside weighs nothing; every other step is weighed against it.
_FREE = ALLOWED & ~np.diag([kind == "outside" for kind, _ in STATES])
_FORBIDDEN = np.where(ALLOWED, 0.0, -np.inf)
_FOLD = np.eye(_TAGS, dtype=np.float32)[WEIGHED_AS]  # states to tags


@dataclass(frozen=True, slots=True)
class Schedule:
    """How to descend: passes over the data, step size, strength of the penalty, sentences a batch, seed."""

    passes: int = 6
    rate: float = 0.07
    penalty: float = 0.128  # a batch
    batch: int = 64
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Chain:
    """Fitted weights: of emissions (features, 9), transitions (12, 12), final states (12,)."""

    emissions: Floats
    transitions: Array
    final: Array


@dataclass(frozen=True, slots=True)
class Expectations:
    """Under the model: probability of each state of each token (tokens, 12), expected transitions (12, 12)."""

    states: Array
    transitions: Array


@dataclass(frozen=True, slots=True)
class _Batch:
    columns: Ints  # features that occur in it
    design: csr_matrix
    transposed: csr_matrix
    states: Ints
    starts: Ints  # of its sentences, the longest first
    lengths: Ints


def expectations(scores: Array, chain: Chain, starts: Ints, lengths: Ints) -> Expectations:
    """Return what the model expects of sentences, the longest first, by the forward-backward algorithm.

    `scores` has shape (tokens, 12); sentence i has the tokens ``starts[i] : starts[i] + lengths[i]``.
    """
    potential = np.exp(scores - scores.max(axis=1, keepdims=True))
    onto, final = np.exp(chain.transitions), np.exp(chain.final)
    active = np.searchsorted(-lengths, -np.arange(lengths[0]), side="left")
    forward, scale = np.zeros_like(potential), np.ones((len(scores), 1))
    for step, count in enumerate(active):
        at = starts[:count] + step
        forward[at] = (forward[at - 1] @ onto if step else onto[START]) * potential[at]
        scale[at] = forward[at].sum(axis=1, keepdims=True)
        forward[at] /= scale[at]
    lasts = starts + lengths - 1
    backward = np.zeros_like(potential)
    backward[lasts] = final
    potential /= scale
    for step in range(lengths[0] - 1, 0, -1):
        at = starts[: active[step]] + step
        backward[at - 1] = (backward[at] * potential[at]) @ onto.T
    states = forward * backward
    total = states.sum(axis=1, keepdims=True)
    before = np.setdiff1d(np.arange(len(scores)), lasts)
    arriving = backward[before + 1] * potential[before + 1] / total[before]
    transitions = (forward[before].T @ arriving) * onto
    transitions[START] += (states[starts] / total[starts]).sum(axis=0)
    return Expectations(states / total, transitions)


def fit_chain(design: csr_matrix, states: Ints, bounds: Ints, schedule: Schedule) -> Chain:
    """Return the weights for a design of shape (tokens, features) whose sentences lie between `bounds`."""
    rng = np.random.default_rng(schedule.seed)
    batches = _batches(design, states, bounds, schedule.batch, rng)
    emissions = _Averaged((design.shape[1], _TAGS), schedule.rate)
    edges = [_Averaged(shape, schedule.rate * EDGE) for shape in ((N_STATES, N_STATES), (N_STATES,))]
    everything = slice(None)
    for _ in range(schedule.passes):
        for number in rng.permutation(len(batches)):
            batch = batches[number]
            weights = emissions.value[batch.columns]
            scores = (batch.design @ weights)[:, WEIGHED_AS].astype(np.float64)
            expected = expectations(scores, _chain(weights, edges), batch.starts, batch.lengths)
            residual = _one_hot(batch.states, N_STATES) - expected.states
            slope = batch.transposed @ (residual @ _FOLD).astype(np.float32) - schedule.penalty * weights
            emissions.ascend(batch.columns, slope)
            lasts = batch.starts + batch.lengths - 1
            slopes = (
                np.where(_FREE, _transitions(batch) - expected.transitions, 0.0),
                residual[lasts].sum(axis=0),
            )
            for edge, gradient in zip(edges, slopes, strict=True):
                edge.ascend(everything, gradient)
    steps = schedule.passes * len(batches)
    return _chain(emissions.mean(steps).astype(np.float32), edges, steps)


class _Averaged:
    """Weights that climb by AdaGrad, and the sum of what they were, brought up to date when they are touched."""

    def __init__(self, shape: tuple[int, ...], rate: float) -> None:
        self.value = np.zeros(shape, dtype=np.float32)
        self._rate = rate
        self._squares = np.full(shape, 1e-6, dtype=np.float32)
        self._drift = np.zeros(shape, dtype=np.float32)  # sum over changes of change times the step it came at
        self._step = 0

    def ascend(self, at: Ints | slice, slope: Array | Floats) -> None:
        self._squares[at] += slope * slope
        change = self._rate * slope / np.sqrt(self._squares[at])
        self.value[at] += change
        self._drift[at] += change * self._step
        self._step += 1

    def mean(self, steps: int) -> Floats:
        """Return the average of the weights after each of so many steps."""
        return np.asarray(self.value - self._drift / steps)


def _chain(emissions: Floats, edges: list[_Averaged], steps: int = 0) -> Chain:
    transitions, final = ((edge.mean(steps) if steps else edge.value).astype(np.float64) for edge in edges)
    return Chain(emissions, transitions + _FORBIDDEN, final)


def _batches(design: csr_matrix, states: Ints, bounds: Ints, size: int, rng: np.random.Generator) -> list[_Batch]:
    """Return the sentences in batches of like length."""
    sentences = np.array([pair for pair in pairwise(bounds.tolist()) if pair[0] < pair[1]])
    lengths = sentences[:, 1] - sentences[:, 0]
    order = np.argsort(-(lengths + rng.random(len(lengths))))
    found = []
    for first in range(0, len(order), size):
        chosen = sentences[order[first : first + size]]
        widths = chosen[:, 1] - chosen[:, 0]
        tokens = np.concatenate([np.arange(a, b) for a, b in chosen])
        rows = design[tokens]
        columns, inverse = np.unique(rows.indices, return_inverse=True)
        dense = csr_matrix((rows.data, inverse, rows.indptr), shape=(len(tokens), len(columns)))
        found.append(_Batch(columns, dense, dense.T.tocsr(), states[tokens], np.cumsum(widths) - widths, widths))
    return found


def _one_hot(values: Ints, size: int) -> Array:
    return np.eye(size)[values]


def _transitions(batch: _Batch) -> Array:
    """Return how often each state follows each, the first of a sentence following `START`."""
    before = np.setdiff1d(np.arange(len(batch.states)), batch.starts + batch.lengths - 1)
    counts = np.zeros((N_STATES, N_STATES))
    np.add.at(counts, (batch.states[before], batch.states[before + 1]), 1.0)
    np.add.at(counts[START], batch.states[batch.starts], 1.0)
    return counts
