"""The states of the tagger: which tag, and what the sentence so far still waits for.

A source needs a cue and most cues a source, in either order. So a state knows whether a source waits
for its cue, a cue for its source, or nothing does; and a source before its cue is weighed otherwise
than one behind it ("Lee said", "said Lee").
"""

from __future__ import annotations

import numpy as np

__all__ = ["ALLOWED", "BEGINS", "KINDS", "N_STATES", "START", "STATES", "WEIGHED_AS", "states_of"]

KINDS = ("outside", "source", "source+", "cue", "cue+")  # + goes on with what the token before began
_WAITS = ("nothing", "cue", "source", "done")

STATES = (
    *(("outside", waits) for waits in _WAITS),
    *((kind, waits) for kind in ("source", "source+") for waits in ("cue", "done")),
    *((kind, waits) for kind in ("cue", "cue+") for waits in ("source", "done")),
)
N_STATES = len(STATES)
_AT = {state: index for index, state in enumerate(STATES)}
# Rows of emission weights: outside is one row whatever it waits for, every other state has its own.
WEIGHED_AS = np.array([0, 0, 0, 0, *range(1, 9)])


def _next(waits: str, kind: str) -> tuple[str, str] | None:
    """Return the state of a token of that kind behind a token that left the sentence waiting so."""
    if kind == "source":
        return kind, "done" if waits == "source" else "cue"
    if kind == "cue":
        return kind, "done" if waits == "cue" else "source"
    return (kind, waits) if (kind, waits) in _AT else None


def _allowed() -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    table = np.zeros((N_STATES, N_STATES), dtype=bool)
    for index, (kind, waits) in enumerate(STATES):
        for following in KINDS:
            goes_on = following.endswith("+")
            state = _next(waits, following)
            if state is not None and (not goes_on or kind.rstrip("+") == following.rstrip("+")):
                table[index, _AT[state]] = True
    return table


ALLOWED = _allowed()
START = _AT["outside", "nothing"]  # where a sentence is before its first token
BEGINS = {name: np.array([kind == name for kind, _ in STATES]) for name in ("source", "cue")}


def states_of(kinds: list[int]) -> list[int]:
    """Return the states of one sentence whose tokens have these indices into `KINDS`.

    A part that goes on with nothing is taken to begin it.

    Examples
    --------
    >>> [STATES[state] for state in states_of([1, 3, 0])]
    [('source', 'cue'), ('cue', 'done'), ('outside', 'done')]
    """
    states: list[int] = []
    waits, before = "nothing", "outside"
    for number in kinds:
        kind = KINDS[number]
        if kind.endswith("+") and before.rstrip("+") != kind[:-1]:
            kind = kind[:-1]
        state = _next(waits, kind)
        if state is None:
            raise ValueError(f"no state for {kind!r} when {waits!r} is waited for")
        states.append(_AT[state])
        before, waits = state
    return states
