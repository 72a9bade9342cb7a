"""What a score promises for any text whatever; held by hypothesis in the suite and by atheris in ``make fuzz``."""

from __future__ import annotations

import json
from math import isclose, isfinite

from classifier import Scorer
from classifier.article import Span
from classifier.score import ArticleScore

__all__ = ["check_score"]


def check_score(scorer: Scorer, text: str) -> ArticleScore:
    """Return the score of `text`; `AssertionError` if it breaks a promise."""
    score = scorer.score(text)
    assert scorer.score(text) == score, "same input, same output"
    _check_spans(score)
    assert all(0 <= source.share <= 1 for source in score.sources)
    for distribution in [one.probabilities for one in score.sentences] + [score.probabilities]:
        assert distribution is None or _sums_to_one(distribution), distribution
    if score.grade is not None:
        parts = (score.grade.overall, score.grade.sourcing, score.grade.specifics, score.grade.craft)
        assert all(1 <= part <= 5 for part in parts), parts
    json.dumps(score.to_dict(), allow_nan=False)
    return score


def _check_spans(score: ArticleScore) -> None:
    for found in (score.sentences, score.hedges, score.quotes):
        spans = [one.span for one in found]
        assert spans == sorted(spans), "in order"
        for span in spans:
            _check_span(span, score.text)
    edges = [edge for one in (*score.sentences,) for edge in (one.span.start, one.span.end)]
    assert edges == sorted(edges), "sentences do not overlap"
    pointed = [hedge.whose for hedge in score.hedges]
    pointed += [span for quote in score.quotes for span in (quote.speaker, quote.cue)]
    pointed += [span for source in score.sources for span in source.mentions]
    for pointer in pointed:
        if pointer is not None:
            _check_span(pointer, score.text)
    if score.verdict != "unscorable":
        indices = [i for reason in score.reasons for i in reason.sentences]
        indices += [i for source in score.sources for i in source.sentences]
        assert all(0 <= index < len(score.sentences) for index in indices), indices


def _check_span(span: Span, text: str) -> None:
    assert 0 <= span.start < span.end <= len(text), span


def _sums_to_one(distribution: dict[str, float]) -> bool:
    values = list(distribution.values())
    return all(isfinite(p) and 0 <= p <= 1 for p in values) and isclose(sum(values), 1, abs_tol=1e-9)
