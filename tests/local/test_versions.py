"""An answer made with local rules is replayed with them; where they are not, the replay says so."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from advisor import keeping, reopening, wiring
from advisor.audit.proof import Proof
from advisor.journal.store import Journal
from advisor.service import Advisor
from advisor.settings import Settings
from tests.local.conftest import made
from tests.unit.audit.recorded import record

PROJECT = "On refait l'accueil de la maison des services, tout est déjà décidé, on veut informer les gens"


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal.open(f"sqlite:///{tmp_path / 'journal.db'}")


def _proof(journal: Journal, read: Settings, now: Advisor) -> Proof:
    return reopening.proof(read, journal, now)


def test_the_version_of_an_answer_covers_the_local_rules(advisor_small: Advisor, advisor_local: Advisor) -> None:
    ours, own = advisor_small.ask(PROJECT).engine, advisor_local.ask(PROJECT).engine
    assert ours.local == ""
    assert own.local
    assert own.knowledge != ours.knowledge


def test_a_replay_on_its_own_version_needs_no_local_folder(
    journal: Journal, local_settings: Settings, advisor_local: Advisor
) -> None:
    entry = record(journal, advisor_local, PROJECT)
    elsewhere = dataclasses.replace(local_settings, local=())
    found = _proof(journal, elsewhere, advisor_local).replay(entry.number)
    assert found.same, [difference.text for difference in found.differences]
    assert (found.after or {})["recommendation"]["floor_origin"] == "local"
    held = keeping.versions(local_settings).tree(found.version, "local")
    assert "0/knowledge/regles-locales/lieux-accueil.yaml" in held
    assert "0/sources.yaml" in held


def test_a_replay_today_without_the_local_rules_says_so(
    journal: Journal, small_settings: Settings, advisor_small: Advisor, advisor_local: Advisor
) -> None:
    entry = record(journal, advisor_local, PROJECT)
    found = _proof(journal, small_settings, advisor_small).replay(entry.number, "aujourd'hui")
    assert not found.same
    assert any("ne sont pas sur cette machine" in note for note in found.notes)
    told = [difference.text for difference in found.differences]
    assert any("Règle locale retirée" in text for text in told)
    assert not any("Règle de droit retirée" in text for text in told)


def test_a_replay_today_with_local_rules_added_or_changed_says_so(
    journal: Journal, local_settings: Settings, advisor_small: Advisor, advisor_local: Advisor
) -> None:
    ours = record(journal, advisor_small, PROJECT)
    found = _proof(journal, local_settings, advisor_local).replay(ours.number, "aujourd'hui")
    assert any("ont été ajoutées" in note for note in found.notes)
    own = record(journal, advisor_local, PROJECT)
    body = json.loads(json.dumps(own.body))
    body["answer"]["engine"]["local"] = "0" * 16
    changed = dataclasses.replace(advisor_local.parts, versions={**advisor_local.parts.versions, "local": "f" * 16})
    now = _proof(journal, local_settings, Advisor(changed)).replay(own.number, "aujourd'hui")
    assert any("ont changé" in note for note in now.notes)


def test_a_changed_local_rule_makes_another_index_and_a_bad_one_stops_nothing(charter: Path, tmp_path: Path) -> None:
    read = made(tmp_path / "var", charter)
    first = wiring.build(read)
    rule = charter / "knowledge" / "regles-locales" / "lieux-accueil.yaml"
    rule.write_text(rule.read_text(encoding="utf-8").replace("concerter", "fusionner"), encoding="utf-8")
    second = wiring.build(made(tmp_path / "var", charter))
    assert second.parts.versions["knowledge"] != first.parts.versions["knowledge"]
    assert any("lieux-accueil.yaml:4" in notice for notice in second.notices)
    answer = second.ask(PROJECT)
    assert answer.recommendation is not None
    assert answer.recommendation.floor is None
    assert [item.fiche for item in answer.obligations if item.origin == "local"] == ["regle-locale.retour-participants"]
