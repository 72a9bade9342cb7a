"""The shipped model is no worse than what models/baseline.json pins; floors never fall in silence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.gate import LABELS, Baseline, below, measured, read_baseline, updated
from classifier.errors import ModelError
from classifier.labels import read_labels
from classifier.measured import Digests, digests
from classifier.scoring import Scorer

AUC, ALARMS = "AUC speculative against reported", "reported called speculative"
PINNED = Baseline("base-1", Digests("ab", "cd"), {"real articles": {AUC: 0.95, ALARMS: 0.03}})


def test_labels_and_splits_are_those_that_the_floors_were_measured_on() -> None:
    found = digests(read_labels(LABELS))
    assert found == read_baseline().digests, "labels changed: `python -m benchmarks.gate --update` pins floors on them"


def test_written_test_articles(scorer: Scorer) -> None:
    rows = [row for row in read_labels(LABELS) if row.sample == "written"]
    found = measured(scorer.model, rows, Path("nowhere"))
    assert below(read_baseline().floors["written articles"], found) == []


def test_real_test_articles(scorer: Scorer, corpora: Path) -> None:
    rows = [row for row in read_labels(LABELS) if row.sample == "real"]
    found = measured(scorer.model, rows, corpora)
    assert below(read_baseline().floors["real articles"], found) == []


@pytest.mark.parametrize(
    ("found", "told"),
    [
        ({AUC: 0.95, ALARMS: 0.03}, []),
        ({AUC: 0.9496, ALARMS: 0.01}, [f"{AUC} is 0.9496, pinned is at least 0.950"]),
        ({AUC: 0.99, ALARMS: 0.04}, [f"{ALARMS} is 0.0400, pinned is at most 0.030"]),
        ({AUC: 0.99}, [f"{ALARMS} is nan, pinned is at most 0.030"]),
    ],
)
def test_what_is_below_is_told(found: dict[str, float], told: list[str]) -> None:
    assert below(PINNED.floors["real articles"], found) == told


def test_an_update_raises_floors_and_rounds_to_the_safe_side() -> None:
    better = replace(PINNED, model="base-2", floors={"real articles": {AUC: 0.96789, ALARMS: 0.01234}})
    found = updated(PINNED, better)
    assert found.floors == {"real articles": {AUC: 0.967, ALARMS: 0.013}}
    assert (found.model, found.lowered) == ("base-2", [])


@pytest.mark.parametrize("worse", [{"real articles": {AUC: 0.94, ALARMS: 0.03}}, {"real articles": {ALARMS: 0.03}}, {}])
def test_an_update_lowers_no_floor_without_a_reason(worse: dict[str, dict[str, float]]) -> None:
    with pytest.raises(ModelError, match=r"real articles: AUC .* pinned is at least 0\.950; .*or say why"):
        updated(PINNED, replace(PINNED, floors=worse))


def test_a_lowered_floor_stays_written_down() -> None:
    worse = replace(PINNED, floors={"real articles": {AUC: 0.94, ALARMS: 0.03}})
    lowered = {"set": "real articles", "figure": AUC, "from": 0.95, "to": 0.94, "why": "leak closed"}
    found = updated(PINNED, worse, "leak closed")
    assert found.lowered == [lowered]
    assert updated(found, worse).lowered == [lowered]


def test_there_and_back(tmp_path: Path) -> None:
    PINNED.write(tmp_path / "baseline.json")
    assert read_baseline(tmp_path / "baseline.json") == replace(PINNED, lowered=[])


def test_a_file_without_floors_is_named(tmp_path: Path) -> None:
    (tmp_path / "baseline.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ModelError, match=r"baseline\.json: no floors in it .*benchmarks\.gate --update"):
        read_baseline(tmp_path / "baseline.json")
