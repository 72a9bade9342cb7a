"""How files and streams are read."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ReadOptions"]


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read.

    Attributes
    ----------
    text_field, title_field, id_field
        Names of fields (JSONL) or columns (CSV, Parquet).
    encoding
        Of text; UTF-8 with or without byte-order mark unless said otherwise.
    max_bytes
        Largest article, in bytes of its file or row.
    max_page_bytes
        Largest HTML page. Finding the main text is quadratic in paragraphs that repeat: 8 s for 1.9 MB of them.
    stdin_format
        What standard input holds: ``txt``, ``html``, ``jsonl``, ``csv`` or ``warc``.
    """

    text_field: str = "text"
    title_field: str = "title"
    id_field: str = "id"
    encoding: str = "utf-8-sig"
    max_bytes: int = 20_000_000
    max_page_bytes: int = 3_000_000
    stdin_format: str = "txt"
