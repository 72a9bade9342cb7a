"""Runs the atheris target for a while and keeps what libFuzzer counted.

Run: ``python -m benchmarks.fuzz --seconds 1800``; findings are left in ``.fuzz/``.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
RESULT = Path(__file__).parent / "results" / "fuzz.json"
WORK = ROOT / ".fuzz"


def seeds(folder: Path) -> None:
    """Write paragraphs of the texts of this repository as first inputs, as text and as rows."""
    texts = [*sorted((ROOT / "examples").glob("*.txt")), *sorted((ROOT / "tests" / "known").glob("*.txt"))]
    for number, path in enumerate(texts):
        text = path.read_text(encoding="utf-8")
        for part in range(0, len(text), 1200):
            (folder / f"text-{number}-{part}").write_bytes(b"x" + text[part : part + 1200].encode())
        (folder / f"row-{number}").write_bytes(b"\x00" + json.dumps({"text": text[:600], "id": 3}).encode() + b"\n")
        page = "".join(f"<p>{line}</p>" for line in text[:900].split("\n\n"))
        (folder / f"page-{number}").write_bytes(b"\x03<html><body><article>" + page.encode() + b"</article>")


def figures(log: str) -> dict[str, int]:
    """Return the counts in libFuzzer's last lines."""
    counts = {name: int(value) for name, value in re.findall(r"stat::(\w+):\s+(\d+)", log)}
    done = re.findall(r"Done \d+ runs in (\d+) second", log)
    covered = re.findall(r"cov: (\d+)", log)
    return {
        "inputs": counts["number_of_executed_units"],
        "seconds": int(done[-1]) if done else 0,
        "branches_covered": int(covered[-1]),
        "slowest_seconds": counts["slowest_unit_time_sec"],
    }


def main() -> int:
    """Fuzz, keep the counts, and return how many findings there are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=1800)
    given = parser.parse_args()
    corpus, found = WORK / "corpus", WORK / "findings"
    for folder in (corpus, found):
        folder.mkdir(parents=True, exist_ok=True)
    seeds(corpus)
    options = {
        "max_total_time": given.seconds,
        "max_len": 3000,
        "timeout": 20,
        # atheris 3.0.0 loses an object at each comparison of an array in instrumented code: 2 GB in 38,000 inputs,
        # where the scorer alone stays flat.
        "rss_limit_mb": 8192,
        "dict": ROOT / "tests" / "fuzz" / "cues.dict",
        "artifact_prefix": f"{found}/",
        "print_final_stats": 1,
    }
    command = [sys.executable, "-m", "tests.fuzz.scoring", str(corpus), *(f"-{k}={v}" for k, v in options.items())]
    log = subprocess.run(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, errors="replace", check=False).stderr
    kept = {**figures(log), "findings": len(list(found.iterdir()))}
    RESULT.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(kept))
    return kept["findings"]


if __name__ == "__main__":
    sys.exit(min(1, main()))
