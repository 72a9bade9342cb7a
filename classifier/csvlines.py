"""Lines of a CSV file in bounded memory, whatever the file holds."""

from __future__ import annotations

import io

from classifier.errors import InputError

__all__ = ["CsvLines"]


class CsvLines:
    """Lines of one CSV file, in bounded memory: a row over the limit is skipped and raised as `InputError`."""

    def __init__(self, text: io.TextIOWrapper, limit: int) -> None:
        self._text = text
        self._limit = limit
        self._read = 0  # characters of the row so far
        self._open = False  # inside quotes

    def __iter__(self) -> CsvLines:
        return self

    def begin_row(self) -> None:
        """Forget the row before."""
        self._read, self._open = 0, False

    def __next__(self) -> str:
        line = self._piece(self._limit + 1)
        if not line:
            raise StopIteration
        if self._read <= self._limit:
            return line
        while line and (self._open or not line.endswith(("\n", "\r"))):  # to the end of the row, piece by piece
            line = self._piece(1 << 20)
        raise InputError(f"row of more than {self._limit:,} characters; mend or split it, or raise it with --max-bytes")

    def _piece(self, size: int) -> str:
        piece = self._text.readline(size)
        self._read += len(piece)
        self._open ^= piece.count('"') % 2 == 1
        return piece
