"""Damaged Parquet files, read as any other: whether the program lives, and each error names its file.

Run: ``python -m benchmarks.parquet_fuzz [--files 300000]``

They are read in a process of their own. Should it die, the file is counted, and the next process goes on behind it.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import signal
import subprocess
import sys
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from classifier import Article
from classifier.reading import read_articles
from tests.damaged_parquet import damaged, sound

RESULT = Path(__file__).parent / "results" / "parquet_fuzz.json"
_MEMORY = 4 << 30  # bytes of address space
_SECONDS = 20  # of CPU for one file


def outcome(path: Path) -> str:
    """Return what became of a file in a word; an error that does not name the file breaks the promise."""
    found = list(read_articles([str(path)]))
    errors = [one for one in found if not isinstance(one, Article)]
    assert all(one.error.startswith(str(path)) for one in errors), errors
    assert found or path.stat().st_size, "nothing of a file"
    return "with an error" if errors else "without an error"


def read(first: int, last: int) -> None:
    """Read files `first` to `last`, and print the number of each before and a word after it."""
    with TemporaryDirectory() as folder:
        files = sound(Path(folder))
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        path = Path(folder) / "a.parquet"
        for number in range(first, last):
            damaged(files, path, random.Random(number))
            print(number, end=" ", flush=True)
            signal.setitimer(signal.ITIMER_PROF, _SECONDS)  # ends the process
            try:
                print(outcome(path), flush=True)
            except Exception:
                print("broken promises", flush=True)
                traceback.print_exc()


def run(count: int) -> dict[str, int]:
    """Return how many of `count` files had which outcome; when interrupted, of those that were read by then."""
    outcomes = Counter({"deaths": 0, "broken promises": 0, "with an error": 0, "without an error": 0})
    first, began = 0, perf_counter()
    with suppress(KeyboardInterrupt):
        while first < count:
            before = first
            for number, word in _words(first, count):
                outcomes[word or "deaths"] += 1
                if not word:
                    print(f"file {number} ended the process", flush=True)
                first = number + 1
            if first == before:
                raise RuntimeError("the process that reads ends before it has read a file")
    return {"files": sum(outcomes.values()), **outcomes, "seconds": round(perf_counter() - began)}


def _words(first: int, last: int) -> Iterator[tuple[int, str]]:
    """Yield the number of each file and the word after it, which is empty if the process ended there."""
    command = [sys.executable, "-m", "benchmarks.parquet_fuzz", "--read", str(first), str(last)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            number, _, word = line.strip().partition(" ")
            yield int(number), word


def main() -> int:
    """Damage, read, keep the counts; return how many files ended the process or broke a promise."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=300_000)
    parser.add_argument("--read", type=int, nargs=2, help=argparse.SUPPRESS)
    parser.add_argument("--dry", action="store_true", help="print the counts, do not keep them")
    given = parser.parse_args()
    if given.read:
        read(*given.read)
        return 0
    found = run(given.files)
    if not given.dry:
        RESULT.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(found))
    return min(1, found["deaths"] + found["broken promises"])


if __name__ == "__main__":
    sys.exit(main())
