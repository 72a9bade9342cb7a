"""Texts whose verdict is beyond doubt, written by authors who knew neither lexicon nor model.

They were written before the first model was fitted, on events that stand in no label, and are never
trained on.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from classifier import Scorer

FOLDER = Path(__file__).parent
WANTED = {
    "hedge-heavy-page-filler": "speculative",
    "bare-page-filler": "speculative",
    "sourced-hedges": "reported",
    "argued-opinion": "reported",
    "hedged-quotes": "reported",
    "lexical-traps": "reported",
}
CASES = sorted((FOLDER / "known").glob("*.txt"))


def test_there_are_at_least_five_of_each() -> None:
    kinds = [path.stem.rsplit("-", 1)[0] for path in CASES]
    assert {kind: kinds.count(kind) >= 5 for kind in WANTED} == dict.fromkeys(WANTED, True)


@pytest.mark.parametrize("path", CASES, ids=[path.stem for path in CASES])
def test_known_case(scorer: Scorer, path: Path) -> None:
    score = scorer.score(path.read_text(encoding="utf-8"))
    assert score.verdict == WANTED[path.stem.rsplit("-", 1)[0]], score.reasons


def test_of_the_examples_the_page_filler_ranks_highest_and_no_report_is_flagged(scorer: Scorer) -> None:
    scores = {
        path.stem: scorer.score(path.read_text(encoding="utf-8"))
        for path in sorted((FOLDER.parent / "examples").glob("*.txt"))
    }
    ranked = sorted(scores, key=lambda name: -(scores[name].speculation or 0.0))
    assert ranked[0] == "5-page-filler"
    assert scores["5-page-filler"].verdict == "speculative"
    assert [scores[name].verdict for name in ("1-agency-brief", "2-anonymous-official", "4-spokesperson")] == [
        "reported"
    ] * 3
    assert scores["3-bulleted-summary"].verdict != "unscorable"
