"""Annotations for GitHub Actions: places, escapes, exit codes; the hook of pre-commit."""

from __future__ import annotations

import json
import re
import shlex
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from classifier import Article, ArticleScore, Failure, Scorer
from classifier.cli import main
from classifier.report.github import workflow_commands

ROOT = Path(__file__).parent.parent.parent
FILLER = ROOT / "examples" / "5-page-filler.txt"
TEXT = FILLER.read_text(encoding="utf-8")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["score", *map(str, arguments)])


@pytest.fixture(scope="module")
def filler(scorer: Scorer) -> ArticleScore:
    return scorer.score(Article(TEXT, id="news/a.txt"))


def test_each_guess_has_a_warning_at_its_line_and_column(filler: ArticleScore) -> None:
    *warnings, _ = workflow_commands(filler)
    guesses = [one.span for one in filler.sentences if one.label == "speculation"]
    assert guesses
    lines = TEXT.split("\n")
    for warning, span in zip(warnings, guesses, strict=True):
        found = re.match(r"::warning file=news/a.txt,line=(\d+),col=(\d+),title=classifier::guesses", warning)
        assert found
        first_words = span.of(TEXT).split("\n")[0]
        assert lines[int(found[1]) - 1][int(found[2]) - 1 :].startswith(first_words)


def test_a_warning_names_the_cues(filler: ArticleScore) -> None:
    assert any("“would have wanted”" in line for line in workflow_commands(filler))


def test_the_last_line_sums_up_and_is_an_error_above_the_threshold(filler: ArticleScore) -> None:
    head = f"file=news/a.txt,title=classifier::news/a.txt: speculative, speculation {filler.speculation:.2f}, "
    *_, without = workflow_commands(filler)
    *_, below = workflow_commands(filler, 1.0)
    *_, above = workflow_commands(filler, 0.5)
    assert without == below
    assert without.startswith(f"::notice {head}")
    assert without.endswith(filler.reasons[0].text)
    assert above.startswith(f"::error {head}")


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("page.html", "file=page.html,title=classifier"),  # its text is not the file's, so no line
        ("crawl.jsonl:7", "file=crawl.jsonl,line=7,title=classifier"),
        ("rows.csv:2", "file=rows.csv,line=2,title=classifier"),
        ("table.parquet:3", "title=classifier"),
        ("an-id-of-yours", "title=classifier"),
        ("-", "title=classifier"),
    ],
)
def test_only_what_is_known_of_a_place_is_told(filler: ArticleScore, name: str, place: str) -> None:
    lines = list(workflow_commands(replace(filler, id=name)))
    assert all(line.split("::")[1].partition(" ")[2] == place for line in lines)


def test_a_text_that_is_not_judged_is_a_notice_with_the_reason(scorer: Scorer) -> None:
    (line,) = workflow_commands(scorer.score(Article("", id="a.txt")))
    assert line == "::notice file=a.txt,title=classifier::a.txt: unscorable – empty: the text holds no words"


def test_nothing_in_an_article_or_its_name_can_begin_a_command() -> None:
    (line,) = workflow_commands(Failure("a\n::add-mask::,b.txt", "100 %\r\n::error::gone \ud800"))
    assert line == ("::error file=a%0A%3A%3Aadd-mask%3A%3A%2Cb.txt,title=classifier::100 %25%0D%0A::error::gone ?")


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_the_command_prints_one_line_a_finding(tmp_path: Path, ending: str) -> None:
    path = tmp_path / "draft.md"
    path.write_bytes(TEXT.replace("\n", ending).encode())
    result = run(path, "--github", "--fail-above", "0.7")
    lines = result.stdout.splitlines()
    assert result.exit_code == 1
    assert all(line.startswith(("::warning ", "::error ")) for line in lines)
    assert [line for line in lines if line.startswith("::error ")] == [lines[-1]]


def test_a_file_that_cannot_be_read_is_an_error_and_2(tmp_path: Path) -> None:
    result = run(tmp_path / "none.txt", "--github")
    assert result.exit_code == 2
    assert result.stdout.startswith("::error file=")


@pytest.mark.parametrize("forms", [("--json", "--csv"), ("--jsonl", "--github"), ("--json", "--jsonl")])
def test_two_forms_of_output_are_refused(forms: tuple[str, str]) -> None:
    result = run(FILLER, *forms)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"classifier: {forms[0]} and {forms[1]} exclude each other; give one of them. Try --help.\n"


def test_the_hook_of_pre_commit_is_a_command_that_fails_on_guessing() -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    program, *arguments = [*shlex.split(hook["entry"]), *hook["args"]]
    assert program == "classifier"
    codes = [
        CliRunner().invoke(main, [*arguments, str(ROOT / "examples" / name)]).exit_code
        for name in ("4-spokesperson.txt", "5-page-filler.txt")
    ]
    assert codes == [0, 1]


def test_the_flat_record_of_a_line_has_the_place_that_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "crawl.jsonl"
    path.write_text(f"{json.dumps({'text': 'x'})}\n\n{json.dumps({'text': TEXT})}\n", encoding="utf-8")
    last = run(path, "--github").stdout.splitlines()[-1]
    assert last.startswith(f"::notice file={path},line=3,title=classifier::{path}:3: speculative")
