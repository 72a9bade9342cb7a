"""Figures of merit, with bootstrap intervals over whole groups."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score, roc_auc_score

__all__ = ["Figure", "Predictions", "expected_calibration_error", "figure", "spearman"]

Array = NDArray[np.float64]
_RESAMPLES = 500


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value with the interval that holds it in 95 of 100 resamples.

    Attributes
    ----------
    value, low, high
        NaN where the data cannot give the figure.
    n
        Items that it was measured on.
    """

    value: float
    low: float
    high: float
    n: int

    def __str__(self) -> str:
        """Return ``0.912 [0.880, 0.941] n=230``."""
        if np.isnan(self.value):
            return f"– n={self.n}"
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}] n={self.n}"


def figure(measure: Callable[[NDArray[np.int64]], float], groups: Sequence[str], seed: int = 0) -> Figure:
    """Return `measure` of all items, with an interval from resampling the groups.

    Parameters
    ----------
    measure
        Takes an array of item indices, returns the figure, or NaN where it is not defined.
    groups
        Group of each item; whole groups are drawn, since their items are not independent.
    """
    count = len(groups)
    if not count:
        return Figure(float("nan"), float("nan"), float("nan"), 0)
    members: dict[str, list[int]] = {}
    for index, group in enumerate(groups):
        members.setdefault(group, []).append(index)
    pools = [np.array(found) for found in members.values()]
    random = np.random.default_rng(seed)
    drawn = []
    for _ in range(_RESAMPLES):
        picks = random.integers(len(pools), size=len(pools))
        drawn.append(measure(np.concatenate([pools[pick] for pick in picks])))
    known = np.array([value for value in drawn if not np.isnan(value)])
    low, high = np.quantile(known, [0.025, 0.975]) if len(known) else (float("nan"), float("nan"))
    return Figure(float(measure(np.arange(count))), float(low), float(high), count)


@dataclass(frozen=True)
class Predictions:
    """True and predicted classes, with probabilities.

    Attributes
    ----------
    truth
        Index of the true class, shape (n,).
    probabilities
        Shape (n, classes).
    called
        Index of the class that each item was called, shape (n,).
    """

    truth: NDArray[np.int64]
    probabilities: Array
    called: NDArray[np.int64]

    def macro_f1(self, index: NDArray[np.int64]) -> float:
        """Return the mean F1 over the classes that occur in the truth of all items."""
        labels = sorted(set(self.truth.tolist()))
        guess = self.called[index]
        return float(f1_score(self.truth[index], guess, labels=labels, average="macro", zero_division=0))

    def f1(self, label: int, index: NDArray[np.int64]) -> float:
        """Return the F1 of one class."""
        guess = self.called[index]
        return float(f1_score(self.truth[index] == label, guess == label, zero_division=0))

    def accuracy(self, index: NDArray[np.int64]) -> float:
        """Return the share of right classes."""
        return float((self.called[index] == self.truth[index]).mean())

    def auc(self, index: NDArray[np.int64], negative: int, positive: int) -> float:
        """Return the AUC of `positive` against `negative`, all other items left out."""
        two = index[np.isin(self.truth[index], (negative, positive))]
        if len(set(self.truth[two].tolist())) < 2:
            return float("nan")
        score = self.probabilities[two, positive] - self.probabilities[two, negative]
        return float(roc_auc_score(self.truth[two] == positive, score))

    def rate(self, index: NDArray[np.int64], true: int, guessed: int) -> float:
        """Return the share of items of class `true` that are called `guessed`."""
        those = index[self.truth[index] == true]
        if not len(those):
            return float("nan")
        return float((self.called[those] == guessed).mean())

    def calibration_error(self, index: NDArray[np.int64]) -> float:
        """Return the expected calibration error of the likeliest class."""
        chances = self.probabilities[index]
        return expected_calibration_error(chances.max(axis=1), chances.argmax(axis=1) == self.truth[index])

    def brier(self, index: NDArray[np.int64]) -> float:
        """Return the Brier score over all classes, from 0 to 2."""
        one_hot = np.eye(self.probabilities.shape[1])[self.truth[index]]
        return float(((self.probabilities[index] - one_hot) ** 2).sum(axis=1).mean())


def expected_calibration_error(confidence: Array, right: NDArray[np.bool_], bins: int = 10) -> float:
    """Return the mean distance of confidence and hit rate over bins of equal width, weighted by their items.

    Examples
    --------
    >>> expected_calibration_error(np.array([0.75, 0.75]), np.array([True, False]))
    0.25
    """
    place = np.minimum((confidence * bins).astype(np.int64), bins - 1)
    total = 0.0
    for number in range(bins):
        inside = place == number
        if inside.any():
            total += inside.sum() * abs(confidence[inside].mean() - right[inside].mean())
    return float(total / len(confidence))


def spearman(first: Array, second: Array) -> float:
    """Return Spearman's rank correlation, NaN where one side is constant."""
    from scipy.stats import rankdata

    if len(first) < 2 or np.ptp(first) == 0 or np.ptp(second) == 0:
        return float("nan")
    return float(np.corrcoef(rankdata(first), rankdata(second))[0, 1])
