"""An answer to take away: JSON for machines, a Markdown note for colleagues."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict

from advisor.domain.answer import EXCEPTION, Answer, Calendar, Card, ConditionResult, ObligationResult, Preparation
from advisor.ui import law, schedule, timeline
from advisor.ui.words import PHASES, PUBLICS, VERDICTS, capital, day, number, typo


def as_json(answer: Answer) -> str:
    """The whole answer, as data."""
    return json.dumps(asdict(answer), ensure_ascii=False, indent=2)


class _Note:
    """Collects the lines of a note, and numbers its citations in reading order."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.lines: list[str] = []
        self._numbers: dict[str, int] = {}
        self._statements = {statement.id: statement for statement in answer.statements}

    def said(self, statement_id: str) -> str:
        """A statement followed by the numbers of its sources."""
        held = self._statements.get(statement_id)
        if held is None:
            return ""
        marks = [self._numbers.setdefault(item, len(self._numbers) + 1) for item in held.citations]
        return f"{held.text} {''.join(f'[{mark}]' for mark in marks)}".strip()

    def title(self, text: str) -> None:
        """A title and the blank lines around it."""
        self.lines += ["", f"## {text}", ""]

    def items(self, title: str, texts: Iterable[str]) -> None:
        """A titled list, nothing when it is empty."""
        kept = [text for text in texts if text]
        if kept:
            self.title(title)
            self.lines += [f"- {text}" for text in kept]

    def sources(self) -> Iterable[str]:
        """The citations, numbered."""
        citations = {citation.id: citation for citation in self.answer.citations}
        for identifier, rank in sorted(self._numbers.items(), key=lambda pair: pair[1]):
            citation = citations[identifier]
            words = f" ; mots à chercher : « {citation.anchor} »" if citation.anchor else ""
            yield f"[{rank}] {citation.label}{words} ; {citation.address}"


def as_markdown(answer: Answer) -> str:
    """The answer as a readable note, its sources listed at the end."""
    note = _Note(answer)
    note.lines += [f"# {answer.headline}", "", f"Question posée : {answer.question}"]
    note.items("Ce qui a été compris", _profile(answer))
    _advice(note)
    note.items("Freins à prévoir", (_card(note, card) for card in answer.pitfalls))
    note.items("Leviers à actionner", (_card(note, card, card.action) for card in answer.levers))
    titles = {item.fiche: item.title for item in answer.obligations}
    for item in answer.obligations:
        _obligation(note, item, titles.get(item.waived_by, "une autre règle"))
    if answer.calendar:
        _calendar(note, answer.calendar)
    note.items("Pratiques comparables", (_card(note, card, card.action) for card in answer.practices))
    if answer.kind == "content" or not (answer.recommendation or answer.obligations):
        note.items("Réponse", (note.said(statement.id) for statement in answer.statements))
    note.items("Questions à se poser", (f"{item.text} {item.why}" for item in answer.questions))
    note.items("Pistes voisines", (card.title for card in answer.nearby))
    note.items("Sources", note.sources())
    engine = answer.engine
    note.lines += ["", f"Réponse {answer.id}, connaissances {engine.knowledge}, index {engine.index}.", ""]
    return typo("\n".join(note.lines))


def _profile(answer: Answer) -> Iterable[str]:
    for fact in answer.profile:
        value = number(fact.number, fact.unit) if fact.number is not None else ", ".join(fact.value_labels)
        status = {"inferred": " (déduit)", "corrected": " (précisé)"}.get(fact.status, "")
        status = f" (lu par le {fact.by})" if fact.by else status
        if value:
            yield f"{fact.label} : {value}{status}"


def _advice(note: _Note) -> None:
    advice = note.answer.recommendation
    if advice is None:
        return
    note.title("En bref")
    note.lines += [advice.summary, "", f"Confiance : {advice.confidence}."]
    note.items("Alertes", (f"{alert.title} {note.said(alert.statement)}" for alert in advice.alerts))
    note.items("À faire lundi", (card.action for card in note.answer.levers[:3]))
    note.items(
        "Degré par public et par phase",
        (
            f"{PUBLICS.get(public, public)} : "
            + " ; ".join(f"{PHASES.get(phase, phase).lower()}, {degree.value}" for phase, degree in degrees.items())
            for public, degrees in advice.matrix.items()
        ),
    )
    _statements(note, "Pourquoi ce degré", advice.reasons)
    _statements(note, "Pourquoi pas plus", advice.why_not_more)
    _statements(note, "Pourquoi pas moins", advice.why_not_less)
    note.items("Ce qui changerait le conseil", (item.text for item in advice.counterfactuals))


def _statements(note: _Note, title: str, identifiers: Sequence[str]) -> None:
    note.items(title, (note.said(identifier) for identifier in identifiers))


def _card(note: _Note, card: Card, action: str = "") -> str:
    said = " ".join(note.said(identifier) for identifier in card.statements)
    return f"**{card.title}.** {said}{f' {action}' if action else ''}"


def _obligation(note: _Note, item: ObligationResult, waiving: str) -> None:
    kind = "Engagement de votre collectivité" if item.origin == "local" else "Droit"
    note.title(f"{kind} : {item.title} ({'écartée' if item.waived_by else VERDICTS[item.verdict].lower()})")
    if item.waived_by:
        note.lines.append(f"- Écartée ici par : {waiving}")
    note.lines += [f"- {note.said(identifier)}" for identifier in (*item.statements, *item.relations)]
    note.lines += [f"- {_condition(condition)}" for condition in item.conditions]
    least = " ; ".join(f"{step.what} : {step.said}" for step in item.steps)
    duties = [("Qui", item.bound), ("Quand", item.timing), ("Durées", least), ("Compte rendu", item.report)]
    note.lines += [f"- {name} : {value}" for name, value in duties if value]
    if item.origin == "local":
        note.lines.append(f"- {item.code}, « {item.article} »")
    for reference in item.references:
        known = f"{reference.article} ({law.read(reference)})"
        note.lines.append(f"- {reference.code}, {known} {reference.address} {reference.warning}".rstrip())


def _condition(condition: ConditionResult) -> str:
    """A condition and its truth; an exception says by itself whether it sets the rule aside."""
    said = law.condition_said(condition)
    truth = "" if condition.text.startswith(EXCEPTION) else f" : {condition.truth}"
    return f"{said}{truth}" + (f" ({condition.article})" if condition.article else "")


def _calendar(note: _Note, held: Calendar) -> None:
    if held.preparation:
        _planned(note, held, held.preparation)
        return
    note.title("Calendrier")
    decided = f"Décision le {day(held.decision)}."
    note.lines.append(f"{schedule.begin(held).removesuffix('.')}. {decided}")
    if held.short:
        note.lines += ["", f"**{schedule.lack(held)} :** {schedule.late(held)}"]
    note.lines += ["", "| Étape | Règle | Du | Au | Durée | Article |", "| --- | --- | --- | --- | --- | --- |"]
    note.lines += [
        f"| {' | '.join((capital(line.what), line.title, day(line.start), day(line.end), line.said, line.article))} |"
        for line in held.lines
    ]


def _planned(note: _Note, held: Calendar, preparation: Preparation) -> None:
    """The steps of the advised degree beside those of the law, drawn in characters, then why each is there."""
    note.title("Calendrier")
    said = f"**{preparation.summary}** {preparation.advice}".rstrip()
    note.lines += [timeline.starts(held), "", said, "", timeline.MARKS, ""]
    note.lines += ["| Étape | Nature | Quand | Durée | Calendrier |", "| --- | --- | --- | --- | --- |"]
    along = timeline.scale(held)
    for line in held.lines:
        kind = f"{timeline.KINDS[line.kind]} ({line.article})" if line.article else timeline.KINDS[line.kind]
        cells = (capital(line.what), kind, timeline.when(line), line.said, f"`{timeline.drawn(line, along)}`")
        note.lines.append(f"| {' | '.join(cells)} |")
    note.lines += ["", f"█ étape conseillée, ▒ durée de la loi, ┃ {held.event}"]
    lighter = "À alléger, dans cet ordre" if preparation.short else "Ce que l'on peut alléger si le temps manque"
    note.items(lighter, (f"{item.days} jours. {note.said(item.statement)}" for item in preparation.lighten))
    note.items(
        "Les étapes, une à une",
        (
            f"**{capital(line.what)}.** {note.said(line.statement)} Ce qui en reste : {line.produces}."
            for line in held.lines
            if line.statement
        ),
    )
