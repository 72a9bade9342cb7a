"""Suggestions: the least sure first, nothing that is labelled, repeated or unscorable."""

from __future__ import annotations

from pathlib import Path

from classifier import Article, Failure, Scorer
from classifier.article import sha256_of
from classifier.suggesting import suggest

KNOWN = [path.read_text(encoding="utf-8") for path in sorted((Path(__file__).parent / "known").glob("*.txt"))[::6]]


def test_the_least_sure_come_first_and_each_once(scorer: Scorer) -> None:
    outcomes = [scorer.score(Article(text, id=str(at))) for at, text in enumerate(KNOWN)]
    found = suggest([*outcomes, outcomes[0], Failure("x", "broken"), scorer.score("Too short.")], (), 100)
    assert sorted(one.id for one in found) == [str(at) for at in range(len(KNOWN))]
    assert [one.uncertainty for one in found] == sorted((one.uncertainty for one in found), reverse=True)
    assert all(0 <= one.uncertainty <= 1 for one in found)


def test_what_is_labelled_is_passed_over(scorer: Scorer) -> None:
    outcomes = [scorer.score(text) for text in KNOWN]
    assert suggest(outcomes, [sha256_of(text) for text in KNOWN], 5) == []


def test_no_more_than_asked_for(scorer: Scorer) -> None:
    assert len(suggest([scorer.score(text) for text in KNOWN], (), 2)) == 2
