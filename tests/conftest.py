"""Shared by all tests: the shipped model, the corpora, and which tests run."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

import classifier
from classifier.cues.tagger import Tagger
from classifier.model.tagger import SourceTagger
from classifier.scoring import Scorer
from tests.cues.annotated import lessons

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def scorer() -> Scorer:
    """Return the shipped model."""
    return classifier.load()


@pytest.fixture(scope="session")
def tagger() -> Tagger:
    """Return a tagger fitted to 180 invented sentences."""
    return SourceTagger(bias=(0.0, 0.0)).fit(lessons()).compile()


@pytest.fixture(scope="session")
def corpora() -> Path:
    """Return the folder of the research corpora; without it a test is skipped by name, in test-full it fails."""
    named = os.environ.get("CLASSIFIER_CORPORA") or str(ROOT.parent / "shared" / "corpora")
    folder = Path(named)
    if not (folder / "wikinews" / "articles.jsonl").is_file():
        if os.environ.get("CLASSIFIER_FULL"):
            pytest.fail(f"test-full needs the corpora; none in {folder}")
        pytest.skip("needs the corpora: set CLASSIFIER_CORPORA")
    return folder


@pytest.fixture(scope="session")
def real_articles(corpora: Path) -> list[dict[str, str]]:
    """Return the 975 articles of wikinews and newspool."""
    return [
        json.loads(line)
        for name in ("wikinews", "newspool")
        for line in (corpora / name / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    ]
