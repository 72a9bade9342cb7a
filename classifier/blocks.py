"""What each block of a text is: prose, or what stands around it on a page."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise
from typing import Literal

import numpy as np

from classifier.joined import Joined
from classifier.lexicons import boilerplate
from classifier.scan import Scan

__all__ = ["BODY_KINDS", "BlockKind", "block_kinds"]

BlockKind = Literal["headline", "heading", "bullet", "boilerplate", "prose"]
BODY_KINDS: frozenset[BlockKind] = frozenset({"prose", "bullet"})  # of the body, which articles are judged by

_BULLET = re.compile(r"\s*(?:[-*•●▪◦‣–—]\s|\d{1,2}[.)]\s)")
_HEADING_MARK = re.compile(r"\s*(?:#{1,6}\s|\*\*[^*]{1,200}\*\*:?\s*$)")
_BYLINE = re.compile(
    r"\s*(?:By|Written by|Posted by|Reported by|Story by|Text:|Reporting by|Editing by)\s+[A-Z][^.!?]{1,80}$"
)
_DATELINE = re.compile(
    r"\s*(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+)?"
    r"(?:(?:January|February|March|April|May|June|July|August|September|October|November|December)\s+\d{1,2}"
    r"|\d{1,2}\s+(?:January|February|March|April|May|June|July|August|September|October|November|December))"
    r"(?:,?\s*\d{4})?[\s|·,-]*$"
)
_END = tuple(".!?…:;\"”’')]*")
_SHORT = 15  # tokens that a line of page furniture may have
_BEHIND = 40  # characters that may follow a phrase that is furniture only where it stands nearly alone


def block_kinds(texts: Joined) -> list[list[BlockKind]]:
    """Return the kind of each block of each text.

    The headline is the first line of a longer text that is no page furniture, if it does not end in a full stop.
    """
    counts = [len(scan.blocks) for scan in texts.scans]
    before = np.cumsum([0, *counts])
    block = texts.block + np.repeat(before[:-1], np.diff(texts.sentences))  # of each sentence
    size = np.bincount(block, weights=np.diff(texts.bounds), minlength=before[-1])
    long = np.flatnonzero(size > _SHORT)
    opening = texts.form[texts.bounds[np.searchsorted(block, long)]].tolist()
    plain = np.zeros(len(size), dtype=bool)  # long, and opening with a letter: prose, if no headline
    plain[long] = [texts.forms.tokens[form][0].isalpha() for form in opening]
    sizes, prose = size.tolist(), plain.tolist()
    short = [
        _line(scan, number)
        for scan, base in zip(texts.scans, before.tolist(), strict=False)
        for number in range(len(scan.blocks))
        if sizes[base + number] <= _SHORT
    ]
    furniture = iter(_are_furniture(short))
    return [
        _of_text(scan, sizes[first:last], prose[first:last], furniture)
        for scan, (first, last) in zip(texts.scans, pairwise(before.tolist()), strict=True)
    ]


def _line(scan: Scan, block: int) -> str:
    """Return the first characters of a block."""
    span = scan.blocks[block]
    return scan.text[span.start : min(span.end, span.start + 400)].strip()


def _of_text(scan: Scan, sizes: list[float], prose: list[bool], furniture: Iterator[bool]) -> list[BlockKind]:
    """Return the kinds of a text's blocks, given which can be but prose and whether each short one is furniture."""
    kinds: list[BlockKind] = []
    opened = False  # whether a block that is no furniture stands before
    for number, size in enumerate(sizes):
        if prose[number] and opened:
            kinds.append("prose")
            continue
        if size <= _SHORT and next(furniture):
            kinds.append("boilerplate")
            continue
        line = _line(scan, number)
        heads = not opened and number + 1 < len(sizes) and size <= 40 and not line.endswith((".", "”", '."'))
        kinds.append("headline" if heads else _kind(line, size <= _SHORT))
        opened = True
    return kinds


def _kind(line: str, short: bool) -> BlockKind:
    """Return the kind of a block that is no furniture and no headline."""
    marked = not line[:1].isalpha()
    if marked and _HEADING_MARK.match(line):
        return "heading"
    if marked and _BULLET.match(line):
        return "bullet"
    return "heading" if short and not line.endswith(_END) else "prose"


def _are_furniture(lines: Sequence[str]) -> list[bool]:
    """Return whether each short line is page furniture."""
    lower = [line.lower().lstrip("#*-•>| ") for line in lines]
    phrases = _phrases()
    together = "\n".join(lower)
    ends = list(accumulate(len(line) + 1 for line in lower))
    holding = set()  # lines with a phrase anywhere: all are searched at once, since most phrases are in none
    for phrase in phrases.anywhere:
        at = together.find(phrase)
        while at >= 0:
            line = bisect_right(ends, at)
            holding.add(line)
            at = together.find(phrase, ends[line])
    return [
        number in holding or low.startswith(phrases.opening) or _is_furniture(line, low)
        for number, (line, low) in enumerate(zip(lines, lower, strict=True))
    ]


def _is_furniture(line: str, lower: str) -> bool:
    """Return whether the whole of a line shows that it is page furniture."""
    if _BYLINE.match(line) or _DATELINE.match(line):
        return True
    # "Related stories", but not "Related party deals fell by half."
    phrases = _phrases()
    if line.endswith(".") or not lower.startswith(phrases.alone):
        return False
    return any(lower.startswith(phrase) and len(lower) <= len(phrase) + _BEHIND for phrase in phrases.alone)


@dataclass(frozen=True, slots=True)
class _Phrases:
    """Set phrases of page furniture: those it may begin with, begin with if little follows, or hold anywhere."""

    opening: tuple[str, ...]
    alone: tuple[str, ...]
    anywhere: tuple[str, ...]


@cache
def _phrases() -> _Phrases:
    kinds: dict[str, list[str]] = {"opening": [], "alone": [], "anywhere": []}
    place = {"meta": "anywhere", "share": "opening", "comment": "opening"}
    for phrase, kind in boilerplate():
        kinds[place.get(kind, "alone")].append(phrase)
    return _Phrases(*(tuple(kinds[name]) for name in ("opening", "alone", "anywhere")))
