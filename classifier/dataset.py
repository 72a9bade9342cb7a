"""Labels and texts together, analysed once: what training and evaluation work on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from classifier.bare import bare_label, hedges_deleted, is_copied
from classifier.corpora import Texts
from classifier.cues import Document, analyse
from classifier.cues.disambiguator import Disambiguator
from classifier.cues.hedges import find_hedges
from classifier.cues.tagger import Tagger
from classifier.features.facts import Facts, Floats, Ints, gather
from classifier.features.sentence import sentence_table
from classifier.labels import LabelledArticle
from classifier.model.compiled import SENTENCE_LABELS

__all__ = ["Copy", "Dataset", "folds_by_group", "read_dataset"]


@dataclass(frozen=True, slots=True)
class Copy:
    """A changed copy of an article: the number of the article, and the copy's labels and text."""

    of: int
    label: LabelledArticle
    document: Document


@dataclass(frozen=True)
class Dataset:
    """Labelled articles with everything that the models are fitted to.

    Attributes
    ----------
    labels
        The rows of labels.
    documents
        Their texts with the cues in them.
    facts
        All their sentences, article after article.
    table
        Features of the sentences, shape (sentences, ``len(features.sentence.COLUMNS)``).
    target
        Index into `SENTENCE_LABELS` of each sentence's label, -1 where none was given, shape (sentences,).
    copies
        Articles that were changed, to be learned from too.
    """

    labels: list[LabelledArticle]
    documents: list[Document]
    facts: Facts
    table: Floats
    target: Ints
    copies: tuple[Copy, ...] = ()

    def __len__(self) -> int:
        """Return the number of articles."""
        return len(self.labels)

    @property
    def verdicts(self) -> NDArray[np.str_]:
        """Final verdict of each article, shape (articles,)."""
        return np.array([label.final.verdict for label in self.labels], dtype=np.str_)

    @property
    def groups(self) -> list[str]:
        """Group of each article."""
        return [label.group for label in self.labels]

    @property
    def written(self) -> NDArray[np.bool_]:
        """Whether each article was written for this project, shape (articles,)."""
        return np.array([label.sample == "written" for label in self.labels], dtype=bool)

    @property
    def real(self) -> NDArray[np.bool_]:
        """Whether each article belongs to the sample of real news, shape (articles,)."""
        return np.array([label.sample == "real" for label in self.labels], dtype=bool)

    def only(self, chosen: Sequence[bool] | NDArray[np.bool_]) -> Dataset:
        """Return the articles for which `chosen` is true."""
        at = np.flatnonzero(chosen).tolist()
        place = {article: number for number, article in enumerate(at)}
        copies = tuple(replace(one, of=place[one.of]) for one in self.copies if one.of in place)
        return _gathered([self.labels[i] for i in at], [self.documents[i] for i in at], copies)

    def with_copies(self, fold: Ints) -> tuple[Dataset, Ints]:
        """Return the articles, and behind them their copies as articles, with the fold of each: that of its article."""
        labels = [*self.labels, *(one.label for one in self.copies)]
        copied = [one.of for one in self.copies]
        full = _gathered(labels, [*self.documents, *(one.document for one in self.copies)])
        return full, np.concatenate([fold, fold[copied]])

    def hedged(self, disambiguators: Sequence[Disambiguator | None]) -> Dataset:
        """Return the same articles, the hedges of each judged anew by its own disambiguator; by rule for None."""
        documents = [
            replace(one, hedges=find_hedges(one.scan, one.quotes, one.attributions, disambiguator))
            for one, disambiguator in zip(self.documents, disambiguators, strict=True)
        ]
        return _gathered(self.labels, documents, self.copies)

    def folds(self, count: int, seed: int) -> Ints:
        """Return the fold of each article; see `folds_by_group`."""
        strata = [f"{label.corpus} {label.final.verdict}" for label in self.labels]
        return folds_by_group(self.groups, strata, count, seed)


def read_dataset(
    labels: Sequence[LabelledArticle],
    texts: Texts,
    jobs: int = 1,
    tagger: Tagger | None = None,
    *,
    copies: bool = False,
) -> Dataset:
    """Return the labelled articles whose text was found, ordered by corpus and id; sources as `tagger` finds them.

    With `copies`, those that training takes go with them; see `classifier.bare`.
    """
    from joblib import Parallel, delayed

    found = sorted(
        (label for label in labels if (label.corpus, label.id) in texts.found), key=lambda row: (row.corpus, row.id)
    )
    documents = Parallel(n_jobs=jobs)(delayed(analyse)(texts.found[row.corpus, row.id], tagger) for row in found)
    copied = [at for at, (row, one) in enumerate(zip(found, documents, strict=True)) if copies and is_copied(row, one)]
    bare = [hedges_deleted(documents[at]) for at in copied]
    analysed = Parallel(n_jobs=jobs)(delayed(analyse)(text, tagger) for text in bare)
    made = (Copy(at, bare_label(found[at], text), one) for at, text, one in zip(copied, bare, analysed, strict=True))
    return _gathered(found, list(documents), tuple(made))


def _gathered(labels: list[LabelledArticle], documents: list[Document], copies: tuple[Copy, ...] = ()) -> Dataset:
    facts = gather(documents)
    number = {name: at for at, name in enumerate(SENTENCE_LABELS)}
    target = [
        -1 if label is None else number[label]
        for row, document in zip(labels, documents, strict=True)
        for label in _aligned(document, row)
    ]
    return Dataset(labels, documents, facts, sentence_table(facts), np.array(target, dtype=np.int64), copies)


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
