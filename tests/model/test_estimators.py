"""The estimators keep scikit-learn's contract, and their compiled form gives their probabilities."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline

from classifier import ArticleClassifier, SentenceClassifier
from classifier.corpora import find_texts
from classifier.dataset import Dataset, read_dataset
from classifier.features.facts import BLOCKS
from classifier.features.ngrams import MaskedWords, Vocabulary, build_vocabulary
from classifier.forms import Forms
from classifier.labels import read_labels
from classifier.model.compiled import SENTENCE_LABELS
from classifier.training import fit_sentences

LABELS = Path(__file__).parent.parent.parent / "labels"
SENTENCES = [
    "Ann Lee said no.",
    "It may rain.",
    "Voters deserve better.",
    "The vote was on May 5.",
    "Share this post",
] * 4
LABELS_OF = ["attributed", "speculation", "opinion", "fact", "other"] * 4
TOLD = "Ann Lee said on Monday that the bridge was shut. Police confirmed it. It opened in 1990, records show."
GUESS = "It may rain on the talks. They would have talked of much. It could perhaps be seen as a sign of hope."


@pytest.fixture(scope="module")
def written() -> Dataset:
    rows = [row for row in read_labels(LABELS) if row.corpus == "written"][:40]
    return read_dataset(rows, find_texts(rows, LABELS, Path("nowhere")))


@pytest.mark.parametrize(
    ("estimator", "texts", "labels"),
    [
        (SentenceClassifier(min_count=1), SENTENCES, LABELS_OF),
        (ArticleClassifier(), [TOLD, GUESS] * 5, ["reported", "speculative"] * 5),
    ],
)
class TestContract:
    def test_parameters_are_only_stored(self, estimator, texts, labels):  # type: ignore[no-untyped-def]
        assert clone(estimator).get_params() == estimator.get_params()
        assert clone(estimator).set_params(C=0.7).C == 0.7

    def test_unfitted_refuses_to_predict(self, estimator, texts, labels):  # type: ignore[no-untyped-def]
        with pytest.raises(NotFittedError):
            clone(estimator).predict_proba(texts)

    def test_fit_returns_self_and_leaves_parameters_alone(self, estimator, texts, labels):  # type: ignore[no-untyped-def]
        fresh = clone(estimator)
        before = fresh.get_params()
        assert fresh.fit(texts, labels) is fresh
        assert fresh.get_params() == before

    def test_probabilities_have_a_column_for_each_class_and_sum_to_one(self, estimator, texts, labels):  # type: ignore[no-untyped-def]
        fitted = clone(estimator).fit(texts, labels)
        chances = fitted.predict_proba(texts)
        assert fitted.classes_.tolist() == sorted(set(labels))
        assert chances.shape == (len(texts), len(fitted.classes_))
        np.testing.assert_allclose(chances.sum(axis=1), 1)
        assert (fitted.predict(texts) == fitted.classes_[chances.argmax(axis=1)]).all()

    def test_fitting_twice_gives_the_same(self, estimator, texts, labels):  # type: ignore[no-untyped-def]
        first, second = clone(estimator).fit(texts, labels), clone(estimator).fit(texts, labels)
        np.testing.assert_array_equal(first.predict_proba(texts), second.predict_proba(texts))

    def test_works_in_a_pipeline_and_in_parallel_cross_validation(self, estimator, texts, labels):  # type: ignore[no-untyped-def]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # joblib's workers, on some Pythons
            scores = cross_val_score(make_pipeline(clone(estimator)), texts, labels, cv=2, n_jobs=2)
        assert scores.shape == (2,)
        assert scores.mean() > 0.8

    def test_unequal_lengths_are_refused(self, estimator, texts, labels):  # type: ignore[no-untyped-def]
        with pytest.raises(ValueError, match="inconsistent numbers of samples"):
            clone(estimator).fit(texts, labels[:-1])


def test_an_unknown_verdict_is_refused() -> None:
    with pytest.raises(ValueError, match="'true' is not one of reported, mixed, speculative"):
        ArticleClassifier().fit([TOLD, GUESS], ["true", "reported"])


def test_compiled_sentence_model_gives_the_estimators_probabilities(written: Dataset) -> None:
    estimator = fit_sentences(written)
    compiled = estimator.compile()
    order = [list(estimator.classes_).index(label) for label in SENTENCE_LABELS]
    ngrams = compiled.ngrams_of(written.facts)
    prose = written.facts.block != BLOCKS.index("boilerplate")
    wanted = estimator.predict_proba(written.facts)[:, order]
    np.testing.assert_allclose(
        compiled.first_pass(written.facts, written.table, ngrams)[prose], wanted[prose], atol=1e-9
    )


def test_a_label_never_seen_gets_probability_zero() -> None:
    compiled = SentenceClassifier(min_count=1).fit(SENTENCES[:2] * 3, LABELS_OF[:2] * 3).compile()
    assert compiled.dense.intercept[SENTENCE_LABELS.index("opinion")] < -100


def masked(*sentences: list[str]) -> MaskedWords:
    words = [word for sentence in sentences for word in sentence]
    row = np.repeat(np.arange(len(sentences)), [len(sentence) for sentence in sentences])
    return MaskedWords(Forms(words), np.arange(len(words)), row, len(sentences))


def test_vocabulary_counts_words_and_pairs_by_row() -> None:
    found = Vocabulary(("a", "a b", "c")).rows(masked(["a", "b", "x"], [], ["c", "a", "b"]))
    assert list(zip(found.row.tolist(), found.column.tolist(), strict=True)) == [(0, 0), (0, 1), (2, 2), (2, 0), (2, 1)]


def test_vocabulary_keeps_what_enough_of_the_chosen_sentences_hold() -> None:
    words = masked(["a", "b"], ["a", "b"], ["a", "a"], ["c"], ["c"])
    assert build_vocabulary(words, [True, True, True, False, False], 2).terms == ("a", "a b", "b")


def test_either_apostrophe_finds_the_same_term() -> None:
    found = Vocabulary(("don't",)).rows(masked(["don't"], ["don’t"]))
    assert found.row.tolist() == [0, 1]
