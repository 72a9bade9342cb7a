"""The benchmarks that fit their own models: on small data made here, and what they say of broken files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from classifier.article import Span
from classifier.benchmarks import BENCHMARKS, bioscope, newsdiscourse, wikipedia
from classifier.benchmarks.bioscope import CueTokens, MarkedSentence
from classifier.errors import CorpusError
from classifier.scoring import Scorer


def rows_of(folder: Path, name: str, rows: list[object]) -> None:
    (folder / name).mkdir()
    (folder / name / "train.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def test_only_words_that_were_cues_are_judged() -> None:
    marked = [MarkedSentence("a", "It may bind.", (Span(3, 6),)), MarkedSentence("a", "It binds in may.", ())]
    fitted = CueTokens().fit(marked)
    assert fitted.words_ == {"may"}
    assert fitted.predict_proba(["It binds well."]).tolist() == [0.0]


def test_bioscope_is_judged_in_folds_by_document(tmp_path: Path, scorer: Scorer) -> None:
    rows: list[object] = [
        {"doc": f"d{number}", "text": text, "cues": cues}
        for number in range(20)
        for text, cues in (("The gene may bind here.", [[9, 12]]), ("The gene was found in May.", []))
    ]
    rows_of(tmp_path, "bioscope", rows)
    (row,) = bioscope.run(tmp_path, "train", scorer.model)
    assert (row.figure.value, row.figure.n) == (1.0, 20)
    lines = [{"doc": "e", "text": "It may bind.", "cues": [[3, 6]]}, {"doc": "f", "text": "It may bind.", "cues": []}]
    (tmp_path / "bioscope" / "test.jsonl").write_text("\n".join(map(json.dumps, lines)))
    (row,) = bioscope.run(tmp_path, "test", scorer.model)  # both are called hedged: one of two is right
    assert (row.figure.value, row.figure.n) == (pytest.approx(2 / 3), 2)


def test_wikipedia_is_judged_out_of_fold(tmp_path: Path, scorer: Scorer) -> None:
    rows: list[object] = [
        {"text": text.format(name), "uncertain": uncertain}
        for name in "ABCDEFGHIJKLMNOPQRST"
        for text, uncertain in (("Some say that {} is a fine town.", 1), ("{} has a mill and a church.", 0))
    ]
    rows_of(tmp_path, "conll2010_wikipedia", rows)
    (row,) = wikipedia.run(tmp_path, "train", scorer.model)
    assert (row.figure.value, row.figure.n) == (1.0, 40)
    lines = [{"text": "Some say that Z is a fine town.", "uncertain": 1}, {"text": "Z has a mill.", "uncertain": 1}]
    (tmp_path / "conll2010_wikipedia" / "test.jsonl").write_text("\n".join(map(json.dumps, lines)))
    (row,) = wikipedia.run(tmp_path, "test", scorer.model)
    assert (row.figure.value, row.figure.n) == (pytest.approx(2 / 3), 2)


def test_newsdiscourse_is_fitted_to_train_and_leaves_headlines_out(tmp_path: Path, scorer: Scorer) -> None:
    told = [
        {"text": "A headline", "role": None, "speech": False},
        {"text": "The bridge fell into the river on Monday.", "role": "Main", "speech": False},
        {"text": "It was bad, the mayor said.", "role": "Distant_Evaluation", "speech": True},
    ]
    rows_of(tmp_path, "newsdiscourse", [{"id": f"n{number}", "sentences": told} for number in range(10)])
    (tmp_path / "newsdiscourse" / "validation.jsonl").write_text(json.dumps({"id": "v", "sentences": told}))
    speech, roles = newsdiscourse.run(tmp_path, "validation", scorer.model)
    assert (speech.figure.value, roles.figure.value, roles.figure.n) == (1.0, 1.0, 2)


@pytest.mark.parametrize(
    ("name", "folder"),
    [("bioscope", "bioscope"), ("wikipedia", "conll2010_wikipedia"), ("newsdiscourse", "newsdiscourse")],
)
def test_a_missing_or_broken_file_is_named(name: str, folder: str, tmp_path: Path, scorer: Scorer) -> None:
    with pytest.raises(CorpusError, match=f"{folder}/train.jsonl: no such file"):
        BENCHMARKS[name].run(tmp_path, "train", scorer.model)
    rows_of(tmp_path, folder, [{"text": "Fine."}])
    with pytest.raises(CorpusError, match=f"{folder}/train.jsonl:1: wanted"):
        BENCHMARKS[name].run(tmp_path, "train", scorer.model)
