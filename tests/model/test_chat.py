"""The client of a chat model, against a server that misbehaves: a typed failure, in time, that tells no secret."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterable, Sequence

import pytest

from advisor import settings
from advisor.chat.opening import opened
from advisor.chat.ports import Chat, Limit, Message, Meter
from advisor.errors import (
    ModelBroken,
    ModelFailed,
    ModelRefused,
    ModelTimeout,
    ModelUnavailable,
    SettingInvalid,
)
from tests.model import server as acts
from tests.model.conftest import Open
from tests.model.server import KEY, Act, Server

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
HELLO = (Message("system", "Réponds en français."), Message("user", "Dis bonjour à tout le canton."))
SCHEMA = {
    "title": "salut",
    "type": "object",
    "properties": {"mots": {"type": "array", "items": {"type": "string"}}},
    "required": ["mots"],
    "additionalProperties": False,
}
SPARE = 1.5
"""Seconds beyond a limit within which it is still held: the machine is shared."""


def said(chat: Chat, messages: Sequence[Message] = HELLO, **more: object) -> str:
    return "".join(chat.stream(messages, **more))  # type: ignore[arg-type]


def test_an_answer_comes_piece_by_piece_at_temperature_zero(server: Server, chat: Open) -> None:
    server.says("Bonjour à tout le canton, et merci d'être venus.")
    meter = Meter()
    pieces = list(chat().stream(HELLO, meter=meter))
    assert "".join(pieces) == "Bonjour à tout le canton, et merci d'être venus."
    assert len(pieces) > 2
    (asked,) = server.chats()
    assert (asked.body["temperature"], asked.body["max_tokens"], asked.body["stream"]) == (0, 200, True)
    assert asked.body["messages"][1] == {"role": "user", "content": HELLO[1].text}
    assert asked.headers["Authorization"] == f"Bearer {KEY}"
    assert "seed" not in asked.body
    usage = meter.usage
    assert (usage.requests, usage.prompt_tokens, usage.answer_tokens, usage.estimated) == (1, 9, 9, False)
    assert 0 < usage.first_ms <= usage.total_ms


def test_the_pieces_come_as_they_are_said(server: Server, chat: Open) -> None:
    server.pause = 0.2
    server.script = lambda _body: "Première phrase. Deuxième phrase. Troisième phrase."
    pieces = chat(Limit(200, 2.0, 10.0)).stream(HELLO)
    begun = time.monotonic()
    next(pieces)
    first = time.monotonic() - begun
    assert list(pieces)
    assert first < (time.monotonic() - begun) / 2


def test_a_structured_answer_is_an_object_of_the_form_asked(server: Server, chat: Open) -> None:
    server.script = lambda _body: {"mots": ["bonjour"]}
    assert chat(MODEL_SEED="7").structured(HELLO, SCHEMA) == {"mots": ["bonjour"]}
    (asked,) = server.chats()
    assert asked.body["response_format"]["json_schema"]["schema"] == SCHEMA
    assert asked.body["seed"] == 7


def test_a_strict_server_is_asked_without_what_it_does_not_know_and_remembered(server: Server, chat: Open) -> None:
    server.refused = {"stream_options", "seed", "response_format"}
    server.script = lambda _body: '```json\n{"mots": ["bonjour"]}\n```'
    made, meter = chat(MODEL_SEED="7"), Meter()
    assert made.structured(HELLO, SCHEMA, meter=meter) == {"mots": ["bonjour"]}
    assert meter.usage.requests == 3
    assert meter.usage.estimated
    assert '"mots"' in server.chats()[-1].body["messages"][-1]["content"]  # the form is then said in words
    made.structured(HELLO, SCHEMA)
    assert len(server.chats()) == 4


@pytest.mark.parametrize("text", ["Bonjour.", '{"mots": "bonjour"}', '{"autre": []}', "[1, 2]", '{"mots": ["bon'])
def test_an_answer_of_another_form_is_refused(server: Server, chat: Open, text: str) -> None:
    server.says(text)
    with pytest.raises(ModelBroken):
        chat().structured(HELLO, SCHEMA)


def test_what_a_model_thinks_aloud_is_left_out(server: Server, chat: Open) -> None:
    server.says("<think>On me salue, je dois répondre.</think>\n\nBonjour.", "<thé ou café ?", "<think>Je pense encore")
    made = chat()
    assert said(made) == "Bonjour."
    assert said(made) == "<thé ou café ?"
    with pytest.raises(ModelBroken, match="sans rien écrire"):
        said(made)


# --- in time, whatever happens


@pytest.mark.parametrize(
    ("act", "limit", "begun"),
    [
        (acts.silent, Limit(200, 0.5, 5.0), ""),
        (acts.pinging, Limit(200, 0.5, 5.0), ""),
        (acts.slow(3.0), Limit(200, 0.5, 5.0), ""),
        (acts.stall("Bonjour à tout le"), Limit(200, 0.5, 5.0), "Bonjour à tout le"),
        (acts.endless, Limit(10_000, 0.5, 1.0), "encore "),
    ],
    ids=["silent", "pinging", "slow", "stall", "endless"],
)
def test_a_model_too_slow_is_given_up_in_time(server: Server, chat: Open, act: Act, limit: Limit, begun: str) -> None:
    server.does(act)
    got: list[str] = []
    start = time.monotonic()
    with pytest.raises(ModelTimeout):
        _collected(chat(limit).stream(HELLO), got)
    assert time.monotonic() - start < (limit.total if begun else limit.first) + SPARE
    assert "".join(got).startswith(begun)


def _collected(pieces: Iterable[str], got: list[str]) -> None:
    """Keeps what comes before a failure."""
    for piece in pieces:
        got.append(piece)


@pytest.mark.parametrize("act", [acts.silent, acts.pinging, acts.stall("Bonjour")])
def test_the_thread_that_waits_for_a_stalled_server_ends_too(server: Server, chat: Open, act: Act) -> None:
    server.does(act)
    with pytest.raises(ModelTimeout):
        said(chat(Limit(200, 0.4, 0.8)))
    end = time.monotonic() + 5
    while any(thread.name == "modele" for thread in threading.enumerate()) and time.monotonic() < end:
        time.sleep(0.05)
    assert not [thread for thread in threading.enumerate() if thread.name == "modele"]


def test_an_answer_given_up_halfway_is_not_read_to_its_end(server: Server, chat: Open) -> None:
    server.does(acts.endless)
    pieces = chat(Limit(10_000, 1.0, 20.0)).stream(HELLO)
    next(pieces)
    pieces.close()  # type: ignore[attr-defined]
    end = time.monotonic() + 5
    while any(thread.name == "modele" for thread in threading.enumerate()) and time.monotonic() < end:
        time.sleep(0.05)
    assert not [thread for thread in threading.enumerate() if thread.name == "modele"]


def test_a_saturated_server_is_asked_again_once_it_said_when(server: Server, chat: Open) -> None:
    server.does(acts.limited("1"))
    start = time.monotonic()
    assert said(chat()) == "Bonjour."
    assert 1.0 <= time.monotonic() - start < 3.0
    assert len(server.chats()) == 2


def test_a_wait_beyond_the_deadline_is_not_waited(server: Server, chat: Open) -> None:
    server.does(acts.limited("60"))
    start = time.monotonic()
    with pytest.raises(ModelUnavailable, match="429"):
        said(chat())
    assert time.monotonic() - start < SPARE
    assert len(server.chats()) == 1


@pytest.mark.parametrize("act", [acts.status(500), acts.status(503), acts.cut(), acts.limited()])
def test_a_passing_failure_is_tried_again_once_and_no_more(server: Server, chat: Open, act: Act) -> None:
    server.does(act)
    assert said(chat()) == "Bonjour."
    server.does(act, act)
    with pytest.raises(ModelUnavailable):
        said(chat())
    assert len(server.chats()) == 4


def test_an_answer_begun_is_not_asked_again(server: Server, chat: Open) -> None:
    server.does(acts.cut("Bonjour à tout"))
    with pytest.raises(ModelUnavailable, match="coupée"):
        said(chat())
    assert len(server.chats()) == 1


@pytest.mark.parametrize(
    ("act", "error", "what"),
    [
        (acts.unended("Bonjour à tout"), ModelUnavailable, "coupée"),
        (acts.garbage, ModelBroken, "JSON"),
        (acts.page, ModelBroken, "JSON"),
        (acts.misshapen, ModelBroken, "autre forme"),
        (acts.empty, ModelBroken, "sans rien écrire"),
        (acts.huge(), ModelBroken, "démesurée"),
        (acts.status(404), ModelRefused, "ADVISOR_MODEL"),
        (acts.status(400), ModelRefused, "400"),
        (acts.status(403), ModelRefused, "clé"),
        (acts.status(307, Location="http://127.0.0.1:9/v1"), ModelRefused, "307"),
        (acts.said("Bonjour", finish="content_filter"), ModelRefused, "retenu"),
    ],
    ids=lambda item: getattr(item, "__name__", str(item)),
)
def test_each_failure_has_its_kind_and_says_what_to_do(
    server: Server, chat: Open, act: Act, error: type[ModelFailed], what: str
) -> None:
    server.does(act, act)
    with pytest.raises(error) as raised:
        said(chat())
    assert what in str(raised.value)
    assert raised.value.remedy


def test_a_server_that_is_not_there_is_said_plainly(server: Server, chat: Open) -> None:
    with pytest.raises(ModelUnavailable, match="ne peut pas être joint"):
        said(chat(MODEL_URL="http://127.0.0.1:9/v1"))


# --- secrets


def test_neither_the_key_nor_the_words_of_the_user_are_told_by_a_failure(
    server: Server, chat: Open, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    key = "sk-tres-secrete"
    echo = {"error": {"message": f"Incorrect API key provided: {key}; messages: {HELLO[1].text}"}}
    for code in (401, 400, 500):
        server.does(acts.status(code, echo), acts.status(code, echo), acts.status(code, echo))
        server.key = key
        with pytest.raises(ModelFailed) as raised:
            said(chat(MODEL_KEY=key))
        told, seen = "", raised.value
        while seen is not None:
            told += repr(seen) + str(seen)
            seen = seen.__cause__ or seen.__context__  # type: ignore[assignment]
        assert key not in told
        assert "canton" not in told
        server.plan["completions"].clear()
    read = settings.read(server.settings())
    made = opened(read)
    assert key not in repr(read) + repr(made) + repr(vars(made))
    assert key not in caplog.text


def test_nothing_is_sent_when_the_settings_forbid_it(server: Server) -> None:
    assert opened(settings.read(server.settings(MODEL_SEND="jamais"))) is None
    assert opened(settings.read({})) is None


def test_nothing_is_traced_elsewhere_nor_taken_from_the_variables_of_a_library(
    server: Server, chat: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2"):
        monkeypatch.setenv(name, "true")
    monkeypatch.setenv("LANGSMITH_ENDPOINT", server.root)
    monkeypatch.setenv("LANGSMITH_API_KEY", "autre")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("OPENAI_API_KEY", "autre")
    assert said(chat()) == "Bonjour."
    time.sleep(0.3)
    assert [asked.path for asked in server.asked] == ["/v1/chat/completions"]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"MODEL": "gpt"}, "fournisseur:modèle"),
        ({"MODEL": "openai:x", "MODEL_URL": ""}, "ADVISOR_MODEL_URL est vide"),
        ({"MODEL_URL": "http://exemple.fr/v1", "MODEL_KEY": "k"}, "en clair"),
        ({"MODEL_URL": "https://moi:secret@exemple.fr/v1"}, "mot de passe"),
        ({"MODEL_URL": "exemple.fr"}, "https://"),
        ({"MODEL_TIMEOUT": "10"}, "premier/tout"),
        ({"MODEL_TIMEOUT": "20/10"}, "premier/tout"),
        ({"MODEL_ROLES": "writer,poete"}, "poete"),
        ({"MODEL_SEND": "tout"}, "masque ou jamais"),
        ({"MODEL_SEED": "x"}, "entier"),
    ],
)
def test_a_bad_setting_says_what_to_write(given: dict[str, str], told: str) -> None:
    with pytest.raises(SettingInvalid) as raised:
        settings.read({f"ADVISOR_{name}": value for name, value in given.items()})
    assert told in str(raised.value)
    assert "secret" not in str(raised.value)


def test_a_provider_whose_package_is_missing_says_which_to_install() -> None:
    with pytest.raises(SettingInvalid, match="pip install langchain-mistralai"):
        opened(settings.read({"ADVISOR_MODEL": "mistralai:mistral-small-latest", "ADVISOR_MODEL_KEY": "k"}))
    with pytest.raises(SettingInvalid, match="inconnu"):
        opened(settings.read({"ADVISOR_MODEL": "inconnu:x"}))
