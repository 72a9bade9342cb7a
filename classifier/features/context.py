"""What the sentences around a sentence look like to the first pass of the sentence model."""

from __future__ import annotations

import numpy as np

from classifier.features.facts import Facts, Floats

__all__ = ["CONTEXT_COLUMNS", "context_table"]

_REACH = (1, 2)  # sentences before and behind that are looked at one by one
CONTEXT_COLUMNS = 5 * (2 + 2 * len(_REACH))
_LEAST = 1e-4  # probabilities below this are taken as this, so that logarithms stay small


def context_table(facts: Facts, probabilities: Floats) -> Floats:
    """Return the columns of the second pass, shape (sentences, `CONTEXT_COLUMNS`).

    For each sentence: the logarithms of its own probabilities; the probabilities of its neighbours in the
    article, zero beyond its ends; and the mean over the article's other sentences.
    """
    own = np.log(np.maximum(probabilities, _LEAST))
    parts = [own]
    for distance in _REACH:
        before, behind = np.zeros_like(probabilities), np.zeros_like(probabilities)
        same = (facts.article[distance:] == facts.article[:-distance])[:, None]
        before[distance:] = probabilities[:-distance] * same
        behind[:-distance] = probabilities[distance:] * same
        parts += [before, behind]
    number = np.bincount(facts.article, minlength=len(facts.documents))
    total = np.zeros((len(facts.documents), probabilities.shape[1]))
    np.add.at(total, facts.article, probabilities)
    others = np.maximum(1, number[facts.article] - 1)[:, None]
    parts.append((total[facts.article] - probabilities) / others)
    return np.hstack(parts)
