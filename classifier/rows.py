"""Outcomes to rows: lines of JSON or CSV, made where the article was scored."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from classifier.score import ArticleScore, Failure

__all__ = ["CSV_HEADER", "Form", "Row", "row_of"]

Form = Literal["json", "jsonl", "csv", "flat"]


@dataclass(frozen=True, slots=True)
class Row:
    """An outcome, ready to be written; small enough to be sent between processes.

    Attributes
    ----------
    data
        The line, with its line break.
    error
        Of a failure; empty otherwise.
    """

    id: str
    data: bytes
    error: str
    speculation: float | None


def row_of(outcome: ArticleScore | Failure, form: Form) -> Row:
    """Return `outcome` as a line of CSV, or of JSON with every span or (``flat``) without."""
    flat = outcome.flat()
    if form == "csv":
        line = _csv_line(flat.values())
    else:
        record = flat if form == "flat" else outcome.to_dict()
        line = json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n"
    # Lone surrogates, which UTF-8 cannot hold, become question marks.
    return Row(outcome.id, line.encode("utf-8", "replace"), flat["error"], flat["speculation"])


def _csv_line(values: Iterable[object]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(values)
    return line.getvalue()


CSV_HEADER = _csv_line(Failure("", "").flat()).encode()
