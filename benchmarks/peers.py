"""What speed is measured beside: programs that do a part of the work, or another work, on the same texts.

What is fitted is fitted to labels that mean nothing: the time of a prediction does not depend on them.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

__all__ = ["NOT_HAD", "YARDSTICK", "Peer", "peers"]

YARDSTICK = "NLTK Punkt + word tokenizer"
Work = Callable[[Sequence[str]], object]

# Tried for this comparison, and why they are not in it.
NOT_HAD = {
    "nela-features 3.0.1": "installs, but each function needs NLTK's punkt_tab, which no package registry carries",
    "textstat after 0.7.4": "its syllables need NLTK's cmudict, which is downloaded at run time; 0.7.4 does without",
    "CLiPS pattern, modality": "is to be had from its repository on GitHub only, out of reach of this machine",
}


@dataclass(frozen=True, slots=True)
class Peer:
    """A program, what it delivers, and how it is run over texts."""

    name: str
    delivers: str
    run: Work


@dataclass(frozen=True, slots=True)
class _Source:
    """A program that may be there: the module that it needs, and how it is set up with some texts."""

    name: str
    delivers: str
    module: str
    set_up: Callable[[Sequence[str]], Work]


def peers(texts: Sequence[str]) -> tuple[list[Peer], dict[str, str]]:
    """Return the peers that are installed, the yardstick first, and for the others why they are not there."""
    missing = {one.name: f"not installed: {one.module}" for one in _SOURCES if not _is_there(one.module)}
    return [Peer(one.name, one.delivers, one.set_up(texts)) for one in _SOURCES if one.name not in missing], missing


def _is_there(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


def _each(work: Callable[[str], object]) -> Work:
    def run(texts: Sequence[str]) -> None:
        for text in texts:
            work(text)

    return run


def _punkt(texts: Sequence[str]) -> Work:
    import punkt
    from nltk.tokenize.destructive import NLTKWordTokenizer
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

    learned, parameters = punkt.load_model("english"), PunktParameters()
    parameters.abbrev_types = set(learned.abbrev_types)
    parameters.collocations = {tuple(pair) for pair in learned.collocations}
    parameters.sent_starters = set(learned.sent_starters)
    parameters.ortho_context.update(learned.ortho_context)
    sentences, words = PunktSentenceTokenizer(parameters), NLTKWordTokenizer()
    return _each(lambda text: [words.tokenize(sentence) for sentence in sentences.tokenize(text)])


def _linear(size: int) -> Callable[[Sequence[str]], Work]:
    """Return the set-up of scikit-learn's word and pair model, predicting `size` texts at a time."""

    def set_up(texts: Sequence[str]) -> Work:
        from sklearn.feature_extraction.text import HashingVectorizer
        from sklearn.linear_model import LogisticRegression
        from sklearn.pipeline import make_pipeline

        model = make_pipeline(HashingVectorizer(ngram_range=(1, 2), n_features=2**18), LogisticRegression())
        model.fit(texts[:100], [number % 3 for number in range(len(texts[:100]))])

        def run(texts: Sequence[str]) -> None:
            for at in range(0, len(texts), size):
                model.predict_proba(texts[at : at + size])

        return run

    return set_up


def _nupunkt(texts: Sequence[str]) -> Work:
    import nupunkt

    return _each(nupunkt.sent_spans)


def _blingfire(texts: Sequence[str]) -> Work:
    import blingfire

    return _each(lambda text: [blingfire.text_to_words(one) for one in blingfire.text_to_sentences(text).split("\n")])


def _textstat(texts: Sequence[str]) -> Work:
    import textstat

    return _each(lambda text: (textstat.flesch_reading_ease(text), textstat.gunning_fog(text)))


def _spacy(texts: Sequence[str]) -> Work:
    import spacy

    pipeline = spacy.blank("en")
    pipeline.add_pipe("sentencizer")
    return _each(lambda text: list(pipeline(text).sents))


def _fasttext(texts: Sequence[str]) -> Work:
    import fasttext

    with TemporaryDirectory() as folder:
        path = Path(folder) / "texts"
        rows = [f"__label__{number % 3} {' '.join(text.split())}\n" for number, text in enumerate(texts)]
        path.write_text("".join(rows), encoding="utf-8")
        model = fasttext.train_supervised(str(path), epoch=1, wordNgrams=2, bucket=2**18, thread=1, verbose=0)
    # The method behind `predict`, which fails under numpy 2 in the original package.
    return _each(lambda text: model.f.predict(" ".join(text.split()) + "\n", 3, 0.0, "strict"))


_SOURCES = (
    _Source(YARDSTICK, "sentences, words", "punkt", _punkt),
    _Source("scikit-learn, one article", "one label", "sklearn", _linear(1)),
    _Source("scikit-learn, 256 articles", "one label", "sklearn", _linear(256)),
    _Source("fastText (C++)", "one label", "fasttext", _fasttext),
    _Source("nupunkt", "sentences", "nupunkt", _nupunkt),
    _Source("blingfire (C++)", "sentences, words", "blingfire", _blingfire),
    _Source("spaCy blank + sentencizer", "sentences, words", "spacy", _spacy),
    _Source("textstat, two indices", "two readability indices", "textstat", _textstat),
)
