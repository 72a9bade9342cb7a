"""The ten most frequent hedges in real articles that taught nothing: how many hedge, and in whose voice.

Run: ``python -m benchmarks.cue_precision --corpora ../shared/corpora``; ``--draw FILE`` writes what is to be judged by
reading, and stops. Articles of the train and dev splits are left out, since their hedges taught the disambiguator.

Twenty matches of each cue with a probability of at least a half are drawn at random. A language-model reader judged
each in the sentences around it, blind to the program's voice: `cue_rulings.jsonl` holds corpus, article, span and
ruling (null: it does not hedge). A match without a ruling, because another model found it, is left out and counted.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import classifier
from classifier.labels import read_labels
from classifier.score import ArticleScore, Failure

ROOT = Path(__file__).parent.parent
RULINGS = Path(__file__).with_name("cue_rulings.jsonl")
RESULT = Path(__file__).parent / "results" / "cue_precision.json"
CUES, DRAWN, LEAST = 10, 20, 0.5
_AROUND = 500  # characters on each side that a reader is given

Place = tuple[str, str, int, int]


@dataclass(frozen=True, slots=True)
class Match:
    """A hedge that was found: its cue, where it stands, the voice it was given, and the text around it."""

    cue: str
    place: Place
    voice: str
    around: str


def articles(corpora: Path) -> Iterator[tuple[str, str, str]]:
    """Yield corpus, id and text of the articles of wikinews and newspool that taught nothing."""
    taught = {(row.corpus, row.id) for row in read_labels(ROOT / "labels") if row.split != "test"}
    for corpus in ("wikinews", "newspool"):
        for line in (corpora / corpus / "articles.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if (corpus, row["id"]) not in taught:
                yield corpus, row["id"], row["text"]


def matches(corpora: Path) -> dict[str, list[Match]]:
    """Return the matches of the most frequent cues, the most frequent first."""
    rows = list(articles(corpora))
    found: dict[str, list[Match]] = {}
    scores = classifier.load().score_many([text for _, _, text in rows])
    for (corpus, number, text), score in zip(rows, scores, strict=True):
        for one in _hedges(score, text, corpus, number):
            found.setdefault(one.cue, []).append(one)
    most = Counter({cue: len(places) for cue, places in found.items()}).most_common(CUES)
    return {cue: found[cue] for cue, _ in most}


def _hedges(score: ArticleScore | Failure, text: str, corpus: str, number: str) -> Iterator[Match]:
    for hedge in score.hedges if isinstance(score, ArticleScore) else ():
        if hedge.probability >= LEAST:
            start, end = hedge.span.start, hedge.span.end
            cue = " ".join(text[start:end].lower().replace("’", "'").split())
            if hedge.kind == "modal_perfect":
                cue = f"{cue.split()[0]} have …"
            before, behind = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
            yield Match(cue, (corpus, number, start, end), hedge.voice, f"{before}⟦{text[start:end]}⟧{behind}")


def drawn(found: dict[str, list[Match]]) -> list[Match]:
    """Return the matches that are judged, in random order."""
    draw = random.Random(0)
    chosen = [one for places in found.values() for one in draw.sample(places, min(DRAWN, len(places)))]
    draw.shuffle(chosen)
    return chosen


def rulings() -> dict[Place, str | None]:
    """Return the voice that a reader gave each match, None if it does not hedge."""
    rows = map(json.loads, RULINGS.read_text(encoding="utf-8").splitlines())
    return {(row["corpus"], row["id"], row["start"], row["end"]): row["voice"] for row in rows}


def main() -> None:
    """Draw, or print and keep the precision of each cue."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--corpora", type=Path, default=Path("../shared/corpora"))
    parser.add_argument("--draw", type=Path, help="write the matches to be judged by reading, and stop")
    options = parser.parse_args()
    found = matches(options.corpora)
    if options.draw:
        told = [f"=== {at} {' '.join(map(str, one.place))}\n{one.around}\n" for at, one in enumerate(drawn(found), 1)]
        options.draw.write_text("\n".join(told), encoding="utf-8")
        return
    ruled = rulings()
    judged = [(one, ruled[one.place]) for one in drawn(found) if one.place in ruled]
    rows = []
    for cue, places in found.items():
        here = [(one.voice, voice) for one, voice in judged if one.cue == cue]
        hedges = [pair for pair in here if pair[1] is not None]
        right = sum(given == voice for given, voice in hedges)
        precision = round(len(hedges) / len(here), 3) if here else None
        counts = {"matches": len(places), "judged": len(here), "hedge": len(hedges), "in the right voice": right}
        rows.append({"cue": cue, **counts, "precision": precision})
        print(f"{cue:<16} {len(here):3} judged, {len(hedges):3} hedge, {right:3} in the right voice")
    count = sum(1 for _ in articles(options.corpora))
    result = {
        "model": classifier.load().model.id,
        "articles": count,
        "left out": DRAWN * len(rows) - len(judged),
        "cues": rows,
    }
    RESULT.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
