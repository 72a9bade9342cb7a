"""What the tagger weighs about a token: each template joins a few columns, here or a few tokens away.

A template whose values have few combinations numbers them; the others are hashed into buckets.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import prod

import numpy as np

from classifier.cues.lexemes import ATTRIBUTES, Ints, Lexemes
from classifier.cues.surroundings import MARGIN, SIZES

__all__ = ["FORM_TEMPLATES", "OFFSETS", "TEMPLATES", "FormTemplate", "Layout", "Template", "template"]

OFFSETS = range(-MARGIN, MARGIN + 1)
_HASH = 0x9E3779B97F4A7C15  # 2**64 over the golden ratio: Knuth, The Art of Computer Programming 3, 6.4


@dataclass(frozen=True, slots=True)
class Template:
    """Columns that are looked at together, each with the distance at which it is read."""

    parts: tuple[tuple[str, int], ...]

    def __str__(self) -> str:
        """Return the text that `template` reads."""
        return " ".join(f"{name}{offset:+}" if offset else name for name, offset in self.parts)


@dataclass(frozen=True, slots=True)
class FormTemplate:
    """One attribute of the token at one distance. All of one distance are summed before any text is seen."""

    attribute: str
    offset: int


def template(text: str) -> Template:
    """Return the template that `text` names.

    Examples
    --------
    >>> template("quoted-1 word")
    Template(parts=(('quoted', -1), ('word', 0)))
    """
    parts = []
    for part in text.split():
        name = part.rstrip("+-0123456789")
        parts.append((name, int(part[len(name) :] or 0)))
    return Template(tuple(parts))


FORM_TEMPLATES = tuple(
    FormTemplate(attribute, offset) for attribute in ATTRIBUTES if attribute != "coarse" for offset in OFFSETS
)
TEMPLATES = tuple(
    map(
        template,
        (
            "quoted-1 quoted quoted+1",
            "place",
            "around",
            "block",
            "length",
            "word_before",
            "word_behind",
            "distance_before commas_before",
            "distance_behind commas_behind",
            "distance_before distance_behind",
            "shape-1 shape shape+1",
            "class-1 class class+1",
            "quoted-1 quoted word",
            "quoted-1 quoted+1 class",
            "distance_before cluster",
            "distance_behind cluster",
            "distance_behind word_behind",
            "coarse-1 coarse",
            "coarse coarse+1",
        ),
    )
)


class Layout:
    """Where the features of each template stand in one long row of weights.

    Parameters
    ----------
    lexemes
        Gives the sizes of the attributes.
    templates
        Those over the surroundings; the form templates are always there, before them.
    buckets
        Power of two: the most features a template may have.
    """

    def __init__(self, lexemes: Lexemes, templates: tuple[Template, ...], buckets: int) -> None:
        self._sizes = lexemes.sizes | SIZES
        self._sizes |= {f"word_{side}": self._sizes["word"] for side in ("before", "behind")}
        self._buckets = buckets
        self._shift = np.uint64(64 - (buckets.bit_length() - 1))
        self.templates = templates
        widths = [self._sizes[one.attribute] for one in FORM_TEMPLATES]
        widths += [min(buckets, self._combinations(one)) for one in templates]
        self.offsets = [0, *np.cumsum(widths).tolist()]

    def _combinations(self, one: Template) -> int:
        return prod(self._sizes[name] for name, _ in one.parts)

    def values(self, one: Template, columns: Mapping[str, Ints]) -> Ints:
        """Return the feature that the template takes at each place, counted from its own first, margins cut off."""
        total = len(columns["word"])
        first, *others = (columns[name][MARGIN + offset : total - MARGIN + offset] for name, offset in one.parts)
        value = first
        for (name, _), column in zip(one.parts[1:], others, strict=True):
            value = value * self._sizes[name]
            value += column
        if self._combinations(one) > self._buckets:
            return ((value.view(np.uint64) * np.uint64(_HASH)) >> self._shift).view(np.int64)
        return value
