"""Fitting the disambiguator of hedges to what annotators marked.

Three kinds of examples teach it: the hedge spans of articles that were marked in full; single candidates that
one reader judged (``hedge_readings.jsonl``); and, at a small weight and for the voice alone, candidates in
sentences with a label: in an ``attributed`` sentence the doubt is most often the source's. Those of the sample of
real articles count twice: they are what is to be judged.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

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
from classifier.cues.speaking import Claims, Quotations
from classifier.dataset import Dataset
from classifier.errors import LabelError
from classifier.joined import Joined
from classifier.labels import LabelledArticle
from classifier.model.compiled import SENTENCE_LABELS

__all__ = [
    "READINGS",
    "SECOND_READING",
    "HedgeExample",
    "Readings",
    "examples_of",
    "fit_disambiguator",
    "hedge_examples",
    "read_readings",
]

READINGS = "hedge_readings.jsonl"
SECOND_READING = "hedge_second_reading.jsonl"  # of some of them, for the agreement only
NONE = "none"
# Picked of six settings by a script of a session; `classifier benchmark hedges` measures what was taken. Three times
# five folds by group over the 132 train and dev articles with spans (2026-11-22): precision at a recall of .85 in the
# article's own voice, over all articles and over real ones, is .861 and .760 with these; .860 and .746 with
# C_HEDGE .3; .863 and .729 with that and C_VOICE .3; .861 and .753 with that and a weight of sentences of .01; .860
# and .713 where real articles count once, .858 and .750 where they count three times.
C_HEDGE, C_VOICE, SENTENCE_WEIGHT, REAL_WEIGHT, MIN_COUNT = 0.1, 0.1, 0.05, 2.0, 2
_CUE = 4  # words that a cue of saying may have to be a feature
_TELLING = ("fact", "attributed", "speculation", "opinion")  # sentence labels that say something about the voice

Readings = Mapping[tuple[str, str], Mapping[Span, str]]


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


def read_readings(labels: Path, name: str = READINGS) -> dict[tuple[str, str], dict[Span, str]]:
    """Return the candidates that were judged one by one, by corpus and id; empty if there is no such file.

    Raises
    ------
    LabelError
        Naming file and line of the first row that breaks the format.
    """
    path = labels / name
    found: dict[tuple[str, str], dict[Span, str]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines() if path.is_file() else (), 1):
        try:
            row = json.loads(line)
            places = {Span(start, end): voice or NONE for start, end, voice in row["places"]}
            key = (row["corpus"], row["id"])
        except (ValueError, KeyError, TypeError) as error:
            raise LabelError(
                f"{path}:{number}: wanted corpus, id and places [[start, end, voice]] ({error!r})"
            ) from error
        unknown = set(places.values()) - {NONE, *VOICES}
        if unknown:
            raise LabelError(f"{path}:{number}: voice {unknown.pop()!r} is not null or one of {', '.join(VOICES)}")
        found[key] = places
    return found


def hedge_examples(
    document: Document, row: LabelledArticle, sentences: Sequence[str | None], readings: Mapping[Span, str]
) -> list[HedgeExample]:
    """Return the open candidates of an article.

    Parameters
    ----------
    document, row
        The article and its labels.
    sentences
        Label of each sentence of the document.
    readings
        Its candidates that were judged one by one.
    """
    scan = document.scan
    texts = Joined.of([scan])
    candidates = find_candidates(texts)
    candidates = candidates.only(candidates.open)
    quoted = Quotations.of(texts, [document.quotes]).quoted
    features = features_of(texts, quoted, Claims.of(texts, [document.attributions]), candidates).names()
    spans = map(Span, candidates.start.tolist(), candidates.end.tolist())
    inside, sentence = quoted[candidates.first].tolist(), candidates.sentence.tolist()
    weight = REAL_WEIGHT if row.sample == "real" else 1.0
    examples = []
    for names, span, is_quoted, at in zip(features, spans, inside, sentence, strict=True):
        label = readings.get(span)
        if row.spans:
            label = next((voice for marked, voice in row.spans[0].hedges if marked.overlaps(span)), NONE)
        examples.append(HedgeExample(tuple(names), span, is_quoted, label, sentences[at], weight))
    return examples


def examples_of(data: Dataset, readings: Readings) -> list[list[HedgeExample]]:
    """Return the examples of each article of `data`."""
    found = []
    for number, (row, document) in enumerate(zip(data.labels, data.documents, strict=True)):
        target = data.target[data.facts.article == number].tolist()
        sentences = [None if at < 0 else SENTENCE_LABELS[at] for at in target]
        found.append(hedge_examples(document, row, sentences, readings.get((row.corpus, row.id), {})))
    return found


def fit_disambiguator(examples: Sequence[HedgeExample]) -> Disambiguator:
    """Return the disambiguator fitted to the examples."""
    counts = Counter(chain.from_iterable(example.features for example in examples))
    terms = tuple(sorted(term for term, count in counts.items() if count >= MIN_COUNT and not _is_passage(term)))
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


def _is_passage(term: str) -> bool:
    """Return whether a feature holds so many words of a text that it is a piece of it, which a model must not hold."""
    prefix, *words = term.split(" ")
    return prefix in ("said", "says") and len(words) > _CUE


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
