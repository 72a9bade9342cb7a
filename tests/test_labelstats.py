"""Figures about labels."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from classifier.agreement import alpha, ordinal_distance
from classifier.cli import main
from classifier.errors import LabelError
from classifier.labelstats import write_into_readme

LABELS = Path(__file__).parent.parent / "labels"


def test_alpha_is_krippendorffs() -> None:
    # Two annotators, ten items, binary: the worked example of Krippendorff (2004), section 11.3.1, alpha 0.095.
    first = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    second = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    assert alpha(first, second) == pytest.approx(0.095, abs=0.001)


def test_ordinal_distance_weighs_the_ranks_between() -> None:
    distance = ordinal_distance({1: 2, 2: 4, 3: 2})
    assert (distance(1, 1), distance(1, 2), distance(1, 3)) == (0, 9, 36)


def test_alpha_of_one_label_only_is_undefined() -> None:
    assert alpha(["a"], ["a"]) != alpha(["a"], ["a"])


def test_figures_go_between_the_markers_and_nothing_else_changes(tmp_path: Path) -> None:
    shutil.copy(LABELS / "README.md", tmp_path)
    before = (tmp_path / "README.md").read_text(encoding="utf-8")
    write_into_readme(tmp_path, "FIGURES")
    text = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert "stats --write -->\nFIGURES\n<!-- end" in text
    assert text.split("<!-- figures")[0] == before.split("<!-- figures")[0]
    assert text.split("<!-- end")[1] == before.split("<!-- end")[1]


def test_a_readme_without_markers_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LabelError, match="wanted the markers"):
        write_into_readme(tmp_path, "FIGURES")


def test_readme_holds_the_figures_that_the_command_prints() -> None:
    result = CliRunner().invoke(main, ["labels", "stats", "--labels", str(LABELS)])
    assert result.exit_code == 0
    assert result.stdout.strip() in (LABELS / "README.md").read_text(encoding="utf-8")


def test_check_passes_on_the_shipped_labels() -> None:
    result = CliRunner().invoke(main, ["labels", "check", "--labels", str(LABELS)])
    assert (result.exit_code, "sound" in result.stdout) == (0, True)
