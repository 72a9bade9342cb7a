"""The report on a model: one page with what it was measured at, what it misses, and what it must not be used for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.calibration import Calibration
from classifier.dataset import Dataset
from classifier.evaluation import Evaluation, Judged
from classifier.measured import Measured, Results
from classifier.misses import weights, worst_misses
from classifier.model.bundle import Model
from classifier.model.compiled import SENTENCE_LABELS, VERDICTS, least_cost
from classifier.report.charts import Curve, learning, left_out, precision_recall, reliability, weightiest
from classifier.report.page import page
from classifier.training import article_rows

__all__ = ["Evidence", "model_report"]

# Tables of benchmarks/ablation.py that are drawn.
CURVE = "Learning curve, real test articles"
LEFT_OUT = ("Left out, real articles out of fold", "Left out, real articles without their origin")
_WEIGHTS = 24  # features that are shown


@dataclass(frozen=True)
class Evidence:
    """What the report tells of.

    Attributes
    ----------
    data
        All labelled articles.
    judged
        What models made of them that had not seen them.
    evaluations
        Figures, by set of articles.
    calibrations
        By kind of articles.
    results
        Of the measurements in `benchmarks/`, those that were made, by file.
    labels_sha256
        Hash of the labels, to tell measurements on other ones.
    """

    data: Dataset
    judged: Judged
    evaluations: Mapping[str, Evaluation]
    calibrations: Sequence[Calibration]
    results: Mapping[str, Results]
    labels_sha256: str


@dataclass(frozen=True, slots=True)
class _Stratum:
    """Hits and misses of one stratum: pairs of counts told as words."""

    name: str
    articles: int
    right: str
    alarms: str
    caught: str


@dataclass(frozen=True, slots=True)
class _Confusion:
    """A confusion matrix: rows true, columns called."""

    title: str
    labels: tuple[str, ...]
    counts: Sequence[Sequence[int]]


def model_report(identity: Mapping[str, Any], model: Model, told: Evidence) -> str:
    """Return the report as a whole HTML page that fetches nothing and holds no text of an article.

    Parameters
    ----------
    identity
        The model's name and id.
    model
        The model, for its weights.
    told
        What was measured.

    Raises
    ------
    ClassifierError
        If an extra, ``report`` or ``train``, is not installed.
    """
    rows = article_rows(told.data, told.judged.sentences, told.judged.words)
    tables = {name: table for one in told.results.values() for name, table in one.tables.items()}
    curve = tables.get(CURVE, [])
    ablations = [tables[name] for name in LEFT_OUT if name in tables]
    heaviest = weights(model, rows)[:_WEIGHTS]
    values: dict[str, Any] = {
        "identity": identity,
        "evaluations": told.evaluations,
        "names": list(dict.fromkeys(name for one in told.evaluations.values() for name in one.figures)),
        "confusions": list(_confusions(told.evaluations)),
        "calibrations": told.calibrations,
        "reliability": reliability(told.calibrations),
        "curves": (curves := _curves(told.judged)),
        "precision_recall": precision_recall(curves),
        "learning": learning(curve) if curve else "",
        "results": told.results,
        "other_labels": [name for name, one in told.results.items() if one.labels_sha256 != told.labels_sha256],
        "missed": list(_missed_bars(told.results)),
        "ablation": left_out(ablations) if ablations else "",
        "weights": heaviest,
        "weighed": weightiest(heaviest),
        "misses": worst_misses(told.judged, rows, model),
        "strata": list(_strata(told.judged)),
        "genres": _genres(told.judged),
    }
    return "".join(page("model.html.jinja", "model.css", pictured=True, **values))


def _confusions(evaluations: Mapping[str, Evaluation]) -> Iterator[_Confusion]:
    for title, found in evaluations.items():
        yield _Confusion(f"{title}: verdicts", VERDICTS, found.confusion)
        yield _Confusion(f"{title}: sentences", SENTENCE_LABELS, found.sentence_confusion)


def _curves(judged: Judged) -> list[Curve]:
    """Return precision and recall of speculative articles against all others, real and written."""
    verdict = np.array([label.final.verdict for label in judged.labels])
    sample = np.array([label.sample for label in judged.labels])
    score = judged.verdicts @ np.array([0.0, 0.5, 1.0])
    known: NDArray[np.bool_] = verdict != "none"
    kinds = (("real articles", known & (sample == "real")), ("written articles", known & (sample == "written")))
    return [Curve(name, verdict[kept] == "speculative", score[kept]) for name, kept in kinds if kept.any()]


def _missed_bars(results: Mapping[str, Results]) -> Iterator[Measured]:
    for one in results.values():
        yield from (row for row in one.rows if row.met is False)


def _strata(judged: Judged) -> Iterator[_Stratum]:
    called = [VERDICTS[at] for at in least_cost(judged.verdicts).tolist()]
    counts: dict[str, Counter[tuple[str, str]]] = {}
    for label, verdict in zip(judged.labels, called, strict=True):
        if label.final.verdict != "none":
            counts.setdefault(label.stratum, Counter())[label.final.verdict, verdict] += 1
    for name, found in sorted(counts.items()):
        of = Counter({true: sum(n for (one, _), n in found.items() if one == true) for true in VERDICTS})
        right = sum(found[verdict, verdict] for verdict in VERDICTS)
        yield _Stratum(
            name,
            found.total(),
            f"{right} of {found.total()}",
            _part(found["reported", "speculative"], of["reported"]),
            _part(found["speculative", "speculative"], of["speculative"]),
        )


def _genres(judged: Judged) -> str:
    """Return how many real speculative articles there are of each genre."""
    final = [label.final for label in judged.labels if label.sample == "real"]
    found = Counter(one.genre for one in final if one.verdict == "speculative")
    return ", ".join(f"{count} {genre}" for genre, count in found.most_common()) or "none"


def _part(some: int, whole: int) -> str:
    return f"{some} of {whole}" if whole else "–"
