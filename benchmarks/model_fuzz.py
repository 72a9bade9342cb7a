"""Mutated model files against the loader: how many were refused, how many loaded, and that what loaded scores.

Run: ``python -m benchmarks.model_fuzz [--memory 1000000] [--disk 10000]``

In memory, a small model is mutated behind right hashes (the folder lies in shared memory). On disk, whole
files are mutated, the card too, and hashes are left as they fall.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import classifier
from classifier.errors import ModelError
from classifier.model.store import load
from tests.fuzz.promises import check_score
from tests.model.mutating import Files, damaged, mutated, small_model, write

ROOT = Path(__file__).parent.parent
RESULT = Path(__file__).parent / "results" / "model_fuzz.json"
SHARED = Path("/dev/shm")
_SCORED = 50  # one loaded model in so many is scored with


def run(folder: Path, files: Files, count: int, mutate: Callable[[Files, random.Random], Files]) -> dict[str, float]:
    """Return the counts of outcomes; anything but `ModelError` and a working model is raised."""
    rng = random.Random(count)
    text = (ROOT / "examples" / "2-anonymous-official.txt").read_text(encoding="utf-8")
    outcomes: Counter[str] = Counter()
    began, slowest = perf_counter(), 0.0
    for _ in range(count):
        changed = mutate(files, rng)
        write(folder, {name: raw for name, raw in changed.items() if files[name] != raw})
        started = perf_counter()
        try:
            model = load(folder)
            outcomes["loaded"] += 1
            if outcomes["loaded"] % _SCORED == 1:
                check_score(classifier.Scorer(model), text)
                outcomes["scored"] += 1
        except ModelError:
            outcomes["refused"] += 1
        slowest = max(slowest, perf_counter() - started)
        write(folder, {name: files[name] for name in changed if files[name] != changed[name]})
    return {
        "mutations": count,
        "bytes": sum(map(len, files.values())),
        **outcomes,
        "crashes": 0,  # one would have ended the run
        "seconds": round(perf_counter() - began),
        "slowest": round(slowest, 3),
    }


def main() -> None:
    """Mutate, load, and keep the counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--memory", type=int, default=1_000_000)
    parser.add_argument("--disk", type=int, default=10_000)
    given = parser.parse_args()
    found = {}
    with TemporaryDirectory(dir=SHARED if SHARED.is_dir() else None) as folder:
        found["behind the hash"] = run(Path(folder), small_model(Path(folder)), given.memory, mutated)
    with TemporaryDirectory() as outer:
        folder = Path(shutil.copytree(ROOT / "models" / "base", Path(outer) / "model"))
        (folder / "README.md").unlink()
        files = {path.name: path.read_bytes() for path in folder.iterdir()}
        found["whole files"] = run(folder, files, given.disk, damaged)
    RESULT.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
