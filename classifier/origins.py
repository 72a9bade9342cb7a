"""Where a text was published, and the recipes that turn a file from there into candidate texts.

The recipes were written without a network: where the recorded recipe leaves a detail open, each of its readings
is a candidate.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from classifier.errors import CorpusError

__all__ = ["BROKEN", "RECIPES", "Line", "Origin", "Recipe", "json_lines", "read_origins", "recipe_key"]

# What reading a file that is not in its origin's format may raise.
BROKEN = (ValueError, LookupError, TypeError, RecursionError, csv.Error, ElementTree.ParseError)
_MARK = "\ufeff"  # byte-order mark, which would be part of a column's name
_Candidates = dict[str, list[str]]  # by ref


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a text was published: name of the origin, such as ``article_bias``, and the reference within it."""

    name: str
    ref: str


def read_origins(path: Path) -> dict[tuple[str, str], Origin]:
    """Return the origin of each text by corpus and id, from JSON Lines with corpus, id, origin and ref.

    Raises
    ------
    CorpusError
        Naming file and line of the first row that breaks the format, or that stands twice.
    """
    if not path.is_file():
        raise CorpusError(f"{path}: no such file; wanted JSON Lines with corpus, id, origin and ref")
    found: dict[tuple[str, str], Origin] = {}
    for line in json_lines(path, ("corpus", "id", "origin", "ref")):
        key = (line.row["corpus"], line.row["id"])
        if key in found:
            raise CorpusError(f"{line.where}: {key[0]} {key[1]} stands twice; delete one row")
        found[key] = Origin(line.row["origin"], line.row["ref"])
    return found


@dataclass(frozen=True, slots=True)
class Line:
    """A row of JSON Lines: file and line it stands in, as written, and read."""

    where: str
    raw: str
    row: dict[str, Any]


def json_lines(path: Path, names: tuple[str, ...]) -> Iterator[Line]:
    """Yield the rows of a file; `CorpusError` if one is no object, or a value of the names is no string."""
    wanted = f"wanted a JSON object with {', '.join(names)}, all strings; fix or delete the line"
    number = 0
    try:
        with path.open(encoding="utf-8") as lines:
            for number, raw in enumerate(lines, 1):
                if raw.strip():
                    row = json.loads(raw)
                    if not isinstance(row, dict) or not all(isinstance(row.get(name), str) for name in names):
                        raise CorpusError(f"{path}:{number}: {wanted}; found {raw[:60]!r}")
                    yield Line(f"{path}:{number}", raw.rstrip("\n"), row)
    except UnicodeDecodeError as error:
        raise CorpusError(f"{path}: not UTF-8 after line {number} ({error.reason}); {wanted}") from error
    except (ValueError, RecursionError) as error:
        raise CorpusError(f"{path}:{number}: not JSON ({error}); {wanted}") from error
    except OSError as error:
        raise CorpusError(f"{path}: cannot be read ({error.strerror}); check that it is a file you may read") from error


def _plain(content: str, refs: frozenset[str]) -> _Candidates:
    text = content.replace("\r\n", "\n").replace("\r", "\n").strip()
    return {ref: [text] for ref in refs}


def _json(body: str) -> Callable[[str, frozenset[str]], _Candidates]:
    def build(content: str, refs: frozenset[str]) -> _Candidates:
        row = json.loads(content.removeprefix(_MARK))
        return {ref: [f"{row['title'] or ''}\n{row[body]}".strip()] for ref in refs}

    return build


def _json_list(content: str, refs: frozenset[str]) -> _Candidates:
    rows = json.loads(content.removeprefix(_MARK))
    known = [ref for ref in refs if ref.isdecimal() and int(ref) < len(rows)]
    return {ref: [str(rows[int(ref)]["text"]).strip()] for ref in known}


def _csv(content: str, refs: frozenset[str]) -> _Candidates:
    found: _Candidates = {}
    limit = csv.field_size_limit()
    csv.field_size_limit(max(limit, len(content)))
    try:
        for row in csv.DictReader(io.StringIO(content.removeprefix(_MARK), newline="")):
            if row["url"] in refs:
                text = f"{(row['title'] or '').strip()}\n{(row['text'] or '').strip()}"
                found.setdefault(row["url"], []).append(text.strip())
    finally:
        csv.field_size_limit(limit)
    return found


def _xml(content: str, refs: frozenset[str]) -> _Candidates:
    if "<!DOCTYPE" in content:  # without one there are no entities but the five of XML, so nothing expands
        raise ValueError("has a DOCTYPE, which is refused")
    found: _Candidates = {}
    # A stream of characters, so that no declared encoding can hide anything from the check above.
    for _, element in ElementTree.iterparse(io.StringIO(content)):  # noqa: S314 - no DOCTYPE, no entities
        if element.tag == "article":
            if (ref := element.get("id", "")) in refs:
                found.setdefault(ref, []).extend(_readings(element.get("title", ""), "".join(element.itertext())))
            element.clear()
    return found


def _readings(title: str, body: str) -> list[str]:
    """Return the readings of the recipe: one article is known to be folded, one to keep blanks at its end."""
    bodies = (body, " ".join(body.split()), re.sub(r"[ \t\n]+", " ", body), re.sub(r"\s", " ", body))
    joined = [f"{title}\n{body}" for body in bodies]
    return [text for whole in joined for text in (whole.strip(), whole.strip("\n"), whole)]


@dataclass(frozen=True, slots=True)
class Recipe:
    """Where the files of an origin are, and how a text is made of one; without `paths` the ref is the path."""

    repository: str
    build: Callable[[str, frozenset[str]], _Candidates]
    paths: tuple[str, ...] = ()


_COLLECTION = "pmacinec/fake-news-datasets/0ea4a5c"
RECIPES = {  # a key that ends in _ stands for all origins that begin with it
    "wikinews": Recipe(
        "vanatteveldt/wikinews/347254178bf343f3801aac1d03c41cc09c35decb",
        _csv,
        ("data/wikinews_2019.csv", "data/wikinews_2020.csv"),
    ),
    "article_bias": Recipe(
        "ramybaly/Article-Bias-Prediction/ced8111a720948e6a410e52031ace99c4e53f096", _json("content_original")
    ),
    "perezrosas_": Recipe(_COLLECTION, _plain),
    "horne_": Recipe(_COLLECTION, _plain),
    "fnn_old_": Recipe(_COLLECTION, _json("text")),
    "hyperpartisan_byarticle": Recipe(
        "anshuly10/Biased-News-Detection/89e4073cca91dfa8a250a2636082788bad170f4e",
        _xml,
        ("articles-training-byarticle-20181122.xml",),
    ),
    "polnear": Recipe("networkdynamics/PolNeAR/c3eee83", _plain),
    "detectrl_xsum": Recipe(
        "NLP2CT/DetectRL/3472f0a", _json_list, ("Benchmark/Tasks/Task1/multi_domains_xsum_test.json",)
    ),
}


def recipe_key(name: str) -> str | None:
    """Return the key in `RECIPES` of an origin by its name, None if there is none."""
    return next((key for key in RECIPES if name == key or (key.endswith("_") and name.startswith(key))), None)
