"""The fitted models as arrays: what is saved, loaded and used for scoring.

Nothing here knows scikit-learn. Each class gives the probabilities of the estimator that it was
compiled from, to 1e-9.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from classifier.features.context import CONTEXT_COLUMNS, context_table
from classifier.features.facts import BLOCKS, Facts, Ints, sums
from classifier.features.ngrams import NgramRows, Vocabulary, mask, ngram_weight
from classifier.model.linear import LinearModel, softmax

__all__ = [
    "COSTS",
    "QUALITY_PARTS",
    "SENTENCE_LABELS",
    "VERDICTS",
    "CompiledArticleModel",
    "CompiledSentenceModel",
    "CompiledWords",
    "furnished",
    "least_cost",
    "no_context",
]

Array = NDArray[np.float64]

SENTENCE_LABELS = ("fact", "attributed", "speculation", "opinion", "other")
VERDICTS = ("reported", "mixed", "speculative")
QUALITY_PARTS = ("sourcing", "specifics", "craft")

# What it costs to call an article (row: its verdict) something else (column): one a step; but calling a sourced report
# speculative is five times worse than calling a page-filler mixed, and calling a page-filler reported three times: that
# is what must not be missed. Chosen for what the errors mean, not by figures.
COSTS = np.array([[0.0, 1.0, 5.0], [1.0, 0.0, 1.0], [3.0, 1.0, 0.0]])

_COUNTED = 8  # articles whose terms are counted at once: with a cell for each term of each, still little memory


@dataclass(frozen=True)
class CompiledSentenceModel:
    """Multinomial logistic regression over dense features and n-grams, then over what the neighbours look like.

    Attributes
    ----------
    vocabulary
        The n-grams.
    dense
        Weights of the dense features, shape (features, 5), and the intercept.
    ngrams
        Weights of the n-grams, shape (terms, 5).
    context
        The second pass, over the columns of `context_table`.
    """

    vocabulary: Vocabulary
    dense: LinearModel
    ngrams: Array
    context: LinearModel

    def ngrams_of(self, facts: Facts) -> NgramRows:
        """Return the n-grams of every sentence that have a weight."""
        return self.vocabulary.rows(mask(facts))

    def first_pass(self, facts: Facts, table: Array, ngrams: NgramRows) -> Array:
        """Return the labels' probabilities before the neighbours are looked at, shape (sentences, 5)."""
        if not len(facts):
            return np.zeros((0, len(SENTENCE_LABELS)))
        values = self.dense.values(table)
        values += ngram_weight(ngrams.lengths)[:, None] * ngrams.summed(self.ngrams.take(ngrams.column, axis=0))
        return furnished(facts, softmax(values))

    def probabilities(self, facts: Facts, table: Array, ngrams: NgramRows) -> Array:
        """Return the labels' probabilities, shape (sentences, 5); page furniture is ``other``."""
        first = self.first_pass(facts, table, ngrams)
        if not len(facts):
            return first
        return furnished(facts, softmax(self.context.values(context_table(facts, first))))


def no_context() -> LinearModel:
    """Return a second pass that keeps what the first pass said."""
    return LinearModel(np.eye(CONTEXT_COLUMNS, len(SENTENCE_LABELS)), np.zeros(len(SENTENCE_LABELS)))


def furnished(facts: Facts, probabilities: Array) -> Array:
    """Return `probabilities` with page furniture as ``other`` for certain."""
    probabilities[facts.block == BLOCKS.index("boilerplate")] = (0.0, 0.0, 0.0, 0.0, 1.0)
    return probabilities


def least_cost(verdicts: Array) -> NDArray[np.int64]:
    """Return the index of the verdict that is expected to cost least for probabilities of shape (articles, 3)."""
    return np.asarray((verdicts @ COSTS).argmin(axis=1), dtype=np.int64)


@dataclass(frozen=True)
class CompiledWords:
    """What the words and pairs of a whole article say of its verdict: TF-IDF and multinomial logistic regression.

    Attributes
    ----------
    idf
        Inverse document frequency of each term of the sentence model's vocabulary, 0 for those left out.
    weights
        Shape (terms, 2): speculative against reported, and mixed against the mean of both.
    intercept
        Shape (2,).
    """

    idf: Array
    weights: Array
    intercept: Array

    def evidence(self, facts: Facts, ngrams: NgramRows) -> Array:
        """Return what each sentence adds to the two decision values of its article, shape (sentences, 2)."""
        ngrams = ngrams.told(facts)
        article, count = facts.article[ngrams.row], len(facts.documents)
        number = _repeats(article, ngrams.column, count, len(self.idf))
        value = np.log1p(number) * self.idf[ngrams.column]
        norm = np.sqrt(np.maximum(sums(article, count, value**2 / number), 1e-12))
        each = value / number / norm[article]
        return ngrams.summed(each[:, None] * self.weights.take(ngrams.column, axis=0))

    def values(self, facts: Facts, evidence: Array) -> Array:
        """Return the two decision values of each article, shape (articles, 2)."""
        count = len(facts.documents)
        return np.stack([sums(facts.article, count, evidence[:, at]) for at in range(2)], axis=1) + self.intercept


def _repeats(article: Ints, column: Ints, articles: int, terms: int) -> Ints:
    """Return how often the term of each n-gram stands in its article, for n-grams in the order of articles."""
    found = np.empty(len(article), dtype=np.int64)
    at = range(0, articles, _COUNTED)
    bounds = np.searchsorted(article, [*at, articles]).tolist()
    for base, (first, last) in zip(at, pairwise(bounds), strict=True):
        place = (article[first:last] - base) * terms + column[first:last]
        found[first:last] = np.bincount(place)[place]
    return found


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
    temperature
        What the decision values of the verdicts are divided by before they become probabilities: their calibration.
    usual
        Mean of each feature over the articles that the verdicts were learned from, shape (features,).
    """

    verdict: LinearModel
    quality: LinearModel
    article: LinearModel
    article_threshold: float
    temperature: float
    usual: Array

    def verdict_probabilities(self, rows: Array) -> Array:
        """Return calibrated probabilities of shape (articles, 3)."""
        return softmax(self.verdict.values(rows) / self.temperature)

    def called(self, rows: Array) -> NDArray[np.int64]:
        """Return the index of the verdict that is expected to cost least, shape (articles,)."""
        return least_cost(self.verdict_probabilities(rows))

    def quality_parts(self, rows: Array) -> Array:
        """Return the three parts of quality, shape (articles, 3), each within 1 to 5."""
        return np.clip(self.quality.values(rows), 1.0, 5.0)

    def is_article(self, rows: Array) -> Array:
        """Return the probability that each text is an article, shape (articles,)."""
        values = np.clip(self.article.values(rows)[:, 0], -700.0, 700.0)
        return np.asarray(1.0 / (1.0 + np.exp(-values)), dtype=np.float64)
