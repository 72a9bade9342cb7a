"""Structs in Thrift's compact protocol, as Parquet keeps them: wanted fields are read, all else is passed over.

Source: doc/specs/thrift-compact-protocol.md of Apache Thrift.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import IO, Any

__all__ = ["BINARY", "I32", "I64", "LIST", "Long", "Wanted", "read_list", "read_struct", "write_struct"]

I32, I64, BINARY, LIST, STRUCT = 5, 6, 8, 9, 12  # kinds of fields
_BOOLEANS, _NUMBERS, _LISTS = (1, 2), (4, 5, 6), (9, 10)
_FIXED = {1: 1, 2: 1, 3: 1, 7: 8}  # bytes of a boolean, which has them in a list only, a byte, a double
_DEEPEST = 12  # structs and lists in each other; those of Parquet have 8
_LARGEST_FIELD, _LARGEST_SIZE = 2**15 - 1, 2**31 - 1
_LONGEST = 10_000  # bytes of a name

# Numbers of fields, each with its kind or with what is wanted of the struct that it is.
Wanted = Mapping[int, "int | Wanted"]


class Long(int):
    """A number to be written in 64 bits."""


def read_struct(stream: IO[bytes], wanted: Wanted) -> dict[int, Any]:
    """Return the wanted fields that are there: numbers, bytes, structs, and of a list the place where it begins.

    Raises
    ------
    ValueError
        If something else than a struct is there, a field is there twice, or has another kind than is wanted.
    """
    found: dict[int, Any] = {}
    for number, kind in _fields(stream):
        want = wanted.get(number)
        if want is None:
            _pass(stream, kind)
        elif kind != (STRUCT if isinstance(want, Mapping) else want):
            raise ValueError(f"field {number} of a header has kind {kind}")
        elif isinstance(want, Mapping):
            found[number] = read_struct(stream, want)
        elif kind == LIST:
            found[number] = stream.tell()
            _pass(stream, kind)
        elif kind == BINARY:
            size = _size(stream)
            found[number] = stream.read(min(size, _LONGEST))
            if len(found[number]) != size:
                raise ValueError(f"a name of {size:,} bytes in a header")
        else:
            found[number] = _zigzag(_varint(stream) & (0xFFFFFFFF if kind == I32 else 0xFFFFFFFFFFFFFFFF))
    return found


def read_list(stream: IO[bytes], place: int, wanted: Wanted) -> Iterator[dict[int, Any]]:
    """Yield the wanted fields of each struct in the list at `place`; the stream may be moved meanwhile.

    Raises
    ------
    ValueError
        As `read_struct` does.
    """
    stream.seek(place)
    count, kind = _list_head(stream)
    if count and kind != STRUCT:
        raise ValueError(f"a list of kind {kind} in a header")
    place = stream.tell()
    for _ in range(count):
        stream.seek(place)
        found = read_struct(stream, wanted)
        place = stream.tell()
        yield found


def write_struct(fields: Mapping[int, Any]) -> bytes:
    """Return a struct of numbers, `Long`, bytes, mappings, and lists of them that are not empty.

    Fields are numbered in steps of at most 15.
    """
    out, before = b"", 0
    for number, value in sorted(fields.items()):
        out += bytes([(number - before) << 4 | _kind(value)]) + _written(value)
        before = number
    return out + b"\0"


def _kind(value: object) -> int:
    kinds = {int: I32, Long: I64, bytes: BINARY, list: LIST, dict: STRUCT}
    return kinds[type(value)]


def _written(value: Any) -> bytes:
    if isinstance(value, int):
        return _seven_bits(value << 1 if value >= 0 else (-value << 1) - 1)
    if isinstance(value, bytes):
        return _seven_bits(len(value)) + value
    if isinstance(value, list):
        return bytes([0xF0 | _kind(value[0])]) + _seven_bits(len(value)) + b"".join(map(_written, value))
    return write_struct(value)


def _seven_bits(number: int) -> bytes:
    parts = []
    while number > 0x7F:
        parts.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*parts, number])


def _fields(stream: IO[bytes]) -> Iterator[tuple[int, int]]:
    """Yield number and kind of each field; whoever asks must have read the one before."""
    seen = set()
    number = 0
    while head := _byte(stream):
        number = number + (head >> 4) if head >> 4 else _zigzag(_varint(stream))
        if number in seen or not 0 < number <= _LARGEST_FIELD:
            raise ValueError(f"field {number} where none can be in a header")
        seen.add(number)
        yield number, head & 0x0F


def _pass(stream: IO[bytes], kind: int, depth: int = 0) -> None:
    """Go on behind a value."""
    if depth > _DEEPEST:
        raise ValueError(f"more than {_DEEPEST} structs in each other in a header")
    if kind in _BOOLEANS:  # the kind is the value
        return
    if kind in _NUMBERS:
        _varint(stream)
    elif kind == BINARY:
        stream.seek(_size(stream), 1)
    elif kind == STRUCT:
        for _, inner in _fields(stream):
            _pass(stream, inner, depth + 1)
    elif kind in _LISTS:
        count, inner = _list_head(stream)
        if inner in _FIXED:
            stream.seek(count * _FIXED[inner], 1)
        else:
            for _ in range(count):
                _pass(stream, inner, depth + 1)
    elif kind in _FIXED:
        stream.seek(_FIXED[kind], 1)
    else:
        raise ValueError(f"a value of kind {kind} in a header")


def _list_head(stream: IO[bytes]) -> tuple[int, int]:
    """Return how many values a list has, and of which kind."""
    head = _byte(stream)
    return (head >> 4 if head >> 4 < 0x0F else _size(stream)), head & 0x0F


def _byte(stream: IO[bytes]) -> int:
    raw = stream.read(1)
    if not raw:
        raise ValueError("it ends inside a header")
    return raw[0]


def _size(stream: IO[bytes]) -> int:
    size = _varint(stream)
    if size > _LARGEST_SIZE:
        raise ValueError(f"a size of {size:,} in a header")
    return size


def _varint(stream: IO[bytes]) -> int:
    """Return a number that is written seven bits a byte."""
    value = 0
    for place in range(10):
        byte = _byte(stream)
        value |= (byte & 0x7F) << 7 * place
        if byte < 0x80:
            return value
    raise ValueError("a number without end in a header")


def _zigzag(value: int) -> int:
    return (value >> 1) ^ -(value & 1)
