"""Why the verdict fell as it did: every feature's part in it, every sentence's part in each feature."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from classifier.features.article import COLUMNS, TOLD, article_table, division
from classifier.features.articlefacts import BODY, ArticleFacts
from classifier.features.facts import Ints
from classifier.model.bundle import Model
from classifier.model.compiled import SENTENCE_LABELS, VERDICTS
from classifier.score import ArticleScore

__all__ = ["Contribution", "Explanation", "explain"]

_SPECULATION, _ATTRIBUTED, _FACT = (SENTENCE_LABELS.index(name) for name in ("speculation", "attributed", "fact"))


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one feature adds to the decision value.

    Attributes
    ----------
    feature
        Name of the feature, see `classifier.features.article`.
    told
        The feature in words.
    value, usual
        The article's value, and the mean over the articles that the model was fitted to.
    part
        What it adds, above zero towards speculative, below towards reported, in logits.
    sentences
        Its part in each sentence of the article, in order; they sum to `part`.
    """

    feature: str
    told: str
    value: float
    usual: float
    part: float
    sentences: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A verdict taken apart.

    Attributes
    ----------
    decision
        The decision value of speculative against reported, in logits, before calibration.
    temperature
        What it is divided by, as the last step, for the logarithm of the odds of speculative to reported: calibration.
    intercept
        What it is for an article that is usual in every feature; the same for every article of the model.
    contributions
        The rest of it, the weightiest feature first: ``intercept + sum(parts) == decision``.
    change
        What would have to change for another verdict, in words, or that no sentences told otherwise would do it.
    """

    decision: float
    temperature: float
    intercept: float
    contributions: tuple[Contribution, ...]
    change: str

    @property
    def weightiest(self) -> tuple[Contribution, ...]:
        """The features that moved the decision value by a tenth of a logit or more, at most eight."""
        return tuple(one for one in self.contributions[:8] if abs(one.part) >= 0.1)

    @property
    def sentences(self) -> tuple[float, ...]:
        """What each sentence adds to the decision value, by all features together."""
        return tuple(np.sum([one.sentences for one in self.contributions], axis=0).tolist())


def explain(model: Model, score: ArticleScore) -> Explanation | None:
    """Return why `model` judged the article of `score` as it did; None if it did not judge it.

    The verdict is linear in the features: the decision value is a fixed intercept and a part for each feature,
    its weight times what sets the article apart from the usual one. Each part is divided over the sentences
    that cause it, in proportion; what no sentence causes belongs to all alike.
    """
    if score.judged is None:
        return None
    articles = model.read([score.text])
    row = article_table(articles)[0]
    verdict = model.article.verdict
    reported, speculative = VERDICTS.index("reported"), VERDICTS.index("speculative")
    weight = verdict.weights[:, speculative] - verdict.weights[:, reported]
    usual = model.article.usual
    parts = weight * (row - usual)
    intercept = float(weight @ usual + verdict.intercept[speculative] - verdict.intercept[reported])
    divided = division(articles) * parts
    order = np.argsort(-np.abs(parts), kind="stable").tolist()
    return Explanation(
        decision=intercept + float(parts.sum()),
        temperature=model.article.temperature,
        intercept=intercept,
        contributions=tuple(
            Contribution(
                COLUMNS[at],
                TOLD[COLUMNS[at]],
                float(row[at]),
                float(usual[at]),
                float(parts[at]),
                tuple(divided[:, at].tolist()),
            )
            for at in order
        ),
        change=_change(model, articles, score.verdict),
    )


def _change(model: Model, articles: ArticleFacts, verdict: str) -> str:
    """Return how many sentences would have to be told otherwise for another verdict."""
    facts, probabilities = articles.facts, articles.probabilities
    body = np.flatnonzero(BODY[facts.block])
    if verdict == "reported":
        stood_behind = probabilities[body][:, [_FACT, _ATTRIBUTED]].sum(axis=1)
        order = body[np.argsort(-stood_behind, kind="stable")]
        number, found = _fewest(model, articles, order, _SPECULATION, verdict)
        told = "guessed in the article's own voice"
    else:
        order = body[np.argsort(-probabilities[body, _SPECULATION], kind="stable")]
        number, found = _fewest(model, articles, order, _ATTRIBUTED, verdict)
        told = "said by somebody who can be pinned down"
    if number:
        return f"If {number} of its {len(body)} sentences were {told}, it would be {found}."
    if np.isin(probabilities[body].argmax(axis=1), (_FACT, _ATTRIBUTED)).all():
        return f"All its sentences report; what else made it {verdict} is listed under what weighed."
    return (
        f"Even if every sentence were {told}, it would still be {verdict}: "
        "other things count for more here; they are listed under what weighed."
    )


def _fewest(model: Model, articles: ArticleFacts, order: Ints, label: int, verdict: str) -> tuple[int, str]:
    """Return how many sentences of `order`, taken as `label`, change the verdict, and to what; 0 if none do."""
    low, high = 1, len(order)
    found = ""
    while low <= high:
        middle = (low + high) // 2
        changed = articles.probabilities.copy()
        changed[order[:middle]] = np.eye(len(SENTENCE_LABELS))[label]
        row = article_table(replace(articles, probabilities=changed))
        called = VERDICTS[int(model.article.called(row)[0])]
        if called != verdict:
            found, high = called, middle - 1
        else:
            low = middle + 1
    return (low, found) if found else (0, "")
