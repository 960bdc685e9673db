"""Rules put into an answer: what each does to the others, out of its time, details that speak of the question."""

from __future__ import annotations

import datetime as dt

from advisor.answering.book import Book, Library
from advisor.answering.legal import Desk, calendar, nearest_rule, obligation_results
from advisor.domain.answer import ObligationResult
from advisor.domain.fiche import Detail, Obligation
from advisor.domain.place import Locator
from advisor.domain.procedure import Relation
from advisor.law.engine import assess, combined
from advisor.law.schedule import backwards
from tests.unit.law.rules import profile, rule, step

HERE = (Locator(source="C", section="X1", anchor=""),)
MEANT = profile(objet="essai")
DESK = Desk({}, "2026-11-22", 365, {}, str.split)
BOOK = Library({}, {}, lambda _: None, lambda _: False)


def _shown(*rules: Obligation, question: str = "") -> tuple[Book, dict[str, ObligationResult]]:
    outcomes = [assess(one, MEANT, on="2026-11-22") for one in rules]
    book = Book(BOOK)
    results = obligation_results(outcomes, combined(outcomes), book, question, DESK)
    return book, {result.fiche: result for result in results}


def _texts(book: Book, identifiers: tuple[str, ...]) -> list[str]:
    held = {statement.id: statement.text for statement in book.statements}
    return [held[identifier] for identifier in identifiers]


def test_a_rule_set_aside_says_by_which_and_relations_to_rules_not_shown_are_left_out() -> None:
    waives = Relation(kind="dispense de", to="obligation.b", text="B n'est plus due.", article="X1")
    absent = Relation(kind="complète", to="obligation.z", text="S'ajoute à Z.", article="X1")
    book, found = _shown(rule("a", relations=(waives, absent), evidence=HERE), rule("b", evidence=HERE))
    first, second = found["obligation.a"], found["obligation.b"]
    assert second.waived_by == "obligation.a"
    assert _texts(book, first.relations) == ["B n'est plus due."]


def test_a_conflict_is_said_on_both_rules() -> None:
    book, found = _shown(rule("ban", force="interdiction", evidence=HERE), rule("duty", raises=True, evidence=HERE))
    for result in found.values():
        assert any("juriste" in text for text in _texts(book, result.relations))


def test_a_rule_out_of_its_time_shows_when_it_is_in_force() -> None:
    _, found = _shown(rule("a", until="2026-01-01", evidence=HERE))
    result = found["obligation.a"]
    assert result.verdict == "non"
    assert result.conditions[0].text == "la règle est en vigueur jusqu'au 01/01/2026"
    assert result.conditions[0].truth == "non remplie"


def test_the_details_that_speak_of_the_question_are_kept() -> None:
    details = tuple(Detail(text=f"détail {number}", evidence=HERE) for number in range(6))
    held = rule("a", details=(*details, Detail(text="combien de sièges", evidence=HERE)), evidence=HERE)
    book, found = _shown(held, question="combien de sièges au total")
    said = _texts(book, found["obligation.a"].statements)
    assert "combien de sièges" in said
    assert len(said) == 5  # the statement and four details


def test_a_nearest_rule_says_on_what_it_would_hold() -> None:
    book = Book(BOOK)
    card = nearest_rule(assess(rule("a", evidence=HERE), MEANT), book, english=False)[0]
    assert card.why.startswith("Règle la plus proche ; elle ne vaut que si ")
    assert nearest_rule(None, book, english=False) == ()


def test_a_calendar_is_shown_in_iso_dates() -> None:
    held = rule("a", steps=(step(15),))
    shown = calendar(backwards([held], dt.date(2027, 3, 31), dt.date(2027, 3, 20)), {held.id: held})
    assert (shown.start, shown.decision, shown.short) == ("2027-03-16", "2027-03-31", 4)
    assert [(line.start, line.end, line.said) for line in shown.lines] == [
        ("2027-03-16", "2027-03-31", "15 jours au moins")
    ]
