"""Hedges in the article's own voice, against the spans that annotators marked in the articles of ``labels/``.

``train+dev`` judges every article by disambiguators fitted without its group, in five folds; ``test`` by one
fitted to train and dev. A found hedge is right if it overlaps a marked one of the article's voice, a marked one
is found if a found one overlaps it. The rules, and a plain list of words outside quotation marks (the hedges
listed by Hyland 2005), stand beside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

import numpy as np

from classifier.article import Span
from classifier.benchmarks.rows import Row, share_row
from classifier.corpora import find_texts
from classifier.cues import Document
from classifier.cues.columns import Features
from classifier.cues.disambiguator import VOICES, Verdicts
from classifier.cues.quotes import quoted_tokens
from classifier.dataset import Dataset, folds_by_group, read_dataset
from classifier.labels import LabelledArticle, read_labels
from classifier.lexicons import rows as lexicon_rows
from classifier.model.bundle import Model
from classifier.model.hedges import HedgeExample, examples_of, fit_disambiguator, read_readings

__all__ = ["run"]

FOLDS = 5
LABELS = Path("labels")
_RECALL, _PRECISION = 0.85, 0.90  # what is wanted


@dataclass(frozen=True, slots=True)
class _Found:
    """What is found in one article: spans, each with how sure it is that it hedges in the article's own voice.

    `sure` is 0 where the voice is judged another's; `chance`, which is not, ranks all of them.
    """

    spans: tuple[Span, ...]
    sure: tuple[float, ...]
    chance: tuple[float, ...]


def run(corpora: Path, split: str, model: Model) -> list[Row]:
    """Return the rows for ``train+dev`` or ``test``; `model` is not used, each run fits its own disambiguator."""
    data = _data(corpora, split)
    marked = np.array([bool(row.spans) for row in data.labels])
    chosen = np.flatnonzero(marked & np.array([(row.split == "test") == (split == "test") for row in data.labels]))
    judged = _judged(data, split)
    labels = [data.labels[at] for at in chosen]
    found = [judged[at] for at in chosen]
    real = [at for at, row in enumerate(labels) if row.corpus != "written"]
    rules = [_by_rule(data.documents[at]) for at in chosen]
    words = [_by_words(data.documents[at]) for at in chosen]
    return [
        *_rows("own hedges", labels, found, 0.5),
        *_at_recall("own, at recall .85", labels, found),
        *_rows("own, real articles", [labels[at] for at in real], [found[at] for at in real], 0.5),
        *_at_recall("own, real, at recall .85", [labels[at] for at in real], [found[at] for at in real]),
        *_rows("own, rules", labels, rules, 0.5),
        *_rows("own, word list", labels, words, 0.5),
    ]


def _data(corpora: Path, split: str) -> Dataset:
    rows = [row for row in read_labels(LABELS) if row.split != "test" or (split == "test" and row.spans)]
    return read_dataset(rows, find_texts(rows, LABELS, corpora))


def _judged(data: Dataset, split: str) -> list[_Found]:
    """Return what disambiguators find that have not seen the article's group."""
    examples = examples_of(data, read_readings(LABELS))
    tests = np.array([row.split == "test" for row in data.labels])
    if split == "test":
        fold = np.where(tests, 0, -1)
    else:
        strata = [f"{row.corpus == 'written'} {bool(row.spans)}" for row in data.labels]
        fold = folds_by_group(data.groups, strata, FOLDS, 0)
    found: dict[int, _Found] = {}
    for number in sorted(set(fold.tolist()) - {-1}):
        seen = [examples[at] for at in np.flatnonzero(fold != number)]
        disambiguator = fit_disambiguator(list(chain.from_iterable(seen)))
        for at in np.flatnonzero(fold == number).tolist():
            verdicts = disambiguator.judge(Features.named([one.features for one in examples[at]]))
            found[at] = _of(examples[at], verdicts)
    return [found.get(at, _Found((), (), ())) for at in range(len(data))]


def _of(examples: Sequence[HedgeExample], verdicts: Verdicts) -> _Found:
    told = np.array([not one.quoted for one in examples])
    chance = verdicts.probability * verdicts.voices[:, 0]
    spans = tuple(one.span for one in examples)
    return _Found(spans, tuple((told * verdicts.own).tolist()), tuple((told * chance).tolist()))


def _by_rule(document: Document) -> _Found:
    own = [hedge for hedge in document.hedges if hedge.voice == VOICES[0]]
    sure = tuple(hedge.probability for hedge in own)
    return _Found(tuple(hedge.span for hedge in own), sure, sure)


def _by_words(document: Document) -> _Found:
    listed = {
        cue for cue, kind, _, source in lexicon_rows("hedges") if source == "Hyland 2005" and kind != "approximator"
    }
    scan = document.scan
    quoted = quoted_tokens(scan, document.quotes)
    at = [index for index, word in enumerate(scan.words) if word in listed and not quoted[index]]
    sure = (1.0,) * len(at)
    return _Found(tuple(Span(scan.starts[index], scan.ends[index]) for index in at), sure, sure)


def _counts(row: LabelledArticle, found: _Found, level: float) -> tuple[int, int, int, int]:
    """Return how many found hedges are right, are found, and how many marked ones are found, are marked."""
    marked = [span for span, voice in row.spans[0].hedges if voice == VOICES[0]]
    spans = [span for span, sure in zip(found.spans, found.sure, strict=True) if sure >= level]
    right = sum(any(span.overlaps(one) for one in marked) for span in spans)
    caught = sum(any(span.overlaps(one) for span in spans) for one in marked)
    return right, len(spans), caught, len(marked)


def _at_recall(name: str, labels: Sequence[LabelledArticle], found: Sequence[_Found]) -> list[Row]:
    """Return the rows at the level of chance at which the wanted recall is reached."""
    ranked = [replace(one, sure=one.chance) for one in found]
    return _rows(name, labels, ranked, _level(labels, ranked))


def _level(labels: Sequence[LabelledArticle], found: Sequence[_Found]) -> float:
    """Return the highest level at which the wanted recall is reached."""

    def recall(level: float) -> float:
        counts = np.sum([_counts(row, one, level) for row, one in zip(labels, found, strict=True)], axis=0)
        return float(counts[2] / counts[3])

    return next((level for level in np.arange(0.95, 0.0, -0.01) if recall(level) >= _RECALL), 0.0)


def _rows(name: str, labels: Sequence[LabelledArticle], found: Sequence[_Found], level: float) -> list[Row]:
    counts = [np.array(_counts(row, one, level)) for row, one in zip(labels, found, strict=True)]
    return [
        share_row(f"{name}, precision", [one[:2] for one in counts], _PRECISION),
        share_row(f"{name}, recall", [one[2:] for one in counts], _RECALL),
    ]
