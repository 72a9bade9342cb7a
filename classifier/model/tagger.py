"""The tagger of sources and cues: fitted to annotated texts, compiled into `classifier.cues.tagger.Tagger`."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator
from sklearn.utils.validation import check_is_fitted

from classifier.article import Span
from classifier.cues.lexemes import Lexemes
from classifier.cues.quotes import Quote, find_quotes
from classifier.cues.states import ALLOWED, KINDS, states_of
from classifier.cues.surroundings import MARGIN, Surroundings, surroundings
from classifier.cues.tagger import CANDIDATE, TaggedSpan, Tagger
from classifier.cues.templates import FORM_TEMPLATES, TEMPLATES, Layout, Template
from classifier.joined import Joined
from classifier.model.crf import Schedule, fit_chain
from classifier.model.lexemes import learn_lexemes
from classifier.polnear import AnnotatedText
from classifier.scan import Scan, scan

__all__ = ["SourceTagger", "TaggedText", "sentences_with_cue"]

UNIT = 0.01  # weights fitted to PolNeAR train lie within 1.1, so that none is cut off at 127 units

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class TaggedText:
    """A scanned text with the kind of each token, an index into `KINDS`."""

    scan: Scan
    quotes: list[Quote]
    kinds: list[int]


class SourceTagger(BaseEstimator):  # type: ignore[misc]
    """Conditional random field over the tokens of sentences that may hold an attribution.

    Parameters
    ----------
    templates : tuple of Template
        What is weighed beside the form templates.
    buckets : int
        Most features a template may have, a power of two.
    min_count : int
        A feature gets a weight if at least so many training tokens have it.
    schedule : Schedule
        How to descend.
    bias : tuple of two floats
        Added where a source, and where a cue, begins.
    threshold : float
        A sentence is taken to hold an attribution if the chance of a cue in it is at least this.

    Attributes
    ----------
    lexemes_ : Lexemes
    chain_ : Chain
    features_ : ndarray of int
        Numbers of the features that have weights.
    """

    def __init__(
        self,
        templates: tuple[Template, ...] = TEMPLATES,
        buckets: int = 2**15,
        min_count: int = 8,
        schedule: Schedule = Schedule(),  # noqa: B008 - frozen
        bias: tuple[float, float] = (0.5, 0.5),
        threshold: float = 0.3,
    ) -> None:
        self.templates = templates
        self.buckets = buckets
        self.min_count = min_count
        self.schedule = schedule
        self.bias = bias
        self.threshold = threshold

    def fit(self, X: Sequence[AnnotatedText], y: None = None, more: Iterable[str] = ()) -> SourceTagger:  # noqa: N803
        """Fit to annotated texts; words are also clustered by their use in the texts of `more`."""
        texts = [tagged_text(text) for text in X]
        self.lexemes_ = learn_lexemes(texts, [scan(text) for text in more])
        layout = Layout(self.lexemes_, self.templates, self.buckets)
        rows: list[Ints] = []
        states: list[int] = []
        bounds = [0]
        for text in texts:
            found = surroundings(Joined.of([text.scan]), [text.quotes], self.lexemes_, CANDIDATE)
            rows.append(_features(found, self.lexemes_, layout))
            first = 0
            for length in found.lengths.tolist():
                states += states_of([text.kinds[token] for token in found.tokens[first : first + length].tolist()])
                first += length
                bounds.append(bounds[-1] + length)
        self.features_, design = _design(np.vstack(rows), self.min_count)
        self.chain_ = fit_chain(design, np.array(states), np.array(bounds), self.schedule)
        return self

    def predict(self, X: Sequence[AnnotatedText | str]) -> list[list[TaggedSpan]]:  # noqa: N803
        """Return what the tagger finds in each text."""
        tagger = self.compile()
        scans = [scan(text if isinstance(text, str) else text.text) for text in X]
        return [tagger.tag(one, find_quotes(one)) for one in scans]

    def compile(self) -> Tagger:
        """Return the fitted tagger as arrays; weights are rounded to whole units, and those of none left out."""
        check_is_fitted(self, "chain_")
        weights = self.chain_.emissions
        units = np.rint((weights[:, 1:] - weights[:, :1]) / UNIT).clip(-127, 127).astype(np.int8)
        kept = units.any(axis=1)
        return Tagger(
            self.lexemes_,
            self.templates,
            self.buckets,
            self.features_[kept],
            units[kept],
            UNIT,
            np.where(ALLOWED, self.chain_.transitions, 0.0).astype(np.float32),
            self.chain_.final.astype(np.float32),
            np.array(self.bias, dtype=np.float32),
            self.threshold,
        )


def tagged_text(text: AnnotatedText) -> TaggedText:
    """Return the text with the kind of each token."""
    found = scan(text.text)
    kinds = [0] * len(found.tokens)
    for name, spans in (("source", text.sources), ("cue", text.cues)):
        begin = KINDS.index(name)
        for span in spans:
            first, last = token_range(found, span)
            kinds[first:last] = [begin, *[begin + 1] * (last - first - 1)][: last - first]
    return TaggedText(found, find_quotes(found), kinds)


def sentences_with_cue(found: Scan, cues: Iterable[Span]) -> NDArray[np.bool_]:
    """Return for each sentence whether a cue begins in it."""
    holds = np.zeros(len(found.sentences), dtype=bool)
    starts = [span.start for span in found.sentences]
    for span in cues:
        holds[bisect_right(starts, span.start) - 1] = True
    return holds


def token_range(found: Scan, span: Span) -> tuple[int, int]:
    """Return first and past-the-last token that the span touches."""
    return bisect_right(found.ends, span.start), bisect_left(found.starts, span.end)


def _features(found: Surroundings, lexemes: Lexemes, layout: Layout) -> Ints:
    """Return the number of the feature that each template takes at each token, shape (tokens, templates)."""
    total = len(found.form)
    row = found.forms.take(found.form)
    columns = []
    for one, offset in zip(FORM_TEMPLATES, layout.offsets, strict=False):
        rows = row[MARGIN + one.offset : total - MARGIN + one.offset]
        columns.append(lexemes.column(one.attribute).take(rows) + offset)
    for template, offset in zip(layout.templates, layout.offsets[len(FORM_TEMPLATES) :], strict=False):
        columns.append(layout.values(template, found.columns) + offset)
    return np.stack(columns, axis=1)[found.places - MARGIN].astype(np.int32)


def _design(rows: Ints, min_count: int) -> tuple[Ints, csr_matrix]:
    """Return the features that are frequent enough, and which of them each token has."""
    counts = np.bincount(rows.ravel())
    features = np.flatnonzero(counts >= min_count)
    column = np.full(len(counts), -1, dtype=np.int32)
    column[features] = np.arange(len(features))
    at = column[rows]
    kept = at >= 0
    bounds = np.concatenate([[0], np.cumsum(kept.sum(axis=1))])
    values = np.ones(int(bounds[-1]), dtype=np.float32)
    return features, csr_matrix((values, at[kept], bounds), shape=(len(rows), len(features)))
