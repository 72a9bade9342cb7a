"""The commands of `classifier corpora`."""

from __future__ import annotations

from pathlib import Path

import click

from classifier.commands.shared import BAD_INPUT, LABELS, OK


@click.group()
def corpora() -> None:
    """Get the texts that labels point at.

    \b
    Examples:
      classifier corpora fetch --folder ~/corpora
    """


@corpora.command()
@LABELS
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
