"""The shapes of requests and answers, for checking the one and for the OpenAPI description of both.

An answer itself is made by `ArticleScore.to_dict`; a test holds that it has the fields that are told here.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema, field_validator
from pydantic_core import PydanticCustomError

from classifier.article import Article
from classifier.blocks import BlockKind
from classifier.cues.hedges import HedgeKind, Voice
from classifier.cues.quotes import QuoteKind
from classifier.cues.sources import SourceKind
from classifier.score import Verdict
from classifier.service.limits import MAX_ARTICLES

__all__ = ["ArticleIn", "BatchIn", "FailureOut", "Health", "Problem", "RecordOut"]

Probability = Annotated[float, Field(ge=0, le=1)]
Grade = Annotated[float, Field(ge=1, le=5)]


class ArticleIn(BaseModel):
    """One article. If the first line of `text` is a headline, it is taken as one."""

    model_config = ConfigDict(extra="forbid", strict=True)

    text: str
    title: str | None = Field(None, description="Headline that is not in the text; carried along, not judged.")
    id: str | None = Field(None, description="What you know the article by.")

    @field_validator("*")
    @classmethod
    def _whole(cls, value: str | None) -> str | None:
        """Refuse lone surrogates, as reading files does; JSON can spell them, UTF-8 cannot hold them."""
        try:
            (value or "").encode("utf-8")
        except UnicodeEncodeError as error:
            raise PydanticCustomError("string_unicode", "lone surrogate") from error
        return value

    def article(self, otherwise: str = "") -> Article:
        """Return the article, with the id `otherwise` if it came without one."""
        return Article(self.text, self.title, otherwise if self.id is None else self.id)


class BatchIn(BaseModel):
    """Articles to be scored together. One that cannot be read becomes a failure in its place."""

    model_config = ConfigDict(extra="forbid", strict=True)

    articles: list[Annotated[Any, WithJsonSchema({"anyOf": [{"$ref": "#/components/schemas/ArticleIn"}, {}]})]] = Field(
        max_length=MAX_ARTICLES
    )


class _Out(BaseModel):
    model_config = ConfigDict(extra="forbid")


class SpanOut(_Out):
    """Half-open range of characters of the text."""

    start: int
    end: int


class ReasonOut(_Out):
    """One thing that speaks for the verdict."""

    text: str
    sentences: list[int]


class SentenceOut(SpanOut):
    """One sentence with its label."""

    label: Literal["fact", "attributed", "speculation", "opinion", "other"]
    probabilities: dict[str, Probability]
    block: BlockKind


class HedgeOut(SpanOut):
    """One hedge, and whose doubt it is."""

    kind: HedgeKind
    probability: Probability
    voice: Voice
    whose: SpanOut | None


class QuotationOut(SpanOut):
    """One quotation, and who said it."""

    kind: QuoteKind
    speaker: SpanOut | None
    cue: SpanOut | None


class SourceOut(_Out):
    """Somebody or something that is cited."""

    name: str
    kind: SourceKind
    title: SpanOut | None
    affiliation: SpanOut | None
    mentions: list[SpanOut]
    sentences: list[int]
    share: Annotated[float, Field(ge=0, le=1)]


class RecordOut(_Out):
    """What is known of one article after scoring; see docs/schema.md."""

    id: str
    title: str | None
    verdict: Verdict
    speculation: Probability | None
    quality: Grade | None
    sourcing: Grade | None
    specifics: Grade | None
    craft: Grade | None
    p_reported: Probability | None
    p_mixed: Probability | None
    p_speculative: Probability | None
    sentences: int
    own_hedges_per_100_sentences: float
    quotes: int
    named_sources: int
    anonymous_sources: int
    vague_sources: int
    reason: str
    error: Literal[""]
    sha256: str
    model: str
    schema_version: str
    reasons: list[ReasonOut]
    sentence_scores: list[SentenceOut]
    hedge_cues: list[HedgeOut]
    quotations: list[QuotationOut]
    sources: list[SourceOut]


class FailureOut(BaseModel):
    """An article of a batch that could not be read; the other fields of the flat record are null."""

    model_config = ConfigDict(extra="allow")

    id: str
    error: Annotated[str, Field(min_length=1)]
    schema_version: str


class Problem(_Out):
    """Why a request was refused."""

    error: str


class Health(_Out):
    """That the service answers, with what, and how busy it is."""

    status: Literal["ok"]
    model: str
    schema_version: str
    version: str
    places: int
    taken: int
