"""The model as one thing: sentence model, article model, and the identity that scores carry."""

from __future__ import annotations

from dataclasses import dataclass

from classifier.cues.tagger import Tagger
from classifier.model.compiled import CompiledArticleModel, CompiledSentenceModel

__all__ = ["Model"]


@dataclass(frozen=True)
class Model:
    """A fitted model, as saved, loaded and scored with.

    Attributes
    ----------
    id
        Name and the first twelve digits of the hash of its weights, ``base-0a1b2c3d4e5f``.
    tagger
        Finds sources and their cues; without one rules do.
    """

    id: str
    sentence: CompiledSentenceModel
    article: CompiledArticleModel
    tagger: Tagger | None = None
