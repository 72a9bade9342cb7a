"""benchmarks/SCALE.md says what the results say."""

from __future__ import annotations

import json

from benchmarks.scale import HERE, page


def test_the_page_is_made_of_the_results() -> None:
    batch, warc = (json.loads((HERE / "results" / f"{name}.json").read_text("utf-8")) for name in ("batch", "warc"))
    assert (HERE / "SCALE.md").read_text(encoding="utf-8") == page(batch, warc)
