"""What the text near a name tells of it: that it is a company, a place, or no name at all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from classifier.cues.quotes import SourceKind
from classifier.lexicons import attribution_verbs, sentence_breaks, source_nouns
from classifier.scan import Scan

__all__ = ["described", "is_common", "lies_in"]

_NEAR = 20_000  # characters; so that time does not grow with the square of the length
_STOPS = frozenset('.!?:…”"')
_CORPORATE_BEHIND = re.compile(
    r"(?:['’]s?)? (?:CEO|chief executive|co-?founder|employees|shareholders|customers|subscribers|headquarters|shares|"
    r"subsidiary|outlets|stores)\b"
)
_LABELS = frozenset("analysis breaking editorial exclusive live opinion photos poll review update video watch".split())
_KELLY = 6  # letters of a name that may end as adverbs do
_FEW = 20  # places at which a name is looked at


def described(scan: Scan, token: int) -> SourceKind | None:
    """Return of what kind a name is by the noun before it, "the company Acme", or by "Acme's CEO"; None if by none."""
    kinds = source_nouns().get(scan.words[token - 1], ()) if token and scan.tokens[token - 1].islower() else ()
    if kinds:
        return "outlet" if "outlet" in kinds else "organisation" if "organisation" in kinds else None
    return "organisation" if _is_company(scan, token) else None


def _is_company(scan: Scan, token: int) -> bool:
    """Return whether the text tells near the name of what only a company has."""
    name = scan.tokens[token]
    places = islice(_places(scan, name, token), _FEW)
    return any(_CORPORATE_BEHIND.match(scan.text, at + len(name)) for at in places)


def is_common(scan: Scan, token: int) -> bool:
    """Return whether the word that opens a sentence is no name: near it only such words begin with a capital.

    It must be an adverb, a label of headlines, or a word that stands there or mostly in small letters.
    """
    word = scan.words[token]
    behind = scan.words[token + 1] if token + 1 < len(scan.words) else ""
    adverb = (
        word.endswith("ly") and len(word) > _KELLY and (behind not in attribution_verbs() or behind.endswith("ing"))
    )
    small = adverb or word in _LABELS or word in sentence_breaks().openers or _stands(scan, word, token)
    return small and not any(
        scan.text[at - 1 : at] == " " and scan.text[at - 2] not in _STOPS
        for at in _places(scan, scan.tokens[token], token)
    )


def lies_in(scan: Scan, token: int) -> bool:
    """Return whether something near is said to be "in" what the token names: then it is a place, which may speak."""
    return _stands(scan, f" in {scan.tokens[token]}", token)


def _stands(scan: Scan, words: str, token: int) -> bool:
    """Return whether the words stand near a token."""
    return next(_places(scan, words, token), None) is not None


def _places(scan: Scan, words: str, token: int) -> Iterator[int]:
    """Yield where the words stand, as words, not far from a token but not there."""
    text, here = scan.text, scan.starts[token]
    last = min(len(text), here + _NEAR)
    at = text.find(words, max(0, here - _NEAR), last)
    while at >= 0:
        behind = at + len(words)
        if at != here and not (at and text[at - 1 : at + 1].isalnum()) and not text[behind : behind + 1].isalnum():
            yield at
        at = text.find(words, behind, last)
