"""What stands around a candidate for a hedge, as named features: the place decides whether it hedges, and for whom.

Each feature here pays for its time: without opening words, word endings, distances, clause borders and the other
cues of the sentence precision at a recall of .85 was the same (.82, five folds by group, labels of 2026-11-22).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product, repeat

import numpy as np

from classifier.cues.candidates import KINDS, Candidates
from classifier.cues.columns import Column, Features
from classifier.cues.holders import Holders, outermost
from classifier.cues.speaking import SPEAKERS, Claims
from classifier.forms import Flags, Ints
from classifier.joined import Joined

__all__ = ["features_of"]

_ENOUGH = 5  # sentences from which on a text's habits tell anything
_PRONOUNS = tuple("i we you he she it they this that there who which what".split())
_PRONOUN = {word: number for number, word in enumerate(_PRONOUNS)}
_BE = frozenset("is are was were been be being".split())
_PERFECT = KINDS.index("modal_perfect")
_SPEAKERS = (*SPEAKERS, "-")
_NOBODY = len(SPEAKERS)
_OPENED = (*_PRONOUNS, "-")
_OPENING, _CLOSING = "<s>", "</s>"  # in the place of words beyond the ends of a sentence

# How features go on that have but few values.
_KINDS_WITHIN = list(product(KINDS, ("told", "quoted")))
_SIDES = list(product(_SPEAKERS, _SPEAKERS))
_NEXT_SPEAKERS = list(product(("other", "same"), _SPEAKERS))
_NEXT_OPENED = list(product(("other", "same"), _OPENED, ("False", "True")))
_HEDGED, _TOLD = list(map(str, range(10))), list(map(str, range(11)))  # tenths
_PAIRS = "0011223333"  # of tenths hedged, two taken as one, of more than six tenths all
_KINDS_HEDGED = list(product(KINDS, _HEDGED))
_KINDS_HEDGED_TOLD = list(product(KINDS, _HEDGED, _TOLD))


@dataclass(frozen=True, slots=True)
class _Places:
    """The places of some candidates in several texts.

    Attributes
    ----------
    texts, candidates
        The texts, and the candidates text after text.
    quoted
        Whether each token of the texts stands inside a quotation that counts.
    """

    texts: Joined
    candidates: Candidates
    quoted: Flags

    def __len__(self) -> int:
        """Return the number of places."""
        return len(self.candidates)

    def with_each(self, sentence: Ints) -> tuple[Ints, Ints]:
        """Return every place with each of some things in its sentence, given their sentences in order."""
        low = np.searchsorted(sentence, self.candidates.sentence)
        count = np.searchsorted(sentence, self.candidates.sentence, side="right") - low
        within = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
        return np.repeat(np.arange(len(self)), count), np.repeat(low, count) + within


def features_of(texts: Joined, quoted: Flags, claims: Claims, candidates: Candidates) -> Features:
    """Return the features of the places of candidates, text after text.

    Parameters
    ----------
    texts, claims
        The texts and what was found in them.
    quoted
        Whether each token stands inside a quotation that counts.
    candidates
        Those that are to be judged.
    """
    places = _Places(texts, candidates, quoted)
    cues = _lemmas(texts, candidates)
    columns = [
        *_of_cues(places, cues),
        *_of_claims(places, claims),
        *_of_neighbours(places, claims),
        *_of_texts(places, claims, cues),
    ]
    return Features(columns, len(places))


def _of_cues(places: _Places, cues: list[str]) -> Iterator[Column]:
    """Yield features of the cue and of the one before it in its sentence."""
    every = np.arange(len(places))
    candidates = places.candidates
    yield Column("c", every, cues)
    yield Column("k", every, KINDS, candidates.kind)
    yield Column("in", every, _KINDS_WITHIN, 2 * candidates.kind + places.quoted[candidates.first])
    able = np.flatnonzero(candidates.able)
    yield Column("able", able, [cues[at] for at in able.tolist()])
    again = np.flatnonzero(candidates.sentence[1:] == candidates.sentence[:-1])
    yield Column("cue", again + 1, [f"before {cues[at]}" for at in again.tolist()])
    yield from _of_words(places, cues)


def _of_words(places: _Places, cues: list[str]) -> Iterator[Column]:
    """Yield features of the two words on each side of the cue."""
    every, first, last = np.arange(len(places)), places.candidates.first, places.candidates.last
    forms, form = places.texts.forms, places.texts.form
    begin, end = (places.texts.bounds[places.candidates.sentence + at] for at in (0, 1))
    before = places.texts.words_at(first - 1, first > begin, _OPENING)
    behind = places.texts.words_at(last, last < end, _CLOSING)
    subjects = map(_subject, before, [forms.tokens[number] for number in form[first - 1].tolist()])
    yield Column("b", every, before)
    yield Column("a", every, behind)
    yield Column("cb", every, list(zip(cues, before, strict=True)))
    yield Column("ca", every, list(zip(cues, behind, strict=True)))
    yield Column("cj", every, list(zip(cues, subjects, strict=True)))
    further = np.flatnonzero(first > begin + 1)
    yield Column("bb", further, [forms.words[number] for number in form[first[further] - 2].tolist()])
    further = np.flatnonzero(last + 1 < end)
    yield Column("aa", further, [forms.words[number] for number in form[last[further] + 1].tolist()])


def _of_claims(places: _Places, claims: Claims) -> Iterator[Column]:
    """Yield features of who is said to speak in the sentence, before the cue and behind it."""
    candidates = places.candidates
    before, after = _beside(candidates, claims)
    held = np.zeros(places.texts.sentences[-1], dtype=bool)
    held[candidates.sentence] = True
    near = np.flatnonzero(held[claims.sentence])
    cues = [claims.found[one].cue.of(places.texts.scans[claims.text[one]].text) for one in near.tolist()]
    told = outermost(claims.sentence[near], cues)
    at, number = places.with_each(claims.sentence[near[told]])
    number = told[number]
    for prefix, chosen in (
        ("said", claims.end[near[number]] <= candidates.start[at]),
        ("says", claims.start[near[number]] > candidates.start[at]),
    ):
        yield Column(prefix, at[chosen], cues, number[chosen])
    yield Column("sides", np.arange(len(places)), _SIDES, len(_SPEAKERS) * before + after)
    holders = Holders.of(places.texts, candidates.sentence, places.quoted)
    at, holder = places.with_each(holders.sentence)
    token = holders.token[holder]
    letters = []
    for side, chosen in ("l", token < candidates.first[at]), ("r", token >= candidates.last[at]):
        yield Column(side, at[chosen], holders.sorts, holder[chosen])
        yield Column(side, at[chosen], holders.words, holder[chosen])
        letters.append(holders.letters(holder[chosen], at[chosen], len(places)))
    speakers = [map(_SPEAKERS.__getitem__, kind.tolist()) for kind in (before, after)]
    yield Column("sum", np.arange(len(places)), list(zip(*speakers, *letters, strict=True)))


def _beside(candidates: Candidates, claims: Claims) -> tuple[Ints, Ints]:
    """Return who speaks last before each cue, and first behind it, in its sentence, as indices into `_SPEAKERS`."""
    kinds = np.append(claims.kind, _NOBODY)
    before = np.searchsorted(claims.end, candidates.start, side="right") - 1
    after = np.searchsorted(claims.start, candidates.start, side="right")
    sentence = np.append(claims.sentence, -1)  # of no claim, which stands at the end
    before, after = (kinds[np.where(sentence[at] == candidates.sentence, at, -1)] for at in (before, after))
    return before, after


def _of_neighbours(places: _Places, claims: Claims) -> Iterator[Column]:
    """Yield features of the sentence as a whole, and of those next to it: who speaks there last."""
    texts, text, own = places.texts, places.candidates.text, places.candidates.sentence
    speaking = np.full(texts.sentences[-1], _NOBODY)
    speaking[claims.sentence] = claims.kind  # of several in a sentence the last
    opening = map(texts.forms.words.__getitem__, texts.form[texts.bounds[own]].tolist())
    pronoun = np.fromiter(map(_PRONOUN.get, opening, repeat(len(_PRONOUN))), np.int64, len(own))
    for side, other, there in (
        ("prev", own - 1, own > texts.sentences[text]),
        ("next", own + 1, own + 1 < texts.sentences[text + 1]),
    ):
        alone, at, other = np.flatnonzero(~there), np.flatnonzero(there), other[there]
        yield Column(side, alone, [("none",)] * len(alone))
        same = (texts.block[other] == texts.block[own[there]]).astype(np.int64)
        told = speaking[other]
        yield Column(side, at, _NEXT_SPEAKERS, len(_SPEAKERS) * same + told)
        opened = len(_OPENED) * same + pronoun[at]
        yield Column(side, at, _NEXT_OPENED, 2 * opened + (told != _NOBODY))
        quoted = at[places.quoted[texts.bounds[other]] | places.quoted[texts.bounds[other + 1] - 1]]
        yield Column(side, quoted, [("quote",)] * len(quoted))
    number = np.append(0, np.cumsum(places.quoted))[texts.bounds]
    quoting = np.flatnonzero(number[own + 1] > number[own])
    yield Column("quoting", quoting, [""] * len(quoting))


def _of_texts(places: _Places, claims: Claims, cues: list[str]) -> Iterator[Column]:
    """Yield features of the whole text, if it is long enough: how much of it is hedged, how much attributed.

    Beside them the kind of the cue and the cue itself: "could" says less in a report than in a page-filler.
    """
    texts, candidates = places.texts, places.candidates
    count = np.diff(texts.sentences)
    strong = (candidates.strength > 0.5) & ~places.quoted[candidates.first]
    claiming = np.zeros(len(texts.bounds), dtype=np.int64)
    claiming[claims.sentence + 1] = 1
    told = np.diff(np.cumsum(claiming)[texts.sentences])
    parts = np.bincount(candidates.text[strong], minlength=len(count)), told
    at = np.flatnonzero((count >= _ENOUGH)[candidates.text])
    kind, text = candidates.kind[at], candidates.text[at]
    hedged, told_of = (
        np.minimum(most, 10 * part // np.maximum(1, count))[text] for part, most in zip(parts, (9, 10), strict=True)
    )
    yield Column("hedged", at, _HEDGED, hedged)
    yield Column("told", at, _TOLD, told_of)
    yield Column("kh", at, _KINDS_HEDGED, len(_HEDGED) * kind + hedged)
    yield Column("kht", at, _KINDS_HEDGED_TOLD, len(_TOLD) * (len(_HEDGED) * kind + hedged) + told_of)
    yield Column(
        "ch", at, [(cues[one], _PAIRS[tenth]) for one, tenth in zip(at.tolist(), hedged.tolist(), strict=True)]
    )


def _lemmas(texts: Joined, candidates: Candidates) -> list[str]:
    """Return the cues with every form of "be" as one, and a perfect without its participle."""
    words, form = texts.forms.words, texts.form
    lemmas = [words[number] for number in form[candidates.first].tolist()]
    perfect = candidates.kind == _PERFECT
    for at in np.flatnonzero(perfect).tolist():
        lemmas[at] += " have"
    long = np.flatnonzero((candidates.last > candidates.first + 1) & ~perfect)
    for at in long.tolist():
        cue = [words[number] for number in form[candidates.first[at] : candidates.last[at]].tolist()]
        lemmas[at] = " ".join(["be" if word in _BE else word for word in cue])
    return lemmas


def _subject(word: str, token: str) -> str:
    """Return what may be the subject: a pronoun itself, of others only the shape."""
    if word in _PRONOUN or word == _OPENING:
        return word
    if token[0].isupper():
        return "<name>"
    if token[0].isdigit():
        return "<num>"
    return "<plural>" if token.endswith("s") else "<word>"
