"""The application, in this process, with real scoring processes."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import active_children
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from classifier import Article, Scorer
from classifier.service.app import create_app
from classifier.service.limits import Limits
from classifier.service.records import FailureOut, RecordOut

ROOT = Path(__file__).parent.parent.parent
REPORT = (ROOT / "examples" / "4-spokesperson.txt").read_text(encoding="utf-8")
FILLER = (ROOT / "examples" / "5-page-filler.txt").read_text(encoding="utf-8")
JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def client(scorer: Scorer) -> Iterator[TestClient]:
    with TestClient(create_app(scorer, Limits(workers=1, max_bytes=100_000))) as client:
        yield client


def test_the_answer_is_the_record_of_the_library(client: TestClient, scorer: Scorer) -> None:
    answer = client.post("/score", json={"text": FILLER, "title": "T", "id": "7"})
    assert answer.status_code == 200
    assert answer.json() == scorer.score(Article(FILLER, "T", "7")).to_dict()


def test_a_batch_keeps_order_and_has_failures_in_their_places(client: TestClient) -> None:
    articles = [{"text": FILLER, "id": "a"}, {"text": 5}, "no object", {"text": "\ud800"}, {"text": REPORT}]
    body = json.dumps({"articles": articles})
    first, number, string, broken, last = client.post("/score/batch", content=body, headers=JSON).json()
    assert (first["id"], first["verdict"], last["id"], last["verdict"]) == (
        "a", "speculative", "articles[4]", "reported",
    )  # fmt: skip
    assert number["error"].startswith("articles[1].text is 5, not a string; send {")
    assert string["error"].startswith("articles[2] is 'no object', not an object; send {")
    assert broken["error"].startswith("articles[3].text holds a lone surrogate, which is broken Unicode; send {")
    assert list(number) == list(first)[: len(number)]


def test_an_empty_batch_is_an_empty_list(client: TestClient) -> None:
    assert client.post("/score/batch", json={"articles": []}).json() == []


def test_a_text_that_must_not_be_judged_is_answered_with_the_reason(client: TestClient) -> None:
    record = client.post("/score", json={"text": ""}).json()
    assert (record["verdict"], record["reason"]) == ("unscorable", "empty: the text holds no words")


@pytest.mark.parametrize(
    ("body", "status", "error"),
    [
        (b"", 422, "body is missing; send {"),
        (b'{"text": "abc', 400, "the body is not JSON (Unterminated string starting at character 9); send {"),
        (b'{"text": "caf\xe9"}', 400, "the body is not JSON in UTF-8, or nests too deeply; send {"),
        (b'{"a":' * 15_000, 400, "the body is not JSON in UTF-8, or nests too deeply; send {"),
        (b'{"text": 1' + b"0" * 5000 + b"}", 400, "the body is not JSON in UTF-8, or nests too deeply; send {"),
        (b"[1]", 422, "body is a list, not an object; send {"),
        (b"{}", 422, "body.text is missing; send {"),
        (b'{"text": 5}', 422, "body.text is 5, not a string; send {"),
        (b'{"text": NaN}', 422, "body.text is nan, not a string; send {"),
        (b'{"text": null}', 422, "body.text is null, not a string; send {"),
        (b'{"text": {"a": 1}}', 422, "body.text is an object, not a string; send {"),
        (b'{"text": "a \\ud800 b"}', 422, "body.text holds a lone surrogate, which is broken Unicode; send {"),
        (b'{"text": "a", "tilte": "b"}', 422, "body.tilte is not known; send {"),
        (b'{"text": "a", "\\ud800": 1}', 422, "body holds a lone surrogate, which is broken Unicode"),
        (b'{"text": "a", "' + b"k" * 90 + b'": 1}', 422, f"body.{'k' * 55}… is not known; send {{"),
        (b'{"title": 1, "id": 2}', 422, "body.text is missing (2 more wrong); send {"),
        (b'{"text": "' + b"a" * 100_000 + b'"}', 413, "the body has 100,012 bytes; at most 100,000 are accepted"),
    ],
)
def test_what_is_no_article_is_refused_with_one_sentence(
    client: TestClient, body: bytes, status: int, error: str
) -> None:
    answer = client.post("/score", content=body, headers=JSON)
    assert (answer.status_code, list(answer.json())) == (status, ["error"])
    assert answer.json()["error"].startswith(error)


def test_a_batch_of_too_many_is_refused(client: TestClient) -> None:
    answer = client.post("/score/batch", json={"articles": [{}] * 101})
    assert answer.status_code == 422
    assert answer.json()["error"].startswith("body.articles holds more than 100 articles; send {")


@pytest.mark.parametrize(
    ("headers", "error"),
    [
        ({"Content-Type": "text/plain"}, "Content-Type is 'text/plain'; application/json is accepted"),
        ({}, "Content-Type is missing; application/json is accepted"),
        ({**JSON, "Content-Encoding": "gzip"}, "Content-Encoding 'gzip' is not read; send the JSON uncompressed"),
    ],
)
def test_what_is_not_declared_as_plain_json_is_refused(client: TestClient, headers: dict[str, str], error: str) -> None:
    answer = client.post("/score", content=b'{"text": ""}', headers=headers)
    assert answer.status_code == 415
    assert answer.json()["error"].startswith(error)


def test_unknown_paths_and_methods_are_told_what_there_is(client: TestClient) -> None:
    missing, method = client.get("/socre"), client.get("/score")
    assert (missing.status_code, method.status_code, method.headers["Allow"]) == (404, 405, "POST")
    assert missing.json()["error"].startswith("nothing is at /socre; there are POST /score")
    assert method.json()["error"].startswith("GET is not accepted at /score; there are POST /score")


def test_openapi_tells_the_fields_of_the_records(scorer: Scorer, client: TestClient) -> None:
    record = scorer.score(FILLER + "\n\n" + REPORT).to_dict()
    assert list(RecordOut.model_fields) == list(record), "add new fields of to_dict to service/records.py"
    RecordOut.model_validate(record)
    failure = client.post("/score/batch", json={"articles": [None]}).json()[0]
    FailureOut.model_validate(failure)


class HeldScorer(Scorer):
    """Scores only once somebody has opened the named pipe for writing and closed it again."""

    def __init__(self, scorer: Scorer, gate: Path) -> None:
        super().__init__(scorer.model)
        self.gate = gate

    def score_many(self, texts: Any, jobs: int = 1) -> Any:
        if texts:
            self.gate.read_bytes()
        return super().score_many(texts, jobs)


@pytest.fixture
def gate(tmp_path: Path) -> Path:
    path = tmp_path / "gate"
    os.mkfifo(path)
    return path


def test_a_busy_server_refuses_with_retry_after_and_answers_health(scorer: Scorer, gate: Path) -> None:
    app = create_app(HeldScorer(scorer, gate), Limits(workers=1, waiting=0))
    with TestClient(app) as client, ThreadPoolExecutor(1) as thread:
        held = thread.submit(client.post, "/score", json={"text": FILLER})
        with gate.open("wb"):  # opens once the worker reads
            refused = client.post("/score", json={"text": FILLER})
            health = client.get("/health").json()
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "1")
        assert refused.json()["error"].startswith("all 1 places are taken")
        assert (health["status"], health["places"], health["taken"]) == ("ok", 1, 1)
        assert held.result().json()["verdict"] == "speculative"
        assert client.get("/health").json()["taken"] == 0


def test_a_score_that_takes_too_long_is_given_up_and_its_place_stays_taken(scorer: Scorer, gate: Path) -> None:
    app = create_app(HeldScorer(scorer, gate), Limits(workers=1, waiting=0, score_seconds=0.2))
    with TestClient(app) as client:
        late = client.post("/score", json={"text": FILLER})
        assert late.json()["error"].startswith("no score within 0.2 seconds")
        assert (late.status_code, client.get("/health").json()["taken"]) == (503, 1)
        gate.open("wb").close()


def test_a_process_that_dies_costs_its_request_only(scorer: Scorer, gate: Path) -> None:
    before = set(active_children())
    app = create_app(HeldScorer(scorer, gate), Limits(workers=1))
    with TestClient(app) as client, ThreadPoolExecutor(1) as thread:
        lost = thread.submit(client.post, "/score", json={"text": FILLER})
        with gate.open("wb"):
            (worker,) = set(active_children()) - before
            os.kill(worker.pid or 0, signal.SIGKILL)
            answer = lost.result()
        worker.join()  # until then the gate may have a reader still: the dead one
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
        assert answer.json()["error"].startswith("a scoring process was ended from outside")
        served = thread.submit(client.post, "/score", json={"text": FILLER})
        gate.open("wb").close()
        assert served.result().json()["verdict"] == "speculative"
