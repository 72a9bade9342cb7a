"""The library: one scorer, many ways to hand it texts."""

from __future__ import annotations

import pickle
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import count, islice
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import classifier
from classifier import Article, ArticleScore, ClassifierError, Failure, Scorer
from classifier.model.compiled import SENTENCE_LABELS

EXAMPLES = sorted((Path(__file__).parent.parent / "examples").glob("*.txt"))
TEXTS = [path.read_text(encoding="utf-8") for path in EXAMPLES]


def test_public_names_are_few_sorted_and_there() -> None:
    assert classifier.__all__ == sorted(classifier.__all__)
    assert len(classifier.__all__) <= 10
    assert all(getattr(classifier, name) for name in classifier.__all__)


def assert_sound(score: ArticleScore) -> None:
    """Check what must hold for the score of any text."""
    spans = [one.span for one in score.sentences]
    for found in (score.hedges, score.quotes):
        starts = [one.span.start for one in found]
        assert starts == sorted(starts)
    edges = [edge for span in spans for edge in (span.start, span.end)]
    assert edges == sorted(edges)
    mentions = [span for source in score.sources for span in source.mentions]
    extra = [q.speaker for q in score.quotes if q.speaker] + [h.whose for h in score.hedges if h.whose]
    for span in [*spans, *mentions, *extra, *(h.span for h in score.hedges), *(q.span for q in score.quotes)]:
        assert 0 <= span.start < span.end <= len(score.text)
    for one in score.sentences:
        assert sum(one.probabilities.values()) == pytest.approx(1, abs=1e-9)
        assert tuple(one.probabilities) == SENTENCE_LABELS
    if score.verdict == "unscorable":
        assert (score.speculation, score.quality, score.probabilities) == (None, None, None)
        assert score.reason
    else:
        assert score.probabilities is not None
        assert score.speculation is not None
        assert score.quality is not None
        assert sum(score.probabilities.values()) == pytest.approx(1, abs=1e-9)
        assert 0 <= score.speculation <= 1
        assert 1 <= score.quality <= 5
        assert score.reasons


@pytest.mark.parametrize("text", TEXTS)
def test_scores_of_the_examples_are_sound(scorer: Scorer, text: str) -> None:
    assert_sound(scorer.score(text))


_CUES = (
    "The the said may have been likely “ ” ‘ ’ \" ' . ? ! , : - -- ( ) \n \n\n Mr. U.S. Ann Lee ministry would not "
    "according to if whether he they it is believed sources some say 2019 May 5 … \u2028 \u200b 😀 \ud800 é # * •"
)
_WORDS = st.sampled_from(_CUES.split(" "))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_WORDS, max_size=120), st.sampled_from(["", " "]))
def test_any_mix_of_cues_and_marks_is_scored_soundly(scorer: Scorer, words: list[str], glue: str) -> None:
    text = glue.join(words)
    score = scorer.score(text)
    assert_sound(score)
    assert scorer.score(text).to_dict() == score.to_dict()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.characters(), max_size=400))
def test_any_text_is_scored_soundly(scorer: Scorer, text: str) -> None:
    assert_sound(scorer.score(text))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(TEXTS), st.integers(0, 3000), st.text(alphabet=st.characters(), max_size=20))
def test_an_article_with_anything_pasted_in_is_scored_soundly(scorer: Scorer, text: str, at: int, noise: str) -> None:
    assert_sound(scorer.score(text[:at] + noise + text[at:]))


@pytest.mark.parametrize("bad", [None, 5, b"bytes", ["list"], float("nan")])
def test_what_is_no_text_raises_and_in_a_batch_becomes_a_failure(scorer: Scorer, bad: object) -> None:
    with pytest.raises(ClassifierError, match="must be str"):
        scorer.score(bad)  # type: ignore[arg-type]
    first, second = scorer.score_many([bad, TEXTS[0]])  # type: ignore[list-item]
    assert isinstance(first, Failure)
    assert isinstance(second, ArticleScore)


def test_a_failure_has_the_columns_of_a_score(scorer: Scorer) -> None:
    failure = Failure("a", "b.txt: cannot be read")
    assert list(failure.flat()) == list(scorer.score("").flat())
    assert {name for name, value in failure.flat().items() if value is not None} == {"id", "error", "schema_version"}


def test_sources_are_counted_as_named_anonymous_and_vague(scorer: Scorer) -> None:
    score = scorer.score("Ann Lee said it was shut. A senior official said it was old. Insiders say it will fall.")
    flat = score.flat()
    assert [source.kind for source in score.sources] == ["person", "anonymous", "vague"]
    assert (flat["named_sources"], flat["anonymous_sources"], flat["vague_sources"]) == (1, 1, 1)


def test_one_text_and_a_list_of_one_do_not_differ(scorer: Scorer) -> None:
    (score,) = scorer.score_many([TEXTS[0]])
    assert score == scorer.score(TEXTS[0])


def test_score_many_takes_an_endless_iterable_in_order(scorer: Scorer) -> None:
    endless = (Article(TEXTS[number % 5], id=str(number)) for number in count())
    assert [score.id for score in islice(scorer.score_many(endless), 7)] == list("0123456")


def test_two_processes_give_what_one_gives(scorer: Scorer) -> None:
    texts = [*TEXTS, None, *TEXTS]
    one = [score.to_dict() for score in scorer.score_many(texts)]  # type: ignore[arg-type]
    two = [score.to_dict() for score in scorer.score_many(texts, jobs=2)]  # type: ignore[arg-type]
    assert one == two


def test_threads_share_a_scorer(scorer: Scorer) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda text: scorer.score(text).to_dict(), TEXTS * 8))
    assert found == [scorer.score(text).to_dict() for text in TEXTS] * 8


def test_a_scorer_can_be_pickled(scorer: Scorer) -> None:
    again = pickle.loads(pickle.dumps(scorer))
    assert again.score(TEXTS[0]) == scorer.score(TEXTS[0])


def test_score_frame_keeps_the_index_and_marks_bad_rows(scorer: Scorer) -> None:
    frame = pd.DataFrame({"body": [TEXTS[0], None, TEXTS[4]]}, index=["x", "y", "z"])
    result = scorer.score_frame(frame, text="body")
    assert list(result.index) == ["x", "y", "z"]
    assert result["verdict"].tolist()[0] == "reported"
    assert result["verdict"].tolist()[2] == "speculative"
    assert "must be str" in result.loc["y", "error"]
    assert scorer.score_frame(frame.iloc[:0], text="body").columns.tolist() == result.columns.tolist()


def test_score_frame_names_the_columns_that_are_there(scorer: Scorer) -> None:
    with pytest.raises(ClassifierError, match="no column 'text' in the frame; it has: body"):
        scorer.score_frame(pd.DataFrame({"body": ["a"]}))


def test_title_is_carried_along_and_not_judged(scorer: Scorer) -> None:
    with_title, without = scorer.score(TEXTS[0], title="T"), scorer.score(TEXTS[0])
    assert with_title.title == "T"
    assert with_title.probabilities == without.probabilities


def test_speculation_is_speculative_plus_half_of_mixed(scorer: Scorer) -> None:
    score = scorer.score(TEXTS[4])
    assert score.probabilities is not None
    assert score.speculation == score.probabilities["speculative"] + 0.5 * score.probabilities["mixed"]


def test_quality_is_the_median_of_its_parts(scorer: Scorer) -> None:
    grade = scorer.score(TEXTS[0]).grade
    assert grade is not None
    assert grade.overall == round(float(np.median([grade.sourcing, grade.specifics, grade.craft])), 1)


def test_scoring_imports_neither_sklearn_nor_pandas_nor_nltk() -> None:
    code = (
        "import sys, classifier; classifier.load().score('One. Two. Three.'); "
        "print([m for m in ('sklearn', 'pandas', 'nltk', 'scipy', 'joblib') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
