"""Multinomial and plain linear models as arrays: all that is left of an estimator after fitting."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifier.products import product

__all__ = ["LinearModel", "softmax"]

Array = NDArray[np.float64]


def softmax(values: Array) -> Array:
    """Return the rows of `values` as probabilities that sum to one."""
    shifted = np.exp(values - values.max(axis=1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=1, keepdims=True), dtype=np.float64)


@dataclass(frozen=True)
class LinearModel:
    """``table @ weights + intercept``.

    Attributes
    ----------
    weights
        Shape (features, outputs).
    intercept
        Shape (outputs,).
    """

    weights: Array
    intercept: Array

    def values(self, table: Array) -> Array:
        """Return decision values of shape (rows, outputs) for a `table` of shape (rows, features)."""
        return product(table, self.weights) + self.intercept

    def unscaled(self, mean: Array, scale: Array) -> LinearModel:
        """Return the same model for features that were not standardised by `mean` and `scale`."""
        weights = self.weights / scale[:, None]
        return LinearModel(weights, self.intercept - mean @ weights)
