"""What each block of a text is: prose, or what stands around it on a page."""

from __future__ import annotations

import re
from typing import Literal

from classifier.folding import fold
from classifier.lexicons import boilerplate
from classifier.scan import Scan

__all__ = ["BlockKind", "block_kinds"]

BlockKind = Literal["headline", "heading", "bullet", "boilerplate", "prose"]

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


def block_kinds(scan: Scan) -> list[BlockKind]:
    """Return the kind of each block of the text.

    The headline is the first line of a longer text, if it does not end in a full stop.
    """
    kinds: list[BlockKind] = []
    sizes = [0] * len(scan.blocks)
    for index, block in enumerate(scan.sentence_block):
        sizes[block] += scan.bounds[index + 1] - scan.bounds[index]
    for number, span in enumerate(scan.blocks):
        written = scan.text[span.start : min(span.end, span.start + 400)]
        folded = fold(written)
        line = (written if folded is None else folded.text).strip()
        short = sizes[number] <= _SHORT
        if short and _is_furniture(line):
            kinds.append("boilerplate")
        elif number == 0 and len(scan.blocks) > 1 and sizes[0] <= 40 and not line.endswith((".", "”", '."')):
            kinds.append("headline")
        elif _HEADING_MARK.match(line) or (short and not line.endswith(_END) and not _BULLET.match(line)):
            kinds.append("heading")
        elif _BULLET.match(line):
            kinds.append("bullet")
        else:
            kinds.append("prose")
    return kinds


def _is_furniture(line: str) -> bool:
    lower = line.lower().lstrip("#*-•>| ")
    if _BYLINE.match(line) or _DATELINE.match(line):
        return True
    for phrase, kind in boilerplate():
        if kind == "meta":
            if phrase in lower:
                return True
        elif lower.startswith(phrase):
            # "Related stories", but not "Related party deals fell by half."
            near = len(lower) <= len(phrase) + 40 and not line.endswith(".")
            if near or kind in ("share", "comment"):
                return True
    return False
