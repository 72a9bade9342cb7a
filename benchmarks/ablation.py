"""What each group of features is worth, and what more labels bring.

Run: ``python -m benchmarks.ablation --corpora ../shared/corpora``; ``--sample 160`` tries it on a few articles.

Ablation: article models are fitted without a group of features, on sentences judged out of fold; the sentence model
stays, but in the rows that are about it. Once in the usual folds, once with each stratum of real articles left out: a
group that helps in the first and harms in the second tells origins apart, not articles. Learning curve: everything is
fitted to a part of the splits train and dev, whole groups at a time, and judged on the real test articles.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from benchmarks.heldout import strata_of
from benchmarks.setting import Setting, say, setting
from classifier.evaluation import judge
from classifier.features.article import COLUMNS
from classifier.features.facts import Floats
from classifier.measured import Measured
from classifier.metrics import Predictions, figure
from classifier.model.compiled import VERDICTS, least_cost
from classifier.training import (
    FOLDS,
    article_rows,
    fit,
    fit_article_models,
    fit_context,
    fit_sentences,
    fit_words,
    out_of_fold,
)

CURVE = "Learning curve, real test articles"
LABELS = "labels of the sentences"
GROUPS: dict[str, tuple[str, ...]] = {
    LABELS: (
        "speculation_of_asserted", "fact_share", "attributed_share", "speculation_share", "opinion_share",
        "other_share", "headline_speculates", "opening_speculates",
    ),
    "hedges": ("own_hedges", "modal_perfect", "nobodys_hedges", "sources_hedges"),
    "sources": (
        "named_persons", "named_institutions", "outlets", "anonymous_sources", "vague_sources", "sourced_density",
        "vague_density", "no_source",
    ),
    "quotations": ("quoted", "quoted_vaguely"),
    "specifics": ("numbers", "dates", "placed_in_time", "names", "past_tense", "present_be", "future"),
    "address and manner": (
        "second_person", "first_plural", "first_singular", "abstract", "mind", "questions", "exclamations",
        "unfinished",
    ),
}  # fmt: skip
REST = "form: all other features"
_SIZES = (100, 200, 400, 700)
_REPORTED, _SPECULATIVE = VERDICTS.index("reported"), VERDICTS.index("speculative")

Bools = NDArray[np.bool_]


def groups_of(columns: Sequence[str]) -> dict[str, Bools]:
    """Return which columns each group holds, the rest as a group of its own; those beyond the named ones are rest."""
    held = {name: np.isin(columns, members) for name, members in GROUPS.items()}
    return {**held, REST: ~np.any(list(held.values()), axis=0)}


@dataclass(frozen=True)
class _Part:
    """Articles held out, and by what is left out the features of all others and theirs."""

    held_out: Bools
    seen: dict[str, Floats]
    new: dict[str, Floats]


def ablation_rows(setting: Setting, table: str, parts: Iterable[_Part]) -> list[Measured]:
    """Return AUC and macro-F1 with everything, without each group, and without steps of the sentence model."""
    data = setting.data
    chances: dict[str, Floats] = {}
    for part in parts:
        labels = [data.labels[at] for at in np.flatnonzero(~part.held_out).tolist()]
        for name, rows in part.seen.items():
            fitted = fit_article_models(labels, rows, data.folds(FOLDS, setting.seed)[~part.held_out]).compile()
            found = chances.setdefault(name, np.full((len(data), 3), np.nan))
            found[part.held_out] = fitted.verdict_probabilities(part.new[name])
    return [row for name, found in chances.items() for row in _figures(setting, table, name, found)]


def fold_parts(setting: Setting) -> Iterator[_Part]:
    """Yield the usual folds."""
    data = setting.data
    say("judging sentences out of fold …")
    found = out_of_fold(data, data.folds(FOLDS, setting.seed), setting.jobs)
    tables = _tables(article_rows(data, found.final, found.words), article_rows(data, found.first, found.words))
    for number in sorted(set(found.fold.tolist())):
        seen = found.fold != number
        yield _Part(~seen, *({name: rows[kept] for name, rows in tables.items()} for kept in (seen, ~seen)))


def origin_parts(setting: Setting) -> Iterator[_Part]:
    """Yield each stratum of real articles, all models fitted without it as `classifier.training.fit` does."""
    data = setting.data
    for name, held_out in strata_of(data).items():
        if not data.real[held_out].any():
            continue
        say(f"fitting without {name} …")
        rest, part = data.only(~held_out), data.only(held_out)
        found = out_of_fold(rest, rest.folds(FOLDS, setting.seed), setting.jobs)
        first = fit_sentences(rest).compile()
        both = replace(first, context=fit_context(rest, found.first))
        seen = _tables(article_rows(rest, found.final, found.words), article_rows(rest, found.first, found.words))
        ngrams, of_words = first.ngrams_of(part.facts), fit_words(rest, first.vocabulary)
        words = of_words.values(part.facts, of_words.evidence(part.facts, ngrams))
        plain = first.first_pass(part.facts, part.table, ngrams)
        final = both.probabilities(part.facts, part.table, ngrams)
        yield _Part(held_out, seen, _tables(article_rows(part, final, words), article_rows(part, plain, words)))


def _tables(rows: Floats, first: Floats) -> dict[str, Floats]:
    """Return the features by what is left out, `first` being those after the first pass over sentences only."""
    groups = groups_of([*COLUMNS, *(f"beyond {at}" for at in range(rows.shape[1] - len(COLUMNS)))])
    tables = {"nothing": rows, "the second pass over sentences": first}
    tables |= {name: np.where(held, 0.0, rows) for name, held in groups.items()}
    return tables | {f"all but the {LABELS}": np.where(groups[LABELS], rows, 0.0)}


def _figures(setting: Setting, table: str, name: str, chances: Floats) -> list[Measured]:
    """Return AUC and macro-F1 on the real articles for which there are probabilities, not NaN."""
    data = setting.data
    kept = data.real & (data.verdicts != "none") & ~np.isnan(chances[:, 0])
    groups = [data.groups[at] for at in np.flatnonzero(kept).tolist()]
    truth = np.array([VERDICTS.index(verdict) for verdict in data.verdicts[kept].tolist()], dtype=np.int64)
    found = Predictions(truth, chances[kept], least_cost(chances[kept]))
    auc = figure(lambda index: found.auc(index, _REPORTED, _SPECULATIVE), groups)
    return [
        Measured(table, name, "AUC speculative against reported", auc),
        Measured(table, name, "verdict macro-F1", figure(found.macro_f1, groups)),
    ]


def curve_rows(setting: Setting) -> list[Measured]:
    """Return the figures by number of articles learned from; the name of a row begins with it."""
    data = setting.data
    test = np.array([label.split == "test" for label in data.labels], dtype=bool)
    order = _shuffled_groups(setting, ~test)
    rows: list[Measured] = []
    for size in (*(size for size in _SIZES if size < len(order)), len(order)):
        chosen = np.zeros(len(data), dtype=bool)
        chosen[order[:size]] = True
        say(f"fitting to {size} articles …")
        chances = np.full((len(data), 3), np.nan)
        chances[test] = judge(data.only(test), fit(data.only(chosen), setting.seed, setting.jobs)).verdicts
        rows += _figures(setting, CURVE, f"{size} articles", chances)
    return rows


def _shuffled_groups(setting: Setting, chosen: Bools) -> list[int]:
    """Return the indices of the chosen articles, groups in an order of their own and each together."""
    groups = sorted({setting.data.groups[at] for at in np.flatnonzero(chosen).tolist()})
    order = np.random.default_rng(setting.seed).permutation(len(groups))
    place = {groups[at]: number for number, at in enumerate(order.tolist())}
    return sorted(np.flatnonzero(chosen).tolist(), key=lambda at: place[setting.data.groups[at]])


def main() -> None:
    """Print and keep the figures."""
    chosen = setting(__doc__)
    rows = ablation_rows(chosen, "Left out, real articles out of fold", fold_parts(chosen))
    rows += ablation_rows(chosen, "Left out, real articles without their origin", origin_parts(chosen))
    chosen.finish("ablation", rows + curve_rows(chosen))


if __name__ == "__main__":
    main()
