"""From messages to a profile: what is stated, what is inferred, what prevails."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.domain.condition import Condition
from advisor.domain.fiche import Cue, FactDefinition, Inference
from advisor.domain.profile import Fact, FactStatus, Profile
from advisor.knowledge.loader import Knowledge
from advisor.understanding.cues import CueReader, ReadText
from advisor.understanding.reader import ProfileReader
from advisor.understanding.situation import Reading

STATED, INFERRED, CORRECTED = FactStatus.STATED, FactStatus.INFERRED, FactStatus.CORRECTED


@pytest.mark.parametrize(
    ("text", "name", "values"),
    [
        ("Tout est ouvert, rien n'est décidé.", "marge", ("ouverte",)),
        ("Tout est ouvert, rien n'est décidé.", "decision", ("ouverte",)),
        ("La décision est prise, les marchés sont signés.", "decision", ("prise",)),
        ("La décision n'est pas prise.", "decision", ("ouverte",)),
        ("On hésite entre deux scénarios.", "marge", ("options",)),
        ("Il n'y a rien à négocier.", "marge", ("aucune",)),
        ("Il n'y a rien à décider.", "marge", ("aucune",)),
        ("On n'a plus le choix.", "marge", ("aucune",)),
        ("Ce n'est plus négociable.", "marge", ("aucune",)),
        ("Il n'y a aucune marge.", "marge", ("aucune",)),
        ("On ne nous laisse pas le choix.", "marge", ("aucune",)),
        ("On ne répondra pas aux contributions.", "reponse", ("non",)),
        ("Aucune décision n'a été prise.", "decision", ("ouverte",)),
        ("On veut juste l'avis des usagers. Nous déciderons seuls.", "decideur", ("collectivite-seule",)),
        ("On refait l'accueil de la maison du Département.", "porteur", ("departement",)),
        ("On refait l'accueil de la maison du Département.", "objet", ("accueil-public",)),
        ("Une commune crée une ZAC.", "objet", ("zac",)),
        ("We want to ask residents for their opinion, nothing is decided yet.", "marge", ("ouverte",)),
        ("on voudrait demander aux gens leur avis", "but", ("recueillir",)),
    ],
)
def test_a_project_in_words_gives_its_facts(
    reader: ProfileReader, text: str, name: str, values: tuple[str, ...]
) -> None:
    fact = reader.read([text]).get(name)
    assert fact is not None
    assert (fact.values, fact.status) == (values, STATED)


def test_every_phrase_of_the_base_shows_its_own_value(knowledge: Knowledge) -> None:
    silent = []
    for definition in knowledge.facts.values():
        cues = CueReader(definition)
        for cue in definition.cues:
            for phrase in cue.phrases:
                said = " ".join(
                    word.split("/")[0].rstrip("*") for word in phrase.split() if word != "..." and word[0] != "!"
                )
                found = cues.find(ReadText(said.replace("NB", "12")))
                if not any(item.value == cue.value and not item.negated for item in found):
                    silent.append((definition.name, cue.value, phrase))
    assert silent == []


@pytest.mark.parametrize("text", ["", "Bonjour.", "?!", "Quelle est la recette du gratin ?"])
def test_a_text_without_a_project_gives_no_deciding_fact(reader: ProfileReader, text: str) -> None:
    assert not {"marge", "decision", "decideur"} & {fact.name for fact in reader.read([text]).facts}


def test_each_stated_fact_keeps_the_words_of_the_user(reader: ProfileReader) -> None:
    text = "Rien n’est décidé pour l'EHPAD : 12\u00a0000 habitants, dans 3 mois, 2 M€, avis des usager·e·s."
    facts = reader.facts(text)
    assert {"decision", "objet", "population", "delai", "montant"} <= {fact.name for fact in facts}
    assert all(words in text for fact in facts for words in fact.words)


def test_accents_case_and_typing_do_not_change_what_is_read(reader: ProfileReader) -> None:
    written = "La décision est prise, les marchés sont signés pour l’EHPAD."
    typed = "LA DECISION EST PRISE, les marches sont signes pour l'ehpad."
    assert [(fact.name, fact.values) for fact in reader.read([written]).facts] == [
        (fact.name, fact.values) for fact in reader.read([typed]).facts
    ]


def test_reading_a_text_twice_gives_one_profile(reader: ProfileReader) -> None:
    text = "On refait le collège, rien n'est décidé, dans 6 mois."
    assert reader.read([text]) == reader.read([text])


@given(text=st.text(max_size=200))
def test_any_text_can_be_read(reader: ProfileReader, text: str) -> None:
    profile = reader.read([text])
    assert all(
        set(fact.values) <= set(reader.definitions[fact.name].values())
        for fact in profile.facts
        if fact.name in reader.definitions
    )


# --- conversations -----------------------------------------------------------------------------------------------


def test_a_later_message_updates_an_earlier_one(reader: ProfileReader) -> None:
    profile = reader.read(["Rien n'est décidé pour l'EHPAD.", "Finalement la décision est prise."])
    assert profile.values("decision") == ("prise",)
    assert "ehpad" in profile.values("objet")


def test_a_decision_taken_later_sets_aside_the_margin_said_before(reader: ProfileReader) -> None:
    profile = reader.read(["Tout est ouvert, page blanche.", "Finalement la décision est prise."])
    margin = profile.get("marge")
    assert margin is None or (margin.values, margin.status) == (("aucune",), INFERRED)


def test_a_decision_taken_with_a_margin_in_the_same_message_keeps_that_margin(reader: ProfileReader) -> None:
    profile = reader.read(["Tout est ouvert.", "La décision est prise mais on hésite entre deux scénarios."])
    assert profile.values("marge") == ("options",)


def test_a_correction_prevails_over_every_message(reader: ProfileReader) -> None:
    corrected = Fact(name="decision", values=("partielle",), status=CORRECTED)
    profile = reader.read(["La décision est prise, les marchés sont signés."], [corrected])
    assert profile.get("decision") == corrected


def test_what_follows_from_a_correction_is_deduced_again(reader: ProfileReader) -> None:
    profile = reader.read(["On refait l'accueil."], [Fact(name="decision", values=("prise",), status=CORRECTED)])
    margin = profile.get("marge")
    assert margin is not None
    assert (margin.values, margin.status) == (("aucune",), INFERRED)


def test_the_last_correction_of_a_fact_prevails(reader: ProfileReader) -> None:
    first, last = (Fact(name="marge", values=(value,), status=CORRECTED) for value in ("aucune", "ouverte"))
    assert reader.read(["On refait l'accueil."], [first, last]).get("marge") == last


# --- mechanics, on facts made for the test --------------------------------------------------------------------------


def _fact(name: str, kind: str, *cues: Cue, inferences: tuple[Inference, ...] = ()) -> FactDefinition:
    return FactDefinition(
        name=name, label=name, kind=kind, question="", why="", order=1, cues=cues, inferences=inferences
    )


COLOUR = _fact(
    "couleur",
    "choix",
    Cue(value="noir", phrases=("noir",), if_negated="blanc"),
    Cue(value="gris", phrases=("gris", "gris clair", "brume")),
    Cue(value="blanc", phrases=("blanc",), weight=3),
)
PLACES = _fact("lieux", "liste", Cue(value="vif", phrases=("vif",)), Cue(value="mens", phrases=("mens",)))


@pytest.mark.parametrize(
    ("text", "values", "words"),
    [
        ("du gris et du noir", ("noir",), ("noir",)),
        ("du gris, de la brume et du noir", ("gris",), ("gris", "brume")),
        ("du noir, du gris et du blanc", ("blanc",), ("blanc",)),
        ("pas de noir", ("blanc",), ("noir",)),
        ("pas de gris", (), ()),
        ("pas de gris, du noir", ("noir",), ("noir",)),
    ],
)
def test_of_several_values_the_heaviest_prevails_then_the_most_binding(
    text: str, values: tuple[str, ...], words: tuple[str, ...]
) -> None:
    facts = ProfileReader([COLOUR]).facts(text)
    assert [(fact.values, fact.words) for fact in facts] == ([(values, words)] if values else [])


def test_a_list_keeps_every_value_in_the_order_of_its_definition() -> None:
    (fact,) = ProfileReader([PLACES]).facts("de Mens à Vif")
    assert (fact.values, fact.words) == (("vif", "mens"), ("Mens", "Vif"))


def test_the_weight_of_a_fact_is_that_of_its_phrases() -> None:
    (fact,) = ProfileReader([COLOUR]).facts("blanc sur blanc")
    assert fact.weight == 6


GREY = Condition(fact="couleur", any_of=("gris",))
MOOD = _fact(
    "humeur", "choix", Cue(value="triste", phrases=("triste",)), inferences=(Inference(value="triste", when=GREY),)
)
SKY = _fact(
    "ciel",
    "choix",
    Cue(value="bas", phrases=("bas",)),
    inferences=(Inference(value="bas", when=Condition(fact="humeur", any_of=("triste",))),),
)


def test_an_inference_says_it_is_one_and_keeps_the_words_it_rests_on() -> None:
    fact = ProfileReader([COLOUR, MOOD]).read(["tout est gris"]).get("humeur")
    assert fact is not None
    assert (fact.values, fact.words, fact.status) == (("triste",), ("gris",), INFERRED)


def test_a_stated_fact_is_never_replaced_by_an_inference() -> None:
    fact = ProfileReader([COLOUR, MOOD]).read(["gris et triste"]).get("humeur")
    assert fact is not None
    assert fact.status is STATED


def test_a_fact_that_is_missing_infers_nothing() -> None:
    assert ProfileReader([COLOUR, MOOD]).read(["tout est noir"]).get("humeur") is None


def test_an_inference_may_rest_on_another() -> None:
    assert ProfileReader([COLOUR, MOOD, SKY]).read(["gris"]).values("ciel") == ("bas",)


# --- the reading as a whole -----------------------------------------------------------------------------------------

SHARED = Reading("partage", 0.9, ("ensemble",))


@pytest.mark.parametrize(
    ("fact", "kept"),
    [
        (None, "ouverte"),
        (Fact(name="marge", values=("ajustements",), weight=1), "ouverte"),
        (Fact(name="marge", values=("ajustements",), weight=3), "ajustements"),
        (Fact(name="marge", values=("ajustements",), status=CORRECTED), "ajustements"),
    ],
)
def test_the_reading_as_a_whole_yields_to_what_is_certain(reader: ProfileReader, fact: Fact | None, kept: str) -> None:
    profile = reader.settled(Profile(facts=(fact,) if fact else ()), SHARED)
    assert profile.values("marge") == (kept,)


def test_what_is_read_as_a_whole_is_marked_as_inferred(reader: ProfileReader) -> None:
    fact = reader.settled(Profile(), SHARED).get("decideur")
    assert fact is not None
    assert (fact.values, fact.status, fact.words) == (("partagee",), INFERRED, ("ensemble",))


def test_a_decision_certainly_taken_stops_the_reading_as_a_whole(reader: ProfileReader) -> None:
    taken = Profile(facts=(Fact(name="decision", values=("prise",), weight=3),))
    assert reader.settled(taken, SHARED) == taken
