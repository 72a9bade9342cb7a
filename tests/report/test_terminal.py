"""What the terminal shows: in colour, without, in 80 columns, into a pipe."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from rich.cells import cell_len
from rich.console import Console

from classifier.cli import main
from classifier.report.terminal import print_explanation, print_table
from classifier.scoring import Scorer
from tests.report.hostile import FILLER, HOSTILE, LINES

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*.txt"))
_COLOUR = re.compile(r"\x1b\[(?:\d+;)*3[0-7]m")


def explained(scorer: Scorer, text: str, **console: Any) -> str:
    out = io.StringIO()
    print_explanation(scorer.score(text, title=LINES[0]), Console(file=out, width=80, highlight=False, **console))
    return out.getvalue()


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_a_pipe_is_as_wide_as_columns_says(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    shown = CliRunner().invoke(main, ["explain", str(path)]).stdout
    widest = max(map(cell_len, shown.splitlines()))
    assert 70 < widest <= 80
    assert "\x1b" not in shown


def test_in_a_terminal_of_80_columns_no_line_is_longer_and_no_word_is_lost(scorer: Scorer) -> None:
    shown = re.sub(r"\x1b\[[\d;]*m", "", explained(scorer, FILLER, force_terminal=True))
    assert max(map(cell_len, shown.splitlines())) <= 80
    body = re.sub(r"(?m)^[FASO.] [01]\.\d\d ", "", shown.partition("\n\n")[2])
    assert " ".join(body.split()).startswith(" ".join(FILLER.split()))


def test_in_colour_the_label_has_a_tint_and_a_hedge_a_line_under_it(scorer: Scorer) -> None:
    shown = explained(scorer, FILLER, force_terminal=True, color_system="standard")
    assert "\x1b[31mS 0." in shown
    assert "\x1b[4mmight\x1b[0m" in shown
    assert "‹might›" not in shown


def test_without_colour_the_line_under_a_hedge_stays(scorer: Scorer) -> None:
    shown = explained(scorer, FILLER, force_terminal=True, color_system="standard", no_color=True)
    assert "\x1b[4mmight\x1b[0m" in shown
    assert not _COLOUR.search(shown)


def test_a_terminal_that_cannot_underline_gets_hedges_between_marks(scorer: Scorer) -> None:
    shown = explained(scorer, FILLER, force_terminal=True, color_system=None)
    assert "‹might›" in shown
    assert "\x1b" not in shown


def test_sources_stand_at_the_end_each_with_what_rests_on_it(scorer: Scorer) -> None:
    text = (ROOT / "examples" / "1-agency-brief.txt").read_text(encoding="utf-8")
    score = scorer.score(text)
    kinds = [f"{one.kind}; {score.office(one)}" if score.office(one) else one.kind for one in score.sources]
    sources = [f"{100 * one.share:.0f} % {one.name} ({kind})" for one, kind in zip(score.sources, kinds, strict=True)]
    shown = explained(scorer, text, color_system=None).partition("of the text  rests on\n")[2]
    assert " ".join(shown.split()) == " ".join(" ".join(sources).split())


def test_quotes_stand_before_the_sources_a_line_each_with_who_said_it_by_name(scorer: Scorer) -> None:
    text = (
        "“We looked at the figures,” Ann Lee, the minister, said on Monday. “Nobody liked them,” she said.\n\n"
        f"The bridge was shut in May for a “thorough check of each of the cables {'and bolts ' * 9}” that took a week."
    )
    shown = explained(scorer, text, color_system=None).partition("said by   quote")[2]
    lines = [line.rstrip() for line in shown.partition("\n\n")[0].splitlines()[1:]]
    assert lines == [
        "Ann Lee   “We looked at the figures,”",
        "Ann Lee   “Nobody liked them,”",
        "not said  “thorough check of each of the cables and bolts and bolts and bolts a…",
    ]
    assert "rests on" in shown


def test_what_is_between_marks_and_nobody_said_is_no_quote(scorer: Scorer) -> None:
    text = "The minister’s “plan” was shut in May. Ann Lee left on Monday. The bridge of 40 metres was built in 1990."
    assert "said by" not in explained(scorer, text, color_system=None)


def test_an_article_cannot_steer_the_terminal(scorer: Scorer) -> None:
    shown = explained(scorer, HOSTILE, color_system=None)
    assert "An odd" in shown
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)


def test_the_table_fits_80_columns(scorer: Scorer) -> None:
    out = io.StringIO()
    scores = [scorer.score(path.read_text(encoding="utf-8")) for path in EXAMPLES]
    print_table(scores, Console(file=out, width=80))
    assert max(map(cell_len, out.getvalue().splitlines())) <= 80
    assert out.getvalue().count("reported") == 3
