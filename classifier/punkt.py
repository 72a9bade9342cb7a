"""Learns with NLTK's Punkt which words are abbreviations and which open sentences.

The result is data, ``lexicons/punkt.tsv``, which `classifier.scan` reads; nltk is needed here only.
To make it anew: ``python -m classifier.punkt ../shared/corpora/polnear/train.jsonl``.

Source: Kiss and Strunk (2006), "Unsupervised Multilingual Sentence Boundary Detection",
Computational Linguistics 32(4).
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

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


def main() -> None:
    """Learn from the ``text`` of every row of a JSON Lines file and write the list."""
    source = Path(sys.argv[1])
    texts = [json.loads(line)["text"] for line in source.read_text(encoding="utf-8").splitlines()]
    head = (
        "# word\tkind\tcount\n"
        f"# Learned by classifier.punkt from PolNeAR train ({len(texts)} articles); counts are occurrences there.\n"
    )
    body = "".join(f"{word}\t{kind}\t{count}\n" for word, kind, count in train(texts))
    Path(__file__).with_name("lexicons").joinpath("punkt.tsv").write_text(head + body, encoding="utf-8")


if __name__ == "__main__":
    main()
