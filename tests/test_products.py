"""Products in pieces are those of numpy, whatever the number of rows."""

from __future__ import annotations

import numpy as np
import pytest

from classifier.products import product


@pytest.mark.parametrize("rows", [0, 1, 2047, 2048, 5000])  # a piece of these weights has 2,048 rows
def test_pieces_are_put_together_in_order(rows: int) -> None:
    random = np.random.default_rng(0)
    table, weights = random.normal(size=(rows, 16)), random.normal(size=(16, 8))
    np.testing.assert_allclose(product(table, weights), table @ weights, atol=1e-12)


def test_no_outputs() -> None:
    assert product(np.ones((3, 2)), np.ones((2, 0))).shape == (3, 0)
