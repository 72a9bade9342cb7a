"""Names on the command line to files: folders in order, globs, and what they hold in all."""

from __future__ import annotations

import glob
import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from classifier.compression import split_suffix
from classifier.score import Failure

__all__ = ["ACCEPTED", "ACCEPTED_WORDS", "Input", "found", "is_accepted", "surveyed"]

ACCEPTED = (".txt", ".md", ".html", ".htm", ".jsonl", ".csv", ".parquet", ".warc")
_NEVER_COMPRESSED = ".parquet"  # it compresses inside
ACCEPTED_WORDS = (
    "accepted are .txt, .md, .html, .jsonl, .csv, .warc, each also .gz, .zst, .bz2 or .xz, .parquet, "
    "a folder or glob of these, and - for standard input"
)


def is_accepted(path: Path) -> bool:
    """Return whether a file of that name is read."""
    suffix, compression = split_suffix(path)
    return suffix in ACCEPTED and not (compression and suffix == _NEVER_COMPRESSED)


def _ignore(_: Path) -> None:
    pass


def found(name: str, on_unread: Callable[[Path], None] = _ignore) -> Iterator[Path | Failure]:
    """Yield the files that `name` stands for, in order: a file, a folder with its folders, or a glob.

    Parameters
    ----------
    on_unread
        Called with each file of a folder that is left out because of its ending; hidden ones are nobody's articles.
    """
    path = Path(name)
    try:
        if path.is_dir():
            files = _walk(path, on_unread)
            first = next(files, None)
            yield first or Failure(name, f"{name}: the folder holds no article; {ACCEPTED_WORDS}")
            yield from files
        elif path.exists() or not glob.has_magic(name):
            yield path
        else:
            matches = sorted(glob.glob(name, recursive=True))
            if not matches:
                yield Failure(name, f"{name}: no file matches; quote the pattern and check the folder")
            yield from (Path(match) for match in matches if not Path(match).is_dir())
    except (OSError, ValueError) as error:
        yield Failure(name, f"{name!r}: cannot be opened ({error}); give the path of a file")


def _walk(folder: Path, on_unread: Callable[[Path], None]) -> Iterator[Path]:
    """Yield the files of `folder` sorted by name; the names of one folder at a time are held, not all."""
    with os.scandir(folder) as entries:
        ordered = sorted(entries, key=lambda entry: entry.name)
    for entry in ordered:
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(folder / entry.name, _ignore if entry.name.startswith(".") else on_unread)
        elif _is_folder(entry):
            continue
        elif is_accepted(Path(entry.name)):
            yield folder / entry.name  # whether it can be read is seen when it is
        elif not entry.name.startswith("."):
            on_unread(folder / entry.name)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself
        return False


@dataclass(frozen=True, slots=True)
class Input:
    """What one name on the command line stands for.

    Attributes
    ----------
    name
        As given.
    size
        Bytes of its files together.
    identity
        Hash of path, size and time of change of each of its files, in order.
    unread
        Number of files of a folder that are left out, by ending in lower case.
    """

    name: str
    size: int
    identity: str
    unread: Mapping[str, int]


def surveyed(names: Sequence[str]) -> list[Input]:
    """Return size and identity of each input, without reading any; standard input and what is not there count 0."""
    return [_survey(name) for name in names]


def _survey(name: str) -> Input:
    size, digest = 0, sha256()
    unread: Counter[str] = Counter()
    for path in () if name == "-" else found(name, lambda path: unread.update(["".join(split_suffix(path))])):
        try:
            state = path.stat() if isinstance(path, Path) else None
        except (OSError, ValueError):
            state = None
        size += state.st_size if state else 0
        digest.update(repr((str(path), state and (state.st_size, state.st_mtime_ns))).encode())
    return Input(name, size, digest.hexdigest()[:16], unread)
