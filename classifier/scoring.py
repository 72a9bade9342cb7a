"""The one scoring function: text in, `ArticleScore` out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING

from classifier.abstention import why_unscorable
from classifier.article import Article, sha256_of
from classifier.cues import Document
from classifier.errors import InputError
from classifier.features.article import article_table
from classifier.features.facts import BLOCKS, Facts, Floats
from classifier.garbage import collector_paused
from classifier.model.bundle import Model
from classifier.model.compiled import SENTENCE_LABELS, VERDICTS, least_cost
from classifier.score import ArticleScore, Failure, Probabilities, Quality, SentenceScore

if TYPE_CHECKING:
    import pandas as pd

    from classifier.explaining import Explanation

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
        return self._judged([_checked(text if isinstance(text, Article) else Article(text, title))])[0]

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
        return self.attempt_all([item])[0]

    def attempt_all(self, items: Sequence[object]) -> list[ArticleScore | Failure]:
        """Return the score of each item, of whatever type, or the failure in its place; the items are judged together.

        A `Failure` among them is passed on.
        """
        outcomes: list[Article | Failure] = []
        for item in items:
            article = item if isinstance(item, Article | Failure) else Article(item)  # type: ignore[arg-type]
            try:
                outcomes.append(article if isinstance(article, Failure) else _checked(article))
            except InputError as error:
                outcomes.append(Failure(article.id, str(error)))
        scores = iter(self._judged([one for one in outcomes if isinstance(one, Article)]))
        return [one if isinstance(one, Failure) else next(scores) for one in outcomes]

    def explain(self, score: ArticleScore) -> Explanation | None:
        """Return what each feature and each sentence added to a verdict of this scorer; None if there is none.

        Examples
        --------
        >>> import classifier
        >>> scorer = classifier.load()
        >>> text = "The talks likely covered trade. He would have won on it. She may have had to give in."
        >>> told = scorer.explain(scorer.score(text))
        >>> abs(told.intercept + sum(one.part for one in told.contributions) - told.decision) < 1e-9
        True
        """
        from classifier.explaining import explain

        return explain(self.model, score)

    @collector_paused()
    def _judged(self, articles: Sequence[Article]) -> list[ArticleScore]:
        if not articles:
            return []
        read = self.model.read([article.text for article in articles])
        facts, rows = read.facts, article_table(read)
        parts = self.model.article
        reasons = why_unscorable(facts, parts.is_article(rows), parts.article_threshold)
        verdicts = parts.verdict_probabilities(rows)
        called = least_cost(verdicts).tolist()
        grades = parts.quality_parts(rows).tolist()
        sentences = _sentences(facts, read.probabilities)
        return [
            _unscorable(article, self.model.id, document, reason)
            if reason
            else _score(article, self.model.id, document, found, VERDICTS[verdict], Probabilities(*chances), grade)
            for article, document, reason, found, verdict, chances, grade in zip(
                articles, facts.documents, reasons, sentences, called, verdicts.tolist(), grades, strict=True
            )
        ]

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


def _checked(article: Article) -> Article:
    """Return the article if it can be scored."""
    body: object = article.text
    if not isinstance(body, str):
        found = type(body).__name__
        raise InputError(f"an article's text must be str, found {found}; decode or convert it first")
    if len(body) > MAX_CHARACTERS:
        raise InputError(f"text of {len(body):,} characters; at most {MAX_CHARACTERS:,} are scored; split it")
    return article


def _sentences(facts: Facts, probabilities: Floats) -> list[tuple[SentenceScore, ...]]:
    """Return the sentences of each document with their labels."""
    labels = map(SENTENCE_LABELS.__getitem__, probabilities.argmax(axis=1).tolist())
    fact, attributed, speculation, opinion, other = SENTENCE_LABELS
    chances = [
        {fact: a, attributed: b, speculation: c, opinion: d, other: e} for a, b, c, d, e in probabilities.tolist()
    ]
    blocks = map(BLOCKS.__getitem__, facts.block.tolist())
    spans = chain.from_iterable(document.scan.sentences for document in facts.documents)
    sentences = map(SentenceScore, spans, labels, chances, blocks)
    return [tuple(islice(sentences, len(document.scan.sentences))) for document in facts.documents]


def _score(
    article: Article,
    model: str,
    document: Document,
    sentences: tuple[SentenceScore, ...],
    verdict: str,
    judged: Probabilities,
    grade: Sequence[float],
) -> ArticleScore:
    return ArticleScore(
        id=article.id,
        title=article.title,
        text=article.text,
        sha256=sha256_of(article.text),
        model=model,
        verdict=verdict,  # type: ignore[arg-type]
        reason="",
        judged=judged,
        grade=Quality(round(sorted(grade)[1], 1), *grade),
        sentences=sentences,
        hedges=tuple(document.hedges),
        quotes=tuple(document.quotes),
        sources=tuple(document.sources),
    )


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
    )
