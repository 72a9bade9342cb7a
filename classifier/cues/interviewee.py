"""Whom the text before the first turn of an interview announces as interviewed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from classifier.cues.kinds import head_of, kind_of
from classifier.cues.offices import name_begins
from classifier.cues.phrases import Phrase
from classifier.lexicons import sentence_breaks
from classifier.scan import Scan

__all__ = ["INTRODUCTION", "interviewee"]

INTRODUCTION = 1000  # tokens before the first turn in which the interview is announced
_ANNOUNCED = frozenset(
    "interview interviews interviewed interviewing transcript conversation spoke speaks talked talks sat caught "
    "answers answered discusses discussed chatted".split()
)
_ASKERS = frozenset(["reporter", "writer", "correspondent", "host", "anchor", "editor", "journalist", "'s", "’s"])


def interviewee(scan: Scan, begin: int) -> Phrase | None:
    """Return the person whom the text before the token `begin` announces as interviewed: the one named most often."""
    least = max(0, begin - INTRODUCTION)
    introduction = scan.words[least:begin]
    asked = "&" in introduction and any(introduction[at : at + 3] == ["q", "&", "a"] for at in range(len(introduction)))
    if not asked and _ANNOUNCED.isdisjoint(introduction):
        return None
    counts = Counter(introduction)
    best, found = 0, None
    for sentence in range(scan.sentence_of(least), scan.sentence_of(begin)):
        first, last = scan.bounds[sentence], scan.bounds[sentence + 1]
        announced = 0 if _ANNOUNCED.isdisjoint(scan.words[first:last]) else 2
        for name in _persons(scan, first, last):
            count = counts[scan.words[name.last - 1]]
            if count > 1 and count + announced > best:
                best, found = count + announced, name
    return found


def _persons(scan: Scan, first: int, last: int) -> Iterator[Phrase]:
    """Yield the full names of persons in a sentence, not in one that is written as a title."""
    words = [token for token in scan.tokens[first:last] if token.isalpha() and len(token) > 3]
    if 2 * sum(token[0].isupper() for token in words) > max(len(words), 1):
        return
    at = first
    while at < last:
        end = at
        while end < last and _in_name(scan, end):
            end += 1
        if end - at > 1:
            begin = at + (at == first and scan.words[at] in sentence_breaks().openers)
            begin = name_begins(scan, begin, end)
            asks = begin > 0 and scan.words[begin - 1] in _ASKERS
            if 1 < end - begin < 5 and not asks and _is_person(scan, begin, end):
                yield Phrase(begin, end)
        at = end + 1


def _in_name(scan: Scan, at: int) -> bool:
    token = scan.tokens[at]
    return token[0].isupper() or (token == "." and len(scan.tokens[at - 1]) == 1 and scan.tokens[at - 1].isupper())


def _is_person(scan: Scan, first: int, last: int) -> bool:
    words = scan.words[first:last]
    return kind_of(scan.tokens[first:last], words, head_of(words), opens=False) == "person"
