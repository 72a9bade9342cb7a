"""Model files: what is written is read back, and what is not whole is refused."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from classifier import Scorer
from classifier.cues.tagger import Tagger
from classifier.errors import ModelError
from classifier.loading import load, shipped_folder
from classifier.model.store import PARTS, read_card, write_parts
from classifier.model.taggerstore import TAGGER_PARTS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(shipped_folder(), tmp_path / "model"))


def test_round_trip_is_byte_for_byte(scorer: Scorer, tmp_path: Path) -> None:
    card = write_parts(tmp_path, "base", scorer.model)
    assert card["id"] == scorer.model.id
    for part in PARTS:
        assert (tmp_path / part).read_bytes() == (shipped_folder() / part).read_bytes()


def test_a_tagger_is_a_part_like_the_others(scorer: Scorer, tagger: Tagger, tmp_path: Path) -> None:
    card = write_parts(tmp_path, "tagged", replace(scorer.model, tagger=tagger))
    (tmp_path / "card.json").write_text(json.dumps(card), encoding="utf-8")
    read = load(tmp_path).model.tagger
    assert read is not None
    assert read.lexemes.forms == tagger.lexemes.forms
    (tmp_path / "tagger.bin").write_bytes(b"")
    with pytest.raises(ModelError, match=r"tagger\.bin: damaged or changed"):
        load(tmp_path)


def _changed(folder: Path, part: str, change: Callable[[bytes], bytes], rehash: bool) -> None:
    raw = change((folder / part).read_bytes())
    (folder / part).write_bytes(raw)
    if rehash:
        card = json.loads((folder / "card.json").read_text(encoding="utf-8"))
        card["parts"][part] = {"bytes": len(raw), "sha256": sha256(raw).hexdigest()}
        joined = "".join(card["parts"][name]["sha256"] for name in (*PARTS, *TAGGER_PARTS) if name in card["parts"])
        card["id"] = f"{card['name']}-{sha256(joined.encode()).hexdigest()[:12]}"
        (folder / "card.json").write_text(json.dumps(card), encoding="utf-8")


_DAMAGE: dict[str, Callable[[bytes], bytes]] = {
    "cut": lambda raw: raw[:-9],
    "empty": lambda raw: b"",
    "flipped": lambda raw: raw[:99] + bytes([raw[99] ^ 1]) + raw[100:],
}


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("change", list(_DAMAGE.values()), ids=list(_DAMAGE))
def test_a_changed_part_is_refused_by_its_hash(folder: Path, part: str, change: Callable[[bytes], bytes]) -> None:
    _changed(folder, part, change, rehash=False)
    with pytest.raises(ModelError, match=f"{part}: damaged or changed"):
        load(folder)


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("weights.bin", lambda raw: raw[:-8]),
        ("weights.bin", lambda raw: np.full(len(raw) // 8, np.nan).tobytes()),
        ("weights.bin", lambda raw: np.full(len(raw) // 8, np.inf).tobytes()),
        ("weights.json", lambda raw: raw.replace(b'"offset": 0', b'"offset": 8', 1)),
        ("weights.json", lambda raw: raw.replace(b"log_length", b"log_height", 1)),
        ("weights.json", lambda raw: b"[]"),
        ("weights.json", lambda raw: b"[" * 100_000),
        ("weights.json", lambda raw: b"\xff"),
        ("terms.txt", lambda raw: raw + b"zzzz\n"),
        ("terms.txt", lambda raw: b"b\na\n"),
        ("terms.txt", lambda raw: b"\xff\n"),
    ],
)
def test_a_wrong_part_is_refused_behind_the_hash(folder: Path, part: str, change: Callable[[bytes], bytes]) -> None:
    _changed(folder, part, change, rehash=True)
    with pytest.raises(ModelError, match=str(folder)):
        load(folder)


@pytest.mark.parametrize("part", [*PARTS, "card.json"])
def test_a_missing_part_is_named(folder: Path, part: str) -> None:
    (folder / part).unlink()
    with pytest.raises(ModelError, match=f"{part}: cannot be read"):
        load(folder)


@pytest.mark.parametrize(
    ("card", "message"),
    [
        ({"format_version": 99}, "format 99 is newer than this program reads"),
        ({"format_version": "1"}, "not a model of this program"),
        ({}, "not a model of this program"),
        ({"format_version": 1}, "names no part"),
        ([], "holds list"),
    ],
)
def test_a_foreign_or_newer_card_is_refused(folder: Path, card: object, message: str) -> None:
    (folder / "card.json").write_text(json.dumps(card), encoding="utf-8")
    with pytest.raises(ModelError, match=message):
        load(folder)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no such model folder"):
        load(tmp_path / "none")


def test_the_card_tells_data_split_metrics_and_versions() -> None:
    card = read_card(shipped_folder())
    assert card["data"]["articles"]
    assert len(card["data"]["labels_sha256"]) == 64
    assert card["metrics"]
    assert {"scikit-learn", "numpy", "python"} <= set(card["versions"])
    assert card["id"] in (shipped_folder() / "README.md").read_text(encoding="utf-8")
