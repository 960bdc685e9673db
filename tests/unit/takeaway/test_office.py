"""The documents in LibreOffice, where it is installed: they open, and every page can be read."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pypdf
import pytest

from advisor.domain.answer import Answer
from advisor.domain.degree import Degree
from advisor.takeaway import kit
from advisor.takeaway.supplies import Supplies
from tests.unit.takeaway import printed

OFFICE = shutil.which("soffice") or shutil.which("libreoffice") or ""
PAGES = {"note": 14, "fiche": 4, "contrat": 4, "trame": 7}


@pytest.mark.skipif(not OFFICE, reason="LibreOffice n'est pas installé")
def test_every_document_opens_in_libreoffice(
    tmp_path: Path, answers: Mapping[Degree, Answer], supplies: Supplies
) -> None:
    for degree, answer in answers.items():
        for item in kit.offered(answer, supplies):
            if item.name in PAGES:
                (tmp_path / f"{item.name}_{degree.value}.docx").write_bytes(item.build())
    profile = f"-env:UserInstallation=file://{tmp_path / 'profil'}"
    files = [str(path) for path in sorted(tmp_path.glob("*.docx"))]
    command = [OFFICE, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *files]
    subprocess.run(command, check=True, timeout=300, capture_output=True)
    for path in files:
        read = pypdf.PdfReader(Path(path).with_suffix(".pdf"))
        name = Path(path).name.split("_", maxsplit=1)[0]
        assert len(read.pages) <= PAGES[name], path
        pages = [printed.plain(page.extract_text()) for page in read.pages]
        assert all(len(page) > 40 for page in pages), path
        assert read.metadata is not None
        assert read.metadata.title
