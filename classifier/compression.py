"""Compressed files: read as they unfold, and written in members that can be cut apart again."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

from classifier.errors import BatchError, InputError

__all__ = ["COMPRESSED", "Counted", "member", "split_suffix", "unfolded"]

COMPRESSED = (".gz", ".zst", ".bz2", ".xz")
_GZIP_LEVEL = 6  # gzip's own default
_ZSTD_CHUNK = 1024  # compressed bytes at a time: of the most compressible text they hold some 30 MB
_NEEDS_ZSTD = "Zstandard needs an extra; pip install '.[zstd]' in the clone"


def split_suffix(path: Path) -> tuple[str, str]:
    """Return the endings of format and compression, in lower case.

    Examples
    --------
    >>> split_suffix(Path("crawl.JSONL.gz")), split_suffix(Path("a.txt"))
    (('.jsonl', '.gz'), ('.txt', ''))
    """
    last = path.suffix.lower()
    return (Path(path.stem).suffix.lower(), last) if last in COMPRESSED else (last, "")


class Counted(io.FileIO):
    """A file that tells how many of its bytes are read, for progress.

    Parameters
    ----------
    path
        The file, opened for reading.
    on_bytes
        Called with each number of bytes.
    """

    def __init__(self, path: Path, on_bytes: Callable[[int], None]) -> None:
        super().__init__(path)
        self._on_bytes = on_bytes

    def readinto(self, buffer: Any) -> int | None:
        """Read into `buffer` and return the number of bytes, 0 at the end."""
        count = super().readinto(buffer)
        self._on_bytes(count or 0)
        return count


def unfolded(raw: IO[bytes], compression: str, name: str) -> IO[bytes]:
    """Return what `raw` holds, decompressed as it is read.

    Parameters
    ----------
    compression
        One of `COMPRESSED`, or an empty string for none.

    Raises
    ------
    InputError
        If Zstandard is asked for and not installed.
    """
    if compression == ".zst":
        return _zstandard_reader(raw, name)
    if compression == ".gz":
        return gzip.GzipFile(fileobj=raw)  # type: ignore[return-value]
    if compression == ".bz2":
        return bz2.BZ2File(raw)
    return lzma.LZMAFile(raw) if compression == ".xz" else raw


def _zstandard_reader(raw: IO[bytes], name: str) -> IO[bytes]:
    try:
        import zstandard
    except ImportError as error:
        raise InputError(f"{name}: {_NEEDS_ZSTD}") from error
    return io.BufferedReader(_ZstandardFrames(raw, zstandard.ZstdDecompressor().decompressobj), 1 << 16)


class _ZstandardFrames(io.RawIOBase):
    """The frames of a Zstandard file, one after the other.

    The package's own reader takes a file that was cut off for one that is at its end.
    """

    def __init__(self, raw: IO[bytes], new_frame: Callable[[], Any]) -> None:
        self._raw, self._new_frame = raw, new_frame
        self._frame: Any = None
        self._unread = b""
        self._unfolded = memoryview(b"")

    def readable(self) -> bool:
        """Return True."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Read into `buffer` and return the number of bytes, 0 at the end."""
        while not self._unfolded:
            chunk = self._unread or self._raw.read(_ZSTD_CHUNK)
            if not chunk:
                if self._frame is not None:
                    raise EOFError("Compressed file ended before the end-of-stream marker was reached")
                return 0
            self._unfold(chunk)
        count = min(len(buffer), len(self._unfolded))
        buffer[:count], self._unfolded = self._unfolded[:count], self._unfolded[count:]
        return count

    def _unfold(self, chunk: bytes) -> None:
        self._frame = self._frame or self._new_frame()
        try:
            self._unfolded = memoryview(self._frame.decompress(chunk))
        except Exception as error:  # ZstdError, whose module may not be there to name it
            raise OSError(None, str(error)) from error
        self._unread = self._frame.unused_data
        if self._frame.eof:
            self._frame = None


def member(raw: IO[bytes], compression: str) -> IO[bytes]:
    """Return a stream that compresses into `raw`; closing it ends a member and leaves `raw` open.

    The bytes depend on what is written alone, not on name or time.

    Raises
    ------
    BatchError
        If Zstandard is asked for and not installed.
    """
    if compression == ".gz":
        return gzip.GzipFile("", "wb", _GZIP_LEVEL, raw, mtime=0)  # type: ignore[return-value]
    try:
        import zstandard
    except ImportError as error:
        raise BatchError(_NEEDS_ZSTD) from error
    return zstandard.ZstdCompressor().stream_writer(raw, closefd=False)
