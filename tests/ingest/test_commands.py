"""`python -m ingest` and its commands, as people run them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from advisor.knowledge import catalogue
from advisor.retrieval.store import Store
from ingest.locate import sha256_of
from tests.ingest import pdf
from tests.ingest.conftest import Tiny, prose


def charter(tiny: Tiny, name: str = "Charte d'été.pdf") -> Path:
    return pdf.write(tiny.root / "bureau" / name, [[pdf.h1("Charte"), *prose("la charte")]])


def test_all_indexed_ends_with_0_and_tells_what_became_of_each(tiny: Tiny) -> None:
    done = tiny.run()
    assert done.exit_code == 0
    for said in ("Le rapport", "rapport.pdf", "indexé", "passages", "remède"):
        assert said in done.output


def test_quiet_prints_nothing_on_success(tiny: Tiny) -> None:
    done = tiny.run("--quiet")
    assert (done.exit_code, done.output) == (0, "")


@pytest.mark.parametrize("arguments", [(), ("--quiet",)])
def test_a_missing_document_ends_with_3_and_says_what_to_do(tiny: Tiny, arguments: tuple[str, ...]) -> None:
    (tiny.library / "rapport.pdf").unlink()
    done = tiny.run(*arguments)
    assert done.exit_code == 3
    assert "Le rapport : aucun fichier trouvé." in " ".join(done.output.split())
    assert "https://exemple.fr/page" in done.output
    assert Store.current(tiny.settings().index).documents


def test_an_unreadable_document_ends_with_3_and_the_others_are_indexed(tiny: Tiny) -> None:
    (tiny.library / "rapport.pdf").write_bytes(b"%PDF-1.7 puis plus rien")
    done = tiny.run()
    assert done.exit_code == 3
    assert "tronqué" in done.output
    assert {page.source for page in Store.current(tiny.settings().index).pages.values()} == {"notes", "Code des essais"}


def test_a_fault_in_the_fiches_is_said_with_its_file_and_no_traceback(tiny: Tiny) -> None:
    path = tiny.corpus / "knowledge" / "freins" / "accessibilite.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "\nbidule: 3\n", encoding="utf-8")
    done = tiny.run()
    assert done.exit_code == 1
    assert "accessibilite.yaml:" in done.output
    assert "bidule" in done.output
    assert "Traceback" not in done.output


def test_a_corpus_that_is_not_there_is_said_plainly(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADVISOR_CORPUS", str(tiny.root / "ailleurs"))
    done = tiny.run()
    assert done.exit_code == 1
    assert "ailleurs" in done.output
    assert done.output.startswith("Erreur : ")


def test_a_setting_that_cannot_be_used_is_said_plainly(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADVISOR_CHROMA", "serveur")
    done = tiny.run()
    assert done.exit_code == 1
    assert "ADVISOR_CHROMA" in done.output


def test_a_document_added_is_filed_entered_and_indexed(tiny: Tiny) -> None:
    done = tiny.run("add", str(charter(tiny)), "--title", "Notre charte", "--date", "2025")
    assert done.exit_code == 0
    entry = catalogue.read(tiny.documents / "catalogue.yaml")[0]
    assert (entry.id, entry.title, entry.kind, entry.date, entry.local) == (
        "notre-charte",
        "Notre charte",
        "pdf",
        "2025",
        True,
    )
    assert entry.address == ""
    assert entry.sha256 == (sha256_of(tiny.documents / entry.files[0]),)
    assert Store.current(tiny.settings().index).passages_on("notre-charte", "1")
    assert "notre-charte" in done.output


def test_documents_are_added_one_after_the_other_and_comments_stay(tiny: Tiny) -> None:
    kept = tiny.documents / "catalogue.yaml"
    assert tiny.run("add", str(charter(tiny))).exit_code == 0
    kept.write_text("# À nous.\n" + kept.read_text(encoding="utf-8").rstrip("\n"), encoding="utf-8")
    text = tiny.root / "note.txt"
    text.write_text("\n".join(prose("une note")), encoding="utf-8")
    assert tiny.run("add", str(text)).exit_code == 0
    assert [entry.id for entry in catalogue.read(kept)] == ["charte-d-ete", "note"]
    assert kept.read_text(encoding="utf-8").startswith("# À nous.")
    assert sorted(path.name for path in tiny.documents.iterdir()) == [
        ".lock",
        "catalogue.yaml",
        "charte-d-ete.pdf",
        "note.txt",
    ]


def test_two_documents_of_one_title_get_two_ids(tiny: Tiny) -> None:
    other = pdf.write(tiny.root / "b.pdf", [prose("autre chose")])
    for path in (charter(tiny), other):
        assert tiny.run("add", str(path), "--title", "Le rapport").exit_code == 0
    assert [entry.id for entry in catalogue.read(tiny.documents / "catalogue.yaml")] == ["le-rapport", "le-rapport-2"]


def test_a_document_added_twice_is_refused(tiny: Tiny) -> None:
    path = charter(tiny)
    assert tiny.run("add", str(path)).exit_code == 0
    again = tiny.run("add", str(path), "--title", "Sous un autre nom")
    assert again.exit_code == 1
    assert "déjà là" in again.output
    assert "charte-d-ete" in again.output
    assert len(catalogue.read(tiny.documents / "catalogue.yaml")) == 1


def test_a_document_of_the_catalogue_that_was_missing_takes_its_place(tiny: Tiny) -> None:
    (tiny.library / "rapport.pdf").unlink()
    moved = pdf.write(tiny.root / "bureau" / "rapport.pdf", [prose("le rapport retrouvé")])
    done = tiny.run("add", str(moved))
    assert done.exit_code == 0
    assert (tiny.documents / "rapport.pdf").exists()
    assert not (tiny.documents / "catalogue.yaml").exists()
    assert Store.current(tiny.settings().index).passages_on("rapport", "1")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.pdf", b"%PDF-1.7 abc", "incomplet"),
        ("a.docx", b"PK", "type de fichier non pris en charge"),
        ("a.txt", b"", "vide"),
        ("a.jsonl", b"{", "ligne 1"),
    ],
)
def test_a_document_that_cannot_be_read_is_refused_and_nothing_written(
    tiny: Tiny, name: str, content: bytes, said: str
) -> None:
    path = tiny.root / name
    path.write_bytes(content)
    done = tiny.run("add", str(path))
    assert done.exit_code == 1
    assert said in done.output
    assert [path.name for path in tiny.documents.iterdir() if path.name != ".lock"] == []


def test_a_damaged_catalogue_of_documents_is_not_made_worse(tiny: Tiny) -> None:
    kept = tiny.documents / "catalogue.yaml"
    kept.write_text("- id: seul\n", encoding="utf-8")
    done = tiny.run("add", str(charter(tiny)))
    assert done.exit_code == 1
    assert "catalogue.yaml" in done.output
    assert kept.read_text(encoding="utf-8") == "- id: seul\n"


def test_status_before_any_index_ends_with_1(tiny: Tiny) -> None:
    done = tiny.run("status")
    assert done.exit_code == 1
    assert "Aucun index" in done.output
    assert not tiny.settings().index.exists()


def test_status_tells_versions_and_that_all_is_up_to_date(tiny: Tiny) -> None:
    tiny.run("--quiet")
    done = tiny.run("status")
    assert done.exit_code == 0
    for said in ("À jour.", "chromadb", "embedded", "format", "indexé"):
        assert said in done.output


def test_status_tells_what_changed_and_builds_nothing(tiny: Tiny) -> None:
    tiny.run("--quiet")
    before = Store.current(tiny.settings().index).folder
    (tiny.library / "notes.md").write_text("\n".join(prose("autre")), encoding="utf-8")
    (tiny.library / "rapport.pdf").unlink()
    pdf.write(tiny.documents / "oublié.pdf", [prose("oublié")])
    done = tiny.run("status")
    assert done.exit_code == 3
    for said in ("les documents ont changé", "manquant", "Le fichier a changé", "oublié.pdf"):
        assert said in done.output
    assert Store.current(tiny.settings().index).folder == before


def test_status_tells_fiches_that_changed(tiny: Tiny) -> None:
    tiny.run("--quiet")
    path = tiny.corpus / "knowledge" / "freins" / "accessibilite.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "\n# relu\n", encoding="utf-8")
    assert "les fiches ont changé" in tiny.run("status").output


def test_check_reads_all_without_an_index(tiny: Tiny) -> None:
    done = tiny.run("check")
    assert done.exit_code == 0
    assert "tous à leur place" in done.output
    assert not tiny.settings().index.exists()


def test_check_ends_with_3_when_a_document_cannot_be_read(tiny: Tiny) -> None:
    pdf.scanned(tiny.library / "rapport.pdf")
    done = tiny.run("check")
    assert done.exit_code == 3
    assert "sans-texte" in done.output
    assert "ocrmypdf" in done.output


def test_check_finds_a_passage_out_of_place_in_the_index(tiny: Tiny) -> None:
    tiny.run("--quiet")
    folder = Store.current(tiny.settings().index).folder
    rows = json.loads((folder / "passages.json").read_text(encoding="utf-8"))
    rows[0]["start"] = 1 - rows[0]["start"]
    (folder / "passages.json").write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    done = tiny.run("check")
    assert done.exit_code == 3
    assert "pas à sa place" in done.output
