"""Commands that make models and measure them: train and evaluate."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from classifier.commands.shared import OK, say


@click.command()
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

    click.echo(train_and_save(**given, say=say))
    return OK


@click.command()
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

    text, figures = evaluate_saved(**given, say=say)
    click.echo(json.dumps(figures, indent=1) if as_json else text)
    return OK
