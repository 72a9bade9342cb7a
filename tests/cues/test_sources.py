"""Sources: who is cited, of what kind, and which mentions are one."""

from __future__ import annotations

import pytest

from classifier.cues import analyse


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Ann Lee said the bridge was shut.", "Ann Lee", "person"),
        ("The bridge was shut, according to Mayor Ann Lee.", "Mayor Ann Lee", "person"),
        ("The bridge was shut, said Dr. Ito.", "Dr. Ito", "person"),
        ("Ann Lee, the mayor of the town, said it was shut.", "Ann Lee", "person"),
        ("The ministry said the bridge was shut.", "The ministry", "organisation"),
        ("Police said the bridge was shut.", "Police", "organisation"),
        ("The report found that the bridge was weak.", "The report", "document"),
        ("The bridge was weak, according to court documents.", "court documents", "document"),
        ("Reuters reported that the bridge was shut.", "Reuters", "outlet"),
        ("A senior official said the bridge was shut.", "A senior official", "anonymous"),
        ("Two law enforcement officials said it was shut.", "Two law enforcement officials", "anonymous"),
        ("Insiders say the bridge will fall.", "Insiders", "vague"),
        ("Experts said the bridge would fall.", "Experts", "vague"),
        ("Some say the bridge will fall.", "Some", "vague"),
        ("A source said the bridge would fall.", "A source", "vague"),
        ("A source close to the singer told the magazine that it was over.", "A source close to the singer", "vague"),
    ],
)
def test_name_and_kind(text: str, name: str, kind: str) -> None:
    sources = analyse(text).sources
    assert [(source.name, source.kind) for source in sources] == [(name, kind)]


def test_mentions_of_one_person_are_one_source() -> None:
    text = "Ann Lee said it was shut. Lee added that it was old. “It is done,” she said."
    (source,) = analyse(text).sources
    assert [span.of(text) for span in source.mentions] == ["Ann Lee", "Lee", "she"]
    assert source.sentences == (0, 1, 2)


@pytest.mark.parametrize(
    "text",
    [
        "The bridge was shut on Monday.",
        "Ann Lee walked over the bridge.",
        "I said no. We say yes.",
        "The mayor would have said yes.",
        "The harbour authority may have responded at once.",
        "“He said so,” was all that it read.",
    ],
)
def test_who_is_merely_mentioned_is_no_source(text: str) -> None:
    assert analyse(text).sources == []


def test_a_claim_on_nobodys_authority_is_vague_and_has_no_source() -> None:
    (attribution,) = analyse("It was reported that the bridge was shut.").attributions
    assert (attribution.kind, attribution.source) == ("vague", None)


def test_a_pronoun_means_the_nearest_source_that_fits() -> None:
    text = "Ann Lee said it was shut. The ministry said it was safe. She said otherwise. It added a map."
    lee, ministry = analyse(text).sources
    assert [span.of(text) for span in lee.mentions] == ["Ann Lee", "She"]
    assert [span.of(text) for span in ministry.mentions] == ["The ministry", "It"]


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        (
            "The National Water Board said the dam held. The NWB said it was safe.",
            ["The National Water Board", "The NWB"],
        ),
        (
            "The NWB said the dam held. The National Water Board said it was safe.",
            ["The NWB", "The National Water Board"],
        ),
        ("The Ash Council said it was shut. The council said it was old.", ["The Ash Council", "The council"]),
        ("A report on the dam found cracks. The report said it was old.", ["A report on the dam", "The report"]),
        ("“It is done,” Ann Lee said. “She’d gone,” she’d said.", ["Ann Lee", "she’d"]),
    ],
)
def test_short_forms_are_mentions_of_the_one_they_mean(text: str, mentions: list[str]) -> None:
    (source,) = analyse(text).sources
    assert [span.of(text) for span in source.mentions] == mentions


@pytest.mark.parametrize(
    "text",
    [
        "The Ash Council said yes. The Elm Council said no.",
        "The Ash Council said yes. The court said no.",
        "The National Water Board said yes. The NWC said no.",
        "Ann Lee said yes. Bo Ray said no.",
        "Bo Ray said yes. The Road Authority of York said no.",  # whose initials are the name of a person
        "The Road Authority of York said yes. Bo Ray said no.",
    ],
)
def test_others_stay_others(text: str) -> None:
    assert len(analyse(text).sources) == 2


def test_a_short_form_that_two_share_means_neither() -> None:
    text = "The Ash Council said yes. The Elm Council said no. The council said it was late."
    assert [source.name for source in analyse(text).sources] == ["The Ash Council", "The Elm Council", "The council"]


def test_offices_stand_where_they_do_in_the_text_as_written() -> None:
    text = "They met.\u200b\u200b Jens We\u00adber, head of the har\u200bbour office, said the pier was shut."
    (source,) = analyse(text).sources
    assert source.title
    assert source.affiliation
    assert (source.title.of(text), source.affiliation.of(text)) == ("head", "har\u200bbour office")


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        # Mr. and Mrs., and a pronoun that stood before, tell the sex
        ("Mrs. Lee said yes. Mr. Ray said no. She said it was late.", [["Lee", "She"], ["Ray"]]),
        (
            "Ann Lee said yes. She said so. Bo Ray said no. He said so. She said no.",
            [["Ann Lee", "She", "She"], ["Bo Ray", "He"]],
        ),
    ],
)
def test_pronouns_mean_the_one_they_fit(text: str, mentions: list[list[str]]) -> None:
    sources = analyse(text).sources
    assert [
        [span.of(text).removeprefix("Mrs. ").removeprefix("Mr. ") for span in one.mentions] for one in sources
    ] == mentions


def test_who_of_somebody_not_cited_is_no_mention_of_the_last_source() -> None:
    text = "Ann Lee said yes. They met Bo Ray, who said no."
    assert [span.of(text) for span in analyse(text).sources[0].mentions] == ["Ann Lee"]


def test_what_only_a_company_has_tells_also_at_the_very_start_of_a_text() -> None:
    (source,) = analyse("Zipline's CEO left on Monday. Zipline said it would wait.").sources
    assert (source.name, source.kind) == ("Zipline", "organisation")
