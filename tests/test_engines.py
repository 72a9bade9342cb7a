"""The examples of docs/cluster.md on the engines themselves: the rows of one frame."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pandas as pd
import pytest
from distributed import LocalCluster

from classifier import Scorer
from tests.test_docs import BLOCKS, CLUSTER, Block, run

pytestmark = [
    pytest.mark.full,
    # Dask and its network leave sockets to be collected, which is no fault of ours.
    pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"),
]

TEXTS = [path.read_text(encoding="utf-8") for path in sorted(Path("examples").glob("*.txt"))]
ADDRESS = "tcp://head:8786"  # of the docs; a cluster of the test stands in for it


@pytest.fixture
def articles(tmp_path: Path) -> pd.DataFrame:
    """Return 40 articles, which also stand in two files, `in/*.parquet`, each with an index from 0."""
    found = pd.DataFrame({"id": [f"a{number:02}" for number in range(40)], "text": ["?", "Short.", *TEXTS, ""] * 5})
    (tmp_path / "in").mkdir()
    for part, rows in enumerate((found[:13], found[13:])):
        rows.to_parquet(tmp_path / "in" / f"{part}.parquet", index=False)
    return found


def on_cluster(code: str, folder: Path) -> None:
    """Run a command with the address of a cluster of two workers, which stop after it."""
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=False, dashboard_address=None, host="127.0.0.1", protocol="tcp"
    ) as cluster:
        run(["bash", "-euc", code.replace(ADDRESS, cluster.scheduler_address)], folder)


@pytest.mark.parametrize("block", [pytest.param(one, id=one.where) for one in BLOCKS if one.page == CLUSTER])
def test_an_example_writes_the_rows_of_one_frame(
    tmp_path: Path, scorer: Scorer, articles: pd.DataFrame, block: Block, monkeypatch: pytest.MonkeyPatch
) -> None:
    for engine in re.findall("pyspark|ray", block.code)[:1]:
        pytest.importorskip(engine, reason=f"needs {engine}; pip install '.[engines]'")
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)  # else Spark's workers take the system's Python
    if block.language == "sh":
        assert ADDRESS in block.code
        on_cluster(block.code, tmp_path)
    else:
        (tmp_path / "example.py").write_text(block.code, encoding="utf-8")
        run([sys.executable, "example.py"], tmp_path)
    written = pd.concat([pd.read_parquet(path) for path in (tmp_path / "out").glob("*.parquet")])
    expected = articles[["id"]].join(scorer.score_frame(articles))
    found = written.sort_values("id").reset_index(drop=True)[expected.columns]
    pd.testing.assert_frame_equal(found, expected, check_dtype=False)
