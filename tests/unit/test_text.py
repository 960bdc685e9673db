"""Folding, words and sentences: what is compared, and that a match is always shown at its place."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from advisor.text import find_run, fold, plain, sentences, simplified, tokens, trimmed, words

FRENCH = st.sampled_from(
    "Les usager·e·s l’accueil œuvre à Vif, d'été. Où ? ÇA (re)voir « non » directeur.ice.s L. 103-2 "
    "administré(e)s iels toustes citoyen-ne-s 2 000 mise-en-œuvre n°5 fin; e.e -e- a/b".split()
)
SENTENCE = st.lists(FRENCH, max_size=14).map(" ".join)
ENDINGS = st.text(alphabet="aeinrst.-·(/) ", max_size=12)
ANY = st.one_of(SENTENCE, ENDINGS, st.text(max_size=60))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L’Été à VIF", "l'ete a vif"),
        ("cœur et Œuvre", "coeur et oeuvre"),
        ("mot\u00a0:\u202fsuite", "mot : suite"),
        ("deux   blancs\n\tici", "deux blancs ici"),
        ("L. 103‑2 – « fin »", 'l. 103-2 - " fin "'),
        ("ﬁn d’aﬀaire", "fin d'affaire"),
        ("e\u0301te\u0301", "ete"),
        ("", ""),
    ],
)
def test_folding_forgets_case_accents_and_typography(text: str, expected: str) -> None:
    assert fold(text).text == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("usager·e·s", "usagers"),
        ("usager.e.s", "usagers"),
        ("usager·e", "usager"),
        ("usager•e•s", "usagers"),
        ("usager-e-s", "usagers"),
        ("directeur.ice.s", "directeurs"),
        ("directeur·rice", "directeur"),
        ("administré(e)s", "administres"),
        ("agent(e)", "agent"),
        ("citoyen-ne-s", "citoyens"),
        ("citoyen·ne·s", "citoyens"),
        ("habitant/es", "habitants"),
        ("chargé.e.s", "charges"),
        ("iels", "ils"),
        ("toustes", "tous"),
        ("tous·tes", "tous"),
    ],
)
def test_inclusive_writing_is_brought_to_its_masculine(written: str, expected: str) -> None:
    assert plain(f"Avec les {written} du canton") == f"avec les {expected} du canton"


@pytest.mark.parametrize(
    "text",
    [
        "c'est fini. Elle part",
        "le rendez-vous est pris",
        "mise-en-oeuvre",
        "(re)voir le plan",
        "et/ou les autres",
        "un vis-a-vis",
        "peut-etre demain",
        "celui-ci",
    ],
)
def test_ordinary_points_hyphens_and_brackets_are_kept(text: str) -> None:
    assert plain(text) == fold(text).text


@given(st.one_of(SENTENCE, st.text(max_size=60)))
@example("Œuvre")
@example("№ 5")
def test_plain_is_idempotent(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@given(ANY)
def test_each_folded_character_comes_from_the_character_it_maps_to(text: str) -> None:
    folded = fold(text)
    assert len(folded.origins) == len(folded.text)
    assert all(piece in fold(text[origin]).text for piece, origin in zip(folded.text, folded.origins, strict=True))


@given(ANY)
def test_the_map_back_never_goes_backwards(text: str) -> None:
    origins = simplified(text).origins
    assert list(origins) == sorted(origins)


@given(ANY)
def test_the_words_at_the_place_of_a_token_are_that_token(text: str) -> None:
    for token in tokens(text):
        read = words(text[token.start : token.end])
        assert token.word in read or (token.word == "." and not read)


@given(ANY)
def test_tokens_hold_every_word_of_a_text(text: str) -> None:
    assert [token.word for token in tokens(text) if token.word != "."] == words(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L'accueil, à Vif.", ["l", "accueil", "a", "vif"]),
        ("Aujourd'hui qu'on s'y met", ["aujourd", "hui", "qu", "on", "s", "y", "met"]),
        ("2 000 €", ["2", "000"]),
        ("…", []),
    ],
)
def test_words_leave_out_punctuation(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    ("text", "ends"),
    [("Non. Oui", 1), ("Non ; oui ?", 2), ("à 2.5 km", 0), ("L.103", 0), ("Rien…", 1), ("dit : fini !", 2)],
)
def test_the_ends_of_sentences_are_tokens(text: str, ends: int) -> None:
    assert sum(token.word == "." for token in tokens(text)) == ends


@pytest.mark.parametrize(
    ("anchor", "text", "expected"),
    [
        ("l'usage des LIEUX", "Pour l’usage,  des lieux publics", ["l’usage,  des lieux"]),
        ("une fois", "Une fois puis une fois", ["Une fois", "une fois"]),
        ("coeur", "au cœur du sujet", ["cœur"]),
        ("deux mots", "deux autres mots", []),
        ("mot", "des mots", []),
        ("", "rien", []),
        ("…", "rien", []),
        ("plus long que", "plus", []),
    ],
)
def test_a_run_is_found_where_its_words_follow_one_another(anchor: str, text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in find_run(anchor, text)] == expected


@given(SENTENCE, st.data())
def test_any_run_of_words_cut_from_a_text_is_found_there(text: str, data: st.DataObject) -> None:
    said = [token for token in text.split() if fold(token).text.strip(".,;:?!()«»\"'-· ")]
    if not said:
        return
    first = data.draw(st.integers(0, len(said) - 1))
    last = data.draw(st.integers(first, len(said) - 1))
    run = " ".join(said[first : last + 1])
    places = find_run(run, text)
    assert any(words(text[start:end]) == words(run) for start, end in places)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Un fait. Deux faits ! Trois ?", ["Un fait.", "Deux faits !", "Trois ?"]),
        ("M. Dupont préside. Il signe.", ["M. Dupont préside.", "Il signe."]),
        ("Voir l'art. L. 103-2 du code.", ["Voir l'art. L. 103-2 du code."]),
        ("Titre\nSuite du texte", ["Titre", "Suite du texte"]),
        ("la fin. et la suite", ["la fin. et la suite"]),
        ("  \n ", []),
        ("", []),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == expected


@given(ANY)
def test_sentences_follow_one_another_without_blank_ends(text: str) -> None:
    spans = sentences(text)
    assert spans == sorted(spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in spans)


@given(SENTENCE)
def test_sentences_lose_no_word(text: str) -> None:
    kept = [word for start, end in sentences(text) for word in words(text[start:end])]
    assert kept == words(text)


@given(ANY)
def test_a_trimmed_span_has_no_blank_at_its_ends(text: str) -> None:
    start, end = trimmed(text, 0, len(text))
    assert text[start:end] == text.strip()
