"""A writer over the real client and a real server on the loopback, and answers of the knowledge base alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from advisor import settings
from advisor.chat.opening import opened
from advisor.chat.ports import Limit
from advisor.domain.answer import Answer
from advisor.penning import PROMPT, PROMPTS
from advisor.prompting import files
from advisor.service import Advisor
from advisor.writing.cache import Cache
from advisor.writing.verifying import Entailment
from advisor.writing.writer import Writer
from tests.model import server as serving
from tests.model.server import Server

LIMIT = Limit(tokens=4000, first=1.0, total=8.0)
ASKED = (
    "On voudrait refaire l'accueil de la maison du Département avec les habitants, rien n'est arrêté, dans un an.",
    "La ligne de car est supprimée en septembre, c'est voté. On veut une concertation avec les parents d'élèves.",
    "Nous préparons une déviation routière de 12 millions d'euros, faut-il une concertation ?",
    "Quelle loi impose une concertation pour une ZAC ?",
    "EHPAD : le conseil de la vie sociale est-il obligatoire ?",
    "Quelle différence entre un usager et un citoyen ?",
    "Quels sont les freins à la participation des usagers ?",
    "Que dit le mémoire des usagers professionnels ?",
)


@pytest.fixture
def server(socket_enabled: None) -> Iterator[Server]:
    yield from serving.served()


Making = Callable[..., Writer]


@pytest.fixture
def writer(server: Server) -> Making:
    """Makes a writer on the server."""

    def made(
        limit: Limit = LIMIT,
        cache: Path | None = None,
        entailment: Entailment | None = None,
        masked: Callable[[str], str] = str,
    ) -> Writer:
        chat = opened(settings.read(server.settings()), limit)
        assert chat is not None
        prompt = files.load(PROMPTS)[PROMPT]
        return Writer(chat, prompt, masked, Cache(cache) if cache else None, entailment)

    return made


@pytest.fixture(scope="session")
def answers(advisor_small: Advisor) -> Sequence[Answer]:
    """Answers of each kind, with something to phrase."""
    return [advisor_small.ask(question) for question in ASKED]
