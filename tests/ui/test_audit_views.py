"""The other views of the audit: samples, disagreements, figures, use of the sources, the journal's exports."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from advisor.audit.sampling import redrawn
from advisor.journal.queue import Filters
from advisor.service import Advisor
from advisor.ui import audit_charts, audit_journal
from advisor.ui.words import count
from advisor.workspace import Workspace
from tests.test_app import html_of
from tests.ui.workroom import LAW, ONE, OUTSIDE, PROJECT, SOURCES, TWO, opened, page, view


@pytest.fixture
def work(advisor_small: Advisor, tmp_path: Path) -> Workspace:
    made = opened(advisor_small, tmp_path)
    for rank, message in enumerate((PROJECT, LAW, SOURCES, OUTSIDE), 1):
        made.recorder.ask(message, thread=f"c{rank}")
    return made


def judge(work: Workspace, number: int, reader: str, value: str, statement: str = "", comment: str = "") -> None:
    assert work.audited
    work.audited.desk.judge(number, reader, value, statement=statement, comment=comment)


def statements(work: Workspace, number: int) -> list[str]:
    assert work.audited
    return [name for name in work.audited.desk.reading(number, ONE) if name]


# --- samples -----------------------------------------------------------------------------------------------------


def test_a_sample_is_drawn_and_can_be_drawn_again(work: Workspace) -> None:
    assert work.audited
    app = view(page(work), "Échantillons")
    assert "Aucun échantillon" in html_of(app)
    app.number_input(key="audit-size").set_value(2).run()
    app.text_input(key="audit-seed").set_value("graine").run()
    app.text_input(key="audit-readers").set_value(f"{ONE}, {TWO}").run()
    app.button(key="audit-draw-now").click().run()
    assert not app.exception
    [entry] = work.audited.journal.entries(kinds=("sample",))
    body = entry.body
    assert body
    assert (entry.author, body["seed"], body["readers"]) == (ONE, "graine", [ONE, TWO])
    assert list(redrawn(body)) == body["numbers"]
    said = html_of(app)
    assert "Tirage refait à l'identique" in said
    assert "0 réponses sur 2" in said


def test_a_sample_by_risk_says_what_makes_an_answer_likelier(work: Workspace) -> None:
    assert work.audited
    app = view(page(work), "Échantillons")
    app.segmented_control(key="audit-method").set_value("risque").run()
    assert "Retour négatif" in html_of(app)
    app.button(key="audit-draw-now").click().run()
    assert work.audited.desk.samples()[0].method == "risque"


def test_a_sample_may_be_drawn_from_the_queue_as_it_is_filtered(work: Workspace) -> None:
    assert work.audited
    app = page(work)
    app.selectbox(key="audit-kinds").set_value("legal").run()
    view(app, "Échantillons")
    app.radio(key="audit-among").set_value(app.radio(key="audit-among").options[1].split(" (")[0]).run()
    app.button(key="audit-draw-now").click().run()
    assert work.audited.desk.samples()[0].numbers == (2,)


def test_a_refused_draw_is_explained(work: Workspace) -> None:
    app = page(work)
    app.text_input(key="audit-words").set_value("introuvable").run()
    view(app, "Échantillons")
    app.radio(key="audit-among").set_value(app.radio(key="audit-among").options[1].split(" (")[0]).run()
    app.button(key="audit-draw-now").click().run()
    assert not app.exception
    assert "Aucune réponse ne répond à ces critères" in app.error[0].value


def test_a_sample_is_read_in_its_order_and_its_verdicts_say_so(work: Workspace) -> None:
    assert work.audited
    sample = work.audited.desk.sample(ONE, 4, seed="ordre", readers=[ONE])
    app = view(page(work), "Échantillons")
    app.button(key=f"audit-read-{sample.number}").click().run()
    first = sample.numbers[0]
    assert app.query_params["reponse"] in ([str(first)], str(first))
    assert f"Réponse 1 sur 4 de l'échantillon n° {sample.number}" in html_of(app)
    app.button(key="audit-whole").click().run() if statements(work, first) else None
    app.button(key=f"audit-say-{first}-ensemble-juste").click().run()
    [entry] = work.audited.journal.entries(kinds=("verdict",))
    assert (entry.body or {})["sample"] == sample.number


def test_a_sample_is_seen_in_the_queue(work: Workspace) -> None:
    assert work.audited
    sample = work.audited.desk.sample(ONE, 2, seed="file")
    app = view(page(work), "Échantillons")
    app.button(key=f"audit-see-{sample.number}").click().run()
    assert not app.exception
    body = html_of(app)
    assert all(f'id="row-{number}"' in body for number in sample.numbers)
    assert body.count('id="row-') == 2
    app.button(key="audit-widen").click().run()
    assert html_of(app).count('id="row-') == 4


# --- disagreements -----------------------------------------------------------------------------------------------


def test_a_disagreement_is_shown_side_by_side_and_settled_once(work: Workspace) -> None:
    assert work.audited
    first = statements(work, 3)[0]
    judge(work, 3, ONE, "soutenu", first)
    judge(work, 3, TWO, "partiel", first, "La moitié seulement.")
    app = view(page(work), "Désaccords")
    body = html_of(app)
    assert "1 désaccord à trancher" in body
    assert "La moitié seulement." in body
    key = f"3-{first}"
    app.segmented_control(key=f"audit-settle-{key}").set_value("partiel").run()
    app.button(key=f"audit-resolve-{key}").click().run()
    assert "se justifie" in app.error[0].value
    app.text_input(key=f"audit-why-{key}").set_value("Relu à deux.").run()
    app.button(key=f"audit-resolve-{key}").click().run()
    assert "Aucun désaccord en attente" in html_of(app)
    [entry] = work.audited.journal.entries(kinds=("resolution",))
    assert (entry.author, (entry.body or {})["value"]) == (ONE, "partiel")


def test_one_who_is_still_to_read_does_not_see_a_disagreement(work: Workspace) -> None:
    assert work.audited
    work.audited.desk.sample(ONE, 4, readers=[ONE, TWO, "Relecture 3"])
    judge(work, 2, ONE, "juste", comment="Rien à dire.")
    judge(work, 2, TWO, "faux")
    body = html_of(view(page(work, "Relecture 3"), "Désaccords"))
    assert "0 désaccord à trancher" in body
    assert "Rien à dire." not in body


# --- figures -----------------------------------------------------------------------------------------------------


def test_figures_come_with_their_intervals_and_the_agreement(work: Workspace) -> None:
    assert work.audited
    app = view(page(work), "Chiffres")
    assert "Aucune réponse jugée ici" in html_of(app)
    work.audited.desk.sample(ONE, 4, seed="tout", readers=[ONE, TWO])
    for reader in (ONE, TWO):
        for name in statements(work, 3):
            judge(work, 3, reader, "soutenu" if reader == ONE or name != "s1" else "non soutenu", name)
        judge(work, 3, reader, "juste")
    app.run()
    assert not app.exception
    body = html_of(app)
    assert "Précision des citations" in body
    assert "Intervalles de Wilson à 95 %" in body
    assert f"{ONE} et {TWO}" in body
    assert "1 désaccord en attente" in body
    assert "À lire avec prudence" not in body
    [chart] = app.get("vega_lite_chart") or app.get("arrow_vega_lite_chart")
    assert json.loads(chart.proto.spec)["layer"]


def test_figures_that_are_not_drawn_by_chance_say_so(work: Workspace) -> None:
    judge(work, 2, ONE, "juste")
    app = view(page(work), "Chiffres")
    app.selectbox(key="audit-basis").set_value("Toutes les réponses jugées").run()
    assert "À lire avec prudence" in html_of(app)


def test_a_chart_draws_the_interval_of_each_group() -> None:
    rows = [{"groupe": "Droit", "mesure": "P", "valeur": 0.5, "bas": 0.2, "haut": 0.8, "justes": 1, "jugés": 2}]
    spec = audit_charts.spec(rows, "P", over_time=False)
    assert spec["encoding"]["y"]["field"] == "groupe"
    assert spec["layer"][0]["encoding"]["x"]["field"] == "bas"
    assert spec["layer"][0]["encoding"]["x2"]["field"] == "haut"
    over = audit_charts.spec(rows, "P", over_time=True)
    assert over["encoding"]["x"]["field"] == "groupe"


# --- use of the sources ------------------------------------------------------------------------------------------


def test_the_use_of_the_sources_is_counted(work: Workspace, advisor_small: Advisor) -> None:
    first = statements(work, 3)[0]
    judge(work, 3, ONE, "non soutenu", first)
    body = html_of(view(page(work), "Sources"))
    assert "1 question sans réponse" in body
    assert "tarte aux pommes" in body
    assert '<b class="bad">1</b>' in body
    used = {held.fiche for held in advisor_small.ask(SOURCES).statements if held.fiche}
    assert all(f'data-cite="q:fiches:{name}"' in body for name in used)


def test_a_fiche_leads_to_the_answers_that_use_it(work: Workspace, advisor_small: Advisor) -> None:
    name = advisor_small.ask(SOURCES).statements[0].fiche
    app = view(page(work), "Sources")
    app.session_state["audit-pending"] = f"fiches:{name}"
    app.run()
    assert not app.exception
    assert 'id="row-3"' in html_of(app)
    assert 'id="row-4"' not in html_of(app)


def test_the_passages_are_counted_when_asked_for(work: Workspace) -> None:
    app = view(page(work), "Sources")
    app.button(key="audit-passages").click().run()
    assert not app.exception


# --- the journal -------------------------------------------------------------------------------------------------


def test_the_journal_is_exported_whole_or_as_it_is_filtered(work: Workspace) -> None:
    assert work.audited
    journal = work.audited.journal
    whole = [json.loads(line) for line in audit_journal._lines(journal, None).decode().splitlines()]
    assert [entry["number"] for entry in whole] == [1, 2, 3, 4]
    some = Filters(kinds=("legal",))
    assert audit_journal._csv(journal, some).decode().count("\r\n") == 2
    sheet = load_workbook(io.BytesIO(audit_journal._workbook(journal, None)))
    assert sheet.worksheets[0].max_row == 5


def test_the_page_says_how_long_contents_are_kept(work: Workspace) -> None:
    body = html_of(view(page(work), "Journal"))
    assert f"gardés {count(work.kept_days, 'jour')}".replace("\u202f", " ") in body
    assert "4 entrées, dont 4 réponses" in body


def test_a_broken_chain_is_named(work: Workspace, tmp_path: Path) -> None:
    import sqlite3

    with sqlite3.connect(tmp_path / "journal.db") as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {name}")  # what keeps entries from being written again
        database.execute("UPDATE entries SET body = replace(body, 'ZAC', 'ZAD') WHERE number = 2")
    app = view(page(work), "Journal")
    app.button(key="audit-verify").click().run()
    assert "rompue à l'entrée n° 2" in html_of(app)


def test_the_report_is_offered_for_what_is_counted(work: Workspace) -> None:
    judge(work, 2, ONE, "juste")
    app = view(page(work), "Chiffres")
    app.selectbox(key="audit-basis").set_value("Toutes les réponses jugées").run()
    assert [button.label for button in app.get("download_button")] == ["Rapport (docx)"]
