"""NewsDiscourse (Choubey et al., ACL 2020): which sentences hold speech, and what role each plays in its article.

The sentence pipeline of the product, fitted to the train split: a first pass over each gold sentence, beside it one
over words and characters, which the product has no time for, and a second pass over what the neighbours and the
rest of the article look like. Out of fold on train the words and characters are worth 3 points of macro-F1 over
the roles and 1 point of F1 of speech. Published on test, for the nine roles: an SVM .383,
a CRF .529, a document LSTM .544 macro-F1.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.multiclass import OneVsRestClassifier
from sklearn.pipeline import Pipeline, make_pipeline, make_union
from sklearn.preprocessing import StandardScaler

from classifier.benchmarks.rows import Row, f1_row
from classifier.cues import analyse
from classifier.errors import CorpusError
from classifier.features.context import context_table
from classifier.features.facts import Facts, Floats, Ints, gather
from classifier.metrics import figure
from classifier.model.bundle import Model
from classifier.model.sentence import SentenceClassifier

__all__ = ["NewsSentence", "TwoPasses", "read_sentences", "run"]

FOLDS = 5
_SPEECH = "speech"
_PLACES = 8  # first sentences of an article that are told apart
_WORD = r"[\w'’]+|[^\w\s]"
_POWERS = np.arange(0.0, 0.8, 0.1)


@dataclass(frozen=True, slots=True)
class NewsSentence:
    """A gold sentence: its document, its role (None for headlines), and whether it holds speech."""

    document: str
    text: str
    role: str | None
    speech: bool


def read_sentences(corpora: Path, split: str) -> list[NewsSentence]:
    """Return the sentences of a split, ``train`` or ``validation``, article after article.

    Raises
    ------
    CorpusError
        If the file is missing or a row is not as described in the corpus's own notes.
    """
    path = corpora / "newsdiscourse" / f"{split}.jsonl"
    if not path.is_file():
        raise CorpusError(f"{path}: no such file; give the folder that holds newsdiscourse/ with --corpora")
    found: list[NewsSentence] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            document = f"{number} {row['id']}"  # some ids stand twice
            found += [NewsSentence(document, one["text"], one["role"], one["speech"]) for one in row["sentences"]]
        except (ValueError, KeyError, TypeError) as error:
            raise CorpusError(f"{path}:{number}: wanted id and sentences [text, role, speech] ({error!r})") from error
    return found


def run(corpora: Path, split: str, model: Model) -> list[Row]:
    """Return the rows for ``validation``; `model` is not used, both tasks are fitted to ``train``."""
    seen, judged = read_sentences(corpora, "train"), read_sentences(corpora, split)
    speech = TwoPasses().fit(seen, [_SPEECH if one.speech else "none" for one in seen])
    roles = TwoPasses().fit(seen, [one.role or "" for one in seen])
    held = [at for at, one in enumerate(judged) if one.role is not None]
    found = speech.predict(judged)[held] == _SPEECH
    called = roles.predict(judged)[held]
    wanted = np.array([judged[at].speech for at in held])
    truth = np.array([judged[at].role for at in held])
    documents = [judged[at].document for at in held]
    counts = [
        np.array([(wanted & found)[at].sum(), wanted[at].sum(), found[at].sum()])
        for at in (np.array(list(group)) for _, group in groupby(range(len(held)), documents.__getitem__))
    ]

    def macro(index: NDArray[np.int64]) -> float:
        return float(f1_score(truth[index], called[index], labels=roles.classes_, average="macro", zero_division=0))

    return [
        f1_row("sentence holds speech, F1", counts, 0.87),
        Row("role of a sentence, macro-F1", figure(macro, documents), 0.50),
    ]


class TwoPasses:
    """The sentence pipeline for any labels: `SentenceClassifier`, then a regression over the context.

    Attributes
    ----------
    classes_ : list of str
        The labels, sorted, without ``""``, which marks a sentence that is not learned from.
    divisor_ : ndarray of shape (classes,)
        The classes' shares to the power that gives the best macro-F1 out of fold, by which `predict` divides:
        macro-F1 asks for more of the rare classes than there are.
    """

    def fit(self, sentences: list[NewsSentence], labels: list[str]) -> TwoPasses:
        """Fit both passes; the second sees what the first says out of fold."""
        facts = _facts(sentences)
        target = np.array(labels)
        known = target != ""
        self.classes_ = sorted(set(labels) - {""})
        fold = np.random.default_rng(0).permutation(facts.article.max() + 1)[facts.article] % FOLDS
        first = np.zeros((len(sentences), 2 * len(self.classes_)))
        for number in range(FOLDS):
            seen, rest = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
            fitted = _First([sentences[at] for at in seen], target[seen])
            first[rest] = fitted.predict_proba([sentences[at] for at in rest])
        self._first = _First(sentences, target)
        table = _context(facts, first)
        self._second = _second().fit(table[known], target[known])
        self.divisor_ = self._divisor(table[known], target[known], fold[known])
        return self

    def predict(self, sentences: list[NewsSentence]) -> NDArray[np.str_]:
        """Return a label for each sentence, shape (n,)."""
        likeliest = (self.predict_proba(sentences) / self.divisor_).argmax(axis=1)
        return np.array([self.classes_[at] for at in likeliest], dtype=np.str_)

    def predict_proba(self, sentences: list[NewsSentence]) -> Floats:
        """Return probabilities of shape (n, classes)."""
        table = _context(_facts(sentences), self._first.predict_proba(sentences))
        return np.asarray(self._second.predict_proba(table), dtype=np.float64)

    def _divisor(self, table: Floats, target: NDArray[np.str_], fold: Ints) -> Floats:
        chances = np.zeros((len(target), len(self.classes_)))
        for number in range(FOLDS):
            fitted = _second().fit(table[fold != number], target[fold != number])
            chances[fold == number] = fitted.predict_proba(table[fold == number])
        shares = np.array([(target == name).mean() for name in self.classes_])
        names = np.array(self.classes_)

        def macro(power: float) -> float:
            called = names[(chances / shares**power).argmax(axis=1)]
            return float(f1_score(target, called, average="macro"))

        return np.asarray(shares ** max(_POWERS, key=macro), dtype=np.float64)


class _First:
    """The two first passes, fitted to sentences and their labels; ``""`` is not learned from."""

    def __init__(self, sentences: Sequence[NewsSentence], target: NDArray[np.str_]) -> None:
        known = np.flatnonzero(target != "")
        texts = [sentences[at].text for at in known.tolist()]
        words = TfidfVectorizer(ngram_range=(1, 3), min_df=2, sublinear_tf=True, token_pattern=_WORD)
        characters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), min_df=8, sublinear_tf=True)
        regression = LogisticRegression(C=2.0, solver="liblinear", tol=1e-2)
        self._sentences = SentenceClassifier().fit(_facts(sentences), [str(label) or None for label in target])
        self._ngrams = make_pipeline(make_union(words, characters), OneVsRestClassifier(regression))
        self._ngrams.fit(texts, target[known])

    def predict_proba(self, sentences: Sequence[NewsSentence]) -> Floats:
        """Return the probabilities of both, shape (n, 2 classes)."""
        chances = self._ngrams.predict_proba([one.text for one in sentences])
        return np.hstack([self._sentences.predict_proba(_facts(sentences)), chances])


def _second() -> Pipeline:
    return make_pipeline(StandardScaler(), LogisticRegression(C=0.01, max_iter=1000, tol=1e-3))


def _facts(sentences: Sequence[NewsSentence]) -> Facts:
    """Return the facts of gold sentences, each scanned alone and put in its place in the article."""
    facts = gather([analyse(one.text, whole=True) for one in sentences])
    documents = list(dict.fromkeys(one.document for one in sentences))
    number = {name: at for at, name in enumerate(documents)}
    article = np.array([number[one.document] for one in sentences])
    index, size = _order(article)
    return replace(facts, article=article, position=index / np.maximum(1, size - 1))


def _order(article: Ints) -> tuple[Ints, Ints]:
    """Return for each sentence its index in its article, and the article's number of sentences."""
    size = np.bincount(article)
    starts = np.cumsum(size) - size
    return np.arange(len(article)) - starts[article], size[article]


def _context(facts: Facts, first: Floats) -> Floats:
    """Return the columns of the second pass: the neighbours', and the place in the article."""
    index, size = _order(facts.article)
    opening = np.eye(_PLACES)[np.minimum(index, _PLACES - 1)]
    place = np.column_stack([opening, np.log1p(index), index / size, np.log1p(size - index)])
    half = first.shape[1] // 2
    return np.hstack([context_table(facts, first[:, :half]), context_table(facts, first[:, half:]), place])
