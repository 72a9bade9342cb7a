"""The sources of one article: of what kind each is, and which mentions are one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from classifier.article import Span
from classifier.cues.phrases import DETERMINERS, FIRST_SECOND, LINKS, PRONOUNS, Phrase
from classifier.cues.quotes import SourceKind
from classifier.lexicons import nouns_of_kind, source_nouns
from classifier.scan import Scan

__all__ = ["Entities", "Source", "SourceKind"]

NAMED = frozenset({"person", "organisation", "document", "outlet"})

_FITTING: dict[str, frozenset[SourceKind]] = {
    "he": frozenset({"person", "anonymous"}),
    "she": frozenset({"person", "anonymous"}),
    "who": frozenset(("person", "organisation", "anonymous", "vague")),
    "they": frozenset({"organisation", "anonymous", "vague", "outlet"}),
    "it": frozenset({"organisation", "document", "outlet"}),
}
_NONE: frozenset[str] = frozenset()
_MODIFIER = frozenset({"modifier"})
_KIND_ORDER: tuple[SourceKind, ...] = ("document", "outlet", "organisation")


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
        Indices of the sentences that cite it, also those in which it only wants or plans something.
    share
        Part of the body's tokens, from 0 to 1 in three places, in sentences that hand a claim to it or quote it.
        A sentence counts in full for each source it rests on, so the shares of an article may sum to more than 1.
    """

    name: str
    kind: SourceKind
    mentions: tuple[Span, ...]
    sentences: tuple[int, ...]
    share: float

    @property
    def named(self) -> bool:
        """Whether a reader could look the source up."""
        return self.kind in NAMED


class Entities:
    """Sources of one article while they are being collected."""

    def __init__(self, scan: Scan) -> None:
        self._scan = scan
        self._names: list[str] = []
        self._kinds: list[SourceKind] = []
        self._mentions: list[list[Span]] = []
        self._sentences: list[list[int]] = []
        self._by_key: dict[str, int] = {}
        self._spoke: list[int] = []  # sources in the order of their mentions

    def add(self, phrase: Phrase, span: Span, sentence: int) -> tuple[SourceKind, int | None] | None:
        """Record one mention; return its kind and its source, None for that where nobody can be named.

        None if the phrase cannot be a source of the article.
        """
        words = self._scan.words[phrase.first : phrase.last]
        if words[0] in FIRST_SECOND:
            return None
        if len(words) == 1 and words[0] in PRONOUNS:
            source = self._meant_by(words[0])
            if source is None:
                return "vague" if words[0] == "they" else "anonymous", None
            self._mentions[source].append(span)
            self._sentences[source].append(sentence)
            return self._kinds[source], source
        head = _head(words)
        kind = self._kind(phrase, words, head, sentence)
        if kind is None:
            return None
        key = words[head] if kind == "person" else " ".join([word for word in words if word not in DETERMINERS])
        at = self._by_key.setdefault(key, len(self._names))
        name = span.of(self._scan.text)
        if at == len(self._names):
            self._names.append(name)
            self._kinds.append(kind)
            self._mentions.append([span])
            self._sentences.append([sentence])
        else:
            if len(name) > len(self._names[at]):
                self._names[at] = name
            self._mentions[at].append(span)
            self._sentences[at].append(sentence)
        self._spoke.append(at)
        return self._kinds[at], at

    def _meant_by(self, pronoun: str) -> int | None:
        """Return the source last mentioned that fits the pronoun, else the last one."""
        fitting = _FITTING[pronoun]
        last = self._spoke[-1] if self._spoke else None
        return next((at for at in reversed(self._spoke) if self._kinds[at] in fitting), last)

    def __len__(self) -> int:
        """Return the number of sources."""
        return len(self._names)

    def sources(self, shares: Sequence[float]) -> list[Source]:
        """Return what was gathered, each source with its share of the article's body."""
        return [
            Source(name, kind, tuple(mentions), tuple(dict.fromkeys(sentences)), share)
            for name, kind, mentions, sentences, share in zip(
                self._names, self._kinds, self._mentions, self._sentences, shares, strict=True
            )
        ]

    def _kind(self, phrase: Phrase, words: list[str], head: int, sentence: int) -> SourceKind | None:
        """Return of what kind the source is, by its head and the words before it; None if it is none."""
        tokens = self._scan.tokens[phrase.first : phrase.last]
        nouns, modifiers = source_nouns(), nouns_of_kind("modifier")
        kinds = nouns.get(words[head], _NONE)
        opens_sentence = phrase.first == self._scan.bounds[sentence]
        plain = opens_sentence and (words[0] in DETERMINERS or words[0] in nouns)  # its capital is the sentence's
        named_head = tokens[head][0].isupper() and (head > 0 or not plain)
        if kinds:
            if "vague" in kinds and not (named_head and len(_capitals(tokens, plain)) > 1):  # nor does "Says Source"
                described = words[head] in ("source", "sources") and not modifiers.isdisjoint(words[:head])
                return "anonymous" if described else "vague"
            for kind in _KIND_ORDER:
                if kind in kinds:
                    return kind
        if named_head:
            if "outlet" in kinds:
                return "outlet"
            if words[0] in modifiers or not nouns_of_kind("role").isdisjoint(words[: head or 1]):
                return "person"
            acronym = tokens[head].isupper() and len(tokens[head]) > 1
            return "organisation" if "org_suffix" in kinds or acronym or words[0] == "the" else "person"
        name = [index for index in _capitals(tokens, plain) if words[index] not in modifiers]
        if "role" in kinds:
            return "person" if name and name[-1] > head else "anonymous"
        if name:
            return "person"
        return "vague" if kinds else None


def _capitals(tokens: list[str], plain: bool) -> list[int]:
    """Return which tokens are in capitals; if `plain`, the first does not count."""
    return [index for index, token in enumerate(tokens) if token[0].isupper() and (index or not plain)]


def _head(words: list[str]) -> int:
    """Return the index of the noun that the phrase is about: the last before a preposition."""
    head = len(words) - 1
    if not LINKS.isdisjoint(words):
        head = next((index - 1 for index, word in enumerate(words) if index and word in LINKS), head)
    nouns = source_nouns()
    while head and (words[head] in ("'s", "’s") or nouns.get(words[head]) == _MODIFIER):
        head -= 1  # "a source close", "officials familiar"
    return head
