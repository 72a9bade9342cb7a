"""Speed by stage and as a whole, beside other programs on the same texts in the same run.

Every program takes its turn in every round, in one thread; figures are medians of process time over
the rounds, and ratios are to the yardstick: NLTK's trained Punkt and its word tokenizer. Each round has
other articles, since some programs keep what they found for a text and would be asked for it again.

Run: ``python -m benchmarks.speed --corpora ../shared/corpora`` (extra ``benchmarks``; spaCy, fastText and blingfire
where they are installed). Writes the result file, docs/speed.md and docs/pictures/speed.png.
"""

from __future__ import annotations

import argparse
import json
import platform
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from pkgutil import resolve_name
from statistics import median
from time import process_time
from typing import Any, TypeVar
from unittest.mock import patch

from threadpoolctl import threadpool_limits

import classifier
from benchmarks import growth, speedpage, startup
from benchmarks.peers import NOT_HAD, YARDSTICK, Peer, peers
from classifier.cues import analyse_all
from classifier.scoring import Scorer

RESULT = Path(__file__).parent / "results" / "speed.json"
BATCH = 128  # articles, as `score_many` takes them
WHOLE, CUES = "classifier", "classifier, cues with sources"
BARS = {WHOLE: 0.20, CUES: 0.15}  # most that it may take, of the yardstick
_REST = "records, and what is between the stages"
STAGES = {  # no stage is inside another
    "folding": "classifier.cues.fold",
    "tokens, blocks, sentences": "classifier.cues.scan_all",
    "turns of interviews": "classifier.cues.find_turns",
    "quotations": "classifier.cues.find_quotes",
    "tagger": "classifier.cues.tagger.Tagger.tag_all",
    "sources": "classifier.cues.find_sources",
    "shares of sources": "classifier.cues.shares_of_sources",
    "speakers": "classifier.cues.name_speakers",
    "hedges": "classifier.cues.find_hedges_all",
    "kinds of blocks": "classifier.cues.block_kinds",
    "arrays": "classifier.model.bundle.gather",
    "sentence features": "classifier.model.bundle.sentence_table",
    "n-grams": "classifier.model.compiled.CompiledSentenceModel.ngrams_of",
    "sentence model": "classifier.model.compiled.CompiledSentenceModel.probabilities",
    "words of the article": "classifier.model.compiled.CompiledWords.evidence",
    "article features": "classifier.scoring.article_table",
    "abstention": "classifier.scoring.why_unscorable",
    "hash": "classifier.scoring.sha256_of",
}
_UNWANTED = ("sklearn", "pandas", "nltk")

Found = TypeVar("Found")


def read_texts(corpora: Path) -> list[str]:
    """Return the articles of wikinews and newspool."""
    texts = []
    for name in ("wikinews", "newspool"):
        with (corpora / name / "articles.jsonl").open(encoding="utf-8") as lines:
            texts += [json.loads(line)["text"] for line in lines]
    return texts


def ours(scorer: Scorer) -> list[Peer]:
    """Return what is measured of this package as a whole."""
    tagger = scorer.model.tagger

    def whole(texts: Sequence[str]) -> None:
        for _ in scorer.score_many(texts):
            pass

    def as_json(texts: Sequence[str]) -> None:
        for score in scorer.score_many(texts):
            json.dumps(score.to_dict())

    def alone(texts: Sequence[str]) -> None:
        for text in texts:
            scorer.score(text)

    def cues(texts: Sequence[str]) -> None:
        for at in range(0, len(texts), BATCH):
            analyse_all(texts[at : at + BATCH], tagger)

    return [
        Peer(WHOLE, "verdict, quality, sentences, hedges, quotes, sources", whole),
        Peer("classifier, as JSON lines", "the same with reasons, written", as_json),
        Peer("classifier, one article", "the same as the first, not in batches", alone),
        Peer(CUES, "sentences, hedges, quotes, sources", cues),
    ]


@contextmanager
def clocked(spent: dict[str, float]) -> Iterator[None]:
    """Add the CPU seconds of each of `STAGES` to `spent`, as long as the context lasts."""
    with ExitStack() as stack:
        for stage, target in STAGES.items():
            work = resolve_name(target)
            stack.enter_context(patch(target, _timed(work, stage, spent)))
        yield


def _timed(work: Callable[..., Found], stage: str, spent: dict[str, float]) -> Callable[..., Found]:
    spent[stage] = 0.0

    def timed(*arguments: object, **options: object) -> Found:
        began = process_time()
        found = work(*arguments, **options)
        spent[stage] += process_time() - began
        return found

    return timed


def by_program(runs: Sequence[Peer], rounds: Sequence[Sequence[str]]) -> dict[str, list[float]]:
    """Return the CPU seconds an article of each program in each round, in which all take their turn."""
    spent: dict[str, list[float]] = {one.name: [] for one in runs}
    for texts in rounds:
        for one in runs:
            began = process_time()
            one.run(texts)
            spent[one.name].append((process_time() - began) / len(texts))
    return spent


def by_stage(scorer: Scorer, rounds: Sequence[Sequence[str]]) -> dict[str, float]:
    """Return the median CPU seconds an article of each stage."""
    found: dict[str, list[float]] = {}
    for texts in rounds:
        spent: dict[str, float] = {}
        began = process_time()
        with clocked(spent):
            for _ in scorer.score_many(texts):
                pass
        spent[_REST] = process_time() - began - sum(spent.values())
        for stage, seconds in spent.items():
            found.setdefault(stage, []).append(seconds / len(texts))
    return {stage: median(seconds) for stage, seconds in found.items()}


def loaded_by_scoring() -> list[str]:
    """Return which of scikit-learn, pandas and nltk a process has loaded that scored a text."""
    score = "import classifier, sys; classifier.load().score('It rained on Monday. ' * 9)"
    code = f"{score}; print(*(name for name in {_UNWANTED} if name in sys.modules))"
    return subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()


def measure(texts: Sequence[str], rounds: int) -> dict[str, Any]:
    """Return all figures."""
    scorer = classifier.load()
    others, missing = peers(texts[::rounds])
    runs = [*ours(scorer), *others]
    parts = [texts[at :: rounds + 1] for at in range(rounds + 1)]
    with threadpool_limits(1):
        by_program(runs, parts[:1])  # the first round is for warming up
        spent = by_program(runs, parts[1:])
        staged = by_stage(scorer, parts[1:])
    size = sum(len(text.encode("utf-8", "surrogatepass")) for text in texts) / len(texts)
    programs = {one.name: _figures(one, spent[one.name], spent[YARDSTICK], size) for one in runs}
    return {
        "machine": f"{platform.machine()}, Python {platform.python_version()}, one thread, CPU time",
        "model": scorer.model.id + ("" if scorer.model.tagger else ", without a tagger"),
        "articles": len(texts),
        "characters an article": round(sum(map(len, texts)) / len(texts)),
        "rounds": rounds,
        "programs": programs,
        "stages, microseconds an article": {name: round(1e6 * seconds, 1) for name, seconds in staged.items()},
        "bars": {name: f"{programs[name]['of the yardstick']} of at most {bar}" for name, bar in BARS.items()},
        "not measured": missing | NOT_HAD,
    }


def _figures(one: Peer, spent: Sequence[float], yardstick: Sequence[float], size: float) -> dict[str, Any]:
    """Return the figures of one program from its seconds an article by round, for articles of so many bytes."""
    seconds = median(spent)
    return {
        "delivers": one.delivers,
        "microseconds an article": round(1e6 * seconds),
        "of the yardstick": round(median(a / b for a, b in zip(spent, yardstick, strict=True)), 3),
        "MB/s": round(size / seconds / 1e6, 2),
        "articles/s": round(1 / seconds),
    }


def main() -> None:
    """Measure, print and keep the figures; write the page and its picture."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--corpora", type=Path, default=Path("../shared/corpora"))
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    figures = measure(read_texts(options.corpora), options.rounds)
    figures |= {
        "growth with length, 1 kB to 10 MB": growth.measure(),
        "start": startup.measure(),
        "loaded by scoring, of scikit-learn, pandas and nltk": loaded_by_scoring() or "none",
    }
    print(json.dumps(figures, indent=1, ensure_ascii=False))
    RESULT.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    speedpage.write(figures)


if __name__ == "__main__":
    main()
