"""What an organisation adds is read beside the base: nothing of ours is replaced, a bad file stops nothing."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from advisor import gathering, settings
from advisor.domain.local import RegleLocale
from advisor.domain.source import SourceInfo
from advisor.knowledge import catalogue, local
from advisor.knowledge.loader import Knowledge
from advisor.knowledge.local import Whole
from advisor.settings import ROOT
from tests.local.conftest import CHARTER

RULE = Path("knowledge/regles-locales/lieux-accueil.yaml")


@pytest.fixture(scope="module")
def catalogued() -> tuple[SourceInfo, ...]:
    return catalogue.read(ROOT / "corpus" / "sources.yaml")


def _added(base: Knowledge, catalogued: Sequence[SourceInfo], *folders: Path, drafts: bool = False) -> Whole:
    return local.added(base, catalogued, folders, drafts)


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_without_a_folder_the_base_is_what_it_was(knowledge: Knowledge, catalogued: Sequence[SourceInfo]) -> None:
    whole = _added(knowledge, catalogued)
    assert whole.knowledge.fingerprint == knowledge.fingerprint
    assert whole.knowledge.fiches == knowledge.fiches
    assert (whole.sources, whole.refused, whole.version) == (tuple(catalogued), (), "")


def test_an_empty_folder_adds_nothing(knowledge: Knowledge, catalogued: Sequence[SourceInfo], tmp_path: Path) -> None:
    whole = _added(knowledge, catalogued, tmp_path)
    assert (whole.knowledge.fingerprint, whole.version, whole.refused) == (knowledge.fingerprint, "", ())


def test_a_folder_that_is_not_there_is_told(
    knowledge: Knowledge, catalogued: Sequence[SourceInfo], tmp_path: Path
) -> None:
    (told,) = _added(knowledge, catalogued, tmp_path / "absent").refused
    assert "n'existe pas" in told
    assert "ADVISOR_LOCAL" in told


def test_the_rules_and_documents_are_added_to_ours(knowledge: Knowledge, catalogued: Sequence[SourceInfo]) -> None:
    whole = _added(knowledge, catalogued, CHARTER)
    assert whole.refused == ()
    assert set(whole.knowledge.fiches) - set(knowledge.fiches) == whole.knowledge.local
    assert {type(whole.knowledge.fiches[name]) for name in whole.knowledge.local} == {RegleLocale}
    assert whole.sources[-1].id == "charte-participation"
    assert [source.of_local for source in whole.sources].count(True) == 1


def test_the_version_follows_the_content_and_not_the_place(
    knowledge: Knowledge, catalogued: Sequence[SourceInfo], charter: Path, tmp_path: Path
) -> None:
    here = _added(knowledge, catalogued, CHARTER)
    moved = _added(knowledge, catalogued, shutil.copytree(charter, tmp_path / "0"))
    assert moved.knowledge.fingerprint == here.knowledge.fingerprint != knowledge.fingerprint
    for name, old, new in (
        (RULE, "degree: concerter", "degree: consulter"),
        (Path("sources.yaml"), "La charte de", "Notre charte de"),
        (Path("thesaurus.yaml"), "la MDS", "la MSAP"),
    ):
        before = local.fingerprint([charter])
        _edit(charter / name, old, new)
        assert local.fingerprint([charter]) != before
    assert _added(knowledge, catalogued, charter).knowledge.fingerprint != here.knowledge.fingerprint


def test_a_bad_file_is_refused_with_its_line_and_the_rest_is_served(
    knowledge: Knowledge, catalogued: Sequence[SourceInfo], charter: Path
) -> None:
    _edit(charter / RULE, "degree: concerter", "degree: fusionner")
    whole = _added(knowledge, catalogued, charter)
    (told,) = whole.refused
    assert "lieux-accueil.yaml:4 (clé « degree »)" in told
    assert "Valeurs admises" in told
    assert whole.knowledge.local == {"regle-locale.pistes-cyclables", "regle-locale.retour-participants"}
    assert set(knowledge.fiches) < set(whole.knowledge.fiches)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("any_of: [accueil]", "any_of: [accueils]", "n'a pas de valeur « accueils »"),
        ("fact: domaine", "fact: domaines", "le fait « domaines » n'existe pas"),
        ("source: charte-participation", "source: chartes", "n'est dans aucun catalogue"),
        ('page: "1"', 'page: ""', "la page manque"),
        ('decided: "2025-03-12"', 'decided: "12 mars 2025"', "n'est pas une date AAAA-MM-JJ"),
        ("title: Discuter", "titre: Discuter", "cette clé manque"),
        ("review:", "body: Bureau\nreview:", "cette clé est écrite deux fois"),
        ("review:", "links: [{to: levier.inconnu}]\nreview:", "la fiche « levier.inconnu » n'existe pas"),
        ("id: regle-locale.lieux", "id: regle-locale.lieu", "ne suit pas le nom du fichier"),
    ],
)
def test_what_cannot_be_served_is_said_and_left_out(
    knowledge: Knowledge, catalogued: Sequence[SourceInfo], charter: Path, old: str, new: str, told: str
) -> None:
    _edit(charter / RULE, old, new)
    whole = _added(knowledge, catalogued, charter)
    assert len(whole.refused) == 1
    assert told in whole.refused[0]
    assert "lieux-accueil.yaml:" in whole.refused[0]
    assert len(whole.knowledge.local) == 2


def test_a_fiche_that_leans_on_a_refused_one_is_refused_too(
    knowledge: Knowledge, catalogued: Sequence[SourceInfo], charter: Path
) -> None:
    _edit(charter / RULE, "degree: concerter", "degree: fusionner")
    leaning = charter / "knowledge/regles-locales/retour-participants.yaml"
    _edit(leaning, "review:", "links: [{to: regle-locale.lieux-accueil}]\nreview:")
    whole = _added(knowledge, catalogued, charter)
    assert len(whole.refused) == 2
    assert whole.knowledge.local == {"regle-locale.pistes-cyclables"}


def test_a_fiche_of_ours_is_never_replaced(
    knowledge: Knowledge, catalogued: Sequence[SourceInfo], charter: Path
) -> None:
    name = "levier.dire-la-marge"
    copy = charter / "knowledge" / "leviers" / "dire-la-marge.yaml"
    copy.parent.mkdir()
    shutil.copy(ROOT / "corpus/knowledge/leviers/dire-la-marge.yaml", copy)
    _edit(copy, "title: ", "title: À nous, ")
    whole = _added(knowledge, catalogued, charter)
    assert whole.knowledge.fiches[name] == knowledge.fiches[name]
    assert f"« {name} » existe déjà" in whole.refused[0]
    assert name not in whole.knowledge.local


def test_a_fact_and_a_source_of_ours_are_never_replaced(
    knowledge: Knowledge, catalogued: Sequence[SourceInfo], charter: Path
) -> None:
    facts = charter / "knowledge" / "faits"
    facts.mkdir()
    shutil.copy(ROOT / "corpus/knowledge/faits/marge.yaml", facts / "marge.yaml")
    with (charter / "sources.yaml").open("a", encoding="utf-8") as written:
        rest = "".join(f", {key}: x" for key in ("title", "short", "author", "date", "licence", "address"))
        written.write(f"- {{id: robinet-2024, kind: text, files: [x]{rest}}}\n")
    whole = _added(knowledge, catalogued, charter)
    assert whole.knowledge.facts == knowledge.facts
    assert [source.id for source in whole.sources].count("robinet-2024") == 1
    assert any("sources.yaml:10" in told and "« robinet-2024 » existe déjà" in told for told in whole.refused)
    assert any("« marge » existe déjà" in told for told in whole.refused)
    assert len(whole.knowledge.local) == 3


@pytest.mark.parametrize(("kind", "name"), [("obligations", "ccspl-avis"), ("degres", "concerter")])
def test_the_law_and_the_degrees_are_not_set_here(
    knowledge: Knowledge, catalogued: Sequence[SourceInfo], charter: Path, kind: str, name: str
) -> None:
    folder = charter / "knowledge" / kind
    folder.mkdir()
    shutil.copy(ROOT / "corpus/knowledge" / kind / f"{name}.yaml", folder / "essai.yaml")
    whole = _added(knowledge, catalogued, charter)
    assert f"« {kind} » n'est pas ouvert" in whole.refused[0]
    assert len(whole.knowledge.local) == 3


def test_a_draft_is_checked_and_not_served(
    knowledge: Knowledge, catalogued: Sequence[SourceInfo], charter: Path
) -> None:
    _edit(charter / RULE, "state: relu", "state: brouillon")
    name = "regle-locale.lieux-accueil"
    assert name not in _added(knowledge, catalogued, charter).knowledge.fiches
    assert name in _added(knowledge, catalogued, charter, drafts=True).knowledge.fiches


def test_fiches_at_the_root_of_a_folder_are_still_read(
    knowledge: Knowledge, catalogued: Sequence[SourceInfo], charter: Path
) -> None:
    for kind in (charter / "knowledge").iterdir():
        kind.rename(charter / kind.name)
    (charter / "knowledge").rmdir()
    assert len(_added(knowledge, catalogued, charter).knowledge.local) == 3


def test_the_words_of_the_organisation_are_added_and_bad_ones_told(charter: Path) -> None:
    read = settings.read({"ADVISOR_LOCAL": str(charter), "ADVISOR_LIBRARY": ""})
    words, refused = gathering.words(read)
    assert refused == ()
    assert words.concepts["maison-des-services"].alt[0] == "la MDS"
    (charter / "thesaurus.yaml").write_text("- {id: usager, pref: client}\n", encoding="utf-8")
    ours, refused = gathering.words(read)
    assert len(refused) == 1
    assert "thesaurus.yaml" in refused[0]
    assert ours.concepts["usager"].pref != "client"
    assert set(words.concepts) - set(ours.concepts) == {"maison-des-services"}
