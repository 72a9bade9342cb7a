"""What `classifier labels export` and `import` print: labels in the form of other people's tools, and back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from classifier.corpora import corpora_folder, find_texts
from classifier.errors import LabelError
from classifier.exchange import export_doccano, export_label_studio, import_doccano, import_label_studio
from classifier.labels import read_labels
from classifier.loading import load

__all__ = ["exported", "imported"]


def exported(folder: Path, corpora: Path | None, corpus: str, tool: str, predict: bool) -> str:
    """Return the labels of `corpus` as the text of a file for `tool`; rows without their text are left out.

    Raises
    ------
    LabelError
        If there are no labels of that corpus.
    """
    name = "written/labels.jsonl" if corpus == "written" else f"standoff/{corpus}.jsonl"
    path = folder / name
    if not path.is_file():
        raise LabelError(f"{path}: no such labels; wanted --corpus written or the name of a file in {folder}/standoff")
    texts = find_texts(
        [row for row in read_labels(folder) if row.corpus == corpus], folder, corpora_folder(corpora)
    ).found
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    kept = [row for row in rows if (row["corpus"], row["id"]) in texts]
    scorer = load() if predict else None
    scores = {key: scorer.score(text) for key, text in texts.items()} if scorer else None
    if tool == "doccano":
        return _lines(export_doccano(kept, texts, scores))
    return json.dumps(export_label_studio(kept, texts, scores), ensure_ascii=False, indent=1) + "\n"


def imported(path: Path, tool: str) -> str:
    """Return the label rows in a file of `tool`, one JSON object a line.

    Raises
    ------
    LabelError
        If the file cannot be read, or holds something else.
    """
    try:
        text = path.read_text(encoding="utf-8")
        found: Any = json.loads(text) if tool == "label-studio" else [json.loads(line) for line in text.splitlines()]
    except (OSError, ValueError) as error:
        raise LabelError(f"{path}: cannot be read ({error}); give the file that {tool} exported") from error
    if not isinstance(found, list):
        raise LabelError(f"{path}: holds {type(found).__name__}, a list of tasks is wanted")
    return _lines(import_doccano(found) if tool == "doccano" else import_label_studio(found))


def _lines(rows: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
