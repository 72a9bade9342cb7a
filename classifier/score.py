"""What a score holds: the records that `Scorer` returns, and their form as JSON."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, NamedTuple

from classifier.article import Span
from classifier.blocks import BlockKind
from classifier.cues.hedges import Hedge
from classifier.cues.quotes import Quote
from classifier.cues.sources import Source
from classifier.reasons import Reason, reasons

__all__ = ["SCHEMA_VERSION", "ArticleScore", "Failure", "Probabilities", "Quality", "SentenceScore"]

SCHEMA_VERSION = "2.2"

Verdict = Literal["reported", "mixed", "speculative", "unscorable"]


class SentenceScore(NamedTuple):
    """One sentence with its label.

    Attributes
    ----------
    span
        Its characters.
    label
        ``fact``, ``attributed``, ``speculation``, ``opinion`` or ``other``.
    probabilities
        Probability of each label; they sum to one.
    block
        What the line is: ``headline``, ``heading``, ``prose``, ``bullet``, or ``boilerplate`` (page furniture).
    """

    span: Span
    label: str
    probabilities: dict[str, float]
    block: BlockKind


@dataclass(frozen=True, slots=True)
class Probabilities:
    """Probabilities of the three verdicts; they sum to one."""

    reported: float
    mixed: float
    speculative: float


@dataclass(frozen=True, slots=True)
class Quality:
    """Quality from 1 to 5 and its parts; `overall` is their median, to one decimal."""

    overall: float
    sourcing: float
    specifics: float
    craft: float


@dataclass(frozen=True, repr=False)
class ArticleScore:
    """Everything that is known of one article after scoring.

    Attributes
    ----------
    id, title
        As given by the caller.
    text, sha256
        The text, and its hash in UTF-8.
    model
        Id of the model that judged.
    verdict
        ``reported``, ``mixed``, ``speculative``, or ``unscorable``.
    reason
        Why the text is unscorable; empty otherwise.
    judged
        Probabilities of the verdicts; None if unscorable.
    grade
        Quality and its parts; None if unscorable.
    sentences, hedges, quotes, sources
        What was found, in order, with spans into `text`.
    """

    id: str
    title: str | None
    text: str
    sha256: str
    model: str
    verdict: Verdict
    reason: str
    judged: Probabilities | None
    grade: Quality | None
    sentences: tuple[SentenceScore, ...]
    hedges: tuple[Hedge, ...]
    quotes: tuple[Quote, ...]
    sources: tuple[Source, ...]

    def __repr__(self) -> str:
        """Return the verdict in one line; the text and the cues are left out."""
        found = self.reason if self.judged is None else f"speculation={self.speculation:.2f}, quality={self.quality}"
        return f"ArticleScore(id={self.id!r}, verdict={self.verdict!r}, {found}, {len(self.sentences)} sentences)"

    @cached_property
    def reasons(self) -> tuple[Reason, ...]:
        """The verdict told in words; empty if unscorable."""
        return reasons(self)

    def _repr_html_(self) -> str | None:
        """Return the report for a notebook; None without the extra ``report``, and the notebook shows the `repr`."""
        from classifier.errors import ClassifierError
        from classifier.report.html import notebook_html

        try:
            return notebook_html(self)
        except ClassifierError:
            return None

    @property
    def speculation(self) -> float | None:
        """P(speculative) + ½ P(mixed), in [0, 1]; None if unscorable."""
        return None if self.judged is None else self.judged.speculative + 0.5 * self.judged.mixed

    @property
    def quality(self) -> float | None:
        """Quality from 1 to 5, one decimal; None if unscorable."""
        return None if self.grade is None else self.grade.overall

    @property
    def probabilities(self) -> dict[str, float] | None:
        """Probability of each verdict; None if unscorable."""
        if self.judged is None:
            return None
        return {name: getattr(self.judged, name) for name in ("reported", "mixed", "speculative")}

    @property
    def own_hedges(self) -> tuple[Hedge, ...]:
        """Hedges in the article's own voice, approximations left out."""
        return tuple(h for h in self.hedges if h.voice == "article" and h.probability >= 0.5)

    @property
    def named_sources(self) -> tuple[Source, ...]:
        """Sources that a reader could look up."""
        return tuple(source for source in self.sources if source.named)

    def office(self, source: Source) -> str:
        """Return title and affiliation of a cited person in the article's words; empty where neither is told."""
        return ", ".join(" ".join(span.of(self.text).split()) for span in (source.title, source.affiliation) if span)

    def flat(self) -> dict[str, Any]:
        """Return the flat part of the record: one value a column, the same columns for every outcome."""
        count = max(1, len(self.sentences))
        grade, judged = self.grade, self.judged
        return {
            "id": self.id,
            "title": self.title,
            "verdict": self.verdict,
            "speculation": _rounded(self.speculation),
            "quality": self.quality,
            "sourcing": _rounded(grade.sourcing) if grade else None,
            "specifics": _rounded(grade.specifics) if grade else None,
            "craft": _rounded(grade.craft) if grade else None,
            "p_reported": _rounded(judged.reported) if judged else None,
            "p_mixed": _rounded(judged.mixed) if judged else None,
            "p_speculative": _rounded(judged.speculative) if judged else None,
            "sentences": len(self.sentences),
            "own_hedges_per_100_sentences": _rounded(100 * len(self.own_hedges) / count),
            "quotes": sum(quote.counts for quote in self.quotes),
            "named_sources": len(self.named_sources),
            "anonymous_sources": sum(source.kind == "anonymous" for source in self.sources),
            "vague_sources": sum(source.kind == "vague" for source in self.sources),
            "reason": self.reason,
            "error": "",
            "sha256": self.sha256,
            "model": self.model,
            "schema_version": SCHEMA_VERSION,
        }

    def to_dict(self) -> dict[str, Any]:
        """Return the whole record as plain values, ready for JSON (schema in docs/schema.md)."""
        return {
            **self.flat(),
            "reasons": [{"text": reason.text, "sentences": list(reason.sentences)} for reason in self.reasons],
            "sentence_scores": [
                {
                    "start": one.span.start,
                    "end": one.span.end,
                    "label": one.label,
                    "probabilities": {label: _rounded(p) for label, p in one.probabilities.items()},
                    "block": one.block,
                }
                for one in self.sentences
            ],
            "hedge_cues": [
                {
                    **_ends(hedge.span),
                    "kind": hedge.kind,
                    "probability": _rounded(hedge.probability),
                    "voice": hedge.voice,
                    "whose": hedge.whose and _ends(hedge.whose),
                }
                for hedge in self.hedges
            ],
            "quotations": [
                {
                    **_ends(quote.span),
                    "kind": quote.kind,
                    "speaker": quote.speaker and _ends(quote.speaker),
                    "cue": quote.cue and _ends(quote.cue),
                }
                for quote in self.quotes
            ],
            "sources": [
                {
                    "name": source.name,
                    "kind": source.kind,
                    "title": source.title and _ends(source.title),
                    "affiliation": source.affiliation and _ends(source.affiliation),
                    "mentions": [_ends(span) for span in source.mentions],
                    "sentences": list(source.sentences),
                    "share": source.share,
                }
                for source in self.sources
            ],
        }


@dataclass(frozen=True, slots=True)
class Failure:
    """An article that could not be scored, in the place of its score.

    Attributes
    ----------
    id
        What the caller knows the article by.
    error
        Where, what is wrong, what is accepted, and what to do.
    """

    id: str
    error: str

    def flat(self) -> dict[str, Any]:
        """Return the record with the columns of `ArticleScore.flat`, all but id and error empty."""
        return {**dict.fromkeys(_FLAT), "id": self.id, "error": self.error, "schema_version": SCHEMA_VERSION}

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain values, ready for JSON."""
        return self.flat()


_FLAT = (
    "id", "title", "verdict", "speculation", "quality", "sourcing", "specifics", "craft", "p_reported", "p_mixed",
    "p_speculative", "sentences", "own_hedges_per_100_sentences", "quotes", "named_sources", "anonymous_sources",
    "vague_sources", "reason", "error", "sha256", "model", "schema_version",
)  # fmt: skip


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(float(value), 6)


def _ends(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}
