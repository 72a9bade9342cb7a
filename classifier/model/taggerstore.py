"""The tagger on disk: token forms one a line, and its arrays one behind the other.

Weights are half-precision floats; the tagger that is compiled after fitting is rounded to them, too.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import accumulate
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.cues.lexemes import ATTRIBUTES, Lexemes
from classifier.cues.states import N_STATES, WEIGHED_AS
from classifier.cues.surroundings import LOOKED_AT, SIZES
from classifier.cues.tagger import Tagger
from classifier.cues.templates import Layout, Template, template
from classifier.errors import ModelError

__all__ = ["TAGGER_PARTS", "pack_tagger", "unpack_tagger"]

TAGGER_PARTS = ("forms.txt", "tagger.json", "tagger.bin")
_ADVICE = "train it anew with `python train.py`, or take a copy that is whole"
_TYPES = {"attributes": "<u2", "features": "<u4", "weights": "<f2", "transitions": "<f4", "final": "<f4", "bias": "<f4"}
_MOST_BUCKETS = 2**20

Arrays = dict[str, NDArray[Any]]


def pack_tagger(tagger: Tagger) -> dict[str, bytes]:
    """Return the contents of each of `TAGGER_PARTS`."""
    header = {
        "templates": list(map(str, tagger.templates)),
        "buckets": tagger.buckets,
        "suffixes": list(tagger.lexemes.suffixes),
        "threshold": tagger.threshold,
        "features": len(tagger.features),
    }
    arrays: Arrays = {
        "attributes": tagger.lexemes.attributes,
        "features": tagger.features,
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
        header = json.loads(contents["tagger.json"])
        forms = tuple(contents["forms.txt"].decode("utf-8").split("\n")[:-1])
        arrays = _arrays(contents["tagger.bin"], len(forms), int(header["features"]))
        lexemes = Lexemes(forms, arrays["attributes"].astype(np.int32), tuple(map(str, header["suffixes"])))
        templates = tuple(_known(template(str(text))) for text in header["templates"])
        buckets, threshold = int(header["buckets"]), float(header["threshold"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ModelError(f"{folder / 'tagger.json'}: no tagger of this program ({error}); {_ADVICE}") from error
    if not 2 <= buckets <= _MOST_BUCKETS or buckets & (buckets - 1):
        raise ModelError(f"{folder / 'tagger.json'}: buckets is {buckets}, wanted a power of two; {_ADVICE}")
    features = arrays["features"].astype(np.int32)
    size = Layout(lexemes, templates, buckets).offsets[-1]
    if len(features) and (features[-1] >= size or (np.diff(features) <= 0).any()):
        raise ModelError(f"{folder / 'tagger.bin'}: features are not ascending below {size}; {_ADVICE}")
    floats = [arrays[name].astype(np.float32) for name in ("weights", "transitions", "final", "bias")]
    weights, transitions, final, bias = floats
    if not all(np.isfinite(array).all() for array in floats) or not np.isfinite(threshold):
        raise ModelError(f"{folder / 'tagger.bin'}: holds NaN or infinity; {_ADVICE}")
    return Tagger(lexemes, templates, buckets, features, weights, transitions, final, bias, threshold)


def _arrays(raw: bytes, forms: int, features: int) -> Arrays:
    shapes = {
        "attributes": (forms, len(ATTRIBUTES)),
        "features": (features,),
        "weights": (features, int(WEIGHED_AS.max()) + 1),
        "transitions": (N_STATES, N_STATES),
        "final": (N_STATES,),
        "bias": (2,),
    }
    sizes = [prod(shape) * np.dtype(_TYPES[name]).itemsize for name, shape in shapes.items()]
    if features < 0 or len(raw) != sum(sizes):
        raise ValueError(f"tagger.bin has {len(raw):,} bytes, {sum(sizes):,} are wanted")
    starts = accumulate(sizes[:-1], initial=0)
    return {
        name: np.frombuffer(raw, dtype=_TYPES[name], count=prod(shape), offset=start).reshape(shape)
        for (name, shape), start in zip(shapes.items(), starts, strict=True)
    }


def _known(one: Template) -> Template:
    for name, offset in one.parts:
        if name not in (*LOOKED_AT, *SIZES, "word_before", "word_behind") or abs(offset) > 2:
            raise ValueError(f"template {str(one)!r} looks at {name}{offset:+}, which there is not")
    return one
