"""Atheris target: bytes to text, rows and pages, and those to a score that keeps its promises.

Run: ``python -m tests.fuzz.scoring [CORPUS] -max_total_time=1800 -dict=tests/fuzz/cues.dict``
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import atheris

with atheris.instrument_imports(include=["classifier"]):
    import classifier
    from classifier import Article
    from classifier.reading import ReadOptions, read_articles
    from tests.fuzz.promises import check_score

_FILES = {0: "a.jsonl", 1: "a.csv", 2: "a.txt", 3: "a.html"}  # the first byte chooses; any other goes to the scorer


class Target:
    """One scorer and one folder for all runs."""

    def __init__(self, folder: Path) -> None:
        self._scorer = classifier.load()
        self._folder = folder

    def __call__(self, data: bytes) -> None:
        """Score what `data` says; an exception or a broken promise is a finding."""
        name = _FILES.get(data[0]) if data else None
        if name is None:
            # Most bytes are no UTF-8; as Latin-1 and as surrogates they still reach every branch.
            check_score(self._scorer, data[1:].decode("utf-8", "surrogateescape"))
            return
        path = self._folder / name
        path.write_bytes(data[1:])
        for outcome in read_articles([str(path)], ReadOptions(max_bytes=2000)):
            if isinstance(outcome, Article):
                check_score(self._scorer, outcome.text)


def main() -> None:
    """Fuzz until a finding or the time given on the command line."""
    with TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:
        atheris.Setup(sys.argv, Target(Path(folder)))
        atheris.Fuzz()


if __name__ == "__main__":
    main()
