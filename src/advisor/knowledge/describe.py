"""A fiche and its links as a reviewer reads them in a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rapidfuzz import process

from advisor.domain.fiche import Degre, Fiche
from advisor.domain.graph import Edge, Graph
from advisor.domain.place import Locator
from advisor.knowledge.loader import iter_texts

_NAMED = {
    "advice": "Conseil",
    "first_step": "Premier geste",
    "aim": "Enjeu",
    "lesson": "Leçon",
    "timing": "Quand",
    "publicity": "Publicité",
    "report": "Bilan",
    "consequence": "Si on l'oublie",
    "bound": "Qui est tenu",
    "value": "Valeur",
}
_KEYS = {"links": "lien", "answers": "répond à", "levers": "levier", "instead_of": "vient à la place de"}
NEAREST = 3


def nearest(identifier: str, fiches: Mapping[str, Fiche]) -> list[str]:
    """Ids that look like one that does not exist, best first, three at most."""
    return [found for found, *_ in process.extract(identifier, list(fiches), limit=NEAREST)]


def fiche_lines(fiche: Fiche, file: str) -> Iterator[str]:
    """Everything a fiche says, with where each thing comes from."""
    yield f"{fiche.title} [{fiche.id}] · {file} · {fiche.review.state} le {fiche.review.date}"
    yield f"  ({fiche.title_en})"
    yield ""
    yield fiche.statement
    yield from _places(fiche.evidence)
    for detail in fiche.details:
        yield f"- {detail.aspect} : {detail.text}" if detail.aspect else f"- {detail.text}"
        yield from _places(detail.evidence)
    for figure in fiche.figures:
        yield f"# {figure.said()}"
        yield from _places(figure.evidence)
    for caution in fiche.cautions:
        yield f"! {caution.kind} : {caution.text}"
        yield from _places(caution.evidence)
    yield from _stages(fiche)
    for key, text in iter_texts(fiche):
        if key in _NAMED:
            yield f"{_NAMED[key]} : {text}"
    if fiche.note:
        yield f"Note : {fiche.note}"
    yield from (f"? {question}" for question in fiche.questions)
    if fiche.words:
        yield f"Mots courants : {', '.join(fiche.words)}"


def link_lines(identifier: str, graph: Graph, fiches: Mapping[str, Fiche]) -> Iterator[str]:
    """The links a fiche writes and those written to it, each with what carries it."""
    yield from _edges("Vers", [(edge, edge.target) for edge in graph.out(identifier)], fiches)
    yield from _edges("Depuis", [(edge, edge.source) for edge in graph.into(identifier)], fiches)


def _stages(fiche: Fiche) -> Iterator[str]:
    """The steps of a degree: weeks, why, what is left behind, and how each is lightened."""
    for stage in fiche.stages if isinstance(fiche, Degre) else ():
        yield f"> {stage.what} ({stage.weeks} semaine(s), {stage.place}, rang {stage.order}) : {stage.text}"
        yield f"    Ce qui en reste : {stage.produces}"
        yield from _places(stage.evidence)
        if lighter := stage.lighter:
            left = f"{lighter.weeks} semaine(s), rang {lighter.order}"
            yield f"    Allégée ({left}) : {lighter.how}. On y perd : {lighter.lost}"
            yield from _places(lighter.evidence)


def _edges(head: str, found: Sequence[tuple[Edge, str]], fiches: Mapping[str, Fiche]) -> Iterator[str]:
    yield f"{head} : {len(found)} lien(s)"
    for edge, other in sorted(found, key=lambda pair: (pair[1], pair[0].key)):
        yield f"  {other} · {fiches[other].title} ({_KEYS[edge.key]}, {edge.basis})"
        yield from (f"  {line}" for line in _places(edge.evidence))


def _places(evidence: Sequence[Locator]) -> Iterator[str]:
    for locator in evidence:
        where = f"p. {locator.page}, {locator.section}" if locator.page else f"art. {locator.section}"
        yield f"    {locator.source}, {where} : « {locator.anchor} »"
