"""Tells reported fact from speculation in news articles, and scores article quality.

Examples
--------
>>> import classifier
>>> scorer = classifier.load()
>>> scorer.score("").reason
'empty: the text holds no words'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from classifier.article import Article as Article
    from classifier.cluster import score_partitions as score_partitions
    from classifier.errors import ClassifierError as ClassifierError
    from classifier.loading import load as load
    from classifier.model.article import ArticleClassifier as ArticleClassifier
    from classifier.model.sentence import SentenceClassifier as SentenceClassifier
    from classifier.score import ArticleScore as ArticleScore
    from classifier.score import Failure as Failure
    from classifier.scoring import Scorer as Scorer

__version__ = "0.1.0"

# Imported when first used, so that `import classifier` costs next to nothing.
_HOMES = {
    "Article": "classifier.article",
    "ArticleClassifier": "classifier.model.article",
    "ArticleScore": "classifier.score",
    "ClassifierError": "classifier.errors",
    "Failure": "classifier.score",
    "Scorer": "classifier.scoring",
    "SentenceClassifier": "classifier.model.sentence",
    "load": "classifier.loading",
    "score_partitions": "classifier.cluster",
}
__all__ = sorted(_HOMES)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'classifier' has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
