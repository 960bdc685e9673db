"""What a model is given of an answer: numbered pieces, each with the citations that carry it.

A piece is a statement of the answer, or what the engine decided: then its text is ours, and its citations are those
of the statements that the decision rests on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from advisor.domain.answer import EXCEPTION, Answer, ObligationResult, Recommendation, Statement

REASONS, PITFALLS, LEVERS, PRACTICES, RULES, DETAILS = 4, 3, 3, 1, 3, 3
"""How many of each the writer is given: an answer that reads at one go, the rest stands below it."""
CONTENT = 7
DECIDED = "Décision : "
"""How a piece that the engine decided begins, as the model is given it."""
_PHASES = {"conception": "en conception", "mise-en-oeuvre": "en mise en œuvre", "evaluation": "en évaluation"}
_HEDGES = {"forte": "", "moyenne": ", à confirmer", "faible": ", à titre provisoire"}
_BRACKETS = str.maketrans("[]", "()")
_CONDITIONS = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """A numbered piece: its `mark` (s3 for a statement, d1 for a decision) and what it says.

    `others` say the same in other words, the title of a fiche for one; `labels` name the sources. `rule` for a piece of
    law, nothing of which may be left out but its end; `verdict` is that of the rule here, empty for anything else.
    """

    mark: str
    text: str
    citations: tuple[str, ...]
    others: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    statements: tuple[str, ...] = ()
    rule: bool = False
    verdict: str = ""

    def line(self) -> str:
        """The piece as it is given to the model."""
        told = self.others and not self.text.startswith(self.others[0])
        title = f"({self.others[0]}) " if self.statements and told else "" if self.statements else DECIDED
        return f"[{self.mark}] {title.translate(_BRACKETS)}{' '.join(self.text.translate(_BRACKETS).split())}"


def pieces(answer: Answer) -> tuple[Piece, ...]:
    """The pieces of an answer, in the order of reading; none for an answer that says nothing of the sources."""
    if answer.kind == "recommendation" and answer.recommendation:
        found = [*_advice(answer, answer.recommendation)]
    elif answer.kind == "legal":
        found = [*_law(answer)]
    elif answer.kind == "content":
        found = [piece for said in answer.statements[:CONTENT] if (piece := _stated(answer, said))]
    else:
        found = []
    return tuple({piece.mark: piece for piece in found if piece.citations}.values())


def given(held: Sequence[Piece]) -> str:
    """The pieces as they are given to the model, one a line."""
    return "\n".join(piece.line() for piece in held)


def _advice(answer: Answer, advice: Recommendation) -> Iterator[Piece]:
    said = {statement.id: statement for statement in answer.statements}
    basis = [said[name] for name in advice.reasons if said[name].role in {"degre", "raison"}][:2]
    degree = f"Le degré conseillé est {advice.degree.value}{_HEDGES[advice.confidence]}."
    others: tuple[str, ...] = (
        f"Nous conseillons, pour votre projet, le degré {advice.degree.value}.",
        f"Pour votre projet, le conseil est de {advice.degree.value}.",
        f"Il est conseillé de {advice.degree.value}.",
    )
    if answer.move and answer.move.act == "hypothese":
        degree = f"Dans cette hypothèse, le degré conseillé serait {advice.degree.value}{_HEDGES[advice.confidence]}."
        others = ()
    yield _decided("d1", degree, basis, others if advice.confidence == "forte" else ())
    phases = [f"{_PHASES[phase]}, {degree.value}" for phase, degree in advice.phases.items() if phase in _PHASES]
    if len(set(advice.phases.values())) > 1:
        later = [said[name] for name in advice.reasons if said[name].role.startswith("phase:")]
        yield _decided("d2", f"Par phase : {' ; '.join(phases)}.", [*basis[:1], *later])
    for alert in advice.alerts:
        if alert.statement in said:
            yield from _of(answer, [alert.statement], alert.title)
    reasons = [name for name in advice.reasons if not said[name].role.startswith("phase:")]
    yield from _of(answer, reasons[:REASONS])
    yield from _of(answer, [*advice.why_not_more[:1], *advice.why_not_less[:1]])
    for cards, most in ((answer.pitfalls, PITFALLS), (answer.levers, LEVERS), (answer.practices, PRACTICES)):
        yield from _of(answer, [name for card in cards[:most] for name in card.statements[:1]])
    for rank, rule in enumerate(answer.obligations[:RULES], 1):
        yield from _rule(answer, rule, rank, 0)


def _law(answer: Answer) -> Iterator[Piece]:
    said = {statement.id: statement for statement in answer.statements}
    first = answer.obligations[0] if answer.obligations else None
    basis = [said[name] for name in (first.statements[:1] if first else ()) if name in said]
    if basis and answer.verdict:
        yield _decided("d1", answer.headline, basis, verdict=answer.verdict)
    yield from _of(answer, [held.id for held in answer.statements if held.role == "article"])
    for rank, rule in enumerate(answer.obligations[:RULES], 1):
        yield from _rule(answer, rule, rank, DETAILS if rank == 1 else 0)


def _rule(answer: Answer, rule: ObligationResult, rank: int, details: int) -> Iterator[Piece]:
    """A rule: what the engine makes of it here, what it says, what it does to the others."""
    said = {statement.id: statement for statement in answer.statements}
    held = [said[name] for name in rule.statements if name in said]
    if not held or rule.waived_by:
        return
    open_ones = [item.text for item in rule.conditions if item.truth == "à savoir"][:_CONDITIONS]
    plain = [text for text in open_ones if not text.startswith(EXCEPTION)]
    if rule.verdict == "dépend" and plain:
        known = f"Il reste à savoir si {' ; si '.join(plain)}."
        yield _decided(f"o{rank}", known, held[:1], (rule.title,), rule.verdict)
    verdict = rule.verdict if rule.force != "faculté" else "dépend"
    for name in (*rule.statements[: 1 + details], *rule.relations[:1]):
        if name in said and (piece := _stated(answer, said[name], verdict=verdict)):
            yield piece


def _of(answer: Answer, identifiers: Sequence[str], title: str = "") -> Iterator[Piece]:
    said = {statement.id: statement for statement in answer.statements}
    for name in identifiers:
        if name in said and (piece := _stated(answer, said[name], title)):
            yield piece


def _stated(answer: Answer, said: Statement, title: str = "", verdict: str = "") -> Piece | None:
    """A statement as a piece; a title that warns of it is part of what it says."""
    if said.role == "note":
        return None
    cited = [held for held in answer.citations if held.id in said.citations]
    labels = [f"{held.label} {held.source_title}" for held in cited]
    text = f"{title.rstrip('.')}. {said.text}" if title else said.text
    return Piece(
        mark=said.id,
        text=text,
        citations=said.citations,
        others=(said.subject,) if said.subject else (),
        labels=tuple(dict.fromkeys(labels)),
        statements=(said.id,),
        rule=said.role.startswith(("obligation", "relation", "article")),
        verdict=verdict,
    )


def _decided(
    mark: str, text: str, basis: Sequence[Statement], others: tuple[str, ...] = (), verdict: str = ""
) -> Piece:
    citations = tuple(dict.fromkeys(name for statement in basis for name in statement.citations))
    return Piece(mark=mark, text=text, citations=citations, others=others, rule=bool(verdict), verdict=verdict)
