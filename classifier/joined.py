"""Several scanned texts as one, because a step of numpy costs the same for one text as for twenty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from classifier.forms import Flags, Forms, Ints, joined
from classifier.scan import Scan

__all__ = ["Joined"]


@dataclass(frozen=True, slots=True, eq=False)
class Joined:
    """The tokens and sentences of several texts, numbered one text after the other.

    Attributes
    ----------
    scans
        The texts.
    forms, form
        Their forms, and that of each token.
    tokens, sentences
        ``tokens[i]:tokens[i + 1]`` are the tokens of text ``i``, and so its sentences; one longer than `scans`.
    characters
        Characters before each text.
    bounds
        ``bounds[i]:bounds[i + 1]`` are the tokens of sentence ``i``.
    block
        Index of its block, within its text, for each sentence.
    """

    scans: Sequence[Scan]
    forms: Forms
    form: Ints
    tokens: Ints
    sentences: Ints
    characters: Ints
    bounds: Ints
    block: Ints

    @classmethod
    def of(cls, scans: Sequence[Scan]) -> Joined:
        """Return the texts as one."""
        forms, form = joined([(scan.forms, scan.form) for scan in scans])
        tokens = np.cumsum([0, *(len(scan.form) for scan in scans)])
        sentences = np.cumsum([0, *(len(scan.sentences) for scan in scans)])
        characters = np.cumsum([0, *(len(scan.text) for scan in scans)])[:-1]
        bounds = np.zeros(sentences[-1] + 1, dtype=np.int64)
        bounds[1:] = np.fromiter(chain.from_iterable(scan.bounds[1:] for scan in scans), np.int64, sentences[-1])
        bounds[1:] += np.repeat(tokens[:-1], np.diff(sentences))
        block = np.fromiter(chain.from_iterable(scan.sentence_block for scan in scans), np.int64, sentences[-1])
        return cls(scans, forms, form, tokens, sentences, characters, bounds, block)

    def words_at(self, token: Ints, inside: Flags, edge: str) -> list[str]:
        """Return the word at each token, `edge` for those that are not inside."""
        words = self.forms.words
        numbers = np.where(inside, self.form.take(token, mode="clip"), -1).tolist()
        return [edge if number < 0 else words[number] for number in numbers]
