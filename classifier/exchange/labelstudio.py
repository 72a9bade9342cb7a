"""Tasks of Label Studio: rows as annotations, scores as predictions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from classifier.article import Span
from classifier.errors import LabelError
from classifier.exchange.tasks import (
    CHOICES,
    LAYERS,
    Key,
    Labels,
    Region,
    Row,
    Task,
    get,
    held,
    inside,
    known,
    note,
    of_score,
    row,
    tasks,
)
from classifier.model.compiled import QUALITY_PARTS
from classifier.score import ArticleScore

__all__ = ["export_label_studio", "import_label_studio", "label_studio_config"]


def export_label_studio(
    rows: Iterable[Row], texts: Mapping[Key, str], scores: Mapping[Key, ArticleScore] | None = None
) -> list[Row]:
    """Return tasks for Label Studio: rows as annotations, scores as predictions.

    Parameters
    ----------
    rows
        Lines of label files, parsed.
    texts
        By corpus and id. A score without a row needs none.
    scores
        By corpus and id; articles without a row follow those with one, not annotated.

    Raises
    ------
    LabelError
        Naming the article whose row is wrong, or whose text is missing or another.
    """
    found = []
    for task in tasks(rows, texts, scores or {}):
        annotations = [] if task.labels is None else [{"result": _results(task.labels, task.text)}]
        predictions = [] if task.score is None else [_prediction(task.score)]
        data = {"text": task.text, **task.data}
        found.append({"data": data, "annotations": annotations, "predictions": predictions})
    return found


def import_label_studio(tasks: Iterable[Row]) -> list[Row]:
    """Return the label rows of annotated tasks.

    Of several annotations the one updated last counts; a task with none gives no row. A speaker that no quote points
    to is dropped. A moved sentence keeps its readings while it shares more than half of what it and the old one cover.
    An article that had no row gets its corpus as stratum, its id as group, ``train`` as split, and no readings.

    Raises
    ------
    LabelError
        Naming task and region.
    """
    rows = []
    for number, task in enumerate(tasks, 1):
        where = f"task {number}"
        made = [one for one in get(where, task, "annotations", list) if not held(where, one).get("was_cancelled")]
        if made:
            last = sorted(made, key=lambda one: str(one.get("updated_at") or ""))[-1]
            data = get(where, task, "data", dict)
            article = known(where, get(where, data, "text", str), data)
            rows.append(row(article, _of_results(article, get(article.where, last, "result", list))))
    return rows


def label_studio_config() -> str:
    """Return the labelling configuration, in XML, that the tasks of `export_label_studio` fit."""
    lines = ["<View>"]
    for name, allowed in CHOICES.items():
        lines.append(f'  <Choices name="{name}" toName="text" choice="single" showInline="true" required="true">')
        lines += [*(f'    <Choice value="{value}"/>' for value in allowed), "  </Choices>"]
    for name in QUALITY_PARTS:
        lines += [f'  <Header value="{name}" size="5"/>', f'  <Rating name="{name}" toName="text" maxRating="5"/>']
    for layer, allowed in LAYERS.items():
        lines += [f'  <Header value="{layer}" size="5"/>', f'  <Labels name="{layer}" toName="text" choice="single">']
        lines += [*(f'    <Label value="{value}"/>' for value in allowed), "  </Labels>"]
    lines += ['  <Relations><Relation value="speaker"/></Relations>', '  <Text name="text" value="$text"/>', "</View>"]
    return "\n".join(lines) + "\n"


def _prediction(score: ArticleScore) -> Row:
    found: Row = {"model_version": score.model, "result": _results(of_score(score), score.text)}
    return found if score.probabilities is None else {**found, "score": max(score.probabilities.values())}


def _results(labels: Labels, text: str) -> list[Row]:
    results: list[Row] = []
    for name, value in labels.values.items():
        if value is not None:
            held = {"rating": value} if name in QUALITY_PARTS else {"choices": [value]}
            results.append({"id": name, "from_name": name, "to_name": "text", "type": next(iter(held)), "value": held})
    speakers: dict[tuple[str, Span], Row] = {}
    relations: list[Row] = []
    for number, region in enumerate(labels.regions, 1):
        results.append(_result(f"{region.layer}-{number}", text, region))
        if region.speaker is not None:
            new = _result(f"speaker-{number}", text, Region("speaker", region.speaker, "speaker", region.by))
            one = speakers.setdefault((region.by, region.speaker), new)
            ends = {"from_id": results[-1]["id"], "to_id": one["id"]}
            relations.append({**ends, "type": "relation", "direction": "right", "labels": ["speaker"]})
    return [*results, *speakers.values(), *relations]


def _result(name: str, text: str, region: Region) -> Row:
    span = region.span
    value = {"start": span.start, "end": span.end, "text": span.of(text), "labels": [region.name]}
    result = {"id": name, "from_name": region.layer, "to_name": "text", "type": "labels", "value": value}
    if region.by:
        result["meta"] = {"text": [region.by]}  # the one part of a region's meta that Label Studio shows
    return result if region.score is None else {**result, "score": region.score}


def _of_results(task: Task, results: list[Any]) -> Labels:
    labels = Labels()
    links: dict[str, str] = {}
    for number, result in enumerate(results, 1):
        place = f"{task.where}: result {number}"
        if held(place, result).get("type") == "relation":
            start, end = (get(place, result, name, str) for name in ("from_id", "to_id"))
            if links.setdefault(start, end) != end:
                raise LabelError(f"{place}: region {start} has two relations; a quote has one speaker, delete one")
            continue
        place = f"{task.where}: region {get(place, result, 'id', str)}"
        name, value = get(place, result, "from_name", str), get(place, result, "value", dict)
        if name in LAYERS:
            labels.regions.append(_region_of(task, place, result))
        elif name in QUALITY_PARTS:
            note(place, labels, name, get(place, value, "rating", int))
        else:
            note(place, labels, name, _single(place, value, "choices"))
    return _linked(task, labels, links)


def _region_of(task: Task, place: str, result: Row) -> Region:
    value, meta = result["value"], held(place, result.get("meta") or {})
    notes = meta.get("text") or []
    # People write notes of their own there: only an annotator's name counts.
    by = next((one for one in ([notes] if isinstance(notes, str) else notes) if one in task.annotators), "")
    ends = (get(place, value, "start", int), get(place, value, "end", int))
    region = Region(result["from_name"], Span(*ends), _single(place, value, "labels"), by, link=result["id"])
    return inside(place, task.text, region)


def _linked(task: Task, labels: Labels, links: dict[str, str]) -> Labels:
    """Return `labels` with relations made the speakers of quotes."""
    # One region of Label Studio can carry labels of several layers under one id.
    quotes = {region.link for region in labels.regions if region.layer == "quote"}
    speakers = {region.link: region.span for region in labels.regions if region.layer == "speaker"}
    for start, end in links.items():
        if start not in quotes or end not in speakers:
            raise LabelError(
                f"{task.where}: region {start}: its relation to {end} is not one of a quote to its speaker; draw it in "
                "that direction, or delete it"
            )
    regions = [
        replace(region, speaker=speakers[links[region.link]])
        if region.layer == "quote" and region.link in links
        else region
        for region in labels.regions
    ]
    return Labels(labels.values, regions)


def _single(place: str, value: Row, name: str) -> str:
    found = get(place, value, name, list)
    if len(found) != 1 or not isinstance(found[0], str):
        raise LabelError(f"{place}: {name} {found!r}; exactly one is wanted, choose one")
    return found[0]
