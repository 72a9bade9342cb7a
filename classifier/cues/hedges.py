"""Hedges: words that withhold commitment, and whose doubt they are.

The lexicon proposes. What a proposal is worth in its place ("May", "could not walk", "likely voters"),
and in whose voice it stands, a trained disambiguator decides; without one a few rules do.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat

from classifier.article import Span
from classifier.cues.candidates import Candidate, HedgeKind, find_candidates_all, is_ability
from classifier.cues.disambiguator import VOICES, Disambiguator, Verdict, Voice
from classifier.cues.places import features_of
from classifier.cues.quotes import Quote
from classifier.cues.sources import Attribution
from classifier.joined import Joined
from classifier.scan import Scan

__all__ = ["Hedge", "HedgeKind", "Voice", "find_hedges", "find_hedges_all"]

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
    return find_hedges_all(Joined.of([scan]), [quotes], [attributions], disambiguator)[0]


def find_hedges_all(
    texts: Joined,
    quotes: Sequence[Sequence[Quote]],
    attributions: Sequence[Sequence[Attribution]],
    disambiguator: Disambiguator | None = None,
) -> list[list[Hedge]]:
    """Return for each text what `find_hedges` returns for it; their candidates are judged together."""
    candidates = find_candidates_all(texts)
    verdicts: Iterator[Verdict | None] = repeat(None)
    if disambiguator is not None:
        judged = [[one for one in some if one.open] for some in candidates]
        verdicts = iter(disambiguator.judge(features_of(texts, quotes, attributions, judged)))
    return [_hedges(*text, verdicts) for text in zip(texts.scans, quotes, attributions, candidates, strict=True)]


def _hedges(
    scan: Scan,
    quotes: Sequence[Quote],
    attributions: Sequence[Attribution],
    candidates: Sequence[Candidate],
    verdicts: Iterator[Verdict | None],
) -> list[Hedge]:
    """Return the hedges of a text, given the verdicts on its open candidates; a rule judges where they are None."""
    speakers = _Speakers(quotes, attributions)
    starts, ends = scan.starts, scan.ends
    hedges = []
    for candidate in candidates:
        kind, sentence = candidate.kind, candidate.sentence
        span = Span(starts[candidate.first], ends[candidate.last - 1])
        verdict = next(verdicts) if candidate.open else None
        probability = _strength(scan, candidate) if verdict is None else verdict.probability
        quote = speakers.quote(span)
        voice: Voice
        whose: Span | None
        if quote is not None:
            voice, whose = "quote", quote.speaker
        elif verdict is not None:
            voice, whose = speakers.behind(VOICES[verdict.voice], span, sentence)
        elif kind == "weasel":
            voice, whose = "nobody", None
        else:
            voice, whose = speakers.beside(span, sentence)
        hedges.append(Hedge(span, kind, probability, voice, whose, sentence))
    return hedges


def _strength(scan: Scan, candidate: Candidate) -> float:
    """Return by rule how likely the candidate hedges in its place."""
    if not candidate.open:
        return candidate.strength
    words = scan.words
    word = words[candidate.first]
    if candidate.kind == "modal_perfect":
        return 0.9 if word != "should" else 0.4
    if candidate.kind == "modal" and word == "could" and is_ability(words, candidate):
        return 0.25
    if candidate.kind == "adverb" and word == "likely" and candidate.first and words[candidate.first - 1] in _COMPARING:
        return 0.25
    return candidate.strength


class _Speakers:
    """Who speaks at a place of the article, by rule."""

    def __init__(self, quotes: Sequence[Quote], attributions: Sequence[Attribution]) -> None:
        self._later = (quote for quote in quotes if quote.counts)
        self._quote = next(self._later, None)  # the first that does not end before the last place asked for
        self._by_sentence: dict[int, list[Attribution]] = {}
        for attribution in attributions:
            if attribution.says:  # who only wants or fears something is not the one who doubts
                self._by_sentence.setdefault(attribution.sentence, []).append(attribution)

    def quote(self, span: Span) -> Quote | None:
        """Return the quotation that holds `span`; spans must be asked for in order."""
        quote = self._quote
        while quote is not None and quote.span.end <= span.start:
            quote = self._quote = next(self._later, None)
        return quote if quote is not None and quote.span.start < span.end else None

    def beside(self, span: Span, sentence: int) -> tuple[Voice, Span | None]:
        """Return the voice at `span`, which no quotation holds, and the words that name it, by rule."""
        for attribution in self._by_sentence.get(sentence, ()):
            if attribution.cue.overlaps(span) or (attribution.span and attribution.span.overlaps(span)):
                continue
            return ("nobody" if attribution.kind == "vague" else "attributed"), attribution.span
        return "article", None

    def behind(self, judged: Voice, span: Span, sentence: int) -> tuple[Voice, Span | None]:
        """Return the voice judged and the words that name it: if it is not the article's, the nearest source tells."""
        sources = self._by_sentence.get(sentence)
        if judged == "article" or not sources:
            return judged, None
        middle = span.start + span.end  # cues do not overlap: up to here they come nearer, from here on they go away
        at = bisect_left(sources, middle, key=lambda one: one.cue.start + one.cue.end)
        beside = sources[max(0, at - 1) : at + 1]
        nearest = min(beside, key=lambda one: max(span.start - one.cue.end, one.cue.start - span.end))
        return ("nobody" if nearest.kind == "vague" else "attributed"), nearest.span
