"""The command that answers over HTTP: serve."""

from __future__ import annotations

from typing import Any

import click

from classifier.commands.shared import OK, say, scorer


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0 takes a free one.")
@click.option("--model", type=click.Path(), help="Folder of a model; the shipped one unless given.")
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1), help="Processes that score.")
@click.option("--waiting", default=16, show_default=True, type=click.IntRange(0), help="Requests that may wait.")
@click.option(
    "--max-bytes", default=1_000_000, show_default=True, type=click.IntRange(1, 20_000_000), help="Largest body."
)
@click.option(
    "--body-seconds", default=15.0, show_default=True, type=click.FloatRange(0.1), help="Time to send a body in."
)
@click.option(
    "--score-seconds", default=30.0, show_default=True, type=click.FloatRange(0.1), help="Time to wait for a score."
)
def serve(host: str, port: int, model: str | None, **limits: Any) -> int:
    """Answer over HTTP: POST /score, POST /score/batch, GET /health, GET /openapi.json.

    \b
    Examples:
      classifier serve
      classifier serve --port 9000 --workers 4
      curl -H 'Content-Type: application/json' -d '{"text": "…"}' http://127.0.0.1:8000/score

    It keeps nothing and asks for no password: put it behind a proxy that does
    before others can reach it. A busy server answers 503 with Retry-After.
    """
    try:
        from classifier.service.limits import Limits
        from classifier.service.server import serve as run
    except ImportError as error:
        raise click.ClickException(f"serve needs an extra ({error}); pip install '.[serve]' in the clone.") from error
    try:
        run(scorer(model), host, port, Limits(**limits), say)
    except OSError as error:
        raise click.UsageError(f"--host {host} --port {port}: {error.strerror}; give another.") from error
    return OK
