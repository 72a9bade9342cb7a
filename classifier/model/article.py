"""The article models: verdict, quality and whether the text is an article at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.validation import check_is_fitted

from classifier.article import Article
from classifier.features.article import COLUMNS, article_table
from classifier.model.bundle import Model
from classifier.model.compiled import VERDICTS
from classifier.model.linear import LinearModel
from classifier.model.signed import SignedLogisticRegression

__all__ = ["ArticleClassifier", "article_estimator", "linear_parts", "quality_estimator", "verdict_estimator"]

Array = NDArray[np.float64]

_BATCH = 64  # articles that are analysed together


# How long a text is and how it is laid out tells what is no article, but of a verdict only where the text came from.
# Without these AUC on real articles is .970 out of fold (with them .967) and .966 with the origin left out (.960), each
# of the same sentence models (2026-11-22).
LAYOUT = ("prose_share", "log_tokens", "block_length", "broken_lines")


# Which way a feature points where that is known from what the labels mean (labels/GUIDE.md): towards `speculative`, or
# towards `reported`. Free weights gave a few of them the other sign, names above all: the celebrity news among the
# training articles is full of them. Out of fold, and with the origin left out, free and signed are within noise
# of each other: real AUC .970 and .968, .966 and .965; macro-F1 .694 and .695, .651 and .663 (2026-11-22).
TOWARDS_SPECULATIVE = (
    "speculation_of_asserted", "speculation_share", "headline_speculates", "opening_speculates", "own_hedges",
    "modal_perfect", "nobodys_hedges", "vague_sources", "vague_density", "no_source", "quoted_vaguely", "future",
    "second_person", "mind", "questions", "exclamations", "words_speculate",
)  # fmt: skip
TOWARDS_REPORTED = (
    "fact_share", "attributed_share", "named_persons", "named_institutions", "sourced_density", "numbers", "dates",
    "placed_in_time", "names", "past_tense",
)  # fmt: skip


class _ButLayout(StandardScaler):  # type: ignore[misc]
    """Scales the features of an article, those of its layout to nothing."""

    def partial_fit(self, X: Array, y: None = None, sample_weight: Array | None = None) -> _ButLayout:  # noqa: N803
        super().partial_fit(X, y, sample_weight)
        self.scale_[[COLUMNS.index(name) for name in LAYOUT]] = np.inf
        return self


def verdict_estimator(C: float = 0.1) -> Pipeline:  # noqa: N803
    """Return an unfitted verdict model over article features, without those in `LAYOUT`, some of them signed."""
    signs = np.array([(name in TOWARDS_SPECULATIVE) - (name in TOWARDS_REPORTED) for name in COLUMNS])
    return make_pipeline(_ButLayout(), SignedLogisticRegression(VERDICTS, signs, C))


def quality_estimator(alpha: float = 30.0) -> Pipeline:
    """Return an unfitted model of the three parts of quality over article features."""
    return make_pipeline(StandardScaler(), Ridge(alpha=alpha, solver="cholesky"))


def article_estimator(C: float = 0.3) -> Pipeline:  # noqa: N803
    """Return an unfitted model of whether a text is an article at all, over article features."""
    return make_pipeline(StandardScaler(), LogisticRegression(C=C, max_iter=5000, tol=1e-8))


def linear_parts(fitted: Pipeline) -> LinearModel:
    """Return a fitted pipeline of scaler and linear model as one linear model for unscaled features."""
    scaler, model = fitted[0], fitted[-1]
    weights = np.asarray(np.atleast_2d(model.coef_), dtype=np.float64).T
    intercept = np.atleast_1d(np.asarray(model.intercept_, dtype=np.float64))
    return LinearModel(weights, intercept).unscaled(scaler.mean_, scaler.scale_)


class ArticleClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Verdicts for articles, fitted to your own labels on top of a fitted model.

    Parameters
    ----------
    model : Model or None
        Judges sentences and words; None takes the shipped one.
    C : float
        Inverse strength of the L2 penalty.

    Attributes
    ----------
    classes_ : ndarray
        The verdicts seen in `y`, sorted.
    model_ : Pipeline

    Examples
    --------
    >>> from classifier import ArticleClassifier
    >>> told = "Ann Lee said on Monday that the bridge was shut. Police confirmed it. It opened in 1990."
    >>> guess = "It may rain. They would have talked. It could perhaps be seen as a sign."
    >>> model = ArticleClassifier().fit([told, guess], ["reported", "speculative"])
    >>> model.predict([guess]).tolist()
    ['speculative']
    """

    def __init__(self, model: Model | None = None, C: float = 0.1) -> None:  # noqa: N803
        self.model = model
        self.C = C

    def fit(self, X: Sequence[str | Article], y: Sequence[str]) -> ArticleClassifier:  # noqa: N803
        """Fit to articles and their verdicts.

        Parameters
        ----------
        X : sequence of str or Article, of length n
        y : sequence of str, of length n
            Any of ``reported``, ``mixed``, ``speculative``; at least two of them.
        """
        unknown = sorted(set(map(str, y)) - set(VERDICTS))
        if unknown:
            raise ValueError(f"verdict {unknown[0]!r} is not one of {', '.join(VERDICTS)}")
        self.n_features_in_ = 1
        self.model_ = verdict_estimator(self.C).fit(self.transform(X), np.asarray(y, dtype=object).astype(str))
        self.classes_ = self.model_.classes_
        return self

    def transform(self, X: Sequence[str | Article]) -> Array:  # noqa: N803
        """Return the features of the articles, shape (n, ``len(features.article.COLUMNS)``)."""
        model = self.model or _shipped()
        texts = [item.text if isinstance(item, Article) else item for item in X]
        tables = [article_table(model.read(texts[at : at + _BATCH])) for at in range(0, len(texts), _BATCH)]
        return np.vstack(tables) if tables else np.zeros((0, len(COLUMNS)))

    def predict_proba(self, X: Sequence[str | Article]) -> Array:  # noqa: N803
        """Return probabilities of shape (n, classes), columns in the order of `classes_`."""
        check_is_fitted(self, "model_")
        return np.asarray(self.model_.predict_proba(self.transform(X)), dtype=np.float64)

    def predict(self, X: Sequence[str | Article]) -> NDArray[Any]:  # noqa: N803
        """Return the likeliest verdict of each article, shape (n,)."""
        return np.asarray(self.classes_[self.predict_proba(X).argmax(axis=1)])


def _shipped() -> Model:
    from classifier.loading import load

    return load().model
