"""The calendar of a recommendation and the frise, as the page, the note and the terminal show them."""

from __future__ import annotations

import datetime as dt
import html
import re
from pathlib import Path

import pytest
import streamlit as st
from hypothesis import given
from hypothesis import strategies as some
from streamlit.testing.v1 import AppTest

from advisor import printing, wiring
from advisor.answering.book import Book
from advisor.domain.answer import Calendar
from advisor.domain.degree import Degree
from advisor.figures import picture
from advisor.planning.desk import Laid, Planner
from advisor.service import Advisor
from advisor.ui import note, timeline
from advisor.ui.citations import Marks
from tests.unit.law.rules import rule, step

APP = Path(__file__).parents[2] / "app.py"
TODAY = dt.date(2026, 11, 22)
PROJECT = (
    "On refait l'accueil de la maison du Département à Vif, deux scénarios, le vice-président tranche "
    "mais on peut encore ajuster"
)
IN_TIME, LIGHTER, TOO_LATE = (
    f"{PROJECT}, décision le {day}" for day in ("30 mars 2027", "8 février 2027", "20 décembre 2026")
)


@pytest.fixture(autouse=True)
def served(monkeypatch: pytest.MonkeyPatch, advisor_small: Advisor) -> None:
    """The pages are served by the service of the knowledge base alone."""
    st.cache_resource.clear()
    monkeypatch.setattr(wiring, "ready", lambda settings: advisor_small)


def shown(text: str) -> str:
    """HTML with ordinary spaces and apostrophes."""
    return html.unescape(text).replace("\u00a0", " ").replace("\u202f", " ").replace("\u2060", "").replace("’", "'")


def page(message: str) -> tuple[AppTest, str]:
    app = AppTest.from_file(str(APP), default_timeout=30).run()
    app.chat_input[0].set_value(message).run()
    assert not app.exception
    return app, shown("\n".join(element.proto.body for element in app.get("html")))


def calendar(advisor: Advisor, days: int | None, length: int = 30) -> Calendar:
    """A calendar of concertation where the law has a step of so many days."""
    decision = None if days is None else TODAY + dt.timedelta(days=days)
    project = Laid(Degree.CONCERTER, None, [rule(steps=(step(length),))], decision, TODAY)
    held = Planner(advisor.parts.knowledge.fiches).calendar(project, Book(advisor.parts.library))
    assert held is not None
    return held


def test_a_project_shows_its_steps_as_a_chart_with_the_table_behind(advisor_small: Advisor) -> None:
    _, body = page(IN_TIME)
    assert "À commencer au plus tard le 5 janvier 2027, pour la décision du 30 mars 2027." in body
    assert body.count('class="line conseil"') == 8
    assert "<caption>Étapes avant et après la décision</caption>" in body
    assert "aujourd'hui, 22 novembre 2026" in body
    assert "décision, 30 mars 2027" in body
    assert (
        "Calendrier : 8 étapes conseillées, à partir de : cadrer ce qui est négociable, du 5 au 12 janvier 2027."
        in body
    )
    assert re.search(r'Dites avant de commencer.*?<a class="cite"', body)
    assert 'class="callout grave" role="note"><b>Il manque' not in body


def test_what_to_lighten_is_said_in_order_with_what_is_lost_and_its_passage() -> None:
    _, body = page(LIGHTER)
    assert "À alléger, dans cet ordre" in body
    assert re.search(r"<b>7 jours\.</b> Informer des contraintes.*?On y perd : .*?<a class=\"cite\"", body)
    assert "allégée de 7 jours" in body
    assert 'class="callout grave" role="note"><b>Il manque' not in body


def test_too_late_is_an_alarm_that_gives_a_degree_and_a_date() -> None:
    _, body = page(TOO_LATE)
    alarm = body.partition('class="callout grave" role="note"><b>Il manque 28 jours :</b>')[2].partition("</div>")[0]
    assert "D'ici là, un degré tient : consulter." in alarm
    assert "repoussez la décision : le 17 janvier 2027 au plus tôt, le 14 février 2027 sans rien alléger" in alarm
    assert "Pour la décision du 20 décembre 2026, il fallait commencer le 25 octobre 2026." in body


def test_without_a_date_the_calendar_is_in_weeks() -> None:
    _, body = page(PROJECT)
    assert "Pour concerter, comptez 12 semaines avant la décision, 8 semaines au moins." in body
    assert "semaines −6 à −4" in body
    assert "Si le temps manque : que peut-on alléger ?" in body
    assert "aujourd'hui," not in body


def test_a_date_that_is_not_a_decision_s_is_called_a_term() -> None:
    _, body = page(f"{PROJECT}, ouverture en mars")
    assert "pour l'échéance du 31 mars 2027." in body
    assert timeline.EARLIER in body
    assert '<th scope="row">Échéance</th>' in body


def test_the_frise_stands_with_its_table_and_its_downloads() -> None:
    app, body = page(IN_TIME)
    image = re.search(r'<img class="frise" src="data:image/svg\+xml;base64,[^"]+" [^>]*alt="([^"]+)"', body)
    assert image
    assert "Usagers directement concernés : conception concerter" in image[1]
    assert '<table class="matrix twin">' in body
    labels = {button.label for button in app.get("download_button")}  # type: ignore[attr-defined]
    wanted = {"La frise en diapositive (PPTX)", "En dessin (SVG)"} | (
        {"En image (PNG)"} if picture.has_fonts() else set()
    )
    assert wanted <= labels


def test_law_and_advice_are_told_apart_by_a_word_and_a_hatching(advisor_small: Advisor) -> None:
    held = calendar(advisor_small, 200)
    answer = advisor_small.ask(IN_TIME)
    assert held.preparation
    body = shown(timeline.plan(held, held.preparation, Marks(answer, "t")))
    law = body.partition('<div class="line loi">')[2].partition("</div>")[0]
    assert '<span class="kind">Loi</span>' in law
    assert 'class="bar loi"' in law
    assert "durée fixée par la loi (hachuré)" in body
    assert "Règle a, X1" in body


@given(some.none() | some.integers(-40, 800), some.integers(1, 3000))
def test_every_bar_stands_inside_the_chart_and_every_row_of_text_is_as_long(
    advisor_small: Advisor, days: int | None, length: int
) -> None:
    held = calendar(advisor_small, days, length)
    along = timeline.scale(held)
    for line in held.lines:
        left, right = along.at(line.first or 0), along.at(line.last or 0)
        assert 0 <= left <= right <= 100
        drawn = timeline.drawn(line, along)
        assert len(drawn) == 24
        assert ("▒" if line.kind == "loi" else "█") in drawn
    assert along.first < along.last
    assert along.marked == (days is not None and along.first <= -days <= along.last)
    body = timeline._chart(held)
    ticks = re.findall(r'<span style="left:([\d.]+)%">', body)
    assert 1 <= len(ticks) <= timeline.MOST_TICKS + 1
    assert all(float(at) < timeline.EDGE for at in ticks)


def test_the_note_draws_the_calendar_and_says_why_each_step(advisor_small: Advisor) -> None:
    text = shown(note.as_markdown(advisor_small.ask(LIGHTER)))
    assert "| Discuter en séances | Conseil | du 28 décembre 2026 au 18 janvier 2027 | 3 semaines | `" in text
    assert "█ étape conseillée, ▒ durée de la loi, ┃ décision" in text
    assert re.search(
        r"- \*\*Cadrer ce qui est négociable\.\*\* Dites avant.*?\[\d+\].*Ce qui en reste : une page", text
    )
    assert re.search(r"- 7 jours\. Informer des contraintes.*?\[\d+\]", text)
    table = [row for row in text.splitlines() if row.startswith("| ") and "`" in row]
    assert {row.count("|") for row in table} == {6}


def test_the_terminal_says_the_steps_with_their_marks(advisor_small: Advisor) -> None:
    told = printing.readable(advisor_small.ask(TOO_LATE))
    assert "! D'ici là, un degré tient : consulter." in told
    assert re.search(r"du 25/10/2026 au 01/11/2026 : cadrer ce qui est négociable, 1 semaine \(.*\[\d+\]\)", told)
    assert "jours -84 à -77 : cadrer" in printing.readable(advisor_small.ask(PROJECT))
