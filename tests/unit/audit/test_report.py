"""The report for a committee: what it says is what the desk counts, in a document one can print and hear."""

from __future__ import annotations

import io
import itertools
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from advisor.audit.desk import Desk
from advisor.audit.judging import Proposal
from advisor.audit.samples import Scope
from advisor.journal.store import Journal
from tests.unit.audit.stored import answer, put, statement

SAID = [statement("s1", "memoire", "memoire", fiche="frein.a"), statement("s2", "synthese", fiche="frein.b")]
TODAY = "2026-11-22"


@pytest.fixture
def read(desk: Desk, journal: Journal) -> Desk:
    """A desk where two readers judged a sample of three answers out of six, and one question got no answer."""
    put(journal, *(answer(f"Faut-il consulter pour le projet {rank} ?", said=SAID) for rank in range(5)))
    put(journal, answer("Quels horaires pour la piscine ?", kind="abstention"))
    drawn = desk.sample("Lectrice", 3, seed="a", readers=["Lectrice", "Lecteur"])
    for rank, number in enumerate(drawn.numbers):
        for reader in drawn.readers:
            desk.judge(number, reader, "juste" if rank else "faux", comment="" if rank else "Le degré est trop bas.")
            if desk.reading(number, reader).get("s1"):
                desk.judge(number, reader, "soutenu", statement="s1")
                desk.judge(number, reader, "soutenu" if rank else "non soutenu", statement="s2")
    desk.judge(1, "Lectrice", "juste", proposal=Proposal(fiche="frein.a", text="Dire que l'avis est consultatif."))
    return desk


def _opened(made: bytes) -> Any:
    return docx.Document(io.BytesIO(made))


def _words(document: Any) -> str:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return (
        "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)
        .replace("\u202f", " ")
        .replace("\u00a0", " ")
    )


def test_it_says_what_the_desk_counts(read: Desk) -> None:
    said = _words(_opened(read.report(TODAY)))
    whole = read.figures(Scope(basis="aléatoire")).whole
    assert "L’assistant a donné 6 réponses." in said
    assert "2 lecteurs ont jugé" in said
    assert f"{whole.advice_right.right} sur {whole.advice_right.judged}" in said
    assert f"{whole.citation_precision.right} sur {whole.citation_precision.judged}" in said
    assert "mesurées sur 3 réponses tirées au sort" in said
    assert "Le degré est trop bas." in said
    assert "Dire que l’avis est consultatif." in said
    assert "Quels horaires pour la piscine ?" in said
    assert "Frein A" in said
    assert read.journal.head()[1] in said


def test_a_seed_lets_a_committee_draw_again(read: Desk) -> None:
    (samples,) = [table for table in _opened(read.report(TODAY)).tables if "Graine" in table.rows[0].cells[-1].text]
    assert [cell.text for cell in samples.rows[1].cells][2:] == ["aléatoire", "3", "6", "Lectrice, Lecteur", "a"]


def test_figures_that_speak_only_for_what_was_read_say_so(desk: Desk, journal: Journal) -> None:
    put(journal, answer(said=SAID))
    desk.judge(1, "A", "juste")
    said = _words(_opened(desk.report(TODAY)))
    assert "Aucune réponse tirée au sort" in said
    assert "moins de 30 verdicts" in said
    assert "l’accord n’a pas pu être mesuré" in said


def test_without_any_verdict_it_gives_no_measure(desk: Desk, journal: Journal) -> None:
    put(journal, answer())
    document = _opened(desk.report(TODAY))
    assert "Aucun verdict" in _words(document)
    assert not [table for table in document.tables if "Part" in [cell.text for cell in table.rows[0].cells]]


def test_a_broken_chain_is_told_to_the_committee(read: Desk, tmp_path: Path) -> None:
    import sqlite3

    assert "La chaîne entière a été vérifiée" in _words(_opened(read.report(TODAY, verify=True)))
    with sqlite3.connect(tmp_path / "journal.db") as connection:
        triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in triggers:  # whoever alters a journal takes its guards away first
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE entries SET body = replace(body, 'projet 1', 'projet 9') WHERE number = 2")
    connection.close()
    said = _words(_opened(read.report(TODAY, verify=True)))
    assert "Journal altéré." in said
    assert "Entrée n° 2" in said


def test_it_is_a_document_for_all_to_read(read: Desk) -> None:
    document = _opened(read.report(TODAY))
    assert document.core_properties.title == "Rapport d’audit de l’assistant"
    assert document.core_properties.language == "fr-FR"
    assert document.styles["Normal"].element.rPr.find(qn("w:lang")).get(qn("w:val")) == "fr-FR"
    levels = [int(p.style.name[-1]) for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    for table in document.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
    pictures = list(document.element.body.iter(qn("wp:docPr")))
    assert pictures
    assert all(re.search(r"\d+\s%, de \d+\s% à \d+\s%", picture.get("descr")) for picture in pictures)


def test_its_typography_is_french(read: Desk) -> None:
    document = _opened(read.report(TODAY))
    every = "\n".join(paragraph.text for paragraph in document.paragraphs)
    every += "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    assert "'" not in every
    assert not re.search(r"\d %| [;?!]|« | »", every)


def test_characters_that_markup_reads_are_printed_as_they_are(desk: Desk, journal: Journal) -> None:
    put(journal, answer("Faut-il <b>consulter</b> & décider ?", said=SAID))
    desk.judge(1, "A & B", "faux", comment="Voir <ici>")
    said = _words(_opened(desk.report(TODAY, title="Audit <2026> & suites")))
    for words in ("Faut-il <b>consulter</b> & décider ?", "A & B", "Voir <ici>", "Audit <2026> & suites"):
        assert words in said


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice n'est pas installé")
def test_a_word_processor_prints_it(read: Desk, tmp_path: Path) -> None:
    from pypdf import PdfReader

    (tmp_path / "rapport.docx").write_bytes(read.report(TODAY))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), "rapport.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    pages = [page.extract_text() for page in PdfReader(tmp_path / "rapport.pdf").pages]
    assert 2 <= len(pages) <= 8
    assert "Rapport d’audit de l’assistant" in pages[0]
