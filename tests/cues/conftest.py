"""The disambiguator that the tests of hedges use."""

from __future__ import annotations

import pytest

from classifier.cues.disambiguator import Disambiguator
from classifier.scoring import Scorer


@pytest.fixture(scope="session")
def disambiguator(scorer: Scorer) -> Disambiguator:
    """Return the shipped one."""
    found = scorer.model.disambiguator
    assert found is not None
    return found
