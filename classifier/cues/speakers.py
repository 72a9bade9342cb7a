"""Gives each quotation its speaker: the attribution in its sentence, else in a neighbouring one."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from classifier.cues.quotes import Quote
from classifier.cues.sources import Attribution
from classifier.scan import Scan

__all__ = ["name_speakers"]


def name_speakers(scan: Scan, quotes: Sequence[Quote], attributions: Sequence[Attribution]) -> list[Quote]:
    """Return the quotes, each that counts with the nearest speaker of its own or the next sentences.

    A word or two in quotation marks that seemed to be nobody's are somebody's where their sentence hands
    something to a source ("he called it “absurd”").

    A turn of an interview comes with its cue. For others are looked for, in this order: the sentences that the quote
    covers, the sentence behind it and the one before it in the same block, then whoever spoke last in the block
    before, when the quote is a block of its own.
    """
    if not quotes:
        return []
    by_cue = {one.cue.start: one for one in attributions} if any(quote.cue for quote in quotes) else {}
    by_sentence: dict[int, list[Attribution]] = {}
    for attribution in attributions:
        if attribution.span is not None:
            by_sentence.setdefault(attribution.sentence, []).append(attribution)
    starts = [span.start for span in scan.sentences]
    named: list[Quote] = []
    speaker: Attribution | None = None
    for quote in quotes:
        if quote.kind == "title":
            named.append(quote)
            continue
        if quote.cue is not None:
            speaker = by_cue[quote.cue.start]
            named.append(quote.said_by(speaker.span, quote.cue, speaker.kind))
            continue
        first = max(0, bisect_right(starts, quote.span.start) - 1)
        last = max(0, bisect_right(starts, quote.span.end - 1) - 1)
        if quote.kind == "scare":
            found = _nearest(by_sentence, scan, quote, range(first, last + 1))
            said = quote._replace(kind="mixed")
            named.append(said.said_by(found.span, found.cue, found.kind) if found else quote)
            continue
        found = _nearest(by_sentence, scan, quote, [*range(first, last + 1), last + 1, first - 1])
        if found is None and quote.kind == "direct" and speaker is not None:
            near = scan.sentence_block[first] - scan.sentence_block[speaker.sentence] <= 1
            found = speaker if near else None
        speaker = found or speaker
        named.append(quote.said_by(found.span, found.cue, found.kind) if found else quote)
    return named


def _nearest(
    by_sentence: dict[int, list[Attribution]], scan: Scan, quote: Quote, sentences: Sequence[int]
) -> Attribution | None:
    """Return the attribution nearest to the quote in the first of `sentences`, all of one block, that has any."""
    block = scan.sentence_block[sentences[0]]
    for sentence in sentences:
        found = by_sentence.get(sentence)
        if found and (scan.sentence_block[sentence] == block or sentence in sentences[:-2]):
            return _beside(found, quote) if len(found) > 1 else found[0]
    return None


def _beside(found: Sequence[Attribution], quote: Quote) -> Attribution:
    """Return the attribution nearest to the quote, of some in the order of the text."""
    start, end = quote.span.start, quote.span.end
    first = bisect_right(found, start, key=lambda one: one.cue.end)  # those inside the quote and one on each side
    last = bisect_left(found, end, key=lambda one: one.cue.start)
    return min(
        found[max(0, first - 1) : last + 1], key=lambda one: min(abs(one.cue.end - start), abs(one.cue.start - end))
    )
