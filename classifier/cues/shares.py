"""How much of an article rests on each of its sources."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import sub

from classifier.blocks import BODY_KINDS, BlockKind
from classifier.cues.quotes import Quote
from classifier.cues.sources import Attribution
from classifier.scan import Scan

__all__ = ["shares_of_sources"]


def shares_of_sources(
    scan: Scan, kinds: Sequence[BlockKind], quotes: Sequence[Quote], attributions: Sequence[Attribution], count: int
) -> list[float]:
    """Return for each source its share of the tokens of the article's body, see `Source.share`.

    Parameters
    ----------
    kinds
        Of the blocks.
    quotes
        With their speakers.
    count
        Number of sources that the attributions point at.
    """
    if not count:
        return []
    sizes = _body_sizes(scan, kinds)
    body = max(1, sum(sizes))
    held = [0] * count
    for source, sentence in _resting(scan, quotes, attributions):
        held[source] += sizes[sentence]
    return [round(1000 * tokens / body) / 1000 for tokens in held]


def _body_sizes(scan: Scan, kinds: Sequence[BlockKind]) -> list[int]:
    """Return the tokens of each sentence of the body; 0 for headlines, headings and page furniture."""
    inside = [kind in BODY_KINDS for kind in kinds]
    sizes = map(sub, scan.bounds[1:], scan.bounds)
    return [size if inside[block] else 0 for size, block in zip(sizes, scan.sentence_block, strict=True)]


def _resting(scan: Scan, quotes: Sequence[Quote], attributions: Sequence[Attribution]) -> set[tuple[int, int]]:
    """Return each source with each sentence that hands a claim to it or quotes it, as pairs of indices."""
    pairs = {(one.source, one.sentence) for one in attributions if one.says and one.source is not None}
    if not quotes:
        return pairs
    source_of_cue = {one.cue.start: one.source for one in attributions}
    begins = [sentence.start for sentence in scan.sentences]
    for quote in quotes:
        source = source_of_cue.get(quote.cue.start) if quote.cue else None  # only what counts as a quote has a cue
        if source is not None:
            first = bisect_right(begins, quote.span.start) - 1
            for sentence in range(first, bisect_left(begins, quote.span.end, first)):
                pairs.add((source, sentence))
    return pairs
