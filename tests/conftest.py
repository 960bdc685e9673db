"""What every test shares: an isolated environment, the repository's knowledge, the service built once.

Sockets are closed by pytest-socket (see pyproject.toml). Hypothesis draws the same examples at every
run; `HYPOTHESIS_PROFILE=explore` draws new ones, and many more.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from advisor import settings, wiring
from advisor.domain.source import Page
from advisor.knowledge import catalogue, loader
from advisor.knowledge.loader import Knowledge
from advisor.service import Advisor
from advisor.settings import ROOT, Settings
from advisor.understanding.reader import ProfileReader

TODAY = "2026-11-22"
LIBRARY = ROOT.parent / "shared" / "library"

hypothesis.settings.register_profile(
    "suite", max_examples=60, deadline=None, derandomize=True, database=None, print_blob=True
)
hypothesis.settings.register_profile("explore", max_examples=1500, deadline=None, print_blob=True)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks `library` every test that needs the full documents."""
    for item in items:
        if {"advisor_full", "full_pages"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.library)


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of the machine reaches a test; answers are given at a fixed date, into a folder of its own."""
    for name in [name for name in os.environ if name.startswith("ADVISOR_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("ADVISOR_TODAY", TODAY)
    monkeypatch.setenv("ADVISOR_DATA", str(tmp_path / "var"))


class Base(Knowledge):
    """A knowledge base that failing tests print by its fingerprint, not whole."""

    def __repr__(self) -> str:
        return f"Knowledge({self.fingerprint})"

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:  # what Hypothesis asks for
        printer.text(repr(self))


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """The repository's own knowledge base."""
    read = loader.load([ROOT / "corpus" / "knowledge"])
    return Base(read.fiches, read.facts, read.files, read.fingerprint)


@pytest.fixture(scope="session")
def reader(knowledge: Knowledge) -> ProfileReader:
    """The reader of phrases and measures, without the model that reads a text as a whole."""
    return ProfileReader(list(knowledge.facts.values()))


@pytest.fixture(scope="session")
def small_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of the service built on the knowledge base alone."""
    return _built(tmp_path_factory.mktemp("small"), None)


@pytest.fixture(scope="session")
def advisor_small(small_settings: Settings) -> Advisor:
    """The whole service on the knowledge base alone, without any full text."""
    return wiring.build(small_settings)


@pytest.fixture(scope="session")
def full_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of the service built with the full texts of the shared library."""
    if not LIBRARY.is_dir():
        pytest.skip(f"les textes intégraux ne sont pas là ({LIBRARY})")
    return _built(tmp_path_factory.mktemp("full"), LIBRARY)


@pytest.fixture(scope="session")
def advisor_full(full_settings: Settings) -> Advisor:
    """The whole service with the full texts."""
    return wiring.build(full_settings)


@pytest.fixture(scope="session")
def full_pages(advisor_full: Advisor) -> Mapping[tuple[str, str], Page]:
    """The clean pages of the full texts."""
    return advisor_full.parts.texts.pages


def _built(data: Path, library: Path | None) -> Settings:
    """Settings over an index made once in a folder, from the shipped catalogue alone."""
    from ingest import build, locate

    given = {"ADVISOR_LIBRARY": str(library or ""), "ADVISOR_DATA": str(data), "ADVISOR_TODAY": TODAY}
    read = settings.read(given)
    located = locate.locate(catalogue.read(read.corpus / "sources.yaml"), read.library)
    build.build(located, loader.load(read.knowledge), read, lambda _what, _share: None)
    return read
