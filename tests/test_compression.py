"""Compressed files: read whole, and told apart from files that were cut off."""

from __future__ import annotations

import bz2
import gzip
import json
import lzma
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from classifier import Article, Failure
from classifier.reading import read_articles

CODECS: dict[str, Callable[[bytes], bytes]] = {
    ".gz": gzip.compress,
    ".bz2": bz2.compress,
    ".xz": lzma.compress,
    ".zst": zstandard.compress,
}


@pytest.mark.parametrize("ending", CODECS)
def test_jsonl_csv_and_text_are_read_compressed(tmp_path: Path, ending: str) -> None:
    contents = {"a.jsonl": '{"text": "One."}\n', "b.csv": "text\nTwo.\n", "c.txt": "Three."}
    for name, content in contents.items():
        (tmp_path / f"{name}{ending}").write_bytes(CODECS[ending](content.encode()))
    texts = [one.text for one in read_articles([str(tmp_path)]) if isinstance(one, Article)]
    assert texts == ["One.", "Two.", "Three."]


@pytest.mark.parametrize("ending", CODECS)
def test_members_one_after_the_other_are_one_file(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a.jsonl{ending}"
    path.write_bytes(CODECS[ending](b'{"text": "One."}\n{"text"') + CODECS[ending](b': "Two."}\n'))
    assert [getattr(one, "text", one) for one in read_articles([str(path)])] == ["One.", "Two."]


@pytest.mark.parametrize("ending", CODECS)
def test_a_file_that_was_cut_off_gives_what_is_whole_and_a_failure(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a.jsonl{ending}"
    lines = "".join(json.dumps({"id": n, "text": f"Text {n * n * n}."}) + "\n" for n in range(20_000))
    path.write_bytes(CODECS[ending](lines.encode())[:-2])
    *whole, last = read_articles([str(path)])
    assert isinstance(last, Failure)
    assert "ended before the end-of-stream marker" in last.error
    assert [one.id for one in whole] == [str(n) for n in range(len(whole))]


@pytest.mark.parametrize("ending", CODECS)
def test_what_is_not_compressed_as_its_name_says_is_a_failure(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a.txt{ending}"
    path.write_bytes(b"Plain text that nobody compressed.")
    (failure,) = read_articles([str(path)])
    assert isinstance(failure, Failure)
    assert "cannot be read" in failure.error


def test_a_bomb_is_read_no_further_than_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "a.txt.zst"
    path.write_bytes(zstandard.compress(b"a" * 100_000_000))
    (failure,) = read_articles([str(path)])
    assert isinstance(failure, Failure)
    assert "more than 20,000,000 bytes" in failure.error
