"""What the measurements in `benchmarks/` give: rows of figures beside their bars, in files that say of what."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from classifier.errors import ClassifierError
from classifier.labels import LabelledArticle
from classifier.metrics import Figure

__all__ = ["FILES", "Digests", "Measured", "Results", "Wanted", "digests", "read_results", "write_results"]

FILES = ("robustness", "baselines", "ablation")
Wanted = Literal["least", "most", "above"]
_SIGNS: dict[Wanted, str] = {"least": "≥", "most": "≤", "above": "interval >"}


@dataclass(frozen=True, slots=True)
class Measured:
    """One figure.

    Attributes
    ----------
    table
        The table that it stands in.
    name
        Its row: what was left out, changed or compared.
    measure
        What was measured.
    figure
        Value with its 95 % bootstrap interval.
    bar
        What is wanted; None where nothing is.
    wanted
        Whether the value must be at ``least`` or at ``most`` the bar, or the whole interval ``above`` it.
    """

    table: str
    name: str
    measure: str
    figure: Figure
    bar: float | None = None
    wanted: Wanted = "least"

    @property
    def met(self) -> bool | None:
        """Whether the bar is met; None without a bar, False for a figure that could not be had."""
        if self.bar is None:
            return None
        if self.wanted == "above":
            return self.figure.low > self.bar
        return self.figure.value <= self.bar if self.wanted == "most" else self.figure.value >= self.bar

    @property
    def told(self) -> str:
        """The bar and whether it is met, in words; empty without a bar."""
        if self.bar is None:
            return ""
        return f"{_SIGNS[self.wanted]} {self.bar:g}: {'met' if self.met else 'MISSED'}"


@dataclass(frozen=True)
class Results:
    """What one file holds: the model and the labels that were measured, and the figures."""

    model: str
    labels_sha256: str
    rows: Sequence[Measured]

    @property
    def tables(self) -> dict[str, list[Measured]]:
        """The rows by table, in order."""
        found: dict[str, list[Measured]] = {}
        for row in self.rows:
            found.setdefault(row.table, []).append(row)
        return found


@dataclass(frozen=True, slots=True)
class Digests:
    """Hashes of what the labels say, and of which split each article is in."""

    labels: str
    splits: str


def digests(rows: Iterable[LabelledArticle]) -> Digests:
    """Return the hashes of labels, whatever their order."""
    labels, splits = sha256(), sha256()
    for row in sorted(rows, key=lambda row: (row.corpus, row.id)):
        labels.update(repr(row).encode())
        splits.update(f"{row.corpus}\t{row.id}\t{row.group}\t{row.split}\n".encode())
    return Digests(labels.hexdigest(), splits.hexdigest())


def write_results(path: Path, results: Results) -> None:
    """Write the file; figures are rounded to four places, those that could not be had are null."""
    rows = [
        {**asdict(row), "figure": {key: _plain(value) for key, value in asdict(row.figure).items()}, "met": row.met}
        for row in results.rows
    ]
    kept = {"model": results.model, "labels_sha256": results.labels_sha256, "rows": rows}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(kept, indent=1, ensure_ascii=False, allow_nan=False) + "\n", encoding="utf-8")


def _plain(value: float) -> float | None:
    return None if value != value else round(value, 4)


def read_results(folder: Path) -> dict[str, Results]:
    """Return the results of each of `FILES` in `folder`, those that are there.

    Raises
    ------
    ClassifierError
        Naming the file that is not such a one.
    """
    found = {}
    for name in FILES:
        path = folder / f"{name}.json"
        if path.is_file():
            try:
                kept = json.loads(path.read_text(encoding="utf-8"))
                found[name] = Results(kept["model"], kept["labels_sha256"], [_row(one) for one in kept["rows"]])
            except (ValueError, KeyError, TypeError) as error:
                raise ClassifierError(
                    f"{path}: not results of a measurement ({error!r}); make it anew with `python -m benchmarks.{name}`"
                ) from error
    return found


def _row(kept: dict[str, Any]) -> Measured:
    values: dict[str, Any] = {key: float("nan") if one is None else one for key, one in kept["figure"].items()}
    given = {key: value for key, value in kept.items() if key not in ("figure", "met")}
    return Measured(**given, figure=Figure(**values))
