"""What both tools share: regions, labels and tasks, rows made into them and back, and checks."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar, get_args

from classifier.article import Span, sha256_of
from classifier.cues.hedges import Voice
from classifier.cues.sources import SourceKind
from classifier.errors import LabelError
from classifier.labels import GENRES, parse_row
from classifier.model.compiled import QUALITY_PARTS, SENTENCE_LABELS, VERDICTS
from classifier.score import ArticleScore

__all__ = [
    "CHOICES", "LAYERS", "Key", "Labels", "Region", "Row", "Task", "get", "held", "inside", "known", "note",
    "of_score", "row", "tasks",
]  # fmt: skip

Row = dict[str, Any]
Key = tuple[str, str]
Kind = TypeVar("Kind")

CHOICES: dict[str, tuple[str, ...]] = {"verdict": (*VERDICTS, "none"), "genre": GENRES}
_VALUES: dict[str, tuple[Any, ...]] = {**CHOICES, **dict.fromkeys(QUALITY_PARTS, (1, 2, 3, 4, 5))}
LAYERS: dict[str, tuple[str, ...]] = {
    "sentence": SENTENCE_LABELS,
    "hedge": get_args(Voice),
    "quote": ("quote",),
    "speaker": ("speaker",),
    "source": get_args(SourceKind),
}
_CUES = {"hedges": "hedge", "quotes": "quote", "sources": "source"}


@dataclass(frozen=True, slots=True)
class Region:
    """Labelled characters; `by` is the annotator of a cue, `link` what ties a quote to its speaker."""

    layer: str
    span: Span
    name: str
    by: str = ""
    speaker: Span | None = None
    link: str = ""
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Labels:
    """All labels of one article: verdict, genre and parts of quality by name, and regions."""

    values: dict[str, Any] = field(default_factory=dict)
    regions: list[Region] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Task:
    """An article on its way out or back; `row` holds no labels."""

    where: str
    text: str
    row: Row
    labels: Labels | None = None
    score: ArticleScore | None = None

    @property
    def annotators(self) -> list[str]:
        """Those whose cues the row holds; a cue of nobody's goes to the first."""
        return [reading["annotator"] for reading in self.row.get("spans", [])] or ["P"]

    @property
    def data(self) -> Row:
        """What names the article and brings its row back."""
        return {name: self.row[name] for name in ("corpus", "id")} | {"row": json.dumps(self.row, ensure_ascii=False)}


def tasks(rows: Iterable[Row], texts: Mapping[Key, str], scores: Mapping[Key, ArticleScore]) -> Iterator[Task]:
    """Return the articles of `rows`, then those of `scores` that have no row, checked against their texts."""
    done = set()
    for number, row in enumerate(rows, 1):
        where = f"row {number}"
        key = (get(where, row, "corpus", str), get(where, row, "id", str))
        done.add(key)
        where = f"{where} ({' '.join(key)})"
        if key not in texts:
            raise LabelError(f"{where}: has no text; give it in texts under {key!r}, or leave the row out")
        yield _task_of_row(where, row, texts[key], scores.get(key))
    for corpus, name in scores:
        if (corpus, name) not in done:
            score = scores[corpus, name]
            row = {"corpus": corpus, "id": name, "sha256": score.sha256, "group": name, "stratum": corpus}
            row |= {"split": "train", **dict.fromkeys(_VALUES), "readings": [], "sentences": []}
            where = f"score of {corpus} {name}"
            yield _of_text(Task(where, texts.get((corpus, name), score.text), row, None, score))


def _task_of_row(where: str, row: Row, text: str, score: ArticleScore | None) -> Task:
    try:
        parse_row(where, row)
        rest = {**row, **dict.fromkeys(_VALUES)}
        if "sentences" in row:
            rest["sentences"] = [[*one[:2], None, *one[3:]] for one in row["sentences"]]
        if "spans" in row:
            rest["spans"] = [{**reading, **dict.fromkeys(_CUES)} for reading in row["spans"]]
        labels = Labels({name: row[name] for name in _VALUES}, list(_regions(row)))
    except (TypeError, ValueError, LookupError, AttributeError) as error:
        raise LabelError(f"{where}: is no label row ({error!r}); see labels/README.md") from error
    task = _of_text(Task(where, text, rest, labels, score))
    for region in labels.regions:
        inside(where, text, region)
    return task


def _of_text(task: Task) -> Task:
    """Return `task` if its row, and its score, are about its text."""
    for labelled in (task.row["sha256"], *([task.score.sha256] if task.score else [])):
        if (found := sha256_of(task.text)) != labelled:
            raise LabelError(
                f"{task.where}: the text's SHA-256 is {found[:12]}…, labelled or scored was {labelled[:12]}…; give the "
                "text that was, unchanged"
            )
    return task


def _regions(row: Row) -> Iterator[Region]:
    for start, end, label, *_ in row.get("sentences", []):
        yield Region("sentence", Span(start, end), label)
    for reading in row.get("spans", []):
        by = reading["annotator"]
        for start, end, name in reading["hedges"]:
            yield Region("hedge", Span(start, end), name, by)
        for start, end, first, last in reading["quotes"]:
            yield Region("quote", Span(start, end), "quote", by, None if first is None else Span(first, last))
        for start, end, name in reading["sources"]:
            yield Region("source", Span(start, end), name, by)


def of_score(score: ArticleScore) -> Labels:
    """Return what the model says as labels: whole numbers, and cues that are cues by the guide."""
    values: Row = {"verdict": "none" if score.verdict == "unscorable" else score.verdict}
    if score.grade is not None:
        values |= {name: min(5, max(1, round(getattr(score.grade, name)))) for name in QUALITY_PARTS}
    regions = [Region("sentence", s.span, s.label, score=s.probabilities[s.label]) for s in score.sentences]
    regions += [Region("hedge", h.span, h.voice, score=h.probability) for h in score.hedges if h.probability >= 0.5]
    regions += [Region("quote", q.span, "quote", speaker=q.speaker) for q in score.quotes if q.counts]
    regions += [Region("source", span, source.kind) for source in score.sources for span in source.mentions]
    return Labels(values, regions)


def known(where: str, text: str, data: Row) -> Task:
    """Return what an exported task says of its article."""
    try:
        row = json.loads(get(where, data, "row", str))
    except ValueError as error:
        raise LabelError(f"{where}: its row is not JSON ({error}); export the article again") from error
    where = f"{where} ({get(where, row, 'corpus', str)} {get(where, row, 'id', str)})"
    get(where, row, "sha256", str)
    for one in get(where, {"sentences": [], **row}, "sentences", list):
        if not isinstance(one, list) or [type(at) for at in one[:2]] != [int, int]:
            raise LabelError(f"{where}: its row holds a sentence {one!r}; export the article again")
    for reading in get(where, {"spans": [], **row}, "spans", list):
        get(where, reading, "annotator", str)
    return _of_text(Task(where, text, row))


def row(task: Task, labels: Labels) -> Row:
    """Return the row that `labels` make of the task's."""
    row, values = dict(task.row), labels.values
    for name, allowed in _VALUES.items():
        row[name] = None if values.get("verdict") == "none" and name in QUALITY_PARTS else values.get(name)
        if row[name] is None and not (name in QUALITY_PARTS and values.get("verdict") == "none"):
            raise LabelError(f"{task.where}: region {name}: nothing chosen; choose one of {_listed(allowed)}")
    regions = sorted(labels.regions, key=lambda region: region.span)
    sentences = [_sentence(region, row.get("sentences", [])) for region in regions if region.layer == "sentence"]
    if sentences or "sentences" in row:
        row["sentences"] = sentences
    cues = [region for region in regions if region.layer in _CUES.values()]
    if cues or "spans" in row:
        held = row.get("spans") or [{"annotator": task.annotators[0]}]
        row["spans"] = [_reading(reading, reading is held[0], cues) for reading in held] if cues or row["spans"] else []
    parse_row(task.where, row)
    return row


def _sentence(region: Region, before: list[Any]) -> list[Any]:
    span = region.span
    for start, end, _, *readings in before:
        shared = min(end, span.end) - max(start, span.start)
        if 2 * shared > max(end, span.end) - min(start, span.start):
            return [span.start, span.end, region.name, *readings]
    return [span.start, span.end, region.name]


def _reading(reading: Row, first: bool, cues: list[Region]) -> Row:
    found: dict[str, list[list[Any]]] = {name: [] for name in _CUES}
    for region in cues:
        if region.by == reading["annotator"] or (first and not region.by):
            speaker = (None, None) if region.speaker is None else (region.speaker.start, region.speaker.end)
            rest = speaker if region.layer == "quote" else (region.name,)
            found[f"{region.layer}s"].append([region.span.start, region.span.end, *rest])
    return {**reading, **found}


def inside(place: str, text: str, region: Region) -> Region:
    """Return `region` if it names a label there is and lies, with its speaker, inside `text`."""
    allowed = LAYERS.get(region.layer)
    if allowed is None or region.name not in allowed:
        raise LabelError(
            f"{place}: {region.layer} {region.name!r} is not known; accepted are "
            f"{_listed(LAYERS) if allowed is None else _listed(allowed)}; give it another label"
        )
    for span in (region.span, region.speaker):
        if span is not None and not 0 <= span.start < span.end <= len(text):
            raise LabelError(
                f"{place}: {region.layer} {span.start}–{span.end} is empty or outside the text, which has {len(text)} "
                "characters; move or delete it"
            )
    return region


def note(place: str, labels: Labels, name: str, value: Any) -> None:
    """Put a verdict, genre or part of quality into `labels`, checked; LabelError begins with `place`."""
    if name not in _VALUES:
        known = _listed([*_VALUES, *LAYERS])
        raise LabelError(f"{place}: {name!r} is not known; accepted are {known}; use label_studio_config()")
    if value not in _VALUES[name]:
        raise LabelError(f"{place}: {name} {value!r} is not one of {_listed(_VALUES[name])}; choose one of them")
    if name in labels.values:
        raise LabelError(f"{place}: {name} is given twice; delete one")
    labels.values[name] = value


def held(where: str, holder: Any) -> Row:
    """Return `holder` if it is a JSON object; LabelError begins with `where`."""
    if not isinstance(holder, dict):
        raise LabelError(f"{where}: holds {type(holder).__name__}, a JSON object is wanted; export it again")
    return holder


def get(where: str, holder: Any, name: str, kind: type[Kind]) -> Kind:
    """Return the field `name` of `holder`, checked to be a `kind`; LabelError begins with `where`."""
    if name not in held(where, holder):
        raise LabelError(f"{where}: field {name!r} is missing; found {_listed(holder) or 'none'}; export it again")
    value = holder[name]
    if not isinstance(value, kind) or isinstance(value, bool):
        raise LabelError(f"{where}: {name} {value!r} is no {kind.__name__}; mend it, or export it again")
    return value


def _listed(names: Iterable[Any]) -> str:
    return ", ".join(map(str, names))
