"""Folding: what is looked up instead of what was written, and exactly where it stands."""

from __future__ import annotations

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.article import Span
from classifier.folding import _NEEDED, _USUAL, fold

UNSEEN = [
    "\u200b",
    "\u200d",
    "\u2060",
    "\u00ad",
    "\ufeff",
    "\u202e",
    "\u2066",
    "\ufe0f",
    "\u034f",
    "\x01",
    "\U000e0041",
]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Plain words.",
        "“Café”, she said – naïvely … 5 °C, 3½ km², №7, ™.",
        "Line\u2028end\x85and\x1cmore\x0bspace\u3000here",
        "Москва и αβγ, 東京、한국, עברית",
        "Thumbs up \U0001f44d",
        "lone \ud800 surrogate",
    ],
)
def test_what_needs_no_folding_is_left_alone(text: str) -> None:
    assert fold(text) is None


def test_no_character_that_needs_folding_passes_for_a_usual_one() -> None:
    needed = _NEEDED.findall("".join(map(chr, range(0x110000))))
    assert len(needed) > 1000
    assert not set(needed) & set(_USUAL.decode())


@pytest.mark.parametrize(
    ("text", "cue", "written"),
    [
        pytest.param("It is lik\u200bely so.", "likely", "lik\u200bely", id="zero-width space inside"),
        pytest.param("It is \u200blikely\u200b so.", "likely", "likely", id="zero-width spaces around"),
        pytest.param("It is per\u00adhaps so.", "perhaps", "per\u00adhaps", id="soft hyphen"),
        pytest.param("It \u202emay\u202c be.", "may", "may", id="bidi controls around"),
        pytest.param("It mi\u202eg\u202cht be.", "might", "mi\u202eg\u202cht", id="bidi controls inside"),
        pytest.param("It p\u0336r\u0336o\u0336bably is.", "probably", "p\u0336r\u0336o\u0336bably", id="struck out"),
        pytest.param("So cafe\u0301s may.", "cafés", "cafe\u0301s", id="accent in a character of its own"),
        pytest.param("So re\u200b\u0301sume\u0301 it.", "résumé", "re\u200b\u0301sume\u0301", id="accent afar"),
        pytest.param("The \ufb01nal word.", "final", "\ufb01nal", id="ligature"),
        pytest.param("It ｍａｙ be.", "may", "ｍａｙ", id="full width"),
        pytest.param("It \U0001d426\U0001d41a\U0001d432 be.", "may", "\U0001d426\U0001d41a\U0001d432", id="maths"),
        pytest.param("It mаy be.", "may", "mаy", id="Cyrillic letter in a Latin word"),
        pytest.param("It is роssiblе.", "possible", "роssiblе", id="several of them"),
        pytest.param("It m\u0430\u0336\u200by be.", "may", "m\u0430\u0336\u200by", id="all of it"),
        pytest.param("Would\u2800have said.", "Would have", "Would\u2800have", id="blank that is no white space"),
        pytest.param("A so\u2011called deal.", "so-called", "so\u2011called", id="hyphen that does not break"),
        pytest.param("He didn\x92t say.", "didn’t", "didn\x92t", id="Windows apostrophe read as Latin-1"),
    ],
)
def test_the_cue_is_found_where_it_was_written(text: str, cue: str, written: str) -> None:
    folded = fold(text)
    assert folded is not None
    start = folded.text.index(cue)
    span = folded.span(Span(start, start + len(cue)))
    assert span.of(text) == written
    assert folded.starts([start]) == [span.start]
    assert folded.ends([start + len(cue)]) == [span.end]


@pytest.mark.parametrize("word", ["рыба", "Роман", "λόγος", "mарыy"])
def test_a_word_of_another_script_stays_one(word: str) -> None:
    assert fold(f"The word {word} was said.") is None


def test_marks_beyond_the_stream_safe_run_are_dropped_from_latin_letters_and_kept_on_others() -> None:
    run = "\u0327\u0301" * 40
    folded = fold(f"ma{run}y \u0915{run}")
    assert folded is not None
    assert folded.text == f"may \u0915{run}".replace("may", normalize("NFC", "ma\u0327\u0301")[:2] + "y")


@given(st.data())
def test_unseen_characters_anywhere_change_nothing_but_offsets(data: st.DataObject) -> None:
    plain = "Council votes on a bridge\n\n“It may be shut,” she said. Others didn’t know; it’s likely so."
    inserted = data.draw(
        st.lists(st.tuples(st.integers(0, len(plain)), st.sampled_from(UNSEEN)), min_size=1, max_size=8)
    )
    written, at = [], {}
    for position in range(len(plain) + 1):
        written += [unseen for where, unseen in inserted if where == position]
        at[position] = len(written)
        written += plain[position : position + 1]
    folded = fold("".join(written))
    assert folded is not None
    assert folded.text == plain
    assert folded.starts(range(len(plain))) == [at[position] for position in range(len(plain))]
    assert folded.ends(range(1, len(plain) + 1)) == [at[position] + 1 for position in range(len(plain))]


ODD = st.text(st.sampled_from([*"abé \n", *UNSEEN, "\u0301", "\u0327", "\u0336", "\ufb01", "ａ", "а", "ы", "\ud800"]))


@given(ODD | st.text(st.characters()))
def test_spans_of_any_text_are_in_order_and_in_range(text: str) -> None:
    folded = fold(text)
    if folded is None:
        return
    starts, ends = folded.starts(range(len(folded.text))), folded.ends(range(1, len(folded.text) + 1))
    assert all(0 <= a < b <= len(text) for a, b in zip(starts, ends, strict=True))
    assert starts == sorted(starts)
    assert ends == sorted(ends)


def test_a_text_in_capitals_is_read_in_sentence_case_and_keeps_its_places() -> None:
    common = {"the", "bridge", "may", "close", "said", "it", "is", "old"}
    text = "THE BRIDGE MAY CLOSE, OKAFOR SAID.\n“IT IS OLD,” İREM SAID."
    folded = fold(text, common)
    assert folded is not None
    assert folded.text == "The bridge may close, Okafor said.\n“It is old,” İrem said."
    assert folded.span(Span(22, 28)).of(text) == "OKAFOR"


@pytest.mark.parametrize(
    "text", ["The NATO and U.N. chiefs met.", "BREAKING: the bridge is closed", "", "42 %", "東京", "all small"]
)
def test_a_text_that_is_not_in_capitals_stays(text: str) -> None:
    assert fold(text, frozenset()) is None


def test_capitals_with_invisible_characters_are_found_where_they_stand() -> None:
    text = "THE BRIDGE MAY CL\u200bOSE."
    folded = fold(text, {"the", "bridge", "may", "close"})
    assert folded is not None
    assert folded.text == "The bridge may close."
    assert folded.span(Span(15, 20)).of(text) == "CL\u200bOSE"
