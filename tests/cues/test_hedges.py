"""Hedges: exact spans, near-misses, and whose doubt it is."""

from __future__ import annotations

import pytest

from classifier.cues import analyse


def found(text: str, least: float = 0.5) -> list[tuple[str, str]]:
    return [(h.span.of(text), h.kind) for h in analyse(text).hedges if h.probability >= least]


@pytest.mark.parametrize(
    ("text", "cue", "kind"),
    [
        ("The talks likely covered the bridge.", "likely", "adverb"),
        ("Perhaps the bridge is old.", "Perhaps", "adverb"),
        ("It is possible that the bridge is old.", "It is possible", "doxastic"),
        ("The bridge may fall.", "may", "modal"),
        ("May the bridge fall next?", "May", "modal"),
        ("This could reshape the region.", "could", "modal"),
        ("He would have aimed to calm them.", "would have aimed", "modal_perfect"),
        ("She may also have raised it.", "may also have raised", "modal_perfect"),
        ("They might not have known.", "might not have known", "modal_perfect"),
        ("He must have been told.", "must have been", "modal_perfect"),
        ("The bridge appears to be old.", "appears", "evidential"),
        ("The bridge is reportedly old.", "reportedly", "evidential"),
        ("The bridge is widely believed to be old.", "is widely believed to", "doxastic"),
        ("It remains unclear who built it.", "It remains unclear", "investigation"),
        ("Some say it is old.", "Some say", "weasel"),
        ("Experts agree it is old.", "Experts agree", "weasel"),
    ],
)
def test_cue_with_exact_span(text: str, cue: str, kind: str) -> None:
    assert (cue, kind) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "Theresa May met the envoy in May.",
        "The vote on May 5 was close.",
        "Likely voters were polled in May 2019.",
        "She could not walk for a week.",
        "He appeared in court on Monday.",
        "The might of the army was shown.",
        "They called as soon as possible.",
        "She fell about two metres.",
    ],
)
def test_look_alikes_are_no_hedges(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "voice", "whose"),
    [
        ("The bridge may fall.", "article", None),
        ("“The bridge may fall,” said Ann Lee.", "quote", "Ann Lee"),
        ("Ann Lee said the bridge may fall.", "attributed", "Ann Lee"),
        ("Insiders told us the bridge may fall.", "nobody", "Insiders"),
        ("Some say the bridge is old.", "nobody", None),
    ],
)
def test_whose_doubt_it_is(text: str, voice: str, whose: str | None) -> None:
    hedge = analyse(text).hedges[0]
    assert (hedge.voice, hedge.whose and hedge.whose.of(text)) == (voice, whose)
