"""Benchmarks: the format read, quotations as people would pair the marks, every look written down."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from benchmarks.speed import STAGES, clocked
from classifier.article import Span
from classifier.benchmarks.polnear import quoted_runs, run
from classifier.cli import main
from classifier.errors import CorpusError
from classifier.polnear import read_polnear
from classifier.scoring import Scorer

TEXT = "Ann Lee said the bridge was “quite safe”. It was built in 1990. “We will go,” Omar Ito added."


def _at(piece: str) -> list[int]:
    start = TEXT.index(piece)
    return [start, start + len(piece)]


ATTRIBUTIONS = [
    {
        "kind": "Attribution",
        "source": [_at("Ann Lee")],
        "cue": [_at("said ")],
        "content": [_at("the bridge was “quite safe”")],
    },
    {
        "kind": "Attribution",
        "source": [_at("Omar Ito")],
        "cue": [_at("added")],
        "content": [_at("“We will go,”")],
    },
    {"kind": "Attribution-no-source", "cue": [_at("was built")], "content": [_at("in 1990")]},
]


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Return a folder of corpora whose PolNeAR dev has one invented text."""
    folder = tmp_path / "corpora" / "polnear"
    folder.mkdir(parents=True)
    row = {"id": "one", "text": TEXT, "attributions": ATTRIBUTIONS}
    (folder / "dev.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    return folder.parent


def test_spans_are_read_without_white_space_at_their_edges(small: Path) -> None:
    (text,) = read_polnear(small, "dev")
    assert sorted(span.of(TEXT) for span in text.cues) == ["added", "said", "was built"]
    assert text.sources == {Span(*_at("Ann Lee")), Span(*_at("Omar Ito"))}


def test_a_row_that_is_none_is_named(small: Path) -> None:
    (small / "polnear" / "dev.jsonl").write_text('{"id": "one"}\n', encoding="utf-8")
    with pytest.raises(CorpusError, match=r"dev\.jsonl:1: wanted a JSON object"):
        read_polnear(small, "dev")


def test_a_missing_corpus_is_named(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"train\.jsonl: no such file; .*--corpora"):
        read_polnear(tmp_path, "train")


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ('"No," he said. "Yes."', ["No,", "Yes."]),
        ("``No,'' he said. ''Yes.''", ["No,", "Yes."]),
        ("“So it was.\n\n“And is.”", ["So it was.\n\n“And is."]),
        ("“So it was.\n\nThey left.", []),
        ("“So “it was.”", ["it was."]),
    ],
)
def test_marks_are_paired(text: str, runs: list[str]) -> None:
    assert [span.of(text) for span in quoted_runs(text)] == runs


def test_each_row_counts_what_is_right(scorer: Scorer, small: Path) -> None:
    rows = {row.name: row.figure.value for row in run(small, "dev", scorer.model)}
    assert rows["source spans, F1"] == 1.0
    assert rows["cue spans, F1"] == pytest.approx(0.8)  # two of three, none too many
    assert rows["quotations, F1"] == 1.0
    assert rows["quotations given the right source"] == 1.0


def test_every_run_is_written_down_and_counted(small: Path, tmp_path: Path) -> None:
    arguments = ["benchmark", "polnear", "--corpora", str(small), "--output", str(tmp_path / "out")]
    told = [CliRunner().invoke(main, arguments).output for _ in range(2)]
    assert "look number 1\n" in told[0]
    assert "look number 2\n" in told[1]
    looks = (tmp_path / "out" / "test_runs.jsonl").read_text(encoding="utf-8").splitlines()
    kept = json.loads((tmp_path / "out" / "results" / "polnear.json").read_text(encoding="utf-8"))
    assert [json.loads(look)["figures"]["cue spans, F1"] for look in looks] == [0.8, 0.8]
    assert kept["looks"] == 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["polnaer"], "'polnaer' is none of polnear"),
        (["polnear", "--split", "validation"], "no split 'validation', only dev, train, test"),
    ],
)
def test_what_there_is_not_is_named(arguments: list[str], message: str) -> None:
    outcome = CliRunner().invoke(main, ["benchmark", *arguments])
    assert outcome.exit_code == 2
    assert message in outcome.output


def test_every_stage_that_is_timed_is_one_of_scoring(scorer: Scorer) -> None:
    spent: dict[str, float] = {}
    with clocked(spent):
        scorer.score(TEXT * 3)
    assert [stage for stage in STAGES if not spent[stage]] == ([] if scorer.model.tagger else ["tagger"])
