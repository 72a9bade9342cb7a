"""The hash table of numbers: it finds each known one and no other, however crowded its slots are."""

from __future__ import annotations

import numpy as np
import pytest

from classifier.features.keys import KeyTable


@pytest.mark.parametrize("count", [0, 1, 2, 5000])
def test_known_numbers_have_their_index_and_others_none(count: int) -> None:
    random = np.random.default_rng(count)
    keys = random.permutation(20 * count)[:count]
    wanted = np.append(random.permutation(20 * count), 2**62)
    index = dict(zip(keys.tolist(), range(count), strict=True))
    assert KeyTable.of(keys).find(wanted).tolist() == [index.get(key, -1) for key in wanted.tolist()]
