"""Fetching: each origin's format from a server on this machine, and everything that may go wrong with one."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import unquote

import pytest

from classifier.article import sha256_of
from classifier.errors import CorpusError
from classifier.fetching import FetchReport, FetchSettings, Origin, fetch, read_origins
from classifier.labels import LabelledArticle, Reading

WIKINEWS = "vanatteveldt/wikinews/347254178bf343f3801aac1d03c41cc09c35decb/data/wikinews_{}.csv"
BIAS = "ramybaly/Article-Bias-Prediction/ced8111a720948e6a410e52031ace99c4e53f096/"
PMACINEC = "pmacinec/fake-news-datasets/0ea4a5c/"
XML = (
    "anshuly10/Biased-News-Detection/89e4073cca91dfa8a250a2636082788bad170f4e/articles-training-byarticle-20181122.xml"
)
XSUM = "NLP2CT/DetectRL/3472f0a/Benchmark/Tasks/Task1/multi_domains_xsum_test.json"
PLAIN = Origin("perezrosas_celebrityDataset", "data/legit/1.txt")
TEXT = "Ferry is late\nThe ferry to Holm was an hour late."


@dataclass
class Server:
    """What the server holds and does.

    Attributes
    ----------
    files
        Content by path.
    codes
        HTTP codes by path, one for each of the next answers.
    asked
        How often each path was asked for.
    short
        Paths whose answer breaks off.
    """

    url: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    codes: dict[str, list[int]] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    short: set[str] = field(default_factory=set)
    location: str = ""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    held = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = unquote(self.path)[1:]
            held.asked[path] += 1
            codes = held.codes.get(path)
            code = codes.pop(0) if codes else 200 if path in held.files else 404
            body = held.files.get(path, b"")
            self.send_response(code)
            self.send_header("Location", held.location)
            self.send_header("Content-Length", str(len(body) + (9 if path in held.short else 0)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        held.url = f"http://127.0.0.1:{running.server_address[1]}"
        thread = Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield held
        running.shutdown()
        thread.join()


def row(key: str, text: str, corpus: str = "newspool") -> LabelledArticle:
    final = Reading("final", "reported", "report", 3, 3, 3)
    return LabelledArticle(corpus, key, sha256_of(text), key, "train", "report", final, (), (), ())


Fetch = Callable[..., FetchReport]


@pytest.fixture
def get(server: Server, tmp_path: Path) -> Fetch:
    """Return a call that fetches one text, id ``a``, into the test's folder."""

    def call(origin: Origin | None, text: str, corpus: str = "newspool", **settings: Any) -> FetchReport:
        chosen = replace(FetchSettings(server.url, timeout=5, pause=0), **settings)
        origins = {(corpus, "a"): origin} if origin else {}
        return fetch([row("a", text, corpus)], origins, tmp_path, chosen, lambda done, total: None)

    return call


def texts(folder: Path, corpus: str = "newspool") -> dict[str, str]:
    lines = (folder / corpus / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    assert all(sha256_of(held["text"]) == held["sha256"] for held in rows if "sha256" in held)
    return {held["id"]: held["text"] for held in rows}


def reason(report: FetchReport) -> str:
    assert (report.fetched, report.kept) == (0, 0)
    return report.missing["newspool", "a"]


def xml(*articles: str) -> bytes:
    return f"<?xml version='1.0' encoding='UTF-8'?>\n<articles>{''.join(articles)}</articles>".encode()


ARTICLE = '<article id="0000007" published-at="2017-01-01" title="Mill &amp; mayor">{}</article>'
JSON_TEXT = {"title": "Ferry is late", "content_original": "One.\r\nTwo. ", "text": "One.\r\nTwo. ", "source": "None"}


@pytest.mark.parametrize(
    ("origin", "path", "content", "text"),
    [
        (PLAIN, PMACINEC + PLAIN.ref, TEXT.encode() + b"\n\n", TEXT),
        (PLAIN, PMACINEC + PLAIN.ref, b"One\r\ntwo\rthree", "One\ntwo\nthree"),
        (PLAIN, PMACINEC + PLAIN.ref, b"Caf\xe9 burns", "Caf\ufffd burns"),
        (Origin("horne_Random", "Set of News/1 %.txt"), PMACINEC + "Set of News/1 %.txt", b" Late. ", "Late."),
        (Origin("article_bias", "d/X.json"), BIAS + "d/X.json", JSON_TEXT, "Ferry is late\nOne.\r\nTwo."),
        (Origin("fnn_old_BuzzFeed", "d/B.json"), PMACINEC + "d/B.json", JSON_TEXT, "Ferry is late\nOne.\r\nTwo."),
        (Origin("detectrl_xsum", "1"), XSUM, [{"text": "No."}, {"text": "Yes.\n", "label": "llm"}], "Yes."),
        (
            Origin("hyperpartisan_byarticle", "0000007"),
            XML,
            xml(ARTICLE.replace("07", "06"), ARTICLE.format("\n<p>A <a href='x'>b</a>&#160;&lt;</p>\n<p>c</p>\n")),
            "Mill & mayor\n\nA b\xa0<\nc",
        ),
        (Origin("hyperpartisan_byarticle", "0000007"), XML, xml(ARTICLE.format("A  b\n c ")), "Mill & mayor\nA b c"),
        (Origin("hyperpartisan_byarticle", "0000007"), XML, xml(ARTICLE.format("A  b  \n")), "Mill & mayor\nA  b  "),
    ],
)
def test_each_origin_gives_the_labelled_text(
    get: Fetch, server: Server, tmp_path: Path, origin: Origin, path: str, content: Any, text: str
) -> None:
    server.files[path] = content if isinstance(content, bytes) else json.dumps(content).encode()
    assert get(origin, text) == FetchReport(1, 0, {})
    assert texts(tmp_path) == {"a": text}


def test_wikinews_is_found_in_either_file_by_url_and_each_is_asked_for_once(server: Server, tmp_path: Path) -> None:
    head = b"\xef\xbb\xbfurl,date,title,text\r\n"
    long = "x" * 200_000  # over the csv module's own limit
    server.files[WIKINEWS.format(2019)] = head + f'u/1,d, Old ,"{long}\nsaid ""no"". "\r\nu/1,d,Twin,\r\n'.encode()
    server.files[WIKINEWS.format(2020)] = head + b"u/2,d,New, text \r\n"
    wanted = {"u/1": f'Old\n{long}\nsaid "no".', "u/2": "New\ntext", "u/3": "Nowhere"}
    origins = {("wikinews", url): Origin("wikinews", url) for url in wanted}
    rows = [row(url, text, "wikinews") for url, text in wanted.items()] + [row("w", "", "written")]
    said: list[tuple[int, int]] = []
    report = fetch(rows, origins, tmp_path, FetchSettings(server.url), lambda *count: said.append(count))
    assert (report.fetched, report.kept) == (2, 0)
    assert set(server.asked.values()) == {1}
    assert said == [(0, 3), (1, 3), (2, 3), (3, 3)]
    assert texts(tmp_path, "wikinews") == {url: wanted[url] for url in ("u/1", "u/2")}
    assert list(report.missing) == [("wikinews", "u/3")]
    assert report.missing["wikinews", "u/3"].count("holds no 'u/3'") == 2


def test_what_is_there_is_kept_and_what_is_not_asked_for_left_alone(get: Fetch, server: Server, tmp_path: Path) -> None:
    path = tmp_path / "newspool" / "articles.jsonl"
    path.parent.mkdir()
    other = '{"id": "z",  "text": "caf\\u00e9", "mine": 1}\n'
    path.write_text(other + '{"id": "a", "text": "not the one"}\n', encoding="utf-8")
    server.files[PMACINEC + PLAIN.ref] = TEXT.encode()
    assert get(PLAIN, TEXT) == FetchReport(1, 0, {})
    assert texts(tmp_path) == {"z": "café", "a": TEXT}
    assert path.read_text(encoding="utf-8").startswith(other)
    assert get(PLAIN, TEXT) == FetchReport(0, 1, {})
    assert server.asked.total() == 1
    assert [held.name for held in path.parent.iterdir()] == ["articles.jsonl"]


def test_an_interrupted_run_keeps_what_it_had(server: Server, tmp_path: Path) -> None:
    names = [f"{number}.txt" for number in range(3)]
    server.files |= {PMACINEC + name: name.encode() for name in names}
    origins = {("newspool", name): Origin("horne_Random", name) for name in names}

    def stop(done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    rows = [row(name, name) for name in names]
    with pytest.raises(KeyboardInterrupt):
        fetch(rows, origins, tmp_path, FetchSettings(server.url), stop)
    assert list(texts(tmp_path)) == names[:2]
    assert fetch(rows, origins, tmp_path, FetchSettings(server.url), lambda *_: None) == FetchReport(1, 2, {})
    assert max(server.asked.values()) == 1


@pytest.mark.parametrize(
    ("origin", "content", "message"),
    [
        (PLAIN, b"Another text", "text has SHA-256"),
        (PLAIN, None, "HTTP 404"),
        (None, None, "no row in the manifest"),
        (Origin("folklore", "x"), None, "origin 'folklore' is not one of wikinews, article_bias, perezrosas_*"),
        (Origin("detectrl_xsum", "2"), b'[{"text": "a"}]', "holds no '2'"),
        (Origin("detectrl_xsum", "-1"), b'[{"text": "a"}]', "holds no '-1'"),
        (Origin("detectrl_xsum", "0"), b"{}", "holds no '0'"),
        (Origin("detectrl_xsum", "0"), b"[1]", "not in its origin's format (TypeError"),
        (Origin("detectrl_xsum", "0"), b"[" * 200_000, "not in its origin's format (RecursionError"),
        (Origin("fnn_old_BuzzFeed", "x"), b'{"title": "t"}', "not in its origin's format (KeyError: 'text')"),
        (Origin("wikinews", "u"), b"link,title\nu,t\n", "not in its origin's format (KeyError: 'url')"),
        (Origin("hyperpartisan_byarticle", "1"), b"<articles>", "not in its origin's format (ParseError"),
        (Origin("hyperpartisan_byarticle", "1"), b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "DOCTYPE, which is ref"),
        (Origin("hyperpartisan_byarticle", "1"), b"<a>&nbsp;</a>", "undefined entity"),
        (Origin("article_bias", "\ud800"), None, "HTTP 404"),
    ],
)
def test_a_text_that_cannot_be_had_is_missing_with_the_reason(
    get: Fetch, server: Server, origin: Origin | None, content: bytes | None, message: str
) -> None:
    if origin and content is not None:
        ref = PMACINEC + origin.ref
        server.files |= dict.fromkeys((ref, XSUM, XML, WIKINEWS.format(2019), WIKINEWS.format(2020)), content)
    assert message in reason(get(origin, TEXT))


def test_a_server_error_is_retried_twice_and_a_missing_file_is_not(get: Fetch, server: Server) -> None:
    path = PMACINEC + PLAIN.ref
    assert "HTTP 404" in reason(get(PLAIN, TEXT))
    assert server.asked[path] == 1
    server.files[path] = TEXT.encode()
    server.codes[path] = [500, 503, 429]
    assert "HTTP 429 Too Many Requests, 3 times" in reason(get(PLAIN, TEXT))
    server.codes[path] = [500, 429]
    assert get(PLAIN, TEXT).fetched == 1


def test_an_answer_that_breaks_off_is_a_failure(get: Fetch, server: Server) -> None:
    path = PMACINEC + PLAIN.ref
    server.files[path], server.short = TEXT.encode(), {path}
    assert f"connection closed after {len(TEXT)} of {len(TEXT) + 9} bytes, 3 times" in reason(get(PLAIN, TEXT))


def test_a_file_over_the_limit_is_refused(get: Fetch, server: Server) -> None:
    server.files[PMACINEC + PLAIN.ref] = TEXT.encode()
    assert "more than 48 bytes; raise max_bytes" in reason(get(PLAIN, TEXT, max_bytes=len(TEXT) - 1))
    assert get(PLAIN, TEXT, max_bytes=len(TEXT)).fetched == 1


@pytest.mark.parametrize(
    ("location", "message"),
    [("file:///etc/hostname", "HTTP 302 .*not allowed"), ("ftp://127.0.0.1/x", "unknown url type: ftp")],
)
def test_a_redirect_out_of_the_web_is_not_followed(get: Fetch, server: Server, location: str, message: str) -> None:
    server.codes[PMACINEC + PLAIN.ref] = [302] * 3
    server.location = location
    assert re.search(message, reason(get(PLAIN, TEXT)))


def test_a_dead_server_is_given_up_after_a_few_files(server: Server, tmp_path: Path) -> None:
    names = [f"{number}.txt" for number in range(8)]
    server.codes = {PMACINEC + name: [500] * 3 for name in names}
    origins = {("newspool", name): Origin("horne_Random", name) for name in names}
    settings = FetchSettings(server.url, pause=0)
    report = fetch([row(name, TEXT) for name in names], origins, tmp_path, settings, lambda *_: None)
    assert server.asked.total() == 15
    assert "not asked for: 5 files in a row" in report.missing["newspool", "7.txt"]


def test_the_cache_spares_a_download_and_holds_only_what_was_right(get: Fetch, server: Server, tmp_path: Path) -> None:
    cache, path = tmp_path / "cache", PMACINEC + PLAIN.ref
    server.files[path] = b"changed"
    assert reason(get(PLAIN, TEXT, cache=cache))
    server.files[path] = TEXT.encode()
    assert get(PLAIN, TEXT, cache=cache).fetched == 1
    (tmp_path / "newspool" / "articles.jsonl").unlink()
    assert get(PLAIN, TEXT, cache=cache).fetched == 1
    assert server.asked[path] == 2
    (held,) = cache.iterdir()
    held.write_bytes(b"damaged")
    (tmp_path / "newspool" / "articles.jsonl").unlink()
    assert reason(get(PLAIN, TEXT, cache=cache))
    assert get(PLAIN, TEXT, cache=cache).fetched == 1


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"base_url": "file:///etc"}, "base_url 'file:///etc' is no web address"),
        ({"base_url": "ftp://x"}, "no web address"),
        ({"base_url": "https://"}, "no web address"),
        ({"base_url": "http://x:y"}, "no web address"),
        ({"base_url": "http://x/ y"}, "no web address"),
        ({"base_url": None}, "no web address"),
        ({"timeout": 0}, "timeout 0 is not"),
        ({"timeout": float("nan")}, "timeout nan is not"),
        ({"timeout": 1e12}, "timeout 1000000000000.0 is not"),
        ({"pause": -1}, "pause -1 is not"),
        ({"max_bytes": 0}, "max_bytes 0 is not"),
        ({"max_bytes": True}, "max_bytes True is not"),
    ],
)
def test_a_wrong_setting_is_refused(settings: dict[str, Any], message: str) -> None:
    with pytest.raises(CorpusError, match=message):
        FetchSettings(**settings)


def test_a_folder_that_cannot_be_written_is_found_before_anything_is_asked_for(
    get: Fetch, server: Server, tmp_path: Path
) -> None:
    (tmp_path / "newspool").write_text("a file, where a folder should be")
    with pytest.raises(CorpusError, match="cannot be written"):
        get(PLAIN, TEXT)
    assert not server.asked


def test_a_damaged_file_of_articles_is_not_written_over(get: Fetch, tmp_path: Path) -> None:
    path = tmp_path / "newspool" / "articles.jsonl"
    path.parent.mkdir()
    path.write_text('{"id": "z", "text": "t"}\n{"id": "b", "te')
    with pytest.raises(CorpusError, match=r"articles\.jsonl:2: not JSON"):
        get(PLAIN, TEXT)


GOOD = '{"corpus": "newspool", "id": "a", "origin": "article_bias", "ref": "d/X.json"}\n'


def test_origins_are_read(tmp_path: Path) -> None:
    (tmp_path / "o.jsonl").write_text(GOOD)
    assert read_origins(tmp_path / "o.jsonl") == {("newspool", "a"): Origin("article_bias", "d/X.json")}


@pytest.mark.parametrize(
    ("second", "message"),
    [
        (b"{", r":2: not JSON"),
        (b"[]", r":2: wanted a JSON object with corpus, id, origin, ref"),
        (GOOD.replace('"d/X.json"', "7").encode(), r":2: wanted .* all strings"),
        (GOOD.encode(), r":2: newspool a stands twice"),
        (b"\xff", r"not UTF-8"),
    ],
)
def test_wrong_origins_are_refused_by_file_and_line(tmp_path: Path, second: bytes, message: str) -> None:
    (tmp_path / "o.jsonl").write_bytes(GOOD.encode() + second)
    with pytest.raises(CorpusError, match=rf"o\.jsonl.*{message}"):
        read_origins(tmp_path / "o.jsonl")


def test_a_manifest_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"none\.jsonl: no such file"):
        read_origins(tmp_path / "none.jsonl")
