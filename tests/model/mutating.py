"""A small model in memory, and seeded damage to it behind a card whose hashes are right again."""

from __future__ import annotations

import json
import random
import re
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from classifier.cues.disambiguator import VOICES, Disambiguator
from classifier.cues.lexemes import ATTRIBUTES, Lexemes
from classifier.cues.states import N_STATES, WEIGHED_AS
from classifier.cues.tagger import CANDIDATE, Tagger
from classifier.cues.templates import Layout, template
from classifier.features import article, sentence
from classifier.features.context import CONTEXT_COLUMNS
from classifier.features.ngrams import Vocabulary
from classifier.model.bundle import Model
from classifier.model.compiled import CompiledArticleModel, CompiledSentenceModel, CompiledWords
from classifier.model.linear import LinearModel
from classifier.model.store import HEDGE_TERMS, PARTS, write_parts
from classifier.model.taggerstore import TAGGER_PARTS

__all__ = ["ALL_PARTS", "Files", "damaged", "mutated", "rehashed", "small_model", "write"]

Files = dict[str, bytes]
ALL_PARTS = (*PARTS, HEDGE_TERMS, *TAGGER_PARTS)  # in the order in which the id joins their hashes
_FORMS = ("Monday", "a", "he", "mayor", "officials", "said", "told", ",", ".", "“")
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
_SINGLES = [float("nan"), float("inf"), -float("inf"), 3e38, -3e38, 1e-45, -1.0, 1e9]
# What is written over a number in the file of that name.
_VALUES = {
    "weights.bin": [np.float64(value).tobytes() for value in _FLOATS],
    "tagger.bin": [
        *(np.uint8(value).tobytes() for value in (0, 1, 127, 128, 255)),
        *(np.uint16(value).tobytes() for value in (0, 1, 2**15, 2**16 - 1)),
        *(np.float32(value).tobytes() for value in _SINGLES),
    ],
}
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
    """Return the files of a model with every part that a shipped one has, few words and arbitrary weights."""
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
        CompiledArticleModel(linear(wide, 3), linear(wide, 3), linear(wide, 1), 0.0, 1.5, rng.normal(size=wide)),
        _small_tagger(rng),
        _small_disambiguator(rng),
    )
    card = write_parts(folder, "small", model)
    (folder / "card.json").write_text(json.dumps(card), encoding="utf-8")
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def _small_tagger(rng: np.random.Generator) -> Tagger:
    """Return a tagger that looks at sentences with "said" or "told"; one template is hashed, one is not."""
    attributes = rng.integers(1, 6, size=(len(_FORMS), len(ATTRIBUTES)))
    cueness = np.isin(_FORMS, ("said", "told"))
    attributes[:, ATTRIBUTES.index("cueness")] = np.where(cueness, CANDIDATE, CANDIDATE - 1)
    lexemes = Lexemes(_FORMS, attributes, ("ing",))
    templates, buckets = (template("place"), template("quoted-1 word distance_before")), 16
    features = np.sort(rng.choice(Layout(lexemes, templates, buckets).offsets[-1], 120, replace=False))
    return Tagger(
        lexemes,
        templates,
        buckets,
        features,
        rng.integers(-127, 128, size=(len(features), int(WEIGHED_AS.max()))).astype(np.int8),
        1 / 64,
        rng.normal(size=(N_STATES, N_STATES)).astype(np.float32),
        rng.normal(size=N_STATES).astype(np.float32),
        rng.normal(size=2).astype(np.float32),
        0.25,
    )


def _small_disambiguator(rng: np.random.Generator) -> Disambiguator:
    terms = ("c may", "k modal", "sides - -")
    return Disambiguator(terms, rng.normal(size=(len(terms), 1 + len(VOICES))), rng.normal(size=1 + len(VOICES)))


def write(folder: Path, files: Files) -> None:
    """Write the files of a model."""
    for name, raw in files.items():
        (folder / name).write_bytes(raw)


def rehashed(files: Files) -> Files:
    """Return the same files with a card that vouches for them."""
    card: dict[str, Any] = json.loads(files["card.json"])
    for part in ALL_PARTS:
        card["parts"][part] = {"bytes": len(files[part]), "sha256": sha256(files[part]).hexdigest()}
    joined = "".join(card["parts"][part]["sha256"] for part in ALL_PARTS)
    card["id"] = f"{card['name']}-{sha256(joined.encode()).hexdigest()[:12]}"
    return {**files, "card.json": json.dumps(card).encode()}


def mutated(files: Files, rng: random.Random) -> Files:
    """Return `files` with one to three changes to the parts and, behind them, hashes that are right."""
    changed = dict(files)
    for _ in range(rng.choice((1, 1, 2, 3))):
        part = rng.choice(ALL_PARTS)
        changed[part] = _changed(changed[part], part, rng)
    return rehashed(changed)


def damaged(files: Files, rng: random.Random) -> Files:
    """Return `files` with one of them changed, the card included, and the hashes as they were or right again."""
    part = rng.choice(sorted(files))
    if part != "card.json" and rng.random() < 0.5:
        return rehashed({**files, part: _changed(files[part], part, rng)})
    return {**files, part: _changed(files[part], part, rng)}


def _changed(raw: bytes, part: str, rng: random.Random) -> bytes:
    if part in _VALUES and rng.random() < 0.6 and len(raw) >= 8:
        value = rng.choice(_VALUES[part])
        at = len(value) * rng.randrange(len(raw) // len(value))
        return raw[:at] + value + raw[at + len(value) :]
    if part.endswith(".json") and rng.random() < 0.5 and (numbers := list(re.finditer(rb"\d+", raw))):
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
