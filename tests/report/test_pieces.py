"""The text cut at every boundary: nothing lost, nothing doubled, every overlap kept."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.article import Span
from classifier.cues.hedges import Hedge
from classifier.cues.quotes import Quote
from classifier.cues.sources import Source
from classifier.report.pieces import Paragraph, Piece, paragraphs, speakers
from classifier.score import ArticleScore, SentenceScore
from classifier.scoring import Scorer
from tests.report.hostile import HOSTILE

ROOT = Path(__file__).parents[2]
ARTICLES = [*sorted((ROOT / "examples").glob("*.txt")), *sorted((ROOT / "tests" / "unscorable").glob("*.txt"))]


def score_of(text: str, sentences: list[Span], hedges: list[Span], quotes: list[Quote]) -> ArticleScore:
    """Return a score that holds just these; of each quote the speaker is a source too."""
    return ArticleScore(
        id="", title=None, text=text, sha256="", model="", verdict="mixed", reason="", judged=None, grade=None,
        sentences=tuple(SentenceScore(span, "fact", {"fact": 1.0}, "prose") for span in sentences),
        hedges=tuple(Hedge(span, "modal", 1.0, "article", None, 0) for span in hedges),
        quotes=tuple(quotes),
        sources=tuple(Source("x", "person", (quote.speaker,), (), 0.0) for quote in quotes if quote.speaker),
    )  # fmt: skip


def pieces(found: list[Paragraph]) -> list[Piece]:
    return [piece for paragraph in found for run in paragraph.runs for piece in run.pieces]


def bare(text: str) -> str:
    """Return the text without white space, which may stand between paragraphs, where no mark is drawn."""
    return "".join(text.split())


def joined(found: list[Paragraph]) -> str:
    return "".join(
        "".join(piece.text for run in paragraph.runs for piece in run.pieces) + paragraph.behind for paragraph in found
    )


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_joined_the_pieces_are_the_text(scorer: Scorer, path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert joined(list(paragraphs(scorer.score(text)))) == text


def test_joined_the_pieces_of_a_hostile_text_are_the_text(scorer: Scorer) -> None:
    score = scorer.score(HOSTILE)
    assert score.sentences
    assert joined(list(paragraphs(score))) == HOSTILE


TEXT = "One two. Three\nfour five.\n\nSix seven eight.  \n"
SENTENCES = [Span(0, 8), Span(9, 25), Span(27, 43)]
SPANS = st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 20)).map(
    lambda ends: Span(ends[0], min(len(TEXT), sum(ends)))
)
QUOTES = st.builds(Quote, span=SPANS, kind=st.just("direct"), speaker=SPANS, cue=st.none())


@given(st.lists(SPANS, max_size=5), st.lists(QUOTES, max_size=5))
def test_whatever_overlaps_nothing_is_lost_and_every_mark_covers_its_words(
    hedges: list[Span], quotes: list[Quote]
) -> None:
    found = list(paragraphs(score_of(TEXT, SENTENCES, hedges, quotes)))
    assert joined(found) == TEXT
    covered: dict[tuple[str, int], str] = {}
    for piece in pieces(found):
        for mark in piece.marks:
            covered[mark.layer, mark.number] = covered.get((mark.layer, mark.number), "") + bare(piece.text)
    for number, hedge in enumerate(hedges):
        assert covered.get(("hedge", number), "") == bare(hedge.of(TEXT))
    for number, quote in enumerate(quotes):
        assert covered.get(("quote", number), "") == bare(quote.span.of(TEXT))


def test_a_quote_over_two_paragraphs_and_into_a_hedge_is_cut_at_every_boundary() -> None:
    quote = Quote(Span(15, 36), "direct", Span(37, 42))
    found = pieces(list(paragraphs(score_of(TEXT, SENTENCES, [Span(31, 42)], [quote]))))
    assert [(piece.text, [mark.layer for mark in piece.marks]) for piece in found[3:]] == [
        ("four five.", ["quote"]),
        ("Six ", ["quote"]),
        ("seven", ["quote", "hedge"]),
        (" ", ["hedge"]),
        ("eight", ["speaker", "source", "hedge"]),
        (".", []),
    ]
    assert [[mark.layer for mark in piece.opens] for piece in found[3:6]] == [["quote"], [], ["hedge"]]
    assert [[mark.layer for mark in piece.closes] for piece in found[3:6]] == [[], [], ["quote"]]


def test_a_line_end_inside_a_sentence_ends_no_paragraph() -> None:
    found = list(paragraphs(score_of(TEXT, SENTENCES, [], [])))
    assert [[run.sentence for run in one.runs] for one in found] == [[0, None, 1], [2]]
    assert [one.behind for one in found] == ["\n\n", "  \n"]


def test_a_cue_that_is_hardly_a_hedge_is_not_marked() -> None:
    score = score_of(TEXT, SENTENCES, [Span(0, 3)], [])
    doubtful = dataclasses.replace(score, hedges=(dataclasses.replace(score.hedges[0], probability=0.4),))
    assert not any(piece.marks for piece in pieces(list(paragraphs(doubtful))))


def test_a_mention_that_a_source_has_twice_is_drawn_once() -> None:
    score = score_of(TEXT, SENTENCES, [], [Quote(Span(9, 14), "direct", Span(0, 3), None)])
    (source,) = score.sources
    doubled = dataclasses.replace(score, sources=(dataclasses.replace(source, mentions=source.mentions * 2),))
    assert list(paragraphs(doubled)) == list(paragraphs(score))
    assert any(mark.layer == "source" for piece in pieces(list(paragraphs(score))) for mark in piece.marks)


def test_a_speaker_is_called_by_the_name_of_the_source(scorer: Scorer) -> None:
    score = scorer.score((ROOT / "examples" / "4-spokesperson.txt").read_text(encoding="utf-8"))
    said = {
        quote.speaker.of(score.text): who
        for quote, who in zip(score.quotes, speakers(score), strict=True)
        if quote.speaker
    }
    assert said["he"] == said["Amashuri"] == "Amashuri"


def test_a_speaker_who_is_no_source_has_the_words_of_the_text_and_nobody_has_none() -> None:
    quotes = [Quote(Span(9, 14), "direct", Span(27, 36), None), Quote(Span(15, 19), "direct", None, None)]
    assert speakers(dataclasses.replace(score_of(TEXT, SENTENCES, [], quotes), sources=())) == ["Six seven", ""]
