"""Conversations in the journal: recorded turn by turn, replayed to the letter, taken up again where they stood."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from advisor import resuming
from advisor.audit.replay import Own, replayed
from advisor.domain.dialogue import State
from advisor.domain.profile import Fact, FactStatus
from advisor.errors import ConversationLost
from advisor.journal.store import Journal
from advisor.privacy.masking import Masker
from advisor.recording import Recorded, Recorder
from advisor.service import Advisor, Conversation

THREAD = "0123456789abcdef"
SAID = (
    "On refait l'accueil de la mairie annexe avec les habitants, rien n'est arrêté, ouverture dans un an.",
    "et si on n'avait que trois semaines ?",
    "ok on garde ça",
    "Autre projet : le pont ferme cet été, c'est voté, il faut prévenir les automobilistes.",
    "résume pour mon élu",
)
NAMED = "Mme Camille Durand, 06 12 34 56 78, suit le dossier avec nous."


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    opened = Journal.open(f"sqlite:///{tmp_path / 'journal.db'}")
    yield opened
    opened.close()


@pytest.fixture
def recorder(advisor_small: Advisor, journal: Journal) -> Recorder:
    return Recorder(advisor_small, journal, Masker())


def held(recorder: Recorder, *messages: str, thread: str = THREAD) -> tuple[State, list[Recorded]]:
    state, told = State(), []
    for message in messages:
        state, recorded = recorder.say(state, message, thread=thread)
        told.append(recorded)
    return state, told


def test_a_conversation_is_taken_up_where_it_stood(recorder: Recorder, journal: Journal) -> None:
    state, told = held(recorder, *SAID)
    found = resuming.resumed(journal, THREAD)
    assert found.state == state
    assert [kept.message for kept in found.turns] == list(SAID)
    assert [kept.answer for kept in found.turns] == [recorded.answer for recorded in told]
    assert [kept.receipt.number for kept in found.turns] == [recorded.receipt.number for recorded in told]
    _, on = recorder.say(found.state, "revenons au premier projet", thread=THREAD)
    assert on.answer.recommendation == told[2].answer.recommendation


def test_a_correction_by_hand_is_taken_up_too(recorder: Recorder, journal: Journal) -> None:
    state, _ = held(recorder, SAID[0])
    fact = Fact(name="marge", values=("aucune",), status=FactStatus.CORRECTED)
    after = recorder.dialogue.revised(state, 1, (fact,))
    recorder.revise(Conversation((SAID[0],), (fact,)), thread=THREAD, state=after)
    found = resuming.resumed(journal, THREAD)
    assert len(found.turns) == 1, "the advice given again takes the place of the first"
    assert found.state.projects == after.projects


def test_every_turn_is_replayed_to_the_letter(recorder: Recorder, journal: Journal) -> None:
    _, told = held(recorder, *SAID, NAMED, "pourquoi pas concerter ?")
    for recorded in told:
        entry = journal.entry(recorded.receipt.number)
        assert entry is not None
        result = replayed(entry, "siennes", Own(recorder.advisor))
        assert result.same, (entry.body or {})["message"]


def test_personal_data_stay_out_of_the_journal_and_come_back_on_screen(recorder: Recorder, journal: Journal) -> None:
    state, _ = held(recorder, SAID[0], NAMED)
    assert "Durand" in state.projects[0].messages[1]
    for entry in journal.entries():
        assert "Durand" not in str(entry.body)
        assert "06 12" not in str(entry.body)
    found = resuming.resumed(journal, THREAD)
    assert "[personne 1]" in found.turns[1].message
    after, _ = recorder.say(found.state, "M. Alix Martin aussi.", thread=THREAD)
    kept = " ".join(after.projects[0].messages)
    assert "[personne 1]" in kept, "another person does not take the place of the one masked before"
    assert "Martin" in kept


def test_an_emptied_turn_is_shown_as_such(recorder: Recorder, journal: Journal) -> None:
    state, told = held(recorder, *SAID[:2])
    journal.purge([told[0].receipt.number], "essai")
    found = resuming.resumed(journal, THREAD)
    assert found.turns[0].answer is None
    assert found.turns[1].answer == told[1].answer
    assert found.state == state


def test_a_turn_kept_before_conversations_were_gives_its_project(recorder: Recorder, journal: Journal) -> None:
    recorder.ask(SAID[0], thread=THREAD)
    found = resuming.resumed(journal, THREAD)
    assert [project.messages for project in found.state.projects] == [(SAID[0],)]


@pytest.mark.parametrize("thread", ["", "../x", "f" * 16, "0123456789ABCDEF"])
def test_nothing_to_take_up_is_said(journal: Journal, thread: str) -> None:
    with pytest.raises(ConversationLost):
        resuming.resumed(journal, thread)


def test_without_a_journal_nothing_is_taken_up(advisor_small: Advisor) -> None:
    recorder = Recorder(advisor_small, None, Masker())
    state, told = held(recorder, *SAID[:2])
    assert state.projects
    assert not told[0].receipt.recorded
    with pytest.raises(ConversationLost, match="aucun journal"):
        resuming.resumed(recorder.journal, THREAD)


def test_the_state_before_is_kept_whole(recorder: Recorder, journal: Journal) -> None:
    held(recorder, *SAID[:2])
    entries = list(journal.entries(conversation=THREAD))
    first, second = (dict(entry.body or {})["dialogue"] for entry in entries)
    assert first["after"] == second["before"]
    assert replace(resuming.resumed(journal, THREAD).state, last="") != State()
