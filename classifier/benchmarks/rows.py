"""What a benchmark is and what it gives: rows of figures, each beside its bar and what people reach."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from classifier.metrics import Figure, figure
from classifier.model.bundle import Model

__all__ = ["Benchmark", "Row", "f1_row", "share_row"]

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Row:
    """One figure.

    Attributes
    ----------
    name
        What was measured.
    figure
        Value in [0, 1] with its 95 % bootstrap interval over articles.
    bar
        What is wanted.
    people
        What two people reach against each other; None where nobody has measured it.
    """

    name: str
    figure: Figure
    bar: float
    people: float | None = None


@dataclass(frozen=True, slots=True)
class Benchmark:
    """A benchmark, the splits of its data, the one to develop on first, and what measures a model on one of them."""

    name: str
    splits: tuple[str, ...]
    run: Callable[[Path, str, Model], list[Row]]


def f1_row(name: str, counts: Sequence[Counts], bar: float, people: float | None = None) -> Row:
    """Return F1 over all articles; of each article, how many spans are in both, are wanted, are found."""
    return _row(name, counts, lambda both, wanted, found: 2 * both / (wanted + found), bar, people)


def share_row(name: str, counts: Sequence[Counts], bar: float, people: float | None = None) -> Row:
    """Return the share of what is wanted that is right; of each article, how many are right, are wanted."""
    return _row(name, counts, lambda right, wanted: right / wanted, bar, people)


def _row(name: str, counts: Sequence[Counts], measure: Callable[..., float], bar: float, people: float | None) -> Row:
    table = np.array(counts)

    def of(index: NDArray[np.int64]) -> float:
        sums = table[index].sum(axis=0)
        return float(measure(*sums.tolist())) if sums[1] else float("nan")

    return Row(name, figure(of, [str(number) for number in range(len(table))]), bar, people)
