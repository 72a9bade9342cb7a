"""Scores in the terminal: the table of `classifier score` and the text of `classifier explain`."""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import shorten

from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from classifier.score import ArticleScore, Failure

__all__ = ["print_explanation", "print_table"]

_COLOUR = {"reported": "green", "mixed": "yellow", "speculative": "red", "unscorable": "dim"}
_LETTER = {"fact": "F", "attributed": "A", "speculation": "S", "opinion": "O", "other": "."}
_TINT = {"fact": "green", "attributed": "cyan", "speculation": "red", "opinion": "magenta", "other": "dim"}
_NAME = 44  # characters of an article's name in the table


def print_table(outcomes: Iterable[ArticleScore | Failure], console: Console | None = None) -> None:
    """Print one row an article."""
    console = console or Console()
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("article", overflow="fold")
    table.add_column("verdict")
    for name in ("speculation", "quality", "own hedges\n/100 sent.", "quotes", "named\nsources"):
        table.add_column(name, justify="right")
    for outcome in outcomes:
        if isinstance(outcome, Failure):
            table.add_row(_name(outcome.id), Text("error", style="red"), "", "", "", "", "")
            continue
        flat = outcome.flat()
        if outcome.judged is None:
            table.add_row(_name(outcome.id), Text(f"unscorable ({outcome.reason.split(':')[0]})", style="dim"))
            continue
        table.add_row(
            _name(outcome.id),
            Text(outcome.verdict, style=_COLOUR[outcome.verdict]),
            f"{outcome.speculation:.2f}",
            f"{outcome.quality:.1f}",
            f"{flat['own_hedges_per_100_sentences']:.0f}",
            str(flat["quotes"]),
            str(flat["named_sources"]),
        )
    console.print(table)


def _name(identity: str) -> str:
    text = _visible(identity) or "(no id)"
    return escape(text if len(text) <= _NAME else "…" + text[-(_NAME - 1) :])


def _visible(text: str) -> str:
    """Return `text` on one line, without characters that steer a terminal."""
    return "".join(char if char.isprintable() else " " for char in text.encode("utf-8", "replace").decode())


def print_explanation(outcome: ArticleScore | Failure, console: Console | None = None) -> None:
    """Print the verdict, its reasons, and each sentence with label, probability and underlined cues."""
    console = console or Console()
    if isinstance(outcome, Failure):
        console.print(Text(_visible(outcome.error), style="red"))
        return
    console.print(Text(shorten(_visible(outcome.title or outcome.id), 100), style="bold"))
    if outcome.judged is None or outcome.grade is None:
        console.print(Text(f"unscorable – {_visible(outcome.reason)}", style="yellow"))
        return
    grade = outcome.grade
    console.print(Text(outcome.verdict, style=f"bold {_COLOUR[outcome.verdict]}"), end="")
    console.print(
        f"  speculation {outcome.speculation:.2f}  "
        f"(reported {outcome.judged.reported:.2f}, mixed {outcome.judged.mixed:.2f}, "
        f"speculative {outcome.judged.speculative:.2f})"
    )
    console.print(
        f"quality {grade.overall:.1f}  (sourcing {grade.sourcing:.1f}, specifics {grade.specifics:.1f}, "
        f"craft {grade.craft:.1f})"
    )
    for reason in outcome.reasons:
        console.print(Text(f"• {_visible(reason)}"))
    console.print()
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column()
    cues = sorted([*((h.span.start, h.span.end) for h in outcome.hedges if h.probability >= 0.5)])
    for sentence in outcome.sentences:
        margin = Text(
            f"{_LETTER[sentence.label]} {sentence.probabilities[sentence.label]:.2f}",
            style=_TINT[sentence.label],
        )
        body = Text(_visible(sentence.span.of(outcome.text)))
        for start, end in cues:
            if sentence.span.start <= start and end <= sentence.span.end:
                body.stylize("underline", start - sentence.span.start, end - sentence.span.start)
        grid.add_row(margin, body)
    console.print(grid)
    console.print(Text("F fact  A attributed  S speculation  O opinion  . other; hedges underlined", style="dim"))
