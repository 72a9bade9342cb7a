"""Products of tall tables with small matrices, in one thread."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["product"]

Array = NDArray[np.float64]

_MOST = 2**18  # multiplications that OpenBLAS does without its threads, which spin for milliseconds once they are awake


def product(table: Array, weights: Array) -> Array:
    """Return ``table @ weights``, shape (rows, outputs), made of pieces too small to be shared out among threads."""
    found = np.empty((len(table), weights.shape[1]))
    step = max(1, _MOST // max(1, weights.size))
    for first in range(0, len(table), step):
        np.matmul(table[first : first + step], weights, out=found[first : first + step])
    return found
