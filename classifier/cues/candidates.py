"""Candidates for hedges: every place where a cue of the lexicon stands, whatever it means there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from classifier.forms import Ints, Numbering, Numbers
from classifier.joined import Joined
from classifier.lexicons import HedgeCue, LookAlike, hedge_cues, look_alikes, word_list
from classifier.scan import Scan

__all__ = ["Candidate", "HedgeKind", "find_candidates", "find_candidates_all", "is_ability"]

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
_BETWEEN_BUT_HAVE = _BETWEEN - {"have"}
_IRREGULAR = word_list("irregular")
_ABILITY_VERBS = word_list("ability_verbs")
_NEGATIONS = frozenset({"not", "n't", "barely", "hardly", "no"})
_MONTH_BEFORE = word_list("month_before")
_PEOPLE_BEFORE = word_list("people_before")


class Candidate(NamedTuple):
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
    return find_candidates_all(Joined.of([scan]))[0]


def find_candidates_all(texts: Joined) -> list[list[Candidate]]:
    """Return for each text what `find_candidates` returns for it; all are walked through the lexicon together."""
    found = _lexicon().longest(texts)
    counts = np.diff(np.searchsorted(found.first, texts.tokens))
    within = np.repeat(texts.tokens[:-1], counts)
    matches = zip((found.first - within).tolist(), (found.last - within).tolist(), found.entry.tolist(), strict=True)
    return [_candidates(scan, islice(matches, count)) for scan, count in zip(texts.scans, counts.tolist(), strict=True)]


def _candidates(scan: Scan, matches: Iterable[tuple[int, int, int]]) -> list[Candidate]:
    """Return the candidates of a text, given first token, end and entry of the longest cues."""
    words, sentence_of, bounds, entries = scan.words, scan.sentence_of_token, scan.bounds, _lexicon().entries
    found: list[Candidate] = []
    free = 0  # first token behind the last candidate
    for first, last, number in matches:
        entry = entries[number]
        if first < free or (entry.look_alike and _is_look_alike(words, first, last, entry.look_alike)):
            continue
        kind, is_open, sentence = entry.kind, entry.open, sentence_of[first]
        if entry.modal:
            if words[first] == "may" and _is_name_or_month(scan, first):
                continue
            end = bounds[sentence + 1]
            perfect = _perfect(words, first, end)
            if perfect is not None:
                kind, is_open, last = "modal_perfect", True, perfect
            elif first == bounds[sentence] and words[end - 1] == "?":
                kind = "question"
        found.append(Candidate(first, last, sentence, kind, entry.strength, is_open))
        free = last
    return found


@dataclass(frozen=True, slots=True)
class _Entry:
    """A cue of the lexicon with all that is known of it wherever it stands.

    Attributes
    ----------
    kind, strength
        As in the lexicon.
    open
        Whether it is open what it means.
    modal
        Whether it is a modal verb, which a perfect or a question mark makes another kind.
    look_alike
        The words beside it that show that it does not hedge.
    """

    kind: HedgeKind
    strength: float
    open: bool
    modal: bool
    look_alike: LookAlike | None

    @classmethod
    def of(cls, cue: HedgeCue) -> _Entry:
        """Return the entry for a row of the lexicon."""
        kind: HedgeKind = cue.kind  # type: ignore[assignment]  # the lexicon holds these kinds only
        is_open = kind not in _CLEAR_KINDS and not (len(cue.words) == 1 and cue.words[0] in _CLEAR_WORDS)
        modal = kind == "modal" and cue.words[0] in _MODALS
        return cls(kind, cue.strength, is_open, modal, look_alikes().get(" ".join(cue.words)))


@dataclass(frozen=True, slots=True, eq=False)
class _Matches:
    """The longest cue at each token at which one begins: its first token, the one behind it, its entry."""

    first: Ints
    last: Ints
    entry: Ints


@dataclass(frozen=True, slots=True, eq=False)
class _Lexicon:
    """The cues as a trie; node 0 is nowhere, node 1 the root.

    Attributes
    ----------
    number
        Number of each word, from 1: all that are in no cue have 0.
    entries
        The cues.
    step
        The node to which a word leads, shape (nodes, numbers).
    gap
        The node to which "..." leads, shape (nodes,).
    entry
        Index of the cue that ends at a node, -1 for none; shape (nodes,).
    """

    number: Numbers
    entries: list[_Entry]
    step: NDArray[np.int32]
    gap: NDArray[np.int32]
    entry: Ints

    def longest(self, texts: Joined) -> _Matches:
        """Return the longest cues in the texts, each within a sentence."""
        form, number = texts.form, texts.forms.numbers(self.number)
        end = np.repeat(texts.bounds[1:], np.diff(texts.bounds))
        entry, last = np.full(len(form), -1), np.zeros(len(form), dtype=np.int64)
        first = np.flatnonzero((self.step[1][number] > 0)[form])
        at, node = first, np.ones(len(first), dtype=np.int32)
        while len(first):
            node = self.step[node, number[form[at]]]
            alive = np.flatnonzero(node)
            first, at, node = first[alive], at[alive] + 1, node[alive]
            ended = self.entry[node]
            ends = np.flatnonzero(ended >= 0)
            entry[first[ends]], last[first[ends]] = ended[ends], at[ends]
            gap = self.gap[node]
            if gap.any():  # on from each token at which "..." may end, and without it
                wide = np.repeat(np.flatnonzero(gap), _GAP + 1)
                skipped = np.arange(len(wide)) % (_GAP + 1)
                first, at = np.append(first, first[wide]), np.append(at, at[wide] + skipped)
                node = np.append(node, gap[wide])
            inside = np.flatnonzero(at < end[first])
            first, at, node = first[inside], at[inside], node[inside]
        found = np.flatnonzero(entry >= 0)
        return _Matches(found, last[found], entry[found])


@cache
def _lexicon() -> _Lexicon:
    cues = hedge_cues()
    number = Numbering({"...": 0})
    nodes: dict[tuple[str, ...], int] = {(): 1}  # of the words that lead there
    entry, steps = [-1, -1], []
    for index, cue in enumerate(cues):
        for length, word in enumerate(cue.words, 1):
            path = cue.words[:length]
            if path not in nodes:
                nodes[path] = len(entry)
                entry.append(-1)
                steps.append((nodes[path[:-1]], number[word]))
        entry[nodes[cue.words]] = index
    step = np.zeros((len(entry), len(number)), dtype=np.int32)
    step[tuple(zip(*steps, strict=True))] = np.arange(2, len(entry))
    gap = step[:, 0].copy()  # "..." is in the place of the words that are in no cue, which lead nowhere
    step[:, 0] = 0
    return _Lexicon(Numbers(number, none=0), list(map(_Entry.of, cues)), step, gap, np.array(entry))


def _is_look_alike(words: list[str], first: int, last: int, known: LookAlike) -> bool:
    """Return whether the word before or behind ``words[first:last]`` shows that it does not hedge."""
    return (first > 0 and words[first - 1] in known.before) or _at(words, last) in known.behind


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
    while at < min(end, index + 4) and words[at] in _BETWEEN_BUT_HAVE:
        at += 1
    if at >= end or words[at] not in ("have", "'ve", "’ve"):
        return None
    at += 1
    while at < min(end, index + 7) and (words[at] in _BETWEEN or words[at].endswith("ly")):
        at += 1
    if at < end and (words[at].endswith(("ed", "en")) or words[at] in _IRREGULAR):
        return at + 1
    return None
