"""What the sentences around a sentence look like to the first pass of the sentence model."""

from __future__ import annotations

import numpy as np

from classifier.features.facts import Facts, Floats, sums

__all__ = ["CONTEXT_COLUMNS", "context_table"]

_REACH = (1, 2)  # sentences before and behind that are looked at one by one
CONTEXT_COLUMNS = 5 * (2 + 2 * len(_REACH))
_LEAST = 1e-4  # probabilities below this are taken as this, so that logarithms stay small


def context_table(facts: Facts, probabilities: Floats) -> Floats:
    """Return the columns of the second pass, shape (sentences, `CONTEXT_COLUMNS`).

    Page furniture is no neighbour. For each sentence: the logarithms of its own probabilities; the probabilities
    of its neighbours in the article, zero beyond its ends; and the mean over the article's other sentences.
    """
    own = np.log(np.maximum(probabilities, _LEAST))
    parts = [own]
    for distance in _REACH:
        parts += facts.beside(probabilities, distance)
    told = np.zeros((len(facts), 1))
    told[facts.told] = 1.0
    of, count = facts.article[facts.told], len(facts.documents)
    number = sums(of, count)[facts.article, None]
    total = np.stack([sums(of, count, column) for column in probabilities[facts.told].T], axis=1)
    parts.append((total[facts.article] - told * probabilities) / np.maximum(1.0, number - told))
    return np.hstack(parts)
