"""Rows of Parquet files to articles, within bounded memory whatever a file says of itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from classifier.article import Article
from classifier.errors import InputError
from classifier.fields import article_of_fields, check_columns
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
        metadata = pq.read_metadata(path)
        names = _columns(metadata.schema.to_arrow_schema(), name, options)
        size = path.stat().st_size
    except InputError as error:
        yield Failure(name, str(error))
        return
    except _BROKEN as error:
        yield Failure(name, f"{name}: {_fault(error)}")
        return
    counts = [metadata.row_group(group).num_rows for group in range(metadata.num_row_groups)]
    total, first = max(1, sum(counts)), 0
    for group, count in enumerate(counts):
        number = first
        try:
            for batch in _batches(path, metadata, group, names, options.max_bytes):
                for at in range(len(batch)):
                    number += 1
                    yield _outcome(batch, at, f"{name}:{number}", options)
                    on_bytes(size * number // total - size * (number - 1) // total)
            if number - first != count:
                raise InputError(f"{count:,} rows were announced, {number - first:,} are there; write it again")
        except InputError as error:
            yield Failure(f"{name}:{number + 1}", f"{name}:{number + 1}: {error}")
        except _BROKEN as error:
            yield Failure(f"{name}:{number + 1}", f"{name}:{number + 1}: {_fault(error)}")
        first += count
    if first != metadata.num_rows:
        yield Failure(name, f"{name}: {metadata.num_rows:,} rows were announced, {first:,} are there; write it again")


def _outcome(batch: pa.RecordBatch, at: int, where: str, options: ReadOptions) -> Article | Failure:
    try:
        row = {name: batch.column(name)[at].as_py() for name in batch.schema.names}
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
    except pa.ArrowException as error:
        return Failure(where, f"{where}: {_fault(error)}")


def _fault(error: Exception) -> str:
    what = str(error).splitlines()[0] if str(error) else type(error).__name__
    return f"not a readable Parquet file ({what}); write it again"


def _columns(schema: pa.Schema, name: str, options: ReadOptions) -> list[str]:
    """Return the columns to read: text must be text, titles and ids are left out where they are none."""
    check_columns(schema.names, name, options)
    for wanted in (options.text_field, options.title_field, options.id_field):
        if schema.names.count(wanted) > 1:
            raise InputError(f"{name}: {schema.names.count(wanted)} columns {wanted!r}; give each its own name")
    kind = schema.field(options.text_field).type
    if not _is_text(kind):
        raise InputError(
            f"{name}: column {options.text_field!r} holds {kind}, not text; name another with --text-field"
        )
    names = [options.text_field]
    if options.title_field in schema.names and _is_text(schema.field(options.title_field).type):
        names.append(options.title_field)
    if options.id_field in schema.names:
        kind = schema.field(options.id_field).type
        if _is_text(kind) or pa.types.is_integer(kind):
            names.append(options.id_field)
    return names


def _is_text(kind: pa.DataType) -> bool:
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def _batches(path: Path, metadata: Any, group: int, names: list[str], max_bytes: int) -> Iterator[pa.RecordBatch]:
    """Yield the rows of a row group, as many at a time as may be held, with these columns."""
    found = _surveyed(path, metadata.row_group(group), names)
    schema = metadata.schema.to_arrow_schema()
    limit = max(_PAGE, max_bytes)
    for name, pages in found.items():
        # Where Arrow makes a dictionary of pages that have none, as the file may ask it to, all of them are held.
        made = name in names and pa.types.is_dictionary(schema.field(name).type) and not pages.repeats
        if (held := pages.total if made else pages.largest) > limit:
            raise InputError(f"a page of {held:,} bytes in column {name!r}, at most {limit:,} are read; write it again")
    # Kept as a dictionary, a value is held once, however often it is repeated. In other pages any value may be as
    # large as the page, and stand in every row.
    repeated = [name for name in names if name in found and found[name].repeats]
    largest = max((pages.largest for name, pages in found.items() if name not in repeated), default=0)
    rows = max(1, min(_ROWS, _HELD // max(1, largest)))
    with pq.ParquetFile(
        path, metadata=metadata, read_dictionary=repeated, pre_buffer=False, buffer_size=1 << 20
    ) as source:
        for batch in source.iter_batches(batch_size=rows, row_groups=[group], columns=names):
            yield batch.select(names)


def _surveyed(path: Path, group: Any, names: list[str]) -> dict[str, Pages]:
    """Return the pages of the columns that Arrow reads by these names: ``text`` is ``text.en``, too."""
    found = {}
    with path.open("rb") as stream:
        for column in map(group.column, range(group.num_columns)):
            name = column.path_in_schema
            if name in names or name.split(".")[0] in names:
                start = column.data_page_offset
                if column.has_dictionary_page:
                    start = min(start, column.dictionary_page_offset)
                found[name] = survey(stream, start, start + column.total_compressed_size)
    return found
