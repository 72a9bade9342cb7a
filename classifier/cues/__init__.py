"""What is found in the text: quotes, sources and hedges, each exactly where it stands and in whose voice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from classifier.article import Span
from classifier.blocks import BlockKind, block_kinds
from classifier.cues.disambiguator import Disambiguator
from classifier.cues.hedges import Hedge, find_hedges_all
from classifier.cues.quotes import Quote, find_quotes
from classifier.cues.shares import shares_of_sources
from classifier.cues.sources import Attribution, Source, find_sources
from classifier.cues.speakers import name_speakers
from classifier.cues.speaking import Quotations
from classifier.cues.tagger import Tagger
from classifier.cues.turns import find_turns, with_turns
from classifier.folding import Folded, fold
from classifier.garbage import collector_paused
from classifier.joined import Joined
from classifier.scan import Scan, as_one_sentence, scan_all

__all__ = ["Document", "analyse", "analyse_all"]

_MANY = 8  # texts for which it pays to work out beforehand what depends on the forms that the tagger knows


@dataclass(frozen=True)
class Document:
    """One text with everything that was found in it, before anything is judged."""

    scan: Scan
    kinds: list[BlockKind]  # of the blocks
    quotes: list[Quote]
    attributions: list[Attribution]
    sources: list[Source]
    hedges: list[Hedge]


def analyse(
    text: str, tagger: Tagger | None = None, disambiguator: Disambiguator | None = None, *, whole: bool = False
) -> Document:
    """Return the document for `text`: voices first, then the hedges in them.

    The tagger finds sources and cues, the disambiguator judges hedges; without them rules do. With `whole` the text
    is taken as one sentence, whatever stops it holds.
    """
    return analyse_all([text], tagger, disambiguator, whole=whole)[0]


@collector_paused()
def analyse_all(
    texts: Sequence[str],
    tagger: Tagger | None = None,
    disambiguator: Disambiguator | None = None,
    *,
    whole: bool = False,
) -> list[Document]:
    """Return the document for each of `texts`, what `analyse` gives for it alone; the tagger reads them together."""
    common = None if tagger is None else tagger.lexemes.small
    known = None if tagger is None or len(texts) < _MANY else tagger.lexemes.known
    foldings = [fold(text, common) for text in texts]
    seen = [text if folded is None else folded.text for text, folded in zip(texts, foldings, strict=True)]
    scans = scan_all(seen, known)
    if whole:
        scans = [as_one_sentence(scanned) for scanned in scans]
    together = Joined.of(scans)
    turns = [find_turns(scanned) for scanned in scans]
    quotes = [with_turns(scanned, find_quotes(scanned), told) for scanned, told in zip(scans, turns, strict=True)]
    spans = [None] * len(scans) if tagger is None else tagger.tag_all(together, quotes)
    quoted = np.split(Quotations.of(together, quotes).quoted, together.tokens[1:-1])
    sourced = [find_sources(*found) for found in zip(scans, quoted, spans, turns, strict=True)]
    attributions = [found for found, _ in sourced]
    named = [name_speakers(*found) for found in zip(scans, quotes, attributions, strict=True)]
    hedges = find_hedges_all(together, named, attributions, disambiguator)
    kinds = block_kinds(together)
    sources = [
        entities.sources(shares_of_sources(scanned, kind, spoken, found, len(entities)))
        for scanned, kind, spoken, (found, entities) in zip(scans, kinds, named, sourced, strict=True)
    ]
    documents = [Document(*found) for found in zip(scans, kinds, named, attributions, sources, hedges, strict=True)]
    return [
        document if folded is None else _as_written(document, text, folded)
        for document, text, folded in zip(documents, texts, foldings, strict=True)
    ]


def _as_written(document: Document, text: str, folded: Folded) -> Document:
    """Return the document with every span in the text as it was written; tokens and words stay folded."""

    def span(found: Span | None) -> Span | None:
        return found and folded.span(found)

    scanned = document.scan
    starts, ends = folded.starts(scanned.start_array), folded.ends(scanned.end_array)
    scanned = replace(
        scanned,
        text=text,
        starts=starts,
        ends=ends,
        start_array=np.array(starts, dtype=np.int64),
        end_array=np.array(ends, dtype=np.int64),
        blocks=[folded.span(block) for block in scanned.blocks],
        sentences=[folded.span(sentence) for sentence in scanned.sentences],
        folded=True,
    )
    return Document(
        scanned,
        document.kinds,
        [
            one._replace(span=folded.span(one.span), speaker=span(one.speaker), cue=span(one.cue))
            for one in document.quotes
        ],
        [replace(one, cue=folded.span(one.cue), span=span(one.span)) for one in document.attributions],
        [
            replace(
                one,
                mentions=tuple(map(folded.span, one.mentions)),
                title=span(one.title),
                affiliation=span(one.affiliation),
            )
            for one in document.sources
        ],
        [replace(one, span=folded.span(one.span), whose=span(one.whose)) for one in document.hedges],
    )
