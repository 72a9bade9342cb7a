"""The floors below which the shipped model must not fall, with the hashes of the labels that they were measured on.

Run: ``python -m benchmarks.gate --corpora ../shared/corpora`` compares; ``--update`` raises floors to what is measured,
and refuses to lower one, unless ``--lower "why"`` says so; what was lowered stays written in the file.

Measured on the test split, to which the shipped model is not fitted. `tests/test_gate.py` runs it with the tests.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor
from pathlib import Path
from typing import Any

import numpy as np

from classifier.corpora import find_texts
from classifier.dataset import read_dataset
from classifier.errors import ModelError
from classifier.evaluation import Judged, judge
from classifier.labels import LabelledArticle, read_labels
from classifier.loading import load
from classifier.measured import Digests, digests
from classifier.metrics import Predictions, spearman
from classifier.model.bundle import Model
from classifier.model.compiled import VERDICTS, least_cost

__all__ = ["BASELINE", "LABELS", "SETS", "Baseline", "below", "measured", "read_baseline", "updated"]

ROOT = Path(__file__).parent.parent
LABELS = ROOT / "labels"
BASELINE = ROOT / "models" / "baseline.json"
SETS = ("written articles", "real articles")
MOST = frozenset({"reported called speculative", "speculative called reported", "article: abstained"})
_REPORTED, _SPECULATIVE = VERDICTS.index("reported"), VERDICTS.index("speculative")

Figures = Mapping[str, float]


@dataclass(frozen=True)
class Baseline:
    """What is pinned.

    Attributes
    ----------
    model
        Id of the model that it was measured on.
    digests
        Hashes of labels and splits.
    floors
        By set and figure, the least value; for those in `MOST` the most.
    lowered
        Every floor that was ever lowered: set, figure, from, to, why.
    """

    model: str
    digests: Digests
    floors: Mapping[str, Figures]
    lowered: Sequence[Mapping[str, Any]] = ()

    def write(self, path: Path) -> None:
        """Write it as JSON."""
        kept = {"model": self.model, "labels_sha256": self.digests.labels, "splits_sha256": self.digests.splits}
        raw = json.dumps({**kept, "floors": self.floors, "lowered": list(self.lowered)}, indent=1, ensure_ascii=False)
        path.write_text(raw + "\n", encoding="utf-8")


def read_baseline(path: Path = BASELINE) -> Baseline:
    """Return what is pinned in a file.

    Raises
    ------
    ModelError
        If the file is missing or is no such file.
    """
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        pinned = Digests(kept["labels_sha256"], kept["splits_sha256"])
        return Baseline(kept["model"], pinned, kept["floors"], kept["lowered"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(
            f"{path}: no floors in it ({error!r}); `python -m benchmarks.gate --update` pins them"
        ) from error


def measured(model: Model, rows: Sequence[LabelledArticle], corpora: Path, jobs: int = 1) -> dict[str, float]:
    """Return the figures of `model` on the test articles among `rows`; a figure that cannot be had is left out."""
    test = [row for row in rows if row.split == "test"]
    judged = judge(read_dataset(test, find_texts(test, LABELS, corpora), jobs, model.tagger), model)
    return {name: value for name, value in _figures(judged) if value == value}


def _figures(judged: Judged) -> Iterator[tuple[str, float]]:
    known = np.array([row.final.verdict != "none" for row in judged.labels], dtype=bool)
    articles, everything = judged.only(known), np.arange(known.sum())
    truth = np.array([VERDICTS.index(row.final.verdict) for row in articles.labels], dtype=np.int64)
    found = Predictions(truth, articles.verdicts, least_cost(articles.verdicts))
    yield "AUC speculative against reported", found.auc(everything, _REPORTED, _SPECULATIVE)
    yield "verdict macro-F1", found.macro_f1(everything)
    yield "reported called speculative", found.rate(everything, _REPORTED, _SPECULATIVE)
    yield "speculative called speculative", found.rate(everything, _SPECULATIVE, _SPECULATIVE)
    yield "speculative called reported", found.rate(everything, _SPECULATIVE, _REPORTED)
    quality = np.array([float(row.final.quality or np.nan) for row in articles.labels])
    yield "quality Spearman", spearman(quality, np.median(articles.parts, axis=1))
    yield "article: abstained", float(articles.abstains.mean())
    if not known.all():
        yield "no article: abstained", float(judged.abstains[~known].mean())
    labelled = judged.target >= 0
    sentences = judged.sentences[labelled]
    labels = Predictions(judged.target[labelled], sentences, sentences.argmax(axis=1))
    yield "sentence macro-F1", labels.macro_f1(np.arange(len(sentences)))


def below(floors: Figures, found: Figures) -> list[str]:
    """Return what is worse than its floor, in words."""
    told = []
    for name, pinned in floors.items():
        value = found.get(name, float("nan"))
        if not _meets(name, value, pinned):
            wanted = "at most" if name in MOST else "at least"
            told.append(f"{name} is {value:.4f}, pinned is {wanted} {pinned:.3f}")
    return told


def _meets(name: str, value: float, pinned: float) -> bool:
    return value <= pinned if name in MOST else value >= pinned


def updated(old: Baseline | None, new: Baseline, why: str = "") -> Baseline:
    """Return `new` with floors rounded to the safe side, and what it lowers written down.

    Raises
    ------
    ModelError
        If a floor would be lowered, or dropped, and `why` is empty.
    """
    floors = {name: {key: _safe(key, value) for key, value in found.items()} for name, found in new.floors.items()}
    lowered: list[Mapping[str, Any]] = []
    for name, figures in (old.floors if old else {}).items():
        worse = below(figures, floors.get(name, {}))
        if worse and not why:
            raise ModelError(f"{name}: {'; '.join(worse)}; mend the model, or say why with --lower")
        for key, pinned in figures.items():
            now = floors.get(name, {}).get(key)
            if now is None or not _meets(key, now, pinned):
                lowered.append({"set": name, "figure": key, "from": pinned, "to": now, "why": why})
    return Baseline(new.model, new.digests, floors, [*(old.lowered if old else ()), *lowered])


def _safe(name: str, value: float) -> float:
    """Return the value at three places, on the side that it meets: another CPU may differ in the last digits."""
    return ceil(1000 * value) / 1000 if name in MOST else floor(1000 * value) / 1000


def main() -> int:
    """Print the figures beside their floors; 1 if one is below, 0 otherwise."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--corpora", type=Path, default=Path("../shared/corpora"))
    parser.add_argument("--model", type=Path, help="folder of a model; the shipped one unless given")
    parser.add_argument("--update", action="store_true", help="pin what is measured now")
    parser.add_argument("--lower", default="", metavar="WHY", help="lower floors, too, for this reason")
    given = parser.parse_args()
    labels, model = read_labels(LABELS), load(given.model).model
    parts = ([row for row in labels if row.sample == sample] for sample in ("written", "real"))
    floors = {name: measured(model, rows, given.corpora) for name, rows in zip(SETS, parts, strict=True)}
    old = read_baseline() if BASELINE.is_file() else None
    for name, found in floors.items():
        print(name)
        for key, value in found.items():
            pinned = old.floors.get(name, {}).get(key) if old else None
            print(f"  {key:<36} {value:.4f}  {'' if pinned is None else f'pinned {pinned:.3f}'}".rstrip())
    if given.update:
        updated(old, Baseline(model.id, digests(labels), floors), given.lower).write(BASELINE)
        return 0
    return int(old is None or any(below(old.floors[name], floors[name]) for name in old.floors))


if __name__ == "__main__":
    sys.exit(main())
