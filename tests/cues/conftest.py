"""The disambiguator that the tests of hedges use."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import pytest

from classifier.corpora import find_texts
from classifier.cues.disambiguator import Disambiguator
from classifier.dataset import read_dataset
from classifier.labels import read_labels
from classifier.model.hedges import examples_of, fit_disambiguator, read_readings

LABELS = Path(__file__).parent.parent.parent / "labels"


@pytest.fixture(scope="session")
def disambiguator(tmp_path_factory: pytest.TempPathFactory) -> Disambiguator:
    """Return one fitted to the written articles of train and dev, the only ones whose texts every clone has."""
    rows = [row for row in read_labels(LABELS) if row.corpus == "written" and row.split != "test"]
    data = read_dataset(rows, find_texts(rows, LABELS, tmp_path_factory.mktemp("corpora")))
    return fit_disambiguator(list(chain.from_iterable(examples_of(data, read_readings(LABELS)))))
