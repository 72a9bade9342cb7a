"""The verdict told in words, with the article's own words."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from classifier.blocks import BODY_KINDS
from classifier.model.compiled import COSTS, VERDICTS

if TYPE_CHECKING:
    from classifier.score import ArticleScore

__all__ = ["Reason", "despite", "reasons"]

_SHOWN = 3  # examples of cues
_FEARED = {"reported": "a sourced report", "speculative": "a page-filler"}  # what must not be taken for its opposite


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that speaks for the verdict, told in words.

    Attributes
    ----------
    text
        The words.
    sentences
        Indices of the sentences it speaks of, in order; empty where it speaks of none.
    """

    text: str
    sentences: tuple[int, ...]


def despite(score: ArticleScore) -> str:
    """Return why the verdict is not the likeliest class; empty if it is, or if the text was not judged.

    Only `mixed` is ever called against the odds: it costs one step where the likeliest may cost several.
    """
    chances = score.probabilities
    if chances is None:
        return ""
    likeliest = max(VERDICTS, key=lambda verdict: chances[verdict])
    if chances[likeliest] <= chances[score.verdict]:
        return ""
    feared = "speculative" if likeliest == "reported" else "reported"
    cost = COSTS[VERDICTS.index(feared)]
    times = cost[VERDICTS.index(likeliest)] / cost[VERDICTS.index(score.verdict)]
    return (
        f"{score.verdict}, though {likeliest} is likelier ({chances[likeliest]:.2f}): to call {_FEARED[feared]} "
        f"{likeliest} would cost {times:g} times as much as to call it {score.verdict}."
    )


def reasons(score: ArticleScore) -> tuple[Reason, ...]:
    """Return what speaks for the verdict, the weightiest kind first; nothing if the text was not judged."""
    body = [index for index, one in enumerate(score.sentences) if one.block in BODY_KINDS]
    if not body:
        return ()
    labels = {
        label: [i for i in body if score.sentences[i].label == label]
        for label in ("fact", "attributed", "speculation", "opinion")
    }
    stood_behind = sorted([*labels["fact"], *labels["attributed"]])
    verb = "reports" if len(stood_behind) == 1 else "report"
    found = [
        Reason(_guesses(score, labels["speculation"], len(body)), tuple(labels["speculation"])),
        Reason(_sources(score), tuple(sorted({i for s in score.sources if s.named for i in s.sentences}))),
        Reason(_quotes(score), _quoting(score)),
        Reason(
            f"{len(stood_behind)} of {len(body)} sentences {verb}: {len(labels['fact'])} as fact, "
            f"{len(labels['attributed'])} on somebody's authority.",
            tuple(stood_behind),
        ),
    ]
    opinions = labels["opinion"]
    if len(opinions) > len(body) / 4:
        text = f"{len(opinions)} of {len(body)} sentences evaluate or advise, which counts for neither side."
        found.append(Reason(text, tuple(opinions)))
    return tuple(found)


def _quoting(score: ArticleScore) -> tuple[int, ...]:
    """Return the sentences that hold a quotation of somebody's words."""
    starts = [one.span.start for one in score.sentences]
    found: set[int] = set()
    for quote in score.quotes:
        if quote.counts:
            first = max(0, bisect_right(starts, quote.span.start) - 1)
            found.update(range(first, bisect_right(starts, quote.span.end - 1)))
    return tuple(sorted(found))


def _guesses(score: ArticleScore, guessing: Sequence[int], total: int) -> str:
    if not guessing:
        return f"None of {total} sentences guesses in the article's own voice."
    inside = set(guessing)
    cues = [
        " ".join(hedge.span.of(score.text).split())
        for hedge in sorted(score.hedges, key=lambda hedge: -hedge.probability)
        if hedge.sentence in inside and hedge.voice in ("article", "nobody")
    ]
    shown = list(dict.fromkeys(cue.lower() for cue in cues))[:_SHOWN]
    examples = f" ({', '.join(f'“{cue}”' for cue in shown)})" if shown else ", hardly with a hedge"
    verb = "guesses" if len(guessing) == 1 else "guess"
    return f"{len(guessing)} of {total} sentences {verb} in the article's own voice or on nobody's authority{examples}."


def _sources(score: ArticleScore) -> str:
    named = [source for source in score.sources if source.named]
    anonymous = sum(source.kind == "anonymous" for source in score.sources)
    vague = sum(source.kind == "vague" for source in score.sources)
    rest = [
        text
        for count, text in ((anonymous, f"{anonymous} described but not named"), (vague, f"{vague} vague"))
        if count
    ]
    tail = f"; {', '.join(rest)}" if rest else ""
    if not named:
        return f"No source is named{tail}."
    names = ", ".join(" ".join(source.name.split()) for source in named[:_SHOWN])
    more = f" and {len(named) - _SHOWN} more" if len(named) > _SHOWN else ""
    plural = "source is" if len(named) == 1 else "sources are"
    return f"{len(named)} {plural} named: {names}{more}{tail}."


def _quotes(score: ArticleScore) -> str:
    quotes = [quote for quote in score.quotes if quote.counts]
    if not quotes:
        return "Nothing is quoted."
    known = sum(quote.speaker is not None for quote in quotes)
    return f"{len(quotes)} quote{'' if len(quotes) == 1 else 's'}, {known} with a speaker."
