"""Labels and texts together, analysed once: what training and evaluation work on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifier.corpora import Texts
from classifier.cues import Document, analyse
from classifier.features.sentence import sentence_facts, sentence_table
from classifier.labels import LabelledArticle
from classifier.model.sentence import SentenceInContext

__all__ = ["AnalysedArticle", "analyse_all", "folds_by_group"]

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class AnalysedArticle:
    """A labelled article with its features.

    Attributes
    ----------
    label
        The row of labels.
    document
        The text and the cues in it.
    sentences
        Every sentence of the text in its context.
    sentence_labels
        Label of each sentence, None where none was given.
    """

    label: LabelledArticle
    document: Document
    sentences: list[SentenceInContext]
    sentence_labels: list[str | None]

    @property
    def table(self) -> NDArray[np.float64]:
        """Dense features of the sentences, shape (sentences, columns)."""
        return np.vstack([one.row for one in self.sentences])


def analyse_all(labels: Sequence[LabelledArticle], texts: Texts, jobs: int = 1) -> list[AnalysedArticle]:
    """Return the labelled articles whose text was found, in the order of `labels`."""
    from joblib import Parallel, delayed

    pairs = [
        (label, texts.found[label.corpus, label.id]) for label in labels if (label.corpus, label.id) in texts.found
    ]
    return list(Parallel(n_jobs=jobs)(delayed(_analysed)(label, text) for label, text in pairs))


def _analysed(label: LabelledArticle, text: str) -> AnalysedArticle:
    document = analyse(text)
    facts = sentence_facts(document)
    table = sentence_table(facts)
    sentences = [SentenceInContext(one, row) for one, row in zip(facts, table, strict=True)]
    return AnalysedArticle(label, document, sentences, _aligned(document, label))


def _aligned(document: Document, label: LabelledArticle) -> list[str | None]:
    """Return for each sentence the label of the labelled sentence that covers most of it."""
    found: list[str | None] = []
    first = 0
    labelled = label.sentences
    for span in document.scan.sentences:
        while first < len(labelled) and labelled[first].span.end <= span.start:
            first += 1
        best, most, at = None, 0, first
        while at < len(labelled) and labelled[at].span.start < span.end:
            shared = min(span.end, labelled[at].span.end) - max(span.start, labelled[at].span.start)
            if shared > most:
                best, most = labelled[at].label, shared
            at += 1
        found.append(best if 2 * most >= span.end - span.start else None)
    return found


def folds_by_group(groups: Sequence[str], strata: Sequence[str], folds: int, seed: int) -> NDArray[np.int64]:
    """Return the fold of each item; a group lies wholly in one fold, strata are spread evenly.

    Parameters
    ----------
    groups, strata
        One of each for every item.
    folds
        Number of folds.
    seed
        The same seed gives the same folds, whatever the order of the items.

    Examples
    --------
    >>> folds_by_group(["a", "a", "b", "c"], ["x", "x", "x", "x"], 2, 0).tolist()
    [0, 0, 1, 1]
    """
    names = sorted(set(groups))
    kinds = sorted(set(strata))
    counts = np.zeros((len(names), len(kinds)))
    position = {name: index for index, name in enumerate(names)}
    for group, stratum in zip(groups, strata, strict=True):
        counts[position[group], kinds.index(stratum)] += 1
    order = np.random.default_rng(seed).permutation(len(names))
    order = order[np.argsort(-counts[order].max(axis=1), kind="stable")]
    share = np.maximum(counts.sum(axis=0), 1)
    held = np.zeros((folds, len(kinds)))
    fold_of = np.zeros(len(names), dtype=np.int64)
    for group in order:  # the largest first, each to the fold that it unbalances least
        cost = [
            (((held + (np.arange(folds)[:, None] == fold) * counts[group]) / share) ** 2).sum() for fold in range(folds)
        ]
        fold_of[group] = int(np.argmin(cost))
        held[fold_of[group]] += counts[group]
    return np.array([fold_of[position[group]] for group in groups], dtype=np.int64)
