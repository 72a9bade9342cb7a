"""What the service takes on at most."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["MAX_ARTICLES", "Limits"]

MAX_ARTICLES = 100  # of one batch; part of the OpenAPI schema, hence no setting


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes, counts and times beyond which a request is refused.

    Attributes
    ----------
    workers
        Processes that score.
    waiting
        Requests that may wait while every worker is busy; one more is answered 503.
    max_bytes
        Largest request body, in bytes. Time to score is linear in it.
    body_seconds
        Time that a client has for sending its body.
    score_seconds
        Time after which a request that waits or is scored is answered 503.
    open_bodies
        Requests whose bodies may be on their way at once; bounds memory to ``open_bodies * max_bytes``.
    """

    workers: int = 2
    waiting: int = 16
    max_bytes: int = 1_000_000
    body_seconds: float = 15.0
    score_seconds: float = 30.0
    open_bodies: int = 64
