"""Words that may name or mark the holder of a doubt: "I", "some", "insiders", "say", "in her view"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from classifier.forms import Flags, Ints, Numbering
from classifier.joined import Joined
from classifier.lexicons import attribution_verbs, source_nouns

__all__ = ["Holders", "outermost"]

_POSSESSIVE = frozenset("his her their its 's ’s whose".split())
_FIRST = frozenset("i we my our i'm i’m we're we’re i'd i’d".split())
_MANY = frozenset("some many others few most several".split())
# Nouns beside which somebody's view is told: "in her view", "by the office's estimate", "rumour has it".
_VIEWS = frozenset(
    "view opinion words report account estimate forecast belief plan plans theory logic rumour rumor rumours rumors "
    "speculation whispers talk grapevine mind".split()
)
_FEW = 100  # words of a sentence; news has hardly one with so many
_SORTS = "FGMVW"  # of words that may name or mark a holder: first person, vague, many, say, view
_LETTERS = ["".join(sort for bit, sort in enumerate(_SORTS) if found >> bit & 1) for found in range(1 << len(_SORTS))]


@cache
def _sorts() -> dict[str, str]:
    """Return the sort of each word that may name or mark a holder of the doubt."""
    vague = {word for word, kinds in source_nouns().items() if "vague" in kinds}
    sorts: dict[str, str] = {}
    for sort, words in (("F", _FIRST), ("M", _MANY), ("G", vague), ("W", _VIEWS), ("V", attribution_verbs())):
        sorts.update(dict.fromkeys(words, sort))
    return sorts


@cache
def _marking() -> frozenset[str]:
    return frozenset(_sorts())


@dataclass(frozen=True, slots=True)
class Holders:
    """Words outside quotations that may name or mark a holder of a doubt, in some sentences.

    Of those that stand in a sentence again and again the first and the last are enough, see `outermost`.

    Attributes
    ----------
    token, sentence
        Where each stands.
    words, sorts
        The word, and its sort.
    """

    token: Ints
    sentence: Ints
    words: list[str]
    sorts: list[str]

    @classmethod
    def of(cls, texts: Joined, sentences: Ints, quoted: Flags) -> Holders:
        """Return those that stand in some sentences, given whether each token is quoted."""
        chosen = np.zeros(texts.sentences[-1], dtype=bool)
        chosen[sentences] = True
        token = np.flatnonzero(texts.forms.among(_marking())[texts.form] & ~quoted)
        sentence = np.searchsorted(texts.bounds, token, side="right") - 1
        token, sentence = token[chosen[sentence]], sentence[chosen[sentence]]
        words = [texts.forms.words[number] for number in texts.form[token].tolist()]
        sorts = list(map(_sorts().__getitem__, words))
        edges = set(texts.tokens.tolist())
        for at, sort in enumerate(sorts):
            if sort in "MW":
                here = int(token[at])
                before = "" if here in edges else texts.forms.words[texts.form[here - 1]]
                behind = "" if here + 1 in edges else texts.forms.words[texts.form[here + 1]]
                sorts[at] = _sort(sort, before, behind)
        kept = outermost(sentence, sorts, words)
        some = kept.tolist()
        return cls(token[kept], sentence[kept], [words[at] for at in some], [sorts[at] for at in some])

    def letters(self, holder: Ints, place: Ints, count: int) -> list[str]:
        """Return the sorts of the holders beside each of so many places, each once, sorted."""
        sort = np.array([_SORTS.index(sort[0]) for sort in self.sorts], dtype=np.int64)
        held = np.zeros((count, len(_SORTS)), dtype=bool)
        held[place, sort[holder]] = True
        return [_LETTERS[one] for (one,) in np.packbits(held, axis=1, bitorder="little").tolist()]


def outermost(sentence: Ints, *words: Sequence[str]) -> Ints:
    """Return which words, told by one or several texts each, are the first or the last of their like in a sentence.

    They tell what stands before a place and what behind it; pairs of all places and words of a sentence would grow with
    the square of its length. Where no sentence holds many, all are returned.
    """
    if not len(sentence) or np.bincount(sentence).max() <= _FEW:
        return np.arange(len(sentence))
    number = Numbering()
    like = np.fromiter((number[" ".join(one)] for one in zip(*words, strict=True)), np.int64, len(sentence))
    key = sentence * len(number) + like
    first = np.unique(key, return_index=True)[1]
    last = len(key) - 1 - np.unique(key[::-1], return_index=True)[1]
    return np.union1d(first, last)


def _sort(sort: str, before: str, behind: str) -> str:
    """Return the sort of a word of sort M or W that stands between two others."""
    if sort == "W":  # whose view it is: the writer's own, somebody's, or nobody says
        return "W own" if before in ("my", "our") else "W held" if before in _POSSESSIVE or behind == "of" else "W"
    return "M say" if _sorts().get(behind) == "V" else sort
