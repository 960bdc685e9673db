"""Reading questions of law: where they ask, how they are put, the date they name, whether a rule may answer."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from advisor.domain.fiche import Cue, FactDefinition
from advisor.errors import DataError, IndexUnusable
from advisor.knowledge import yaml_text
from advisor.settings import ROOT
from advisor.understanding import framing
from advisor.understanding.asking import asking
from advisor.understanding.cues import CueReader, ReadText
from advisor.understanding.dates import named_date
from advisor.understanding.framing import FrameModel, LegalExample
from advisor.understanding.measures import read_measures, spans
from advisor.understanding.ruled import RuledModel

TRAINING = ROOT / "corpus" / "training" / "droit.yaml"
TODAY = dt.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Faut-il un avis ?", "Faut-il un avis ?"),
        ("On ferme. Faut-il un avis du public ?", "Faut-il un avis du public ?"),
        ("Faut-il un avis du public ? Le vote est mardi.", "Faut-il un avis du public ?"),
        ("Le juriste parle d'un avis. Exact ?", "Le juriste parle d'un avis. Exact ?"),
        ("on ferme, avis obligatoire", "on ferme, avis obligatoire"),
        ("Que dit l'art. L. 12-3 du code ? Merci.", "Que dit l'art. L. 12-3 du code ?"),
        ("", ""),
    ],
)
def test_what_asks_is_found_in_what_is_told(text: str, expected: str) -> None:
    assert asking(text) == expected


@pytest.fixture(scope="module")
def bank() -> tuple[LegalExample, ...]:
    """The repository's own labelled questions."""
    return framing.examples(TRAINING, yaml_text.read(TRAINING)[0])


def test_frames_are_told_apart_on_questions_left_out(bank: tuple[LegalExample, ...]) -> None:
    model = FrameModel.train([example for rank, example in enumerate(bank) if rank % 5])
    held = bank[::5]
    right = sum(
        max(read, key=lambda frame: read[frame]) == example.frame
        for example in held
        for read in [model.read(example.ask)]
    )
    assert right / len(held) > 0.8  # a constant answer gets less than half


def test_a_frame_model_is_the_same_once_saved(bank: tuple[LegalExample, ...], tmp_path: Path) -> None:
    model = FrameModel.train(bank[:300])
    model.save(tmp_path)
    again = FrameModel.open(tmp_path)
    for example in bank[300:320]:
        read = model.read(example.ask)
        assert again.read(example.ask) == read
        assert sum(read.values()) == pytest.approx(1.0)
    (tmp_path / "framing.json").write_text("{", encoding="utf-8")
    with pytest.raises(IndexUnusable):
        FrameModel.open(tmp_path)


def test_what_a_rule_settles_is_told_from_what_is_left_free(bank: tuple[LegalExample, ...], tmp_path: Path) -> None:
    model = RuledModel.train([example for rank, example in enumerate(bank) if rank % 5])
    ruled = [model.log_odds(example.ask) for example in bank[::5] if example.fiches]
    free = [model.log_odds(example.ask) for example in bank[::5] if not example.fiches]
    above = sum(one > other for one in ruled for other in free) / (len(ruled) * len(free))
    assert above > 0.85
    model.save(tmp_path)
    assert RuledModel.open(tmp_path).log_odds(bank[0].ask) == pytest.approx(model.log_odds(bank[0].ask))


@pytest.mark.parametrize("content", [[{"ask": "x"}], [{"ask": "x", "frame": "autre"}], [{"frame": "due"}], "x"])
def test_a_bad_example_is_refused_with_its_file(content: object) -> None:
    with pytest.raises(DataError, match=r"droit\.yaml"):
        framing.examples(TRAINING, content)


def test_every_example_is_of_a_rule_of_the_base(bank: tuple[LegalExample, ...]) -> None:
    known = {f"obligation.{path.stem}" for path in (ROOT / "corpus" / "knowledge" / "obligations").glob("*.yaml")}
    assert {fiche for example in bank for fiche in example.fiches} <= known


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("vote le 15 mars 2027", dt.date(2027, 3, 15)),
        ("vote le 15/03/2027", dt.date(2027, 3, 15)),
        ("ouverture en mars", dt.date(2027, 3, 31)),
        ("ouverture en décembre", dt.date(2026, 12, 31)),
        ("décision fin février 2028", dt.date(2028, 2, 29)),
        ("we decide by May 3 2027", dt.date(2027, 5, 31)),
        ("on lance en novembre 2025, décision en juin 2027", dt.date(2027, 6, 30)),
        ("may we ask? mars est loin", None),
        ("le 31/02/2027", None),
        ("rien", None),
    ],
)
def test_the_date_to_come_is_read(text: str, expected: dt.date | None) -> None:
    assert named_date(text, TODAY) == expected


@pytest.mark.parametrize(
    ("text", "fact", "number"),
    [
        ("un bourg de 9 200 âmes", "population", 9200.0),
        ("city of 62,000, new pool", "population", 62000.0),
        ("Nous sommes 34 000 dans la communauté de communes", "population", 34000.0),
        ("un syndicat de 35 agents", "effectif", 35.0),
        ("12 ETP", "effectif", 12.0),
        ("une route de 26 km", "longueur", 26.0),
        ("4 200 m² de chaussée", "surface", 4200.0),
        ("une zone de 3 hectares", "surface", 30000.0),
    ],
)
def test_measures_are_read_in_their_units(text: str, fact: str, number: float) -> None:
    assert {found.name: found.number for found in read_measures(text)}[fact] == number


@pytest.mark.parametrize(
    "text", ["ville de 12 000 euros", "la commune a 2 000 m² à vendre", "commune : 5 200 électeurs"]
)
def test_other_measures_are_no_population(text: str) -> None:
    assert "population" not in {found.name for found in read_measures(text)}


def test_durations_are_read_in_days() -> None:
    assert spans("trois semaines, puis 10 jours, vingt et un jours") == [21.0, 10.0, 21.0]


def test_a_phrase_can_refuse_the_word_that_follows() -> None:
    cues = CueReader(
        FactDefinition(
            name="objet",
            label="",
            kind="choix",
            question="",
            why="",
            order=1,
            cues=(Cue(value="sondage", phrases=("enquete* !publique*/parcellaire",)),),
        )
    )
    assert cues.find(ReadText("une enquête auprès des familles"))
    assert not cues.find(ReadText("une enquête publique, une enquête parcellaire"))
