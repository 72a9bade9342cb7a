"""What must hold on real articles; needs the corpora."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from classifier import Scorer
from classifier.corpora import find_texts
from classifier.cues import analyse
from classifier.cues.quotes import MAX_QUOTE
from classifier.dataset import read_dataset
from classifier.features.facts import BLOCKS, gather
from classifier.features.sentence import sentence_table
from classifier.labels import read_labels
from classifier.model.compiled import SENTENCE_LABELS, VERDICTS
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
    data = read_dataset(rows, find_texts(rows, LABELS, Path("nowhere")))
    estimator = fit_sentences(data)
    compiled = estimator.compile()
    first = compiled.first_pass(data.facts, data.table, compiled.ngrams_of(data.facts))
    models = fit_article_models(data.labels, article_rows(data, first, np.zeros((len(data), 2))), data.folds(5, 0))
    small = models.compile()
    order = [list(estimator.classes_).index(label) for label in SENTENCE_LABELS]
    verdicts = [list(models.verdict.classes_).index(name) for name in VERDICTS]
    facts = gather([analyse(row["text"]) for row in real_articles])
    prose = facts.block != BLOCKS.index("boilerplate")
    found = compiled.first_pass(facts, sentence_table(facts), compiled.ngrams_of(facts))
    np.testing.assert_allclose(found[prose], estimator.predict_proba(facts)[:, order][prose], atol=1e-9)
    features = np.random.default_rng(0).normal(size=(975, len(models.verdict[0].mean_)))
    wanted = models.verdict.predict_proba(features)[:, verdicts]
    np.testing.assert_allclose(small.verdict_probabilities(features), wanted, atol=1e-9)


def test_an_article_gets_the_same_score_alone_and_among_others(
    scorer: Scorer, real_articles: list[dict[str, str]]
) -> None:
    texts = [row["text"] for row in real_articles[:200]]
    together = list(scorer.score_many(texts))
    for text, score in zip(texts, together, strict=True):
        assert scorer.score(text).to_dict() == score.to_dict()  # type: ignore[union-attr]
