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
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any, TypeVar

from threadpoolctl import threadpool_limits

import classifier
from benchmarks import growth, speedpage, startup
from benchmarks.peers import NOT_HAD, YARDSTICK, Peer, peers
from classifier.abstention import why_unscorable
from classifier.article import sha256_of
from classifier.blocks import block_kinds
from classifier.cues import Document, analyse_all
from classifier.cues.hedges import find_hedges
from classifier.cues.quotes import find_quotes
from classifier.cues.sources import find_sources
from classifier.cues.speakers import name_speakers
from classifier.features.article import ArticleFacts, article_table
from classifier.features.facts import gather
from classifier.features.sentence import sentence_table
from classifier.folding import fold
from classifier.model.bundle import Model
from classifier.scan import scan_all
from classifier.scoring import Scorer

RESULT = Path(__file__).parent / "results" / "speed.json"
BATCH = 64  # as `score_many` takes them
WHOLE, CUES = "classifier", "classifier, cues with sources"
BARS = {WHOLE: 0.20, CUES: 0.15}  # most that it may take, of the yardstick
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


class Clock:
    """CPU time by stage."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    def __call__(self, stage: str, work: Callable[[], Found]) -> Found:
        """Return what `work` finds, and add its time to the stage."""
        began = process_time()
        found = work()
        self.seconds[stage] = self.seconds.get(stage, 0.0) + process_time() - began
        return found


def stages(model: Model, texts: Sequence[str], clock: Clock) -> None:
    """Walk the texts of one batch through the stages of `Model.read` and `Scorer`, one by one."""
    clock("folding", lambda: [fold(text) for text in texts])
    scans = clock("tokens, blocks, sentences", lambda: scan_all(texts))
    quotes = clock("quotations", lambda: [find_quotes(one) for one in scans])
    tagger = model.tagger
    spans = (
        [None] * len(scans)
        if tagger is None
        else clock("tagger", lambda: [one.spans for one in tagger.tag_all(scans, quotes)])
    )
    found = clock("sources", lambda: [find_sources(*one) for one in zip(scans, quotes, spans, strict=True)])
    cited = [attributions for attributions, _ in found]
    named = clock("speakers", lambda: [name_speakers(*one) for one in zip(scans, quotes, cited, strict=True)])
    hedges = clock("hedges", lambda: [find_hedges(*one) for one in zip(scans, named, cited, strict=True)])
    kinds = clock("kinds of blocks", lambda: [block_kinds(one) for one in scans])
    rows = zip(scans, kinds, named, cited, [sources for _, sources in found], hedges, strict=True)
    documents = [Document(*row) for row in rows]
    facts = clock("arrays", lambda: gather(documents))
    table = clock("sentence features", lambda: sentence_table(facts))
    ngrams = clock("n-grams", lambda: model.sentence.ngrams_of(facts))
    chances = clock("sentence model", lambda: model.sentence.probabilities(facts, table, ngrams))
    evidence = clock("words of the article", lambda: model.words.evidence(facts, ngrams))
    read = ArticleFacts(facts, table, chances, model.words.values(facts, evidence), evidence)
    features = clock("article features", lambda: article_table(read))
    clock("article models", lambda: model.article.verdict_probabilities(features))
    clock("abstention", lambda: why_unscorable(facts, model.article.is_article(features), 0.5))
    clock("hash", lambda: [sha256_of(text) for text in texts])


def by_program(runs: Sequence[Peer], rounds: Sequence[Sequence[str]]) -> dict[str, list[float]]:
    """Return the CPU seconds an article of each program in each round, in which all take their turn."""
    spent: dict[str, list[float]] = {one.name: [] for one in runs}
    for texts in rounds:
        for one in runs:
            began = process_time()
            one.run(texts)
            spent[one.name].append((process_time() - began) / len(texts))
    return spent


def by_stage(model: Model, rounds: Sequence[Sequence[str]]) -> dict[str, float]:
    """Return the median CPU seconds an article of each stage."""
    clocks = [Clock() for _ in rounds]
    for clock, texts in zip(clocks, rounds, strict=True):
        for at in range(0, len(texts), BATCH):
            stages(model, texts[at : at + BATCH], clock)
    return {
        stage: median(clock.seconds[stage] / len(texts) for clock, texts in zip(clocks, rounds, strict=True))
        for stage in clocks[0].seconds
    }


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
        staged = by_stage(scorer.model, parts[1:])
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
