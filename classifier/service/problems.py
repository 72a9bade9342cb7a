"""Errors of the service: a status and one JSON sentence that says what is wrong and what is accepted."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

__all__ = ["ARTICLE_SHAPE", "BATCH_SHAPE", "RETRY_SECONDS", "add_handlers", "busy", "problem", "sentence"]

ARTICLE_SHAPE = 'send {"text": "…"}, if you like with "title" and "id"'
BATCH_SHAPE = 'send {"articles": [{"text": "…"}, …]}'
RETRY_SECONDS = "1"
_ROUTES = "there are POST /score, POST /score/batch, GET /health and GET /openapi.json"
_FOUND = 60  # characters shown of a name or value
_WRONG = {
    "missing": "is missing",
    "extra_forbidden": "is not known",
    "string_unicode": "holds a lone surrogate, which is broken Unicode",
}
_WANTED = {
    "string_type": "a string",
    "list_type": "a list",
    "model_type": "an object",
    "model_attributes_type": "an object",
}


def problem(status: int, message: str, headers: Mapping[str, str] | None = None) -> Response:
    """Return ``{"error": message}`` with `status`; what UTF-8 cannot hold is replaced."""
    body = json.dumps({"error": message}, ensure_ascii=False).encode("utf-8", "replace")
    return Response(body, status, dict(headers or {}), "application/json")


def busy(message: str) -> HTTPException:
    """Return the error of a server that cannot take a request on now, to be raised."""
    return HTTPException(503, message, {"Retry-After": RETRY_SECONDS})


def sentence(errors: Sequence[Mapping[str, Any]], where: str, shape: str) -> str:
    """Return the first of pydantic's `errors` in words: where, what is wrong, what was found, what is accepted."""
    error = errors[0]
    path = where + "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error["loc"])
    more = f" ({len(errors) - 1} more wrong)" if len(errors) > 1 else ""
    kind = error["type"]
    if kind in _WRONG:
        what = _WRONG[kind]
    elif kind == "too_long":
        what = f"holds more than {error['ctx']['max_length']} articles"
    else:
        what = f"is {_found(error['input'])}, not {_WANTED.get(kind, 'what is expected')}"
    return f"{_cut(path)} {what}{more}; {shape}"


def _found(value: object) -> str:
    """Return a value as an error shows it; a container by its kind, since it may be large or nested deeply."""
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "an object"
    return "null" if value is None else _cut(repr(value))


def _cut(text: str) -> str:
    return text if len(text) <= _FOUND else f"{text[:_FOUND]}…"


def add_handlers(app: FastAPI) -> None:
    """Let `app` answer every error with `problem`."""
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(Exception, _failed)


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 – what the handler is registered for
    shape = BATCH_SHAPE if request.url.path.endswith("/batch") else ARTICLE_SHAPE
    found = error.errors()
    if found[0]["type"] == "json_invalid":
        at, why = found[0]["loc"][-1], found[0]["ctx"]["error"].removesuffix(" at")
        return problem(400, f"the body is not JSON ({why} at character {at}); {shape}")
    inside = [{**one, "loc": one["loc"][1:]} for one in found]  # each begins with "body"
    return problem(422, sentence(inside, "body", shape))


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 – what the handler is registered for
    message = str(error.detail)
    if error.status_code == 400:  # FastAPI's, when reading JSON fails otherwise than by its grammar
        message = "the body is not JSON in UTF-8, or nests too deeply; " + ARTICLE_SHAPE
    elif error.status_code == 404:
        message = f"nothing is at {request.url.path}; {_ROUTES}"
    elif error.status_code == 405:
        message = f"{request.method} is not accepted at {request.url.path}; {_ROUTES}"
    return problem(error.status_code, message, error.headers)


async def _failed(request: Request, error: Exception) -> Response:
    return problem(500, "the service failed; this is a defect of it, please report the request that showed it")
