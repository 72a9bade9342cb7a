"""The command that measures a model on public benchmarks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from classifier.commands.shared import OK, say

if TYPE_CHECKING:
    from classifier.benchmarks import Row


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME...|all")
@click.option("--model", type=click.Path(path_type=Path), help="Folder of a model; the shipped one unless given.")
@click.option("--corpora", type=click.Path(path_type=Path), help="Folder of the corpora; else as in training.")
@click.option("--split", help="Which part of the data to measure on; else the one at hand for developing.")
@click.option(
    "--output",
    default="benchmarks",
    show_default=True,
    type=click.Path(path_type=Path),
    help="Folder for results/NAME.json and for test_runs.jsonl, where every run is written down.",
)
def benchmark(names: tuple[str, ...], model: Path | None, corpora: Path | None, split: str | None, output: Path) -> int:
    """Measure a model on data that others annotated, beside what people reach.

    \b
    Examples:
      classifier benchmark polnear --corpora ../shared/corpora
      classifier benchmark all
      classifier benchmark polnear newsdiscourse bioscope --split test

    Each reads SPLIT.jsonl in its own folder of the corpora.

    In brackets the 95 % bootstrap interval over articles. Every run counts as a
    look at the data and is written down; choose nothing by them.
    """
    from classifier.benchmarks import BENCHMARKS
    from classifier.benchmarks.record import record
    from classifier.corpora import corpora_folder
    from classifier.loading import load

    chosen = tuple(BENCHMARKS) if names == ("all",) else names
    for name in chosen:
        if name not in BENCHMARKS:
            raise click.BadParameter(f"{name!r} is none of {', '.join(BENCHMARKS)}, all.")
        if split and split not in BENCHMARKS[name].splits:
            raise click.BadParameter(f"{name} has no split {split!r}, only {', '.join(BENCHMARKS[name].splits)}.")
    loaded = load(model).model
    for name in chosen:
        part = split or BENCHMARKS[name].splits[0]
        say(f"measuring {name}, {part} …")
        rows = BENCHMARKS[name].run(corpora_folder(corpora), part, loaded)
        looks = record(output, name, part, loaded.id, rows)
        click.echo(_table(rows))
        click.echo(f"{name}, {part}, model {loaded.id}; look number {looks}")
    return OK


def _table(rows: Sequence[Row]) -> str:
    lines = [f"{'':36} {'':30} {'bar':>5} {'people':>6}"]
    for row in rows:
        people = "–" if row.people is None else f"{row.people:.2f}"
        lines.append(f"{row.name:36} {row.figure!s:30} {row.bar:5.2f} {people:>6}")
    return "\n".join(lines)
