"""Tokens, blocks and sentences: exact spans, and what holds for any text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.blocks import block_kinds
from classifier.joined import Joined
from classifier.scan import as_one_sentence, scan


def sentences(text: str) -> list[str]:
    return [span.of(text) for span in scan(text).sentences]


@pytest.mark.parametrize(
    "expected",
    [
        pytest.param(["The U.S. Senate met.", "It voted."], id="abbreviation inside a name"),
        pytest.param(["He moved to the U.S.", "The firm followed."], id="abbreviation at the end"),
        pytest.param(["Sen. Ruiz and Lt. Col. Berg agreed.", "Gov. Oh did not."], id="titles"),
        pytest.param(["It is No. 5 on the list.", "No. 6 fell."], id="No. with a number"),
        pytest.param(["Bring fruit, e.g. pears.", "She holds a Ph.D. in law."], id="e.g. and Ph.D."),
        pytest.param(["It starts at 9 a.m. Friday.", "It ends at 5 p.m.", "They left."], id="a.m. and p.m."),
        pytest.param(["J. R. Moss came.", "So did P. Hale."], id="initials"),
        pytest.param(["It rose 3.5 percent.", "Then 10.25."], id="decimals"),
        pytest.param(["“We must wait.”", "He left."], id="closing quote behind the stop"),
        pytest.param(["(They did not reply.)", "He left."], id="closing bracket behind the stop"),
        pytest.param(["“Why now?” he asked.", "“Stop!” cried Lee."], id="question inside the sentence"),
        pytest.param(["He paused ... and went on.", "It was late …", "They slept."], id="ellipsis"),
        pytest.param(["She writes for E! News.", "He reads it."], id="E! News"),
        pytest.param(["Was it fair?", "Nobody knew!", "So it goes."], id="question and exclamation mark"),
        pytest.param(["It fell in Sept. 2019.", "In Oct. it rose."], id="months"),
        pytest.param(["Acme Inc. said no.", "Bolt Ltd. agreed."], id="companies"),
        pytest.param(["See example.com for more.", "Or call."], id="web address"),
        pytest.param(["It weighs 5 kg.", "The other weighs 6 lbs."], id="units"),
    ],
)
def test_sentences_joined_by_a_blank_are_split_again(expected: list[str]) -> None:
    assert sentences(" ".join(expected)) == expected


def test_a_line_break_ends_a_sentence_without_a_stop() -> None:
    assert sentences("Council votes on bridge\nThe vote was close\n\nMore to follow") == [
        "Council votes on bridge",
        "The vote was close",
        "More to follow",
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\u2029", "\x0b", "\x0c", "\x85"])
def test_every_kind_of_line_break_ends_a_sentence(end: str) -> None:
    assert sentences(f"One line{end}Another") == ["One line", "Another"]


def test_bullets_are_sentences_of_their_own() -> None:
    assert sentences("Agreed:\n- a bridge\n- two roads") == ["Agreed:", "- a bridge", "- two roads"]


def test_a_lost_blank_between_sentences_is_seen() -> None:
    assert sentences("The bridge was shut.The mayor left.") == ["The bridge was shut.", "The mayor left."]


def test_lines_wrapped_at_a_width_are_joined() -> None:
    wrapped = (
        "The council of the town said on Monday that the bridge over\n"
        "the river was going to be shut for repairs until the end of\n"
        "the year, and that buses would be sent another way while the\n"
        "workers were at the site and the road stayed closed to cars\n"
        "from both banks. Nobody objected.\n"
    )
    assert len(sentences(wrapped)) == 2


def test_possessive_is_a_token_and_contraction_is_not_split() -> None:
    assert scan("Rutte's aide didn’t call Nato’s chief.").tokens == [
        "Rutte", "'s", "aide", "didn’t", "call", "Nato", "’s", "chief", ".",
    ]  # fmt: skip


@pytest.mark.parametrize("blank", [" ", "  ", "\t", " \t ", "\xa0", " \u2003", "\x1f ", "\n", " \r\n\n ", "\u2028 "])
def test_a_blank_of_any_kind_is_no_token_and_belongs_to_none(blank: str) -> None:
    found = scan(f"{blank}It{blank}rose,{blank}Lee’s{blank}3.5{blank}U.S.{blank}")
    assert found.tokens == ["It", "rose", ",", "Lee", "’s", "3.5", "U.S."]
    gaps = [start - end for start, end in zip(found.starts, [0, *found.ends], strict=False)]
    assert gaps == [len(blank), len(blank), 0, len(blank), 0, len(blank), len(blank)]


@given(st.text(alphabet=st.characters(), max_size=300))
def test_spans_lie_in_order_inside_any_text(text: str) -> None:
    found = scan(text)
    assert all(text[a:b] == t for a, b, t in zip(found.starts, found.ends, found.tokens, strict=True))
    edges = [edge for span in found.sentences for edge in (span.start, span.end)]
    assert edges == sorted(edges)
    assert all(0 <= span.start < span.end <= len(text) for span in found.sentences)
    assert "".join(found.tokens) == "".join(text.split())
    assert len(found.sentence_of_token) == len(found.tokens)


def test_as_one_sentence_keeps_the_tokens() -> None:
    assert [span.of("It rose. It fell.") for span in as_one_sentence(scan("It rose. It fell.")).sentences] == [
        "It rose. It fell."
    ]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Share this Post", "boilerplate"),
        ("Leave a Comment", "boilerplate"),
        ("2 Min Read", "boilerplate"),
        ("Table of Contents", "boilerplate"),
        ("By Ann Lee", "boilerplate"),
        ("ADVERTISEMENT", "boilerplate"),
        ("Related stories", "boilerplate"),
        ("Image caption The bridge in June", "boilerplate"),
        ("Monday, March 4, 2019", "boilerplate"),
        ("## What happened", "heading"),
        ("What happened next", "heading"),
        ("- The bridge is shut", "bullet"),
        ("Related party deals fell by half in the first quarter of the year, the filing shows.", "prose"),
        ("By Friday the river had risen two metres.", "prose"),
        ("Share prices fell on Monday.", "prose"),
    ],
)
def test_kind_of_a_line_in_the_body(line: str, kind: str) -> None:
    text = f"Bridge shut after flood\n\nThe bridge was shut on Monday.\n\n{line}\n\nIt will open again in June."
    assert block_kinds(Joined.of([scan(text)]))[0][2] == kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Bridge shut after flood\n\nIt was shut.", "headline"),
        ("The bridge was shut.\n\nIt is old.", "prose"),
        ("Bridge shut", "heading"),
    ],
)
def test_first_line_is_a_headline_if_more_follows_and_no_stop_ends_it(text: str, kind: str) -> None:
    assert block_kinds(Joined.of([scan(text)]))[0][0] == kind
