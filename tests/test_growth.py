"""Time grows no faster than text; CPU time, in test-full only."""

from __future__ import annotations

import os

import pytest

from benchmarks.growth import LENGTHS, measure

pytestmark = [
    pytest.mark.full,
    pytest.mark.skipif(not os.environ.get("CLASSIFIER_FULL"), reason="part of make test-full"),
]


def test_time_is_linear_from_1_kb_to_10_mb() -> None:
    exponents = []
    for _ in range(3):  # retried: machines are shared
        exponents.append(float(str(measure(LENGTHS)["exponent"])))
        if exponents[-1] <= 1.1:
            break
    assert min(exponents) <= 1.1
