"""Candidates for hedges: every place where a cue of the lexicon stands, whatever it means there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np

from classifier.lexicons import HedgeCue, hedge_cues, look_alikes, word_list
from classifier.scan import Scan

__all__ = ["Candidate", "HedgeKind", "find_candidates", "is_ability"]

HedgeKind = Literal[
    "adverb", "adjective", "noun", "modal", "modal_perfect", "evidential", "doxastic", "conditional",
    "investigation", "weasel", "approximator", "question",
]  # fmt: skip

_GAP = 3  # tokens that "..." in a cue may stand for
_MODALS = frozenset({"may", "might", "could", "would", "should", "must", "can"})
# Cues that hardly ever hedge: of those judged in the train and dev labels of 2026-11-22, 2 of 129 "if", 4 of 85
# "can", none of 33 "should", 1 of 27 "whether"; of approximators in all splits 11 of some 450.
_CLEAR_KINDS = frozenset({"approximator", "conditional"})
_CLEAR_WORDS = frozenset({"can", "should", "whether"})
_BETWEEN = word_list("between")
_IRREGULAR = word_list("irregular")
_ABILITY_VERBS = word_list("ability_verbs")
_NEGATIONS = frozenset({"not", "n't", "barely", "hardly", "no"})
_MONTH_BEFORE = word_list("month_before")
_PEOPLE_BEFORE = word_list("people_before")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A cue of the lexicon in its place, ``tokens[first:last]``.

    Attributes
    ----------
    first, last
        Its first token and the one behind it.
    sentence
        Index of the sentence.
    kind
        What sort of cue it is there.
    strength
        The lexicon's prior that it hedges, in [0, 1].
    open
        Whether it is open what it means there, so that a disambiguator is worth its cost.
    """

    first: int
    last: int
    sentence: int
    kind: HedgeKind
    strength: float
    open: bool


def find_candidates(scan: Scan) -> list[Candidate]:
    """Return the candidates of the text in order, none overlapping; of two that begin together the longer."""
    cues, words = hedge_cues(), scan.words
    sentence_of, bounds = scan.sentence_of_token, scan.bounds
    found: list[Candidate] = []
    free = 0  # first token behind the last candidate
    for index in _places(scan):
        if index < free:
            continue
        by_second = cues[words[index]]
        possible = by_second.get(_at(words, index + 1)) or by_second[""]
        end = bounds[sentence_of[index] + 1]
        match = _match(words, index, end, possible)
        if match is None or _is_look_alike(scan, index, match):
            continue
        cue, last = match.cue, match.last
        kind: HedgeKind = cue.kind  # type: ignore[assignment]  # the lexicon holds these kinds only
        if kind == "modal" and words[index] in _MODALS:
            perfect = _perfect(words, index, end)
            if perfect is not None:
                kind, last = "modal_perfect", perfect
            elif index == bounds[sentence_of[index]] and words[end - 1] == "?":
                kind = "question"
        is_open = kind not in _CLEAR_KINDS and not (last == index + 1 and words[index] in _CLEAR_WORDS)
        found.append(Candidate(index, last, sentence_of[index], kind, cue.strength, is_open))
        free = last
    return found


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


def _match(words: list[str], index: int, end: int, cues: Sequence[HedgeCue]) -> _Match | None:
    """Return the longest cue that begins at `index` and ends before `end`."""
    for cue in cues:
        at = index
        for position, part in enumerate(cue.words):
            if part == "...":
                wanted = cue.words[position + 1]
                window = words[at : at + _GAP + 1]
                if wanted not in window:
                    break
                at += window.index(wanted)
            elif at < end and words[at] == part:
                at += 1
            else:
                break
        else:
            if at <= end:
                return _Match(cue, at)
    return None


def _is_look_alike(scan: Scan, index: int, match: _Match) -> bool:
    """Return whether the cue at `index` is none by the word beside it or the way it is written."""
    words = scan.words
    if words[index] == "may" and _is_name_or_month(scan, index):
        return True
    known = look_alikes().get(" ".join(match.cue.words))
    if known is None:
        return False
    return (index > 0 and words[index - 1] in known.before) or _at(words, match.last) in known.behind


def is_ability(words: Sequence[str], candidate: Candidate) -> bool:
    """Return whether a negation or a verb of ability follows a modal: "could not", "could see"."""
    behind = words[candidate.last : candidate.last + 2]
    if not behind or behind[0] in _NEGATIONS:
        return True
    return behind[behind[0] == "also" and len(behind) > 1] in _ABILITY_VERBS


def _at(words: list[str], index: int) -> str:
    return words[index] if index < len(words) else ""


def _is_name_or_month(scan: Scan, index: int) -> bool:
    """Return whether "may" at `index` is written as a name or a month: "Theresa May", "in May", "May 5"."""
    if scan.tokens[index] != "May":
        return False
    before = scan.words[index - 1] if index else ""
    behind = _at(scan.words, index + 1)
    opens = index in (0, scan.bounds[scan.sentence_of_token[index]])
    return not opens or behind[:1].isdigit() or before in _MONTH_BEFORE | _PEOPLE_BEFORE


def _perfect(words: list[str], index: int, end: int) -> int | None:
    """Return the index behind "would (also) have aimed", None if it is no modal perfect."""
    at = index + 1
    while at < min(end, index + 4) and words[at] in _BETWEEN - {"have"}:
        at += 1
    if at >= end or words[at] not in ("have", "'ve", "’ve"):
        return None
    at += 1
    while at < min(end, index + 7) and (words[at] in _BETWEEN or words[at].endswith("ly")):
        at += 1
    if at < end and (words[at].endswith(("ed", "en")) or words[at] in _IRREGULAR):
        return at + 1
    return None
