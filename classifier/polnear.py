"""PolNeAR (Newell, Margolin and Ruths, LREC 2018): news with sources, cues and contents marked by people."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from classifier.article import Span
from classifier.errors import CorpusError

__all__ = ["AnnotatedAttribution", "AnnotatedText", "read_polnear"]


@dataclass(frozen=True, slots=True)
class AnnotatedAttribution:
    """One attribution: pieces of its source (none where nobody is named), of its cue, of its content."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class AnnotatedText:
    """A text and its attributions."""

    id: str
    text: str
    attributions: tuple[AnnotatedAttribution, ...]

    @property
    def sources(self) -> frozenset[Span]:
        """The contiguous pieces of all sources, each once."""
        return frozenset(span for one in self.attributions for span in one.source)

    @property
    def cues(self) -> frozenset[Span]:
        """The contiguous pieces of all cues, each once."""
        return frozenset(span for one in self.attributions for span in one.cue)


def read_polnear(corpora: Path, split: str) -> list[AnnotatedText]:
    """Return the texts of a split, ``train`` or ``dev``; white space at the edges of a span is cut off.

    Raises
    ------
    CorpusError
        If the file is missing or a row is not as described in the corpus's own notes.
    """
    path = corpora / "polnear" / f"{split}.jsonl"
    if not path.is_file():
        raise CorpusError(f"{path}: no such file; give the folder that holds polnear/ with --corpora")
    found = []
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                row = json.loads(line)
                attributions = tuple(_attribution(row["text"], one) for one in row["attributions"])
                found.append(AnnotatedText(row["id"], row["text"], attributions))
            except (ValueError, KeyError, TypeError) as error:
                raise CorpusError(
                    f"{path}:{number}: wanted a JSON object with id, text and attributions ({error!r}); get it again"
                ) from error
    return found


def _attribution(text: str, row: dict[str, Any]) -> AnnotatedAttribution:
    return AnnotatedAttribution(*(_spans(text, row.get(part, [])) for part in ("source", "cue", "content")))


def _spans(text: str, pieces: list[list[int]]) -> tuple[Span, ...]:
    trimmed = []
    for start, end in pieces:
        piece = text[start:end]
        trimmed.append(Span(end - len(piece.lstrip()), start + len(piece.rstrip())))
    return tuple(trimmed)
