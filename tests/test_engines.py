"""The examples of docs/cluster.md on the engines themselves: the rows of one frame."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from classifier import Scorer

pytestmark = pytest.mark.full

ROOT = Path(__file__).parent.parent
TEXTS = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "examples").glob("*.txt"))]


@pytest.mark.parametrize(("engine", "package"), [("spark", "pyspark"), ("ray", "ray.data")])
def test_an_engine_gives_the_rows_of_one_frame(tmp_path: Path, scorer: Scorer, engine: str, package: str) -> None:
    pytest.importorskip(package, reason=f"needs {engine}; pip install '.[engines]'")
    articles = pd.DataFrame({"id": [f"a{number:02}" for number in range(40)], "text": [None, "Short.", *TEXTS, ""] * 5})
    (tmp_path / "in").mkdir()
    for part, rows in enumerate((articles[:13], articles[13:])):
        rows.to_parquet(tmp_path / "in" / f"{part}.parquet", index=False)

    example = re.search(
        rf"<!-- example: {engine} -->\n```python\n(.*?)```",
        (ROOT / "docs" / "cluster.md").read_text("utf-8"),
        re.DOTALL,
    )
    assert example
    (tmp_path / "example.py").write_text(example[1], encoding="utf-8")
    environment = {**os.environ, "PYSPARK_PYTHON": sys.executable}  # else Spark's workers take the system's Python
    command = [sys.executable, "example.py"]
    subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True, timeout=500)

    written = pd.concat([pd.read_parquet(path) for path in (tmp_path / "out").glob("*.parquet")])
    found = written.sort_values("id").reset_index(drop=True)
    expected = articles[["id"]].join(scorer.score_frame(articles))
    pd.testing.assert_frame_equal(found, expected, check_dtype=False)
