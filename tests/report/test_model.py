"""The report on a model: self-contained, without a word of an article, and honest about what was missed."""

from __future__ import annotations

import builtins
import re
from dataclasses import replace
from typing import Any

import pytest

from classifier.errors import ClassifierError
from classifier.features.article import COLUMNS
from classifier.measured import read_results
from classifier.misses import weights, worst_misses
from classifier.model.compiled import VERDICTS
from classifier.report.model import CURVE, LEFT_OUT, Evidence, model_report
from classifier.scoring import Scorer
from classifier.training import article_rows
from tests.report.conftest import EVALUATION, IDENTITY, LABELS
from tests.report.shown import Shown


def test_the_page_is_one_file_that_fetches_nothing(scorer: Scorer, evidence: Evidence) -> None:
    page = model_report(IDENTITY, scorer.model, evidence)
    shown = Shown(page)
    assert shown.handlers == ["src"] * page.count('src="data:image/png;base64,')
    assert "default-src &#39;none&#39;; style-src &#39;sha256-" in page
    assert {link.removeprefix("#") for link in shown.links} == set(shown.ids)
    assert "script" not in shown.tags


def test_the_same_figures_give_the_same_bytes(scorer: Scorer, evidence: Evidence) -> None:
    assert model_report(IDENTITY, scorer.model, evidence) == model_report(IDENTITY, scorer.model, evidence)


def test_no_sentence_of_an_article_is_in_it(scorer: Scorer, evidence: Evidence) -> None:
    page = model_report(IDENTITY, scorer.model, evidence)
    texts = [span.of(document.scan.text) for document in evidence.data.documents for span in document.scan.sentences]
    assert [text for text in texts if len(text) > 30 and text in page] == []


def test_a_missed_bar_stands_among_the_limits_and_other_labels_are_told(scorer: Scorer, evidence: Evidence) -> None:
    page = model_report(IDENTITY, scorer.model, evidence)
    limits = page.partition('<section id="limits">')[2]
    assert "Origin left out, author &lt;A&gt;: AUC 0.500 [0.400, 0.600] n=30 misses its bar (≥ 0.92)." in limits
    assert "on other labels than this model&#39;s" in page


def test_what_matters_is_drawn_and_a_count_is_the_darker_the_more_of_its_row_it_is(
    scorer: Scorer, evidence: Evidence
) -> None:
    page = model_report(IDENTITY, scorer.model, evidence)
    drawn = {re.split(r"\W", alt)[0] for alt in re.findall(r'<img src="data:[^"]*" alt="([^"]*)', page)}
    assert drawn == {"Reliability", "Precision", "Learning", "Weights", "Ablation"}
    confusion = replace(EVALUATION, confusion=[[3, 1, 0], [0, 0, 0], [0, 2, 4]])
    page = model_report(IDENTITY, scorer.model, replace(evidence, evaluations={"written": confusion}))
    shades = re.findall(r'<td class="count shade(\d)', page.partition("<caption>")[2].partition("</table>")[0])
    assert "".join(shades) == "420000024"


def test_the_tables_that_are_drawn_are_those_of_the_ablation() -> None:
    results = read_results(LABELS.parent / "benchmarks" / "results")
    assert {CURVE, *LEFT_OUT} == set(results["ablation"].tables)


def test_without_measurements_it_says_what_makes_them(scorer: Scorer, evidence: Evidence) -> None:
    page = model_report(IDENTITY, scorer.model, replace(evidence, results={}))
    assert page.count("Not measured: <code>python -m benchmarks.ablation</code>") == 2


def test_without_matplotlib_it_says_what_to_install(
    scorer: Scorer, evidence: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def refuse(name: str, *rest: Any) -> Any:
        if name.startswith("matplotlib"):
            raise ModuleNotFoundError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(ClassifierError, match=r"pip install '\.\[train\]'"):
        model_report(IDENTITY, scorer.model, evidence)


def test_misses_are_wrong_and_the_worst_come_first(scorer: Scorer, evidence: Evidence) -> None:
    swapped = replace(evidence.judged, verdicts=evidence.judged.verdicts[:, ::-1])
    rows = article_rows(evidence.data, evidence.judged.sentences, evidence.judged.words)
    misses = worst_misses(swapped, rows, scorer.model, most=5)
    assert len(misses) == 5
    assert all(miss.true != miss.called for miss in misses)
    chances = [miss.chance for miss in misses]
    assert chances == sorted(chances)


def test_weights_are_what_a_standard_deviation_adds(scorer: Scorer, evidence: Evidence) -> None:
    rows = article_rows(evidence.data, evidence.judged.sentences, evidence.judged.words)
    found = weights(scorer.model, rows)[0]
    at = COLUMNS.index(found.feature)
    moved = rows.copy()
    moved[:, at] += rows[:, at].std()
    values = scorer.model.article.verdict.values(moved) - scorer.model.article.verdict.values(rows)
    reported, speculative = VERDICTS.index("reported"), VERDICTS.index("speculative")
    assert values[0, speculative] - values[0, reported] == pytest.approx(found.part)
