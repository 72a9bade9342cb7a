"""Web archives: which records become articles, and what a broken one costs."""

from __future__ import annotations

import gzip
import io
from pathlib import Path
from random import Random

import pytest

from benchmarks.page_layouts import LAYOUTS, Story, page
from classifier import Article, Failure, Scorer
from classifier.reading import ReadOptions, read_articles

ROOT = Path(__file__).parent.parent
HTML = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"


def text_of(name: str) -> tuple[str, ...]:
    return tuple(line for line in (ROOT / name).read_text(encoding="utf-8").split("\n") if line.strip())


def story(name: str, language: str = "en") -> Story:
    headline, *paragraphs = text_of(name)
    return Story(headline, tuple(paragraphs), language, "https://a.example/1", "2026-11-22")


REPORT = page(story("examples/4-spokesperson.txt"), 0, Random(1)).encode()


def record(content: bytes, url: str = "https://a.example/1", kind: str = "response") -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\n"
        f"WARC-Date: 2026-11-22T06:00:00Z\r\nWARC-Target-URI: {url}\r\n"
        f"Content-Type: application/http; msgtype={kind}\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return head.encode() + content + b"\r\n\r\n"


def read(folder: Path, data: bytes, name: str = "a.warc", **options: int) -> list[Article | Failure]:
    (folder / name).write_bytes(data)
    return list(read_articles([str(folder / name)], ReadOptions(**options)))  # type: ignore[arg-type]


def test_pages_come_under_their_url_and_the_rest_is_passed_over(tmp_path: Path) -> None:
    records = [
        record(b"GET / HTTP/1.1\r\n\r\n", kind="request"),
        record(b"HTTP/1.1 301 Moved\r\nContent-Type: text/html\r\n\r\n<p>Moved</p>"),
        record(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nDisallow: /"),
        record(b"no HTTP at all"),
        record(HTML + b"\r\n" + REPORT, "https://a.example/2"),
    ]
    (article,) = read(tmp_path, b"".join(map(gzip.compress, records)), "a.warc.gz")
    assert isinstance(article, Article)
    assert article.id == "https://a.example/2"
    assert text_of("examples/4-spokesperson.txt")[3] in article.text


@pytest.mark.parametrize("layout", range(len(LAYOUTS)))
def test_main_text_is_found_in_every_layout(tmp_path: Path, layout: int) -> None:
    given = story("examples/1-agency-brief.txt")
    content = HTML + b"\r\n" + page(given, layout, Random(layout)).encode()
    (article,) = read(tmp_path, record(content))
    assert isinstance(article, Article)
    assert all(paragraph.strip() in article.text for paragraph in given.paragraphs)
    assert not any(noise in article.text for noise in ("cookies", "Podcasts", "window.q", "reader", "rye flour"))


@pytest.mark.parametrize("name", ["german-news", "spanish-news"])
def test_a_page_in_another_language_is_left_unjudged_as_its_text_is(tmp_path: Path, scorer: Scorer, name: str) -> None:
    content = HTML + b"\r\n" + page(story(f"tests/unscorable/{name}.txt", "de"), 0, Random(1)).encode()
    (article,) = read(tmp_path, record(content))
    assert isinstance(article, Article)
    assert len(article.text) == 1000
    assert "not English" in scorer.score(article).reason


def test_chunks_and_compression_of_the_transfer_are_undone(tmp_path: Path) -> None:
    chunked = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in (REPORT[:999], REPORT[999:], b""))
    bodies = [
        HTML + b"Transfer-Encoding: chunked\r\n\r\n" + chunked,
        HTML + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(REPORT),
        HTML + b"\r\n" + REPORT,
    ]
    assert len({getattr(one, "text", one) for one in read(tmp_path, b"".join(map(record, bodies)))}) == 1


@pytest.mark.parametrize("charset", ["windows-1252", "nonsense", None])
def test_charset_is_that_of_header_or_page_and_nonsense_is_survived(tmp_path: Path, charset: str | None) -> None:
    body = "<html><head><meta charset='windows-1252'></head><body><article><p>" + "Café owners met. " * 30 + "</p>"
    encoding = "utf-8" if charset == "nonsense" else "windows-1252"
    kind = f"text/html; charset={charset}" if charset else "text/html"
    answer = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n".encode()
    (article,) = read(tmp_path, record(answer + body.encode(encoding)))
    assert "Café owners met." in getattr(article, "text", "")


def test_a_broken_page_is_a_failure_and_the_next_is_read(tmp_path: Path) -> None:
    broken = record(HTML + b"Content-Encoding: gzip\r\n\r\nnot gzip at all", "https://a.example/bad")
    failure, article = read(tmp_path, broken + record(HTML + b"\r\n" + REPORT))
    assert isinstance(failure, Failure)
    assert failure.error.startswith("https://a.example/bad: not a readable answer")
    assert isinstance(article, Article)


@pytest.mark.parametrize(
    "content", [HTML + b"\r\n" + b"a" * 5000, HTML + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"a" * 5000)]
)
def test_a_page_over_the_limit_is_a_failure(tmp_path: Path, content: bytes) -> None:
    (failure,) = read(tmp_path, record(content), max_bytes=4000)
    assert isinstance(failure, Failure)
    assert "page of more than 4,000 bytes" in failure.error


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz"])
def test_an_archive_that_was_cut_off_says_so(tmp_path: Path, name: str) -> None:
    records = [record(HTML + b"\r\n" + REPORT)] * 3
    data = b"".join(map(gzip.compress, records)) if name.endswith("gz") else b"".join(records)
    *articles, failure = read(tmp_path, data[: len(data) * 5 // 6], name)
    assert [type(one) for one in articles] == [Article, Article]
    assert isinstance(failure, Failure)
    assert "cannot be read" in failure.error


def test_what_is_no_archive_is_a_failure(tmp_path: Path) -> None:
    (failure,) = read(tmp_path, b"Dear reader,\nthis is a letter.\n" * 40)
    assert isinstance(failure, Failure)
    assert "Invalid WARC header" in failure.error


def test_standard_input_that_was_cut_off_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    data = record(HTML + b"\r\n" + REPORT)[:-1000]
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    (failure,) = read_articles(["-"], ReadOptions(stdin_format="warc"))
    assert isinstance(failure, Failure)
    assert "cut off in the middle of https://a.example/1" in failure.error
