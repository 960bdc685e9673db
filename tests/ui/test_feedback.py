"""The chat and the journal: what is recorded, what is not and says so, and the user's word on an answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from advisor.errors import JournalUnusable
from advisor.service import Advisor
from advisor.workspace import Workspace
from tests.test_app import html_of, say
from tests.ui.workroom import LAW, PROJECT, SOURCES, opened


@pytest.fixture
def work(advisor_small: Advisor, tmp_path: Path) -> Workspace:
    return opened(advisor_small, tmp_path)


def _chat() -> None:
    import streamlit

    from advisor.ui import chat

    chat.render(streamlit.session_state["work"].recorder)


def chat(work: Workspace) -> AppTest:
    st.cache_resource.clear()
    app = AppTest.from_function(_chat, default_timeout=30)
    app.session_state["work"] = work
    return app.run()


def entries(work: Workspace, kind: Any) -> list[dict[str, Any]]:
    assert work.audited
    return [dict(entry.body or {}) for entry in work.audited.journal.entries(kinds=(kind,))]


def test_each_answer_is_recorded_in_the_conversation_of_the_session(work: Workspace) -> None:
    assert work.audited
    app = chat(work)
    say(app, PROJECT)
    say(app, LAW)
    held = app.session_state["session"]
    found = list(work.audited.journal.entries())
    assert [entry.conversation for entry in found] == [held.thread, held.thread]
    assert [turn.receipt.number for turn in held.turns] == [1, 2]
    assert "Enregistrée sous le n° 2" in html_of(app)


def test_a_new_project_is_another_conversation(work: Workspace) -> None:
    app = chat(work)
    say(app, PROJECT)
    before = app.session_state["session"].thread
    app.button(key="new").click().run()
    assert app.session_state["session"].thread != before


def test_a_correction_is_recorded_with_the_answers_around_it(work: Workspace) -> None:
    app = chat(work)
    say(app, PROJECT)
    turn = app.session_state["session"].turns[-1]
    app.pills(key=f"set-{turn.key}-0-marge").set_value("aucune").run()
    assert entries(work, "correction") == [
        {"fact": "marge", "values": ["aucune"], "number": None, "before": 1, "after": 2}
    ]
    app.button(key=f"undo-{turn.key}-1-marge").click().run()
    assert entries(work, "correction")[-1] == {"fact": "marge", "values": [], "number": None, "before": 2, "after": 4}


def test_a_fact_answered_in_a_question_of_law_is_recorded_as_it_was_asked(work: Workspace) -> None:
    app = chat(work)
    say(app, "Faut-il un conseil de quartier dans notre commune ?")
    turn = app.session_state["session"].turns[-1]
    app.number_input(key=f"answer-{turn.key}-0-population").set_value(120000.0).run()
    app.button(key=f"send-{turn.key}-0-population").click().run()
    assert app.session_state["session"].turns[-1].answer.verdict == "oui"
    stored = entries(work, "answer")
    assert len(stored) == 2
    assert stored[1]["answer"]["verdict"] == "oui"
    assert entries(work, "correction")[0]["number"] == 120000


def test_an_answer_that_is_not_recorded_says_so(work: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    assert work.audited

    def full(_draft: object) -> None:
        raise JournalUnusable("Le disque est plein.", "Faites de la place.")

    monkeypatch.setattr(work.audited.journal, "append", full)
    app = chat(work)
    say(app, SOURCES)
    body = html_of(app)
    assert not app.exception
    assert "Non enregistrée." in body
    assert "Le disque est plein." in body
    assert "Sources citées" in body
    assert not app.get("feedback")


def test_without_a_journal_the_chat_says_that_nothing_is_kept(advisor_small: Advisor) -> None:
    from advisor import settings, workspace

    app = chat(workspace.opened(settings.read({"ADVISOR_JOURNAL": "aucun"}), advisor_small))
    say(app, SOURCES)
    assert "aucun journal n'est tenu" in html_of(app)


def test_an_unforeseen_error_is_journalled_and_gives_its_reference(
    work: Workspace, advisor_small: Advisor, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("panne")

    monkeypatch.setattr(advisor_small, "ask", broken)
    app = chat(work)
    say(app, SOURCES)
    [entry] = entries(work, "error")
    assert not app.exception
    assert (entry["error"], entry["said"]) == ("RuntimeError", "panne")
    assert entry["reference"] in app.error[0].value
    assert app.text_area[0].value == SOURCES


def thumb(app: AppTest, key: str) -> Any:
    return next(element for element in app.get("feedback") if element.key == key)


def test_a_thumb_is_recorded_at_once(work: Workspace) -> None:
    app = chat(work)
    say(app, SOURCES)
    app.feedback(key="thumb-t1-0").set_value(0).run()
    assert entries(work, "feedback") == [{"helpful": False, "reason": "", "text": "", "statement": ""}]
    assert "Merci, c'est noté." in html_of(app)


def test_why_is_recorded_with_the_statement_it_is_about(work: Workspace) -> None:
    app = chat(work)
    say(app, SOURCES)
    app.feedback(key="thumb-t1-0").set_value(0).run()
    statement = app.session_state["session"].turns[-1].answer.statements[1].id
    app.pills(key="reason-t1-0-False").set_value(["Hors sujet", "Difficile à comprendre"]).run()
    app.selectbox(key="about-t1-0").set_value(statement).run()
    app.text_area(key="words-t1-0").set_value("Dites-le plus simplement, ou appelez le 04 76 00 38 38.").run()
    app.button(key="tell-t1-0").click().run()
    assert not app.exception
    told = entries(work, "feedback")[-1]
    assert told["reason"] == "Hors sujet, Difficile à comprendre"
    assert told["statement"] == statement
    assert told["text"].startswith("Dites-le plus simplement")
    assert "04 76" not in told["text"]


def test_an_empty_explanation_is_not_sent(work: Workspace) -> None:
    app = chat(work)
    say(app, SOURCES)
    app.feedback(key="thumb-t1-0").set_value(1).run()
    app.button(key="tell-t1-0").click().run()
    assert len(entries(work, "feedback")) == 1
    assert "Choisissez une raison" in html_of(app)


def test_feedback_asks_again_after_a_correction(work: Workspace) -> None:
    app = chat(work)
    say(app, PROJECT)
    app.feedback(key="thumb-t1-0").set_value(1).run()
    app.pills(key="set-t1-0-marge").set_value("aucune").run()
    assert app.feedback(key="thumb-t1-1").value is None
