"""The application: POST /score, POST /score/batch, GET /health, GET /openapi.json."""

# No `from __future__ import annotations`: FastAPI reads the annotations of functions inside a function.

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI, Response
from pydantic import ValidationError

from classifier import __version__
from classifier.article import Article
from classifier.score import SCHEMA_VERSION, Failure
from classifier.scoring import Scorer
from classifier.service.body import BodyGuard
from classifier.service.limits import Limits
from classifier.service.pool import ScoringPool
from classifier.service.problems import ARTICLE_SHAPE, add_handlers, sentence
from classifier.service.records import ArticleIn, BatchIn, FailureOut, Health, Problem, RecordOut

__all__ = ["create_app"]

_REFUSALS: dict[int | str, dict[str, Any]] = {
    400: {"model": Problem, "description": "The body is not JSON."},
    408: {"model": Problem, "description": "The body came too slowly."},
    413: {"model": Problem, "description": "The body is too large."},
    415: {"model": Problem, "description": "The body is not declared as application/json, or is compressed."},
    422: {"model": Problem, "description": "The JSON has another shape."},
    503: {"model": Problem, "description": "Busy; Retry-After says when to send it again."},
}


def create_app(scorer: Scorer, limits: Limits | None = None) -> FastAPI:
    """Return the ASGI application; it keeps nothing of a request after its answer.

    Parameters
    ----------
    scorer
        Scores every request.
    limits
        The defaults of `Limits` unless given.
    """
    limits = limits or Limits()
    pool = ScoringPool(scorer, limits)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        pool.start()
        yield
        pool.close()

    app = FastAPI(
        title="classifier",
        version=__version__,
        summary="Tells reported fact from speculation in news articles.",
        lifespan=lifespan,
        docs_url=None,  # the pages that FastAPI serves there fetch scripts from elsewhere
        redoc_url=None,
        separate_input_output_schemas=False,
    )
    add_handlers(app)
    app.add_middleware(BodyGuard, limits=limits)

    @app.post("/score", responses={200: {"model": RecordOut}, **_REFUSALS}, response_class=Response)
    async def score(article: ArticleIn) -> Response:
        """Score one article."""
        (record,) = await pool.records([article.article()])
        return Response(record, media_type="application/json")

    @app.post("/score/batch", responses={200: {"model": list[RecordOut | FailureOut]}, **_REFUSALS})
    async def score_batch(batch: BatchIn) -> Response:
        """Score up to 100 articles; order in is order out."""
        items = [_item(one, f"articles[{at}]") for at, one in enumerate(batch.articles)]
        body = b"[" + b",".join(await pool.records(items)) + b"]"
        return Response(body, media_type="application/json")

    @app.get("/health")
    async def health() -> Health:
        """Tell that the service answers, also while all its processes are busy."""
        return Health(
            status="ok",
            model=scorer.model.id,
            schema_version=SCHEMA_VERSION,
            version=__version__,
            places=pool.places,
            taken=pool.taken,
        )

    return app


def _item(given: object, where: str) -> Article | Failure:
    try:
        return ArticleIn.model_validate(given).article(where)
    except ValidationError as error:
        return Failure(where, sentence(error.errors(include_url=False), where, ARTICLE_SHAPE))
