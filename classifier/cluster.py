"""More than one machine, by Dask: data frames in partitions, and files as a command line is given them.

The model is one value of the task graph. Dask brings it to a worker once, and makes it anew should the worker that
holds it die; a partition or file that a dead worker had begun is begun again on another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from classifier.article import Article
from classifier.batch import finished
from classifier.errors import BatchError, InputError
from classifier.finding import found
from classifier.pages import Page
from classifier.parquet import write_parquet
from classifier.reading import ReadOptions, read_items
from classifier.resuming import Journal, Mark
from classifier.rows import row_of
from classifier.score import Failure

if TYPE_CHECKING:
    import pandas as pd

    from classifier.scoring import Scorer

__all__ = ["FileResult", "FileTask", "begin_folder", "file_tasks", "score_files", "score_partitions"]

_NEEDS_DASK = "scoring on a cluster needs an extra; pip install '.[dask]' in the clone"


def score_partitions(frame: Any, scorer: Scorer | None = None, text: str = "text", title: str | None = None) -> Any:
    """Return a Dask data frame with one row of results for each row of `frame`, on the same index and partitions.

    Nothing is scored until it is computed or written.

    Parameters
    ----------
    frame
        A Dask data frame.
    scorer
        With the model to use; the shipped one unless given.
    text, title
        Names of the columns that hold text and headline.

    Raises
    ------
    InputError
        If a column is missing.
    BatchError
        If Dask is not installed.
    """
    try:
        from dask import delayed
    except ImportError as error:
        raise BatchError(_NEEDS_DASK) from error
    from classifier.loading import load

    scorer = scorer or load()
    empty = scorer.score_frame(frame._meta, text, title)
    model = delayed(scorer, pure=True, traverse=False)
    return frame.map_partitions(_score_partition, model, text, title, meta=empty)


def _score_partition(frame: pd.DataFrame, scorer: Scorer, text: str, title: str | None) -> pd.DataFrame:
    return scorer.score_frame(frame, text, title)


@dataclass(frozen=True, slots=True)
class FileTask:
    """One file to be scored by one worker, into one Parquet file.

    Attributes
    ----------
    source
        The file, as the caller named it; articles without an id of their own are known by this name.
    folder
        In which the caller named it: that of a worker is another.
    target
        What to make of it, a whole path.
    """

    source: str
    folder: Path
    target: Path
    options: ReadOptions
    nested: bool


@dataclass(frozen=True, slots=True)
class FileResult:
    """What became of one file: its rows, how many of them are failures, and the highest speculation score."""

    source: str
    rows: int
    failed: int
    highest: float


def file_tasks(names: Sequence[str], folder: Path, options: ReadOptions, nested: bool) -> list[FileTask]:
    """Return a task for each file that `names` stand for; their targets in `folder` sort as the files do.

    Raises
    ------
    InputError
        If there is no such file, or it is standard input.
    """
    files: list[Path] = []
    for name in names:
        if name == "-":
            raise InputError("-: standard input cannot be shared out among workers; give files")
        for path in found(name):
            if isinstance(path, Failure):
                raise InputError(path.error)
            files.append(path)
    here, whole = Path.cwd(), folder.absolute()
    targets = (whole / f"{number:06}-{path.name}.scores.parquet" for number, path in enumerate(files))
    return [FileTask(str(path), here, target, options, nested) for path, target in zip(files, targets, strict=True)]


def begin_folder(folder: Path, identity: Mapping[str, str], resume: bool) -> None:
    """Make `folder`, with a journal that tells which run its files belong to.

    Raises
    ------
    BatchError
        If it holds the files of another run, or of one that `resume` does not say to go on with.
    """
    folder.mkdir(parents=True, exist_ok=True)
    journal = Journal(folder / "_journal.json", identity)
    if not resume and any(folder.iterdir()):
        raise BatchError(f"{folder}: is not empty; go on with its run by --resume, or name another folder")
    journal.read()
    journal.write(Mark())
    for left in folder.glob("_*.partial"):
        left.unlink()


def score_files(address: str, scorer: Scorer, tasks: Sequence[FileTask]) -> Iterator[FileResult]:
    """Yield what became of each file, as they are finished, in any order.

    A file whose target is there is not scored again: targets appear when they are complete.

    Parameters
    ----------
    address
        Of a Dask scheduler, ``tcp://host:port``, whose workers have this package and see the same files.

    Raises
    ------
    BatchError
        If Dask is not installed, nobody answers at `address`, or a file fails on whatever worker tries it.
    """
    try:
        from distributed import Client, as_completed
    except ImportError as error:
        raise BatchError(_NEEDS_DASK) from error
    yield from (_result(task) for task in tasks if task.target.exists())
    missing = [task for task in tasks if not task.target.exists()]
    try:
        client = Client(address, timeout="10s")
    except (OSError, ValueError) as error:
        raise BatchError(f"{address}: no Dask scheduler answers ({error}); start one, or mend the address") from error
    with client:
        model = client.submit(_as_it_is, scorer, pure=False)
        for future in as_completed(client.map(_score_file, missing, scorer=model, pure=False)):
            try:
                result = future.result()
            except Exception as error:  # of the worker, or of Dask and its network, whatever its kind
                raise BatchError(f"{address}: {error}; what is finished is kept, --resume does the rest") from error
            future.release()
            yield result


def _as_it_is(scorer: Scorer) -> Scorer:
    return scorer


def _score_file(task: FileTask, scorer: Scorer) -> FileResult:
    path = task.folder / task.source
    if not path.exists():
        raise InputError(f"{path}: a worker does not see it; give paths on a disk that all workers share")
    items = (_named(item, str(path), task.source) for item in read_items([str(path)], task.options))
    rows = finished(scorer, items, 1, partial(row_of, form="jsonl" if task.nested else "flat"))
    # A name of its own: a worker that is believed dead may still be writing the same file.
    fresh = task.target.with_name(f"_{task.target.name}.{uuid4().hex}.partial")
    try:
        write_parquet((row.data for row in rows), fresh, task.nested)
        fresh.replace(task.target)
    finally:
        fresh.unlink(missing_ok=True)
    return _result(task)


def _named(item: Article | Failure | Page, path: str, source: str) -> Article | Failure | Page:
    """Return `item` with the file under the name that the caller gave it."""
    if isinstance(item, Failure):
        return Failure(_renamed(item.id, path, source), _renamed(item.error, path, source))
    return replace(item, id=_renamed(item.id, path, source))


def _renamed(text: str, path: str, source: str) -> str:
    return source + text.removeprefix(path) if text.startswith(path) else text


def _result(task: FileTask) -> FileResult:
    import pyarrow.parquet

    table = pyarrow.parquet.read_table(task.target, columns=["error", "speculation"]).to_pandas()
    failed = int((table["error"] != "").sum())
    return FileResult(
        task.source, len(table), failed, float(table["speculation"].max(skipna=True) if len(table) else 0)
    )
