"""Figures about labels: counts, agreement, and whether a surface signal gives the verdict away."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from classifier.agreement import alpha, ordinal_distance
from classifier.article import Span
from classifier.cues import analyse
from classifier.errors import LabelError
from classifier.labels import LabelledArticle, Reading, WrittenArticle, read_labels, read_written
from classifier.model.hedges import SECOND_READING, read_readings
from classifier.surfacesignals import signals_table, surface_signals

__all__ = ["draw", "statistics", "write_into_readme"]

_BEGIN = "<!-- figures: classifier labels stats --write -->"
_END = "<!-- end of figures -->"
HARDLY, HEAVY = 2, 12  # hedge cues per 1,000 tokens, as in section 6 of the guide


def statistics(folder: Path) -> str:
    """Return counts, agreement and surface signals of the labels in `folder` as Markdown."""
    labels = read_labels(folder)
    parts = [_counts(labels), _agreement(labels), _span_agreement(labels)]
    if (folder / "third_reading.jsonl").exists():
        parts.append(_third_reading(labels, folder / "third_reading.jsonl"))
    if (folder / SECOND_READING).exists():
        parts.append(_hedge_readings(folder))
    written = read_written(folder)
    signals = surface_signals(labels, written)
    if signals:
        parts.append(signals_table(signals))
        parts.append(_hedging(labels, written))
    return "\n\n".join(parts)


def write_into_readme(folder: Path, figures: str) -> Path:
    """Put `figures` between the markers of the README in `folder` and return its path.

    Raises
    ------
    LabelError
        If the README or its markers are missing.
    """
    path = folder / "README.md"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    before, opened, rest = text.partition(_BEGIN)
    _, closed, behind = rest.partition(_END)
    if not opened or not closed:
        raise LabelError(f"{path}: wanted the markers {_BEGIN} and {_END}; put them where the figures belong")
    path.write_text(f"{before}{_BEGIN}\n{figures}\n{_END}{behind}", encoding="utf-8")
    return path


def draw(folder: Path, path: Path) -> None:
    """Draw the verdicts of each stratum as bars into the picture `path` (extra ``train``).

    Raises
    ------
    LabelError
        If matplotlib is not installed.
    """
    try:
        from matplotlib.figure import Figure
    except ImportError as error:
        raise LabelError("drawing needs an extra; pip install '.[train]' in the clone") from error
    labels = read_labels(folder)
    strata = sorted({article.stratum for article in labels}, reverse=True)
    found = Counter((article.stratum, article.final.verdict) for article in labels)
    figure = Figure(figsize=(8, 0.32 * len(strata) + 1.2), layout="constrained")
    axes = figure.subplots()
    left = [0] * len(strata)
    colours = (("reported", "#2a7f62"), ("mixed", "#e0a100"), ("speculative", "#b3392f"), ("none", "#9aa0a6"))
    for verdict, colour in colours:
        counts = [found[stratum, verdict] for stratum in strata]
        axes.barh(strata, counts, left=left, color=colour, label=verdict)
        left = [a + b for a, b in zip(left, counts, strict=True)]
    axes.set_xlabel("articles")
    axes.legend(frameon=False, ncols=4, loc="lower right")
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, dpi=120)


def _counts(labels: Sequence[LabelledArticle]) -> str:
    kinds = ("reported", "mixed", "speculative", "none")
    lines = [f"| stratum | {' | '.join(kinds)} | sentences |", "|---|" + "---:|" * 5]
    for stratum in sorted({article.stratum for article in labels}):
        rows = [article for article in labels if article.stratum == stratum]
        found = Counter(article.final.verdict for article in rows)
        sentences = sum(len(article.sentences) for article in rows)
        lines.append(f"| {stratum} | {' | '.join(str(found[kind]) for kind in kinds)} | {sentences:,} |")
    total = Counter(article.final.verdict for article in labels)
    sentences = sum(len(article.sentences) for article in labels)
    lines.append(f"| all | {' | '.join(str(total[kind]) for kind in kinds)} | {sentences:,} |")
    return "\n".join(lines)


def _agreement(labels: Sequence[LabelledArticle]) -> str:
    lines = [
        "Krippendorff's α of the two blind readings, P and Q: nominal for verdict, genre and sentence label, ordinal",
        "for quality.",
        "",
        "| | articles | verdict | genre | quality | sentence label |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    strata = sorted({article.stratum for article in labels})
    groups: list[tuple[str, list[LabelledArticle]]] = [
        (stratum, [article for article in labels if article.stratum == stratum]) for stratum in strata
    ]
    groups.append(("real", [article for article in labels if article.corpus != "written"]))
    groups.append(("written", [article for article in labels if article.corpus == "written"]))
    groups.append(("all", list(labels)))
    for name, rows in groups:
        lines.append(f"| {name} | {len(rows)} | {' | '.join(_alphas(rows))} |")
    return "\n".join(lines)


def _third_reading(labels: Sequence[LabelledArticle], path: Path) -> str:
    """Return how a blind reading of rows drawn by their final verdict agrees with it."""
    final = {(row.corpus, row.id): row.final.verdict for row in labels}
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    found = Counter((final[row["corpus"], row["id"]], row["verdict"]) for row in rows)
    kinds = ("reported", "mixed", "speculative")
    lines = [
        "Blind third reading of rows drawn by their final verdict (rows: final verdict, columns: third reading).",
        "",
        f"| | {' | '.join(kinds)} |",
        "|---|---:|---:|---:|",
    ]
    lines += [f"| {kind} | {' | '.join(str(found[kind, other]) for other in kinds)} |" for kind in kinds]
    return "\n".join(lines)


def _span_agreement(labels: Sequence[LabelledArticle]) -> str:
    """Return how far the spans of two annotators agree."""
    pairs = [(row.spans[0], row.spans[1]) for row in labels if len(row.spans) >= 2]
    marked = [row for row in labels if row.spans]
    own = sum(row.corpus == "written" for row in marked)
    lines = [
        f"Spans were marked in {len(marked)} articles ({own} written, {len(marked) - own} real), by both annotators in",
        f"{len(pairs)} of them. F1 between these two: exact, and counting spans that share a character.",
        "",
        "| | marked by P | by Q | exact F1 | overlapping F1 |",
        "|---|---:|---:|---:|---:|",
    ]
    for name in ("hedges", "quotes", "sources"):
        first = [{span for span, _ in getattr(p, name)} for p, _ in pairs]
        second = [{span for span, _ in getattr(q, name)} for _, q in pairs]
        total = sum(map(len, first)) + sum(map(len, second))
        exact = sum(2 * len(a & b) for a, b in zip(first, second, strict=True))
        near = sum(_touching(a, b) + _touching(b, a) for a, b in zip(first, second, strict=True))
        figures = [f"{count / total:.3f}" if total else "–" for count in (exact, near)]
        lines.append(f"| {name} | {sum(map(len, first))} | {sum(map(len, second))} | {' | '.join(figures)} |")
    return "\n".join(lines)


def _hedge_readings(folder: Path) -> str:
    """Return how far two readers of single candidates for hedges agree."""
    first, second = read_readings(folder), read_readings(folder, SECOND_READING)
    for (corpus, number), found in second.items():
        if unread := set(found) - set(first.get((corpus, number), {})):
            place = min(unread)
            raise LabelError(
                f"{folder / SECOND_READING}: {corpus} {number}: {place.start} to {place.end} has no first reading; "
                "take it out, or add it to the first"
            )
    pairs = [(first[key][span], voice) for key, found in second.items() for span, voice in found.items()]
    one, other = [a for a, _ in pairs], [b for _, b in pairs]
    own = 2 * sum(a == b == "article" for a, b in pairs) / max(1, one.count("article") + other.count("article"))
    judged = sum(map(len, first.values()))
    return (
        f"Of {judged:,} candidates for hedges that were judged one by one, in {len(first)} articles, {len(pairs)}\n"
        "were judged by a second reader, blind to the first: α of their voices, or that they do not hedge,\n"
        f"{alpha(one, other):.3f}; F1 of those in the article's own voice {own:.3f}."
    )


def _touching(some: set[Span], others: set[Span]) -> int:
    return sum(any(one.overlaps(other) for other in others) for one in some)


def _alphas(rows: Sequence[LabelledArticle]) -> list[str]:
    pairs = [(row.readings[0], row.readings[1]) for row in rows if len(row.readings) >= 2]
    quality = [(a.quality, b.quality) for a, b in pairs if a.quality is not None and b.quality is not None]
    used = Counter(value for pair in quality for value in pair)
    sentences = [one.readings[:2] for row in rows for one in row.sentences if len(one.readings) >= 2]
    found = [
        alpha(*_sides(pairs, lambda reading: reading.verdict)),
        alpha(*_sides(pairs, lambda reading: reading.genre)),
        alpha([a for a, _ in quality], [b for _, b in quality], ordinal_distance(used)),
        alpha([one[0] for one in sentences], [one[1] for one in sentences]),
    ]
    return ["–" if value != value else f"{value:.3f}" for value in found]


def _sides(pairs: Iterable[tuple[Reading, Reading]], part: Callable[[Reading], str]) -> tuple[list[str], list[str]]:
    both = [(part(a), part(b)) for a, b in pairs]
    return [a for a, _ in both], [b for _, b in both]


def _hedging(labels: Sequence[LabelledArticle], written: dict[str, WrittenArticle]) -> str:
    """Return how many written articles of either verdict hedge hardly, and how many heavily."""
    lines = [
        f"Hedge cues of the lexicon, in whatever voice, per 1,000 tokens: hardly hedged at most {HARDLY}, hedge-heavy",
        f"over {HEAVY}.",
        "",
        "| written articles | hardly hedged | between | hedge-heavy |",
        "|---|---:|---:|---:|",
    ]
    for verdict in ("reported", "speculative"):
        rates = []
        for row in labels:
            if row.id in written and row.final.verdict == verdict:
                document = analyse(written[row.id].text)
                cues = sum(hedge.probability >= 0.5 for hedge in document.hedges)
                rates.append(1000 * cues / max(1, len(document.scan.tokens)))
        hardly, heavy = sum(rate <= HARDLY for rate in rates), sum(rate > HEAVY for rate in rates)
        lines.append(f"| {verdict} | {hardly} | {len(rates) - hardly - heavy} | {heavy} |")
    return "\n".join(lines)
