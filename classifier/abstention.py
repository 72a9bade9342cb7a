"""When not to judge: text that is empty, too short, in another language, or no article."""

from __future__ import annotations

from collections.abc import Sequence

from classifier.cues import Document
from classifier.features.sentence import SentenceFacts
from classifier.lexicons import word_list

__all__ = ["MIN_ENGLISH", "MIN_SENTENCES", "why_unscorable"]

MIN_SENTENCES = 3  # of prose; the output contract
_MIN_TOKENS = 5  # that a line needs to count as a sentence of prose
_ENGLISH = word_list("english")
# On the 975 texts of wikinews and newspool the share is 0.24 or more, but for a test page of six words and a
# list of links (0.09); on the German and the Spanish text in tests/unscorable it is 0.02 and 0.03.
MIN_ENGLISH = 0.12
_MIN_LETTERS = 0.5  # share of tokens that are words; a plain majority, not tuned


def why_unscorable(document: Document, facts: Sequence[SentenceFacts], is_article: float, threshold: float) -> str:
    """Return why the text must not be judged, an empty string if it can be.

    Parameters
    ----------
    is_article
        Probability of the article model that the text is an article.
    threshold
        Least such probability.
    """
    words = document.scan.words
    if not words:
        return "empty: the text holds no words"
    plain = [word for word in words if word[0].isalpha()]
    prose = sum(one.block in ("prose", "bullet") and one.length >= _MIN_TOKENS for one in facts)
    if prose < MIN_SENTENCES:
        return f"too short: {prose} sentence{'' if prose == 1 else 's'} of prose, at least {MIN_SENTENCES} are needed"
    if len(plain) < _MIN_LETTERS * len(words):
        return "no article: more symbols and numbers than words"
    english = sum(word in _ENGLISH for word in plain) / len(plain)
    if english < MIN_ENGLISH:
        return f"not English: {english:.0%} of the words are common English ones, at least {MIN_ENGLISH:.0%} in prose"
    if is_article < threshold:
        return f"no article: reads like a recipe, list, page or poem, not news (P(article) = {is_article:.2f})"
    return ""
