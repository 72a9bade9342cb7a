"""Numbers that are looked up by the ten thousand: a hash table with open addressing, as arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifier.forms import Ints

__all__ = ["KeyTable"]

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)  # 2**64 over the golden ratio: Knuth, The Art of Computer Programming 3, 6.4
_ROOM = 8  # slots for each key at least, so that few want the same


@dataclass(frozen=True, slots=True, eq=False)
class KeyTable:
    """Finds numbers among known ones.

    Attributes
    ----------
    keys
        The known ones, each once, and -1 at the end.
    slots
        Index of the key in each slot, -1 in a free one. A key whose slot is taken is in the next that was free.
    shift
        Bits of a hash that are no part of the number of a slot.

    Examples
    --------
    >>> KeyTable.of(np.array([30, 10])).find(np.array([10, 20, 30])).tolist()
    [1, -1, 0]
    """

    keys: Ints
    slots: NDArray[np.int32]
    shift: np.uint64

    @classmethod
    def of(cls, keys: Ints) -> KeyTable:
        """Return the table for `keys`, none of them negative."""
        bits = (_ROOM * len(keys) + 1).bit_length()
        table = cls(np.append(keys, -1), np.full(1 << bits, -1, dtype=np.int32), np.uint64(64 - bits))
        waiting, slot = np.arange(len(keys)), table._slot(keys)
        while len(waiting):
            free = table.slots[slot] < 0
            table.slots[slot[free]] = waiting[free]  # of several that want one slot the last gets it
            left = table.slots[slot] != waiting
            waiting, slot = waiting[left], table._behind(slot[left])
        return table

    def find(self, wanted: Ints) -> Ints:
        """Return the index of each wanted number, -1 where it is not known."""
        slot = self._slot(wanted)
        found = self.slots[slot].astype(np.int64)
        on = np.flatnonzero((self.keys[found] != wanted) & (found >= 0))
        while len(on):
            slot[on] = self._behind(slot[on])
            found[on] = self.slots[slot[on]]
            on = on[(self.keys[found[on]] != wanted[on]) & (found[on] >= 0)]
        return found

    def _slot(self, keys: Ints) -> Ints:
        """Return the slot where each key belongs."""
        return (keys.astype(np.uint64) * _GOLDEN >> self.shift).astype(np.int64)

    def _behind(self, slot: Ints) -> Ints:
        """Return the slots next to these."""
        return (slot + 1) % len(self.slots)
