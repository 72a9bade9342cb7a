"""Rows of Parquet files to articles, within bounded memory whatever a file says of itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from classifier.article import Article
from classifier.errors import InputError
from classifier.fields import article_of_fields, check_columns
from classifier.parquetfooter import INTEGER, TEXT, Chunk, Column, Footer, Group, read_footer
from classifier.parquetpages import Pages, survey
from classifier.readoptions import ReadOptions
from classifier.score import Failure

__all__ = ["read_parquet"]

_PAGE = 128 << 20  # bytes of a page at most; common writers make pages of 1 MB, DuckDB some of 100 MB
_HELD = 64 << 20  # bytes of rows held at a time, or one row
_ROWS = 256  # and no more of them than these
_BROKEN = (pa.ArrowException, OSError, ValueError)


def read_parquet(path: Path, options: ReadOptions, on_bytes: Callable[[int], None]) -> Iterator[Article | Failure]:
    """Yield the article of each row; a row group that cannot be read is one failure, and the next is read.

    Parameters
    ----------
    on_bytes
        Called with the number of bytes that each row stands for.
    """
    name = str(path)
    try:
        footer = read_footer(path, options.max_bytes)
        columns = _columns(footer, name, options)
        size = path.stat().st_size
    except InputError as error:
        yield Failure(name, str(error))
        return
    except _BROKEN as error:
        yield Failure(name, f"{name}: {_fault(error)}")
        return
    first = told = 0
    try:
        for group in footer.groups():
            for number, outcome in enumerate(_outcomes(path, footer, group, first, columns, options), start=first + 1):
                yield outcome
                now = size * min(number, footer.rows) // max(1, footer.rows)
                on_bytes(now - told)
                told = now
            first += group.rows
    except ValueError as error:  # the footer ends before its row groups do
        yield Failure(f"{name}:{first + 1}", f"{name}:{first + 1}: {_fault(error)}")
    else:
        if first != footer.rows:
            yield Failure(name, f"{name}: {footer.rows:,} rows were announced, {first:,} are there; write it again")


def _outcomes(
    path: Path, footer: Footer, group: Group, number: int, columns: Sequence[Column], options: ReadOptions
) -> Iterator[Article | Failure]:
    """Yield the outcome of each row in a group that has `number` rows before it, and a failure where it breaks off."""
    last = number + group.rows
    try:
        for batch in _batches(path, footer, group, columns, options.max_bytes):
            for at in range(len(batch)):
                number += 1
                yield _outcome(batch, at, f"{path}:{number}", options)
        if number != last:
            there = number - last + group.rows
            raise InputError(f"{group.rows:,} rows were announced, {there:,} are there; write it again")
    except InputError as error:
        yield Failure(f"{path}:{number + 1}", f"{path}:{number + 1}: {error}")
    except _BROKEN as error:
        yield Failure(f"{path}:{number + 1}", f"{path}:{number + 1}: {_fault(error)}")


def _outcome(batch: pa.RecordBatch, at: int, where: str, options: ReadOptions) -> Article | Failure:
    try:
        row = {name: _value(batch.column(name), at) for name in batch.schema.names}
        text = row[options.text_field]
        if isinstance(text, str) and len(text) > options.max_bytes:
            return Failure(
                where, f"{where}: more than {options.max_bytes:,} characters; raise the limit with --max-bytes"
            )
        return article_of_fields(row, where, options)
    except InputError as error:
        return Failure(where, str(error))
    except UnicodeDecodeError as error:
        return Failure(where, f"{where}: byte {error.start} of a field is not UTF-8; mend or drop the row")
    except (pa.ArrowException, IndexError) as error:
        return Failure(where, f"{where}: {_fault(error)}")


def _value(column: pa.Array, at: int) -> Any:
    """Return a value; Arrow itself goes by any index into a dictionary, and the process ends."""
    if isinstance(column, pa.DictionaryArray):
        index, size = column.indices[at].as_py(), len(column.dictionary)
        if index is not None and not 0 <= index < size:
            raise IndexError(f"entry {index:,} of a dictionary of {size:,}")
    return column[at].as_py()


def _fault(error: Exception) -> str:
    what = str(error).splitlines()[0] if str(error) else type(error).__name__
    return f"not a readable Parquet file ({what}); write it again"


def _columns(footer: Footer, name: str, options: ReadOptions) -> list[Column]:
    """Return the columns to read: text must be text, titles and ids are left out where they are none."""
    names = [column.name for column in footer.columns]
    check_columns(names, name, options)
    wanted = {options.text_field: {TEXT}, options.title_field: {TEXT}, options.id_field: {TEXT, INTEGER}}
    found = {column.name: column for column in footer.columns if column.name in wanted}
    for one in found:
        if names.count(one) > 1:
            raise InputError(f"{name}: {names.count(one)} columns {one!r}; give each its own name")
    text = found[options.text_field]
    if text.kind != TEXT:
        raise InputError(f"{name}: column {text.name!r} holds {text.kind}, not text; name another with --text-field")
    return [column for column in found.values() if column.kind in wanted[column.name]]


def _batches(
    path: Path, footer: Footer, group: Group, columns: Sequence[Column], max_bytes: int
) -> Iterator[pa.RecordBatch]:
    """Yield the rows of a row group, as many at a time as may be held, with these columns."""
    chunks = footer.chunks(group, columns)
    pages = _surveyed(path, chunks, max(_PAGE, max_bytes))
    # Kept as a dictionary, a value is held once, however often it is repeated. In other pages any value may be as
    # large as the page, and stand in every row.
    repeated = [name for name, one in pages.items() if one.repeats]
    largest = max((one.largest for one in pages.values() if not one.repeats), default=0)
    rows = max(1, min(_ROWS, _HELD // max(1, largest)))
    surveyed = [chunk.until(pages[chunk.column.name].end) for chunk in chunks]  # so that Arrow reads these pages only
    metadata = pq.read_metadata(pa.BufferReader(footer.alone(group, surveyed)))
    with pq.ParquetFile(
        path, metadata=metadata, read_dictionary=repeated, pre_buffer=False, buffer_size=1 << 20
    ) as source:
        yield from source.iter_batches(batch_size=rows)


def _surveyed(path: Path, chunks: Sequence[Chunk], limit: int) -> dict[str, Pages]:
    """Return what the pages of each column say of themselves; raise `InputError` for one over the limit."""
    found = {}
    with path.open("rb") as stream:
        for chunk in chunks:
            name = chunk.column.name
            found[name] = survey(stream, chunk.start, chunk.end)
            if (held := found[name].largest) > limit:
                raise InputError(
                    f"a page of {held:,} bytes in column {name!r}, at most {limit:,} are read; write it again"
                )
    return found
