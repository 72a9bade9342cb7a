"""Articles whose verdict was wrong, the worst first, with what weighed most; by id, without a word of their text."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from classifier.evaluation import Judged
from classifier.features.article import COLUMNS, TOLD
from classifier.features.facts import Floats
from classifier.model.bundle import Model
from classifier.model.compiled import VERDICTS, least_cost

__all__ = ["Miss", "Weight", "weights", "worst_misses"]

_REASONS = 3


@dataclass(frozen=True, slots=True)
class Miss:
    """One article that was called something that it is not.

    Attributes
    ----------
    corpus, id, stratum, genre
        The article.
    true, called
        Verdicts.
    chance
        Probability that was given to the true verdict, by models that had not seen the article.
    reasons
        What weighed most towards the wrong side, with the model's weights.
    """

    corpus: str
    id: str
    stratum: str
    genre: str
    true: str
    called: str
    chance: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Weight:
    """A feature and what one standard deviation more of it adds to speculative against reported, in logits."""

    feature: str
    told: str
    part: float


def weights(model: Model, rows: Floats) -> list[Weight]:
    """Return the weight of every named feature, the weightiest first.

    Parameters
    ----------
    model
        The model.
    rows
        Features of the articles over which a standard deviation is taken, shape (articles, columns).
    """
    parts = _towards_speculative(model) * rows.std(axis=0)[: len(COLUMNS)]
    found = [Weight(name, TOLD[name], float(part)) for name, part in zip(COLUMNS, parts, strict=True)]
    return sorted(found, key=lambda one: -abs(one.part))


def worst_misses(judged: Judged, rows: Floats, model: Model, most: int = 20) -> list[Miss]:
    """Return the misses whose true verdict was given the least probability.

    Parameters
    ----------
    judged
        Verdicts of models that had not seen the articles.
    rows
        The articles' features, shape (articles, columns).
    model
        Whose weights give the reasons: out of fold those of five models differ a little.
    most
        How many to return.
    """
    called = least_cost(judged.verdicts)
    true = np.array([_index(label.final.verdict) for label in judged.labels])
    missed = np.flatnonzero((true >= 0) & (true != called))
    order = missed[np.argsort(judged.verdicts[missed, true[missed]], kind="stable")][:most]
    usual = model.article.usual[: len(COLUMNS)]
    parts = (rows[:, : len(COLUMNS)] - usual) * _towards_speculative(model)
    found = []
    for at in order.tolist():
        label, side = judged.labels[at], np.sign(int(called[at]) - int(true[at]))
        chance = float(judged.verdicts[at, true[at]])
        names = (label.corpus, label.id, label.stratum, label.final.genre, label.final.verdict)
        found.append(Miss(*names, VERDICTS[int(called[at])], chance, _reasons(side * parts[at])))
    return found


def _index(verdict: str) -> int:
    return VERDICTS.index(verdict) if verdict in VERDICTS else -1


def _towards_speculative(model: Model) -> Floats:
    weight = model.article.verdict.weights[: len(COLUMNS)]
    return np.asarray(weight[:, VERDICTS.index("speculative")] - weight[:, VERDICTS.index("reported")])


def _reasons(parts: Floats) -> tuple[str, ...]:
    order = np.argsort(-parts, kind="stable")[:_REASONS].tolist()
    return tuple(f"{COLUMNS[at]} {parts[at]:+.1f}" for at in order if parts[at] > 0)
