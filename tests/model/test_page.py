"""The page when a model reads messages: the answer first, then what it adds; a dead model leaves the answer."""

from __future__ import annotations

from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from advisor import wiring
from advisor.service import Advisor
from tests.model import server as acts
from tests.model.server import Server

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
APP = Path(__file__).parents[2] / "app.py"
PROJECT = (
    "La commune veut refaire le skatepark avec les ados du quartier. Trois esquisses sont prêtes, on en discute avec "
    "eux puis le conseil municipal tranche. Faudrait pas trainer."
)


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch, advisor_small: Advisor, server: Server) -> AppTest:
    st.cache_resource.clear()
    monkeypatch.setattr(wiring, "ready", lambda settings: advisor_small)
    for name, value in server.settings(MODEL_ROLES="reader,rephraser", MODEL_TIMEOUT="1/2").items():
        monkeypatch.setenv(name, value)
    return AppTest.from_file(str(APP), default_timeout=60).run()


def say(app: AppTest, message: str) -> AppTest:
    return app.chat_input[0].set_value(message).run()


def read(fact: str, value: str, words: str) -> acts.Script:
    return lambda _body: {"faits": [{"fait": fact, "valeur": value, "mots": words}]}


def html_of(app: AppTest) -> str:
    body = "\n".join(element.proto.body for element in app.get("html"))
    return body.replace("\u00a0", " ").replace("\u202f", " ").replace("\u2060", "")


def captions(app: AppTest) -> str:
    said = "\n".join(str(item.value) for item in app.caption)
    return said.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'").replace("\\", "")


def test_what_a_model_reads_is_added_once_and_said_so(app: AppTest, server: Server) -> None:
    server.script = read("temps", "serre", "Faudrait pas trainer")
    say(app, PROJECT)
    assert not app.exception
    turn = app.session_state["session"].turns[-1]
    assert [fact.name for fact in turn.answer.profile if fact.by] == ["temps"]
    assert "Lu aussi par le modèle, sans effet sur le conseil : Temps disponible : serré." in html_of(app)
    app.run()
    assert len(server.chats()) == 1


def test_a_reading_that_would_count_is_a_question_and_its_answer_counts(app: AppTest, server: Server) -> None:
    server.script = read("reponse", "oui", "on en discute avec eux")
    say(app, PROJECT)
    turn = app.session_state["session"].turns[-1]
    (question,) = [item for item in turn.answer.questions if item.fact == "reponse"]
    assert "« on en discute avec eux »" in question.text.replace("\u00a0", " ")
    app.button(key=f"say-{turn.key}-{turn.revision}-reponse-oui").click().run()
    assert not app.exception
    assert [fact.status for fact in turn.answer.profile if fact.name == "reponse"] == ["corrected"]
    assert len(server.chats()) == 1


@pytest.mark.parametrize("act", [acts.silent, acts.status(500), acts.garbage])
def test_a_dead_model_leaves_the_answer_and_is_said_quietly(app: AppTest, server: Server, act: acts.Act) -> None:
    server.does(act, act)
    say(app, PROJECT)
    assert not app.exception
    assert not app.error
    assert app.session_state["session"].turns[-1].answer.kind == "recommendation"
    assert "Le modèle n'a rien pu proposer." in captions(app)


def test_a_new_message_has_the_whole_project_read_again(app: AppTest, server: Server) -> None:
    server.script = read("temps", "serre", "Faudrait pas trainer")
    say(app, PROJECT)
    say(app, "Le budget est de 200 000 euros, rien n'est encore décidé.")
    assert not app.exception
    assert len(server.chats()) == 2
    assert "Faudrait pas trainer" in server.chats()[-1].said()
    assert "200 000 euros" in server.chats()[-1].said()
