"""A file that survives the death of its writer: what the journal vouches for can be gone on from.

It is cut into blocks; at the end of a block the file is flushed to the disk and the journal told. Blocks are cut by
number and size of rows alone and compressed each by itself, so that a run which was taken up again gives the bytes
of one that was left in peace.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING

from classifier.compression import member
from classifier.errors import BatchError
from classifier.resuming import Journal, Mark
from classifier.rows import Row

if TYPE_CHECKING:
    from typing import Self

__all__ = ["PartialFile", "disk"]

_BLOCK_ROWS = 512
_BLOCK_BYTES = 4_000_000


class PartialFile:
    """A file of rows that grows block by block; used in a ``with`` statement.

    Parameters
    ----------
    path
        Where the rows go while they are not complete.
    compression
        ``.gz``, ``.zst`` or an empty string.
    header
        What the file begins with.
    journal
        Told at the end of each block.
    mark
        Where to go on; what lies behind it is cut off.

    Attributes
    ----------
    mark
        What the journal vouches for.

    Raises
    ------
    BatchError
        If the disk is full, another run writes the same file, or less is there than `mark` says.
    """

    def __init__(self, path: Path, compression: str, header: bytes, journal: Journal, mark: Mark) -> None:
        self.mark = mark
        self._path, self._compression, self._header, self._journal = path, compression, header, journal
        self._rows, self._bytes = mark.rows, 0
        self._last, self._exit_code = mark.last, mark.exit_code
        self._member: IO[bytes] | None = None

    def __enter__(self) -> Self:
        with disk(self._path):
            self._file = self._path.open("r+b" if self._path.exists() else "w+b")
            try:
                self._go_on()
            except BaseException:
                self._file.close()
                raise
        return self

    def _go_on(self) -> None:
        _lock(self._file, self._path)
        size = self._file.seek(0, os.SEEK_END)
        if size < self.mark.size:
            raise BatchError(
                f"{self._path}: {size:,} bytes, but its journal vouches for {self.mark.size:,}: it was changed; "
                f"delete it and {self._journal.path.name} to begin anew"
            )
        self._file.truncate(self.mark.size)
        self._file.seek(self.mark.size)
        self._journal.write(self.mark)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        # Half a block is worth nothing; only the disk that filled up while it was written may object.
        for stream in (self._member, self._file):
            with suppress(OSError):
                if stream is not None:
                    stream.close()

    def write(self, row: Row, exit_code: int) -> None:
        """Add `row`; `exit_code` is what the command would end with after it."""
        with disk(self._path):
            if self._member is None:
                self._member = member(self._file, self._compression) if self._compression else self._file
            if not self._rows:
                self._member.write(self._header)
            self._member.write(row.data)
        self._rows += 1
        self._bytes += len(row.data)
        self._last, self._exit_code = row.id, exit_code
        if self._rows - self.mark.rows >= _BLOCK_ROWS or self._bytes >= _BLOCK_BYTES:
            self._end_block()

    def _end_block(self) -> None:
        with disk(self._path):
            if self._member is not None and self._member is not self._file:
                self._member.close()
            self._file.flush()
            os.fsync(self._file.fileno())
            self.mark = Mark(self._rows, self._file.tell(), self._last, self._exit_code)
            self._journal.write(self.mark)
        self._member, self._bytes = None, 0

    def complete(self) -> None:
        """Put the rest on the disk: no more rows come."""
        self._end_block()


@contextmanager
def disk(path: Path) -> Iterator[None]:
    """Turn what goes wrong in writing `path` into a `BatchError`."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise BatchError(
            f"{path}: cannot be written ({reason}); what is whole is kept: make room, then give the same command "
            "with --resume"
        ) from error


def _lock(file: IO[bytes], path: Path) -> None:
    try:
        import fcntl
    except ImportError:  # not on Windows
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        raise BatchError(f"{path}: another run is writing it; wait for it, or end it") from error
