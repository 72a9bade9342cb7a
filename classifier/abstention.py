"""When not to judge: text that is empty, too short, in another language, or no article."""

from __future__ import annotations

import numpy as np

from classifier.features.articlefacts import BODY
from classifier.features.facts import LETTER, Facts, Floats

__all__ = ["MIN_ENGLISH", "MIN_SENTENCES", "why_unscorable"]

MIN_SENTENCES = 3  # of prose; the output contract
_MIN_TOKENS = 5  # that a line needs to count as a sentence of prose
# On the 975 texts of wikinews and newspool the share is 0.24 or more, but for a test page of six words and a
# list of links (0.09); on the German and the Spanish text in tests/unscorable it is 0.02 and 0.03.
MIN_ENGLISH = 0.12
_MIN_LETTERS = 0.5  # share of tokens that are words; a plain majority, not tuned


def why_unscorable(facts: Facts, is_article: Floats, threshold: float) -> list[str]:
    """Return for each document why it must not be judged, an empty string if it can be.

    Parameters
    ----------
    facts
        The documents.
    is_article
        Probability of the article model that each text is an article, shape (documents,).
    threshold
        Least such probability.
    """
    count = len(facts.documents)
    says_something = BODY[facts.block] & (facts.size >= _MIN_TOKENS)
    prose = np.bincount(facts.article[says_something], minlength=count)
    plain = np.bincount(facts.article[facts.row[facts.classes & LETTER > 0]], minlength=count)
    common = np.bincount(facts.article, weights=facts.common, minlength=count)
    told = zip(facts.documents, prose.tolist(), plain.tolist(), common.tolist(), is_article.tolist(), strict=True)
    return [
        _why(len(document.scan.words), sentences, words, english / max(1, words)) or _unlike(chance, threshold)
        for document, sentences, words, english, chance in told
    ]


def _unlike(is_article: float, threshold: float) -> str:
    if is_article >= threshold:
        return ""
    return f"no article: reads like a recipe, list, page or poem, not news (P(article) = {is_article:.2f})"


def _why(words: int, prose: int, plain: int, english: float) -> str:
    if not words:
        return "empty: the text holds no words"
    if prose < MIN_SENTENCES:
        return f"too short: {prose} sentence{'' if prose == 1 else 's'} of prose, at least {MIN_SENTENCES} are needed"
    if plain < _MIN_LETTERS * words:
        return "no article: more symbols and numbers than words"
    if english < MIN_ENGLISH:
        return f"not English: {english:.0%} of the words are common English ones, at least {MIN_ENGLISH:.0%} in prose"
    return ""
