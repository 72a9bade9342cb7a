"""Lines of doccano: labels and cats by name.

A label is named ``sentence:fact``, ``hedge:article``, ``source:person``, ``quote``, or, where somebody is named,
``quote:1`` with its ``speaker:1``; ``P/`` before it says whose reading a cue belongs to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from classifier.article import Span
from classifier.errors import LabelError
from classifier.exchange.tasks import Key, Labels, Region, Row, Task, get, inside, known, note, of_score, row, tasks
from classifier.model.compiled import QUALITY_PARTS
from classifier.score import ArticleScore

__all__ = ["export_doccano", "import_doccano"]


def export_doccano(
    rows: Iterable[Row], texts: Mapping[Key, str], scores: Mapping[Key, ArticleScore] | None = None
) -> list[Row]:
    """Return lines for doccano: text, label, cats, meta.

    Scores stand in ``meta``: doccano keeps predictions and annotations in one place and could not tell them apart.
    Parameters and errors are those of `export_label_studio`.
    """
    found = []
    for task in tasks(rows, texts, scores or {}):
        meta = task.data
        if task.score is not None:
            meta["prediction"] = {"model": task.score.model, **_names(of_score(task.score))}
        found.append({"text": task.text, **_names(task.labels or Labels()), "meta": meta})
    return found


def import_doccano(lines: Iterable[Row]) -> list[Row]:
    """Return the label rows of annotated lines; one without label and cats gives none.

    Rules and errors are those of `import_label_studio`.
    """
    rows = []
    for number, line in enumerate(lines, 1):
        where = f"task {number}"
        label, cats = get(where, line, "label", list), get(where, line, "cats", list)
        if label or cats:
            article = known(where, get(where, line, "text", str), get(where, line, "meta", dict))
            rows.append(row(article, _of_names(article, label, cats)))
    return rows


def _names(labels: Labels) -> Row:
    """Return labels and cats as doccano holds them."""
    label: list[list[Any]] = []
    numbers: dict[tuple[str, Span], int] = {}
    for region in labels.regions:
        span, before = region.span, f"{region.by}/" if region.by else ""
        name = "quote" if region.layer == "quote" else f"{region.layer}:{region.name}"
        if region.speaker is not None:
            known = (region.by, region.speaker) in numbers
            number = numbers.setdefault((region.by, region.speaker), len(numbers) + 1)
            name = f"quote:{number}"
            if not known:
                label.append([region.speaker.start, region.speaker.end, f"{before}speaker:{number}"])
        label.append([span.start, span.end, before + name])
    cats = [f"{name}:{value}" for name, value in labels.values.items() if value is not None]
    return {"label": label, "cats": cats}


def _of_names(task: Task, label: list[Any], cats: list[Any]) -> Labels:
    labels = Labels()
    for cat in cats:
        name, _, value = str(cat).partition(":")
        place = f"{task.where}: cat {cat!r}"
        note(place, labels, name, int(value) if name in QUALITY_PARTS and value.isdecimal() else value)
    speakers: dict[tuple[str, str], Span] = {}
    for item in label:
        region = _region_named(task, item)
        if region.layer == "speaker" and speakers.setdefault((region.by, region.link), region.span) != region.span:
            raise LabelError(
                f"{task.where}: label {item!r}: a second speaker of this number; delete one or renumber it"
            )
        labels.regions.append(region)
    regions = [
        replace(region, speaker=speakers.get((region.by, region.link))) if region.layer == "quote" else region
        for region in labels.regions
    ]
    return Labels(labels.values, regions)


def _region_named(task: Task, item: Any) -> Region:
    place = f"{task.where}: label {item!r}"
    if not isinstance(item, list) or [type(part) for part in item] != [int, int, str]:
        raise LabelError(f"{place}: wanted [start, end, name]; mend or delete it")
    by, slash, rest = item[2].rpartition("/")
    layer, colon, name = rest.partition(":")
    numbered = layer == "speaker" or (layer == "quote" and bool(colon))
    if (numbered and not name.isdecimal()) or (slash and (layer == "sentence" or by not in task.annotators)):
        raise LabelError(
            f"{place}: the name is not one of layer:label, quote, quote:number and speaker:number, cues after one of "
            f"{', '.join(f'{one}/' for one in task.annotators)} or nothing; give it another label"
        )
    plain = layer if layer in ("quote", "speaker") else name
    region = Region(layer, Span(*item[:2]), plain, by or task.annotators[0], link=name)
    return inside(place, task.text, region)
