"""Hedges: words that withhold commitment, and whose doubt they are.

The lexicon proposes. What a proposal is worth in its place ("May", "could not walk", "likely voters"),
and in whose voice it stands, a trained disambiguator decides; without one a few rules do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from classifier.article import Span
from classifier.cues.candidates import Candidate, HedgeKind, find_candidates, is_ability
from classifier.cues.disambiguator import VOICES, Disambiguator, Voice
from classifier.cues.places import Places
from classifier.cues.quotes import Quote
from classifier.cues.sources import Attribution
from classifier.scan import Scan

__all__ = ["Hedge", "HedgeKind", "Voice", "find_hedges"]

_COMPARING = frozenset({"more", "less", "as"})  # "twice as likely to", "more likely than"


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
    candidates = find_candidates(scan)
    speakers = _Speakers(quotes, attributions)
    if disambiguator is None:
        return [_by_rule(scan, speakers, candidate) for candidate in candidates]
    judged = [candidate for candidate in candidates if candidate.open]
    places = Places(scan, quotes, attributions, judged)
    verdicts = iter(disambiguator.judge(list(places.features())))
    hedges = []
    for candidate in candidates:
        if not candidate.open:
            hedges.append(_by_rule(scan, speakers, candidate))
            continue
        verdict = next(verdicts)
        span = _span(scan, candidate)
        voice, whose = speakers.of(span, candidate.sentence)
        if voice != "quote":
            voice, whose = speakers.behind(VOICES[verdict.voice], span, candidate.sentence)
        hedges.append(Hedge(span, candidate.kind, verdict.probability, voice, whose, candidate.sentence))
    return hedges


def _span(scan: Scan, candidate: Candidate) -> Span:
    return Span(scan.starts[candidate.first], scan.ends[candidate.last - 1])


def _by_rule(scan: Scan, speakers: _Speakers, candidate: Candidate) -> Hedge:
    span = _span(scan, candidate)
    voice, whose = speakers.of(span, candidate.sentence)
    if candidate.kind == "weasel" and voice != "quote":
        voice, whose = "nobody", None
    return Hedge(span, candidate.kind, _strength(scan, candidate), voice, whose, candidate.sentence)


def _strength(scan: Scan, candidate: Candidate) -> float:
    """Return by rule how likely the candidate hedges in its place."""
    words = scan.words
    word = words[candidate.first]
    if candidate.kind == "modal_perfect":
        return 0.9 if word != "should" else 0.4
    if candidate.kind == "modal" and word == "could" and is_ability(words, candidate):
        return 0.25
    if candidate.kind == "adverb" and word == "likely" and words[candidate.first - 1] in _COMPARING:
        return 0.25
    return candidate.strength


class _Speakers:
    """Who speaks at a place of the article, by rule."""

    def __init__(self, quotes: Sequence[Quote], attributions: Sequence[Attribution]) -> None:
        self._quotes = [quote for quote in quotes if quote.counts]
        self._next = 0
        self._by_sentence: dict[int, list[Attribution]] = {}
        for attribution in attributions:
            if attribution.says:  # who only wants or fears something is not the one who doubts
                self._by_sentence.setdefault(attribution.sentence, []).append(attribution)

    def of(self, span: Span, sentence: int) -> tuple[Voice, Span | None]:
        """Return the voice at `span` and the words that name it; spans must be asked for in order."""
        while self._next < len(self._quotes) and self._quotes[self._next].span.end <= span.start:
            self._next += 1
        if self._next < len(self._quotes) and self._quotes[self._next].span.overlaps(span):
            return "quote", self._quotes[self._next].speaker
        for attribution in self._by_sentence.get(sentence, ()):
            if attribution.cue.overlaps(span) or (attribution.span and attribution.span.overlaps(span)):
                continue
            return ("nobody" if attribution.kind == "vague" else "attributed"), attribution.span
        return "article", None

    def behind(self, judged: Voice, span: Span, sentence: int) -> tuple[Voice, Span | None]:
        """Return the voice and the words that name it: if it is not the article's, the nearest source tells."""
        sources = self._by_sentence.get(sentence)
        if judged == "article" or not sources:
            return judged, None
        nearest = min(sources, key=lambda one: max(span.start - one.cue.end, one.cue.start - span.end))
        return ("nobody" if nearest.kind == "vague" else "attributed"), nearest.span
