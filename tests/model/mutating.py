"""A small model in memory, and seeded damage to it behind a card whose hashes are right again."""

from __future__ import annotations

import json
import random
import re
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from classifier.features import article, sentence
from classifier.features.context import CONTEXT_COLUMNS
from classifier.features.ngrams import Vocabulary
from classifier.model.bundle import Model
from classifier.model.compiled import CompiledArticleModel, CompiledSentenceModel, CompiledWords
from classifier.model.linear import LinearModel
from classifier.model.store import PARTS, write_parts

__all__ = ["Files", "damaged", "mutated", "rehashed", "small_model", "write"]

Files = dict[str, bytes]
_NUMBERS = [
    b"-1",
    b"1e999",
    b"NaN",
    b"%d" % 2**64,
    b"9" * 5000,
    b"0.5",
    b"null",
    b"true",
    b'"5"',
    b"[]",
    b"{}",
]
_FLOATS = [float("nan"), float("inf"), -float("inf"), 1.7e308, -1.7e308, 5e-324, -1.0, 2.0, 1e300]
_BYTES = [
    b"\x00",
    b"\xff",
    b"\n",
    b" ",
    b"\n\n",
    b"\xed\xa0\x80",
    b"\xef\xbb\xbf",
    b"\r\n",
    b"[" * 3000,
    b'"',
    b"..",
    b"/",
]


def small_model(folder: Path) -> Files:
    """Return the files of a model with four terms and arbitrary weights."""
    rng = np.random.default_rng(7)
    terms = ("ann said", "may", "may rain", "said")

    def linear(rows: int, columns: int) -> LinearModel:
        return LinearModel(rng.normal(size=(rows, columns)), rng.normal(size=columns))

    dense, wide = len(sentence.COLUMNS), len(article.COLUMNS)
    model = Model(
        "",
        CompiledSentenceModel(
            Vocabulary(terms), linear(dense, 5), rng.normal(size=(len(terms), 5)), linear(CONTEXT_COLUMNS, 5)
        ),
        CompiledWords(rng.random(len(terms)), rng.normal(size=(len(terms), 2)), rng.normal(size=2)),
        CompiledArticleModel(linear(wide, 3), linear(wide, 3), linear(wide, 1), 0.0, rng.normal(size=wide)),
    )
    card = write_parts(folder, "small", model)
    (folder / "card.json").write_text(json.dumps(card), encoding="utf-8")
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def write(folder: Path, files: Files) -> None:
    """Write the files of a model."""
    for name, raw in files.items():
        (folder / name).write_bytes(raw)


def rehashed(files: Files) -> Files:
    """Return the same files with a card that vouches for them."""
    card: dict[str, Any] = json.loads(files["card.json"])
    for part in PARTS:
        card["parts"][part] = {"bytes": len(files[part]), "sha256": sha256(files[part]).hexdigest()}
    joined = "".join(card["parts"][part]["sha256"] for part in PARTS)
    card["id"] = f"{card['name']}-{sha256(joined.encode()).hexdigest()[:12]}"
    return {**files, "card.json": json.dumps(card).encode()}


def mutated(files: Files, rng: random.Random) -> Files:
    """Return `files` with one to three changes to the parts and, behind them, hashes that are right."""
    changed = dict(files)
    for _ in range(rng.choice((1, 1, 2, 3))):
        part = rng.choice(PARTS)
        changed[part] = _changed(changed[part], part, rng)
    return rehashed(changed)


def damaged(files: Files, rng: random.Random) -> Files:
    """Return `files` with one of them changed, the card included, and the hashes as they were or right again."""
    part = rng.choice(sorted(files))
    if part != "card.json" and rng.random() < 0.5:
        return rehashed({**files, part: _changed(files[part], part, rng)})
    return {**files, part: _changed(files[part], part, rng)}


def _changed(raw: bytes, part: str, rng: random.Random) -> bytes:
    if part == "weights.bin" and rng.random() < 0.6 and len(raw) >= 8:
        at = 8 * rng.randrange(len(raw) // 8)
        return raw[:at] + np.float64(rng.choice(_FLOATS)).tobytes() + raw[at + 8 :]
    if part == "weights.json" and rng.random() < 0.5 and (numbers := list(re.finditer(rb"\d+", raw))):
        found = rng.choice(numbers)
        return raw[: found.start()] + rng.choice(_NUMBERS) + raw[found.end() :]
    start = rng.randrange(len(raw) + 1)
    end = min(len(raw), start + rng.choice((0, 1, 2, 8, 40, len(raw))))
    kind = rng.randrange(5)
    if kind == 0 and start < len(raw):
        return raw[:start] + bytes([raw[start] ^ 1 << rng.randrange(8)]) + raw[start + 1 :]
    if kind == 1:
        return raw[:start] + raw[end:]
    if kind == 2:
        return raw[:end] + raw[start:end] + raw[end:]
    if kind == 3:
        return raw[:start]
    return raw[:start] + rng.choice(_BYTES) + raw[end:]
