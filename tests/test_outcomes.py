"""The outcome table of the output contract, row by row, through the command line."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import click
import pandas as pd
import pytest
from click.testing import CliRunner, Result

from classifier.cli import main
from classifier.score import SCHEMA_VERSION

ROOT = Path(__file__).parent.parent
REPORT = (ROOT / "examples" / "4-spokesperson.txt").read_text(encoding="utf-8")
FILLER = (ROOT / "examples" / "5-page-filler.txt").read_text(encoding="utf-8")


def run(*arguments: str | Path, data: bytes | str | None = None) -> Result:
    return CliRunner().invoke(main, [str(one) for one in arguments], input=data)


def records(*arguments: str | Path, data: bytes | str | None = None) -> tuple[list[dict[str, object]], int]:
    result = run("score", *arguments, "--jsonl", data=data)
    return [json.loads(line) for line in result.stdout.splitlines()], result.exit_code


def test_english_prose_gets_a_verdict_and_exit_code_0(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(REPORT, encoding="utf-8")
    (row,), code = records(path)
    assert (row["verdict"], code) == ("reported", 0)
    assert row["schema_version"] == SCHEMA_VERSION


def test_fail_above_gives_1_only_above_the_threshold(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(FILLER, encoding="utf-8")
    assert run("score", path, "--fail-above", "0.5").exit_code == 1
    assert run("score", path, "--fail-above", "1").exit_code == 0


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("headline-only", "too short"),
        ("two-sentences", "too short"),
        ("german-news", "not English"),
        ("spanish-news", "not English"),
        ("recipe", "no article"),
        ("python-source", "no article"),
        ("product-page", "no article"),
        ("chat-log", "no article"),
        ("poem", "no article"),
        ("terms-of-service", "no article"),
        ("link-list", "no article"),
        ("number-table", "too short"),
    ],
)
def test_what_must_not_be_judged_is_unscorable_with_the_reason(name: str, reason: str) -> None:
    (row,), code = records(ROOT / "tests" / "unscorable" / f"{name}.txt")
    assert (row["verdict"], str(row["reason"]).split(":")[0], code) == ("unscorable", reason, 0)
    assert row["speculation"] is None


def test_an_empty_text_is_unscorable() -> None:
    (row,), code = records("-", data="")
    assert (row["verdict"], row["reason"], code) == ("unscorable", "empty: the text holds no words", 0)


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("b.txt", b"\x89PNG\r\n\x1a\n\0\0\0", "a binary file, going by its first bytes"),
        ("b.txt", "Caf\xe9 closed.".encode("latin-1"), "byte 3 (0xe9) is not UTF-8"),
        ("b.txt", b"text with \0 in it", "null byte at character 10"),
        ("b.jsonl", b'{"text": "a \\ud800 b"}', "b.jsonl:1: lone surrogate at character 2"),
        ("b.jsonl", b'{"text": "abc', "b.jsonl:1: not JSON (the line ends inside the string that begins at column 10)"),
        ("b.jsonl", b'{"text": "abc\r\n', "(the line ends inside the string that begins at column 10)"),
        ("b.jsonl", b'{"text": "a\tb"}\n', "(Invalid control character at column 12)"),
        ("b.jsonl", b"[1, 2]", "b.jsonl:1: holds a list"),
        ("b.jsonl", b'{"body": "abc"}', "no field 'text'; found 'body'"),
        ("b.jsonl", b'{"text": 5}', "'text' is a number, not text"),
        ("b.csv", b"id,body\n1,abc\n", "b.csv:1: no column 'text'; found 'id', 'body'"),
        ("b.csv", b"a,b,c,d,e,f,g\n", "found 'a', 'b', 'c', 'd', 'e' and 2 more; name it with --text-field"),
        ("b.csv", b"id;text\n1;abc\n", "found 'id;text'; the separator must be a comma, not a semicolon"),
        ("b.csv", b"id\ttext\n1\tabc\n", "found 'id\\ttext'; the separator must be a comma, not a tab"),
        ("b.csv", b"id,text\n1,abc,def\n", "b.csv:2: 3 fields, the header has 2"),
        ("b.csv", b"id,text\n1,caf\xe9\n", "b.csv:2: byte 0xe9 is not UTF-8"),
        ("b.parquet", b"PAR1 nonsense", "not a readable Parquet file"),
        ("b.pdf", b"%PDF", ".pdf is not read; accepted are"),
    ],
)
def test_what_cannot_be_read_is_a_row_with_its_error_and_the_rest_is_scored(
    tmp_path: Path, name: str, content: bytes, error: str
) -> None:
    (tmp_path / name).write_bytes(content)
    (tmp_path / "good.txt").write_text(REPORT, encoding="utf-8")
    (bad, good), code = records(tmp_path / name, tmp_path / "good.txt")
    assert error in str(bad["error"])
    assert str(tmp_path / name) in str(bad["error"])
    assert (good["verdict"], code) == ("reported", 2)


def test_a_broken_line_leaves_the_lines_around_it(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    good = json.dumps({"id": "g", "text": REPORT})
    path.write_text(f"{good}\nnot json\n\n{good}\n", encoding="utf-8")
    rows, code = records(path)
    assert [row["verdict"] for row in rows] == ["reported", None, "reported"]
    assert (rows[1]["id"], code) == (f"{path}:2", 2)


def test_over_the_size_limit_is_an_error_and_the_limit_can_be_set(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(REPORT, encoding="utf-8")
    (row,), code = records(path, "--max-bytes", "100")
    assert "more than 100 bytes; split it, or raise the limit with --max-bytes" in str(row["error"])
    assert code == 2
    lines = tmp_path / "a.jsonl"
    lines.write_text(json.dumps({"text": "x" * 200}) + "\n" + json.dumps({"text": "Too short."}) + "\n")
    rows, _ = records(lines, "--max-bytes", "100")
    assert ["more than 100 bytes" in str(row["error"]) for row in rows] == [True, False]


@pytest.mark.parametrize("name", ["none.txt", "none.parquet", "none.pdf", "none"])
def test_a_path_that_is_not_there_is_an_error_row_that_says_so(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    (row,), code = records(path)
    assert (row["error"], code) == (f"{path}: no such file or folder; check the path", 2)


def test_a_url_gets_the_advice_to_download() -> None:
    (row,), code = records("https://example.org/a.html")
    assert ("download the page first" in str(row["error"]), code) == (True, 2)


@pytest.mark.parametrize(
    "arguments",
    [
        ["score"],
        ["score", "--no-such"],
        ["nonsense"],
        ["score", "a.txt", "--fail-above", "7"],
        ["score", "a", "--encoding", "x"],
    ],
)
def test_wrong_usage_is_one_line_on_stderr_and_2(arguments: list[str]) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)


def test_a_damaged_model_is_one_line_on_stderr_and_2(tmp_path: Path) -> None:
    result = run("score", ROOT / "examples", "--model", tmp_path)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert "card.json" in result.stderr


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_utf8_with_or_without_byte_order_mark(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(REPORT, encoding=encoding)
    (row,), _ = records(path)
    (plain,), _ = records("-", data=REPORT)
    assert row["sha256"] == plain["sha256"]


def test_another_encoding_by_name(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(REPORT.replace("“", '"').encode("cp1252", "replace"))
    (row,), code = records(path, "--encoding", "cp1252")
    assert (row["verdict"], code) == ("reported", 0)


def test_every_format_gives_the_same_score(tmp_path: Path) -> None:
    frame = pd.DataFrame({"id": ["a"], "title": ["T"], "text": [REPORT]})
    (tmp_path / "a.md").write_text(REPORT, encoding="utf-8")
    (tmp_path / "a.txt").write_text(REPORT, encoding="utf-8")
    frame.to_csv(tmp_path / "a.csv", index=False)
    frame.to_parquet(tmp_path / "a.parquet")
    frame.to_json(tmp_path / "a.jsonl", orient="records", lines=True)
    rows, code = records(tmp_path)
    assert len({row["speculation"] for row in rows}) == 1
    assert (len(rows), code) == (5, 0)


def test_html_is_reduced_to_its_main_text(tmp_path: Path) -> None:
    paragraphs = "".join(f"<p>{line}</p>" for line in REPORT.split("\n\n")[1:])
    head, body = "<title>Talks</title>", f"<nav><a href='/'>Home</a></nav><article><h1>Talks</h1>{paragraphs}</article>"
    page = f"<html><head>{head}</head><body>{body}</body></html>"
    (tmp_path / "a.html").write_text(page, encoding="utf-8")
    (row,), _ = records(tmp_path / "a.html")
    assert (row["verdict"], row["title"]) == ("reported", "Talks")


def test_field_names_can_be_told(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"key": 7, "head": "T", "body": REPORT}), encoding="utf-8")
    (row,), _ = records(path, "--text-field", "body", "--title-field", "head", "--id-field", "key")
    assert (row["id"], row["title"], row["verdict"]) == ("7", "T", "reported")


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["b.docx", "c/d.PDF", ".DS_Store", ".git/index"], "2 files not read (.docx, .pdf)\n"),
        (["README"], "1 file not read (no ending)\n"),
        (
            ["a.f", "a.e", "a.d", "a.c", "a.b", "a.a", "b.f", "c.tar.gz"],
            "8 files not read (.f, .a, .b, .c, .d, others)\n",
        ),
        ([], ""),
    ],
)
def test_what_a_folder_leaves_out_is_said_and_changes_no_exit_code(tmp_path: Path, names: list[str], said: str) -> None:
    for name in ("a.txt", *names):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(REPORT, encoding="utf-8")
    result = run("score", tmp_path, "--jsonl")
    assert (result.exit_code, result.stdout.count("\n"), result.stderr) == (0, 1, said)


def test_a_glob_and_an_empty_one(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(REPORT, encoding="utf-8")
    rows, code = records(tmp_path / "*.txt", tmp_path / "*.csv")
    assert [bool(row["error"]) for row in rows] == [False, True]
    assert code == 2


def test_csv_output_is_the_flat_part_of_the_json(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(REPORT, encoding="utf-8")
    (row,), _ = records(path)
    (flat,) = csv.DictReader(io.StringIO(run("score", path, "--csv").stdout))
    assert list(flat) == list(row)[: len(flat)]
    assert float(flat["speculation"]) == row["speculation"]


def test_json_output_is_one_array() -> None:
    found = json.loads(run("score", ROOT / "examples", "--json").stdout)
    assert [Path(row["id"]).name[0] for row in found] == ["1", "2", "3", "4", "5"]


def test_jobs_change_nothing() -> None:
    one = run("score", ROOT / "tests" / "known", "--jsonl").stdout
    assert one == run("score", ROOT / "tests" / "known", "--jsonl", "--jobs", "2").stdout


def test_explain_shows_labels_cues_and_reasons() -> None:
    shown = run("explain", ROOT / "examples" / "5-page-filler.txt").stdout
    assert "speculative" in shown
    assert "No source is named" in shown
    assert "‹would have" in shown


def _commands(group: click.Group, before: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield before
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from _commands(command, (*before, name))
        else:
            yield (*before, name)


@pytest.mark.parametrize("command", list(_commands(main)), ids=" ".join)
def test_every_command_has_help_with_examples(command: tuple[str, ...]) -> None:
    result = run(*command, "--help")
    assert result.exit_code == 0
    assert "Examples:" in result.stdout


def test_version_is_the_packages() -> None:
    from importlib.metadata import version

    assert version("classifier") in run("--version").stdout
