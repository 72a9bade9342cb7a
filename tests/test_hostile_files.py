"""Files that nobody wrote in good faith: an error in their row, bounded memory, and the others unharmed."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from classifier import Article, Failure
from classifier.reading import ReadOptions, read_articles

ROOT = Path(__file__).parent.parent
GOOD = "The council met on Monday. It shut the bridge. It voted to repair it."
MB = 2**20


def outcomes(*paths: Path, **options: int) -> list[Article | Failure]:
    return list(read_articles([str(path) for path in paths], ReadOptions(**options)))  # type: ignore[arg-type]


def kinds(found: list[Article | Failure]) -> str:
    return "".join("A" if isinstance(one, Article) else "F" for one in found)


# Not ru_maxrss, which begins with what the parent had.
MEASURE = """
import json, re, sys
from classifier.reading import ReadOptions, read_articles
if sys.argv[1].endswith((".html", ".parquet")):
    import pyarrow.parquet, trafilatura
def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) // 1024
before = peak()
found = [getattr(one, "error", "") for one in read_articles([sys.argv[1]], ReadOptions())]
print(json.dumps({"errors": [one[:300] for one in found], "megabytes": peak() - before}))
"""


def _sparse(stream: BinaryIO, size: int) -> None:
    """Lengthen the file by a hole that reads as null bytes and takes no room on the disk."""
    stream.seek(size, os.SEEK_CUR)


def _jsonl_line(path: Path) -> None:
    with path.open("wb") as stream:
        stream.write(json.dumps({"text": GOOD}).encode() + b'\n{"text": "')
        _sparse(stream, 2048 * MB)
        stream.write(b'"}\n' + json.dumps({"text": GOOD}).encode() + b"\n")


def _csv_field(path: Path) -> None:
    with path.open("wb") as stream:
        stream.write(f'id,text\n1,"{GOOD}"\n2,"'.encode())
        _sparse(stream, 1024 * MB)
        stream.write(f'"\n3,"{GOOD}"\n'.encode())


def _csv_quoted_lines(path: Path) -> None:
    with path.open("wb") as stream:
        stream.write(f'id,text\n1,"{GOOD}"\n2,"'.encode())
        for _ in range(100):
            stream.write(b"a line of a field that has no end\n" * 30_000)
        stream.write(f'"\n3,"{GOOD}"\n'.encode())


def _parquet_repeated(path: Path) -> None:
    pq.write_table(pa.table({"text": [GOOD, *["x" * 5_000_000] * 300, GOOD]}), path)


@pytest.mark.full
@pytest.mark.skipif(not os.environ.get("CLASSIFIER_FULL"), reason="part of make test-full")
@pytest.mark.parametrize(
    ("name", "make", "limit", "failures"),
    [
        ("a.jsonl", _jsonl_line, 150, 1),
        ("a.csv", _csv_field, 200, 1),
        ("a.csv", _csv_quoted_lines, 200, 1),
        ("a.parquet", _parquet_repeated, 250, 0),
    ],
    ids=["line of 2 GB", "field of 1 GB", "field of 3 million lines", "1.5 GB in 240 kB of Parquet"],
)
def test_a_bomb_costs_bounded_memory_and_its_own_row(
    tmp_path: Path, name: str, make: Callable[[Path], None], limit: int, failures: int
) -> None:
    make(tmp_path / name)
    run = [sys.executable, "-c", MEASURE, str(tmp_path / name)]
    found = json.loads(subprocess.run(run, capture_output=True, text=True, check=True).stdout)
    assert sum(map(bool, found["errors"])) == failures
    assert (found["errors"][0], found["errors"][-1]) == ("", "")
    assert found["megabytes"] < limit


def test_a_long_parquet_row_fails_alone(tmp_path: Path) -> None:
    pq.write_table(pa.table({"text": [GOOD, "x" * 2000, *[GOOD] * 6]}), tmp_path / "a.parquet")
    assert kinds(outcomes(tmp_path / "a.parquet", max_bytes=1000)) == "AFAAAAAA"


def test_parquet_text_that_is_no_utf8_fails_alone(tmp_path: Path) -> None:
    raw = pa.array([GOOD.encode(), b"caf\xe9", GOOD.encode()])
    pq.write_table(pa.table({"text": pa.Array.from_buffers(pa.string(), 3, raw.buffers())}), tmp_path / "a.parquet")
    assert kinds(outcomes(tmp_path / "a.parquet")) == "AFA"


@pytest.mark.parametrize(
    ("column", "kind"),
    [
        (pa.array([1, 2]), "whole numbers"),
        (pa.array([[GOOD], [GOOD]]), "lists or structs"),
        (pa.array([{"a": GOOD}] * 2), "lists or structs"),
        (pa.array([1.5, 2.5]), "double"),
        (pa.array([b"a", b"b"]), "binary"),
    ],
)
def test_a_parquet_column_of_another_type_is_one_failure(tmp_path: Path, column: pa.Array, kind: str) -> None:
    pq.write_table(pa.table({"text": column}), tmp_path / "a.parquet")
    (failure,) = outcomes(tmp_path / "a.parquet")
    assert isinstance(failure, Failure)
    assert f"column 'text' holds {kind}, not text" in failure.error


def test_parquet_titles_and_ids_that_are_none_are_left_out(tmp_path: Path) -> None:
    table = pa.table({"text": [GOOD], "title": [[GOOD]], "id": [1.5]})
    pq.write_table(table, tmp_path / "a.parquet")
    assert outcomes(tmp_path / "a.parquet") == [Article(GOOD, None, f"{tmp_path / 'a.parquet'}:1")]


def test_a_row_of_csv_over_the_limit_fails_alone_also_between_quotes(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    long = "He said no again.\n" * 40
    path.write_text(f'text\n"{GOOD}"\n"{long}"\n"{GOOD}"\n{"x" * 900}\n"{GOOD}"\n', encoding="utf-8")
    assert kinds(outcomes(path, max_bytes=500)) == "AFAFA"


def test_a_compressed_page_is_a_binary_file(tmp_path: Path) -> None:
    import gzip

    (tmp_path / "a.html").write_bytes(gzip.compress(b"<p>" + b"x" * 10_000_000))
    (failure,) = outcomes(tmp_path / "a.html")
    assert isinstance(failure, Failure)
    assert "a binary file" in failure.error


@pytest.mark.parametrize(
    "page",
    [
        "<html><body>" + "<div>" * 100_000 + GOOD,
        "<b><i>" * 30_000,
        '<!DOCTYPE a [<!ENTITY b "' + "x" * 1000 + '"><!ENTITY c "' + "&b;" * 1000 + '">]><p>' + "&c;" * 10_000,
        "<a " + "b='c' " * 100_000,
    ],
    ids=["deep", "misnested", "entities", "attributes"],
)
def test_a_broken_page_is_one_outcome(tmp_path: Path, page: str) -> None:
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    (found,) = outcomes(tmp_path / "a.html")
    assert len(getattr(found, "text", "")) < 2 * len(page)


def test_a_page_over_its_own_limit_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<p>" + "x" * 3_000_000, encoding="utf-8")
    (failure,) = outcomes(tmp_path / "a.html")
    assert isinstance(failure, Failure)
    assert "more than 3,000,000 bytes" in failure.error


def test_deep_json_fails_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"text": GOOD}) + "\n" + '{"text": ' + "[" * 200_000 + "\n" + json.dumps({"text": GOOD}))
    assert kinds(outcomes(path)) == "AFA"


@pytest.fixture
def specials(tmp_path: Path) -> Iterator[Path]:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "zero.txt").symlink_to("/dev/zero")
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    (tmp_path / "gone.txt").symlink_to("nowhere.txt")
    (tmp_path / "up").symlink_to(tmp_path)
    (tmp_path / "good.txt").write_text(GOOD, encoding="utf-8")
    where = Path.cwd()
    os.chdir(tmp_path)  # a socket's path may have 108 bytes only
    with socket.socket(socket.AF_UNIX) as plug:
        plug.bind("socket.txt")
        yield tmp_path
    os.chdir(where)


def test_special_files_in_a_folder_are_failures_and_the_rest_is_read(specials: Path) -> None:
    found = {Path(one.id).name: one for one in outcomes(specials)}
    assert isinstance(found.pop("good.txt"), Article)
    assert sorted(found) == ["gone.txt", "loop.txt", "pipe.txt", "socket.txt", "zero.txt"]
    assert all(isinstance(one, Failure) for one in found.values())


def test_a_file_that_vanishes_between_listing_and_reading_fails_alone(tmp_path: Path) -> None:
    for name in "abc":
        (tmp_path / f"{name}.txt").write_text(GOOD, encoding="utf-8")
    reading = read_articles([str(tmp_path)])
    first = next(reading)
    (tmp_path / "b.txt").unlink()
    assert kinds([first, *reading]) == "AFA"


def test_a_file_that_grows_while_it_is_read_is_read_once(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"text": GOOD}) + "\n", encoding="utf-8")
    reading = read_articles([str(path)])
    first = next(reading)
    with path.open("a", encoding="utf-8") as stream:
        stream.write('{"text": "half a')
    assert kinds([first, *reading]) in ("A", "AF")


def _score(*arguments: str, stdout: int) -> subprocess.CompletedProcess[str]:
    run = [sys.executable, "-m", "classifier.cli", "score", str(ROOT / "examples"), *arguments]
    return subprocess.run(run, stdout=stdout, stderr=subprocess.PIPE, text=True, check=False)


@pytest.mark.parametrize("form", [[], ["--jsonl"], ["--json"], ["--csv"]])
def test_a_full_disk_is_one_line_on_stderr_and_exit_code_2(form: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = _score(*form, stdout=full.fileno())
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "No space left on device" in done.stderr
