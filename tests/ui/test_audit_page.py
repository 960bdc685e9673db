"""The audit page: who reads, the queue, an opened answer, its verdicts, its proof."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from advisor.domain.record import Draft
from advisor.service import Advisor
from advisor.ui import audit_reader
from advisor.workspace import Workspace
from tests.test_app import html_of
from tests.ui.workroom import LAW, ONE, OUTSIDE, PROJECT, SOURCES, TWO, opened, page, view


@pytest.fixture
def work(advisor_small: Advisor, tmp_path: Path) -> Workspace:
    """A workspace with a project, a question of law, one on the sources, and one out of the corpus."""
    made = opened(advisor_small, tmp_path)
    for rank, message in enumerate((PROJECT, LAW, SOURCES, OUTSIDE), 1):
        assert made.recorder.ask(message, thread=f"c{rank}").receipt.number == rank
    return made


def listed(body: str) -> list[int]:
    return [int(number) for number in re.findall(r'id="row-(\d+)"', body)]


def items(work: Workspace, number: int) -> list[str]:
    assert work.audited
    return list(work.audited.desk.reading(number, ONE))


def judge(work: Workspace, number: int, reader: str, value: str, statement: str = "", comment: str = "") -> None:
    assert work.audited
    work.audited.desk.judge(number, reader, value, statement=statement, comment=comment)


# --- who reads ---------------------------------------------------------------------------------------------------


def test_nothing_is_shown_before_one_says_who_reads(work: Workspace) -> None:
    app = page(work, reader="")
    assert not app.exception
    assert listed(html_of(app)) == []
    app.text_input(key="audit-reader-field").set_value(f"  {ONE} ").run()
    assert app.session_state["audit-reader"] == ONE
    assert listed(html_of(app)) == [4, 3, 2, 1]


def test_only_the_names_of_the_settings_may_read_when_there_are_some(advisor_small: Advisor, tmp_path: Path) -> None:
    work = opened(advisor_small, tmp_path, (ONE, TWO))
    work.recorder.ask(LAW)
    app = page(work, reader="Un autre")
    assert listed(html_of(app)) == []
    app.selectbox(key="audit-reader-field").set_value(TWO).run()
    app.button(key="audit-enter").click().run()
    assert listed(html_of(app)) == [1]


@pytest.mark.parametrize(
    ("name", "readers", "may"), [("", (), False), (ONE, (), True), (ONE, (ONE,), True), (ONE, (TWO,), False)]
)
def test_who_may_audit(name: str, readers: tuple[str, ...], may: bool) -> None:
    assert audit_reader.may_audit(name, readers) is may


def test_another_reader_takes_the_place(work: Workspace) -> None:
    app = page(work)
    app.button(key="audit-leave").click().run()
    assert listed(html_of(app)) == []
    assert [field.key for field in app.text_input] == ["audit-reader-field"]


def test_without_a_journal_the_page_says_so(advisor_small: Advisor) -> None:
    from advisor import settings, workspace

    app = page(workspace.opened(settings.read({"ADVISOR_JOURNAL": "aucun"}), advisor_small))
    assert not app.exception
    assert "aucun journal n'est tenu" in app.info[0].value.replace("’", "'").replace("\\", "").lower()


# --- the queue ---------------------------------------------------------------------------------------------------


def test_the_queue_lists_answers_the_latest_first(work: Workspace) -> None:
    body = html_of(page(work))
    assert listed(body) == [4, 3, 2, 1]
    for said in ("Projet", "Droit", "Sans réponse", "tarte aux pommes"):
        assert said in body


@pytest.mark.parametrize(
    ("key", "value", "kept"),
    [("audit-kinds", "legal", [2]), ("audit-kinds", "abstention", [4]), ("audit-degrees", "co-construire", [1])],
)
def test_a_filter_narrows_the_queue(work: Workspace, key: str, value: str, kept: list[int]) -> None:
    app = page(work, more=True)
    app.selectbox(key=key).set_value(value).run()
    assert not app.exception
    assert listed(html_of(app)) == kept


def test_a_filter_out_of_sight_still_filters_and_is_counted(work: Workspace) -> None:
    app = page(work, more=True)
    app.selectbox(key="audit-languages").set_value("fr").run()
    app.selectbox(key="audit-degrees").set_value("co-construire").run()
    app.session_state["audit-more"] = False
    app.run()
    assert listed(html_of(app)) == [1]
    assert "2 actifs" in app.expander[0].label
    assert "audit-degrees" not in [field.key for field in app.selectbox]


def test_words_are_looked_for_without_accents(work: Workspace) -> None:
    app = page(work)
    app.text_input(key="audit-words").set_value("difference citoyen").run()
    assert listed(html_of(app)) == [3]
    app.text_input(key="audit-words").set_value("introuvable").run()
    assert "Aucune réponse ne répond à ces choix" in html_of(app)


def test_negative_feedback_is_found_and_shown(work: Workspace) -> None:
    work.recorder.feedback(2, False, "Droit inexact", "", "")
    app = page(work)
    assert "Pas utile" in html_of(app)
    app.selectbox(key="audit-feedback").set_value("negative").run()
    assert listed(html_of(app)) == [2]


def test_filters_are_taken_off_together(work: Workspace) -> None:
    app = page(work, more=True)
    app.selectbox(key="audit-kinds").set_value("legal").run()
    app.text_input(key="audit-words").set_value("ZAC").run()
    app.button(key="audit-clear").click().run()
    assert not app.exception
    assert listed(html_of(app)) == [4, 3, 2, 1]


def test_a_long_queue_is_read_page_by_page(advisor_small: Advisor, tmp_path: Path) -> None:
    work = opened(advisor_small, tmp_path)
    assert work.audited
    body = work.recorder.ask(OUTSIDE) and work.audited.journal.entry(1)
    assert body
    assert body.body
    work.audited.journal.extend([Draft(kind="answer", body=body.body) for _ in range(24)])
    app = page(work)
    assert listed(html_of(app)) == list(range(25, 5, -1))
    app.button(key="audit-after").click().run()
    assert listed(html_of(app)) == [5, 4, 3, 2, 1]
    assert app.button(key="audit-after").disabled
    app.button(key="audit-before").click().run()
    assert listed(html_of(app))[0] == 25


def test_what_others_said_does_not_show_in_the_queue_before_one_has_read(work: Workspace) -> None:
    judge(work, 2, ONE, "faux")
    assert "✗ faux" in html_of(page(work, ONE))
    blind = html_of(page(work, TWO))
    assert "✗ faux" not in blind
    assert "Lue par 1 lecteur" in blind


# --- an opened answer --------------------------------------------------------------------------------------------


def test_an_answer_opens_on_its_first_statement_with_what_carries_it(work: Workspace, advisor_small: Advisor) -> None:
    app = page(work, answer=3)
    body = html_of(app)
    assert not app.exception
    statement = advisor_small.ask(SOURCES).statements[0]
    assert "Phrase 1 sur" in body
    assert statement.check.by in body
    assert "Ce qui porte cette phrase" in body
    assert body.count('class="box') == len(items(work, 3))


def test_a_key_signs_a_verdict_and_goes_on(work: Workspace) -> None:
    assert work.audited
    app = page(work, answer=3)
    first = items(work, 3)[0]
    app.text_area(key=f"audit-comment-3-{first}").set_value("Bien vu.").run()
    app.button(key=f"audit-say-3-{first}-soutenu").click().run()
    assert not app.exception
    [entry] = work.audited.journal.entries(kinds=("verdict",))
    assert (entry.about, entry.author) == (3, ONE)
    assert entry.body == {
        "statement": first,
        "value": "soutenu",
        "comment": "Bien vu.",
        "proposal": None,
        "sample": 0,
        "blind": True,
    }
    body = html_of(app)
    assert "Phrase 2 sur" in body
    assert f"Signé : soutenu, entrée n° {entry.number}" in body


def test_every_verdict_has_its_own_key(work: Workspace) -> None:
    app = page(work, answer=3)
    first = items(work, 3)[0]
    held = [button for button in app.button if str(button.key).startswith(f"audit-say-3-{first}-")]
    keys = [button.proto.shortcut for button in app.button if button.proto.shortcut]
    assert [button.proto.shortcut for button in held] == ["s", "p", "n", "h"]
    assert len(keys) == len(set(keys))


def test_a_verdict_is_never_overwritten(work: Workspace) -> None:
    assert work.audited
    app = page(work, answer=3)
    first = items(work, 3)[0]
    app.button(key=f"audit-say-3-{first}-soutenu").click().run()
    app.button(key="audit-back").click().run()
    app.button(key=f"audit-say-3-{first}-partiel").click().run()
    said = [(entry.body or {})["value"] for entry in work.audited.journal.entries(kinds=("verdict",))]
    assert said == ["soutenu", "partiel"]
    assert work.audited.desk.reading(3, ONE)[first].mine.value == "partiel"  # type: ignore[union-attr]


def test_the_advice_is_judged_as_a_whole(work: Workspace) -> None:
    assert work.audited
    app = page(work, answer=1)
    app.button(key="audit-whole").click().run()
    assert "La réponse dans son ensemble" in html_of(app)
    assert "Ce qui a été compris" in html_of(app)
    app.button(key="audit-say-1-ensemble-défendable").click().run()
    [entry] = work.audited.journal.entries(kinds=("verdict",))
    assert (entry.body or {})["statement"] == ""


def test_a_correction_of_a_fiche_is_proposed_with_the_verdict(work: Workspace) -> None:
    assert work.audited
    app = page(work, answer=3)
    first = items(work, 3)[0]
    fiche = app.selectbox(key=f"audit-fiche-3-{first}").value
    app.text_area(key=f"audit-text-3-{first}").set_value("Dire plutôt ceci.").run()
    app.button(key=f"audit-say-3-{first}-partiel").click().run()
    [verdict] = work.audited.desk.proposals()
    assert verdict.proposal
    assert (verdict.proposal.fiche, verdict.proposal.text) == (fiche, "Dire plutôt ceci.")


def test_personal_data_in_a_comment_are_masked(work: Workspace) -> None:
    assert work.audited
    app = page(work, answer=3)
    first = items(work, 3)[0]
    app.text_area(key=f"audit-comment-3-{first}").set_value("Écrire à contact@exemple.fr.").run()
    app.button(key=f"audit-say-3-{first}-soutenu").click().run()
    [entry] = work.audited.journal.entries(kinds=("verdict",))
    assert "exemple.fr" not in (entry.body or {})["comment"]


def test_the_verdict_of_another_is_seen_only_after_ones_own(work: Workspace) -> None:
    first = items(work, 3)[0]
    judge(work, 3, ONE, "non soutenu", first, "Le passage dit autre chose.")
    app = page(work, TWO, answer=3)
    body = html_of(app)
    assert "Un autre lecteur a déjà jugé" in body
    assert "Le passage dit autre chose" not in body
    assert ONE not in body
    app.button(key=f"audit-say-3-{first}-soutenu").click().run()
    assert f"{ONE} avait dit : non soutenu" in html_of(app)
    app.button(key="audit-back").click().run()
    assert "Le passage dit autre chose" in html_of(app)
    assert "Désaccord." in html_of(app)


def test_feedback_stands_beside_what_it_is_about(work: Workspace) -> None:
    first = items(work, 3)[0]
    work.recorder.feedback(3, False, "Hors sujet", "Je demandais autre chose.", first)
    work.recorder.feedback(3, False, "Il manque quelque chose", "", "")
    app = page(work, answer=3)
    assert "Je demandais autre chose" in html_of(app)
    app.button(key="audit-whole").click().run()
    assert "Il manque quelque chose" in html_of(app)


def test_passages_left_out_are_listed_with_their_rank_and_score(work: Workspace) -> None:
    assert work.audited
    entry = work.audited.journal.entry(3)
    assert entry
    assert entry.body
    left = [found for found in entry.body["candidates"] if not found["used"]]
    body = html_of(page(work, answer=3))
    assert f"{len(left)} passages trouvés ne sont pas cités" in body
    assert left[0]["text"][:40].replace("'", "'") in body


def test_where_the_sources_differ_is_said(work: Workspace, advisor_small: Advisor) -> None:
    fiches = advisor_small.parts.knowledge.fiches
    answer = advisor_small.ask(SOURCES)
    told = [
        part.text
        for statement in answer.statements
        if statement.fiche
        for part in fiches[statement.fiche].told()
        if part.part == "disagreement"
    ]
    assert told
    assert told[0][:50] in html_of(page(work, answer=3))


def test_the_whole_answer_is_shown_as_it_was(work: Workspace, advisor_small: Advisor) -> None:
    body = html_of(page(work, answer=2))
    assert "Question de droit" in body
    assert "Télécharger" not in body


def test_the_talk_tells_what_was_said_and_how_much_was_masked(advisor_small: Advisor, tmp_path: Path) -> None:
    work = opened(advisor_small, tmp_path)
    work.recorder.ask(SOURCES, thread="c1")
    work.recorder.ask(f"{LAW} Répondez à contact@exemple.fr.", thread="c1")
    work.recorder.feedback(2, True, "Claire", "", "", thread="c1")
    body = html_of(page(work, answer=2))
    assert "1 donnée personnelle masquée" in body
    assert "exemple.fr" not in body
    assert 'data-cite="n:1"' in body
    assert "Utile. Claire" in body


@pytest.mark.parametrize("named", [99, "0", "-1", "²", "9" * 40, "un"])
def test_an_unknown_answer_is_told(work: Workspace, named: int | str) -> None:
    app = page(work, answer=named)
    assert not app.exception
    assert "n’est pas dans le journal" in app.warning[0].value


def test_an_error_is_read_but_not_judged(work: Workspace) -> None:
    assert work.audited
    body = {"message": "Bonjour", "error": "RuntimeError", "said": "panne", "reference": "abcd1234"}
    number = work.audited.journal.append(Draft(kind="error", body=body)).number
    app = page(work, answer=number)
    assert "abcd1234" in html_of(app)
    assert not [button for button in app.button if str(button.key).startswith("audit-say")]


def test_an_emptied_answer_says_so(work: Workspace) -> None:
    assert work.audited
    work.audited.journal.purge([2], "durée dépassée")
    app = page(work, answer=2)
    assert not app.exception
    assert "Contenu effacé" in html_of(app)


def test_what_users_typed_is_escaped(advisor_small: Advisor, tmp_path: Path) -> None:
    work = opened(advisor_small, tmp_path)
    number = work.recorder.ask(f"{LAW} <img src=x onerror=alert(1)>").receipt.number
    work.recorder.feedback(number, False, "", "<script>alert(2)</script>", "")
    assert "<img" not in html_of(page(work))
    body = html_of(page(work, answer=number))
    assert "<img" not in body
    assert "<script" not in body


# --- going on ----------------------------------------------------------------------------------------------------


def test_the_arrows_follow_the_list_one_came_from(work: Workspace) -> None:
    from advisor.ui.audit_queue import Run

    app = page(work, answer=3)
    assert not [button for button in app.button if button.key == "audit-next"]
    app.session_state["audit-run"] = Run("de la file", (4, 3, 2))
    app.run()
    app.button(key="audit-next").click().run()
    assert app.query_params["reponse"] in (["2"], "2")
    assert app.button(key="audit-next").disabled
    app.button(key="audit-list").click().run()
    assert listed(html_of(app)) == [4, 3, 2, 1]


# --- proof -------------------------------------------------------------------------------------------------------


def test_a_replay_gives_the_same_bytes(work: Workspace) -> None:
    app = page(work, answer=2)
    app.button(key="audit-replay-aujourd'hui").click().run()
    assert not app.exception
    assert "octet pour octet" in html_of(app)


def test_a_replay_says_what_changed(work: Workspace) -> None:
    assert work.audited
    entry = work.audited.journal.entry(2)
    assert entry
    assert entry.body
    answer = entry.body["answer"] | {"verdict": "non", "headline": "Non."}
    number = work.audited.journal.append(Draft(kind="answer", body={**entry.body, "answer": answer})).number
    app = page(work, answer=number)
    app.button(key="audit-replay-aujourd'hui").click().run()
    body = html_of(app)
    assert "différence" in body
    assert '<li class="grave">' in body


def test_a_wrong_verdict_becomes_a_case(work: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert work.audited
    monkeypatch.setattr(work.audited.proof, "cases", tmp_path / "cas")
    app = page(work, answer=2)
    assert not [button for button in app.button if button.key == "audit-case-2"]
    judge(work, 2, ONE, "faux")
    app.run()
    app.button(key="audit-case-2").click().run()
    assert not app.exception
    assert "Cas écrit" in html_of(app)
    assert list((tmp_path / "cas").glob("*.yaml"))


def test_the_journal_is_verified_on_demand(work: Workspace) -> None:
    app = view(page(work), "Journal")
    app.button(key="audit-verify").click().run()
    assert "La chaîne tient : 4 entrées relues" in html_of(app)
