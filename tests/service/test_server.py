"""`classifier serve` as a process of its own, over real sockets on loopback."""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest
import schemathesis
from click.testing import CliRunner
from hypothesis import given, settings

from classifier import Scorer
from classifier.cli import main

ROOT = Path(__file__).parent.parent.parent
FILLER = (ROOT / "examples" / "5-page-filler.txt").read_text(encoding="utf-8")


@dataclass(frozen=True)
class Server:
    """A running server."""

    process: subprocess.Popen[str]
    url: str

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])


@contextmanager
def serving(*options: str) -> Iterator[Server]:
    command = [sys.executable, "-m", "classifier.cli", "serve", "--port", "0", *options]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr is not None
        line = process.stderr.readline()
        server = Server(process, line.split(" on ")[1].split(";")[0])
        httpx2.get(f"{server.url}/health", timeout=60)  # answered once the processes are ready
        yield server
    finally:
        process.terminate()
        process.communicate(timeout=60)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with serving("--workers", "1", "--body-seconds", "2") as server:
        yield server


def test_a_client_gets_the_record_of_the_library(server: Server, scorer: Scorer) -> None:
    answer = httpx2.post(f"{server.url}/score", json={"text": FILLER}, timeout=60)
    assert answer.json() == scorer.score(FILLER).to_dict()


def test_20_mb_are_refused_although_the_client_sends_them_all(server: Server) -> None:
    answer = httpx2.post(f"{server.url}/score", json={"text": "a " * 10_000_000}, timeout=60)
    assert answer.status_code == 413
    assert answer.json()["error"] == "the body has 20,000,011 bytes; at most 1,000,000 are accepted; split it"


def test_a_body_that_stops_coming_is_answered_408_and_the_connection_closed(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", server.port), timeout=60) as client:
        head = "POST /score HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n"
        client.sendall(head.encode() + b'{"text": ')
        answer = b"".join(iter(lambda: client.recv(4096), b""))
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"the body did not arrive within 2 seconds; send it faster" in answer


def test_a_client_that_hangs_up_leaves_the_server_unharmed(server: Server) -> None:
    for _ in range(20):
        with socket.create_connection(("127.0.0.1", server.port), timeout=60) as client:
            client.sendall(b"POST /score HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n{")
    assert httpx2.post(f"{server.url}/score", json={"text": ""}, timeout=60).status_code == 200


def test_it_listens_on_loopback_only_unless_told_otherwise(server: Server) -> None:
    assert server.url.startswith("http://127.0.0.1:")


@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode))
@pytest.mark.parametrize("path", ["/score", "/score/batch"])
def test_every_answer_is_as_openapi_tells(server: Server, path: str, mode: schemathesis.GenerationMode) -> None:
    described = schemathesis.openapi.from_url(f"{server.url}/openapi.json")

    @settings(max_examples=30, deadline=None)
    @given(described[path]["POST"].as_strategy(generation_mode=mode))
    def check(case: schemathesis.Case) -> None:
        case.call_and_validate()

    check()


def children_of(process: subprocess.Popen[str]) -> list[int]:
    path = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    return [int(pid) for pid in path.read_text(encoding="utf-8").split()]


@pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs Linux")
@pytest.mark.parametrize("kind", [signal.SIGTERM, signal.SIGKILL])
def test_no_process_outlives_the_server(kind: signal.Signals) -> None:
    with serving("--workers", "2") as server:
        handles = [os.pidfd_open(pid) for pid in children_of(server.process)]
        assert len(handles) >= 2
        server.process.send_signal(kind)
        for handle in handles:
            ended, _, _ = select.select([handle], [], [], 60)
            os.close(handle)
            assert ended


def test_a_port_that_is_taken_is_one_line_and_2(server: Server) -> None:
    result = CliRunner().invoke(main, ["serve", "--port", str(server.port)])
    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1].startswith(
        f"classifier: --host 127.0.0.1 --port {server.port}: Address already in use"
    )


def test_without_the_extra_the_message_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "classifier.service.server", None)
    result = CliRunner().invoke(main, ["serve"])
    assert result.exit_code == 2
    assert "pip install '.[serve]'" in result.stderr


def test_json_of_the_openapi_description_names_every_route(server: Server) -> None:
    described = json.loads(httpx2.get(f"{server.url}/openapi.json", timeout=60).text)
    assert list(described["paths"]) == ["/score", "/score/batch", "/health"]
