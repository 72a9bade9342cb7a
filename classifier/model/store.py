"""Models on disk: plain numbers and words in files whose hashes the card holds.

Layout of a model folder::

    card.json        what the model is: format, parts with size and hash, data, metrics, versions
    README.md        the same for people
    terms.txt        n-grams of the sentence model, one a line
    weights.bin      all arrays one behind the other, little-endian float64
    weights.json     name, shape and offset of each array, and the feature names they belong to
    forms.txt, tagger.bin, tagger.json   the tagger of sources, see `classifier.model.taggerstore`;
                     a model may have none; before format 3 its weights were written otherwise

Nothing in it is ever executed. What `load` cannot vouch for it refuses.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from hashlib import sha256
from operator import lt
from pathlib import Path
from typing import Any

from classifier.cues.disambiguator import Disambiguator
from classifier.errors import ModelError
from classifier.features.ngrams import Vocabulary
from classifier.model.bundle import Model
from classifier.model.compiled import CompiledArticleModel, CompiledSentenceModel, CompiledWords
from classifier.model.linear import LinearModel
from classifier.model.taggerstore import TAGGER_PARTS, pack_tagger, unpack_tagger
from classifier.model.weights import RETRAIN, pack_weights, shapes_of, unpack_weights

__all__ = ["FORMAT_VERSION", "PARTS", "load", "read_card", "write_parts"]

FORMAT_VERSION = 3
PARTS = ("terms.txt", "weights.json", "weights.bin")
HEDGE_TERMS = "hedges.txt"  # features of the disambiguator, one a line; a model may have none
# Largest size of each file. JSON and terms cost some fifty times their bytes once they are read.
MAX_BYTES = {
    "card.json": 2**20,
    "weights.json": 2**20,
    "terms.txt": 8 * 2**20,
    "weights.bin": 64 * 2**20,
    "hedges.txt": 2**20,
    "forms.txt": 8 * 2**20,
    "tagger.json": 2**20,
    "tagger.bin": 64 * 2**20,
}
MAX_TERMS = 250_000  # the shipped model has 20,000
_NAME = re.compile(r"[\w.-]{1,100}")
_TERMS = re.compile(r"(?:[^ \n]++(?: [^ \n]++)?+\n)*+")  # possessive: it never goes back


def write_parts(folder: Path, name: str, model: Model) -> dict[str, Any]:
    """Write the parts of `model` into `folder` and return what the card must say of them.

    Raises
    ------
    ModelError
        If they cannot be written; then the folder holds what it held before.
    """
    contents = {
        "terms.txt": "".join(f"{term}\n" for term in model.sentence.vocabulary.terms).encode(),
    } | pack_weights(model)
    if model.disambiguator is not None:
        contents[HEDGE_TERMS] = "".join(f"{term}\n" for term in model.disambiguator.terms).encode()
    if model.tagger is not None:
        contents |= pack_tagger(model.tagger)
    _write_all(folder, contents)
    parts = {}
    for part, raw in contents.items():
        parts[part] = {"bytes": len(raw), "sha256": sha256(raw).hexdigest()}
    return {"format_version": FORMAT_VERSION, "name": name, "id": _id(name, parts), "parts": parts}


def _write_all(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write every file or none: a full disk leaves the model that was there."""
    new = {part: folder / f".{part}.{os.getpid()}" for part in contents}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for part, raw in contents.items():
            new[part].write_bytes(raw)
        for part, path in new.items():
            path.replace(folder / part)
    except OSError as error:
        for path in new.values():
            path.unlink(missing_ok=True)
        raise ModelError(
            f"{folder}: cannot be written ({error.strerror}); free some room, or choose another"
        ) from error


def _id(name: str, parts: Mapping[str, Mapping[str, Any]]) -> str:
    joined = "".join(parts[part]["sha256"] for part in (*PARTS, HEDGE_TERMS, *TAGGER_PARTS) if part in parts)
    return f"{name}-{sha256(joined.encode()).hexdigest()[:12]}"


def read_card(folder: Path) -> dict[str, Any]:
    """Return the card of the model in `folder`.

    Raises
    ------
    ModelError
        If there is none, or it is not one that this program can read.
    """
    path = folder / "card.json"
    if not folder.is_dir():
        raise ModelError(f"{folder}: no such model folder; give a folder that holds card.json, or {RETRAIN}")
    card = _json(path, _bytes(path))
    version = card.get("format_version")
    if type(version) is not int or version < 1:
        raise ModelError(f"{path}: not a model of this program (format_version is {version!r}); {RETRAIN}")
    if version > FORMAT_VERSION:
        raise ModelError(
            f"{path}: format {version} is newer than this program reads ({FORMAT_VERSION}); "
            "update the clone (git pull), then pip install . in it"
        )
    return card


def load(folder: Path) -> Model:
    """Return the model in `folder`, every part checked against the card.

    Raises
    ------
    ModelError
        If anything is missing, damaged, foreign or newer than this program.
    """
    card = read_card(folder)
    contents = {part: _checked(folder / part, card) for part in PARTS}
    if HEDGE_TERMS in card["parts"]:
        contents[HEDGE_TERMS] = _checked(folder / HEDGE_TERMS, card)
    if TAGGER_PARTS[0] in card["parts"]:
        contents |= {part: _checked(folder / part, card) for part in TAGGER_PARTS}
    name = card.get("name")
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise ModelError(
            f"{folder / 'card.json'}: name {str(name)[:100]!r} is not one of letters, digits, '.', '_', '-'; {RETRAIN}"
        )
    if card.get("id") != _id(name, card["parts"]):
        raise ModelError(f"{folder / 'card.json'}: the id does not belong to the parts; {RETRAIN}")
    return _assemble(folder, card["id"], contents)


def _checked(path: Path, card: Mapping[str, Any]) -> bytes:
    parts = card.get("parts")
    entry = parts.get(path.name) if isinstance(parts, dict) else None
    if not isinstance(entry, dict):
        raise ModelError(f"{path.parent / 'card.json'}: names no part {path.name}; {RETRAIN}")
    raw = _bytes(path)
    if len(raw) != entry.get("bytes") or sha256(raw).hexdigest() != entry.get("sha256"):
        raise ModelError(f"{path}: damaged or changed: {len(raw):,} bytes whose SHA-256 is not the card's; {RETRAIN}")
    return raw


def _bytes(path: Path) -> bytes:
    limit = MAX_BYTES[path.name]
    try:
        if path.exists() and not path.is_file():  # a pipe would be waited for, a device never ends
            raise ModelError(f"{path}: is no regular file; {RETRAIN}")
        with path.open("rb") as stream:
            raw = stream.read(min(limit, path.stat().st_size) + 1)  # room for the limit itself is slow to make
    except OSError as error:
        raise ModelError(f"{path}: cannot be read ({error.strerror}); {RETRAIN}") from error
    if len(raw) > limit:
        raise ModelError(f"{path}: more than {limit:,} bytes, which no model needs; {RETRAIN}")
    return raw


def _json(path: Path, raw: bytes) -> dict[str, Any]:
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise ModelError(f"{path}: not JSON ({error}); {RETRAIN}") from error
    if not isinstance(found, dict):
        raise ModelError(f"{path}: holds {type(found).__name__}, a JSON object is wanted; {RETRAIN}")
    return found


def _assemble(folder: Path, model_id: str, contents: Mapping[str, bytes]) -> Model:
    terms = _terms(folder / "terms.txt", contents["terms.txt"])
    header = _json(folder / "weights.json", contents["weights.json"])
    hedge_terms = _hedge_terms(folder / HEDGE_TERMS, contents[HEDGE_TERMS]) if HEDGE_TERMS in contents else None
    shapes = shapes_of(len(terms), None if hedge_terms is None else len(hedge_terms))
    arrays = unpack_weights(folder, header, contents["weights.bin"], shapes)

    def linear(name: str) -> LinearModel:
        return LinearModel(arrays[f"{name}.weights"], arrays[f"{name}.intercept"])

    return Model(
        model_id,
        CompiledSentenceModel(Vocabulary(terms), linear("sentence"), arrays["sentence.ngrams"], linear("context")),
        CompiledWords(arrays["words.idf"], arrays["words.weights"], arrays["words.intercept"]),
        CompiledArticleModel(
            linear("verdict"),
            linear("quality"),
            linear("article"),
            float(arrays["article.threshold"][0]),
            float(arrays["verdict.temperature"][0]),
            arrays["article.usual"],
        ),
        unpack_tagger(folder, contents) if TAGGER_PARTS[0] in contents else None,
        None
        if hedge_terms is None
        else Disambiguator(hedge_terms, arrays["hedges.weights"], arrays["hedges.intercept"]),
    )


def _hedge_terms(path: Path, raw: bytes) -> tuple[str, ...]:
    try:
        terms = tuple(raw.decode("utf-8").split("\n")[:-1])
    except UnicodeDecodeError as error:
        raise ModelError(f"{path}: byte {error.start} is not UTF-8; {RETRAIN}") from error
    if len(terms) > MAX_TERMS or not all(map(lt, terms, terms[1:])):
        raise ModelError(f"{path}: wanted the name of a feature a line, sorted and distinct; {RETRAIN}")
    return terms


def _terms(path: Path, raw: bytes) -> tuple[str, ...]:
    if (count := raw.count(b"\n")) > MAX_TERMS:
        raise ModelError(f"{path}: {count:,} terms, at most {MAX_TERMS:,} are read; {RETRAIN}")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ModelError(f"{path}: byte {error.start} is not UTF-8; {RETRAIN}") from error
    terms = tuple(text.split("\n")[:-1])
    if not _TERMS.fullmatch(text) or not all(map(lt, terms, terms[1:])):
        raise ModelError(f"{path}: wanted a word or a pair of words a line, sorted and distinct; {RETRAIN}")
    return terms
