"""Commands that judge articles: score and explain."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from classifier.commands.shared import Watched, read_options, reading, scored, scorer

if TYPE_CHECKING:
    from classifier.score import ArticleScore, Failure


@click.command()
@reading
@click.option("--json", "as_json", is_flag=True, help="One JSON array, with every span.")
@click.option("--jsonl", "as_jsonl", is_flag=True, help="One JSON object a line, with every span.")
@click.option("--csv", "as_csv", is_flag=True, help="The flat part of each record.")
@click.option("--github", "as_github", is_flag=True, help="GitHub Actions annotations.")
@click.option("--jobs", default=1, show_default=True, type=click.IntRange(1), help="Processes.")
@click.option(
    "--fail-above",
    type=click.FloatRange(0, 1),
    metavar="T",
    help="Exit with 1 if a speculation score is above T.",
)
def score(inputs: tuple[str, ...], jobs: int, fail_above: float | None, **given: Any) -> int:
    """Score articles: files (.txt .md .html .jsonl .csv .parquet), folders, globs, or - for stdin.

    \b
    Examples:
      classifier score article.txt
      classifier score news/ 'more/*.html' --jobs 2
      classifier score crawl.jsonl --text-field body --jsonl > scores.jsonl
      classifier score draft.md --fail-above 0.7 || echo "too much guessing"
      classifier score drafts/ --github --fail-above 0.7

    A text that must not be judged (too short, another language, no article) gets
    the verdict unscorable and the reason. A text that cannot be read gets a row
    with its error; the rest is scored all the same, and the exit code is 2.
    """
    form = _form(given)
    outcomes = Watched(scored(scorer(given["model"]), inputs, jobs, read_options(given)), fail_above)
    if form == "csv":
        _print_csv(outcomes)
    elif form == "jsonl":
        for outcome in outcomes:
            click.echo(_json(outcome))
    elif form == "json":
        _print_json(outcomes)
    elif form == "github":
        from classifier.report.github import workflow_commands

        for outcome in outcomes:
            for line in workflow_commands(outcome, fail_above):
                click.echo(line)
    else:
        from classifier.report.terminal import print_table

        print_table(outcomes)
    return outcomes.exit_code


def _form(given: dict[str, Any]) -> str | None:
    """Return the form of output that was asked for, None for the table."""
    asked = [form for form in ("json", "jsonl", "csv", "github") if given[f"as_{form}"]]
    if len(asked) > 1:
        raise click.UsageError(f"--{asked[0]} and --{asked[1]} exclude each other; give one of them.")
    return asked[0] if asked else None


def _json(outcome: ArticleScore | Failure) -> str:
    return json.dumps(outcome.to_dict(), ensure_ascii=False, allow_nan=False).encode("utf-8", "replace").decode()


def _print_json(outcomes: Iterable[ArticleScore | Failure]) -> None:
    click.echo("[", nl=False)
    for number, outcome in enumerate(outcomes):
        click.echo((",\n" if number else "") + _json(outcome), nl=False)
    click.echo("]")


def _print_csv(outcomes: Iterable[ArticleScore | Failure]) -> None:
    import csv

    writer = None
    for outcome in outcomes:
        row = outcome.flat()
        if writer is None:
            writer = csv.DictWriter(sys.stdout, list(row), lineterminator="\n")
            writer.writeheader()
        writer.writerow({name: _printable(value) for name, value in row.items()})


def _printable(value: Any) -> Any:
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


@click.command()
@reading
def explain(inputs: tuple[str, ...], **given: Any) -> int:
    """Show each sentence with its label and cues, the reasons for the verdict, and what weighed in it.

    \b
    Examples:
      classifier explain article.txt
      FORCE_COLOR=1 classifier explain article.txt | less -R
      curl -s https://example.org/news > page.html; classifier explain page.html

    Labels: F fact, A attributed, S speculation, O opinion, . other.
    """
    from classifier.report.terminal import print_explanation
    from classifier.score import ArticleScore

    judge = scorer(given["model"])
    outcomes = Watched(scored(judge, inputs, 1, read_options(given)), None)
    for outcome in outcomes:
        print_explanation(outcome, why=judge.explain(outcome) if isinstance(outcome, ArticleScore) else None)
    return outcomes.exit_code
