"""Finds models: the one that the package carries, or one in a folder."""

from __future__ import annotations

from pathlib import Path

from classifier.errors import ModelError
from classifier.model.store import load as load_model
from classifier.scoring import Scorer

__all__ = ["SHIPPED", "load", "shipped_folder"]

SHIPPED = "base"


def shipped_folder() -> Path:
    """Return the folder of the shipped model: in the installed package, or beside it in a checkout."""
    package = Path(__file__).parent
    for folder in (package / "models" / SHIPPED, package.parent / "models" / SHIPPED):
        if (folder / "card.json").is_file():
            return folder
    raise ModelError("the package carries no model; reinstall it, or train one with `python train.py`")


def load(path: str | Path | None = None) -> Scorer:
    """Return a scorer with the shipped model, or with the one in the folder `path`.

    Raises
    ------
    ModelError
        If the model is missing, damaged, foreign or newer than this program.
    """
    return Scorer(load_model(shipped_folder() if path is None else Path(path)))
