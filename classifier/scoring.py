"""The one scoring function: text in, `ArticleScore` out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from classifier.abstention import why_unscorable
from classifier.article import Article, sha256_of
from classifier.cues import Document, analyse
from classifier.errors import ClassifierError, InputError
from classifier.features.article import article_facts, article_row
from classifier.features.sentence import sentence_facts, sentence_table
from classifier.model.bundle import Model
from classifier.model.compiled import SENTENCE_LABELS, VERDICTS
from classifier.reasons import reasons
from classifier.score import ArticleScore, Failure, Probabilities, Quality, SentenceScore

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["MAX_CHARACTERS", "Scorer"]

MAX_CHARACTERS = 20_000_000


class Scorer:
    """Scores articles with one model. Holds no state of its own: share it between threads, send it to processes.

    Parameters
    ----------
    model
        A fitted model; `classifier.load` gives the shipped one.

    Examples
    --------
    >>> import classifier
    >>> scorer = classifier.load()
    >>> scorer.score("Nothing here.").verdict
    'unscorable'
    """

    def __init__(self, model: Model) -> None:
        self.model = model

    def score(self, text: str | Article, title: str | None = None) -> ArticleScore:
        """Return the score of one article.

        Parameters
        ----------
        text
            The article. If its first line is a headline, it is taken as one.
        title
            Headline, if it is not in the text. Carried along, not judged.

        Raises
        ------
        InputError
            If `text` is no string, or longer than `MAX_CHARACTERS`.
        """
        article = text if isinstance(text, Article) else Article(text, title)
        body: object = article.text
        if not isinstance(body, str):
            found = type(body).__name__
            raise InputError(f"an article's text must be str, found {found}; decode or convert it first")
        if len(article.text) > MAX_CHARACTERS:
            raise InputError(
                f"text of {len(article.text):,} characters; at most {MAX_CHARACTERS:,} are scored; split it"
            )
        document = analyse(article.text)
        facts = sentence_facts(document)
        table = sentence_table(facts)
        probabilities = self.model.sentence.probabilities(facts, table)
        gathered = article_facts(document, facts, table, probabilities)
        row = article_row(gathered)[None, :]
        parts = self.model.article
        reason = why_unscorable(document, facts, float(parts.is_article(row)[0]), parts.article_threshold)
        if reason:
            return _unscorable(article, self.model.id, document, reason)
        verdicts = parts.verdict_probabilities(row)[0]
        sourcing, specifics, craft = (float(part) for part in parts.quality_parts(row)[0])
        quality = Quality(round(float(np.median([sourcing, specifics, craft])), 1), sourcing, specifics, craft)
        best = probabilities.argmax(axis=1)
        sentences = tuple(
            SentenceScore(
                span,
                SENTENCE_LABELS[label],
                dict(zip(SENTENCE_LABELS, (float(p) for p in row_), strict=True)),
                one.block,
            )
            for span, label, row_, one in zip(document.scan.sentences, best, probabilities, facts, strict=True)
        )
        return ArticleScore(
            id=article.id,
            title=article.title,
            text=article.text,
            sha256=sha256_of(article.text),
            model=self.model.id,
            verdict=VERDICTS[int(verdicts.argmax())],  # type: ignore[arg-type]
            reason="",
            judged=Probabilities(*(float(p) for p in verdicts)),
            grade=quality,
            sentences=sentences,
            hedges=tuple(document.hedges),
            quotes=tuple(document.quotes),
            sources=tuple(document.sources),
            reasons=reasons(document, facts, sentences),
        )

    def score_many(self, texts: Iterable[str | Article | Failure], jobs: int = 1) -> Iterator[ArticleScore | Failure]:
        """Yield the score of each text in order, in constant memory.

        A text that cannot be scored yields a `Failure` in its place; the rest is still scored.

        Parameters
        ----------
        texts
            Any iterable, also an endless one. A `Failure` among them is passed on.
        jobs
            Processes; 1 works in this one.
        """
        from classifier.batch import in_order

        if jobs < 1:
            raise ValueError(f"jobs is {jobs}; at least 1 is needed")
        yield from in_order(self, texts, jobs)

    def attempt(self, item: object) -> ArticleScore | Failure:
        """Return the score of one item of whatever type, or the failure in its place."""
        if isinstance(item, Failure):
            return item
        try:
            return self.score(item)  # type: ignore[arg-type]  # score says what is wrong with it
        except ClassifierError as error:
            return Failure(item.id if isinstance(item, Article) else "", str(error))

    def score_frame(self, frame: pd.DataFrame, text: str = "text", title: str | None = None) -> pd.DataFrame:
        """Return one row of results for each row of `frame`, on the same index.

        Parameters
        ----------
        frame
            Any data frame.
        text, title
            Names of the columns that hold text and headline.

        Raises
        ------
        InputError
            If a column is missing.
        """
        from classifier.frames import score_frame

        return score_frame(self, frame, text, title)


def _unscorable(article: Article, model: str, document: Document, reason: str) -> ArticleScore:
    return ArticleScore(
        id=article.id,
        title=article.title,
        text=article.text,
        sha256=sha256_of(article.text),
        model=model,
        verdict="unscorable",
        reason=reason,
        judged=None,
        grade=None,
        sentences=(),
        hedges=tuple(document.hedges),
        quotes=tuple(document.quotes),
        sources=tuple(document.sources),
        reasons=(),
    )
