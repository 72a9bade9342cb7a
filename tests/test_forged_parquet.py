"""Parquet that lies about itself: bounded memory, no row lost in silence, and the files beside it unharmed."""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import zstandard

from classifier import Article
from classifier.thrift import Long
from tests.forged import DELTA_BYTE_ARRAY, DICTIONARY, ZSTD, Page, deltas, footer, indices, plain, write_column
from tests.test_hostile_files import GOOD, MB, MEASURE, ROOT, kinds, outcomes

SINGLE = Page(plain(GOOD), 1, len(plain(GOOD)))
TWO = Page(plain(GOOD, GOOD), 2, len(plain(GOOD, GOOD)))
ONE = Page(plain(GOOD), 1, len(plain(GOOD)), dictionary=True)


def _repeated(index: int) -> Page:
    return Page(indices(2, index), 2, len(indices(2, index)), DICTIONARY)


LIES: dict[str, tuple[list[Page], dict[str, object], str, str]] = {
    "nothing": ([TWO], {}, "AA", ""),
    "nothing, with a dictionary": ([ONE, _repeated(0)], {}, "AA", ""),
    "rows of the file": ([TWO], {"num_rows": 2**60}, "AAF", "rows were announced, 2 are there"),
    "rows of the group": ([TWO], {"group_rows": 2**60, "num_rows": 2**60}, "AAF", "rows were announced, 2 are there"),
    "no rows in the group": ([TWO], {"group_rows": 0}, "F", "2 rows were announced, 0 are there"),
    "fewer than no rows": ([TWO], {"group_rows": -5, "num_rows": -5}, "F", "not a readable Parquet file"),
    "values of the column": ([TWO], {"num_values": 2**60}, "AA", ""),
    "size of the column, small": ([TWO], {"uncompressed": -(2**40)}, "AA", ""),
    "size of the column, large": ([TWO], {"uncompressed": 2**60}, "AA", ""),
    "stored size, large": ([TWO], {"compressed": 2**40}, "F", "not a readable Parquet file"),
    "stored size, small": ([TWO], {"compressed": 3}, "AA", ""),
    # Of such files Arrow reads 100 bytes more, and made room for what a page there said of itself.
    "a page behind the others, in a file of parquet-mr 1.2.8": (
        [SINGLE, SINGLE],
        {"compressed": len(SINGLE.bytes()), "writer": b"parquet-mr version 1.2.8"},
        "AF",
        "2 rows were announced, 1 are there",
    ),
    "stored size, below zero": ([TWO], {"compressed": -3}, "F", "not a readable Parquet file"),
    "statistics": ([TWO], {"statistics": {1: b"z", 2: b"\xff", 3: Long(2**60), 4: Long(-1)}}, "AA", ""),
    "size statistics": ([TWO], {"size_statistics": {1: Long(9), 2: [Long(1)] * 5, 3: [Long(1)] * 7}}, "AA", ""),
    "values of the page, large": ([Page(TWO.raw, 2**30, TWO.size)], {}, "AA", ""),
    "values of the page, below zero": ([Page(TWO.raw, -1, TWO.size)], {}, "F", "not a readable Parquet file"),
    "size of the page": ([Page(TWO.raw, 2, 2**31 - 1)], {}, "F", "a page of 2,147,483,647 bytes in column 'text'"),
    "stored size of the page": (
        [Page(TWO.raw, 2, TWO.size, stored=2**31 - 1)],
        {},
        "F",
        "a page of 2,147,483,647 bytes",
    ),
    "size of the page, below zero": ([Page(TWO.raw, 2, -5)], {}, "F", "a page without size"),
    "length of a text": ([Page(b"\xff\xff\xff\x7fabc", 1, 7)], {}, "F", "not a readable Parquet file"),
    "entry of the dictionary": ([ONE, _repeated(1)], {}, "FF", "not a readable Parquet file"),
    "entry of the dictionary, below zero": (
        [ONE, Page(b"\x20\x04" + b"\xff" * 4, 2, 6, DICTIONARY)],
        {},
        "FF",
        "entry -1 of a dictionary of 1",
    ),
    "dictionary that the footer hides": ([ONE, _repeated(0)], {"has_dictionary": False}, "AA", ""),
}


@pytest.mark.parametrize(("pages", "claims", "wanted", "message"), LIES.values(), ids=LIES)
def test_what_a_file_says_wrongly_costs_no_more_than_its_own_rows(
    tmp_path: Path, pages: list[Page], claims: dict[str, object], wanted: str, message: str
) -> None:
    write_column(tmp_path / "a.parquet", pages, 1 if pages[0].size == 7 else 2, **claims)
    pq.write_table(pa.table({"text": [GOOD]}), tmp_path / "b.parquet")
    found = outcomes(tmp_path)
    assert kinds(found) == f"{wanted}A"
    assert all(one.text == GOOD for one in found if isinstance(one, Article))
    assert message in "".join(getattr(one, "error", "") for one in found)


def test_a_row_group_that_is_broken_leaves_the_others(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    texts = [f"{GOOD} Part {number}." for number in range(3)]
    pq.write_table(pa.table({"text": texts}), path, row_group_size=1, compression="none", use_dictionary=False)
    path.write_bytes(path.read_bytes().replace(plain(texts[1]), b"\xff" * len(plain(texts[1]))))
    found = outcomes(path)
    assert kinds(found) == "AFA"
    assert [one.id for one in found] == [f"{path}:{number}" for number in (1, 2, 3)]


def test_two_columns_of_one_name_are_one_failure(tmp_path: Path) -> None:
    pq.write_table(pa.table([pa.array([GOOD]), pa.array([GOOD])], names=["text", "text"]), tmp_path / "a.parquet")
    (failure,) = outcomes(tmp_path / "a.parquet")
    assert "2 columns 'text'" in getattr(failure, "error", "")


@pytest.mark.parametrize("count", [1500, pytest.param(20_000, marks=pytest.mark.full)])
def test_no_damage_ends_the_process_and_every_error_names_its_file(count: int) -> None:
    run = [sys.executable, "-m", "benchmarks.parquet_fuzz", "--dry", "--files", str(count)]
    done = subprocess.run(run, capture_output=True, text=True, cwd=ROOT)
    found = json.loads(done.stdout.splitlines()[-1])
    assert (found["deaths"], found["broken promises"]) == (0, 0), done.stdout + done.stderr
    assert found["with an error"] > count // 2
    assert found["without an error"] > count // 10


def test_columns_in_each_other_however_deep_are_passed_over(tmp_path: Path) -> None:
    """Of which pyarrow 17 ended the process."""
    deep = [{3: 0, 4: b"a", 5: 1}] * 100_000
    schema = [{4: b"schema", 5: 1}, *deep, {1: 6, 3: 0, 4: b"text", 6: 0}]
    groups = [{1: [{3: {4: 0, 5: Long(0), 7: Long(0), 9: Long(4)}}], 3: Long(0)}]
    (tmp_path / "a.parquet").write_bytes(b"PAR1" + footer({2: schema, 3: Long(0), 4: groups}))
    (failure,) = outcomes(tmp_path / "a.parquet")
    assert "no column 'text'; found 'a'" in getattr(failure, "error", "")


def _zstd(*parts: bytes) -> bytes:
    press = zstandard.ZstdCompressor().compressobj()
    return b"".join([*map(press.compress, parts), press.flush()])


_LONG = 5_000_000
_MANY = 80


def _page_of_2_gb(path: Path) -> None:
    raw = _zstd((2**31 - 9).to_bytes(4, "little"), *[b"x" * 2**24] * 127, b"x" * (2**24 - 5))
    write_column(path, [Page(raw, 1, 2**31 - 1)], 1, ZSTD, uncompressed=200)


def _dictionary(path: Path, **claims: object) -> None:
    raw = plain("x" * _LONG)
    pages = [Page(_zstd(raw), 1, len(raw), dictionary=True)]
    raw = indices(_MANY, 0)
    pages.append(Page(_zstd(raw), _MANY, len(raw), DICTIONARY))
    write_column(path, pages, _MANY, ZSTD, uncompressed=200, **claims)


def _hidden_dictionary(path: Path) -> None:
    _dictionary(path, has_dictionary=False)


def _prefixes(path: Path) -> None:
    raw = deltas(b"x" * _LONG, _MANY)
    write_column(path, [Page(_zstd(raw), _MANY, len(raw), DELTA_BYTE_ARRAY)], _MANY, ZSTD, uncompressed=200)


def _many_pages(path: Path) -> None:
    raw = plain("x" * _LONG)
    write_column(path, [Page(_zstd(raw), 1, len(raw))] * _MANY, _MANY, ZSTD, uncompressed=200)


def _as_it_is_written(path: Path) -> None:
    """Write 100 MB of texts with the settings that pyarrow has: the dictionary is given up after 1 MB."""
    rng = random.Random(0)
    pq.write_table(pa.table({"text": [rng.randbytes(2500).hex() for _ in range(20_000)]}), path)


@pytest.mark.parametrize(
    ("make", "limit", "articles"),
    [
        (_page_of_2_gb, 100, 0),
        (_dictionary, 200, _MANY),
        (_hidden_dictionary, 200, _MANY),
        (_prefixes, 400, _MANY),
        (_many_pages, 300, _MANY),
        (_as_it_is_written, 150, 20_000),
    ],
)
def test_memory_is_bounded_whatever_pages_grow_to(
    tmp_path: Path, make: Callable[[Path], None], limit: int, articles: int
) -> None:
    make(tmp_path / "a.parquet")

    def little_room() -> None:  # else a fault here could take the machine with it
        resource.setrlimit(resource.RLIMIT_AS, (8192 * MB, 8192 * MB))

    run = [sys.executable, "-c", MEASURE, str(tmp_path / "a.parquet")]
    done = subprocess.run(run, capture_output=True, text=True, check=True, preexec_fn=little_room)
    found = json.loads(done.stdout)
    assert found["errors"].count("") == articles
    assert found["megabytes"] < limit
