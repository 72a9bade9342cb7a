"""Scores as pandas data frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from classifier.article import Article
from classifier.errors import InputError

if TYPE_CHECKING:
    from classifier.scoring import Scorer

__all__ = ["DTYPES", "score_frame"]

_NUMBERS = dict.fromkeys(("speculation", "quality", "sourcing", "specifics", "craft"), "float64")
_PROBABILITIES = dict.fromkeys(("p_reported", "p_mixed", "p_speculative"), "float64")
# Type by column, the same for any frame: the parts of a large one must fit together, also one of failures alone.
DTYPES = {
    "verdict": "string",
    **_NUMBERS,
    **_PROBABILITIES,
    "sentences": "Int64",
    "own_hedges_per_100_sentences": "float64",
    "quotes": "Int64",
    **dict.fromkeys(("named_sources", "anonymous_sources", "vague_sources"), "Int64"),
    **dict.fromkeys(("reason", "error", "sha256", "model", "schema_version"), "string"),
}


def score_frame(scorer: Scorer, frame: pd.DataFrame, text: str, title: str | None) -> pd.DataFrame:
    """Return the flat records of the rows of `frame`; see `Scorer.score_frame`."""
    for column in filter(None, (text, title)):
        if column not in frame.columns:
            present = ", ".join(map(str, frame.columns))
            raise InputError(f"no column {column!r} in the frame; it has: {present}; name the right one")
    titles = frame[title] if title else [None] * len(frame)
    # A missing text is None, NaN or NA, as the frame was made; the error must not depend on it.
    bodies = (None if empty else body for body, empty in zip(frame[text], frame[text].isna(), strict=True))
    articles = (
        Article(body, heading if isinstance(heading, str) else None, str(at))  # type: ignore[arg-type]
        for at, body, heading in zip(frame.index, bodies, titles, strict=True)
    )
    records = [outcome.flat() for outcome in scorer.score_many(articles)]
    return pd.DataFrame(records, index=frame.index, columns=list(DTYPES)).astype(DTYPES)
