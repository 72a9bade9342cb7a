"""Hedges: words that withhold commitment, and whose doubt they are.

The lexicon proposes; the rules for look-alikes ("May", "could not walk", "likely voters") and the
voice decide what a proposal is worth.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np

from classifier.article import Span
from classifier.cues.quotes import Quote
from classifier.cues.sources import Attribution
from classifier.lexicons import HedgeCue, hedge_cues, word_list
from classifier.scan import Scan

__all__ = ["Hedge", "HedgeKind", "Voice", "find_hedges"]

HedgeKind = Literal[
    "adverb", "adjective", "noun", "modal", "modal_perfect", "evidential", "doxastic", "conditional",
    "investigation", "weasel", "approximator",
]  # fmt: skip
Voice = Literal["article", "quote", "attributed", "nobody"]

_GAP = 3  # tokens that "..." in a cue may stand for
_MONTH_BEFORE = word_list("month_before")
_PEOPLE_BEFORE = word_list("people_before")
_ABILITY_VERBS = word_list("ability_verbs")
_MODALS = frozenset({"may", "might", "could", "would", "should", "must"})
_BETWEEN = word_list("between")
_IRREGULAR = word_list("irregular")
_NOT_VOTERS = frozenset({"voters", "voter", "caucus-goers", "caucusgoers", "electorate"})


@dataclass(frozen=True, slots=True)
class Hedge:
    """One hedge cue in its place.

    Attributes
    ----------
    span
        The cue's characters.
    kind
        What sort of cue it is.
    probability
        How likely it is that the cue hedges here, in [0, 1].
    voice
        Whose doubt it is: ``article`` (the writer's), ``quote`` (inside quotation marks),
        ``attributed`` (a source's, in reported speech), ``nobody`` ("insiders say").
    whose
        The words that name the holder of the doubt, if it is not the writer's.
    sentence
        Index of the sentence.
    """

    span: Span
    kind: HedgeKind
    probability: float
    voice: Voice
    whose: Span | None
    sentence: int


def find_hedges(scan: Scan, quotes: Sequence[Quote], attributions: Sequence[Attribution]) -> list[Hedge]:
    """Return the hedges of the text in order, none overlapping."""
    cues, words = hedge_cues(), scan.words
    voices = _Voices(quotes, attributions)
    sentence_of, bounds, starts, ends = scan.sentence_of_token, scan.bounds, scan.starts, scan.ends
    hedges: list[Hedge] = []
    free = 0  # first token behind the last cue
    for index in _places(scan):
        by_second = cues[words[index]]
        possible = by_second.get(_at(words, index + 1)) or by_second[""]
        match = _match(words, index, possible) if possible and index >= free else None
        if match is None:
            continue
        sentence = sentence_of[index]
        kind, last, probability = _judge(scan, index, min(match.last, bounds[sentence + 1]), match.cue)
        if probability > 0:
            span = Span(starts[index], ends[last - 1])
            voice, whose = voices.of(span, sentence)
            if kind == "weasel" and voice != "quote":
                voice, whose = "nobody", None
            hedges.append(Hedge(span, kind, probability, voice, whose, sentence))
        free = max(last, index + 1)
    return hedges


@dataclass(frozen=True, slots=True)
class _Openings:
    """Words that begin a cue whatever follows, words that begin one before certain words, and those words."""

    alone: frozenset[str]
    paired: frozenset[str]
    second: frozenset[str]


@cache
def _openings() -> _Openings:
    cues = hedge_cues()
    return _Openings(
        frozenset(word for word, by_second in cues.items() if by_second[""]),
        frozenset(word for word, by_second in cues.items() if len(by_second) > 1),
        frozenset().union(*cues.values()) - {""},
    )


def _places(scan: Scan) -> list[int]:
    """Return the tokens at which a cue may begin."""
    openings, forms, form = _openings(), scan.forms, scan.form
    follows = np.append(forms.among(openings.second)[form[1:]], False)
    begins = forms.among(openings.alone)[form] | (forms.among(openings.paired)[form] & follows)
    places: list[int] = np.flatnonzero(begins).tolist()
    return places


@dataclass(frozen=True, slots=True)
class _Match:
    """A cue of the lexicon, and the index behind it."""

    cue: HedgeCue
    last: int


def _match(words: list[str], index: int, cues: Sequence[HedgeCue]) -> _Match | None:
    """Return the longest cue that begins at `index`."""
    for cue in cues:
        at = index
        for position, part in enumerate(cue.words):
            if part == "...":
                wanted = cue.words[position + 1]
                window = words[at : at + _GAP + 1]
                if wanted not in window:
                    break
                at += window.index(wanted)
            elif at < len(words) and words[at] == part:
                at += 1
            else:
                break
        else:
            return _Match(cue, at)
    return None


def _judge(scan: Scan, first: int, last: int, cue: HedgeCue) -> tuple[HedgeKind, int, float]:
    """Return what the cue is in its place, where it ends, and how likely it hedges there."""
    kind: HedgeKind = cue.kind  # type: ignore[assignment]  # the lexicon holds these kinds only
    words = scan.words
    word = words[first]
    before = words[first - 1] if first else ""
    behind = words[last] if last < len(words) else ""
    strength = cue.strength
    if kind == "modal":
        if word == "may" and _is_name_or_month(scan, first, before, behind):
            return kind, last, 0.0
        if word in ("might", "must", "can") and before in ("the", "a", "his", "their", "its", "military"):
            return kind, last, 0.0
        perfect = _perfect(words, first) if word in _MODALS else None
        if perfect is not None:
            return "modal_perfect", perfect, 0.9 if word != "should" else 0.4
        verb = behind if behind not in ("not", "n't", "barely", "hardly", "no", "also") else _at(words, last + 1)
        if word == "could" and (behind in ("not", "barely", "hardly", "no") or verb in _ABILITY_VERBS):
            strength = 0.25
    elif word == "likely" and (behind in _NOT_VOTERS or (before in ("most", "more", "less") and behind == "than")):
        return kind, last, 0.0
    elif word.startswith("appear") and behind in ("in", "on", "before", "at", "with", "alongside", "for"):
        return kind, last, 0.1
    elif (scan.tokens[first] == "Guess" and before) or (word == "possible" and before == "as"):
        return kind, last, 0.0
    return kind, last, strength


def _at(words: list[str], index: int) -> str:
    return words[index] if index < len(words) else ""


def _is_name_or_month(scan: Scan, index: int, before: str, behind: str) -> bool:
    if scan.tokens[index] != "May":
        return False
    opens = index in (0, scan.bounds[scan.sentence_of_token[index]])
    return not opens or behind[:1].isdigit() or before in _MONTH_BEFORE | _PEOPLE_BEFORE


def _perfect(words: list[str], index: int) -> int | None:
    """Return the index behind "would (also) have aimed", None if it is no modal perfect."""
    at = index + 1
    while at < index + 4 and _at(words, at) in _BETWEEN - {"have"}:
        at += 1
    if _at(words, at) not in ("have", "'ve", "’ve"):
        return None
    at += 1
    while at < index + 7 and (_at(words, at) in _BETWEEN or _at(words, at).endswith("ly")):
        at += 1
    participle = _at(words, at)
    if participle.endswith(("ed", "en")) or participle in _IRREGULAR:
        return at + 1
    return None


class _Voices:
    """Who speaks at a place of the article."""

    def __init__(self, quotes: Sequence[Quote], attributions: Sequence[Attribution]) -> None:
        self._quotes = [quote for quote in quotes if quote.counts]
        self._next = 0
        self._by_sentence: dict[int, list[Attribution]] = {}
        for attribution in attributions:
            self._by_sentence.setdefault(attribution.sentence, []).append(attribution)

    def in_quote(self, span: Span) -> Quote | None:
        """Return the quote around `span`; spans must be asked for in order."""
        while self._next < len(self._quotes) and self._quotes[self._next].span.end <= span.start:
            self._next += 1
        if self._next < len(self._quotes) and self._quotes[self._next].span.overlaps(span):
            return self._quotes[self._next]
        return None

    def of(self, span: Span, sentence: int) -> tuple[Voice, Span | None]:
        """Return the voice at `span` and the words that name it."""
        quote = self.in_quote(span)
        attributions = self._by_sentence.get(sentence, ())
        if quote is not None:
            return "quote", quote.speaker
        for attribution in attributions:
            if attribution.cue.overlaps(span) or (attribution.span and attribution.span.overlaps(span)):
                continue
            return ("nobody" if attribution.kind == "vague" else "attributed"), attribution.span
        return "article", None
