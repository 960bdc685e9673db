"""A conversation on the page, over the knowledge base alone and a journal of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from advisor import wiring
from advisor.service import Advisor
from tests.test_app import html_of, say

APP = Path(__file__).parents[1] / "app.py"
OPEN = "On refait l'accueil de la mairie annexe avec les habitants, rien n'est arrêté, ouverture dans un an."
TAKEN = "Autre projet : le pont ferme cet été, c'est voté, il faut prévenir les automobilistes."


@pytest.fixture(autouse=True)
def served(monkeypatch: pytest.MonkeyPatch, advisor_small: Advisor, tmp_path: Path) -> None:
    st.cache_resource.clear()
    monkeypatch.setenv("ADVISOR_JOURNAL", f"sqlite:///{tmp_path / 'journal.db'}")
    monkeypatch.setattr(wiring, "ready", lambda settings: advisor_small)


@pytest.fixture
def app() -> AppTest:
    return AppTest.from_file(str(APP), default_timeout=60).run()


def test_a_hypothesis_is_compared_then_adopted_by_a_button(app: AppTest) -> None:
    say(say(app, OPEN), "et si on n'avait que trois semaines ?")
    body = html_of(app)
    assert not app.exception
    assert "votre projet n'est pas modifié" in body
    assert "le conseil passerait de « co-construire » à « consulter »" in body
    turn = app.session_state["session"].turns[-1]
    app.button(key=f"adopter-{turn.key}").click().run()
    assert not app.exception
    assert "Hypothèse adoptée" in html_of(app)
    assert app.session_state["session"].turns[-1].answer.recommendation.degree == "consulter"


def test_a_hypothesis_is_dropped_by_a_button(app: AppTest) -> None:
    say(say(app, OPEN), "et si on n'avait que trois semaines ?")
    turn = app.session_state["session"].turns[-1]
    app.button(key=f"abandonner-{turn.key}").click().run()
    assert not app.exception
    assert app.session_state["session"].turns[-1].answer.recommendation.degree == "co-construire"


def test_a_contradiction_is_settled_by_a_click(app: AppTest) -> None:
    say(say(app, OPEN), "on a trois semaines")
    assert "Deux messages se contredisent" in html_of(app)
    turn = app.session_state["session"].turns[-1]
    assert turn.answer.recommendation.degree == "consulter"
    app.button(key=f"say-{turn.key}-0-delai-52").click().run()
    assert not app.exception
    turn = app.session_state["session"].turns[-1]
    assert turn.answer.recommendation.degree == "co-construire"
    assert "Deux messages se contredisent" not in html_of(app)


def test_projects_are_listed_and_come_back_to(app: AppTest) -> None:
    say(say(app, OPEN), TAKEN)
    assert app.button(key="project-2").disabled
    app.button(key="project-1").click().run()
    assert not app.exception
    last = app.session_state["session"].turns[-1].answer
    assert (last.move.act, last.move.project) == ("retour", 1)
    assert last.recommendation.degree == "co-construire"


def test_parts_and_summaries_are_shown_with_their_sources(app: AppTest) -> None:
    say(app, OPEN)
    for message, title in (
        ("quels leviers pour les jeunes ?", "Leviers à actionner"),
        ("et les freins ?", "Freins à prévoir"),
        ("des exemples ?", "Pratiques comparables"),
        ("résume pour mon élu", "Ce qui est conseillé"),
        ("pourquoi pas consulter ?", "Ce que vous cherchez"),
    ):
        say(app, message)
        assert not app.exception
        assert f">{title}<" in html_of(app)
    assert ">Sources citées<" in html_of(app)


def test_a_conversation_is_taken_up_again_from_its_address(app: AppTest) -> None:
    say(say(app, OPEN), TAKEN)
    held = app.session_state["session"]
    again = AppTest.from_file(str(APP), default_timeout=60)
    again.query_params["fil"] = held.thread
    again.run()
    assert not again.exception
    found = again.session_state["session"]
    assert [turn.message for turn in found.turns] == [OPEN, TAKEN]
    assert [turn.answer for turn in found.turns] == [turn.answer for turn in held.turns]
    assert found.state == held.state
    turn = found.turns[-1]
    again.pills(key=f"set-{turn.key}-0-marge").set_value("ajustements").run()
    assert not again.exception
    assert "Le conseil" in again.session_state["session"].turns[-1].change


def test_an_address_of_nothing_says_so_and_a_conversation_can_begin() -> None:
    app = AppTest.from_file(str(APP), default_timeout=60)
    app.query_params["fil"] = "0" * 16
    app.run()
    assert "Le journal ne contient rien de cette conversation" in app.warning[0].value.replace("\u00a0", " ")
    say(app, OPEN)
    assert not app.exception
    assert not app.warning
    assert app.session_state["session"].turns


def test_without_a_journal_the_page_says_that_nothing_can_be_taken_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADVISOR_JOURNAL", "aucun")
    app = AppTest.from_file(str(APP), default_timeout=60)
    app.query_params["fil"] = "0" * 16
    app.run()
    assert "aucun journal" in app.warning[0].value
