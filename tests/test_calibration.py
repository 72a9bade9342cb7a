"""Calibration: bins and kinds against counts made by hand."""

from __future__ import annotations

import numpy as np
import pytest

from classifier.calibration import SHORT, calibrations
from classifier.cues import analyse
from classifier.evaluation import Judged
from classifier.labels import LabelledArticle, Reading


def labelled(number: int, corpus: str, verdict: str, genre: str) -> LabelledArticle:
    final = Reading("final", verdict, genre, 3, 3, 3)
    return LabelledArticle(corpus, str(number), "ab", f"g{number}", "test", "report", final, (), (), ())


LABELS = [
    labelled(0, "wikinews", "reported", "report"),
    labelled(1, "wikinews", "speculative", "opinion"),
    labelled(2, "wikinews", "none", "other"),
    labelled(3, "written", "reported", "report"),
]
CHANCES = np.array([[0.75, 0.0, 0.25], [0.75, 0.0, 0.25], [1.0, 0.0, 0.0], [0.5, 0.0, 0.5]])
JUDGED = Judged(
    LABELS,
    CHANCES,
    np.zeros((4, 3)),
    np.zeros(4, dtype=bool),
    np.zeros((4, 5)),
    np.zeros(4),
    np.arange(4),
    np.zeros((4, 2)),
)
DOCUMENTS = [analyse("It rained on Monday. " * 90), analyse("It may rain."), analyse("Soup."), analyse("It rained.")]


def test_each_kind_holds_its_articles_and_no_text_that_is_no_article() -> None:
    found = {one.name.partition(":")[0]: one.brier.n for one in calibrations(JUDGED, DOCUMENTS)}
    assert found == {"real articles": 2, "short": 1, "opinion": 1, "hedge-heavy": 1, "written articles": 1}
    assert len(DOCUMENTS[0].scan.words) > SHORT


def test_bins_brier_and_error_are_as_counted_by_hand() -> None:
    real = calibrations(JUDGED, DOCUMENTS)[0]
    (bin_,) = real.bins
    assert (bin_.confidence, bin_.right, bin_.n) == (0.75, 0.5, 2)
    assert real.error.value == pytest.approx(0.25)
    assert real.brier.value == pytest.approx((2 * 0.25**2 + 2 * 0.75**2) / 2)


def test_plain_values_are_rounded() -> None:
    found = calibrations(JUDGED, DOCUMENTS)[-1].to_dict()
    assert found["bins"] == [{"confidence": 0.5, "right": 1.0, "n": 1}]
    assert found["brier"]["value"] == 0.5
