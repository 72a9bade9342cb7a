"""How far verdicts stay when articles are changed in ways that must not matter, and change in those that must."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks import perturbations as change
from classifier.bare import hedges_deleted
from classifier.cues import Document, analyse
from classifier.measured import Measured
from classifier.metrics import Figure, figure
from classifier.score import ArticleScore
from classifier.scoring import Scorer

__all__ = ["Item", "fillers_rows", "item", "steady_rows", "swap_rows"]

UNCHANGED = "Verdict unchanged"
_ALWAYS, _MOSTLY = 0.97, 0.90
_HEADLINE = 30  # words
_LEAST_SWAPPED = 5  # articles that must hold a name for its swap to be among the worst that are shown
_FILLERS = ("farm", "preview", "explainer")


@dataclass(frozen=True)
class Item:
    """An article that the model was not fitted to.

    Attributes
    ----------
    document
        The article, analysed.
    group
        What is resampled together.
    verdict
        Its final label.
    genre
        Its final label; ``farm`` for the page-fillers of `tests/known`.
    """

    document: Document
    group: str
    verdict: str
    genre: str

    @property
    def text(self) -> str:
        """The article's text."""
        return self.document.scan.text


@dataclass(frozen=True, slots=True)
class _Change:
    """A change, and the least part of verdicts that must stay under it."""

    name: str
    bar: float
    made: Callable[[Document], str]


def _of_text(function: Callable[[str], str]) -> Callable[[Document], str]:
    return lambda document: function(document.scan.text)


_CHANGES = (
    _Change("sourced hedges doubled", _ALWAYS, change.sourced_hedges_doubled),
    _Change("boilerplate added", _ALWAYS, _of_text(change.boilerplate_added)),
    _Change("curly quotes made straight", _ALWAYS, _of_text(change.straight)),
    _Change("straight quotes made curly", _ALWAYS, _of_text(change.curly)),
    _Change("names and places swapped", _ALWAYS, _of_text(lambda text: change.swapped(text, change.SWAPS))),
    _Change("all capitals", _MOSTLY, _of_text(change.capitals)),
    _Change("paragraphs shuffled", _MOSTLY, _of_text(change.shuffled)),
    _Change("cut at 400 words", _MOSTLY, _of_text(change.cut)),
)


def steady_rows(scorer: Scorer, items: Sequence[Item], say: Callable[[str], None]) -> list[Measured]:
    """Return how many verdicts stay under each change, of the articles that it changes and that are judged at all."""
    before = _scores(scorer, [item.text for item in items])
    judged = [at for at, score in enumerate(before) if score.verdict != "unscorable"]
    rows = []
    for one in _CHANGES:
        say(f"changing: {one.name} …")
        made = {at: one.made(items[at].document) for at in judged}
        at = [index for index, text in made.items() if text != items[index].text]
        after = _scores(scorer, [made[index] for index in at])
        same = [score.verdict == before[index].verdict for score, index in zip(after, at, strict=True)]
        rows.append(_share(UNCHANGED, one.name, "verdict unchanged", same, [items[i].group for i in at], one.bar))
    return [*rows, _headlines(scorer, [items[at] for at in judged])]


def _headlines(scorer: Scorer, items: Sequence[Item]) -> Measured:
    """Return how many headlines alone are not judged; a first line that is a paragraph is no headline."""
    lines = {at: change.headline(item.text) for at, item in enumerate(items)}
    chosen = [at for at, line in lines.items() if len(line.split()) <= _HEADLINE]
    unscorable = [score.verdict == "unscorable" for score in _scores(scorer, [lines[at] for at in chosen])]
    return _share(UNCHANGED, "headline only", "unscorable", unscorable, [items[at].group for at in chosen], 1.0)


def swap_rows(scorer: Scorer, items: Sequence[Item], say: Callable[[str], None]) -> list[Measured]:
    """Return how far the speculation score moves when one name is swapped: over all swaps, and for the worst five."""
    say(f"swapping {len(change.SWAPS)} names one by one …")
    before = [score.speculation for score in _scores(scorer, [item.text for item in items])]
    moves: list[_Move] = []
    for name, other in change.SWAPS.items():
        made = [change.swapped(item.text, {name: other}) for item in items]
        held = [at for at, text in enumerate(made) if text != items[at].text]
        for at, score in zip(held, _scores(scorer, [made[at] for at in held]), strict=True):
            was, now = before[at], score.speculation
            if was is not None and now is not None:
                moves.append(_Move(f"{name} → {other}", items[at].group, now - was))
    of_swap: dict[str, list[_Move]] = {}
    for move in moves:
        of_swap.setdefault(move.swap, []).append(move)
    table = "One name swapped for another"
    sizes = np.abs([move.by for move in moves])
    overall = _mean(sizes, [move.group for move in moves])
    rows = [
        Measured(table, f"{len(of_swap)} swaps", "mean change of speculation, unsigned", overall, 0.02, wanted="most")
    ]
    means = {
        name: _mean(np.array([move.by for move in found]), [move.group for move in found])
        for name, found in of_swap.items()
        if len(found) >= _LEAST_SWAPPED
    }
    worst = sorted(means, key=lambda name: -abs(means[name].value))[:5]
    return rows + [Measured(table, name, "mean change of speculation", means[name]) for name in worst]


@dataclass(frozen=True, slots=True)
class _Move:
    """By how much one swap moved the speculation score of one article."""

    swap: str
    group: str
    by: float


def fillers_rows(scorer: Scorer, items: Sequence[Item], say: Callable[[str], None]) -> list[Measured]:
    """Return how many page-fillers are still caught without hedges, and with sources pasted in front."""
    fillers = [item for item in items if item.verdict == "speculative" and item.genre in _FILLERS]
    groups = [item.group for item in fillers]
    say(f"changing {len(fillers)} page-fillers …")
    plain = _verdicts(scorer, [item.text for item in fillers])
    bare = _verdicts(scorer, [hedges_deleted(item.document) for item in fillers])
    dressed = _verdicts(scorer, [change.sources_in_front(item.text) for item in fillers])
    table = "Page-fillers"
    return [
        _share(table, "as they are", "called speculative", plain == "speculative", groups, None),
        _share(table, "every hedge deleted", "called speculative", bare == "speculative", groups, 0.75),
        _share(table, "three quotes in front", "not called reported", dressed != "reported", groups, 0.80),
    ]


def _scores(scorer: Scorer, texts: Sequence[str]) -> list[ArticleScore]:
    return [score for score in scorer.score_many(texts) if isinstance(score, ArticleScore)]


def _verdicts(scorer: Scorer, texts: Sequence[str]) -> NDArray[np.str_]:
    return np.array([score.verdict for score in _scores(scorer, texts)], dtype=np.str_)


def _share(
    table: str,
    name: str,
    measure: str,
    held: Sequence[bool] | NDArray[np.bool_],
    groups: Sequence[str],
    bar: float | None,
) -> Measured:
    values = np.asarray(held, dtype=np.float64)
    return Measured(table, name, measure, _mean(values, groups), bar)


def _mean(values: NDArray[np.float64], groups: Sequence[str]) -> Figure:
    return figure(lambda index: float(values[index].mean()), groups)


def item(text: str, scorer: Scorer, group: str, verdict: str, genre: str) -> Item:
    """Return a text as an article to change."""
    return Item(analyse(text, scorer.model.tagger, scorer.model.disambiguator), group, verdict, genre)
