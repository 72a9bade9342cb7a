"""All arrays of a model but the tagger's, as two files: what they are as JSON, the numbers one behind the other."""

from __future__ import annotations

import json
from collections.abc import Mapping
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.cues.disambiguator import VOICES
from classifier.errors import ModelError
from classifier.features import article, sentence
from classifier.features.context import CONTEXT_COLUMNS
from classifier.model.bundle import Model

__all__ = ["RETRAIN", "pack_weights", "shapes_of", "unpack_weights"]

RETRAIN = "train it anew with `python train.py`, or take a copy that is whole"
_MOST = 1e9  # beyond, sums may overflow; the largest of the shipped model is 37

Array = NDArray[np.float64]


def pack_weights(model: Model) -> dict[str, bytes]:
    """Return the contents of ``weights.json`` and ``weights.bin``."""
    arrays = _arrays(model)
    layout, offset, chunks = [], 0, []
    for key, array in arrays.items():
        raw = np.ascontiguousarray(array, dtype="<f8").tobytes()
        layout.append({"name": key, "shape": list(array.shape), "offset": offset})
        chunks.append(raw)
        offset += len(raw)
    header = {"arrays": layout, "sentence_features": sentence.COLUMNS, "article_features": article.COLUMNS}
    return {
        "weights.json": (json.dumps(header, indent=1) + "\n").encode(),
        "weights.bin": b"".join(chunks),
    }


def _arrays(model: Model) -> dict[str, Array]:
    sentences, articles = model.sentence, model.article
    return {
        "sentence.weights": sentences.dense.weights,
        "sentence.intercept": sentences.dense.intercept,
        "sentence.ngrams": sentences.ngrams,
        "context.weights": sentences.context.weights,
        "context.intercept": sentences.context.intercept,
        "words.idf": model.words.idf,
        "words.weights": model.words.weights,
        "words.intercept": model.words.intercept,
        "verdict.weights": articles.verdict.weights,
        "verdict.intercept": articles.verdict.intercept,
        "quality.weights": articles.quality.weights,
        "quality.intercept": articles.quality.intercept,
        "article.weights": articles.article.weights,
        "article.intercept": articles.article.intercept,
        "article.threshold": np.array([articles.article_threshold]),
        "verdict.temperature": np.array([articles.temperature]),
        "article.usual": articles.usual,
    } | (
        {}
        if model.disambiguator is None
        else {"hedges.weights": model.disambiguator.weights, "hedges.intercept": model.disambiguator.intercept}
    )


def shapes_of(terms: int, hedge_terms: int | None) -> dict[str, tuple[int, ...]]:
    """Return the shape of each array of a model with so many terms; `hedge_terms` is None without a disambiguator."""
    dense, wide = len(sentence.COLUMNS), len(article.COLUMNS)
    return {
        "sentence.weights": (dense, 5),
        "sentence.intercept": (5,),
        "sentence.ngrams": (terms, 5),
        "context.weights": (CONTEXT_COLUMNS, 5),
        "context.intercept": (5,),
        "words.idf": (terms,),
        "words.weights": (terms, 2),
        "words.intercept": (2,),
        "verdict.weights": (wide, 3),
        "verdict.intercept": (3,),
        "quality.weights": (wide, 3),
        "quality.intercept": (3,),
        "article.weights": (wide, 1),
        "article.intercept": (1,),
        "article.threshold": (1,),
        "verdict.temperature": (1,),
        "article.usual": (wide,),
    } | (
        {}
        if hedge_terms is None
        else {"hedges.weights": (hedge_terms, 1 + len(VOICES)), "hedges.intercept": (1 + len(VOICES),)}
    )


def unpack_weights(
    folder: Path, header: Mapping[str, Any], raw: bytes, shapes: Mapping[str, tuple[int, ...]]
) -> dict[str, Array]:
    """Return the arrays by name, from what ``weights.json`` and ``weights.bin`` in `folder` hold.

    Raises
    ------
    ModelError
        If they are not `shapes`, or not numbers that may be summed; the file is named.
    """
    for key, columns in (("sentence_features", sentence.COLUMNS), ("article_features", article.COLUMNS)):
        if header.get(key) != list(columns):
            raise ModelError(
                f"{folder / 'weights.json'}: {key} are not those of this version of the program; "
                "use the version that trained it, or " + RETRAIN
            )
    path = folder / "weights.bin"
    expected: list[dict[str, Any]] = []
    offset = 0
    for name, shape in shapes.items():
        expected.append({"name": name, "shape": list(shape), "offset": offset})
        offset += 8 * prod(shape)
    if header.get("arrays") != expected or len(raw) != offset:
        raise ModelError(f"{path}: arrays are not those that this program expects; {RETRAIN}")
    arrays = {}
    for entry in expected:
        count = prod(entry["shape"])
        array = np.frombuffer(raw, dtype="<f8", count=count, offset=entry["offset"]).reshape(entry["shape"])
        if not np.isfinite(array).all():
            raise ModelError(f"{path}: {entry['name']} holds NaN or infinity; {RETRAIN}")
        if np.abs(array).max(initial=0.0) > _MOST:
            raise ModelError(f"{path}: {entry['name']} holds numbers beyond ±{_MOST:,.0f}; {RETRAIN}")
        arrays[entry["name"]] = array.astype(np.float64)
    if not 0 <= (threshold := arrays["article.threshold"][0]) <= 1:
        raise ModelError(f"{path}: article.threshold is {threshold}, wanted a probability from 0 to 1; {RETRAIN}")
    if not 0.1 <= (temperature := arrays["verdict.temperature"][0]) <= 10:
        raise ModelError(f"{path}: verdict.temperature is {temperature}, wanted a number from 0.1 to 10; {RETRAIN}")
    return arrays
