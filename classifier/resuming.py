"""What a run leaves behind to be taken up again: a journal beside the output, telling how much of it is sound.

The journal is replaced as a whole and only after what it vouches for is on the disk, so that at any moment it is
true. It also tells which run it belongs to: another model, option or input gives other rows, and is refused.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from classifier import __version__
from classifier.errors import BatchError
from classifier.finding import surveyed
from classifier.score import SCHEMA_VERSION

__all__ = ["Journal", "Mark", "identity_of", "skipped"]


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a run had come when all of it was on the disk.

    Attributes
    ----------
    rows
        Number of rows written, which is that of the articles done.
    size
        Bytes of the partial output that they fill.
    last
        Id of the last of them.
    exit_code
        What the command would have ended with.
    """

    rows: int = 0
    size: int = 0
    last: str = ""
    exit_code: int = 0


@dataclass(frozen=True, slots=True)
class Journal:
    """The journal of one output.

    Attributes
    ----------
    path
        Its file.
    identity
        What the rows depend on, by name: versions, model, options, inputs.
    """

    path: Path
    identity: Mapping[str, str]

    def write(self, mark: Mark) -> None:
        """Put `mark` on the disk in place of the one before it."""
        fresh = self.path.with_name(self.path.name + ".new")
        with fresh.open("w", encoding="utf-8") as stream:
            json.dump({"identity": dict(self.identity), "mark": asdict(mark)}, stream)
            stream.flush()
            os.fsync(stream.fileno())
        fresh.replace(self.path)

    def read(self) -> Mark | None:
        """Return the mark of an interrupted run, None if there was none.

        Raises
        ------
        BatchError
            If the journal is damaged, or belongs to another run.
        """
        try:
            kept = json.loads(self.path.read_text(encoding="utf-8"))
            identity, mark = kept["identity"], Mark(**kept["mark"])
        except FileNotFoundError:
            return None
        except (ValueError, KeyError, TypeError) as error:
            raise BatchError(f"{self.path}: not a journal of this program; {self._begin_anew()}") from error
        for name in [*self.identity, *identity]:
            if identity.get(name) != self.identity.get(name):
                raise BatchError(
                    f"{self.path}: the interrupted run differs in {name}: then {identity.get(name, 'none')!r}, now "
                    f"{self.identity.get(name, 'none')!r}; repeat its command as it was, or {self._begin_anew()}"
                )
        return mark

    def _begin_anew(self) -> str:
        return f"delete {self.path.name} and the .partial file beside it to begin anew"


def identity_of(model: str, options: Mapping[str, object], inputs: Sequence[str]) -> dict[str, str]:
    """Return what the rows of a run depend on, by name.

    An input is known by path, size and time of change of its files; of standard input nothing is known beforehand.
    """
    return {
        "version": f"{__version__}, schema {SCHEMA_VERSION}",
        "model": model,
        **{name: str(value) for name, value in options.items()},
        "list of inputs": repr(list(inputs)),
        **{f"input {one.name}": one.identity for one in surveyed(inputs)},
    }


class _Named(Protocol):
    @property
    def id(self) -> str: ...


Item = TypeVar("Item", bound=_Named)


def skipped(items: Iterable[Item], mark: Mark) -> Iterator[Item]:
    """Return `items` without those that `mark` vouches for.

    Raises
    ------
    BatchError
        If the last of those has another id than it had, as when standard input brings something else.
    """
    remaining = iter(items)
    item = None
    for _ in range(mark.rows):
        item = next(remaining, None)
    if mark.rows and (item is None or item.id != mark.last):
        found = "nothing" if item is None else repr(item.id)
        raise BatchError(
            f"the interrupted run had {mark.last!r} as article {mark.rows:,}, now it is {found}; "
            "give the same input, or delete the .partial file and its journal to begin anew"
        )
    return remaining
