"""A news crawl of our own making: the written articles on pages of seven layouts, as one WARC file.

Run: ``python -m benchmarks.make_warc crawl.warc.gz --pages 2000 --seed 1``; the same seed gives the same bytes.

Beside the pages there is what a crawl also holds and a reader must pass over: requests, redirects, robots.txt.
Beside the WARC a file NAME.texts.jsonl keeps what the main text of each page is.
"""

from __future__ import annotations

import argparse
import json
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from uuid import UUID

from fastwarc.stream_io import GzipWriter
from fastwarc.warc import WarcRecord, WarcRecordType

from benchmarks.page_layouts import LAYOUTS, Story, page

ROOT = Path(__file__).parent.parent
_DATE = datetime(2026, 11, 22, 6, tzinfo=UTC)
_FOREIGN = ("german-news", "spanish-news")


def stories(count: int, foreign: float, random: Random) -> list[Story]:
    """Return `count` stories, a share `foreign` of them in German or Spanish, on pages in German."""
    written = [
        json.loads(line)["text"]
        for path in sorted((ROOT / "labels" / "written").glob("[A-Z].jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    others = [(ROOT / "tests" / "unscorable" / f"{name}.txt").read_text(encoding="utf-8") for name in _FOREIGN]
    return [
        _story(random.choice(others), "de", number)
        if random.random() < foreign
        else _story(written[number % len(written)], "en", number)
        for number in range(count)
    ]


def _story(text: str, language: str, number: int) -> Story:
    headline, *paragraphs = [part.strip() for part in text.split("\n") if part.strip()]
    url = f"https://courier.example/{number:06}/story.html"
    return Story(headline, tuple(paragraphs), language, url, _DATE.date().isoformat())


def write(path: Path, count: int, foreign: float, seed: int) -> None:
    """Write the WARC file `path` and what its pages say beside it."""
    random = Random(seed)
    texts = path.with_name(f"{path.name}.texts.jsonl")
    with path.open("wb") as raw, texts.open("w", encoding="utf-8") as kept:
        # Each record is a gzip member of its own, as crawls have it.
        for number, story in enumerate(stories(count, foreign, random)):
            layout = number % len(LAYOUTS)
            body = page(story, layout, random).encode()
            _record(raw, random, story.url, b"GET / HTTP/1.1\r\nHost: courier.example\r\n\r\n", WarcRecordType.request)
            _record(raw, random, story.url, _http(200, "text/html; charset=utf-8", body), WarcRecordType.response)
            if number % 10 == 0:
                robots = _http(200, "text/plain", b"User-agent: *\nDisallow: /private\n")
                _record(raw, random, "https://courier.example/robots.txt", robots, WarcRecordType.response)
                moved = _http(301, "text/html", b"<html><body>Moved</body></html>")
                _record(raw, random, story.url + "?old", moved, WarcRecordType.response)
            row = {"id": story.url, "layout": LAYOUTS[layout].__name__.strip("_"), "language": story.language,
                   "html_bytes": len(body), "title": story.headline, "text": "\n".join(story.paragraphs)}  # fmt: skip
            kept.write(json.dumps(row, ensure_ascii=False) + "\n")


def _http(status: int, kind: str, body: bytes) -> bytes:
    reason = {200: "OK", 301: "Moved Permanently"}[status]
    return f"HTTP/1.1 {status} {reason}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


def _record(raw: object, random: Random, url: str, content: bytes, kind: WarcRecordType) -> None:
    record = WarcRecord()
    record.init_headers(kind, str(UUID(int=random.getrandbits(128))).encode())
    record.headers["WARC-Target-URI"] = url
    record.headers["Content-Type"] = (
        f"application/http; msgtype={'request' if kind == WarcRecordType.request else 'response'}"
    )
    record.record_date = _DATE
    record.set_bytes_content(content)
    with GzipWriter(raw, compression_level=6) as member:
        record.write(member)


def main() -> None:
    """Write the file that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--foreign", type=float, default=0.0, help="share of pages in other languages")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    write(given.path, given.pages, given.foreign, given.seed)


if __name__ == "__main__":
    main()
