"""Where rows go: to standard output, or to a file that can be taken up again after an interruption."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from classifier.compression import split_suffix
from classifier.errors import BatchError
from classifier.partial import PartialFile, disk
from classifier.resuming import Journal, Mark
from classifier.rows import CSV_HEADER, Form, Row

__all__ = ["Output", "print_rows", "refuse_own_input"]

_FORMS: dict[str, Form] = {".jsonl": "jsonl", ".csv": "csv", ".parquet": "flat"}


def print_rows(rows: Iterable[Row], form: Form) -> None:
    """Print rows on standard output, each as it comes; as one array if the form is ``json``."""
    before = {"json": b"[", "csv": CSV_HEADER}.get(form, b"")
    for row in rows:
        click.echo(before + (row.data.rstrip(b"\n") if form == "json" else row.data), nl=False)
        before = b",\n" if form == "json" else b""
    if form == "json":
        click.echo(b"[]" if before == b"[" else b"]")


@dataclass(frozen=True, slots=True)
class Output:
    """A file of results: ``.jsonl`` or ``.csv``, each also ``.gz`` or ``.zst``, or ``.parquet``.

    It grows as ``NAME.partial``, with ``NAME.journal`` beside it, and gets its name when it is complete.
    Parquet cannot be cut off and gone on with; its rows are kept as JSON lines until then.

    Attributes
    ----------
    path
        The file.
    nested
        Whether Parquet gets the spans too, as nested columns.
    """

    path: Path
    nested: bool = False

    @property
    def form(self) -> Form:
        """What its rows are.

        Raises
        ------
        BatchError
            If files with that ending are not written.
        """
        suffix, compression = split_suffix(self.path)
        if suffix not in _FORMS or compression not in ("", ".gz", ".zst") or (compression and suffix == ".parquet"):
            accepted = "accepted are .jsonl and .csv, each also .gz or .zst, and .parquet"
            raise BatchError(f"{self.path}: {self.path.suffix or 'a file without ending'} is not written; {accepted}")
        return "jsonl" if self.nested and suffix == ".parquet" else _FORMS[suffix]

    def begin(self, identity: Mapping[str, str], resume: bool) -> PartialFile | None:
        """Return the file to write rows to, None if an earlier run has completed it.

        Parameters
        ----------
        identity
            What the rows depend on, by name.
        resume
            Whether to go on where an interrupted run of the same identity stopped.

        Raises
        ------
        BatchError
            If there is no such folder, a file is in the way, or the interrupted run was another one.
        """
        if not self.path.parent.is_dir():
            raise BatchError(f"{self.path}: there is no folder {self.path.parent}; make it first")
        journal = Journal(self._beside("journal"), identity)
        partial = self._beside("partial")
        mark = journal.read() if resume else None
        if self.path.exists():
            if not resume:
                raise BatchError(f"{self.path}: is there already; delete it, or choose another name")
            self._tidy()
            return None
        if not resume and (partial.exists() or journal.path.exists()):
            raise BatchError(f"{partial}: left by an interrupted run; go on with --resume, or delete it to begin anew")
        suffix, compression = split_suffix(self.path)
        header = CSV_HEADER if suffix == ".csv" else b""
        return PartialFile(partial, compression, header, journal, mark or Mark())

    def publish(self) -> None:
        """Give the completed file its name, after making Parquet of its rows where that is wanted."""
        source = self._beside("partial")
        with disk(self.path):
            if self.path.suffix.lower() == ".parquet":
                from classifier.parquet import write_parquet

                source = self._beside("joining")
                with self._beside("partial").open("rb") as lines:
                    write_parquet(lines, source, self.nested)
            source.replace(self.path)
            _flush_names(self.path.parent)
            self._tidy()

    def _tidy(self) -> None:
        # The journal last: it is what tells of the others.
        for ending in ("partial", "joining", "journal.new", "journal"):
            self._beside(ending).unlink(missing_ok=True)

    def _beside(self, ending: str) -> Path:
        return self.path.with_name(f"{self.path.name}.{ending}")


def refuse_own_input(path: Path, inputs: Sequence[str]) -> None:
    """Raise `BatchError` if `path` lies in a folder that is read: a later run would take it for articles."""
    for name in inputs:
        folder = Path(name)
        if name != "-" and folder.is_dir() and path.resolve().is_relative_to(folder.resolve()):
            raise BatchError(f"{path}: lies in {name}, which is read; write the output to another folder")


def _flush_names(folder: Path) -> None:
    if os.name != "posix":  # elsewhere folders cannot be opened
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
