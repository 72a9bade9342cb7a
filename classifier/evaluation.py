"""Models and labels to figures: tables for people, numbers for the card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.dataset import Dataset
from classifier.features.facts import Floats, Ints
from classifier.labels import LabelledArticle
from classifier.metrics import Figure, Predictions, figure, spearman
from classifier.model.bundle import Model
from classifier.model.compiled import QUALITY_PARTS, SENTENCE_LABELS, VERDICTS, least_cost
from classifier.model.hedges import Readings
from classifier.training import FOLDS, article_rows, fit_article_models, hedged_out_of_fold, out_of_fold

__all__ = ["Evaluation", "Judged", "evaluate", "judge", "judge_out_of_fold"]

_REPORTED, _MIXED, _SPECULATIVE = range(3)


@dataclass(frozen=True)
class Judged:
    """What a model, or models that had not seen them, made of labelled articles.

    Attributes
    ----------
    labels
        The articles' labels.
    verdicts
        Probabilities, shape (articles, 3).
    parts
        Parts of quality, shape (articles, 3).
    abstains
        Whether the text is taken for no article, shape (articles,).
    sentences
        Probabilities of all their sentences, shape (sentences, 5).
    target
        Index of each sentence's label, -1 where none was given, shape (sentences,).
    article
        Index of each sentence's article, shape (sentences,).
    words
        Decision values of the articles' words, shape (articles, 2).
    """

    labels: Sequence[LabelledArticle]
    verdicts: Floats
    parts: Floats
    abstains: NDArray[np.bool_]
    sentences: Floats
    target: Ints
    article: Ints
    words: Floats

    def only(self, keep: Sequence[bool] | NDArray[np.bool_]) -> Judged:
        """Return the articles for which `keep` is true."""
        kept = np.asarray(keep, dtype=bool)
        inside = kept[self.article]
        return Judged(
            [label for label, one in zip(self.labels, kept, strict=True) if one],
            self.verdicts[kept],
            self.parts[kept],
            self.abstains[kept],
            self.sentences[inside],
            self.target[inside],
            (np.cumsum(kept) - 1)[self.article[inside]],
            self.words[kept],
        )


def judge(data: Dataset, model: Model) -> Judged:
    """Return what `model` makes of the articles."""
    if model.disambiguator is not None:
        data = data.hedged([model.disambiguator] * len(data))
    ngrams = model.sentence.ngrams_of(data.facts)
    sentences = model.sentence.probabilities(data.facts, data.table, ngrams)
    words = model.words.values(data.facts, model.words.evidence(data.facts, ngrams))
    rows = article_rows(data, sentences, words)
    return Judged(
        data.labels,
        model.article.verdict_probabilities(rows),
        model.article.quality_parts(rows),
        model.article.is_article(rows) < model.article.article_threshold,
        sentences,
        data.target,
        data.facts.article,
        words,
    )


def judge_out_of_fold(data: Dataset, seed: int = 0, jobs: int = 1, readings: Readings | None = None) -> Judged:
    """Return what models make of each article that were fitted without its fold.

    Sentence and article models of a fold have seen no article of it. The article models' training
    rows do come from sentence models that saw other articles of the fold, as is usual in stacking.
    """
    fold, own = data.folds(FOLDS, seed), np.arange(len(data) + len(data.copies)) < len(data)
    data, fold = data.with_copies(fold)
    data = hedged_out_of_fold(data, fold, readings or {})
    found = out_of_fold(data, fold, jobs)
    rows = article_rows(data, found.final, found.words)
    verdicts, parts = np.zeros((len(data), 3)), np.zeros((len(data), 3))
    abstains = np.zeros(len(data), dtype=bool)
    for number in sorted(set(found.fold.tolist())):
        seen, held_out = found.fold != number, found.fold == number
        labels = [label for label, one in zip(data.labels, seen, strict=True) if one]
        fitted = fit_article_models(labels, rows[seen], found.fold[seen], int((seen & ~own).sum()))
        compiled = fitted.compile()
        verdicts[held_out] = compiled.verdict_probabilities(rows[held_out])
        parts[held_out] = compiled.quality_parts(rows[held_out])
        abstains[held_out] = compiled.is_article(rows[held_out]) < compiled.article_threshold
    judged = Judged(data.labels, verdicts, parts, abstains, found.final, data.target, data.facts.article, found.words)
    return judged.only(own)


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
    final = [label.final for label in judged.labels]
    counts = {name: sum(one.verdict == name for one in final) for name in (*VERDICTS, "none")}
    real = judged.only([one.verdict != "none" for one in final])
    groups = [label.group for label in real.labels]
    truth = np.array([VERDICTS.index(label.final.verdict) for label in real.labels], dtype=np.int64)
    verdicts = Predictions(truth, real.verdicts, least_cost(real.verdicts))
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
    called = verdicts.called
    confusion = [[int(((truth == row) & (called == column)).sum()) for column in range(3)] for row in range(3)]
    return Evaluation(counts, figures | sentence_figures, confusion, sentence_confusion)


def _share(judged: Judged, seed: int) -> Figure:
    groups = [label.group for label in judged.labels]
    return figure(lambda index: float(judged.abstains[index].mean()), groups, seed)


def _quality_figures(judged: Judged, groups: Sequence[str], seed: int) -> dict[str, Figure]:
    wanted = np.array([float(label.final.quality or np.nan) for label in judged.labels])
    given = np.round(np.median(judged.parts, axis=1), 1) if len(wanted) else wanted
    found = {
        "quality Spearman": figure(lambda i: spearman(wanted[i], given[i]), groups, seed),
        "quality mean absolute error": figure(lambda i: float(np.abs(wanted[i] - given[i]).mean()), groups, seed),
    }
    for column, part in enumerate(QUALITY_PARTS):
        truth = np.array([float(getattr(label.final, part)) for label in judged.labels])
        found[f"{part} Spearman"] = figure(_rank(truth, judged.parts[:, column]), groups, seed)
    return found


def _rank(truth: Floats, given: Floats) -> Any:
    return lambda index: spearman(truth[index], given[index])


def _sentence_figures(judged: Judged, seed: int) -> tuple[dict[str, Figure], list[list[int]]]:
    known = judged.target >= 0
    truth = judged.target[known]
    groups = [judged.labels[at].group for at in judged.article[known].tolist()]
    predictions = Predictions(truth, judged.sentences[known], judged.sentences[known].argmax(axis=1))
    figures = {
        "sentence macro-F1": figure(predictions.macro_f1, groups, seed),
        "sentence accuracy": figure(predictions.accuracy, groups, seed),
    }
    for number, label in enumerate(SENTENCE_LABELS):
        figures[f"sentence {label} F1"] = figure(_f1_of(predictions, number), groups, seed)
    called = predictions.called
    size = range(len(SENTENCE_LABELS))
    confusion = [[int(((predictions.truth == row) & (called == column)).sum()) for column in size] for row in size]
    return figures, confusion


def _f1_of(predictions: Predictions, number: int) -> Any:
    return lambda index: predictions.f1(number, index)
