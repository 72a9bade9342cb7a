"""Features of an article, from its sentences as the sentence model judged them and from its cues.

Each function below takes the `ArticleFacts` of one article and returns one number; its name is the
column's name. Only the body counts: no headline, heading or page furniture.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log1p

import numpy as np
from numpy.typing import NDArray

from classifier.cues import Document
from classifier.cues.hedges import Hedge
from classifier.features.sentence import COLUMNS as SENTENCE_COLUMNS
from classifier.features.sentence import SentenceFacts

__all__ = ["COLUMNS", "ArticleFacts", "article_facts", "article_row"]

FACT, ATTRIBUTED, SPECULATION, OPINION, OTHER = range(5)
_OUTSIDE_BODY = frozenset({"headline", "heading", "boilerplate"})
_CODE = frozenset("{}=<>;|\\~^`#$@[]()_/+*")
_AT = {name: index for index, name in enumerate(SENTENCE_COLUMNS)}

Array = NDArray[np.float64]


@dataclass(frozen=True)
class ArticleFacts:
    """What the features of one article are counted from.

    Attributes
    ----------
    document
        The text and what was found in it.
    sentences
        Facts of the body's sentences.
    table
        Their features, shape (body sentences, ``len(sentence.COLUMNS)``).
    probabilities
        Their labels' probabilities, shape (body sentences, 5).
    weight
        Their tokens, shape (body sentences,).
    hedges
        The hedges of the body.
    headline
        Probabilities of the headline's labels, zeros where there is none.
    prose_share
        Share of the text's tokens that stand in prose or in bullets long enough to say something.
    """

    document: Document
    sentences: list[SentenceFacts]
    table: Array
    probabilities: Array
    weight: Array
    hedges: list[Hedge]
    headline: Array
    prose_share: float

    @property
    def tokens(self) -> float:
        """Tokens of the body, at least one."""
        return max(1.0, float(self.weight.sum()))

    def share(self, label: int) -> float:
        """Return the part of the body's tokens that has the label."""
        return float(self.weight @ self.probabilities[:, label]) / self.tokens

    def mean(self, column: str) -> float:
        """Return the mean of a sentence feature over the body."""
        return float(self.table[:, _AT[column]].mean()) if len(self.table) else 0.0


def article_facts(
    document: Document, facts: Sequence[SentenceFacts], table: Array, probabilities: Array
) -> ArticleFacts:
    """Return the facts of an article whose every sentence has been judged."""
    kept = [index for index, one in enumerate(facts) if one.block not in _OUTSIDE_BODY]
    inside = set(kept)
    heads = [index for index, one in enumerate(facts) if one.block == "headline"]
    prose = sum(one.length for one in facts if one.block == "prose" or (one.block == "bullet" and one.length > 4))
    return ArticleFacts(
        document=document,
        sentences=[facts[index] for index in kept],
        table=table[kept],
        probabilities=probabilities[kept],
        weight=np.array([float(facts[index].length) for index in kept]),
        hedges=[hedge for hedge in document.hedges if hedge.sentence in inside],
        headline=probabilities[heads].mean(axis=0) if heads else np.zeros(5),
        prose_share=prose / max(1, sum(one.length for one in facts)),
    )


Feature = Callable[[ArticleFacts], float]
_FEATURES: list[Feature] = []


def _feature(function: Feature) -> Feature:
    _FEATURES.append(function)
    return function


@_feature
def speculation_of_asserted(facts: ArticleFacts) -> float:
    """Speculation as a part of what is asserted (fact, attributed or speculation)."""
    asserted = facts.share(FACT) + facts.share(ATTRIBUTED) + facts.share(SPECULATION)
    return facts.share(SPECULATION) / asserted if asserted > 0 else 0.0


@_feature
def fact_share(facts: ArticleFacts) -> float:
    """Part of the body that is fact."""
    return facts.share(FACT)


@_feature
def attributed_share(facts: ArticleFacts) -> float:
    """Part of the body that is attributed."""
    return facts.share(ATTRIBUTED)


@_feature
def speculation_share(facts: ArticleFacts) -> float:
    """Part of the body that is speculation."""
    return facts.share(SPECULATION)


@_feature
def opinion_share(facts: ArticleFacts) -> float:
    """Part of the body that is opinion."""
    return facts.share(OPINION)


@_feature
def other_share(facts: ArticleFacts) -> float:
    """Part of the body that asserts nothing."""
    return facts.share(OTHER)


@_feature
def headline_speculates(facts: ArticleFacts) -> float:
    """Probability that the headline speculates."""
    return float(facts.headline[SPECULATION])


@_feature
def opening_speculates(facts: ArticleFacts) -> float:
    """Mean probability of speculation in the first five sentences."""
    return float(facts.probabilities[:5, SPECULATION].mean()) if len(facts.probabilities) else 0.0


@_feature
def own_hedges(facts: ArticleFacts) -> float:
    """Hedges in the article's own voice per 100 tokens, each by its probability."""
    return 100 * sum(h.probability for h in facts.hedges if h.voice == "article") / facts.tokens


@_feature
def modal_perfect(facts: ArticleFacts) -> float:
    """Retrospective speculation ("would have aimed") in the article's own voice per 100 tokens, square root."""
    found = sum(1 for h in facts.hedges if h.kind == "modal_perfect" and h.voice == "article")
    return float((100 * found / facts.tokens) ** 0.5)


@_feature
def nobodys_hedges(facts: ArticleFacts) -> float:
    """Hedges on nobody's authority per 100 tokens."""
    return 100 * sum(h.probability for h in facts.hedges if h.voice == "nobody") / facts.tokens


@_feature
def sources_hedges(facts: ArticleFacts) -> float:
    """Hedges that belong to sources per 100 tokens."""
    found = sum(h.probability for h in facts.hedges if h.voice in ("quote", "attributed"))
    return 100 * found / facts.tokens


def _sources(facts: ArticleFacts, *kinds: str) -> int:
    return sum(source.kind in kinds for source in facts.document.sources)


@_feature
def named_persons(facts: ArticleFacts) -> float:
    """Distinct persons cited, logarithm."""
    return log1p(_sources(facts, "person"))


@_feature
def named_institutions(facts: ArticleFacts) -> float:
    """Distinct organisations, documents and outlets cited, logarithm."""
    return log1p(_sources(facts, "organisation", "document", "outlet"))


@_feature
def anonymous_sources(facts: ArticleFacts) -> float:
    """Distinct described but unnamed sources, logarithm."""
    return log1p(_sources(facts, "anonymous"))


@_feature
def vague_sources(facts: ArticleFacts) -> float:
    """Distinct insiders, experts and the like, logarithm."""
    return log1p(_sources(facts, "vague"))


@_feature
def sourced_density(facts: ArticleFacts) -> float:
    """Attributions to a source that can be pinned down, per 100 tokens."""
    found = sum(a.kind != "vague" for a in facts.document.attributions)
    return 100 * found / facts.tokens


@_feature
def no_source(facts: ArticleFacts) -> float:
    """Whether nobody is cited who could be pinned down."""
    return float(not any(source.kind != "vague" for source in facts.document.sources))


@_feature
def quoted(facts: ArticleFacts) -> float:
    """Part of the body inside quotations."""
    return float(facts.weight @ facts.table[:, _AT["quoted_share"]]) / facts.tokens


@_feature
def numbers(facts: ArticleFacts) -> float:
    """Mean of the sentences' numbers."""
    return facts.mean("numbers")


@_feature
def dates(facts: ArticleFacts) -> float:
    """Mean of the sentences' dates."""
    return facts.mean("dates")


@_feature
def placed_in_time(facts: ArticleFacts) -> float:
    """Mean of the sentences' words of time."""
    return facts.mean("placed_in_time")


@_feature
def names(facts: ArticleFacts) -> float:
    """Mean of the sentences' capitals."""
    return facts.mean("names")


@_feature
def past_tense(facts: ArticleFacts) -> float:
    """Mean of the sentences' past-tense verbs."""
    return facts.mean("past_tense")


@_feature
def present_be(facts: ArticleFacts) -> float:
    """Mean of the sentences' present forms of be and have."""
    return facts.mean("present_be")


@_feature
def future(facts: ArticleFacts) -> float:
    """Mean of the sentences' words of future."""
    return facts.mean("future")


@_feature
def second_person(facts: ArticleFacts) -> float:
    """Mean of the sentences' talk to the reader."""
    return facts.mean("second_person")


@_feature
def first_plural(facts: ArticleFacts) -> float:
    """Mean of the sentences' we and our."""
    return facts.mean("first_plural")


@_feature
def first_singular(facts: ArticleFacts) -> float:
    """Mean of the sentences' I and my."""
    return facts.mean("first_singular")


@_feature
def abstract(facts: ArticleFacts) -> float:
    """Mean of the sentences' words that say that something matters."""
    return facts.mean("abstract")


@_feature
def mind(facts: ArticleFacts) -> float:
    """Mean of the sentences' verbs of thinking and wanting."""
    return facts.mean("mind")


@_feature
def questions(facts: ArticleFacts) -> float:
    """Part of the sentences that ask."""
    return facts.mean("question")


@_feature
def exclamations(facts: ArticleFacts) -> float:
    """Part of the sentences that exclaim."""
    return facts.mean("exclamation")


@_feature
def unfinished(facts: ArticleFacts) -> float:
    """Part of the body's sentences that end in no stop."""
    return facts.mean("unfinished")


@_feature
def bullets(facts: ArticleFacts) -> float:
    """Part of the sentences in bullets."""
    return facts.mean("is_bullet")


@_feature
def prose_share(facts: ArticleFacts) -> float:
    """Part of the text's tokens in prose."""
    return facts.prose_share


@_feature
def log_tokens(facts: ArticleFacts) -> float:
    """Logarithm of the body's tokens."""
    return log1p(facts.tokens)


@_feature
def sentence_length(facts: ArticleFacts) -> float:
    """Mean tokens in a sentence of the body, logarithm."""
    return log1p(float(facts.weight.mean())) if len(facts.weight) else 0.0


@_feature
def block_length(facts: ArticleFacts) -> float:
    """Mean tokens in a block of the text, headings included, logarithm: short in verse, tables and lists."""
    scan = facts.document.scan
    return log1p(len(scan.tokens) / max(1, len(scan.blocks)))


@_feature
def broken_lines(facts: ArticleFacts) -> float:
    """Part of the blocks that begin in lower case, as the lines of verse and code do."""
    scan = facts.document.scan
    lower = sum(block.of(scan.text).lstrip()[:1].islower() for block in scan.blocks)
    return lower / max(1, len(scan.blocks))


@_feature
def symbols(facts: ArticleFacts) -> float:
    """Symbols of code and tables per 100 tokens, square root."""
    tokens = facts.document.scan.tokens
    found = sum(token[0] in _CODE for token in tokens)
    return float((100 * found / max(1, len(tokens))) ** 0.5)


@_feature
def variety(facts: ArticleFacts) -> float:
    """Different words among the first 300 of the text."""
    words = facts.document.scan.words[:300]
    return float(len(set(words)) / max(1, len(words)) ** 0.8)


COLUMNS: tuple[str, ...] = tuple(function.__name__ for function in _FEATURES)


def article_row(facts: ArticleFacts) -> Array:
    """Return the features of one article, shape (``len(COLUMNS)``,)."""
    return np.array([feature(facts) for feature in _FEATURES], dtype=np.float64)
