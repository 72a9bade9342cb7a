"""Hedges in the article's own voice, against what annotators marked in the articles of ``labels/``.

``train+dev`` judges every article by disambiguators fitted without its group, in five folds; ``test`` by one
fitted to train and dev. A found hedge is right if it overlaps a marked one of the article's voice, a marked one
is found if a found one overlaps it. The rules, and a plain list of words outside quotation marks (the hedges
listed by Hyland 2005), stand beside. The articles that were marked in full are few; of many more, real ones, the
candidates were judged one by one, and ``read one by one`` stands for these: its recall is that among candidates.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
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
from classifier.cues.tagger import Tagger
from classifier.dataset import Dataset, folds_by_group, read_dataset
from classifier.labels import read_labels
from classifier.lexicons import rows as lexicon_rows
from classifier.model.bundle import Model
from classifier.model.hedges import HedgeExample, Readings, examples_of, fit_disambiguator, read_readings

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

    def only(self, kept: Collection[Span]) -> _Found:
        """Return what is found at the `kept` places."""
        rows = [row for row in zip(self.spans, self.sure, self.chance, strict=True) if row[0] in kept]
        return _Found(tuple(row[0] for row in rows), tuple(row[1] for row in rows), tuple(row[2] for row in rows))


@dataclass(frozen=True, slots=True)
class _Judged:
    """An article: its hedges in its own voice, as annotators marked them, and those that are found."""

    own: tuple[Span, ...]
    found: _Found


def run(corpora: Path, split: str, model: Model) -> list[Row]:
    """Return the rows for ``train+dev`` or ``test``; of `model` the tagger is used, the disambiguator is fitted."""
    data, readings = _data(corpora, split, model.tagger), read_readings(LABELS)
    tests = np.array([row.split == "test" for row in data.labels]) == (split == "test")
    found = _found(data, readings, split)
    chosen = [at for at, row in enumerate(data.labels) if row.spans and tests[at]]
    own = {at: tuple(span for span, voice in data.labels[at].spans[0].hedges if voice == VOICES[0]) for at in chosen}
    marked = [_Judged(own[at], found[at]) for at in chosen]
    real = [_Judged(own[at], found[at]) for at in chosen if data.real[at]]
    read = [
        _Judged(*part) for at in np.flatnonzero(data.real & tests).tolist() for part in _read(data, readings, found, at)
    ]
    return [
        *_rows("own hedges", marked, 0.5),
        *_at_recall("own, at recall .85", marked),
        *_rows("own, real articles", real, 0.5),
        *_at_recall("own, real, at recall .85", real),
        *(_at_recall("own, real, read one by one", read) if read else ()),
        *_rows("own, rules", [_Judged(own[at], _by_rule(data.documents[at])) for at in chosen], 0.5),
        *_rows("own, word list", [_Judged(own[at], _by_words(data.documents[at])) for at in chosen], 0.5),
    ]


def _data(corpora: Path, split: str, tagger: Tagger | None) -> Dataset:
    rows = [row for row in read_labels(LABELS) if row.split != "test" or (split == "test" and row.spans)]
    return read_dataset(rows, find_texts(rows, LABELS, corpora), tagger=tagger)


def _found(data: Dataset, readings: Readings, split: str) -> list[_Found]:
    """Return what disambiguators find that have not seen the article's group."""
    examples = examples_of(data, readings)
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


def _read(
    data: Dataset, readings: Readings, found: Sequence[_Found], at: int
) -> Iterator[tuple[tuple[Span, ...], _Found]]:
    """Yield the own hedges among the candidates of an article that were judged one by one, and what is found there."""
    row = data.labels[at]
    places = readings.get((row.corpus, row.id), {})
    if places and not row.spans:
        yield tuple(span for span, voice in places.items() if voice == VOICES[0]), found[at].only(places)


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


def _counts(article: _Judged, level: float) -> tuple[int, int, int, int]:
    """Return how many found hedges are right, are found, and how many marked ones are found, are marked."""
    found = article.found
    spans = [span for span, sure in zip(found.spans, found.sure, strict=True) if sure >= level]
    right = sum(any(span.overlaps(one) for one in article.own) for span in spans)
    caught = sum(any(span.overlaps(one) for span in spans) for one in article.own)
    return right, len(spans), caught, len(article.own)


def _at_recall(name: str, articles: Sequence[_Judged]) -> list[Row]:
    """Return the rows at the level of chance at which the wanted recall is reached."""
    ranked = [replace(one, found=replace(one.found, sure=one.found.chance)) for one in articles]
    return _rows(name, ranked, _level(ranked))


def _level(articles: Sequence[_Judged]) -> float:
    """Return the highest level at which the wanted recall is reached."""

    def recall(level: float) -> float:
        counts = np.sum([_counts(one, level) for one in articles], axis=0)
        return float(counts[2] / counts[3])

    return next((level for level in np.arange(0.95, 0.0, -0.01) if recall(level) >= _RECALL), 0.0)


def _rows(name: str, articles: Sequence[_Judged], level: float) -> list[Row]:
    counts = [np.array(_counts(one, level)) for one in articles]
    return [
        share_row(f"{name}, precision", [one[:2] for one in counts], _PRECISION),
        share_row(f"{name}, recall", [one[2:] for one in counts], _RECALL),
    ]
