"""Quotations: exact spans, kinds, speakers; and marks that are none."""

from __future__ import annotations

import pytest

from classifier.cues import analyse
from classifier.cues.quotes import MAX_QUOTE


def quotes(text: str, kinds: tuple[str, ...] = ("direct", "mixed")) -> list[str]:
    return [quote.span.of(text) for quote in analyse(text).quotes if quote.kind in kinds]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"We will not go," said Ann Lee.', ["We will not go,"]),
        ("“We will not go,” said Ann Lee.", ["We will not go,"]),
        ("‘We will not go,’ said Ann Lee.", ["We will not go,"]),
        ("'We will not go,' said Ann Lee.", ["We will not go,"]),
        ("«We will not go», said Ann Lee.", ["We will not go"]),
        ("``We will not go,'' said Ann Lee.", ["We will not go,"]),
        ("''We will not go,'' said Ann Lee.", ["We will not go,"]),
        ("Lee said the plan was “far too dear for us”.", ["far too dear for us"]),
        ("“He told me ‘go home’ twice,” she said.", ["He told me ‘go home’ twice,"]),
        ("She said: “Go.” He said: “No.”", ["Go.", "No."]),
    ],
)
def test_every_kind_of_mark(text: str, expected: list[str]) -> None:
    assert quotes(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The players' union met. The teachers' union did not.",
        "Rock 'n' roll of the '90s was played.",
        "It didn't matter; that’s all.",
        "The board is 6' 2\" wide and 5' high.",
        'A stray " mark stands here.',
    ],
)
def test_marks_that_are_no_quotation(text: str) -> None:
    assert quotes(text) == []


def test_a_quote_over_several_paragraphs_is_one() -> None:
    text = "“We have waited for a year.\n\n“We will not wait for another,” Lee said."
    assert quotes(text) == ["We have waited for a year.\n\n“We will not wait for another,"]


def test_a_mark_that_is_never_closed_does_not_swallow_the_article() -> None:
    text = "“We will not go, said Lee.\n\nThe council met on Monday.\n\nIt voted."
    assert all("council" not in found for found in quotes(text))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The so-called “expert” left.", "scare"),
        ("They watched “The Long Way Home” twice.", "title"),
        ("Lee called it “a disgrace”.", "mixed"),
        ("“It was over before we knew it.”", "direct"),
    ],
)
def test_kind_of_quotation(text: str, kind: str) -> None:
    assert [quote.kind for quote in analyse(text).quotes] == [kind]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“We will not go,” said Ann Lee.", "Ann Lee"),
        ("“We will not go,” Ann Lee said.", "Ann Lee"),
        ("Ann Lee said: “We will not go.”", "Ann Lee"),
        ("“We will not go,” according to Ann Lee.", "Ann Lee"),
        ("“We will not go,” the mayor said.", "the mayor"),
        ("“We will not go.” The mayor added that talks were over.", "The mayor"),
        ("“We,” said Ann Lee, “will not go.”", "Ann Lee"),
    ],
)
def test_speaker_in_any_order(text: str, speaker: str) -> None:
    named = [quote.speaker for quote in analyse(text).quotes]
    assert [span and span.of(text) for span in named] == [speaker] * len(named)


def test_no_quote_is_longer_than_the_limit() -> None:
    text = f"“{'word ' * MAX_QUOTE}” said Lee."
    assert quotes(text) == []
