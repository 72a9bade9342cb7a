"""What kind of source a noun phrase names: by its head, its capitals and the words before the head."""

from __future__ import annotations

from functools import cache

from classifier.cues.phrases import DETERMINERS, LINKS, PARTICIPLES
from classifier.cues.quotes import SourceKind
from classifier.lexicons import nouns_of_kind, sentence_breaks, source_nouns

__all__ = ["head_of", "kind_of"]

_NONE: frozenset[str] = frozenset()
_MODIFIER = frozenset({"modifier"})
_BY_NOUN: tuple[SourceKind, ...] = ("document", "outlet", "organisation")
_ONLY_IN_CAPITALS = frozenset({"outlet_name", "place"})
_SOME = frozenset({"some", "many", "most", "few", "more"})
_INDEFINITE = frozenset({"a", "an", "one", "another", "several", "two", "three", "four", "five", "six"})
_PARTS = (_INDEFINITE - {"a", "an"}) | {"some", "many", "most", "both", "each", "all"}  # "one of his aides"
_THEM = frozenset({"them", "us", "those", "these", "whom"})
_POINTING = frozenset({"this", "that", "my", "our", "your", "the", "a", "an"})
_OWNERS = frozenset({"its", "their", "his", "her", "our", "'s", "’s"})
_DOMAINS = frozenset({"com", "org", "net", "tv", "info"})
_TRAILING = frozenset({"'s", "’s", "himself", "herself", "itself", "themselves", "both", '"', "”"})
_BEHIND_HEAD = LINKS | PARTICIPLES | {"by"}
_FEW = frozenset({"few", "handful", "couple"})  # behind "a": "a few Democrats"
_NAME_PREFIXES = ("Mac", "Fitz", "Van", "Von")  # of "MacArthur"; "GitHub" is no person
_ROMAN = frozenset("IVX")
_ACRONYM = range(2, 6)  # letters; longer words in capitals are rather shouted


def head_of(words: list[str]) -> int:
    """Return the index of the noun that the phrase is about: the last before a preposition or "published by"."""
    if len(words) == 1:
        return 0
    if len(words) > 2 and words[1] == "of" and words[0] in _PARTS and words[-1] not in _THEM:
        return 2 + head_of(words[2:])
    head = len(words) - 1
    if not _BEHIND_HEAD.isdisjoint(words):
        head = next((index - 1 for index, word in enumerate(words) if index and word in _BEHIND_HEAD), head)
    nouns = source_nouns()
    while head and (words[head] in _TRAILING or nouns.get(words[head]) == _MODIFIER):
        head -= 1  # "a source close", "officials familiar"
    return head


def kind_of(tokens: list[str], words: list[str], head: int, *, opens: bool) -> SourceKind | None:
    """Return of what kind the source is; None if the phrase can be none.

    Parameters
    ----------
    tokens, words
        The phrase, as written and in lower case.
    head
        Index of its head.
    opens
        Whether it opens its sentence, so that its first capital may tell nothing.
    """
    if len(words) == 1 and words[0] in _POINTING:
        return None
    kinds = source_nouns().get(words[head], _NONE)
    if kinds and head > 1 and len(tokens[head]) < 4 and _is_short_name(tokens, head):
        kinds = _NONE
    plain = opens and (words[0] in DETERMINERS or words[0] in _common_nouns())
    named = tokens[head][0].isupper() and (head > 0 or not plain)
    if len(words) > 2 and words[-1] in _DOMAINS and words[-2] == ".":
        return "outlet"
    found = _by_noun(kinds, tokens, words, head, plain=plain, named=named) if kinds else None
    if found is not None:
        return found
    if named:
        return _named(kinds, tokens, words, head)
    capitals = _capitals(tokens, plain)
    if "role" in kinds:
        name_behind = len(words) > head + 2 and tokens[-1][0].isupper() and tokens[-2][0].isupper()
        of_one = not words[head].endswith("s") and words[0] not in DETERMINERS
        return "person" if name_behind and of_one else "anonymous"  # "secretary of state John Kerry"
    if capitals or (plain and len(words) == 1 and not kinds):  # "the Thor star", "Witnesses"
        return "anonymous"
    return "vague" if kinds else None


@cache
def _common_nouns() -> frozenset[str]:
    """Return words whose capital, where they open a sentence, does not make them a name."""
    listed = {word for word, kinds in source_nouns().items() if kinds - _ONLY_IN_CAPITALS}
    return frozenset(listed | {word for word in sentence_breaks().openers if word.endswith("s")})


def _by_noun(
    kinds: frozenset[str], tokens: list[str], words: list[str], head: int, *, plain: bool, named: bool
) -> SourceKind | None:
    """Return the kind that the head itself tells; None if it tells none here."""
    if words[head] == "website" and not _OWNERS.isdisjoint(words[:head]):
        return "document"  # "the council's website"; "the website" is an outlet
    if named and ("outlet" in kinds or ("outlet_name" in kinds and len(_capitals(tokens, plain)) > 1)):
        return "outlet"
    if "crowd" in kinds:
        return "vague"
    if "vague" in kinds and not (named and len(_capitals(tokens, plain)) > 1):  # "Says Source" names nobody either
        described = words[head] in ("source", "sources") and not nouns_of_kind("modifier").isdisjoint(words[:head])
        return "anonymous" if described else "vague"
    for kind in _BY_NOUN:
        if kind in kinds:
            crowd = kind == "organisation" and _is_some(words)  # "some Republicans"
            return "vague" if crowd else kind
    return "organisation" if named and "place" in kinds else None


def _named(kinds: frozenset[str], tokens: list[str], words: list[str], head: int) -> SourceKind:
    """Return the kind of a source whose head is a name."""
    if _is_some(words):
        return "vague"
    if words[0] in _INDEFINITE:  # "one senior Republican"
        return "anonymous"
    before = source_nouns().get(words[head - 1], _NONE) if head else _NONE
    bare = head == len(words) - 1 and (head == 0 or not before.isdisjoint(("organisation", "org_suffix")))
    if "role" in kinds and (words[0] == "the" or bare):
        return "anonymous"  # "the President", "Writer", "Bridge Board President"
    if words[0] in nouns_of_kind("modifier") or not nouns_of_kind("role").isdisjoint(words[: head or 1]):
        return "person"
    if tokens[0].isupper() and "outlet" in source_nouns().get(words[0], _NONE) and _OWNERS.isdisjoint(words):
        return "outlet"  # "CBS Chicago"
    if head and _ROMAN.issuperset(tokens[head]) and tokens[head - 1].istitle():
        return "person"  # "Pius XII"
    acronym = tokens[head].isupper() and (len(tokens[head]) in _ACRONYM or "-" in tokens[head])
    body = "org_suffix" in kinds or acronym or words[0] == "the" or "&" in words or _is_brand(tokens[head])
    return "organisation" if body else "person"


def _is_some(words: list[str]) -> bool:
    """Return whether the phrase begins as "some" or "a few" do."""
    return words[0] in _SOME or (words[0] == "a" and not _FEW.isdisjoint(words[1:2]))


def _is_brand(token: str) -> bool:
    """Return whether a capital stands within the word, as in "GitHub", not in "McAdam" or "DeVos"."""
    if token.isupper() or token[1:].islower() or not token.isalpha():
        return False
    inner = next((at for at, letter in enumerate(token) if at and letter.isupper()), 0)
    return inner > 2 and not token.startswith(_NAME_PREFIXES)


def _is_short_name(tokens: list[str], head: int) -> bool:
    """Return whether the head is written as a name where a list knows it as initials: "Kim Jong Un"."""
    return tokens[0] != "The" and all(map(str.istitle, tokens[: head + 1]))


def _capitals(tokens: list[str], plain: bool) -> list[int]:
    """Return which tokens are in capitals; if `plain`, the first does not count."""
    return [index for index, token in enumerate(tokens) if token[0].isupper() and (index or not plain)]
