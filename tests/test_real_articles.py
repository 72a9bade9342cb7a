"""What must hold on real articles; needs the corpora."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from classifier import Scorer
from classifier.corpora import find_texts
from classifier.cues import analyse
from classifier.cues.quotes import MAX_QUOTE
from classifier.dataset import analyse_all
from classifier.features.sentence import sentence_facts, sentence_table
from classifier.labels import read_labels
from classifier.model.compiled import SENTENCE_LABELS, VERDICTS
from classifier.model.sentence import SentenceInContext
from classifier.training import article_rows, fit_article_models, fit_sentences
from tests.test_scorer import assert_sound

LABELS = Path(__file__).parent.parent / "labels"


def test_all_are_scored_soundly_and_few_wikinews_reports_are_called_speculative(
    scorer: Scorer, real_articles: list[dict[str, str]]
) -> None:
    called = []
    for row in real_articles:
        score = scorer.score(row["text"])
        assert_sound(score)
        assert all(quote.span.end - quote.span.start <= MAX_QUOTE for quote in score.quotes)
        if row["id"].startswith("wikinews"):
            called.append(score.verdict == "speculative")
    assert len(called) == 295
    assert np.mean(called) <= 0.05


def test_compiled_models_equal_the_estimators_on_all_of_them(real_articles: list[dict[str, str]]) -> None:
    rows = [row for row in read_labels(LABELS) if row.corpus == "written"][::4]
    articles = analyse_all(rows, find_texts(rows, LABELS, Path("nowhere")))
    estimator = fit_sentences(articles)
    compiled = estimator.compile()
    models = fit_article_models(articles, article_rows(articles, compiled))
    small = models.compile()
    order = [list(estimator.classes_).index(label) for label in SENTENCE_LABELS]
    verdicts = [list(models.verdict.classes_).index(name) for name in VERDICTS]
    for row in real_articles:
        document = analyse(row["text"])
        facts = sentence_facts(document)
        table = sentence_table(facts)
        prose = [index for index, one in enumerate(facts) if one.block != "boilerplate"]
        inputs = [SentenceInContext(facts[index], table[index]) for index in prose]
        found = compiled.probabilities(facts, table)[prose]
        np.testing.assert_allclose(found, estimator.predict_proba(inputs)[:, order], atol=1e-9)
    features = np.random.default_rng(0).normal(size=(975, len(models.verdict[0].mean_)))
    wanted = models.verdict.predict_proba(features)[:, verdicts]
    np.testing.assert_allclose(small.verdict_probabilities(features), wanted, atol=1e-9)
