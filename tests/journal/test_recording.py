"""What the recorder writes of what is asked, and what it tells when it cannot write."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, cast

import pytest

from advisor import wiring
from advisor.domain.profile import Fact, FactStatus
from advisor.domain.record import Draft, Entry
from advisor.errors import JournalUnusable, QuestionRefused
from advisor.journal import canonical
from advisor.journal.queue import Filters
from advisor.journal.store import Journal
from advisor.privacy.masking import Masker
from advisor.recording import UNKEPT, Recorder, reference_of
from advisor.service import Advisor, Conversation
from advisor.settings import Settings

PROJECT = "On refait l'accueil de la maison du Département avec les habitants, rien n'est arrêté, ouverture dans un an"
LAW = "EHPAD : conseil de la vie sociale obligatoire ?"
PERSONAL = "Je m'appelle Camille Durand, 06 12 34 56 78. " + LAW


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    opened = Journal.open(f"sqlite:///{tmp_path / 'journal.db'}")
    yield opened
    opened.close()


@pytest.fixture
def recorder(advisor_small: Advisor, journal: Journal) -> Recorder:
    return Recorder(advisor_small, journal, Masker(), {"fiches": "abc"})


def written(recorder: Recorder, number: int) -> Entry:
    assert recorder.journal is not None
    entry = recorder.journal.entry(number)
    assert entry is not None
    return entry


def body(recorder: Recorder, number: int) -> dict[str, Any]:
    return dict(written(recorder, number).body or {})


def same(first: Any, second: Any) -> bool:
    """Whether two answers are the same but for the time they took."""
    return untimed(first) == untimed(second)


def untimed(answer: Any) -> str:
    whole = json.loads(canonical.text(answer))
    whole["engine"]["timings_ms"] = {}
    return canonical.text(whole)


def test_an_answer_is_given_as_the_service_gives_it_and_written_whole(
    recorder: Recorder, advisor_small: Advisor
) -> None:
    told = recorder.ask(PROJECT, thread="fil")
    assert same(asdict(told.answer), asdict(advisor_small.ask(PROJECT)))
    assert told.receipt.recorded
    assert told.receipt.notice == ""
    entry = written(recorder, told.receipt.number)
    assert (entry.seal, entry.kind, entry.conversation) == (told.receipt.seal, "answer", "fil")
    kept = body(recorder, 1)
    assert canonical.text(kept["answer"]) == canonical.text(asdict(told.answer))
    assert kept["message"] == PROJECT
    assert (kept["turn"], kept["masked"], kept["revision"], kept["history"]) == (1, 0, False, [])
    assert kept["versions"] == {**advisor_small.parts.versions, "fiches": "abc"}
    assert kept["settings"]["today"] == advisor_small.parts.today
    assert set(kept["timings_ms"]) == {"total", "candidates"}


def test_what_the_search_found_is_kept_with_its_score_and_whether_the_answer_used_it(recorder: Recorder) -> None:
    recorder.ask(LAW)
    found = body(recorder, 1)["candidates"]
    cited = {item["fiche"] for item in body(recorder, 1)["answer"]["citations"]}
    assert {item["used"] for item in found} == {True, False}
    assert all(item["used"] for item in found if item["fiche"] in cited)
    assert [item["score"] for item in found] == sorted((item["score"] for item in found), reverse=True)


def test_a_stored_answer_is_given_again_by_what_is_stored(recorder: Recorder, advisor_small: Advisor) -> None:
    first = recorder.ask(PROJECT, thread="fil").answer
    known = Conversation((PROJECT,))
    recorder.ask("Le projet concerne 300 agents du Département.", known, thread="fil")
    fact = Fact(name="marge", values=("ouverte",), status=FactStatus.CORRECTED)
    recorder.revise(known.corrected(fact), thread="fil")
    recorder.ask(PERSONAL, thread="fil")
    assert first.recommendation is not None
    for number in range(1, 5):
        kept = body(recorder, number)
        facts = tuple(
            Fact(**{**item, "values": tuple(item["values"]), "words": tuple(item["words"])})
            for item in kept["corrections"]
        )
        messages = (*kept["history"], kept["message"]) if kept["revision"] else kept["history"]
        conversation = Conversation(tuple(messages), facts)
        again = (
            advisor_small.revise(conversation, kept["answer"]["id"])
            if kept["revision"]
            else advisor_small.ask(kept["message"], conversation, kept["answer"]["id"])
        )
        assert same(asdict(again), kept["answer"]), number
        assert kept["turn"] == number


def test_personal_data_are_shown_to_the_user_and_never_written(recorder: Recorder, journal: Journal) -> None:
    told = recorder.ask(PERSONAL)
    assert told.answer.question == PERSONAL
    assert told.answer.verdict == "oui"
    whole = json.dumps(body(recorder, 1), ensure_ascii=False)
    assert not any(word in whole for word in ("Camille", "Durand", "06 12"))
    assert body(recorder, 1)["masked"] == 2
    assert journal.count(Filters(words="durand")) == 0


def test_a_person_keeps_the_same_placeholder_along_a_conversation(recorder: Recorder) -> None:
    first = f"{PROJECT} La cheffe de projet est Mme Camille Durand."
    recorder.ask(first)
    recorder.ask("Mme Camille Durand a un budget de 50 000 euros et six mois.", Conversation((first,)))
    [mask] = [word for word in body(recorder, 1)["message"].split("[") if word.startswith("personne")]
    placeholder = "[" + mask.rstrip(".")
    assert body(recorder, 2)["history"] == [body(recorder, 1)["message"]]
    assert placeholder in body(recorder, 2)["message"]


def test_an_error_is_written_under_a_reference_then_raised(recorder: Recorder) -> None:
    with pytest.raises(QuestionRefused) as refused:
        recorder.ask("  ", thread="fil")
    kept = body(recorder, 1)
    assert written(recorder, 1).kind == "error"
    assert kept["error"] == "QuestionRefused"
    assert kept["said"] == str(refused.value)
    assert kept["reference"] == reference_of(refused.value) != ""


def test_an_unforeseen_error_is_written_too_its_message_masked(
    recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(text: str, *_: object) -> None:
        raise RuntimeError(f"rien compris à {text}")

    monkeypatch.setattr(recorder.advisor, "ask", fails)
    with pytest.raises(RuntimeError):
        recorder.ask(PERSONAL)
    kept = body(recorder, 1)
    assert kept["error"] == "RuntimeError"
    assert "Durand" not in json.dumps(kept)


def test_without_a_journal_the_answer_is_the_same_and_says_that_it_is_not_recorded(
    advisor_small: Advisor, recorder: Recorder
) -> None:
    alone = Recorder(advisor_small, None, Masker())
    told = alone.ask(PERSONAL)
    assert same(asdict(told.answer), asdict(recorder.ask(PERSONAL).answer))
    assert (told.receipt.recorded, told.receipt.number, told.receipt.notice) == (False, 0, UNKEPT)
    assert alone.feedback(0, True).notice == UNKEPT


class Failing:
    """A journal whose disk is full."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def append(self, _draft: Draft) -> Entry:
        raise self.error

    def count(self, _filters: Filters) -> int:
        return 0


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (JournalUnusable("Le journal ne répond pas : disque plein", "Faites de la place."), "disque plein"),
        (MemoryError("x"), "MemoryError"),
    ],
)
def test_a_write_that_fails_leaves_the_answer_and_says_why(advisor_small: Advisor, error: Exception, said: str) -> None:
    told = Recorder(advisor_small, cast(Journal, Failing(error)), Masker()).ask(LAW)
    assert told.answer.verdict == "oui"
    assert not told.receipt.recorded
    assert said in told.receipt.notice


def test_feedback_is_masked_and_the_queue_shows_it(recorder: Recorder, journal: Journal) -> None:
    number = recorder.ask(LAW, thread="fil").receipt.number
    receipt = recorder.feedback(number, False, "incomplet", "Appelez-moi au 06 12 34 56 78", "s1", thread="fil")
    assert receipt.recorded
    kept = body(recorder, receipt.number)
    assert written(recorder, receipt.number).about == number
    assert (kept["helpful"], kept["reason"], kept["statement"]) == (False, "incomplet", "s1")
    assert "06 12" not in kept["text"]
    assert journal.page(Filters())[0].feedback == "negative"


def test_a_correction_is_written_between_the_answers_around_it(recorder: Recorder) -> None:
    before = recorder.ask(PROJECT).receipt.number
    fact = Fact(name="marge", values=("aucune",), status=FactStatus.CORRECTED)
    after = recorder.revise(Conversation((PROJECT,)).corrected(fact)).receipt.number
    receipt = recorder.correction(fact, before, after)
    assert body(recorder, receipt.number) == {
        "fact": "marge",
        "values": ["aucune"],
        "number": None,
        "before": before,
        "after": after,
    }


def test_trying_a_conversation_writes_nothing(recorder: Recorder, journal: Journal) -> None:
    told = recorder.ask(PERSONAL + " " + PROJECT).answer
    tried = recorder.tried(Conversation((PERSONAL + " " + PROJECT,)))
    assert tried.profile == told.profile or tried.kind != told.kind
    assert journal.head()[0] == 1


# --- by the settings --------------------------------------------------------------------------------------------------


def test_the_journal_of_the_settings_is_beside_the_index_unless_said_otherwise(
    small_settings: Settings, advisor_small: Advisor, tmp_path: Path
) -> None:
    elsewhere = replace(small_settings, journal=f"sqlite:///{tmp_path / 'ailleurs' / 'j.db'}")
    recorder = wiring.recorder(elsewhere, advisor_small)
    assert recorder.ask(LAW).receipt.recorded
    assert (tmp_path / "ailleurs" / "j.db").exists()
    assert small_settings.journal == f"sqlite:///{small_settings.data / 'journal.db'}"


def test_no_journal_is_kept_when_the_settings_ask_for_none(small_settings: Settings, advisor_small: Advisor) -> None:
    recorder = wiring.recorder(replace(small_settings, journal="aucun"), advisor_small)
    assert recorder.journal is None
    assert recorder.absent == UNKEPT


def test_a_journal_that_cannot_be_opened_is_told_with_each_answer(
    small_settings: Settings, advisor_small: Advisor, tmp_path: Path
) -> None:
    (tmp_path / "j.db").write_text("pas une base de données " * 100)
    recorder = wiring.recorder(replace(small_settings, journal=f"sqlite:///{tmp_path / 'j.db'}"), advisor_small)
    told = recorder.ask(LAW)
    assert told.answer.verdict == "oui"
    assert "n'a pas pu être enregistrée" in told.receipt.notice


def test_the_people_whom_the_sources_cite_are_not_masked(small_settings: Settings, advisor_small: Advisor) -> None:
    masker = wiring.masker(small_settings, advisor_small)
    assert masker.mask("Que dit Suzy Robinet de la posture de sauveur ?").count == 0
    assert masker.mask("Que dit Mme Camille Durand de la posture de sauveur ?").count == 1
