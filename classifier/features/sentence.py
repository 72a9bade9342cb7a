"""Features of a sentence in its article.

Each function below takes the `Facts` of a batch and returns one number a sentence; its name is the
column's name. `sentence_table` puts them, and those of the neighbours, into one array.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from classifier.blocks import BlockKind
from classifier.features.facts import BLOCKS, DIGIT, NAMED_KINDS, UPPER, VOICES, Facts, Floats

__all__ = ["COLUMNS", "sentence_table"]

Feature = Callable[[Facts], Floats]
_FEATURES: list[Feature] = []


_STOPS = np.array([ord(stop) for stop in ".!?…"])


def _feature(function: Feature) -> Feature:
    _FEATURES.append(function)
    return function


def _number(found: NDArray[np.bool_]) -> Floats:
    return np.asarray(found, dtype=np.float64)


def _damped(facts: Facts, count: Floats) -> Floats:
    """Return `count` over the square root of the sentence's length, which four words more keep from running off."""
    return count / np.sqrt(facts.length + 4)


def _share(facts: Facts, name: str) -> Floats:
    """Return how many of the words are in a list, damped."""
    return _damped(facts, facts.listed(name))


def _in_block(facts: Facts, kind: BlockKind) -> Floats:
    return _number(facts.block == BLOCKS.index(kind))


def _opening_word(facts: Facts, name: str) -> Floats:
    """Return whether the first token is in a list of words and no quotation."""
    return _number(facts.opening_word(name))


@_feature
def log_length(facts: Facts) -> Floats:
    """Tokens, quoted ones included, logarithm."""
    return np.log1p(facts.size)


@_feature
def quoted_share(facts: Facts) -> Floats:
    """Share of the tokens inside quotations."""
    return 1.0 - facts.length / np.maximum(1, facts.size)


@_feature
def wholly_quoted(facts: Facts) -> Floats:
    """Nothing but the marks stands outside the quotation."""
    return _number(quoted_share(facts) > 0.8)


@_feature
def quoted_by_named(facts: Facts) -> Floats:
    """Share of the tokens in quotations of speakers that can be looked up."""
    return facts.quoted(*NAMED_KINDS)


@_feature
def quoted_by_anonymous(facts: Facts) -> Floats:
    """Share of the tokens in quotations of described but unnamed speakers."""
    return facts.quoted("anonymous")


@_feature
def quoted_by_vague(facts: Facts) -> Floats:
    """Share of the tokens in quotations of insiders, friends, experts."""
    return facts.quoted("vague")


@_feature
def quoted_by_nobody(facts: Facts) -> Floats:
    """Share of the tokens in quotations without a speaker."""
    return facts.quoted()


@_feature
def attributed_to_named(facts: Facts) -> Floats:
    """A claim is handed to a person, organisation, document or outlet."""
    return _number(facts.attributed(*NAMED_KINDS))


@_feature
def attributed_to_anonymous(facts: Facts) -> Floats:
    """A claim is handed to a described but unnamed source."""
    return _number(facts.attributed("anonymous"))


@_feature
def attributed_to_vague(facts: Facts) -> Floats:
    """A claim is handed to insiders, experts or nobody."""
    return _number(facts.attributed("vague"))


@_feature
def attributed_to_outlet(facts: Facts) -> Floats:
    """A claim is handed to a news outlet."""
    return _number(facts.attributed("outlet"))


@_feature
def named_one_wants(facts: Facts) -> Floats:
    """Somebody who can be looked up wants, plans or fears something."""
    return _number(facts.attributed(*NAMED_KINDS, says=False))


@_feature
def unnamed_one_wants(facts: Facts) -> Floats:
    """Somebody who is not named wants, plans or fears something."""
    return _number(facts.attributed("anonymous", "vague", says=False))


@_feature
def unattributed(facts: Facts) -> Floats:
    """No source and no quotation."""
    sourced = np.bincount(facts.attributions[:, 0], minlength=len(facts)) > 0
    return _number(~sourced & (facts.length == facts.size))


@_feature
def own_modal_perfect(facts: Facts) -> Floats:
    """Retrospective speculation in the article's own voice: "would have aimed"."""
    return facts.hedging(["article"], "modal_perfect")


@_feature
def own_modal(facts: Facts) -> Floats:
    """Modal hedges in the article's own voice."""
    return facts.hedging(["article"], "modal")


@_feature
def own_adverb(facts: Facts) -> Floats:
    """Epistemic adverbs, adjectives and nouns in the article's own voice."""
    return facts.hedging(["article"], "adverb", "adjective", "noun")


@_feature
def own_evidential(facts: Facts) -> Floats:
    """Evidential and doxastic hedges in the article's own voice."""
    return facts.hedging(["article"], "evidential", "doxastic")


@_feature
def own_conditional(facts: Facts) -> Floats:
    """Conditions and open questions in the article's own voice."""
    return facts.hedging(["article"], "conditional", "investigation")


@_feature
def own_hedged(facts: Facts) -> Floats:
    """Whether the article's own voice hedges at all, more than by an approximation."""
    hedges = facts.hedges
    own = hedges.row[(hedges.voice == VOICES.index("article")) & (hedges.probability >= 0.5)]
    return _number(np.bincount(own, minlength=len(facts)) > 0)


@_feature
def nobodys_hedges(facts: Facts) -> Floats:
    """Hedges on nobody's authority: "insiders say"."""
    return facts.hedging(["nobody"])


@_feature
def sources_hedges(facts: Facts) -> Floats:
    """Hedges that belong to a source."""
    return facts.hedging(["attributed", "quote"])


@_feature
def question(facts: Facts) -> Floats:
    """Ends in a question mark."""
    return _number(facts.last == ord("?"))


@_feature
def polar_question(facts: Facts) -> Floats:
    """A question that yes or no would answer: it floats a possibility."""
    return question(facts) * _opening_word(facts, "auxiliary_first")


@_feature
def headline_question(facts: Facts) -> Floats:
    """The headline asks."""
    return question(facts) * is_headline(facts)


@_feature
def exclamation(facts: Facts) -> Floats:
    """Ends in an exclamation mark."""
    return _number(facts.last == ord("!"))


@_feature
def unfinished(facts: Facts) -> Floats:
    """Ends in no stop at all."""
    return _number((facts.last[:, None] != _STOPS).all(axis=1))


@_feature
def opens_with_pronoun(facts: Facts) -> Floats:
    """Goes on about somebody: begins with he, she, they or it."""
    return _opening_word(facts, "third_person")


@_feature
def numbers(facts: Facts) -> Floats:
    """Tokens with a digit."""
    return _damped(facts, facts.per_sentence(facts.kept & (facts.classes & DIGIT > 0)))


@_feature
def dates(facts: Facts) -> Floats:
    """Names of months and days."""
    return _share(facts, "months")


@_feature
def placed_in_time(facts: Facts) -> Floats:
    """Words that place an event in time: "yesterday", "last"."""
    return _share(facts, "placed_in_time")


@_feature
def names(facts: Facts) -> Floats:
    """Capitals behind the first token."""
    capital = facts.kept & (facts.classes & UPPER > 0)
    capital[facts.first[facts.size > 0]] = False
    return _damped(facts, facts.per_sentence(capital))


@_feature
def past_tense(facts: Facts) -> Floats:
    """Verbs that look like the past tense."""
    return _damped(facts, facts.past)


@_feature
def present_be(facts: Facts) -> Floats:
    """Present forms of be and have."""
    return _share(facts, "present_be")


@_feature
def future(facts: Facts) -> Floats:
    """The words will and won't."""
    return _share(facts, "future")


@_feature
def need(facts: Facts) -> Floats:
    """Words of need and duty."""
    return _share(facts, "need")


@_feature
def second_person(facts: Facts) -> Floats:
    """Talk to the reader."""
    return _share(facts, "second_person")


@_feature
def first_plural(facts: Facts) -> Floats:
    """The words we and our outside quotations."""
    return _share(facts, "first_plural")


@_feature
def first_singular(facts: Facts) -> Floats:
    """The words I and my outside quotations."""
    return _share(facts, "first")


@_feature
def greeting(facts: Facts) -> Floats:
    """Words of greeting."""
    return _number(facts.listed("greeting") > 0)


@_feature
def abstract(facts: Facts) -> Floats:
    """Words that say that something matters."""
    return _share(facts, "abstract")


@_feature
def mind(facts: Facts) -> Floats:
    """Verbs of thinking, wanting and feeling."""
    return _share(facts, "mind")


@_feature
def evaluative(facts: Facts) -> Floats:
    """Words of praise and blame."""
    return _share(facts, "evaluative")


@_feature
def is_headline(facts: Facts) -> Floats:
    """Stands in the headline."""
    return _in_block(facts, "headline")


@_feature
def is_heading(facts: Facts) -> Floats:
    """Stands in a heading."""
    return _in_block(facts, "heading")


@_feature
def is_bullet(facts: Facts) -> Floats:
    """Stands in a bullet."""
    return _in_block(facts, "bullet")


@_feature
def opens_block(facts: Facts) -> Floats:
    """First of its paragraph."""
    return _number(facts.opens)


@_feature
def position(facts: Facts) -> Floats:
    """Place in the article, from 0 to 1."""
    return facts.position


@_feature
def opening(facts: Facts) -> Floats:
    """Among the first tenth of the sentences."""
    return _number(facts.position < 0.1)


_OF_NEIGHBOURS = (
    "attributed_to_named", "attributed_to_anonymous", "attributed_to_vague", "attributed_to_outlet", "quoted_share",
    "wholly_quoted", "quoted_by_named", "quoted_by_vague", "own_modal_perfect", "own_hedged", "nobodys_hedges",
    "numbers", "dates", "past_tense", "second_person", "abstract", "unfinished", "question",
)  # fmt: skip
_NAMES = tuple(function.__name__ for function in _FEATURES)
_NEIGHBOUR_INDEX = [_NAMES.index(name) for name in _OF_NEIGHBOURS]
_GOES_ON = ("attributed_to_named", "attributed_to_vague", "quoted_by_named", "quoted_by_vague")

_GOES_ON_INDEX = [_OF_NEIGHBOURS.index(name) for name in _GOES_ON]
_PARTS = np.cumsum([len(_NAMES), len(_OF_NEIGHBOURS), len(_OF_NEIGHBOURS)])

COLUMNS: tuple[str, ...] = (
    *_NAMES,
    *(f"before_{name}" for name in _OF_NEIGHBOURS),
    *(f"behind_{name}" for name in _OF_NEIGHBOURS),
    *(f"goes_on_{name}" for name in _GOES_ON),
)


def sentence_table(facts: Facts) -> Floats:
    """Return the features of every sentence, shape (sentences, ``len(COLUMNS)``), column after column in memory.

    ``before_`` and ``behind_`` are features of the neighbours in the article, zero at its ends and for page furniture;
    ``goes_on_`` those of the sentence before where this one begins with a pronoun.
    """
    rows = np.zeros((len(COLUMNS), len(facts)))
    own, before, behind, goes_on = np.split(rows, _PARTS)
    for row, feature in zip(own, _FEATURES, strict=True):
        row[:] = feature(facts)
    first, second = facts.neighbours(1)
    shared = own[_NEIGHBOUR_INDEX]
    before[:, second] = shared.take(first, axis=1)
    behind[:, first] = shared.take(second, axis=1)
    goes_on[:] = before[_GOES_ON_INDEX] * own[_NAMES.index("opens_with_pronoun")]
    return rows.T
