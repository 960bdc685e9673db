"""`advisor local` and the ingest, as an agent who keeps the rules of an organisation uses them."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from advisor.cli import main
from advisor.domain.local import RegleLocale
from advisor.settings import ROOT
from ingest.__main__ import main as ingest

RULES = Path("knowledge") / "regles-locales"


def _run(*words: str) -> Result:
    return CliRunner().invoke(main, words)


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture(autouse=True)
def _no_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADVISOR_LIBRARY", "")


def test_without_a_folder_each_command_says_how_to_give_one() -> None:
    for words in (("new", "essai"), ("check",), ("show",)):
        result = _run("local", *words)
        assert result.exit_code == 1
        assert "ADVISOR_LOCAL" in result.output


def test_a_new_folder_is_begun_and_a_rule_filled_in_is_served(tmp_path: Path, charter: Path) -> None:
    folder = tmp_path / "regles"
    begun = _run("local", "new", "retour", "--folder", str(folder))
    assert begun.exit_code == 0, begun.output
    assert f"ADVISOR_LOCAL={folder}" in begun.output
    rule = folder / RULES / "retour.yaml"
    assert {path.name for path in folder.iterdir()} == {"documents", "knowledge", "sources.yaml"}
    empty = _run("local", "check", "--folder", str(folder))
    assert empty.exit_code == 1
    assert "retour.yaml:" in empty.output
    for name in ("sources.yaml", "documents/charte-participation.md"):
        (folder / name).write_text((charter / name).read_text(encoding="utf-8"), encoding="utf-8")
    place = 'section: "Article 4. Les personnes éloignées", page: "2", anchor: "sur leur lieu de vie les personnes"'
    for old, new in (
        ('title: ""', 'title: "Aller voir ceux qui ne viennent pas"'),
        ('title_en: ""', 'title_en: "Meet those who never come"'),
        ('body: ""', 'body: "Conseil communautaire"'),
        ('decided: ""', 'decided: "2025-03-12"'),
        ('bound: ""', 'bound: "Les services"'),
        ('statement: ""', 'statement: "Un agent va chez les absents."'),
        ('section: "", page: "1", anchor: ""', place),
        ("state: brouillon", "state: relu"),
    ):
        _edit(rule, old, new)
    checked = _run("local", "check", "--folder", str(folder))
    assert checked.exit_code == 0, checked.output
    assert "1 fiche, 1 document, 0 problème" in checked.output
    assert "Conseil," in checked.output
    again = _run("local", "new", "retour", "--folder", str(folder))
    assert again.exit_code == 1
    assert "existe déjà" in again.output


@pytest.mark.parametrize("kind", ["obligation", "degre"])
def test_the_law_is_not_written_here(tmp_path: Path, kind: str) -> None:
    result = _run("local", "new", "essai", "--kind", kind, "--folder", str(tmp_path))
    assert result.exit_code == 1
    assert "n'est pas ouvert" in result.output
    assert not list(tmp_path.rglob("*.yaml"))


def test_another_kind_of_fiche_can_be_begun(tmp_path: Path) -> None:
    assert _run("local", "new", "marche", "--kind", "levier", "--folder", str(tmp_path)).exit_code == 0
    assert (tmp_path / "knowledge" / "leviers" / "marche.yaml").is_file()


def test_the_charter_of_the_example_is_sound(charter: Path) -> None:
    result = _run("local", "check", "--folder", str(charter))
    assert (result.exit_code, result.output) == (0, "3 fiches, 1 document, 0 problème, 0 conseil.\n")


def test_an_anchor_at_another_page_is_told_with_its_page(charter: Path) -> None:
    _edit(charter / RULES / "lieux-accueil.yaml", 'page: "1", anchor: "est', 'page: "2", anchor: "est')
    result = _run("local", "check", "--folder", str(charter))
    assert result.exit_code == 1
    assert "evidence.0" in result.output
    assert "Elle est p. 1." in result.output


def test_a_figure_that_is_not_written_is_told(charter: Path) -> None:
    _edit(charter / RULES / "retour-participants.yaml", "value: 60", "value: 90")
    result = _run("local", "check", "--folder", str(charter))
    assert result.exit_code == 1
    assert "90 n'est pas écrit près" in result.output


def test_a_rule_that_asks_for_nothing_is_told(charter: Path) -> None:
    rule = charter / RULES / "pistes-cyclables.yaml"
    _edit(rule, "degree: consulter", "degree:")
    _edit(rule, "timing: Au moins un mois avant la décision\n", "")
    assert "ne demande rien" in _run("local", "check", "--folder", str(charter)).output


def test_a_missing_document_is_told(charter: Path) -> None:
    (charter / "documents" / "charte-participation.md").unlink()
    result = _run("local", "check", "--folder", str(charter))
    assert result.exit_code == 1
    assert "aucun fichier trouvé" in result.output
    assert "ADVISOR_LOCAL" in result.output


def test_what_is_held_is_shown(charter: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADVISOR_LOCAL", str(charter))
    shown = _run("local", "show").output
    assert "Charte de la participation des habitants (indexé)" in shown
    assert "Conseil communautaire, 12 mars 2025, n° 2025-031" in shown
    assert "pour tous les projets" in shown
    assert "Lieux" not in _run("local", "facts").output
    assert "accueil" in _run("local", "facts", "domaine").output
    assert _run("local", "facts", "inconnu").exit_code == 1
    assert "regle-locale.lieux-accueil" in _run("knowledge", "show", "regle-locale.lieux-accueil").output


def test_the_documents_of_the_folder_are_read_without_an_index(charter: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADVISOR_LOCAL", str(charter))
    told = json.loads(CliRunner().invoke(ingest, ["local"]).output)
    assert [report["state"] for report in told["reports"]] == ["indexé"]
    assert {page["source"] for page in told["pages"]} == {"charte-participation"}


def test_two_folders_may_name_their_files_alike(charter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = tmp_path / "autre"
    (other / "documents").mkdir(parents=True)
    (other / "documents" / "charte-participation.md").write_text("# Une autre\n\nUn autre texte.\n", encoding="utf-8")
    catalogue = (charter / "sources.yaml").read_text(encoding="utf-8")
    (other / "sources.yaml").write_text(catalogue.replace("id: charte-", "id: autre-charte-"), encoding="utf-8")
    monkeypatch.setenv("ADVISOR_LOCAL", f"{charter}:{other}")
    pages = json.loads(CliRunner().invoke(ingest, ["local"]).output)["pages"]
    texts = {page["source"]: page["text"] for page in pages if page["index"] == 0}
    assert "Un autre texte" in texts["autre-charte-participation"]
    assert "conseil communautaire" in texts["charte-participation"]


def test_the_example_of_the_guide_is_sound(charter: Path) -> None:
    """The rule and the catalogue that the guide shows are taken from it as they are."""
    guide = (ROOT / "docs" / "regles-locales.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```yaml\n(.*?)^```", guide, flags=re.S | re.M)
    for name, begins in (
        ("sources.yaml", "- id: charte"),
        (str(RULES / "lieux-accueil.yaml"), "id: regle"),
        ("thesaurus.yaml", "- id: maison"),
    ):
        (block,) = [block for block in blocks if block.startswith(begins)]
        (charter / name).write_text(block, encoding="utf-8")
    result = _run("local", "check", "--folder", str(charter))
    assert (result.exit_code, result.output) == (0, "3 fiches, 1 document, 0 problème, 0 conseil.\n")
    told = re.findall(r"^\| `([a-z`, ]+)` \|", guide, flags=re.M)
    named = {name for cell in told for name in re.findall(r"[a-z]+", cell)}
    assert named <= {field.name for field in dataclasses.fields(RegleLocale)}
    assert len(named) > 15
