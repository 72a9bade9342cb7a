"""Copies of articles without their hedges, to learn from: what is left must tell a guess from a report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from classifier.article import Span, sha256_of
from classifier.cues import Document
from classifier.labels import LabelledArticle

__all__ = ["bare_label", "hedges_deleted", "is_copied"]


def hedges_deleted(document: Document) -> str:
    """Return the text without the words of any hedge, in whatever voice, and without blanks and commas left alone."""
    return _without(document.scan.text, (hedge.span for hedge in document.hedges))


def _without(text: str, spans: Iterable[Span]) -> str:
    for span in sorted(spans, key=lambda one: -one.start):
        before, behind = text[: span.start], text[span.end :]
        if behind[:1] in (" ", ".", ",", ";", ":"):
            before = before.rstrip(" ")
        if behind[:1] in (".", ",", ";", ":"):
            before = before.rstrip(",")
        text = before + behind
    return text


def is_copied(label: LabelledArticle, document: Document) -> bool:
    """Return whether an article is also learned from without its hedges: those written for this project that hold any.

    Reports as well as guesses, so that a text without hedges, or with the holes that they leave, is no sign of either.
    """
    return label.sample == "written" and label.final.verdict in ("reported", "speculative") and bool(document.hedges)


def bare_label(label: LabelledArticle, text: str) -> LabelledArticle:
    """Return the label of a copy; its sentences have none, since a guess without its hedge reads as a fact."""
    return replace(label, id=f"{label.id} without hedges", sha256=sha256_of(text), sentences=(), spans=())
