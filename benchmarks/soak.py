"""10,000 requests of mixed good and bad input against a real `classifier serve`: answers and memory.

Run: ``python -m benchmarks.soak``; exits with 1 if an answer is not the expected one or memory grows.
"""

from __future__ import annotations

import gzip
import json
import random
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from typing import Any

import httpx2

ROOT = Path(__file__).parent.parent
RESULT = Path(__file__).parent / "results" / "soak.json"
TEXTS = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "examples").glob("*.txt"))]
JSON = {"Content-Type": "application/json"}
REQUESTS = 10_000
WARM = 2_000  # requests after which memory must have settled
CLIENTS = 4
MAX_GROWTH = 20.0  # MB, from WARM to REQUESTS, of all processes together


@dataclass(frozen=True)
class Kind:
    """One kind of request: how often it is sent, the status it must get, and how it is made."""

    weight: int
    status: int
    path: str = "/score"
    body: Callable[[random.Random], bytes] = field(default=lambda dice: _article(dice))
    headers: dict[str, str] = field(default_factory=lambda: JSON)
    method: str = "POST"


def _article(dice: random.Random) -> bytes:
    text = dice.choice(TEXTS)
    return json.dumps({"text": text[: dice.randrange(len(text))], "id": str(dice.random())}).encode()


def _batch(dice: random.Random) -> bytes:
    bad: list[Any] = [None, 5, {"text": 5}, {"text": "\ud800"}, {"body": "a"}, [[]]]
    texts = [{"text": dice.choice(TEXTS)} for _ in range(dice.randrange(6))]
    return json.dumps({"articles": dice.sample([*texts, *bad], len(texts) + len(bad))}).encode()


def _noise(dice: random.Random) -> bytes:
    return json.dumps(
        {"text": "".join(chr(dice.choice((dice.randrange(32, 0xD800), 32))) for _ in range(900))}
    ).encode()


KINDS = {
    "article": Kind(40, 200),
    "batch with failures": Kind(8, 200, "/score/batch", _batch),
    "random characters": Kind(8, 200, body=_noise),
    "health": Kind(8, 200, "/health", method="GET"),
    "lone surrogate": Kind(4, 422, body=lambda dice: b'{"text": "\\ud800"}'),
    "NaN": Kind(4, 422, body=lambda dice: b'{"text": NaN}'),
    "unknown field": Kind(4, 422, body=lambda dice: b'{"tilte": "a", "text": "b"}'),
    "wrong type": Kind(4, 422, body=lambda dice: b"[[1], {}]"),
    "empty body": Kind(4, 422, body=lambda dice: b""),
    "cut short": Kind(4, 400, body=lambda dice: _article(dice)[:-2]),
    "nested 50,000 deep": Kind(2, 400, body=lambda dice: b"[" * 50_000),
    "not UTF-8": Kind(2, 400, body=lambda dice: b'{"text": "\xff"}'),
    "number of 9,000 digits": Kind(2, 400, body=lambda dice: b'{"text": ' + b"7" * 9_000 + b"}"),
    "gzip": Kind(2, 415, body=lambda dice: gzip.compress(_article(dice)), headers={**JSON, "Content-Encoding": "gzip"}),
    "text/plain": Kind(2, 415, headers={"Content-Type": "text/plain"}),
    "2 MB": Kind(1, 413, body=lambda dice: b'{"text": "' + b"a " * 1_000_000 + b'"}'),
    "no such path": Kind(2, 404, "/nothing"),
    "wrong method": Kind(2, 405, method="PUT"),
    "hangs up": Kind(4, 0),
}


@dataclass
class Tally:
    """What came of the requests."""

    statuses: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)


def main() -> int:
    """Send the requests, print and keep the figures."""
    command = [sys.executable, "-m", "classifier.cli", "serve", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        url = server.stderr.readline().split(" on ")[1].split(";")[0]
        tally, memory = Tally(), {}
        with httpx2.Client(base_url=url, timeout=60) as client, ThreadPoolExecutor(CLIENTS) as threads:
            client.get("/health")
            for first, last in ((0, WARM), (WARM, REQUESTS)):
                list(threads.map(lambda number: _send(client, url, number, tally), range(first, last)))
                memory[last] = _resident(server.pid)
            health = _health_while_busy(client, threads)
        server.terminate()
        said = server.stderr.read()
    figures = {
        "requests": REQUESTS,
        "clients": CLIENTS,
        "statuses": {str(status): count for status, count in sorted(tally.statuses.items())},
        "answers other than expected": len(tally.wrong),
        "errors of the service (5xx)": sum(n for status, n in tally.statuses.items() if status >= 500),
        "lines the server wrote to stderr": len(said.splitlines()),
        "resident MB, server and workers": {str(count): round(value, 1) for count, value in memory.items()},
        "milliseconds, median and 99 %": _middle_and_tail(tally.seconds),
        "of /health while articles of 1 MB are scored": _middle_and_tail(health),
    }
    print(json.dumps(figures, indent=1), *tally.wrong[:5], *said.splitlines()[:20], sep="\n")
    RESULT.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return int(bool(tally.wrong) or bool(said) or memory[REQUESTS] - memory[WARM] > MAX_GROWTH)


def _send(client: httpx2.Client, url: str, number: int, tally: Tally) -> None:
    dice = random.Random(number)
    name = dice.choices(list(KINDS), [kind.weight for kind in KINDS.values()])[0]
    kind = KINDS[name]
    if kind.status == 0:
        _hang_up(url)
        tally.statuses[0] += 1
        return
    began = perf_counter()
    answer = client.request(kind.method, kind.path, content=kind.body(dice), headers=kind.headers)
    tally.seconds.append(perf_counter() - began)
    tally.statuses[answer.status_code] += 1
    if answer.status_code != kind.status or (answer.status_code != 200 and list(answer.json()) != ["error"]):
        tally.wrong.append(f"{name}, seed {number}: {answer.status_code} {answer.text[:200]}")


def _health_while_busy(client: httpx2.Client, threads: ThreadPoolExecutor) -> list[float]:
    """Return the seconds that /health took while every process had a long article."""
    body = json.dumps({"text": ("\n\n".join(TEXTS) * 200)[:900_000]}).encode()
    long = [threads.submit(client.post, "/score", content=body, headers=JSON) for _ in range(CLIENTS)]
    seconds = []
    while not all(one.done() for one in long):
        began = perf_counter()
        client.get("/health")
        seconds.append(perf_counter() - began)
    return seconds


def _middle_and_tail(seconds: list[float]) -> list[float]:
    return [round(1000 * quantiles(seconds, n=100)[at], 1) for at in (49, 98)]


def _hang_up(url: str) -> None:
    """Begin a request and leave."""
    with socket.create_connection(("127.0.0.1", int(url.rpartition(":")[2]))) as raw:
        raw.sendall(b"POST /score HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{")


def _resident(pid: int) -> float:
    """Return the resident memory of a process and its children in MB."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()
    pages = [int(Path(f"/proc/{one}/statm").read_text(encoding="utf-8").split()[1]) for one in (pid, *children)]
    return sum(pages) * 4096 / 1e6


if __name__ == "__main__":
    sys.exit(main())
