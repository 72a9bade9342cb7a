"""The collector of garbage rests while a batch is judged, which leaves it nothing to collect."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence

import pytest

from classifier.features.articlefacts import ArticleFacts
from classifier.garbage import collector_paused
from classifier.model.bundle import Model
from classifier.scoring import Scorer


@pytest.fixture(autouse=True)
def _collector_as_it_was() -> Iterator[None]:
    was_on = gc.isenabled()
    yield
    (gc.enable if was_on else gc.disable)()


def test_it_rests_inside_and_runs_again_behind() -> None:
    gc.enable()
    with collector_paused():
        assert not gc.isenabled()
        with collector_paused():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_stays_off_for_who_turned_it_off() -> None:
    gc.disable()
    with collector_paused():
        pass
    assert not gc.isenabled()


def test_it_runs_again_after_an_error() -> None:
    gc.enable()
    with pytest.raises(ValueError, match="full"), collector_paused():
        raise ValueError("full")
    assert gc.isenabled()


@pytest.mark.parametrize("first_out", [0, 1])
def test_it_runs_again_after_pauses_that_overlap(first_out: int) -> None:
    gc.enable()
    pauses = [collector_paused(), collector_paused()]
    for pause in pauses:
        pause.__enter__()
    for pause in (pauses[first_out], pauses[1 - first_out]):
        pause.__exit__(None, None, None)
    assert gc.isenabled()


def test_a_batch_is_judged_without_it(scorer: Scorer, monkeypatch: pytest.MonkeyPatch) -> None:
    gc.enable()
    running = []
    read = Model.read

    def watched(model: Model, texts: Sequence[str]) -> ArticleFacts:
        running.append(gc.isenabled())
        return read(model, texts)

    monkeypatch.setattr(Model, "read", watched)
    scorer.attempt_all(["word"])
    assert (running, gc.isenabled()) == ([False], True)


def test_a_batch_leaves_it_nothing(scorer: Scorer) -> None:
    told = "Ann Lee said on Monday that “the bridge is shut.” Police confirmed it. It may open in June, aides say. "
    texts = [told * 5, told.upper(), "So it g\u200boes. " * 9, "", "word"]
    scorer.attempt_all(texts)  # what is read once and kept
    gc.collect()
    gc.disable()
    scorer.attempt_all(texts)
    assert gc.collect() == 0
