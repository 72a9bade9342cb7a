"""Texts that stand-off labels point at, fetched from where they were published.

Every text is built by the recipe of its origin (`classifier.origins.RECIPES`) from a file of a public repository
at a pinned commit (`classifier.downloads`), and is taken only if its SHA-256 is the labelled one: the hashes
decide, and where a recipe leaves a detail open, its readings are tried until one fits.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from classifier.article import sha256_of
from classifier.downloads import FetchSettings, Files, LostError, replace_file
from classifier.labels import LabelledArticle
from classifier.origins import BROKEN, RECIPES, Origin, Recipe, json_lines, read_origins, recipe_key

__all__ = ["FETCHED", "FetchReport", "FetchSettings", "Origin", "fetch", "read_origins"]

FETCHED = ("wikinews", "newspool", "polnear")
_SAVE_EVERY = 50  # texts


@dataclass(frozen=True, slots=True)
class FetchReport:
    """What came of it.

    Attributes
    ----------
    fetched, kept
        Number of texts fetched now, and of those that were in the folder already.
    missing
        Reason by corpus and id.
    """

    fetched: int
    kept: int
    missing: dict[tuple[str, str], str]


def fetch(
    rows: Iterable[LabelledArticle],
    origins: Mapping[tuple[str, str], Origin],
    folder: Path,
    settings: FetchSettings,
    say: Callable[[int, int], None],
) -> FetchReport:
    """Return what was fetched into ``<folder>/<corpus>/articles.jsonl``, what was there, and what cannot be had.

    Parameters
    ----------
    rows
        Rows of other corpora than `FETCHED` are passed over.
    origins
        As `read_origins` gives them.
    folder
        Other articles in its files stay as they are.
    say
        Called with the number of texts dealt with and of all.

    Raises
    ------
    CorpusError
        If the folder or the cache cannot be written, or a file in the folder is no JSON Lines.
    """
    wanted = {(row.corpus, row.id): row for row in rows if row.corpus in FETCHED}
    stores = {name: _Store(folder / name / "articles.jsonl") for name in FETCHED if any(c == name for c, _ in wanted)}
    todo = {key: row for key, row in wanted.items() if not stores[row.corpus].holds(row)}
    for corpus in sorted({corpus for corpus, _ in todo}):
        stores[corpus].make_ready()
    pieces = {key: _Piece(row, origins.get(key)) for key, row in todo.items()}
    done = len(wanted) - len(todo)
    say(done, len(wanted))
    try:
        for piece in _pieces(list(pieces.values()), Files(settings)):
            if piece.text is not None:
                stores[piece.row.corpus].add(piece)
            done += 1
            say(done, len(wanted))
    finally:  # what was fetched is not lost when the user interrupts
        for store in stores.values():
            store.save()
    missing = {key: "; ".join(piece.reasons) for key, piece in pieces.items() if piece.text is None}
    return FetchReport(len(todo) - len(missing), len(wanted) - len(todo), missing)


@dataclass(slots=True)
class _Piece:
    """A text to be had, and what stood in the way so far."""

    row: LabelledArticle
    origin: Origin | None
    reasons: list[str] = field(default_factory=list)
    text: str | None = None

    @property
    def ref(self) -> str:
        return self.origin.ref if self.origin else ""

    def take(self, candidates: list[str], path: str) -> None:
        """Take the candidate that is the labelled text, else note the reason."""
        hashes = [sha256_of(text) for text in candidates]
        if self.row.sha256 in hashes:
            self.text = candidates[hashes.index(self.row.sha256)]
        elif hashes:
            self.reasons.append(f"{path}: text has SHA-256 {hashes[0][:12]}…, labelled was {self.row.sha256[:12]}…")
        else:
            self.reasons.append(f"{path}: holds no {self.ref!r}")


class _Store:
    """The articles of one corpus in the folder."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lines: dict[str, str] = {}
        self._hashes: dict[str, str] = {}
        self._unsaved = 0
        if path.exists():
            for line in json_lines(path, ("id", "text")):
                self._lines[line.row["id"]] = line.raw
                self._hashes[line.row["id"]] = sha256_of(line.row["text"])

    def holds(self, row: LabelledArticle) -> bool:
        return self._hashes.get(row.id) == row.sha256

    def make_ready(self) -> None:
        """Find out that the folder cannot be written before anything is downloaded."""
        probe = self._path.with_name(f".probe.{os.getpid()}")
        replace_file(probe, b"")
        probe.unlink(missing_ok=True)

    def add(self, piece: _Piece) -> None:
        row = {"id": piece.row.id, "text": piece.text, "sha256": piece.row.sha256}
        if piece.origin:
            row |= {"origin": piece.origin.name, "ref": piece.origin.ref}
        self._lines[piece.row.id] = json.dumps(row)
        self._unsaved += 1
        if self._unsaved >= _SAVE_EVERY:
            self.save()

    def save(self) -> None:
        if self._unsaved:
            replace_file(self._path, "".join(f"{line}\n" for line in self._lines.values()).encode())
            self._unsaved = 0


def _pieces(pieces: list[_Piece], files: Files) -> Iterator[_Piece]:
    """Yield every piece once, with its text or the reasons why there is none."""
    bundles: dict[tuple[str, tuple[str, ...]], list[_Piece]] = {}
    for piece in pieces:
        key = recipe_key(piece.origin.name) if piece.origin else None
        if key:
            bundles.setdefault((key, RECIPES[key].paths or (piece.ref,)), []).append(piece)
            continue
        known = ", ".join(f"{name}*" if name.endswith("_") else name for name in RECIPES)
        unknown = f"origin {piece.origin.name!r} is not one of {known}" if piece.origin else "no row in the manifest"
        piece.reasons.append(unknown)
        yield piece
    for (key, paths), bundle in bundles.items():
        left = bundle
        for path in paths:
            if left:
                _fill(left, RECIPES[key], path, files)
            left = [piece for piece in left if piece.text is None]
        yield from bundle


def _fill(pieces: list[_Piece], recipe: Recipe, path: str, files: Files) -> None:
    name = f"{recipe.repository}/{path}"
    try:
        data = files.get(name)
    except LostError as error:
        for piece in pieces:
            piece.reasons.append(f"{name}: {error}")
        return
    try:
        content = data.decode("utf-8", "replace")
        texts = recipe.build(content, frozenset(piece.ref for piece in pieces))
        for piece in pieces:
            piece.take(texts.get(piece.ref, []), name)
    except BROKEN as error:
        for piece in pieces:
            piece.reasons.append(f"{name}: not in its origin's format ({type(error).__name__}: {error})")
    files.judge(name, data, any(piece.text is not None for piece in pieces))
