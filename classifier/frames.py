"""Scores as pandas data frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from classifier.article import Article
from classifier.errors import InputError

if TYPE_CHECKING:
    from classifier.scoring import Scorer

__all__ = ["score_frame"]


def score_frame(scorer: Scorer, frame: pd.DataFrame, text: str, title: str | None) -> pd.DataFrame:
    """Return the flat records of the rows of `frame`; see `Scorer.score_frame`."""
    for column in filter(None, (text, title)):
        if column not in frame.columns:
            present = ", ".join(map(str, frame.columns))
            raise InputError(f"no column {column!r} in the frame; it has: {present}; name the right one")
    titles = frame[title] if title else [None] * len(frame)
    records = []
    for label, body, headline in zip(frame.index, frame[text], titles, strict=True):
        heading = headline if isinstance(headline, str) else None
        records.append(scorer.attempt(Article(body, heading, str(label))).flat())
    columns = list(records[0]) if records else list(scorer.attempt(Article("")).flat())
    return pd.DataFrame(records, index=frame.index, columns=columns).drop(columns=["id", "title"])
