"""Writes the pages that follow from the code, or checks that they are fresh (`--check`).

docs/settings.md, docs/commands.md, docs/law.md, docs/answer.schema.json, the schemas of the fiches and the editor's
settings that name them, docs/coverage.md where the two documents are at hand, and the answer shown in
README.md, which is asked for real on the knowledge base alone, so that it is the same on every machine.
"""

from __future__ import annotations

import difflib
import json
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import click
from pydantic import TypeAdapter

from advisor import settings, wiring
from advisor.cli import main as command
from advisor.domain.answer import Answer, SearchResult
from advisor.domain.fiche import Obligation
from advisor.knowledge import catalogue, coverage, law_table, loader, proof, schema
from advisor.knowledge.loader import Knowledge
from advisor.printing import readable

ROOT = Path(__file__).resolve().parents[1]
QUESTION = (
    "On veut refaire l'accueil de la maison du Département avec les habitants, "
    "les plans sont validés et les travaux commencent en mars"
)
BEGIN, END = "<!-- answer: begin (docs/generate.py) -->", "<!-- answer: end -->"


def main(check: bool) -> int:
    """Writes or checks every page; returns the exit code."""
    stale = 0
    for path, content in pages():
        current = path.read_text(encoding="utf-8") if path.exists() else ""
        if current == content:
            continue
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
            print(f"écrit : {path.relative_to(ROOT)}")
            continue
        stale += 1
        print(f"{path.relative_to(ROOT)} n'est plus à jour. Lancez « make docs ».")
        print("\n".join(list(difflib.unified_diff(current.splitlines(), content.splitlines(), lineterm=""))[:20]))
    return 1 if stale else 0


def pages() -> Iterator[tuple[Path, str]]:
    """Each generated page and what it must hold."""
    yield ROOT / "docs" / "settings.md", _settings()
    yield ROOT / "docs" / "commands.md", _commands()
    schemas = {"answer": TypeAdapter(Answer).json_schema(), "search": TypeAdapter(SearchResult).json_schema()}
    yield ROOT / "docs" / "answer.schema.json", _json(schemas)
    knowledge = loader.load([ROOT / "corpus" / "knowledge"])
    for name, content in schema.schemas(knowledge).items():
        yield ROOT / "corpus" / "schemas" / name, _json(content)
    yield ROOT / ".vscode" / "settings.json", _json({"yaml.schemas": schema.associations()})
    yield ROOT / "docs" / "law.md", _law(knowledge)
    coverage_page = _coverage(knowledge)
    if coverage_page:
        yield ROOT / "docs" / "coverage.md", coverage_page
    readme = ROOT / "README.md"
    block = f"{BEGIN}\n```text\n{_answer()}\n```\n{END}"
    yield (
        readme,
        re.sub(
            f"{re.escape(BEGIN)}.*?{re.escape(END)}", lambda _: block, readme.read_text(encoding="utf-8"), flags=re.S
        ),
    )


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _coverage(knowledge: Knowledge) -> str:
    """What the fiches cite of the two documents; empty when one of them is not at hand."""
    read = settings.read()
    texts = wiring.texts(read)
    passages = list(texts.passages.values())
    holes = coverage.holes(ROOT / "corpus" / coverage.EXPLAINED)
    titles = {source.id: source.title for source in catalogue.read(ROOT / "corpus" / "sources.yaml")}
    lines = [
        "# Ce que les fiches citent des deux documents",
        "",
        "Page écrite par `docs/generate.py` quand les deux documents sont à portée ; ne pas la modifier à la main.",
        "Une section citée par aucune fiche fait échouer `advisor knowledge check`, sauf raison donnée dans",
        "`corpus/lacunes.yaml`. Une section compte avec celles qu'elle contient.",
    ]
    for source in proof.READ_WHOLE:
        found = coverage.sections(knowledge, source, texts.pages, passages, holes)
        if not found:
            print(f"docs/coverage.md non vérifié : « {source} » n'est pas à portée.")
            return ""
        whole = [section for section in found if len(section.path) == 1]
        cited, total = sum(section.cited for section in whole), sum(section.passages for section in whole)
        lines += ["", f"## {titles[source]}", "", f"{cited} passages cités sur {total}.", ""]
        lines += coverage.table(found)
    return "\n".join(lines) + "\n"


def _law(knowledge: Knowledge) -> str:
    rules = knowledge.of(Obligation)
    articles = {(reference.code, reference.article) for rule in rules for reference in rule.references}
    lines = [
        "# Le droit : chaque règle, ses articles, la version lue",
        "",
        "Page écrite par `docs/generate.py` ; ne pas la modifier à la main. `advisor law status` dit ce qui est",
        "ancien, ce qui repose sur nos notes et ce qui diffère entre les sources ; `advisor law refresh` compare à",
        "Légifrance.",
        "",
        f"{len(rules)} règles, {len(articles)} articles. La date est celle des données lues, la confiance celle de la",
        "lecture : haute (texte de 2026, ou recoupé), moyenne (2023, ou changement annoncé), basse (2015 à 2017).",
        "",
        *law_table.lines(rules),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _settings() -> str:
    rows = [f"| `ADVISOR_{name.upper()}` | {text} |" for name, text in settings.DESCRIPTIONS.items()]
    head = [
        "# Réglages",
        "",
        "Page écrite par `docs/generate.py` ; ne pas la modifier à la main.",
        "",
        "| variable | rôle |",
        "| --- | --- |",
    ]
    return "\n".join([*head, *rows]) + "\n"


def _commands() -> str:
    parts = ["# Commandes", "", "Page écrite par `docs/generate.py` ; ne pas la modifier à la main."]
    for path, item in _walk(command, "advisor"):
        context = click.Context(item, info_name=path)
        parts += ["", f"## {path}", "", "```text", item.get_help(context), "```"]
    return "\n".join(parts) + "\n"


def _walk(item: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    yield path, item
    if isinstance(item, click.Group):
        for name in sorted(item.commands):
            yield from _walk(item.commands[name], f"{path} {name}")


def _answer() -> str:
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(
            {"ADVISOR_DATA": folder, "ADVISOR_LIBRARY": "", "ADVISOR_TODAY": "2026-11-22", "ADVISOR_LOCAL": ""}
        )
        answer = wiring.ready(settings.read()).ask(QUESTION)
    if answer.recommendation is None:
        raise SystemExit("la question du README n'a pas de conseil")
    keep = {*answer.recommendation.reasons[:2], *answer.recommendation.why_not_more[:1]}
    keep |= {alert.statement for alert in answer.recommendation.alerts}
    keep |= {identifier for card in (*answer.pitfalls[:1], *answer.levers[:2]) for identifier in card.statements}
    statements = tuple(statement for statement in answer.statements if statement.id in keep)
    cited = {citation for statement in statements for citation in statement.citations}
    short = replace(
        answer,
        recommendation=replace(
            answer.recommendation,
            reasons=answer.recommendation.reasons[:2],
            why_not_more=answer.recommendation.why_not_more[:1],
            why_not_less=(),
            counterfactuals=answer.recommendation.counterfactuals[:1],
        ),
        pitfalls=answer.pitfalls[:1],
        levers=answer.levers[:2],
        practices=(),
        obligations=(),
        calendar=None,
        profile=answer.profile[:4],
        statements=statements,
        citations=tuple(citation for citation in answer.citations if citation.id in cited),
    )
    return readable(short)


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
