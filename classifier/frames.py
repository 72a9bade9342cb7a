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
    rows = zip(frame.index, frame[text], titles, strict=True)
    articles = (Article(body, heading if isinstance(heading, str) else None, str(at)) for at, body, heading in rows)
    records = [outcome.flat() for outcome in scorer.score_many(articles)]
    columns = list(records[0] if records else scorer.score("").flat())
    return pd.DataFrame(records, index=frame.index, columns=columns).drop(columns=["id", "title"])
