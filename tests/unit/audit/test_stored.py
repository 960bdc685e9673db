"""A stored answer read again, and the words of a passage that carry a statement."""

from __future__ import annotations

from dataclasses import asdict, replace

import pytest

from advisor.audit.stored import opinion, read
from advisor.audit.support import shared
from advisor.domain.answer import Answer
from advisor.domain.record import Draft, Entry
from advisor.journal.store import Journal
from advisor.retrieval.analysis import terms
from advisor.service import Advisor

PROJECT = (
    "On voudrait refaire l'accueil avec les habitants, rien n'est arrêté, ouverture dans un an, budget 12000 euros."
)


@pytest.fixture(scope="module")
def answer(advisor_small: Advisor) -> Answer:
    return advisor_small.ask(PROJECT)


def written(journal: Journal, answer: Answer) -> Entry:
    number = journal.append(Draft(kind="answer", body={"message": PROJECT, "answer": asdict(answer)})).number
    entry = journal.entry(number)
    assert entry
    return entry


def test_an_answer_is_read_from_the_journal_as_it_was_given(journal: Journal, answer: Answer) -> None:
    stored = read(written(journal, answer))
    assert stored
    assert stored.answer == answer
    assert (stored.message, stored.number, stored.candidates) == (PROJECT, 1, ())


def test_what_is_no_answer_or_was_emptied_is_not_read(journal: Journal, answer: Answer) -> None:
    entry = written(journal, answer)
    assert read(replace(entry, kind="error")) is None
    journal.purge([entry.number], "durée dépassée")
    emptied = journal.entry(entry.number)
    assert emptied
    assert read(emptied) is None


def test_an_answer_in_a_form_that_is_no_longer_ours_is_not_read(journal: Journal, answer: Answer) -> None:
    entry = written(journal, answer)
    assert entry.body
    older = {**entry.body, "answer": {"question": "?", "degré": "informer"}}
    assert read(replace(entry, body=older)) is None


@pytest.mark.parametrize(
    ("said", "held"), [([], ""), ([None], ""), ([True], "positive"), ([True, None, False], "negative")]
)
def test_the_last_opinion_counts(journal: Journal, answer: Answer, said: list[bool | None], held: str) -> None:
    written(journal, answer)
    for helpful in said:
        journal.append(Draft(kind="feedback", about=1, body={"helpful": helpful}))
    assert opinion(journal.entries(about=1)) == held


@pytest.mark.parametrize(
    ("statement", "passage", "words"),
    [
        ("Les usagers choisissent.", "Un·e usager·e ne choisit pas.", ["usager", "choisit"]),
        ("La concertation est due.", "On concerte tôt ; la loi n'y oblige pas.", ["concerte"]),
        ("Rien de commun ici.", "Tout autre chose.", []),
        ("Le code l'impose (article L103-2).", "L. 103-2 : voir ce code.", ["L. 103-2", "code"]),
    ],
)
def test_the_words_shared_with_a_passage_are_found_at_their_place(
    statement: str, passage: str, words: list[str]
) -> None:
    assert [passage[start:end] for start, end in shared(statement, passage, terms)] == words


def test_the_readers_of_the_settings_are_named_once_each() -> None:
    from advisor import settings

    read_ = settings.read({"ADVISOR_READERS": " Relecture 1,Relecture  2, ,Relecture 1"})
    assert read_.readers == ("Relecture 1", "Relecture 2")
    assert settings.read({}).readers == ()
