"""The model as one thing: sentence model, article model, and the identity that scores carry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from classifier.cues import analyse_all
from classifier.cues.disambiguator import Disambiguator
from classifier.cues.tagger import Tagger
from classifier.features.articlefacts import ArticleFacts
from classifier.features.facts import gather
from classifier.features.sentence import sentence_table
from classifier.model.compiled import CompiledArticleModel, CompiledSentenceModel, CompiledWords

__all__ = ["Model"]


@dataclass(frozen=True)
class Model:
    """A fitted model, as saved, loaded and scored with.

    Attributes
    ----------
    id
        Name and the first twelve digits of the hash of its weights, ``base-0a1b2c3d4e5f``.
    sentence, words, article
        Judge sentences, the words of the whole article, and with both the article.
    tagger
        Finds sources and their cues; without one rules do.
    disambiguator
        Judges hedges in their place; without one rules do.
    """

    id: str
    sentence: CompiledSentenceModel
    words: CompiledWords
    article: CompiledArticleModel
    tagger: Tagger | None = None
    disambiguator: Disambiguator | None = None

    def read(self, texts: Sequence[str]) -> ArticleFacts:
        """Return what the article model judges `texts` by, all of them read together."""
        facts = gather(analyse_all(texts, self.tagger, self.disambiguator))
        table = sentence_table(facts)
        ngrams = self.sentence.ngrams_of(facts)
        evidence = self.words.evidence(facts, ngrams)
        words = self.words.values(facts, evidence)
        return ArticleFacts(facts, table, self.sentence.probabilities(facts, table, ngrams), words, evidence)
