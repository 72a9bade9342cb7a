"""Rows of JSON to a Parquet file with fixed columns, in row groups of fixed size."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any

from classifier.errors import BatchError
from classifier.score import Failure

__all__ = ["write_parquet"]

_GROUP = 2_000  # rows; with every span some 20 MB of JSON
_INTEGERS = ("sentences", "quotes", "named_sources", "anonymous_sources", "vague_sources")
_NUMBERS = (
    "speculation", "quality", "sourcing", "specifics", "craft", "p_reported", "p_mixed", "p_speculative",
    "own_hedges_per_100_sentences",
)  # fmt: skip


def write_parquet(lines: Iterable[bytes], target: Path, nested: bool) -> None:
    """Write `lines` of JSON to the Parquet file `target`, in constant memory.

    Parameters
    ----------
    nested
        Whether to keep reasons, sentences and cues, as lists of structs.

    Raises
    ------
    BatchError
        If pyarrow is not installed.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise BatchError(f"{target}: writing Parquet needs an extra; pip install '.[parquet]' in the clone") from error
    schema = _schema(pa, nested)
    with target.open("wb") as stream:
        remaining = iter(lines)
        with pq.ParquetWriter(stream, schema, compression="zstd") as writer:
            while group := [json.loads(line) for line in islice(remaining, _GROUP)]:
                writer.write_table(pa.Table.from_pylist(group, schema=schema))
        stream.flush()
        os.fsync(stream.fileno())


def _schema(pa: Any, nested: bool) -> Any:
    kinds = {**dict.fromkeys(_INTEGERS, pa.int64()), **dict.fromkeys(_NUMBERS, pa.float64())}
    flat = [(name, kinds.get(name, pa.string())) for name in Failure("", "").flat()]
    return pa.schema(flat + (_nested(pa) if nested else []))


def _nested(pa: Any) -> list[Any]:
    """Return the fields that docs/schema.md lists under "Further fields in JSON"."""
    text, number, whole = pa.string(), pa.float64(), pa.int64()
    ends = {"start": whole, "end": whole}
    span = pa.struct(ends)
    labels = pa.struct(dict.fromkeys(("fact", "attributed", "speculation", "opinion", "other"), number))
    lists = {
        "reasons": {"text": text, "sentences": pa.list_(whole)},
        "sentence_scores": {**ends, "label": text, "probabilities": labels, "block": text},
        "hedge_cues": {**ends, "kind": text, "probability": number, "voice": text, "whose": span},
        "quotations": {**ends, "kind": text, "speaker": span, "cue": span},
        "sources": {
            "name": text,
            "kind": text,
            "title": span,
            "affiliation": span,
            "mentions": pa.list_(span),
            "sentences": pa.list_(whole),
            "share": number,
        },
    }
    return [(name, pa.list_(pa.struct(fields))) for name, fields in lists.items()]
