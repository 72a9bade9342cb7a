"""Runs that are cut off and taken up again: the same bytes as of a run that was left in peace."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from classifier import Article, partial
from classifier.cli import main
from classifier.errors import BatchError
from classifier.parquet import write_parquet
from classifier.partial import PartialFile
from classifier.resuming import Journal, Mark, skipped
from classifier.rows import Row

ROOT = Path(__file__).parent.parent
PROGRAM = str(Path(sys.executable).parent / "classifier")
TEXT = (ROOT / "examples" / "4-spokesperson.txt").read_text(encoding="utf-8")
BLOCK = 512  # rows


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["score", *map(str, arguments)])


def jsonl(folder: Path, count: int) -> Path:
    """Write short texts, which are quickly unscorable; what is done with them is the same."""
    path = folder / "in.jsonl"
    path.write_text("".join(json.dumps({"text": f"Text {n}."}) + "\n" for n in range(count)), encoding="utf-8")
    return path


def rows(count: int) -> list[Row]:
    return [Row(f"id{n}", f"row {n} {'x' * n}\n".encode(), "", None) for n in range(count)]


def written(path: Path, compression: str, parts: list[list[Row]]) -> bytes:
    """Return the file that results when the writer dies after each of `parts` but the last, and is then resumed."""
    whole = [row for part in parts for row in part]
    journal = Journal(path.with_suffix(".journal"), {"run": "1"})
    for number, part in enumerate(parts):
        mark = journal.read() or Mark()
        with PartialFile(path, compression, b"head\n", journal, mark) as file:
            for row in [*skipped(whole, mark)][: len(part) + sum(map(len, parts[:number])) - mark.rows]:
                file.write(row, 0)
            if number == len(parts) - 1:
                file.complete()
    return path.read_bytes()


@pytest.mark.parametrize("compression", ["", ".gz", ".zst"])
def test_cut_off_after_any_row_the_file_is_the_same_in_the_end(
    tmp_path: Path, compression: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(partial, "_BLOCK_ROWS", 3)
    given = rows(10)
    whole = written(tmp_path / "whole", compression, [given])
    for cut in range(11):
        assert written(tmp_path / f"cut{cut}", compression, [given[:cut], given[cut:]]) == whole


def test_what_the_journal_does_not_vouch_for_is_cut_off(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "j", {})
    (tmp_path / "p").write_bytes(b"sound\nhalf a ro")
    with PartialFile(tmp_path / "p", "", b"", journal, Mark(1, 6, "a")) as file:
        file.complete()
    assert (tmp_path / "p").read_bytes() == b"sound\n"


def test_a_partial_file_that_was_shortened_is_refused(tmp_path: Path) -> None:
    (tmp_path / "p").write_bytes(b"soun")
    with (
        pytest.raises(BatchError, match="4 bytes, but its journal vouches for 6"),
        PartialFile(tmp_path / "p", "", b"", Journal(tmp_path / "j", {}), Mark(1, 6, "a")),
    ):
        pass


def test_a_second_writer_of_the_same_file_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("fcntl")
    journal = Journal(tmp_path / "j", {})
    with (
        PartialFile(tmp_path / "p", "", b"", journal, Mark()),
        pytest.raises(BatchError, match="another run is writing it"),
        PartialFile(tmp_path / "p", "", b"", journal, Mark()),
    ):
        pass


def test_large_rows_are_safe_sooner(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "j", {})
    with PartialFile(tmp_path / "p", "", b"", journal, Mark()) as file:
        file.write(Row("a", b"x" * 4_000_000, "", None), 0)
    assert journal.read() == Mark(1, 4_000_000, "a")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (["--text-field", "body"], "differs in text_field: then 'text', now 'body'"),
        (["--fail-above", "0.5"], "differs in --fail-above: then 'None', now '0.5'"),
        (["more.jsonl"], "differs in list of inputs"),
    ],
)
def test_another_run_is_not_resumed(tmp_path: Path, change: list[str], message: str) -> None:
    command = [jsonl(tmp_path, 3), "-o", tmp_path / "out.jsonl"]
    interrupted(tmp_path, command)
    result = run(*command, "--resume", *change)
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert message in result.stderr


def test_a_changed_input_is_named(tmp_path: Path) -> None:
    command = [jsonl(tmp_path, 3), "-o", tmp_path / "out.jsonl"]
    interrupted(tmp_path, command)
    jsonl(tmp_path, 4)
    assert f"differs in input {command[0]}" in run(*command, "--resume").stderr


def test_an_interrupted_run_is_not_overwritten_unasked(tmp_path: Path) -> None:
    command = [jsonl(tmp_path, 3), "-o", tmp_path / "out.jsonl"]
    interrupted(tmp_path, command)
    assert "go on with --resume" in run(*command).stderr


def test_a_finished_file_is_neither_overwritten_nor_made_twice(tmp_path: Path) -> None:
    command = [jsonl(tmp_path, 3), "-o", tmp_path / "out.jsonl"]
    assert run(*command).exit_code == 0
    before = (tmp_path / "out.jsonl").stat()
    assert "is there already" in run(*command).stderr
    assert "complete already" in run(*command, "--resume").stderr
    after = (tmp_path / "out.jsonl").stat()
    assert (after.st_ino, after.st_size, after.st_mtime_ns) == (before.st_ino, before.st_size, before.st_mtime_ns)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl"]


@pytest.mark.parametrize("name", ["out.jsonl", "out.jsonl.gz", "out.csv", "out.csv.zst", "out.parquet"])
def test_a_finished_file_keeps_its_exit_code_and_says_how_many_failed(tmp_path: Path, name: str) -> None:
    path = jsonl(tmp_path, 4)
    path.write_text("broken\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    command = [path, "-o", tmp_path / name, "--resume"]
    assert run(*command).exit_code == 2
    again = run(*command)
    assert again.exit_code == 2
    assert "complete already, 1 of 5 articles not readable; delete it" in again.stderr


def test_a_finished_file_above_the_threshold_keeps_its_exit_code(tmp_path: Path) -> None:
    command = [ROOT / "examples" / "5-page-filler.txt", "-o", tmp_path / "out.csv", "--resume", "--fail-above"]
    assert run(*command, "0.5").exit_code == 1
    assert [run(*command, threshold).exit_code for threshold in ("0.5", "1")] == [1, 0]


@pytest.mark.parametrize("name", ["out.jsonl", "out.csv", "out.csv.gz", "out.parquet"])
def test_something_else_in_the_place_of_a_finished_file_is_not_called_complete(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"shopping list\nbread\n")
    result = run(jsonl(tmp_path, 1), "-o", tmp_path / name, "--resume")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert f"{name}: is there, but holds no results" in result.stderr


def test_killed_between_giving_the_name_and_tidying_up(tmp_path: Path) -> None:
    command = [jsonl(tmp_path, 3), "-o", tmp_path / "out.parquet"]
    interrupted(tmp_path, command)
    write_parquet([], tmp_path / "out.parquet", nested=False)
    assert "complete already" in run(*command, "--resume").stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "out.parquet"]


def test_standard_input_that_brings_something_else_is_refused() -> None:
    with pytest.raises(BatchError, match="had 'b' as article 2, now it is 'c'"):
        skipped([Article("", id="a"), Article("", id="c")], Mark(2, 10, "b"))
    with pytest.raises(BatchError, match="had 'b' as article 2, now it is nothing"):
        skipped([Article("", id="a")], Mark(2, 10, "b"))


def test_the_exit_code_remembers_what_failed_before_the_interruption(tmp_path: Path) -> None:
    path = jsonl(tmp_path, BLOCK + 5)
    path.write_text("broken\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    command = [path, "-o", tmp_path / "out.jsonl"]
    interrupted(tmp_path, command, after=BLOCK)
    result = run(*command, "--resume")
    assert (result.exit_code, result.stderr) == (2, "")


def interrupted(folder: Path, command: list[str | Path], after: int = 0) -> None:
    """Run `command` and have it stopped after so many rows are safe."""

    class StopError(Exception):
        pass

    def write(self: PartialFile, row: Row, exit_code: int) -> None:
        if self.mark.rows >= after:
            raise StopError
        whole_write(self, row, exit_code)

    whole_write = PartialFile.write
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PartialFile, "write", write)
        assert isinstance(run(*command).exception, StopError)


def started(command: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [PROGRAM, "score", *command],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=heed_interrupts,
    )


def heed_interrupts() -> None:
    """Undo what a shell does to what it runs in the background: there Ctrl-C is ignored, and children inherit that."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def feed(process: subprocess.Popen[bytes], lines: list[bytes], journal: Path, safe: int) -> None:
    """Give lines to a process that is still reading, until its journal vouches for `safe` rows."""
    assert process.stdin
    for line in lines:
        process.stdin.write(line)
    process.stdin.flush()
    while not journal.exists() or json.loads(journal.read_text(encoding="utf-8"))["mark"]["rows"] < safe:
        assert process.poll() is None


@pytest.mark.parametrize("stop", [signal.SIGKILL, signal.SIGINT], ids=["kill -9", "Ctrl-C"])
def test_a_stopped_process_loses_nothing_and_doubles_nothing(tmp_path: Path, stop: signal.Signals) -> None:
    path = jsonl(tmp_path, 3 * BLOCK)
    command = ["-", "--stdin-format", "jsonl", "--resume", "-o"]
    process = started([*command, str(tmp_path / "out.csv.gz")])
    # More than a block, so that rows the journal does not know are on their way when the process is stopped.
    feed(process, path.read_bytes().splitlines(True)[: BLOCK + 300], tmp_path / "out.csv.gz.journal", BLOCK)
    os.killpg(process.pid, stop)
    told = process.communicate()[1].decode()
    assert process.returncode == (130 if stop == signal.SIGINT else -9)
    assert ("512 articles are kept" in told) == (stop == signal.SIGINT)
    for name in ("out.csv.gz", "whole.csv.gz"):
        subprocess.run([PROGRAM, "score", *command, tmp_path / name], input=path.read_bytes(), check=True)
    assert (tmp_path / "out.csv.gz").read_bytes() == (tmp_path / "whole.csv.gz").read_bytes()


def test_a_disk_that_is_full_is_one_clear_error_and_can_be_resumed_from(tmp_path: Path) -> None:
    path = jsonl(tmp_path, 3 * BLOCK)

    def little_room() -> None:  # a limit on the size of files stands in for the disk
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))

    command = [PROGRAM, "score", str(path), "-o", str(tmp_path / "out.jsonl")]
    failed = subprocess.run(command, preexec_fn=little_room, capture_output=True, text=True, check=False)
    assert (failed.returncode, failed.stderr.count("\n")) == (2, 1)
    assert "cannot be written (File too large)" in failed.stderr
    assert run(path, "-o", tmp_path / "out.jsonl", "--resume").exit_code == 0
    assert run(path, "-o", tmp_path / "whole.jsonl").exit_code == 0
    assert (tmp_path / "out.jsonl").read_bytes() == (tmp_path / "whole.jsonl").read_bytes()


@pytest.mark.full
@pytest.mark.parametrize("name", ["out.jsonl", "out.csv.zst", "out.parquet"])
def test_killed_again_and_again_with_two_jobs(tmp_path: Path, name: str) -> None:
    path = tmp_path / "in.jsonl"
    article = json.dumps({"text": TEXT}) + "\n"
    path.write_text(article * (6 * BLOCK) + "broken\n", encoding="utf-8")
    command = ["-", "--stdin-format", "jsonl", "--jobs", "2", "--resume", "-o"]
    lines = path.read_bytes().splitlines(True)
    for block in (1, 2, 4):
        process = started([*command, str(tmp_path / name)])
        feed(process, lines[: (block + 2) * BLOCK], tmp_path / f"{name}.journal", block * BLOCK)
        process.kill()
        process.communicate()
    for given in (name, f"whole-{name}"):
        done = subprocess.run([PROGRAM, "score", *command, tmp_path / given], input=path.read_bytes(), check=False)
        assert done.returncode == 2
    assert (tmp_path / name).read_bytes() == (tmp_path / f"whole-{name}").read_bytes()


def test_parquet_has_the_rows_of_jsonl_and_nested_columns_if_asked(tmp_path: Path) -> None:
    import pyarrow.parquet

    path = tmp_path / "in.jsonl"
    path.write_text(json.dumps({"text": TEXT}) + "\nbroken\n", encoding="utf-8")
    for name, options in (("a.jsonl", []), ("flat.parquet", []), ("nested.parquet", ["--nested"])):
        assert run(path, "-o", tmp_path / name, *options).exit_code == 2
    whole = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()]
    nested = pyarrow.parquet.read_table(tmp_path / "nested.parquet").to_pylist()
    flat = pyarrow.parquet.read_table(tmp_path / "flat.parquet").to_pylist()
    assert nested[0] == whole[0]
    assert {name: value for name, value in nested[1].items() if value is not None} == {
        name: value for name, value in whole[1].items() if value is not None
    }
    assert flat == [{name: row[name] for name in flat[0]} for row in whole]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("out.txt", ".txt is not written"),
        ("out.parquet.gz", ".gz is not written"),
        ("no/out.csv", "there is no folder"),
    ],
)
def test_an_output_that_cannot_be_is_refused_at_once(tmp_path: Path, name: str, message: str) -> None:
    result = run(jsonl(tmp_path, 1), "-o", tmp_path / name)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


def test_an_output_among_the_inputs_is_refused(tmp_path: Path) -> None:
    jsonl(tmp_path, 1)
    assert "which is read; write the output to another folder" in run(tmp_path, "-o", tmp_path / "out.csv").stderr
