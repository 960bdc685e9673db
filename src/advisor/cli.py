"""The command line: `advisor ask`, `search`, `schema`, `knowledge`, `evaluate`."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
from pydantic import TypeAdapter

from advisor import __version__, wiring
from advisor.domain.answer import Answer, SearchResult
from advisor.errors import AdvisorError, QuestionRefused
from advisor.printing import readable, readable_search
from advisor.service import Advisor
from advisor.settings import read


class _Group(click.Group):
    """A group whose foreseen errors end as one line on stderr, and exit code 1."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except AdvisorError as error:
            raise click.ClickException(str(error)) from error


@click.group(cls=_Group)
@click.version_option(__version__, prog_name="advisor")
def main() -> None:
    """Cited advice on the place of users in a local public project."""


def as_json(value: Any) -> str:
    """A dataclass as one line of JSON, keys in the order of the schema."""
    return json.dumps(dataclasses.asdict(value), ensure_ascii=False)


@main.command()
@click.argument("question", required=False)
@click.option("--json", "whole", is_flag=True, help="Print the whole answer object as JSON.")
@click.option("--jsonl", "lines", is_flag=True, help='Answer {"id", "question"} lines from stdin, one JSON line each.')
def ask(question: str | None, whole: bool, lines: bool) -> None:
    r"""Answer a described project, a question of law or a question about the sources.

    \b
    advisor ask "On refait l'accueil de la maison du Département, rien n'est arrêté"
    advisor ask --json "quelle loi impose une concertation pour une ZAC ?"
    advisor ask --jsonl < questions.jsonl > answers.jsonl
    """
    advisor = wiring.ready(read())
    if lines:
        _answer_lines(lambda text, identifier: advisor.ask(text, identifier=identifier))
        return
    if not question:
        raise click.UsageError("Écrivez votre question entre guillemets, ou donnez --jsonl.")
    answer = advisor.ask(question)
    click.echo(as_json(answer) if whole else readable(answer))


@main.command()
@click.argument("question", required=False)
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1, 100), help="How many passages.")
@click.option("--json", "whole", is_flag=True, help="Print the result as JSON.")
@click.option("--jsonl", "lines", is_flag=True, help='Search {"id", "question"} lines from stdin, one JSON line each.')
def search(question: str | None, limit: int, whole: bool, lines: bool) -> None:
    r"""Find the passages for a question, best first.

    \b
    advisor search "usagers professionnels"
    advisor search --jsonl < questions.jsonl > passages.jsonl
    """
    advisor = wiring.ready(read())
    if lines:
        _answer_lines(lambda text, identifier: advisor.search(text, limit, identifier))
        return
    if not question:
        raise click.UsageError("Écrivez votre question entre guillemets, ou donnez --jsonl.")
    result = advisor.search(question, limit)
    click.echo(as_json(result) if whole else readable_search(result))


def _answer_lines(answer: Callable[[str, str], Any]) -> None:
    for line in sys.stdin:
        if line.strip():
            click.echo(_answered(line, answer))
            sys.stdout.flush()


def _answered(line: str, answer: Callable[[str, str], Any]) -> str:
    identifier: Any = None
    try:
        row = json.loads(line)
        identifier = row.get("id") if isinstance(row, dict) else None
        if not isinstance(row, dict) or not isinstance(row.get("question"), str):
            raise QuestionRefused("La ligne n'a pas de « question ».", 'Écrivez {"id": …, "question": "…"} par ligne.')
        result = dataclasses.asdict(answer(row["question"], str(identifier) if identifier is not None else ""))
        if identifier is not None:
            result["id"] = identifier
        return json.dumps(result, ensure_ascii=False)
    except json.JSONDecodeError as error:
        return json.dumps({"id": None, "error": f"Ligne illisible : {error.msg}."}, ensure_ascii=False)
    except AdvisorError as error:
        return json.dumps({"id": identifier, "error": str(error)}, ensure_ascii=False)
    except Exception as error:  # one bad line must not stop the others; its kind is said
        return json.dumps(
            {"id": identifier, "error": f"Échec imprévu ({type(error).__name__}) : {error}"}, ensure_ascii=False
        )


@main.command()
def schema() -> None:
    """Print the JSON schema of answers and of search results."""
    schemas = {"answer": TypeAdapter(Answer).json_schema(), "search": TypeAdapter(SearchResult).json_schema()}
    click.echo(json.dumps(schemas, ensure_ascii=False, indent=2))


@main.group()
def knowledge() -> None:
    """Check and read the knowledge base."""


@knowledge.command("check")
def knowledge_check() -> None:
    """Prove the fiches: links, facts, every anchor at its place, no sentence of a source.

    Anchors and copied runs are proved for the documents whose full text is indexed.
    """
    from advisor.knowledge import check, loader

    settings = read()
    base = loader.load(settings.knowledge)
    problems = check.structure(base)
    pages = wiring.pages(settings)
    problems += [*check.locators(base, pages), *check.figures(base, pages), *check.copied(base, pages)]
    for problem in problems:
        click.echo(f"{problem.file} (« {problem.key} ») : {problem.message}")
    sources = sorted({source for source, _ in pages})
    proved = f"{len(sources)} textes à portée" if sources else "aucun texte intégral à portée : renvois non vérifiés"
    click.echo(f"{len(base.fiches)} fiches, {len(problems)} problème(s), {proved}.")
    if problems:
        raise SystemExit(1)


@knowledge.command("show")
@click.argument("identifier")
def knowledge_show(identifier: str) -> None:
    """Print a fiche, for instance « frein.credibilite »."""
    from advisor.knowledge import loader

    fiche = loader.load(read().knowledge).fiches.get(identifier)
    if fiche is None:
        raise click.ClickException(f"Aucune fiche « {identifier} ». Les identifiants suivent les noms de fichiers.")
    click.echo(json.dumps(dataclasses.asdict(fiche), ensure_ascii=False, indent=2))


@main.command()
@click.option("--folder", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Folder of the cases.")
@click.option("--verbose", is_flag=True, help="Print every case that fails.")
def evaluate(folder: Path | None, verbose: bool) -> None:
    """Measure the product on the evaluation questions and projects, and print the figures."""
    from advisor import evaluation
    from advisor.settings import ROOT

    advisor = wiring.ready(read())
    report = evaluation.run(advisor, folder or ROOT / "tests" / "evaluation")
    for line in _report_lines(advisor, report, verbose):
        click.echo(line)


def _report_lines(advisor: Advisor, report: Any, verbose: bool) -> Iterator[str]:
    yield f"Index {advisor.parts.versions['index']} · encodeur {advisor.parts.versions['encoder']}"
    yield from report.lines(verbose)
