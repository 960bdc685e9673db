"""Conversations with a model: phrased, aided for the project they tell of, replayed and taken up again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from advisor import resuming, settings
from advisor.assisting import opening
from advisor.audit.replay import Own, replayed
from advisor.dialogue import Dialogue
from advisor.domain.answer import Answer
from advisor.domain.assistance import Aids
from advisor.domain.dialogue import State
from advisor.domain.profile import Fact, FactStatus
from advisor.journal.store import Journal
from advisor.penning import writer
from advisor.privacy.masking import Masker
from advisor.recording import Recorder
from advisor.service import Advisor, Conversation
from advisor.writing.pieces import pieces
from tests.model.server import Server
from tests.writing import pens

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
THREAD = "0123456789abcdef"
PROJECT = (
    "La commune veut refaire le skatepark avec les ados du quartier. Trois esquisses sont prêtes, on en discute avec "
    "eux puis le conseil municipal tranche. Faudrait pas trainer."
)
MORE = "On a trois animateurs et 200 000 euros."
OTHER = "Autre projet : le pont ferme cet été, c'est voté, il faut prévenir les automobilistes."
READ = Fact(name="temps", values=("serre",), words=("Faudrait pas trainer",), status=FactStatus.INFERRED)


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    opened = Journal.open(f"sqlite:///{tmp_path / 'journal.db'}")
    yield opened
    opened.close()


@pytest.fixture
def recorder(advisor_small: Advisor, journal: Journal, server: Server, tmp_path: Path) -> Recorder:
    """All roles, the model reading one fact and writing what is so."""
    server.script = honest
    given = server.settings(MODEL_ROLES="writer,reader,rephraser", MODEL_TIMEOUT="5/10", DATA=str(tmp_path))
    read = settings.read(given)
    assistant = opening.opened(read, advisor_small.parts.knowledge.facts.values())
    return Recorder(advisor_small, journal, Masker(), assistant=assistant, writer=writer(read, Masker()))


def honest(body: Mapping[str, Any]) -> object:
    if "response_format" not in body:
        return pens.honest(body)
    if "formulations" in str(body["response_format"]):
        return {"formulations": ["Qu'est-ce que la participation citoyenne ?"]}
    return {"faits": [{"fait": "temps", "valeur": "serre", "mots": "Faudrait pas trainer"}]}


def filled(answer: Answer) -> list[str]:
    return [fact.name for fact in answer.profile if fact.by]


def test_a_turn_is_phrased_and_recorded_once_with_the_conversation_around_it(
    recorder: Recorder, journal: Journal
) -> None:
    state, told = recorder.say(State(), PROJECT, thread=THREAD, pen="apart")
    assert told.writing
    assert state.projects, "the conversation goes on without waiting for the pen"
    settled = told.writing.settled() if told.writing.wait(10) else told
    assert settled.answer.prose
    assert settled.answer.prose.sentences
    entry = journal.entry(1)
    assert entry
    body = dict(entry.body or {})
    assert set(body["dialogue"]) == {"before", "after"}
    assert body["answer"]["prose"]["sentences"]
    assert journal.entry(2) is None
    found = resuming.resumed(journal, THREAD)
    assert found.turns[0].answer == settled.answer, "what the model wrote is taken up again"
    assert found.state == state


def test_a_summary_a_part_and_a_hypothesis_are_phrased_too(recorder: Recorder) -> None:
    state, _ = recorder.say(State(), PROJECT)
    for message in ("résume pour mon élu", "et les freins ?", "et si on n'avait que trois semaines ?"):
        state, told = recorder.say(state, message)
        assert told.answer.prose, message
        assert told.answer.prose.sentences, message
    first = pieces(told.answer)[0]
    assert first.text.startswith("Dans cette hypothèse, le degré conseillé serait ")
    assert first.others == ()


def test_what_a_model_reads_stays_with_its_project(recorder: Recorder, journal: Journal, server: Server) -> None:
    state, first = recorder.say(State(), PROJECT, thread=THREAD, pen="embarquée")
    aided = recorder.aided_turn(State(), PROJECT, first, thread=THREAD, pen="embarquée")
    assert aided.recorded
    assert aided.state
    assert filled(aided.recorded.answer) == ["temps"]
    assert aided.recorded.answer.recommendation == first.answer.recommendation
    assert aided.recorded.answer.move == first.answer.move
    state, _ = recorder.say(aided.state, OTHER, thread=THREAD, pen="embarquée")
    assert [bool(project.aids) for project in state.projects] == [True, False]
    _, back = recorder.say(state, "revenons au premier projet", thread=THREAD, pen="embarquée")
    assert filled(back.answer) == ["temps"]
    found = resuming.resumed(journal, THREAD)
    assert [kept.message for kept in found.turns] == [PROJECT, OTHER, "revenons au premier projet"]
    assert found.turns[0].answer == aided.recorded.answer
    calls = len(server.asked)
    for entry in journal.entries(kinds=("answer",)):
        result = replayed(entry, "siennes", Own(recorder.advisor))
        assert result.same, result.differences
    assert len(server.asked) == calls


def test_what_is_added_to_a_project_has_it_read_again_whole(recorder: Recorder, server: Server) -> None:
    before, _ = recorder.say(State(), PROJECT, pen="embarquée")
    after, told = recorder.say(before, MORE, pen="embarquée")
    aided = recorder.aided_turn(before, MORE, told, pen="embarquée")
    assert aided.state
    assert aided.state.projects[0].messages == after.projects[0].messages == (PROJECT, MORE)
    assert aided.state.projects[0].aids.facts == (READ,)
    assert "200 000 euros" in server.chats()[-1].said()
    assert "Faudrait pas trainer" in server.chats()[-1].said()


def test_a_fact_set_by_hand_keeps_what_was_read(recorder: Recorder, journal: Journal) -> None:
    _, first = recorder.say(State(), PROJECT, thread=THREAD, pen="embarquée")
    state = recorder.aided_turn(State(), PROJECT, first, thread=THREAD, pen="embarquée").state
    assert state
    fact = Fact(name="marge", values=("aucune",), status=FactStatus.CORRECTED)
    after = recorder.dialogue.revised(state, 1, (fact,))
    told = recorder.revise(Conversation.of(after.project), thread=THREAD, state=after)
    assert filled(told.answer) == ["temps"]
    assert told.answer.prose
    found = resuming.resumed(journal, THREAD)
    assert (len(found.turns), found.state) == (1, after)


@pytest.mark.parametrize(
    "message", ["résume pour mon élu", "et si on n'avait que trois semaines ?", "et les freins ?", "merci"]
)
def test_what_tells_nothing_is_asked_of_no_reader(recorder: Recorder, server: Server, message: str) -> None:
    state, _ = recorder.say(State(), PROJECT, pen="embarquée")
    _, told = recorder.say(state, message, pen="embarquée")
    assert not recorder.may_aid(told.answer)
    assert recorder.aided_turn(state, message, told).recorded is None
    assert server.asked == []


def test_a_question_aside_is_searched_otherwise_and_the_project_stays(recorder: Recorder) -> None:
    state, _ = recorder.say(State(), PROJECT, pen="embarquée")
    asked = "Quelle différence entre un usager et un citoyen ?"
    after, told = recorder.say(state, asked, pen="embarquée")
    aided = recorder.aided_turn(state, asked, told, pen="embarquée")
    assert aided.recorded
    assert aided.recorded.answer.assisted
    assert aided.recorded.answer.assisted.wordings
    assert aided.state == after


def test_personal_data_stay_out_of_the_journal_and_of_the_model(
    recorder: Recorder, journal: Journal, server: Server
) -> None:
    def script(_body: Mapping[str, Any]) -> object:
        return {"faits": [{"fait": "temps", "valeur": "serre", "mots": "m'appelle [personne 1], faites vite"}]}

    server.script = script
    message = f"{PROJECT} Je m'appelle Karim Benali, faites vite."
    _, first = recorder.say(State(), message, pen="embarquée")
    aided = recorder.aided_turn(State(), message, first, pen="embarquée")
    assert aided.state
    assert aided.state.projects[0].aids.facts[0].words == ("m'appelle Karim Benali, faites vite",)
    recorder.revise(Conversation.of(aided.state.project), state=aided.state, pen="embarquée")
    recorder.say(aided.state, MORE, pen="embarquée")
    assert all("Benali" not in str(entry.body) for entry in journal.entries())
    assert all("Benali" not in asked.raw for asked in server.asked)


def test_a_fact_a_model_filled_counts_in_what_would_tip_the_advice(advisor_small: Advisor) -> None:
    """A change is looked for from the profile as it is shown: never to the value that a fact already has."""
    read = Fact(name="reponse", values=("oui",), words=("on en discute avec eux",), status=FactStatus.INFERRED)
    told = advisor_small.revise(Conversation((PROJECT,), aids=Aids(facts=(read,))))
    bare = advisor_small.revise(Conversation((PROJECT,)))
    assert filled(told) == ["reponse"]
    assert told.recommendation
    assert bare.recommendation
    assert told.recommendation.degree == bare.recommendation.degree
    said = [one.text for one in told.recommendation.counterfactuals]
    assert not any("« réponse aux contributions » devenait « oui »" in text.lower() for text in said)


def test_a_turn_with_aids_is_pure(advisor_small: Advisor) -> None:
    dialogue, aids = Dialogue(advisor_small), Aids(facts=(READ,))
    (one, first), (other, second) = (dialogue.say(State(), PROJECT, "x", aids) for _ in range(2))
    assert one == other
    assert first.profile == second.profile
    assert filled(first) == ["temps"]
