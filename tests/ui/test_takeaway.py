"""« Ce que j'emporte » on the page: what each kind of answer offers, and nothing made before the click."""

from __future__ import annotations

from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from advisor import wiring
from advisor.errors import DataError
from advisor.service import Advisor
from advisor.takeaway import kit

APP = Path(__file__).parents[2] / "app.py"
PROJECT = "On voudrait refaire l'accueil avec les habitants, rien n'est arrêté, ouverture dans un an."
DOCUMENTS = ("note", "action", "contract", "plan", "diary", "law", "data")


@pytest.fixture(autouse=True)
def served(monkeypatch: pytest.MonkeyPatch, advisor_small: Advisor) -> None:
    st.cache_resource.clear()
    monkeypatch.setattr(wiring, "ready", lambda settings: advisor_small)


@pytest.fixture
def app() -> AppTest:
    return AppTest.from_file(str(APP), default_timeout=60).run()


def labels(app: AppTest) -> list[str]:
    said = (button.proto.label for button in app.get("download_button"))
    return [label.replace("\\", "").replace("’", "'") for label in said]


def html_of(app: AppTest) -> str:
    return "\n".join(element.proto.body for element in app.get("html")).replace("’", "'")


def test_a_project_offers_its_documents_each_with_a_sentence(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    for name in DOCUMENTS:
        monkeypatch.setattr(f"advisor.takeaway.{name}.document", lambda *_, name=name: made.append(name))
    app.chat_input[0].set_value(PROJECT).run()
    assert not app.exception
    assert made == []
    offered = [label for label in labels(app) if not label.startswith(("La frise", "En image", "En dessin"))]
    assert offered == [
        "Note de cadrage",
        "Fiche action",
        "Contrat moral",
        "Trame d'atelier de co-construction",
        "Calendrier",
        "Données (JSON)",
        "Texte (Markdown)",
    ]
    body = html_of(app)
    assert "Ce que j'emporte" in body
    assert "qui décide, ce qui leur est dû" in body


def test_a_question_of_law_offers_its_note(app: AppTest) -> None:
    app.chat_input[0].set_value("Quelle loi impose une concertation pour une ZAC ?").run()
    assert labels(app) == ["Note juridique", "Données (JSON)", "Texte (Markdown)"]


def test_an_answer_from_the_sources_offers_its_text_and_data(app: AppTest) -> None:
    app.chat_input[0].set_value("Que disent les sources des usagers professionnels ?").run()
    assert labels(app) == ["Texte (Markdown)", "Données (JSON)"]
    assert "Ce que j'emporte" not in html_of(app)


def test_a_template_that_cannot_be_used_does_not_take_the_answer_away(
    app: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise DataError("informer.yaml", 3, "degree", "cette clé manque.", "Ajoutez-la.")

    monkeypatch.setattr(kit, "offered", broken)
    app.chat_input[0].set_value(PROJECT).run()
    assert not app.exception
    assert "informer.yaml:3" in app.warning[0].value
    assert "Degré conseillé" in html_of(app)
