"""The tagger from PolNeAR: biases and threshold chosen by cross-validation over articles, then fitted to all."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.base import clone
from threadpoolctl import threadpool_limits

from classifier.article import Span
from classifier.cues.quotes import find_quotes
from classifier.cues.tagger import TaggedSpan, Tagger
from classifier.model.tagger import SourceTagger, sentences_with_cue
from classifier.polnear import AnnotatedText, read_polnear
from classifier.scan import Scan, scan

__all__ = ["Chosen", "FittedTagger", "cross_validated", "fit_tagger", "span_counts", "tagged_spans", "unannotated"]

FOLDS = 3
BIASES = (0.0, 0.2, 0.4, 0.6, 0.8)
THRESHOLDS = np.arange(0.2, 0.51, 0.02).round(2)

Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Chosen:
    """What suits a tagger best in cross-validation, and its F1 there: sources, cues, sentences that hold a cue."""

    bias: float
    threshold: float
    source_f1: float
    cue_f1: float
    sentence_f1: float


@dataclass(frozen=True)
class FittedTagger:
    """A tagger and its F1 in cross-validation: exact sources, exact cues, sentences that hold a cue."""

    tagger: Tagger
    source_f1: float
    cue_f1: float
    sentence_f1: float


def fit_tagger(corpora: Path, seed: int, say: Callable[[str], None]) -> FittedTagger | None:
    """Return the tagger fitted to PolNeAR train, None (and why, to `say`) where that is not in `corpora`."""
    if not (corpora / "polnear" / "train.jsonl").is_file():
        say(f"no polnear/train.jsonl in {corpora}: the model gets no tagger, its sources are found by rules")
        return None
    texts, more = read_polnear(corpora, "train"), unannotated(corpora)
    with threadpool_limits(1):  # sums in one order, whatever the machine
        chosen = cross_validated(SourceTagger(), texts, more, seed, say)
        say("fitting the tagger to all of it …")
        fitted = SourceTagger(bias=(chosen.bias, chosen.bias), threshold=chosen.threshold).fit(texts, more=more)
    return FittedTagger(fitted.compile(), chosen.source_f1, chosen.cue_f1, chosen.sentence_f1)


def cross_validated(
    estimator: SourceTagger, texts: Sequence[AnnotatedText], more: Sequence[str], seed: int, say: Callable[[str], None]
) -> Chosen:
    """Return bias and threshold that suit the tagger best, fitted to two folds of three and judged on the third."""
    fold = np.random.default_rng(seed).permutation(len(texts)) % FOLDS
    judged: list[_Judged] = []
    for number in range(FOLDS):
        say(f"fitting the tagger, fold {number + 1} of {FOLDS} …")
        seen = [text for text, at in zip(texts, fold, strict=True) if at != number]
        tagger = clone(estimator).fit(seen, more=more).compile()
        biased = [replace(tagger, bias=np.full(2, bias, dtype=np.float32)) for bias in BIASES]
        judged += [_judge(biased, text) for text, at in zip(texts, fold, strict=True) if at == number]
    best = max(range(len(BIASES)), key=lambda at: sum(_f1s(judged, at)))
    threshold, sentence_f1 = _threshold(judged)
    return Chosen(BIASES[best], threshold, *_f1s(judged, best), sentence_f1)


def unannotated(corpora: Path) -> list[str]:
    """Return the texts without annotation that words are clustered by, too."""
    found: list[str] = []
    for name in ("newspool", "wikinews"):
        path = corpora / name / "articles.jsonl"
        if path.is_file():
            with path.open(encoding="utf-8") as lines:
                found += [json.loads(line)["text"] for line in lines]
    return found


def tagged_spans(scanned: Scan, tagged: Sequence[TaggedSpan], kind: str) -> frozenset[Span]:
    """Return the characters of the spans of one kind."""
    return frozenset(Span(scanned.starts[one.first], scanned.ends[one.last - 1]) for one in tagged if one.kind == kind)


def span_counts(wanted: frozenset[Span], found: frozenset[Span]) -> Counts:
    """Return how many spans are in both, are wanted, are found; F1 is twice the first over the sum of the others."""
    return np.array([len(wanted & found), len(wanted), len(found)])


@dataclass(frozen=True)
class _Judged:
    """One held-out text: counts for sources and cues under each bias; of each sentence the chance and truth."""

    counts: Counts  # (biases, 2, 3)
    chances: NDArray[np.float32]
    holds: NDArray[np.bool_]


def _judge(biased: Sequence[Tagger], text: AnnotatedText) -> _Judged:
    scanned = scan(text.text)
    quotes = find_quotes(scanned)
    counts = []
    for tagger in biased:
        tagged = tagger.tag(scanned, quotes)
        counts.append(
            [
                span_counts(text.sources, tagged_spans(scanned, tagged, "source")),
                span_counts(text.cues, tagged_spans(scanned, tagged, "cue")),
            ]
        )
    return _Judged(np.array(counts), biased[0].cue_chances(scanned, quotes), sentences_with_cue(scanned, text.cues))


def _f1s(judged: Sequence[_Judged], bias: int) -> tuple[float, float]:
    both, wanted, found = np.sum([one.counts[bias] for one in judged], axis=0).T
    source, cue = (2 * both / (wanted + found)).tolist()
    return source, cue


def _threshold(judged: Sequence[_Judged]) -> tuple[float, float]:
    """Return the threshold of the chances with the best F1, and that F1."""
    chances = np.concatenate([one.chances for one in judged])
    holds = np.concatenate([one.holds for one in judged])
    f1 = [2 * (holds & (chances >= at)).sum() / (holds.sum() + (chances >= at).sum()) for at in THRESHOLDS]
    return float(THRESHOLDS[int(np.argmax(f1))]), float(max(f1))
