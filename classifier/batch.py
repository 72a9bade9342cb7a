"""Many articles, in order, in one process or several."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from classifier.errors import BatchError
from classifier.pages import Page, article_of
from classifier.score import ArticleScore, Failure

if TYPE_CHECKING:
    from concurrent.futures import Future

    from classifier.article import Article
    from classifier.scoring import Scorer

__all__ = ["finished", "in_order"]

# Articles that are judged together: an article takes 4 % less time than with 64, a tenth less than with 32.
_BATCH = 128
_CHARACTERS = 2_000_000  # that close a batch early, so that long texts need no more memory than one by one
_AHEAD = 4  # batches for each process before the slowest is waited for

Item = TypeVar("Item")
Result = TypeVar("Result")
Outcome = ArticleScore | Failure


def in_order(scorer: Scorer, texts: Iterable[str | Article | Page | Failure], jobs: int) -> Iterator[Outcome]:
    """Yield the outcome of each text in order; see `Scorer.score_many`."""
    return finished(scorer, texts, jobs, _as_it_is)


def finished(
    scorer: Scorer,
    texts: Iterable[str | Article | Page | Failure],
    jobs: int,
    finish: Callable[[Outcome], Result],
) -> Iterator[Result]:
    """Yield ``finish(outcome)`` for each text in order.

    At most ``jobs * 640`` texts are held at any moment.

    Parameters
    ----------
    finish
        Called where the text was scored. What is costly to do or large to carry between processes, such as turning
        an outcome into JSON, belongs in it. With more than one job it must be picklable.

    Raises
    ------
    BatchError
        If a worker process dies.
    """
    if jobs == 1:
        for batch in _chunks(texts):
            yield from map(finish, _outcomes(scorer, batch))
        return
    from joblib.externals.loky import ProcessPoolExecutor
    from joblib.externals.loky.process_executor import BrokenProcessPool

    pool = ProcessPoolExecutor(jobs, initializer=_receive, initargs=(os.getpid(), scorer, finish))
    waiting: deque[Future[list[Result]]] = deque()
    try:
        for batch in _chunks(texts):
            waiting.append(pool.submit(_work, batch))
            if len(waiting) > _AHEAD * jobs:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()
    except BrokenProcessPool as error:
        raise BatchError(
            f"one of {jobs} worker processes died, of too little memory perhaps; take fewer, and go on with --resume"
        ) from error
    finally:
        # Not by shutdown(kill_workers=True): with batches still waiting, its thread may end in a KeyError.
        for process in list((pool._processes or {}).values()):  # None once it is shut down
            process.terminate()
        pool.shutdown(wait=True)


# The model, and what to do with an outcome, reach a worker once, when it starts.
_task: list[Any] = []


def _receive(parent: int, scorer: Scorer, finish: Callable[[Outcome], Result]) -> None:
    import signal
    from threading import Thread

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends its workers
    Thread(target=_follow, args=(parent,), daemon=True).start()
    _task[:] = [scorer, finish]


def _follow(parent: int) -> None:
    """End this process when its parent was killed; else it would wait for work for ever."""
    from time import sleep

    while os.getppid() == parent:
        sleep(1)
    os._exit(1)


def _work(texts: list[object]) -> list[Any]:
    scorer, finish = _task
    return list(map(finish, _outcomes(scorer, texts)))


def _outcomes(scorer: Scorer, texts: Sequence[object]) -> list[Outcome]:
    """Return the outcomes of texts that are judged together, or one by one where that fails."""
    items = [article_of(text) if isinstance(text, Page) else text for text in texts]
    try:
        return scorer.attempt_all(items)
    except Exception:  # a fault of ours; it must not cost the million articles beside the one that has it
        return [_outcome(scorer, item) for item in items]


def _outcome(scorer: Scorer, item: object) -> Outcome:
    try:
        return scorer.attempt(item)
    except Exception as error:
        name = getattr(item, "id", "")
        return Failure(name, f"{name}: scoring failed ({type(error).__name__}: {error}); report it with the text")


def _as_it_is(outcome: Outcome) -> Outcome:
    return outcome


def _chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    chunk: list[Item] = []
    held = 0
    for item in items:
        chunk.append(item)
        text = item.html if isinstance(item, Page) else getattr(item, "text", item)
        held += len(text) if isinstance(text, str) else 0
        if len(chunk) == _BATCH or held >= _CHARACTERS:
            yield chunk
            chunk, held = [], 0
    if chunk:
        yield chunk
