"""Hedges: words that withhold commitment, and whose doubt they are.

The lexicon proposes. What a proposal is worth in its place ("May", "could not walk", "likely voters"),
and in whose voice it stands, a trained disambiguator decides; without one a few rules do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from classifier.article import Span
from classifier.cues.candidates import KINDS, Candidates, HedgeKind, find_candidates
from classifier.cues.disambiguator import VOICES, Disambiguator, Voice
from classifier.cues.places import features_of
from classifier.cues.quotes import Quote
from classifier.cues.sources import Attribution
from classifier.cues.speaking import SPEAKERS, Claims, Quotations
from classifier.forms import Ints
from classifier.joined import Joined
from classifier.scan import Scan

__all__ = ["Hedge", "HedgeKind", "Voice", "find_hedges", "find_hedges_all"]

_COMPARING = frozenset({"more", "less", "as"})  # "twice as likely to", "more likely than"
_VOICES: tuple[Voice, ...] = (*VOICES, "quote")
_ARTICLE, _ATTRIBUTED, _NOBODY, _QUOTE = map(_VOICES.index, ("article", "attributed", "nobody", "quote"))
_BY_RULE = -1  # in the place of a voice that was judged
_WEASEL, _PERFECT, _ADVERB = map(KINDS.index, ("weasel", "modal_perfect", "adverb"))

Floats = NDArray[np.float64]


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


def find_hedges(
    scan: Scan,
    quotes: Sequence[Quote],
    attributions: Sequence[Attribution],
    disambiguator: Disambiguator | None = None,
) -> list[Hedge]:
    """Return the hedges of the text in order, none overlapping.

    The disambiguator judges what is open; cues that hardly ever hedge ("about", "if") keep the lexicon's prior.
    Without a disambiguator, rules judge all.
    """
    return find_hedges_all(Joined.of([scan]), [quotes], [attributions], disambiguator)[0]


def find_hedges_all(
    texts: Joined,
    quotes: Sequence[Sequence[Quote]],
    attributions: Sequence[Sequence[Attribution]],
    disambiguator: Disambiguator | None = None,
) -> list[list[Hedge]]:
    """Return for each text what `find_hedges` returns for it; their candidates are judged together."""
    candidates = find_candidates(texts)
    quotations, claims = Quotations.of(texts, quotes), Claims.of(texts, attributions)
    voice = np.full(len(candidates), _BY_RULE)
    if disambiguator is None:
        probability = _strengths(texts, candidates)
    else:
        judged = np.flatnonzero(candidates.open)
        verdicts = disambiguator.judge(features_of(texts, quotations.quoted, claims, candidates.only(candidates.open)))
        probability = candidates.strength.copy()
        probability[judged], voice[judged] = verdicts.probability, verdicts.voice
    return _hedges(texts, candidates, probability, voice, quotations, claims.that_say())


def _hedges(
    texts: Joined,
    candidates: Candidates,
    probability: Floats,
    voice: Ints,
    quotations: Quotations,
    said: Claims,
) -> list[list[Hedge]]:
    """Return the hedges of each text, given the voice of each candidate as an index into `VOICES`, or `_BY_RULE`."""
    base = texts.characters[candidates.text]
    spans = list(map(Span, (candidates.start - base).tolist(), (candidates.end - base).tolist()))
    quote = quotations.around(candidates.start, candidates.end)
    claim = _claims_behind(said, candidates, spans, np.where(quote < 0, voice, _ARTICLE))
    vague = np.append(said.kind == SPEAKERS.index("vague"), False)
    voice = np.where(voice != _BY_RULE, voice, np.where(candidates.kind == _WEASEL, _NOBODY, _ARTICLE))
    voice = np.where(claim < 0, voice, np.where(vague[claim], _NOBODY, _ATTRIBUTED))
    voice = np.where(quote < 0, voice, _QUOTE)
    speakers = [*(one.span for one in said.found), *quotations.speakers, None]
    whose = np.where(quote < 0, claim, quote + len(said.found))
    hedges = map(
        Hedge,
        spans,
        map(KINDS.__getitem__, candidates.kind.tolist()),
        probability.tolist(),
        map(_VOICES.__getitem__, voice.tolist()),
        map(speakers.__getitem__, whose.tolist()),
        (candidates.sentence - texts.sentences[candidates.text]).tolist(),
    )
    counts = np.bincount(candidates.text, minlength=len(texts.scans))
    return [list(islice(hedges, count)) for count in counts.tolist()]


def _claims_behind(said: Claims, candidates: Candidates, spans: Sequence[Span], voice: Ints) -> Ints:
    """Return which claim of its sentence tells whose doubt each candidate is, if not the article's; -1 for none."""
    low = np.searchsorted(said.sentence, candidates.sentence)
    high = np.searchsorted(said.sentence, candidates.sentence, side="right")
    found = np.full(len(spans), -1)
    judged = np.flatnonzero((voice > _ARTICLE) & (low < high))
    found[judged] = _nearest(said, candidates.start[judged], candidates.end[judged], low[judged], high[judged])
    for at in np.flatnonzero((voice == _BY_RULE) & (candidates.kind != _WEASEL) & (low < high)).tolist():
        found[at] = _beside(said.found, spans[at], range(low[at], high[at]))
    return found


def _nearest(said: Claims, start: Ints, end: Ints, low: Ints, high: Ints) -> Ints:
    """Return the claim nearest to each span of characters, of those from `low` to `high`."""
    behind = np.searchsorted(said.start + said.end, start + end)  # cues do not overlap: from here on they go away
    before, behind = np.maximum(low, behind - 1), np.minimum(behind, high - 1)
    distances = [np.maximum(start - said.end[at], said.start[at] - end) for at in (before, behind)]
    return np.where(distances[1] < distances[0], behind, before)


def _beside(found: Sequence[Attribution], span: Span, numbers: Sequence[int]) -> int:
    """Return by rule which of some attributions tells whose doubt `span` is: the first that does not overlap it."""
    for number in numbers:
        one = found[number]
        if not (one.cue.overlaps(span) or (one.span and one.span.overlaps(span))):
            return number
    return -1


def _strengths(texts: Joined, candidates: Candidates) -> Floats:
    """Return by rule how likely each candidate hedges in its place."""
    words, form, opening = texts.forms.words, texts.form, set(texts.tokens.tolist())
    strength = candidates.strength.copy()
    for at in np.flatnonzero(candidates.open).tolist():
        first, kind = int(candidates.first[at]), candidates.kind[at]
        word = words[form[first]]
        if kind == _PERFECT:
            strength[at] = 0.9 if word != "should" else 0.4
        elif (word == "could" and candidates.able[at]) or (
            word == "likely" and kind == _ADVERB and first not in opening and words[form[first - 1]] in _COMPARING
        ):
            strength[at] = 0.25
    return strength
