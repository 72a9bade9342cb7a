"""Models without an origin: what they are fitted to, what is kept, and which figure a part gets."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from benchmarks import heldout
from benchmarks import setting as settings
from benchmarks.ablation import GROUPS, groups_of
from benchmarks.baselines import System
from benchmarks.robustness import part_rows
from benchmarks.setting import Setting
from classifier.corpora import find_texts
from classifier.dataset import Dataset, read_dataset
from classifier.features.article import COLUMNS
from classifier.features.facts import Floats
from classifier.labels import read_labels
from classifier.measured import digests
from classifier.model.bundle import Model
from classifier.model.compiled import VERDICTS
from classifier.scoring import Scorer

LABELS = Path(__file__).parent.parent / "labels"


@pytest.fixture(scope="module")
def data() -> Dataset:
    rows = [row for row in read_labels(LABELS) if row.stratum in ("author A", "author G")]
    return read_dataset(rows, find_texts(rows, LABELS, Path("nowhere")))


@pytest.fixture
def fitted_to(monkeypatch: pytest.MonkeyPatch, scorer: Scorer) -> list[list[str]]:
    """Return the strata of the articles that each model was fitted to; the shipped model stands in for the fitted."""
    calls: list[list[str]] = []

    def fit(data: Dataset, seed: int, jobs: int) -> Model:
        calls.append(sorted({label.stratum for label in data.labels}))
        return scorer.model

    monkeypatch.setattr(heldout, "fit", fit)
    return calls


def setting(data: Dataset, scorer: Scorer, *, whole: bool) -> Setting:
    return Setting(data, scorer, Path("nowhere"), digests(data.labels), whole, 1, 0)


def test_a_model_without_an_origin_saw_none_of_it_and_its_judgements_are_kept(
    data: Dataset, scorer: Scorer, fitted_to: list[list[str]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(settings, "KEPT", tmp_path)
    chosen = setting(data, scorer, whole=True)
    first = heldout.without_each(chosen)
    assert fitted_to == [["author G"], ["author A"]]
    np.testing.assert_array_equal(heldout.without_each(chosen), first)
    assert len(fitted_to) == 2


def test_kept_judgements_of_other_articles_are_not_taken(
    data: Dataset, scorer: Scorer, fitted_to: list[list[str]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(settings, "KEPT", tmp_path)
    chosen, part = setting(data, scorer, whole=True), np.arange(len(data)) < 5
    heldout.without(chosen, "part", part)
    assert heldout.without(chosen, "part", ~part).shape == (len(data) - 5, 3)
    assert len(fitted_to) == 2


def test_a_sample_keeps_nothing(
    data: Dataset, scorer: Scorer, fitted_to: list[list[str]], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(settings, "KEPT", tmp_path)
    heldout.without(setting(data, scorer, whole=False), "part", np.arange(len(data)) < 5)
    assert (len(fitted_to), list(tmp_path.iterdir())) == (1, [])


def certain(data: Dataset) -> Floats:
    """Return the true verdicts as probabilities; that of a text that is no article is reported."""
    return np.eye(3)[[VERDICTS.index(one) if one in VERDICTS else 0 for one in data.verdicts.tolist()]]


@pytest.mark.parametrize(
    ("verdicts", "measures"),
    [
        (("reported", "mixed", "speculative", "none"), ["AUC speculative against reported"]),
        (("reported", "none"), ["reported called speculative"]),
        (("speculative", "mixed"), ["speculative called speculative"]),
        (("mixed",), []),
    ],
)
def test_a_part_gets_an_auc_only_with_enough_of_both(
    data: Dataset, verdicts: tuple[str, ...], measures: list[str]
) -> None:
    part = data.only(np.isin(data.verdicts, verdicts))
    rows = part_rows("table", "part", part, certain(part))
    assert [row.measure for row in rows] == measures
    assert all(row.figure.value == (0.0 if row.measure.startswith("reported") else 1.0) for row in rows)


def test_corpora_that_are_one_stratum_are_not_left_out_twice(data: Dataset) -> None:
    assert list(heldout.strata_of(data)) == ["author A", "author G"]
    assert list(heldout.corpora_of(data)) == ["corpus written"]
    assert heldout.corpora_of(data.only(heldout.strata_of(data)["author A"])) == {}


def test_a_baseline_gives_its_values_in_the_order_of_verdicts() -> None:
    verdicts = np.array([*VERDICTS] * 10)
    inputs = np.eye(3)[[VERDICTS.index(one) for one in verdicts.tolist()]]
    system = System("exact", inputs, LogisticRegression)
    held_out = np.arange(30) < 3
    assert system.values(verdicts, ~held_out, held_out).argmax(axis=1).tolist() == [0, 1, 2]


def test_every_feature_is_in_one_group_and_every_named_one_exists() -> None:
    assert {name for members in GROUPS.values() for name in members} <= set(COLUMNS)
    assert np.sum(list(groups_of(COLUMNS).values()), axis=0).tolist() == [1] * len(COLUMNS)
