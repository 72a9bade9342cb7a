"""What many articles cost: memory and time for 1,000 to 200,000, and what a second process brings.

Run: ``python -m benchmarks.batch``; ``--rounds 1 --largest 10000`` for a quick look. Everything is measured on
the command itself, in processes of its own; time is CPU time of the process and its workers, and wall time only where
two ways of using the machine are compared, in turns.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

ROOT = Path(__file__).parent.parent
RESULT = Path(__file__).parent / "results" / "batch.json"
SIZES = (1_000, 2_000, 10_000, 200_000)
_OFTEN = 10_000  # larger runs take minutes and are measured once
_CHARACTERS = 600
_SYLLABLES = "ba ko ri ten mar lu sha vel or ni dra pe zo ul".split()


def articles(count: int, characters: int, seed: int = 1) -> Iterator[dict[str, str]]:
    """Yield articles of about so many characters, each with words of its own, so that no cache can know them."""
    written = [
        json.loads(line)["text"]
        for path in sorted((ROOT / "labels" / "written").glob("[A-Z].jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    random = Random(seed)
    for number in range(count):
        names = ["".join(random.choices(_SYLLABLES, k=4)).title() for _ in range(2)]
        opening = f"Officials in {names[0]} said on Monday that {random.randrange(10**6)} letters from {names[1]} came."
        text = written[number % len(written)]
        end = text.rfind(". ", 0, characters - len(opening)) + 1 or characters
        yield {"id": str(number), "text": f"{text[:end]}\n\n{opening}"}


def write(path: Path, count: int, characters: int) -> None:
    """Write a JSONL file of articles."""
    with path.open("w", encoding="utf-8") as stream:
        for article in articles(count, characters):
            stream.write(json.dumps(article, ensure_ascii=False) + "\n")


@dataclass(frozen=True, slots=True)
class Cost:
    """What a run took: CPU seconds, and the peak of the main process in megabytes."""

    cpu: float
    peak: float


def run(*arguments: str | Path) -> Cost:
    """Run ``classifier score`` and return what it took."""
    process = subprocess.Popen(_command(*arguments))
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def _command(*arguments: str | Path) -> list[str]:
    return [str(Path(sys.executable).parent / "classifier"), "score", *map(str, arguments)]


def growth(folder: Path, sizes: tuple[int, ...], rounds: int) -> dict[str, object]:
    """Return CPU milliseconds an article and peak memory by number of articles, beyond the cost of starting."""
    milliseconds, peaks, taken = {}, {}, {}
    start = min(cost.cpu for cost in _costs(folder, 1, rounds))
    for size in sizes:
        costs = _costs(folder, size, rounds if size <= _OFTEN else 1)
        taken[str(size)] = len(costs)
        milliseconds[str(size)] = round(1000 * (min(cost.cpu for cost in costs) - start) / (size - 1), 3)
        peaks[str(size)] = round(max(cost.peak for cost in costs), 1)
        print(size, milliseconds[str(size)], "ms,", peaks[str(size)], "MB", flush=True)
    return {
        "characters": _CHARACTERS,
        "rounds, of which the best counts": taken,
        "seconds for one article": round(start, 3),
        "cpu milliseconds for each further one": milliseconds,
        "peak memory, MB": peaks,
        "largest over smallest": round(milliseconds[str(sizes[-1])] / milliseconds[str(sizes[0])], 3),
        "memory beyond that for 2,000, MB": round(peaks[str(sizes[-1])] - peaks["2000"], 1),
    }


def _costs(folder: Path, size: int, rounds: int) -> list[Cost]:
    source = folder / f"{size}.jsonl"
    write(source, size, _CHARACTERS)
    return [run(source, "-o", folder / f"{size}-{number}.csv") for number in range(rounds)]


def jobs(folder: Path, size: int, rounds: int) -> dict[str, object]:
    """Return the rate of ``--jobs 2`` over that of two independent processes, in turns, on whole articles."""
    source = folder / "jobs.jsonl"
    write(source, size, 100_000)
    ratios, cpu = [], []
    for number in range(rounds):
        began, before = perf_counter(), os.times()
        pair = [subprocess.Popen(_command(source, "-o", folder / f"pair{number}{half}.jsonl")) for half in ("a", "b")]
        assert [process.wait() for process in pair] == [0, 0]
        middle, between = perf_counter(), os.times()
        # Both halves of the work, as one run.
        subprocess.run(_command(source, source, "--jobs", "2", "-o", folder / f"two{number}.jsonl"), check=True)
        ended, after = perf_counter(), os.times()
        ratios.append((middle - began) / (ended - middle))
        cpu.append(_children(before, between) / _children(between, after))
        print(f"jobs: {ratios[-1]:.3f} of two processes by the clock, {cpu[-1]:.3f} by CPU time", flush=True)
    return {
        "articles": 2 * size,
        "by the clock": [round(ratio, 3) for ratio in ratios],
        "by the clock, median": round(median(ratios), 3),
        "by CPU time, median": round(median(cpu), 3),
    }


def _children(before: os.times_result, after: os.times_result) -> float:
    return after.children_user + after.children_system - before.children_user - before.children_system


def main() -> None:
    """Print and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--largest", type=int, default=SIZES[-1])
    given = parser.parse_args()
    sizes = tuple(size for size in SIZES if size <= given.largest)
    with TemporaryDirectory() as name:
        figures = {"jobs": jobs(Path(name), 1_500, given.rounds), "growth": growth(Path(name), sizes, given.rounds)}
    RESULT.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
