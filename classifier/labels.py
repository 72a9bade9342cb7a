"""Labels on disk: what `labels/` holds, read and checked.

A label row points at a text by corpus, id and SHA-256 and gives what annotators read in it. Rows of
``standoff/*.jsonl`` hold no text; those of ``written/labels.jsonl`` point at ``written/<author>.jsonl``
beside them. The format is documented in ``labels/README.md``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from classifier.article import Span, sha256_of
from classifier.errors import LabelError
from classifier.model.compiled import QUALITY_PARTS, SENTENCE_LABELS, VERDICTS

__all__ = [
    "GENRES",
    "HELPING",
    "SPLITS",
    "LabelledArticle",
    "LabelledSentence",
    "LabelledSpans",
    "Reading",
    "WrittenArticle",
    "parse_row",
    "read_labels",
    "read_written",
]

GENRES = (
    "report", "analysis", "opinion", "preview", "rumour", "farm", "explainer", "interview", "promo", "other",
)  # fmt: skip
SPLITS = ("train", "dev", "test")
HELPING = ("polnear",)
_VERDICTS = (*VERDICTS, "none")
_VOICES = ("article", "quote", "attributed", "nobody")
_KINDS = ("person", "organisation", "document", "outlet", "anonymous", "vague")


@dataclass(frozen=True, slots=True)
class Reading:
    """What one annotator, or in the end the adjudication, made of an article.

    Attributes
    ----------
    annotator
        ``P``, ``Q`` (blind), ``R`` (third reading where they differ) or ``final``.
    verdict, genre
        As in the guide.
    sourcing, specifics, craft
        1 to 5; None where the verdict is ``none``.
    """

    annotator: str
    verdict: str
    genre: str
    sourcing: int | None
    specifics: int | None
    craft: int | None

    @property
    def quality(self) -> int | None:
        """Median of the three parts."""
        parts = (self.sourcing, self.specifics, self.craft)
        known = sorted(part for part in parts if part is not None)
        return known[1] if len(known) == 3 else None


@dataclass(frozen=True, slots=True)
class LabelledSentence:
    """A sentence with its label; `readings` holds the annotators' labels in their order."""

    span: Span
    label: str
    readings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LabelledSpans:
    """The cues that one annotator marked.

    Attributes
    ----------
    annotator
        ``P`` or ``Q``.
    hedges
        Each with its voice.
    quotes
        Each with its speaker's span, None where nobody is named.
    sources
        Each with its kind.
    """

    annotator: str
    hedges: tuple[tuple[Span, str], ...]
    quotes: tuple[tuple[Span, Span | None], ...]
    sources: tuple[tuple[Span, str], ...]


@dataclass(frozen=True, slots=True)
class LabelledArticle:
    """One row of labels.

    Attributes
    ----------
    corpus, id, sha256
        The text that the row is about.
    group
        Articles of one group (outlet, event, author's event) never straddle splits or folds.
    split
        ``train``, ``dev`` or ``test``.
    stratum
        Kind of origin, for tables of results: a stratum of the corpus, or the author.
    final
        The labels that count.
    readings
        The independent readings behind them.
    sentences
        In order; empty where sentences were not labelled.
    spans
        Hedges, quotes and sources as each annotator marked them; empty where nobody did.
    """

    corpus: str
    id: str
    sha256: str
    group: str
    split: str
    stratum: str
    final: Reading
    readings: tuple[Reading, ...]
    sentences: tuple[LabelledSentence, ...]
    spans: tuple[LabelledSpans, ...]

    @property
    def read_once(self) -> bool:
        """Whether one annotator alone has read it; other labels rest on two or more, or on somebody's own judgement."""
        return len(self.readings) == 1

    @property
    def sample(self) -> Literal["real", "written", "helping"]:
        """What the article is a sample of: real news, articles written for this project, or none.

        ``helping`` are those of `HELPING`, since the tagger is fitted to all of them and a model chose some, and
        those that one annotator alone has read: they teach, and figures on real articles leave them out.
        """
        if self.corpus == "written":
            return "written"
        return "helping" if self.corpus in HELPING or self.read_once else "real"


@dataclass(frozen=True, slots=True)
class WrittenArticle:
    """An article that was written for this project."""

    id: str
    author: str
    event: str | None
    field: str | None
    brief_verdict: str
    brief_genre: str
    text: str
    sha256: str


def read_labels(folder: Path) -> list[LabelledArticle]:
    """Return every label row under `folder`, sorted by corpus and id.

    Raises
    ------
    LabelError
        Naming file and line of the first row that breaks the format, or that stands twice.
    """
    paths = sorted([*folder.glob("standoff/*.jsonl"), *folder.glob("written/labels.jsonl")])
    if not paths:
        raise LabelError(f"{folder}: no labels; wanted standoff/*.jsonl or written/labels.jsonl in it")
    found: dict[tuple[str, str], LabelledArticle] = {}
    for path in paths:
        for where, row in _rows(path):
            article = parse_row(where, row)
            key = (article.corpus, article.id)
            if key in found:
                raise LabelError(f"{where}: {article.corpus} {article.id} is labelled twice; delete one row")
            found[key] = article
    return [found[key] for key in sorted(found)]


def read_written(folder: Path) -> dict[str, WrittenArticle]:
    """Return the articles written for the project by id, their hashes checked."""
    found = {}
    for path in sorted(folder.glob("written/*.jsonl")):
        if path.name == "labels.jsonl":
            continue
        for where, row in _rows(path):
            names = ("id", "author", "event", "field", "brief_verdict", "brief_genre", "text", "sha256")
            article = WrittenArticle(**{name: _take(where, row, name) for name in names})
            if sha256_of(article.text) != article.sha256:
                raise LabelError(f"{where}: the text of {article.id} is not the one that was labelled")
            found[article.id] = article
    return found


def _rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            where = f"{path}:{number}"
            try:
                row = json.loads(line)
            except ValueError as error:
                raise LabelError(f"{where}: not JSON ({error}); fix or delete the line") from error
            if not isinstance(row, dict):
                raise LabelError(f"{where}: holds {type(row).__name__}, a JSON object is wanted")
            yield where, row


def _take(where: str, row: dict[str, Any], name: str) -> Any:
    if name not in row:
        raise LabelError(f"{where}: field {name!r} is missing; see labels/README.md")
    return row[name]


def _one_of(where: str, what: str, value: Any, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise LabelError(f"{where}: {what} {value!r} is not one of {', '.join(allowed)}; fix or delete the row")
    return str(value)


def _reading(where: str, row: dict[str, Any]) -> Reading:
    verdict = _one_of(where, "verdict", _take(where, row, "verdict"), _VERDICTS)
    parts: list[int | None] = []
    for name in QUALITY_PARTS:
        value = _take(where, row, name)
        if verdict == "none":
            value = None
        elif type(value) is not int or not 1 <= value <= 5:
            raise LabelError(f"{where}: {name} {value!r} is not a whole number from 1 to 5")
        parts.append(value)
    genre = _one_of(where, "genre", _take(where, row, "genre"), GENRES)
    return Reading(str(row.get("annotator", "final")), verdict, genre, *parts)


def parse_row(where: str, row: dict[str, Any]) -> LabelledArticle:
    """Return one row of labels, checked; LabelError begins with `where`."""
    texts = {name: _take(where, row, name) for name in ("corpus", "id", "sha256", "group", "stratum")}
    for name, value in texts.items():
        if not isinstance(value, str) or not value:
            raise LabelError(f"{where}: {name} {value!r} is not a non-empty string")
    return LabelledArticle(
        **texts,
        split=_one_of(where, "split", _take(where, row, "split"), SPLITS),
        final=_reading(where, row),
        readings=tuple(_reading(where, reading) for reading in row.get("readings", [])),
        sentences=_sentences(where, row.get("sentences", [])),
        spans=tuple(_spans(where, reading) for reading in row.get("spans", [])),
    )


def _sentences(where: str, rows: list[Any]) -> tuple[LabelledSentence, ...]:
    found: list[LabelledSentence] = []
    for number, item in enumerate(rows, 1):
        place = f"{where}: sentence {number}"
        if not isinstance(item, list) or len(item) < 3 or not all(type(at) is int for at in item[:2]):
            raise LabelError(f"{place}: wanted [start, end, label, readings …], found {item!r}")
        start, end, *labels = item
        if not (found[-1].span.end if found else 0) <= start < end:
            raise LabelError(f"{place}: span {start}–{end} is empty, out of order or overlaps the one before")
        for label in labels:
            _one_of(place, "label", label, SENTENCE_LABELS)
        found.append(LabelledSentence(Span(start, end), labels[0], tuple(labels[1:])))
    return tuple(found)


def _spans(where: str, row: dict[str, Any]) -> LabelledSpans:
    return LabelledSpans(
        str(_take(where, row, "annotator")),
        tuple((_span(where, item), _one_of(where, "voice", item[2], _VOICES)) for item in _take(where, row, "hedges")),
        tuple(
            (_span(where, item), None if item[2] is None else _span(where, item[2:]))
            for item in _take(where, row, "quotes")
        ),
        tuple((_span(where, item), _one_of(where, "kind", item[2], _KINDS)) for item in _take(where, row, "sources")),
    )


def _span(where: str, item: list[Any]) -> Span:
    if len(item) < 2 or type(item[0]) is not int or type(item[1]) is not int or not 0 <= item[0] < item[1]:
        raise LabelError(f"{where}: {item!r} does not begin with a span; wanted start and end, end the greater")
    return Span(item[0], item[1])
