"""What the measurements of models start from: labels, texts and a model; and where their figures go."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from classifier.corpora import corpora_folder, find_texts
from classifier.dataset import Dataset, read_dataset
from classifier.labels import read_labels
from classifier.loading import load
from classifier.measured import Digests, Measured, Results, digests, write_results
from classifier.scoring import Scorer

__all__ = ["KEPT", "RESULTS", "Setting", "say", "setting", "table"]

RESULTS = Path(__file__).parent / "results"
KEPT = Path(__file__).parent.parent / "build" / "heldout"


@dataclass(frozen=True)
class Setting:
    """What is measured, and how.

    Attributes
    ----------
    data
        Labelled articles with their texts.
    scorer
        The model, for what is measured on it; its tagger is that of `data`.
    corpora
        Folder of the texts of real articles.
    digests
        Hashes of all labels.
    whole
        Whether `data` is all there is; a sample is a trial, nothing of it is kept.
    jobs, seed
        Processes; what decides folds and resamples.
    """

    data: Dataset
    scorer: Scorer
    corpora: Path
    digests: Digests
    whole: bool
    jobs: int
    seed: int

    @property
    def kept(self) -> Path | None:
        """Folder for judgements that took long, so that a run goes on where it stopped; None for a sample."""
        return KEPT / f"{self.scorer.model.id}-{self.digests.labels[:12]}" if self.whole else None

    def finish(self, name: str, rows: Sequence[Measured]) -> None:
        """Print the figures, and write them to ``results/NAME.json`` unless they are of a sample."""
        print(table(rows))
        if self.whole:
            write_results(RESULTS / f"{name}.json", Results(self.scorer.model.id, self.digests.labels, rows))
        else:
            say("a sample: nothing written")


def setting(told: str | None) -> Setting:
    """Return the setting that the command line asks for."""
    parser = argparse.ArgumentParser(description=(told or "").splitlines()[0])
    parser.add_argument("--corpora", type=Path, default=Path("../shared/corpora"))
    parser.add_argument("--labels", type=Path, default=Path("labels"))
    parser.add_argument("--model", type=Path, help="folder of a model; the shipped one unless given")
    parser.add_argument("--sample", type=int, help="try it on so many articles; writes nothing")
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    labels, corpora = read_labels(given.labels), corpora_folder(given.corpora)
    rows = labels
    if given.sample:
        chosen = np.linspace(0, len(labels) - 1, min(given.sample, len(labels))).astype(int)
        rows = [labels[at] for at in chosen]
    scorer, texts = load(given.model), find_texts(rows, given.labels, corpora)
    if texts.advice:
        say(texts.advice)
    say(f"analysing {len(texts.found)} articles …")
    data = read_dataset(rows, texts, given.jobs, scorer.model.tagger, copies=True)
    whole = not given.sample and not texts.missing
    return Setting(data, scorer, corpora, digests(labels), whole, given.jobs, given.seed)


def say(told: str) -> None:
    """Print one line of progress."""
    print(told, file=sys.stderr, flush=True)


def table(rows: Sequence[Measured]) -> str:
    """Return the figures as aligned plain text, one block a table."""
    blocks: dict[str, list[str]] = {}
    wide = max((len(row.name) for row in rows), default=0)
    for row in rows:
        line = f"  {row.name:<{wide}}  {row.measure:<34} {row.figure!s:<30} {row.told}"
        blocks.setdefault(row.table, []).append(line.rstrip())
    return "\n\n".join("\n".join([name, *lines]) for name, lines in blocks.items())
