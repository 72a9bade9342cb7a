"""Fills the README with what the program really prints, and with figures of the model card and of benchmarks.speed.

Run: ``python -m benchmarks.readme``; a test fails when the README says something else.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

from classifier.loading import shipped_folder

ROOT = Path(__file__).parent.parent
_BLOCK = re.compile(r"<!-- (output|figures): ([^>]*?) -->\n.*?<!-- end -->", re.DOTALL)
_LINES = 24  # of an output
_FIGURES = {
    "AUC, speculative against reported": "AUC speculative against reported",
    "reports called speculative": "reported called speculative",
    "speculative articles called so": "speculative called speculative",
    "verdict, macro-F1 over three classes": "verdict macro-F1",
    "sentence label, macro-F1 over five": "sentence macro-F1",
    "quality, Spearman": "quality Spearman",
    "quality, mean absolute error": "quality mean absolute error",
    "no article: left unjudged": "no article: abstained",
    "articles left unjudged": "article: abstained",
}


def filled(text: str) -> str:
    """Return the README `text` with every marked block made anew."""
    return _BLOCK.sub(_block, text)


def _block(match: re.Match[str]) -> str:
    kind, what = match.groups()
    body = f"```\n{_output(what)}\n```" if kind == "output" else _TABLES[what]()
    return f"<!-- {kind}: {what} -->\n{body}\n<!-- end -->"


def _output(command: str) -> str:
    program, *arguments = shlex.split(command)
    call = [str(Path(sys.executable).parent / program), *arguments]
    plain = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    done = subprocess.run(call, cwd=ROOT, env=plain, check=True, capture_output=True, text=True)
    lines = [line.rstrip() for line in done.stdout.rstrip().splitlines()]
    return "\n".join(lines if len(lines) <= _LINES else [*lines[:_LINES], "…"])


def _figures() -> str:
    metrics = json.loads((shipped_folder() / "card.json").read_text(encoding="utf-8"))["metrics"]
    sets = ("real articles, out of fold", "written articles, out of fold")
    lines = [f"| | {' | '.join(sets)} |", "|---|---|---|"]
    for label, name in _FIGURES.items():
        cells = []
        for title in sets:
            found = metrics[title]["figures"][name]
            cells.append(f"{found['value']:.2f} [{found['low']:.2f}, {found['high']:.2f}], n = {found['n']:,}")
        lines.append(f"| {label} | {' | '.join(cells)} |")
    return "\n".join(lines)


def _speed() -> str:
    """Return what each program needs for the same articles in the same run, the fastest first."""
    found = json.loads((ROOT / "benchmarks" / "results" / "speed.json").read_text(encoding="utf-8"))
    lines = ["| program | what it gives | articles/s, one core | time, of the yardstick |", "|---|---|---:|---:|"]
    for name, one in sorted(found["programs"].items(), key=lambda item: -item[1]["articles/s"]):
        shown = f"**{name}**" if name.startswith("classifier") else name
        lines.append(f"| {shown} | {one['delivers']} | {one['articles/s']:,} | {one['of the yardstick']:.2f} |")
    return "\n".join(lines)


_TABLES = {"models/base/card.json": _figures, "benchmarks/results/speed.json": _speed}


def main() -> None:
    """Rewrite the README."""
    path = ROOT / "README.md"
    path.write_text(filled(path.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
