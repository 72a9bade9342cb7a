"""Files and streams to articles: what is yielded, in which order, under which name."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pyarrow.parquet
import pytest

from classifier import Article, Failure
from classifier.finding import found, surveyed
from classifier.reading import ReadOptions, headline_of, read_articles, read_items


def test_a_folder_gives_its_articles_sorted_and_leaves_the_rest(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "picture.png"):
        (tmp_path / name).write_text("Text.", encoding="utf-8")
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "c.txt").write_text("Text.", encoding="utf-8")
    assert [Path(one.id).name for one in read_articles([str(tmp_path)])] == ["a.md", "b.txt", "c.txt"]


def test_an_empty_folder_is_a_failure_that_says_what_is_accepted(tmp_path: Path) -> None:
    (failure,) = read_articles([str(tmp_path)])
    assert isinstance(failure, Failure)
    assert "holds no article; accepted are .txt" in failure.error


def test_rows_without_an_id_are_named_by_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    rows = [
        '{"text": "One."}',
        "",
        '{"text": "Two.", "id": ""}',
        '{"text": "3.", "id": 3}',
        '{"text": "4.", "id": true}',
    ]
    path.write_text("\n".join(rows), encoding="utf-8")
    assert [one.id for one in read_articles([str(path)])] == [f"{path}:1", f"{path}:3", "3", f"{path}:5"]


def test_csv_fields_may_hold_line_breaks_and_commas(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('text\n"One, and\ntwo."\nThree.\n', encoding="utf-8")
    assert [one.text for one in read_articles([str(path)]) if isinstance(one, Article)] == ["One, and\ntwo.", "Three."]


def test_the_text_is_never_changed(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Head\r\n\r\n  Body\u00a0text. \r\n".encode())
    (article,) = read_articles([str(path)])
    assert isinstance(article, Article)
    assert article.text == "Head\r\n\r\n  Body\u00a0text. \r\n"


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        ("Bridge shut\n\nIt was shut.", "Bridge shut"),
        ("# Bridge shut\n\nIt was shut.", "Bridge shut"),
        ("Bridge shut\r\nIt was shut.", "Bridge shut"),
        ("It was shut.\n\nIt is old.", None),
        ("Bridge shut", None),
        ("", None),
    ],
)
def test_headline_of_a_plain_text(text: str, headline: str | None) -> None:
    assert headline_of(text) == headline


def test_a_special_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (failure,) = read_articles([str(tmp_path / "pipe.txt")])
    assert isinstance(failure, Failure)
    assert "no regular file" in failure.error


def test_standard_input_in_a_named_format(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.TextIOWrapper(io.BytesIO(b'{"text": "One."}\n{"text": "Two."}\n'))
    monkeypatch.setattr("sys.stdin", stream)
    found = list(read_articles(["-"], ReadOptions(stdin_format="jsonl")))
    assert [one.id for one in found] == ["-:1", "-:2"]


@pytest.mark.parametrize("name", ["", "a\0b.txt", "x" * 5000 + ".txt"])
def test_a_name_that_no_file_can_have_is_a_failure(name: str) -> None:
    (failure,) = read_articles([name])
    assert isinstance(failure, Failure)


def test_a_row_group_of_any_size_is_read_in_pieces(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    texts = [f"{number:x} " * 200 for number in range(20_000)]  # some 20 MB
    pyarrow.parquet.write_table(pyarrow.table({"text": texts}), path, compression="none", use_dictionary=False)
    before = pyarrow.total_allocated_bytes()
    held = max(pyarrow.total_allocated_bytes() - before for _ in read_articles([str(path)]))
    assert path.stat().st_size > 16_000_000
    assert held < 4_000_000


def test_bytes_are_told_as_they_are_read(tmp_path: Path) -> None:
    for name, size in (("a.txt", 5000), ("b.jsonl.gz", 3000)):
        (tmp_path / name).write_bytes(b"x" * size)
    pyarrow.parquet.write_table(pyarrow.table({"text": ["One.", "Two."] * 300}), tmp_path / "c.parquet")
    read: list[int] = []
    for _ in read_items([str(tmp_path)], on_bytes=read.append):
        pass
    whole = sum(path.stat().st_size for path in tmp_path.iterdir())
    assert whole - 3 <= sum(read) <= whole  # three batches of Parquet, each rounded down


def test_an_input_is_known_by_its_files_their_size_and_time(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Text.", encoding="utf-8")
    (first,) = surveyed([str(tmp_path)])
    assert first.size == 5
    (tmp_path / "picture.png").write_text("not read", encoding="utf-8")
    assert surveyed([str(tmp_path)])[0].identity == first.identity
    (tmp_path / "b.md").write_text("", encoding="utf-8")
    assert surveyed([str(tmp_path)])[0].identity != first.identity


def test_folders_among_files_keep_their_place(tmp_path: Path) -> None:
    for name in ("b/z.txt", "a.txt", "b.txt", "c/d/e.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("Text.", encoding="utf-8")
    names = [str(path.relative_to(tmp_path)) for path in found(str(tmp_path)) if isinstance(path, Path)]
    assert names == ["a.txt", "b/z.txt", "b.txt", "c/d/e.txt"]
