"""Models and labels to figures: tables for people, numbers for the card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.dataset import AnalysedArticle, folds_by_group
from classifier.metrics import Figure, Predictions, figure, spearman
from classifier.model.bundle import Model
from classifier.model.compiled import QUALITY_PARTS, SENTENCE_LABELS, VERDICTS
from classifier.training import FOLDS, article_rows, fit_article_models, out_of_fold_rows

__all__ = ["Evaluation", "Judged", "evaluate", "judge", "judge_out_of_fold"]

Array = NDArray[np.float64]
_REPORTED, _MIXED, _SPECULATIVE = range(3)


@dataclass(frozen=True)
class Judged:
    """What a model, or models that had not seen them, made of labelled articles.

    Attributes
    ----------
    articles
        The articles.
    verdicts
        Probabilities, shape (articles, 3).
    parts
        Parts of quality, shape (articles, 3).
    abstains
        Whether the text is taken for no article, shape (articles,).
    sentences
        Probabilities of shape (sentences, 5) for each article.
    """

    articles: Sequence[AnalysedArticle]
    verdicts: Array
    parts: Array
    abstains: NDArray[np.bool_]
    sentences: Sequence[Array]

    def only(self, keep: Sequence[bool]) -> Judged:
        """Return the articles for which `keep` is true."""
        at = np.flatnonzero(keep).tolist()
        return Judged(
            [self.articles[i] for i in at],
            self.verdicts[at],
            self.parts[at],
            self.abstains[at],
            [self.sentences[i] for i in at],
        )


def judge(articles: Sequence[AnalysedArticle], model: Model) -> Judged:
    """Return what `model` makes of `articles`."""
    rows = article_rows(articles, model.sentence)
    sentences = [model.sentence.probabilities([s.facts for s in a.sentences], a.table) for a in articles]
    chances = model.article.is_article(rows)
    return Judged(
        articles,
        model.article.verdict_probabilities(rows),
        model.article.quality_parts(rows),
        chances < model.article.article_threshold,
        sentences,
    )


def judge_out_of_fold(articles: Sequence[AnalysedArticle], seed: int = 0, jobs: int = 1) -> Judged:
    """Return what models make of each article that were fitted without its fold.

    Sentence and article models of a fold have seen no article of it. The article models' training
    rows do come from sentence models that saw other articles of the fold, as is usual in stacking.
    """
    groups = [article.label.group for article in articles]
    strata = [f"{article.label.corpus} {article.label.final.verdict}" for article in articles]
    fold = folds_by_group(groups, strata, FOLDS, seed)
    rows, sentences = out_of_fold_rows(articles, fold, jobs)
    verdicts, parts = np.zeros((len(articles), 3)), np.zeros((len(articles), 3))
    abstains = np.zeros(len(articles), dtype=bool)
    for number in sorted(set(fold.tolist())):
        seen, held_out = np.flatnonzero(fold != number).tolist(), np.flatnonzero(fold == number).tolist()
        fitted = fit_article_models([articles[at] for at in seen], rows[seen]).compile()
        verdicts[held_out] = fitted.verdict_probabilities(rows[held_out])
        parts[held_out] = fitted.quality_parts(rows[held_out])
        abstains[held_out] = fitted.is_article(rows[held_out]) < fitted.article_threshold
    return Judged(articles, verdicts, parts, abstains, sentences)


@dataclass(frozen=True)
class Evaluation:
    """The figures of one set of articles.

    Attributes
    ----------
    articles
        How many of each final verdict.
    figures
        By name, each with interval and n.
    confusion
        Rows true, columns called, in the order of `VERDICTS`.
    sentence_confusion
        The same for sentences, in the order of `SENTENCE_LABELS`.
    """

    articles: dict[str, int]
    figures: dict[str, Figure]
    confusion: list[list[int]] = field(default_factory=list)
    sentence_confusion: list[list[int]] = field(default_factory=list)

    def to_dict(self) -> dict[str, Any]:
        """Return plain values, figures rounded to four places and NaN as None."""
        figures = {
            name: {key: None if value != value else round(value, 4) for key, value in asdict(found).items()}
            for name, found in self.figures.items()
        }
        return {**asdict(self), "figures": figures}


def evaluate(judged: Judged, seed: int = 0) -> Evaluation:
    """Return the figures for articles that have been judged."""
    final = [article.label.final for article in judged.articles]
    counts = {name: sum(one.verdict == name for one in final) for name in (*VERDICTS, "none")}
    real = judged.only([one.verdict != "none" for one in final])
    groups = [article.label.group for article in real.articles]
    truth = np.array([VERDICTS.index(article.label.final.verdict) for article in real.articles], dtype=np.int64)
    verdicts = Predictions(truth, real.verdicts)
    figures = {
        "AUC speculative against reported": figure(lambda i: verdicts.auc(i, _REPORTED, _SPECULATIVE), groups, seed),
        "verdict macro-F1": figure(verdicts.macro_f1, groups, seed),
        "reported called speculative": figure(lambda i: verdicts.rate(i, _REPORTED, _SPECULATIVE), groups, seed),
        "speculative called speculative": figure(lambda i: verdicts.rate(i, _SPECULATIVE, _SPECULATIVE), groups, seed),
        "speculative called reported": figure(lambda i: verdicts.rate(i, _SPECULATIVE, _REPORTED), groups, seed),
        "verdict ECE": figure(verdicts.calibration_error, groups, seed),
        "verdict Brier": figure(verdicts.brier, groups, seed),
    }
    figures |= _quality_figures(real, groups, seed)
    none = judged.only([one.verdict == "none" for one in final])
    figures["no article: abstained"] = _share(none, seed)
    figures["article: abstained"] = _share(real, seed)
    sentence_figures, sentence_confusion = _sentence_figures(judged, seed)
    called = real.verdicts.argmax(axis=1) if len(truth) else truth
    confusion = [[int(((truth == row) & (called == column)).sum()) for column in range(3)] for row in range(3)]
    return Evaluation(counts, figures | sentence_figures, confusion, sentence_confusion)


def _share(judged: Judged, seed: int) -> Figure:
    groups = [article.label.group for article in judged.articles]
    return figure(lambda index: float(judged.abstains[index].mean()), groups, seed)


def _quality_figures(judged: Judged, groups: Sequence[str], seed: int) -> dict[str, Figure]:
    wanted = np.array([float(article.label.final.quality or np.nan) for article in judged.articles])
    given = np.round(np.median(judged.parts, axis=1), 1) if len(wanted) else wanted
    found = {
        "quality Spearman": figure(lambda i: spearman(wanted[i], given[i]), groups, seed),
        "quality mean absolute error": figure(lambda i: float(np.abs(wanted[i] - given[i]).mean()), groups, seed),
    }
    for column, part in enumerate(QUALITY_PARTS):
        truth = np.array([float(getattr(article.label.final, part)) for article in judged.articles])
        found[f"{part} Spearman"] = figure(_rank(truth, judged.parts[:, column]), groups, seed)
    return found


def _rank(truth: Array, given: Array) -> Any:
    return lambda index: spearman(truth[index], given[index])


def _sentence_figures(judged: Judged, seed: int) -> tuple[dict[str, Figure], list[list[int]]]:
    truth, chances, groups = [], [], []
    for article, probabilities in zip(judged.articles, judged.sentences, strict=True):
        for label, row in zip(article.sentence_labels, probabilities, strict=True):
            if label is not None:
                truth.append(SENTENCE_LABELS.index(label))
                chances.append(row)
                groups.append(article.label.group)
    predictions = Predictions(np.array(truth, dtype=np.int64), np.array(chances).reshape(-1, 5))
    figures = {
        "sentence macro-F1": figure(predictions.macro_f1, groups, seed),
        "sentence accuracy": figure(predictions.accuracy, groups, seed),
    }
    for number, label in enumerate(SENTENCE_LABELS):
        figures[f"sentence {label} F1"] = figure(_f1_of(predictions, number), groups, seed)
    called = predictions.probabilities.argmax(axis=1) if truth else predictions.truth
    size = range(len(SENTENCE_LABELS))
    confusion = [[int(((predictions.truth == row) & (called == column)).sum()) for column in size] for row in size]
    return figures, confusion


def _f1_of(predictions: Predictions, number: int) -> Any:
    return lambda index: predictions.f1(number, index)
