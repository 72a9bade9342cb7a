"""Scores in the terminal: the table of `classifier score` and the text of `classifier explain`."""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Iterable
from textwrap import shorten
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from classifier.reasons import despite
from classifier.report.pieces import LIKELY, speakers
from classifier.score import ArticleScore, Failure, Probabilities, Quality

if TYPE_CHECKING:
    from classifier.explaining import Explanation

__all__ = ["print_explanation", "print_table"]

_COLOUR = {"reported": "green", "mixed": "yellow", "speculative": "red", "unscorable": "dim"}
_LETTER = {"fact": "F", "attributed": "A", "speculation": "S", "opinion": "O", "other": "."}
_TINT = {"fact": "green", "attributed": "cyan", "speculation": "red", "opinion": "magenta", "other": "dim"}
_CAPTION = "own hedges: in the article's own voice, per 100 sentences"
_PIPED_WIDTH = 100  # columns where there is no terminal
_COLUMNS = 62  # columns of the table beside the article's name; rich before 14.3 needs two more than later ones
_NAME = 44  # characters of an article's name in the table
_SPEAKER = 26  # columns of who said a quote


def print_table(outcomes: Iterable[ArticleScore | Failure], console: Console | None = None) -> None:
    """Print one row an article."""
    console = console or _console()
    shown = list(outcomes)
    shared = _shared_folder([outcome.id for outcome in shown])
    names = [_visible(outcome.id[len(shared) :]) or "(no id)" for outcome in shown]
    room = max(12, min(max(map(len, names), default=0), _NAME, console.width - _COLUMNS))
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("article", no_wrap=True, width=room)
    table.add_column("verdict", no_wrap=True, min_width=11)
    for name, width in (("speculation", 11), ("quality", 7), ("own\nhedges", 6), ("quotes", 6), ("named\nsources", 7)):
        table.add_column(name, justify="right", no_wrap=True, min_width=width)
    notes = []
    for name, outcome in zip(names, shown, strict=True):
        label = Text(name)
        if isinstance(outcome, Failure):
            table.add_row(label, Text("error", style="red"))
        elif outcome.judged is None:
            table.add_row(label, Text("unscorable", style="dim"))
            notes.append(f"{name}: {_visible(outcome.reason)}")
        else:
            flat = outcome.flat()
            table.add_row(
                label,
                Text(outcome.verdict, style=_COLOUR[outcome.verdict]),
                f"{outcome.speculation:.2f}",
                f"{outcome.quality:.1f}",
                f"{flat['own_hedges_per_100_sentences']:.0f}",
                str(flat["quotes"]),
                str(flat["named_sources"]),
            )
    _print(console, table)
    for note in [*notes, _CAPTION] if shown else []:
        _print(console, Text(note, style="dim"))


def _print(console: Console, what: Text | Table) -> None:
    """Print, without the blanks at the ends of lines where there is no terminal."""
    if console.is_terminal:
        console.print(what)
    else:
        with console.capture() as captured:
            console.print(what)
        console.file.write("".join(f"{line.rstrip()}\n" for line in captured.get().splitlines()))


def _console() -> Console:
    """Return a console as wide as the terminal; where there is none, as COLUMNS says, else `_PIPED_WIDTH`."""
    if sys.stdout.isatty() or os.environ.get("COLUMNS", "").isdecimal():
        return Console(highlight=False)
    return Console(highlight=False, width=_PIPED_WIDTH)


def _shared_folder(names: list[str]) -> str:
    """Return the folder that all names begin with, to be left out of the table; empty if there is none."""
    first, last = min(names, default=""), max(names, default="")
    same = next((at for at, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first))
    return first[: first.rfind("/", 0, same) + 1]


def _visible(text: str) -> str:
    """Return `text` on one line, without characters that steer a terminal."""
    return "".join(char if char.isprintable() else " " for char in text.encode("utf-8", "replace").decode())


def _one_line(text: str) -> str:
    """Return `text` on one line, without characters that steer a terminal, and with one blank for many."""
    return " ".join(_visible(text).split())


def print_explanation(
    outcome: ArticleScore | Failure, console: Console | None = None, why: Explanation | None = None
) -> None:
    """Print the verdict, what speaks for it, each sentence with label and marked cues, the quotes, and the sources."""
    console = console or _console()
    if isinstance(outcome, Failure):
        console.print(Text(_visible(outcome.error), style="red"))
        return
    console.print(Text(shorten(_visible(outcome.title or outcome.id), 100), style="bold"))
    if outcome.judged is None or outcome.grade is None:
        console.print(Text(f"unscorable – {_visible(outcome.reason)}", style="yellow"))
        return
    for line in _verdict(outcome, outcome.judged, outcome.grade):
        console.print(line)
    unlikely = despite(outcome)
    if unlikely:
        _print(console, Text(unlikely, style="dim"))
    told = Table.grid(padding=(0, 1))
    for reason in outcome.reasons:
        told.add_row("•", Text(_visible(reason.text)))
    if why is not None:
        told.add_row("•", Text(why.change))
    _print(console, told)
    if why is not None:
        _print(console, _weights(why))
        _print(console, Text(_summed(why), style="dim"))
    console.print()
    underline = console.color_system is not None
    _print(console, _sentences(outcome, underline=underline))
    hedges = "underlined" if underline else "in ‹ ›"
    console.print(Text(f"F fact  A attributed  S speculation  O opinion  . other; hedges {hedges}", style="dim"))
    if any(quote.counts for quote in outcome.quotes):
        console.print()
        _print(console, _quotes(outcome))
    if outcome.sources:
        console.print()
        _print(console, _sources(outcome))


def _weights(why: Explanation) -> Table:
    """Return the features that moved the verdict most, the article's value beside the usual one."""
    grid = Table(box=None, pad_edge=False, header_style="dim")
    grid.add_column("towards speculative +, reported -", justify="right", no_wrap=True)
    grid.add_column("what weighed (here; in a usual article)")
    for one in why.weightiest:
        name = one.told.rstrip(".")
        grid.add_row(
            Text(f"{one.part:+.2f}", style="red" if one.part > 0 else "green"),
            Text(f"{name} ({one.value:.2f}; {one.usual:.2f})"),
        )
    return grid


def _summed(why: Explanation) -> str:
    """Return what the features sum to, and what calibration makes of it."""
    odds = why.decision / why.temperature
    return (
        f"All features and {why.intercept:.2f} sum to {why.decision:.2f}; calibration, the last step, divides that by "
        f"{why.temperature:.2f}: {odds:.2f}, the logarithm of the odds of speculative to reported."
    )


def _verdict(score: ArticleScore, judged: Probabilities, grade: Quality) -> tuple[Text, Text]:
    """Return a line on the verdict and one on the quality."""
    return (
        Text.assemble(
            (score.verdict, f"bold {_COLOUR[score.verdict]}"),
            f"  speculation {score.speculation:.2f}  "
            f"(reported {judged.reported:.2f}, mixed {judged.mixed:.2f}, speculative {judged.speculative:.2f})",
        ),
        Text(
            f"quality {grade.overall:.1f}  (sourcing {grade.sourcing:.1f}, specifics {grade.specifics:.1f}, "
            f"craft {grade.craft:.1f})"
        ),
    )


def _sentences(score: ArticleScore, *, underline: bool) -> Table:
    """Return the sentences, each with its label and probability in the margin."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(no_wrap=True)
    grid.add_column()
    cues = deque((h.span.start, h.span.end) for h in score.hedges if h.probability >= LIKELY)
    for sentence in score.sentences:
        chance = sentence.probabilities[sentence.label]
        margin = Text(f"{_LETTER[sentence.label]} {chance:.2f}", style=_TINT[sentence.label])
        inside = []
        while cues and cues[0][0] < sentence.span.end:
            inside.append(cues.popleft())
        grid.add_row(margin, _marked(sentence.span.of(score.text), sentence.span.start, inside, underline))
    return grid


def _quotes(score: ArticleScore) -> Table:
    """Return the quotes in order, a line each, with who said them: the source by its name where the text has “he”."""
    grid = Table(box=None, pad_edge=False, header_style="dim")
    grid.add_column("said by", no_wrap=True, max_width=_SPEAKER)
    grid.add_column("quote")
    for quote, who in zip(score.quotes, speakers(score), strict=True):
        if quote.counts:
            words = Text(f"“{_one_line(quote.span.of(score.text))}”", no_wrap=True, overflow="ellipsis")
            grid.add_row(Text(_visible(who) or "not said"), words)
    return grid


def _sources(score: ArticleScore) -> Table:
    """Return the sources in order of first mention, each with the part of the body that rests on it."""
    grid = Table(box=None, pad_edge=False, header_style="dim")
    grid.add_column("of the text", justify="right", no_wrap=True)
    grid.add_column("rests on")
    for source in score.sources:
        office = score.office(source)
        kind = f"{source.kind}; {_one_line(office)}" if office else source.kind
        grid.add_row(f"{100 * source.share:.0f} %", Text(f"{_one_line(source.name)} ({kind})"))
    return grid


def _marked(text: str, start: int, cues: list[tuple[int, int]], underline: bool) -> Text:
    """Return `text` with its cues underlined, or between ‹ and › where nothing can be underlined."""
    body, at = Text(), 0
    for first, last in cues:
        body.append(_visible(text[at : first - start]))
        cue = _visible(text[first - start : last - start])
        body.append(cue if underline else f"‹{cue}›", style="underline")
        at = last - start
    body.append(_visible(text[at:]))
    return body
