"""An answer as text for the terminal: the same object the page shows, in reading order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from advisor.domain.answer import (
    EXCEPTION,
    Answer,
    Calendar,
    Card,
    ConditionResult,
    ObligationResult,
    Preparation,
    Recommendation,
    SearchResult,
    Statement,
    UnderstoodFact,
)
from advisor.domain.prose import EMBEDDED_PEN, Prose

_TICKS = {"remplie": "✓", "non remplie": "✗", "à savoir": "?"}
_ORIGINS = {"loi": "Ce que dit la loi", "local": "Ce à quoi votre collectivité s'est engagée"}
_PHASES = {"conception": "conception", "mise-en-oeuvre": "mise en œuvre", "evaluation": "évaluation"}


def readable(answer: Answer) -> str:
    """An answer in plain text, each statement with the numbers of its sources, listed last."""
    printer = _Printer(answer)
    return "\n".join(printer.lines())


def readable_prose(answer: Answer) -> str:
    """What a model wrote of an answer, with the numbers that the sources have in it; empty when none did."""
    return "\n".join(_Printer(answer).prose(answer.prose)) if answer.prose else ""


def readable_assisted(answer: Answer) -> str:
    """What a model proposed for an answer: facts it filled, those to confirm; the answer anew when it was searched so.

    Empty when it proposed nothing.
    """
    became = answer.assisted
    if became is None:
        return ""
    if became.wordings:
        said = ", ".join(f"« {wording} »" for wording in became.wordings)
        return f"\nCherché aussi, à la demande du modèle : {said}\n\n{readable(answer)}"
    lines = [
        f"  + {fact.label} : {', '.join(fact.value_labels)} « {' … '.join(fact.words)} » (sans effet sur le conseil)"
        for fact in answer.profile
        if fact.name in became.kept
    ]
    asked = {item.fact for item in became.to_confirm}
    lines += [f"  ? {question.text}" for question in answer.questions if question.fact in asked]
    return "\n".join(["\nLu par le modèle dans votre message", *lines]) if lines else ""


def readable_search(result: SearchResult, explain: bool = False) -> str:
    """Search results in plain text, best first; `explain` adds what each part of the score saw."""
    blocks = []
    for rank, found in enumerate(result.passages, 1):
        where = f"{found.source}, {found.section}, p. {found.page}" + (f" ({found.fiche})" if found.fiche else "")
        block = f"{rank}. [{found.score:.2f}] {where}\n   {' '.join(found.text.split())[:300]}"
        if explain:
            block += "\n   " + "  ".join(f"{name} {value:.2f}" for name, value in found.stages.items())
        blocks.append(block)
    return "\n".join(blocks) or "Rien trouvé."


class _Printer:
    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self._statements = {statement.id: statement for statement in answer.statements}
        self._numbers = {citation.id: rank for rank, citation in enumerate(answer.citations, 1)}
        self._titles = {obligation.fiche: obligation.title for obligation in answer.obligations}

    def lines(self) -> Iterator[str]:
        answer = self.answer
        yield answer.headline
        yield from self._compared()
        if answer.recommendation:
            yield from self._recommendation(answer.recommendation)
        elif answer.kind == "content":
            if not (answer.pitfalls or answer.levers or answer.practices):
                yield from self._content(answer.statements)
        else:
            yield from self._quoted_articles()
        yield from self._cards("Freins à prévoir", answer.pitfalls)
        yield from self._cards("Leviers à actionner", answer.levers)
        yield from self._law()
        yield from self._cards("Pratiques comparables", answer.practices)
        if answer.questions:
            yield "\nPour préciser :"
            yield from (f"  - {question.text} ({question.why})" for question in answer.questions)
        if answer.nearby and answer.kind == "legal":
            yield from self._cards("Règle la plus proche", answer.nearby)
        elif answer.nearby:
            yield "\nÀ lire de proche : " + " ; ".join(card.title for card in answer.nearby)
        yield from self._sources()

    def prose(self, prose: Prose) -> Iterator[str]:
        """What a model wrote, whose pen it is, and what was withheld."""
        if prose.pen == EMBEDDED_PEN:
            yield f"\nRéponse embarquée. {prose.notice}"
            return
        yield f"\nEn clair, rédigé par {prose.pen} :"
        for sentence in prose.sentences:
            marks = "".join(f"[{self._numbers[citation]}]" for citation in sentence.citations)
            yield f"  {sentence.text} {marks}"
        kept, withheld = len(prose.sentences), len(prose.withheld)
        yield f"  Phrases vérifiées : {kept} ; retenues, faute de l'être : {withheld}. {prose.notice}".rstrip()

    def _content(self, statements: Sequence[Statement]) -> Iterator[str]:
        """Statements under the subject they are about, said once for those that follow."""
        subject = None
        for statement in statements:
            if statement.subject != subject:
                subject = statement.subject
                yield f"\n{subject} :" if subject else "\nDans votre copie :"
            yield f"  - {self._text(statement.id)}"

    def _recommendation(self, advice: Recommendation) -> Iterator[str]:
        yield advice.summary
        for alert in advice.alerts:
            yield f"  ! {alert.title} {self._text(alert.statement)}"
        yield "\nPar phase : " + " · ".join(f"{_PHASES.get(k, k)} : {v.value}" for k, v in advice.phases.items())
        yield from self._listed("Pourquoi", advice.reasons)
        yield from self._listed("Pourquoi pas plus", advice.why_not_more)
        yield from self._listed("Pourquoi pas moins", advice.why_not_less)
        if advice.counterfactuals:
            yield "\nCe qui changerait le conseil :"
            yield from (f"  - {change.text}" for change in advice.counterfactuals)
        if self.answer.profile:
            yield "\nCompris de votre projet :"
            for fact in self.answer.profile:
                value = ", ".join(fact.value_labels) or f"{fact.number:g} {fact.unit}"
                words = f" — « {' », « '.join(fact.words)} »" if fact.words else ""
                yield f"  - {fact.label} : {value} ({_status(fact)}){words}"

    def _compared(self) -> Iterator[str]:
        """What contradicts an earlier message, what a hypothesis changes."""
        for one in self.answer.move.contradictions if self.answer.move else ():
            yield f"  ! {one.label} : vous aviez dit « {one.before} », vous dites maintenant « {one.now} »."
        comparison = self.answer.move.comparison if self.answer.move else None
        if comparison is None:
            return
        yield from self._listed("Ne vaudrait plus", comparison.gone)
        yield from self._listed("Vaudrait alors", comparison.come)

    def _quoted_articles(self) -> Iterator[str]:
        for statement in self.answer.statements:
            if statement.role == "article":
                yield f"\n{self._marked(statement)}"

    def _listed(self, title: str, identifiers: Sequence[str]) -> Iterator[str]:
        if identifiers:
            yield f"\n{title} :" if title else ""
            yield from (f"  - {self._text(identifier)}" for identifier in identifiers)

    def _cards(self, title: str, cards: Sequence[Card]) -> Iterator[str]:
        if not cards:
            return
        yield f"\n{title} :"
        for card in cards:
            yield f"  - {card.title}. {' '.join(self._text(identifier) for identifier in card.statements)}"
            if card.why:
                yield f"    {card.why}"
            if card.action:
                yield f"    → {card.action}"

    def _law(self) -> Iterator[str]:
        for origin, title in _ORIGINS.items():
            held = [item for item in self.answer.obligations if item.origin == origin]
            if held:
                yield f"\n{title} :"
            for obligation in held:
                yield from self._obligation(obligation)
        if self.answer.calendar:
            yield from self._calendar(self.answer.calendar)

    def _obligation(self, obligation: ObligationResult) -> Iterator[str]:
        waived = ", écartée" if obligation.waived_by else ""
        yield f"  - [{obligation.verdict}{waived}] {obligation.title} ({obligation.force})"
        if waived:
            yield f"    Écartée ici par : {self._titles.get(obligation.waived_by, 'une autre règle')}"
        yield from (f"    {self._text(identifier)}" for identifier in obligation.statements)
        yield from (f"    {_condition(condition)}" for condition in obligation.conditions)
        duties = (
            ("Qui", obligation.bound),
            ("Quand", obligation.timing),
            ("Durées", " ; ".join(f"{step.what} : {step.said}" for step in obligation.steps)),
            ("Publicité", obligation.publicity),
            ("Compte rendu", obligation.report),
            ("Conséquence", obligation.consequence),
        )
        yield from (f"    {name} : {value}" for name, value in duties if value)
        if obligation.relations:
            yield "    Avec les autres règles :"
            yield from (f"      - {self._text(identifier)}" for identifier in obligation.relations)
        if obligation.origin == "local":
            yield f"    {obligation.code}, « {obligation.article} »"
        for reference in obligation.references:
            version = f", texte lu au {reference.version}" if reference.version else ""
            version += f", vérifié sans changement le {reference.checked}" if reference.checked else ""
            yield f"    {reference.article}, {reference.code}{version} — {reference.address}"
            if reference.warning:
                yield f"      {reference.warning}"

    def _sources(self) -> Iterator[str]:
        if self.answer.citations:
            yield "\nSources :"
        for citation in self.answer.citations:
            quote = f" « {' '.join(citation.quote.split())[:120]} »" if citation.quote else ""
            yield f"  [{self._numbers[citation.id]}] {citation.label}{quote} — {citation.address}"

    def _calendar(self, calendar: Calendar) -> Iterator[str]:
        if calendar.preparation:
            yield from self._planned(calendar, calendar.preparation)
        else:
            yield from _calendar(calendar)

    def _planned(self, calendar: Calendar, preparation: Preparation) -> Iterator[str]:
        """The steps of the advised degree beside those of the law; in days from the decision when it has no date."""
        yield f"\nCalendrier : {preparation.summary}"
        if preparation.advice:
            yield f"  {'! ' if preparation.left else ''}{preparation.advice}"
        if calendar.decision:
            start, until = _day(calendar.start), f"{calendar.event} le {_day(calendar.decision)}"
            yield f"  À commencer au plus tard le {start}, {until} :"
        for line in calendar.lines:
            dates = f"du {_day(line.start)} au {_day(line.end)}" if line.start else f"jours {line.first} à {line.last}"
            law = f"loi, {line.article} — {line.title}"
            source = self._text(line.statement) if line.statement else law
            yield f"  - {dates} : {line.what}, {line.said} ({source})"
        yield from (f"  À alléger, {item.days} jours : {self._text(item.statement)}" for item in preparation.lighten)

    def _text(self, identifier: str) -> str:
        return self._marked(self._statements[identifier])

    def _marked(self, statement: Statement) -> str:
        marks = "".join(f"[{self._numbers[citation]}]" for citation in statement.citations)
        return f"{statement.text} {marks}".strip()


def _calendar(calendar: Calendar) -> Iterator[str]:
    """The steps with their dates, under the latest day to begin."""
    start, decision = _day(calendar.start), _day(calendar.decision)
    if calendar.start == calendar.decision:
        yield f"\nCalendrier : décision le {decision}, aucune durée à tenir avant."
    else:
        yield f"\nÀ commencer au plus tard le {start}, pour une décision le {decision} :"
    if calendar.short:
        days = f"{calendar.short} jour{'s' if calendar.short > 1 else ''}"
        yield f"  ! Il manque {days} : il fallait commencer le {start}."
    for line in calendar.lines:
        dates = f"du {_day(line.start)} au {_day(line.end)}"
        yield f"  - {dates} : {line.what}, {line.said} ({line.article}) — {line.title}"


def _day(iso: str) -> str:
    return dt.date.fromisoformat(iso).strftime("%d/%m/%Y")


def _condition(condition: ConditionResult) -> str:
    """A condition with its mark; an exception in words, since a tick would read as if it applied."""
    if not condition.text.startswith(EXCEPTION):
        return f"{_TICKS[condition.truth]} {condition.text}"
    word = {"remplie": "écartée", "non remplie": "applicable", "à savoir": "à vérifier"}[condition.truth]
    return f"· Exception {word} : {condition.text.removeprefix(EXCEPTION)}"


def _status(fact: UnderstoodFact) -> str:
    if fact.by:
        return f"lu par le {fact.by}"
    return {"stated": "dit", "inferred": "déduit", "corrected": "corrigé"}.get(fact.status, fact.status)
