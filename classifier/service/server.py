"""Runs the application on a socket until it is told to stop."""

from __future__ import annotations

import socket
from collections.abc import Callable

import uvicorn

from classifier.scoring import Scorer
from classifier.service.app import create_app
from classifier.service.limits import Limits

__all__ = ["serve"]

_HEAD_BYTES = 16_384  # of a request's head
_IDLE_SECONDS = 5  # that a connection stays open between two requests


def serve(scorer: Scorer, host: str, port: int, limits: Limits, say: Callable[[str], None]) -> None:
    """Answer requests until SIGINT or SIGTERM.

    Parameters
    ----------
    host, port
        Where to listen; port 0 takes a free one.
    say
        Gets one line with the address, once connections are taken.

    Raises
    ------
    OSError
        If the address cannot be listened on.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named as TCP, since asyncio sets TCP_NODELAY only then; without it every answer is 40 ms late.
    with socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen()
        shown = f"[{host}]" if family == socket.AF_INET6 else host
        say(f"serving {scorer.model.id} on http://{shown}:{listener.getsockname()[1]}; Ctrl-C stops it")
        config = uvicorn.Config(
            create_app(scorer, limits),
            http="h11",  # bounds the head of a request, which httptools does not
            h11_max_incomplete_event_size=_HEAD_BYTES,
            ws="none",
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_keep_alive=_IDLE_SECONDS,
        )
        uvicorn.Server(config).run(sockets=[listener])
