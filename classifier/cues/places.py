"""What stands around a candidate for a hedge, as named features: the place decides whether it hedges, and for whom.

Each feature here pays for its time: without opening words, word endings, distances, clause borders and the other
cues of the sentence precision at a recall of .85 was the same (.82, five folds by group, labels of 2026-11-22).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat

import numpy as np

from classifier.cues.candidates import Candidate, is_ability
from classifier.cues.columns import Column, Features
from classifier.cues.holders import Holders, outermost
from classifier.cues.quotes import Quote, token_ranges
from classifier.cues.sources import Attribution
from classifier.forms import Flags, Ints
from classifier.joined import Joined

__all__ = ["features_of"]

_ENOUGH = 5  # sentences from which on a text's habits tell anything
_PRONOUNS = frozenset("i we you he she it they this that there who which what".split())
_BE = frozenset("is are was were been be being".split())
_NOBODY = "-"  # in the place of the kind of who speaks
_PAIRS = dict(zip("0123456789", "0011223333", strict=True))  # tenths, two taken as one, of more than six tenths all
_OPENING, _CLOSING = "<s>", "</s>"  # in the place of words beyond the ends of a sentence


@dataclass(frozen=True, slots=True)
class _Places:
    """The places of some candidates in several texts.

    Attributes
    ----------
    texts, candidates
        The texts, and the candidates text after text.
    quoted
        Whether each token of the texts stands inside a quotation that counts.
    text, sentence, first, last
        Text and sentence of each candidate, its first token and the one behind it.
    start
        Its first character, counted through all the texts.
    """

    texts: Joined
    candidates: list[Candidate]
    quoted: Flags
    text: Ints
    sentence: Ints
    first: Ints
    last: Ints
    start: Ints

    @classmethod
    def of(cls, texts: Joined, quotes: Sequence[Sequence[Quote]], candidates: Sequence[Sequence[Candidate]]) -> _Places:
        """Return the places of the candidates of each text."""
        every = [one for some in candidates for one in some]
        text = np.repeat(np.arange(len(candidates)), list(map(len, candidates)))
        first, last, sentence = np.array([one[:3] for one in every], dtype=np.int64).reshape(-1, 3).T
        start = [scan.starts[one.first] for scan, some in zip(texts.scans, candidates, strict=True) for one in some]
        quoted = _quoted(texts, quotes)
        base, sentence = texts.tokens[text], sentence + texts.sentences[text]
        begin = np.array(start, dtype=np.int64) + texts.characters[text]
        return cls(texts, every, quoted, text, sentence, first + base, last + base, begin)

    def __len__(self) -> int:
        """Return the number of places."""
        return len(self.candidates)

    def with_each(self, sentence: Ints) -> tuple[Ints, Ints]:
        """Return every place with each of some things in its sentence, given their sentences in order."""
        low = np.searchsorted(sentence, self.sentence)
        count = np.searchsorted(sentence, self.sentence, side="right") - low
        within = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
        return np.repeat(np.arange(len(self)), count), np.repeat(low, count) + within


@dataclass(frozen=True, slots=True)
class _Claims:
    """The attributions of several texts, in order.

    Attributes
    ----------
    found
        The attributions.
    sentence, start, end
        Sentence of each, first character of its cue and the one behind it, counted through all the texts.
    cues
        The words of each cue.
    """

    found: list[Attribution]
    sentence: Ints
    start: Ints
    end: Ints
    cues: list[str]

    @classmethod
    def of(cls, texts: Joined, attributions: Sequence[Sequence[Attribution]]) -> _Claims:
        """Return the attributions of each text as one."""
        found = [one for some in attributions for one in some]
        cues = [one.cue.of(scan.text) for scan, some in zip(texts.scans, attributions, strict=True) for one in some]
        places = [(one.sentence, one.cue.start, one.cue.end) for one in found]
        sentence, start, end = np.array(places, dtype=np.int64).reshape(-1, 3).T
        text = np.repeat(np.arange(len(attributions)), list(map(len, attributions)))
        base = texts.characters[text]
        return cls(found, sentence + texts.sentences[text], start + base, end + base, cues)


def features_of(
    texts: Joined,
    quotes: Sequence[Sequence[Quote]],
    attributions: Sequence[Sequence[Attribution]],
    candidates: Sequence[Sequence[Candidate]],
) -> Features:
    """Return the features of the places of candidates, text after text.

    Parameters
    ----------
    texts, quotes, attributions
        The texts and what was found in each.
    candidates
        Those of each text that are to be judged, in order.
    """
    places = _Places.of(texts, quotes, candidates)
    claims = _Claims.of(texts, attributions)
    cues = [
        _lemma(places.texts.scans[text].words, one)
        for text, one in zip(places.text.tolist(), places.candidates, strict=True)
    ]
    columns = [
        *_of_cues(places, cues),
        *_of_claims(places, claims),
        *_of_neighbours(places, claims),
        *_of_texts(places, claims, cues),
    ]
    return Features(columns, len(places))


def _quoted(texts: Joined, quotes: Sequence[Sequence[Quote]]) -> Flags:
    """Return whether each token stands inside a quotation that counts."""
    quoted = np.zeros(len(texts.form), dtype=bool)
    for scan, base, some in zip(texts.scans, texts.tokens.tolist(), quotes, strict=False):
        for quote, tokens in token_ranges(scan, some, base):
            if quote.counts:
                quoted[tokens] = True
    return quoted


def _of_cues(places: _Places, cues: list[str]) -> Iterator[Column]:
    """Yield features of the cue and of the one before it in its sentence."""
    every = np.arange(len(places))
    scans = [places.texts.scans[text] for text in places.text.tolist()]
    kinds = [one.kind for one in places.candidates]
    quoted = places.quoted[places.first].tolist()
    yield Column("c", every, cues)
    yield Column("k", every, kinds)
    yield Column("in", every, zip(kinds, ["quoted" if one else "told" for one in quoted], strict=True))
    able = [
        at
        for at, (scan, one) in enumerate(zip(scans, places.candidates, strict=True))
        if one.kind == "modal" and is_ability(scan.words, one)
    ]
    yield Column("able", np.array(able, dtype=np.int64), [cues[at] for at in able])
    again = np.flatnonzero(places.sentence[1:] == places.sentence[:-1])
    yield Column("cue", again + 1, [f"before {cues[at]}" for at in again.tolist()])
    yield from _of_words(places, cues)


def _of_words(places: _Places, cues: list[str]) -> Iterator[Column]:
    """Yield features of the two words on each side of the cue."""
    every = np.arange(len(places))
    forms, form = places.texts.forms, places.texts.form
    begin, end = places.texts.bounds[places.sentence], places.texts.bounds[places.sentence + 1]
    before = places.texts.words_at(places.first - 1, places.first > begin, _OPENING)
    behind = places.texts.words_at(places.last, places.last < end, _CLOSING)
    subjects = map(_subject, before, [forms.tokens[number] for number in form[places.first - 1].tolist()])
    yield Column("b", every, before)
    yield Column("a", every, behind)
    yield Column("cb", every, zip(cues, before, strict=True))
    yield Column("ca", every, zip(cues, behind, strict=True))
    yield Column("cj", every, zip(cues, subjects, strict=True))
    further = np.flatnonzero(places.first > begin + 1)
    yield Column("bb", further, [forms.words[number] for number in form[places.first[further] - 2].tolist()])
    further = np.flatnonzero(places.last + 1 < end)
    yield Column("aa", further, [forms.words[number] for number in form[places.last[further] + 1].tolist()])


def _of_claims(places: _Places, claims: _Claims) -> Iterator[Column]:
    """Yield features of who is said to speak in the sentence, before the cue and behind it."""
    before, after = _beside(places, claims)
    told = outermost(claims.sentence, claims.cues)
    at, number = places.with_each(claims.sentence[told])
    number = told[number]
    for prefix, chosen in (
        ("said", claims.end[number] <= places.start[at]),
        ("says", claims.start[number] > places.start[at]),
    ):
        yield Column(prefix, at[chosen], [claims.cues[one] for one in number[chosen].tolist()])
    yield Column("sides", np.arange(len(places)), zip(before, after, strict=True))
    holders = Holders.of(places.texts, places.sentence, places.quoted)
    at, holder = places.with_each(holders.sentence)
    token = holders.token[holder]
    letters = []
    for side, chosen in ("l", token < places.first[at]), ("r", token >= places.last[at]):
        numbers = holder[chosen].tolist()
        yield Column(side, at[chosen], [holders.sorts[one] for one in numbers])
        yield Column(side, at[chosen], [holders.words[one] for one in numbers])
        letters.append(holders.letters(holder[chosen], at[chosen], len(places)))
    yield Column("sum", np.arange(len(places)), zip(before, after, *letters, strict=True))


def _beside(places: _Places, claims: _Claims) -> tuple[list[str], list[str]]:
    """Return the kinds of who speaks last before each cue, and first behind it, in its sentence."""
    kinds = [*(one.kind for one in claims.found), _NOBODY]
    before = np.searchsorted(claims.end, places.start, side="right") - 1
    after = np.searchsorted(claims.start, places.start, side="right")
    sentence = np.append(claims.sentence, -1)  # of no claim, which stands at the end
    before, after = (np.where(sentence[at] == places.sentence, at, -1).tolist() for at in (before, after))
    return [kinds[at] for at in before], [kinds[at] for at in after]


def _of_neighbours(places: _Places, claims: _Claims) -> Iterator[Column]:
    """Yield features of the sentence as a whole, and of those next to it: who speaks there last."""
    texts, own = places.texts, places.sentence
    speaking = [_NOBODY] * int(texts.sentences[-1])
    for sentence, claim in zip(claims.sentence.tolist(), claims.found, strict=True):
        speaking[sentence] = claim.kind
    pronouns = [
        word if word in _PRONOUNS else "-"
        for word in map(texts.forms.words.__getitem__, texts.form[texts.bounds[own]].tolist())
    ]
    for side, other, there in (
        ("prev", own - 1, own > texts.sentences[places.text]),
        ("next", own + 1, own + 1 < texts.sentences[places.text + 1]),
    ):
        alone, at, other = np.flatnonzero(~there), np.flatnonzero(there), other[there]
        yield Column(side, alone, repeat(("none",), len(alone)))
        same = (texts.block[other] == texts.block[own[there]]).tolist()
        where = ["same" if one else "other" for one in same]
        told = [speaking[one] for one in other.tolist()]
        yield Column(side, at, zip(where, told, strict=True))
        opened = [pronouns[one] for one in at.tolist()]
        yield Column(side, at, zip(where, opened, ["False" if one == _NOBODY else "True" for one in told], strict=True))
        quoted = at[places.quoted[texts.bounds[other]] | places.quoted[texts.bounds[other + 1] - 1]]
        yield Column(side, quoted, repeat(("quote",), len(quoted)))
    number = np.append(0, np.cumsum(places.quoted))[texts.bounds]
    quoting = np.flatnonzero(number[own + 1] > number[own])
    yield Column("quoting", quoting, repeat("", len(quoting)))


def _of_texts(places: _Places, claims: _Claims, cues: list[str]) -> Iterator[Column]:
    """Yield features of the whole text, if it is long enough: how much of it is hedged, how much attributed.

    Beside them the kind of the cue and the cue itself: "could" says less in a report than in a page-filler.
    """
    texts = places.texts
    count = np.diff(texts.sentences)
    strong = np.array([one.strength > 0.5 for one in places.candidates], dtype=bool) & ~places.quoted[places.first]
    claiming = np.zeros(len(texts.bounds), dtype=np.int64)
    claiming[claims.sentence + 1] = 1
    told = np.diff(np.cumsum(claiming)[texts.sentences])
    parts = np.bincount(places.text[strong], minlength=len(count)), told
    at = np.flatnonzero((count >= _ENOUGH)[places.text])
    text, chosen = places.text[at], at.tolist()
    hedged, told_of = (
        list(map(str, np.minimum(most, 10 * part // np.maximum(1, count))[text].tolist()))
        for part, most in zip(parts, (9, 10), strict=True)
    )
    kinds = [places.candidates[one].kind for one in chosen]
    yield Column("hedged", at, hedged)
    yield Column("told", at, told_of)
    yield Column("kh", at, zip(kinds, hedged, strict=True))
    yield Column("kht", at, zip(kinds, hedged, told_of, strict=True))
    yield Column("ch", at, zip([cues[one] for one in chosen], [_PAIRS[one] for one in hedged], strict=True))


def _lemma(words: Sequence[str], candidate: Candidate) -> str:
    """Return the cue with every form of "be" as one, and a perfect without its participle."""
    first, last = candidate.first, candidate.last
    if last == first + 1:
        return words[first]
    if candidate.kind == "modal_perfect":
        return f"{words[first]} have"
    return " ".join(["be" if word in _BE else word for word in words[first:last]])


def _subject(word: str, token: str) -> str:
    """Return what may be the subject: a pronoun itself, of others only the shape."""
    if word in _PRONOUNS or word == _OPENING:
        return word
    if token[0].isupper():
        return "<name>"
    if token[0].isdigit():
        return "<num>"
    return "<plural>" if token.endswith("s") else "<word>"
