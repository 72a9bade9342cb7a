"""Half a million articles through ``--jobs 2`` with a fault every few thousand: each must be in the output once.

Run: ``python -m benchmarks.longrun``; ``--articles 20000`` for a try. Broken rows stand among the articles; in turn a
worker is killed, the program is killed, and the disk is full for a while (a limit on the size of files stands in for
it), and each time the same command goes on with ``--resume``. Exits with 1 if an article is lost, doubled or out of
order, if the program ends otherwise than it should, or if memory grows.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle, zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, sleep

from benchmarks.batch import articles
from benchmarks.faults import broken_line

RESULT = Path(__file__).parent / "results" / "longrun.json"
CHARACTERS = 1_200
BROKEN_EVERY = 2_000  # lines
FAULT_EVERY = 4_000  # rows written
FAULTS = ("worker killed", "disk full", "program killed")
SAID = {"worker killed": "worker processes died", "disk full": "cannot be written (File too large)"}
MAX_GROWTH = 20.0  # MB, of the last tenth over the first, all processes together


@dataclass
class Log:
    """What was done to the program, and what it did.

    Attributes
    ----------
    faults
        Number of each kind that was injected.
    wrong
        Ends that were not as they should be.
    memory
        Resident megabytes of all processes by share of the work done, in tenths: the most that were seen.
    """

    faults: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FAULTS, 0))
    wrong: list[str] = field(default_factory=list)
    memory: list[float] = field(default_factory=lambda: [0.0] * 10)


def is_broken(line: int) -> bool:
    """Return whether the line of that number, from 1, is no article."""
    return line % BROKEN_EVERY == 0


def write_input(path: Path, count: int) -> None:
    """Write `count` lines, of which some are broken."""
    rng = random.Random(0)
    with path.open("wb") as stream:
        for line, article in enumerate(articles(count, CHARACTERS), 1):
            good = json.dumps({**article, "id": str(line)}).encode()
            stream.write((_no_row(rng, good) if is_broken(line) else good) + b"\n")


def _no_row(rng: random.Random, good: bytes) -> bytes:
    while not (raw := broken_line(rng, good)).strip():  # an empty line is none
        pass
    return raw


def run(source: Path, output: Path, count: int) -> Log:
    """Score `source`, again and again until it is done, and return what happened on the way."""
    log, kinds, began = Log(), cycle(FAULTS), 0
    while not output.exists():
        fault = next(kinds) if began + 2 * FAULT_EVERY < count else None
        ended, told = _until_fault(source, output, count, began + FAULT_EVERY, fault, log)
        wanted = -signal.SIGKILL if fault == "program killed" else 2
        if fault is not None:
            log.faults[fault] += 1
        if ended != wanted or SAID.get(fault or "", "") not in told:
            log.wrong.append(f"{fault or 'no fault'} from row {began:,}: exit code {ended}, {told.strip()[-300:]}")
        if (now := _rows(output)) <= began and not output.exists():
            log.wrong.append(f"nothing was kept from row {began:,} on")
            break
        began = now
    return log


def _until_fault(source: Path, output: Path, count: int, at: int, fault: str | None, log: Log) -> tuple[int, str]:
    """Run the command, inject the fault once so many rows are safe, and return exit code and stderr."""
    program = str(Path(sys.executable).parent / "classifier")
    command = [program, "score", str(source), "--jobs", "2", "--resume", "-o", str(output)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        injected = fault is None
        while process.poll() is None:
            sleep(0.05)
            done = _rows(output)
            tenth = min(9, 10 * done // count)
            log.memory[tenth] = max(log.memory[tenth], resident(process.pid))
            if not injected and done >= at:
                injected = _inject(fault, process.pid, output)
        assert process.stderr is not None
        return process.returncode, process.stderr.read()


def _inject(fault: str | None, pid: int, output: Path) -> bool:
    """Do it, and return whether it could be done."""
    if fault == "program killed":
        os.kill(pid, signal.SIGKILL)
    elif fault == "disk full":
        room = output.with_name(f"{output.name}.partial").stat().st_size + 1000
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
    else:
        workers = [child for child in _children(pid) if "popen_loky" in _command_of(child)]
        if not workers:
            return False
        os.kill(workers[0], signal.SIGKILL)
    return True


def _rows(output: Path) -> int:
    """Return how many rows the journal vouches for."""
    try:
        journal = output.with_name(f"{output.name}.journal").read_text(encoding="utf-8")
        return int(json.loads(journal)["mark"]["rows"])
    except FileNotFoundError:
        return 0


def _children(pid: int) -> list[int]:
    try:
        return list(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()))
    except FileNotFoundError:
        return []


def _command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def resident(pid: int) -> float:
    """Return the resident memory of a process and its children in MB."""
    pages = 0
    for one in (pid, *_children(pid)):
        try:
            pages += int(Path(f"/proc/{one}/statm").read_text(encoding="utf-8").split()[1])
        except (FileNotFoundError, ProcessLookupError):
            continue
    return pages * os.sysconf("SC_PAGESIZE") / 1e6


def _outcomes(output: Path) -> Iterator[tuple[str, bool]]:
    """Yield id and whether it is an error for each row."""
    with output.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            yield row["id"], bool(row["error"])


def differences(source: Path, output: Path, count: int) -> dict[str, int]:
    """Return how many rows are not what the lines of `source` should have become."""
    wanted = ((f"{source}:{line}", True) if is_broken(line) else (str(line), False) for line in range(1, count + 1))
    misplaced, times = 0, dict.fromkeys((str(line) for line in range(1, count + 1) if not is_broken(line)), 0)
    for one, other in zip_longest(wanted, _outcomes(output)):
        misplaced += one != other
        if other is not None and other[0] in times and not other[1]:
            times[other[0]] += 1
    return {
        "articles lost": sum(found == 0 for found in times.values()),
        "articles doubled": sum(found > 1 for found in times.values()),
        "rows misplaced": misplaced,
    }


def main() -> int:
    """Run, compare, and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=500_000)
    count = parser.parse_args().articles
    with TemporaryDirectory() as name:
        source, output = Path(name) / "in.jsonl", Path(name) / "out.csv"
        write_input(source, count)
        began = perf_counter()
        log = run(source, output, count)
        seconds = perf_counter() - began
        found = differences(source, output, count)
    figures = {
        "articles": count - count // BROKEN_EVERY,
        "broken rows": count // BROKEN_EVERY,
        **log.faults,
        **found,
        "ends other than expected": len(log.wrong),
        "resident MB by tenth, all processes": [round(one, 1) for one in log.memory],
        "seconds": round(seconds),
    }
    print(json.dumps(figures, indent=1), *log.wrong[:5], sep="\n")
    RESULT.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return int(bool(log.wrong) or any(found.values()) or log.memory[-1] - log.memory[0] > MAX_GROWTH)


if __name__ == "__main__":
    sys.exit(main())
