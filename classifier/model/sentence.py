"""The sentence model: what kind of sentence this is, in five labels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.linear_model import LogisticRegression
from sklearn.utils.validation import check_consistent_length, check_is_fitted

from classifier.cues import analyse
from classifier.features.facts import Facts, Floats, gather
from classifier.features.ngrams import MaskedWords, build_vocabulary, mask, ngram_weight
from classifier.features.sentence import sentence_table
from classifier.model.compiled import SENTENCE_LABELS, CompiledSentenceModel, no_context
from classifier.model.linear import LinearModel

__all__ = ["SentenceClassifier"]


class SentenceClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Multinomial logistic regression over cues, form and n-grams of a sentence.

    The defaults lie on a plateau: in five folds by group over the labels of 2026-11-22, C from 0.02 to 0.15,
    min_count from 2 to 8 and ngram_scale from 3 to 12 moved macro-F1 by one point at most.

    Parameters
    ----------
    C : float
        Inverse strength of the L2 penalty.
    min_count : int
        An n-gram gets a column if at least so many training sentences hold it.
    ngram_scale : float
        Scale of the n-grams beside the standardised dense features: the higher, the less penalised.

    Attributes
    ----------
    classes_ : ndarray of shape (5,)
        The labels in sorted order.
    vocabulary_ : Vocabulary
    model_ : LogisticRegression

    Examples
    --------
    >>> from classifier import SentenceClassifier
    >>> model = SentenceClassifier(min_count=1)
    >>> model = model.fit(["Ann said no.", "It may rain."], ["attributed", "speculation"])
    >>> model.predict(["Bob said yes."]).tolist()
    ['attributed']
    """

    def __init__(self, C: float = 0.05, min_count: int = 5, ngram_scale: float = 6.0) -> None:  # noqa: N803
        self.C = C
        self.min_count = min_count
        self.ngram_scale = ngram_scale

    def fit(self, X: Sequence[str] | Facts, y: Sequence[str | None]) -> SentenceClassifier:  # noqa: N803
        """Fit to sentences and their labels.

        Parameters
        ----------
        X : sequence of str, of length n, or Facts of n sentences
            A string is taken as one sentence that stands alone.
        y : sequence of str or None, of length n
            A sentence whose label is None is not learned from.
        """
        facts = _facts(X)
        labels = np.asarray(y, dtype=object)
        check_consistent_length(facts, labels)
        known = np.array([label is not None for label in labels], dtype=bool)
        masked, table = mask(facts), sentence_table(facts)
        self.vocabulary_ = build_vocabulary(masked, known, self.min_count)
        self.mean_ = table[known].mean(axis=0)
        scale = table[known].std(axis=0)
        self.scale_ = np.where(scale > 1e-9, scale, 1.0)
        self.n_features_in_ = 1
        self.model_ = LogisticRegression(C=self.C, max_iter=2000, tol=1e-4)
        self.model_.fit(self._design(masked, table)[known], labels[known].astype(str))
        self.classes_ = self.model_.classes_
        return self

    def predict_proba(self, X: Sequence[str] | Facts) -> NDArray[np.float64]:  # noqa: N803
        """Return probabilities of shape (n, classes), columns in the order of `classes_`."""
        check_is_fitted(self, "model_")
        facts = _facts(X)
        design = self._design(mask(facts), sentence_table(facts))
        return np.asarray(self.model_.predict_proba(design), dtype=np.float64)

    def predict(self, X: Sequence[str] | Facts) -> NDArray[Any]:  # noqa: N803
        """Return the likeliest label of each sentence, shape (n,)."""
        return np.asarray(self.classes_[self.predict_proba(X).argmax(axis=1)])

    def compile(self) -> CompiledSentenceModel:
        """Return the fitted model as arrays, its labels in the order of `SENTENCE_LABELS`, without a second pass.

        A label that the training data did not hold gets probability zero.
        """
        check_is_fitted(self, "model_")
        dense = len(self.mean_)
        weights = np.zeros((dense + len(self.vocabulary_.terms), len(SENTENCE_LABELS)))
        intercept = np.full(len(SENTENCE_LABELS), -1e3)
        coefficients, offsets = _per_class(self.model_)
        for row, label in enumerate(self.classes_):
            weights[:, SENTENCE_LABELS.index(label)] = coefficients[row]
            intercept[SENTENCE_LABELS.index(label)] = offsets[row]
        linear = LinearModel(weights[:dense], intercept).unscaled(self.mean_, self.scale_)
        return CompiledSentenceModel(self.vocabulary_, linear, weights[dense:] * self.ngram_scale, no_context())

    def _design(self, masked: MaskedWords, table: Floats) -> csr_matrix:
        found = self.vocabulary_.rows(masked)
        value = (self.ngram_scale * ngram_weight(masked.lengths))[found.row]
        shape = (masked.sentences, len(self.vocabulary_.terms))
        ngrams = csr_matrix((value, (found.row, found.column)), shape=shape)
        return hstack([csr_matrix((table - self.mean_) / self.scale_), ngrams], format="csr")


def _per_class(model: LogisticRegression) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return coefficients and intercepts with one row a class, also for two classes."""
    if len(model.classes_) > 2:
        return model.coef_, model.intercept_
    return np.vstack([-model.coef_ / 2, model.coef_ / 2]), np.array([-1.0, 1.0]) * model.intercept_[0] / 2


def _facts(sentences: Sequence[str] | Facts) -> Facts:
    if isinstance(sentences, Facts):
        return sentences
    return gather([analyse(text, whole=True) for text in sentences])
