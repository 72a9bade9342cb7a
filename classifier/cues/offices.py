"""The office of a person: title and affiliation, as the words beside the name tell them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from classifier.article import Span
from classifier.cues.phrases import BARRIERS, DETERMINERS, LINKS, POSSESSIVE
from classifier.lexicons import nouns_of_kind, sentence_breaks, word_list
from classifier.scan import Scan

__all__ = ["Office", "introduced", "is_meant", "name_begins", "office"]

_COURTESY = frozenset({"mr", "mrs", "ms", "mx", "messrs", "st"})  # these are no office
_ENDS = frozenset({",", ";", ".", ":", "(", ")", "—", "–", "--", "”", '"', "who", "which"})
_BELONGING = frozenset(
    {"american", "british", "chinese", "democrat", "european", "french", "german", "indian", "republican", "russian"}
)
_RANKING = frozenset({"majority", "minority"})  # of a leader
_FORMER = frozenset({"former", "longtime", "veteran", "retired", "outgoing", "incoming"})
_REACH = 14  # tokens that a description of a person may be long
_AHEAD = 30  # tokens that what is before a name may be long, so that a text in capitals costs no more than others
_TITLE = 6  # tokens that a title may be long
_NEAR = 20_000  # characters before a name in which it may stand first; so that time does not grow with the square
_LEADING = frozenset({"chief", "head", "leader", "boss"})  # may be said of anybody who leads
_WRITTEN_OUT = {
    "capt": "captain", "ceo": "chief executive", "col": "colonel", "dr": "doctor", "gen": "general", "gov": "governor",
    "lt": "lieutenant", "prof": "professor", "rep": "congressman", "rev": "reverend", "sen": "senator",
    "sgt": "sergeant",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Office:
    """What a person is, and where; None for what is not said there."""

    title: Span | None = None
    affiliation: Span | None = None


def office(scan: Scan, first: int, last: int, behind: int) -> Office:
    """Return the office that is told beside the name ``tokens[first:last]``.

    Looked for right before the name ("NATO Secretary General Mark Rutte"), behind it ("Lee, mayor of Ash,"), before a
    comma ("its director, Ann Lee,"), and up to `behind`, the end of the phrase ("Ann Lee of the harbour board").
    """
    sentence = scan.sentence_of(first)
    start, end = scan.bounds[sentence], scan.bounds[sentence + 1]
    words = scan.words
    if first > start and words[first - 1] != ",":
        found = _before(scan, first, start)
        if found.title:
            return found
    if last >= end:
        return Office()
    if words[last] == ",":
        at = last + 1
        if at + 1 < end and words[at].isdigit() and words[at + 1] == ",":  # an age
            at += 2
        found = _described(scan, at, _segment_end(scan, at, end))
        if not found.title and not found.affiliation and first > start + 1 and words[first - 1] == ",":
            found = _described(scan, _segment_start(scan, first - 1, start), first - 1)
        return found
    if last < behind and words[last] == "of":
        return Office(None, _place(scan, last + 1, behind))
    return Office()


def introduced(scan: Scan, first: int, last: int, behind: int) -> Office:
    """Return the office of a person who is first cited as ``tokens[first:last]`` in a phrase that ends with `behind`.

    If it is not told there, then perhaps where the name stands first in the text.
    """
    found = office(scan, first, last, behind)
    at = None if found.title else _first_place(scan, last - 1)
    if at is None:
        return found
    begins, least, roles = at, max(0, at - _AHEAD), nouns_of_kind("role")
    while begins > least and scan.tokens[begins - 1][0].isupper() and scan.words[begins - 1] not in roles:
        begins -= 1
    if last - first > 1 and scan.words[at - 1 : at] != scan.words[last - 2 : last - 1]:  # another of that name
        return found
    earlier = office(scan, begins, at + 1, at + 1)
    return earlier if earlier.title else found


def is_meant(scan: Scan, held: Office, role: str, others: Sequence[str]) -> bool:
    """Return whether "the NATO chief", the role and the words before it, fits an office."""
    title, affiliation = _told(scan, held.title), _told(scan, held.affiliation)
    holds = role in title or (role in _LEADING and bool(others) and bool(affiliation))
    return holds and all(_alike(word, [*title, *affiliation]) for word in others)


def name_begins(scan: Scan, first: int, last: int) -> int:
    """Return where the name begins in "Health Minister Ann Lee", `first` where no name follows a title."""
    if last - first == 1 or scan.words[last - 1] in _bodies():
        return first
    roles, titles = nouns_of_kind("role"), sentence_breaks().titles
    at = last
    while at > first and (scan.tokens[at - 1][0].isupper() or scan.words[at - 1] == "."):
        word = scan.words[at - 1]
        if word in roles or (word == "." and scan.words[at - 2] in titles):
            return at if at < last else first
        at -= 1
    titled = first < at < last and scan.words[at - 1] in roles
    return at if titled else first


@cache
def _bodies() -> frozenset[str]:
    """Return the nouns with which names of bodies end: of "Justice Department" the first word is no title."""
    return (nouns_of_kind("organisation") | nouns_of_kind("org_suffix")) - nouns_of_kind("role")


def _before(scan: Scan, name: int, start: int) -> Office:
    """Return the office that stands right before the name."""
    words = scan.words
    if words[name - 1] == "." and words[name - 2] in sentence_breaks().titles - _COURTESY:
        first = name - 2
    elif words[name - 1] in _held():
        first = name - 1
    else:
        return Office()
    least = max(start, name - _AHEAD)
    while first > least and words[first - 1] in _titling():
        first -= 1
    last = first - 1 if words[first - 1] in POSSESSIVE else first
    at = last
    while at > least and _is_proper(scan, at - 1, start):
        at -= 1
    while at < last and words[at] in _FORMER:
        at += 1
    return Office(_span(scan, first, name), _span(scan, at, last))


def _is_proper(scan: Scan, at: int, start: int) -> bool:
    """Return whether the token is a part of a name, not merely the first of its sentence or a day."""
    word = scan.words[at]
    opens = at == start and (word in sentence_breaks().openers or word in BARRIERS)
    proper = scan.tokens[at][0].isupper() or word == "&"
    return proper and not opens and word not in DETERMINERS and word not in word_list("months")


def _described(scan: Scan, first: int, last: int) -> Office:
    """Return the office that a description tells, ``tokens[first:last]``: "head of the harbour office"."""
    words = scan.words
    if first >= last:
        return Office()
    if words[first] in ("of", "from", "at"):
        return Office(None, _place(scan, first + 1, last))
    at = first + (words[first] in DETERMINERS)
    stop = next((index for index in range(at, last) if words[index] in LINKS or words[index] in BARRIERS), last)
    head = stop - 1
    if head < at or words[head] not in _held():
        return Office()
    owner = next((index for index in range(at, head) if words[index] in POSSESSIVE), None)
    title = _title_begins(scan, at, head) if owner is None else owner + 1
    if at == first and owner is None and not all(word in _titling() for word in words[title:head]):
        return Office()  # "Lee, citing officials,"
    if head - title >= _TITLE:
        return Office()
    affiliation = _span(scan, at, title if owner is None else owner)
    link = head + 1
    while affiliation is None and link < last and words[link] not in BARRIERS:
        affiliation = _place(scan, link + 1, last) if words[link] in LINKS else None
        link += 1
    return Office(_span(scan, title, head + 1), affiliation)


def _title_begins(scan: Scan, at: int, head: int) -> int:
    """Return where the title begins in "NATO deputy chief": behind the names that are no part of a title."""
    while at < head and scan.tokens[at][0].isupper() and scan.words[at] not in _titling():
        at += 1
    return at


@cache
def _held() -> frozenset[str]:
    """Return the nouns that name the office of one person."""
    roles = nouns_of_kind("role")
    return frozenset(word for word in roles if not (word.endswith("s") and word[:-1] in roles))


@cache
def _titling() -> frozenset[str]:
    """Return the words that titles are made of."""
    return (nouns_of_kind("role") | nouns_of_kind("modifier") | _RANKING) - _BELONGING


def _place(scan: Scan, first: int, last: int) -> Span | None:
    """Return the name, or "the harbour office", that begins at `first`; None for "law" in "professor of law"."""
    words = scan.words
    determined = first < last and words[first] in DETERMINERS
    first += determined
    if first >= last or not (determined or scan.tokens[first][0].isupper()):
        return None
    stop = first + 1
    while stop < last and words[stop] not in BARRIERS and (words[stop] not in LINKS or words[stop] in ("of", "for")):
        stop += 1
    return _span(scan, first, stop)


def _segment_end(scan: Scan, first: int, end: int) -> int:
    """Return the first token from `first` on that ends a description."""
    end = min(end, first + _REACH)
    return next((index for index in range(first, end) if _ends_here(scan, index)), end)


def _segment_start(scan: Scan, last: int, start: int) -> int:
    """Return the token behind the last one before `last` that ends a description."""
    start = max(start, last - _REACH)
    return next((index + 1 for index in range(last - 1, start - 1, -1) if _ends_here(scan, index)), start)


def _ends_here(scan: Scan, index: int) -> bool:
    """Return whether a description ends with the token; it does not with the stop of an initial."""
    initial = scan.words[index] == "." and len(scan.words[index - 1]) == 1
    return scan.words[index] in _ENDS and not initial


def _span(scan: Scan, first: int, last: int) -> Span | None:
    return Span(scan.starts[first], scan.ends[last - 1]) if first < last else None


def _first_place(scan: Scan, token: int) -> int | None:
    """Return where the token stands for the first time in the text not far before it, None if nowhere."""
    name, here = scan.tokens[token], scan.starts[token]
    found = scan.text.find(name, max(0, here - _NEAR), here)
    while found >= 0:
        at = bisect_left(scan.starts, found)
        if scan.tokens[at] == name:
            return at
        found = scan.text.find(name, found + 1, here)
    return None


def _told(scan: Scan, span: Span | None) -> list[str]:
    """Return the words of a title or affiliation in lower case, abbreviations written out."""
    words = span.of(scan.text).lower().replace(".", " ").split() if span else []
    return " ".join(_WRITTEN_OUT.get(word, word) for word in words).split()


def _alike(word: str, others: Sequence[str]) -> bool:
    """Return whether the word, or one that begins alike ("Russian", "Russia"), is among the others."""
    return any(word == other or (len(word) > 4 and word[:4] == other[:4]) for other in others)
