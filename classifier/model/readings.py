"""Candidates for hedges that one reader judged one by one: where they stand, and what they teach.

Most stand in articles that have a row of labels; those of other articles teach every disambiguator, since no
figure is measured on these articles.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from classifier.article import Span
from classifier.corpora import Texts, find_texts
from classifier.cues import analyse
from classifier.cues.disambiguator import VOICES
from classifier.cues.tagger import Tagger
from classifier.errors import LabelError
from classifier.labels import LabelledArticle
from classifier.model.hedges import NONE, HedgeExample, hedge_examples

__all__ = ["SECOND_READING", "ReadArticle", "Readings", "read_readings"]

_READINGS = "hedge_readings.jsonl"
SECOND_READING = "hedge_second_reading.jsonl"  # of some of them, for the agreement only


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """An article of which candidates were judged: `places` holds the voice of each, or ``none``."""

    corpus: str
    id: str
    sha256: str
    places: Mapping[Span, str]

    @property
    def key(self) -> tuple[str, str]:
        """Corpus and id."""
        return self.corpus, self.id


@dataclass(frozen=True)
class Readings:
    """What the readings teach.

    Attributes
    ----------
    places
        Judged candidates of articles that have a row of labels, by corpus and id.
    elsewhere
        Examples from articles that have none.
    """

    places: Mapping[tuple[str, str], Mapping[Span, str]]
    elsewhere: tuple[HedgeExample, ...] = ()

    @classmethod
    def of(
        cls, labels: Path, rows: Sequence[LabelledArticle], corpora: Path, tagger: Tagger | None, jobs: int = 1
    ) -> tuple[Readings, Texts]:
        """Return the readings in a folder of labels with `rows`, and the texts of the articles without a row."""
        from joblib import Parallel, delayed

        read = read_readings(labels)
        known = {(row.corpus, row.id) for row in rows}
        others = [one for one in read if one.key not in known]
        texts = find_texts(others, labels, corpora)
        others = [one for one in others if one.key in texts.found]
        documents = Parallel(n_jobs=jobs)(delayed(analyse)(texts.found[one.key], tagger) for one in others)
        elsewhere = [
            example
            for one, document in zip(others, documents, strict=True)
            for example in hedge_examples(document, one.places)
            if example.label is not None
        ]
        return cls({one.key: one.places for one in read if one.key in known}, tuple(elsewhere)), texts


def read_readings(labels: Path, name: str = _READINGS) -> list[ReadArticle]:
    """Return the articles of which candidates were judged one by one; none if there is no such file.

    Raises
    ------
    LabelError
        Naming file and line of the first row that breaks the format.
    """
    path = labels / name
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines() if path.is_file() else (), 1):
        try:
            row = json.loads(line)
            places = {Span(start, end): voice or NONE for start, end, voice in row["places"]}
            article = ReadArticle(row["corpus"], row["id"], row["sha256"], places)
        except (ValueError, KeyError, TypeError) as error:
            raise LabelError(
                f"{path}:{number}: wanted corpus, id, sha256 and places [[start, end, voice]] ({error!r})"
            ) from error
        unknown = set(places.values()) - {NONE, *VOICES}
        if unknown:
            raise LabelError(f"{path}:{number}: voice {unknown.pop()!r} is not null or one of {', '.join(VOICES)}")
        found.append(article)
    return found
