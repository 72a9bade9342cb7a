"""Writes benchmarks/SCALE.md from the results of benchmarks.batch and benchmarks.warc.

Run: ``python -m benchmarks.scale``; nothing in the page is measured or written by hand but the assumptions below.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
_DAY, _ALL = 1_000_000, 1_000_000_000
_ENGLISH = 0.4  # share of pages in English, an assumption; the crawl does not say
_PRICE = 0.04  # US dollars for an hour of one core, about what a virtual core on demand costs


def page(batch: dict[str, Any], warc: dict[str, Any]) -> str:
    """Return the text of SCALE.md."""
    steps = warc["cpu milliseconds a page"]
    english = {
        "extraction": steps["main text, English page"],
        "scoring": steps["scoring, English page"],
        "I/O": steps["records and decoding"] + steps["writing Parquet"],
    }
    other = {
        "extraction": steps["language check, other page"],
        "scoring": steps["scoring, other page"],
        "I/O": steps["records and decoding"] + steps["writing Parquet"],
    }
    mixed = {name: _ENGLISH * english[name] + (1 - _ENGLISH) * other[name] for name in english}
    text = {"scoring": english["scoring"], "I/O": steps["writing Parquet"]}
    rows = [
        _row(f"a day of CC-NEWS: {_DAY:,} pages, {_ENGLISH:.0%} English", mixed, _DAY),
        _row(f"the same, all English: {_DAY:,} pages", english, _DAY),
        _row(f"{_ALL:,} English pages from WARC", english, _ALL),
        _row(f"{_ALL:,} articles already extracted", text, _ALL),
    ]
    growth, jobs = batch["growth"], batch["jobs"]
    return _TEXT.format(
        rows="\n".join(rows),
        price=_PRICE,
        pages=warc["pages"],
        kilobytes=warc["mean page, kB"],
        archive=warc["archive, kB a page"],
        gigabytes=f"{warc['archive, kB a page'] * _DAY / 1e6:,.0f}",
        steps="\n".join(f"| {name} | {value:.2f} |" for name, value in steps.items()),
        advice=_advice(english, warc),
        busy=int((english["extraction"] + english["scoring"]) / steps["records and decoding"]),
        layouts=len(warc["F1 of words"]),
        worst=min(warc["F1 of words"].values()),
        best=max(warc["F1 of words"].values()),
        verdicts=warc["same verdict as on the text itself"],
        characters=growth["characters"],
        growth=" · ".join(
            f"{int(size):,}: {value:.2f} ms, {growth['peak memory, MB'][size]:.0f} MB"
            for size, value in growth["cpu milliseconds for each further one"].items()
        ),
        jobs=jobs["by the clock, median"],
        jobs_cpu=jobs["by CPU time, median"],
        rounds=len(jobs["by the clock"]),
    )


def _row(name: str, steps: dict[str, float], count: int) -> str:
    whole = sum(steps.values())
    hours = whole * count / 3_600_000
    shares = ", ".join(f"{step} {value / whole:.0%}" for step, value in steps.items())
    return f"| {name} | {whole:.2f} | {hours:,.1f} | ${hours * _PRICE:,.2f} | {shares} |"


def _advice(english: dict[str, float], warc: dict[str, Any]) -> str:
    if english["extraction"] < english["scoring"]:
        return "Scoring: it costs more than finding the text."
    rival = warc["resiliparse in place of trafilatura"]
    return (
        f"Extraction: it costs more than the judgement. resiliparse takes {rival['cpu milliseconds a page']:.2f} ms where\n"
        f"trafilatura takes {english['extraction']:.2f}, at an F1 of {min(rival['F1 of words'].values()):.2f} to "
        f"{max(rival['F1 of words'].values()):.2f}; it could serve where both agree on a sample of the site."
    )


_TEXT = """# What a large crawl costs

Written by `python -m benchmarks.scale` from `results/batch.json` and `results/warc.json`; measure anew with
`python -m benchmarks.batch` and `python -m benchmarks.warc`. One core of a shared two-core machine; CPU time, best of the rounds.

| what | ms a page | core-hours | at ${price} an hour | where the time goes |
|---|---|---|---|---|
{rows}

The share of English and the price are assumptions (top of `benchmarks/scale.py`); the rest is measured. Pages were made by
`benchmarks/make_warc.py` from our own articles: {pages:,} of {kilobytes} kB on average, {archive} kB a page in the archive.
Pages of real sites are often larger, and extraction grows with the page: take the figures as the lower end.
At this size a day is {gigabytes} GB to download, which is not counted here.

## Step by step

| step | CPU ms a page |
|---|---|
{steps}

In {layouts} layouts the main text has an F1 of words of {worst:.2f} to {best:.2f}; the verdict on it is that on the text itself for
{verdicts:.1%} of the English pages.

## One machine

Each further article of about {characters} characters, and peak memory, by number of articles: {growth}.
`--jobs 2` reaches {jobs:.2f} of what two independent processes reach together (median of {rounds} turns by the clock; {jobs_cpu:.2f} by
CPU time). Files of a cluster are independent of each other: N machines take 1/N of the time while there are files for all.

## What to change first

{advice}

Then the reader: one process decodes the records for all workers, and by these figures is itself busy with {busy} of them on
English pages; beyond that start a command for each group of archives, or use `--dask`, which does so by file.
"""


def main() -> None:
    """Write the page."""
    batch, warc = (json.loads((HERE / "results" / f"{name}.json").read_text("utf-8")) for name in ("batch", "warc"))
    (HERE / "SCALE.md").write_text(page(batch, warc), encoding="utf-8")


if __name__ == "__main__":
    main()
