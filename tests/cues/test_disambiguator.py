"""The disambiguator: what its arrays mean, and that fitting gives what scikit-learn gives."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from classifier.article import Span
from classifier.cues.columns import Features
from classifier.cues.disambiguator import Disambiguator
from classifier.errors import LabelError
from classifier.model.hedges import HedgeExample, fit_disambiguator, read_readings


def test_values_are_sums_of_the_weights_of_known_features() -> None:
    judge = Disambiguator(("a", "b"), np.array([[1.0, 0, 2, 0], [2.0, 0, 0, 0]]), np.array([-3.0, 0, 0, 0]))
    both_and_neither = judge.judge(Features.named([["a", "b", "a", "unheard"], ["unheard"]]))
    assert both_and_neither.probability.tolist() == [0.5, pytest.approx(1 / (1 + np.exp(3)))]
    assert both_and_neither.voice[0] == 1
    assert both_and_neither.voices[1].tolist() == [1 / 3] * 3
    assert both_and_neither.own.tolist() == [0.0, 0.0]  # a third is too little for the article's own voice


def test_a_text_without_candidates_has_no_verdicts() -> None:
    assert Disambiguator((), np.zeros((0, 4)), np.zeros(4)).judge(Features.named([])).voice.tolist() == []


def test_fitting_learns_hedging_from_judged_places_and_the_voice_also_from_sentences() -> None:
    def example(name: str, label: str | None, sentence: str = "fact", *, quoted: bool = False) -> HedgeExample:
        return HedgeExample((name,), Span(0, 1), quoted, label, sentence, 1.0)

    judged = [example("own", "article"), example("theirs", "attributed"), example("theirs", "nobody")]
    judged += [example("no", "none")] * 3
    judge = fit_disambiguator([*judged * 5, *[example("told", None, "attributed"), example("plain", None)] * 400])
    found = judge.judge(Features.named([["own"], ["no"], ["told"], ["plain"]]))
    own, no, _, _ = found.probability
    assert own > 0.5 > no
    _, _, told, plain = found.voices[:, 0]
    assert told < 0.5 < plain


def test_a_cue_of_many_words_is_a_piece_of_a_text_and_no_feature() -> None:
    names = ("said said", "said could not be reached", "says told a crowd at the mill on", "b on")
    examples = [
        HedgeExample(names, Span(0, 1), quoted=False, label=label, sentence=None, weight=1.0)
        for label in ("none", "article", "attributed", "nobody") * 3
    ]
    assert fit_disambiguator(examples).terms == ("b on", "said could not be reached", "said said")


def test_judged_places_are_read(tmp_path: Path) -> None:
    row = {"corpus": "c", "id": "i", "sha256": "0", "places": [[3, 6, "nobody"], [9, 12, None]]}
    (tmp_path / "hedge_readings.jsonl").write_text(json.dumps(row), encoding="utf-8")
    assert read_readings(tmp_path) == {("c", "i"): {Span(3, 6): "nobody", Span(9, 12): "none"}}
    assert read_readings(tmp_path / "elsewhere") == {}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("[]", "wanted corpus, id and places"),
        ('{"corpus": "c", "id": "i", "places": [[1, 2]]}', "wanted corpus, id and places"),
        ('{"corpus": "c", "id": "i", "places": [[1, 2, "mine"]]}', "voice 'mine' is not null or one of article"),
    ],
)
def test_a_broken_row_is_named(line: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "hedge_readings.jsonl").write_text(line, encoding="utf-8")
    with pytest.raises(LabelError, match=f"hedge_readings.jsonl:1: {told}"):
        read_readings(tmp_path)
