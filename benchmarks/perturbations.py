"""Changes of an article that must not change its verdict, or must change it in a known way; each a pure function."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping

from classifier.cues import Document

__all__ = [
    "SWAPS",
    "boilerplate_added",
    "capitals",
    "curly",
    "cut",
    "headline",
    "shuffled",
    "sourced_hedges_doubled",
    "sources_in_front",
    "straight",
    "swapped",
]

_STRAIGHT = str.maketrans({"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "‚": "'"})
_BLANK_LINES = re.compile(r"(?:[ \t\r]*\n)+")
_HEAD = "Advertisement\nSkip to main content\nShare this article on Facebook, on Twitter or by email\n\n"
_MIDDLE = "Read more: Ten pictures from around the region\n\nStory continues below\n\n"
_FOOT = (
    "\n\nSign up for our daily newsletter\n\nRelated stories\n\nTerms of use | Privacy policy | Contact us\n\n"
    "© 2018 All rights reserved.\n"
)
_SOURCES = (
    "“We opened the gate at six in the morning,” said Ruth Adeyemi, the harbour master.\n\n"
    "“Forty boats were inside by noon and two stayed out,” Tomas Brandt, head of the coast guard station, told "
    "reporters.\n\n“The pier will be closed until the end of March,” said Ilse Haugen, a spokeswoman for the town.\n\n"
)

_PLACES = (
    "America", "Australia", "Britain", "California", "Canada", "Chicago", "China", "Egypt", "Europe", "Florida",
    "France", "Germany", "India", "Iran", "Iraq", "Israel", "Italy", "Japan", "London", "Mexico", "Michigan",
    "Moscow", "Ohio", "Paris", "Russia", "Syria", "Texas", "Ukraine", "Virginia", "Washington",
)  # fmt: skip
_OTHER_PLACES = (
    "Oceania", "Uruguay", "Norway", "Ontario", "Ghana", "Nairobi", "Portugal", "Bolivia", "Asia", "Bavaria", "Vietnam",
    "Kenya", "Chile", "Cuba", "Nepal", "Jordan", "Peru", "Finland", "Lagos", "Turkey", "Saxony", "Quito", "Tuscany",
    "Manila", "Morocco", "Sudan", "Punjab", "Serbia", "Gujarat", "Canberra",
)  # fmt: skip
_PERSONS = (
    "Trump", "Obama", "Clinton", "Biden", "Romney", "Putin", "Bush", "Sanders", "Pelosi", "McConnell", "Cruz", "Comey",
    "John", "Mary", "Michael", "David", "James", "Robert", "Sarah", "Jennifer", "Brad", "Angelina", "Donald", "Hillary",
    "William", "Kate", "Paul", "George", "Mark", "Bill",
)  # fmt: skip
_OTHER_PERSONS = (
    "Lindqvist", "Okafor", "Haddad", "Nguyen", "Petrov", "Moreno", "Tanaka", "Weiss", "Farouk", "Silva", "Novak",
    "Mbeki", "Mehmet", "Fatima", "Kwame", "Hiroshi", "Pedro", "Anders", "Aisha", "Svetlana", "Diego", "Ingrid",
    "Rashid", "Mei", "Olaf", "Leila", "Ravi", "Chidi", "Emeka", "Yusuf",
)  # fmt: skip
# Names that are common in the news to names that are less so, of other countries; none is another word in English.
SWAPS: dict[str, str] = dict(zip(_PLACES + _PERSONS, _OTHER_PLACES + _OTHER_PERSONS, strict=True))


def swapped(text: str, swaps: Mapping[str, str]) -> str:
    """Return the text with each of the words, written so and whole, replaced by the other."""
    words = re.compile(rf"\b({'|'.join(map(re.escape, swaps))})\b")
    return words.sub(lambda found: swaps[found[0]], text)


def straight(text: str) -> str:
    """Return the text with curly quotation marks and apostrophes made straight.

    Examples
    --------
    >>> straight("“It’s late,” she said.")
    '"It\\'s late," she said.'
    """
    return text.translate(_STRAIGHT)


def curly(text: str) -> str:
    """Return the text with straight quotation marks and apostrophes made curly: opening before a word, else closing.

    Examples
    --------
    >>> curly('"It\\'s late," she said.')
    '“It’s late,” she said.'
    """
    opened = re.sub(r"(?<![\w.,;:!?…”’)\]])([\"'])(?=[\w“‘\[(])", lambda found: "“" if found[1] == '"' else "‘", text)
    return opened.replace('"', "”").replace("'", "’")


def capitals(text: str) -> str:
    """Return the text in capitals."""
    return text.upper()


def headline(text: str) -> str:
    """Return the first line of the text that is not blank."""
    return next((line for line in text.splitlines() if line.strip()), "")


def cut(text: str, words: int = 400) -> str:
    """Return the text up to its last word but those beyond `words`; the whole if it has no more."""
    ends = [found.end() for found in re.finditer(r"\S+", text)]
    return text if len(ends) <= words else text[: ends[words - 1]]


def shuffled(text: str, seed: int = 0) -> str:
    """Return the text with its lines but the first in another order, a blank line between them."""
    first, *rest = [line for line in _BLANK_LINES.split(text.strip()) if line]
    random.Random(seed).shuffle(rest)
    return "\n\n".join([first, *rest])


def boilerplate_added(text: str) -> str:
    """Return the text with page furniture in front of it, in its middle and behind it."""
    lines = text.strip().split("\n")
    middle = max(1, len(lines) // 2)
    inside = ["", _MIDDLE.rstrip("\n"), ""] if len(lines) > 1 else []
    return _HEAD + "\n".join([*lines[:middle], *inside, *lines[middle:]]) + _FOOT


def sources_in_front(text: str) -> str:
    """Return the text with three quotations of named speakers behind its headline, on something else."""
    first, _, rest = text.lstrip().partition("\n")
    return f"{first}\n\n{_SOURCES}{rest.lstrip()}"


def sourced_hedges_doubled(document: Document) -> str:
    """Return the text with "perhaps" behind each hedge that is a source's own doubt."""
    text = document.scan.text
    ends = sorted({one.span.end for one in document.hedges if one.voice in ("quote", "attributed")}, reverse=True)
    for end in ends:
        text = f"{text[:end]} perhaps{text[end:]}"
    return text
