"""A tagger that has learned a few invented sentences."""

from __future__ import annotations

import pytest

from classifier.cues.tagger import Tagger
from classifier.model.tagger import SourceTagger
from tests.cues.annotated import lessons


@pytest.fixture(scope="session")
def tagger() -> Tagger:
    """Return a tagger fitted to 180 invented sentences."""
    return SourceTagger(bias=(0.0, 0.0)).fit(lessons()).compile()
