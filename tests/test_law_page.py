"""The page of law and the law's part of an answer, over the knowledge base alone."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from advisor import printing, wiring
from advisor.domain.answer import Answer, Calendar, CalendarLine
from advisor.service import Advisor
from advisor.ui import law, law_rule, note, schedule, words
from advisor.ui.citations import Marks
from tests.test_app import APP, html_of, say

ENQUIRY = "obligation.enquete-publique-trente-jours"
WHOLE = "obligation.enquete-publique-environnement"
QUESTION = "Faut-il une enquête publique pour notre projet avec évaluation environnementale ? décision le {}"
IN_TIME = QUESTION.format("30 juin 2027")
PARTS = (
    law_rule._duties,
    law_rule._relations,
    law_rule._details,
    law_rule._texts,
    law_rule._practices,
    law_rule._near,
)
TOO_LATE = QUESTION.format("10 décembre 2026")


@pytest.fixture(autouse=True)
def served(monkeypatch: pytest.MonkeyPatch, advisor_small: Advisor) -> None:
    """The pages are served by the service of the knowledge base alone."""
    st.cache_resource.clear()
    monkeypatch.setattr(wiring, "ready", lambda settings: advisor_small)


def _page() -> None:
    from advisor import settings, wiring
    from advisor.ui import law_page

    law_page.render(wiring.ready(settings.read()))


@pytest.fixture
def page() -> AppTest:
    return AppTest.from_function(_page, default_timeout=30).run()


def opened(rule: str) -> AppTest:
    app = AppTest.from_function(_page, default_timeout=30)
    app.query_params["regle"] = rule
    return app.run()


def listed(app: AppTest) -> list[str]:
    return re.findall(r'id="card-([^"]+)"', html_of(app))


# --- the list ----------------------------------------------------------------------------------------------------


def test_the_page_says_how_old_the_texts_are_and_how_to_refresh_them(page: AppTest, advisor_small: Advisor) -> None:
    body = html_of(page)
    assert not page.exception
    assert words.count(len(advisor_small.law_rules()), "règle") in body
    assert "lus il y a plus de 365 jours" in body
    assert "jamais lus par l'équipe" in body
    assert "advisor law status" in body
    assert "advisor law refresh" in body


def test_a_long_list_folds_and_unfolds(page: AppTest) -> None:
    assert len(listed(page)) == 12
    page.button(key="law-more").click().run()
    assert len(listed(page)) == 24


def test_words_put_the_rule_they_are_about_first(page: AppTest) -> None:
    page.text_input(key="law-words").set_value("faut-il un conseil de quartier ?").run()
    assert listed(page)[0] == "obligation.conseils-quartier"


def test_an_article_number_puts_the_rules_that_cite_it_first(page: AppTest, advisor_small: Advisor) -> None:
    page.text_input(key="law-words").set_value("L. 123-9 du code de l'environnement").run()
    first = advisor_small.parts.knowledge.fiches[listed(page)[0]]
    assert "L123-9" in {reference.article for reference in first.references}


@pytest.mark.parametrize("nothing", ["recette de la tarte aux pommes", "qui a gagné la coupe du monde de football ?"])
def test_words_of_nothing_in_the_law_find_nothing_and_say_so(page: AppTest, nothing: str) -> None:
    page.text_input(key="law-words").set_value(nothing).run()
    assert listed(page) == []
    assert "Aucune règle lue ne répond à ces choix" in html_of(page)


def test_filters_keep_the_rules_that_meet_them_all(page: AppTest, advisor_small: Advisor) -> None:
    page.selectbox(key="law-domain").set_value("urbanisme")
    page.selectbox(key="law-force").set_value("faculté")
    page.selectbox(key="law-degree").set_value("concerter").run()
    known = advisor_small.parts.knowledge.fiches
    found = [known[name] for name in listed(page)]
    assert found
    assert {(rule.domain, rule.force, rule.degree.value) for rule in found} == {("urbanisme", "faculté", "concerter")}


def test_rules_that_bind_others_by_name_are_left_out(advisor_small: Advisor) -> None:
    known = {holder: {rule.id for rule in advisor_small.law_rules("", holder)} for holder in ("commune", "departement")}
    assert "obligation.conseils-quartier" in known["commune"] - known["departement"]
    assert "obligation.cdca-avis-schema-autonomie" in known["departement"] - known["commune"]
    assert "obligation.participation-volontaire" in known["commune"] & known["departement"]


def test_an_old_text_and_one_never_read_are_alarms_on_their_card(advisor_small: Advisor) -> None:
    from advisor.ui import law_page

    old = law_page._card(advisor_small, advisor_small.parts.knowledge.fiches[ENQUIRY])
    assert 'class="old"' in old
    assert "plus de 365" in words.typo(old).replace("\u202f", " ").replace("\u00a0", " ")
    unread = next(
        rule
        for rule in advisor_small.law_rules()
        if any(not item.version and "non lu" in item.warning for item in advisor_small.law_references(rule))
    )
    assert 'class="old"' in law_page._card(advisor_small, unread)


def test_every_domain_of_the_rules_has_a_name_in_french(advisor_small: Advisor) -> None:
    assert {rule.domain for rule in advisor_small.law_rules()} <= set(words.DOMAINS)


# --- one rule ----------------------------------------------------------------------------------------------------


def test_a_rule_opens_whole(advisor_small: Advisor) -> None:
    app = opened(WHOLE)
    body = html_of(app)
    assert not app.exception
    for title in ("Quand elle s'applique", "Ce qu'elle demande", "Avec les autres règles", "En détail", "Les textes"):
        assert f">{title}<" in body, title
    assert "<b>Sauf si</b> le projet est une zone d'aménagement concerté" in body
    assert "version du 1er mars 2023, confiance moyenne dans notre lecture" in body
    assert 'href="https://www.legifrance.gouv.fr' in body
    assert f'data-cite="r:{ENQUIRY}"' in body


def test_the_calendar_of_a_rule_counts_back_from_the_date_given() -> None:
    app = opened(ENQUIRY)
    assert "comptées à rebours" in html_of(app)
    app.date_input(key="law-decision").set_value("2027-06-30").run()
    body = html_of(app)
    assert "À commencer au plus tard le 16 mai 2027" in body
    assert "Il manque" not in body
    app.date_input(key="law-decision").set_value("2026-12-10").run()
    assert "Il manque 27 jours" in html_of(app)


def test_a_rule_without_duration_asks_for_no_date(advisor_small: Advisor) -> None:
    assert not advisor_small.parts.knowledge.fiches[WHOLE].steps
    assert not opened(WHOLE).date_input


def test_closing_a_rule_gives_back_the_list_as_it_was() -> None:
    app = AppTest.from_function(_page, default_timeout=30).run()
    app.text_input(key="law-words").set_value("enquête publique").run()
    before = listed(app)
    app.query_params["regle"] = before[2]
    app.run()
    assert listed(app) == []
    app.button(key="law-back").click().run()
    assert app.text_input(key="law-words").value == "enquête publique"
    assert listed(app) == before


def test_a_rule_that_does_not_exist_is_said_and_the_list_shown() -> None:
    app = opened("obligation.disparue")
    assert not app.exception
    assert "n’existe pas" in app.warning[0].value
    assert len(listed(app)) == 12


def test_a_rule_out_of_force_says_so(advisor_small: Advisor) -> None:
    rule = advisor_small.parts.knowledge.fiches[ENQUIRY]
    over = replace(rule, since="2020-01-01", until="2026-11-22")
    to_come = replace(rule, since="2026-11-23")
    assert "N’est plus en vigueur" in law_rule.badges(advisor_small, over)
    assert "Pas encore en vigueur" in law_rule.badges(advisor_small, to_come)
    assert "vigueur" not in law_rule.badges(advisor_small, rule)


def test_every_rule_can_be_shown_and_leads_only_to_rules_and_passages_that_exist(advisor_small: Advisor) -> None:
    known = advisor_small.parts.knowledge.fiches
    rules = advisor_small.law_rules()
    for rule in rules:
        body = law_rule._conditions(rule) + "".join(part(advisor_small, rule) for part in PARTS)
        for reference in re.findall(r'data-cite="([^"]+)"', body):
            kind, _, rest = reference.partition(":")
            name, _, rank = rest.rpartition(":")
            if kind == "r":
                assert rest in known, rule.id
            else:
                assert int(rank) < len(known[name].locators()), rule.id


# --- answers -----------------------------------------------------------------------------------------------------


def test_an_answer_with_a_date_shows_its_calendar_as_a_table() -> None:
    app = AppTest.from_file(str(APP), default_timeout=30).run()
    say(app, IN_TIME)
    body = html_of(app)
    assert not app.exception
    assert "À commencer au plus tard le 16 mai 2027" in body
    assert "<caption>" in body
    assert '<time datetime="2027-06-15">15 juin 2027</time>' in body
    assert "Il manque" not in body
    say(app, TOO_LATE)
    assert 'class="callout grave" role="note"><b>Il manque 27 jours :</b>' in html_of(app)


def test_what_a_rule_does_to_others_is_cited_and_one_set_aside_is_greyed(advisor_small: Advisor) -> None:
    answer = waived(advisor_small.ask(IN_TIME))
    body = law.obligations(answer.obligations, Marks(answer, "t"), (), whole=True)
    related = answer.obligations[0].relations[0]
    text = next(statement.text for statement in answer.statements if statement.id == related)
    assert "Avec les autres règles" in body
    assert re.search(re.escape(words.shown(text)) + r'\u2060<span class="marks"><a class="cite"', body)
    assert f"Écartée ici par :</b> {words.shown(answer.obligations[0].title)}" in body
    assert body.count('class="badge waived"') == 1


def test_the_note_and_the_terminal_say_relations_waivers_and_dates(advisor_small: Advisor) -> None:
    answer = waived(advisor_small.ask(TOO_LATE))
    title = answer.obligations[0].title
    text = note.as_markdown(answer).replace("\u00a0", " ").replace("’", "'")
    assert f"- Écartée ici par : {title}" in text
    assert "À commencer au plus tard le 26 octobre 2026" in text
    assert "**Il manque 27 jours :**" in text
    assert "| Enquête publique |" in text
    told = printing.readable(answer)
    assert "[oui, écartée]" in told
    assert f"Écartée ici par : {title}" in told
    assert "Avec les autres règles :" in told
    assert "À commencer au plus tard le 26/10/2026, pour une décision le 10/12/2026" in told
    assert "! Il manque 27 jours" in told
    assert "du 26/10/2026 au 25/11/2026 : enquête publique, 30 jours au moins (L123-9)" in told


def test_an_answer_without_a_date_has_no_calendar(advisor_small: Advisor) -> None:
    answer = advisor_small.ask(QUESTION.partition(" décision")[0])
    assert answer.calendar is None
    assert "À commencer" not in printing.readable(answer)
    assert "Calendrier" not in note.as_markdown(answer)


def test_a_text_found_unchanged_is_said_with_its_day(advisor_small: Advisor) -> None:
    reference = replace(advisor_small.ask(IN_TIME).obligations[0].references[0], checked="2026-11-20")
    assert "vérifiée sans changement le 20 novembre 2026" in law.articles([reference])


def test_steps_after_the_decision_stand_below_it() -> None:
    held = Calendar(decision="2027-06-30", start="2027-06-30", short=0, lines=(line("après la décision"),))
    body = schedule.calendar(held)
    assert body.index("Décision</th>") < body.index("Affichage")
    assert "Aucune durée à tenir avant la décision" in body
    assert "aucune durée à tenir avant" in "\n".join(printing._calendar(held))


def test_the_rule_has_a_column_only_where_there_are_several() -> None:
    one, other = line("avant la décision"), replace(line("avant la décision"), fiche="obligation.autre", title="Autre")
    alone = Calendar(decision="2027-06-30", start="2027-05-30", short=0, lines=(one,))
    both = replace(alone, lines=(one, other))
    assert "Règle</th>" not in schedule.calendar(alone)
    assert "Règle</th>" in schedule.calendar(both)
    assert 'data-name="Règle">Autre<' in schedule.calendar(both)


def waived(answer: Answer) -> Answer:
    """The answer where its first rule sets the second one aside."""
    first, second, *rest = answer.obligations
    return replace(answer, obligations=(first, replace(second, waived_by=first.fiche), *rest))


def line(place: str) -> CalendarLine:
    return CalendarLine(
        fiche="obligation.essai",
        title="Essai",
        what="affichage",
        said="1 mois au moins",
        article="R1-1",
        start="2027-05-30",
        end="2027-06-30",
        place=place,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Une phrase. Une autre.", "Une phrase."),
        ("Elle applique l'article L. 131-9. Ensuite, non.", "Elle applique l'article L. 131-9."),
        ("Sans point", "Sans point"),
        ("Est-ce dû ? Oui.", "Est-ce dû ?"),
    ],
)
def test_the_first_sentence_of_a_text(text: str, first: str) -> None:
    assert words.first_sentence(text) == first
