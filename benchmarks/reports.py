"""What reports and indexes cost: their size, writing them, and a browser's work with them.

Run: ``python -m benchmarks.reports`` (extra ``browser``, and the Chromium of the system).
"""

from __future__ import annotations

import dataclasses
import json
import os
import resource
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from subprocess import run
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from playwright.sync_api import Browser, sync_playwright

import classifier
from classifier.report.html import report_html
from classifier.report.index import write_index
from classifier.score import ArticleScore

ROOT = Path(__file__).parent.parent
RESULT = Path(__file__).parent / "results" / "reports.json"
ROUNDS = 5
_USABLE = """() => {
  const began = performance.now();
  document.querySelector('[data-column="4"]').click();
  document.getElementById('words').value = 'lorr';
  document.getElementById('words').dispatchEvent(new Event('input', {bubbles: true}));
  document.body.getBoundingClientRect();
  return performance.now() - began;
}"""


def ten_kilobytes() -> str:
    """Return the examples, joined and cut to 10 kB."""
    paths = sorted((ROOT / "examples").glob("*.txt"))
    return "\n\n".join(path.read_text(encoding="utf-8") for path in paths)[:10_000]


def many(count: int) -> Iterator[ArticleScore]:
    """Yield the scores of the examples again and again, with figures that differ."""
    scorer = classifier.load()
    scores = [scorer.score(path.read_text(encoding="utf-8")) for path in sorted((ROOT / "examples").glob("*.txt"))]
    for number in range(count):
        one = scores[number % 5]
        assert one.judged is not None
        assert one.grade is not None
        share = number * 0.618 % 1
        yield dataclasses.replace(
            one,
            id=f"crawl/2026/{number:07}.txt",
            judged=dataclasses.replace(one.judged, speculative=share, mixed=0.0, reported=1 - share),
            grade=dataclasses.replace(one.grade, overall=round(1 + 4 * (number * 0.414 % 1), 1)),
        )


def opened(browser: Browser, path: Path, action: str | None = None) -> dict[str, float]:
    """Return milliseconds: until loaded, in scripts, style and layout, and for `action` (one sort and one search)."""
    page = browser.new_page(viewport={"width": 1200, "height": 900})
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    began = perf_counter()
    page.goto(path.as_uri(), wait_until="load")
    found = {"load": 1000 * (perf_counter() - began)}
    metrics = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    for name in ("ScriptDuration", "LayoutDuration", "RecalcStyleDuration"):
        found[name] = 1000 * metrics[name]
    if action:
        found["sort and search"] = page.evaluate(action)
    page.close()
    return found


def medians(measured: list[dict[str, float]]) -> dict[str, float]:
    """Return the median of each figure, rounded to 0.1."""
    return {name: round(median(one[name] for one in measured), 1) for name in measured[0]}


def index_figures(browser: Browser, folder: Path, count: int) -> dict[str, Any]:
    """Return what an index of `count` articles costs; it is written in a process of its own, to know its memory."""
    path = folder / f"{count}.html"
    done = run([sys.executable, "-m", "benchmarks.reports", str(count), str(path)], cwd=ROOT, check=True,
               capture_output=True, text=True)  # fmt: skip
    rounds = [opened(browser, path, _USABLE) for _ in range(ROUNDS)]
    return {"bytes": path.stat().st_size, **json.loads(done.stdout), "browser, ms": medians(rounds)}


def write(count: int, path: Path) -> None:
    """Write an index; print seconds and megabytes of memory at most."""
    began = perf_counter()
    write_index(many(count), path)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds to write": round(perf_counter() - began, 1), "MB of memory": round(peak)}))


def main() -> None:
    """Print and keep the figures."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    score = classifier.load().score(ten_kilobytes())
    began = perf_counter()
    report = report_html(score)
    seconds = perf_counter() - began
    with TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        (folder / "report.html").write_text(report, encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        rounds = [opened(browser, folder / "report.html") for _ in range(ROUNDS)]
        figures: dict[str, Any] = {
            "processors": os.cpu_count(),
            "browser": browser.version,
            "report of 10 kB": {
                "bytes": len(report.encode()),
                "ms to write": round(1000 * seconds, 1),
                "browser, ms": medians(rounds),
            },
            **{f"index of {count:,}": index_figures(browser, folder, count) for count in (5_000, 100_000, 300_000)},
        }
        browser.close()
    print(json.dumps(figures, indent=1))
    RESULT.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    if len(sys.argv) == 3:
        write(int(sys.argv[1]), Path(sys.argv[2]))
    else:
        main()
