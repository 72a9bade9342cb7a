"""One article as a page: verdict, quality, reasons, and the text with everything found in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from classifier.cues.hedges import Voice
from classifier.reasons import despite
from classifier.report.page import page
from classifier.report.pieces import LIKELY, paragraphs, speakers
from classifier.score import ArticleScore

if TYPE_CHECKING:
    from classifier.explaining import Explanation

__all__ = ["BackLink", "heading", "notebook_html", "report_html"]

_HEADING = 160  # characters of a heading
_VOICES: dict[Voice, str] = {
    "article": "in the article's own voice",
    "nobody": "on nobody's authority",
    "attributed": "a source's, in reported speech",
    "quote": "a speaker's, inside a quotation",
}


@dataclass(frozen=True, slots=True)
class BackLink:
    """The page that lists this report among others, relative to it."""

    href: str
    title: str


@dataclass(frozen=True, slots=True)
class _Bar:
    """A figure with its length, from 0 to 100."""

    name: str
    figure: str
    length: float


@dataclass(frozen=True, slots=True)
class _Cue:
    """A hedge with the sentences it stands in."""

    text: str
    sentences: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Doubt:
    """The hedges of one voice."""

    voice: Voice
    whose: str
    count: int
    cues: tuple[_Cue, ...]


def report_html(score: ArticleScore, back: BackLink | None = None, why: Explanation | None = None) -> str:
    """Return the report of one article as a whole HTML page, without script, that fetches nothing.

    Parameters
    ----------
    score
        What is known of the article.
    back
        Where to return to, if the report is one of many.
    why
        What each feature added to the verdict; left out of the page if None.

    Raises
    ------
    ClassifierError
        If the extra ``report`` is not installed.
    """
    return "".join(_page(score, back, why, framed=False))


def heading(score: ArticleScore) -> str:
    """Return what the article is called: its headline, else how it begins, else its id."""
    first = next(iter(score.text.strip().splitlines()), "")
    name = " ".join((score.title or first or score.id or "(no text)").split())
    return name if len(name) <= _HEADING else f"{name[: _HEADING - 1]}…"


def notebook_html(score: ArticleScore) -> str:
    """Return the report in a frame of its own, which shares neither style nor names with the page around it.

    Where frames are taken out, as in a notebook that is not trusted, the line above it is left.
    """
    inside = "".join(_page(score, None, None, framed=True))
    title = escape(heading(score))
    return (
        f"<p>{escape(repr(score))}</p>"
        f'<iframe title="{title}" sandbox="" srcdoc="{escape(inside)}" width="100%" height="480" '
        f'style="border: 1px solid #8888; border-radius: 6px"></iframe>'
    )


def _page(score: ArticleScore, back: BackLink | None, why: Explanation | None, *, framed: bool) -> Iterator[str]:
    return page(
        "report.html.jinja",
        "report.css",
        framed=framed,
        score=score,
        heading=heading(score),
        back=back,
        why=why,
        despite=despite(score),
        verdicts=list(_verdict_bars(score)),
        parts=list(_quality_bars(score)),
        paragraphs=paragraphs(score),
        speakers=speakers(score),
        doubts=list(_doubts(score)),
        voices=_VOICES,
    )


def _verdict_bars(score: ArticleScore) -> Iterator[_Bar]:
    for name, chance in (score.probabilities or {}).items():
        yield _Bar(name, f"{chance:.2f}", 100 * chance)


def _quality_bars(score: ArticleScore) -> Iterator[_Bar]:
    if score.grade is not None:
        for name in ("sourcing", "specifics", "craft"):
            part = getattr(score.grade, name)
            yield _Bar(name, f"{part:.1f}", 25 * (part - 1))


def _doubts(score: ArticleScore) -> Iterator[_Doubt]:
    """Yield the hedges by voice, the article's own first, each cue once with its sentences."""
    for voice, whose in _VOICES.items():
        hedges = [hedge for hedge in score.hedges if hedge.voice == voice and hedge.probability >= LIKELY]
        found: dict[str, list[int]] = {}
        for hedge in hedges:
            found.setdefault(" ".join(hedge.span.of(score.text).lower().split()), []).append(hedge.sentence)
        if hedges:
            yield _Doubt(voice, whose, len(hedges), tuple(_by_frequency(found)))


def _by_frequency(found: dict[str, list[int]]) -> Iterable[_Cue]:
    cues = (_Cue(text, tuple(dict.fromkeys(sentences))) for text, sentences in found.items())
    return sorted(cues, key=lambda cue: (-len(found[cue.text]), cue.text))
