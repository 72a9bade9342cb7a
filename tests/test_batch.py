"""Many articles in several processes: order, memory, and what a fault in one of them costs."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from collections.abc import Sequence
from itertools import count, islice

import pytest

from classifier import Article, ArticleScore, ClassifierError, Failure, Scorer
from classifier.batch import finished
from classifier.pages import Page
from classifier.progress import Progress


def name_of(outcome: ArticleScore | Failure) -> str:
    return outcome.id


class Faulty(Scorer):
    """A scorer with a fault of its own, and one that kills its process."""

    def attempt(self, item: object) -> ArticleScore | Failure:
        assert isinstance(item, Article)
        if item.id == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        raise ZeroDivisionError("division by zero")

    def attempt_all(self, items: Sequence[object]) -> list[ArticleScore | Failure]:
        return [self.attempt(item) for item in items]


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_are_finished_where_they_are_made_and_come_in_order(scorer: Scorer, jobs: int) -> None:
    articles = [Article("", id=str(number)) for number in range(100)]
    assert list(finished(scorer, articles, jobs, name_of)) == [str(number) for number in range(100)]


def test_no_more_is_taken_from_an_endless_source_than_is_worked_on(scorer: Scorer) -> None:
    taken = count()
    endless = (Article("", id=str(next(taken))) for _ in count())
    assert list(islice(finished(scorer, endless, 2, name_of), 3)) == ["0", "1", "2"]
    assert next(taken) <= 2 * 640 + 128


def test_a_long_text_is_not_held_until_a_batch_is_full(scorer: Scorer) -> None:
    taken = count()
    endless = (Article(" " * 2_000_000, id=str(next(taken))) for _ in count())
    assert next(finished(scorer, endless, 1, name_of)) == "0"
    assert next(taken) == 1


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_fault_of_ours_is_a_failure_in_its_place(scorer: Scorer, jobs: int) -> None:
    (failure,) = Faulty(scorer.model).score_many([Article("", id="a.txt")], jobs)
    assert failure == Failure(
        "a.txt", "a.txt: scoring failed (ZeroDivisionError: division by zero); report it with the text"
    )


def test_a_worker_that_dies_is_an_error_that_says_so(scorer: Scorer) -> None:
    with pytest.raises(ClassifierError, match="one of 2 worker processes died"):
        list(Faulty(scorer.model).score_many([Article("", id="kill")], jobs=2))


def test_the_main_text_of_a_page_is_found_on_the_way(scorer: Scorer) -> None:
    body = "<p>The council met on Monday and voted for the bridge, the mayor said.</p>" * 5
    page = Page(f"<html><body><article>{body}</article></body></html>", "a.html")
    (score,) = finished(scorer, [page], 1, lambda outcome: outcome)
    assert isinstance(score, ArticleScore)
    assert score.text.startswith("The council met on Monday")


_ORPHANS = """
import os, signal, sys, threading
import classifier
from classifier.batch import finished
def names(outcome):
    return f"{os.getpid()}"
if __name__ == "__main__":
    articles = (classifier.Article("") for _ in iter(int, 1))
    for pid in finished(classifier.load(), articles, 2, names):
        print(pid, flush=True)
"""


@pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="needs Linux")
def test_workers_end_with_a_parent_that_was_killed() -> None:
    process = subprocess.Popen([sys.executable, "-c", _ORPHANS], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdout
    worker = int(process.stdout.readline())
    handle = os.pidfd_open(worker)
    process.kill()
    process.communicate()
    assert select.select([handle], [], [], 60)[0]  # readable once the worker has ended
    os.close(handle)


def test_progress_tells_rate_share_and_time_left() -> None:
    progress = Progress("articles", total=1000)
    for _ in range(20):
        progress.step()
    assert progress.line(10) == "20 articles, 2 a second"
    progress.read(250)
    assert progress.line(10) == "20 articles, 2 a second, 25% read, 30 s left"


def test_what_was_skipped_in_resuming_does_not_count_for_the_time_left() -> None:
    progress = Progress("articles", total=1_000_000)
    progress.read(500_000)
    progress.begin()
    progress.read(100_000)
    assert progress.line(600) == "0 articles, 0 a second, 60% read, 40 min left"
