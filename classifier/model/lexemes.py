"""The lexemes of the tagger, learned from texts: which forms, suffixes and prefixes it knows, and what of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from itertools import pairwise
from typing import Protocol

import numpy as np

from classifier.cues.lexemes import ATTRIBUTES, CLASSES, UNKNOWN, Lexemes, shape_of
from classifier.cues.phrases import DETERMINERS, FIRST_SECOND, PRONOUNS
from classifier.cues.states import KINDS
from classifier.lexicons import attribution_verbs, source_nouns, word_list
from classifier.model.clusters import word_clusters
from classifier.scan import Scan

__all__ = ["learn_lexemes"]

MIN_FORM = 3  # times that a form must occur
MIN_WORD = 4
MIN_AFFIX = 20
CLUSTERS = (128, 400)
FREQUENT = 1500  # words that stand for themselves in the attribute coarse
CUENESS = (0.01, 0.05, 0.1, 0.4)  # shares of a word's places that lie in cues, where the next value begins
PRIOR = 4.0  # places outside cues that every word is taken to have besides


class _Text(Protocol):
    @property
    def scan(self) -> Scan: ...
    @property
    def kinds(self) -> list[int]: ...


def learn_lexemes(texts: Sequence[_Text], more: Sequence[Scan] = ()) -> Lexemes:
    """Return the lexemes of annotated texts; forms and clusters also from the scans of `more`."""
    scans = [text.scan for text in texts] + list(more)
    counts = Counter(token for one in scans for token in one.tokens)
    forms = tuple(sorted(form for form, count in counts.items() if count >= MIN_FORM))
    words = Counter(word for text in texts for word in text.scan.words)
    cue = KINDS.index("cue")
    in_cue = Counter(
        word for text in texts for word, kind in zip(text.scan.words, text.kinds, strict=True) if kind >= cue
    )
    sentences = [one.words[first:last] for one in scans for first, last in pairwise(one.bounds)]
    clusters, fine = word_clusters(sentences, CLUSTERS)
    frequent = {word: index for index, (word, _) in enumerate(words.most_common(FREQUENT), 1)}
    lowered = [form.lower() for form in forms]
    suffixes = _frequent(words, lambda word: word[-3:])
    values = {
        "word": _numbers(lowered, {word for word, count in words.items() if count >= MIN_WORD}),
        "prefix": _numbers([word[:4] for word in lowered], set(_frequent(words, lambda word: word[:4]))),
        "suffix": _numbers([word[-3:] for word in lowered], suffixes),
        "ending": _numbers([word[-2:] for word in lowered], set(_frequent(words, lambda word: word[-2:]))),
        "shape": [shape_of(form) for form in forms],
        "cluster": [clusters.get(word, -1) + 1 for word in lowered],
        "fine": [fine.get(word, -1) + 1 for word in lowered],
        "class": [_class(word) for word in lowered],
        "cueness": np.digitize([in_cue[word] / (words[word] + PRIOR) for word in lowered], CUENESS).tolist(),
        "coarse": [frequent.get(word) or _coarse(fine.get(word, -1), len(frequent)) for word in lowered],
    }
    attributes = np.array([values[name] for name in ATTRIBUTES], dtype=np.int64).T + UNKNOWN
    return Lexemes(forms, attributes, tuple(suffixes))


def _coarse(cluster: int, frequent: int) -> int:
    return 0 if cluster < 0 else 1 + frequent + cluster


def _frequent(words: Counter[str], affix: Callable[[str], str]) -> list[str]:
    counts: Counter[str] = Counter()
    for word, count in words.items():
        if word[0].isalpha():
            counts[affix(word)] += count
    return sorted(found for found, count in counts.items() if count >= MIN_AFFIX)


def _numbers(values: Sequence[str], known: Collection[str]) -> list[int]:
    """Return for each value its place, from one, among the sorted known ones; 0 where it is not known."""
    place = {value: index for index, value in enumerate(sorted(known), 1)}
    return [place.get(value, 0) for value in values]


def _class(word: str) -> int:
    """Return the index of the word's class in `CLASSES`."""
    if word == ",":
        return CLASSES.index("comma")
    verbs = attribution_verbs()
    if word in verbs:
        return CLASSES.index("invertible" if verbs[word] else "verb")
    for name, words in (
        ("pronoun", PRONOUNS),
        ("first_second", FIRST_SECOND),
        ("determiner", DETERMINERS),
        ("auxiliary", word_list("auxiliary")),
    ):
        if word in words:
            return CLASSES.index(name)
    kinds = source_nouns().get(word, frozenset())
    return next((index for index, name in enumerate(CLASSES) if name in kinds), 0)
