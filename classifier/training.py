"""Labels to fitted models.

The article model sees its training articles as it will see new ones: their sentences are judged by
sentence models that were fitted without them, fold by fold, and a group (outlet, event, author's
event) never stands on both sides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits

from classifier.dataset import Dataset
from classifier.features.article import ArticleFacts, article_table
from classifier.features.context import context_table
from classifier.features.facts import BLOCKS, Floats, Ints
from classifier.labels import LabelledArticle
from classifier.model.article import article_estimator, linear_parts, quality_estimator, verdict_estimator
from classifier.model.bundle import Model
from classifier.model.compiled import QUALITY_PARTS, SENTENCE_LABELS, VERDICTS, CompiledArticleModel, furnished
from classifier.model.linear import LinearModel, softmax
from classifier.model.sentence import SentenceClassifier

__all__ = [
    "ArticleModels",
    "OutOfFold",
    "article_rows",
    "fit",
    "fit_article_models",
    "fit_context",
    "fit_sentences",
    "out_of_fold",
]

FOLDS = 5
# A text whose probability of being an article is lower is not judged. Out of fold over 106 texts that are
# no article and 936 that are (labels of 2026-11-22), 94 % and 0.6 % fall below; 0.5 gave 93 % and 0.4 %.
ARTICLE_THRESHOLD = 0.6


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
            np.asarray(self.verdict[0].mean_, dtype=np.float64),
        )


def fit_sentences(data: Dataset) -> SentenceClassifier:
    """Return the first pass of the sentence model, fitted to every labelled sentence that is no page furniture."""
    known = (data.target >= 0) & (data.facts.block != BLOCKS.index("boilerplate"))
    labels = [SENTENCE_LABELS[at] if keep else None for at, keep in zip(data.target.tolist(), known, strict=True)]
    return SentenceClassifier().fit(data.facts, labels)


def fit_context(data: Dataset, first: Floats, articles: NDArray[np.bool_] | None = None) -> LinearModel:
    """Return the second pass of the sentence model.

    Parameters
    ----------
    data
        The articles.
    first
        Probabilities of the first pass by models that had not seen the article, shape (sentences, 5).
    articles
        Which articles to learn from; all if None.
    """
    known = (data.target >= 0) & (data.facts.block != BLOCKS.index("boilerplate"))
    if articles is not None:
        known &= articles[data.facts.article]
    table = context_table(data.facts, first)[known]
    with threadpool_limits(1):
        fitted = make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=2000, tol=1e-4))
        fitted.fit(table, data.target[known])
    return linear_parts(fitted)


def article_rows(data: Dataset, probabilities: Floats) -> Floats:
    """Return the article features for sentences so judged, shape (articles, columns)."""
    return article_table(ArticleFacts(data.facts, data.table, probabilities))


@dataclass(frozen=True)
class OutOfFold:
    """What models say of articles that they have not seen.

    Attributes
    ----------
    fold
        Fold of each article, shape (articles,).
    first
        Sentence probabilities after the first pass, shape (sentences, 5).
    final
        The same after the second pass, which was fitted to the other folds.
    """

    fold: Ints
    first: Floats
    final: Floats


def out_of_fold(data: Dataset, fold: Ints, jobs: int = 1) -> OutOfFold:
    """Return the probabilities of every sentence by models that saw nothing of its article's fold.

    The second pass of a fold learns from first-pass probabilities of the other folds, whose models did see
    this fold: as is usual in stacking.
    """
    from joblib import Parallel, delayed

    numbers = sorted(set(fold.tolist()))
    parts = Parallel(n_jobs=jobs)(delayed(_first_pass_of)(data, fold, number) for number in numbers)
    of_sentence = fold[data.facts.article]
    first, final = np.zeros((len(data.facts), 5)), np.zeros((len(data.facts), 5))
    for number, part in zip(numbers, parts, strict=True):
        first[of_sentence == number] = part
    for number in numbers:
        context = fit_context(data, first, fold != number)
        here = of_sentence == number
        final[here] = furnished(data.facts, softmax(context.values(context_table(data.facts, first))))[here]
    return OutOfFold(fold, first, final)


def _first_pass_of(data: Dataset, fold: Ints, number: int) -> Floats:
    with threadpool_limits(1):  # sums in one order, whatever the machine
        model = fit_sentences(data.only(fold != number)).compile()
    held_out = data.only(fold == number)
    return model.first_pass(held_out.facts, held_out.table)


def fit_article_models(labels: Sequence[LabelledArticle], rows: Floats) -> ArticleModels:
    """Return the article models fitted to the final labels of articles and their features `rows`."""
    verdicts = np.array([label.final.verdict for label in labels])
    judged = verdicts != "none"
    parts = np.array(
        [[getattr(row.final, part) for part in QUALITY_PARTS] for row in labels if row.final.verdict != "none"],
        dtype=np.float64,
    )
    if judged.all():
        raise ValueError("no text with verdict 'none' among the labels: the program would never abstain")
    with threadpool_limits(1):
        verdict = verdict_estimator().fit(rows[judged], verdicts[judged])
        quality = quality_estimator().fit(rows[judged], parts)
        article = article_estimator().fit(rows, judged)
    return ArticleModels(verdict, quality, article, ARTICLE_THRESHOLD)


def fit(data: Dataset, seed: int = 0, jobs: int = 1) -> Model:
    """Return the model fitted to `data`, without its id.

    The article models see their training articles as they will see new ones: judged by sentence models that
    were fitted without them.
    """
    held_out = out_of_fold(data, data.folds(FOLDS, seed), jobs)
    models = fit_article_models(data.labels, article_rows(data, held_out.final))
    with threadpool_limits(1):
        first = fit_sentences(data).compile()
    sentences = replace(first, context=fit_context(data, held_out.first))
    return Model("", sentences, models.compile())
