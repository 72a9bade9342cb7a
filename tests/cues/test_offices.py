"""Offices of persons: title and affiliation beside the name, and who is meant by "the NATO chief"."""

from __future__ import annotations

import pytest

from classifier.cues import analyse
from classifier.cues.offices import office
from classifier.scan import scan


def told(text: str, name: str) -> tuple[str | None, str | None]:
    """Return title and affiliation of the person whose name stands in the text for the first time."""
    scanned = scan(text)
    parts = name.split()
    first = next(at for at in range(len(scanned.tokens)) if scanned.tokens[at : at + len(parts)] == parts)
    found = office(scanned, first, first + len(parts), first + len(parts))
    return found.title and found.title.of(text), found.affiliation and found.affiliation.of(text)


@pytest.mark.parametrize(
    ("text", "name", "title", "affiliation"),
    [
        ("NATO Secretary General Mark Rutte said so.", "Mark Rutte", "Secretary General", "NATO"),
        ("Health Minister Olga Brandt said so.", "Olga Brandt", "Health Minister", None),
        ("Former Utah Gov. Ann Lee said so.", "Ann Lee", "Gov.", "Utah"),
        ("ABS-CBN CEO Carlo Katigbak said so.", "Carlo Katigbak", "CEO", "ABS-CBN"),
        ("Senate Majority Leader Ann Lee said so.", "Ann Lee", "Majority Leader", "Senate"),
        ("Russian President Ivan Petrov said so.", "Ivan Petrov", "President", "Russian"),
        ("On Monday President Ann Lee said so.", "Ann Lee", "President", None),
        ("Jens Weber, head of the harbour office, said so.", "Jens Weber", "head", "harbour office"),
        ("Rutte, the NATO chief, said so.", "Rutte", "chief", "NATO"),
        ("Ann Lee, 40, a nurse at Ash Hospital, said so.", "Ann Lee", "nurse", "Ash Hospital"),
        ("Ann Lee, a professor of law at Leiden University, said so.", "Ann Lee", "professor", "Leiden University"),
        ("Ann Lee, the council's deputy director, said so.", "Ann Lee", "deputy director", "council"),
        ("“It is shut,” said Ann Lee, mayor of Ash.", "Ann Lee", "mayor", "Ash"),
        ("Ann Lee, of the Ash Gazette, said so.", "Ann Lee", None, "Ash Gazette"),
        ("Ukraine's president, Ann Lee, said so.", "Ann Lee", "president", "Ukraine"),
        # near-misses
        ("Mr. Lee said so.", "Lee", None, None),
        ("Republican candidates Ann Lee and Bo Ray said so.", "Ann Lee", None, None),
        ("Ann Lee, citing officials, said so.", "Ann Lee", None, None),
        ("Ann Lee, speaking for the mayor, said so.", "Ann Lee", None, None),
        ("Ann Lee, asked about the minister, said so.", "Ann Lee", None, None),
        ("Ann Lee, who met the mayor of Ash, said so.", "Ann Lee", None, None),
        ("Ann Lee, the mayor said, was ill.", "Ann Lee", None, None),
        ("Ann Lee, who was tired, met the mayor.", "Ann Lee", None, None),
        ("The letter went to the mayor, Ann Lee said.", "Ann Lee", None, None),
        ("Ann Lee said the head of the office was ill.", "Ann Lee", None, None),
    ],
)
def test_title_and_affiliation(text: str, name: str, title: str | None, affiliation: str | None) -> None:
    assert told(text, name) == (title, affiliation)


def persons(text: str) -> dict[str, list[str]]:
    """Return what was found of each source, by its name."""
    return {one.name: [span.of(text) for span in one.mentions] for one in analyse(text).sources}


def test_an_office_that_fits_one_person_means_that_person() -> None:
    text = "Mark Rutte, the NATO chief, said it was late. The NATO chief added that talks went on. He said so."
    assert persons(text) == {"Mark Rutte": ["Mark Rutte", "The NATO chief", "He"]}


def test_a_title_alone_is_enough() -> None:
    text = "Ann Lee, mayor of Ash, said it was shut. The mayor said it was old."
    assert persons(text) == {"Ann Lee": ["Ann Lee", "The mayor"]}


@pytest.mark.parametrize(
    "text",
    [
        "Ann Lee, mayor of Ash, said it was shut. The minister said it was old.",  # another office
        "Ann Lee, mayor of Ash, said it was shut. The Elm mayor said it was old.",  # of another place
        "Ann Lee, mayor of Ash, said it was shut. The former mayor said it was old.",  # the one before
        "Ann Lee, mayor of Ash, said it was shut. A mayor said it was old.",  # any
        "Ann Lee, mayor of Ash, said it was shut. The chief said it was old.",  # of what?
        "Ann Lee said it was shut. The mayor said it was old.",  # no office is told
    ],
)
def test_an_office_that_does_not_fit_is_somebody_else(text: str) -> None:
    assert [source.kind for source in analyse(text).sources] == ["person", "anonymous"]


def test_an_office_that_two_hold_means_neither() -> None:
    text = "Ann Lee, mayor of Ash, said yes. Bo Ray, mayor of Elm, said no. The mayor said it was late."
    assert [source.kind for source in analyse(text).sources] == ["person", "person", "anonymous"]


def test_an_office_is_found_where_the_name_stands_first() -> None:
    text = "They met NATO Secretary General Mark Rutte in Ash. Rutte said it was late."
    (source,) = analyse(text).sources
    assert source.title
    assert source.affiliation
    assert (source.title.of(text), source.affiliation.of(text)) == ("Secretary General", "NATO")


def test_another_of_that_name_has_another_office() -> None:
    text = "They met Mayor Bo Lee in Ash. Ann Lee said it was late."
    assert [source.title for source in analyse(text).sources] == [None]


def test_of_a_text_all_in_capitals_no_more_than_thirty_words_are_looked_at() -> None:
    _, affiliation = told("Ash " * 100 + "President Ann Lee said so.", "Ann Lee")
    assert affiliation is not None
    assert len(affiliation.split()) == 29  # and the title
