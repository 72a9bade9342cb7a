"""The tagger from PolNeAR: biases and threshold chosen by cross-validation over articles, then fitted to all."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from classifier.article import Span
from classifier.cues.quotes import find_quotes
from classifier.cues.tagger import Tagged, Tagger
from classifier.model.tagger import SourceTagger, sentences_with_cue
from classifier.polnear import AnnotatedText, read_polnear
from classifier.scan import Scan, scan

__all__ = ["FittedTagger", "fit_tagger", "span_counts", "tagged_spans"]

FOLDS = 3
BIASES = (0.0, 0.2, 0.4, 0.6, 0.8)
THRESHOLDS = np.arange(-3.0, 1.01, 0.25)
_MORE = ("newspool", "wikinews")  # texts without annotation that words are clustered by, too

Counts = NDArray[np.int64]


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
    texts = read_polnear(corpora, "train")
    more = [text for name in _MORE for text in _texts(corpora / name / "articles.jsonl")]
    fold = np.random.default_rng(seed).permutation(len(texts)) % FOLDS
    judged: list[_Judged] = []
    with threadpool_limits(1):  # sums in one order, whatever the machine
        for number in range(FOLDS):
            say(f"fitting the tagger, fold {number + 1} of {FOLDS} …")
            seen = [text for text, at in zip(texts, fold, strict=True) if at != number]
            tagger = SourceTagger().fit(seen, more=more).compile()
            judged += [_judge(tagger, text) for text, at in zip(texts, fold, strict=True) if at == number]
        best = max(range(len(BIASES)), key=lambda at: sum(_f1s(judged, at)))
        threshold, sentence_f1 = _threshold(judged, best)
        say("fitting the tagger to all of it …")
        bias = (BIASES[best], BIASES[best])
        fitted = SourceTagger(bias=bias, threshold=threshold).fit(texts, more=more).compile()
    return FittedTagger(fitted, *_f1s(judged, best), sentence_f1)


def tagged_spans(scanned: Scan, tagged: Tagged, kind: str) -> frozenset[Span]:
    """Return the characters of the spans of one kind."""
    return frozenset(
        Span(scanned.starts[one.first], scanned.ends[one.last - 1]) for one in tagged.spans if one.kind == kind
    )


def span_counts(wanted: frozenset[Span], found: frozenset[Span]) -> Counts:
    """Return how many spans are in both, are wanted, are found; F1 is twice the first over the sum of the others."""
    return np.array([len(wanted & found), len(wanted), len(found)])


@dataclass(frozen=True)
class _Judged:
    """One held-out text: counts for sources and cues under each bias, cue scores of its sentences, and the truth."""

    counts: Counts  # (biases, 2, 3)
    scores: NDArray[np.float32]  # (biases, sentences)
    holds: NDArray[np.bool_]


def _judge(tagger: Tagger, text: AnnotatedText) -> _Judged:
    scanned = scan(text.text)
    quotes = find_quotes(scanned)
    counts, scores = [], []
    for bias in BIASES:
        tagged = replace(tagger, bias=np.full(2, bias, dtype=np.float32)).tag(scanned, quotes)
        counts.append(
            [
                span_counts(text.sources, tagged_spans(scanned, tagged, "source")),
                span_counts(text.cues, tagged_spans(scanned, tagged, "cue")),
            ]
        )
        scores.append(tagged.cue_score)
    return _Judged(np.array(counts), np.array(scores), sentences_with_cue(scanned, text.cues))


def _f1s(judged: Sequence[_Judged], bias: int) -> tuple[float, float]:
    both, wanted, found = np.sum([one.counts[bias] for one in judged], axis=0).T
    source, cue = (2 * both / (wanted + found)).tolist()
    return source, cue


def _threshold(judged: Sequence[_Judged], bias: int) -> tuple[float, float]:
    """Return the threshold of the cue score with the best F1, and that F1."""
    scores = np.concatenate([one.scores[bias] for one in judged])
    holds = np.concatenate([one.holds for one in judged])
    f1 = [2 * (holds & (scores >= at)).sum() / (holds.sum() + (scores >= at).sum()) for at in THRESHOLDS]
    return float(THRESHOLDS[int(np.argmax(f1))]), float(max(f1))


def _texts(path: Path) -> list[str]:
    if not path.is_file():
        return []
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]
