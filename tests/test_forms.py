"""What forms tell of tokens, whether they were known beforehand or not."""

import numpy as np
import pytest

from classifier.cues import analyse_all
from classifier.forms import Forms, KnownForms, Numbers
from classifier.scan import scan_all
from classifier.scoring import Scorer

TOKENS = ["The", "bridge", "fell", ".", "THE", "NATO", "the", "\ud800", "ﬁ"]


@pytest.mark.parametrize("known", [None, [], ["the", "The"], TOKENS, [*TOKENS[::-1], "other"]])
def test_what_is_known_changes_no_column(known: list[str] | None) -> None:
    forms = Forms(TOKENS, None if known is None else KnownForms(known))
    assert forms.words == ["the", "bridge", "fell", ".", "the", "nato", "the", "\ud800", "ﬁ"]
    assert forms.among(frozenset({"the", "fell"})).tolist() == [
        True,
        False,
        True,
        False,
        True,
        False,
        True,
        False,
        False,
    ]
    assert forms.numbers(Numbers({"the": 3, "nato": 5}, none=-1)).tolist() == [3, -1, -1, -1, 3, 5, 3, -1, -1]
    assert forms.lengths.tolist() == [3, 6, 4, 1, 3, 4, 3, 1, 1]


def test_known_forms_are_worked_on_once_and_others_once_a_batch() -> None:
    known, worked = KnownForms(["the", "a"]), []

    def work(tokens: object, words: list[str]) -> np.ndarray:
        worked.append(list(words))
        return np.zeros(len(words), dtype=np.int64)

    for tokens in (["The", "the", "x"], ["a", "y"]):
        forms = Forms(tokens, known)
        forms.column(work, work)
        forms.column(work, work)
    assert worked == [["the", "x"], ["the", "a"], ["y"]]


def test_no_form_at_all() -> None:
    assert Forms([], KnownForms([])).lengths.tolist() == []
    assert Forms([], KnownForms(["the"])).among(frozenset({"the"})).tolist() == []


def test_texts_are_scanned_alike_whatever_is_known(scorer: Scorer) -> None:
    assert scorer.model.tagger
    texts = ["The bridge fell.\n\nOfficials said so.", "", "\u2028\t A\u00a0b  c ", "\ud800 fell"]
    for plain, spared in zip(scan_all(texts), scan_all(texts, scorer.model.tagger.lexemes.known), strict=True):
        assert (plain.tokens, plain.words, plain.starts) == (spared.tokens, spared.words, spared.starts)
        assert plain.sentences == spared.sentences


def test_cues_of_many_texts_are_those_of_each(scorer: Scorer) -> None:
    model = scorer.model
    texts = [f"Officials in Town {number} said it may rain. “We wait,” Mayor Zyx{number} said." for number in range(20)]
    together = analyse_all(texts, model.tagger, model.disambiguator)
    alone = [analyse_all([text], model.tagger, model.disambiguator)[0] for text in texts]
    assert [one.hedges for one in together] == [one.hedges for one in alone]
    assert [one.sources for one in together] == [one.sources for one in alone]
