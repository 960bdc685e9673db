"""The interface, page by page, over the knowledge base alone."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from advisor import wiring
from advisor.domain.answer import Citation
from advisor.domain.source import Page, Passage
from advisor.service import Advisor
from advisor.ui import citations, note, session, words

APP = Path(__file__).parents[1] / "app.py"
VAGUE_PROJECT = (
    "On refait l'accueil de la maison du Département à Vif, on voudrait demander aux gens leur avis, ouverture en mars"
)
OPEN_PROJECT = "On voudrait refaire l'accueil avec les habitants, rien n'est arrêté, ouverture dans un an."


@pytest.fixture(autouse=True)
def served(monkeypatch: pytest.MonkeyPatch, advisor_small: Advisor) -> None:
    """The pages are served by the service of the knowledge base alone."""
    st.cache_resource.clear()
    monkeypatch.setattr(wiring, "ready", lambda settings: advisor_small)


@pytest.fixture
def app() -> AppTest:
    return AppTest.from_file(str(APP), default_timeout=30).run()


def html_of(app: AppTest) -> str:
    """All the HTML of a page, its spaces made ordinary."""
    body = "\n".join(element.proto.body for element in app.get("html"))
    return body.replace("\u00a0", " ").replace("\u202f", " ").replace("\u2060", "").replace("’", "'")


def say(app: AppTest, message: str) -> AppTest:
    return app.chat_input[0].set_value(message).run()


def test_the_page_opens_on_examples_and_says_which_sources_are_missing(app: AppTest) -> None:
    assert not app.exception
    assert "Quelle place donner aux usagers" in html_of(app)
    assert len([button for button in app.button if str(button.key).startswith("example-")]) == 4
    assert "Manquantes" in html_of(app)
    assert "make ingest" in html_of(app)


def test_an_example_project_gives_a_card_of_advice(app: AppTest) -> None:
    app.button(key="example-0").click().run()
    body = html_of(app)
    assert not app.exception
    assert "Degré conseillé" in body
    assert 'aria-current="step"' in body
    for title in ("À faire lundi", "Ce que j'ai compris", "Freins à prévoir", "Leviers à actionner", "Sources citées"):
        assert body.count(f">{title}<") == 1, title


def test_every_mark_of_an_answer_opens_one_of_its_citations(app: AppTest) -> None:
    say(app, OPEN_PROJECT)
    turn = app.session_state["session"].turns[-1]
    known = {f"{turn.key}:{citation.id}" for citation in turn.answer.citations}
    marked = set(re.findall(r'data-cite="([^"]+)"', html_of(app)))
    assert marked
    assert marked <= known
    numbers = [int(number) for number in re.findall(r'class="cite"[^>]*>\[(\d+)\]', html_of(app))]
    assert list(dict.fromkeys(numbers)) == sorted(set(numbers))


def test_a_correction_changes_the_advice_and_says_so(app: AppTest) -> None:
    say(app, OPEN_PROJECT)
    turn = app.session_state["session"].turns[-1]
    before = turn.answer.recommendation.degree
    app.pills(key=f"set-{turn.key}-0-marge").set_value("aucune").run()
    after = app.session_state["session"].turns[-1].answer.recommendation.degree
    assert not app.exception
    assert after.rank < before.rank
    assert f"Le conseil passe de « {before.value} » à « {after.value} »" in html_of(app)


def test_a_correction_can_be_taken_back(app: AppTest) -> None:
    say(app, OPEN_PROJECT)
    turn = app.session_state["session"].turns[-1]
    before = turn.answer.recommendation
    app.pills(key=f"set-{turn.key}-0-marge").set_value("aucune").run()
    app.button(key=f"undo-{turn.key}-1-marge").click().run()
    assert app.session_state["session"].turns[-1].answer.recommendation == before


def test_a_fact_wrongly_read_can_be_removed_and_put_back(app: AppTest) -> None:
    say(app, OPEN_PROJECT)
    turn = app.session_state["session"].turns[-1]
    before = turn.answer.profile
    assert any(fact.name == "domaine" for fact in before)
    app.button(key=f"undo-{turn.key}-0-domaine").click().run()
    known = {fact.name: fact for fact in app.session_state["session"].turns[-1].answer.profile}
    assert known["domaine"].status == "unknown"
    app.button(key=f"undo-{turn.key}-1-domaine").click().run()
    assert app.session_state["session"].turns[-1].answer.profile == before


def test_answering_a_question_sets_the_fact(app: AppTest) -> None:
    say(app, VAGUE_PROJECT)
    turn = app.session_state["session"].turns[-1]
    question = turn.answer.questions[0]
    value = question.options[0][0]
    app.button(key=f"say-{turn.key}-0-{question.fact}-{value}").click().run()
    known = {fact.name: fact for fact in app.session_state["session"].turns[-1].answer.profile}
    assert known[question.fact].values == (value,)
    assert known[question.fact].status == "corrected"


def test_a_project_is_told_over_several_messages(app: AppTest) -> None:
    say(app, "On voudrait refaire l'accueil de la maison du Département avec les habitants.")
    say(app, "Les plans sont validés et les travaux commencent en mars.")
    held = app.session_state["session"]
    assert len(held.conversation.messages) == 2
    assert held.turns[-1].answer.recommendation.degree == "informer"
    assert any(button.label == "Revoir" for button in app.button)


def test_a_question_of_law_leaves_the_project_as_it_was(app: AppTest) -> None:
    say(app, OPEN_PROJECT)
    kept = app.session_state["session"].conversation
    app = say(app, "Quelle loi impose une concertation pour une ZAC ?")
    assert app.session_state["session"].conversation == kept
    assert "Question de droit" in html_of(app)


def test_the_legal_example_shows_its_article_and_conditions(app: AppTest) -> None:
    app.button(key="example-2").click().run()
    body = html_of(app)
    assert "L103-2" in body
    assert "https://www.legifrance.gouv.fr" in body
    assert 'class="tick yes"' in body


def test_a_missing_fact_of_law_can_be_answered(app: AppTest) -> None:
    say(app, "Faut-il un conseil de quartier dans notre commune ?")
    turn = app.session_state["session"].turns[-1]
    assert turn.answer.verdict == "dépend"
    app.number_input(key=f"answer-{turn.key}-0-population").set_value(120000.0).run()
    app.button(key=f"send-{turn.key}-0-population").click().run()
    assert app.session_state["session"].turns[-1].answer.verdict == "oui"


def test_the_content_example_answers_with_citations(app: AppTest) -> None:
    app.button(key="example-3").click().run()
    body = html_of(app)
    assert "Sources citées" in body
    assert 'class="cite"' in body


def test_what_is_out_of_the_corpus_is_refused_with_leads(app: AppTest) -> None:
    say(app, "Quelle est la recette de la tarte aux pommes ?")
    assert "Le corpus ne répond pas" in html_of(app)
    assert any(str(button.key).startswith("lead-") for button in app.button)


@pytest.mark.parametrize(("message", "said"), [("   ", "vide"), ("mot " * 5000, "dépasse")])
def test_a_refused_message_is_explained_in_french_and_kept(app: AppTest, message: str, said: str) -> None:
    say(app, message)
    assert not app.exception
    assert said in app.error[0].value
    if message.strip():
        assert app.text_area[0].value == message


def test_what_users_type_is_escaped(app: AppTest) -> None:
    say(app, "On refait l'accueil <img src=x onerror=alert(1)> avec les *habitants*, rien n'est arrêté")
    assert "<img src=x" not in html_of(app)
    assert not app.exception


def test_a_new_project_starts_from_nothing(app: AppTest) -> None:
    say(app, OPEN_PROJECT)
    app.button(key="new").click().run()
    assert app.session_state["session"].turns == []
    assert "Quelle place donner aux usagers" in html_of(app)


def test_the_service_that_cannot_start_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(settings: object) -> Advisor:
        from advisor.errors import IndexUnusable

        raise IndexUnusable("L'index n'a pas pu être construit.", "Lancez « make ingest ».")

    monkeypatch.setattr(wiring, "ready", broken)
    app = AppTest.from_file(str(APP), default_timeout=30).run()
    assert "make ingest" in app.error[0].value


def _sources() -> None:
    from advisor import settings, wiring
    from advisor.ui import sources

    sources.render(wiring.ready(settings.read()))


def _about() -> None:
    from advisor import settings, wiring
    from advisor.ui import about

    about.render(wiring.ready(settings.read()))


def test_the_sources_page_lists_documents_fiches_and_passages() -> None:
    app = AppTest.from_function(_sources, default_timeout=30).run()
    assert not app.exception
    assert "Manquant" in html_of(app)
    app.selectbox(key="kind").set_value("levier").run()
    app.text_input(key="words").set_value("rendre autant").run()
    assert "Rendre aux participants" in html_of(app)
    app.text_input(key="search").set_value("conseil de la vie sociale").run()
    assert "Lire le passage" in html_of(app)
    assert not app.exception


def test_the_page_that_explains_opens() -> None:
    app = AppTest.from_function(_about, default_timeout=30).run()
    assert not app.exception
    assert "Sans modèle de langage" in html_of(app)


def _about_kept() -> None:
    from advisor import settings, wiring
    from advisor.ui import about

    about.render(wiring.ready(settings.read()), 400)


def test_the_page_that_explains_tells_what_is_recorded_and_how_to_have_it_erased() -> None:
    app = AppTest.from_function(_about_kept, default_timeout=30).run()
    assert not app.exception
    assert "400 jours" in html_of(app)
    assert app.session_state["session"].thread in html_of(app)
    nothing = AppTest.from_function(_about, default_timeout=30).run()
    assert "aucun journal" in html_of(nothing)


def test_the_note_and_the_data_hold_the_answer_and_its_sources(advisor_small: Advisor) -> None:
    answer = advisor_small.ask(OPEN_PROJECT)
    text = note.as_markdown(answer)
    assert "## Sources" in text
    assert "[1]" in text
    assert json.loads(note.as_json(answer))["id"] == answer.id


def test_a_citation_without_full_text_gives_the_fiche_and_the_words_to_look_for(advisor_small: Advisor) -> None:
    citation = advisor_small.ask(OPEN_PROJECT).citations[0]
    body = citations.passage_html(advisor_small, citation)
    assert "pas indexé" in body
    assert words.shown(citation.anchor) in body


def test_a_citation_is_highlighted_where_its_own_words_stand() -> None:
    text = "On associe tôt. On ne promet rien. On associe tôt, et <vite>."
    passage = Passage(id="s:1:a", source="s", section=(), page="1", page_index=0, start=0, end=len(text), text=text)
    texts = _Texts({passage.id: passage}, {("s", "1"): Page(source="s", index=0, label="1", text=text)})
    found = citations.extract(texts, _citation("On associe tôt", before="promet rien. "))
    assert found is not None
    assert found.before.endswith("promet rien. ")
    assert found.after == ", et <vite>."
    assert "".join((found.before, found.quote, found.after)) == text


def test_a_citation_outside_every_passage_is_shown_in_its_page() -> None:
    text = f"{'Long début. ' * 200}\nLe point exact.\n{'Longue fin. ' * 200}"
    texts = _Texts({}, {("s", "1"): Page(source="s", index=0, label="1", text=text)})
    found = citations.extract(texts, replace(_citation("Le point exact"), passage_id=""))
    assert found is not None
    assert found.quote == "Le point exact"


def _citation(quote: str, before: str = "") -> Citation:
    return Citation(
        id="c1",
        source="s",
        source_title="S",
        section="1",
        page="1",
        anchor=quote,
        label="S",
        address="",
        passage_id="s:1:a",
        page_index=0,
        quote=quote,
        before=before,
    )


class _Texts:
    """Texts held in memory."""

    reports = ()

    def __init__(self, passages: dict[str, Passage], pages: dict[tuple[str, str], Page]) -> None:
        self.passages = passages
        self.pages = pages


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("L'accueil : oui ; non ?", "L’accueil\u00a0: oui\u202f; non\u202f?"),
        ("1 900 000 euros", "1\u202f900\u202f000 euros"),
        ("« mot »", "«\u00a0mot\u00a0»"),
    ],
)
def test_french_typography(text: str, made: str) -> None:
    assert words.typo(text) == made


@pytest.mark.parametrize(("iso", "said"), [("2026-04-03", "3 avril 2026"), ("2023-03-01", "1er mars 2023")])
def test_dates_in_words(iso: str, said: str) -> None:
    assert words.day(iso) == said


def test_a_label_reads_no_markup_in_words_of_the_user() -> None:
    assert words.label("a *b* :red[c]") == "a \\*b\\*\u00a0\\:red\\[c\\]"


def test_a_fact_said_in_words_is_read_as_that_fact(advisor_small: Advisor) -> None:
    from advisor.domain.profile import Fact

    definition = advisor_small.parts.knowledge.facts["decision"]
    spoken = session.spoken(advisor_small, definition, Fact(name="decision", values=("ouverte",)))
    read = {fact.name: fact.values for fact in advisor_small.parts.reader.facts(spoken)}
    assert read["decision"] == ("ouverte",)
