"""Commands that judge articles: score and explain."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from classifier.commands.shared import (
    ABOVE,
    BAD_INPUT,
    INTERRUPTED,
    OK,
    Watched,
    Work,
    read_options,
    reading,
    results,
    say,
    say_unread,
    scored,
    scorer,
)

if TYPE_CHECKING:
    from classifier.rows import Form


@click.command()
@reading
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array, with every span.")
@click.option("--jsonl", "as_jsonl", is_flag=True, help="Print one JSON object a line, with every span.")
@click.option("--csv", "as_csv", is_flag=True, help="Print the flat part of each record.")
@click.option("--github", "as_github", is_flag=True, help="Print GitHub Actions annotations.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="Write to this .jsonl, .csv (both also .gz, .zst) or .parquet, as it goes.",
)
@click.option("--resume", is_flag=True, help="Go on with an --output that was interrupted, or begin it.")
@click.option("--nested", is_flag=True, help="In Parquet, keep every span in nested columns.")
@click.option(
    "--dask", metavar="ADDRESS", help="Share files out among Dask workers; the last ARTICLE is the output folder."
)
@click.option("--jobs", default=1, show_default=True, type=click.IntRange(1), help="Processes.")
@click.option(
    "--fail-above",
    type=click.FloatRange(0, 1),
    metavar="T",
    help="Exit with 1 if a speculation score is above T.",
)
def score(inputs: tuple[str, ...], jobs: int, fail_above: float | None, **given: Any) -> int:
    """Score articles: files, folders, globs, or - for stdin.

    Read are .txt .md .html .jsonl .csv .warc, each also .gz .zst .bz2 .xz, and .parquet.

    \b
    Examples:
      classifier score article.txt
      classifier score news/ 'more/*.html' --jobs 2
      classifier score crawl.jsonl --text-field body --jsonl > scores.jsonl
      classifier score CC-NEWS-*.warc.gz --jobs 8 -o scores.parquet --resume
      classifier score --dask tcp://head:8786 in/*.parquet out/
      classifier score draft.md --fail-above 0.7 || echo "too much guessing"
      classifier score drafts/ --github --fail-above 0.7

    A text that must not be judged (too short, another language, no article) gets
    the verdict unscorable and the reason. A text that cannot be read gets a row
    with its error; the rest is scored all the same, and the exit code is 2.

    Whatever ends a run with --output, the same command with --resume goes on from
    there, and the file is the same byte for byte in the end.
    """
    form = _form(given)
    _check_usage(inputs, form, given)
    work = Work(scorer(given["model"]), inputs, jobs, read_options(given))
    if given["dask"]:
        return _share_out(work, fail_above, given)
    if given["output"]:
        return _write(work, given["output"], fail_above, given)
    return _print(work, form, fail_above)


def _check_usage(inputs: tuple[str, ...], form: Form | Literal["github"] | None, given: dict[str, Any]) -> None:
    target = "--dask" if given["dask"] else "--output" if given["output"] else None
    if target and form:
        raise click.UsageError(f"--{form} is for printing; {target} writes files.")
    if given["resume"] and not target:
        raise click.UsageError("--resume goes on with an --output; name it.")
    if given["dask"] and given["output"]:
        raise click.UsageError("with --dask the last argument is the output folder, not --output.")
    if given["dask"] and len(inputs) < 2:
        raise click.UsageError("with --dask at least one input and the output folder are needed.")


def _form(given: dict[str, Any]) -> Form | Literal["github"] | None:
    """Return the form of output that was asked for, None for the table."""
    forms: tuple[Form | Literal["github"], ...] = ("json", "jsonl", "csv", "github")
    asked = [form for form in forms if given[f"as_{form}"]]
    if len(asked) > 1:
        raise click.UsageError(f"--{asked[0]} and --{asked[1]} exclude each other; give one of them.")
    return asked[0] if asked else None


def _print(work: Work, form: Form | Literal["github"] | None, fail_above: float | None) -> int:
    from classifier.rows import row_of
    from classifier.writing import print_rows

    if form is None:
        from classifier.report.terminal import print_table

        outcomes = Watched(scored(work.scorer, work.inputs, work.jobs, work.options), fail_above)
        print_table(outcomes)
        return outcomes.exit_code
    if form == "github":
        from classifier.report.github import workflow_commands

        outcomes = Watched(scored(work.scorer, work.inputs, work.jobs, work.options), fail_above)
        for outcome in outcomes:
            for line in workflow_commands(outcome, fail_above):
                click.echo(line)
        return outcomes.exit_code
    rows = Watched(results(work, partial(row_of, form=form)), fail_above)
    print_rows(rows, form)
    return rows.exit_code


def _write(work: Work, path: Path, fail_above: float | None, given: dict[str, Any]) -> int:
    from dataclasses import asdict

    from classifier.resuming import identity_of
    from classifier.rows import row_of
    from classifier.writing import Output, refuse_own_input

    output = Output(path, given["nested"])
    finish = partial(row_of, form=output.form)
    refuse_own_input(path, work.inputs)
    options = {"--fail-above": str(fail_above), "--nested": str(output.nested), **asdict(work.options)}
    partial_file = output.begin(identity_of(work.scorer.model.id, options, work.inputs), given["resume"])
    if partial_file is None:
        return _complete_already(path, fail_above)
    try:
        with partial_file as file:
            rows = Watched(results(work, finish, file.mark), fail_above, file.mark.exit_code)
            for row in rows:
                file.write(row, rows.exit_code)
            file.complete()
        output.publish()
    except KeyboardInterrupt:
        say(f"interrupted; {partial_file.mark.rows:,} articles are kept: the same command with --resume goes on")
        return INTERRUPTED
    return rows.exit_code


def _complete_already(path: Path, fail_above: float | None) -> int:
    """Return the exit code of the run that has written `path`: nobody may take a file with failures for a sound one."""
    from classifier.tallying import tallied

    tally = tallied(path)
    failures = f", {tally.failed:,} of {tally.rows:,} articles not readable" if tally.failed else ""
    say(f"{path} is complete already{failures}; delete it to score anew")
    if tally.failed:
        return BAD_INPUT
    return ABOVE if fail_above is not None and tally.highest > fail_above else OK


def _share_out(work: Work, fail_above: float | None, given: dict[str, Any]) -> int:
    from dataclasses import asdict

    from classifier.cluster import begin_folder, file_tasks, score_files
    from classifier.finding import surveyed
    from classifier.resuming import identity_of

    *inputs, folder = work.inputs
    say_unread(surveyed(inputs))
    tasks = file_tasks(inputs, Path(folder), work.options, given["nested"])
    options = {"--nested": str(given["nested"]), **asdict(work.options)}
    begin_folder(Path(folder), identity_of(work.scorer.model.id, options, inputs), given["resume"])
    exit_code = OK
    for done, result in enumerate(score_files(given["dask"], work.scorer, tasks), 1):
        say(f"{done:,} of {len(tasks):,}: {result.source}: {result.rows:,} articles, {result.failed:,} not readable")
        if result.failed:
            exit_code = BAD_INPUT
        elif fail_above is not None and result.highest > fail_above:
            exit_code = max(exit_code, ABOVE)
    return exit_code


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
