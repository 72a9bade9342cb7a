"""Text that nobody wrote in good faith: it is scored like any other, and evasion is seen through."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.exponent import LIMIT, growth
from classifier import Scorer
from tests.fuzz.evasions import EVASIONS
from tests.fuzz.promises import check_score

ROOT = Path(__file__).parent.parent
FILLER = (ROOT / "examples" / "5-page-filler.txt").read_text(encoding="utf-8")
REPORT = (ROOT / "examples" / "4-spokesperson.txt").read_text(encoding="utf-8")

_PIECES = st.sampled_from(
    [
        "It may rain. ", "would have been ", "likely ", "sources said ", "according to ", "said Lee, ", "Mr. ", "U.S. ",
        "“", "”", "‘", "’s ", '"', "``", "''", "«", "(", "…", "?!", ".", ", ", "-- ", "• ", "## ", "\n", "\n\n", "\r\n",
        "\u2028", "\u200b", "\u202e", "\ufeff", "\u0301", "\u0336", "\U0001f468\u200d\U0001f469", "\U0001f1fa",
        "Ａ", "ﬁ", "İ", "ẞ", "ŉ", "ſ", "²", "٣", "𝟗", "Ⅷ", "中文。", "שלום", "\ud800", "\x00", "\x85", "\x1c",
        "The council shut the bridge on Monday after the flood. ", "He told reporters that nobody was hurt. ",
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(_PIECES, max_size=60).map("".join) | st.text(st.characters(), max_size=200))
def test_any_text_gets_a_score_that_keeps_its_promises(scorer: Scorer, text: str) -> None:
    check_score(scorer, text)


def test_lone_surrogates_in_a_python_string_are_scored(scorer: Scorer) -> None:
    assert check_score(scorer, REPORT.replace("the", "th\ud800e", 3)).verdict == "reported"


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_composed_and_decomposed_letters_get_the_same_verdict(scorer: Scorer, form: str) -> None:
    accented = FILLER.replace("meeting", "rendezvousé")
    one, other = scorer.score(accented), check_score(scorer, normalize(form, accented))  # type: ignore[arg-type]
    assert other.verdict == one.verdict
    assert [hedge.span.of(other.text) for hedge in other.hedges] == [h.span.of(one.text) for h in one.hedges]


@pytest.mark.parametrize("evade", EVASIONS.values(), ids=EVASIONS)
def test_evasion_changes_neither_verdict_nor_scores_nor_cues(scorer: Scorer, evade: Callable[[str], str]) -> None:
    plain, evaded = scorer.score(FILLER), check_score(scorer, evade(FILLER))
    assert evaded.verdict == "speculative"
    assert evaded.probabilities == plain.probabilities
    assert [hedge.span.of(evaded.text) for hedge in evaded.hedges] == [
        evade(hedge.span.of(plain.text)) for hedge in plain.hedges
    ]


_FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
BESIDE = {
    "combining marks": "Le\u0301ger a\u0300 la carte \u0301\u0308\u0323.",
    "right to left": "שלום עולם. مرحبا بالعالم.",
    "bidi marks": "\u202b(2 1)\u202c \u2067a\u2069 \u200f\u200e.",
    "emoji sequences": f"{_FAMILY} \U0001f1fa\U0001f1f8 \U0001f44d\U0001f3fd \u2764\ufe0f.",
    "beyond 16 bits": "\U0001d4d0\U0001d4d1 \U00020000.",
    "full width": "Ｔｈｅ ｔｏｗｎ，２０２６。",
    "line separator": "One line.\u2028Another.\u2029A third.",
    "homoglyphs": "Тhе сity.",
}


@pytest.mark.parametrize("beside", BESIDE.values(), ids=BESIDE)
def test_hedges_keep_their_places_beside_what_is_rare_in_english(scorer: Scorer, beside: str) -> None:
    plain = scorer.score(FILLER)
    other = check_score(scorer, FILLER.replace("\n\n", f"\n\n{beside}\n\n"))
    assert [hedge.span.of(other.text) for hedge in other.hedges] == [h.span.of(plain.text) for h in plain.hedges]


def test_line_separators_in_place_of_line_ends_change_no_cue(scorer: Scorer) -> None:
    plain, other = scorer.score(FILLER), check_score(scorer, FILLER.replace("\n", "\u2028"))
    assert other.verdict == plain.verdict
    assert [hedge.span for hedge in other.hedges] == [hedge.span for hedge in plain.hedges]


@pytest.mark.full
@pytest.mark.skipif(not os.environ.get("CLASSIFIER_FULL"), reason="part of make test-full")
@pytest.mark.parametrize(
    "unit",
    [
        " ", "\n", "\r\n \n", "\u200b", "\u0301", "a", "a.", "A. ", '"', "“", "“a", "’", "('", "''",
        "it may have ", "7,", "!", '?!"', "….", " -",
        "He said she said ", "according to the minister of ", "Mr. ", "“We go”, said Lee and then ", "Share this\n\n",
        "I may say some insiders might ", "“we will go there now for it,” said Bo, ", "Lee said it may and ",
        "“We will not take the offer of the ministry,” said Ann Lee, mayor of the town.\n", "It may be. ", "а", "ﬁ",
    ],
)  # fmt: skip
def test_scoring_is_linear_in_repeated_text(scorer: Scorer, unit: str) -> None:
    def text(length: int) -> str:
        return REPORT + "\n\n" + unit * (length // len(unit)) + "\nx"

    assert growth(scorer.score, text).exponent <= LIMIT
