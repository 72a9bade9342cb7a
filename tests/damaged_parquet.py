"""Parquet files as many writers would make them, and seeded damage to them; also files that are all invented."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tests.forged import Page, deltas, indices, plain, write_column

__all__ = ["damaged", "sound"]

_TEXTS = [f"The council met on Monday. It shut the bridge. Part {number}{'!' * number}" for number in range(6)]
_TABLE = pa.table({"text": _TEXTS, "id": range(6), "title": [None, "A"] * 3})
_NESTED = _TABLE.append_column("tags", pa.array([[1, 2], [], None] * 2)).append_column("more", pa.array([{"a": 1}] * 6))
_CODED = pa.table({"text": pa.array(_TEXTS).dictionary_encode(), "title": pa.array(_TEXTS, pa.large_string())})
_DELTAS = {"text": "DELTA_BYTE_ARRAY", "id": "DELTA_BINARY_PACKED", "title": "DELTA_LENGTH_BYTE_ARRAY"}
_SPLIT = {"use_dictionary": ["text"], "use_byte_stream_split": ["id"]}
_WAYS: list[tuple[pa.Table, dict[str, Any]]] = [
    (_NESTED, {}),
    (_NESTED, {"compression": "none", "use_dictionary": False, "write_page_index": True}),
    (_NESTED, {"compression": "gzip", "data_page_version": "2.0"}),
    (_TABLE, {"compression": "zstd", "use_dictionary": False, "column_encoding": _DELTAS}),
    (_TABLE, {"compression": "none", "use_dictionary": False, "column_encoding": _DELTAS}),
    (_TABLE, {"compression": "brotli", "data_page_version": "2.0", "write_page_checksum": True}),
    (_TABLE, {"compression": "none", "data_page_version": "2.0", **_SPLIT}),
    (_TABLE, {"compression": "lz4", "version": "1.0", "store_schema": False}),
    (_CODED, {"compression": "none"}),
]
_TELLING = [0, 1, 2, 0x7F, 0x80, 0xFE, 0xFF, 0x15, 0x16, 0x18, 0x19, 0x1C, 0x26, 0x2C]  # ends, and kinds of fields
_NUMBERS = [-(2**63), -(2**31), -1, 0, 1, 2, 3, 7, 200, 2**31 - 1, 2**60]
_TAIL = 8  # bytes behind the footer: its length, and the mark of the format


def sound(folder: Path) -> list[bytes]:
    """Return files of six rows that are as they should be."""
    files = []
    for table, ways in _WAYS:
        pq.write_table(table, folder / "sound.parquet", row_group_size=4, **ways)
        files.append((folder / "sound.parquet").read_bytes())
    return files


def damaged(files: list[bytes], path: Path, rng: random.Random) -> None:
    """Write one of `files` with bytes of its footer or of its pages changed, or a file that is all invented."""
    kind, whole = rng.random(), rng.choice(files)
    length = int.from_bytes(whole[-_TAIL:-4], "little")
    pages, footer = whole[: -_TAIL - length], whole[-_TAIL - length : -_TAIL]
    if kind < 0.2:
        _invented(path, rng)
        return
    if kind < 0.6:
        footer = _changed(footer, rng)
    else:
        pages = _changed(pages, rng)
    path.write_bytes(pages + footer + len(footer).to_bytes(4, "little") + b"PAR1")


def _changed(raw: bytes, rng: random.Random) -> bytes:
    parts = bytearray(raw)
    for _ in range(rng.choice([1, 1, 1, 2, 3, 5])):
        at, other, size = rng.randrange(len(parts)), rng.randrange(len(parts)), rng.randrange(1, 20)
        parts[at : at + 1] = rng.choice(
            [
                bytes([rng.choice(_TELLING)]),
                bytes([parts[at] ^ 1 << rng.randrange(8)]),
                rng.randbytes(rng.randrange(5)),
                parts[at : at + 1] + parts[other : other + size],
            ]
        )
        if rng.random() < 0.1:
            del parts[at : at + size]
        if not parts:
            return b"\0"
    return bytes(parts)


def _invented(path: Path, rng: random.Random) -> None:
    """Write pages of any encoding, honest or not, behind a footer that lies in one or two places."""
    raws = [plain(*_TEXTS[:2]), indices(2, 0), indices(2, 1), deltas(b"ab", 2), rng.randbytes(rng.randrange(40)), b""]
    pages = [Page(raw := plain(_TEXTS[0]), 1, len(raw), dictionary=True)] if rng.random() < 0.5 else []
    for _ in range(rng.randrange(1, 3)):
        raw = rng.choice(raws)
        raw = _changed(raw, rng) if raw and rng.random() < 0.5 else raw
        small = max(-(2**31), min(2**31 - 1, rng.choice(_NUMBERS)))
        honest = rng.random() < 0.7
        pages.append(
            Page(raw, 2 if honest else small, len(raw) if honest else 1 << rng.randrange(24), rng.randrange(10))
        )
    names = ("num_rows", "group_rows", "num_values", "uncompressed", "compressed")
    claims = {name: rng.choice(_NUMBERS) for name in rng.sample(names, rng.choice([0, 0, 1, 2]))}
    write_column(path, pages, 2, rng.choice([0, 0, 0, rng.randrange(9)]), **claims)
