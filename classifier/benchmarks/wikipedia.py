"""Wikipedia: whether a sentence is uncertain, that is, holds weasel words (CoNLL-2010 shared task, 1W).

A logistic regression over words and characters; from which probability on a sentence counts as uncertain is chosen
inside the training part. ``train`` is measured in ten folds, any other split by a model fitted to ``train``. The
winner of 2010 reached F1 60.2 and BERT 70.2 on the official evaluation data. The training file at hand lacks most
short certain sentences, so figures on it are higher than they would be there.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import Pipeline, make_pipeline, make_union

from classifier.benchmarks.rows import Row, f1_row
from classifier.errors import CorpusError
from classifier.model.bundle import Model

__all__ = ["estimator", "run"]

FOLDS = 10
_INNER_FOLDS = 3
_WORD = r"[\w'’]+|[^\w\s]"
_LEVELS = np.arange(0.2, 0.6, 0.02)


def run(corpora: Path, split: str, model: Model) -> list[Row]:
    """Return the row for a split; `model` is not used, the task is fitted to ``train``."""
    texts, uncertain = _read(corpora, "train")
    if split == "train":
        found = np.zeros(len(texts), dtype=bool)
        for seen, held_out in StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(texts, uncertain):
            found[held_out] = _called([texts[at] for at in seen], uncertain[seen], [texts[at] for at in held_out])
    else:
        judged, wanted = _read(corpora, split)
        found, uncertain = _called(texts, uncertain, judged), wanted
    counts = np.column_stack([uncertain & found, uncertain, found]).astype(np.int64)
    return [f1_row("sentence is uncertain, F1", list(counts), 0.64)]


def _called(known: Sequence[str], uncertain: NDArray[np.bool_], judged: Sequence[str]) -> NDArray[np.bool_]:
    """Return whether the judged sentences are uncertain, by a model fitted to the known ones."""
    fitted = estimator().fit(known, uncertain)
    return np.asarray(fitted.predict_proba(judged)[:, 1] >= _level(known, uncertain))


def estimator() -> Pipeline:
    """Return an unfitted model of one to three words and two to five characters."""
    words = TfidfVectorizer(ngram_range=(1, 3), min_df=2, sublinear_tf=True, token_pattern=_WORD)
    characters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=3, sublinear_tf=True)
    return make_pipeline(make_union(words, characters), LogisticRegression(C=3.0, solver="liblinear"))


def _level(texts: Sequence[str], uncertain: NDArray[np.bool_]) -> float:
    """Return the probability from which on calling a sentence uncertain gives the best F1, out of fold."""
    chances = cross_val_predict(estimator(), texts, uncertain, cv=_INNER_FOLDS, method="predict_proba")[:, 1]
    return float(max(_LEVELS, key=lambda level: f1_score(uncertain, chances >= level)))


def _read(corpora: Path, split: str) -> tuple[list[str], NDArray[np.bool_]]:
    path = corpora / "conll2010_wikipedia" / f"{split}.jsonl"
    if not path.is_file():
        raise CorpusError(f"{path}: no such file; give the folder that holds conll2010_wikipedia/ with --corpora")
    texts, uncertain = [], []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            texts.append(str(row["text"]))
            uncertain.append(bool(row["uncertain"]))
        except (ValueError, KeyError, TypeError) as error:
            raise CorpusError(f"{path}:{number}: wanted text and uncertain ({error!r})") from error
    return texts, np.array(uncertain)
