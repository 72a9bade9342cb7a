"""How CPU time grows with the length of a text; shared by the tests and benchmarks that measure it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import log
from time import process_time

__all__ = ["LENGTHS", "LIMIT", "Growth", "growth"]

LENGTHS = (1_000, 10_000, 100_000, 1_000_000)
LIMIT = 1.2
_ROUNDS = 5
_TRIES = 3  # machines are shared
_NOTHING = 0.005  # seconds; below, what is measured is the clock and the caches
_CLEAR = 1.6  # an exponent that no noise explains
_LONG = 2.0  # seconds after which a text is not run again


@dataclass(frozen=True, slots=True)
class Growth:
    """Seconds of CPU time for the longest text that was run, and the exponent that led there."""

    exponent: float
    characters: int
    seconds: float


def growth(work: Callable[[str], object], make: Callable[[int], str]) -> Growth:
    """Return how the time of ``work(make(length))`` grows, best of five, the best of up to three tries.

    The exponent is that of the last tenfold step; it is zero where the longer text takes no time. Over
    `LIMIT` the next longer text is left out, since it would take minutes.
    """
    found = []
    for _ in range(_TRIES):
        found.append(_once(work, make))
        if found[-1].exponent <= LIMIT or found[-1].exponent > _CLEAR:
            break
    return min(found, key=lambda one: one.exponent)


def _once(work: Callable[[str], object], make: Callable[[int], str]) -> Growth:
    before = _best(work, make(LENGTHS[0]))
    grown = Growth(0.0, LENGTHS[0], before)
    for length in LENGTHS[1:]:
        seconds = _best(work, make(length))
        exponent = log(seconds / max(before, 1e-6), 10) if seconds > _NOTHING else 0.0
        grown = Growth(exponent, length, seconds)
        if exponent > (_CLEAR if length < LENGTHS[-2] else LIMIT):
            break
        before = seconds
    return grown


def _best(work: Callable[[str], object], text: str) -> float:
    best, total = float("inf"), 0.0
    for _ in range(_ROUNDS):
        began = process_time()
        work(text)
        spent = process_time() - began
        best, total = min(best, spent), total + spent
        if total > _LONG:
            break
    return best
