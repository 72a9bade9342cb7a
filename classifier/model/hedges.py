"""Fitting the disambiguator of hedges to what annotators marked.

Three kinds of examples teach it: the hedge spans of articles that were marked in full; single candidates that
one reader judged (``hedge_readings.jsonl``); and, at a small weight and for the voice alone, candidates in
sentences with a label: in an ``attributed`` sentence the doubt is most often the source's. Those of real articles
count twice: they are fewer, and what is to be judged.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits

from classifier.article import Span
from classifier.cues import Document
from classifier.cues.candidates import find_candidates
from classifier.cues.disambiguator import VOICES, Disambiguator
from classifier.cues.places import features_of
from classifier.cues.quotes import quoted_tokens
from classifier.dataset import Dataset
from classifier.joined import Joined
from classifier.model.compiled import SENTENCE_LABELS

__all__ = [
    "NONE",
    "HedgeExample",
    "examples_of",
    "fit_disambiguator",
    "hedge_examples",
]

NONE = "none"
# Picked of six settings by a script of a session; `classifier benchmark hedges` measures what was taken. Three times
# five folds by group over the 132 train and dev articles with spans (2026-11-22): precision at a recall of .85 in the
# article's own voice, over all articles and over real ones, is .861 and .760 with these; .860 and .746 with
# C_HEDGE .3; .863 and .729 with that and C_VOICE .3; .861 and .753 with that and a weight of sentences of .01; .860
# and .713 where real articles count once, .858 and .750 where they count three times.
C_HEDGE, C_VOICE, SENTENCE_WEIGHT, REAL_WEIGHT, MIN_COUNT = 0.1, 0.1, 0.05, 2.0, 2
# Of candidates read in articles without a row, which are no sample of what is to be judged. Five folds by group,
# session script (2026-11-23), precision at a recall of .85 over marked articles, over real marked ones, and over real
# ones read one by one: .848, .727, .581 without these candidates; .809, .775, .621 where they count 2; .812, .798,
# .624 where they count 1; .824, .800, .616 where they count 0.5.
FURTHER_WEIGHT = 1.0
_TELLING = ("fact", "attributed", "speculation", "opinion")  # sentence labels that say something about the voice


@dataclass(frozen=True, slots=True)
class HedgeExample:
    """A candidate and what is known of it.

    Attributes
    ----------
    features
        Names of the features of its place.
    span
        Its characters.
    quoted
        Whether a quotation holds it.
    label
        ``none`` or the voice that an annotator gave; None where nobody judged it.
    sentence
        Label of its sentence; None where there is none.
    weight
        How much it counts.
    """

    features: tuple[str, ...]
    span: Span
    quoted: bool
    label: str | None
    sentence: str | None
    weight: float


def hedge_examples(
    document: Document,
    readings: Mapping[Span, str],
    *,
    marked: Sequence[tuple[Span, str]] | None = None,
    sentences: Sequence[str | None] | None = None,
    weight: float = FURTHER_WEIGHT,
) -> list[HedgeExample]:
    """Return the open candidates of an article.

    Parameters
    ----------
    document
        The article.
    readings
        Its candidates that were judged one by one: the voice of each, or ``none``.
    marked
        The hedges of an article that was marked in full, each with its voice; a candidate that is not there is none.
    sentences
        Label of each sentence of the document.
    weight
        How much each counts.
    """
    scan = document.scan
    candidates = [one for one in find_candidates(scan) if one.open]
    features = features_of(Joined.of([scan]), [document.quotes], [document.attributions], [candidates]).names()
    quoted = quoted_tokens(scan, document.quotes)
    examples = []
    for candidate, names in zip(candidates, features, strict=True):
        span = Span(scan.starts[candidate.first], scan.ends[candidate.last - 1])
        label = readings.get(span)
        if marked is not None:
            label = next((voice for hedge, voice in marked if hedge.overlaps(span)), NONE)
        sentence = sentences[candidate.sentence] if sentences else None
        examples.append(HedgeExample(tuple(names), span, quoted[candidate.first], label, sentence, weight))
    return examples


def examples_of(data: Dataset, places: Mapping[tuple[str, str], Mapping[Span, str]]) -> list[list[HedgeExample]]:
    """Return the examples of each article of `data`; `places` holds judged candidates by corpus and id."""
    found = []
    for number, (row, document) in enumerate(zip(data.labels, data.documents, strict=True)):
        target = data.target[data.facts.article == number].tolist()
        sentences = [None if at < 0 else SENTENCE_LABELS[at] for at in target]
        found.append(
            hedge_examples(
                document,
                places.get((row.corpus, row.id), {}),
                marked=row.spans[0].hedges if row.spans else None,
                sentences=sentences,
                weight=1.0 if row.corpus == "written" else REAL_WEIGHT,
            )
        )
    return found


def fit_disambiguator(examples: Sequence[HedgeExample]) -> Disambiguator:
    """Return the disambiguator fitted to the examples."""
    counts = Counter(chain.from_iterable(example.features for example in examples))
    terms = tuple(sorted(term for term, count in counts.items() if count >= MIN_COUNT))
    design = _design(examples, terms)
    labels = np.array([example.label or "" for example in examples])
    judged = labels != ""
    counts_for = np.array([example.weight for example in examples])
    voices, weights = _voices(examples)
    with threadpool_limits(1):  # sums in one order, whatever the machine
        hedging = LogisticRegression(C=C_HEDGE, max_iter=2000)
        hedging.fit(design[judged], labels[judged] != NONE, sample_weight=counts_for[judged])
        voice = LogisticRegression(C=C_VOICE, max_iter=2000)
        voice.fit(design[weights > 0], voices[weights > 0], sample_weight=weights[weights > 0])
    order = [list(voice.classes_).index(name) for name in VOICES]
    return Disambiguator(
        terms,
        np.column_stack([hedging.coef_[0], voice.coef_[order].T]),
        np.concatenate([hedging.intercept_, voice.intercept_[order]]),
    )


def _design(examples: Sequence[HedgeExample], terms: Sequence[str]) -> csr_matrix:
    number = dict(zip(terms, range(len(terms)), strict=True))
    columns = [[number[name] for name in example.features if name in number] for example in examples]
    ends = np.cumsum([0, *map(len, columns)])
    return csr_matrix((np.ones(ends[-1]), np.concatenate(columns), ends), shape=(len(examples), len(terms)))


def _voices(examples: Sequence[HedgeExample]) -> tuple[NDArray[np.str_], NDArray[np.float64]]:
    """Return the voice that each example teaches, and how much it counts: 0 if it teaches none."""
    voices: list[str] = []
    weights: list[float] = []
    for example in examples:
        if example.label in VOICES and not example.quoted:
            voices.append(example.label)
            weights.append(example.weight)
        elif example.label is None and example.sentence in _TELLING and not example.quoted:
            voices.append("attributed" if example.sentence == "attributed" else "article")
            weights.append(SENTENCE_WEIGHT * example.weight)
        else:
            voices.append("")
            weights.append(0.0)
    return np.array(voices, dtype=np.str_), np.array(weights)
