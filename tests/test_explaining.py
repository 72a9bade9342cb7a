"""Explanations: the parts sum to the decision value, and each part to its sentences."""

from __future__ import annotations

from math import log
from pathlib import Path

import pytest

from classifier import Scorer
from classifier.model.compiled import VERDICTS

ROOT = Path(__file__).parent.parent
TEXTS = [
    path.read_text(encoding="utf-8")
    for path in sorted([*(ROOT / "examples").glob("*.txt"), *(ROOT / "tests" / "known").glob("*.txt")])
]


@pytest.mark.parametrize("text", TEXTS)
def test_parts_sum_to_the_decision_value_and_sentences_to_the_parts(scorer: Scorer, text: str) -> None:
    score = scorer.score(text)
    why = scorer.explain(score)
    assert why is not None
    assert why.intercept + sum(one.part for one in why.contributions) == pytest.approx(why.decision, abs=1e-9)
    for one in why.contributions:
        assert len(one.sentences) == len(score.sentences)
        assert sum(one.sentences) == pytest.approx(one.part, abs=1e-9)
    assert sum(why.sentences) == pytest.approx(why.decision - why.intercept, abs=1e-9)


@pytest.mark.parametrize("text", TEXTS[:6])
def test_the_decision_value_is_that_of_the_probabilities(scorer: Scorer, text: str) -> None:
    score = scorer.score(text)
    why = scorer.explain(score)
    assert why is not None
    assert score.judged is not None
    assert why.decision == pytest.approx(log(score.judged.speculative / score.judged.reported), abs=1e-6)


def test_the_intercept_is_the_same_for_every_article(scorer: Scorer) -> None:
    found = [scorer.explain(scorer.score(text)) for text in TEXTS[:4]]
    assert len({one.intercept for one in found if one is not None}) == 1


def test_it_says_how_many_sentences_would_change_the_verdict(scorer: Scorer) -> None:
    for text in TEXTS:
        score = scorer.score(text)
        why = scorer.explain(score)
        assert why is not None
        others = [verdict for verdict in VERDICTS if verdict != score.verdict]
        named = [verdict for verdict in others if f"it would be {verdict}." in why.change]
        assert named or why.change.startswith("Not even if")


def test_what_was_not_judged_is_not_explained(scorer: Scorer) -> None:
    assert scorer.explain(scorer.score("Too short.")) is None
