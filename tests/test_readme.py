"""The README says what the program prints, and its Python runs."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from benchmarks.readme import filled

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def squeezed(text: str) -> str:
    """Return `text` with one blank for many: releases of rich space the columns of a table differently."""
    return re.sub(r" +", " ", text)


def test_outputs_and_figures_are_those_of_the_program() -> None:
    assert squeezed(filled(README)) == squeezed(README)


def test_python_block_runs() -> None:
    (block,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    done = subprocess.run([sys.executable, "-c", block], cwd=ROOT, capture_output=True, text=True, check=True)
    verdict, *hedges = done.stdout.splitlines()
    assert verdict.startswith("speculative ")
    assert [hedge.rpartition(" ")[0] for hedge in hedges] == ["might", "could", "It's likely"]


def test_every_command_that_is_named_exists() -> None:
    named = set(re.findall(r"^classifier (\w+)", README, re.MULTILINE)) | set(re.findall(r"`classifier (\w+)`", README))
    done = subprocess.run(
        [sys.executable, "-m", "classifier.cli", "--help"], capture_output=True, text=True, check=True
    )
    assert all(re.search(rf"^  {name} ", done.stdout, re.MULTILINE) for name in named)


def test_make_targets_that_are_named_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^make ([a-z-]+)", README, re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE)


def test_every_file_that_is_linked_or_shown_exists() -> None:
    linked = re.findall(r"\]\(([^)#:]+)", README)
    assert len(linked) > 10
    assert [name for name in linked if not (ROOT / name).exists()] == []
