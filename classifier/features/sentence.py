"""Features of a sentence in its article.

Each function below takes the `SentenceFacts` of one sentence and returns one number; its name is
the column's name. `sentence_table` puts them, and those of the neighbours, into one array.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import log1p, sqrt

import numpy as np
from numpy.typing import NDArray

from classifier.blocks import BlockKind, block_kinds
from classifier.cues import Document
from classifier.cues.hedges import Hedge
from classifier.cues.quotes import quoted_tokens
from classifier.cues.sources import NAMED, Attribution
from classifier.lexicons import word_list

__all__ = ["COLUMNS", "SentenceFacts", "sentence_facts", "sentence_table"]

_MONTHS = word_list("months")
_PLACED_IN_TIME = word_list("placed_in_time")
_SECOND = frozenset(["you", "your", "you're", "you've", "you'll", "yours", "yourself"])
_FIRST_PLURAL = word_list("first_plural")
_FIRST = word_list("first")
_NEED = frozenset(["should", "must", "need", "needs", "ought", "deserve", "deserves"])
_PAST = word_list("past")
_PRESENT_BE = frozenset({"is", "are", "has", "have", "it's", "that's", "there's"})
_GREETING = word_list("greeting")
_ABSTRACT = word_list("abstract")
_MIND = word_list("mind")
_EVALUATIVE = word_list("evaluative")


@dataclass(frozen=True, slots=True)
class SentenceFacts:
    """What the features of one sentence are counted from.

    `words` and `tokens` are those outside quotations that count; `quoted` is the share inside them.
    """

    words: list[str]
    tokens: list[str]
    length: int
    quoted: float
    last: str
    hedges: list[Hedge]
    attributions: list[Attribution]
    block: BlockKind
    opens_block: bool
    position: float


def sentence_facts(document: Document) -> list[SentenceFacts]:
    """Return the facts of every sentence, in order."""
    scan = document.scan
    count = len(scan.sentences)
    hedges: list[list[Hedge]] = [[] for _ in range(count)]
    for hedge in document.hedges:
        hedges[hedge.sentence].append(hedge)
    attributions: list[list[Attribution]] = [[] for _ in range(count)]
    for attribution in document.attributions:
        attributions[attribution.sentence].append(attribution)
    quoted = quoted_tokens(scan, document.quotes)
    kinds = block_kinds(scan)
    facts = []
    for index in range(count):
        first, last = scan.bounds[index], scan.bounds[index + 1]
        kept = [at for at in range(first, last) if not quoted[at]]
        block = scan.sentence_block[index]
        facts.append(
            SentenceFacts(
                words=[scan.words[at] for at in kept],
                tokens=[scan.tokens[at] for at in kept],
                length=last - first,
                quoted=1.0 - len(kept) / (last - first),
                last=next((t for t in reversed(scan.tokens[first:last]) if t not in "\"'”’)]*_"), ""),
                hedges=hedges[index],
                attributions=attributions[index],
                block=kinds[block],
                opens_block=index == 0 or scan.sentence_block[index - 1] != block,
                position=index / max(1, count - 1),
            )
        )
    return facts


Feature = Callable[[SentenceFacts], float]
_FEATURES: list[Feature] = []


def _feature(function: Feature) -> Feature:
    _FEATURES.append(function)
    return function


def _damped(count: int, facts: SentenceFacts) -> float:
    """Return `count` over the square root of the sentence's length, which four words more keep from running off."""
    return count / sqrt(len(facts.words) + 4)


def _share(facts: SentenceFacts, listed: frozenset[str]) -> float:
    """Return how many of the words are listed, damped."""
    return _damped(sum(word in listed for word in facts.words), facts)


def _hedging(facts: SentenceFacts, voice: str, *kinds: str) -> float:
    return sum(h.probability for h in facts.hedges if h.voice == voice and (not kinds or h.kind in kinds))


@_feature
def log_length(facts: SentenceFacts) -> float:
    """Tokens, quoted ones included."""
    return log1p(facts.length)


@_feature
def quoted_share(facts: SentenceFacts) -> float:
    """Share of the tokens inside quotations."""
    return facts.quoted


@_feature
def wholly_quoted(facts: SentenceFacts) -> float:
    """Nothing but the marks stands outside the quotation."""
    return float(facts.quoted > 0.8)


@_feature
def attributed_to_named(facts: SentenceFacts) -> float:
    """A claim is handed to a person, organisation, document or outlet."""
    return float(any(a.kind in NAMED for a in facts.attributions))


@_feature
def attributed_to_anonymous(facts: SentenceFacts) -> float:
    """A claim is handed to a described but unnamed source."""
    return float(any(a.kind == "anonymous" for a in facts.attributions))


@_feature
def attributed_to_vague(facts: SentenceFacts) -> float:
    """A claim is handed to insiders, experts or nobody."""
    return float(any(a.kind == "vague" for a in facts.attributions))


@_feature
def unattributed(facts: SentenceFacts) -> float:
    """No source and no quotation."""
    return float(not facts.attributions and facts.quoted == 0)


@_feature
def own_modal_perfect(facts: SentenceFacts) -> float:
    """Retrospective speculation in the article's own voice: "would have aimed"."""
    return _hedging(facts, "article", "modal_perfect")


@_feature
def own_modal(facts: SentenceFacts) -> float:
    """Modal hedges in the article's own voice."""
    return _hedging(facts, "article", "modal")


@_feature
def own_adverb(facts: SentenceFacts) -> float:
    """Epistemic adverbs, adjectives and nouns in the article's own voice."""
    return _hedging(facts, "article", "adverb", "adjective", "noun")


@_feature
def own_evidential(facts: SentenceFacts) -> float:
    """Evidential and doxastic hedges in the article's own voice."""
    return _hedging(facts, "article", "evidential", "doxastic")


@_feature
def own_conditional(facts: SentenceFacts) -> float:
    """Conditions and open questions in the article's own voice."""
    return _hedging(facts, "article", "conditional", "investigation")


@_feature
def own_hedged(facts: SentenceFacts) -> float:
    """Whether the article's own voice hedges at all, more than by an approximation."""
    return float(any(h.voice == "article" and h.probability >= 0.5 for h in facts.hedges))


@_feature
def nobodys_hedges(facts: SentenceFacts) -> float:
    """Hedges on nobody's authority: "insiders say"."""
    return _hedging(facts, "nobody")


@_feature
def sources_hedges(facts: SentenceFacts) -> float:
    """Hedges that belong to a source."""
    return _hedging(facts, "attributed") + _hedging(facts, "quote")


@_feature
def question(facts: SentenceFacts) -> float:
    """Ends in a question mark."""
    return float(facts.last == "?")


@_feature
def exclamation(facts: SentenceFacts) -> float:
    """Ends in an exclamation mark."""
    return float(facts.last == "!")


@_feature
def unfinished(facts: SentenceFacts) -> float:
    """Ends in no stop at all."""
    return float(facts.last[-1:] not in ".!?…")


@_feature
def numbers(facts: SentenceFacts) -> float:
    """Tokens with a digit."""
    return _damped(sum(token[0].isdigit() for token in facts.tokens), facts)


@_feature
def dates(facts: SentenceFacts) -> float:
    """Names of months and days."""
    return _share(facts, _MONTHS)


@_feature
def placed_in_time(facts: SentenceFacts) -> float:
    """Words that place an event in time: "yesterday", "last"."""
    return _share(facts, _PLACED_IN_TIME)


@_feature
def names(facts: SentenceFacts) -> float:
    """Capitals behind the first token."""
    return _damped(sum(token[0].isupper() for token in facts.tokens[1:]), facts)


@_feature
def past_tense(facts: SentenceFacts) -> float:
    """Verbs that look like the past tense."""
    return _damped(sum(w in _PAST or (len(w) > 4 and w.endswith("ed")) for w in facts.words), facts)


@_feature
def present_be(facts: SentenceFacts) -> float:
    """Present forms of be and have."""
    return _share(facts, _PRESENT_BE)


@_feature
def future(facts: SentenceFacts) -> float:
    """The words will and won't."""
    return _share(facts, frozenset({"will", "won't", "shall", "going"}))


@_feature
def need(facts: SentenceFacts) -> float:
    """Words of need and duty."""
    return _share(facts, _NEED)


@_feature
def second_person(facts: SentenceFacts) -> float:
    """Talk to the reader."""
    return _share(facts, _SECOND)


@_feature
def first_plural(facts: SentenceFacts) -> float:
    """The words we and our outside quotations."""
    return _share(facts, _FIRST_PLURAL)


@_feature
def first_singular(facts: SentenceFacts) -> float:
    """The words I and my outside quotations."""
    return _share(facts, _FIRST)


@_feature
def greeting(facts: SentenceFacts) -> float:
    """Words of greeting among the first three."""
    return float(any(word in _GREETING for word in facts.words[:3]))


@_feature
def abstract(facts: SentenceFacts) -> float:
    """Words that say that something matters."""
    return _share(facts, _ABSTRACT)


@_feature
def mind(facts: SentenceFacts) -> float:
    """Verbs of thinking, wanting and feeling."""
    return _share(facts, _MIND)


@_feature
def evaluative(facts: SentenceFacts) -> float:
    """Words of praise and blame."""
    return _share(facts, _EVALUATIVE)


@_feature
def is_headline(facts: SentenceFacts) -> float:
    """Stands in the headline."""
    return float(facts.block == "headline")


@_feature
def is_heading(facts: SentenceFacts) -> float:
    """Stands in a heading."""
    return float(facts.block == "heading")


@_feature
def is_bullet(facts: SentenceFacts) -> float:
    """Stands in a bullet."""
    return float(facts.block == "bullet")


@_feature
def opens_block(facts: SentenceFacts) -> float:
    """First of its paragraph."""
    return float(facts.opens_block)


@_feature
def position(facts: SentenceFacts) -> float:
    """Place in the article, from 0 to 1."""
    return facts.position


@_feature
def opening(facts: SentenceFacts) -> float:
    """Among the first tenth of the sentences."""
    return float(facts.position < 0.1)


_OF_NEIGHBOURS = (
    "attributed_to_named", "attributed_to_anonymous", "attributed_to_vague", "quoted_share", "wholly_quoted",
    "own_modal_perfect", "own_hedged", "nobodys_hedges", "numbers", "dates", "past_tense", "second_person",
    "abstract", "unfinished",
)  # fmt: skip
_NAMES = tuple(function.__name__ for function in _FEATURES)
_NEIGHBOUR_INDEX = [_NAMES.index(name) for name in _OF_NEIGHBOURS]

COLUMNS: tuple[str, ...] = (
    *_NAMES,
    *(f"before_{name}" for name in _OF_NEIGHBOURS),
    *(f"behind_{name}" for name in _OF_NEIGHBOURS),
)


def sentence_table(facts: list[SentenceFacts]) -> NDArray[np.float64]:
    """Return an array of shape (sentences, ``len(COLUMNS)``)."""
    own = np.array([[feature(one) for feature in _FEATURES] for one in facts], dtype=np.float64)
    own = own.reshape(len(facts), len(_FEATURES))
    shared = own[:, _NEIGHBOUR_INDEX]
    none = np.zeros((1, len(_NEIGHBOUR_INDEX)))
    before = np.vstack([none, shared[:-1]])[: len(facts)]
    behind = np.vstack([shared[1:], none])[: len(facts)]
    return np.hstack([own, before, behind])
