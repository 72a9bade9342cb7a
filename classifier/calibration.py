"""Whether probabilities mean what they say: reliability, Brier score and calibration error, over all and over kinds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.cues import Document
from classifier.evaluation import Judged
from classifier.metrics import Figure, Predictions, figure
from classifier.model.compiled import VERDICTS, least_cost

__all__ = ["Bin", "Calibration", "calibrations"]

# Of 767 real articles (labels of 2026-11-22) 78 are short, 137 long, and a quarter hedge-heavy.
SHORT, LONG = 250, 800  # words
HEAVY = 24.0  # hedge cues per 1,000 words, whosever they are
_BINS = 10

Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Bin:
    """Articles whose likeliest verdict has about the same probability.

    Attributes
    ----------
    confidence
        Mean of that probability.
    right
        Share of them that do have that verdict.
    n
        How many they are.
    """

    confidence: float
    right: float
    n: int


@dataclass(frozen=True, slots=True)
class Calibration:
    """Calibration over one kind of articles.

    Attributes
    ----------
    name
        The kind.
    brier
        Brier score over the three verdicts, from 0 to 2.
    error
        Expected calibration error of the likeliest verdict over ten bins.
    bins
        The reliability diagram, from the least sure; empty bins are left out.
    """

    name: str
    brier: Figure
    error: Figure
    bins: tuple[Bin, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return plain values, rounded to four places."""
        found = asdict(self)
        for name in ("brier", "error"):
            found[name] = {key: None if one != one else round(one, 4) for key, one in found[name].items()}
        found["bins"] = [{key: round(one, 4) for key, one in each.items()} for each in found["bins"]]
        return found


def calibrations(judged: Judged, documents: Sequence[Document], seed: int = 0) -> list[Calibration]:
    """Return the calibration over real articles, kinds of them, and written ones; kinds without any are left out.

    Parameters
    ----------
    judged
        Verdicts of models that had not seen the articles.
    documents
        The articles' texts, in the same order.
    seed
        Decides the resamples.
    """
    words = np.array([max(1, len(document.scan.words)) for document in documents])
    hedges = np.array([len(document.hedges) for document in documents])
    opinion = np.array([label.final.genre == "opinion" for label in judged.labels], dtype=bool)
    known = np.array([label.final.verdict != "none" for label in judged.labels], dtype=bool)
    written = np.array([label.sample == "written" for label in judged.labels], dtype=bool)
    real = known & np.array([label.sample == "real" for label in judged.labels], dtype=bool)
    kinds: dict[str, Bools] = {
        "real articles": real,
        f"short: under {SHORT} words": real & (words < SHORT),
        f"long: over {LONG} words": real & (words > LONG),
        "opinion": real & opinion,
        f"hedge-heavy: over {HEAVY:g} hedges per 1,000 words": real & (1000 * hedges > HEAVY * words),
        "written articles": known & written,
    }
    return [_calibration(name, judged.only(chosen), seed) for name, chosen in kinds.items() if chosen.any()]


def _calibration(name: str, judged: Judged, seed: int) -> Calibration:
    truth = np.array([VERDICTS.index(label.final.verdict) for label in judged.labels], dtype=np.int64)
    found = Predictions(truth, judged.verdicts, least_cost(judged.verdicts))
    groups = [label.group for label in judged.labels]
    sure, right = judged.verdicts.max(axis=1), judged.verdicts.argmax(axis=1) == truth
    place = np.minimum((sure * _BINS).astype(np.int64), _BINS - 1)
    bins = [
        Bin(float(sure[place == at].mean()), float(right[place == at].mean()), int((place == at).sum()))
        for at in sorted(set(place.tolist()))
    ]
    brier, error = (figure(measure, groups, seed) for measure in (found.brier, found.calibration_error))
    return Calibration(name, brier, error, tuple(bins))
