"""Kinds of sources: what a noun phrase alone tells of who is cited."""

from __future__ import annotations

import pytest

from classifier.cues import analyse
from classifier.cues.kinds import head_of, kind_of
from classifier.scan import scan


def kind(phrase: str, *, opens: bool) -> str | None:
    """Return the kind of the source that the phrase names."""
    scanned = scan(phrase)
    return kind_of(scanned.tokens, scanned.words, head_of(scanned.words), opens=opens)


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        # persons, and what looks like one
        ("Ann Lee", "person"),
        ("Trump himself", "person"),
        ("GINSBERG", "person"),
        ("secretary of state Ann Lee", "person"),
        ("one Lee confidant", "anonymous"),
        ("one senior Republican", "anonymous"),
        ("the Lee star", "anonymous"),
        ("the President", "anonymous"),
        ("the Florida Senator", "anonymous"),
        ("top officials of the Lee campaign", "anonymous"),
        ("one of his aides", "anonymous"),
        ("one of them", "vague"),
        # crowds
        ("some Republicans", "vague"),
        ("Republicans", "organisation"),
        ("40 percent of Republicans", "vague"),
        ("half of the voters", "vague"),
        ("a number of senators", "vague"),
        ("Americans", "vague"),
        # lands
        ("India", "organisation"),
        ("the United States", "organisation"),
        ("New Zealand", "organisation"),
        # outlets
        ("Associated Press", "outlet"),
        ("The Washington Post", "outlet"),
        ("CBS Chicago", "outlet"),
        ("Business Insider", "outlet"),
        ("harbourwatch.com", "outlet"),
        ("the website", "outlet"),
        # documents
        ("the council's website", "document"),
        ("their website", "document"),
        ("a report published on the website", "document"),
        ("an analysis by the Tax Centre", "document"),
        ("a summary provided by the House committee", "document"),
        ("the post", "document"),
        # organisations
        ("the ABS-CBN", "organisation"),
        ("Florida Highway Patrol", "organisation"),
    ],
)
def test_kind_of_a_phrase(phrase: str, expected: str) -> None:
    assert kind(phrase, opens=False) == expected


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("Shopkeepers", "anonymous"),
        ("Residents", "anonymous"),
        ("Politicians", "anonymous"),
        ("Roberts", "person"),
        ("Rogers", "person"),
        ("Sanders", "person"),
        ("The council", "organisation"),
        ("Some", "vague"),
        ("India", "organisation"),
        ("Reuters", "outlet"),
        ("Experts", "vague"),
    ],
)
def test_the_capital_of_a_sentence_makes_no_name(phrase: str, expected: str) -> None:
    assert kind(phrase, opens=True) == expected


def test_what_something_lies_in_is_a_land_though_nobody_has_heard_of_it() -> None:
    text = "Alazania said it would not sign. The army in Alazania was ready."
    assert [(source.name, source.kind) for source in analyse(text).sources] == [("Alazania", "organisation")]


def test_a_name_that_only_ends_like_a_land_is_a_person() -> None:
    text = "Garcia said it would not sign. The trust in her was great."
    assert [(source.name, source.kind) for source in analyse(text).sources] == [("Garcia", "person")]
