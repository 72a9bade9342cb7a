"""Footers of Parquet: what is read of them, what is refused, and that sound files of many writers are read whole."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from classifier import Article
from classifier.parquetfooter import read_footer
from classifier.thrift import BINARY, I32, I64, LIST, Long, read_list, read_struct, write_struct
from tests.damaged_parquet import sound
from tests.forged import footer
from tests.test_hostile_files import GOOD, outcomes

ROOT = {4: b"schema", 5: 1}
TEXT = {1: 6, 3: 0, 4: b"text", 6: 0}
CHUNK = {3: {4: 0, 5: Long(0), 7: Long(0), 9: Long(4), 16: {1: Long(1)}}}


def test_files_of_many_ways_of_writing_are_read_whole(tmp_path: Path) -> None:
    for number, raw in enumerate(sound(tmp_path)):
        path = tmp_path / f"{number}.parquet"
        path.write_bytes(raw)
        table = pq.read_table(path)
        texts = table["text"].to_pylist()
        ids = map(str, table["id"].to_pylist()) if "id" in table.column_names else [f"{path}:{n}" for n in range(1, 7)]
        titles = table["title"].to_pylist()
        assert outcomes(path) == [Article(*row) for row in zip(texts, titles, ids, strict=True)]


def test_numbers_without_sign_and_narrow_ones_are_ids(tmp_path: Path) -> None:
    for kind, number in ((pa.uint64(), 2**64 - 1), (pa.uint32(), 2**32 - 1), (pa.int8(), -1), (pa.uint16(), 65535)):
        table = pa.table({"text": [GOOD], "id": pa.array([number], kind)})
        pq.write_table(table, tmp_path / "a.parquet")
        assert [one.id for one in outcomes(tmp_path / "a.parquet")] == [str(number)]


def test_dates_and_decimals_are_no_ids(tmp_path: Path) -> None:
    for column in (pa.array([1], pa.date32()), pa.array([1], pa.timestamp("us")), pa.array([1], pa.decimal128(5))):
        pq.write_table(pa.table({"text": [GOOD], "id": column}), tmp_path / "a.parquet")
        assert [one.id for one in outcomes(tmp_path / "a.parquet")] == [f"{tmp_path / 'a.parquet'}:1"]


def test_columns_beside_those_that_are_read_may_be_of_any_kind(tmp_path: Path) -> None:
    beside = {"a": [[[1]], []], "b": [{"text": "no", "c": [1]}, None], "d": [{"e": {"f": 1}}] * 2}
    table = pa.table({**beside, "text": [GOOD, GOOD], "z": [b"x", None]})
    pq.write_table(table, tmp_path / "a.parquet")
    assert [getattr(one, "text", "") for one in outcomes(tmp_path / "a.parquet")] == [GOOD, GOOD]
    columns = read_footer(tmp_path / "a.parquet", 0).columns
    assert [(one.name, one.leaf) for one in columns] == [("a", 0), ("b", 1), ("d", 3), ("text", 4), ("z", 5)]


@pytest.mark.parametrize(
    ("about", "message"),
    [
        ({2: [ROOT, TEXT], 3: Long(0)}, "field 4 of a header is missing"),
        ({2: [ROOT, TEXT], 3: Long(-1), 4: [{}]}, "field 3 of a header is missing or below zero"),
        ({2: [ROOT, TEXT, TEXT], 3: Long(0), 4: [{}]}, "a schema that does not add up"),
        ({2: [{4: b"schema", 5: 2}, TEXT], 3: Long(0), 4: [{}]}, "a schema that does not add up"),
        ({2: [ROOT, {4: b"text", 5: 3}, TEXT], 3: Long(0), 4: [{}]}, "a schema that does not add up"),
        ({2: [ROOT, {4: b"text", 5: -1}], 3: Long(0), 4: [{}]}, "a schema that does not add up"),
        ({2: [ROOT, {1: 99, 3: 0, 4: b"text"}], 3: Long(0), 4: [{}]}, "column 'text' has no type"),
        ({2: [{**ROOT, 5: 10**9}] + [TEXT] * 100_001, 3: Long(0), 4: [{}]}, "more than 100,000 columns"),
        ({2: [ROOT, {**TEXT, 4: b"x" * 10_001}], 3: Long(0), 4: [{}]}, "a name of 10,001 bytes in a header"),
        ({2: [ROOT, {**TEXT, 3: 2}], 3: Long(0), 4: [{}]}, "column 'text' holds lists, not text"),
        ({2: [ROOT, TEXT], 3: Long(0), 4: [{}], 8: {1: {}}}, "it is encrypted"),
        (
            {2: [ROOT, TEXT], 3: Long(0), 4: [{1: [CHUNK, CHUNK], 3: Long(1)}]},
            "2 columns in a row group, 1 in the file",
        ),
        ({2: [ROOT, TEXT], 3: Long(0), 4: [{1: [{}], 3: Long(1)}]}, "field 9 of a header is missing"),
        ({2: 7, 3: Long(0), 4: [{}]}, "field 2 of a header has kind 5"),
    ],
)
def test_a_footer_that_does_not_tell_what_is_needed_is_one_failure(
    tmp_path: Path, about: dict[int, Any], message: str
) -> None:
    (tmp_path / "a.parquet").write_bytes(b"PAR1" + footer(about))
    assert message in getattr(outcomes(tmp_path / "a.parquet")[0], "error", "")


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "it is too short"),
        (b"PAR1" + bytes(8), "it does not end as one"),
        (b"PAR1" + bytes(4) + b"PARE", "it is encrypted"),
        (b"PAR1" + b"\xff\0\0\0PAR1", "a footer of 255 bytes in a file of 12"),
        (b"PAR1" + bytes(20_000_001) + (20_000_001).to_bytes(4, "little") + b"PAR1", "at most 20,000,000 are read"),
    ],
)
def test_a_file_without_a_footer_is_one_failure(tmp_path: Path, raw: bytes, message: str) -> None:
    (tmp_path / "a.parquet").write_bytes(raw)
    (failure,) = outcomes(tmp_path / "a.parquet")
    assert message in getattr(failure, "error", "")


@pytest.mark.parametrize(
    ("writer", "kept"),
    [
        (b"parquet-cpp version 1.5.0 (build abc)", b"parquet-cpp version 1.5.0"),
        (b"parquet-cpp-arrow version 26.0.1", b"parquet-cpp-arrow version 26.0.1"),
        (b"parquet-cpp version 99999999999.0.0", b"unknown"),
        (b"\xff", b"unknown"),
    ],
)
def test_arrow_is_told_who_wrote_a_file_only_in_the_usual_form(tmp_path: Path, writer: bytes, kept: bytes) -> None:
    group = {1: [CHUNK], 3: Long(0)}
    about = {2: [ROOT, TEXT], 3: Long(0), 4: [group], 5: [{1: b"ARROW:schema"}], 6: writer}
    (tmp_path / "a.parquet").write_bytes(b"PAR1" + footer(about))
    found = read_footer(tmp_path / "a.parquet", 0)
    (one,) = found.groups()
    metadata = pq.read_metadata(pa.BufferReader(found.alone(one, found.chunks(one, found.columns))))
    assert metadata.created_by.encode() == kept
    assert metadata.metadata is None


FIELDS = {1: 5, 2: Long(-(2**63)), 5: b"abc", 20: [{1: 1}, {}], 21: {7: [[Long(3)], [Long(4)]], 8: 9}, 36: -7}


def test_what_is_written_is_read() -> None:
    stream = io.BytesIO(write_struct(FIELDS) + b"behind")
    wanted = {1: I32, 2: I64, 3: I32, 5: BINARY, 20: LIST, 21: {8: I32}, 36: I32}
    found = read_struct(stream, wanted)
    assert stream.read() == b"behind"
    place = found.pop(20)
    assert found == {1: 5, 2: -(2**63), 5: b"abc", 21: {8: 9}, 36: -7}
    assert list(read_list(stream, place, {1: I32})) == [{1: 1}, {}]


def test_a_field_may_have_its_whole_number() -> None:
    assert read_struct(io.BytesIO(bytes.fromhex("05feff030200")), {32_767: I32}) == {32_767: 1}


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ("", "it ends inside a header"),
        ("15", "it ends inside a header"),
        ("15ffffffffffffffffffff0100", "a number without end"),
        ("15020502" + "02", "field 1 where none can be"),  # the same again, by its whole number
        ("0580800802", "field 65536 where none can be"),  # which is cut to field 0 by those who keep 16 bits
        ("050102", "field -1 where none can be"),
        ("1602", "field 1 of a header has kind 6"),
        ("1d00", "field 1 of a header has kind 13"),
        ("2d00", "a value of kind 13"),
        ("28ffffffff7f00", "a size of 34,359,738,367"),
        ("28ffffffff07", "it ends inside a header"),
        ("29f1ffffffff07", "it ends inside a header"),
        ("29fcffffffff07", "it ends inside a header"),
        ("291d00", "a value of kind 13"),
        ("2c" + "1c" * 40, "structs in each other"),
        ("29" + "19" * 40, "structs in each other"),
    ],
)
def test_what_is_no_struct_is_refused(raw: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read_struct(io.BytesIO(bytes.fromhex(raw)), {1: I32})


def test_a_list_of_something_else_is_refused() -> None:
    with pytest.raises(ValueError, match="a list of kind 5"):
        list(read_list(io.BytesIO(b"\x15\x02"), 0, {}))
