"""The known texts with words hidden from programs: how many get another verdict.

Run: ``python -m benchmarks.evasion``; exits with 1 if one does.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import classifier
from tests.fuzz.evasions import EVASIONS
from tests.fuzz.promises import check_score

ROOT = Path(__file__).parent.parent
RESULT = Path(__file__).parent / "results" / "evasion.json"


def main() -> int:
    """Score every text in every disguise, keep the figures, and return 1 if a verdict changed."""
    scorer = classifier.load()
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "tests" / "known").glob("*.txt"))]
    plain = [scorer.score(text) for text in texts]
    verdicts, scores = 0, 0
    for evade in EVASIONS.values():
        for text, was in zip(texts, plain, strict=True):
            now = check_score(scorer, evade(text))
            verdicts += now.verdict != was.verdict
            scores += now.probabilities != was.probabilities
    figures = {
        "texts": len(texts),
        "ways": list(EVASIONS),
        "verdicts changed": verdicts,
        "probabilities changed": scores,
    }
    print(json.dumps(figures, indent=1))
    RESULT.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    return int(verdicts > 0)


if __name__ == "__main__":
    sys.exit(main())
