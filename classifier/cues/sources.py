"""Attributions: who said, knew or documented it, and how well that source can be pinned down.

A verb of saying (or "according to") makes a source possible; the noun phrase on its side names it.
Phrases that name the same source are gathered into one `Source`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from classifier.article import Span
from classifier.cues.quotes import Quote
from classifier.lexicons import attribution_verbs, sentence_breaks, source_nouns
from classifier.scan import Scan

__all__ = ["Attribution", "Source", "SourceKind", "find_sources"]

SourceKind = Literal["person", "organisation", "document", "outlet", "anonymous", "vague"]
NAMED = frozenset({"person", "organisation", "document", "outlet"})

_PRONOUNS = frozenset({"he", "she", "they", "it", "who"})
_FIRST_SECOND = frozenset({"i", "we", "you"})
_DETERMINERS = frozenset("the a an this that these those his her its their our my another one some many".split())
_AUXILIARY = frozenset(
    "has have had also later then repeatedly is are was were been be being previously earlier recently once "
    "first further once never not often still now both all just again himself herself themselves itself "
    "publicly privately has already did does do will would could".split()
)
_PASSIVE = frozenset({"is", "are", "was", "were", "been", "be", "being"})
_LINKS = frozenset({"of", "for", "at", "from", "in", "with", "on", "to"})
_BARRIERS = frozenset(
    "that but because while when as if after before since although though whether which where so yet or nor "
    "is are was were be been being has have had do does did will would can could may might must should not "
    "than then by into about over under between through during without within against among via per "
    "today yesterday tomorrow monday tuesday wednesday thursday friday saturday sunday".split()
)
_REACH = 14  # tokens that a noun phrase may be long
_APPOSITIVE = 24  # tokens that may stand between the commas of "Lee, mayor of X, said"
_KIND_ORDER: tuple[SourceKind, ...] = ("document", "outlet", "organisation")


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
    """

    sentence: int
    cue: Span
    span: Span | None
    kind: SourceKind
    source: int | None


@dataclass(frozen=True, slots=True)
class Source:
    """Somebody or something that is cited, gathered from all its mentions.

    Attributes
    ----------
    name
        The longest phrase that names it.
    kind
        ``person``, ``organisation``, ``document``, ``outlet``; ``anonymous`` (described, not named);
        ``vague`` (insiders, experts, reports).
    mentions
        Where it is cited, in order.
    sentences
        Indices of the sentences that rest on it.
    """

    name: str
    kind: SourceKind
    mentions: tuple[Span, ...]
    sentences: tuple[int, ...]

    @property
    def named(self) -> bool:
        """Whether a reader could look the source up."""
        return self.kind in NAMED


@dataclass(frozen=True, slots=True)
class _Phrase:
    first: int
    last: int  # past the last token


def find_sources(scan: Scan, quotes: Sequence[Quote]) -> tuple[list[Attribution], list[Source]]:
    """Return the attributions in order and the sources they name, in order of first mention."""
    quoted = _quoted_tokens(scan, quotes)
    verbs = attribution_verbs()
    sentence_of = scan.sentence_of_token
    gathered = _Gathered(scan)
    attributions: list[Attribution] = []
    for index, word in enumerate(scan.words):
        if word in verbs and not quoted[index]:
            cue = Span(scan.starts[index], scan.ends[index])
            phrase = _subject(scan, index, quoted, verbs[word])
        elif word == "according" and scan.words[index + 1 : index + 2] == ["to"] and not quoted[index]:
            cue = Span(scan.starts[index], scan.ends[index + 1])
            phrase = _phrase_right(scan, index + 2)
        else:
            continue
        sentence = sentence_of[index]
        if phrase is None:
            if word.endswith("ed") and index and scan.words[index - 1] in _PASSIVE:
                attributions.append(Attribution(sentence, cue, None, "vague", None))
            continue
        found = gathered.add(phrase, sentence)
        if found is not None:
            kind, source, span = found
            attributions.append(Attribution(sentence, cue, span, kind, source))
    return attributions, gathered.sources()


def _quoted_tokens(scan: Scan, quotes: Sequence[Quote]) -> list[bool]:
    """Return for each token whether it stands inside a quotation that counts."""
    quoted = [False] * len(scan.tokens)
    index = 0
    for quote in quotes:
        while index < len(quoted) and scan.starts[index] < quote.span.start:
            index += 1
        while index < len(quoted) and scan.ends[index] <= quote.span.end:
            quoted[index] = quote.counts
            index += 1
    return quoted


def _subject(scan: Scan, verb: int, quoted: Sequence[bool], invertible: bool) -> _Phrase | None:
    """Return the noun phrase that does the saying: before the verb, or behind it when turned round."""
    words = scan.words
    start = scan.bounds[scan.sentence_of_token[verb]]
    index = verb - 1
    while index >= start and (words[index] in _AUXILIARY or words[index].endswith("ly")):
        index -= 1
    if any(word in _PASSIVE for word in words[index + 1 : verb]) and words[verb].endswith(("ed", "n", "d")):
        for behind in range(verb + 1, min(verb + 4, len(words))):
            if words[behind] == "by":
                return _phrase_right(scan, behind + 1)
        return None
    turned = invertible and (index < start or quoted[index] or words[index] in ("”", '"', "''", "’", "'", ","))
    if turned:
        phrase = _phrase_right(scan, verb + 1)
        if phrase is not None:
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


def _is_title_stop(scan: Scan, index: int) -> bool:
    """Return whether the token is the full stop of "Mr." or of an initial."""
    if scan.words[index] != "." or index == 0:
        return False
    before = scan.words[index - 1]
    return before in sentence_breaks().titles or (len(before) == 1 and scan.tokens[index - 1].isupper())


def _phrase_left(scan: Scan, last: int, start: int, quoted: Sequence[bool]) -> _Phrase | None:
    """Return the noun phrase that ends with the token `last`."""
    words, tokens, nouns = scan.words, scan.tokens, source_nouns()
    if last < start or quoted[last]:
        return None
    if words[last] in _PRONOUNS | _FIRST_SECOND:
        return _Phrase(last, last + 1)
    index = last
    first = last + 1
    seen_capital = False
    while index >= max(start, last - _REACH) and not quoted[index]:
        word = words[index]
        if word in _DETERMINERS:
            first = index
            if index > start + 1 and words[index - 1] in _LINKS and words[index - 2] in nouns:
                index -= 2
                continue
            break
        if word in _LINKS:
            if index > start and (words[index - 1] in nouns or tokens[index - 1][0].isupper()) and first <= last:
                index -= 1
                continue
            break
        if word in _BARRIERS or not (tokens[index][0].isalnum() or word in ("&", "'s", "’s") or _is_title_stop(scan, index)):
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
    return _Phrase(first, last + 1) if first <= last else None


def _phrase_right(scan: Scan, first: int) -> _Phrase | None:
    """Return the noun phrase that begins with the token `first`."""
    words, tokens, nouns = scan.words, scan.tokens, source_nouns()
    total = len(words)
    if first >= total:
        return None
    end = scan.bounds[scan.sentence_of_token[first] + 1]
    if words[first] in _PRONOUNS - {"who"} or words[first] in _FIRST_SECOND:
        return _Phrase(first, first + 1)
    index = first
    anchor = False  # a noun of source, or a name, was seen
    while index < min(end, first + _REACH):
        word = words[index]
        name_like = tokens[index][0].isupper() or word in nouns
        if word in _LINKS:
            behind = words[index + 1 : index + 2]
            if not anchor or word in ("on", "to", "in") or not behind or behind[0] in _BARRIERS:
                break
        elif word in _BARRIERS or not (
            tokens[index][0].isalnum() or word in ("&", "'s", "’s") or _is_title_stop(scan, index)
        ):
            break
        elif word == "and" and not anchor:
            break
        anchor = anchor or name_like
        index += 1
    while index > first and words[index - 1] in _LINKS | {"and", "the", "a"}:
        index -= 1
    if index <= first or not anchor:
        return None
    return _Phrase(first, index)


class _Gathered:
    """Sources of one article while they are being collected."""

    def __init__(self, scan: Scan) -> None:
        self._scan = scan
        self._names: list[str] = []
        self._kinds: list[SourceKind] = []
        self._mentions: list[list[Span]] = []
        self._sentences: list[list[int]] = []
        self._by_key: dict[str, int] = {}
        self._last_person: int | None = None

    def add(self, phrase: _Phrase, sentence: int) -> tuple[SourceKind, int | None, Span] | None:
        """Record one mention; None if the phrase cannot be a source of the article."""
        scan = self._scan
        words = scan.words[phrase.first : phrase.last]
        span = Span(scan.starts[phrase.first], scan.ends[phrase.last - 1])
        if words[0] in _FIRST_SECOND:
            return None
        if words[0] in _PRONOUNS and len(words) == 1:
            if self._last_person is None:
                return ("vague", None, span) if words[0] == "they" else ("anonymous", None, span)
            source = self._last_person
            self._mentions[source].append(span)
            self._sentences[source].append(sentence)
            return self._kinds[source], source, span
        kind = self._kind(phrase)
        if kind is None:
            return None
        key = self._key(phrase, kind)
        at = self._by_key.get(key)
        if at is None:
            at = len(self._names)
            self._by_key[key] = at
            self._names.append(span.of(scan.text))
            self._kinds.append(kind)
            self._mentions.append([])
            self._sentences.append([])
        elif len(span.of(scan.text)) > len(self._names[at]):
            self._names[at] = span.of(scan.text)
        self._mentions[at].append(span)
        self._sentences[at].append(sentence)
        self._last_person = at
        return self._kinds[at], at, span

    def sources(self) -> list[Source]:
        """Return what was gathered."""
        return [
            Source(name, kind, tuple(mentions), tuple(dict.fromkeys(sentences)))
            for name, kind, mentions, sentences in zip(
                self._names, self._kinds, self._mentions, self._sentences, strict=True
            )
        ]

    def _kind(self, phrase: _Phrase) -> SourceKind | None:
        scan, nouns = self._scan, source_nouns()
        words = scan.words[phrase.first : phrase.last]
        tokens = scan.tokens[phrase.first : phrase.last]
        opens_sentence = phrase.first in scan.bounds
        capitals = [
            index
            for index, token in enumerate(tokens)
            if token[0].isupper() and not (index == 0 and opens_sentence and words[0] in _DETERMINERS | set(nouns))
        ]
        head = self._head(words)
        kinds = nouns.get(words[head], frozenset())
        name = [index for index in capitals if "modifier" not in nouns.get(words[index], frozenset())]
        named_head = head in capitals
        if "vague" in kinds and not named_head:
            described = any("modifier" in nouns.get(word, frozenset()) for word in words[:head]) or len(words) > head + 2
            return "anonymous" if described and words[head] in ("source", "sources") else "vague"
        for kind in _KIND_ORDER:
            if kind in kinds:
                return kind
        if named_head:
            if "outlet" in kinds:
                return "outlet"
            last = nouns.get(words[head], frozenset())
            acronym = tokens[head].isupper() and len(tokens[head]) > 1
            lead = nouns.get(words[0], frozenset())
            if "role" in lead or "modifier" in lead or any("role" in nouns.get(w, frozenset()) for w in words[:head]):
                return "person"
            return "organisation" if "org_suffix" in last or acronym or words[0] == "the" else "person"
        if "role" in kinds:
            following = [index for index in name if index > head]
            return "person" if following else "anonymous"
        if name:
            return "person"
        return "vague" if kinds else None

    def _head(self, words: list[str]) -> int:
        """Return the index of the last word before the first preposition."""
        for index, word in enumerate(words):
            if word in _LINKS and index:
                return index - 1
        return len(words) - 1 if words[-1] not in ("'s", "’s") or len(words) == 1 else len(words) - 2

    def _key(self, phrase: _Phrase, kind: SourceKind) -> str:
        words = self._scan.words[phrase.first : phrase.last]
        if kind == "person":
            return words[self._head(words)]
        return " ".join(word for word in words if word not in _DETERMINERS)
