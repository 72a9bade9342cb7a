"""Model files made on purpose, with right hashes and wrong contents: refused, or what loads works."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from classifier import Scorer
from classifier.errors import ModelError
from classifier.loading import shipped_folder
from classifier.model.store import load, read_card
from tests.fuzz.promises import check_score
from tests.model.mutating import Files, mutated, rehashed, small_model, write

ROOT = Path(__file__).parent.parent.parent
TEXT = (ROOT / "examples" / "2-anonymous-official.txt").read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    small_model(tmp_path)
    return tmp_path


@pytest.fixture
def files(folder: Path) -> Files:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_small_model_is_small_has_every_part_and_scores_with_each(folder: Path, files: Files) -> None:
    assert sum(map(len, files.values())) <= 20_000
    assert set(files) == {"card.json", *read_card(shipped_folder())["parts"]}
    model = load(folder)
    score = check_score(Scorer(model), TEXT)
    for part in ("tagger", "disambiguator"):
        without = replace(model, **{part: None})  # type: ignore[arg-type]
        assert check_score(Scorer(without), TEXT) != score, f"{part} has no say"


@pytest.mark.parametrize("seed", range(5))
def test_a_mutation_behind_right_hashes_is_refused_or_scores_as_promised(folder: Path, files: Files, seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(60):
        write(folder, mutated(files, rng))
        try:
            model = load(folder)
        except ModelError:
            continue
        check_score(Scorer(model), TEXT)


@pytest.mark.parametrize("value", [1.7e308, -1.7e308, 1e300])
def test_a_weight_that_would_overflow_is_refused(folder: Path, files: Files, value: float) -> None:
    weights = np.frombuffer(files["weights.bin"]).copy()
    weights[3] = value
    write(folder, rehashed({**files, "weights.bin": weights.tobytes()}))
    with pytest.raises(ModelError, match=r"weights\.bin: sentence\.weights holds .* beyond"):
        load(folder)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("article.threshold", -0.1),
        ("article.threshold", 1.5),
        ("verdict.temperature", 0.0),
        ("verdict.temperature", -1.0),
        ("verdict.temperature", 100.0),
    ],
)
def test_a_number_beyond_its_range_is_refused(folder: Path, files: Files, name: str, value: float) -> None:
    weights = np.frombuffer(files["weights.bin"]).copy()
    arrays = {array["name"]: array for array in json.loads(files["weights.json"])["arrays"]}
    weights[arrays[name]["offset"] // 8] = value
    write(folder, rehashed({**files, "weights.bin": weights.tobytes()}))
    with pytest.raises(ModelError, match=rf"weights\.bin: {name} is"):
        load(folder)


def _header(**changes: object) -> Callable[[Files], Files]:
    return lambda files: {"tagger.json": json.dumps({**json.loads(files["tagger.json"]), **changes}).encode()}


def _placed(kind: str, value: float, back: int) -> Callable[[Files], Files]:
    """Return a change of the number that begins `back` bytes before the end of tagger.bin."""
    number = np.array(value, dtype=kind).tobytes()

    def change(files: Files) -> Files:
        raw = files["tagger.bin"]
        return {"tagger.bin": raw[: len(raw) - back] + number + raw[len(raw) - back + len(number) :]}

    return change


_BIAS, _FINAL = 8, 56  # bytes before the end of tagger.bin
TAGGERS: dict[str, tuple[Callable[[Files], Files], str]] = {
    "count too large for an integer": (_header(buckets=float("inf")), "cannot convert float infinity"),
    "threshold too large for a float": (_header(threshold=10**400), "too large"),
    "threshold that is none": (_header(threshold=float("nan")), "wanted numbers from 0 to 1"),
    "unit that is none": (_header(unit=float("nan")), "wanted numbers from 0 to 1"),
    "bytes that nothing accounts for": (
        lambda files: {"tagger.bin": files["tagger.bin"] + b"\0"},
        "bytes, .* are wanted",
    ),
    "weight that hides a forbidden path": (_placed("<f4", 1e9, _FINAL), r"beyond ±10,000"),
    "infinite weight": (_placed("<f4", float("inf"), _BIAS), "infinity"),
    "60,000 templates": (_header(templates=["place"] * 60_000), "60,000 templates, at most 100"),
    "template of 100,000 parts": (_header(templates=[" ".join(["word"] * 100_000)]), "100,000 parts, at most 4"),
    "templates of 8 million values": (
        _header(templates=["around around around around"] * 90, buckets=2**20),
        "features, at most",
    ),
    "200,000 suffixes": (_header(suffixes=[""] * 200_000), "200,000 suffixes, at most 10,000"),
    "4 million forms": (lambda files: {"forms.txt": b"\n" * 4_000_000}, "4,000,000 forms, at most 250,000"),
}


@pytest.mark.parametrize(("change", "message"), TAGGERS.values(), ids=TAGGERS)
def test_a_tagger_that_would_crash_or_cost_too_much_is_refused(
    folder: Path, files: Files, change: Callable[[Files], Files], message: str
) -> None:
    write(folder, rehashed({**files, **change(files)}))
    with pytest.raises(ModelError, match=message):
        load(folder)


@pytest.mark.parametrize("name", [5, None, "", "a\nb", "\x1b[2J", "../../etc", "n" * 300])
def test_a_name_that_could_not_be_printed_or_be_a_folder_is_refused(folder: Path, files: Files, name: object) -> None:
    card = {**json.loads(files["card.json"]), "name": name}
    write(folder, rehashed({**files, "card.json": json.dumps(card).encode()}))
    with pytest.raises(ModelError, match="name"):
        load(folder)


def test_a_card_that_gives_another_size_is_refused(folder: Path, files: Files) -> None:
    card = json.loads(files["card.json"])
    card["parts"]["terms.txt"]["bytes"] += 1
    write(folder, {**files, "card.json": json.dumps(card).encode()})
    with pytest.raises(ModelError, match=r"terms\.txt"):
        load(folder)


@pytest.mark.parametrize("part", ["card.json", "terms.txt", "weights.json", "weights.bin"])
def test_a_part_that_is_no_regular_file_is_not_waited_for(folder: Path, part: str) -> None:
    (folder / part).unlink()
    os.mkfifo(folder / part)
    with pytest.raises(ModelError, match=f"{part}: is no regular file"):
        load(folder)


def test_a_link_to_an_endless_device_is_refused(folder: Path) -> None:
    (folder / "weights.bin").unlink()
    (folder / "weights.bin").symlink_to("/dev/zero")
    with pytest.raises(ModelError, match=r"weights\.bin: is no regular file"):
        load(folder)


_WRITE = """
import resource, signal, sys
from pathlib import Path
from classifier.errors import ModelError
from classifier.model.store import load, write_parts
model = load(Path(sys.argv[1]))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4000, 4000))
try:
    write_parts(Path(sys.argv[1]), "other", model)
except ModelError as error:
    print(error)
"""


def test_a_model_that_cannot_be_written_whole_leaves_the_one_that_was_there(folder: Path, files: Files) -> None:
    done = subprocess.run([sys.executable, "-c", _WRITE, str(folder)], capture_output=True, text=True, check=True)
    assert "cannot be written (File too large)" in done.stdout
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == files


_BOMBS = {
    "card.json": b"[" + b"[]," * 20_000_000 + b"[]]",
    "weights.json": b"[" + b"[]," * 20_000_000 + b"[]]",
    "terms.txt": b"".join(b"%x\n" % number for number in range(2**20, 2**20 + 7_000_000)),
    "weights.bin": bytes(60_000_000),
    "hedges.txt": b"".join(b"%x\n" % number for number in range(2**20, 2**20 + 7_000_000)),
    "forms.txt": b"".join(b"%x\n" % number for number in range(2**16, 2**16 + 1_300_000)),
    "tagger.json": b'{"suffixes": [' + b'"",' * 300_000 + b'""], "templates": []}',
    "tagger.bin": bytes(60_000_000),
}
# Not ru_maxrss, which begins with what the parent had.
_LOAD = """
import re, sys
from pathlib import Path
from classifier.errors import ModelError
from classifier.model.store import load
def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1]) // 1024
before = peak()
try:
    load(Path(sys.argv[1]))
except ModelError:
    print(peak() - before)
"""


@pytest.mark.parametrize("part", _BOMBS)
def test_a_part_that_grows_when_read_is_refused_in_bounded_memory(folder: Path, files: Files, part: str) -> None:
    bomb = {**files, part: _BOMBS[part]}
    write(folder, bomb if part == "card.json" else rehashed(bomb))
    found = subprocess.run([sys.executable, "-c", _LOAD, str(folder)], capture_output=True, text=True, check=True)
    assert int(found.stdout) < 200, "megabytes"
