"""Attributions: who said, knew or documented it, and how well that source can be pinned down.

Cues and the sources beside them come from the tagger, or from rules where there is none. Phrases that
name the same source are gathered into one `Source`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from classifier.article import Span
from classifier.cues.claims import Claim, claims_by_rule, link
from classifier.cues.entities import NAMED, Entities, Source, SourceKind
from classifier.cues.phrases import PASSIVE
from classifier.cues.tagger import TaggedSpan
from classifier.cues.turns import Turn
from classifier.forms import Flags
from classifier.lexicons import attribution_verbs
from classifier.scan import Scan

__all__ = ["NAMED", "Attribution", "Source", "SourceKind", "find_sources"]


@dataclass(frozen=True, slots=True)
class Attribution:
    """One place where a claim is handed to a source.

    Attributes
    ----------
    sentence
        Index of the sentence.
    cue
        The verb or phrase.
    span
        The words that name the source there; None where nobody is named ("it is reported").
    kind
        How well the source can be pinned down; ``vague`` where nobody is named.
    source
        Index into the article's sources, None where nobody is named.
    says
        Whether the cue holds a verb of saying or "according"; else the source wants, plans, fears.
    """

    sentence: int
    cue: Span
    span: Span | None
    kind: SourceKind
    source: int | None
    says: bool


@cache
def _saying() -> frozenset[str]:
    return frozenset(attribution_verbs()) | {"according"}


def find_sources(
    scan: Scan,
    quoted: Flags,
    spans: Sequence[TaggedSpan] | None = None,
    turns: Sequence[Turn] = (),
) -> tuple[list[Attribution], Entities]:
    """Return the attributions in order and what they tell of the sources, in order of first mention.

    Parameters
    ----------
    quoted
        Whether each token stands inside a quotation that counts.
    spans
        Those of the tagger; without them verbs of saying and the noun phrases beside them are taken.
    turns
        Each hands its words to its speaker.
    """
    entities = Entities(scan)
    saying = _saying()
    starts, ends = scan.starts, scan.ends
    attributions: list[Attribution] = []
    if turns:
        quoted = quoted.copy()
        for turn in turns:
            quoted[turn.cue.first : turn.cue.last] = True
    claims: Iterable[Claim | Turn] = claims_by_rule(scan, quoted.tolist()) if spans is None else link(scan, spans)
    if turns:
        claims = sorted([*claims, *turns], key=lambda one: one.cue.first)
    for claim in claims:
        first, last = claim.cue.first, claim.cue.last
        if isinstance(claim, Turn):
            attributions.append(_spoken(scan, claim, entities))
            continue
        if quoted[first]:
            continue
        phrase = claim.source
        cue = Span(starts[first], ends[last - 1])
        sentence = scan.sentence_of(first)
        words = scan.words[first:last]
        says = not saying.isdisjoint(words)
        if phrase is None:
            if says and not PASSIVE.isdisjoint([*words, *scan.words[first - 1 : first]]):
                attributions.append(Attribution(sentence, cue, None, "vague", None, says))
            continue
        span = Span(starts[phrase.first], ends[phrase.last - 1])
        found = entities.add(phrase, sentence)
        if found is not None:
            kind, source = found
            attributions.append(Attribution(sentence, cue, span, kind, source, says))
    return attributions, entities


def _spoken(scan: Scan, turn: Turn, entities: Entities) -> Attribution:
    """Return the attribution of a turn's words to its speaker."""
    cue = Span(scan.starts[turn.cue.first], scan.ends[turn.cue.last - 1])
    name = Span(scan.starts[turn.name.first], scan.ends[turn.name.last - 1])
    sentence = scan.sentence_of(turn.first)
    return Attribution(sentence, cue, name, "person", entities.speaks(turn.name, sentence), True)
