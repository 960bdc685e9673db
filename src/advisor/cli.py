"""The command line: `advisor ask`, `chat`, `search`, `export`, `law`, `local`, `model`, `journal`, `audit`, …."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
from pydantic import TypeAdapter

from advisor import __version__, chat_commands, gathering, proof_commands, retention_commands, wiring
from advisor.audit_commands import audit
from advisor.domain.answer import Answer, SearchResult
from advisor.errors import AdvisorError, QuestionRefused
from advisor.export_commands import export
from advisor.journal_commands import journal
from advisor.law_commands import law
from advisor.local_commands import local_
from advisor.model_commands import model
from advisor.printing import readable_search
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
@click.option("--embedded", is_flag=True, help="Ask no model to phrase the answer, even when one is set.")
def ask(question: str | None, whole: bool, lines: bool, embedded: bool) -> None:
    r"""Answer a described project, a question of law or a question about the sources.

    \b
    advisor ask "On refait l'accueil de la maison du Département, rien n'est arrêté"
    advisor ask --json "quelle loi impose une concertation pour une ZAC ?"
    advisor ask --jsonl < questions.jsonl > answers.jsonl
    A line may hold "conversation": the messages before its question.
    """
    settings = read()
    recorder = wiring.recorder(settings, wiring.ready(settings))
    if lines:
        _answer_lines(lambda row, identifier: chat_commands.answered(recorder, row, identifier, embedded))
        _tell(recorder.advisor)
        return
    if not question:
        raise click.UsageError("Écrivez votre question entre guillemets, ou donnez --jsonl.")
    if whole:
        click.echo(as_json(chat_commands.answered(recorder, {"question": question}, embedded=embedded)))
    else:
        chat_commands.Talk(recorder, embedded=embedded).read_out(question)
    _tell(recorder.advisor)


@main.command()
@click.argument("question", required=False)
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1, 100), help="How many passages.")
@click.option("--json", "whole", is_flag=True, help="Print the result as JSON.")
@click.option("--jsonl", "lines", is_flag=True, help='Search {"id", "question"} lines from stdin, one JSON line each.')
@click.option("--explain", is_flag=True, help="Say what each part of the score saw, and what else was searched.")
def search(question: str | None, limit: int, whole: bool, lines: bool, explain: bool) -> None:
    r"""Find the passages for a question, best first.

    \b
    advisor search "usagers professionnels"
    advisor search --explain "les gens qui ne viennent jamais"
    advisor search --jsonl < questions.jsonl > passages.jsonl
    """
    advisor = wiring.ready(read())
    if lines:
        _answer_lines(lambda row, identifier: advisor.search(row["question"], limit, identifier))
        _tell(advisor)
        return
    if not question:
        raise click.UsageError("Écrivez votre question entre guillemets, ou donnez --jsonl.")
    result = advisor.search(question, limit)
    if explain and not whole:
        click.echo(f"Cherché aussi : {', '.join(advisor.parts.retriever.expanded(question)) or 'rien'}.")
    click.echo(as_json(result) if whole else readable_search(result, explain))
    _tell(advisor)


def _tell(advisor: Advisor) -> None:
    """Says on stderr what is missing or failed, a model that is not there for one."""
    for notice in advisor.notices:
        click.echo(notice, err=True)


def _answer_lines(answer: Callable[[dict[str, Any], str], Any]) -> None:
    for line in sys.stdin:
        if line.strip():
            click.echo(_answered(line, answer))
            sys.stdout.flush()


def _answered(line: str, answer: Callable[[dict[str, Any], str], Any]) -> str:
    identifier: Any = None
    try:
        row = json.loads(line)
        identifier = row.get("id") if isinstance(row, dict) else None
        if not isinstance(row, dict) or not isinstance(row.get("question"), str):
            raise QuestionRefused("La ligne n'a pas de « question ».", 'Écrivez {"id": …, "question": "…"} par ligne.')
        result = dataclasses.asdict(answer(row, str(identifier) if identifier is not None else ""))
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


main.add_command(export)
main.add_command(chat_commands.chat)
main.add_command(law)
main.add_command(model)
main.add_command(local_)
main.add_command(journal)
for command in proof_commands.COMMANDS:
    audit.add_command(command)
main.add_command(audit)
for command in retention_commands.COMMANDS:
    journal.add_command(command)
main.add_command(proof_commands.impact_)


@main.group()
def knowledge() -> None:
    """Check and read the knowledge base."""


@knowledge.command("check")
def knowledge_check() -> None:
    """Prove the fiches: keys, links, facts, spelling, every anchor and figure at its place, no hole, no copy.

    Anchors, figures, copied runs and coverage are proved for the documents whose full text is indexed.
    """
    from advisor.knowledge import loader, proof

    settings = read()
    base = loader.load(settings.knowledge, drafts=True)
    texts = wiring.texts(settings)
    problems = proof.problems(base, settings.corpus, texts.pages, list(texts.passages.values()))
    for problem in problems:
        click.echo(str(problem))
    sources = sorted({source for source, _ in texts.pages})
    proved = f"{len(sources)} textes à portée" if sources else "aucun texte intégral à portée : renvois non vérifiés"
    click.echo(f"{len(base.fiches)} fiches, {len(problems)} problème(s), {proved}.")
    if settings.local:
        click.echo("Les fiches de votre collectivité ont leur propre vérification : advisor local check")
    if problems:
        raise SystemExit(1)


@knowledge.command("reach")
def knowledge_reach() -> None:
    """Prove that each fiche is found by a question that was kept out of the index."""
    from advisor import reach
    from advisor.knowledge import asked, loader

    settings = read()
    put = asked.of_fiches(settings.corpus / asked.FOLDER)
    found = reach.measure(loader.load(settings.knowledge).fiches.values(), wiring.thesaurus(settings), put)
    lost = [item.fiche for item in found if not item.reached]
    ranks = [rank for item in found for rank in item.ranks]
    for identifier in lost:
        click.echo(f"{identifier} : aucune de ses questions mises de côté ne la trouve. Ajoutez des mots courants.")
    first, three = (sum(0 < rank <= most for rank in ranks) / max(1, len(ranks)) for most in (1, 3))
    click.echo(
        f"{len(found)} fiches, {len(lost)} hors d'atteinte. {len(ranks)} questions mises de côté : la bonne fiche"
    )
    click.echo(f"en premier {first:.0%}, dans les trois premières {three:.0%} (par les mots seuls).")
    if lost:
        raise SystemExit(1)


@knowledge.command("show")
@click.argument("identifier")
@click.option("--json", "whole", is_flag=True, help="Print the fiche as JSON.")
def knowledge_show(identifier: str, whole: bool) -> None:
    """Print a fiche with its passages, for instance « frein.credibilite »."""
    from advisor.knowledge import describe

    base, fiche = _fiche(identifier)
    if whole:
        click.echo(json.dumps(dataclasses.asdict(fiche), ensure_ascii=False, indent=2))
        return
    for line in describe.fiche_lines(fiche, base.files[identifier]):
        click.echo(line)


@knowledge.command("links")
@click.argument("identifier")
def knowledge_links(identifier: str) -> None:
    """Print the links a fiche writes and those that lead to it, with what carries each."""
    from advisor.domain.graph import Graph
    from advisor.knowledge import describe

    base, _ = _fiche(identifier)
    for line in describe.link_lines(identifier, Graph(base.fiches.values()), base.fiches):
        click.echo(line)


@knowledge.command("new")
@click.argument("kind")
@click.argument("name")
@click.option("--local", "own", is_flag=True, help="Write in the organisation's own folder (ADVISOR_LOCAL).")
def knowledge_new(kind: str, name: str, own: bool) -> None:
    r"""Write a fiche to fill in: its keys in order, each explained. It is a draft until its state says otherwise.

    \b
    advisor knowledge new levier marche-exploratoire
    """
    from advisor.knowledge import local, template

    settings = read()
    if own and not settings.local:
        raise click.ClickException("Aucun dossier propre à l'organisation. Donnez-le par ADVISOR_LOCAL.")
    folder = local.fiches_of(settings.local[0]) if own else settings.knowledge[0]
    path = template.path_of(folder, kind, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(template.text(kind, name, settings.date()), encoding="utf-8")
    check = f"advisor {'local' if own else 'knowledge'} check"
    click.echo(f"Écrit : {path}. Remplissez la fiche, puis lancez : {check}")


def _fiche(identifier: str) -> tuple[Any, Any]:
    """The base, drafts included, and one of its fiches; the nearest ids are named when it does not exist."""
    from advisor.knowledge import describe

    base = gathering.whole(read(), drafts=True).knowledge
    if identifier not in base.fiches:
        near = ", ".join(describe.nearest(identifier, base.fiches))
        raise click.ClickException(f"Aucune fiche « {identifier} ». Les plus proches : {near}.")
    return base, base.fiches[identifier]


@main.command()
@click.option("--folder", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Folder of the cases.")
@click.option("--verbose", is_flag=True, help="Print every case that fails.")
@click.option("--json", "kept", type=click.Path(dir_okay=False, path_type=Path), help="Write the figures in a file.")
@click.option(
    "--against",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Compare with the figures of such a file; exit code 1 when a measure has fallen.",
)
@click.option(
    "--writer", "pen", is_flag=True, help="Also compare embedded answers with those of the model that is set."
)
def evaluate(folder: Path | None, verbose: bool, kept: Path | None, against: Path | None, pen: bool) -> None:
    """Measure the product on the evaluation questions and projects, and print the figures."""
    from advisor import evaluation
    from advisor.settings import ROOT

    settings = read()
    advisor = wiring.ready(settings)
    cases = folder or ROOT / "tests" / "evaluation"
    report = evaluation.run(advisor, cases)
    evaluation.advised(advisor, cases, report)
    evaluation.facts_read(advisor, cases, report)
    evaluation.asked_of_law(advisor, cases, report)
    evaluation.asked_of_sources(advisor, cases, report)
    evaluation.held_dialogues(advisor, cases, report)
    alone = wiring.alone(settings)
    evaluation.read_alone(alone, cases, report)
    evaluation.asked_of_base(alone, advisor, cases, report)
    evaluation.masked(wiring.masker(settings, advisor), cases, report)
    if pen:
        evaluation.phrased(advisor, wiring.writer(settings, advisor), cases, report)
    for line in _report_lines(advisor, report, verbose):
        click.echo(line)
    if kept:
        kept.write_text(json.dumps(report.figures(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    if against:
        _compare(report, json.loads(against.read_text(encoding="utf-8")), against)


def _compare(report: Any, before: dict[str, dict[str, float]], path: Path) -> None:
    """Says what has fallen since the figures of a file, and ends the command when something has."""
    fallen = list(report.fallen(before))
    click.echo(
        "\n".join(["", f"Mesures en baisse depuis {path.name} :", *fallen] if fallen else ["", "Rien n'a baissé."])
    )
    if fallen:
        raise SystemExit(1)


def _report_lines(advisor: Advisor, report: Any, verbose: bool) -> Iterator[str]:
    yield f"Index {advisor.parts.versions['index']} · encodeur {advisor.parts.versions['encoder']}"
    yield from report.lines(verbose)
