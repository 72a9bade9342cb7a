"""The index of many articles, read by a parser; sorting and searching are tested in test_browser.py."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from classifier.cli import main
from classifier.report.index import _bands, write_index
from classifier.score import Failure
from classifier.scoring import Scorer
from tests.report.hostile import HOSTILE, LINES
from tests.report.shown import Shown

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*.txt"))


def rows(page: str) -> list[list[Any]]:
    data = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert data
    found: list[list[Any]] = json.loads(data[1])
    return found


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of an index of the examples, a text without verdict, and a file that is not there."""
    folder = tmp_path_factory.mktemp("index")
    given = [*EXAMPLES, ROOT / "tests" / "unscorable" / "poem.txt", folder / "none.txt"]
    arguments = ["report", *map(str, given), "-o", str(folder / "out.html"), "--pages", str(folder / "all pages")]
    result = CliRunner().invoke(main, arguments)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    return folder


def test_every_article_is_a_row_in_order(written: Path) -> None:
    found = rows((written / "out.html").read_text(encoding="utf-8"))
    assert [row[2] for row in found] == [
        "reported",
        "reported",
        "mixed",
        "reported",
        "speculative",
        "unscorable",
        "error",
    ]
    assert [Path(row[1]).name for row in found[:5]] == [path.name for path in EXAMPLES]
    assert found[5][3:5] == found[6][3:5] == [None, None]
    assert "no such file or folder" in found[6][9]


def test_rows_lead_to_the_reports_and_these_lead_back(written: Path) -> None:
    found = rows((written / "out.html").read_text(encoding="utf-8"))
    assert found[0][8] == "all%20pages/000001-1-agency-brief.html"
    assert found[6][8] == ""
    report = Shown((written / "all pages" / "000001-1-agency-brief.html").read_text(encoding="utf-8"))
    assert report.article == EXAMPLES[0].read_text(encoding="utf-8")
    assert "../out.html" in report.links


def test_distribution_best_and_worst_hold_without_script(written: Path) -> None:
    page = (written / "out.html").read_text(encoding="utf-8")
    cells = re.findall(r'aria-label="(\d+): speculation ([0-9.]+)–[0-9.]+, quality ([0-9.]+)–[0-9.]+"', page)
    assert sum(int(count) for count, _, _ in cells) == 5
    assert [count for count, speculation, quality in cells if speculation == "0.9" and quality < "2"] == ["1"]
    best, worst = re.findall(r"<ol>(.*?)</ol>", page, re.DOTALL)
    assert "5" not in re.findall(r'href="all%20pages/00000(\d)', best)
    assert re.findall(r'href="all%20pages/00000(\d)', worst)[0] == "5"


@pytest.mark.parametrize("most", range(1, 40))
def test_the_fullest_cell_has_the_last_shade_and_an_empty_one_none(most: int) -> None:
    cells = [cell for _, band in _bands(Counter({3: most, 7: 1})) for cell in band]
    assert {cell.number: cell.shade for cell in cells}[3] == 6
    assert {cell.shade for cell in cells if not cell.count} == {0}


def test_a_hostile_article_stays_data(scorer: Scorer, tmp_path: Path) -> None:
    scores = [scorer.score(HOSTILE, title=line) for line in LINES]
    write_index([*scores, Failure("</script><b>", LINES[0])], tmp_path / "out.html", tmp_path)
    page = (tmp_path / "out.html").read_text(encoding="utf-8")
    assert [row[0] for row in rows(page)] == [*(" ".join(line.split()) for line in LINES), "</script><b>"]
    assert page.count("<script") == page.count("</script>") == 2
    assert not {"img", "iframe", "b"} & Shown(page).tags


def test_an_index_that_breaks_off_leaves_the_old_one(scorer: Scorer, tmp_path: Path) -> None:
    path = tmp_path / "out.html"
    path.write_text("old", encoding="utf-8")

    def broken() -> Any:
        yield scorer.score("Nothing here.")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_index(broken(), path)
    assert path.read_text(encoding="utf-8") == "old"
