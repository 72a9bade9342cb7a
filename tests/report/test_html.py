"""The report of one article, read by a parser; what a browser makes of it is tested in test_browser.py."""

from __future__ import annotations

import builtins
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from classifier.article import Article
from classifier.cli import main
from classifier.errors import ClassifierError
from classifier.report import page
from classifier.report.html import report_html
from classifier.scoring import Scorer
from tests.report.hostile import HOSTILE, LINES
from tests.report.shown import Shown

ROOT = Path(__file__).parents[2]
ARTICLES = [
    *sorted((ROOT / "examples").glob("*.txt")),
    *sorted((ROOT / "tests" / "known").glob("*-1.txt")),
    *sorted((ROOT / "tests" / "unscorable").glob("*.txt")),
]


@pytest.fixture(params=ARTICLES, ids=lambda path: path.stem)
def text(request: pytest.FixtureRequest) -> str:
    path: Path = request.param
    return path.read_text(encoding="utf-8")


def test_the_article_element_holds_the_text_and_nothing_else(scorer: Scorer, text: str) -> None:
    assert Shown(report_html(scorer.score(text))).article == text


def test_every_link_has_a_target_and_every_id_is_one_elements(scorer: Scorer, text: str) -> None:
    shown = Shown(report_html(scorer.score(text)))
    assert len(shown.ids) == len(set(shown.ids))
    assert {link.removeprefix("#") for link in shown.links} <= set(shown.ids)


@pytest.mark.parametrize("text", [HOSTILE, "\n\n".join(LINES)], ids=["scored", "unscorable"])
def test_a_hostile_article_is_text(scorer: Scorer, text: str) -> None:
    plain = Shown(report_html(scorer.score("Nothing here.")))
    shown = Shown(report_html(scorer.score(Article(text, title=LINES[0], id=LINES[1]))))
    assert shown.article == text
    assert shown.handlers == []
    assert shown.tags - plain.tags <= {"q", "mark", "a", "b", "i", "bdi", "h3", "dl", "dt", "dd", "div", "svg", "rect",
                                       "ul", "li", "details", "summary", "strong", "span"}  # fmt: skip


def test_characters_that_turn_the_direction_are_kept_and_shut_in(scorer: Scorer) -> None:
    shown = report_html(scorer.score("Nothing \u202ehere."))
    assert '<bdi class="turning" title="U+202E">\u202e</bdi>' in shown


@pytest.mark.parametrize("odd", ["\0", "\ud800"])
def test_what_a_page_cannot_hold_is_replaced(scorer: Scorer, odd: str) -> None:
    shown = report_html(scorer.score(f"Nothing {odd} here."))
    assert Shown(shown).article == "Nothing \ufffd here."
    shown.encode("utf-8")


def test_the_policy_forbids_all_but_the_pages_own_style(scorer: Scorer) -> None:
    shown = report_html(scorer.score("Nothing here."))
    assert "default-src &#39;none&#39;; style-src &#39;sha256-" in shown
    assert "script" not in Shown(shown).tags


def test_a_report_of_ten_kilobytes_is_under_three_hundred(scorer: Scorer) -> None:
    text = "\n\n".join(path.read_text(encoding="utf-8") for path in ARTICLES[1:5])
    assert len(text) > 10_000
    assert len(report_html(scorer.score(text)).encode()) < 300_000


def test_quotes_lead_to_the_words_that_name_the_speaker(scorer: Scorer) -> None:
    text = (ROOT / "examples" / "4-spokesperson.txt").read_text(encoding="utf-8")
    score = scorer.score(text)
    shown = Shown(report_html(score))
    speakers = {quote.speaker for quote in score.quotes if quote.counts and quote.speaker}
    assert speakers
    assert {f"#w{span.start}-{span.end}" for span in speakers} <= shown.links


def test_each_source_has_its_share_of_the_text(scorer: Scorer) -> None:
    text = (ROOT / "examples" / "4-spokesperson.txt").read_text(encoding="utf-8")
    score = scorer.score(text)
    shown = re.findall(r"(\d+)\u00a0% of the text</span>", report_html(score))
    assert [int(one) for one in shown] == [round(100 * source.share) for source in score.sources]
    assert max(source.share for source in score.sources) > 0.1


def test_a_person_is_listed_with_title_and_affiliation(scorer: Scorer) -> None:
    text = "Jens Weber, head of the harbour office, said the pier was shut. Weber said it was old.\n" * 3
    score = scorer.score(text)
    assert [score.office(source) for source in score.sources] == ["head, harbour office"]
    assert re.findall(r'<bdi class="office">(.*?)</bdi>', report_html(score)) == ["head, harbour office"]


def test_a_notebook_gets_the_report_in_a_frame_that_shares_nothing(scorer: Scorer) -> None:
    score = scorer.score(HOSTILE)
    shown = score._repr_html_()
    assert shown is not None
    line, _, frame = shown.partition("<iframe ")
    assert "verdict=&#x27;speculative&#x27;" in line
    inside = frame.partition('srcdoc="')[2].partition('"')[0]
    assert Shown(unescape(inside)).article == HOSTILE
    assert Shown(shown).tags == {"p", "iframe"}


@pytest.fixture
def without_jinja(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the extra ``report`` absent."""
    real = builtins.__import__

    def refuse(name: str, *rest: Any, **named: Any) -> Any:
        if name == "jinja2":
            raise ModuleNotFoundError(name)
        return real(name, *rest, **named)

    page._environment.cache_clear()
    monkeypatch.setattr(builtins, "__import__", refuse)


@pytest.mark.usefixtures("without_jinja")
def test_without_the_extra_a_notebook_falls_back_and_a_report_says_what_to_install(scorer: Scorer) -> None:
    score = scorer.score("Nothing here.")
    assert score._repr_html_() is None
    with pytest.raises(ClassifierError, match=r"pip install '\.\[report\]'"):
        report_html(score)


def test_the_command_writes_the_report_of_one_article(tmp_path: Path) -> None:
    out = tmp_path / "out.html"
    result = CliRunner().invoke(main, ["report", str(ARTICLES[0]), "-o", str(out)])
    assert (result.exit_code, result.output) == (0, "")
    assert Shown(out.read_text(encoding="utf-8")).article == ARTICLES[0].read_text(encoding="utf-8")


def test_a_page_that_cannot_be_written_is_one_line_and_2(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["report", str(ARTICLES[0]), "-o", str(tmp_path / "no" / "out.html")])
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert "cannot be written (No such file or directory)" in result.stderr
