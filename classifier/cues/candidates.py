"""Candidates for hedges: every place where a cue of the lexicon stands, whatever it means there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from classifier.forms import Flags, Ints, Numbering, Numbers
from classifier.joined import Joined
from classifier.lexicons import HedgeCue, hedge_cues, look_alikes, word_list

__all__ = ["KINDS", "Candidates", "HedgeKind", "find_candidates"]

HedgeKind = Literal[
    "adverb", "adjective", "noun", "modal", "modal_perfect", "evidential", "doxastic", "conditional",
    "investigation", "weasel", "approximator", "question",
]  # fmt: skip
KINDS: tuple[HedgeKind, ...] = get_args(HedgeKind)

_GAP = 3  # tokens that "..." in a cue may stand for
_MODALS = frozenset({"may", "might", "could", "would", "should", "must", "can"})
# Cues that hardly ever hedge: of those judged in the train and dev labels of 2026-11-22, 2 of 129 "if", 4 of 85
# "can", none of 33 "should", 1 of 27 "whether"; of approximators in all splits 11 of some 450.
_CLEAR_KINDS = frozenset({"approximator", "conditional"})
_CLEAR_WORDS = frozenset({"can", "should", "whether"})
_BETWEEN = word_list("between")
_BETWEEN_BUT_HAVE = _BETWEEN - {"have"}
_HAVE = frozenset({"have", "'ve", "’ve"})
_WITHIN = 4  # tokens behind a modal, among which its "have" stands
_IRREGULAR = word_list("irregular")
_ABILITY_VERBS = word_list("ability_verbs")
_NEGATIONS = frozenset({"not", "n't", "barely", "hardly", "no"})
_MONTH_BEFORE = word_list("month_before")
_PEOPLE_BEFORE = word_list("people_before")
_MODAL, _PERFECT, _QUESTION = map(KINDS.index, ("modal", "modal_perfect", "question"))


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Cues of the lexicon in their places in several texts, text after text and in order; none overlap.

    Attributes
    ----------
    first, last
        First token of each and the one behind it, counted through all the texts.
    text, sentence
        Its text, and its sentence, counted through all the texts.
    start, end
        Its first character and the one behind it, counted through all the texts.
    kind
        What sort of cue it is there: index into `KINDS`.
    strength
        The lexicon's prior that it hedges, in [0, 1].
    open
        Whether it is open what it means there, so that a disambiguator is worth its cost.
    able
        Whether it is a modal with a negation or a verb of ability behind it: "could not", "could see".
    """

    first: Ints
    last: Ints
    text: Ints
    sentence: Ints
    start: Ints
    end: Ints
    kind: Ints
    strength: NDArray[np.float64]
    open: Flags
    able: Flags

    def __len__(self) -> int:
        """Return the number of candidates."""
        return len(self.first)

    def only(self, chosen: Flags) -> Candidates:
        """Return those that are chosen."""
        at = np.flatnonzero(chosen)
        return Candidates(
            self.first[at], self.last[at], self.text[at], self.sentence[at], self.start[at], self.end[at],
            self.kind[at], self.strength[at], self.open[at], self.able[at],
        )  # fmt: skip


def find_candidates(texts: Joined) -> Candidates:
    """Return the candidates of some texts; of two that begin together the longer, of two that overlap the first."""
    lexicon = _lexicon()
    number = lexicon.numbers(texts)
    first, last, entry = lexicon.longest(number, texts.bounds)
    text = np.searchsorted(texts.tokens, first, side="right") - 1
    sentence = np.searchsorted(texts.bounds, first, side="right") - 1
    end = texts.tokens[text + 1]
    before = np.where(first > texts.tokens[text], number[first - 1], 0)
    behind = np.where(last < end, number[last], 0)
    real = ~(lexicon.behind_alike[entry, before] | lexicon.before_alike[entry, behind])
    kind, is_open = lexicon.kind[entry], lexicon.open[entry]
    opening, closing = texts.bounds[sentence], texts.bounds[sentence + 1]
    asks = (first == opening) & (number[closing - 1] == lexicon.number["?"])
    has = lexicon.have[number[first + np.arange(1, 1 + _WITHIN)[:, None]]].any(axis=0)
    odd = np.flatnonzero(real & lexicon.modal[entry] & (asks | has | (number[first] == lexicon.number["may"])))
    for at in odd.tolist():
        scan, base = texts.scans[text[at]], int(texts.tokens[text[at]])
        here = int(first[at]) - base
        if _is_name_or_month(scan.tokens, scan.words, here, opens=bool(first[at] == opening[at])):
            real[at] = False
            continue
        perfect = _perfect(scan.words, here, int(closing[at]) - base)
        if perfect is not None:
            kind[at], is_open[at], last[at] = _PERFECT, True, base + perfect
        elif asks[at]:
            kind[at] = _QUESTION
    also = (behind == lexicon.number["also"]) & (last + 1 < end)
    able = (last == end) | lexicon.able[np.where(also, number[last + 1], behind)] | lexicon.negating[behind]
    start = np.concatenate([scan.start_array for scan in texts.scans])[first] + texts.characters[text]
    ends = np.concatenate([scan.end_array for scan in texts.scans])[last - 1] + texts.characters[text]
    return Candidates(
        first, last, text, sentence, start, ends, kind, lexicon.strength[entry], is_open, able & (kind == _MODAL)
    ).only(_apart(first, last, real))


def _apart(first: Ints, last: Ints, chosen: Flags) -> Flags:
    """Return which of the chosen cues do not overlap one before."""
    apart = np.zeros(len(chosen), dtype=bool)
    free = 0  # first token behind the last that does not
    at = np.flatnonzero(chosen)
    for number, begin, end in zip(at.tolist(), first[at].tolist(), last[at].tolist(), strict=True):
        if begin >= free:
            apart[number], free = True, end
    return apart


@dataclass(frozen=True, slots=True, eq=False)
class _Lexicon:
    """The cues, and the words around them that matter, as arrays.

    The cues are a trie; node 0 is nowhere, node 1 the root.

    Attributes
    ----------
    number
        Number of each word, from 1: all others have 0.
    step
        The node to which a word leads, shape (nodes, numbers).
    gap
        The node to which "..." leads, shape (nodes,).
    entry
        Index of the cue that ends at a node, -1 for none; shape (nodes,).
    kind, strength
        As in the lexicon, for each cue; the kind as an index into `KINDS`.
    open
        Whether it is open what each cue means, wherever it stands.
    modal
        Whether each cue begins with a modal verb, which a perfect or a question mark makes another kind.
    before_alike, behind_alike
        Whether the cue is none before, or behind, a word; shape (cues, numbers).
    have, able, negating
        Whether a word is a form of "have", a verb of ability, a negation; shape (numbers,).
    """

    number: Numbers
    step: NDArray[np.int32]
    gap: NDArray[np.int32]
    entry: NDArray[np.int16]
    kind: Ints
    strength: NDArray[np.float64]
    open: Flags
    modal: Flags
    before_alike: Flags
    behind_alike: Flags
    have: Flags
    able: Flags
    negating: Flags

    def numbers(self, texts: Joined) -> NDArray[np.int16]:
        """Return the number of each token; behind the last stand some that are no word."""
        of_form = texts.forms.numbers(self.number).astype(np.int16)
        return np.append(of_form.take(texts.form), np.zeros(_GAP + _WITHIN, dtype=np.int16))

    def longest(self, number: NDArray[np.int16], bounds: Ints) -> tuple[Ints, Ints, Ints]:
        """Return the longest cue at each token at which one begins: that token, the one behind the cue, and its index.

        Every cue is within a sentence.
        """
        first = np.flatnonzero((self.step[1] > 0).take(number))
        end = np.repeat(bounds[1:], np.diff(bounds)).take(first)
        entry, last = np.full(len(first), -1), np.zeros(len(first), dtype=np.int64)
        cue, at, node = np.arange(len(first)), first, np.ones(len(first), dtype=np.int32)
        words = self.step.shape[1]
        while len(cue):
            node = self.step.take(node * words + number.take(at))
            alive = np.flatnonzero((node > 0) & (at < end.take(cue)))
            cue, at, node = cue.take(alive), at.take(alive) + 1, node.take(alive)
            ended = self.entry.take(node)
            ends = np.flatnonzero(ended >= 0)
            here = cue.take(ends)
            entry[here], last[here] = ended.take(ends), at.take(ends)
            gap = self.gap.take(node)
            if gap.any():  # on from each token at which "..." may end, and without it
                wide = np.repeat(np.flatnonzero(gap), _GAP + 1)
                skipped = np.arange(len(wide)) % (_GAP + 1)
                cue, at = np.append(cue, cue[wide]), np.append(at, at[wide] + skipped)
                node = np.append(node, gap[wide])
        found = np.flatnonzero(entry >= 0)
        return first[found], last[found], entry[found]


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
    alike = [look_alikes().get(" ".join(cue.words)) for cue in cues]
    none: frozenset[str] = frozenset()
    before = [one.behind if one else none for one in alike]
    behind = [one.before if one else none for one in alike]
    for words in (*before, *behind, _HAVE, _ABILITY_VERBS, _NEGATIONS, ("also", "?")):
        for word in words:
            number[word]
    step = np.zeros((len(entry), len(number)), dtype=np.int32)
    step[tuple(zip(*steps, strict=True))] = np.arange(2, len(entry))
    gap = step[:, 0].copy()  # "..." is in the place of the words that matter nowhere, which lead nowhere
    step[:, 0] = 0
    have, able, negating = _held((_HAVE, _ABILITY_VERBS, _NEGATIONS), number)
    return _Lexicon(
        number=Numbers(number, none=0),
        step=step,
        gap=gap,
        entry=np.array(entry, dtype=np.int16),
        kind=np.array([KINDS.index(cue.kind) for cue in cues]),
        strength=np.array([cue.strength for cue in cues]),
        open=np.array(list(map(_is_open, cues))),
        modal=np.array([cue.kind == "modal" and cue.words[0] in _MODALS for cue in cues]),
        before_alike=_held(before, number),
        behind_alike=_held(behind, number),
        have=have,
        able=able,
        negating=negating,
    )


def _held(sets: Sequence[frozenset[str]], number: Numbering) -> Flags:
    """Return whether each of some sets holds each numbered word, shape (sets, numbers)."""
    held = np.zeros((len(sets), len(number)), dtype=bool)
    for row, words in enumerate(sets):
        held[row, [number[word] for word in words]] = True
    return held


def _is_open(cue: HedgeCue) -> bool:
    return cue.kind not in _CLEAR_KINDS and not (len(cue.words) == 1 and cue.words[0] in _CLEAR_WORDS)


def _is_name_or_month(tokens: Sequence[str], words: Sequence[str], index: int, *, opens: bool) -> bool:
    """Return whether a modal is "may" written as a name or a month: "Theresa May", "in May", "May 5"."""
    if tokens[index] != "May":
        return False
    before = words[index - 1] if index else ""
    behind = words[index + 1] if index + 1 < len(words) else ""
    return not opens or behind[:1].isdigit() or before in _MONTH_BEFORE | _PEOPLE_BEFORE


def _perfect(words: Sequence[str], index: int, end: int) -> int | None:
    """Return the index behind "would (also) have aimed", None if it is no modal perfect."""
    at = index + 1
    while at < min(end, index + _WITHIN) and words[at] in _BETWEEN_BUT_HAVE:
        at += 1
    if at >= end or words[at] not in _HAVE:
        return None
    at += 1
    while at < min(end, index + 7) and (words[at] in _BETWEEN or words[at].endswith("ly")):
        at += 1
    if at < end and (words[at].endswith(("ed", "en")) or words[at] in _IRREGULAR):
        return at + 1
    return None
