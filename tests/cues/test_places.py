"""What stands around a candidate: long sentences cost no more, and tell the same."""

from __future__ import annotations

import pytest

from classifier.cues import analyse, holders
from classifier.cues.candidates import find_candidates
from classifier.cues.columns import Features
from classifier.cues.places import features_of
from classifier.cues.speaking import Claims, Quotations
from classifier.joined import Joined

TELLING = "I may go, some insiders said; Lee said it might be so, in her view, and says we could, sources say, or "


def features(text: str) -> Features:
    found = analyse(text)
    texts = Joined.of([found.scan])
    quoted = Quotations.of(texts, [found.quotes]).quoted
    return features_of(texts, quoted, Claims.of(texts, [found.attributions]), find_candidates(texts))


def test_a_crowded_sentence_gives_each_place_the_features_of_all_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "It may be. " + TELLING * 5 + "not. Perhaps Lee said so."
    every = list(map(sorted, features(text).names()))
    monkeypatch.setattr(holders, "_FEW", 3)
    assert list(map(sorted, features(text).names())) == every


def test_features_grow_as_the_sentence_does_and_not_with_its_square() -> None:
    def count(times: int) -> int:
        return sum(len(column.place) for column in features(TELLING * times).columns)

    assert count(160) < 2.1 * count(80)
