"""A tiny corpus in a folder of its own: a report, notes, articles, a few fiches copied from the repository."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from advisor import settings
from advisor.knowledge import catalogue, loader
from advisor.retrieval.store import Store
from advisor.settings import ROOT, Settings
from ingest.__main__ import main
from ingest.build import build
from ingest.locate import Located, locate
from ingest.read import Corpus, read_corpus
from tests.ingest import pdf, tiny_models

LIBRARY = ROOT.parent / "shared" / "library"
FICHES = ("degres/consulter", "freins/accessibilite", "concepts/crise-confiance")
OBLIGATIONS = 2


@dataclass(frozen=True)
class Tiny:
    """The corpus, and a library of full texts apart."""

    root: Path

    @property
    def corpus(self) -> Path:
        return self.root / "corpus"

    @property
    def library(self) -> Path:
        return self.root / "library"

    @property
    def documents(self) -> Path:
        return self.corpus / "documents"

    def settings(self) -> Settings:
        return settings.read()

    def located(self) -> list[Located]:
        read = self.settings()
        return locate(catalogue.whole(read.corpus, read.documents), [read.documents, *read.library])

    def build(self) -> Store:
        read = self.settings()
        return build(self.located(), loader.load(read.knowledge), read, lambda _what, _share: None)

    def run(self, *arguments: str) -> Result:
        return CliRunner().invoke(main, list(arguments))


def sources() -> list[dict[str, object]]:
    """The catalogue: a report and articles that are there, notes that are there, a charter that is not."""
    common = {"author": "Autrice", "date": "2024", "licence": "libre", "address": "https://exemple.fr/page"}
    return [
        {"id": "rapport", "title": "Le rapport", "short": "Le rapport", **common, "kind": "pdf"}
        | {"files": ["rapport.pdf"]},
        {"id": "notes", "title": "Les notes", "short": "Les notes", **common, "kind": "markdown"}
        | {"files": ["notes.md"]},
        {"id": "textes", "title": "Les articles", "short": "Les articles", **common, "kind": "articles"}
        | {"files": ["textes.jsonl"]},
    ]


def prose(subject: str, count: int = 12) -> list[str]:
    """Lines of a page: sentences of about fifteen words, no two alike."""
    return [
        f"Phrase {rank} sur {subject} : les habitants du canton donnent leur avis avant le choix numéro {rank}."
        for rank in range(1, count + 1)
    ]


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tiny:
    """A corpus small enough to be indexed in about a second."""
    found = Tiny(tmp_path)
    (found.corpus / "documents").mkdir(parents=True)
    (found.corpus / "sources.yaml").write_text(yaml.safe_dump(sources(), allow_unicode=True), encoding="utf-8")
    for name in (
        "codes.yaml",
        "thesaurus.yaml",
        "synonymes.yaml",
        "poids-droit.yaml",
        "poids-recherche.yaml",
        "poids-reponse.yaml",
    ):
        shutil.copy(ROOT / "corpus" / name, found.corpus / name)
    _copy_fiches(found.corpus / "knowledge")
    _copy_training(found.corpus / "training")
    pdf.write(found.library / "rapport.pdf", [[pdf.h1("Accueil"), *prose("accueil")], [*prose("guichet"), "2"]])
    (found.library / "notes.md").write_text("# Notes\n\n" + "\n".join(prose("notes")), encoding="utf-8")
    article = {"code": "Code des essais", "article": "L1", "text": "Le maire consulte les habitants.", "origin": ""}
    (found.library / "textes.jsonl").write_text(json.dumps(article), encoding="utf-8")
    monkeypatch.setenv("ADVISOR_CORPUS", str(found.corpus))
    monkeypatch.setenv("ADVISOR_LIBRARY", str(found.library))
    return found


def _copy_fiches(folder: Path) -> None:
    shipped = ROOT / "corpus" / "knowledge"
    shutil.copytree(shipped / "faits", folder / "faits")
    obligations = sorted((shipped / "obligations").rglob("*.yaml"))[:OBLIGATIONS]
    for path in [*(shipped / f"{name}.yaml" for name in FICHES), *obligations]:
        target = folder / path.relative_to(shipped)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)


def _copy_training(folder: Path) -> None:
    """A few examples of each label of each training file."""
    folder.mkdir()
    for name, label in (
        ("projets.yaml", "situation"),
        ("droit.yaml", "frame"),
        ("hors-droit.yaml", ""),
        ("hors-corpus.yaml", "genre"),
        ("reponses.yaml", "source"),
        ("actes.yaml", "acte"),
    ):
        rows = yaml.safe_load((ROOT / "corpus" / "training" / name).read_text(encoding="utf-8"))
        by_label: dict[object, list[object]] = {}
        for row in rows:
            by_label.setdefault((row.get(label), bool(row.get("fiches"))), []).append(row)
        kept = [row for found in by_label.values() for row in found[:3]]
        (folder / name).write_text(yaml.safe_dump(kept, allow_unicode=True), encoding="utf-8")


@pytest.fixture(scope="session")
def library() -> Corpus:
    """The shared library as read, not indexed."""
    if not LIBRARY.is_dir():
        pytest.skip(f"les textes intégraux ne sont pas là ({LIBRARY})")
    shipped = catalogue.read(ROOT / "corpus" / "sources.yaml")
    return read_corpus(locate(shipped, [LIBRARY]), lambda _what, _share: None)


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bi-encoder made on the spot; not to be changed."""
    pytest.importorskip("sentence_transformers")
    return tiny_models.bi_encoder(tmp_path_factory.mktemp("model"))


@pytest.fixture(scope="session")
def cross_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cross-encoder made on the spot; not to be changed."""
    pytest.importorskip("sentence_transformers")
    return tiny_models.cross_encoder(tmp_path_factory.mktemp("cross"))


@pytest.fixture
def read_pdf(tmp_path: Path) -> Callable[..., Corpus]:
    """Reads a PDF made of the given pages, as a source named « essai »."""
    from advisor.domain.source import SourceInfo

    def read(pages: list[pdf.Page], size: tuple[int, int] = pdf.A4) -> Corpus:
        path = pdf.write(tmp_path / "essai.pdf", pages, size)
        source = SourceInfo(
            id="essai",
            title="Essai",
            short="Essai",
            author="",
            date="",
            licence="",
            address="",
            kind="pdf",
            files=(path.name,),
        )
        return read_corpus([Located(source, path, "")], lambda _what, _share: None)

    return read
