"""The connection to an endpoint: no read outlives the call it is for, however the server drips its bytes."""

from __future__ import annotations

import contextvars
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx

from advisor.chat.running import Call
from advisor.model_settings import LOOPBACK

CONNECT = 10.0
"""Seconds to reach a server, at most."""
MOST_BYTES = 4_000_000
"""Bytes of one answer beyond which it is not read: some hundred times the longest useful one."""
CURRENT: contextvars.ContextVar[Call | None] = contextvars.ContextVar("advisor_model_call", default=None)
"""The call the thread works for; the transport reads its deadline there."""


class Oversized(Exception):
    """The server sends without end."""


class GivenUp(Exception):
    """Nobody waits for this answer any more."""


class _Watched(httpx.SyncByteStream):
    """The bytes of an answer, checked against the call they are for."""

    def __init__(self, stream: httpx.SyncByteStream, call: Call) -> None:
        self._stream = stream
        self._call = call

    def __iter__(self) -> Iterator[bytes]:
        received = 0
        for block in self._stream:
            received += len(block)
            if received > MOST_BYTES:
                raise Oversized
            if self._call.over:
                raise GivenUp
            yield block

    def close(self) -> None:
        """Closes the connection."""
        self._stream.close()


def client(url: str) -> httpx.Client:
    """The HTTP client of an endpoint.

    Redirections are not followed: the key and the words of the user go to the address that was set, nowhere else.
    The proxies of the environment serve unless the endpoint is this very machine.
    """
    return httpx.Client(
        follow_redirects=False,
        trust_env=urlsplit(url).hostname not in LOOPBACK,
        timeout=httpx.Timeout(CONNECT),
        event_hooks={"request": [_bounded], "response": [_watched]},
    )


def _bounded(request: httpx.Request) -> None:
    """Gives a request the time left to its call."""
    call = CURRENT.get()
    if call is not None:
        wait = min(call.silence, call.left())
        waits = {"connect": min(CONNECT, wait), "read": wait, "write": wait, "pool": wait}
        request.extensions = {**request.extensions, "timeout": waits}


def _watched(response: httpx.Response) -> None:
    """Has the bytes of an answer checked as they come."""
    call = CURRENT.get()
    if call is not None and isinstance(response.stream, httpx.SyncByteStream):
        response.stream = _Watched(response.stream, call)
