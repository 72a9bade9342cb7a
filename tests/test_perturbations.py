"""The changes that benchmarks/robustness.py makes: what they change, and what they leave alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import perturbations as change
from classifier.bare import hedges_deleted
from classifier.cues import analyse

EXAMPLES = [
    path.read_text(encoding="utf-8") for path in sorted((Path(__file__).parent.parent / "examples").glob("*.txt"))
]


def test_swaps_take_whole_words_written_so() -> None:
    assert change.swapped("Russia and Russians; RUSSIA. Trump trumps.", {"Russia": "Peru", "Trump": "Ito"}) == (
        "Peru and Russians; RUSSIA. Ito trumps."
    )


def test_there_are_fifty_swaps_and_no_name_stands_on_both_sides() -> None:
    assert len(change.SWAPS) >= 50
    assert len(set(change.SWAPS.values())) == len(change.SWAPS)
    assert not set(change.SWAPS) & set(change.SWAPS.values())


@pytest.mark.parametrize(
    ("plain", "set_in_type"),
    [
        ('"No," he said. "Not now."', "“No,” he said. “Not now.”"),
        ("Ann's dogs' bowls", "Ann’s dogs’ bowls"),
        ("\"He said 'no' twice.\"", "“He said ‘no’ twice.”"),
        ('(the so-called "fix")', "(the so-called “fix”)"),
    ],
)
def test_marks_made_curly_and_straight_again(plain: str, set_in_type: str) -> None:
    assert change.curly(plain) == set_in_type
    assert change.straight(set_in_type) == plain


def test_cut_ends_behind_the_word() -> None:
    assert change.cut("One two, three.\nFour", 3) == "One two, three."
    assert change.cut("One two", 3) == "One two"


def test_shuffling_keeps_the_headline_first_and_every_line() -> None:
    lines = [f"Line {number}." for number in range(20)]
    found = change.shuffled("\n".join(lines)).split("\n\n")
    assert found[0] == lines[0]
    assert found != lines
    assert sorted(found) == sorted(lines)


@pytest.mark.parametrize("text", EXAMPLES, ids=range(1, 6))
def test_additions_leave_every_line_as_it_was_and_in_order(text: str) -> None:
    wanted = [line for line in text.splitlines() if line.strip()]
    for added in (change.boilerplate_added, change.sources_in_front):
        found = [line for line in added(text).splitlines() if line.strip()]
        assert len(found) > len(wanted)
        rest = iter(found)
        assert all(line in rest for line in wanted)


def test_only_the_doubt_of_sources_is_doubled() -> None:
    text = "It may rain. “It could snow,” said Ann Lee, the mayor."
    assert change.sourced_hedges_doubled(analyse(text)) == (
        "It may rain. “It could perhaps snow,” said Ann Lee, the mayor."
    )


def test_no_hedge_is_left_where_all_are_deleted() -> None:
    text = "It may rain. He left, perhaps. “It could possibly snow,” said Ann Lee."
    found = hedges_deleted(analyse(text))
    assert found == "It rain. He left. “It snow,” said Ann Lee."
    assert analyse(found).hedges == []


def test_the_headline_is_the_first_line_with_words() -> None:
    assert change.headline("\n \nA bridge falls\n\nIt fell.") == "A bridge falls"
