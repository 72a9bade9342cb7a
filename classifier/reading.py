"""Files, folders and streams to articles.

What cannot be read becomes a `Failure` in its place; everything else is still yielded.
"""

from __future__ import annotations

import csv
import io
import json
import sys
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from lzma import LZMAError
from pathlib import Path
from typing import IO

from classifier.article import Article
from classifier.compression import Counted, split_suffix, unfolded
from classifier.csvlines import CsvLines
from classifier.errors import InputError
from classifier.fields import article_of_fields, check_columns, json_name, surrogate
from classifier.finding import ACCEPTED_WORDS, found, is_accepted
from classifier.pages import Page, article_of
from classifier.readoptions import ReadOptions
from classifier.score import Failure

__all__ = ["ReadOptions", "read_articles", "read_items"]

Outcome = Article | Failure | Page


def read_articles(inputs: Sequence[str], options: ReadOptions | None = None) -> Iterator[Article | Failure]:
    """Yield the articles of `inputs` in order, a folder's files sorted by name.

    Parameters
    ----------
    inputs
        Paths of files or folders, globs, or ``-`` for standard input.
    """
    return map(article_of, read_items(inputs, options))


def read_items(
    inputs: Sequence[str], options: ReadOptions | None = None, on_bytes: Callable[[int], None] = lambda _: None
) -> Iterator[Outcome]:
    """Yield what `read_articles` yields, but for web pages: their main text is still to be found.

    Parameters
    ----------
    on_bytes
        Called with the number of bytes each time some of a file are read.
    """
    options = options or ReadOptions()
    for name in inputs:
        if name == "-":
            stream = sys.stdin.buffer
            yield from _to_the_break(_read_stream(stream, "-", f".{options.stdin_format}", options), "-")
        elif not name:
            yield Failure(name, "an empty name is no file; give a path, or - for standard input")
        elif "://" in name:
            yield Failure(name, f"{name}: is a URL; download the page first and give the file")
        else:
            for path in found(name):
                if isinstance(path, Failure):
                    yield path
                else:
                    yield from _to_the_break(_read_path(path, options, on_bytes), str(path))


def _read_path(path: Path, options: ReadOptions, on_bytes: Callable[[int], None]) -> Iterator[Outcome]:
    suffix, compression = split_suffix(path)
    name = str(path)
    path.lstat()  # what is not there has no wrong ending
    if not is_accepted(path):
        yield Failure(name, f"{name}: {path.suffix.lower() or 'a file without ending'} is not read; {ACCEPTED_WORDS}")
        return
    if path.exists() and not path.is_file():
        yield Failure(name, f"{name}: is no regular file; give a file, or - to read standard input")
    elif suffix == ".parquet":
        yield from _parquet(path, options, on_bytes)
    else:
        with io.BufferedReader(Counted(path, on_bytes)) as raw, unfolded(raw, compression, name) as stream:
            yield from _read_stream(stream, name, suffix, options)


def _to_the_break(items: Iterator[Outcome], name: str) -> Iterator[Outcome]:
    """Yield `items`; where their source breaks off, a failure in place of the rest."""
    try:
        yield from items
    except InputError as error:
        yield Failure(name, str(error))
    except FileNotFoundError:
        yield Failure(name, f"{name}: no such file or folder; check the path")
    except (OSError, ValueError, EOFError, zlib.error, LZMAError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        yield Failure(name, f"{name}: cannot be read ({reason}); check that it is whole and may be read")


def _read_stream(stream: IO[bytes], name: str, suffix: str, options: ReadOptions) -> Iterator[Outcome]:
    readers: dict[str, Callable[[IO[bytes], str, ReadOptions], Iterator[Outcome]]] = {
        ".jsonl": _jsonl,
        ".csv": _csv,
        ".html": _html,
        ".htm": _html,
        ".warc": _warc,
    }
    yield from readers.get(suffix, _plain)(stream, name, options)


def _whole(stream: IO[bytes], name: str, options: ReadOptions) -> str:
    raw = stream.read(options.max_bytes + 1)
    if len(raw) > options.max_bytes:
        raise InputError(
            f"{name}: more than {options.max_bytes:,} bytes; split it, or raise the limit with --max-bytes"
        )
    return _decoded(raw, name, options.encoding)


_BINARY = (b"%PDF", b"\x89PNG", b"PK\x03\x04", b"\x7fELF", b"GIF8", b"\xff\xd8\xff", b"\x1f\x8b", b"PAR1")
_WANTED = "give text, HTML, JSONL, CSV or Parquet"


def _decoded(raw: bytes, where: str, encoding: str) -> str:
    if raw.startswith(_BINARY):
        raise InputError(f"{where}: a binary file, going by its first bytes {raw[:4]!r}; {_WANTED}")
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise InputError(
            f"{where}: byte {error.start} (0x{raw[error.start]:02x}) is not {_encoding_name(encoding)}; name another "
            f"encoding with --encoding, such as --encoding cp1252; if it is no text at all, {_WANTED}"
        ) from error
    if "\0" in text:
        raise InputError(f"{where}: null byte at character {text.index(chr(0))}: a binary file; {_WANTED}")
    return text


def _encoding_name(encoding: str) -> str:
    return encoding.removesuffix("-sig").upper()


def headline_of(text: str) -> str | None:
    """Return the first line of a plain text if it is a headline: more follows, and no full stop ends it."""
    first, newline, rest = text.strip().partition("\n")
    first = first.strip().lstrip("# ")
    return first if newline and rest.strip() and len(first) <= 300 and not first.endswith(".") else None


def _plain(stream: IO[bytes], name: str, options: ReadOptions) -> Iterator[Outcome]:
    try:
        text = _whole(stream, name, options)
    except InputError as error:
        yield Failure(name, str(error))
        return
    yield Article(text, headline_of(text), name)


def _html(stream: IO[bytes], name: str, options: ReadOptions) -> Iterator[Outcome]:
    try:
        limited = replace(options, max_bytes=min(options.max_bytes, options.max_page_bytes))
        yield Page(_whole(stream, name, limited), name)
    except InputError as error:
        yield Failure(name, str(error))


def _warc(stream: IO[bytes], name: str, options: ReadOptions) -> Iterator[Outcome]:
    from classifier.warc import read_warc

    return read_warc(stream, name, options.max_bytes)


def _lines(stream: IO[bytes], limit: int) -> Iterator[tuple[int, bytes | None]]:
    """Yield number and bytes of each line, None for one over the limit, which is skipped unread."""
    number = 0
    while line := stream.readline(limit + 1):
        number += 1
        if len(line) > limit and not line.endswith(b"\n"):
            while (rest := stream.readline(1 << 20)) and not rest.endswith(b"\n"):
                pass
            yield number, None
        else:
            yield number, line


def _jsonl(stream: IO[bytes], name: str, options: ReadOptions) -> Iterator[Outcome]:
    for number, raw in _lines(stream, options.max_bytes):
        where = f"{name}:{number}"
        if raw is None:
            yield Failure(where, f"{where}: line of more than {options.max_bytes:,} bytes; raise it with --max-bytes")
        elif raw.strip():
            try:
                yield _from_json(raw, where, options)
            except InputError as error:
                yield Failure(where, str(error))


def _from_json(raw: bytes, where: str, options: ReadOptions) -> Article:
    text = _decoded(raw, where, options.encoding)
    try:
        row = json.loads(text.rstrip("\r\n"))  # else a line that was cut is blamed on its line break
    except (ValueError, RecursionError) as error:
        what = _json_fault(error) if isinstance(error, json.JSONDecodeError) else "too deeply nested"
        raise InputError(f"{where}: not JSON ({what}); one JSON object a line is expected; fix or drop it") from error
    if not isinstance(row, dict):
        raise InputError(f"{where}: holds {json_name(row)}; one JSON object a line is expected; fix or drop it")
    return article_of_fields(row, where, options)


def _json_fault(error: json.JSONDecodeError) -> str:
    if error.msg.startswith("Unterminated string"):
        return f"the line ends inside the string that begins at column {error.colno}"
    return f"{error.msg.removesuffix(' at')} at column {error.colno}"


def _csv(stream: IO[bytes], name: str, options: ReadOptions) -> Iterator[Outcome]:
    # Undecodable bytes come through as lone surrogates, so that only their own row fails.
    text = io.TextIOWrapper(stream, encoding=options.encoding, errors="surrogateescape", newline="")
    try:
        csv.field_size_limit(options.max_bytes)
        yield from _csv_rows(CsvLines(text, options.max_bytes), name, options)
    finally:
        text.detach()


def _csv_rows(lines: CsvLines, name: str, options: ReadOptions) -> Iterator[Outcome]:
    rows = csv.reader(lines, strict=True)
    header: list[str] = []
    while True:
        where = f"{name}:{rows.line_num + 1}"
        lines.begin_row()
        try:
            row = next(rows)
            if not header:
                header = row
                check_columns(header, where, options, _separator_hint(header))
            elif row:
                yield _csv_article(header, row, where, options)
        except StopIteration:
            return
        except InputError as error:
            yield Failure(where, str(error) if str(error).startswith(where) else f"{where}: {error}")
        except (csv.Error, UnicodeError) as error:
            yield Failure(where, f"{where}: not CSV ({error}); fix the row; --max-bytes raises the limit of a field")
        if options.text_field not in header:
            return


def _csv_article(header: list[str], row: list[str], where: str, options: ReadOptions) -> Article:
    if len(row) != len(header):
        raise InputError(f"{where}: {len(row)} fields, the header has {len(header)}; quote fields that hold commas")
    for field in row:
        if (at := surrogate(field)) is not None and "\udc80" <= field[at] <= "\udcff":
            raise InputError(
                f"{where}: byte 0x{ord(field[at]) - 0xDC00:02x} is not {_encoding_name(options.encoding)}; "
                "name another encoding with --encoding, such as --encoding cp1252"
            )
    return article_of_fields(dict(zip(header, row, strict=True)), where, options)


def _separator_hint(header: list[str]) -> str:
    for separator, word in ((";", "semicolon"), ("\t", "tab")):
        if any(separator in name for name in header):
            return f"the separator must be a comma, not a {word}: write the file with commas"
    return ""


def _parquet(path: Path, options: ReadOptions, on_bytes: Callable[[int], None]) -> Iterator[Outcome]:
    try:
        from classifier.parquetrows import read_parquet
    except ImportError:
        yield Failure(str(path), f"{path}: reading Parquet needs an extra; pip install '.[parquet]' in the clone")
        return
    yield from read_parquet(path, options, on_bytes)
