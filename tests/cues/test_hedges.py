"""Hedges: exact spans, near-misses, and whose doubt it is."""

from __future__ import annotations

import re

import pytest

from classifier.article import Span
from classifier.cues import analyse, analyse_all
from classifier.cues.candidates import find_candidates
from classifier.cues.disambiguator import Disambiguator
from classifier.cues.hedges import Hedge, find_hedges, find_hedges_all
from classifier.joined import Joined
from classifier.scan import scan
from tests.cues.hedge_cases import HITS, NEAR_MISSES, QUOTED


def lines(table: str) -> list[str]:
    return [line.strip() for line in table.strip().splitlines()]


def bracketed(line: str) -> tuple[str, list[Span]]:
    """Return the text without its brackets, and what stood in them."""
    marks = re.finditer(r"\[([^\]]*)\]", line)
    spans = [Span(found.start() - 2 * at, found.end() - 2 * at - 2) for at, found in enumerate(marks)]
    return re.sub(r"[\[\]]", "", line), spans


def hedges(text: str, judge: Disambiguator | None = None, least: float = 0.5) -> list[Hedge]:
    found = analyse(text)
    judged = find_hedges(found.scan, found.quotes, found.attributions, judge)
    return [hedge for hedge in judged if hedge.probability >= least]


def taken(line: str, judge: Disambiguator | None = None) -> bool:
    text, spans = bracketed(line)
    return any(hedge.span.overlaps(span) for hedge in hedges(text, judge) for span in spans)


@pytest.mark.parametrize(("kind", "line"), [(kind, line) for kind, table in HITS.items() for line in lines(table)])
def test_a_hit_has_exact_span_and_kind(kind: str, line: str) -> None:
    text, (span,) = bracketed(line)
    assert (span, kind) in [(hedge.span, hedge.kind) for hedge in hedges(text)]


@pytest.mark.parametrize("line", lines(QUOTED))
def test_a_hedge_in_a_quotation_is_the_speakers(line: str) -> None:
    text, (span,) = bracketed(line)
    assert (span, "quote") in [(hedge.span, hedge.voice) for hedge in hedges(text)]


SURE = (
    "may as a name or a month", "might, must and can as nouns", "would of habit and of the past",
    "would of reported future", "would of terms and wishes", "should, must and can", "appear in a place",
    "if and its kin", "whether in questions that are told", "about, around and almost",
)  # fmt: skip


@pytest.mark.parametrize("line", [line for family in SURE for line in lines(NEAR_MISSES[family])])
def test_these_look_alikes_are_no_hedges_by_rule(line: str) -> None:
    assert not taken(line)


def test_the_disambiguator_tells_most_look_alikes_from_hedges(disambiguator: Disambiguator) -> None:
    """Permission ("visitors may bring one bag") is what it knows least."""
    near = [line for table in NEAR_MISSES.values() for line in lines(table)]
    hits = [line for table in HITS.values() for line in lines(table)]
    mistaken = [line for line in near if taken(line, disambiguator)]
    missed = [line for line in hits if not taken(line, disambiguator)]
    assert len(near) >= 150
    assert len(mistaken) <= 0.3 * len(near), mistaken
    assert len(missed) <= 0.2 * len(hits), missed


@pytest.mark.parametrize(
    ("text", "voice", "whose"),
    [
        ("The bridge may fall.", "article", None),
        ("“The bridge may fall,” said Ann Lee.", "quote", "Ann Lee"),
        ("Ann Lee said the bridge may fall.", "attributed", "Ann Lee"),
        ("Insiders told us the bridge may fall.", "nobody", "Insiders"),
    ],
)
def test_whose_doubt_it_is(text: str, voice: str, whose: str | None, disambiguator: Disambiguator) -> None:
    for judge in (None, disambiguator):
        (hedge,) = hedges(text, judge, least=0.2)  # whose doubt, however sure
        assert (hedge.voice, hedge.whose and hedge.whose.of(text)) == (voice, whose)


def test_by_rule_what_opens_a_text_is_not_compared_with_its_end() -> None:
    assert hedges("Likely nobody wanted more")[0].kind == "adverb"


def test_by_rule_a_weasel_is_nobodys() -> None:
    assert hedges("Some say the bridge is old.")[0].voice == "nobody"


def test_a_cue_does_not_reach_into_the_next_sentence() -> None:
    assert [hedge.kind for hedge in hedges("Nobody knows what they may. Have looked there, she did.")][-1] == "modal"


@pytest.mark.parametrize(
    ("text", "cues"),
    [
        ("That is not clear.", ["not clear"]),
        ("It is not clear.", ["It is not clear"]),  # not only the cue inside
        ("Rain is expected to fall.", ["is expected to"]),
        ("Rain is now and here expected to fall.", ["is now and here expected to"]),  # three tokens between
        ("Rain is now and here again expected to fall.", ["expected to"]),  # four
        ("Rain is now widely expected. To fall is rare.", []),
    ],
)
def test_the_longest_cue_is_taken_with_what_may_stand_inside(text: str, cues: list[str]) -> None:
    found = find_candidates(Joined.of([scan(text)]))
    assert [text[start:end] for start, end in zip(found.start.tolist(), found.end.tolist(), strict=True)] == cues


def test_texts_found_together_have_the_hedges_of_each_alone(disambiguator: Disambiguator) -> None:
    """A text that breaks off inside a cue stands before one that opens with the rest of it, and none may be empty."""
    lone = "Perhaps. It is now expected"
    texts = [lone, "to open soon, they say.", "", *(line for table in NEAR_MISSES.values() for line in lines(table))]
    texts += [f"“Maybe,” said Ann Lee.\n{bracketed(line)[0]}" for table in HITS.values() for line in lines(table)]
    for judge in (None, disambiguator):
        together = [document.hedges for document in analyse_all(texts, disambiguator=judge)]
        assert together == [analyse(text, disambiguator=judge).hedges for text in texts]
    apart = [analyse(text) for text in texts]  # each with forms of its own
    voices = ([one.quotes for one in apart], [one.attributions for one in apart])
    assert find_hedges_all(Joined.of([one.scan for one in apart]), *voices, disambiguator) == together
