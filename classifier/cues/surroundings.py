"""What surrounds each token, as columns of small integers over all sentences that may hold a cue.

Sentences stand one behind the other with two empty places before each and behind the last, so that
looking a few tokens to the left or right is a shift of the whole column.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifier.cues.lexemes import ATTRIBUTES, COMMA, PAD, UNKNOWN, Ints, Lexemes
from classifier.cues.quotes import Quote, token_ranges
from classifier.joined import Joined

__all__ = ["LOOKED_AT", "MARGIN", "SIZES", "Surroundings", "surroundings"]

MARGIN = 2  # empty places around a sentence
CUE_LIKE = UNKNOWN + 4  # cueness of words that stood in a cue in 40 % of their places or more
LOOKED_AT = ("word", "shape", "cluster", "class", "cueness", "coarse")  # attributes that templates join with others
_FAR = 400  # tokens
_DISTANCE = np.concatenate([np.arange(5), [5, 5], [6] * 3, [7] * 5, [8] * 10, [9] * (_FAR - 24)]) + 1
_NOWHERE = 11  # distance to a word that is not there
SIZES = {"quoted": 4, "place": 8, "length": 10, "block": 9, "around": 17}
SIZES |= {
    f"{column}_{side}": size for side in ("before", "behind") for column, size in (("distance", 12), ("commas", 6))
}

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Surroundings:
    """Columns over the places of the kept sentences.

    Attributes
    ----------
    forms
        Rows of the lexemes' table for the different tokens; first that of an empty place.
    form
        Which of `forms` stands at each place.
    columns
        Values for each place, 0 where it is empty.
    places
        Indices of the places that hold a token.
    tokens
        Index of the token in each of `places`.
    sentences, lengths
        Index and number of tokens of each kept sentence.
    first_token
        Of each text, and one more behind the last.
    """

    forms: Ints
    form: Ints
    columns: dict[str, Ints]
    places: Ints
    tokens: Ints
    sentences: Ints
    lengths: Ints
    first_token: Ints


def surroundings(texts: Joined, quotes: Sequence[Sequence[Quote]], lexemes: Lexemes, least: int) -> Surroundings:
    """Return the columns of those sentences of the texts that hold a word whose cueness is `least` or more."""
    bounds = texts.bounds
    forms = np.insert(lexemes.rows(texts.forms), 0, PAD)
    form_of_token = texts.form + 1
    attributes = dict(zip(ATTRIBUTES, np.ascontiguousarray(lexemes.table.take(forms, axis=0).T), strict=True))
    cueness = attributes["cueness"].take(form_of_token)
    quoted = _quoted(texts, quotes)
    kept = np.flatnonzero(_any(cueness >= least, bounds))
    around = _around(quoted == 2, (cueness >= CUE_LIKE) & (quoted != 2), bounds, texts.sentences)
    starts, lengths = bounds[kept], bounds[kept + 1] - bounds[kept]
    first_place = np.cumsum(lengths + MARGIN) - lengths
    tokens = np.arange(lengths.sum()) + np.repeat(starts - (np.cumsum(lengths) - lengths), lengths)
    places = tokens + np.repeat(first_place - starts, lengths)
    total = len(places) + MARGIN * (max(len(kept), 1) + 1)
    form = np.zeros(total, dtype=np.int64)
    form[places] = form_of_token.take(tokens)
    columns = {name: attributes[name].take(form) for name in LOOKED_AT}
    columns["quoted"] = np.zeros(total, dtype=np.int64)
    columns["quoted"][places] = quoted.take(tokens)

    def spread(values: Ints) -> Ints:
        """Return for each place the value of its sentence."""
        column = np.zeros(total, dtype=np.int64)
        column[places] = np.repeat(values, lengths)
        return column

    columns["place"] = np.zeros(total, dtype=np.int64)
    columns["place"][places] = np.minimum(places - np.repeat(first_place, lengths), 6) + 1
    columns["length"] = spread(np.minimum(lengths // 6, 8) + 1)
    columns["block"] = spread(_block(texts)[kept])
    columns["around"] = spread(around[kept])
    columns |= _nearest(columns)
    return Surroundings(forms, form, columns, places, tokens, kept, lengths, texts.tokens)


def _quoted(texts: Joined, quotes: Sequence[Sequence[Quote]]) -> Ints:
    """Return for each token 2 inside a quotation, 3 inside other quotation marks, else 1."""
    quoted = np.ones(texts.tokens[-1], dtype=np.int64)
    for scan, of_text, base in zip(texts.scans, quotes, texts.tokens.tolist(), strict=False):
        for quote, tokens in token_ranges(scan, of_text, base):
            quoted[tokens] = 2 if quote.counts else 3
    return quoted


def _any(flags: Flags, bounds: Ints) -> Flags:
    """Return for each sentence whether a token of it is flagged."""
    before = np.concatenate([[0], np.cumsum(flags)])[bounds]
    found: Flags = before[1:] > before[:-1]
    return found


def _around(quoted: Flags, cue_like: Flags, bounds: Ints, first_sentence: Ints) -> Ints:
    """Return for each sentence which of it, the one before and the one behind hold quotations, and whether a cue."""
    holds = _any(quoted, bounds)
    before, behind = np.zeros_like(holds), np.zeros_like(holds)
    before[1:], behind[:-1] = holds[:-1], holds[1:]
    edges = first_sentence[first_sentence < len(holds)]
    before[edges] = behind[edges - 1] = False  # each text stands alone; the last sentence has none behind it anyway
    found: Ints = holds + 2 * before + 4 * behind + 8 * _any(cue_like, bounds) + 1
    return found


def _block(texts: Joined) -> Ints:
    """Return for each sentence whether it opens its block, closes it, and stands in the first."""
    block = texts.block
    edge = np.ones(len(block) + 1, dtype=np.int64)
    edge[1:-1] = block[1:] != block[:-1]
    edge[texts.sentences] = 1
    found: Ints = edge[:-1] + 2 * edge[1:] + 4 * (block == 0) + 1
    return found


def _nearest(columns: dict[str, Ints]) -> dict[str, Ints]:
    """Return word, distance and commas between, for the cue-like words nearest before and behind each place.

    The empty places are landmarks like the cue-like words; all places between two landmarks have the same nearest.
    """
    word = columns["word"]
    landmarks = np.flatnonzero((word == PAD) | (columns["cueness"] >= CUE_LIKE) & (columns["quoted"] != 2))
    runs = np.diff(landmarks)
    here = np.arange(len(word))
    commas = np.cumsum(columns["class"] == COMMA)
    left, right = slice(None, -1), slice(1, None)
    found = {}
    for side, nearest, places in (("before", left, right), ("behind", right, left)):

        def spread(values: Ints, nearest: slice = nearest, places: slice = places) -> Ints:
            """Return for each place the value of its nearest landmark; for the one at the edge, which is empty, 0."""
            column = np.zeros(len(word), dtype=np.int64)
            column[places] = np.repeat(values[nearest], runs)
            return column

        found[f"word_{side}"] = spread(word.take(landmarks))
        nowhere = found[f"word_{side}"] == PAD
        distance = _DISTANCE.take(np.abs(here - spread(landmarks)), mode="clip")
        found[f"distance_{side}"] = np.where(nowhere, _NOWHERE, distance)
        between = np.abs(commas - spread(commas.take(landmarks)))
        found[f"commas_{side}"] = np.where(nowhere, 5, np.minimum(between, 3) + 1)
    return found
