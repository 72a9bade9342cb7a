"""Rows of named fields to articles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from classifier.article import Article
from classifier.errors import InputError
from classifier.readoptions import ReadOptions

__all__ = ["article_of_fields", "check_columns", "json_name", "surrogate"]


def check_columns(names: Sequence[str], where: str, options: ReadOptions, hint: str = "") -> None:
    """Raise `InputError` if no column has the name of the text; `hint` is advice in place of the usual."""
    if options.text_field not in names:
        present = ", ".join(map(repr, names[:5])) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
        advice = hint or "name it with --text-field"
        raise InputError(f"{where}: no column {options.text_field!r}; found {present}; {advice}")


def article_of_fields(row: Mapping[str, Any], where: str, options: ReadOptions) -> Article:
    """Return the article of a row.

    Raises
    ------
    InputError
        If it has no text, or text that cannot be scored; `where` is named in the message.
    """
    if options.text_field not in row:
        present = ", ".join(map(repr, list(row)[:8])) or "none"
        raise InputError(f"{where}: no field {options.text_field!r}; found {present}; name it with --text-field")
    text, title, known = row[options.text_field], row.get(options.title_field), row.get(options.id_field)
    if not isinstance(text, str):
        raise InputError(f"{where}: {options.text_field!r} is {json_name(text)}, not text; fix or drop the row")
    for value in (text, title):
        if isinstance(value, str) and (bad := surrogate(value)) is not None:
            raise InputError(f"{where}: lone surrogate at character {bad}: broken Unicode; mend or drop the row")
    if "\0" in text:
        raise InputError(f"{where}: null character at {text.index(chr(0))}: binary data; give text")
    plain = isinstance(known, str | int) and not isinstance(known, bool)
    plain_id = plain and known != "" and surrogate(str(known)) is None
    return Article(text, title if isinstance(title, str) and title else None, str(known) if plain_id else where)


def json_name(value: object) -> str:
    """Return what a value is in the words of JSON."""
    names: dict[type, str] = {type(None): "null", list: "a list", str: "a string", bool: "a boolean", dict: "an object"}
    return names.get(type(value), "a number")


def surrogate(text: str) -> int | None:
    """Return where `text` has its first lone surrogate, None if nowhere."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        return error.start
    return None
