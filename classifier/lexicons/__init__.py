"""The word lists that come with the package: data in TSV files, each list with its source.

Every list is read once, when first asked for. `SOURCES.md` beside this file names the origin and
licence of each.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

__all__ = [
    "HedgeCue",
    "LookAlike",
    "SentenceBreaks",
    "attribution_verbs",
    "boilerplate",
    "hedge_cues",
    "look_alikes",
    "nouns_of_kind",
    "rows",
    "sentence_breaks",
    "source_nouns",
    "word_list",
]


def rows(name: str) -> list[list[str]]:
    """Return the rows of the lexicon `name` (without ``.tsv``), comments and blank lines left out."""
    text = Path(__file__).with_name(f"{name}.tsv").read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line.strip() and not line.startswith("#")]


@cache
def _word_lists() -> dict[str, frozenset[str]]:
    lists: dict[str, set[str]] = {}
    for word, name, *_ in rows("word_lists"):
        lists.setdefault(name, set()).add(word)
    return {name: frozenset(words) for name, words in lists.items()}


def word_list(name: str) -> frozenset[str]:
    """Return the words of one of the closed lists in ``word_lists.tsv``.

    Examples
    --------
    >>> "monday" in word_list("months")
    True
    """
    return _word_lists()[name]


@dataclass(frozen=True, slots=True)
class SentenceBreaks:
    """What decides whether a full stop ends a sentence; all words in lower case, without the last stop.

    Attributes
    ----------
    abbreviations
        Words that usually carry a full stop ("inc", "u.s", "jan").
    titles
        Abbreviations that never end a sentence ("mr", "sen", "lt").
    before_number
        Abbreviations only before a number ("no", "vol").
    openers
        Words seen almost only in lower case, so that a capital marks the start of a sentence.
    starters
        Function words, which in capitals begin a sentence behind any abbreviation ("the", "but").
    name_abbreviations
        Abbreviations that often begin a name ("U.S. Steel"), so that only a starter ends a sentence there.
    """

    abbreviations: frozenset[str]
    titles: frozenset[str]
    before_number: frozenset[str]
    openers: frozenset[str]
    starters: frozenset[str]
    name_abbreviations: frozenset[str]


@cache
def sentence_breaks() -> SentenceBreaks:
    """Return the lists that the scanner uses."""
    of_kind: dict[str, set[str]] = {}
    for word, kind, *_ in rows("abbreviations") + rows("punkt"):
        of_kind.setdefault(kind, set()).add(word)
    kinds = ("abbreviation", "title", "before_number", "opener", "starter", "name_abbreviation")
    lists = {kind: frozenset(of_kind.get(kind, ())) for kind in kinds}
    return SentenceBreaks(
        abbreviations=lists["abbreviation"] | lists["title"],
        titles=lists["title"],
        before_number=lists["before_number"],
        openers=lists["opener"] | lists["starter"],
        starters=lists["starter"],
        name_abbreviations=lists["name_abbreviation"],
    )


@dataclass(frozen=True, slots=True)
class HedgeCue:
    """One row of the hedge lexicon.

    Attributes
    ----------
    words
        Tokens in lower case; ``...`` stands for up to three tokens.
    kind
        See `classifier.cues.hedges.HedgeKind`.
    strength
        Prior probability that the cue withholds commitment.
    """

    words: tuple[str, ...]
    kind: str
    strength: float


@cache
def hedge_cues() -> tuple[HedgeCue, ...]:
    """Return the hedge cues, of two with the same words the last."""
    cues = {}
    for cue, kind, strength, *_ in rows("hedges"):
        for spelling in dict.fromkeys((cue, cue.replace("'", "’"))):
            words = tuple(re.sub(r"(?=['’]s\b)", " ", spelling).split())  # the scanner splits "it's", not "i'd"
            cues[words] = HedgeCue(words, kind, float(strength))
    return tuple(cues.values())


@dataclass(frozen=True, slots=True)
class LookAlike:
    """Words right before and right behind a cue that show that it does not hedge."""

    before: frozenset[str]
    behind: frozenset[str]


@cache
def look_alikes() -> dict[str, LookAlike]:
    """Return the look-alikes of each cue that has any."""
    sides: dict[str, dict[str, set[str]]] = {}
    for cue, side, word, *_ in rows("look_alikes"):
        sides.setdefault(cue, {"before": set(), "behind": set()})[side].add(word)
    return {cue: LookAlike(frozenset(side["before"]), frozenset(side["behind"])) for cue, side in sides.items()}


@cache
def attribution_verbs() -> dict[str, bool]:
    """Return the verbs that hand a claim to a source, and whether they may stand before it."""
    return {word: kind == "invertible" for word, kind, *_ in rows("attribution")}


@cache
def source_nouns() -> dict[str, frozenset[str]]:
    """Return, for each noun that tells what a source is, the kinds that it may be."""
    kinds: dict[str, set[str]] = {}
    for word, kind, *_ in rows("sources"):
        kinds.setdefault(word, set()).add(kind)
    return {word: frozenset(found) for word, found in kinds.items()}


@cache
def nouns_of_kind(kind: str) -> frozenset[str]:
    """Return the nouns that may name a source of that kind, or a modifier of one."""
    return frozenset(word for word, kinds in source_nouns().items() if kind in kinds)


@cache
def boilerplate() -> tuple[tuple[str, str], ...]:
    """Return phrases that pages leave in an article's text, each with its kind."""
    return tuple((phrase, kind) for phrase, kind, *_ in rows("boilerplate"))
