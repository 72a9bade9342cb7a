"""What a cold start costs, beside Python's own and numpy's, interleaved in one run.

All modules are compiled beforehand, as they are once a package was installed or a program ran before.

Run: ``python -m benchmarks.startup``
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

ROOT = Path(__file__).parent.parent
RESULT = Path(__file__).parent / "results" / "startup.json"
COMMANDS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "import numpy": [sys.executable, "-c", "import numpy"],
    "import classifier": [sys.executable, "-c", "import classifier"],
    "classifier --help": [str(Path(sys.executable).parent / "classifier"), "--help"],
    "classifier score one.txt": [
        str(Path(sys.executable).parent / "classifier"),
        "score",
        str(ROOT / "examples" / "4-spokesperson.txt"),
    ],
}
ROUNDS = 11


def measure() -> dict[str, object]:
    """Return medians in milliseconds, and the ratios that matter."""
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    with TemporaryDirectory() as compiled:
        settings = {**os.environ, "PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": compiled}
        for _ in range(1 + ROUNDS):
            for name, command in COMMANDS.items():
                began = perf_counter()
                subprocess.run(command, check=True, capture_output=True, env=settings)
                times[name].append(1000 * (perf_counter() - began))
    middle = {name: median(found[1:]) for name, found in times.items()}  # the first round compiles
    bare = middle["python -c pass"]
    return {
        "milliseconds": {name: round(value, 1) for name, value in middle.items()},
        "help beyond python, seconds": round((middle["classifier --help"] - bare) / 1000, 3),
        "import beyond python, milliseconds": round(middle["import classifier"] - bare, 1),
        "score against import numpy": round(middle["classifier score one.txt"] / middle["import numpy"], 2),
    }


def main() -> None:
    """Print and keep the figures."""
    figures = measure()
    print(json.dumps(figures, indent=1))
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
