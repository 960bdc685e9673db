"""Each fiche is found by a question that was kept out of the index."""

from __future__ import annotations

from dataclasses import replace

from advisor import reach
from advisor.knowledge import asked
from advisor.knowledge.loader import Knowledge
from advisor.retrieval.thesaurus import Thesaurus
from advisor.settings import ROOT, Settings
from advisor.wiring import thesaurus
from tests.samples import notion

FICHE = notion(
    id="concept.route",
    title="La route départementale",
    title_en="Road",
    statement="Le Département entretient la route.",
    questions=("qui déneige ?", "entretien des routes ?"),
)
OTHERS = [
    replace(FICHE, id=f"concept.autre-{word}", title=word, statement=word, questions=(f"{word} ?",))
    for word in ("collège", "accueil", "insertion", "autonomie", "culture", "logement")
]


def test_a_question_is_asked_of_an_index_it_is_not_in() -> None:
    found = {item.fiche: item for item in reach.measure([FICHE, *OTHERS], Thesaurus([]))}
    assert found["concept.route"].ranks == (0, 1)  # « déneige » stands nowhere else; « routes » in the statement
    assert found["concept.route"].reached


def test_a_fiche_no_question_finds_is_out_of_reach() -> None:
    lost = replace(FICHE, questions=("qui déneige ?", "et le sel ?"))
    found = {item.fiche: item for item in reach.measure([lost, *OTHERS], Thesaurus([]))}
    assert not found["concept.route"].reached


def test_every_fiche_of_the_base_is_within_reach(knowledge: Knowledge, small_settings: Settings) -> None:
    put = asked.of_fiches(ROOT / "corpus" / asked.FOLDER)
    found = reach.measure(knowledge.fiches.values(), thesaurus(small_settings), put)
    assert {item.fiche for item in found} == {fiche.id for fiche in knowledge.fiches.values() if fiche.questions}
    assert [item.fiche for item in found if not item.reached] == []
