"""The fitted models as arrays: what is saved, loaded and used for scoring.

Nothing here knows scikit-learn. Each class gives the probabilities of the estimator that it was
compiled from, to 1e-9.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifier.features.ngrams import Vocabulary, masked_words
from classifier.features.sentence import SentenceFacts
from classifier.model.linear import LinearModel, softmax

__all__ = [
    "QUALITY_PARTS",
    "SENTENCE_LABELS",
    "VERDICTS",
    "CompiledArticleModel",
    "CompiledSentenceModel",
    "ngram_weight",
]

Array = NDArray[np.float64]

SENTENCE_LABELS = ("fact", "attributed", "speculation", "opinion", "other")
VERDICTS = ("reported", "mixed", "speculative")
QUALITY_PARTS = ("sourcing", "specifics", "craft")


def ngram_weight(lengths: Array) -> Array:
    """Return what one n-gram counts in sentences of so many masked words."""
    return 1.0 / np.sqrt(lengths)


@dataclass(frozen=True)
class CompiledSentenceModel:
    """Multinomial logistic regression over dense features and n-grams.

    Attributes
    ----------
    vocabulary
        The n-grams.
    dense
        Weights of the dense features, shape (features, 5), and the intercept.
    ngrams
        Weights of the n-grams, shape (terms, 5).
    """

    vocabulary: Vocabulary
    dense: LinearModel
    ngrams: Array

    def values(self, facts: Sequence[SentenceFacts], table: Array) -> Array:
        """Return decision values, shape (sentences, 5)."""
        values = self.dense.values(table)
        words = [masked_words(one) for one in facts]
        rows, columns = self.vocabulary.columns(words)
        weight = ngram_weight(np.array([float(len(one)) for one in words]))
        for label in range(values.shape[1]):
            sums = np.bincount(rows, weights=self.ngrams[columns, label], minlength=len(facts))
            values[:, label] += weight * sums
        return values

    def probabilities(self, facts: Sequence[SentenceFacts], table: Array) -> Array:
        """Return the labels' probabilities, shape (sentences, 5); page furniture is ``other``."""
        if not facts:
            return np.zeros((0, len(SENTENCE_LABELS)))
        probabilities = softmax(self.values(facts, table))
        furniture = [index for index, one in enumerate(facts) if one.block == "boilerplate"]
        probabilities[furniture] = (0.0, 0.0, 0.0, 0.0, 1.0)
        return probabilities


@dataclass(frozen=True)
class CompiledArticleModel:
    """The linear models over the features of an article.

    Attributes
    ----------
    verdict
        Multinomial, three outputs in the order of `VERDICTS`.
    quality
        Least squares, three outputs in the order of `QUALITY_PARTS`.
    article
        Logistic, one output: whether the text is an article at all.
    article_threshold
        Texts below this probability are not judged.
    """

    verdict: LinearModel
    quality: LinearModel
    article: LinearModel
    article_threshold: float

    def verdict_probabilities(self, rows: Array) -> Array:
        """Return probabilities of shape (articles, 3)."""
        return softmax(self.verdict.values(rows))

    def quality_parts(self, rows: Array) -> Array:
        """Return the three parts of quality, shape (articles, 3), each within 1 to 5."""
        return np.clip(self.quality.values(rows), 1.0, 5.0)

    def is_article(self, rows: Array) -> Array:
        """Return the probability that each text is an article, shape (articles,)."""
        values = np.clip(self.article.values(rows)[:, 0], -700.0, 700.0)
        return np.asarray(1.0 / (1.0 + np.exp(-values)), dtype=np.float64)
