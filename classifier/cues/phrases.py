"""Noun phrases beside a verb of saying, found without a parser: by closed word classes and capitals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from classifier.lexicons import sentence_breaks, source_nouns, word_list
from classifier.scan import Scan

__all__ = [
    "BARRIERS",
    "DETERMINERS",
    "FIRST_SECOND",
    "LINKS",
    "PASSIVE",
    "POSSESSIVE",
    "PRONOUNS",
    "Phrase",
    "phrase_right",
    "subject",
]

PRONOUNS = frozenset({"he", "she", "they", "it", "who"})
FORMS = ("", *(mark + ending for mark in "'’" for ending in ("d", "ll", "m", "re", "ve")))
FIRST_SECOND = frozenset(word + form for word in ("i", "we", "you") for form in FORMS)
DETERMINERS = word_list("determiners")
_AUXILIARY = word_list("auxiliary")
PASSIVE = frozenset({"is", "are", "was", "were", "been", "be", "being"})
POSSESSIVE = frozenset({"'s", "’s"})
LINKS = word_list("links")
BARRIERS = word_list("barriers")
PARTICIPLES = frozenset(
    {"published", "released", "issued", "seen", "obtained", "reviewed", "filed", "provided", "posted", "leaked"}
)
_CLOSED = frozenset({"”", '"', "''", "’", "'", "»"})  # a quotation has ended
_BEFORE_TURNED = _CLOSED | {","}
_CLAUSE_ENDS = frozenset({".", ",", ";", "!", "?", "—", "–", "--", "in", "on", "at", "during", "after", "who"})
_MODALS = frozenset({"would", "could", "may", "might", "must", "should"})
_REACH = 14  # tokens that a noun phrase may be long
_APPOSITIVE = 24  # tokens that may stand between the commas of "Lee, mayor of X, said"


class Phrase(NamedTuple):
    """A noun phrase, ``tokens[first:last]``."""

    first: int
    last: int


def subject(scan: Scan, verb: int, quoted: Sequence[bool], invertible: bool) -> Phrase | None:
    """Return the noun phrase that does the saying: before the verb, or behind it when turned round."""
    words = scan.words
    start = scan.bounds[scan.sentence_of(verb)]
    index = verb - 1
    while index >= start and (words[index] in _AUXILIARY or words[index].endswith("ly")):
        index -= 1
    between = words[index + 1 : verb]
    if "have" in between and any(word in _MODALS for word in between):
        return None  # "the mayor would have said": nobody said it
    if any(word in PASSIVE for word in between) and words[verb].endswith(("ed", "n", "d")):
        return _agent(scan, verb)
    if invertible and (index < start or quoted[index] or words[index] in _BEFORE_TURNED):
        phrase = phrase_right(scan, verb + 1)
        if phrase is not None and _stands_behind(scan, phrase, words[index] if index >= start else ""):
            return phrase
    if index < start or quoted[index]:
        return None
    if words[index] == ",":
        comma = index - 1
        while comma >= max(start, index - _APPOSITIVE) and words[comma] != ",":
            comma -= 1
        if comma <= start or words[comma] != ",":
            return None
        index = comma - 1
    if words[index] == "who" or words[index] == "which":
        index -= 2 if index > start and words[index - 1] == "," else 1
    return _phrase_left(scan, index, start, quoted)


def _agent(scan: Scan, verb: int) -> Phrase | None:
    """Return the noun phrase of "was told by Lee", None if nobody is named."""
    for behind in range(verb + 1, min(verb + 4, len(scan.words))):
        if scan.words[behind] == "by":
            return phrase_right(scan, behind + 1)
    return None


def _stands_behind(scan: Scan, phrase: Phrase, before: str) -> bool:
    """Return whether the phrase behind the verb does the saying: "…," said Lee, not Lee, 40, said it was.

    After a comma alone the sentence, or the clause, must end with the phrase.
    """
    words = scan.words
    if words[phrase.first] in PRONOUNS:
        return before in _CLOSED and words[phrase.first] in ("he", "she", "they")
    behind = words[phrase.last] if phrase.last < len(words) else "."
    return before != "," or behind in _CLAUSE_ENDS


def _is_title_stop(scan: Scan, index: int) -> bool:
    """Return whether the token is the full stop of "Mr." or of an initial."""
    if scan.words[index] != "." or index == 0:
        return False
    before = scan.words[index - 1]
    return before in sentence_breaks().titles or (len(before) == 1 and scan.tokens[index - 1].isupper())


def _phrase_left(scan: Scan, last: int, start: int, quoted: Sequence[bool]) -> Phrase | None:
    """Return the noun phrase that ends with the token `last`."""
    words, tokens, nouns = scan.words, scan.tokens, source_nouns()
    if last < start or quoted[last]:
        return None
    if words[last] in PRONOUNS | FIRST_SECOND:
        return Phrase(last, last + 1)
    index = last
    first = last + 1
    seen_capital = False
    while index >= max(start, last - _REACH) and not quoted[index]:
        word = words[index]
        if word in DETERMINERS:
            first = index
            if index > start + 1 and words[index - 1] in LINKS and words[index - 2] in nouns:
                index -= 2
                continue
            break
        if word in LINKS:
            if index > start and (words[index - 1] in nouns or tokens[index - 1][0].isupper()) and first <= last:
                index -= 1
                continue
            break
        if word in BARRIERS or not (
            tokens[index][0].isalnum() or word in ("&", "'s", "’s") or _is_title_stop(scan, index)
        ):
            break
        capital = tokens[index][0].isupper()
        if not capital and seen_capital and word not in nouns and word not in ("'s", "’s", ".", "&", "and"):
            break
        seen_capital = seen_capital or (capital and index > start)
        if word == "and" and not (index > start and tokens[index - 1][0].isupper()):
            break
        first = index
        index -= 1
    if first < last and words[first] in ("and", "'s", "’s", ".", "&"):
        first += 1
    return Phrase(first, last + 1) if first <= last else None


def phrase_right(scan: Scan, first: int) -> Phrase | None:
    """Return the noun phrase that begins with the token `first`."""
    words, tokens, nouns = scan.words, scan.tokens, source_nouns()
    total = len(words)
    if first >= total:
        return None
    end = scan.bounds[scan.sentence_of(first) + 1]
    if words[first] in PRONOUNS - {"who"} or words[first] in FIRST_SECOND:
        return Phrase(first, first + 1)
    index = first
    anchor = False  # a noun of source, or a name, was seen
    while index < min(end, first + _REACH):
        word = words[index]
        name_like = tokens[index][0].isupper() or word in nouns
        if word in LINKS:
            behind = words[index + 1 : index + 2]
            if not anchor or word in ("on", "to", "in") or not behind or behind[0] in BARRIERS:
                break
        elif (
            word in BARRIERS
            or not (tokens[index][0].isalnum() or word in ("&", "'s", "’s") or _is_title_stop(scan, index))
            or (word == "and" and not anchor)
        ):
            break
        anchor = anchor or name_like
        index += 1
    while index > first and words[index - 1] in LINKS | {"and", "the", "a"}:
        index -= 1
    if index <= first or not anchor:
        return None
    return Phrase(first, index)
