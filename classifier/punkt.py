"""Learns with NLTK's Punkt which words are abbreviations and which open sentences.

The result is data, ``lexicons/punkt.tsv``, which `classifier.scan` reads; nltk is needed here only.

Source: Kiss and Strunk (2006), "Unsupervised Multilingual Sentence Boundary Detection",
Computational Linguistics 32(4).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

__all__ = ["train"]

_LOWER = 0b1110000  # flags of nltk.tokenize.punkt: seen in lower case, anywhere
_UPPER_INSIDE = 0b0000100  # seen with a capital inside a sentence


def train(texts: Iterable[str], min_count: int = 5) -> list[tuple[str, str, int]]:
    """Return rows of word, kind and count, sorted, from unlabelled English `texts`.

    Parameters
    ----------
    texts
        Articles. They must not be those on which boundaries are measured.
    min_count
        A sentence opener must occur so often in lower case.
    """
    from nltk.tokenize.punkt import PunktTrainer

    trainer = PunktTrainer()
    trainer.INCLUDE_ABBREV_COLLOCS = True
    counts: Counter[str] = Counter()
    for text in texts:
        for line in text.splitlines():  # a headline must not run into the next line
            trainer.train(line + "\n", finalize=False)
            counts.update(line.split())
    trainer.finalize_training()
    learned = trainer.get_params()
    found = {(word, "abbreviation", counts[word + "."]) for word in learned.abbrev_types if word.isascii()}
    for word, flags in learned.ortho_context.items():
        opens = flags & _LOWER and not flags & _UPPER_INSIDE
        if word.isalpha() and opens and counts[word] >= min_count:
            found.add((word, "opener", counts[word]))
    found |= {(word, "opener", counts[word]) for word in learned.sent_starters if word.isalpha()}
    return sorted(found)
