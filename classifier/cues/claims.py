"""Claims: which cue hands something to which source, by rule or by the tagger's spans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from classifier.cues.offices import name_begins
from classifier.cues.phrases import DETERMINERS, PARTICIPLES, PASSIVE, Phrase, phrase_right, subject
from classifier.cues.tagger import TaggedSpan
from classifier.lexicons import attribution_verbs, nouns_of_kind
from classifier.scan import Scan

__all__ = ["Claim", "claims_by_rule", "link"]

_BEHIND = PARTICIPLES | {
    "who",
    "which",
    "that",
    "(",
    "at",
    "from",
    "in",
    "for",
    "with",
    "on",
    "whose",
    "when",
    "--",
    "—",
    "–",
}


@dataclass(frozen=True, slots=True)
class Claim:
    """A cue and the phrase that names who is behind it, None where nobody is named."""

    cue: Phrase | TaggedSpan
    source: Phrase | None


def link(scan: Scan, spans: Sequence[TaggedSpan]) -> list[Claim]:
    """Return a claim for each tagged cue, with the source that it belongs to.

    The tagger's path knows which source completes which cue; a cue that it leaves alone takes the
    nearest source of its sentence.
    """
    claims = []
    end = 0  # of the sentence
    before: TaggedSpan | None = None  # the last source of the sentence so far
    following = 0  # where the next source stands
    for index, span in enumerate(spans):
        if span.first >= end:
            end = scan.bounds[scan.sentence_of_token[span.first] + 1]
            before = None
        if span.kind == "source":
            before = span
            continue
        source = before
        if not span.completes or before is None:
            following = _next_source(spans, max(following, index + 1))
            if following < len(spans) and spans[following].first < end:
                source = _partner(span, before, spans[following], right_behind=following == index + 1)
        claims.append(Claim(span, _core(scan, source) if source else None))
    return claims


def _next_source(spans: Sequence[TaggedSpan], index: int) -> int:
    """Return the index of the first source at `index` or behind it, else the number of spans."""
    while index < len(spans) and spans[index].kind != "source":
        index += 1
    return index


def _partner(cue: TaggedSpan, before: TaggedSpan | None, after: TaggedSpan, *, right_behind: bool) -> TaggedSpan:
    """Return the source behind the cue where it completes the cue, else the nearer of the two beside it."""
    if before is None or (right_behind and after.completes):
        return after
    return before if cue.first - before.last <= after.first - cue.last else after


def _core(scan: Scan, source: TaggedSpan) -> Phrase:
    """Return the part of a source that names it.

    What is put behind a name is left out ("Lee, mayor of Ash," "an aide at the hall"); of a description and
    a name ("its director, Ann Lee,") the name is taken.
    """
    first, last = source.first, source.last
    if last - first == 1:
        return Phrase(first, last)
    words = scan.words[first:last]
    if "," in words:
        part = _between_commas(scan, source)
        first, last = part.first, part.last
        words = scan.words[first:last]
    if not _BEHIND.isdisjoint(words[1:]):
        last = next(at for at in range(first + 1, last) if scan.words[at] in _BEHIND)
    return Phrase(name_begins(scan, first, last), last)


def _between_commas(scan: Scan, source: TaggedSpan) -> Phrase:
    """Return the first part of an enumeration, or a name in it if it begins as a description."""
    commas = [at for at in range(source.first, source.last) if scan.words[at] == ","]
    edges = pairwise([source.first - 1, *commas, source.last])
    parts = [Phrase(before + 1, behind) for before, behind in edges if before + 1 < behind]
    if parts and (scan.words[parts[0].first] in DETERMINERS or _is_role(scan, parts[0].last - 1)):
        return next((part for part in parts if _is_name(scan, part)), parts[0])
    return parts[0] if parts else Phrase(source.first, source.last)


def _is_role(scan: Scan, at: int) -> bool:
    return scan.words[at] in nouns_of_kind("role") and scan.tokens[at].islower()


def _is_name(scan: Scan, phrase: Phrase) -> bool:
    return all(token[0].isupper() for token in scan.tokens[phrase.first : phrase.last])


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
