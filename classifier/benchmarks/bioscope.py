"""BioScope: whether a sentence of a biomedical text holds a speculation cue (CoNLL-2010 shared task, 1B).

A sentence is as speculative as the likeliest cue among its tokens: a logistic regression judges every token that
was ever marked as a part of a cue in training, by the words around it. ``train`` is measured in
ten folds by document, any other split by a model fitted to ``train``; the winner of 2010 reached F1 86.4 on the
official evaluation data.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction import FeatureHasher
from sklearn.linear_model import LogisticRegression

from classifier.article import Span
from classifier.benchmarks.rows import Row, f1_row
from classifier.dataset import folds_by_group
from classifier.errors import CorpusError
from classifier.model.bundle import Model

__all__ = ["CueTokens", "MarkedSentence", "read_sentences", "run"]

FOLDS = 10
_TOKEN = re.compile(r"\w+|[^\w\s]")
_REACH = 6  # words on each side that are looked at
_LEAST = 0.01  # a word is a candidate if it is a part of a cue at least this often


@dataclass(frozen=True, slots=True)
class MarkedSentence:
    """A sentence, its document, and the speculation cues in it."""

    document: str
    text: str
    cues: tuple[Span, ...]


def read_sentences(corpora: Path, split: str) -> list[MarkedSentence]:
    """Return the sentences of a split, the file of that name.

    Raises
    ------
    CorpusError
        If the file is missing or a row is not as described in the corpus's own notes.
    """
    path = corpora / "bioscope" / f"{split}.jsonl"
    if not path.is_file():
        raise CorpusError(f"{path}: no such file; give the folder that holds bioscope/ with --corpora")
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            row = json.loads(line)
            cues = tuple(Span(start, end) for start, end in row["cues"])
            found.append(MarkedSentence(row["doc"], row["text"], cues))
        except (ValueError, KeyError, TypeError) as error:
            raise CorpusError(f"{path}:{number}: wanted doc, text and cues [[start, end], …] ({error!r})") from error
    return found


def run(corpora: Path, split: str, model: Model) -> list[Row]:
    """Return the row for a split; `model` is not used, the task is fitted to ``train``."""
    known = read_sentences(corpora, "train")
    parts = _folds(known) if split == "train" else [(known, read_sentences(corpora, split))]
    counts: dict[str, NDArray[np.int64]] = defaultdict(lambda: np.zeros(3, dtype=np.int64))
    for seen, judged in parts:
        chances = CueTokens().fit(seen).predict_proba([one.text for one in judged])
        for one, chance in zip(judged, chances.tolist(), strict=True):
            wanted, found = bool(one.cues), chance > 0.5
            counts[one.document] += np.array([wanted and found, wanted, found])
    return [f1_row("sentence holds a speculation cue, F1", list(counts.values()), 0.90)]


def _folds(sentences: Sequence[MarkedSentence]) -> Iterator[tuple[list[MarkedSentence], list[MarkedSentence]]]:
    """Yield, for each fold by document, the other sentences and its own."""
    hedged = [str(bool(one.cues)) for one in sentences]
    fold = folds_by_group([one.document for one in sentences], hedged, FOLDS, 0).tolist()
    for number in range(FOLDS):
        pairs = list(zip(sentences, fold, strict=True))
        yield [one for one, at in pairs if at != number], [one for one, at in pairs if at == number]


class CueTokens:
    """The likeliest cue of a sentence, learned on spans.

    Parameters
    ----------
    C : float
        Inverse strength of the L2 penalty.

    Attributes
    ----------
    words_ : frozenset of str
        The words that are judged.

    Examples
    --------
    >>> marked = [MarkedSentence("a", "It may bind.", (Span(3, 6),)), MarkedSentence("a", "It binds in may.", ())]
    >>> CueTokens(C=100.0).fit(marked).predict_proba(["We may see.", "We see."]).round().tolist()
    [1.0, 0.0]
    """

    def __init__(self, C: float = 1.0) -> None:  # noqa: N803
        self.C = C
        self._hasher = FeatureHasher(2**18, input_type="string", alternate_sign=False)

    def fit(self, sentences: Sequence[MarkedSentence]) -> CueTokens:
        """Fit to sentences with their cues."""
        seen: Counter[str] = Counter()
        marked: Counter[str] = Counter()
        for sentence in sentences:
            for word, span in _tokens(sentence.text):
                seen[word] += 1
                marked[word] += any(span.overlaps(cue) for cue in sentence.cues)
        self.words_ = frozenset(word for word, count in marked.items() if count >= max(1, _LEAST * seen[word]))
        features: list[list[str]] = []
        target: list[bool] = []
        for sentence in sentences:
            tokens = _tokens(sentence.text)
            words = [word for word, _ in tokens]
            for at, (word, span) in enumerate(tokens):
                if word in self.words_:
                    features.append(_features(words, at))
                    target.append(any(span.overlaps(cue) for cue in sentence.cues))
        self._model = LogisticRegression(C=self.C, solver="liblinear").fit(self._hasher.transform(features), target)
        return self

    def predict_proba(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return for each text the probability of its likeliest cue, shape (n,); 0 if no word is judged."""
        features: list[list[str]] = []
        rows: list[int] = []
        for row, text in enumerate(texts):
            words = [word for word, _ in _tokens(text)]
            places = [at for at, word in enumerate(words) if word in self.words_]
            features += [_features(words, at) for at in places]
            rows += [row] * len(places)
        found = np.zeros(len(texts))
        if rows:
            chances: NDArray[Any] = self._model.predict_proba(self._hasher.transform(features))[:, 1]
            np.maximum.at(found, rows, chances)
        return found


def _tokens(text: str) -> list[tuple[str, Span]]:
    return [(found.group().lower(), Span(*found.span())) for found in _TOKEN.finditer(text)]


def _features(words: Sequence[str], at: int) -> list[str]:
    """Return the names of the features of a token: itself, each word near it, and pairs and triples with it."""
    own = words[at]

    def word(offset: int) -> str:
        return words[at + offset] if 0 <= at + offset < len(words) else "<>"

    near = [f"near {one}" for one in set(words[max(0, at - _REACH) : at + _REACH + 1])]
    placed = [f"{offset} {word(offset)}" for offset in range(-_REACH, _REACH + 1) if offset]
    pairs = [f"{own} {offset} {word(offset)}" for offset in (-2, -1, 1, 2)]
    triples = [f"{word(-1)} . {word(1)}", f"{own} {word(1)} {word(2)}", f"{word(-2)} {word(-1)} {own}"]
    endings = [f"ends {own[-3:]}", f"{own} before {word(1)[-3:]}"]
    return [own, *near, *placed, *pairs, *triples, *endings]
