"""A verdict « faux » made a case, that is asked again at each change until it is put right, and ever after.

A case is a YAML file of `corpus/regressions/`: what was asked, what was judged wrong, and (written by a
reviewer when it is known) what is expected. Nothing in it names the reader.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import TypeAdapter

from advisor.audit.difference import Data
from advisor.audit.replay import Request, request_of
from advisor.domain.answer import Kind, Verdict
from advisor.domain.record import Entry
from advisor.errors import NoProof
from advisor.knowledge import yaml_text
from advisor.validation import validated

FOLDER = "regressions"
"""Folder of the cases, in the corpus."""
OPEN: Literal["ouvert"] = "ouvert"
RIGHT: Literal["corrigé"] = "corrigé"
WRONG_ADVICE = "faux"
WRONG_STATEMENT = frozenset({"non soutenu", "hors sujet"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What an answer concludes: its kind, degree, verdict, and the articles of the rules that apply for sure."""

    kind: Kind
    degree: str = ""
    verdict: Verdict | Literal[""] = ""
    articles: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Expected:
    """What a reviewer expects, as far as it is known; an empty key expects nothing.

    `articles` must all be among those that apply, `never` must not, each written as « code, article ».
    """

    kind: Kind | Literal[""] = ""
    degrees: tuple[str, ...] = ()
    verdict: Verdict | Literal[""] = ""
    articles: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    fiches: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """What was asked, and what was judged wrong: an outcome (for the advice) or a statement.

    `state` is « ouvert » as long as the answer is still wrong, « corrigé » once it no longer is. `entry` and
    `seal` say where the answer and the verdict stand in the journal.
    """

    id: str
    state: Literal["ouvert", "corrigé"]
    entry: int
    seal: str
    verdict: int
    message: str
    today: str
    outcome: Outcome
    history: tuple[str, ...] = ()
    corrections: tuple[dict[str, Any], ...] = ()
    revision: bool = False
    statement: str = ""
    comment: str = ""
    proposal: dict[str, str] = field(default_factory=dict)
    expected: Expected = field(default_factory=Expected)
    aids: dict[str, Any] = field(default_factory=dict)

    def request(self) -> Request:
        """What is asked again."""
        return Request(
            message=self.message,
            history=self.history,
            corrections=self.corrections,
            today=self.today,
            identifier=self.id,
            revision=self.revision,
            aids=self.aids,
        )


_CASE = TypeAdapter(Case)


def wrong(verdict: Entry) -> bool:
    """Whether a verdict says that an advice is false, or that a statement should not have been said."""
    body = verdict.body or {}
    value = body.get("value")
    return value in WRONG_STATEMENT if body.get("statement") else value == WRONG_ADVICE


def made(answer: Entry, verdict: Entry) -> Case:
    """The case of an answer and of a verdict on it. Raises NoProof when the verdict finds nothing wrong."""
    judged = verdict.body or {}
    if verdict.kind != "verdict" or not wrong(verdict):
        raise NoProof(
            f"L'avis n° {verdict.number} ne dit rien de faux.", "Seul un avis « faux » ou « non soutenu » fait un cas."
        )
    request = request_of(answer)
    given: Data = (answer.body or {})["answer"]
    said = {item["id"]: item["text"] for item in given["statements"]}
    return Case(
        id=f"reponse-{answer.number:06d}-{verdict.number:06d}",
        state=OPEN,
        entry=answer.number,
        seal=answer.seal,
        verdict=verdict.number,
        message=request.message,
        today=request.today,
        outcome=outcome(given),
        history=request.history,
        corrections=tuple(_filled(fact) for fact in request.corrections),
        revision=request.revision,
        aids=dict(request.aids),
        statement=said.get(str(judged.get("statement") or ""), ""),
        comment=str(judged.get("comment") or ""),
        proposal={key: str(value) for key, value in (judged.get("proposal") or {}).items() if value},
    )


def outcome(answer: Data) -> Outcome:
    """What an answer concludes."""
    return Outcome(
        kind=answer["kind"],
        degree=str((answer.get("recommendation") or {}).get("degree") or ""),
        verdict=answer.get("verdict") or "",
        articles=_articles(answer),
    )


def problems(case: Case, answer: Data) -> list[str]:
    """Why an answer given now does not put a case right, in French; nothing when it does.

    Without anything expected, what was judged wrong must not come back as it was.
    """
    if case.expected != Expected():
        return list(_unmet(case.expected, answer))
    if case.statement:
        again = case.statement in {item["text"] for item in answer["statements"]}
        return [f"L'énoncé jugé faux est encore là : « {case.statement} »"] if again else []
    return ["La conclusion est celle qui a été jugée fausse."] if outcome(answer) == case.outcome else []


def write(case: Case, folder: Path) -> Path:
    """Writes a case, unless it is there already, and gives its file. Raises OSError."""
    path = folder / f"{case.id}.yaml"
    if path.exists():
        return path
    folder.mkdir(parents=True, exist_ok=True)
    text = yaml.safe_dump(_filled(_plain(asdict(case))), allow_unicode=True, sort_keys=False, width=110)
    draft = path.with_suffix(".part")
    draft.write_text(f"{_HEAD}{text}", encoding="utf-8")
    draft.replace(path)
    return path


def read(folder: Path) -> Iterator[Case]:
    """The cases of a folder, by name. Raises DataError on the first that cannot be used."""
    for path in sorted(folder.glob("*.yaml")):
        content, _ = yaml_text.read(path)
        found: Case = validated(_CASE, path, content)
        yield found


_HEAD = """\
# Une réponse jugée fausse, redemandée à chaque changement (advisor audit cases).
# Quand elle est juste, écrivez « state: corrigé ». Pour dire ce qui est attendu, ajoutez par exemple :
# expected:
#   degrees: [concerter]
#   verdict: oui
#   articles: ["Code de l'environnement, (numéro de l'article)"]
"""


def _articles(answer: Data) -> tuple[str, ...]:
    rules = [item for item in answer.get("obligations") or [] if item.get("origin", "loi") == "loi"]
    applying = [item for item in rules if item["verdict"] == "oui"]
    return tuple(sorted({f"{item['code']}, {item['article']}" for item in applying}))


def _unmet(expected: Expected, answer: Data) -> Iterator[str]:
    found = outcome(answer)
    if expected.kind and found.kind != expected.kind:
        yield f"Genre de réponse : {found.kind}, attendu : {expected.kind}."
    if expected.degrees and found.degree not in expected.degrees:
        yield f"Degré : {found.degree or 'aucun'}, attendu : {' ou '.join(expected.degrees)}."
    if expected.verdict and found.verdict != expected.verdict:
        yield f"Verdict : {found.verdict or 'aucun'}, attendu : {expected.verdict}."
    for article in expected.articles:
        if article not in found.articles:
            yield f"Article attendu et absent : {article}."
    for article in expected.never:
        if article in found.articles:
            yield f"Article de trop : {article}."
    cited = {item["fiche"] for item in answer["statements"] if item["fiche"]}
    for fiche in expected.fiches:
        if fiche not in cited:
            yield f"Fiche attendue et absente : {fiche}."


def _plain(value: Any) -> Any:
    """Values as YAML writes them plainly: lists for tuples, words for enumerations."""
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return str(value) if isinstance(value, str) else value


def _filled(value: Mapping[str, Any]) -> dict[str, Any]:
    """A mapping without what is empty; `false` and 0 are not."""
    kept = {key: _filled(inner) if isinstance(inner, Mapping) else inner for key, inner in value.items()}
    return {key: inner for key, inner in kept.items() if inner not in (None, "", [], (), {})}
