"""What each block of a text is: prose, or what stands around it on a page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

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


def block_kinds(scan: Scan) -> list[BlockKind]:
    """Return the kind of each block of the text.

    The headline is the first line of a longer text that is no page furniture, if it does not end in a full stop.
    """
    kinds: list[BlockKind] = []
    furniture = 0
    sizes = [0] * len(scan.blocks)
    for index, block in enumerate(scan.sentence_block):
        sizes[block] += scan.bounds[index + 1] - scan.bounds[index]
    for number, span in enumerate(scan.blocks):
        line = scan.text[span.start : min(span.end, span.start + 400)].strip()
        short = sizes[number] <= _SHORT
        first = len(kinds) == furniture
        if short and _is_furniture(line):
            kinds.append("boilerplate")
            furniture += 1
        elif first and number + 1 < len(scan.blocks) and sizes[number] <= 40 and not line.endswith((".", "”", '."')):
            kinds.append("headline")
        else:
            kinds.append(_kind(line, short))
    return kinds


def _kind(line: str, short: bool) -> BlockKind:
    """Return the kind of a block that is no furniture and no headline."""
    marked = not line[:1].isalpha()
    if marked and _HEADING_MARK.match(line):
        return "heading"
    if marked and _BULLET.match(line):
        return "bullet"
    return "heading" if short and not line.endswith(_END) else "prose"


def _is_furniture(line: str) -> bool:
    lower = line.lower().lstrip("#*-•>| ")
    phrases = _phrases()
    if lower.startswith(phrases.opening) or any(map(lower.__contains__, phrases.anywhere)):
        return True
    if _BYLINE.match(line) or _DATELINE.match(line):
        return True
    # "Related stories", but not "Related party deals fell by half."
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
