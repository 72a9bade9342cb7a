"""What models make of articles of whose origin they saw nothing; kept on disk, so that a run can be resumed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.setting import Setting, say
from classifier.dataset import Dataset
from classifier.evaluation import judge, judge_out_of_fold
from classifier.features.facts import Floats
from classifier.training import fit

__all__ = ["corpora_of", "out_of_fold", "strata_of", "without", "without_each"]

Bools = NDArray[np.bool_]


def strata_of(data: Dataset) -> dict[str, Bools]:
    """Return which articles each stratum holds, shape (articles,); the authors of written ones are strata."""
    strata = np.array([label.stratum for label in data.labels])
    return {name: strata == name for name in sorted(set(strata.tolist()))}


def corpora_of(data: Dataset) -> dict[str, Bools]:
    """Return which articles each corpus holds, those left out that are one stratum."""
    corpora = np.array([label.corpus for label in data.labels])
    strata = {tuple(held) for held in strata_of(data).values()}
    held = {f"corpus {name}": corpora == name for name in sorted(set(corpora.tolist()))}
    return {name: one for name, one in held.items() if tuple(one) not in strata}


def without(setting: Setting, name: str, left_out: Bools) -> Floats:
    """Return the verdict probabilities of the articles left out, shape (left out, 3).

    Sentence models, second pass and article models are all fitted to the other articles alone.
    """

    def judged() -> Floats:
        say(f"fitting without {name}: {int(left_out.sum())} of {len(left_out)} articles …")
        model = fit(setting.data.only(~left_out), setting.seed, setting.jobs)
        return judge(setting.data.only(left_out), model).verdicts

    return _kept(setting, f"without {name}", left_out, judged)


def without_each(setting: Setting) -> Floats:
    """Return the verdict probabilities of every article by models that saw nothing of its stratum, (articles, 3)."""
    found = np.zeros((len(setting.data), 3))
    for name, held in strata_of(setting.data).items():
        found[held] = without(setting, name, held)
    return found


def out_of_fold(setting: Setting) -> Floats:
    """Return the verdict probabilities of every article by models that saw nothing of its fold, (articles, 3)."""

    def judged() -> Floats:
        say("judging out of fold …")
        return judge_out_of_fold(setting.data, setting.seed, setting.jobs).verdicts

    return _kept(setting, "out of fold", np.ones(len(setting.data), dtype=bool), judged)


def _kept(setting: Setting, name: str, articles: Bools, judged: Callable[[], Floats]) -> Floats:
    """Return what was kept under the name for these articles, else what `judged` gives, and keep it."""
    if setting.kept is None:
        return judged()
    path = setting.kept / f"{re.sub('[^a-z0-9]+', '-', name.lower())}-seed-{setting.seed}.json"
    chosen = np.flatnonzero(articles).tolist()
    keys = [f"{setting.data.labels[at].corpus} {setting.data.labels[at].id}" for at in chosen]
    found = _read(path)
    if list(found) != keys:
        found = dict(zip(keys, judged().tolist(), strict=True))
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".part")
        unfinished.write_text(json.dumps(found), encoding="utf-8")
        unfinished.replace(path)
    return np.array(list(found.values()))


def _read(path: Path) -> dict[str, list[float]]:
    found: dict[str, list[float]] = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return found
