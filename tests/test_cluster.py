"""Dask: the rows of one process, row for row, whatever happens to a worker."""

from __future__ import annotations

import os
import signal
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import dask.dataframe as dd
import pandas as pd
import pyarrow.parquet
import pytest
from click.testing import CliRunner, Result
from distributed import LocalCluster

from classifier import Article, ArticleScore, ClassifierError, Scorer, score_partitions
from classifier.cli import main
from classifier.cluster import file_tasks, score_files
from classifier.reading import ReadOptions

# Dask and its network leave sockets to be collected, which is no fault of ours.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")

TEXTS = [path.read_text(encoding="utf-8") for path in sorted(Path("examples").glob("*.txt"))]


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["score", *map(str, arguments)])


def frame() -> pd.DataFrame:
    # Two partitions: one of failures and short texts alone, whose columns would get other types if left to chance.
    return pd.DataFrame({"body": [None, "Short.", None, *TEXTS]}, index=[f"row{n}" for n in range(8)])


def parquet_files(folder: Path, count: int, rows: int) -> list[Path]:
    folder.mkdir()
    for number in range(count):
        table = pd.DataFrame({"id": [f"{number}-{row}" for row in range(rows)], "text": (TEXTS * rows)[:rows]})
        table.loc[1, "text"] = None
        table.to_parquet(folder / f"{number}.parquet")
    return sorted(folder.glob("*.parquet"))


def rows_of(folder: Path) -> list[dict[str, object]]:
    return [row for path in sorted(folder.glob("*.parquet")) for row in pyarrow.parquet.read_table(path).to_pylist()]


@pytest.fixture
def cluster(request: pytest.FixtureRequest) -> Iterator[LocalCluster]:
    """Return a cluster of two workers: processes if asked for, else threads, which start sooner."""
    processes = getattr(request, "param", False)
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=processes, dashboard_address=None, host="127.0.0.1", protocol="tcp"
    ) as started:
        yield started


def test_partitions_give_the_rows_types_and_index_of_one_frame(scorer: Scorer) -> None:
    whole = frame()
    parted = score_partitions(dd.from_pandas(whole, npartitions=2, sort=False), scorer, text="body")
    expected = scorer.score_frame(whole, text="body")
    assert parted.dtypes.to_dict() == expected.dtypes.to_dict()
    for scheduler in ("synchronous", "threads"):
        # Dask gives the index of strings, given to it as such, a type of its own.
        pd.testing.assert_frame_equal(parted.compute(scheduler=scheduler), expected, check_index_type=False)


def test_types_do_not_depend_on_what_is_in_a_frame(scorer: Scorer) -> None:
    frames = [frame()[:1], frame()[3:4], frame()[:0]]
    kinds = [scorer.score_frame(one, text="body").dtypes.to_dict() for one in frames]
    assert kinds[0] == kinds[1] == kinds[2]


def test_a_missing_column_is_named_before_anything_is_scored(scorer: Scorer) -> None:
    with pytest.raises(ClassifierError, match="no column 'text' in the frame; it has: body"):
        score_partitions(dd.from_pandas(frame(), npartitions=2), scorer)


def test_files_give_the_rows_of_one_process_and_are_not_scored_twice(tmp_path: Path, cluster: LocalCluster) -> None:
    files, out = parquet_files(tmp_path / "in", 3, 4), tmp_path / "out"
    assert run(*files, "-o", tmp_path / "one.parquet").exit_code == 2
    result = run("--dask", cluster.scheduler_address, *files, out)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "3 of 3: " in result.stderr
    assert "4 articles, 1 not readable" in result.stderr
    assert rows_of(out) == pyarrow.parquet.read_table(tmp_path / "one.parquet").to_pylist()

    first, *others = sorted(out.glob("*.parquet"))
    before = [path.stat() for path in others]
    first.unlink()
    assert "is not empty; go on with its run by --resume" in run("--dask", "tcp://x", *files, out).stderr
    assert "differs in --nested" in run("--dask", "tcp://x", *files, out, "--resume", "--nested").stderr
    assert run("--dask", cluster.scheduler_address, *files, out, "--resume").exit_code == 2
    assert [path.stat() for path in others] == before
    assert rows_of(out) == pyarrow.parquet.read_table(tmp_path / "one.parquet").to_pylist()


@pytest.mark.full
@pytest.mark.parametrize("cluster", [True], indirect=True)
def test_names_count_from_the_callers_folder_not_from_the_workers(
    tmp_path: Path, cluster: LocalCluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    with cluster.get_client() as client:
        client.run(os.chdir, "/")
    monkeypatch.chdir(tmp_path)
    Path("in").mkdir()
    Path("in/a.txt").write_text(TEXTS[0], encoding="utf-8")
    Path("in/b.csv").write_text("text,title\nShort.,x\n", encoding="utf-8")
    Path("in/c.jsonl").write_text("not JSON\n", encoding="utf-8")
    assert run("in", "-o", "one.parquet").exit_code == 2
    assert run("--dask", cluster.scheduler_address, "in", "out").exit_code == 2
    assert rows_of(Path("out")) == pyarrow.parquet.read_table("one.parquet").to_pylist()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--dask", "tcp://127.0.0.1:1", "examples"], "at least one input and the output folder"),
        (["--dask", "tcp://127.0.0.1:1", "examples", "out", "-o", "x.csv"], "not --output"),
        (["--dask", "tcp://127.0.0.1:1", "-", "out"], "standard input cannot be shared out"),
        (["--dask", "tcp://127.0.0.1:1", "no.txt*", "out"], "no file matches"),
    ],
)
def test_what_cannot_be_shared_out_is_refused(arguments: list[str], message: str) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert message in result.stderr


class Counting(Scorer):
    """A scorer that leaves a file in `folder` each time it is unpickled."""

    folder = ""

    def __setstate__(self, state: dict[str, object]) -> None:
        self.__dict__.update(state)
        (Path(self.folder) / f"{os.getpid()}-{len(list(Path(self.folder).iterdir()))}").touch()

    def attempt(self, item: object) -> ArticleScore:
        assert isinstance(item, Article)
        return self.score(item.text or "")


@pytest.mark.full
@pytest.mark.parametrize("cluster", [True], indirect=True)
def test_the_model_is_sent_to_each_worker_once(tmp_path: Path, cluster: LocalCluster, scorer: Scorer) -> None:
    counting = Counting(scorer.model)
    counting.folder = str(tmp_path)
    parted = score_partitions(dd.from_pandas(pd.DataFrame({"text": TEXTS * 8}), npartitions=20), counting)
    with cluster.get_client() as client:
        workers = client.run(os.getpid).values()
        assert len(client.compute(parted).result()) == 40
    arrivals = Counter(int(path.name.partition("-")[0]) for path in tmp_path.iterdir())
    assert [arrivals[worker] for worker in workers] == [1, 1]


@pytest.mark.full
@pytest.mark.parametrize("cluster", [True], indirect=True)
def test_a_worker_killed_in_mid_run_costs_no_row(tmp_path: Path, cluster: LocalCluster, scorer: Scorer) -> None:
    files, out = parquet_files(tmp_path / "in", 8, 60), tmp_path / "out"
    out.mkdir()
    with cluster.get_client() as client:
        pids = list(client.run(os.getpid).values())
    tasks = file_tasks([str(path) for path in files], out, ReadOptions(), nested=False)
    results = score_files(cluster.scheduler_address, scorer, tasks)
    first = next(results)
    assert sum(task.target.exists() for task in tasks) < len(tasks)  # there is still something to lose
    os.kill(pids[0], signal.SIGKILL)
    assert len([first, *results]) == len(files)
    assert run(*files, "-o", tmp_path / "one.parquet").exit_code == 2
    assert rows_of(out) == pyarrow.parquet.read_table(tmp_path / "one.parquet").to_pylist()
