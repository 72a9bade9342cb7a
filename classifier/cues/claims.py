"""Claims: which cue hands something to which source, by rule or by the tagger's spans."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from classifier.cues.offices import name_begins
from classifier.cues.phrases import (
    DETERMINERS,
    PARTICIPLES,
    PASSIVE,
    POSSESSIVE,
    PRONOUNS,
    Phrase,
    phrase_right,
    subject,
)
from classifier.cues.tagger import TaggedSpan
from classifier.lexicons import attribution_verbs, nouns_of_kind, source_nouns
from classifier.scan import Scan

__all__ = ["Claim", "claims_by_rule", "link"]

_BEHIND = PARTICIPLES | {
    "about",
    "like",
    "such",
    "including",
    "outside",
    "having",
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
_POINTING = frozenset({"last", "this", "next"})
_TURNING = _BEHIND | _POINTING | {"to"}  # words that a name may end before
_VERBAL = ("ed", "ly", "ing")  # endings of others
_BEFORE_NAME = frozenset({"who", "even", "only", "then", "so", "but", "yet", "and", "now", "next"})
_TIMES = frozenset({"year", "month", "week", "spring", "summer", "fall", "autumn", "winter"})
_IS = PASSIVE | POSSESSIVE  # "it is", "it's"
_NO_VERBS = frozenset({"family", "rally", "supply", "building", "meeting", "wedding", "briefing", "filing", "hearing"})
_SAID = frozenset(verb for verb in attribution_verbs() if not verb.endswith("ing")) | frozenset(
    "accused criticised criticized blamed rumored rumoured believed thought expected known forecast".split()
)


class Claim(NamedTuple):
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
            end = scan.bounds[scan.sentence_of(span.first) + 1]
            before = None
        if span.kind == "source":
            before = span
            continue
        source = before
        if not span.completes or before is None:
            following = _next_source(spans, max(following, index + 1))
            if following < len(spans) and spans[following].first < end:
                source = _partner(span, before, spans[following], right_behind=following == index + 1)
        if source is not None and source.first < span.first < span.last - 1 and _is_passive(scan, span):
            source = None
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


def _is_passive(scan: Scan, cue: TaggedSpan) -> bool:
    """Return whether the cue tells what is said of its subject: "is said to", "has been accused of"."""
    words = scan.words[cue.first : cue.last]
    if PASSIVE.isdisjoint(words):
        return False
    return any(
        word in PASSIVE and not _SAID.isdisjoint(words[at + 1 : at + 3]) and "quoted" not in words
        for at, word in enumerate(words)
    )


def _core(scan: Scan, source: TaggedSpan) -> Phrase | None:
    """Return the part of a source that names it; None for "it is" and the like, which name nobody.

    What is put behind a name is left out ("Lee, mayor of Ash," "an aide at the hall", "Lee's"), so are verbs and
    adverbs; of a description and a name ("its director, Ann Lee,") the name is taken.
    """
    words = scan.words
    first, last = source.first, source.last
    if words[first - 1] == "&" and first > 1 and scan.starts[first] == scan.ends[first - 1]:
        first -= 2  # the tagger may begin within "AT&T"
    if last - first > 1:
        while last - first > 1 and words[first] in _BEFORE_NAME and scan.tokens[first + 1][0].isupper():
            first += 1
        if words[first] in PRONOUNS and last - first > 1:
            return None if words[first + 1] in _IS else Phrase(first, first + 1)
        if words[last - 1] in POSSESSIVE:
            last -= 1
    if last - first == 1:
        return Phrase(first, last)
    if ":" in words[first + 1 : last - 1]:  # of a headline
        first = next(at for at in range(last - 2, first, -1) if words[at] == ":") + 1
    if "," in words[first:last]:
        part = _between_commas(scan, first, last)
        first, last = part.first, part.last
    if not all(map(str.istitle, scan.tokens[first:last])):
        for at in range(first + 1, last):
            word = words[at]
            if (word in _TURNING or word.endswith(_VERBAL)) and _goes_on(scan, at, last):
                last = at
                break
    return Phrase(name_begins(scan, first, last), last)


def _goes_on(scan: Scan, at: int, last: int) -> bool:
    """Return whether at this token of a source, that ends before `last`, its name is over."""
    word, before = scan.words[at], scan.tokens[at - 1]
    if word in _BEHIND:
        body = word in ("for", "on") and before[0].isupper() and scan.words[at - 1] in _institutes()
        return not (body and at + 1 < last and scan.tokens[at + 1][0].isupper())
    if at + 2 == last and word in _POINTING and scan.words[at + 1] in _TIMES:
        return True  # "a study last year"
    if not before[0].isupper() or not (word == "to" or word.endswith(_VERBAL)):
        return False
    if scan.words[at - 1] in DETERMINERS or _is_role(scan, last - 1) or not scan.tokens[at].islower():
        return False
    polling = word.endswith("ing") and at - 1 == scan.bounds[scan.sentence_of(at)]  # "Exit polling"
    noun = word in _NO_VERBS or word in source_nouns()
    return not (polling or noun or 2 < len(word) < 5)


@cache
def _institutes() -> frozenset[str]:
    """Return the words before "for" and "on" in names of bodies: "Center for Health Security"."""
    return nouns_of_kind("organisation") | nouns_of_kind("org_suffix")


def _between_commas(scan: Scan, first: int, last: int) -> Phrase:
    """Return the first part of an enumeration, or a name in it if it begins as a description."""
    commas = [at for at in range(first, last) if scan.words[at] == ","]
    edges = pairwise([first - 1, *commas, last])
    parts = [Phrase(before + 1, behind) for before, behind in edges if before + 1 < behind]
    if parts and (scan.words[parts[0].first] in DETERMINERS or _is_role(scan, parts[0].last - 1)):
        return next((part for part in parts if _is_name(scan, part)), parts[0])
    return parts[0] if parts else Phrase(first, last)


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
