"""The trained judge of hedges: two logistic regressions over the features of a place, as plain arrays.

One says whether the candidate hedges, the other in whose voice it stands if no quotation holds it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from classifier.cues.columns import Features, Value, parted
from classifier.forms import Ints

__all__ = ["VOICES", "Disambiguator", "Verdicts", "Voice"]

Voice = Literal["article", "quote", "attributed", "nobody"]
VOICES: tuple[Voice, ...] = ("article", "attributed", "nobody")  # those that are judged; a quotation is seen

# A voice less likely the article's than this is taken for somebody else's. Out of fold over 132 articles of train and
# dev (2026-11-22) own hedges have precision .833 and recall .852 here; .803 and .895 at .5, .841 and .825 at .7.
OWN_VOICE = 0.65

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Verdicts:
    """What some candidates are worth.

    Attributes
    ----------
    probability
        That each hedges, in [0, 1].
    voice
        Index into `VOICES`: the article's from `OWN_VOICE` on, else the likelier of the others.
    voices
        Probability of each of `VOICES`, if it hedges outside quotations; shape (candidates, ``len(VOICES)``).
    """

    probability: Array
    voice: Ints
    voices: Array

    @property
    def own(self) -> Array:
        """Probability that each hedges if that is in the article's own voice, else 0."""
        return np.where(self.voice == 0, self.probability, 0.0)


@dataclass(frozen=True)
class Disambiguator:
    """Weights of the features that `classifier.cues.places` names.

    Attributes
    ----------
    terms
        Names of the features that have weights, sorted.
    weights
        Shape (terms, 1 + ``len(VOICES)``): that it hedges, then each voice.
    intercept
        Shape (1 + ``len(VOICES)``,).
    """

    terms: tuple[str, ...]
    weights: Array
    intercept: Array

    @cached_property
    def _number(self) -> dict[str, dict[Value, int]]:
        """Row of each term, by its prefix and how it goes on."""
        number: dict[str, dict[Value, int]] = {}
        for at, (prefix, value) in enumerate(map(parted, self.terms)):
            number.setdefault(prefix, {})[value] = at
        return number

    def judge(self, features: Features) -> Verdicts:
        """Return the verdicts on some places, given their features."""
        none = np.zeros(0, dtype=np.int64)
        number = [column.numbers(self._number.get(column.prefix, {})) for column in features.columns]
        found, place = np.concatenate([none, *number]), np.concatenate([none, *(one.place for one in features.columns)])
        held = np.sort((place * len(self.terms) + found)[found >= 0])
        first = np.ones(len(held), dtype=bool)
        first[1:] = held[1:] != held[:-1]
        place, term = np.divmod(held[first], max(1, len(self.terms)))  # each feature of a place once
        outputs = len(self.intercept)
        cell = (outputs * place)[:, None] + np.arange(outputs)
        sums = np.bincount(cell.ravel(), self.weights.take(term, axis=0).ravel(), outputs * features.count)
        values = sums.reshape(-1, outputs) + self.intercept
        probability = 1.0 / (1.0 + np.exp(-values[:, 0]))
        voices = np.exp(values[:, 1:] - values[:, 1:].max(axis=1, keepdims=True))
        voices /= voices.sum(axis=1, keepdims=True)
        voice = np.where(voices[:, 0] >= OWN_VOICE, 0, 1 + voices[:, 1:].argmax(axis=1))
        return Verdicts(probability, voice, voices)
