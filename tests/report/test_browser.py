"""Pages in a real browser: the Chromium of the system, driven by Playwright; in test-full only."""

from __future__ import annotations

import dataclasses
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from classifier.report.html import report_html
from classifier.report.index import write_index
from classifier.report.model import Evidence, model_report
from classifier.score import ArticleScore, Failure, Probabilities
from classifier.scoring import Scorer
from tests.report.conftest import IDENTITY
from tests.report.hostile import FILLER, HOSTILE, LINES

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*.txt"))
LAYERS = {
    "show-tint": (".sentence.speculation", "backgroundImage"),
    "show-tags": (".tag b", "display"),
    "show-hedges": ("mark", "textDecorationLine"),
    "show-quotes": (".quote", "fontStyle"),
    "show-sources": (".source", "fontWeight"),
}

pytestmark = [
    pytest.mark.full,
    pytest.mark.skipif(not os.environ.get("CLASSIFIER_FULL"), reason="part of make test-full"),
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium: apt-get install chromium"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    sync = pytest.importorskip("playwright.sync_api", reason="needs pip install '.[browser]'")
    with sync.sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Return a page that fails the test when it asks for anything but its own file, or complains."""
    found = browser.new_page(viewport={"width": 1200, "height": 900})
    asked: list[str] = []
    said: list[str] = []
    found.on("request", lambda request: asked.append(request.url))
    found.on("console", lambda message: said.append(message.text))
    found.on("pageerror", lambda error: said.append(str(error)))
    yield found
    assert [url for url in asked if not url.startswith(("file:", "about:"))] == []
    assert said == []
    found.close()


def opened(page: Page, folder: Path, html: str) -> Page:
    path = folder / "page.html"
    path.write_text(html, encoding="utf-8")
    page.goto(path.as_uri())
    return page


def serious(page: Page) -> list[tuple[str, Any]]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")]


@pytest.fixture(scope="module")
def mixed(scorer: Scorer) -> str:
    """Return a report with every layer in it: a page-filler, and a report with quotes behind it."""
    return report_html(scorer.score(FILLER + "\n\n" + EXAMPLES[3].read_text(encoding="utf-8")))


def judged(scorer: Scorer, path: Path, speculation: float, quality: float) -> ArticleScore:
    """Return a score whose verdict and quality are given, so that the index is the same under every model."""
    found = scorer.score(path.read_text(encoding="utf-8"))
    assert found.grade is not None
    return dataclasses.replace(
        found,
        verdict="speculative" if speculation > 0.5 else "reported",
        judged=Probabilities(1 - speculation, 0.0, speculation),
        grade=dataclasses.replace(found.grade, overall=quality),
    )


@pytest.fixture
def index(page: Page, scorer: Scorer, tmp_path: Path) -> Page:
    """Return the index of the examples, of a text without verdict, and of one that could not be read."""
    figures = [(0.01, 4.8), (0.02, 4.4), (0.02, 4.9), (0.03, 4.2), (0.98, 1.3)]
    scores = [judged(scorer, path, *given) for path, given in zip(EXAMPLES, figures, strict=True)]
    outcomes = [*scores, scorer.score("Nothing here."), Failure("none.txt", "none.txt: cannot be read")]
    write_index(outcomes, tmp_path / "index.html", tmp_path / "pages")
    page.goto((tmp_path / "index.html").as_uri())
    return page


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_is_hidden_and_shown_again_by_the_keyboard(page: Page, tmp_path: Path, mixed: str, layer: str) -> None:
    opened(page, tmp_path, mixed)
    selector, style = LAYERS[layer]
    look = f"getComputedStyle(document.querySelector('article {selector}')).{style}"
    shown = page.evaluate(look)
    page.focus(f"#{layer}")
    page.keyboard.press("Space")
    assert page.evaluate(look) != shown
    page.keyboard.press("Space")
    assert page.evaluate(look) == shown


@pytest.mark.parametrize(("link", "target"), [(".reasons a", "sentence"), (".said[href]", "speaker"), (".source", "")])
def test_links_jump_to_what_they_name(page: Page, tmp_path: Path, mixed: str, link: str, target: str) -> None:
    opened(page, tmp_path, mixed)
    page.locator(link).first.focus()
    page.keyboard.press("Enter")
    hit = page.locator(":target")
    assert target in (hit.get_attribute("class") or "")
    box = hit.bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 900


def test_the_tab_key_reaches_everything_that_acts(page: Page, tmp_path: Path, mixed: str) -> None:
    opened(page, tmp_path, mixed)
    acting = page.evaluate(
        "[...document.querySelectorAll('a[href], input, summary')].filter(e => e.checkVisibility()).length"
    )
    reached = set()
    for _ in range(acting):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("[...document.querySelectorAll('*')].indexOf(document.activeElement)"))
    assert len(reached) == acting


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1200, 320])
def test_report_and_index_have_no_serious_finding_of_axe(
    page: Page, index: Page, tmp_path: Path, mixed: str, scheme: Any, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    assert serious(index) == []
    assert serious(opened(page, tmp_path, mixed)) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(("scheme", "width"), [("light", 1200), ("dark", 320)])
def test_the_report_on_a_model_has_no_serious_finding_of_axe(
    page: Page, tmp_path: Path, scorer: Scorer, evidence: Evidence, scheme: Any, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    opened(page, tmp_path, model_report(IDENTITY, scorer.model, evidence))
    assert page.locator(".missed").count() > 0
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_hostile_article_of_5_mb_is_shown_as_text_and_runs_nothing(
    page: Page, scorer: Scorer, tmp_path: Path
) -> None:
    text = "\n\n".join([HOSTILE] * (5_000_000 // len(HOSTILE) + 1))
    opened(page, tmp_path, report_html(scorer.score(text, title=LINES[0])))
    page.evaluate("document.querySelectorAll('[data-added]').forEach(e => e.remove())")
    assert page.evaluate("document.querySelector('article').textContent") == text
    assert page.title().startswith("speculative: <script>")
    assert page.locator("script, img, iframe, link, svg[onload]").count() == 0


def test_the_policy_stops_what_would_get_past_the_escaping(browser: Browser, tmp_path: Path, mixed: str) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    bad = "<script>document.title = 'taken'</script><p style='color: red'>x</p><img src='a.png' onerror='x'>"
    opened(page, tmp_path, mixed.replace("</article>", f"{bad}</article>"))
    assert "taken" not in page.title()
    assert len([one for one in said if "Content Security Policy" in one]) >= 3, said
    page.close()


def test_several_scores_in_a_notebook_do_not_clash(page: Page, scorer: Scorer, tmp_path: Path) -> None:
    scores = [scorer.score(path.read_text(encoding="utf-8")) for path in EXAMPLES[3:]]
    opened(page, tmp_path, f"<!doctype html><meta charset=utf-8>{''.join(str(one._repr_html_()) for one in scores)}")
    first, second = page.main_frame.child_frames
    second.locator(".reasons a").first.click()
    assert second.evaluate("document.querySelector(':target').className").startswith("sentence")
    assert first.evaluate("document.querySelector(':target')") is None
    assert page.url.endswith("page.html")


def test_the_index_is_sorted_by_its_headings(index: Page) -> None:
    quality = index.get_by_role("button", name="quality", exact=True)
    cells = index.locator("#rows td:nth-child(4)")
    quality.press("Enter")
    assert cells.all_inner_texts() == ["4.9", "4.8", "4.4", "4.2", "1.3", "–", "–"]
    assert index.locator("th[aria-sort=descending]").inner_text() == "quality"
    quality.press("Enter")
    assert cells.all_inner_texts() == ["1.3", "4.2", "4.4", "4.8", "4.9", "–", "–"]


def test_the_index_is_filtered_by_words_verdict_and_picture(index: Page) -> None:
    count = index.locator("#count")
    index.get_by_label("Headline or id holds").fill("LORR")
    assert count.inner_text() == "2 of 7 shown"
    index.get_by_role("button", name="Show all").click()
    index.get_by_label("Verdict").select_option("speculative")
    assert index.locator("#rows th").all_inner_texts() == [FILLER.splitlines()[0]]
    index.get_by_role("button", name="Show all").click()
    index.locator("[data-cell]").first.focus()
    index.keyboard.press("ArrowRight")
    index.keyboard.press("Enter")
    assert count.inner_text() == "2 of 7 shown"
    assert index.locator("[aria-pressed=true]").get_attribute("aria-label") == "2: speculation 0.0–0.1, quality 4.0–4.5"


def test_a_row_of_the_index_leads_to_its_report_and_back(index: Page) -> None:
    index.locator("#rows a").first.click()
    assert index.locator("#verdict strong").inner_text() == "reported"
    index.get_by_role("link", name="all articles").click()
    assert index.title() == "7 articles"
