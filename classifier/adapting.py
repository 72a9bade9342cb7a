"""Adapts the shipped model to somebody's own verdicts: a CSV with text, verdict and perhaps quality."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from sklearn.linear_model import Ridge
from sklearn.model_selection import cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits

from classifier.errors import LabelError
from classifier.loading import load
from classifier.model.article import ArticleClassifier, linear_parts
from classifier.model.card import write_adapted_card
from classifier.model.compiled import VERDICTS, CompiledArticleModel
from classifier.model.linear import LinearModel
from classifier.model.store import write_parts

__all__ = ["MIN_ROWS", "adapt"]

MIN_ROWS = 10
_NEVER = -30.0  # decision value of a verdict that the rows do not hold


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
    classifier = ArticleClassifier(shipped)
    with threadpool_limits(1):
        table = classifier.transform([row.text for row in rows])
        classifier.fit([row.text for row in rows], verdicts.tolist())
        folds = min(5, *counts.values())
        guessed = cross_val_predict(classifier.model_, table, verdicts, cv=folds) if folds > 1 else None
    quality = shipped.article.quality
    known = np.array([row.quality is not None for row in rows])
    if known.sum() >= MIN_ROWS:
        values = np.array([row.quality for row in rows if row.quality is not None])
        fitted = make_pipeline(StandardScaler(), Ridge(alpha=30.0, solver="cholesky")).fit(table[known], values)
        one = linear_parts(fitted)
        quality = LinearModel(np.repeat(one.weights, 3, axis=1), np.repeat(one.intercept, 3))
    adapted = CompiledArticleModel(
        _verdicts(classifier),
        quality,
        shipped.article.article,
        shipped.article.article_threshold,
        shipped.article.usual,
    )
    identity = write_parts(folder, name, replace(shipped, id="", article=adapted))
    right = None if guessed is None else float((guessed == verdicts).mean())
    before = np.array(VERDICTS)[shipped.article.called(table)]
    base = float((before == verdicts).mean())
    write_adapted_card(folder, identity, shipped.id, dict(counts), right)
    told = f"accuracy {right:.2f} in {folds}-fold cross-validation" if right is not None else "accuracy not measured"
    graded = int(known.sum())
    quality_told = "adapted too" if graded >= MIN_ROWS else f"as before, {graded} of the {MIN_ROWS} grades needed"
    return (
        f"{len(rows)} articles: {told}, {base:.2f} by {shipped.id} as it was; quality {quality_told}\n"
        f"written to {folder} as {identity['id']}; use it with --model {folder}"
    )


def _verdicts(classifier: ArticleClassifier) -> LinearModel:
    """Return the fitted verdict model with three outputs, whatever verdicts it has seen."""
    found = linear_parts(classifier.model_)
    weights = np.zeros((found.weights.shape[0], len(VERDICTS)))
    intercept = np.full(len(VERDICTS), _NEVER)
    if len(classifier.classes_) == 2:  # one output: split it over the two
        found = LinearModel(
            np.hstack([-found.weights, found.weights]) / 2, np.array([-1.0, 1.0]) * found.intercept[0] / 2
        )
    for column, verdict in enumerate(classifier.classes_):
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
