"""Scores as GitHub Actions annotations: workflow commands that the runner shows beside the lines of a file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

from classifier.article import Span
from classifier.score import ArticleScore, Failure

__all__ = ["workflow_commands"]

_ROW = re.compile(r"(?P<file>.+\.(?:jsonl|csv)):(?P<line>\d+)", re.IGNORECASE | re.DOTALL)
_PLAIN = frozenset({".txt", ".md"})  # files whose text is scored as it stands, so that positions are the file's
_TITLE = "classifier"


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an annotation stands; a part that is not known is None."""

    file: str | None = None
    line: int | None = None
    column: int | None = None


def workflow_commands(outcome: ArticleScore | Failure, fail_above: float | None = None) -> Iterator[str]:
    """Yield the workflow commands of one article: a warning for each guess in its own voice, then a summary.

    Parameters
    ----------
    outcome
        The score or the failure in its place.
    fail_above
        The summary of an article whose speculation score is above it is an error.
    """
    whole = _place(outcome.id)
    if isinstance(outcome, Failure):
        yield _command("error", whole, outcome.error)
        return
    for sentence in outcome.sentences:
        if sentence.label == "speculation":
            place = _inside(whole, outcome.text, sentence.span.start)
            yield _command("warning", place, _guess(outcome, sentence.span, sentence.probabilities["speculation"]))
    too_much = fail_above is not None and (outcome.speculation or 0) > fail_above
    yield _command("error" if too_much else "notice", whole, _summary(outcome))


def _guess(score: ArticleScore, span: Span, probability: float) -> str:
    cues = [
        " ".join(hedge.span.of(score.text).split())
        for hedge in score.hedges
        if span.overlaps(hedge.span) and hedge.voice in ("article", "nobody") and hedge.probability >= 0.5
    ]
    shown = f": {', '.join(f'“{cue}”' for cue in cues)}" if cues else ", without a hedge"
    return f"guesses in the article's own voice or on nobody's authority ({probability:.2f}){shown}"


def _summary(score: ArticleScore) -> str:
    name = " ".join(score.id.split()) or "article"
    if score.judged is None:
        return f"{name}: unscorable – {score.reason}"
    return (
        f"{name}: {score.verdict}, speculation {score.speculation:.2f}, quality {score.quality}. "
        f"{score.reasons[0].text}"
    )


def _place(name: str) -> _Place:
    """Return what an article's id tells of its place: a file, a line of a file, or nothing."""
    if row := _ROW.fullmatch(name):
        return _Place(row["file"], int(row["line"]))
    return _Place(name) if PurePath(name).suffix.lower() in _PLAIN | {".html", ".htm"} else _Place()


def _inside(whole: _Place, text: str, start: int) -> _Place:
    if whole.file is None or PurePath(whole.file).suffix.lower() not in _PLAIN:
        return whole
    before = text[:start]
    return _Place(whole.file, before.count("\n") + 1, start - (before.rfind("\n") + 1) + 1)


def _command(kind: str, place: _Place, message: str) -> str:
    given = {"file": place.file, "line": place.line, "col": place.column, "title": _TITLE}
    properties = ",".join(f"{name}={_property(str(value))}" for name, value in given.items() if value is not None)
    return f"::{kind} {properties}::{_data(message)}"


def _data(text: str) -> str:
    """Return `text` so that it cannot end the command or begin another.

    Source: actions/toolkit, packages/core/src/command.ts, escapeData and escapeProperty.
    """
    safe = text.encode("utf-8", "replace").decode()
    return safe.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
