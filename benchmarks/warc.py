"""What a page of a web archive costs, step by step, and how well its main text is found.

Run: ``python -m benchmarks.warc``; it makes an archive of 2,100 pages, one in four of them not English.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import mean
from tempfile import TemporaryDirectory
from time import process_time
from typing import TypeVar

from resiliparse.extract.html2text import extract_plain_text

import classifier
from benchmarks.make_warc import write
from classifier import Article, ArticleScore
from classifier.pages import Page, article_of
from classifier.parquet import write_parquet
from classifier.reading import read_items
from classifier.rows import row_of

RESULT = Path(__file__).parent / "results" / "warc.json"
Result = TypeVar("Result")
Kept = dict[str, dict[str, str]]


def measure(path: Path, kept: Kept, rounds: int) -> dict[str, object]:
    """Return CPU milliseconds a page for each step, at best of `rounds`, and the quality of the main text."""
    scorer = classifier.load()
    pages = [page for page in read_items([str(path)]) if isinstance(page, Page)]
    ours = [page for page in pages if kept[page.id]["language"] == "en"]
    foreign = [page for page in pages if kept[page.id]["language"] != "en"]
    articles = [article_of(page) for page in ours]
    scores = list(scorer.score_many(articles))
    excerpts = [article_of(page) for page in foreign]
    target = path.with_name("scores.parquet")
    steps: dict[str, tuple[Callable[[], object], int]] = {
        "records and decoding": (lambda: list(read_items([str(path)])), len(pages)),
        "main text, English page": (lambda: [article_of(page) for page in ours], len(ours)),
        "language check, other page": (lambda: [article_of(page) for page in foreign], len(foreign)),
        "scoring, English page": (lambda: list(scorer.score_many(articles)), len(ours)),
        "scoring, other page": (lambda: list(scorer.score_many(excerpts)), len(foreign)),
        "writing Parquet": (
            lambda: write_parquet((row_of(one, "flat").data for one in scores), target, False),
            len(scores),
        ),
    }
    return {
        "pages": len(pages),
        "mean page, kB": round(mean(len(page.html) for page in pages) / 1000, 1),
        "archive, kB a page": round(path.stat().st_size / len(pages) / 1000, 1),
        "not English": len(foreign),
        "rounds": rounds,
        "cpu milliseconds a page": {
            name: round(1000 * _best(step, rounds) / count, 3) for name, (step, count) in steps.items()
        },
        "other pages left unjudged": _unjudged(list(scorer.score_many(excerpts))),
        "resiliparse in place of trafilatura": rival(ours, kept, rounds),
        **quality([article for article in articles if isinstance(article, Article)], scores, kept),
    }


def quality(articles: list[Article], scores: list[object], kept: Kept) -> dict[str, object]:
    """Return the F1 of words of the main text by layout, and how often the verdict is that on the text itself."""
    scorer = classifier.load()
    originals = scorer.score_many(kept[article.id]["title"] + "\n\n" + kept[article.id]["text"] for article in articles)
    same = [
        getattr(score, "verdict", None) == getattr(original, "verdict", "")
        for score, original in zip(scores, originals, strict=True)
    ]
    return {
        "F1 of words": by_layout(articles, [article.text for article in articles], kept),
        "same verdict as on the text itself": round(mean(same), 3),
    }


def rival(pages: list[Page], kept: Kept, rounds: int) -> dict[str, object]:
    """Return what the faster extractor takes and finds."""
    texts = [extract_plain_text(page.html, main_content=True) for page in pages]
    seconds = _best(lambda: [extract_plain_text(page.html, main_content=True) for page in pages], rounds)
    return {
        "cpu milliseconds a page": round(1000 * seconds / len(pages), 3),
        "F1 of words": by_layout(pages, texts, kept),
    }


def by_layout(items: Sequence[Page | Article], texts: list[str], kept: Kept) -> dict[str, float]:
    """Return the mean F1 of words of the main text by layout."""
    found: dict[str, list[float]] = {}
    for item, text in zip(items, texts, strict=True):
        row = kept[item.id]
        found.setdefault(row["layout"], []).append(overlap(text, row["title"] + "\n" + row["text"]))
    return {layout: round(mean(values), 3) for layout, values in found.items()}


def overlap(found: str, wanted: str) -> float:
    """Return the F1 of the words of `found`, as a bag, against those of `wanted`."""
    left, right = Counter(found.split()), Counter(wanted.split())
    return 2 * sum((left & right).values()) / max(1, left.total() + right.total())


def _unjudged(scores: list[object]) -> float:
    return round(mean(isinstance(one, ArticleScore) and one.verdict == "unscorable" for one in scores), 3)


def _best(step: Callable[[], object], rounds: int) -> float:
    times = []
    for _ in range(rounds):
        began = process_time()
        step()
        times.append(process_time() - began)
    return min(times)


def main() -> None:
    """Print and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=2100)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "crawl.warc.gz"
        write(path, given.pages, 0.25, seed=1)
        lines = path.with_name(f"{path.name}.texts.jsonl").read_text(encoding="utf-8").splitlines()
        kept = {row["id"]: row for row in map(json.loads, lines)}
        figures = measure(path, kept, given.rounds)
    RESULT.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
