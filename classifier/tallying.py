"""A finished file of results to what matters of it: how many rows failed, and the highest speculation score."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Generator, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from classifier.compression import split_suffix, unfolded
from classifier.errors import BatchError

__all__ = ["Tally", "tallied"]

Rows = Generator[Mapping[str, Any], None, None]

_LARGEST_FIELD = 2**31 - 1  # what a C long holds on every system


@dataclass(frozen=True, slots=True)
class Tally:
    """What a file of results comes to: its rows, how many are failures, the highest score (0 if there is none)."""

    rows: int
    failed: int
    highest: float


def tallied(path: Path) -> Tally:
    """Return the tally of a file that `score --output` has written, read in constant memory.

    Raises
    ------
    BatchError
        If it cannot be read, or holds something else.
    """
    read = _parquet if path.suffix.lower() == ".parquet" else _lines
    try:
        with closing(read(path)) as rows:
            return _tally(rows)
    except Exception as error:  # of any of five formats; pyarrow and zstandard have errors of their own
        raise BatchError(
            f"{path}: is there, but holds no results ({type(error).__name__}: {str(error).partition(chr(10))[0]}); "
            "delete it, or choose another name"
        ) from error


def _tally(rows: Iterable[Mapping[str, Any]]) -> Tally:
    count = failed = 0
    highest = 0.0
    for row in rows:
        count += 1
        failed += bool(row["error"])
        highest = max(highest, float(row["speculation"] or 0))
    return Tally(count, failed, highest)


def _lines(path: Path) -> Rows:
    suffix, compression = split_suffix(path)
    with path.open("rb") as raw, unfolded(raw, compression, str(path)) as stream:
        yield from _csv(stream) if suffix == ".csv" else map(json.loads, stream)


def _csv(stream: IO[bytes]) -> Rows:
    csv.field_size_limit(_LARGEST_FIELD)
    with io.TextIOWrapper(stream, encoding="utf-8", newline="") as text:
        yield from csv.DictReader(text, strict=True)


def _parquet(path: Path) -> Rows:
    import pyarrow.parquet

    with pyarrow.parquet.ParquetFile(path) as source:
        for batch in source.iter_batches(columns=["error", "speculation"]):
            yield from batch.to_pylist()
