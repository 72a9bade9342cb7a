"""How far annotators agree, after Krippendorff.

Source: K. Krippendorff, *Content Analysis* (2004), chapter 11; computed by `nltk.metrics.agreement`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from itertools import pairwise

__all__ = ["alpha", "ordinal_distance"]

Distance = Callable[[Hashable, Hashable], float]


def alpha(first: Sequence[Hashable], second: Sequence[Hashable], distance: Distance | None = None) -> float:
    """Return Krippendorff's alpha of two annotators, 1 for full agreement, 0 for what chance gives.

    Parameters
    ----------
    first, second
        Their labels of the same items.
    distance
        Squared difference of two labels; nominal (0 or 1) unless given.

    Examples
    --------
    >>> alpha(["a", "a", "b", "b"], ["a", "a", "b", "b"])
    1.0
    """
    from nltk.metrics.agreement import AnnotationTask
    from nltk.metrics.distance import binary_distance

    if len({*first, *second}) < 2:
        return float("nan")
    rows = [("1", str(item), label) for item, label in enumerate(first)]
    rows += [("2", str(item), label) for item, label in enumerate(second)]
    return float(AnnotationTask(rows, distance=distance or binary_distance).alpha())


def ordinal_distance(counts: dict[int, int]) -> Distance:
    """Return Krippendorff's ordinal difference for ranks that were used `counts` times.

    Examples
    --------
    >>> ordinal_distance({1: 2, 2: 2, 3: 2})(1, 3)
    16.0
    """
    ranks = sorted(counts)
    position = {rank: index for index, rank in enumerate(ranks)}
    sums = [0.0]
    for lower, upper in pairwise(ranks):
        sums.append(sums[-1] + (counts[lower] + counts[upper]) / 2)

    def distance(one: Hashable, other: Hashable) -> float:
        return (sums[position[int(str(one))]] - sums[position[int(str(other))]]) ** 2

    return distance
