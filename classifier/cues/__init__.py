"""What is found in the text: quotes, sources and hedges, each exactly where it stands and in whose voice."""

from __future__ import annotations

from dataclasses import dataclass

from classifier.cues.hedges import Hedge, find_hedges
from classifier.cues.quotes import Quote, find_quotes
from classifier.cues.sources import Attribution, Source, find_sources
from classifier.cues.speakers import name_speakers
from classifier.cues.tagger import Tagger
from classifier.scan import Scan, as_one_sentence, scan

__all__ = ["Document", "analyse"]


@dataclass(frozen=True)
class Document:
    """One text with everything that was found in it, before anything is judged."""

    scan: Scan
    quotes: list[Quote]
    attributions: list[Attribution]
    sources: list[Source]
    hedges: list[Hedge]


def analyse(text: str, tagger: Tagger | None = None, *, whole: bool = False) -> Document:
    """Return the document for `text`: voices first, then the hedges in them.

    The tagger finds sources and cues; without one rules do. With `whole` the text is taken as one sentence,
    whatever stops it holds.
    """
    scanned = as_one_sentence(scan(text)) if whole else scan(text)
    quotes = find_quotes(scanned)
    attributions, sources = find_sources(scanned, quotes, tagger)
    quotes = name_speakers(scanned, quotes, attributions)
    return Document(scanned, quotes, attributions, sources, find_hedges(scanned, quotes, attributions))
