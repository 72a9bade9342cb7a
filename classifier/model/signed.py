"""Logistic regression whose features may be told which way they point."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils.validation import check_is_fitted, check_X_y

from classifier.model.linear import softmax

__all__ = ["SignedLogisticRegression"]

Array = NDArray[np.float64]

# How the weights of two and of three classes follow from the contrasts: last against first, middle against both ends.
_CONTRASTS = {
    2: np.array([[-1 / 2], [1 / 2]]),
    3: np.array([[-1 / 2, -1 / 3], [0.0, 2 / 3], [1 / 2, -1 / 3]]),
}


class SignedLogisticRegression(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Multinomial logistic regression over two or three ordered classes, with signs for some of the features.

    Without signs it is scikit-learn's `LogisticRegression` with an L2 penalty. With them the weight of a feature for
    the last class is never below (sign 1), or never above (sign -1), that for the first: features that go together
    cannot borrow each other's evidence with the wrong sign.

    Parameters
    ----------
    order : sequence of str
        All classes that there may be, from the first to the last.
    signs : ndarray of shape (features,), or None
        1, -1, or 0 where nothing is known.
    C : float
        Inverse strength of the penalty.

    Attributes
    ----------
    classes_ : ndarray of str
        Those of `order` that `y` holds, sorted.
    coef_ : ndarray of shape (classes, features)
    intercept_ : ndarray of shape (classes,)

    References
    ----------
    Zhu et al. 1997, ACM TOMS 23(4): L-BFGS-B, which keeps the weights within their bounds.
    """

    def __init__(self, order: Sequence[str], signs: NDArray[np.int64] | None = None, C: float = 1.0) -> None:  # noqa: N803
        self.order = order
        self.signs = signs
        self.C = C

    def fit(self, X: Array, y: Sequence[str]) -> SignedLogisticRegression:  # noqa: N803
        """Fit to features of shape (n, features) and the class of each row."""
        X, y = check_X_y(X, y)  # noqa: N806
        self.classes_, called = np.unique(y, return_inverse=True)
        names = [name for name in self.order if name in self.classes_]
        if len(names) != len(self.classes_) or len(names) not in _CONTRASTS:
            raise ValueError(f"y holds {', '.join(self.classes_)}; wanted are two or three of {', '.join(self.order)}")
        contrasts = _CONTRASTS[len(names)][[names.index(name) for name in self.classes_]]
        truth = np.eye(len(names))[called]
        design = np.column_stack([X, np.ones(len(X))])
        penalty = np.outer(np.append(np.ones(X.shape[1]), 0.0), (contrasts**2).sum(axis=0))

        def loss(flat: Array) -> tuple[float, Array]:
            weights = flat.reshape(penalty.shape)
            chances = softmax(design @ weights @ contrasts.T)
            missed = -np.log(np.maximum(chances[truth > 0], 1e-300)).sum()
            gradient = self.C * design.T @ (chances - truth) @ contrasts + penalty * weights
            return self.C * missed + float((penalty * weights**2).sum()) / 2, gradient.ravel()

        options = {"maxiter": 5000, "maxfun": 10000, "ftol": 1e-14, "gtol": 1e-7}
        start = np.zeros(penalty.size)
        found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=self._bounds(penalty.shape), options=options)
        weights = found.x.reshape(penalty.shape) @ contrasts.T
        self.coef_, self.intercept_ = weights[:-1].T, weights[-1]
        self.n_features_in_ = X.shape[1]
        return self

    def _bounds(self, shape: tuple[int, ...]) -> list[tuple[float | None, float | None]]:
        lowest, highest = np.full(shape, -np.inf), np.full(shape, np.inf)
        if self.signs is not None:
            lowest[:-1, 0][self.signs > 0] = 0.0
            highest[:-1, 0][self.signs < 0] = 0.0
        return list(zip(lowest.ravel().tolist(), highest.ravel().tolist(), strict=True))

    def predict_proba(self, X: Array) -> Array:  # noqa: N803
        """Return probabilities of shape (n, classes), columns in the order of `classes_`."""
        check_is_fitted(self, "coef_")
        return softmax(X @ self.coef_.T + self.intercept_)

    def predict(self, X: Array) -> NDArray[Any]:  # noqa: N803
        """Return the likeliest class of each row, shape (n,)."""
        return np.asarray(self.classes_[self.predict_proba(X).argmax(axis=1)])
