"""What is kept of a benchmark run: its figures in a file, and a line for every look at the data."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from classifier.benchmarks.rows import Row

__all__ = ["record"]


def record(folder: Path, name: str, split: str, model: str, rows: Sequence[Row]) -> int:
    """Write the figures to ``results/NAME.json``, add a line to ``test_runs.jsonl``, return how many looks there were.

    A look is a run of this benchmark on this split, this one included, whatever the model.
    """
    looks = folder / "test_runs.jsonl"
    figures = {row.name: round(row.figure.value, 4) for row in rows}
    entry = {
        "date": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": _commit(),
        "benchmark": name,
        "split": split,
        "model": model,
        "figures": figures,
    }
    (folder / "results").mkdir(parents=True, exist_ok=True)
    with looks.open("a", encoding="utf-8") as lines:
        lines.write(json.dumps(entry, ensure_ascii=False) + "\n")
    count = sum(
        (look["benchmark"], look["split"]) == (name, split)
        for look in map(json.loads, looks.read_text(encoding="utf-8").splitlines())
    )
    kept = {**entry, "looks": count, "figures": [_plain(row) for row in rows]}
    result = folder / "results" / f"{name}.json"
    result.write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return count


def _plain(row: Row) -> dict[str, object]:
    figure = {key: round(value, 4) for key, value in asdict(row.figure).items()}
    return {"name": row.name, **figure, "bar": row.bar, "people": row.people}


def _commit() -> str:
    """Return the commit that is checked out, with a + where files differ from it; empty outside a repository."""
    git = shutil.which("git")
    if git is None:
        return ""
    told = subprocess.run(  # noqa: S603 - no argument comes from outside
        [git, "describe", "--always", "--dirty=+"], capture_output=True, text=True, check=False
    )
    return told.stdout.strip()
