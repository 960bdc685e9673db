"""Conversations over the knowledge base alone: what each message does, and what a conversation keeps."""

from __future__ import annotations

import itertools
import json
from dataclasses import asdict, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.answering import whynot
from advisor.answering.book import Book
from advisor.decision.reaching import barrier
from advisor.dialogue import Dialogue
from advisor.domain.answer import Answer
from advisor.domain.degree import Degree
from advisor.domain.dialogue import State
from advisor.domain.profile import Fact, FactStatus, Profile
from advisor.service import Advisor

OPEN = "On refait l'accueil de la mairie annexe avec les habitants, rien n'est arrêté, ouverture dans un an."
TAKEN = "Autre projet : le pont ferme cet été, c'est voté, il faut prévenir les automobilistes."
ADDED = ("on répondra à chacun par écrit", "dans huit mois", "seuls des détails peuvent changer")
MESSAGES = (
    OPEN,
    TAKEN,
    "et si on n'avait que trois semaines ?",
    "pourquoi pas co-construire ?",
    "résume pour mon élu",
    "quels leviers pour les jeunes ?",
    "revenons au premier projet",
    "en fait c'est 3 semaines",
    "la loi nous impose quoi ?",
    "oui",
    "non",
    "oublie le délai",
    "merci",
    "EHPAD : conseil de la vie sociale obligatoire ?",
)


@pytest.fixture(scope="module")
def dialogue(advisor_small: Advisor) -> Dialogue:
    return Dialogue(advisor_small)


def held(dialogue: Dialogue, *messages: str) -> tuple[State, list[Answer]]:
    state, answers = State(), []
    for message in messages:
        state, answer = dialogue.say(state, message)
        answers.append(answer)
    return state, answers


def degree(answer: Answer) -> Degree:
    assert answer.recommendation is not None
    return answer.recommendation.degree


def act(answer: Answer) -> str:
    assert answer.move is not None
    return answer.move.act


def timeless(answer: Answer) -> str:
    whole = asdict(replace(answer, engine=replace(answer.engine, timings_ms={})))
    return json.dumps(whole, ensure_ascii=False, sort_keys=True)


# --- hypotheses ---------------------------------------------------------------------------------------------------


def test_a_hypothesis_leaves_the_project_as_it_is(dialogue: Dialogue) -> None:
    before, _ = held(dialogue, OPEN)
    after, answer = dialogue.say(before, "et si on n'avait que trois semaines ?")
    assert act(answer) == "hypothese"
    assert answer.move is not None
    assert answer.move.comparison is not None
    assert answer.move.comparison.before is Degree.CO_CONSTRUIRE
    assert degree(answer).rank < Degree.CO_CONSTRUIRE.rank
    assert [replace(project, supposed=()) for project in after.projects] == list(before.projects)


def test_a_hypothesis_left_gives_the_advice_of_before(dialogue: Dialogue) -> None:
    _, (first, _, back) = held(dialogue, OPEN, "et si on n'avait que trois semaines ?", "laisse tomber")
    assert act(back) == "abandonner"
    assert back.recommendation == first.recommendation


def test_a_hypothesis_adopted_becomes_the_project(dialogue: Dialogue) -> None:
    state, (_, tried, adopted) = held(dialogue, OPEN, "et si on n'avait que trois semaines ?", "ok on garde ça")
    assert act(adopted) == "adopter"
    assert degree(adopted) is degree(tried)
    assert state.projects[0].supposed == ()
    assert any(fact.name == "delai" and fact.number == 3 for fact in state.projects[0].corrections)


def test_what_a_hypothesis_changes_is_cited_on_both_sides(dialogue: Dialogue) -> None:
    _, (_, tried) = held(dialogue, OPEN.replace("un an", "cinq semaines"), "et si on avait six mois de plus ?")
    comparison = tried.move.comparison if tried.move else None
    assert comparison is not None
    assert comparison.gone
    said = {statement.id: statement for statement in tried.statements}
    known = {citation.id for citation in tried.citations}
    for identifier in (*comparison.gone, *comparison.come):
        assert said[identifier].citations
        assert set(said[identifier].citations) <= known


def test_more_time_is_added_to_the_time_known(dialogue: Dialogue) -> None:
    _, (_, tried) = held(dialogue, OPEN, "et si on avait deux mois de moins ?")
    delay = next(fact for fact in tried.profile if fact.name == "delai")
    assert delay.number == pytest.approx(52 - 2 * 52 / 12, abs=0.1)


def test_a_hypothesis_that_says_nothing_known_is_asked_about(dialogue: Dialogue) -> None:
    _, (_, asked) = held(dialogue, OPEN, "et si les poules avaient des dents ?")
    assert act(asked) == "hypothese"
    assert asked.kind == "clarification"
    assert "reconnu" in asked.headline


# --- why not ------------------------------------------------------------------------------------------------------


def test_why_not_says_what_holds_the_degree_and_what_would_free_it(dialogue: Dialogue) -> None:
    state, (_, answer) = held(dialogue, OPEN.replace("un an", "cinq semaines"), "pourquoi pas co-construire ?")
    assert answer.kind == "content"
    assert answer.move is not None
    assert answer.move.target is Degree.CO_CONSTRUIRE
    assert any("huit semaines" in statement.text for statement in answer.statements)
    assert answer.move.comparison is not None
    assert answer.move.comparison.after is Degree.CO_CONSTRUIRE
    assert [fact.name for fact in answer.move.comparison.supposed] == ["delai"]
    assert state.projects[0].supposed == (), "an explanation supposes nothing"


def test_the_advised_degree_is_said_to_be_the_one(dialogue: Dialogue) -> None:
    _, (_, answer) = held(dialogue, OPEN, "pourquoi co-construire ?")
    assert "c'est bien le degré conseillé" in answer.headline
    assert answer.statements


# --- corrections and contradictions -------------------------------------------------------------------------------


def test_a_contradiction_is_said_and_asked_and_the_later_word_used(dialogue: Dialogue) -> None:
    _, (first, second) = held(dialogue, OPEN, "les marchés sont signés et les travaux commencent")
    assert second.move is not None
    assert "decision" in [one.fact for one in second.move.contradictions]
    assert second.questions[0].text.startswith("Vous aviez dit")
    assert len(second.questions[0].options) == 2
    assert degree(second).rank < degree(first).rank


def test_a_correction_in_words_contradicts_nothing(dialogue: Dialogue) -> None:
    _, (_, second) = held(dialogue, OPEN, "en fait les marchés sont signés")
    assert act(second) == "correction"
    assert second.move is not None
    assert second.move.contradictions == ()


def test_what_is_forgotten_is_unknown(dialogue: Dialogue) -> None:
    _, (_, second) = held(dialogue, OPEN, "oublie le délai")
    assert act(second) == "correction"
    assert all(fact.name != "delai" or fact.status == "unknown" for fact in second.profile)


def test_a_correction_can_be_corrected_again(dialogue: Dialogue) -> None:
    _, answers = held(dialogue, OPEN, "en fait c'est 3 semaines", "non, finalement c'est dix mois")
    delay = next(fact for fact in answers[-1].profile if fact.name == "delai")
    assert delay.number == pytest.approx(43.3, abs=0.1)
    assert degree(answers[-1]) is Degree.CO_CONSTRUIRE


# --- parts, summaries, asides, several projects ---------------------------------------------------------------------


def test_a_summary_holds_five_cited_lines_at_most(dialogue: Dialogue) -> None:
    _, (_, *answers) = held(dialogue, OPEN, "résume pour mon élu", "pour les agents", "et pour la DGS")
    assert [answer.move.audience for answer in answers if answer.move] == ["elu", "agents", "dgs"]
    for answer in answers:
        assert 3 <= len(answer.statements) <= 5
        assert all(statement.citations for statement in answer.statements)


def test_a_part_holds_the_cards_asked_for_and_no_other(dialogue: Dialogue) -> None:
    _, (_, levers, pitfalls) = held(dialogue, OPEN, "donne-moi plutôt des leviers pour les jeunes", "et les freins ?")
    assert levers.levers
    assert not levers.pitfalls
    assert "(jeunes)" in levers.headline
    assert pitfalls.pitfalls
    assert not pitfalls.levers


def test_a_question_aside_leaves_the_project(dialogue: Dialogue) -> None:
    before, _ = held(dialogue, OPEN)
    after, answer = dialogue.say(before, "Quelle différence entre un usager et un citoyen ?")
    assert act(answer) == "question"
    assert answer.kind == "content"
    assert after.projects == before.projects
    assert after.current == before.current


def test_a_question_of_law_is_read_with_the_project_and_says_so(dialogue: Dialogue) -> None:
    project = "Notre commune de 90 000 habitants refait une place avec les habitants, rien n'est arrêté, un an."
    _, (_, answer) = held(dialogue, project, "devons-nous créer des conseils de quartier chez nous ?")
    assert answer.kind == "legal"
    assert answer.move is not None
    assert "population" in answer.move.borrowed
    assert answer.verdict == "oui"


def test_projects_are_kept_apart(dialogue: Dialogue) -> None:
    state, (first, second, back, corrected, again) = held(
        dialogue, OPEN, TAKEN, "revenons à la mairie annexe", "en fait c'est 3 semaines", "et le pont ?"
    )
    assert len(state.projects) == 2
    assert back.recommendation == first.recommendation
    assert degree(corrected).rank < degree(first).rank
    assert again.recommendation == second.recommendation
    assert [answer.move.project for answer in (first, second, back, corrected, again) if answer.move] == [1, 2, 1, 1, 2]


# --- properties ---------------------------------------------------------------------------------------------------


@settings(max_examples=12)
@given(st.lists(st.sampled_from(MESSAGES), min_size=1, max_size=4))
def test_the_same_dialogue_gives_the_same_bytes_and_every_statement_is_cited(
    dialogue: Dialogue, messages: list[str]
) -> None:
    state, answers = held(dialogue, *messages)
    again, others = held(dialogue, *messages)
    assert again == state
    assert [timeless(answer) for answer in answers] == [timeless(answer) for answer in others]
    for answer in answers:
        known = {citation.id for citation in answer.citations}
        for statement in answer.statements:
            assert statement.citations, statement.text
            assert set(statement.citations) <= known


@pytest.mark.parametrize("order", list(itertools.permutations(range(len(ADDED)))))
def test_the_order_of_messages_that_only_add_does_not_matter(dialogue: Dialogue, order: tuple[int, ...]) -> None:
    first = "On refait l'accueil de la mairie annexe avec les habitants."
    _, answers = held(dialogue, first, *ADDED)
    _, others = held(dialogue, first, *(ADDED[rank] for rank in order))
    facts = {(fact.name, fact.values, fact.number) for fact in answers[-1].profile if fact.status != "inferred"}
    assert facts == {(fact.name, fact.values, fact.number) for fact in others[-1].profile if fact.status != "inferred"}
    assert degree(answers[-1]) is degree(others[-1])


@pytest.mark.parametrize(("status", "asked"), [(FactStatus.INFERRED, True), (FactStatus.STATED, False)])
def test_what_is_only_deduced_is_asked_when_a_degree_is_refused(
    advisor_small: Advisor, status: FactStatus, asked: bool
) -> None:
    knowledge = advisor_small.parts.knowledge
    profile = Profile(facts=(Fact(name="decideur", values=("apres-discussion",), status=status),))
    held_back = barrier(profile, knowledge.criteres, None, Degree.CO_CONSTRUIRE)
    book = Book(advisor_small.parts.library)
    standing = whynot.Standing(Degree.CO_CONSTRUIRE, Degree.CONCERTER, held_back, profile)
    whynot.explain(standing, knowledge.fiches, book)
    assert book.statements[0].text.startswith("À confirmer") is asked


def test_something_forgotten_then_said_is_added(dialogue: Dialogue) -> None:
    _, (_, answer) = held(dialogue, OPEN, "j'ai oublié : aucun retour n'est prévu aux participants")
    assert act(answer) == "ajout"
    assert any(fact.name == "reponse" and fact.values == ("non",) for fact in answer.profile)


def test_the_law_of_something_else_than_the_project_is_a_question_aside(dialogue: Dialogue) -> None:
    _, (_, answer) = held(dialogue, OPEN, "Quelle loi impose une concertation pour une ZAC ?")
    assert act(answer) == "question"
    assert answer.kind == "legal"
