"""Progress on stderr, for what takes longer than two seconds."""

from __future__ import annotations

import sys
from time import monotonic

__all__ = ["Progress"]

_QUIET = 2.0  # seconds before anything is shown
_EVERY = 0.5  # seconds between two updates


class Progress:
    """Counts steps; shows count and rate on stderr when that is a terminal.

    Parameters
    ----------
    things
        What is counted, in the plural.
    """

    def __init__(self, things: str) -> None:
        self._things = things
        self._count = 0
        self._began = self._shown = monotonic()
        self._live = sys.stderr.isatty()
        self._drawn = False

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._drawn:
            sys.stderr.write("\r\033[K")
            sys.stderr.flush()

    def step(self) -> None:
        """Count one more."""
        self._count += 1
        now = monotonic()
        if self._live and now - self._began > _QUIET and now - self._shown > _EVERY:
            rate = self._count / (now - self._began)
            sys.stderr.write(f"\r\033[K{self._count:,} {self._things}, {rate:,.0f} a second")
            sys.stderr.flush()
            self._shown, self._drawn = now, True
