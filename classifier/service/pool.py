"""Processes that score for the service, so that a long article holds up neither health nor other requests."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import connection, get_context, parent_process
from threading import Thread

from classifier.article import Article
from classifier.score import Failure
from classifier.scoring import Scorer
from classifier.service.limits import Limits
from classifier.service.problems import busy

__all__ = ["ScoringPool"]


class ScoringPool:
    """A fixed number of processes with one scorer each, and a fixed number of places for requests.

    Parameters
    ----------
    scorer
        Sent once to each process.
    limits
        ``workers``, ``waiting`` and ``score_seconds`` are looked at.
    """

    def __init__(self, scorer: Scorer, limits: Limits) -> None:
        self._scorer = scorer
        self._limits = limits
        self.places = limits.workers + limits.waiting
        self.taken = 0

    def start(self) -> None:
        """Start the processes and wait until each has its scorer."""
        self._executor = self._processes()
        wait([self._executor.submit(_records, []) for _ in range(self._limits.workers)])

    def _processes(self) -> ProcessPoolExecutor:
        context = get_context("spawn")  # a fork would copy locks that other threads hold
        return ProcessPoolExecutor(self._limits.workers, context, _prepare, (self._scorer,))

    def close(self) -> None:
        """End the processes, after what they are at."""
        self._executor.shutdown(cancel_futures=True)

    async def records(self, items: Sequence[Article | Failure]) -> list[bytes]:
        """Return the record of each item as JSON in UTF-8, in order.

        Raises
        ------
        HTTPException
            With 503 and Retry-After, if no place is free, time is up, or a process died.
        """
        if self.taken >= self.places:
            raise busy(f"all {self.places} places are taken; send it again after the time in Retry-After")
        executor = self._executor
        try:
            future = executor.submit(_records, items)
            self._take(future)
            async with asyncio.timeout(self._limits.score_seconds):
                return await asyncio.wrap_future(future)
        except TimeoutError:
            raise busy(f"no score within {self._limits.score_seconds:g} seconds; send less text, or later") from None
        except BrokenProcessPool:
            if executor is self._executor:  # the first to notice; the pool is of no more use
                executor.shutdown(wait=False)
                self._executor = self._processes()
            raise busy("a scoring process was ended from outside; send it again") from None

    def _take(self, future: Future[list[bytes]]) -> None:
        """Hold a place until the work is done, also when nobody waits for it any more."""
        loop = asyncio.get_running_loop()
        self.taken += 1
        future.add_done_callback(lambda _: loop.call_soon_threadsafe(self._release))

    def _release(self) -> None:
        self.taken -= 1


_scorers: list[Scorer] = []  # the one of this process; a pool can hand its workers state in no other way


def _prepare(scorer: Scorer) -> None:
    """Make a new process ready: it leaves Ctrl-C to its parent, and does not outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()
    _scorers.append(scorer)


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _records(items: Sequence[Article | Failure]) -> list[bytes]:
    (scorer,) = _scorers
    return [
        json.dumps(outcome.to_dict(), ensure_ascii=False, allow_nan=False).encode("utf-8", "replace")
        for outcome in scorer.score_many(items)
    ]
