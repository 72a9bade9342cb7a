"""Labels go to Label Studio and doccano and come back: the same bytes, or what a person changed."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from classifier.article import sha256_of
from classifier.errors import LabelError
from classifier.exchange import (
    export_doccano,
    export_label_studio,
    import_doccano,
    import_label_studio,
    label_studio_config,
)
from classifier.labels import read_labels, read_written
from classifier.score import ArticleScore
from classifier.scoring import Scorer

LABELS = Path(__file__).parent.parent / "labels"
TEXT = (
    'The bridge is shut, Ann Reed said: "It may open 🌉 in May." Insiders say it is likely doomed. "Never," she added.'
)
KEY = ("made", "a")
TEXTS = {KEY: TEXT}


def at(words: str) -> list[int]:
    return [TEXT.index(words), TEXT.index(words) + len(words)]


SENTENCES = (TEXT[:58], "Insiders say it is likely doomed.", '"Never," she added.')
ROW: dict[str, Any] = {
    "corpus": "made", "id": "a", "sha256": sha256_of(TEXT), "group": "g", "stratum": "s", "split": "dev",
    "verdict": "reported", "genre": "report", "sourcing": 3, "specifics": 2, "craft": 4,
    "readings": [
        {"annotator": "P", "verdict": "reported", "genre": "report", "sourcing": 3, "specifics": 2, "craft": 4},
    ],
    "sentences": [
        [*at(SENTENCES[0]), "attributed", "attributed", "attributed"],
        [*at(SENTENCES[1]), "speculation", "fact", "speculation", "speculation"],
    ],
    "note": "a field of another version",
    "spans": [
        {
            "annotator": "P", "hedges": [[*at("may"), "quote"], [*at("likely"), "nobody"]],
            "quotes": [[*at("It may open 🌉 in May."), *at("Ann Reed")], [*at("Never,"), None, None]],
            "sources": [[*at("Ann Reed"), "person"]],
        },
        {"annotator": "Q", "hedges": [[*at("may"), "quote"]], "quotes": [], "sources": []},
    ],
}  # fmt: skip
NONE = {**ROW, "verdict": "none", "genre": "other", **dict.fromkeys(("sourcing", "specifics", "craft"))}

Found = dict[str, Any]
TOOLS = {
    "label studio": (export_label_studio, import_label_studio),
    "doccano": (export_doccano, import_doccano),
}


@pytest.fixture(params=list(TOOLS))
def tool(request: pytest.FixtureRequest) -> Any:
    return TOOLS[request.param]


@pytest.fixture(scope="module")
def score(scorer: Scorer) -> ArticleScore:
    return scorer.score(TEXT)


def test_the_written_labels_come_back_byte_for_byte(tool: Any) -> None:
    raw = (LABELS / "written" / "labels.jsonl").read_bytes()
    rows = [json.loads(line) for line in raw.decode().splitlines()]
    texts = {("written", name): article.text for name, article in read_written(LABELS).items()}
    tasks = json.loads(json.dumps(tool[0](rows, texts), sort_keys=True))  # databases reorder keys,
    for task in tasks:  # and tools reorder regions
        (task.get("label") or task["annotations"][0]["result"]).reverse()
    back = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in tool[1](tasks))
    assert back.encode() == raw


@pytest.mark.parametrize(
    "row",
    [
        ROW,
        NONE,
        {**ROW, "spans": []},
        {name: value for name, value in ROW.items() if name not in ("sentences", "spans")},
    ],
    ids=["all", "none", "no cues", "verdict only"],
)
def test_a_row_comes_back(tool: Any, row: Found) -> None:
    (back,) = tool[1](tool[0]([row], TEXTS))
    assert json.dumps(back) == json.dumps(row)


def test_what_brings_the_row_back_holds_no_labels(tool: Any) -> None:
    (task,) = tool[0]([ROW], TEXTS)
    row = json.loads((task.get("data") or task["meta"])["row"])
    assert {row[name] for name in ("verdict", "genre", "sourcing", "specifics", "craft")} == {None}
    assert {sentence[2] for sentence in row["sentences"]} == {None}
    assert {reading[name] for reading in row["spans"] for name in ("hedges", "quotes", "sources")} == {None}


# A change is told once, by layer, old words and annotator, and made in either tool.


class Studio:
    """Changes a Label Studio task as the tool would."""

    def __init__(self) -> None:
        (self.task,) = export_label_studio([ROW], TEXTS)
        self.result = self.task["annotations"][0]["result"]

    def set(self, name: str, value: Any) -> None:
        (one,) = (one for one in self.result if one.get("from_name") == name)
        one["value"] = {"rating": value} if isinstance(value, int) else {"choices": [value]}

    def find(self, layer: str, words: str, by: str = "P") -> Found:
        (one,) = (
            one
            for one in self.result
            if one.get("from_name") == layer
            and one["value"]["text"] == words
            and (layer == "sentence" or one["meta"]["text"] == [by])
        )
        return one  # type: ignore[no-any-return]

    def name(self, layer: str, words: str, name: str) -> None:
        self.find(layer, words)["value"]["labels"] = [name]

    def move(self, layer: str, words: str, to: str) -> None:
        start, end = at(to)
        self.find(layer, words)["value"].update(start=start, end=end)

    def delete(self, layer: str, words: str, by: str = "P") -> None:
        gone = self.find(layer, words, by)
        self.result[:] = [
            one for one in self.result if one is not gone and gone["id"] not in (one.get("from_id"), one.get("to_id"))
        ]

    def add(self, layer: str, words: str, name: str) -> None:
        start, end = at(words)
        value = {"start": start, "end": end, "text": words, "labels": [name]}
        self.result.append(
            {"id": f"n-{words}", "from_name": layer, "to_name": "text", "type": "labels", "value": value}
        )

    def speak(self, quote: str, words: str) -> None:
        self.add("speaker", words, "speaker")
        start = self.find("quote", quote)["id"]
        self.result.append({"type": "relation", "from_id": start, "to_id": f"n-{words}", "direction": "right"})

    def row(self) -> Found:
        return import_label_studio([self.task])[0]


class Doccano:
    """Changes a doccano line as the tool would."""

    def __init__(self) -> None:
        (self.line,) = export_doccano([ROW], TEXTS)

    def set(self, name: str, value: Any) -> None:
        self.line["cats"] = [cat for cat in self.line["cats"] if not cat.startswith(f"{name}:")] + [f"{name}:{value}"]

    def find(self, layer: str, words: str, by: str = "P") -> list[Any]:
        start = layer if layer == "sentence" else f"{by}/{layer}"
        (one,) = (one for one in self.line["label"] if one[:2] == at(words) and one[2].startswith(start))
        return one  # type: ignore[no-any-return]

    def name(self, layer: str, words: str, name: str) -> None:
        one = self.find(layer, words)
        one[2] = f"{one[2].partition(':')[0]}:{name}"

    def move(self, layer: str, words: str, to: str) -> None:
        self.find(layer, words)[:2] = at(to)

    def delete(self, layer: str, words: str, by: str = "P") -> None:
        self.line["label"].remove(self.find(layer, words, by))

    def add(self, layer: str, words: str, name: str) -> None:
        self.line["label"].append([*at(words), name if layer == "quote" else f"{layer}:{name}"])

    def speak(self, quote: str, words: str) -> None:
        self.find("quote", quote)[2] = "P/quote:7"
        self.line["label"].append([*at(words), "speaker:7"])

    def row(self) -> Found:
        return import_doccano([self.line])[0]


QUOTE = "It may open 🌉 in May."
SECOND = [*at(SENTENCES[1])]
CHANGES: dict[str, tuple[Callable[[Any], None], tuple[Any, ...], Any]] = {
    "verdict": (lambda t: t.set("verdict", "mixed"), ("verdict",), "mixed"),
    "genre": (lambda t: t.set("genre", "analysis"), ("genre",), "analysis"),
    "part of quality": (lambda t: t.set("craft", 1), ("craft",), 1),
    "no article": (lambda t: t.set("verdict", "none"), ("craft",), None),
    "sentence label": (
        lambda t: t.name("sentence", SENTENCES[1], "opinion"),
        ("sentences", 1),
        [*SECOND, "opinion", "fact", "speculation", "speculation"],
    ),
    "sentence moved": (
        lambda t: t.move("sentence", SENTENCES[1], SENTENCES[1][:-1]),
        ("sentences", 1),
        [*at(SENTENCES[1][:-1]), "speculation", "fact", "speculation", "speculation"],
    ),
    "sentence cut short": (
        lambda t: t.move("sentence", SENTENCES[1], "Insiders say"),
        ("sentences", 1),
        [*at("Insiders say"), "speculation"],
    ),
    "sentence deleted": (lambda t: t.delete("sentence", SENTENCES[0]), ("sentences",), ROW["sentences"][1:]),
    "sentence added": (
        lambda t: t.add("sentence", SENTENCES[2], "attributed"),
        ("sentences", 2),
        [*at(SENTENCES[2]), "attributed"],
    ),
    "voice": (lambda t: t.name("hedge", "may", "article"), ("spans", 0, "hedges", 0), [*at("may"), "article"]),
    "hedge moved": (
        lambda t: t.move("hedge", "may", "may open"),
        ("spans", 0, "hedges", 0),
        [*at("may open"), "quote"],
    ),
    "hedge of Q deleted": (lambda t: t.delete("hedge", "may", "Q"), ("spans", 1, "hedges"), []),
    "hedge added": (lambda t: t.add("hedge", "say", "nobody"), ("spans", 0, "hedges", 1), [*at("say"), "nobody"]),
    "quote moved": (
        lambda t: t.move("quote", QUOTE, "It may open"),
        ("spans", 0, "quotes", 0),
        [*at("It may open"), *at("Ann Reed")],
    ),
    "quote deleted": (lambda t: t.delete("quote", QUOTE), ("spans", 0, "quotes"), ROW["spans"][0]["quotes"][1:]),
    "quote added": (
        lambda t: t.add("quote", "doomed", "quote"),
        ("spans", 0, "quotes", 1),
        [*at("doomed"), None, None],
    ),
    "speaker moved": (
        lambda t: t.move("speaker", "Ann Reed", "Reed"),
        ("spans", 0, "quotes", 0),
        [*at(QUOTE), *at("Reed")],
    ),
    "speaker deleted": (
        lambda t: t.delete("speaker", "Ann Reed"),
        ("spans", 0, "quotes", 0),
        [*at(QUOTE), None, None],
    ),
    "speaker added": (
        lambda t: t.speak("Never,", "she"),
        ("spans", 0, "quotes", 1),
        [*at("Never,"), *at("she")],
    ),
    "kind": (lambda t: t.name("source", "Ann Reed", "outlet"), ("spans", 0, "sources", 0), [*at("Ann Reed"), "outlet"]),
    "source deleted": (lambda t: t.delete("source", "Ann Reed"), ("spans", 0, "sources"), []),
}


@pytest.mark.parametrize("changed", [Studio, Doccano])
@pytest.mark.parametrize("name", list(CHANGES))
def test_a_change_comes_back_and_nothing_else_changes(changed: type[Studio | Doccano], name: str) -> None:
    change, path, wanted = CHANGES[name]
    task = changed()
    change(task)
    back = task.row()
    kept = back
    for step in path:
        kept = kept[step]
    assert kept == wanted
    rest = {key: value for key, value in back.items() if key != path[0]}
    if name != "no article":
        assert rest == {key: value for key, value in ROW.items() if key != path[0]}
    assert list(back) == list(ROW)


def test_quotes_of_one_speaker_share_the_region(tool: Any) -> None:
    row = deepcopy(ROW)
    row["spans"][0]["quotes"][1][2:] = at("Ann Reed")
    (task,) = tool[0]([row], TEXTS)
    assert json.dumps(task, ensure_ascii=False).count('speaker"]' if "data" in task else "/speaker:") == (
        3 if "data" in task else 1  # one region and two relations
    )
    assert tool[1]([task]) == [row]


def test_the_annotation_updated_last_counts_and_a_cancelled_one_does_not() -> None:
    task, other = Studio(), Studio()
    other.set("verdict", "mixed")
    made = [{**other.task["annotations"][0], "updated_at": "2026-02-01"}, *task.task["annotations"]]
    task.task["annotations"] = [*made, {"was_cancelled": True, "updated_at": "2026-03-01", "result": []}]
    assert task.row()["verdict"] == "mixed"


def test_predictions_appear_and_are_not_annotations(score: ArticleScore) -> None:
    (task,) = export_label_studio([ROW], TEXTS, {KEY: score})
    (prediction,) = task["predictions"]
    labels = [one["value"]["labels"] for one in prediction["result"] if one.get("from_name") == "sentence"]
    assert labels == [[sentence.label] for sentence in score.sentences]
    assert prediction["result"][0]["value"] == {"choices": [score.verdict]}
    assert prediction["model_version"] == score.model
    assert score.probabilities is not None
    assert prediction["score"] == max(score.probabilities.values())
    assert all(0 <= one["score"] <= 1 for one in prediction["result"] if one.get("from_name") == "sentence")
    assert import_label_studio([task]) == [ROW]
    (line,) = export_doccano([ROW], TEXTS, {KEY: score})
    assert f"verdict:{score.verdict}" in line["meta"]["prediction"]["cats"]
    assert import_doccano([line]) == [ROW]


def test_an_article_with_predictions_only_gives_no_row(tool: Any, score: ArticleScore) -> None:
    assert tool[1](tool[0]([], {}, {KEY: score})) == []


def test_a_text_that_cannot_be_scored_is_predicted_to_be_no_article(scorer: Scorer) -> None:
    score = scorer.score("Hello.")
    (task,) = export_label_studio([], {}, {KEY: score})
    assert task["predictions"][0]["result"][0]["value"] == {"choices": ["none"]}
    assert "score" not in task["predictions"][0]


def test_an_article_annotated_from_predictions_comes_back_as_a_row(score: ArticleScore, tmp_path: Path) -> None:
    (task,) = export_label_studio([], TEXTS, {KEY: score})
    (line,) = export_doccano([], {}, {KEY: score})
    result = task["predictions"][0]["result"]
    genre = {"id": "x", "from_name": "genre", "to_name": "text", "type": "choices", "value": {"choices": ["report"]}}
    task["annotations"] = [{"result": [*result, genre]}]
    prediction = line["meta"]["prediction"]
    line |= {"label": prediction["label"], "cats": [*prediction["cats"], "genre:report"]}
    (row,) = import_label_studio([task])
    assert import_doccano([line]) == [row]
    assert [row[name] for name in ("corpus", "id", "sha256")] == [*KEY, sha256_of(TEXT)]
    assert [row[name] for name in ("group", "stratum", "split", "readings")] == ["a", "made", "train", []]
    assert row["sentences"] == [[one.span.start, one.span.end, one.label] for one in score.sentences]
    assert [reading["annotator"] for reading in row["spans"]] == ["P"]
    (tmp_path / "standoff").mkdir()
    (tmp_path / "standoff" / "made.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    assert read_labels(tmp_path)[0].final.genre == "report"


def test_the_config_fits_the_tasks() -> None:
    view = ET.fromstring(label_studio_config())
    offered = {tag.get("name"): {one.get("value") for one in tag} for tag in view if tag.get("name")}
    (text,) = view.iter("Text")
    assert (text.get("name"), text.get("value")) == ("text", "$text")
    assert {tag.get("toName") for tag in view if tag.get("toName")} == {"text"}
    for one in Studio().result:
        if one["type"] == "relation":
            assert one["labels"] == [tag.get("value") for tag in view.iter("Relation")]
        else:
            given = one["value"].get("labels") or one["value"].get("choices") or []
            assert set(given) <= offered[one["from_name"]]


def edited(change: Callable[[Any], Any], start: type[Studio | Doccano]) -> Callable[[], Any]:
    def call() -> Any:
        task = start()
        change(task)
        return task.row()

    return call


def studio(change: Callable[[Studio], Any]) -> Callable[[], Any]:
    return edited(change, Studio)


def doccano(change: Callable[[Doccano], Any]) -> Callable[[], Any]:
    return edited(change, Doccano)


def export(**change: Any) -> Callable[[], Any]:
    return lambda: export_label_studio([{**ROW, **change}], TEXTS)


A_RELATION = {"type": "relation", "from_id": "speaker-5", "to_id": "quote-5", "direction": "right"}
BAD: dict[str, tuple[Callable[[], Any], str]] = {
    "no text": (lambda: export_label_studio([ROW], {}), "row 1 (made a): has no text"),
    "another text": (lambda: export_doccano([ROW], {KEY: "other"}), "row 1 (made a): the text's SHA-256"),
    "row without id": (lambda: export_doccano([{"corpus": "made"}], {}), "row 1: field 'id' is missing; found corpus"),
    "row that is none": (lambda: export_doccano([3], {}), "row 1: holds int"),  # type: ignore[list-item]
    "row, verdict": (export(verdict="sure"), "row 1 (made a): verdict 'sure' is not one of"),
    "row, sentence outside": (
        export(sentences=[[0, 999, "fact"]]),
        "row 1 (made a): sentence 0–999 is empty or outside",
    ),
    "row, broken cue": (
        export(spans=[{"annotator": "P", "hedges": [[0, 3]], "quotes": [], "sources": []}]),
        "row 1 (made a): is no label row (IndexError",
    ),
    "verdict": (
        studio(lambda t: t.set("verdict", "sure")),
        "task 1 (made a): region verdict: verdict 'sure' is not one",
    ),
    "rating": (studio(lambda t: t.set("craft", 6)), "region craft: craft 6 is not one of 1, 2"),
    "two choices": (
        studio(lambda t: t.result[0]["value"].update(choices=["mixed", "none"])),
        "region verdict: choices ['mixed', 'none']; exactly one is wanted",
    ),
    "chosen twice": (studio(lambda t: t.result.append(t.result[0])), "region verdict: verdict is given twice"),
    "no verdict": (studio(lambda t: t.result.pop(0)), "task 1 (made a): region verdict: nothing chosen"),
    "label": (
        studio(lambda t: t.name("hedge", "may", "mine")),
        "task 1 (made a): region hedge-3: hedge 'mine' is not known; accepted are article, quote",
    ),
    "outside": (
        studio(lambda t: t.find("hedge", "may")["value"].update(end=999)),
        "region hedge-3: hedge 39–999 is empty or outside the text",
    ),
    "empty": (studio(lambda t: t.find("hedge", "may")["value"].update(end=39)), "hedge 39–39 is empty"),
    "no end": (
        studio(lambda t: t.find("hedge", "may")["value"].pop("end")),
        "task 1 (made a): region hedge-3: field 'end' is missing",
    ),
    "end in words": (
        studio(lambda t: t.find("hedge", "may")["value"].update(end="9")),
        "region hedge-3: end '9' is no int",
    ),
    "control": (
        studio(lambda t: t.result[0].update(from_name="mood", value={"choices": ["x"]})),
        "'mood' is not known",
    ),
    "overlap": (
        studio(lambda t: t.move("sentence", SENTENCES[1], "May." + TEXT[57:70])),
        "task 1 (made a): sentence 2: span",
    ),
    "relation the wrong way": (
        studio(lambda t: t.result.append(A_RELATION)),
        "region speaker-5: its relation to quote-5",
    ),
    "two speakers": (studio(lambda t: t.speak(QUOTE, "she")), "region quote-5 has two relations"),
    "edited text": (studio(lambda t: t.task["data"].update(text="x")), "task 1 (made a): the text's SHA-256"),
    "no row": (studio(lambda t: t.task["data"].pop("row")), "task 1: field 'row' is missing; found text, corpus, id"),
    "row no JSON": (studio(lambda t: t.task["data"].update(row="{")), "task 1: its row is not JSON"),
    "no annotations": (studio(lambda t: t.task.pop("annotations")), "task 1: field 'annotations' is missing"),
    "doccano, label": (
        doccano(lambda t: t.name("hedge", "may", "mine")),
        "task 1 (made a): label [39, 42, 'P/hedge:mine']: hedge 'mine' is not known",
    ),
    "doccano, layer": (doccano(lambda t: t.add("mood", "may", "x")), "label [39, 42, 'mood:x']: mood 'x' is not known"),
    "doccano, annotator": (
        doccano(lambda t: t.add("Z/hedge", "may", "quote")),
        "'Z/hedge:quote']: the name is not one of layer:label, quote, quote:number and speaker:number, cues after one "
        "of P/, Q/ or nothing",
    ),
    "doccano, number": (doccano(lambda t: t.add("speaker", "she", "Ann")), "'speaker:Ann']: the name is not one of"),
    "doccano, two speakers": (doccano(lambda t: t.add("speaker", "she", "1")), "'speaker:1']: a second speaker"),
    "doccano, outside": (
        doccano(lambda t: t.line["label"].append([0, 999, "hedge:quote"])),
        "label [0, 999, 'hedge:quote']: hedge 0–999 is empty or outside",
    ),
    "doccano, no triple": (
        doccano(lambda t: t.line["label"].append([0, 9])),
        "label [0, 9]: wanted [start, end, name]",
    ),
    "doccano, cat": (doccano(lambda t: t.set("mood", "good")), "task 1 (made a): cat 'mood:good': 'mood' is not known"),
    "doccano, quality": (
        doccano(lambda t: t.set("craft", "high")),
        "cat 'craft:high': craft 'high' is not one of 1, 2",
    ),
    "doccano, no verdict": (
        doccano(lambda t: t.line["cats"].pop(0)),
        "task 1 (made a): region verdict: nothing chosen",
    ),
    "doccano, no meta": (doccano(lambda t: t.line.pop("meta")), "task 1: field 'meta' is missing"),
}


@pytest.mark.parametrize("name", list(BAD))
def test_wrong_input_is_refused_by_task_and_region(name: str) -> None:
    call, message = BAD[name]
    with pytest.raises(LabelError) as caught:
        call()
    assert message in str(caught.value)


def test_a_score_of_another_text_is_refused(tool: Any, score: ArticleScore) -> None:
    with pytest.raises(LabelError, match=r"score of made a: the text's SHA-256"):
        tool[0]([], {KEY: "other"}, {KEY: score})
