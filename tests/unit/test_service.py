"""The whole service on the knowledge base alone: what kind of answer, and that each one holds together."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace

import jsonschema
import pytest
from pydantic import TypeAdapter

from advisor.domain.answer import Answer, SearchResult
from advisor.domain.profile import Fact, FactStatus
from advisor.errors import QuestionRefused
from advisor.service import Advisor, Conversation
from advisor.settings import ROOT, Settings

RECEPTION = (
    "On refait l'accueil de la maison du Département à Vif, on voudrait demander aux gens leur avis, ouverture en mars"
)
ZAC = "Une commune crée une ZAC, tout est ouvert et nous voulons construire le projet avec les habitants, dans un an."
SIGNED = "Les marchés sont signés pour la rénovation du collège, on nous demande une co-construction avec les parents."
CVS = "EHPAD : conseil de la vie sociale obligatoire ?"
BYPASS = "what law requires a consultation for a new bypass?"
MEMOIR = "Que dit le mémoire des usagers professionnels ?"
RECIPE = "Quelle est la recette du gratin dauphinois ?"
ARTICLE = "Que dit l'article L. 103-2 du code de l'urbanisme ?"
UNKNOWN_ARTICLE = "Que dit l'article L. 9999-9 du code de l'urbanisme ?"

KINDS = [
    (RECEPTION, "recommendation"),
    (ZAC, "recommendation"),
    (SIGNED, "recommendation"),
    ("On refait la D1075 à Vif et on veut l'avis des riverains.", "recommendation"),
    ("Il n'y a rien à négocier dans ce projet d'EHPAD mais on veut l'avis des familles.", "recommendation"),
    ("We are redesigning the reception of our nursing home, nothing is decided yet.", "recommendation"),
    ("On monte un projet d'EHPAD.", "clarification"),
    ("Nous allons lancer un projet pour les collèges du Département.", "clarification"),
    (CVS, "legal"),
    (BYPASS, "legal"),
    ("Faut-il une concertation pour créer une ZAC ?", "legal"),
    (ARTICLE, "legal"),
    (UNKNOWN_ARTICLE, "legal"),
    (MEMOIR, "content"),
    ("Quelle est la différence entre concerter et consulter ?", "content"),
    ("What is co-construction?", "content"),
    (RECIPE, "abstention"),
    ("Qui a gagné la coupe du monde de football ?", "abstention"),
    ("asdkjh qwe zzz", "abstention"),
    ("?", "abstention"),
]
MESSAGES = [message for message, _ in KINDS]

Ask = Callable[[str], Answer]


@pytest.fixture(scope="module")
def ask(advisor_small: Advisor) -> Ask:
    """Answers, each made once."""
    known: dict[str, Answer] = {}

    def answered(message: str) -> Answer:
        if message not in known:
            known[message] = advisor_small.ask(message)
        return known[message]

    return answered


def _timeless(answer: Answer) -> Answer:
    return replace(answer, engine=replace(answer.engine, timings_ms={}))


# --- kinds, degrees, verdicts ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("message", "kind"), KINDS)
def test_each_message_gets_its_kind_of_answer(ask: Ask, message: str, kind: str) -> None:
    assert ask(message).kind == kind


@pytest.mark.parametrize("message", ["On envisage de fermer un guichet, rien n'est décidé."])
def test_a_project_described_in_few_words_is_not_declined(ask: Ask, message: str) -> None:
    assert ask(message).kind in {"recommendation", "clarification"}


@pytest.mark.parametrize(
    ("message", "degree"), [(RECEPTION, "consulter"), (ZAC, "co-construire"), (SIGNED, "informer")]
)
def test_a_project_gets_a_degree(ask: Ask, message: str, degree: str) -> None:
    recommendation = ask(message).recommendation
    assert recommendation is not None
    assert recommendation.degree == degree


def test_a_promise_that_cannot_be_held_is_said(ask: Ask) -> None:
    recommendation = ask(SIGNED).recommendation
    assert recommendation is not None
    assert {"alerte.decision-prise", "alerte.promesse-excessive"} <= {alert.id for alert in recommendation.alerts}


@pytest.mark.parametrize(
    "message",
    [
        "je voudrais des leviers pour mobiliser les jeunes",
        "donne-moi plutôt des exemples avec des personnes âgées",
        "il me faudrait une définition de l'empowerment",
        "we need some examples of co-design with teenagers",
    ],
)
def test_a_wish_for_knowledge_is_not_a_project(ask: Ask, message: str) -> None:
    assert ask(message).kind == "content"


def test_a_plan_too_short_to_be_read_is_asked_about(ask: Ask) -> None:
    answer = ask("on veut faire 1 truc avec les jeunes")
    assert answer.kind == "clarification"
    assert answer.questions


RAMBLING = (
    "La maison des solidarités déménage dans 14 mois. L'adresse est choisie et le bail part à la signature. "
    "L'architecte n'a pas encore dessiné l'intérieur. Je pensais faire juste un affichage dessus, mais il faudrait "
    "peut-être voir avec les gens pour la salle d'attente, les horaires et la signalétique."
)


def test_no_alert_states_what_was_only_deduced(ask: Ask) -> None:
    """Nobody said that nothing can change: whatever the model reads in the whole, it asks."""
    answer = ask(RAMBLING)
    assert answer.recommendation is not None
    deduced = {fact.name for fact in answer.profile if fact.status == "inferred"}
    assert deduced, "the case must rest on a deduced fact"
    for alert in answer.recommendation.alerts:
        if alert.id in {"alerte.decision-prise", "alerte.promesse-excessive"}:
            assert alert.to_confirm
            assert alert.severity == "attention"
            assert alert.title.startswith("À confirmer")
            assert answer.questions[0].fact in deduced


def test_the_law_is_the_floor_of_a_project(ask: Ask) -> None:
    answer = ask(ZAC)
    assert answer.recommendation is not None
    assert answer.recommendation.floor == "concerter"
    assert "obligation.concertation-zac" in {obligation.fiche for obligation in answer.obligations}


@pytest.mark.parametrize(
    ("message", "verdict", "article"),
    [
        (CVS, "oui", "L311-6"),
        ("Faut-il une concertation pour créer une ZAC ?", "oui", "L103-2"),
        (BYPASS, "dépend", "L103-2"),
    ],
)
def test_a_question_of_law_gets_a_verdict_and_its_article(ask: Ask, message: str, verdict: str, article: str) -> None:
    answer = ask(message)
    assert answer.verdict == verdict
    assert article in {reference.article for reference in answer.obligations[0].references}


def test_a_verdict_that_depends_says_on_what(ask: Ask) -> None:
    answer = ask(BYPASS)
    assert answer.obligations[0].missing
    assert 1 <= len(answer.questions) <= 2


def test_a_rule_that_is_set_aside_by_the_facts_is_not_due(ask: Ask) -> None:
    assert ask("CVS obligatoire en crèche ?").verdict == "non"


def test_an_article_outside_the_corpus_is_said_to_be_so_and_never_guessed(ask: Ask) -> None:
    answer = ask(UNKNOWN_ARTICLE)
    assert "L9999-9" in answer.headline
    assert "n'est pas dans le corpus" in answer.headline
    assert (answer.verdict, answer.obligations, answer.statements) == (None, (), ())


def test_an_article_asked_by_number_gives_the_rules_that_rest_on_it(ask: Ask) -> None:
    for obligation in ask(ARTICLE).obligations:
        assert "L103-2" in {reference.article for reference in obligation.references}


def test_an_abstention_tells_what_the_corpus_can_speak_of(ask: Ask) -> None:
    answer = ask(RECIPE)
    assert (answer.statements, answer.recommendation, answer.verdict) == ((), None, None)
    assert "ne répond pas" in answer.headline


@pytest.mark.parametrize(("message", "language"), [(BYPASS, "en"), (CVS, "fr"), ("What is co-construction?", "en")])
def test_an_answer_speaks_the_language_of_the_question(ask: Ask, message: str, language: str) -> None:
    assert ask(message).language == language


# --- every answer holds together ---------------------------------------------------------------------------------


@pytest.mark.parametrize("message", MESSAGES)
def test_every_statement_is_cited_and_every_citation_resolves(ask: Ask, message: str) -> None:
    answer = ask(message)
    known = {citation.id for citation in answer.citations}
    assert len(known) == len(answer.citations)
    assert all(statement.citations and set(statement.citations) <= known for statement in answer.statements)
    assert known == {identifier for statement in answer.statements for identifier in statement.citations}


@pytest.mark.parametrize("message", MESSAGES)
def test_no_statement_leaves_unsupported_or_empty(ask: Ask, message: str) -> None:
    statements = ask(message).statements
    assert all(statement.text.strip() for statement in statements)
    assert {statement.check.status for statement in statements} <= {"quoted", "supported"}


@pytest.mark.parametrize("message", MESSAGES)
def test_every_part_of_an_answer_points_to_its_statements(ask: Ask, message: str) -> None:
    answer = ask(message)
    known = {statement.id for statement in answer.statements}
    cards = [*answer.pitfalls, *answer.levers, *answer.practices]
    pointed = [identifier for part in (*cards, *answer.obligations) for identifier in part.statements]
    if answer.recommendation:
        told = answer.recommendation
        pointed += [*told.reasons, *told.why_not_more, *told.why_not_less]
        pointed += [alert.statement for alert in told.alerts]
    assert set(pointed) <= known
    assert all(card.statements for card in cards)


@pytest.mark.parametrize("message", MESSAGES)
def test_every_fiche_of_an_answer_is_in_the_base(ask: Ask, advisor_small: Advisor, message: str) -> None:
    answer = ask(message)
    cards = [*answer.pitfalls, *answer.levers, *answer.practices, *answer.nearby]
    named = {card.fiche for card in cards} | {obligation.fiche for obligation in answer.obligations}
    named |= {link for card in cards for link in card.links}
    assert named <= set(advisor_small.parts.knowledge.fiches)


@pytest.mark.parametrize("message", MESSAGES)
def test_without_full_texts_locators_are_given_and_nothing_is_quoted(ask: Ask, message: str) -> None:
    for citation in ask(message).citations:
        assert citation.section
        assert citation.label
        assert citation.address.startswith("https://")
        assert (citation.quote, citation.passage_id) == (None, "")


@pytest.mark.parametrize("message", MESSAGES)
def test_the_words_of_each_fact_are_those_of_the_user(ask: Ask, message: str) -> None:
    assert all(words in message for fact in ask(message).profile for words in fact.words)


@pytest.mark.parametrize("message", MESSAGES)
def test_at_most_two_questions_are_asked_and_none_on_what_was_stated(ask: Ask, message: str) -> None:
    answer = ask(message)
    stated = {fact.name for fact in answer.profile if fact.status in {"stated", "corrected"}}
    assert len(answer.questions) <= 2
    assert not {question.fact for question in answer.questions} & stated


@pytest.mark.parametrize("message", [message for message, kind in KINDS if kind == "clarification"])
def test_a_clarification_asks_and_asserts_nothing(ask: Ask, message: str) -> None:
    answer = ask(message)
    assert answer.questions
    assert answer.statements == ()


@pytest.mark.parametrize("message", [RECEPTION, ZAC, SIGNED])
def test_a_recommendation_is_argued_on_both_sides(ask: Ask, message: str) -> None:
    told = ask(message).recommendation
    assert told is not None
    assert told.summary
    assert told.reasons
    assert told.degree == "co-construire" or told.why_not_more
    assert told.degree == "informer" or told.why_not_less
    assert all(change.degree != told.degree for change in told.counterfactuals)


@pytest.mark.parametrize("message", MESSAGES)
def test_an_answer_says_what_made_it(ask: Ask, advisor_small: Advisor, message: str) -> None:
    engine = ask(message).engine
    assert engine.knowledge == advisor_small.parts.knowledge.fingerprint
    assert engine.index
    assert engine.decision
    assert engine.encoder
    assert engine.timings_ms["total"] > 0


# --- the same question, the conversation, refusals ---------------------------------------------------------------


@pytest.mark.parametrize("message", [RECEPTION, CVS, MEMOIR, RECIPE])
def test_the_same_question_gives_the_same_answer_but_for_timings(
    ask: Ask, advisor_small: Advisor, message: str
) -> None:
    assert _timeless(advisor_small.ask(message)) == _timeless(ask(message))


def test_an_identifier_given_is_kept(advisor_small: Advisor) -> None:
    assert advisor_small.ask(CVS, identifier="q-7").id == "q-7"


def test_two_questions_have_two_identifiers(ask: Ask) -> None:
    assert len({ask(message).id for message in MESSAGES}) == len(MESSAGES)


@pytest.mark.parametrize("message", ["", "   ", "\n\t"])
def test_an_empty_message_is_refused_with_its_remedy(advisor_small: Advisor, message: str) -> None:
    with pytest.raises(QuestionRefused, match="vide") as caught:
        advisor_small.ask(message)
    assert caught.value.remedy


def test_a_message_too_long_is_refused_with_its_remedy(advisor_small: Advisor) -> None:
    most = advisor_small.parts.question_max_characters
    assert advisor_small.ask("é" * most).kind == "abstention"
    with pytest.raises(QuestionRefused, match=str(most)) as caught:
        advisor_small.ask("é" * (most + 1))
    assert caught.value.remedy


def test_a_second_message_adds_to_the_project_under_way(advisor_small: Advisor) -> None:
    opened = Conversation().said(RECEPTION)
    answer = advisor_small.ask("Finalement la décision est prise, les marchés sont signés.", opened)
    facts = {fact.name: fact.values for fact in answer.profile}
    assert answer.recommendation is not None
    assert answer.recommendation.degree == "informer"
    assert facts["decision"] == ("prise",)
    assert facts["objet"] == ("accueil-public",)


def test_a_question_of_law_in_a_conversation_is_answered_as_law(advisor_small: Advisor) -> None:
    answer = advisor_small.ask(CVS, Conversation().said(RECEPTION))
    assert (answer.kind, answer.verdict) == ("legal", "oui")


def test_a_question_on_the_sources_in_a_conversation_is_answered_from_them(advisor_small: Advisor) -> None:
    assert advisor_small.ask(MEMOIR, Conversation().said(RECEPTION)).kind == "content"


def test_a_fact_set_by_hand_moves_the_advice(ask: Ask, advisor_small: Advisor) -> None:
    before = ask(RECEPTION).recommendation
    assert before is not None
    for change in before.counterfactuals:
        conversation = Conversation((RECEPTION,))
        for one in change.settings:
            values = (one.value,) if one.value else ()
            fact = Fact(name=one.fact, values=values, number=one.number, status=FactStatus.CORRECTED)
            conversation = conversation.corrected(fact)
        after = advisor_small.revise(conversation)
        assert after.recommendation is not None
        assert after.recommendation.degree == change.degree


def test_a_second_correction_of_a_fact_takes_the_place_of_the_first() -> None:
    first, second = (Fact(name="marge", values=(value,)) for value in ("aucune", "ouverte"))
    assert Conversation().corrected(first).corrected(second).corrections == (second,)


def test_a_conversation_is_never_changed_in_place() -> None:
    opened = Conversation(("un",))
    assert (opened.said("deux").messages, opened.messages) == (("un", "deux"), ("un",))


# --- searching ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "fiche"),
    [
        ("toujours les mêmes qui viennent aux réunions, usagers professionnels", "frein.usager-professionnel"),
        ("conseil de la vie sociale en EHPAD", "obligation.conseil-vie-sociale"),
        ("CVS maison de retraite obligatoire", "obligation.conseil-vie-sociale"),
        ("difference entre concerter et co construire", "degre.concerter"),
        ("personne ne dit ce que deviennent les contributions", "frein.manque-retour"),
    ],
)
def test_a_search_finds_the_fiche_among_the_first(advisor_small: Advisor, question: str, fiche: str) -> None:
    assert fiche in [found.fiche for found in advisor_small.search(question).passages[:5]]


def test_a_search_gives_the_best_first_and_no_more_than_asked(advisor_small: Advisor) -> None:
    found = advisor_small.search("freins à la participation", limit=4).passages
    scores = [passage.score for passage in found]
    assert len(found) == 4
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


def test_a_search_on_nothing_is_refused(advisor_small: Advisor) -> None:
    with pytest.raises(QuestionRefused):
        advisor_small.search(" ")


# --- as data -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("message", MESSAGES)
def test_an_answer_fits_its_published_schema(ask: Ask, message: str) -> None:
    adapter = TypeAdapter(Answer)
    dumped = json.loads(adapter.dump_json(ask(message)))
    jsonschema.validate(dumped, adapter.json_schema(), jsonschema.Draft202012Validator)
    assert adapter.validate_python(dumped) == ask(message)


def test_a_search_fits_its_published_schema(advisor_small: Advisor) -> None:
    adapter = TypeAdapter(SearchResult)
    dumped = adapter.dump_python(advisor_small.search("freins à la participation"), mode="json")
    jsonschema.validate(dumped, adapter.json_schema(), jsonschema.Draft202012Validator)


def test_a_wrong_answer_does_not_fit_the_schema(ask: Ask) -> None:
    adapter = TypeAdapter(Answer)
    dumped = adapter.dump_python(ask(CVS), mode="json") | {"kind": "avis"}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(dumped, adapter.json_schema(), jsonschema.Draft202012Validator)


def test_asking_loads_no_deep_learning_library(small_settings: Settings) -> None:
    code = (
        "import sys; from advisor import settings, wiring; advisor = wiring.build(settings.read());"
        f"advisor.ask({CVS!r}); advisor.ask({RECEPTION!r}); advisor.ask({MEMOIR!r});"
        "print(sorted({'torch', 'sentence_transformers', 'transformers', 'streamlit'} & set(sys.modules)))"
    )
    given = os.environ | {"ADVISOR_DATA": str(small_settings.data), "ADVISOR_LIBRARY": ""}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=given, capture_output=True, text=True, check=False
    )
    assert (done.stderr, done.stdout.strip()) == ("", "[]")


# --- with the full texts -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("message", [RECEPTION, CVS, MEMOIR])
def test_with_full_texts_each_quote_is_the_exact_run_of_its_passage(advisor_full: Advisor, message: str) -> None:
    answer = advisor_full.ask(message)
    texts = advisor_full.parts.texts
    quoted = [citation for citation in answer.citations if citation.quote]
    assert quoted
    for citation in quoted:
        page = texts.pages[citation.source, citation.page or citation.section]
        assert f"{citation.before}{citation.quote}{citation.after}" in page.text
        assert not citation.passage_id or texts.passages[citation.passage_id].page == page.label


def test_with_full_texts_an_article_is_quoted_as_it_was_read(advisor_full: Advisor) -> None:
    answer = advisor_full.ask(ARTICLE)
    quoted = [statement for statement in answer.statements if statement.check.status == "quoted"]
    assert quoted
    page = advisor_full.parts.texts.pages["Code de l'urbanisme", "L103-2"]
    assert all(statement.text.strip("« »") in page.text for statement in quoted)


def test_the_degree_does_not_depend_on_the_full_texts(ask: Ask, advisor_full: Advisor) -> None:
    for message in (RECEPTION, ZAC, SIGNED):
        small, full = ask(message).recommendation, advisor_full.ask(message).recommendation
        assert small is not None
        assert full is not None
        assert (small.degree, small.phases) == (full.degree, full.phases)


def test_candidates_are_what_the_search_finds_best_first(advisor_small: Advisor) -> None:
    found = advisor_small.candidates("usagers professionnels", 12)
    assert 0 < len(found) <= 12
    assert [item.score for item in found] == sorted((item.score for item in found), reverse=True)
    assert advisor_small.candidates("  ") == ()
