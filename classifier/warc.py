"""Web archives to pages: the HTML that a crawl was answered with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

from classifier.errors import InputError
from classifier.pages import Page
from classifier.score import Failure

__all__ = ["read_warc"]

_HTML = ("text/html", "application/xhtml+xml")
_OK = 200


def read_warc(stream: IO[bytes], name: str, max_bytes: int) -> Iterator[Page | Failure]:
    """Yield the pages of a WARC file in order, each under its URL.

    Requests, redirects, error pages and whatever is not HTML are passed over.

    Parameters
    ----------
    stream
        The file, decompressed. FastWARC could do that, but takes a file that was cut off for one at its end.
    max_bytes
        Largest page; a larger one yields a `Failure`.

    Raises
    ------
    InputError
        If the extra ``warc`` is not installed.
    OSError, EOFError
        If the file is damaged, or ends too soon.
    """
    try:
        from fastwarc.warc import ArchiveIterator, WarcRecordType
    except ImportError as error:
        raise InputError(f"{name}: reading web archives needs an extra; pip install '.[warc]' in the clone") from error
    # HTTP is parsed apart from the iterator, which a page with a broken encoding would otherwise end.
    for record in ArchiveIterator(_Eager(stream), record_types=WarcRecordType.response, parse_http=False):
        url = record.headers.get("WARC-Target-URI") or f"{name}:{record.stream_pos}"
        if record.content_length > max_bytes:
            yield _too_large(url, max_bytes)
            continue
        block = record.reader.read()
        if len(block) < record.content_length:
            raise EOFError(f"cut off in the middle of {url}")
        found = _page(block, url, max_bytes)
        if found is not None:
            yield found


class _Eager:
    """A stream that gives what it has; one that fills a request would lose it when it finds its end missing."""

    def __init__(self, stream: Any) -> None:
        self._stream, self._position = stream, 0

    def read(self, size: int = -1) -> bytes:
        content: bytes = self._stream.read1(size)
        self._position += len(content)
        return content

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = 0) -> int:
        raise OSError(None, "a stream is read from its beginning to its end")

    def close(self) -> None:
        self._stream.close()


def _page(block: bytes, url: str, max_bytes: int) -> Page | Failure | None:
    from fastwarc.warc import WarcRecord
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding, map_encoding_to_html5

    record = WarcRecord()
    record.set_bytes_content(block)
    record.is_http = True
    try:
        record.parse_http(auto_decode="all")
        headers = record.http_headers
        if headers is None or headers.status_code != _OK or (record.http_content_type or "").lower() not in _HTML:
            return None
        content = record.reader.read(max_bytes + 1)
    except (OSError, ValueError) as error:
        return Failure(url, f"{url}: not a readable answer ({str(error)[:80]}); crawl the page again")
    if len(content) > max_bytes:
        return _too_large(url, max_bytes)
    charset = record.http_charset
    encoding = map_encoding_to_html5(charset) if charset else detect_encoding(content, from_html_meta=True)
    return Page(bytes_to_str(content, encoding or "utf-8"), url, crawled=True)


def _too_large(url: str, max_bytes: int) -> Failure:
    return Failure(url, f"{url}: page of more than {max_bytes:,} bytes; raise the limit with --max-bytes")
