"""Adapts the shipped model to somebody's own verdicts: a CSV with text, verdict and perhaps quality.

A few rows cannot teach what makes a verdict, only where its borders lie: up to `FEW` the shipped model's decision
values are weighed anew, from there on the features of the articles. Verdicts that are no better on the rows than those
of the model as it was, or of which that cannot be told, are not taken.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits

from classifier.errors import LabelError
from classifier.loading import load
from classifier.model.article import ArticleClassifier, linear_parts, verdict_estimator
from classifier.model.card import write_adapted_card
from classifier.model.compiled import VERDICTS, least_cost
from classifier.model.linear import LinearModel
from classifier.model.store import write_parts

__all__ = ["MIN_ROWS", "adapt"]

MIN_ROWS = 10
FEW = 100  # rows up to which only borders are learned; set by judgement, not measured
# Decision values of the three verdicts to two numbers: speculative against reported, mixed against the mean of both.
_CONTRASTS = np.array([[-1.0, -0.5], [0.0, 1.0], [1.0, -0.5]])
_NEVER = -30.0  # decision value of a verdict that the rows do not hold

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Row:
    text: str
    verdict: str
    quality: float | None


def adapt(path: Path, folder: Path, name: str, say: Callable[[str], None]) -> str:
    """Fit the article model to the rows of `path` over what else the shipped model knows, and write it.

    Raises
    ------
    LabelError
        Naming the line that is wrong, or what is missing.
    """
    rows = _read(path)
    shipped = load().model
    verdicts = np.array([row.verdict for row in rows])
    counts = Counter(verdicts.tolist())
    say(f"adapting {shipped.id} to {len(rows)} articles: {', '.join(f'{n} {v}' for v, n in sorted(counts.items()))}")
    with threadpool_limits(1):
        table = ArticleClassifier(shipped).transform([row.text for row in rows])
        found = _fitted(shipped.article.verdict, table, verdicts)
        quality = _quality(shipped.article.quality, table, rows)
    before = np.array(VERDICTS)[shipped.article.called(table)]
    base = float((before == verdicts).mean())
    better = found.right is not None and found.right > base
    adapted = replace(shipped.article, quality=quality or shipped.article.quality)
    if better:
        adapted = replace(adapted, verdict=found.model, temperature=1.0)
    identity = write_parts(folder, name, replace(shipped, id="", article=adapted))
    write_adapted_card(folder, identity, shipped.id, dict(counts), found.right if better else None)
    told = "accuracy not measured" if found.right is None else f"accuracy {found.right:.2f} in cross-validation"
    kept = "" if better else "; not shown to be better, so its verdicts are kept: give more rows of each verdict"
    graded = sum(row.quality is not None for row in rows)
    why = "the grades do not rise with it" if graded >= MIN_ROWS else f"{graded} of the {MIN_ROWS} grades needed"
    quality_told = "adapted too" if quality else f"as before, {why}"
    return (
        f"{len(rows)} articles: {told}, {base:.2f} by {shipped.id} as it was{kept}; quality {quality_told}\n"
        f"written to {folder} as {identity['id']}; use it with --model {folder}"
    )


@dataclass(frozen=True, slots=True)
class _Fitted:
    """A model of verdicts, and the part of the rows that its like got right without having seen them."""

    model: LinearModel
    right: float | None


def _fitted(shipped: LinearModel, table: Array, verdicts: NDArray[np.str_]) -> _Fitted:
    """Return verdicts fitted to the rows: to the shipped model's decision values if they are few, else to features."""
    few = len(verdicts) < FEW
    base = LinearModel(shipped.weights @ _CONTRASTS, shipped.intercept @ _CONTRASTS)
    design = base.values(table) if few else table
    borders = make_pipeline(StandardScaler(), LogisticRegression(C=1.0, max_iter=5000, tol=1e-8))
    estimator: Pipeline = borders if few else verdict_estimator()
    estimator.fit(design, verdicts)
    folds = min(5, *Counter(verdicts.tolist()).values())
    right = None
    if folds > 1:
        chances = np.zeros((len(verdicts), len(VERDICTS)))
        at = [VERDICTS.index(verdict) for verdict in estimator.classes_]
        for seen, rest in StratifiedKFold(folds).split(design, verdicts):
            fitted = clone(estimator).fit(design[seen], verdicts[seen])
            chances[np.ix_(rest, at)] = fitted.predict_proba(design[rest])
        right = float((np.array(VERDICTS)[least_cost(chances)] == verdicts).mean())
    found = _three(linear_parts(estimator), estimator.classes_.tolist())
    if few:
        found = LinearModel(base.weights @ found.weights, base.intercept @ found.weights + found.intercept)
    return _Fitted(found, right)


def _quality(shipped: LinearModel, table: Array, rows: Sequence[_Row]) -> LinearModel | None:
    """Return quality fitted to the grades, None if there are too few: a line through the shipped model's, if few."""
    known = np.array([row.quality is not None for row in rows])
    if known.sum() < MIN_ROWS:
        return None
    values = np.array([row.quality for row in rows if row.quality is not None])
    if known.sum() < FEW:
        given = np.median(np.clip(shipped.values(table[known]), 1.0, 5.0), axis=1, keepdims=True)
        line = linear_parts(make_pipeline(StandardScaler(), Ridge(alpha=1.0)).fit(given, values))
        slope, offset = max(0.0, float(line.weights[0, 0])), float(line.intercept[0])
        if slope == 0.0:
            return None
        return LinearModel(slope * shipped.weights, slope * shipped.intercept + offset)
    fitted = make_pipeline(StandardScaler(), Ridge(alpha=30.0, solver="cholesky")).fit(table[known], values)
    one = linear_parts(fitted)
    return LinearModel(np.repeat(one.weights, 3, axis=1), np.repeat(one.intercept, 3))


def _three(found: LinearModel, classes: Sequence[str]) -> LinearModel:
    """Return the model of the verdicts in `classes` with three outputs, whatever verdicts it has seen."""
    weights = np.zeros((found.weights.shape[0], len(VERDICTS)))
    intercept = np.full(len(VERDICTS), _NEVER)
    if found.weights.shape[1] == 1:  # one output for two verdicts: split it over the two
        found = LinearModel(
            np.hstack([-found.weights, found.weights]) / 2, np.array([-1.0, 1.0]) * found.intercept[0] / 2
        )
    for column, verdict in enumerate(classes):
        weights[:, VERDICTS.index(verdict)] = found.weights[:, column]
        intercept[VERDICTS.index(verdict)] = found.intercept[column]
    return LinearModel(weights, intercept)


def _read(path: Path) -> list[_Row]:
    csv.field_size_limit(20_000_000)
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            missing = {"text", "verdict"} - set(reader.fieldnames or ())
            if missing:
                raise LabelError(f"{path}:1: no column {sorted(missing)[0]!r}; wanted text,verdict[,quality]")
            rows = [_row(f"{path}:{reader.line_num}", row) for row in reader]
    except (OSError, UnicodeError, csv.Error) as error:
        what = error.strerror if isinstance(error, OSError) else error
        raise LabelError(f"{path}: cannot be read ({what}); give a CSV in UTF-8") from error
    verdicts = Counter(row.verdict for row in rows)
    if len(rows) < MIN_ROWS:
        raise LabelError(
            f"{path}: {len(rows)} rows, at least {MIN_ROWS} are needed; add {MIN_ROWS - len(rows)} or more"
        )
    if len(verdicts) < 2:
        raise LabelError(f"{path}: every row is {next(iter(verdicts))}; add rows with another verdict")
    return rows


def _row(where: str, row: dict[str, str | None]) -> _Row:
    text, verdict, quality = (
        row["text"] or "",
        (row["verdict"] or "").strip(),
        (row.get("quality") or "").strip(),
    )
    if verdict not in VERDICTS:
        raise LabelError(f"{where}: verdict {verdict!r} is not one of {', '.join(VERDICTS)}; fix or delete the row")
    if not text.strip():
        raise LabelError(f"{where}: the text is empty; fill in or delete the row")
    try:
        grade = float(quality) if quality else None
    except ValueError:
        grade = -1.0
    if grade is not None and not 1 <= grade <= 5:
        raise LabelError(f"{where}: quality {quality!r} is not a number from 1 to 5; fix it or leave it empty")
    return _Row(text, verdict, grade)
