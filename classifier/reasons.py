"""The verdict told in words, with the article's own words."""

from __future__ import annotations

from collections.abc import Sequence

from classifier.cues import Document
from classifier.features.sentence import SentenceFacts
from classifier.score import Reason, SentenceScore

__all__ = ["reasons"]

_SHOWN = 3  # examples of cues


def reasons(
    document: Document, facts: Sequence[SentenceFacts], sentences: Sequence[SentenceScore]
) -> tuple[Reason, ...]:
    """Return what speaks for the verdict, one sentence each, the weightiest kind first."""
    body = [index for index, one in enumerate(facts) if one.block not in ("headline", "heading", "boilerplate")]
    labels = {
        label: [i for i in body if sentences[i].label == label]
        for label in ("fact", "attributed", "speculation", "opinion")
    }
    stood_behind = sorted([*labels["fact"], *labels["attributed"]])
    verb = "reports" if len(stood_behind) == 1 else "report"
    found = [
        Reason(_guesses(document, labels["speculation"], len(body)), tuple(labels["speculation"])),
        Reason(_sources(document), tuple(sorted({i for s in document.sources if s.named for i in s.sentences}))),
        Reason(_quotes(document), _quoting(document)),
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


def _quoting(document: Document) -> tuple[int, ...]:
    """Return the sentences that hold a quotation of somebody's words."""
    spans = document.scan.sentences
    quotes = [quote.span for quote in document.quotes if quote.counts]
    return tuple(i for i, span in enumerate(spans) if any(span.overlaps(quote) for quote in quotes))


def _guesses(document: Document, guessing: Sequence[int], total: int) -> str:
    if not guessing:
        return f"None of {total} sentences guesses in the article's own voice."
    inside = set(guessing)
    cues = [
        " ".join(hedge.span.of(document.scan.text).split())
        for hedge in sorted(document.hedges, key=lambda hedge: -hedge.probability)
        if hedge.sentence in inside and hedge.voice in ("article", "nobody")
    ]
    shown = list(dict.fromkeys(cue.lower() for cue in cues))[:_SHOWN]
    examples = f" ({', '.join(f'“{cue}”' for cue in shown)})" if shown else ", hardly with a hedge"
    verb = "guesses" if len(guessing) == 1 else "guess"
    return f"{len(guessing)} of {total} sentences {verb} in the article's own voice or on nobody's authority{examples}."


def _sources(document: Document) -> str:
    named = [source for source in document.sources if source.named]
    anonymous = sum(source.kind == "anonymous" for source in document.sources)
    vague = sum(source.kind == "vague" for source in document.sources)
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


def _quotes(document: Document) -> str:
    quotes = [quote for quote in document.quotes if quote.counts]
    if not quotes:
        return "Nothing is quoted."
    known = sum(quote.speaker is not None for quote in quotes)
    return f"{len(quotes)} quote{'' if len(quotes) == 1 else 's'}, {known} with a speaker."
