"""Does it hold where it has never been: origins, years and outlets held out, look-alikes, changed articles.

Run: ``python -m benchmarks.robustness --corpora ../shared/corpora``; ``--sample 120`` tries it on a few articles.

Held out means that sentence models, second pass and article models were all fitted anew without the part. What such
models say is kept in ``build/heldout``, by model and labels, and a run goes on where the last one stopped. Articles are
changed only where the model was not fitted to them: the test split, and for page-fillers also `tests/known`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.heldout import corpora_of, out_of_fold, strata_of, without, without_each
from benchmarks.matching import pair_rows
from benchmarks.setting import Setting, say, setting
from benchmarks.steadiness import Item, fillers_rows, item, steady_rows, swap_rows
from classifier.dataset import Dataset
from classifier.features.facts import Floats
from classifier.measured import Measured
from classifier.metrics import Figure, Predictions, figure
from classifier.model.compiled import VERDICTS, least_cost

ROOT = Path(__file__).parent.parent
ORIGIN, POOLED = "Origin left out", "All origins, each judged by models without it"
_ENOUGH = 15  # articles of each class that an AUC is worth reporting for
_SOME = 5  # articles of a class that false alarms or recall are worth reporting for
_OUTLET = 15  # articles of an outlet that gets a row
_YEARS = ((2012, 2013), (2014, 2015), (2016, 2016), (2017, 2017), (2018, 2018), (2019, 2019), (2020, 2021))
_REPORTED, _SPECULATIVE = VERDICTS.index("reported"), VERDICTS.index("speculative")

Bools = NDArray[np.bool_]


def origin_rows(setting: Setting) -> list[Measured]:
    """Return a row or two for each corpus, stratum and author, and the figures over all strata together."""
    rows = []
    for name, held in {**corpora_of(setting.data), **strata_of(setting.data)}.items():
        rows += part_rows(ORIGIN, name, setting.data.only(held), without(setting, name, held))
    chances, data = without_each(setting), setting.data
    for name, kept, bar in (
        ("real articles", data.real, 0.92),
        ("written", data.written, None),
        ("all", None, None),
    ):
        chosen = np.ones(len(data), dtype=bool) if kept is None else kept
        rows += whole_rows(name, data, chosen, chances, bar)
    return rows


def whole_rows(name: str, data: Dataset, chosen: Bools, chances: Floats, bar: float | None) -> list[Measured]:
    """Return AUC and macro-F1 of the chosen articles, pooled over the models that judged them."""
    found, groups = _predictions(data, chosen, chances)
    auc = figure(lambda index: found.auc(index, _REPORTED, _SPECULATIVE), groups)
    return [
        Measured(POOLED, name, "AUC speculative against reported", auc, bar),
        Measured(POOLED, name, "verdict macro-F1", figure(found.macro_f1, groups)),
        Measured(POOLED, name, "reported called speculative", _rate(found, groups, _REPORTED, _SPECULATIVE)),
        Measured(POOLED, name, "speculative called reported", _rate(found, groups, _SPECULATIVE, _REPORTED)),
    ]


def part_rows(table: str, name: str, data: Dataset, chances: Floats) -> list[Measured]:
    """Return the AUC of a part that has enough of both classes, else its false alarms or what it recalls."""
    found, groups = _predictions(data, np.ones(len(data), dtype=bool), chances)
    counts = [int((found.truth == verdict).sum()) for verdict in (_REPORTED, _SPECULATIVE)]
    if len(set(groups)) == 1:  # one outlet: an interval over groups would say nothing, so articles are drawn
        groups = [str(number) for number in range(len(groups))]
    if min(counts) >= _ENOUGH:
        auc = figure(lambda index: found.auc(index, _REPORTED, _SPECULATIVE), groups)
        return [Measured(table, name, "AUC speculative against reported", auc)]
    rows = []
    if counts[0] >= _SOME:
        rows.append(Measured(table, name, "reported called speculative", _rate(found, groups, _REPORTED, _SPECULATIVE)))
    if counts[1] >= _SOME:
        rows.append(
            Measured(table, name, "speculative called speculative", _rate(found, groups, _SPECULATIVE, _SPECULATIVE))
        )
    return rows


def _predictions(data: Dataset, chosen: Bools, chances: Floats) -> tuple[Predictions, list[str]]:
    """Return the judged articles among the chosen, and their groups."""
    kept = chosen & (data.verdicts != "none")
    truth = np.array([VERDICTS.index(verdict) for verdict in data.verdicts[kept].tolist()], dtype=np.int64)
    groups = [data.groups[at] for at in np.flatnonzero(kept).tolist()]
    return Predictions(truth, chances[kept], least_cost(chances[kept])), groups


def _rate(found: Predictions, groups: Sequence[str], true: int, called: int) -> Figure:
    of = np.flatnonzero(found.truth == true)
    hits = (found.called[of] == called).astype(np.float64)
    return figure(lambda index: float(hits[index].mean()), [groups[at] for at in of.tolist()])


def year_rows(setting: Setting) -> list[Measured]:
    """Return a row for each span of years, held out wholly; only articles whose date the corpora give."""
    dates = _years(setting.corpora)
    year = np.array([dates.get((label.corpus, label.id), 0) for label in setting.data.labels])
    rows = []
    for first, last in _YEARS:
        held = (year >= first) & (year <= last)
        if held.sum() >= _ENOUGH:
            name = f"{first}" if first == last else f"{first}–{last}"
            rows += part_rows("Year held out", name, setting.data.only(held), without(setting, f"year {name}", held))
    return rows


def _years(corpora: Path) -> dict[tuple[str, str], int]:
    found = {}
    for path in sorted(corpora.glob("*/articles.jsonl")):
        with path.open(encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                if row.get("date"):
                    found[path.parent.name, row["id"]] = int(row["date"][:4])
    return found


def outlet_rows(setting: Setting) -> list[Measured]:
    """Return a row for each large outlet: folds keep outlets whole, so its articles were judged without it."""
    chances, groups = out_of_fold(setting), np.array(setting.data.groups)
    rows = []
    for group in sorted(set(groups.tolist())):
        held = groups == group
        if group.startswith("outlet ") and held.sum() >= _OUTLET:
            rows += part_rows("Outlet held out", group, setting.data.only(held), chances[held])
    return rows


def items_of(setting: Setting) -> list[Item]:
    """Return the articles of the test split, which the model was not fitted to."""
    return [
        Item(document, label.group, label.final.verdict, label.final.genre)
        for label, document in zip(setting.data.labels, setting.data.documents, strict=True)
        if label.split == "test" and label.final.verdict != "none"
    ]


def known_fillers(setting: Setting) -> list[Item]:
    """Return the page-fillers of `tests/known`, which no model is fitted to."""
    return [
        item(path.read_text(encoding="utf-8"), setting.scorer, f"known {path.stem}", "speculative", "farm")
        for path in sorted((ROOT / "tests" / "known").glob("*page-filler*.txt"))
    ]


def main() -> None:
    """Print and keep the figures."""
    chosen = setting(__doc__)
    items = items_of(chosen)
    rows = steady_rows(chosen.scorer, items, say) + swap_rows(chosen.scorer, items, say)
    rows += fillers_rows(chosen.scorer, [*items, *known_fillers(chosen)], say)
    rows = origin_rows(chosen) + year_rows(chosen) + outlet_rows(chosen) + pair_rows(chosen) + rows
    chosen.finish("robustness", rows)


if __name__ == "__main__":
    main()
