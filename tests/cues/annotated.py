"""Invented sentences with their sources and cues marked, enough to teach a tagger the simplest pattern."""

from __future__ import annotations

import re
from itertools import product

from classifier.article import Span
from classifier.polnear import AnnotatedAttribution, AnnotatedText

__all__ = ["annotated", "lessons"]

_PATTERNS = (
    "[{name}] {{said}} the {thing} was {state}.",
    "The {thing} was {state}, {{according to}} [{name}].",
    "“The {thing} is {state},” {{said}} [{name}].",
    "{name} walked over the {thing} on Monday.",
)
_NAMES = ("Ann Lee", "the mayor", "Omar Ito", "the harbour board", "Pia Holm")
_THINGS = ("bridge", "canal", "market")
_STATES = ("shut", "old", "safe")


def annotated(marked: str) -> AnnotatedText:
    """Return the text without its marks: ``[source]`` and ``{cue}``, one attribution."""
    text = ""
    found: dict[str, list[Span]] = {"[": [], "{": []}
    for piece in re.split(r"(\[.+?\]|\{.+?\})", marked):
        if piece[:1] in found:
            found[piece[0]].append(Span(len(text), len(text) + len(piece) - 2))
            piece = piece[1:-1]
        text += piece
    return AnnotatedText(marked, text, (AnnotatedAttribution(tuple(found["["]), tuple(found["{"]), ()),))


def lessons() -> list[AnnotatedText]:
    """Return 180 texts of one sentence."""
    return [
        annotated(pattern.format(name=name, thing=thing, state=state))
        for pattern, name, thing, state in product(_PATTERNS, _NAMES, _THINGS, _STATES)
    ]
