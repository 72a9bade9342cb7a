"""Explanations: the parts sum to the decision value, and each part to its sentences."""

from __future__ import annotations

import re
from dataclasses import replace
from io import StringIO
from math import log
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rich.console import Console

from classifier import Scorer
from classifier.explaining import explain
from classifier.model.compiled import VERDICTS, CompiledArticleModel, least_cost
from classifier.reasons import despite
from classifier.report.html import report_html
from classifier.report.terminal import print_explanation
from classifier.score import Probabilities

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
def test_the_calibrated_decision_value_is_that_of_the_probabilities(scorer: Scorer, text: str) -> None:
    score = scorer.score(text)
    why = scorer.explain(score)
    assert why is not None
    assert score.judged is not None
    odds = score.judged.speculative / score.judged.reported
    assert why.decision / why.temperature == pytest.approx(log(odds), abs=1e-6)


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
        assert named or "it would still be" in why.change


class Stubborn:
    """A verdict model that says the same whatever it is given."""

    def __init__(self, model: CompiledArticleModel) -> None:
        self.verdict, self.usual, self.temperature = model.verdict, model.usual, model.temperature

    def called(self, rows: np.ndarray) -> np.ndarray:
        return np.full(len(rows), VERDICTS.index("mixed"))


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("4-spokesperson", "All its sentences report; what else made it mixed is listed under what weighed."),
        (
            "5-page-filler",
            "Even if every sentence were said by somebody who can be pinned down, it would still be mixed",
        ),
    ],
)
def test_where_no_sentence_could_change_the_verdict_it_says_where_to_look(scorer: Scorer, name: str, told: str) -> None:
    score = replace(scorer.score((ROOT / "examples" / f"{name}.txt").read_text(encoding="utf-8")), verdict="mixed")
    stubborn: Any = Stubborn(scorer.model.article)
    why = explain(replace(scorer.model, article=stubborn), score)
    assert why is not None
    assert why.change.startswith(told)


@pytest.mark.parametrize(
    ("judged", "verdict", "told"),
    [
        (
            (0.64, 0.02, 0.34),
            "mixed",
            "though reported is likelier (0.64): to call a page-filler reported would cost 3",
        ),
        ((0.30, 0.05, 0.65), "mixed", "though speculative is likelier (0.65): to call a sourced report speculative"),
        ((0.80, 0.15, 0.05), "reported", ""),
        ((0.30, 0.40, 0.30), "mixed", ""),
    ],
)
def test_it_says_why_the_verdict_is_not_the_likeliest(
    scorer: Scorer, judged: tuple[float, float, float], verdict: str, told: str
) -> None:
    score = replace(scorer.score(TEXTS[0]), judged=Probabilities(*judged), verdict=verdict)
    assert VERDICTS[int(least_cost(np.array([judged]))[0])] == verdict
    assert told in despite(score)
    assert bool(told) == bool(despite(score))
    why = scorer.explain(score)
    shown = StringIO()
    print_explanation(score, Console(file=shown, width=200), why)
    assert told in shown.getvalue()
    assert told in report_html(score)


def test_the_terminal_shows_calibration_as_the_last_step(scorer: Scorer) -> None:
    score = scorer.score(TEXTS[0])
    shown = StringIO()
    print_explanation(score, Console(file=shown, width=200), scorer.explain(score))
    found = re.search(r"divides that by (\S+): (\S+), the logarithm of the odds", shown.getvalue())
    assert found is not None
    assert score.judged is not None
    assert float(found[1]) == pytest.approx(scorer.model.article.temperature, abs=0.005)
    assert float(found[2]) == pytest.approx(log(score.judged.speculative / score.judged.reported), abs=0.005)


def test_what_was_not_judged_is_not_explained(scorer: Scorer) -> None:
    assert scorer.explain(scorer.score("Too short.")) is None
