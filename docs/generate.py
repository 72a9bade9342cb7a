"""MkDocs hook: makes the catalogue of cues from the lexicons and the benchmark tables from result files."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parent.parent
LEXICONS = ROOT / "classifier" / "lexicons"
RESULTS = ROOT / "benchmarks" / "results"
_MANY = 1_500  # rows beyond which a lexicon is counted rather than listed


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the generated pages to the site."""
    for name, content in (("cues.md", cues()), ("benchmarks.md", benchmarks())):
        files.append(File.generated(config, name, content=content))
    return files


def cues() -> str:
    """Return the page with every row of every lexicon, grouped by kind and source."""
    sources = (LEXICONS / "SOURCES.md").read_text(encoding="utf-8").partition("\n")[2]
    pages = [_lexicon(path) for path in sorted(LEXICONS.glob("*.tsv"))]
    return "\n\n".join(
        ["# Catalogue of cues", "Generated from `classifier/lexicons/` as the site is built.", sources, *pages]
    )


def _lexicon(path: Path) -> str:
    lines = path.read_text(encoding="utf-8").splitlines()
    names = lines[0].removeprefix("# ").split("\t")
    notes = [line.removeprefix("# ") for line in lines[1:] if line.startswith("# ")]
    rows = [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]
    head = "\n\n".join([f"## {path.name}", *map(_cell, notes), f"{len(rows):,} rows: {', '.join(names)}."])
    if len(rows) > _MANY:
        return f"{head} Too many to list here."
    source = names.index("source")

    def group(row: list[str]) -> list[str]:
        return [row[1], row[source]]

    table = ["| kind | source | |", "|---|---|---|"]
    for (kind, origin), found in groupby(sorted(rows, key=group), key=group):
        table.append(f"| {kind} | {origin} | {', '.join(_cell(row[0]) for row in found)} |")
    return "\n\n".join([head, "\n".join(table)])


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;").replace("*", "\\*").replace("_", "\\_")


def benchmarks() -> str:
    """Return the page with the shipped model's figures and every result file, as tables."""
    card = json.loads((ROOT / "models" / "base" / "card.json").read_text(encoding="utf-8"))
    pages = ["# Benchmarks", "Generated from `models/base/card.json` and `benchmarks/results/` as the site is built."]
    pages.append(f"## Model {card['id']}\n\nIn brackets bootstrap intervals (95 %); n is the size of the set.")
    pages += [_figures(title, one["figures"]) for title, one in card["metrics"].items()]
    pages += [_result(path) for path in sorted(RESULTS.glob("*.json"))]
    return "\n\n".join(pages)


def _figures(title: str, figures: dict[str, dict[str, float]]) -> str:
    rows = [
        f"| {name} | {one['value']:.3f} [{one['low']:.3f}, {one['high']:.3f}] | {one['n']:,} |"
        for name, one in figures.items()
    ]
    return "\n".join([f"### {title[0].upper()}{title[1:]}\n", "| | | n |", "|---|---|---:|", *rows])


def _result(path: Path) -> str:
    script = ROOT / "benchmarks" / f"{path.stem}.py"
    told = ast.get_docstring(ast.parse(script.read_text(encoding="utf-8"))) if script.is_file() else None
    rows = [f"| {_cell(name)} | {_cell(value)} |" for name, value in _leaves("", json.loads(path.read_text("utf-8")))]
    return "\n".join([f"## {path.stem}\n", f"{told or ''}\n", "| | |", "|---|---:|", *rows])


def _leaves(name: str, value: Any) -> Iterator[tuple[str, str]]:
    """Yield the path and the text of each figure in a result; a list of plain values is one figure."""
    if isinstance(value, dict):
        inner: Any = value.items()
    elif isinstance(value, list) and any(isinstance(one, dict | list) for one in value):
        inner = enumerate(value, 1)
    else:
        plain = value if isinstance(value, list) else [value]
        yield name, ", ".join(f"{one:,.4g}" if isinstance(one, float) else str(one) for one in plain)
        return
    for key, below in inner:
        yield from _leaves(f"{name}: {key}" if name else str(key), below)
