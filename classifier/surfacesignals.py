"""What the surface of written articles gives away of their verdict: where length tells it, length is learned."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from classifier.blocks import block_kinds
from classifier.joined import Joined
from classifier.labels import LabelledArticle, WrittenArticle
from classifier.lexicons import attribution_verbs, word_list
from classifier.scan import scan

__all__ = ["SIGNALS", "signals_table", "surface_signals"]

_MARKS = re.compile(r"[\"“”‘«»]")


def _per_word(count: float, words: int) -> float:
    return count / max(1, words)


SIGNALS = (
    "words", "digits", "quotation marks", "headings", "bullets", "greeting", "you", "will", "said-verbs",
    "exclamation marks", "question marks",
)  # fmt: skip


def _signal_row(text: str) -> list[float]:
    found = scan(text)
    words = len(found.words)
    kinds = Counter(block_kinds(Joined.of([found]))[0][1:])
    verbs, greetings = attribution_verbs(), word_list("greeting")
    return [
        float(words),
        _per_word(sum(char.isdigit() for char in text), words),
        _per_word(len(_MARKS.findall(text)), words),
        kinds["heading"] / max(1, len(found.blocks)),
        kinds["bullet"] / max(1, len(found.blocks)),
        float(any(word in greetings for word in found.words[:40])),
        _per_word(sum(word in ("you", "your", "you're", "you’re", "you'll", "you’ll") for word in found.words), words),
        _per_word(found.words.count("will"), words),
        _per_word(sum(word in verbs for word in found.words), words),
        _per_word(text.count("!"), words),
        _per_word(text.count("?"), words),
    ]


def surface_signals(
    labels: Sequence[LabelledArticle], written: dict[str, WrittenArticle], seed: int = 0
) -> dict[str, float]:
    """Return how well each surface signal alone tells speculative from reported written articles.

    Returns
    -------
    dict
        AUC, at least one half, by signal; ``field`` by the verdicts that other authors' articles in it have; and under
        ``all together`` that of a logistic regression over the others, cross-validated by author.
        Empty if there are no written articles of both verdicts.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import LeaveOneGroupOut, cross_val_predict
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    rows = [row for row in labels if row.id in written and row.final.verdict in ("reported", "speculative")]
    truth = np.array([row.final.verdict == "speculative" for row in rows])
    if len(set(truth.tolist())) < 2:
        return {}
    table = np.array([_signal_row(written[row.id].text) for row in rows])
    found = {name: _two_sided(roc_auc_score(truth, table[:, at])) for at, name in enumerate(SIGNALS)}
    fields = np.array([written[row.id].field or "" for row in rows])
    authors = np.array([written[row.id].author for row in rows])
    found["field"] = _two_sided(roc_auc_score(truth, _rate_elsewhere(fields, authors, truth)))
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
    chances = cross_val_predict(model, table, truth, groups=authors, cv=LeaveOneGroupOut(), method="predict_proba")
    found["all together"] = float(roc_auc_score(truth, chances[:, 1]))
    return found


def _two_sided(area: float) -> float:
    return float(max(area, 1 - area))


def _rate_elsewhere(
    fields: NDArray[np.str_], authors: NDArray[np.str_], truth: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Return for each article the share of speculative ones in its field among the other authors' articles."""
    rates = []
    for name, author in zip(fields, authors, strict=True):
        same = (fields == name) & (authors != author)
        rates.append(truth[same].mean() if same.any() else 0.5)
    return np.array(rates)


def signals_table(found: dict[str, float]) -> str:
    """Return the AUC of each signal as Markdown."""
    lines = [
        "Written articles, speculative against reported: AUC of each surface signal alone (one half tells nothing),",
        "and of a logistic regression over all of them, cross-validated by author.",
        "",
        "| signal | AUC |",
        "|---|---:|",
    ]
    lines += [f"| {name} | {value:.3f} |" for name, value in found.items()]
    return "\n".join(lines)
