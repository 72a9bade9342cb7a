"""Results of measurements: bars either way, there and back, digests that see what changed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from benchmarks.matching import paired, surface
from benchmarks.setting import table
from classifier.errors import ClassifierError
from classifier.labels import read_labels
from classifier.measured import Measured, Results, Wanted, digests, read_results, write_results
from classifier.metrics import Figure

LABELS = Path(__file__).parent.parent / "labels"
FOUND = Measured("Left out", "one", "AUC", Figure(0.93, 0.9, 0.95, 40), 0.92)
UNKNOWN = Measured("Left out", "two", "AUC", Figure(float("nan"), float("nan"), float("nan"), 3), 0.92)


@pytest.mark.parametrize(
    ("bar", "wanted", "met"),
    [
        (None, "least", None),
        (0.92, "least", True),
        (0.94, "least", False),
        (0.94, "most", True),
        (0.92, "most", False),
        (0.89, "above", True),
        (0.92, "above", False),
    ],
)
def test_a_bar_is_the_least_the_most_or_below_the_interval(bar: float | None, wanted: Wanted, met: bool | None) -> None:
    assert replace(FOUND, bar=bar, wanted=wanted).met is met


def test_a_figure_that_could_not_be_had_misses_its_bar() -> None:
    assert UNKNOWN.met is False
    assert table([UNKNOWN]) == f"Left out\n  two  AUC{' ' * 31} {'– n=3':<30} ≥ 0.92: MISSED"


def test_there_and_back(tmp_path: Path) -> None:
    write_results(tmp_path / "robustness.json", Results("base-1", "ab", [FOUND]))
    assert read_results(tmp_path) == {"robustness": Results("base-1", "ab", [FOUND])}


def test_a_file_that_is_no_result_is_named_with_what_makes_it(tmp_path: Path) -> None:
    (tmp_path / "ablation.json").write_text(json.dumps({"rows": []}), encoding="utf-8")
    with pytest.raises(ClassifierError, match=r"ablation\.json: .*'model'.*python -m benchmarks\.ablation"):
        read_results(tmp_path)


def test_digests_see_labels_and_splits_each_for_itself() -> None:
    rows = read_labels(LABELS)[:5]
    plain, backwards = digests(rows), digests(rows[::-1])
    moved = digests([replace(rows[0], split="dev" if rows[0].split != "dev" else "test"), *rows[1:]])
    reread = digests([replace(rows[0], final=replace(rows[0].final, craft=9)), *rows[1:]])
    assert plain == backwards
    assert (moved.labels != plain.labels, moved.splits != plain.splits) == (True, True)
    assert (reread.labels != plain.labels, reread.splits != plain.splits) == (True, False)


def test_pairs_are_the_nearest_together_and_nobody_is_paired_twice() -> None:
    some, others = np.array([[0.0], [1.0]]), np.array([[5.0], [1.0], [2.0]])
    assert paired(some, others).tolist() == [1, 2]


def test_surface_sees_length_digits_and_quotation_marks_only() -> None:
    assert np.array_equal(surface(["It may rain in 1990."]), surface(["It was fine in 2018."]))
    (plain, quoted) = surface(["It was “fine” in 19.", "It was fine in 1990."])
    assert plain[0] == quoted[0]
    assert (plain[1] < quoted[1], plain[2] > quoted[2]) == (True, True)
