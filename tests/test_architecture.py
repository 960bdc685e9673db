"""Who may import whom: the arrows of the design, read in the syntax of every file.

The table says, for each part of the product, which other parts it may import. A part that is not in
the table fails: adding one is a decision to write here.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from advisor.settings import ROOT

BASE = {"text", "articles", "errors", "ngrams", "validation", "scoring", "waits"}
CORE = {"knowledge", "retrieval", "understanding", "decision", "law", "answering", "journal", "legifrance"}
ALLOWED: dict[str, set[str]] = {
    "": set(),  # advisor/__init__.py
    "domain": {"domain"},
    "errors": set(),
    "text": {"errors"},
    "articles": {"errors", "text"},
    "ngrams": set(),
    "french": set(),
    "labels": {"domain", "french"},
    "printed": {"french"},
    "validation": {"errors"},
    "scoring": set(),
    "waits": set(),
    "chat": {"chat", "settings", "model_settings", *BASE},
    "finding": {"domain", *BASE, "retrieval", "answering"},
    "settings": {"errors", "model_settings"},
    "model_settings": {"errors"},
    **{part: {part, "domain", *BASE} for part in CORE},
    "counsel": {"domain", *BASE, "law", "retrieval", "understanding", "answering"},
    "means": {"domain", "law"},
    "commitments": {"means", "domain", "law", "answering", "retrieval"},
    "lawdesk": {"means", "commitments", "domain", *BASE, "counsel", "law", "answering", "retrieval", "understanding"},
    "takeaway": {"takeaway", "domain", "errors", "french", "labels", "printed", "answering", "service"},
    "export_commands": {"wiring", "recording", "service", "settings", "takeaway", "domain", "errors", "journal"},
    "audit": {
        "audit",
        "domain",
        *BASE,
        "french",
        "printed",
        "journal",
        "knowledge",
        "retrieval",
        "service",
        "dialogue",
    },
    "keeping": {"", "audit", "settings", "domain", "journal", "knowledge", "legifrance", "retrieval"},
    "reopening": {"keeping", "wiring", "audit", "journal", "service", "settings", "errors", "retrieval"},
    "proposing": {"domain", "answering", "understanding"},
    "widening": {"finding", "domain", "answering"},
    "assisting": {"assisting", "chat", "prompting", "settings", "model_settings", "domain", *BASE},
    "weighing": {"widening", "finding", "means", "domain", *BASE, "answering", "retrieval", "understanding"},
    "figures": {"figures", "domain", "french"},
    "planning": {"planning", "domain", *BASE, "french", "decision", "law", "answering"},
    "lawbook": {"means", "domain", *BASE, "law", "answering", "retrieval", "understanding"},
    "service": {
        "",
        "counsel",
        "finding",
        "weighing",
        "widening",
        "proposing",
        "lawdesk",
        "means",
        "lawbook",
        "planning",
        "commitments",
        "domain",
        *BASE,
        *(CORE - {"knowledge", "legifrance"}),
    },
    "dialogue": {"dialogue", "domain", *BASE, "service", "understanding", "answering", "decision", "law"},
    "candidates": {"domain"},
    "aiding": {"assisting", "service", "privacy", "model_settings", "domain"},
    "recording": {
        "aiding",
        "candidates",
        "assisting",
        "service",
        "dialogue",
        "journal",
        "privacy",
        "domain",
        "errors",
        "text",
        "writing",
    },
    "resuming": {"recording", "service", "journal", "domain", "errors"},
    "penning": {"chat", "writing", "prompting", "privacy", "retrieval", "settings", "model_settings", "errors"},
    "evaluation": {"evaluation", "domain", *BASE, "service", "dialogue", "knowledge", "privacy", "writing"},
    "printing": {"domain", *BASE},
    "privacy": {"privacy", "domain", *BASE},
    "writing": {"writing", "prompting", "chat", "domain", *BASE, "retrieval"},
    "prompting": {"prompting", "domain", *BASE, "knowledge"},
    "reach": {"domain", *BASE, "retrieval"},
    "models": {"settings", "errors", "retrieval"},
    "wiring": {
        "",
        "gathering",
        "wiring",
        "models",
        "assisting",
        "penning",
        "writing",
        "audit",
        "keeping",
        "counsel",
        "finding",
        "service",
        "recording",
        "privacy",
        "settings",
        "evaluation",
        "domain",
        *BASE,
        *CORE,
    },
    "workspace": {"wiring", "reopening", "audit", "journal", "recording", "retrieval", "service", "settings"},
    "ui": {
        "",
        "ui",
        "figures",
        "workspace",
        "audit",
        "journal",
        "recording",
        "resuming",
        "service",
        "takeaway",
        "domain",
        "errors",
        "french",
        "labels",
        "writing",
    },
    "cli": {
        "",
        "gathering",
        "wiring",
        "service",
        "settings",
        "domain",
        "errors",
        "knowledge",
        "evaluation",
        "printing",
        "reach",
        "law_commands",
        "model_commands",
        "local_commands",
        "export_commands",
        "journal_commands",
        "retention_commands",
        "audit_commands",
        "proof_commands",
        "chat_commands",
    },
    "chat_commands": {"wiring", "settings", "domain", "errors", "printing", "recording", "service"},
    "retention_commands": {"journal_commands", "settings", "domain", "journal", "privacy"},
    "proof_commands": {"wiring", "keeping", "reopening", "audit", "journal", "settings", "domain", "errors"},
    "audit_commands": {"wiring", "settings", "domain", "errors", "french", "audit", "journal"},
    "journal_commands": {"wiring", "settings", "domain", "errors", "journal"},
    "model_commands": {"chat", "settings"},
    "gathering": {"settings", "errors", "knowledge", "retrieval"},
    "local_commands": {"gathering", "wiring", "settings", "domain", "errors", "french", "knowledge", "retrieval"},
    "law_commands": {"wiring", "settings", "domain", "errors", "knowledge", "legifrance"},
    "app": {"wiring", "workspace", "ui", "settings", "errors"},
    "ingest": {"", "ingest", "models", "settings", "domain", *BASE, "knowledge", "retrieval", "understanding"},
}
DOMAIN_ONLY = {
    "domain",
    "errors",
    "text",
    "articles",
    "ngrams",
    "french",
    "scoring",
    "settings",
    "model_settings",
    "printing",
}
"""Parts that use the standard library alone."""
CONFINED: dict[str, tuple[str, ...]] = {
    "streamlit": ("app.py", "src/advisor/ui/"),
    "chromadb": ("src/advisor/retrieval/dense.py",),
    "sentence_transformers": (
        "src/advisor/retrieval/dense.py",
        "src/advisor/retrieval/reranker.py",
        "src/advisor/writing/entailment.py",
    ),
    "torch": ("src/advisor/retrieval/dense.py", "src/advisor/retrieval/reranker.py"),
    "transformers": ("src/advisor/retrieval/model_files.py",),
    "huggingface_hub": ("src/advisor/retrieval/model_files.py",),
    "langchain": ("src/advisor/chat/",),
    "langchain_core": ("src/advisor/retrieval/hybrid.py", "src/advisor/chat/"),
    "langchain_openai": ("src/advisor/chat/",),
    "langsmith": ("src/advisor/chat/",),
    "openai": (),
    "httpx": ("src/advisor/legifrance/client.py", "src/advisor/chat/"),
    "jsonschema": ("src/advisor/chat/",),
    "tenacity": ("src/advisor/legifrance/client.py",),
    "pypdf": ("ingest/extract.py",),
    "sklearn": (
        "src/advisor/retrieval/dense.py",
        "src/advisor/understanding/",
        "src/advisor/audit/themes.py",
    ),
    "PIL": ("src/advisor/printed.py",),
    "docx": ("src/advisor/printed.py", "src/advisor/takeaway/"),
    "icalendar": ("src/advisor/takeaway/diary.py",),
    "pptx": ("src/advisor/figures/slide.py",),
    "resvg_py": ("src/advisor/figures/picture.py",),
    "joblib": ("src/advisor/retrieval/dense.py", "src/advisor/understanding/"),
    "bm25s": ("src/advisor/retrieval/lexical.py",),
    "Stemmer": ("src/advisor/retrieval/analysis.py",),
    "yaml": ("src/advisor/knowledge/", "src/advisor/audit/regression.py", "ingest/"),
    "sqlite3": ("src/advisor/journal/",),
    "sqlalchemy": ("src/advisor/journal/",),
    "alembic": ("src/advisor/journal/",),
    "psycopg": ("src/advisor/journal/",),
}
LAZY = {
    "torch",
    "sentence_transformers",
    "transformers",
    "huggingface_hub",
    "chromadb",
    "sklearn",
    "joblib",
    "docx",
    "pptx",
    "resvg_py",
    "icalendar",
    "PIL",
    "psycopg",
    "langchain",
    "langchain_openai",
    "langsmith",
    "jsonschema",
}
"""Slow to load: only inside the functions that use them."""

FILES = sorted(
    path
    for path in (*(ROOT / "src" / "advisor").rglob("*.py"), *(ROOT / "ingest").rglob("*.py"), ROOT / "app.py")
    if path.exists()
)


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _part(path: Path) -> str:
    """The part a file is of: a package or module of advisor, `ingest` or `app`."""
    found = path.relative_to(ROOT).with_suffix("").parts
    if found[0] != "src":
        return found[0]
    return "" if found[2] == "__init__" else found[2]


def _imported(path: Path) -> Iterator[tuple[str, int, bool]]:
    """Dotted names imported by a file, with their line and whether loading the file loads them."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inner = {
        id(node)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno, id(node) not in inner
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{_name(path)}:{node.lineno} : import relatif"
            for alias in node.names:
                yield f"{node.module}.{alias.name}", node.lineno, id(node) not in inner


def _target(imported: str) -> str | None:
    """The part an import reaches, None when it is outside the product."""
    names = imported.split(".")
    if names[0] in {"ingest", "app"}:
        return names[0]
    if names[0] != "advisor":
        return None
    inside = ROOT / "src" / "advisor"
    exists = len(names) > 1 and ((inside / names[1]).is_dir() or (inside / f"{names[1]}.py").exists())
    return names[1] if exists else ""


@pytest.mark.parametrize("path", FILES, ids=_name)
def test_a_file_imports_only_the_parts_it_may(path: Path) -> None:
    allowed = ALLOWED[_part(path)]
    wrong = [
        f"{_name(path)}:{line} importe {imported}"
        for imported, line, _ in _imported(path)
        if (target := _target(imported)) is not None and target not in allowed
    ]
    assert wrong == []


@pytest.mark.parametrize("path", [path for path in FILES if _part(path) in DOMAIN_ONLY], ids=_name)
def test_the_domain_and_its_words_use_the_standard_library_alone(path: Path) -> None:
    outside = [
        f"{_name(path)}:{line} importe {imported}"
        for imported, line, _ in _imported(path)
        if _target(imported) is None and imported.split(".")[0] not in sys.stdlib_module_names
    ]
    assert outside == []


@pytest.mark.parametrize("library", CONFINED)
def test_a_library_stays_where_it_is_confined(library: str) -> None:
    wrong = [
        f"{_name(path)}:{line} importe {imported}"
        for path in FILES
        if not _name(path).startswith(CONFINED[library])
        for imported, line, _ in _imported(path)
        if imported.split(".")[0] == library
    ]
    assert wrong == []


def test_no_other_langchain_package_is_used() -> None:
    found = {imported.split(".")[0] for path in FILES for imported, _, _ in _imported(path)}
    assert {name for name in found if name.startswith("langchain")} <= set(CONFINED)


@pytest.mark.parametrize("library", sorted(LAZY))
def test_a_slow_library_is_loaded_only_on_use(library: str) -> None:
    wrong = [
        f"{_name(path)}:{line} charge {imported}"
        for path in FILES
        for imported, line, at_load in _imported(path)
        if at_load and imported.split(".")[0] == library
    ]
    assert wrong == []


def test_decision_and_law_read_no_clock_chance_or_network() -> None:
    # `domain/schedule.py` holds dates as values; what day it is, nothing there asks.
    forbidden = {"datetime", "time", "random", "secrets", "socket", "urllib", "os", "subprocess"}
    wrong = [
        f"{_name(path)}:{line} importe {imported}"
        for path in FILES
        if _part(path) in {"decision", "domain"} or _name(path) == "src/advisor/law/engine.py"
        if _name(path) != "src/advisor/domain/schedule.py"
        for imported, line, _ in _imported(path)
        if imported.split(".")[0] in forbidden
    ]
    assert wrong == []


def test_only_settings_read_the_environment() -> None:
    wrong = [
        f"{_name(path)}:{node.lineno}"
        for path in FILES
        if _part(path) != "settings"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in {"getenv", "environ"}
    ]
    assert [place for place in wrong if not place.startswith("src/advisor/wiring.py")] == []


def test_the_files_of_the_product_are_found() -> None:
    assert {"src/advisor/service.py", "src/advisor/domain/answer.py", "ingest/build.py"} <= {
        _name(path) for path in FILES
    }
