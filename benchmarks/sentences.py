"""Sentence boundaries on NewsDiscourse train, beside NLTK Punkt, nupunkt and pysbd.

Run: ``python -m benchmarks.sentences --corpora ../shared/corpora``

Headline rows and rows that do not end in . ? or ! (plus closers) are left out; the sentences of a
document are joined by one blank and split again. A boundary is the end of a sentence inside the
document.

The gold was itself split by a program and keeps its slips ("Gov. | Jerry Brown", no break behind a
closing ”). So the points at which the gold and any system but pysbd differ (where pysbd differs alone,
it errs) were judged by reading, blind to system and gold, by a language-model annotator:
`sentence_rulings.jsonl` holds document hash, offset and ruling. The second column is measured with the
rulings in place of the gold. The scanner's lists and rules were developed with an eye on this set, so
the figure is no held-out one; Punkt was trained on none of it by anybody.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from classifier.article import sha256_of
from classifier.scan import scan

RULINGS = Path(__file__).with_name("sentence_rulings.jsonl")
RESULT = Path(__file__).parent / "results" / "sentences.json"
_CLOSERS = "\"'”’»)]}"


@dataclass(frozen=True)
class Document:
    """A text with the ends of its sentences, the last one left out."""

    text: str
    ends: frozenset[int]


def documents(corpora: Path) -> list[Document]:
    """Return the documents of NewsDiscourse train, joined as described above."""
    found = []
    with (corpora / "newsdiscourse" / "train.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            rows = [row["text"].strip() for row in json.loads(line)["sentences"] if row["n"] != "H"]
            kept = [" ".join(row.split()) for row in rows if row.rstrip(_CLOSERS).endswith((".", "?", "!"))]
            ends, at = [], 0
            for row in kept:
                ends.append(at + len(row))
                at += len(row) + 1
            found.append(Document(" ".join(kept), frozenset(ends[:-1])))
    return found


def _ours(text: str) -> list[int]:
    return [span.end for span in scan(text).sentences]


def _punkt() -> Callable[[str], list[int]]:
    import punkt
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

    learned, parameters = punkt.load_model("english"), PunktParameters()
    parameters.abbrev_types = set(learned.abbrev_types)
    parameters.collocations = {tuple(pair) for pair in learned.collocations}
    parameters.sent_starters = set(learned.sent_starters)
    parameters.ortho_context.update(learned.ortho_context)
    tokenizer = PunktSentenceTokenizer(parameters)
    return lambda text: [end for _, end in tokenizer.span_tokenize(text)]


def _nupunkt() -> Callable[[str], list[int]]:
    import nupunkt

    return lambda text: [len(text[:end].rstrip()) for _, end in nupunkt.sent_spans(text)]


def _pysbd() -> Callable[[str], list[int]]:
    import pysbd

    segmenter = pysbd.Segmenter(language="en", clean=False, char_span=True)
    return lambda text: [len(text[: span.end].rstrip()) for span in segmenter.segment(text)]


def systems() -> dict[str, Callable[[str], list[int]]]:
    """Return every splitter, by name, as a function from text to the ends of its sentences."""
    return {"classifier": _ours, "NLTK Punkt": _punkt(), "nupunkt": _nupunkt(), "pysbd": _pysbd()}


def rulings() -> dict[tuple[str, int], bool]:
    """Return whether a sentence ends there, by document hash and offset."""
    if not RULINGS.exists():
        return {}
    rows = [json.loads(line) for line in RULINGS.read_text(encoding="utf-8").splitlines()]
    return {(row["sha256"], row["end"]): row["boundary"] for row in rows}


def corrected(document: Document, ruled: dict[tuple[str, int], bool]) -> frozenset[int]:
    """Return the gold ends with the rulings in place."""
    key = sha256_of(document.text)
    here = {end: boundary for (digest, end), boundary in ruled.items() if digest == key}
    return frozenset(end for end in document.ends | set(here) if here.get(end, True))


def f1(found: list[frozenset[int]], gold: list[frozenset[int]]) -> float:
    """Return F1 over all boundaries."""
    hits = sum(len(a & b) for a, b in zip(found, gold, strict=True))
    return 2 * hits / (sum(map(len, found)) + sum(map(len, gold)))


def main() -> None:
    """Print and keep F1 against the gold and against the corrected gold."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--corpora", type=Path, default=Path("../shared/corpora"))
    parser.add_argument("--differences", type=Path, help="write the points to be judged by reading, and stop")
    options = parser.parse_args()
    texts = documents(options.corpora)
    found = {name: [frozenset(split(one.text)[:-1]) for one in texts] for name, split in systems().items()}
    if options.differences:
        _write_differences(options.differences, texts, found)
        return
    ruled = rulings()
    gold, mended = [one.ends for one in texts], [corrected(one, ruled) for one in texts]
    figures = {name: {"gold": f1(ends, gold), "corrected": f1(ends, mended)} for name, ends in found.items()}
    for name, figure in figures.items():
        print(f"{name:<12} gold {figure['gold']:.5f}   corrected {figure['corrected']:.5f}")
    RESULT.parent.mkdir(exist_ok=True)
    result = {"documents": len(texts), "boundaries": sum(map(len, gold)), "rulings": len(ruled), "f1": figures}
    RESULT.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")


def _write_differences(path: Path, texts: list[Document], found: dict[str, list[frozenset[int]]]) -> None:
    with path.open("w", encoding="utf-8") as out:
        for index, one in enumerate(texts):
            ends = [one.ends, *(split[index] for name, split in found.items() if name != "pysbd")]
            for end in sorted(frozenset.union(*ends) - frozenset.intersection(*ends)):
                if 0 < end < len(one.text):
                    row = {
                        "sha256": sha256_of(one.text),
                        "end": end,
                        "before": one.text[max(0, end - 120) : end],
                        "behind": one.text[end : end + 80],
                    }
                    out.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
