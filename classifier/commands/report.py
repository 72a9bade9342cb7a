"""The command that writes reports."""

from __future__ import annotations

from itertools import chain, islice
from pathlib import Path
from typing import Any

import click

from classifier.commands.shared import Watched, read_options, reading, scored, scorer


@click.command()
@reading
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The page to write.",
)
@click.option(
    "--pages",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for a report of each article, linked from the page.",
)
@click.option("--jobs", default=1, show_default=True, type=click.IntRange(1), help="Processes.")
def report(inputs: tuple[str, ...], output: Path, pages: Path | None, jobs: int, **given: Any) -> int:
    """Write one HTML page: the report of an article, or an index of many.

    \b
    Examples:
      classifier report article.txt -o report.html
      classifier report crawl.jsonl -o index.html --pages pages
      classifier report news/ -o index.html --jobs 2

    The page is one file that fetches nothing. An article that cannot be read is
    a row with its error in an index, and the exit code is 2. Needs the extra
    report: pip install '.[report]' in the clone.
    """
    from classifier.report.html import report_html
    from classifier.report.index import write_index
    from classifier.report.page import ready
    from classifier.score import ArticleScore

    ready()
    judge = scorer(given["model"])
    outcomes = Watched(scored(judge, inputs, jobs, read_options(given)), None)
    stream = iter(outcomes)
    first = list(islice(stream, 2))
    try:
        if len(first) == 1 and isinstance(first[0], ArticleScore) and pages is None:
            output.write_text(report_html(first[0], why=judge.explain(first[0])), encoding="utf-8")
        else:
            write_index(chain(first, stream), output, pages)
    except OSError as error:
        raise click.ClickException(f"{error.filename or output}: cannot be written ({error.strerror}).") from None
    return outcomes.exit_code
