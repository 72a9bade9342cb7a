"""What a Parquet file says of its columns and row groups; and footers for Arrow that say only what was checked.

Arrow ends the process on some footers: pyarrow 26 on size statistics of a wrong length, pyarrow 17 on 100,000 groups
in each other. So it never sees the footer of a file, but one made of the numbers that are needed to read a few columns.

Source: parquet.thrift of Apache Parquet.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from classifier.errors import InputError
from classifier.thrift import BINARY, I32, I64, LIST, Long, Wanted, read_list, read_struct, write_struct

__all__ = ["INTEGER", "TEXT", "Chunk", "Column", "Footer", "Group", "read_footer"]

TEXT, INTEGER = "text", "whole numbers"
_MAGIC, _ENCRYPTED = b"PAR1", b"PARE"
_LONGEST = 16 << 20  # bytes of a footer; some 100,000 pieces of columns
_MOST_COLUMNS = 100_000

# Numbers of fields, in the structs FileMetaData, SchemaElement, RowGroup, ColumnChunk and ColumnMetaData.
_FILE: Wanted = {2: LIST, 3: I64, 4: LIST, 6: BINARY, 8: {}}
_ELEMENT: Wanted = {1: I32, 3: I32, 4: BINARY, 5: I32, 6: I32, 10: {1: {}, 10: {}, 12: {}}}
_GROUP: Wanted = {1: LIST, 3: I64}
_CHUNK: Wanted = {3: {4: I32, 5: I64, 6: I64, 7: I64, 9: I64, 11: I64}}
_PHYSICAL = ("boolean", "int32", "int64", "int96", "float", "double", "binary", "binary of fixed size")
_INT32, _INT64, _BYTE_ARRAY = 1, 2, 6
_REPEATED = 2
_UTF8, _JSON, _UINT32, _UINT64 = 0, 19, 13, 14  # converted types
_UNSIGNED, _SIGNED = range(11, 15), range(15, 19)
_STRING_TYPE, _INTEGER_TYPE, _JSON_TYPE = 1, 10, 12  # logical types
# By the writer and its version Arrow knows what old ones did wrong. Only its own may be told: behind the pages of
# parquet-mr before 1.2.9 it reads on for 100 bytes, in which a page may stand that nobody has surveyed.
_WRITER = re.compile(r"parquet-cpp(?:-arrow)? version \d{1,4}\.\d{1,4}\.\d{1,4}")


@dataclass(frozen=True, slots=True)
class Column:
    """A column at the top of the schema.

    Attributes
    ----------
    name
    kind
        What it holds: `TEXT`, `INTEGER`, or another word for a reader of messages.
    leaf
        Its place among all columns that hold values; those inside lists and structs count.
    element
        What a footer for Arrow says of it, by number of field.
    """

    name: str
    kind: str
    leaf: int
    element: dict[int, Any]


@dataclass(frozen=True, slots=True)
class Group:
    """A row group: how many rows it has, and where in the footer it tells of its columns."""

    rows: int
    place: int


@dataclass(frozen=True, slots=True)
class Chunk:
    """The part of a column that lies in one row group, between two places of the file."""

    column: Column
    start: int
    end: int
    meta: dict[int, Any]

    def until(self, end: int) -> Chunk:
        """Return the part that ends there; parquet-mr before 1.2.9 tells of less, and so may a damaged file."""
        size = Long(end - self.start)
        return Chunk(self.column, self.start, end, self.meta | {6: size, 7: size})


@dataclass(frozen=True, slots=True)
class Footer:
    """The footer of a file.

    Attributes
    ----------
    rows
        How many the file is said to have.
    columns
        Those at the top of the schema, in its order.
    leaves
        How many columns hold values.
    """

    rows: int
    columns: Sequence[Column]
    leaves: int
    _stream: io.BytesIO
    _groups: int
    _writer: str

    def groups(self) -> Iterator[Group]:
        """Yield the row groups.

        Raises
        ------
        ValueError
            If the rest of them cannot be told.
        """
        for group in read_list(self._stream, self._groups, _GROUP):
            yield Group(_natural(group, 3), _natural(group, 1))

    def chunks(self, group: Group, columns: Sequence[Column]) -> list[Chunk]:
        """Return where the values of `columns` lie.

        Raises
        ------
        ValueError
            If the group has other columns than the file, or does not say where one lies.
        """
        leaves = {column.leaf: column for column in columns}
        found, count = {}, 0
        for count, chunk in enumerate(read_list(self._stream, group.place, _CHUNK), start=1):
            if (column := leaves.get(count - 1)) is not None:
                found[column.name] = _chunk(column, chunk.get(3, {}))
        if count != self.leaves:
            raise ValueError(f"{count:,} columns in a row group, {self.leaves:,} in the file")
        return [found[column.name] for column in columns]

    def alone(self, group: Group, chunks: Sequence[Chunk]) -> bytes:
        """Return a file without values, the footer of which tells of these parts of one row group and nothing else."""
        schema = [{4: b"schema", 5: len(chunks)}, *(chunk.column.element for chunk in chunks)]
        told = [{2: Long(chunk.start), 3: chunk.meta} for chunk in chunks]
        rows, size = Long(group.rows), Long(sum(chunk.meta[6] for chunk in chunks))
        footer = {1: 2, 2: schema, 3: rows, 4: [{1: told, 2: size, 3: rows}], 6: self._writer.encode()}
        raw = write_struct(footer)
        return _MAGIC + raw + len(raw).to_bytes(4, "little") + _MAGIC


def read_footer(path: Path, max_bytes: int) -> Footer:
    """Return the footer of a file; at most 16 MB of it are read, or `max_bytes` if more.

    Raises
    ------
    InputError
        If it is longer.
    ValueError
        If there is none, or the file is encrypted.
    """
    stream = io.BytesIO(_raw(path, max(_LONGEST, max_bytes)))
    found = read_struct(stream, _FILE)
    if 8 in found:
        raise ValueError("it is encrypted")
    columns, leaves = _columns(stream, _natural(found, 2))
    writer = _WRITER.match(found.get(6, b"").decode("latin-1"))
    return Footer(_natural(found, 3), columns, leaves, stream, _natural(found, 4), writer[0] if writer else "unknown")


def _raw(path: Path, limit: int) -> bytes:
    with path.open("rb") as stream:
        size = stream.seek(0, 2)
        if size < 3 * len(_MAGIC):
            raise ValueError("it is too short")
        stream.seek(-2 * len(_MAGIC), 2)
        length, magic = int.from_bytes(stream.read(4), "little"), stream.read(4)
        if magic == _ENCRYPTED:
            raise ValueError("it is encrypted")
        if magic != _MAGIC:
            raise ValueError("it does not end as one")
        if length > size - 3 * len(_MAGIC):
            raise ValueError(f"a footer of {length:,} bytes in a file of {size:,}")
        if length > limit:
            raise InputError(f"{path}: a footer of {length:,} bytes, at most {limit:,} are read; write it again")
        stream.seek(-2 * len(_MAGIC) - length, 2)
        return stream.read(length)


def _columns(stream: io.BytesIO, place: int) -> tuple[list[Column], int]:
    """Return the columns at the top, and how many columns hold values."""
    columns: list[Column] = []
    elements = read_list(stream, place, _ELEMENT)
    top, leaves, inside = next(elements, {}).get(5, 0), 0, 0
    for element in elements:
        children = element.get(5, 0)
        if children < 0 or (not inside and len(columns) == top):
            raise ValueError("a schema that does not add up")
        if not inside:
            columns.append(_column(element, leaves))
        # Of the column at the top that this one belongs to, so many elements are to come.
        inside = max(0, inside - 1) + children
        leaves += not children
        if max(leaves, len(columns)) > _MOST_COLUMNS:
            raise ValueError(f"more than {_MOST_COLUMNS:,} columns")
    if inside or len(columns) != top:
        raise ValueError("a schema that does not add up")
    return columns, leaves


def _column(element: dict[int, Any], leaf: int) -> Column:
    name = element.get(4, b"").decode("utf-8", "replace")
    if element.get(5):
        return Column(name, "lists or structs", leaf, {})
    physical, repetition = element.get(1, -1), element.get(3, -1)
    converted, logical = element.get(6), element.get(10)
    told = {1: physical, 3: repetition, 4: name.encode()}
    if physical not in range(len(_PHYSICAL)) or repetition not in range(_REPEATED + 1):
        raise ValueError(f"column {name!r} has no type")
    if repetition == _REPEATED:
        return Column(name, "lists", leaf, {})
    if physical == _BYTE_ARRAY and (converted in (_UTF8, _JSON) or _holds(logical, _STRING_TYPE, _JSON_TYPE)):
        return Column(name, TEXT, leaf, told | {6: _UTF8})
    whole = converted is None or converted in _UNSIGNED or converted in _SIGNED
    if physical in (_INT32, _INT64) and whole and (logical is None or _holds(logical, _INTEGER_TYPE)):
        unsigned = {6: _UINT32 if physical == _INT32 else _UINT64} if converted in _UNSIGNED else {}
        return Column(name, INTEGER, leaf, told | unsigned)
    return Column(name, _PHYSICAL[physical], leaf, {})


def _holds(logical: dict[int, Any] | None, *types: int) -> bool:
    return logical is not None and any(one in logical for one in types)


def _chunk(column: Column, said: dict[int, Any]) -> Chunk:
    data, stored, dictionary = _natural(said, 9), _natural(said, 7), said.get(11, 0)
    start = dictionary if 0 < dictionary < data else data
    meta = {
        1: column.element[1],
        2: [0],  # encodings; those of the pages count
        3: [column.name.encode()],
        4: _natural(said, 4),
        5: Long(_natural(said, 5)),
        6: Long(stored),  # decompressed; those of the pages count
        7: Long(stored),
        9: Long(data),
        **({11: Long(dictionary)} if start == dictionary else {}),
    }
    return Chunk(column, start, start + stored, meta)


def _natural(found: dict[int, Any], field: int) -> int:
    value = found.get(field, -1)
    if value < 0:
        raise ValueError(f"field {field} of a header is missing or below zero")
    return int(value)
