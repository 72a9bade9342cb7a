"""Draws the reports of the five examples, and their index, into docs/pictures.

Run: ``python -m benchmarks.pictures`` (extra ``browser``, and the Chromium of the system). The same page gives the
same picture only with the same fonts; look at what changed before committing it.
"""

from __future__ import annotations

import io
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import sync_playwright

import classifier
from classifier.article import Article
from classifier.report.html import report_html
from classifier.report.index import write_index

ROOT = Path(__file__).parent.parent
PICTURES = ROOT / "docs" / "pictures"
WIDTH, HEIGHT = 1180, 1000
MOST = 150_000  # bytes of a picture
_COLOURS = 256


def pages(folder: Path) -> list[Path]:
    """Write the reports of the examples and their index into `folder`; return their paths."""
    scorer = classifier.load()
    scores = []
    for path in sorted((ROOT / "examples").glob("*.txt")):
        article = Article(path.read_text(encoding="utf-8"), id=path.relative_to(ROOT).as_posix())
        scores.append(scorer.score(article))
        (folder / f"{path.stem}.html").write_text(report_html(scores[-1]), encoding="utf-8")
    write_index(scores, folder / "index.html", folder / "pages")
    return sorted(folder.glob("*.html"))


def smaller(picture: bytes) -> bytes:
    """Return the picture with a palette in place of full colour."""
    reduced = Image.open(io.BytesIO(picture)).convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE)
    written = io.BytesIO()
    reduced.save(written, "png", optimize=True)
    return written.getvalue()


def main() -> None:
    """Draw them all; stop at one that grew too large."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    PICTURES.mkdir(exist_ok=True)
    with TemporaryDirectory() as name, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        for path in pages(Path(name)):
            page.goto(path.as_uri())
            picture = smaller(page.screenshot())
            if len(picture) > MOST:
                raise SystemExit(f"{path.stem}: {len(picture):,} bytes; at most {MOST:,}; use fewer colours")
            (PICTURES / f"{path.stem}.png").write_bytes(picture)
            print(f"{path.stem}.png  {len(picture):,} bytes")
        browser.close()


if __name__ == "__main__":
    main()
