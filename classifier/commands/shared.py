"""What commands share: options for reading articles, exit codes, outcomes on their way to the output."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import click

if TYPE_CHECKING:
    from classifier.finding import Input
    from classifier.reading import ReadOptions
    from classifier.resuming import Mark
    from classifier.score import ArticleScore, Failure
    from classifier.scoring import Scorer

__all__ = [
    "ABOVE",
    "BAD_INPUT",
    "INTERRUPTED",
    "LABELS",
    "OK",
    "Watched",
    "Work",
    "read_options",
    "reading",
    "results",
    "say",
    "say_unread",
    "scored",
    "scorer",
]

Result = TypeVar("Result")

OK, ABOVE, BAD_INPUT, INTERRUPTED = 0, 1, 2, 130

LABELS = click.option(
    "--labels", "folder", default="labels", show_default=True, type=click.Path(path_type=Path), help="Folder of labels."
)


def reading(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the articles to read, the model, and the options of reading."""
    options = [
        click.argument("inputs", nargs=-1, required=True, metavar="ARTICLE..."),
        click.option("--model", type=click.Path(), help="Folder of a model; the shipped one unless given."),
        click.option("--text-field", default="text", show_default=True, help="Field or column of the text."),
        click.option("--title-field", default="title", show_default=True, help="Field or column of the headline."),
        click.option("--id-field", default="id", show_default=True, help="Field or column of the id."),
        click.option("--encoding", default="utf-8-sig", help="Encoding of text files.  [default: UTF-8]"),
        click.option(
            "--max-bytes",
            default=20_000_000,
            show_default=True,
            type=click.IntRange(1),
            help="Largest article.",
        ),
        click.option(
            "--stdin-format",
            type=click.Choice(["txt", "html", "jsonl", "csv", "warc"]),
            default="txt",
            show_default=True,
            help="What standard input holds.",
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def read_options(given: dict[str, Any]) -> ReadOptions:
    """Return what `reading` was given, checked."""
    from classifier.reading import ReadOptions

    try:
        "".encode(given["encoding"])
    except LookupError:
        raise click.BadParameter(f"{given['encoding']!r} is no encoding; try utf-8 or cp1252.") from None
    names = ("text_field", "title_field", "id_field", "encoding", "max_bytes", "stdin_format")
    return ReadOptions(**{name: given[name] for name in names})


def scorer(model: str | None) -> Scorer:
    """Return a scorer with the model of that folder, or the shipped one."""
    from classifier.loading import load

    return load(model)


@dataclass(frozen=True, slots=True)
class Work:
    """Articles to be scored, and with what."""

    scorer: Scorer
    inputs: tuple[str, ...]
    jobs: int
    options: ReadOptions


def results(
    work: Work, finish: Callable[[ArticleScore | Failure], Result], mark: Mark | None = None
) -> Iterator[Result]:
    """Yield what `finish` makes of the outcome of each article, of those behind `mark`, with progress on stderr."""
    from classifier.batch import finished
    from classifier.finding import surveyed
    from classifier.progress import Progress
    from classifier.reading import read_items
    from classifier.resuming import skipped

    inputs = surveyed(work.inputs)
    say_unread(inputs)
    with Progress("articles", sum(one.size for one in inputs)) as progress:
        items = read_items(work.inputs, work.options, progress.read)
        if mark:
            items = skipped(items, mark)
            progress.begin()
        for result in finished(work.scorer, items, work.jobs, finish):
            progress.step()
            yield result


def say_unread(inputs: Sequence[Input]) -> None:
    """Say on stderr how many files of folders are left out, with their commonest endings, if there are any."""
    endings = sum((Counter(one.unread) for one in inputs), Counter[str]())
    if not endings:
        return
    count = endings.total()
    commonest = sorted(endings, key=lambda ending: (-endings[ending], ending))
    shown = ", ".join([ending or "no ending" for ending in commonest[:5]] + ["others"] * (len(commonest) > 5))
    say(f"{count:,} {'file' if count == 1 else 'files'} not read ({shown})")


def scored(
    scorer: Scorer, inputs: tuple[str, ...], jobs: int, options: ReadOptions
) -> Iterator[ArticleScore | Failure]:
    """Yield the outcome of each article, with progress on stderr."""
    return results(Work(scorer, inputs, jobs, options), _as_it_is)


def _as_it_is(outcome: ArticleScore | Failure) -> ArticleScore | Failure:
    return outcome


class Watched(Generic[Result]):
    """Outcomes, or rows of them, on their way through, with the exit code that they ask for."""

    def __init__(self, outcomes: Iterable[Result], fail_above: float | None, exit_code: int = OK) -> None:
        self._outcomes = outcomes
        self._fail_above = fail_above
        self.exit_code = exit_code

    def __iter__(self) -> Iterator[Result]:
        for outcome in self._outcomes:
            if error := getattr(outcome, "error", ""):
                click.echo(f"classifier: {error}", err=True)
                self.exit_code = BAD_INPUT
            elif self._fail_above is not None and (getattr(outcome, "speculation", 0) or 0) > self._fail_above:
                self.exit_code = max(self.exit_code, ABOVE)
            yield outcome


def say(message: str) -> None:
    """Print one line of progress on stderr."""
    click.echo(message, err=True)
