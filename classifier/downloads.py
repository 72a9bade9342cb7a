"""Files of public repositories at pinned commits, from a cache or by a download that is tried again."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException
from pathlib import Path
from time import sleep
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    UnknownHandler,
)

from classifier.article import sha256_of
from classifier.errors import CorpusError

__all__ = ["FetchSettings", "Files", "LostError", "replace_file"]

_ATTEMPTS = 3
_PATIENCE = 5  # files in a row that may fail before a server counts as gone; else a dead network takes hours
_PASSING = (408, 425, 429)  # besides 5xx: HTTP codes that another attempt may mend


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """How to fetch; `CorpusError` if a value is wrong.

    Attributes
    ----------
    base_url
        What stands before ``OWNER/NAME/COMMIT/PATH``; http or https.
    cache
        Folder for files of the origins that gave a right text; None keeps none.
    timeout
        Seconds that the server may stay silent.
    max_bytes
        Largest file.
    pause
        Seconds before the second attempt at a file; twice that before the third.
    """

    base_url: str = "https://raw.githubusercontent.com"
    cache: Path | None = None
    timeout: float = 30.0
    max_bytes: int = 200_000_000
    pause: float = 1.0

    def __post_init__(self) -> None:
        if not _is_web(self.base_url):
            raise CorpusError(f"base_url {self.base_url!r} is no web address; wanted http:// or https:// and a host")
        if not _is_seconds(self.timeout) or self.timeout == 0:
            raise CorpusError(f"timeout {self.timeout!r} is not a number of seconds above 0, up to a day; 30 is usual")
        if not _is_seconds(self.pause):
            raise CorpusError(f"pause {self.pause!r} is not a number of seconds from 0 up to a day; 1 is usual")
        if type(self.max_bytes) is not int or self.max_bytes < 1:
            raise CorpusError(f"max_bytes {self.max_bytes!r} is not a whole number above 0; 200000000 is usual")


def _is_seconds(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 86_400


def _is_web(url: object) -> bool:
    if not isinstance(url, str) or not url.isascii() or not url.isprintable() or re.search(r"[\s?#]", url):
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number, half an IPv6 address
        return False


def replace_file(path: Path, data: bytes) -> None:
    """Write a file whole or not at all; `CorpusError` if it cannot be written."""
    new = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            new.write_bytes(data)
            new.replace(path)
        finally:
            new.unlink(missing_ok=True)
    except OSError as error:
        raise CorpusError(f"{path}: cannot be written ({error.strerror}); free it or name another folder") from error


class LostError(Exception):
    """A file that cannot be had; the message is the reason."""


class Files:
    """Files of the repositories, from the cache or the server."""

    def __init__(self, settings: FetchSettings) -> None:
        self._settings = settings
        self._failures = 0
        # Not build_opener, which would follow a redirect to ftp:.
        self._opener = OpenerDirector()
        for handler in (ProxyHandler, HTTPHandler, HTTPSHandler, HTTPDefaultErrorHandler, HTTPRedirectHandler):
            self._opener.add_handler(handler())
        self._opener.add_handler(HTTPErrorProcessor())
        self._opener.add_handler(UnknownHandler())

    def get(self, name: str) -> bytes:
        """Return the content of ``OWNER/NAME/COMMIT/PATH``; `LostError` if it cannot be had."""
        cached = self._cached(name)
        with suppress(OSError):  # what cannot be read is as good as not cached
            if cached and cached.is_file():
                return cached.read_bytes()
        return self._download(name)

    def judge(self, name: str, data: bytes, right: bool) -> None:
        """Keep a file that gave a right text, drop one that gave none, so that the next run asks again."""
        cached = self._cached(name)
        if cached and right and not cached.exists():
            replace_file(cached, data)
        elif cached and not right:
            with suppress(OSError):
                cached.unlink()

    def _cached(self, name: str) -> Path | None:
        # A hash, since the name comes from a manifest and might lead out of the folder.
        return self._settings.cache / sha256_of(name) if self._settings.cache else None

    def _download(self, name: str) -> bytes:
        base = self._settings.base_url.rstrip("/")
        if self._failures >= _PATIENCE:
            raise LostError(f"not asked for: {_PATIENCE} files in a row could not be had from {base}; run again later")
        reason = ""
        for attempt in range(_ATTEMPTS):
            sleep(self._settings.pause * attempt)
            try:
                data = self._ask(f"{base}/{quote(name, errors='replace')}")
            except HTTPError as error:
                error.close()
                reason = f"HTTP {error.code} {error.reason}"
                if error.code < 500 and error.code not in _PASSING:
                    self._failures = 0
                    raise LostError(reason) from error
            except (OSError, HTTPException, ValueError) as error:
                what = error.reason if isinstance(error, URLError) else error
                reason = str(what) or type(what).__name__
            else:
                self._failures = 0
                return data
        self._failures += 1
        raise LostError(f"{reason}, {_ATTEMPTS} times")

    def _ask(self, url: str) -> bytes:
        limit = self._settings.max_bytes
        with self._opener.open(url, timeout=self._settings.timeout) as response:
            length = int(response.headers.get("Content-Length") or -1)
            data = bytearray()
            while max(length, len(data)) <= limit and (part := response.read(1 << 20)):
                data += part
        if max(length, len(data)) > limit:
            raise LostError(f"more than {limit:,} bytes; raise max_bytes")
        if len(data) < length:  # read() with a size does not notice
            raise OSError(f"connection closed after {len(data):,} of {length:,} bytes")
        return bytes(data)
