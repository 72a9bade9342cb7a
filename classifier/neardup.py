"""Near-duplicate texts, by shared runs of words.

Source: A. Broder, "On the resemblance and containment of documents" (1997): containment of shingles.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

__all__ = ["NearDuplicates", "near_duplicates"]

SHINGLE = 6  # words in a run
CONTAINED = 0.2  # share of the shorter text's runs that the other must hold
_COMMON = 20  # a run in more texts than this is a set phrase of an outlet
Key = TypeVar("Key", bound=Hashable)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class NearDuplicates(Generic[Key]):
    """Two texts that share much, and the share of the shorter one that stands in the other."""

    first: Key
    second: Key
    contained: float


def near_duplicates(texts: Mapping[Key, str]) -> list[NearDuplicates[Key]]:
    """Return every pair of `texts` of which one holds at least a fifth of the other, in order of the keys.

    Examples
    --------
    >>> told = "The council of the small town voted on Monday to shut the old bridge for repairs."
    >>> [pair.second for pair in near_duplicates({1: told, 2: told + " It is old.", 3: "Nothing of it."})]
    [2]
    """
    shingles = {key: _shingles(text) for key, text in texts.items()}
    holders: dict[int, list[Key]] = {}
    for key, found in shingles.items():
        for shingle in found:
            holders.setdefault(shingle, []).append(key)
    shared: Counter[tuple[Key, Key]] = Counter()
    for keys in holders.values():
        if 1 < len(keys) <= _COMMON:
            shared.update((a, b) for at, a in enumerate(keys) for b in keys[at + 1 :])
    pairs = []
    for (first, second), count in shared.items():
        contained = count / min(len(shingles[first]), len(shingles[second]))
        if contained >= CONTAINED:
            pairs.append(NearDuplicates(first, second, contained))
    order = {key: at for at, key in enumerate(texts)}
    return sorted(pairs, key=lambda pair: (order[pair.first], order[pair.second]))


def _shingles(text: str) -> set[int]:
    words = _WORD.findall(text.lower())
    return {hash(tuple(words[at : at + SHINGLE])) for at in range(len(words) - SHINGLE + 1)}
