"""Many articles as one page: a table to sort and search, their distribution, the best and the worst."""

from __future__ import annotations

import json
import math
import os
import re
from bisect import insort
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO
from urllib.parse import quote

from classifier.report.html import BackLink, heading, report_html
from classifier.report.page import page, ready
from classifier.score import ArticleScore, Failure

__all__ = ["write_index"]

_LISTED = 5  # articles in the lists of the best and the worst
_COLUMNS, _ROWS = 10, 8  # bands of speculation and of quality in the distribution
_SHADES = 6
_OUTCOMES = ("reported", "mixed", "speculative", "unscorable", "error")


@dataclass(frozen=True, slots=True)
class _Row:
    """What the table shows of one article; None where there is nothing to show."""

    name: str
    id: str
    verdict: str
    speculation: float | None
    quality: float | None
    own_hedges: float | None
    quotes: int | None
    named_sources: int | None
    href: str
    note: str

    def json(self) -> str:
        """Return the row as a JSON array that can stand in a script element."""
        values = [getattr(self, name) for name in self.__slots__]
        return json.dumps(values, separators=(",", ":")).replace("<", "\\u003c").replace(">", "\\u003e")


@dataclass(frozen=True, slots=True)
class _Cell:
    """The articles in one band of speculation and one of quality."""

    number: int
    count: int
    shade: int
    words: str


class _Tally:
    """What is kept of all rows: counts, the distribution, the best and the worst."""

    def __init__(self) -> None:
        self.verdicts: Counter[str] = Counter()
        self.cells: Counter[int] = Counter()
        self._best: list[_Row] = []
        self._worst: list[_Row] = []

    def add(self, row: _Row) -> None:
        """Count one row."""
        self.verdicts[row.verdict] += 1
        if row.speculation is None or row.quality is None:
            return
        self.cells[_cell(row.speculation, row.quality)] += 1
        insort(self._best, row, key=lambda one: (-(one.quality or 0), one.speculation or 0))
        insort(self._worst, row, key=lambda one: (one.quality or 0, -(one.speculation or 0)))
        del self._best[_LISTED:], self._worst[_LISTED:]

    @property
    def best(self) -> list[_Row]:
        """The articles of highest quality, at most half of all, so that none is among the worst too."""
        return self._best[: self.cells.total() // 2]

    @property
    def worst(self) -> list[_Row]:
        """The articles of lowest quality, at most half of all."""
        return self._worst[: self.cells.total() // 2]


def write_index(outcomes: Iterable[ArticleScore | Failure], path: Path, pages: Path | None = None) -> None:
    """Write one self-contained HTML page that lists the outcomes in order.

    The outcomes are taken one at a time; what is held of each is on disk. A reader's browser holds all rows.

    Parameters
    ----------
    outcomes
        What came of each article.
    path
        The page; replaced when it is complete.
    pages
        Folder for a report of each article, made if it is missing; without one the rows link to nothing.

    Raises
    ------
    ClassifierError
        If the extra ``report`` is not installed.
    OSError
        If a file cannot be written.
    """
    ready()
    tally = _Tally()
    unfinished = path.with_name(f"{path.name}.part")
    with TemporaryFile("w+", encoding="utf-8") as rows:
        for number, outcome in enumerate(outcomes, 1):
            row = _row(outcome, _write_page(outcome, number, path, pages))
            tally.add(row)
            rows.write(("," if number > 1 else "") + row.json() + "\n")
        rows.seek(0)
        with unfinished.open("w", encoding="utf-8") as file:
            file.writelines(_parts(tally, rows))
    unfinished.replace(path)


def _parts(tally: _Tally, rows: IO[str]) -> Iterator[str]:
    return page(
        "index.html.jinja",
        "index.css",
        "index.js",
        total=tally.verdicts.total(),
        verdicts=[(name, tally.verdicts[name]) for name in _OUTCOMES if tally.verdicts[name]],
        bands=list(_bands(tally.cells)),
        lists=[("Highest quality", tally.best), ("Lowest quality", tally.worst)],
        rows=rows,
    )


def _row(outcome: ArticleScore | Failure, href: str) -> _Row:
    if isinstance(outcome, Failure):
        return _Row(outcome.id or "(no id)", "", "error", None, None, None, None, None, href, outcome.error)
    flat = outcome.flat()
    return _Row(
        name=heading(outcome),
        id=outcome.id,
        verdict=outcome.verdict,
        speculation=None if outcome.speculation is None else round(outcome.speculation, 4),
        quality=outcome.quality,
        own_hedges=None if outcome.judged is None else round(flat["own_hedges_per_100_sentences"], 1),
        quotes=flat["quotes"],
        named_sources=flat["named_sources"],
        href=href,
        note=outcome.reason,
    )


def _write_page(outcome: ArticleScore | Failure, number: int, index: Path, pages: Path | None) -> str:
    """Write the article's own report; return its address as seen from the index, empty if there is none."""
    if pages is None or isinstance(outcome, Failure):
        return ""
    pages.mkdir(parents=True, exist_ok=True)
    words = re.findall(r"[a-z0-9]+", Path(outcome.id).stem.lower())
    target = pages / ("-".join([f"{number:06}", *words])[:60] + ".html")
    back = BackLink(_address(index, pages), "all articles")
    target.write_text(report_html(outcome, back), encoding="utf-8")
    return _address(target, index.parent)


def _address(target: Path, folder: Path) -> str:
    return quote(Path(os.path.relpath(target.resolve(), folder.resolve())).as_posix())


def _cell(speculation: float, quality: float) -> int:
    """Return the cell of the distribution; index.js reckons the same."""
    column = min(int(speculation * _COLUMNS), _COLUMNS - 1)
    return min(int((quality - 1) * _ROWS / 4), _ROWS - 1) * _COLUMNS + column


def _bands(cells: Counter[int]) -> Iterator[tuple[str, list[_Cell]]]:
    """Yield the bands of quality from the highest down, each with its cells."""
    most = max(cells.values(), default=1)
    for row in reversed(range(_ROWS)):
        quality = f"{1 + row / 2:.1f}–{1.5 + row / 2:.1f}"
        band = []
        for column in range(_COLUMNS):
            number = row * _COLUMNS + column
            count = cells[number]
            part = math.log1p(count) / math.log1p(most)  # before the product: x / x is 1, 6 * x / x may be more than 6
            shade = math.ceil(_SHADES * part)
            words = f"speculation {column / 10:.1f}–{(column + 1) / 10:.1f}, quality {quality}"
            band.append(_Cell(number, count, shade, words))
        yield quality, band
