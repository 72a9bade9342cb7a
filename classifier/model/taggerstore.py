"""The tagger on disk: token forms one a line, and its arrays one behind the other.

Of the features a bit each tells which have weights. Weights are whole numbers of one byte; the tagger that is compiled
after fitting holds the same.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.cues.lexemes import ATTRIBUTES, Lexemes
from classifier.cues.states import N_STATES
from classifier.cues.surroundings import LOOKED_AT, SIZES
from classifier.cues.tagger import N_TAGS, Tagger
from classifier.cues.templates import Layout, Template, template
from classifier.errors import ModelError
from classifier.model.weights import RETRAIN

__all__ = ["TAGGER_PARTS", "pack_tagger", "unpack_tagger"]

TAGGER_PARTS = ("forms.txt", "tagger.json", "tagger.bin")
_TYPES = {"attributes": "<u2", "features": "u1", "weights": "i1", "transitions": "<f4", "final": "<f4", "bias": "<f4"}
# What a tagger may cost in memory and time; in brackets what the shipped one has.
_MOST_BUCKETS = 2**20  # (32,768)
_MOST_FORMS = 250_000  # (20,500)
_MOST_SUFFIXES = 10_000  # (1,023)
_MOST_TEMPLATES = 100  # (19) with those over forms the sums of weights stay below 2**15
_MOST_PARTS = 4  # of a template (3)
_MOST_FEATURES = 2**22  # of all templates together (230,000)
_MOST = 1e4  # (4) beyond, sums over a text may overflow

Arrays = dict[str, NDArray[Any]]


def pack_tagger(tagger: Tagger) -> dict[str, bytes]:
    """Return the contents of each of `TAGGER_PARTS`."""
    header = {
        "templates": list(map(str, tagger.templates)),
        "buckets": tagger.buckets,
        "suffixes": list(tagger.lexemes.suffixes),
        "unit": tagger.unit,
        "threshold": tagger.threshold,
    }
    has_weights = np.zeros(tagger.layout.offsets[-1], dtype=bool)
    has_weights[tagger.features] = True
    arrays: Arrays = {
        "attributes": tagger.lexemes.attributes,
        "features": np.packbits(has_weights),
        "weights": tagger.weights,
        "transitions": tagger.transitions,
        "final": tagger.final,
        "bias": tagger.bias,
    }
    raw = [np.ascontiguousarray(arrays[name], dtype=kind).tobytes() for name, kind in _TYPES.items()]
    return {
        "forms.txt": "".join(f"{form}\n" for form in tagger.lexemes.forms).encode(),
        "tagger.json": (json.dumps(header, indent=1) + "\n").encode(),
        "tagger.bin": b"".join(raw),
    }


def unpack_tagger(folder: Path, contents: Mapping[str, bytes]) -> Tagger:
    """Return the tagger of these contents.

    Raises
    ------
    ModelError
        If they are not what `pack_tagger` gives; `folder` is named in the message.
    """
    try:
        header, forms = json.loads(contents["tagger.json"]), contents["forms.txt"].decode("utf-8")
        return _tagger(header, forms, contents["tagger.bin"])
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        raise ModelError(f"{folder / 'tagger.json'}: no tagger of this program ({error}); {RETRAIN}") from error


def _tagger(header: Mapping[str, Any], lines: str, raw: bytes) -> Tagger:
    for name, count, most in (
        ("forms", lines.count("\n"), _MOST_FORMS),
        ("suffixes", len(header["suffixes"]), _MOST_SUFFIXES),
        ("templates", len(header["templates"]), _MOST_TEMPLATES),
    ):
        if count > most:
            raise ValueError(f"{count:,} {name}, at most {most:,} are read")
    forms, suffixes = tuple(lines.split("\n")[:-1]), tuple(map(str, header["suffixes"]))
    templates = tuple(_known(template(str(text))) for text in header["templates"])
    buckets, unit, threshold = int(header["buckets"]), float(header["unit"]), float(header["threshold"])
    if not 2 <= buckets <= _MOST_BUCKETS or buckets & (buckets - 1):
        raise ValueError(f"buckets is {buckets}, wanted a power of two")
    if not 0 < unit <= 1 or not 0 <= threshold <= 1:
        raise ValueError(f"unit is {unit} and threshold {threshold}, wanted numbers from 0 to 1")
    read = _Reader(raw)
    attributes = read.array("attributes", len(forms), len(ATTRIBUTES))
    lexemes = Lexemes(forms, attributes.astype(np.int32), suffixes)
    size = Layout(lexemes, templates, buckets).offsets[-1]
    if size > _MOST_FEATURES:
        raise ValueError(f"{size:,} features, at most {_MOST_FEATURES:,} are read")
    features = np.flatnonzero(np.unpackbits(read.array("features", -(-size // 8)), count=size))
    weights = read.array("weights", len(features), N_TAGS)
    transitions, final = read.array("transitions", N_STATES, N_STATES), read.array("final", N_STATES)
    bias = read.array("bias", 2)
    read.finish()
    if not all((np.abs(array) <= _MOST).all() for array in (transitions, final, bias)):
        raise ValueError(f"transitions, final or bias hold NaN, infinity or numbers beyond ±{_MOST:,.0f}")
    return Tagger(lexemes, templates, buckets, features, weights, unit, transitions, final, bias, threshold)


class _Reader:
    """Takes one array after the other from bytes."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._at = 0

    def array(self, name: str, *shape: int) -> NDArray[Any]:
        kind = np.dtype(_TYPES[name])
        end = self._at + prod(shape) * kind.itemsize
        if end > len(self._raw):
            raise ValueError(f"tagger.bin has {len(self._raw):,} bytes, its {name} alone end at {end:,}")
        part = self._raw[self._at : end]
        self._at = end
        return np.frombuffer(part, kind).reshape(shape).astype(kind.newbyteorder("="))

    def finish(self) -> None:
        if self._at != len(self._raw):
            raise ValueError(f"tagger.bin has {len(self._raw):,} bytes, {self._at:,} are wanted")


def _known(one: Template) -> Template:
    if len(one.parts) > _MOST_PARTS:
        raise ValueError(f"a template of {len(one.parts):,} parts, at most {_MOST_PARTS} are read")
    for name, offset in one.parts:
        if name not in (*LOOKED_AT, *SIZES, "word_before", "word_behind") or abs(offset) > 2:
            raise ValueError(f"template {str(one)!r} looks at {name}{offset:+}, which there is not")
    return one
