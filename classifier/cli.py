"""The command line: parses, calls, prints."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from classifier import __version__
from classifier.errors import ClassifierError

if TYPE_CHECKING:
    from classifier.reading import ReadOptions
    from classifier.score import ArticleScore, Failure
    from classifier.scoring import Scorer

__all__ = ["main"]

OK, ABOVE, BAD_INPUT = 0, 1, 2


class _Commands(click.Group):
    """A group whose own errors are one line on stderr and exit code 2."""

    def main(self, *args: Any, **kwargs: Any) -> NoReturn:
        kwargs["standalone_mode"] = False
        try:
            code = super().main(*args, **kwargs)
        except click.exceptions.Abort:
            sys.exit(130)
        except click.ClickException as error:
            _fail(f"{error.format_message()} {_advice(error)}")
        except ClassifierError as error:
            _fail(str(error))
        except BrokenPipeError:  # the reader, head for instance, has seen enough
            sys.stderr.close()
            sys.exit(OK)
        sys.exit(code if isinstance(code, int) else OK)


def _advice(error: click.ClickException) -> str:
    """Return what to try instead."""
    meant = getattr(error, "ctx", None) and re.fullmatch(r"No such command '(.+)'\.", error.format_message())
    if meant and Path(meant[1]).exists():
        return f"For a score: classifier score {meant[1]}"
    return "Try --help."


def _fail(message: str) -> NoReturn:
    click.echo(f"classifier: {message}", err=True)
    sys.exit(BAD_INPUT)


@click.group(
    cls=_Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="classifier")
@click.pass_context
def main(context: click.Context) -> None:
    """Tell reported fact from speculation in news articles, and score their quality.

    \b
    Examples:
      classifier score article.txt                 a table for people
      classifier score news/ --jsonl > scores.jsonl
      cat article.txt | classifier score -
      classifier explain article.txt               every sentence, and why
      python train.py                              fit the model to labels/
      classifier evaluate --model models/base --labels labels

    Exit codes: 0 done, 1 an article is above --fail-above, 2 wrong usage or an
    article that could not be read.
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def _reading(command: Callable[..., Any]) -> Callable[..., Any]:
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
            type=click.Choice(["txt", "html", "jsonl", "csv"]),
            default="txt",
            show_default=True,
            help="What standard input holds.",
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def _options(given: dict[str, Any]) -> ReadOptions:
    from classifier.reading import ReadOptions

    try:
        "".encode(given["encoding"])
    except LookupError:
        raise click.BadParameter(f"{given['encoding']!r} is no encoding; try utf-8 or cp1252.") from None
    names = ("text_field", "title_field", "id_field", "encoding", "max_bytes", "stdin_format")
    return ReadOptions(**{name: given[name] for name in names})


@main.command()
@_reading
@click.option("--json", "form", flag_value="json", help="One JSON array, with every span.")
@click.option("--jsonl", "form", flag_value="jsonl", help="One JSON object a line, with every span.")
@click.option("--csv", "form", flag_value="csv", help="The flat part of each record.")
@click.option("--jobs", default=1, show_default=True, type=click.IntRange(1), help="Processes.")
@click.option(
    "--fail-above",
    type=click.FloatRange(0, 1),
    metavar="T",
    help="Exit with 1 if a speculation score is above T.",
)
def score(inputs: tuple[str, ...], form: str | None, jobs: int, fail_above: float | None, **given: Any) -> int:
    """Score articles: files (.txt .md .html .jsonl .csv .parquet), folders, globs, or - for stdin.

    \b
    Examples:
      classifier score article.txt
      classifier score news/ 'more/*.html' --jobs 2
      classifier score crawl.jsonl --text-field body --jsonl > scores.jsonl
      classifier score draft.md --fail-above 0.7 || echo "too much guessing"

    A text that must not be judged (too short, another language, no article) gets
    the verdict unscorable and the reason. A text that cannot be read gets a row
    with its error; the rest is scored all the same, and the exit code is 2.
    """
    outcomes = _Watched(_scored(_scorer(given["model"]), inputs, jobs, _options(given)), fail_above)
    if form == "csv":
        _print_csv(outcomes)
    elif form == "jsonl":
        for outcome in outcomes:
            click.echo(_json(outcome))
    elif form == "json":
        _print_json(outcomes)
    else:
        from classifier.report.terminal import print_table

        print_table(outcomes)
    return outcomes.exit_code


def _scorer(model: str | None) -> Scorer:
    from classifier.loading import load

    return load(model)


def _scored(
    scorer: Scorer, inputs: tuple[str, ...], jobs: int, options: ReadOptions
) -> Iterator[ArticleScore | Failure]:
    from classifier.progress import Progress
    from classifier.reading import read_articles

    with Progress("articles") as progress:
        for outcome in scorer.score_many(read_articles(inputs, options), jobs):
            progress.step()
            yield outcome


class _Watched:
    """Outcomes on their way through, with the exit code that they ask for."""

    def __init__(self, outcomes: Iterable[ArticleScore | Failure], fail_above: float | None) -> None:
        self._outcomes = outcomes
        self._fail_above = fail_above
        self.exit_code = OK

    def __iter__(self) -> Iterator[ArticleScore | Failure]:
        from classifier.score import Failure

        for outcome in self._outcomes:
            if isinstance(outcome, Failure):
                click.echo(f"classifier: {outcome.error}", err=True)
                self.exit_code = BAD_INPUT
            elif self._fail_above is not None and (outcome.speculation or 0) > self._fail_above:
                self.exit_code = max(self.exit_code, ABOVE)
            yield outcome


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


@main.command()
@_reading
def explain(inputs: tuple[str, ...], **given: Any) -> int:
    """Show each sentence with its label, the cues in it, and the reasons for the verdict.

    \b
    Examples:
      classifier explain article.txt
      classifier explain article.txt | less -R
      curl -s https://example.org/news > page.html; classifier explain page.html

    Labels: F fact, A attributed, S speculation, O opinion, . other.
    """
    from classifier.report.terminal import print_explanation

    outcomes = _Watched(_scored(_scorer(given["model"]), inputs, 1, _options(given)), None)
    for outcome in outcomes:
        print_explanation(outcome)
    return outcomes.exit_code


@main.command()
@click.option(
    "--labels",
    default="labels",
    show_default=True,
    type=click.Path(path_type=Path),
    help="Folder of labels, or a CSV text,verdict[,quality].",
)
@click.option(
    "--corpora",
    type=click.Path(path_type=Path),
    help="Folder of the texts that labels point at; else CLASSIFIER_CORPORA, else the user's cache.",
)
@click.option(
    "--output",
    default="models",
    show_default=True,
    type=click.Path(path_type=Path),
    help="Folder to write the model's folder into.",
)
@click.option("--name", help="Name of the model; base unless given, to be given with a CSV.")
@click.option("--overwrite", is_flag=True, help="Replace an adapted model of that name.")
@click.option("--seed", default=0, show_default=True, help="Decides the folds.")
@click.option("--jobs", default=2, show_default=True, type=click.IntRange(1), help="Processes.")
def train(**given: Any) -> int:
    """Fit a model to labels, evaluate it, and write it with its card.

    \b
    Examples:
      python train.py
      python train.py --corpora ../shared/corpora --name base
      python train.py --labels mine.csv --name mine     adapts the shipped model (ten rows or more)

    The same labels and seed give the same bytes.
    """
    from classifier.trainer import train_and_save

    click.echo(train_and_save(**given, say=_say))
    return OK


@main.command()
@click.option("--model", type=click.Path(path_type=Path), help="Folder of a model; the shipped one unless given.")
@click.option(
    "--labels", default="labels", show_default=True, type=click.Path(path_type=Path), help="Folder of labels."
)
@click.option("--corpora", type=click.Path(path_type=Path), help="Folder of the texts that labels point at.")
@click.option(
    "--split",
    type=click.Choice(["train", "dev", "test", "all"]),
    default="test",
    show_default=True,
    help="Which articles to measure on.",
)
@click.option("--jobs", default=2, show_default=True, type=click.IntRange(1), help="Processes.")
@click.option("--json", "as_json", is_flag=True, help="Figures as JSON.")
def evaluate(as_json: bool, **given: Any) -> int:
    """Measure a saved model on labels.

    \b
    Examples:
      classifier evaluate --model models/base --labels labels
      classifier evaluate --split all --json > figures.json
    """
    from classifier.trainer import evaluate_saved

    text, figures = evaluate_saved(**given, say=_say)
    click.echo(json.dumps(figures, indent=1) if as_json else text)
    return OK


@main.group()
def labels() -> None:
    """Check and describe the labels.

    \b
    Examples:
      classifier labels check --labels labels --corpora ../shared/corpora
      classifier labels stats --labels labels
    """


_LABELS = click.option(
    "--labels", "folder", default="labels", show_default=True, type=click.Path(path_type=Path), help="Folder of labels."
)


@labels.command()
@_LABELS
@click.option("--corpora", type=click.Path(path_type=Path), help="Folder of the texts that labels point at.")
def check(folder: Path, corpora: Path | None) -> int:
    """Check every row: format, texts by hash, offsets, and that no group straddles splits.

    \b
    Examples:
      classifier labels check
      classifier labels check --corpora ../shared/corpora
    """
    from classifier.labelcheck import check_labels

    click.echo(check_labels(folder, corpora))
    return OK


@labels.command()
@_LABELS
@click.option("--write", is_flag=True, help="Put the figures into the README beside the labels, between its markers.")
@click.option("--picture", type=click.Path(path_type=Path), metavar="PNG", help="Draw the verdicts of each stratum.")
def stats(folder: Path, write: bool, picture: Path | None) -> int:
    """Print counts, agreement of the annotators, and how much a surface signal gives away.

    \b
    Examples:
      classifier labels stats
      classifier labels stats --write --picture labels/labels.png
    """
    from classifier.labelstats import draw, statistics, write_into_readme

    found = statistics(folder)
    if picture is not None:
        draw(folder, picture)
    click.echo(f"figures written into {write_into_readme(folder, found)}" if write else found)
    return OK


_TOOL = click.option(
    "--tool", type=click.Choice(["label-studio", "doccano"]), default="label-studio", show_default=True, help="Which."
)


@labels.command("export")
@_LABELS
@_TOOL
@click.option("--corpora", type=click.Path(path_type=Path), help="Folder of the texts that labels point at.")
@click.option("--corpus", required=True, help="Which labels: written, wikinews, newspool …")
@click.option("--predict", is_flag=True, help="Add the shipped model's labels as pre-annotations.")
def export_labels(folder: Path, tool: str, corpora: Path | None, corpus: str, predict: bool) -> int:
    """Print the labels of one corpus as tasks for Label Studio (JSON) or doccano (JSONL), texts included.

    \b
    Examples:
      classifier labels export --corpus written > tasks.json
      classifier labels export --corpus written --tool doccano --predict > lines.jsonl
    """
    from classifier.labeltools import exported

    click.echo(exported(folder, corpora, corpus, tool, predict), nl=False)
    return OK


@labels.command("import")
@_TOOL
@click.argument("exported", type=click.Path(path_type=Path), metavar="FILE")
def import_labels(tool: str, exported: Path) -> int:
    """Print the label rows of a file that Label Studio (JSON) or doccano (JSONL) gave back.

    \b
    Examples:
      classifier labels import tasks.json > labels/written/labels.jsonl
      classifier labels import lines.jsonl --tool doccano > labels/standoff/newspool.jsonl
    """
    from classifier.labeltools import imported

    click.echo(imported(exported, tool), nl=False)
    return OK


@labels.command("config")
def labelling_config() -> int:
    """Print the labelling configuration for Label Studio.

    \b
    Examples:
      classifier labels config > label-studio.xml
    """
    from classifier.exchange import label_studio_config

    click.echo(label_studio_config())
    return OK


@labels.command()
@_reading
@_LABELS
@click.option("-n", "--count", default=20, show_default=True, type=click.IntRange(1), help="How many.")
def suggest(inputs: tuple[str, ...], folder: Path, count: int, **given: Any) -> int:
    """List the unlabelled articles that the model would learn most from: those it is least sure of.

    \b
    Examples:
      classifier labels suggest news/ -n 10
      classifier labels suggest crawl.jsonl --text-field body
    """
    from classifier.labels import read_labels
    from classifier.suggesting import suggest as least_sure

    outcomes = _Watched(_scored(_scorer(given["model"]), inputs, 1, _options(given)), None)
    for one in least_sure(outcomes, {row.sha256 for row in read_labels(folder)}, count):
        click.echo(f"{one.uncertainty:.3f}\t{one.verdict}\t{one.id}")
    return outcomes.exit_code


@main.group()
def corpora() -> None:
    """Get the texts that labels point at.

    \b
    Examples:
      classifier corpora fetch --folder ~/corpora
    """


@corpora.command()
@_LABELS
@click.option("--folder", "target", type=click.Path(path_type=Path), help="Where to; else as in training.")
@click.option("--base-url", help="A mirror to fetch from in place of the origin.")
@click.option("--cache", type=click.Path(path_type=Path), help="Keep the downloaded files here.")
def fetch(folder: Path, target: Path | None, base_url: str | None, cache: Path | None) -> int:
    """Fetch every labelled text from where it was published, checked by hash; go on where it stopped.

    \b
    Examples:
      classifier corpora fetch --folder ~/corpora
      classifier corpora fetch --base-url https://mirror.example.org --cache /tmp/files
    """
    from classifier.corpora import corpora_folder
    from classifier.fetching import FetchSettings, fetch, read_origins
    from classifier.labels import read_labels
    from classifier.progress import Progress

    into = corpora_folder(target)
    with Progress("texts") as progress:
        rows, origins = read_labels(folder), read_origins(folder / "origins.jsonl")
        settings = FetchSettings(base_url, cache=cache) if base_url else FetchSettings(cache=cache)
        report = fetch(rows, origins, into, settings, lambda done, total: progress.step())
    click.echo(f"{report.fetched} fetched, {report.kept} there already, {len(report.missing)} missing, in {into}")
    for (corpus, key), reason in sorted(report.missing.items()):
        click.echo(f"classifier: {corpus} {key}: {reason}", err=True)
    return BAD_INPUT if report.missing else OK


def _say(message: str) -> None:
    click.echo(message, err=True)


if __name__ == "__main__":
    main()
