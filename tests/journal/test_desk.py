"""An audit round on every database the journal may lie in: draw, double reading, resolution, figures, use."""

from __future__ import annotations

from advisor.audit.desk import Desk
from advisor.audit.judging import ADVICE
from advisor.audit.samples import Scope
from advisor.domain.record import Draft
from advisor.journal.queue import Filters
from advisor.journal.store import Journal
from tests.unit.audit.stored import answer, put, statement


def test_an_audit_round(journal: Journal) -> None:
    said = [statement("s1", "memoire", fiche="frein.a")]
    put(journal, *(answer(f"Projet de parc numéro {rank} ?", said=said) for rank in range(12)))
    put(journal, answer("Horaires de la piscine ?", kind="abstention"))
    journal.append(
        Draft(kind="feedback", body={"helpful": False, "reason": "", "text": "", "statement": "s1"}, about=1)
    )
    desk = Desk(journal, fiches=["frein.a", "frein.b"])
    drawn = desk.sample("A", 4, "risque", filters=Filters(words="parc"), seed="s", readers=["A", "B"])
    assert drawn.sound
    assert drawn.population == 12
    for number in drawn.numbers:
        for reader in drawn.readers:
            desk.judge(number, reader, "soutenu", statement="s1", sample=drawn.number)
            desk.judge(number, reader, "faux" if reader == "B" else "juste", sample=drawn.number)
    assert desk.next(drawn, "A") is None
    assert len(desk.disagreements(drawn)) == 4
    first = drawn.numbers[0]
    desk.resolve(first, "A", "juste", "Relu ensemble.")
    assert desk.reading(first, "A")[ADVICE].held is not None
    whole = desk.figures(Scope(sample=drawn)).whole
    assert (whole.advice_right.right, whole.advice_right.judged) == (1, 4)
    assert (whole.citation_recall.right, whole.citation_recall.judged) == (4, 4)
    (on_advice,) = desk.agreement()[1]
    assert (on_advice.agreed, on_advice.kappa) == (0, 0.0)
    use = desk.usage()
    assert [(held.fiche, held.answers, held.complaints) for held in use.fiches] == [("frein.a", 12, 1)]
    assert [held.fiche for held in use.unused] == ["frein.b"]
    assert [theme.examples for theme in use.gaps] == [("Horaires de la piscine ?",)]
    assert desk.report("2026-11-22", verify=True).startswith(b"PK")
