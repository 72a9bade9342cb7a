"""Broken rows and files among good ones: every good article must get the score that it gets alone.

Run: ``python -m benchmarks.faults``; exits with 1 if an article is lost or a crash is seen.
"""

from __future__ import annotations

import csv
import io
import json
import os
import random
import sys
from collections import Counter
from math import isclose
from pathlib import Path
from tempfile import TemporaryDirectory

import classifier
from classifier.reading import read_articles
from classifier.score import ArticleScore, Failure

ROOT = Path(__file__).parent.parent
RESULT = Path(__file__).parent / "results" / "faults.json"
ROUNDS = 100


def broken_line(rng: random.Random, good: bytes) -> bytes:
    """Return one line that is no row: noise, half a row, another type, broken Unicode. No quotes, which join rows."""
    noise = bytes(rng.randrange(256) for _ in range(rng.randrange(1, 200)))
    kinds = [
        noise,
        good[: rng.randrange(1, len(good))],
        b"[1, 2]",
        b"{}",
        b"\xff\xfe",
        b"null",
        b"[" * 5000,
        b"\x00" * 50,
    ]
    return rng.choice(kinds).translate(None, b'\r\n"') or b"x"


def jsonl(rng: random.Random, texts: dict[str, str]) -> tuple[bytes, int]:
    """Return good rows with broken ones between them, and how many those are."""
    lines, faults = [], 0
    for name, text in texts.items():
        good = json.dumps({"id": name, "text": text}).encode()
        for _ in range(rng.randrange(3)):
            lines.append(broken_line(rng, good))
            faults += 1
        lines.append(good)
    return b"\n".join(lines), faults


def csv_rows(rng: random.Random, texts: dict[str, str]) -> tuple[bytes, int]:
    """Return the same as CSV."""
    lines, faults = [b"id,text\r\n"], 0
    for name, text in texts.items():
        out = io.StringIO(newline="")
        csv.writer(out).writerow([name, text])
        good = out.getvalue().encode()
        for _ in range(rng.randrange(3)):
            lines.append(broken_line(rng, good) + b"\r\n")
            faults += 1
        lines.append(good)
    return b"".join(lines), faults


def folder(rng: random.Random, texts: dict[str, str], path: Path) -> int:
    """Write good files and broken ones into `path` and return how many are broken."""
    for name, text in texts.items():
        (path / f"{name}.txt").write_text(text, encoding="utf-8")
    for number in range(8):
        (path / f"noise-{number}.txt").write_bytes(b"\xff" + rng.randbytes(rng.randrange(3000)))
        (path / f"noise-{number}.parquet").write_bytes(b"PAR1" + rng.randbytes(rng.randrange(3000)) + b"PAR1")
    os.mkfifo(path / "pipe.txt")
    (path / "zero.txt").symlink_to("/dev/zero")
    (path / "gone.txt").symlink_to("nowhere")
    return 19


def _same(found: dict[str, float] | None, alone: dict[str, float] | None) -> bool:
    """Return whether probabilities are the same but for the last digits, which depend on what is judged together."""
    if found is None or alone is None:
        return found is alone
    return all(isclose(found[name], alone[name], abs_tol=1e-9) for name in alone)


def main() -> int:
    """Inject, score, compare, keep the counts, and return how many articles were lost and runs crashed."""
    scorer = classifier.load()
    texts = {p.stem: p.read_text(encoding="utf-8") for p in sorted((ROOT / "tests" / "known").glob("*.txt"))}
    alone = {name: scorer.score(text).probabilities for name, text in texts.items()}
    rng = random.Random(0)
    counts = Counter({"faults injected": 0, "error rows": 0, "good articles": 0, "articles lost": 0, "crashes": 0})
    for turn in range(ROUNDS):
        with TemporaryDirectory() as name:
            path = Path(name) / ("a.jsonl", "a.csv", "folder")[turn % 3]
            if path.name == "folder":
                path.mkdir()
                counts["faults injected"] += folder(rng, texts, path)
            else:
                raw, faults = (jsonl, csv_rows)[turn % 3](rng, texts)
                path.write_bytes(raw)
                counts["faults injected"] += faults
            scored: dict[str, ArticleScore] = {}
            try:
                for outcome in scorer.score_many(read_articles([str(path)])):
                    counts["error rows"] += isinstance(outcome, Failure)
                    if isinstance(outcome, ArticleScore):
                        scored[Path(outcome.id).stem] = outcome
            except Exception as error:
                counts["crashes"] += 1
                print(f"turn {turn}: {type(error).__name__}: {error}")
            counts["good articles"] += len(texts)
            counts["articles lost"] += sum(
                n not in scored or not _same(scored[n].probabilities, alone[n]) for n in texts
            )
    RESULT.write_text(json.dumps(counts, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(counts))
    return counts["articles lost"] + counts["crashes"]


if __name__ == "__main__":
    sys.exit(min(1, main()))
