"""A server for each test, and the model the settings open on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from advisor import settings
from advisor.chat.opening import opened
from advisor.chat.ports import Chat, Limit
from tests.model import server as serving
from tests.model.server import Server

QUICK = Limit(tokens=200, first=1.0, total=3.0)


@pytest.fixture
def server() -> Iterator[Server]:
    yield from serving.served()


Open = Callable[..., Chat]


@pytest.fixture
def chat(server: Server) -> Open:
    """Opens the model; settings by name, without their prefix."""

    def made(limit: Limit = QUICK, **given: str) -> Chat:
        found = opened(settings.read(server.settings(**given)), limit)
        assert found is not None
        return found

    return made
