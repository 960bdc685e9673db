"""The audit desk over a real journal: a round of reading from the draw to the figures."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from advisor.audit.desk import Desk
from advisor.audit.intervals import Share
from advisor.audit.judging import ADVICE, Item, Proposal
from advisor.audit.samples import BY_MODEL, TRAITS, Scope
from advisor.audit.sampling import RISKS
from advisor.domain.record import Draft
from advisor.errors import VerdictRefused
from advisor.journal.queue import Filters
from advisor.journal.store import Journal
from tests.unit.audit.conftest import Clock
from tests.unit.audit.stored import answer, put, statement

SAID = [statement("s1", "memoire", "memoire", fiche="frein.a"), statement("s2", "synthese", fiche="frein.b")]


def _refused(call: Any, *args: Any, **options: Any) -> None:
    with pytest.raises(VerdictRefused) as refused:
        call(*args, **options)
    assert refused.value.remedy


# --- samples -------------------------------------------------------------------------------------------------------


def test_a_sample_is_written_signed_and_found_again(desk: Desk, journal: Journal) -> None:
    put(journal, *(answer(f"Question {rank}") for rank in range(30)))
    drawn = desk.sample("Lectrice", 5, seed="2026", readers=["Lectrice", "Lecteur"])
    assert len(drawn.numbers) == 5
    assert drawn.population == 30
    assert drawn.readers == ("Lectrice", "Lecteur")
    assert desk.samples() == (drawn,)
    assert Desk(journal).samples() == (drawn,)
    entry = journal.entry(drawn.number)
    assert entry is not None
    assert (entry.kind, entry.author) == ("sample", "Lectrice")
    assert journal.verify().holds


def test_the_same_seed_draws_the_same_and_without_one_each_draw_is_new(desk: Desk, journal: Journal) -> None:
    put(journal, *(answer(f"Question {rank}") for rank in range(60)))
    assert desk.sample("L", 10, seed="a").numbers == desk.sample("L", 10, seed="a").numbers
    one, other = desk.sample("L", 10), desk.sample("L", 10)
    assert one.seed != other.seed
    assert one.numbers != other.numbers


def test_a_sample_keeps_to_its_filters_and_to_answers(desk: Desk, journal: Journal) -> None:
    put(journal, *(answer(kind=kind) for kind in ("content", "legal", "legal")))
    journal.append(Draft(kind="error", body={"message": "m", "error": "E", "said": "s", "reference": "r"}))
    assert desk.sample("L", 9, filters=Filters(kinds=("legal",))).numbers in {(2, 3), (3, 2)}
    assert sorted(desk.sample("L", 9).numbers) == [1, 2, 3]


def test_a_purged_answer_is_not_drawn(desk: Desk, journal: Journal) -> None:
    put(journal, answer("Un"), answer("Deux"))
    journal.purge([1], "essai")
    assert desk.sample("L", 5).numbers == (2,)


def test_risk_draws_the_contested_answers_first(desk: Desk, journal: Journal) -> None:
    put(journal, *(answer(f"Question {rank}") for rank in range(40)))
    journal.append(Draft(kind="feedback", body={"helpful": False, "reason": "", "text": "", "statement": ""}, about=7))
    heavy = {"retour négatif": 10_000.0}
    assert all(desk.sample("L", 1, "risque", seed=str(seed), weights=heavy).numbers == (7,) for seed in range(5))
    drawn = desk.sample("L", 1, "risque", seed="x")
    entry = journal.entry(drawn.number)
    assert entry is not None
    assert entry.body is not None
    assert {"traits": ["retour négatif"], "numbers": "7"} in entry.body["population"]["groups"]


def test_a_forged_sample_is_seen(desk: Desk, journal: Journal) -> None:
    put(journal, *(answer(f"Question {rank}") for rank in range(20)))
    entry = journal.entry(desk.sample("L", 3, seed="a").number)
    assert entry is not None
    assert entry.body is not None
    journal.append(Draft(kind="sample", body={**entry.body, "numbers": [1, 2, 3]}, author="L"))
    assert [held.sound for held in desk.samples()] == [False, True]


def test_what_cannot_be_drawn_is_refused(desk: Desk, journal: Journal) -> None:
    _refused(desk.sample, "L", 5)
    put(journal, answer())
    _refused(desk.sample, " ", 5)
    _refused(desk.sample, "L", 0)
    _refused(desk.sample, "L", 5, filters=Filters(kinds=("legal",)))


# --- reading -------------------------------------------------------------------------------------------------------


def test_a_reader_goes_through_a_sample(desk: Desk, journal: Journal) -> None:
    put(journal, *(answer(f"Question {rank}", said=SAID) for rank in range(3)))
    drawn = desk.sample("A", 3, readers=["A", "B"])
    first, second, third = drawn.numbers
    assert desk.next(drawn, "A") == first
    assert desk.next(drawn, "A", after=first) == second
    desk.judge(second, "A", "juste", sample=drawn.number)
    assert desk.next(drawn, "A", after=first) == third
    assert desk.next(drawn, "A", after=third) == first
    desk.judge(first, "A", "soutenu", statement="s1", sample=drawn.number)
    progress = {held.reader: (held.read, held.statements, held.total) for held in desk.progress(drawn)}
    assert progress == {"A": (1, 1, 3), "B": (0, 0, 3)}
    for number in (first, third):
        desk.judge(number, "A", "juste")
    assert desk.next(drawn, "A") is None
    assert desk.next(drawn, "B") == first


def test_a_purge_does_not_leave_a_sample_without_end(desk: Desk, journal: Journal) -> None:
    put(journal, answer("Un"), answer("Deux"))
    drawn = desk.sample("A", 2, readers=["A"])
    first, second = drawn.numbers
    journal.purge([first], "essai")
    assert desk.next(drawn, "A") == second
    desk.judge(second, "A", "juste")
    assert desk.next(drawn, "A") is None
    assert [(held.read, held.total) for held in desk.progress(drawn)] == [(1, 1)]


def test_an_answer_looked_for_too_early_is_found_once_written(desk: Desk, journal: Journal) -> None:
    _refused(desk.judge, 1, "A", "juste")
    put(journal, answer())
    assert desk.judge(1, "A", "juste").value == "juste"


def test_a_verdict_is_a_signed_entry_about_its_answer(desk: Desk, journal: Journal) -> None:
    put(journal, answer(said=SAID))
    signed = desk.judge(
        1, " A ", "partiel", statement="s1", comment=" Trop large. ", proposal=Proposal(fiche="frein.a", text="Mieux.")
    )
    entry = journal.entry(signed.number)
    assert entry is not None
    assert (entry.kind, entry.about, entry.author) == ("verdict", 1, "A")
    assert entry.body == {
        "statement": "s1",
        "value": "partiel",
        "comment": "Trop large.",
        "proposal": {"fiche": "frein.a", "text": "Mieux."},
        "sample": 0,
        "blind": True,
    }
    assert desk.proposals() == (signed,)


def test_what_cannot_be_judged_is_refused_and_nothing_is_written(desk: Desk, journal: Journal) -> None:
    put(journal, answer(said=SAID), answer())
    drawn = desk.sample("A", 1, seed="a")
    outside = ({1, 2} - set(drawn.numbers)).pop()
    head = journal.head()
    _refused(desk.judge, 99, "A", "juste")
    _refused(desk.judge, drawn.number, "A", "juste")
    _refused(desk.judge, 1, "A", "soutenu", statement="s9")
    _refused(desk.judge, 1, "A", "juste", statement="s1")
    _refused(desk.judge, 1, "", "juste")
    _refused(desk.judge, outside, "A", "juste", sample=drawn.number)
    _refused(desk.resolve, 1, "A", "juste", "Relu.")
    assert journal.head() == head


def test_double_reading_hides_then_reveals_then_settles(desk: Desk, journal: Journal) -> None:
    put(journal, answer(said=SAID))
    desk.judge(1, "A", "faux")
    seen = desk.reading(1, "B")
    assert list(seen) == ["s1", "s2", ADVICE]
    assert (seen[ADVICE].mine, seen[ADVICE].others, seen[ADVICE].hidden, seen[ADVICE].held) == (None, (), 1, None)
    desk.judge(1, "B", "juste")
    seen = desk.reading(1, "B")
    assert [verdict.reader for verdict in seen[ADVICE].others] == ["A"]
    assert seen[ADVICE].hidden == 0
    assert seen[ADVICE].held is not None
    assert seen[ADVICE].held.how == "désaccord"
    (difference,) = desk.disagreements()
    assert difference.item == Item(answer=1)
    assert {verdict.reader for verdict in difference.verdicts} == {"A", "B"}
    settled = desk.resolve(1, "A", "défendable", "Relu ensemble.")
    assert set(settled.between) == {verdict.number for verdict in difference.verdicts}
    assert desk.disagreements() == ()
    assert desk.reading(1, "A")[ADVICE].resolution == settled


def test_two_desks_on_one_journal_see_what_the_other_writes(desk: Desk, journal: Journal) -> None:
    put(journal, answer(said=SAID))
    other = Desk(journal)
    desk.judge(1, "A", "juste")
    assert other.reading(1, "B")[ADVICE].hidden == 1
    other.judge(1, "B", "juste")
    assert desk.reading(1, "A")[ADVICE].others[0].reader == "B"
    assert desk.agreement()[1][0].agreed == 1


# --- figures -------------------------------------------------------------------------------------------------------


def _counts(share: Share) -> tuple[int, int]:
    return share.right, share.judged


def test_figures_of_a_small_set_counted_by_hand(desk: Desk, journal: Journal) -> None:
    put(
        journal,
        answer(said=SAID),  # 1: right advice; s1 (2 citations) supported, s2 (1) not
        answer(said=[statement("s1"), statement("s2", "memoire", fiche="frein.a")]),  # 2: s1 cites nothing
        answer(kind="abstention"),  # 3: rightly silent
        answer(kind="abstention"),  # 4: should have answered
        answer(said=SAID),  # 5: nobody reads it
    )
    desk.judge(1, "A", "juste")
    desk.judge(1, "A", "soutenu", statement="s1")
    desk.judge(1, "A", "non soutenu", statement="s2")
    desk.judge(2, "A", "faux")
    desk.judge(2, "A", "soutenu", statement="s1")
    desk.judge(2, "A", "hors sujet", statement="s2")
    desk.judge(3, "A", "juste")
    desk.judge(4, "A", "faux")
    whole = desk.figures().whole
    assert (whole.answers, whole.statements) == (4, 4)
    assert _counts(whole.citation_precision) == (2, 4)  # two under s1; s2 and the off-topic one are not
    assert _counts(whole.citation_recall) == (1, 3)  # the off-topic statement calls for none; one cites nothing
    assert _counts(whole.advice_right) == (1, 2)
    assert _counts(whole.advice_precision) == (1, 2)
    assert _counts(whole.advice_recall) == (1, 3)  # the right abstention had no answer to give
    by = desk.figures().by
    assert set(by["parcours"]) == {"Sources", "Sans réponse"}
    assert _counts(by["source"]["Le mémoire"].citation_precision) == (2, 3)
    assert _counts(by["source"]["synthese"].citation_precision) == (0, 1)
    assert _counts(by["fiche"]["Frein A"].citation_recall) == (1, 1)
    assert _counts(by["fiche"]["frein.b"].citation_recall) == (0, 1)


def test_wilson_intervals_are_the_published_ones(desk: Desk, journal: Journal) -> None:
    # 8 of 10: 0.490 to 0.943 (Wilson without correction, e.g. Newcombe 1998's formula).
    put(journal, *(answer() for _ in range(10)))
    for number in range(1, 11):
        desk.judge(number, "A", "juste" if number < 9 else "faux")
    share = desk.figures().whole.advice_right
    assert share.value == 0.8
    assert share.low == pytest.approx(0.4902, abs=1e-4)
    assert share.high == pytest.approx(0.9433, abs=1e-4)


def test_weeks_follow_the_moment_of_the_answer(desk: Desk, journal: Journal, clock: Clock) -> None:
    for _ in range(3):
        (entry,) = put(journal, answer())
        desk.judge(entry.number, "A", "juste")
        clock.now += dt.timedelta(days=7)
    assert list(desk.figures().by["semaine"]) == ["2026-S45", "2026-S46", "2026-S47"]
    rows = desk.figures().rows("semaine")
    assert {row["groupe"] for row in rows} == {"2026-S45", "2026-S46", "2026-S47"}
    assert all(row["jugés"] for row in rows)
    kept = desk.figures(Scope(since="2026-11-09", until="2026-11-09"))
    assert list(kept.by["semaine"]) == ["2026-S46"]


def test_figures_of_chance_leave_out_what_was_looked_for(desk: Desk, journal: Journal) -> None:
    put(journal, *(answer(f"Question {rank}") for rank in range(20)))
    by_chance = desk.sample("A", 4, seed="a")
    for number in by_chance.numbers:
        desk.judge(number, "A", "juste")
    other = next(number for number in range(1, 21) if number not in by_chance.numbers)
    desk.judge(other, "A", "faux")
    assert _counts(desk.figures().whole.advice_right) == (4, 5)
    assert _counts(desk.figures(Scope(basis="aléatoire")).whole.advice_right) == (4, 4)
    assert _counts(desk.figures(Scope(sample=by_chance)).whole.advice_right) == (4, 4)
    assert desk.figures(Scope(basis="risque")).whole.answers == 0
    assert [fault.item.answer for fault in desk.faults()] == [other]
    assert desk.faults(Scope(sample=by_chance)) == ()
    assert desk.read_by() == {"A": 5}


def test_an_open_disagreement_counts_by_its_worst_verdict(desk: Desk, journal: Journal) -> None:
    put(journal, answer())
    desk.judge(1, "A", "juste")
    desk.judge(1, "B", "faux")
    assert _counts(desk.figures().whole.advice_right) == (0, 1)
    assert desk.figures().open_disagreements == 1
    desk.resolve(1, "B", "juste", "Relu.")
    assert _counts(desk.figures().whole.advice_right) == (1, 1)
    assert desk.figures().open_disagreements == 0


def test_a_purge_takes_back_what_was_read(desk: Desk, journal: Journal) -> None:
    put(journal, answer(said=SAID), answer(said=SAID))
    for number in (1, 2):
        desk.judge(number, "A", "juste")
    assert desk.figures().whole.answers == 2
    journal.purge([1], "essai")
    assert desk.figures().whole.answers == 1
    assert desk.facts(1) is None
    _refused(desk.judge, 1, "A", "faux")


def test_nothing_read_gives_no_figure(desk: Desk, journal: Journal) -> None:
    put(journal, answer())
    whole = desk.figures().whole
    assert (whole.answers, whole.advice_right.value, whole.advice_right.low) == (0, None, None)
    assert desk.figures().by == {"semaine": {}, "parcours": {}, "source": {}, "fiche": {}}
    assert desk.agreement() == ((), ())


# --- use of the sources ----------------------------------------------------------------------------------------------


def test_use_of_fiches_and_sources(desk: Desk, journal: Journal) -> None:
    put(journal, answer(said=SAID), answer(said=SAID[:1]))
    desk.judge(1, "A", "non soutenu", statement="s1")
    desk.judge(2, "A", "soutenu", statement="s1")
    use = desk.usage()
    first = use.fiches[0]
    assert (first.fiche, first.title, first.answers, first.judged, first.contested) == ("frein.a", "Frein A", 2, 2, 1)
    assert [held.fiche for held in use.unused] == ["levier.c"]
    told = {held.source: (held.title, held.answers, held.judged, held.contested) for held in use.sources}
    assert told == {"memoire": ("Le mémoire", 2, 2, 1), "synthese": ("synthese", 1, 0, 0)}


def _complains(journal: Journal, answer: int, statement: str, helpful: bool | None) -> None:
    body = {"helpful": helpful, "reason": "", "text": "", "statement": statement}
    journal.append(Draft(kind="feedback", body=body, about=answer))


def test_a_user_who_complains_of_a_statement_accuses_its_fiche(desk: Desk, journal: Journal) -> None:
    put(journal, answer(said=SAID), answer(said=SAID), answer(said=SAID))
    _complains(journal, 1, "s1", False)
    _complains(journal, 2, "s1", False)
    _complains(journal, 2, "s1", True)  # the last word counts
    _complains(journal, 3, "", False)  # of the whole answer
    use = desk.usage()
    assert {held.fiche: (held.judged, held.complaints) for held in use.fiches} == {"frein.a": (0, 1), "frein.b": (0, 0)}
    assert {held.source: held.complaints for held in use.sources} == {"memoire": 1, "synthese": 0}
    assert {held.passage: held.complaints for held in desk.passages()} == {
        "memoire:1": 1,
        "memoire:2": 1,
        "synthese:1": 0,
    }
    assert desk.figures().whole.answers == 0


def test_use_of_passages(desk: Desk, journal: Journal) -> None:
    put(journal, answer(said=SAID), answer(said=SAID[:1]))
    desk.judge(1, "A", "partiel", statement="s1")
    found = {held.passage: (held.cited, held.judged, held.contested) for held in desk.passages()}
    assert found == {"memoire:1": (2, 1, 1), "memoire:2": (2, 1, 1), "synthese:1": (1, 0, 0)}
    assert {held.passage for held in desk.passages(last=2)} == {"memoire:1", "memoire:2"}


def test_questions_without_answer_are_grouped_by_theme(desk: Desk, journal: Journal) -> None:
    asked = [
        "Comment lancer un budget participatif au collège ?",
        "Quel budget participatif pour les jeunes ?",
        "budget participatif : quelle enveloppe ?",
        "Comment entretenir la chaudière de la mairie ?",
        "Qui répare la chaudière du collège ?",
        "Quels horaires pour la piscine ?",
    ]
    put(journal, *(answer(question, kind="abstention") for question in [*asked, asked[0]]))
    budget, boiler, alone = desk.usage().gaps
    assert (budget.name, budget.questions) == ("budget, participatif", 4)
    assert (boiler.name, boiler.questions) == ("chaudière", 2)
    assert (alone.name, alone.examples) == ("questions isolées", ("Quels horaires pour la piscine ?",))
    assert budget.numbers == (7, 3, 2, 1)  # the latest first
    assert budget.examples[0] == asked[0]  # put twice
    assert desk.usage().gaps == (budget, boiler, alone)


def test_each_trait_that_weighs_is_found_in_the_queue(desk: Desk, journal: Journal) -> None:
    said = [statement("s1", "memoire", status="unsupported")]
    put(journal, answer(kind="abstention"), answer(kind="clarification"), answer(said=said), answer(model="essai:m"))
    journal.append(Draft(kind="feedback", body={"helpful": False, "reason": "", "text": "", "statement": ""}, about=4))
    entry = journal.entry(desk.sample("L", 4, "risque").number)
    assert entry is not None
    assert entry.body is not None
    groups = {tuple(group["traits"]): group["numbers"] for group in entry.body["population"]["groups"]}
    assert groups == {
        ("abstention",): "1",
        ("clarification",): "2",
        ("énoncé non vérifié",): "3",
        ("retour négatif", "rédigé par un modèle"): "4",
    }
    assert set(RISKS) == {*TRAITS, BY_MODEL}
