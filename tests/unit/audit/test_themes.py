"""Questions without answer: what is alike goes together, whatever the order, and nothing is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from advisor.audit.themes import ALONE, Unanswered, grouped

ASKED = [
    "Combien gagne un directeur d'EHPAD ?",
    "Quel est le salaire d'un agent d'accueil ?",
    "grille de salaire attaché territorial",
    "Qui répare la chaudière du collège ?",
    "Comment entretenir la chaudière de la mairie ?",
    "Comment déclarer mes impôts ?",
    "date limite déclaration impôts",
    "recette de la tarte aux pommes",
    "merci",
]


def _unanswered(texts: list[str]) -> list[Unanswered]:
    return [Unanswered(number=rank, moment="", question=text) for rank, text in enumerate(texts, 1)]


def _nothing(_text: str) -> list[str]:
    return []


def test_questions_alike_go_together_under_the_words_they_share() -> None:
    themes = {theme.name: theme for theme in grouped(_unanswered(ASKED), _nothing)}
    assert set(themes["salaire"].numbers) == {2, 3}
    assert set(themes["chaudière"].numbers) == {4, 5}
    assert any("impôts" in name and set(theme.numbers) == {6, 7} for name, theme in themes.items())


def test_a_concept_of_the_trade_joins_questions_without_a_common_word() -> None:
    texts = ["Tirer au sort des habitants", "Un panel citoyen ?"]
    assert [theme.name for theme in grouped(_unanswered(texts), _nothing)] == [ALONE]
    (joined,) = grouped(_unanswered(texts), lambda _text: ["tirage au sort"])
    assert joined.questions == 2
    assert joined.name != ALONE


def test_a_question_put_again_in_other_letters_is_the_same() -> None:
    (theme,) = grouped(_unanswered(["Où payer la cantine ?", "ou payer la cantine ?"]), _nothing)
    assert (theme.questions, len(theme.examples)) == (2, 1)


@given(st.lists(st.sampled_from([*ASKED, "", "?", "le la les"]), max_size=14), st.randoms())
def test_every_question_is_in_one_theme_whatever_the_order(texts: list[str], chance) -> None:
    unanswered = _unanswered(texts)
    themes = grouped(unanswered, _nothing)
    assert sorted(number for theme in themes for number in theme.numbers) == list(range(1, len(texts) + 1))
    assert all(theme.questions == len(theme.numbers) and theme.examples for theme in themes)
    shuffled = unanswered[:]
    chance.shuffle(shuffled)
    assert grouped(shuffled, _nothing) == themes
