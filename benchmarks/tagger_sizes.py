"""The tagger of sources in several sizes: what each finds, what it costs, how large it is.

F1 is that of cross-validation inside PolNeAR train (three folds by article, bias and threshold chosen on the same
folds): exact spans of sources, of cues, sentences that hold a cue. Time is CPU time in one thread on wikinews and
newspool in batches of 64, tokens and quotations given, the median of rounds in which all sizes and the yardstick
(NLTK's trained Punkt and its word tokenizer) take their turn. Bytes are those of the files of a tagger fitted to the
whole of train.

The largest is shipped: it finds most by all three measures, and costs few microseconds more, since most of the time
goes into looking up token forms, the columns of the surroundings (worked out for every size) and the best paths.

Run: ``python -m benchmarks.tagger_sizes --corpora ../shared/corpora`` (some five minutes of CPU, extra ``benchmarks``)
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

from threadpoolctl import threadpool_limits

from benchmarks.peers import YARDSTICK, peers
from benchmarks.speed import BATCH, read_texts
from classifier.cues.quotes import find_quotes
from classifier.cues.tagger import Tagger
from classifier.cues.templates import TEMPLATES
from classifier.joined import Joined
from classifier.model.tagger import SourceTagger
from classifier.model.taggerstore import pack_tagger
from classifier.model.taggertraining import cross_validated, unannotated
from classifier.polnear import read_polnear
from classifier.scan import scan_all

RESULT = Path(__file__).parent / "results" / "tagger_sizes.json"
_WORDS = {"word", "word_before", "word_behind", "cluster", "coarse"}
_FEW = tuple(one for one in TEMPLATES if not _WORDS & {name for name, _ in one.parts})
SHIPPED = "shipped"
SIZES = {
    "token forms alone": SourceTagger(templates=()),
    "forms and surroundings without words": SourceTagger(templates=_FEW),
    SHIPPED: SourceTagger(),
}


def timed(taggers: dict[str, Tagger], texts: list[str], rounds: int) -> dict[str, list[float]]:
    """Return the CPU seconds an article of each tagger, and of the yardstick, in each round."""
    batches = []
    for at in range(0, len(texts), BATCH):
        scans = scan_all(texts[at : at + BATCH])
        batches.append((Joined.of(scans), [find_quotes(scanned) for scanned in scans]))
    yardstick = next(peer for peer in peers(texts[:100])[0] if peer.name == YARDSTICK)

    def tag(tagger: Tagger) -> Callable[[], object]:
        return lambda: [tagger.tag_all(*batch) for batch in batches]

    work = {name: tag(tagger) for name, tagger in taggers.items()} | {YARDSTICK: lambda: yardstick.run(texts)}
    spent: dict[str, list[float]] = {name: [] for name in work}
    for number in range(rounds + 1):
        for name, run in work.items():
            began = process_time()
            run()
            if number:  # the first round is for warming up
                spent[name].append((process_time() - began) / len(texts))
    return spent


def measure(corpora: Path, rounds: int) -> dict[str, Any]:
    """Return the figures of every size."""
    annotated, more = read_polnear(corpora, "train"), unannotated(corpora)
    with threadpool_limits(1):
        found, taggers = {}, {}
        for name, size in SIZES.items():
            found[name] = cross_validated(size, annotated, more, 0, lambda told: None)
            print(name, found[name], file=sys.stderr, flush=True)
            taggers[name] = size.fit(annotated, more=more).compile()
        spent = timed(taggers, read_texts(corpora)[::3], rounds)
    figures: dict[str, Any] = {}
    for name, tagger in taggers.items():
        pairs = list(zip(spent[name], spent[YARDSTICK], strict=True))
        figures[name] = {
            "source F1": round(found[name].source_f1, 4),
            "cue F1": round(found[name].cue_f1, 4),
            "sentence F1": round(found[name].sentence_f1, 4),
            "microseconds an article": round(1e6 * median(spent[name])),
            "of the yardstick": round(median(ours / theirs for ours, theirs in pairs), 3),
            "weighed features": len(tagger.features),
            "bytes": sum(map(len, pack_tagger(tagger).values())),
        }
    return figures


def main() -> None:
    """Measure, print and keep the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--corpora", type=Path, default=Path("../shared/corpora"))
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    figures = measure(options.corpora, options.rounds)
    print(json.dumps(figures, indent=1))
    RESULT.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
