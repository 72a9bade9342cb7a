"""What the pages of a Parquet column say of themselves, read before Arrow makes room for them.

The footer of a file may lie about sizes; Arrow goes by the header of each page and makes as much room as it says.

Source: parquet.thrift of Apache Parquet.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO

from classifier.thrift import I32, Wanted, read_struct

__all__ = ["Pages", "survey"]

# Numbers of fields in a page header, and in what it says by type of page: data, and data of version 2.
_TYPE, _SIZE, _STORED = 1, 2, 3
_ENCODINGS = {0: (5, 2), 3: (8, 4)}
_HEADER: Wanted = {
    _TYPE: I32,
    _SIZE: I32,
    _STORED: I32,
    **{about: {field: I32} for about, field in _ENCODINGS.values()},
}
_DICTIONARY = {2, 8}  # encodings that point into a dictionary


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of one column in one row group.

    Attributes
    ----------
    largest
        Bytes of the largest, decompressed or as it is stored; Arrow makes room for both.
    repeats
        Whether all values are kept once, in a dictionary.
    end
        Where the last of them ends.
    """

    largest: int
    repeats: bool
    end: int


def survey(stream: IO[bytes], start: int, end: int) -> Pages:
    """Return what the pages that begin between two places of the file say.

    Raises
    ------
    ValueError
        If there is something else than pages.
    """
    largest, encodings = 0, set()
    while start < end:
        stream.seek(start)
        header = read_struct(stream, _HEADER)
        size, stored = header.get(_SIZE, -1), header.get(_STORED, -1)
        if size < 0 or stored < 0:
            raise ValueError("a page without size")
        largest = max(largest, size, stored)
        if header.get(_TYPE) in _ENCODINGS:
            about, field = _ENCODINGS[header[_TYPE]]
            encodings.add(header.get(about, {}).get(field, -1))
        start = stream.tell() + stored
    return Pages(largest, bool(encodings) and encodings <= _DICTIONARY, start)
