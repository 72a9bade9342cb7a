"""Every command and every Python block of the README and the docs runs; the site builds."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
# A mark stands on the line before its block: <!-- full: reason -->.
_BLOCK = re.compile(r"(<!-- full: [^\n]+? -->\n)?```(python|sh|console)\n(.*?)```", re.DOTALL)
CLUSTER = "docs/cluster.md"  # its blocks need engines: tests/test_engines.py runs them
_OUR_OWN = {"benchmarks", "browser", "dev", "docs", "embeddings", "engines", "fuzz"}  # extras that no user needs
_LONG = ["classifier evaluate"]  # makes a block a full one where there is no mark


@dataclass(frozen=True, slots=True)
class Block:
    """One fenced block: where it stands, what it holds, and whether it runs in full tests only."""

    page: str
    line: int
    language: str
    code: str
    full: bool

    @property
    def where(self) -> str:
        return f"{self.page}:{self.line}"


def blocks() -> list[Block]:
    found = []
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for match in _BLOCK.finditer(text):
            mark, language, code = match.groups()
            line = text.count("\n", 0, match.start(2)) + 1
            full = bool(mark) or any(command in code for command in _LONG)
            found.append(Block(page.relative_to(ROOT).as_posix(), line, language, code, full))
    return found


BLOCKS = blocks()


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Return a folder with what the blocks speak of: the examples, and files made from them."""
    for folder in ("examples", "labels", "models"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    for name in ("train.py", "Makefile", "pyproject.toml", "requirements.lock", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, tmp_path)
    examples = sorted((ROOT / "examples").glob("*.txt"))
    texts = [path.read_text(encoding="utf-8") for path in examples]
    for folder in ("news", "more", "drafts"):
        (tmp_path / folder).mkdir()
    for name in ("article.txt", "draft.md", "news/1.txt", "news/2.txt", "drafts/1.md"):
        (tmp_path / name).write_text(texts[3], encoding="utf-8")
    paragraphs = "".join(f"<p>{line}</p>" for line in texts[3].split("\n\n"))
    (tmp_path / "more" / "1.html").write_text(f"<article>{paragraphs}</article>", encoding="utf-8")
    lines = [json.dumps({"body": text}) for text in texts]
    (tmp_path / "crawl.jsonl").write_text("\n".join(lines), encoding="utf-8")
    rows = [
        {"url": f"u{n}", "outlet": "o", "headline": "h", "body": text, "quality": "3"} for n, text in enumerate(texts)
    ]
    table(tmp_path / "articles.csv", rows)
    verdicts = ("reported", "reported", "reported", "reported", "speculative")
    mine = [{"text": f"{text}\n{n}", "verdict": v} for n in range(3) for text, v in zip(texts, verdicts, strict=True)]
    table(tmp_path / "mine.csv", mine)
    return tmp_path


def table(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def run(command: list[str], folder: Path) -> str:
    """Return what a command prints; it must exit with 0."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(command, cwd=folder, env={**os.environ, "PATH": path}, capture_output=True, text=True)
    assert done.returncode == 0, f"exit code {done.returncode}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
    return done.stdout


def shell(code: str, folder: Path) -> str:
    """Return what shell code prints; what would install is only resolved: targets of make, and pip without an index."""
    code = re.sub(r"(?m)^make ", "make --dry-run ", code)
    code = re.sub(r"(?m)^pip install ", "pip install --dry-run --no-deps --no-build-isolation --no-index ", code)
    return run(["bash", "-euo", "pipefail", "-c", code], folder)


def squeezed(text: str) -> str:
    return re.sub(r" +", " ", text).strip()


def matches(shown: str, printed: str) -> bool:
    """Return whether `printed` is what is `shown`, where … stands for any text."""
    pattern = re.escape(squeezed(shown)).replace("…", "(?s:.*)")
    return re.fullmatch(pattern, squeezed(printed)) is not None


_FULL = [pytest.mark.full, pytest.mark.skipif(not os.environ.get("CLASSIFIER_FULL"), reason="part of make test-full")]


@pytest.mark.parametrize(
    "block",
    [pytest.param(one, id=one.where, marks=_FULL if one.full else []) for one in BLOCKS if one.page != CLUSTER],
)
def test_block_runs(block: Block, desk: Path) -> None:
    if block.language == "python":
        run([sys.executable, "-W", "ignore::ResourceWarning", "-c", block.code], desk)
    elif block.language == "sh":
        shell(block.code, desk)
    else:
        for command, shown in re.findall(r"^\$ ([^\n]+)\n(.*?)(?=^\$ |\Z)", block.code, re.MULTILINE | re.DOTALL):
            assert matches(shown, shell(command, desk)), f"{block.where}: {command} prints something else"


def test_both_lists_of_extras_are_those_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    offered = set(project["optional-dependencies"]) - _OUR_OWN
    listed = re.findall(r"The extras: ([^.]+)\.", PAGES[0].read_text(encoding="utf-8"))[0]
    rows = re.findall(r"^\| `(\w+)` \|", (ROOT / "docs" / "index.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(re.findall(r"`(\w+)`", listed)) == set(rows) == offered


def test_every_page_with_blocks_is_seen() -> None:
    fences = sum(
        len(re.findall(r"^```(?:python|sh|console)$", page.read_text("utf-8"), re.MULTILINE)) for page in PAGES
    )
    assert len(BLOCKS) == fences > 20


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        ("a  b\n", "a b\n", True),
        ("a …\n", "a b\nc\n", True),
        ("a\n… d\n", "a b\nc d\n", False),
        ("a\n", "a\nb\n", False),
        ("a … d", "a b", False),
    ],
)
def test_an_output_matches_only_what_it_shows(shown: str, printed: str, same: bool) -> None:
    assert matches(shown, printed) is same


@pytest.mark.full
@pytest.mark.skipif(not os.environ.get("CLASSIFIER_FULL"), reason="part of make test-full")
def test_the_site_builds_and_asks_nothing_of_other_hosts(tmp_path: Path) -> None:
    pytest.importorskip("mkdocs", reason="needs the extra docs")
    run([sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path)], ROOT)
    pages = {path.parent.name: path.read_text(encoding="utf-8") for path in tmp_path.glob("*/index.html")}
    fetched = r"<(?:script|img|iframe)[^>]+src=\"?https?:|<link[^>]+stylesheet[^>]+https?:"
    assert not [name for name, page in pages.items() if re.search(fetched, page)]
    assert "it remains unclear" in pages["cues"]
    assert "AUC speculative against reported" in pages["benchmarks"]
    assert "score_frame" in pages["api"]
