"""Features of places as columns, which a judge looks up, and the names under which a model keeps them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import NamedTuple

import numpy as np

from classifier.forms import Ints

__all__ = ["Column", "Features", "Value", "parted"]

Value = str | tuple[str, ...]

# Texts behind the prefix of a feature's name where there are several: up to so many, of which only the first may hold
# blanks.
_PARTS = {"cb": 2, "ca": 2, "cj": 2, "in": 2, "sides": 2, "sum": 4, "prev": 3, "next": 3, "kh": 2, "kht": 3, "ch": 2}


class Column(NamedTuple):
    """Features whose names begin alike.

    Attributes
    ----------
    prefix
        The beginning.
    place
        The places that have them.
    values
        How each goes on, see `parted`; or, if there is a `code`, how those go on that may be there.
    code
        Index into `values` for each place.
    """

    prefix: str
    place: Ints
    values: Sequence[Value]
    code: Ints | None = None

    def told(self) -> Iterator[Value]:
        """Return how the feature of each place goes on."""
        if self.code is None:
            return iter(self.values)
        return map(list(self.values).__getitem__, self.code.tolist())

    def numbers(self, number: Mapping[Value, int]) -> Ints:
        """Return the number of the feature of each place, given those that have one; -1 for the others."""
        if self.code is None or len(self.code) < len(self.values):
            return np.fromiter(map(number.get, self.told(), repeat(-1)), np.int64, len(self.place))
        return np.fromiter(map(number.get, self.values, repeat(-1)), np.int64, len(self.values)).take(self.code)


def parted(name: str) -> tuple[str, Value]:
    """Return the prefix of a feature's name and how it goes on: one text or several.

    Examples
    --------
    >>> parted("c it is likely"), parted("cb it is likely now")
    (('c', 'it is likely'), ('cb', ('it is likely', 'now')))
    """
    prefix, _, value = name.partition(" ")
    parts = _PARTS.get(prefix, 1)
    return prefix, value if parts == 1 else tuple(value.rsplit(" ", parts - 1))


def _named(prefix: str, value: Value) -> str:
    """Return the name that `parted` takes apart."""
    return " ".join([prefix, *([value] if isinstance(value, str) else value)]) if value else prefix


@dataclass(frozen=True, slots=True)
class Features:
    """Features of so many places; a place may have one twice, which counts once. They can be gone through once."""

    columns: list[Column]
    count: int

    @classmethod
    def named(cls, places: Sequence[Sequence[str]]) -> Features:
        """Return the features of places by their names."""
        found: dict[str, list[tuple[int, Value]]] = {}
        for place, names in enumerate(places):
            for prefix, value in map(parted, names):
                found.setdefault(prefix, []).append((place, value))
        columns = [
            Column(prefix, np.array([place for place, _ in some]), [value for _, value in some])
            for prefix, some in found.items()
        ]
        return cls(columns, len(places))

    def names(self) -> list[list[str]]:
        """Return the names of each place's features, each once."""
        found: list[dict[str, None]] = [{} for _ in range(self.count)]
        for column in self.columns:
            for place, value in zip(column.place.tolist(), column.told(), strict=True):
                found[place][_named(column.prefix, value)] = None
        return list(map(list, found))
