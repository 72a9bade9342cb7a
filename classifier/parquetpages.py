"""What the pages of a Parquet column say of themselves, read before Arrow makes room for them.

The footer of a file may lie about sizes; Arrow goes by the header of each page and makes as much room as it says.

Source: parquet.thrift of Apache Parquet, and the compact protocol of Apache Thrift.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO

__all__ = ["Pages", "survey"]

_MOST_FIELDS, _DEEPEST = 50, 4  # of a header; those of the format have 8 and 3
# Numbers of fields in a page header; those of a struct in it are told by both numbers.
_TYPE, _SIZE, _STORED = (1,), (2,), (3,)
_ENCODING = {0: (5, 2), 3: (8, 4)}  # by type of page
_DICTIONARY = {2, 8}  # encodings that point into a dictionary
_STRUCT, _I32, _BINARY = 12, 5, 8
_VARINTS = (4, 6)
_FIXED = {1: 0, 2: 0, 3: 1, 7: 8}  # bytes of booleans, a byte, a double


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of one column in one row group.

    Attributes
    ----------
    largest, total
        Bytes of the largest, and of all of them, when decompressed.
    repeats
        Whether all values are kept once, in a dictionary.
    """

    largest: int
    total: int
    repeats: bool


def survey(stream: IO[bytes], start: int, end: int) -> Pages:
    """Return what the pages between two places of the file say.

    Raises
    ------
    ValueError
        If there is something else than pages.
    """
    sizes, encodings = [0], set()
    while start < end:
        stream.seek(start)
        header = _struct(stream)
        size, stored = header.get(_SIZE, -1), header.get(_STORED, -1)
        if size < 0 or stored < 0:
            raise ValueError("a page without size")
        sizes.append(size)
        if (field := _ENCODING.get(header.get(_TYPE, -1))) is not None:
            encodings.add(header.get(field, -1))
        start = stream.tell() + stored
    return Pages(max(sizes), sum(sizes), bool(encodings) and encodings <= _DICTIONARY)


def _struct(stream: IO[bytes], path: tuple[int, ...] = ()) -> dict[tuple[int, ...], int]:
    """Return the numbers of 32 bits in a struct and in those inside it; all else is skipped."""
    found: dict[tuple[int, ...], int] = {}
    seen = set()
    number = 0
    for _ in range(_MOST_FIELDS):
        head = _byte(stream)
        if head == 0:
            return found
        number = number + (head >> 4) if head >> 4 else _zigzag(_varint(stream))
        if number in seen:
            raise ValueError("a page header that says the same twice")
        seen.add(number)
        kind, field = head & 0x0F, (*path, number)
        if kind == _STRUCT and len(field) < _DEEPEST:
            found |= _struct(stream, field)
        elif kind == _I32:
            found[field] = _zigzag(_varint(stream))
        elif kind in _VARINTS:
            _varint(stream)
        elif kind == _BINARY:
            stream.seek(_varint(stream), 1)
        elif kind in _FIXED:
            stream.seek(_FIXED[kind], 1)
        else:
            break
    raise ValueError("no page header where one is wanted")


def _byte(stream: IO[bytes]) -> int:
    raw = stream.read(1)
    if not raw:
        raise ValueError("the file ends inside a page header")
    return raw[0]


def _varint(stream: IO[bytes]) -> int:
    """Return the low 32 bits of a number, seven bits a byte; that is all that counts in a page header."""
    value = 0
    for place in range(10):
        byte = _byte(stream)
        value |= (byte & 0x7F) << 7 * place
        if byte < 0x80:
            return value & 0xFFFFFFFF
    raise ValueError("a number without end in a page header")


def _zigzag(value: int) -> int:
    return (value >> 1) ^ -(value & 1)
