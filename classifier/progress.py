"""Progress on stderr, for what takes longer than two seconds."""

from __future__ import annotations

import sys
from time import monotonic

__all__ = ["Progress"]

_QUIET = 2.0  # seconds before anything is shown
_EVERY = 0.5  # seconds between two updates


class Progress:
    """Counts steps; shows count, rate and time left on stderr when that is a terminal.

    Parameters
    ----------
    things
        What is counted, in the plural.
    total
        Bytes to be read in all; 0 if nobody knows, and then no time left is shown.
    """

    def __init__(self, things: str, total: int = 0) -> None:
        self._things, self._total = things, total
        self._count = self._read = 0
        self._live = sys.stderr.isatty()
        self._drawn = False
        self.begin()

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._drawn:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()

    def begin(self) -> None:
        """Start the clock anew; what was read until now was quicker than what is to come."""
        self._began = self._shown = monotonic()
        self._read_before = self._read

    def read(self, count: int) -> None:
        """Note that `count` more bytes were read."""
        self._read += count

    def step(self) -> None:
        """Count one more."""
        self._count += 1
        now = monotonic()
        if self._live and now - self._began > _QUIET and now - self._shown > _EVERY:
            sys.stderr.write(f"\r\033[K{self.line(now - self._began)}")
            sys.stderr.flush()
            self._shown, self._drawn = now, True

    def line(self, seconds: float) -> str:
        """Return what is shown `seconds` after the beginning."""
        shown = f"{self._count:,} {self._things}, {self._count / seconds:,.0f} a second"
        read = self._read - self._read_before
        if not self._total or not read:
            return shown
        left = seconds * max(0, self._total - self._read) / read
        return f"{shown}, {min(1, self._read / self._total):.0%} read, {_duration(left)} left"


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 90 * 60 else f"{seconds / 3600:.1f} h"
