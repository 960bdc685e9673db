"""A server of the API for each test, and a client that never really waits."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from advisor.legifrance.client import Access, Client, Pace
from tests.unit.legifrance import server
from tests.unit.legifrance.server import ID, SECRET, Api

QUICK = Pace(interval=0.0, tries=3, backoff=1.0, longest_wait=60.0, connect=5.0, silence=5.0, total=30.0)


@pytest.fixture
def api() -> Iterator[Api]:
    yield from server.served()


@pytest.fixture
def waits() -> list[float]:
    """The waits the client asked for; none is really waited."""
    return []


@pytest.fixture
def client(api: Api, waits: list[float]) -> Iterator[Client]:
    with Client(access(api), QUICK, sleep=waits.append) as made:
        yield made


def access(api: Api, secret: str = SECRET) -> Access:
    return Access(f"{api.url}/app", f"{api.url}/token", ID, secret)
