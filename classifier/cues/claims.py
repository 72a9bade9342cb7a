"""Claims: which cue hands something to which source, by rule or by the tagger's spans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from classifier.cues.phrases import PASSIVE, Phrase, phrase_right, subject
from classifier.cues.tagger import TaggedSpan
from classifier.lexicons import attribution_verbs
from classifier.scan import Scan

__all__ = ["Claim", "claims_by_rule", "link"]


@dataclass(frozen=True, slots=True)
class Claim:
    """A cue and the phrase that names who is behind it, None where nobody is named."""

    cue: Phrase
    source: Phrase | None


def link(scan: Scan, spans: Sequence[TaggedSpan]) -> list[Claim]:
    """Return a claim for each tagged cue, with the source that it belongs to.

    The tagger's path knows which source completes which cue; a cue that it leaves alone takes the
    nearest source of its sentence.
    """
    claims = []
    sentence_of = scan.sentence_of_token
    for _, group in groupby(spans, key=lambda span: sentence_of[span.first]):
        found = list(group)
        for index, span in enumerate(found):
            if span.kind == "cue":
                source = _partner(found, index)
                phrase = None if source is None else Phrase(source.first, source.last)
                claims.append(Claim(Phrase(span.first, span.last), phrase))
    return claims


def _partner(spans: Sequence[TaggedSpan], index: int) -> TaggedSpan | None:
    cue = spans[index]
    before = [span for span in spans[:index] if span.kind == "source"]
    behind = [span for span in spans[index + 1 :] if span.kind == "source"]
    if cue.completes and before:
        return before[-1]
    following = spans[index + 1] if index + 1 < len(spans) else None
    if following is not None and following.kind == "source" and following.completes:
        return following
    nearest = [*before[-1:], *behind[:1]]
    return min(nearest, key=lambda span: max(span.first - cue.last, cue.first - span.last), default=None)


def claims_by_rule(scan: Scan, quoted: Sequence[bool]) -> list[Claim]:
    """Return a claim for each verb of saying, and "according to", that has a noun phrase on the right side."""
    verbs = attribution_verbs()
    claims = []
    for index, word in enumerate(scan.words):
        if quoted[index]:
            continue
        if word in verbs:
            phrase = subject(scan, index, quoted, verbs[word])
            passive = word.endswith("ed") and index > 0 and scan.words[index - 1] in PASSIVE
            if phrase is not None or passive:
                claims.append(Claim(Phrase(index, index + 1), phrase))
        elif word == "according" and scan.words[index + 1 : index + 2] == ["to"]:
            phrase = phrase_right(scan, index + 2)
            if phrase is not None:
                claims.append(Claim(Phrase(index, index + 2), phrase))
    return claims
