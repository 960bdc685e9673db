"""The page while a model writes: the answer first, then its sentences, whose pen it is, what it cost, and a switch."""

from __future__ import annotations

from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from advisor import settings, wiring
from advisor.service import Advisor
from tests.model import server as serving
from tests.model.server import Server
from tests.test_app import APP, OPEN_PROJECT, html_of, say
from tests.writing import pens

LAW = "Quelle loi impose une concertation pour une ZAC ?"


@pytest.fixture
def server(socket_enabled: None, monkeypatch: pytest.MonkeyPatch, advisor_small: Advisor) -> serving.Iterator[Server]:
    """The server that the settings of the page point to."""
    st.cache_resource.clear()
    monkeypatch.setattr(wiring, "ready", lambda settings: advisor_small)
    made = serving.served()
    found = next(made)
    found.script = pens.honest
    for name, value in found.settings().items():
        monkeypatch.setenv(name, value)
    yield found
    next(made, None)


@pytest.fixture
def app(server: Server) -> AppTest:
    return AppTest.from_file(str(APP), default_timeout=30).run()


def test_the_page_says_what_is_sent_and_where_before_anything_is(app: AppTest, server: Server) -> None:
    told = " ".join(caption.value for caption in app.caption).replace("\\", "")
    assert not app.exception
    assert server.root.removeprefix("http://") in told
    assert "données personnelles masquées" in told
    assert server.chats() == []


def test_what_the_model_wrote_stands_in_the_answer_with_its_marks_and_its_cost(app: AppTest, server: Server) -> None:
    say(app, OPEN_PROJECT)
    body = html_of(app)
    turn = app.session_state["session"].turns[-1]
    assert not app.exception
    assert "rédigé par openai:essai-7b" in body
    assert "Degré conseillé" in body
    assert "aucune retenue" in body
    assert "jetons" in body
    assert turn.answer.prose.sentences
    assert turn.receipt.recorded
    assert 'aria-busy="true"' not in body


@pytest.mark.parametrize("act", [serving.status(500), serving.empty, serving.garbage])
def test_a_model_that_fails_leaves_a_discreet_notice(app: AppTest, server: Server, act: serving.Act) -> None:
    server.does(act, act, act)
    say(app, LAW)
    body = html_of(app)
    assert not app.exception
    assert "Réponse embarquée." in body
    assert "rédigé par" not in body
    assert "Question de droit" in body
    assert app.session_state["session"].turns[-1].receipt.recorded


def test_a_lie_is_counted_and_not_shown(app: AppTest, server: Server) -> None:
    lie = "Selon l'article L999-4, tout est interdit <img src=x onerror=alert(1)> [s1]."
    server.script = lambda body: f"{lie} {pens.honest(body)}"
    say(app, LAW)
    body = html_of(app)
    assert "1 phrase retenue" in body
    assert "L999-4" not in body
    assert "<img" not in body


def test_the_switch_leaves_the_model_alone(app: AppTest, server: Server) -> None:
    app.toggle(key="pen-on").set_value(False).run()
    say(app, LAW)
    assert server.chats() == []
    assert app.session_state["session"].turns[-1].answer.prose is None
    assert app.session_state["session"].turns[-1].receipt.recorded


def test_a_new_question_settles_the_phrasing_under_way(server: Server, advisor_small: Advisor, tmp_path: Path) -> None:
    from advisor.ui import session as held

    recorder = wiring.recorder(settings.read(), advisor_small)
    told = recorder.ask(OPEN_PROJECT, pen="apart")
    turn = held.Turn("t1", OPEN_PROJECT, told.answer, held.Conversation(), writing=told.writing)
    held.settle(turn)
    assert turn.writing is None
    assert turn.receipt.recorded


def test_without_a_model_nothing_of_it_is_on_the_page(monkeypatch: pytest.MonkeyPatch, advisor_small: Advisor) -> None:
    st.cache_resource.clear()
    monkeypatch.setattr(wiring, "ready", lambda settings: advisor_small)
    app = AppTest.from_file(str(APP), default_timeout=30).run()
    say(app, LAW)
    assert [toggle.key for toggle in app.toggle] == []
    assert "rédig" not in html_of(app)
