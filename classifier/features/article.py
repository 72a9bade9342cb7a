"""Features of an article, from its sentences as the sentence model judged them and from its cues.

Each function below takes the `ArticleFacts` of a batch and returns one number an article; its name
is the column's name. Only the body counts: no headline, heading or page furniture.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from classifier.blocks import BlockKind
from classifier.cues.hedges import Voice
from classifier.cues.sources import SourceKind
from classifier.features.articlefacts import AT, ArticleFacts
from classifier.features.facts import (
    BLOCKS,
    FURNITURE,
    LOWER,
    SOURCE_KINDS,
    SYMBOL,
    Floats,
    Ints,
    among,
    sums,
)

__all__ = ["COLUMNS", "TOLD", "article_table", "division"]

FACT, ATTRIBUTED, SPECULATION, OPINION, OTHER = range(5)
_LONG_BULLET = 4  # tokens; a longer one says something


Feature = Callable[[ArticleFacts], Floats]


@dataclass(frozen=True, slots=True)
class _Column:
    """A feature, and what each sentence has to do with it: a number of at least 0, all alike if there is none."""

    value: Feature
    cause: Feature | None


_FEATURES: dict[str, _Column] = {}


def _feature(cause: Feature | None = None) -> Callable[[Feature], Feature]:
    """Add the decorated function as a feature; `cause` tells what each sentence has to do with it."""

    def added(function: Feature) -> Feature:
        _FEATURES[function.__name__] = _Column(function, cause)
        return function

    return added


def _of_table(column: str) -> Feature:
    """Return a sentence feature as a cause."""
    return lambda articles: articles.table[:, AT[column]]


def _of_label(label: int) -> Feature:
    """Return the tokens that probably have a label as a cause."""
    return lambda articles: articles.facts.size * articles.probabilities[:, label]


def _of_sources(*kinds: SourceKind) -> Feature:
    """Return the attributions to sources of these kinds as a cause."""

    def cause(articles: ArticleFacts) -> Floats:
        found = articles.facts.attributions
        chosen = among(SOURCE_KINDS, kinds)[found[:, 1]]
        return sums(found[chosen, 0], len(articles.facts))

    return cause


def _of_block(kind: BlockKind) -> Feature:
    """Return the sentences of one kind of block as a cause."""
    return lambda articles: np.where(articles.facts.block == BLOCKS.index(kind), 1.0, 0.0)


def _of_hedges(*voices: Voice) -> Feature:
    """Return the hedges in these voices as a cause."""
    return lambda articles: articles.facts.hedging(voices)


def _mean_of(column: str, name: str, told: str) -> None:
    """Add the mean of a sentence feature over the body as a feature."""

    def feature(articles: ArticleFacts) -> Floats:
        return articles.mean(column)

    feature.__name__, feature.__doc__ = name, told
    _feature(_of_table(column))(feature)


@_feature(_of_label(SPECULATION))
def speculation_of_asserted(articles: ArticleFacts) -> Floats:
    """Speculation as a part of what is asserted (fact, attributed or speculation)."""
    shares = articles.shares
    asserted = shares[:, FACT] + shares[:, ATTRIBUTED] + shares[:, SPECULATION]
    return shares[:, SPECULATION] / np.maximum(asserted, 1e-9)


@_feature(_of_label(FACT))
def fact_share(articles: ArticleFacts) -> Floats:
    """Part of the body that is fact."""
    return articles.shares[:, FACT]


@_feature(_of_label(ATTRIBUTED))
def attributed_share(articles: ArticleFacts) -> Floats:
    """Part of the body that is attributed."""
    return articles.shares[:, ATTRIBUTED]


@_feature(_of_label(SPECULATION))
def speculation_share(articles: ArticleFacts) -> Floats:
    """Part of the body that is speculation."""
    return articles.shares[:, SPECULATION]


@_feature(_of_label(OPINION))
def opinion_share(articles: ArticleFacts) -> Floats:
    """Part of the body that is opinion."""
    return articles.shares[:, OPINION]


@_feature(_of_label(OTHER))
def other_share(articles: ArticleFacts) -> Floats:
    """Part of the body that asserts nothing."""
    return articles.shares[:, OTHER]


def _mean_in(articles: ArticleFacts, chosen: Sequence[int] | Ints) -> Floats:
    """Return the mean probability of speculation over the chosen sentences of each article, 0 where there is none."""
    article = articles.facts.article[chosen]
    total = sums(article, articles.count, articles.probabilities[chosen, SPECULATION])
    return total / np.maximum(1.0, sums(article, articles.count))


@_feature(_of_block("headline"))
def headline_speculates(articles: ArticleFacts) -> Floats:
    """Probability that the headline speculates."""
    return _mean_in(articles, np.flatnonzero(articles.facts.block == BLOCKS.index("headline")))


@_feature()
def opening_speculates(articles: ArticleFacts) -> Floats:
    """Mean probability of speculation in the first five sentences of the body."""
    body = articles.body
    article = articles.facts.article[body]
    first = np.searchsorted(article, article)  # place of the first of the same article
    return _mean_in(articles, body[np.arange(len(body)) - first < 5])


@_feature(_of_hedges("article"))
def own_hedges(articles: ArticleFacts) -> Floats:
    """Hedges in the article's own voice per 100 tokens, each by its probability."""
    return articles.hedging("article")


@_feature(_of_table("own_modal_perfect"))
def modal_perfect(articles: ArticleFacts) -> Floats:
    """Retrospective speculation ("would have aimed") in the article's own voice per 100 tokens, square root."""
    return (100 * articles.summed(articles.table[:, AT["own_modal_perfect"]]) / articles.tokens) ** 0.5


@_feature(_of_hedges("nobody"))
def nobodys_hedges(articles: ArticleFacts) -> Floats:
    """Hedges on nobody's authority per 100 tokens."""
    return articles.hedging("nobody")


@_feature(_of_hedges("quote", "attributed"))
def sources_hedges(articles: ArticleFacts) -> Floats:
    """Hedges that belong to sources per 100 tokens."""
    return articles.hedging("quote", "attributed")


@_feature(_of_sources("person"))
def named_persons(articles: ArticleFacts) -> Floats:
    """Distinct persons cited, logarithm."""
    return np.log1p(articles.sources("person"))


@_feature(_of_sources("organisation", "document", "outlet"))
def named_institutions(articles: ArticleFacts) -> Floats:
    """Distinct organisations, documents and outlets cited, logarithm."""
    return np.log1p(articles.sources("organisation", "document", "outlet"))


@_feature(_of_sources("outlet"))
def outlets(articles: ArticleFacts) -> Floats:
    """Distinct news outlets cited, logarithm."""
    return np.log1p(articles.sources("outlet"))


@_feature(_of_sources("anonymous"))
def anonymous_sources(articles: ArticleFacts) -> Floats:
    """Distinct described but unnamed sources, logarithm."""
    return np.log1p(articles.sources("anonymous"))


@_feature(_of_sources("vague"))
def vague_sources(articles: ArticleFacts) -> Floats:
    """Distinct insiders, experts and the like, logarithm."""
    return np.log1p(articles.sources("vague"))


@_feature(_of_sources("person", "organisation", "document", "outlet", "anonymous"))
def sourced_density(articles: ArticleFacts) -> Floats:
    """Attributions to a source that can be pinned down, per 100 tokens."""
    _, kind, says = articles.facts.attributions.T
    return 100.0 * articles.attributed((kind != SOURCE_KINDS.index("vague")) & (says > 0)) / articles.tokens


@_feature(_of_sources("vague"))
def vague_density(articles: ArticleFacts) -> Floats:
    """Attributions to insiders, experts or nobody, per 100 tokens."""
    _, kind, says = articles.facts.attributions.T
    return 100.0 * articles.attributed((kind == SOURCE_KINDS.index("vague")) & (says > 0)) / articles.tokens


@_feature()
def no_source(articles: ArticleFacts) -> Floats:
    """Whether nobody is cited who could be pinned down."""
    pinned = articles.sources("person", "organisation", "document", "outlet", "anonymous")
    return np.where(pinned == 0, 1.0, 0.0)


@_feature(_of_table("quoted_share"))
def quoted(articles: ArticleFacts) -> Floats:
    """Part of the body inside quotations."""
    return articles.summed(articles.facts.size * articles.table[:, AT["quoted_share"]]) / articles.tokens


@_feature(_of_table("quoted_by_vague"))
def quoted_vaguely(articles: ArticleFacts) -> Floats:
    """Part of the body inside quotations of insiders and the like."""
    return articles.summed(articles.facts.size * articles.table[:, AT["quoted_by_vague"]]) / articles.tokens


for _column, _name, _told in (
    ("numbers", "numbers", "Mean of the sentences' numbers."),
    ("dates", "dates", "Mean of the sentences' dates."),
    ("placed_in_time", "placed_in_time", "Mean of the sentences' words of time."),
    ("names", "names", "Mean of the sentences' capitals."),
    ("past_tense", "past_tense", "Mean of the sentences' past-tense verbs."),
    ("present_be", "present_be", "Mean of the sentences' present forms of be and have."),
    ("future", "future", "Mean of the sentences' words of future."),
    ("second_person", "second_person", "Mean of the sentences' talk to the reader."),
    ("first_plural", "first_plural", "Mean of the sentences' we and our."),
    ("first_singular", "first_singular", "Mean of the sentences' I and my."),
    ("abstract", "abstract", "Mean of the sentences' words that say that something matters."),
    ("mind", "mind", "Mean of the sentences' verbs of thinking and wanting."),
    ("question", "questions", "Part of the sentences that ask."),
    ("exclamation", "exclamations", "Part of the sentences that exclaim."),
    ("unfinished", "unfinished", "Part of the body's sentences that end in no stop."),
    ("is_bullet", "bullets", "Part of the sentences in bullets."),
):
    _mean_of(_column, _name, _told)


@_feature()
def prose_share(articles: ArticleFacts) -> Floats:
    """Part of the tokens that are no page furniture in prose, or in bullets long enough to say something."""
    facts = articles.facts
    kind, size = facts.block, facts.size.astype(np.float64)
    prose = (kind == BLOCKS.index("prose")) | ((kind == BLOCKS.index("bullet")) & (size > _LONG_BULLET))
    whole = sums(facts.article[facts.told], articles.count, size[facts.told])
    return sums(facts.article, articles.count, size * prose) / np.maximum(1.0, whole)


@_feature()
def log_tokens(articles: ArticleFacts) -> Floats:
    """Logarithm of the body's tokens."""
    return np.log1p(articles.tokens)


@_feature()
def sentence_length(articles: ArticleFacts) -> Floats:
    """Mean tokens in a sentence of the body, logarithm."""
    return np.log1p(articles.summed(articles.facts.size.astype(np.float64)) / articles.body_sentences)


@_feature()
def block_length(articles: ArticleFacts) -> Floats:
    """Mean tokens in a block, headings included, page furniture not, logarithm: short in verse, tables and lists."""
    facts = articles.facts
    tokens = sums(facts.article[facts.told], articles.count, facts.size[facts.told])
    return np.log1p(tokens / np.maximum(1.0, sums(facts.article[articles.openings], articles.count)))


@_feature()
def broken_lines(articles: ArticleFacts) -> Floats:
    """Part of the blocks but page furniture that begin in lower case, as the lines of verse and code do."""
    facts, openings = articles.facts, articles.openings
    lower = openings[np.append(facts.classes, 0)[facts.first[openings]] & LOWER > 0]
    blocks = sums(facts.article[openings], articles.count)
    return sums(facts.article[lower], articles.count) / np.maximum(1.0, blocks)


@_feature()
def symbols(articles: ArticleFacts) -> Floats:
    """Symbols of code and tables per 100 tokens outside page furniture, square root."""
    facts = articles.facts
    row = facts.row[facts.classes & SYMBOL > 0]
    symbol = facts.article[row[facts.block[row] != FURNITURE]]
    total = sums(facts.article[facts.told], articles.count, facts.size[facts.told])
    return (100 * sums(symbol, articles.count) / np.maximum(1.0, total)) ** 0.5


@_feature()
def variety(articles: ArticleFacts) -> Floats:
    """Different words among the first 300 from the headline on."""
    heads = []
    for document in articles.facts.documents:
        scan, kinds = document.scan, document.kinds
        told = (at for at, block in enumerate(scan.sentence_block) if kinds[block] != "boilerplate")
        begin = scan.bounds[next(told, 0)]
        heads.append(scan.words[begin : begin + 300])
    return np.array([len(set(words)) / max(1, len(words)) ** 0.8 for words in heads])


@_feature(lambda articles: _on_side(articles, 0))
def words_speculate(articles: ArticleFacts) -> Floats:
    """How far the words of the text are those of speculative rather than reported articles, in logits."""
    return articles.words[:, 0]


@_feature(lambda articles: _on_side(articles, 1))
def words_mix(articles: ArticleFacts) -> Floats:
    """How far the words of the text are those of mixed articles, in logits."""
    return articles.words[:, 1]


def _on_side(articles: ArticleFacts, at: int) -> Floats:
    """Return the evidence of the sentences that pull their article to the side where it stands."""
    article = articles.facts.article
    side = np.sign(sums(article, articles.count, articles.evidence[:, at]))
    return np.maximum(0.0, articles.evidence[:, at] * side[article])


COLUMNS: tuple[str, ...] = tuple(_FEATURES)
TOLD: dict[str, str] = {name: (column.value.__doc__ or "").splitlines()[0] for name, column in _FEATURES.items()}


def article_table(articles: ArticleFacts) -> Floats:
    """Return the features of each article, shape (articles, ``len(COLUMNS)``)."""
    return np.stack([column.value(articles) for column in _FEATURES.values()], axis=1)


def division(articles: ArticleFacts) -> Floats:
    """Return how far each sentence is the cause of each feature, shape (sentences, ``len(COLUMNS)``).

    The sentences of one article sum to one in every column. A feature that no sentence causes, as the length or
    the want of any source, belongs to all of them alike.
    """
    count = articles.count
    even = np.ones(len(articles.facts))
    found = np.empty((len(articles.facts), len(_FEATURES)))
    for at, column in enumerate(_FEATURES.values()):
        part = even if column.cause is None else column.cause(articles)
        total = sums(articles.facts.article, count, part)
        part = np.where(total[articles.facts.article] > 0, part, even)
        found[:, at] = part / sums(articles.facts.article, count, part)[articles.facts.article]
    return found
