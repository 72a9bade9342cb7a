"""Articles that look alike: each speculative one beside the reported one nearest to it in digits, quotes and length."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np

from benchmarks.heldout import without_each
from benchmarks.setting import Setting
from classifier.features.facts import Floats, Ints
from classifier.measured import Measured
from classifier.metrics import figure
from classifier.model.compiled import VERDICTS

__all__ = ["pair_rows", "paired", "surface"]

TABLE = "Pairs alike in digits, quotes and length"
_REPORTED, _SPECULATIVE = VERDICTS.index("reported"), VERDICTS.index("speculative")


def surface(texts: Sequence[str]) -> Floats:
    """Return what articles look like, shape (texts, 3): the logarithm of words, digits and quotation marks per word."""
    words = np.array([max(1, len(text.split())) for text in texts], dtype=np.float64)
    digits = np.array([len(re.findall(r"\d", text)) for text in texts])
    marks = np.array([len(re.findall('["“”]', text)) for text in texts])
    return np.stack([np.log(words), np.sqrt(digits / words), np.sqrt(marks / words)], axis=1)


def paired(some: Floats, others: Floats) -> Ints:
    """Return which of `others` goes with each of `some`, shape (some,): together the nearest, none of them twice.

    Columns are standardised over both.
    """
    from scipy.optimize import linear_sum_assignment
    from scipy.spatial.distance import cdist

    both = np.vstack([some, others])
    scale = np.maximum(both.std(axis=0), 1e-9)
    _, found = linear_sum_assignment(cdist(some / scale, others / scale))
    return np.asarray(found, dtype=np.int64)


def pair_rows(setting: Setting) -> list[Measured]:
    """Return how often the speculative one of a pair scores higher, by models without the stratum of either."""
    data, chances = setting.data, without_each(setting)
    score = chances[:, _SPECULATIVE] - chances[:, _REPORTED]
    look = surface([document.scan.text for document in data.documents])
    rows = []
    for name, kind in (("real articles", data.real), ("written articles", data.written)):
        some = np.flatnonzero(kind & (data.verdicts == "speculative"))
        others = np.flatnonzero(kind & (data.verdicts == "reported"))
        if not 0 < len(some) <= len(others):
            continue
        other = others[paired(look[some], look[others])]
        won = np.where(score[some] == score[other], 0.5, score[some] > score[other])
        groups = [data.groups[at] for at in some.tolist()]
        rows.append(Measured(TABLE, name, "speculative one scores higher", figure(_mean_of(won), groups)))
    return rows


def _mean_of(values: Floats) -> Callable[[Ints], float]:
    return lambda index: float(values[index].mean())
