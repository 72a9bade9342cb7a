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
