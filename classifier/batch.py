"""Many articles, in order, in one process or several."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from classifier.article import Article
    from classifier.score import ArticleScore, Failure
    from classifier.scoring import Scorer

__all__ = ["in_order"]

_BATCH = 16  # articles that a process takes at a time
_WINDOW = 16  # batches for each process before the slowest is waited for

Item = TypeVar("Item")


def in_order(scorer: Scorer, texts: Iterable[str | Article | Failure], jobs: int) -> Iterator[ArticleScore | Failure]:
    """Yield the outcome of each text in order; see `Scorer.score_many`.

    At most ``jobs * 256`` texts are held at any moment.
    """
    if jobs == 1:
        for batch in _chunks(texts, _BATCH):
            yield from scorer.attempt_all(batch)
        return
    from joblib import Parallel, delayed

    with Parallel(n_jobs=jobs, mmap_mode="r") as parallel:
        for window in _chunks(texts, _BATCH * _WINDOW * jobs):
            for scores in parallel(delayed(scorer.attempt_all)(batch) for batch in _chunks(window, _BATCH)):
                yield from scores


def _chunks(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    remaining = iter(items)
    while chunk := list(islice(remaining, size)):
        yield chunk
