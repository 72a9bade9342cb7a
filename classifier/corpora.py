"""Where the texts are that labels point at."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from classifier.article import sha256_of
from classifier.errors import CorpusError
from classifier.labels import LabelledArticle, read_written

__all__ = ["Texts", "corpora_folder", "find_texts"]

_VARIABLE = "CLASSIFIER_CORPORA"


def corpora_folder(folder: Path | None = None) -> Path:
    """Return where corpora are looked for: `folder`, else ``CLASSIFIER_CORPORA``, else the user's cache."""
    if folder is not None:
        return folder
    named = os.environ.get(_VARIABLE)
    if named:
        return Path(named)
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "classifier" / "corpora"


@dataclass(frozen=True)
class Texts:
    """The texts that were found, and what was not.

    Attributes
    ----------
    found
        Text by corpus and id.
    missing
        Number of labelled texts not found, by corpus.
    folder
        Where they were looked for.
    """

    found: dict[tuple[str, str], str]
    missing: dict[str, int]
    folder: Path

    @property
    def advice(self) -> str:
        """What is missing and how to get it; empty if nothing is."""
        if not self.missing:
            return ""
        lost = ", ".join(f"{count} of {corpus}" for corpus, count in sorted(self.missing.items()))
        return (
            f"texts missing: {lost}. `classifier corpora fetch --folder {self.folder}` gets them from where they were "
            f"published; if you have them, name their folder with --corpora or {_VARIABLE} (labels/README.md)."
        )


def find_texts(labels: Iterable[LabelledArticle], labels_folder: Path, corpora: Path) -> Texts:
    """Return the text of every label row, written ones from `labels_folder`, others from `corpora`.

    Raises
    ------
    CorpusError
        If a text is there but is not the one that was labelled.
    """
    rows = list(labels)
    held = {("written", key): written.text for key, written in read_written(labels_folder).items()}
    for corpus in sorted({row.corpus for row in rows} - {"written"}):
        for path in (corpora / corpus / "train.jsonl", corpora / corpus / "articles.jsonl"):
            if path.is_file():
                held.update({(corpus, key): text for key, text in _read(path)})
    found: dict[tuple[str, str], str] = {}
    missing: dict[str, int] = {}
    for row in rows:
        text = held.get((row.corpus, row.id))
        if text is None:
            missing[row.corpus] = missing.get(row.corpus, 0) + 1
        elif sha256_of(text) != row.sha256:
            raise CorpusError(
                f"{row.corpus} {row.id}: the text's SHA-256 is {sha256_of(text)[:12]}…, labelled was "
                f"{row.sha256[:12]}…; get the corpus again or delete the label row"
            )
        else:
            found[row.corpus, row.id] = text
    return Texts(found, missing, corpora)


def _read(path: Path) -> list[tuple[str, str]]:
    texts = []
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                row = json.loads(line)
                texts.append((row["id"], row["text"]))
            except (ValueError, KeyError, TypeError) as error:
                raise CorpusError(f"{path}:{number}: wanted a JSON object with id and text ({error!r})") from error
    return texts
