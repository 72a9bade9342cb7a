"""Pictures of an evaluation, as PNG in data addresses; the same figures give the same bytes."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from classifier.calibration import Calibration
from classifier.errors import ClassifierError
from classifier.measured import Measured
from classifier.misses import Weight

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["Curve", "learning", "left_out", "precision_recall", "reliability", "weightiest"]

_INK, _SOFT, _BLUE, _ORANGE = "#1c2025", "#8a929b", "#17508c", "#b3561d"
Array = NDArray[np.float64]


class Curve:
    """Precision and recall at every threshold.

    Attributes
    ----------
    name
        Of the articles.
    precision, recall
        Shape (thresholds,).
    area
        Average precision.
    """

    def __init__(self, name: str, truth: NDArray[np.bool_], score: Array) -> None:
        from sklearn.metrics import average_precision_score, precision_recall_curve

        self.name = name
        self.precision, self.recall, _ = precision_recall_curve(truth, score)
        self.area = float(average_precision_score(truth, score))


def reliability(kinds: Sequence[Calibration]) -> str:
    """Return the reliability diagrams side by side: the nearer the points to the diagonal, the better."""
    columns = min(3, len(kinds))
    lines = -(-len(kinds) // columns)
    picture = _picture(3.1 * columns, 3.0 * lines)
    for number, kind in enumerate(kinds, 1):
        axes = picture.add_subplot(lines, columns, number)
        axes.plot([0.3, 1], [0.3, 1], color=_SOFT, linewidth=0.8, linestyle="--")
        sure, right = [one.confidence for one in kind.bins], [one.right for one in kind.bins]
        axes.plot(sure, right, color=_BLUE, linewidth=1)
        axes.scatter(sure, right, s=[8 + 140 * one.n / kind.brier.n for one in kind.bins], color=_BLUE)
        axes.set_title(f"{kind.name.partition(':')[0]}, n = {kind.brier.n:,}", fontsize=9, color=_INK)
        axes.set(xlim=(0.3, 1.03), ylim=(-0.03, 1.06), xlabel="probability", ylabel="right")
        _plain(axes)
    return _png(picture)


def precision_recall(curves: Sequence[Curve]) -> str:
    """Return the precision–recall curves in one diagram."""
    picture = _picture(5.2, 3.6)
    axes = picture.add_subplot()
    for curve, colour in zip(curves, (_BLUE, _ORANGE), strict=False):
        axes.plot(
            curve.recall, curve.precision, color=colour, label=f"{curve.name}: {curve.area:.2f}", drawstyle="steps"
        )
    axes.set(xlim=(0, 1.01), ylim=(0, 1.03), xlabel="recall", ylabel="precision")
    axes.legend(frameon=False, fontsize=8, loc="lower left")
    _plain(axes)
    return _png(picture)


def learning(rows: Sequence[Measured]) -> str:
    """Return the learning curve; the name of each row begins with the number of articles."""
    picture = _picture(5.2, 3.6)
    axes = picture.add_subplot()
    for measure, colour in zip(dict.fromkeys(row.measure for row in rows), (_BLUE, _ORANGE), strict=False):
        chosen = [row for row in rows if row.measure == measure]
        sizes = [int(row.name.split()[0]) for row in chosen]
        found = [row.figure for row in chosen]
        axes.plot(sizes, [one.value for one in found], color=colour, marker="o", markersize=4, label=measure)
        axes.fill_between(sizes, [one.low for one in found], [one.high for one in found], color=colour, alpha=0.15)
    axes.set(xlabel="labelled articles", ylim=(0, 1.03))
    axes.legend(frameon=False, fontsize=8, loc="lower right")
    _plain(axes)
    return _png(picture)


def left_out(tables: Sequence[Sequence[Measured]]) -> str:
    """Return an ablation: a panel for each measure of each table, with a line at its first row, where nothing lacks."""
    measures = list(dict.fromkeys(row.measure for row in tables[0]))
    picture = _picture(4.6 * len(measures), 0.26 * len(tables[0]) * len(tables) / len(measures) + 0.9 * len(tables))
    for line, table in enumerate(tables):
        for column, measure in enumerate(measures):
            rows = [row for row in table if row.measure == measure]
            axes = picture.add_subplot(len(tables), len(measures), line * len(measures) + column + 1)
            at, found = range(len(rows)), [row.figure for row in rows]
            axes.axvline(found[0].value, color=_SOFT, linewidth=0.8, linestyle="--")
            axes.hlines(at, [one.low for one in found], [one.high for one in found], color=_BLUE, linewidth=1)
            axes.scatter([one.value for one in found], at, s=18, color=_BLUE)
            axes.set_yticks(at, ["" if column else row.name for row in rows])
            axes.invert_yaxis()
            axes.set_title(f"{rows[0].table.partition(', ')[2]}: {measure}", fontsize=8, color=_INK)
            _plain(axes)
    return _png(picture)


def weightiest(found: Sequence[Weight]) -> str:
    """Return the weights as bars, the first one at the top."""
    picture = _picture(7.2, 0.22 * len(found) + 0.6)
    axes = picture.add_subplot()
    at, parts = range(len(found)), [one.part for one in found]
    axes.margins(y=0.01)
    axes.barh(at, parts, color=[_ORANGE if part > 0 else _BLUE for part in parts])
    axes.axvline(0, color=_INK, linewidth=0.8)
    axes.set_yticks(at, [one.feature for one in found])
    axes.invert_yaxis()
    axes.set(xlabel="logits: towards reported −, towards speculative +")
    _plain(axes)
    return _png(picture)


def _picture(width: float, height: float) -> Figure:
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise ClassifierError("drawing needs an extra; pip install '.[train]' in the clone") from error
    return Figure(figsize=(width, height), layout="constrained")


def _plain(axes: object) -> None:
    axes.spines[["top", "right"]].set_visible(False)  # type: ignore[attr-defined]
    axes.tick_params(labelsize=8)  # type: ignore[attr-defined]


def _png(picture: Figure) -> str:
    written = BytesIO()
    picture.savefig(written, dpi=144, metadata={"Software": None})
    return f"data:image/png;base64,{b64encode(written.getvalue()).decode()}"
