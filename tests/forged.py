"""Parquet files byte by byte, so that they can say of themselves what is not so; and none that Arrow would write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from classifier.thrift import Long, write_struct

__all__ = [
    "DELTA_BYTE_ARRAY",
    "DICTIONARY",
    "PLAIN",
    "ZSTD",
    "Page",
    "deltas",
    "footer",
    "indices",
    "plain",
    "write_column",
]

PLAIN, DELTA_BYTE_ARRAY, DICTIONARY = 0, 7, 8  # encodings
NONE, ZSTD = 0, 6  # codecs
_BYTE_ARRAY, _REQUIRED, _UTF8, _RLE = 6, 0, 0, 3


@dataclass(frozen=True)
class Page:
    """A page as it lies in the file, with what its header says of it.

    Attributes
    ----------
    raw
        Its bytes, compressed if the column is.
    values
        Number of values.
    size
        Bytes when decompressed, as its header says.
    encoding
        Of its values.
    dictionary
        Whether it is the dictionary.
    stored
        Bytes before they are decompressed, as its header says; those of `raw` if None.
    """

    raw: bytes
    values: int
    size: int
    encoding: int = PLAIN
    dictionary: bool = False
    stored: int | None = None

    def bytes(self) -> bytes:
        """Return header and contents."""
        if self.dictionary:
            about: dict[int, Any] = {7: {1: self.values, 2: PLAIN}}
        else:
            about = {5: {1: self.values, 2: self.encoding, 3: _RLE, 4: _RLE}}
        stored = len(self.raw) if self.stored is None else self.stored
        return write_struct({1: 2 if self.dictionary else 0, 2: self.size, 3: stored, **about}) + self.raw


def plain(*texts: str) -> bytes:
    """Return the values of a page that is not compressed."""
    raws = [text.encode() for text in texts]
    return b"".join(len(raw).to_bytes(4, "little") + raw for raw in raws)


def indices(count: int, index: int) -> bytes:
    """Return the values of a page that points `count` times to the same entry of a dictionary of two or fewer."""
    return bytes([1]) + _varint(count << 1) + bytes([index])


def deltas(text: bytes, count: int) -> bytes:
    """Return the values of a DELTA_BYTE_ARRAY page: a text, and the same text again and again."""
    return _packed(0, len(text), count) + _packed(len(text), 0, count) + text


def _packed(first: int, rest: int, count: int) -> bytes:
    """Return a number and then another, many times, in DELTA_BINARY_PACKED: blocks of 128, four parts each."""
    out = _varint(128) + _varint(4) + _varint(count) + _zigzag(first)
    changes = [rest - first] + [0] * (count - 2)
    for start in range(0, len(changes), 128):
        block = changes[start : start + 128] + [min(0, rest - first)] * (128 - len(changes[start : start + 128]))
        least = min(block)
        parts = [[change - least for change in block[at : at + 32]] for at in range(0, 128, 32)]
        out += _zigzag(least) + bytes(32 if any(part) else 0 for part in parts)
        out += b"".join(change.to_bytes(4, "little") for part in parts if any(part) for change in part)
    return out


def write_column(path: Path, pages: Sequence[Page], rows: int, codec: int = NONE, **claims: object) -> None:
    """Write a file with one column of text in one row group, which holds `pages`.

    `claims` overrides what the footer would say: ``num_rows``, ``group_rows``, ``num_values``, ``uncompressed``,
    ``compressed``, ``statistics``, ``size_statistics``, ``has_dictionary``, ``writer``.
    """
    raws = [page.bytes() for page in pages]
    dictionary = claims.get("has_dictionary", pages[0].dictionary)
    meta = {
        1: _BYTE_ARRAY,
        2: sorted({page.encoding for page in pages}),
        3: [b"text"],
        4: codec,
        5: Long(claims.get("num_values", rows)),
        6: Long(claims.get("uncompressed", sum(page.size for page in pages))),
        7: Long(claims.get("compressed", sum(map(len, raws)))),
        9: Long(4 + (len(raws[0]) if dictionary else 0)),
        **({11: Long(4)} if dictionary else {}),
        **({12: claims["statistics"]} if "statistics" in claims else {}),
        **({16: claims["size_statistics"]} if "size_statistics" in claims else {}),
    }
    group = {1: [{2: Long(4), 3: meta}], 2: meta[6], 3: Long(claims.get("group_rows", rows))}
    schema = [{4: b"schema", 5: 1}, {1: _BYTE_ARRAY, 3: _REQUIRED, 4: b"text", 6: _UTF8}]
    about = {1: 1, 2: schema, 3: Long(claims.get("num_rows", rows)), 4: [group]}
    if "writer" in claims:
        about[6] = claims["writer"]
    path.write_bytes(b"PAR1" + b"".join(raws) + footer(about))


def footer(about: Mapping[int, Any]) -> bytes:
    """Return the end of a file, which says this of itself."""
    raw = write_struct(about)
    return raw + len(raw).to_bytes(4, "little") + b"PAR1"


def _varint(number: int) -> bytes:
    parts = []
    while number > 0x7F:
        parts.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*parts, number])


def _zigzag(number: int) -> bytes:
    return _varint(number << 1 if number >= 0 else (-number << 1) - 1)
