"""Shares of sources: the tokens of the sentences that rest on each, over those of the article's body."""

from __future__ import annotations

from dataclasses import replace

import pytest

from classifier.cues import analyse
from classifier.cues.shares import shares_of_sources


@pytest.mark.parametrize(
    ("text", "shares"),
    [
        ("The road is open. The bridge was shut.", {}),
        ("Ann Lee said it was shut. The road is open. Lee added that it was old.", {"Ann Lee": 14 / 19}),
        ("Ann Lee said it was shut. The road is open. She said otherwise.", {"Ann Lee": 11 / 16}),
        ("“It is old. It is weak. It must go,” Ann Lee said. The road is open.", {"Ann Lee": 18 / 23}),
        ("“It is old. It is weak.” Ann Lee left. The road is open. Omar Ito said so.", {"Omar Ito": 5 / 24}),
        ("Experts said it would fall. The road is open.", {"Experts": 6 / 11}),
        ("Ann Lee said, and Omar Ito denied, it was shut. It rains.", {"Ann Lee": 13 / 16, "Omar Ito": 13 / 16}),
        ("Ann Lee says it is shut\n\nAnn Lee said it was shut.\n\n- The road is open.", {"Ann Lee": 7 / 13}),
        ("Ann Lee says it is shut\n\nThe road is open.", {"Ann Lee": 0}),
    ],
    ids=["none", "two sentences", "a pronoun", "a quote of three", "a quote of nobody's", "a vague one", "two in one",
         "a headline and a bullet", "a headline alone"],
)  # fmt: skip
def test_share_by_source(text: str, shares: dict[str, float]) -> None:
    found = {source.name: source.share for source in analyse(text).sources}
    assert found == {name: round(share, 3) for name, share in shares.items()}


def test_a_source_that_only_wants_something_has_none() -> None:
    found = analyse("Ann Lee said it was shut.")
    wants = [replace(one, says=False) for one in found.attributions]
    assert shares_of_sources(found.scan, found.kinds, found.quotes, wants, 1) == [0]
