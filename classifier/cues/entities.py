"""The sources of one article: of what kind each is, and which mentions are one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from classifier.article import Span
from classifier.cues.kinds import head_of, kind_of
from classifier.cues.nearby import described, is_common, lies_in
from classifier.cues.offices import Office, introduced, is_meant, name_begins, office
from classifier.cues.phrases import DETERMINERS, FIRST_SECOND, FORMS, PRONOUNS, Phrase
from classifier.cues.quotes import SourceKind
from classifier.lexicons import nouns_of_kind
from classifier.scan import Scan

__all__ = ["Entities", "Source", "SourceKind"]

NAMED = frozenset({"person", "organisation", "document", "outlet"})

_FITTING: dict[str, frozenset[SourceKind]] = {
    "he": frozenset({"person", "anonymous"}),
    "she": frozenset({"person", "anonymous"}),
    "they": frozenset({"organisation", "anonymous", "vague", "outlet"}),
    "it": frozenset({"organisation", "document", "outlet"}),
}
_PRONOUN = {word + form: word for word in PRONOUNS for form in FORMS} | {
    "his": "he", "her": "she", "their": "they", "its": "it"
}  # fmt: skip
_UNKNOWN: dict[str, SourceKind] = {"they": "vague", "who": "person"}  # where nobody is meant that is cited
_OTHER = {"he": "she", "she": "he"}
_SEX = {"mr": "he", "mrs": "she", "ms": "she", "miss": "she", "spokesman": "he", "spokeswoman": "she"}  # before a name
_DEFINITE = frozenset({"the", "this", "that"})
_BACK: frozenset[SourceKind] = frozenset({"organisation", "document", "outlet"})  # "the council" may mean one before
_RECENT = 50  # sources that "the minister" may mean, for the same reason
_LATEST = 5  # mentions
_LAND = ("ia", "land", "stan")  # endings of lands


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
    title
        Of a person: the first words that tell the office ("Secretary General", "head"); None where none do.
    affiliation
        Of a person: the words that tell whom or what the office belongs to ("NATO", "harbour office"), or None.
    """

    name: str
    kind: SourceKind
    mentions: tuple[Span, ...]
    sentences: tuple[int, ...]
    share: float
    title: Span | None = None
    affiliation: Span | None = None

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
        self._offices: list[Office] = []
        self._sex: list[str] = []  # "he" or "she" where the text has told, else empty
        self._by_key: dict[str, int] = {}
        self._common: dict[str, bool] = {}  # words that open a sentence
        self._by_initials: dict[str, int] = {}  # organisations that "the NWC" will mean
        self._by_noun: dict[tuple[SourceKind, str], list[int]] = {}  # what "the commission" may mean
        self._spoke: list[int] = []  # sources in the order of their mentions but for pronouns

    def add(self, phrase: Phrase, sentence: int) -> tuple[SourceKind, int | None] | None:
        """Record one mention; return its kind and its source, None for that where nobody can be named.

        None if the phrase cannot be a source of the article.
        """
        words = self._scan.words[phrase.first : phrase.last]
        if words[0] in FIRST_SECOND:
            return None
        pronoun = _PRONOUN.get(words[0]) if len(words) == 1 else None
        if pronoun:
            return self._pronoun(pronoun, phrase.first, sentence)
        head = head_of(words)
        tokens = self._scan.tokens[phrase.first : phrase.last]
        kind = kind_of(tokens, words, head, opens=phrase.first == self._scan.bounds[sentence])
        if kind is None:
            return None
        if kind == "person" and words[head] in nouns_of_kind("role"):
            head = len(words) - 1  # "secretary of state John Kerry"
        key = words[head] if kind == "person" else " ".join([word for word in words if word not in DETERMINERS])
        if kind == "person" and len(words) == 1 and words[0].endswith(_LAND) and lies_in(self._scan, phrase.first):
            kind = "organisation"
        if kind == "person" and len(words) == 1 and key not in self._by_key:
            if phrase.first == self._scan.bounds[sentence] and self._is_common(phrase.first):
                return None  # "Unfortunately"
            kind = described(self._scan, phrase.first) or kind
        return self._cited(kind, key, phrase, head, sentence)

    def speaks(self, phrase: Phrase, sentence: int) -> int:
        """Record that the person so named speaks in an interview; return the source."""
        head = phrase.last - phrase.first - 1
        at = self._cited("person", self._scan.words[phrase.last - 1], phrase, head, sentence)[1]
        if self._mentions[at][-1] in self._mentions[at][-2:-1]:  # the speaker may be named but once for all turns
            del self._mentions[at][-1]
        return at

    def _cited(self, kind: SourceKind, key: str, phrase: Phrase, head: int, sentence: int) -> tuple[SourceKind, int]:
        """Record one mention of a source of that kind, known by the key or by other words; return kind and source."""
        tokens, words = self._scan.tokens[phrase.first : phrase.last], self._scan.words[phrase.first : phrase.last]
        span = Span(self._scan.starts[phrase.first], self._scan.ends[phrase.last - 1])
        at = self._by_key.get(key)
        if at is None and kind == "organisation":
            at = self._by_initials.get(key)
        if at is None:
            at = self._same(kind, tokens, words, head)  # not kept: the next minister may be meant by "the minister"
            if at is None:
                at = self._by_key[key] = self._new(kind, phrase, head, span)
        elif kind == self._kinds[at] == "person" and self._offices[at].title is None:
            self._learn(at, phrase, head)
        if kind == "person" and not self._sex[at]:
            self._sex[at] = _addressed(self._scan, self._name(phrase, head)[0])
        if kind == self._kinds[at] and span.end - span.start > len(self._names[at]):
            self._names[at] = span.of(self._scan.text)
        self._mentions[at].append(span)
        self._sentences[at].append(sentence)
        self._spoke.append(at)
        return self._kinds[at], at

    def _is_common(self, token: int) -> bool:
        """Return whether the word that opens a sentence is no name, judged where it first does."""
        word = self._scan.tokens[token]
        if word not in self._common:
            self._common[word] = is_common(self._scan, token)
        return self._common[word]

    def _pronoun(self, pronoun: str, token: int, sentence: int) -> tuple[SourceKind, int | None]:
        """Record a mention by a pronoun."""
        source = self._before(token) if pronoun == "who" else self._meant_by(pronoun)
        if source is None:
            return _UNKNOWN.get(pronoun, "anonymous"), None
        self._mentions[source].append(Span(self._scan.starts[token], self._scan.ends[token]))
        self._sentences[source].append(sentence)
        return self._kinds[source], source

    def _new(self, kind: SourceKind, phrase: Phrase, head: int, span: Span) -> int:
        """Return the number of a source that was not cited before."""
        at = len(self._names)
        self._names.append(span.of(self._scan.text))
        self._kinds.append(kind)
        self._mentions.append([])
        self._sentences.append([])
        self._offices.append(Office())
        self._sex.append("")
        if kind == "person":
            self._offices[at] = introduced(self._scan, *self._name(phrase, head), phrase.last)
        elif kind in _BACK:
            self._by_noun.setdefault((kind, self._scan.words[phrase.first + head]), []).append(at)
        return at

    def _learn(self, at: int, phrase: Phrase, head: int) -> None:
        """Take the title of a person from a further mention."""
        told = office(self._scan, *self._name(phrase, head), phrase.last)
        if told.title:
            self._offices[at] = told

    def _name(self, phrase: Phrase, head: int) -> tuple[int, int]:
        """Return where the name in the phrase begins and ends."""
        last = phrase.first + head + 1
        return name_begins(self._scan, phrase.first, last), last

    def _same(self, kind: SourceKind, tokens: list[str], words: list[str], head: int) -> int | None:
        """Return the source that other words have named before, None if none or several may be meant."""
        if kind == "anonymous":
            return self._holder(words, head) if words[0] in _DEFINITE else None
        if kind not in _BACK:
            return None
        if len(words) == 2 and words[0] in _DEFINITE and tokens[1].islower():  # "the commission"
            meant = self._by_noun.get((kind, words[1]), [])
            return meant[0] if len(meant) == 1 else None
        initials = "".join([token[0] for token in tokens if token[0].isupper() and token != "The"]).lower()
        if kind != "organisation" or len(initials) < 2:
            return None
        same = self._by_key.get(initials, self._by_initials.get(initials))
        if same is not None and self._kinds[same] == "person":  # "Bo Ray" is no Road Authority of York
            return None
        if same is None:
            self._by_initials[initials] = len(self._names)
        return same

    def _holder(self, words: list[str], head: int) -> int | None:
        """Return the one person whose office "the NATO chief" fits, None if none or several do."""
        others = [word for word in words[1:head] if word.isalpha()]
        earliest = max(0, len(self._offices) - _RECENT)
        held = enumerate(self._offices[earliest:], earliest)
        fitting = [at for at, one in held if is_meant(self._scan, one, words[head], others)]
        return fitting[0] if len(fitting) == 1 else None

    def _meant_by(self, pronoun: str) -> int | None:
        """Return the source last mentioned that fits the pronoun, else the last one; none of the other sex.

        One that is known to be of that sex goes before others that were mentioned a little later.
        """
        fitting, other = _FITTING[pronoun], _OTHER.get(pronoun)
        found: int | None = None
        last: int | None = None
        weighed = 0
        for at in self._spoke[: -_RECENT - 1 : -1]:
            if other and self._sex[at] == other:
                continue
            if self._sex[at] == pronoun and weighed < _LATEST:
                return at
            if found is None and self._kinds[at] in fitting:
                found = at
            last = at if last is None else last
            weighed += 1
            if found is not None and (other is None or weighed >= _LATEST):
                break
        meant = last if found is None else found
        if other and meant is not None:
            self._sex[meant] = pronoun
        return meant

    def _before(self, who: int) -> int | None:
        """Return the source that "who" goes on about: it stands right before, or before a comma; None if it is none."""
        scan = self._scan
        last = who - 1 if who and scan.words[who - 1] != "," else who - 2
        if last < 0:
            return None
        if self._spoke and self._mentions[self._spoke[-1]][-1].end == scan.ends[last]:
            return self._spoke[-1]
        return self._by_key.get(scan.words[last])

    def __len__(self) -> int:
        """Return the number of sources."""
        return len(self._names)

    def sources(self, shares: Sequence[float]) -> list[Source]:
        """Return what was gathered, each source with its share of the article's body."""
        return [
            Source(name, kind, tuple(mentions), tuple(dict.fromkeys(sentences)), share, held.title, held.affiliation)
            for name, kind, mentions, sentences, share, held in zip(
                self._names, self._kinds, self._mentions, self._sentences, shares, self._offices, strict=True
            )
        ]


def _addressed(scan: Scan, name: int) -> str:
    """Return "he" or "she" where Mr. or Mrs., with or without its stop, is before the name; else nothing."""
    for word in scan.words[max(0, name - 2) : name]:
        if word in _SEX:
            return _SEX[word]
    return ""
