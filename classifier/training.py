"""Labels to fitted models.

The article model sees its training articles as it will see new ones: their sentences are judged by
sentence models that were fitted without them, fold by fold, and a group (outlet, event, author's
event) never stands on both sides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.pipeline import Pipeline
from threadpoolctl import threadpool_limits

from classifier.dataset import AnalysedArticle, folds_by_group
from classifier.features.article import article_facts, article_row
from classifier.model.article import article_estimator, linear_parts, quality_estimator, verdict_estimator
from classifier.model.bundle import Model
from classifier.model.compiled import (
    QUALITY_PARTS,
    VERDICTS,
    CompiledArticleModel,
    CompiledSentenceModel,
)
from classifier.model.sentence import SentenceClassifier

__all__ = ["ArticleModels", "article_rows", "fit", "fit_article_models", "fit_sentences", "out_of_fold_rows"]

FOLDS = 5
# A text whose probability of being an article is lower is not judged. Out of fold over 106 texts that are
# no article and 936 that are (labels of 2026-11-22), 94 % and 0.6 % fall below; 0.5 gave 93 % and 0.4 %.
ARTICLE_THRESHOLD = 0.6

Array = NDArray[np.float64]


@dataclass(frozen=True)
class ArticleModels:
    """The three fitted article estimators."""

    verdict: Pipeline
    quality: Pipeline
    article: Pipeline
    threshold: float

    def compile(self) -> CompiledArticleModel:
        """Return them as arrays, the verdicts in the order of `VERDICTS`."""
        order = [list(self.verdict.classes_).index(name) for name in VERDICTS]
        verdict = linear_parts(self.verdict)
        return CompiledArticleModel(
            type(verdict)(verdict.weights[:, order], verdict.intercept[order]),
            linear_parts(self.quality),
            linear_parts(self.article),
            self.threshold,
        )


def fit_sentences(articles: Sequence[AnalysedArticle]) -> SentenceClassifier:
    """Return a sentence model fitted to every labelled sentence of `articles`."""
    sentences, labels = [], []
    for article in articles:
        for sentence, label in zip(article.sentences, article.sentence_labels, strict=True):
            if label is not None and sentence.facts.block != "boilerplate":
                sentences.append(sentence)
                labels.append(label)
    return SentenceClassifier().fit(sentences, labels)


def article_rows(articles: Sequence[AnalysedArticle], model: CompiledSentenceModel) -> Array:
    """Return the article features as `model` judges the sentences, shape (articles, columns)."""
    rows = []
    for article in articles:
        facts = [one.facts for one in article.sentences]
        table = article.table
        probabilities = model.probabilities(facts, table)
        rows.append(article_row(article_facts(article.document, facts, table, probabilities)))
    return np.vstack(rows)


def out_of_fold_rows(
    articles: Sequence[AnalysedArticle], fold: NDArray[np.int64], jobs: int = 1
) -> tuple[Array, list[Array]]:
    """Return article features, and sentence probabilities, from models that saw nothing of the fold.

    Returns
    -------
    rows
        Shape (articles, columns).
    probabilities
        For each article an array of shape (sentences, 5).
    """
    from joblib import Parallel, delayed

    numbers = sorted(set(fold.tolist()))
    fitted = Parallel(n_jobs=jobs)(delayed(_fitted_without)(articles, fold, number) for number in numbers)
    rows = np.zeros((0, 0))
    probabilities: list[Array] = [np.zeros((0, 5))] * len(articles)
    for number, model in zip(numbers, fitted, strict=True):
        held_out = np.flatnonzero(fold == number).tolist()
        found = article_rows([articles[at] for at in held_out], model)
        rows = np.zeros((len(articles), found.shape[1])) if rows.size == 0 else rows
        rows[held_out] = found
        for at in held_out:
            facts = [one.facts for one in articles[at].sentences]
            probabilities[at] = model.probabilities(facts, articles[at].table)
    return rows, probabilities


def _fitted_without(articles: Sequence[AnalysedArticle], fold: NDArray[np.int64], number: int) -> CompiledSentenceModel:
    with threadpool_limits(1):  # sums in one order, whatever the machine
        return fit_sentences([a for a, at in zip(articles, fold, strict=True) if at != number]).compile()


def fit_article_models(articles: Sequence[AnalysedArticle], rows: Array) -> ArticleModels:
    """Return the article models fitted to the final labels of `articles` and their features `rows`."""
    verdicts = np.array([article.label.final.verdict for article in articles])
    judged = verdicts != "none"
    parts = np.array(
        [
            [getattr(a.label.final, part) for part in QUALITY_PARTS]
            for a, keep in zip(articles, judged, strict=True)
            if keep
        ],
        dtype=np.float64,
    )
    with threadpool_limits(1):
        verdict = verdict_estimator().fit(rows[judged], verdicts[judged])
        quality = quality_estimator().fit(rows[judged], parts)
        article = article_estimator().fit(rows, judged) if not judged.all() else None
    if article is None:
        raise ValueError("no text with verdict 'none' among the labels: the program would never abstain")
    return ArticleModels(verdict, quality, article, ARTICLE_THRESHOLD)


def fit(
    articles: Sequence[AnalysedArticle], seed: int = 0, jobs: int = 1
) -> tuple[Model, SentenceClassifier, ArticleModels]:
    """Return the model fitted to all `articles`, without its id, and the estimators it was compiled from."""
    articles = sorted(articles, key=lambda article: (article.label.corpus, article.label.id))
    groups = [article.label.group for article in articles]
    strata = [f"{article.label.corpus} {article.label.final.verdict}" for article in articles]
    rows, _ = out_of_fold_rows(articles, folds_by_group(groups, strata, FOLDS, seed), jobs)
    models = fit_article_models(articles, rows)
    with threadpool_limits(1):
        sentences = fit_sentences(articles)
    return Model("", sentences.compile(), models.compile()), sentences, models
