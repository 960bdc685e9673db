"""`advisor model check`, against a server that does everything, or not."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from advisor.cli import main
from tests.model import server as acts
from tests.model.server import KEY, MODEL, Server

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


@pytest.fixture
def honest(server: Server) -> Server:
    def script(body: object) -> object:
        asked = str(body)
        return {"couleurs": ["bleu", "vert"]} if "couleurs" in asked else "Une réunion ouverte à toutes et à tous."

    server.script = script  # type: ignore[assignment]
    return server


def run(server: Server, *arguments: str, **given: str) -> Result:
    environment = {"ADVISOR_MODEL_TIMEOUT": "1/3", **server.settings(**given)}
    return CliRunner().invoke(main, ["model", "check", *arguments], env=environment)


def states(result: Result) -> dict[str, str]:
    return {row["name"]: row["state"] for row in json.loads(result.output)}


def test_all_that_works_is_said_and_the_key_is_not(honest: Server) -> None:
    result = run(honest)
    assert result.exit_code == 0, result.output
    lines = result.output.splitlines()
    assert sum(line.startswith("OK") for line in lines) == 7
    assert "premier mot en" in result.output
    assert KEY not in result.output
    assert {asked.path for asked in honest.asked} == {
        "/v1/models",
        "/v1/chat/completions",
        "/v1/embeddings",
        "/v1/rerank",
    }


def test_what_the_product_does_without_is_told_without_failing(honest: Server) -> None:
    honest.does(acts.status(404), on="embeddings")
    honest.does(acts.status(404), on="rerank")
    answers = iter("abcdefghij")
    honest.script = lambda body: {"couleurs": []} if "couleurs" in str(body) else f"Réponse longue {next(answers)}."
    result = run(honest, "--json")
    assert result.exit_code == 0
    assert states(result) == {
        "joindre": "OK",
        "conversation": "OK",
        "au fil de l'eau": "OK",
        "réponse structurée": "OK",
        "graine": "non",
        "plongements": "non",
        "reclassement": "non",
    }


@pytest.mark.parametrize(
    ("act", "kind", "told"),
    [
        (acts.status(401, {"error": {"message": f"bad {KEY}"}}), "models", "ADVISOR_MODEL_KEY"),
        (acts.status(503), "models", "en panne"),
        (acts.page, "models", "/v1"),
        (acts.silent, "models", "dans le temps accordé"),
        (acts.status(404), "completions", "ADVISOR_MODEL"),
        (acts.misshapen, "completions", "autre forme"),
        (acts.empty, "completions", "sans rien écrire"),
    ],
)
def test_a_failure_is_said_with_its_remedy_and_ends_the_check(
    honest: Server, act: acts.Act, kind: str, told: str
) -> None:
    honest.does(act, act, on=kind)
    result = run(honest)
    assert result.exit_code == 1
    assert "ÉCHEC" in result.output
    assert told in result.output
    assert KEY not in result.output
    assert "Traceback" not in result.output


def test_a_model_the_server_does_not_serve_is_named_with_those_it_does(honest: Server) -> None:
    result = run(honest, MODEL="openai:autre")
    assert result.exit_code == 1
    assert f"un de ceux qu'il sert : {MODEL}" in result.output


def test_a_structured_answer_is_needed_only_by_the_roles_that_propose(server: Server) -> None:
    server.script = lambda _body: "Je ne sais pas faire de JSON, hélas."
    failed = run(server)
    assert failed.exit_code == 1
    assert "retirez reader et rephraser" in failed.output
    assert run(server, MODEL_ROLES="writer").exit_code == 0


def test_a_server_that_does_not_stream_is_told(honest: Server) -> None:
    honest.does(acts.said("Une réunion ouverte à toutes."), acts.said("Court."))
    result = run(honest)
    assert result.exit_code == 0
    assert "—      au fil de l'eau : d'un bloc" in result.output


def test_nothing_is_sent_when_it_is_forbidden_or_nothing_is_set(server: Server) -> None:
    forbidden = run(server, MODEL_SEND="jamais")
    assert (forbidden.exit_code, server.asked) == (1, [])
    assert "jamais" in forbidden.output
    nothing = CliRunner().invoke(main, ["model", "check"])
    assert nothing.exit_code == 1
    assert "docs/modeles.md" in nothing.output
