"""Ways to hide words from a program that a reader still sees."""

from __future__ import annotations

import re
from collections.abc import Callable

__all__ = ["EVASIONS"]


def _inside_words(unseen: str) -> Callable[[str], str]:
    return lambda text: re.sub(r"[A-Za-z]{3,}", lambda word: word[0][:2] + unseen + word[0][2:], text)


_CYRILLIC = str.maketrans("aeopcyxij", "аеорсухіј")
EVASIONS: dict[str, Callable[[str], str]] = {
    "zero-width space": _inside_words("\u200b"),
    "zero-width joiner": _inside_words("\u200d"),
    "soft hyphen": _inside_words("\u00ad"),
    "byte-order mark": _inside_words("\ufeff"),
    "bidi controls": _inside_words("\u202e\u202c"),
    "variation selector": _inside_words("\ufe0f"),
    "tag character": _inside_words("\U000e0061"),
    "control character": _inside_words("\x01"),
    "struck out": _inside_words("\u0336"),
    "Cyrillic letters": lambda text: text.translate(_CYRILLIC),
    "full width": lambda text: "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isalpha() else c for c in text),
}
