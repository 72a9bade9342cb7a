"""Which unlabelled articles would teach the model most.

Source: uncertainty sampling, Lewis and Gale, "A sequential algorithm for training text classifiers" (1994).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from heapq import nlargest
from math import log

from classifier.score import ArticleScore, Failure

__all__ = ["Suggestion", "suggest"]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """An article worth labelling.

    Attributes
    ----------
    id
        Of the article.
    uncertainty
        Mean of the verdict's entropy and the sentences' mean entropy, each as a share of its maximum, in [0, 1].
    verdict
        What the model calls it now.
    """

    id: str
    uncertainty: float
    verdict: str


def suggest(outcomes: Iterable[ArticleScore | Failure], labelled: Collection[str], count: int) -> list[Suggestion]:
    """Return the `count` articles on which the model is least sure, the least sure first.

    Parameters
    ----------
    outcomes
        Scores; unscorable and unreadable articles are passed over.
    labelled
        SHA-256 of the texts that have labels already; they, and repeated texts, are passed over.
    """
    known = set(labelled)
    found = []
    for outcome in outcomes:
        if isinstance(outcome, Failure) or outcome.probabilities is None or outcome.sha256 in known:
            continue
        known.add(outcome.sha256)
        sentences = [_entropy(one.probabilities.values()) for one in outcome.sentences]
        mean = sum(sentences) / len(sentences)
        uncertainty = (_entropy(outcome.probabilities.values()) + mean) / 2
        found.append(Suggestion(outcome.id, uncertainty, outcome.verdict))
    return nlargest(count, found, key=lambda one: one.uncertainty)


def _entropy(chances: Collection[float]) -> float:
    """Return the entropy as a share of that of equal chances."""
    return -sum(chance * log(chance) for chance in chances if chance > 0) / log(len(chances))
