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
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from tempfile import TemporaryDirectory
from time import perf_counter

import classifier
from classifier.errors import ModelError
from classifier.model.store import load
from tests.fuzz.promises import check_score
from tests.model.mutating import ALL_PARTS, Files, damaged, mutated, small_model, write

ROOT = Path(__file__).parent.parent
RESULT = Path(__file__).parent / "results" / "model_fuzz.json"
SHARED = Path("/dev/shm")
_SCORED = 10  # one loaded model in so many is scored with


def run(folder: Path, files: Files, count: int, mutate: Callable[[Files, random.Random], Files]) -> dict[str, float]:
    """Return the counts of outcomes; mutation n is ``mutate(files, random.Random(n))``, one that crashes is printed."""
    text = (ROOT / "examples" / "2-anonymous-official.txt").read_text(encoding="utf-8")
    outcomes = Counter[str](refused=0, loaded=0, scored=0, crashes=0)
    began, slowest = perf_counter(), 0.0
    for number in range(count):
        changed = mutate(files, random.Random(number))
        write(folder, {name: raw for name, raw in changed.items() if files[name] != raw})
        started = perf_counter()
        try:
            model = load(folder)
            outcomes["loaded"] += 1
            if outcomes["loaded"] % _SCORED == 0:
                check_score(classifier.Scorer(model), text)
                outcomes["scored"] += 1
        except ModelError:
            outcomes["refused"] += 1
        except Exception as error:
            outcomes["crashes"] += 1
            print(f"{mutate.__name__}, seed {number}: {type(error).__name__}: {error}", flush=True)
        slowest = max(slowest, perf_counter() - started)
        write(folder, {name: files[name] for name in changed if files[name] != changed[name]})
    return {
        "mutations": count,
        "bytes": sum(map(len, files.values())),
        **outcomes,
        "seconds": round(perf_counter() - began),
        "slowest": round(slowest, 3),
        "peak megabytes": getrusage(RUSAGE_SELF).ru_maxrss // 1024,
    }


def main() -> int:
    """Mutate, load, keep the counts, and return how many mutations crashed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--memory", type=int, default=1_000_000)
    parser.add_argument("--disk", type=int, default=10_000)
    given = parser.parse_args()
    found = {}
    with TemporaryDirectory(dir=SHARED if SHARED.is_dir() else None) as folder:
        found["behind the hash"] = run(Path(folder), small_model(Path(folder)), given.memory, mutated)
    with TemporaryDirectory() as outer:
        folder = Path(shutil.copytree(ROOT / "models" / "base", Path(outer) / "model"))
        files = {name: (folder / name).read_bytes() for name in ("card.json", *ALL_PARTS)}
        found["whole files"] = run(folder, files, given.disk, damaged)
    RESULT.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(found, indent=1))
    return int(sum(one["crashes"] for one in found.values()))


if __name__ == "__main__":
    sys.exit(min(1, main()))
