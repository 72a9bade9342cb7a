"""Labels to Label Studio and doccano and back, through the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from classifier.cli import main

LABELS = Path(__file__).parent.parent / "labels"


@pytest.mark.parametrize("tool", ["label-studio", "doccano"])
def test_there_and_back_gives_the_identical_file(tmp_path: Path, tool: str) -> None:
    out = CliRunner().invoke(main, ["labels", "export", "--labels", str(LABELS), "--corpus", "written", "--tool", tool])
    assert out.exit_code == 0
    path = tmp_path / "tasks"
    path.write_text(out.stdout, encoding="utf-8")
    back = CliRunner().invoke(main, ["labels", "import", str(path), "--tool", tool])
    assert back.stdout == (LABELS / "written" / "labels.jsonl").read_text(encoding="utf-8")


def test_predictions_are_added_when_asked_for(tmp_path: Path) -> None:
    call = ["labels", "export", "--labels", str(LABELS), "--corpus", "written", "--predict"]
    tasks = json.loads(CliRunner().invoke(main, call).stdout)
    assert all(task["predictions"] and task["annotations"] for task in tasks if task["data"]["text"])


def test_an_unknown_corpus_is_named() -> None:
    result = CliRunner().invoke(main, ["labels", "export", "--labels", str(LABELS), "--corpus", "none"])
    assert (result.exit_code, "standoff/none.jsonl: no such labels" in result.stderr) == (2, True)


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "tasks.json"
    path.write_text("{}", encoding="utf-8")
    result = CliRunner().invoke(main, ["labels", "import", str(path)])
    assert (result.exit_code, "holds dict, a list of tasks is wanted" in result.stderr) == (2, True)


def test_the_configuration_is_printed() -> None:
    assert CliRunner().invoke(main, ["labels", "config"]).stdout.startswith("<View>")
