"""The commands of `classifier labels`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from classifier.commands.shared import LABELS, OK, Watched, read_options, reading, scored, scorer


@click.group()
def labels() -> None:
    """Check and describe the labels.

    \b
    Examples:
      classifier labels check --labels labels --corpora ../shared/corpora
      classifier labels stats --labels labels
    """


@labels.command()
@LABELS
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
@LABELS
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
@LABELS
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
@reading
@LABELS
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

    outcomes = Watched(scored(scorer(given["model"]), inputs, 1, read_options(given)), None)
    for one in least_sure(outcomes, {row.sha256 for row in read_labels(folder)}, count):
        click.echo(f"{one.uncertainty:.3f}\t{one.verdict}\t{one.id}")
    return outcomes.exit_code
