"""How the time for one article grows with its length, from 1 kB to 10 MB.

Run: ``python -m benchmarks.growth``
"""

from __future__ import annotations

import json
from math import log
from pathlib import Path
from time import process_time

import numpy as np

import classifier
from classifier.scoring import Scorer

ROOT = Path(__file__).parent.parent
RESULT = Path(__file__).parent / "results" / "growth.json"
LENGTHS = (1_000, 10_000, 100_000, 1_000_000, 10_000_000)


def seconds(scorer: Scorer, length: int, rounds: int) -> float:
    """Return the least CPU time for the examples repeated to `length` characters."""
    unit = "\n\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "examples").glob("*.txt")))
    text = (unit * (length // len(unit) + 1))[:length]
    best = float("inf")
    for _ in range(rounds):
        began = process_time()
        scorer.score(text)
        best = min(best, process_time() - began)
    return best


def exponent(lengths: tuple[int, ...], times: list[float]) -> float:
    """Return the slope of log time over log length, by least squares."""
    return float(np.polyfit([log(length) for length in lengths], [log(time) for time in times], 1)[0])


def measure(lengths: tuple[int, ...] = LENGTHS) -> dict[str, object]:
    """Return seconds by length and the growth exponent from 10 kB on, where fixed costs no longer show."""
    scorer = classifier.load()
    scorer.score("Warm up. " * 50)
    times = [seconds(scorer, length, 5 if length <= 1_000_000 else 1) for length in lengths]
    grown = exponent(lengths[1:], times[1:])
    return {
        "seconds": dict(zip(map(str, lengths), [round(t, 4) for t in times], strict=True)),
        "exponent": round(grown, 3),
    }


def main() -> None:
    """Print and keep the figures."""
    figures = measure()
    print(json.dumps(figures, indent=1))
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
