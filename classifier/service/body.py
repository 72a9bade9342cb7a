"""Reads request bodies under limits of size, time and number, before anything parses them."""

from __future__ import annotations

import asyncio

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from classifier.service.limits import Limits
from classifier.service.problems import ARTICLE_SHAPE, RETRY_SECONDS, problem

__all__ = ["BodyGuard"]


class BodyGuard:
    """ASGI middleware: hands on requests to score with their whole body, refuses the others with one sentence.

    A body that is refused is still read to its end, within the time limit, and thrown away as it comes: a client
    that is sending would not see the answer before.

    Parameters
    ----------
    app
        Gets the requests that pass.
    limits
        Only those of bodies are looked at.
    """

    def __init__(self, app: ASGIApp, limits: Limits) -> None:
        self._app = app
        self._limits = limits
        self._open = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http" or scope["method"] != "POST" or not scope["path"].startswith("/score"):
            await self._app(scope, receive, send)
        elif self._open >= self._limits.open_bodies:
            headers = {"Connection": "close", "Retry-After": RETRY_SECONDS}
            await problem(503, "too many bodies are on their way; send it again", headers)(scope, receive, send)
        else:
            await self._guarded(scope, receive, send)

    async def _guarded(self, scope: Scope, receive: Receive, send: Send) -> None:
        body: bytes | None = None
        refusal = _refused_by_head(Headers(scope=scope))
        self._open += 1
        try:
            async with asyncio.timeout(self._limits.body_seconds):
                body = await self._read(receive)
        except _TooLarge as error:
            message = f"the body has {error.size:,} bytes; at most {self._limits.max_bytes:,} are accepted; split it"
            refusal = refusal or problem(413, message)
        except TimeoutError:
            message = f"the body did not arrive within {self._limits.body_seconds:g} seconds; send it faster"
            refusal = problem(408, message, {"Connection": "close"})
        finally:
            self._open -= 1
        if refusal is not None:
            await refusal(scope, receive, send)
        elif body is not None:
            await self._app(scope, _replayed(body, receive), send)

    async def _read(self, receive: Receive) -> bytes | None:
        """Return the body, None if the client has gone; raise `_TooLarge` at the end of one over the limit."""
        parts: list[bytes] = []
        size = 0
        more = True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                return None
            part, more = message.get("body", b""), message.get("more_body", False)
            size += len(part)
            if size <= self._limits.max_bytes:
                parts.append(part)
            else:
                parts.clear()
        if size > self._limits.max_bytes:
            raise _TooLarge(size)
        return b"".join(parts)


class _TooLarge(Exception):  # noqa: N818 – the reason of a refusal, not a failure
    def __init__(self, size: int) -> None:
        self.size = size


def _refused_by_head(headers: Headers) -> Response | None:
    """Return the refusal that the head of a request calls for, if it calls for one."""
    kind = headers.get("content-type", "")
    encoding = headers.get("content-encoding", "identity")
    if kind.partition(";")[0].strip().lower() != "application/json":
        found = repr(kind) if kind else "missing"
        return problem(415, f"Content-Type is {found}; application/json is accepted: {ARTICLE_SHAPE}")
    if encoding.lower() != "identity":
        return problem(415, f"Content-Encoding {encoding!r} is not read; send the JSON uncompressed")
    return None


def _replayed(body: bytes, receive: Receive) -> Receive:
    """Return a `receive` that gives the whole body once, and then what `receive` gives."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def replay() -> Message:
        return waiting.pop() if waiting else await receive()

    return replay
