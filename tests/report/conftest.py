"""Shared by the tests of reports: what the report on a model is made of."""

from __future__ import annotations

from pathlib import Path

import pytest

from classifier.calibration import calibrations
from classifier.corpora import find_texts
from classifier.dataset import read_dataset
from classifier.evaluation import Evaluation, judge
from classifier.labels import read_labels
from classifier.measured import Measured, Results
from classifier.metrics import Figure
from classifier.report.model import CURVE, LEFT_OUT, Evidence
from classifier.scoring import Scorer

LABELS = Path(__file__).parents[2] / "labels"
IDENTITY = {"id": "base-123456789abc", "name": "base"}
FIGURE = Figure(0.5, 0.4, 0.6, 30)
EVALUATION = Evaluation({"reported": 3}, {"verdict macro-F1": FIGURE}, [[1, 0, 0]] * 3, [[1, 0, 0, 0, 0]] * 5)
RESULTS = Results(
    "base-1",
    "ab",
    [
        Measured("Origin left out", "author <A>", "AUC", FIGURE, 0.92),
        Measured(CURVE, "100 articles", "AUC", FIGURE),
        Measured(CURVE, "200 articles", "AUC", FIGURE),
        Measured(LEFT_OUT[0], "nothing", "AUC", FIGURE),
        Measured(LEFT_OUT[0], "hedges", "AUC", FIGURE),
    ],
)


@pytest.fixture(scope="session")
def evidence(scorer: Scorer) -> Evidence:
    """Return what was made of every fifth written article, with measurements that miss a bar."""
    rows = [row for row in read_labels(LABELS) if row.corpus == "written"][::5]
    data = read_dataset(rows, find_texts(rows, LABELS, Path("nowhere")), 1, scorer.model.tagger)
    judged = judge(data, scorer.model)
    found = calibrations(judged, data.documents)
    return Evidence(data, judged, {"written articles": EVALUATION}, found, {"robustness": RESULTS}, "cd")
