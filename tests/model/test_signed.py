"""The regression with signs: scikit-learn's where none are given, within them where they are."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression

import classifier
from classifier.features.article import COLUMNS
from classifier.model.article import TOWARDS_REPORTED, TOWARDS_SPECULATIVE
from classifier.model.compiled import VERDICTS
from classifier.model.signed import SignedLogisticRegression

ORDER = ("low", "middle", "high")


def drawn(classes: int) -> tuple[NDArray[np.float64], NDArray[np.str_]]:
    """Return features of which the second goes with the first, but points the other way beside it."""
    random = np.random.default_rng(0)
    hidden = random.normal(size=300)
    table = np.column_stack([hidden, hidden + random.normal(size=300), random.normal(size=300)])
    value = 2.0 * table[:, 0] - table[:, 1] + random.normal(size=300)
    at = np.digitize(value, [-0.7, 0.7] if classes == 3 else [0.0]) * (3 - classes + 1)
    return table, np.array(ORDER)[at]


@pytest.mark.parametrize("classes", [2, 3])
def test_without_signs_it_is_scikit_learns(classes: int) -> None:
    table, called = drawn(classes)
    ours = SignedLogisticRegression(ORDER, C=0.5).fit(table, called)
    # For two classes scikit-learn penalises one vector of weights, which is twice ours.
    theirs = LogisticRegression(C=0.5 if classes == 3 else 1.0, tol=1e-10, max_iter=5000).fit(table, called)
    assert ours.classes_.tolist() == theirs.classes_.tolist()
    assert ours.predict_proba(table) == pytest.approx(theirs.predict_proba(table), abs=1e-5)


@pytest.mark.parametrize("classes", [2, 3])
def test_a_sign_holds_where_the_data_say_otherwise(classes: int) -> None:
    table, called = drawn(classes)

    def towards_high(signs: NDArray[np.int64] | None) -> NDArray[np.float64]:
        fitted = SignedLogisticRegression(ORDER, signs).fit(table, called)
        names = fitted.classes_.tolist()
        return np.asarray(fitted.coef_[names.index("high")] - fitted.coef_[names.index("low")])

    assert towards_high(None)[1] < -0.5
    signed = towards_high(np.array([1, 1, 0]))
    assert signed[1] == 0.0
    assert signed[0] > 0.5
    assert towards_high(np.array([-1, 0, 0]))[0] == 0.0


def test_unknown_or_too_few_classes_are_refused() -> None:
    table, called = drawn(3)
    with pytest.raises(ValueError, match="two or three of low, middle, high"):
        SignedLogisticRegression(ORDER).fit(table, np.where(called == "low", "other", called))
    with pytest.raises(ValueError, match="two or three"):
        SignedLogisticRegression(ORDER).fit(table, np.full(len(table), "low"))


def test_parameters_survive_a_clone() -> None:
    signs = np.array([1, 0, -1])
    copied = clone(SignedLogisticRegression(ORDER, signs, 0.3))
    assert (copied.order, copied.C, copied.signs.tolist()) == (ORDER, 0.3, [1, 0, -1])


def test_the_shipped_verdicts_point_where_the_labels_say() -> None:
    weights = classifier.load().model.article.verdict.weights
    towards = weights[:, VERDICTS.index("speculative")] - weights[:, VERDICTS.index("reported")]
    assert not set(TOWARDS_SPECULATIVE) & set(TOWARDS_REPORTED)
    for names, sign in ((TOWARDS_SPECULATIVE, 1), (TOWARDS_REPORTED, -1)):
        for name in names:
            assert sign * towards[COLUMNS.index(name)] >= -1e-12, name
