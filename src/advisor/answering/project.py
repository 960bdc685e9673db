"""A decision put into an answer: reasons, counter-reasons, pitfalls, levers, practices, law, questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from advisor.answering.book import Book
from advisor.answering.local import pledged
from advisor.domain.answer import Alert, Card, Counterfactual, Question, Recommendation, Setting, UnderstoodFact
from advisor.domain.condition import evaluate
from advisor.domain.decision import Applied, Change, Decision, Floor, Raised
from advisor.domain.decision import Setting as Changed
from advisor.domain.degree import Degree
from advisor.domain.fiche import Alerte, Degre, Detail, FactDefinition, Fiche, Frein, Levier, Pratique
from advisor.domain.graph import Basis, Graph
from advisor.domain.local import RegleLocale
from advisor.domain.profile import Fact, FactStatus, Profile
from advisor.text import fold

_Kind = TypeVar("_Kind", bound=Fiche)

PITFALLS = 7
LEVERS = 8
PRACTICES = 4
QUESTIONS = 2
WORDS = 0.6
"""Weight of the search for the user's own words beside the conditions of a fiche."""
PROPER, IMPROPER = 0.3, -0.7
"""Weight of a fiche proper to the advised degree, and of one proper to others."""
ALERT = 1.2
"""Weight of a lever that answers the first alert; the next alerts weigh less and less."""
ANSWERS: Mapping[Basis, float] = {"texte": 0.35, "équipe": 0.25}
"""Weight of a levier for each pitfall shown that it is linked to, by what carries the link."""
LINKED: Mapping[Basis, float] = {"texte": 0.2, "équipe": 0.1}
"""Weight of a frein linked to the advised degree, and of a practice for each levier shown that it illustrates."""
SHOWN_LEVERS = 5
COMMON = 0.25
COMMON_FAMILIES = frozenset({"terrain fertile", "consensus", "clés de l'action"})
"""The fourteen freins of the synthesis are those met most often, whatever the project."""
COUNTERFACTUALS = 5
EACH_DEGREE = 2
"""Changes told for each other degree."""
UNKNOWN_FACT = 2
"""Steps counted for setting a fact of which nothing is known."""
CHECK_FIRST = 100
"""Rank of a deduced fact that an alert rests on, above any count of changes of degree."""
TO_CONFIRM = "À confirmer : "
DECIDING = ("decision", "marge", "decideur")


@dataclass(frozen=True)
class Case:
    """A project as decided: its profile, the decision, the changes that move it, and relevance.

    `relevance` gives the search score, in [0, 1], of each fiche for the user's own words.
    """

    profile: Profile
    decision: Decision
    changes: Sequence[Change]
    relevance: Mapping[str, float]


class ProjectWriter:
    """Writes recommendations from the fiches of a knowledge base."""

    def __init__(self, fiches: Mapping[str, Fiche], facts: Mapping[str, FactDefinition]) -> None:
        self._fiches = fiches
        self._facts = facts
        self._graph = Graph(fiches.values())
        self._degres = {fiche.degree: fiche for fiche in fiches.values() if isinstance(fiche, Degre)}

    def recommendation(self, case: Case, book: Book) -> Recommendation:
        """The recommendation of a decided case; the decision must hold a degree."""
        decision = case.decision
        degree = decision.degree
        if degree is None:
            raise ValueError("a decision without a degree is asked about, not written")
        reasons = [self._definition(degree, book)]
        reasons += [self._effect(item, book, "raison", case.profile) for item in _said(decision.pulls)]
        more = (
            [self._effect(item, book, "pas-plus", case.profile) for item in _said(decision.ceilings)]
            if _limits(decision, degree)
            else []
        )
        return Recommendation(
            degree=degree,
            confidence=decision.confidence,
            summary=self._summary(case),
            phases=decision.phases,
            matrix=decision.matrix,
            floor=decision.floor.degree if decision.floor else None,
            ceiling=decision.ceiling,
            pull=decision.pull,
            reasons=_ids(reasons + self._place_reasons(decision, book)),
            why_not_more=_ids(more or [self._next_degree(degree, book)]),
            why_not_less=_ids(self._why_not_less(decision, degree, book, case.profile)),
            counterfactuals=self._counterfactuals(case),
            alerts=tuple(self._alert(raised, book) for raised in decision.alerts),
            floor_origin=decision.floor.origin if decision.floor else None,
            legal_floor=_legal(decision.floor) if decision.floor else None,
        )

    def _definition(self, degree: Degree, book: Book) -> str:
        fiche = self._degres.get(degree)
        return book.say(fiche.statement, fiche.evidence, fiche, "degre") if fiche else ""

    def _effect(self, item: Applied, book: Book, role: str, profile: Profile) -> str:
        text = _reason(item, profile)
        return book.say(text, item.effect.evidence or item.critere.evidence, item.critere, role)

    def _place_reasons(self, decision: Decision, book: Book) -> list[str]:
        shown = [
            item
            for item in decision.places
            if item.effect.phase and decision.phases.get(item.effect.phase) is item.effect.degree
        ]
        return [self._effect(item, book, f"phase:{item.effect.phase}", Profile()) for item in shown]

    def _next_degree(self, degree: Degree, book: Book) -> str:
        above = degree.shifted(1)
        fiche = self._degres.get(above) if above else None
        if above is None or fiche is None:
            return ""
        marker = _marker(fiche, "décision")
        text = f"Le degré suivant, {above.value}, supposerait davantage : {_lower(marker.text)}" if marker else ""
        return book.say(text, marker.evidence, fiche, "pas-plus") if marker else ""

    def _why_not_less(self, decision: Decision, degree: Degree, book: Book, profile: Profile) -> list[str]:
        if decision.floor and decision.floor.degree is degree:
            fiche = self._fiches[decision.floor.obligation]
            if isinstance(fiche, RegleLocale):
                return [book.say(pledged(fiche, fiche.statement), fiche.evidence, fiche, "pas-moins")]
            return [book.say(f"La loi l'impose : {_lower(fiche.statement)}", fiche.evidence, fiche, "pas-moins")]
        below = degree.shifted(-1)
        pulls = [
            item for item in decision.pulls if item.effect.degree and below and item.effect.degree.rank > below.rank
        ]
        if pulls:
            item = pulls[0]
            lower = below.value if below else ""
            text = f"En dessous, au degré {lower}, ce que vous cherchez ne serait pas servi. {_reason(item, profile)}"
            return [book.say(text, item.effect.evidence or item.critere.evidence, item.critere, "pas-moins")]
        return []

    def _summary(self, case: Case) -> str:
        decision = case.decision
        if decision.floor and decision.degree is decision.floor.degree and decision.pull is not decision.degree:
            if decision.floor.origin == "local":
                return "Votre collectivité s'est engagée à ce degré pour un projet tel que vous le décrivez."
            return "La loi impose ce degré au projet tel que vous le décrivez."
        limited = decision.ceiling is decision.degree
        lead = decision.ceilings if limited and decision.ceiling is not decision.pull else decision.pulls
        chosen = _said(lead) + (_said(decision.ceilings) if limited else [])
        chosen.sort(key=lambda item: bool(item.deduced(case.profile)))
        return _reason(chosen[0], case.profile) if chosen else ""

    def _counterfactuals(self, case: Case) -> tuple[Counterfactual, ...]:
        """The changes told: two a degree at most, those on what is known of the project first."""
        told: dict[Degree, int] = {}
        found: list[Counterfactual] = []
        for change in sorted(case.changes, key=lambda change: (len(change.settings), self._remote(change, case))):
            if told.get(change.degree, 0) < EACH_DEGREE:
                told[change.degree] = told.get(change.degree, 0) + 1
                settings = tuple(self._setting(setting) for setting in change.settings)
                found.append(Counterfactual(settings=settings, degree=change.degree, text=_tipping(settings, change)))
        return tuple(found[:COUNTERFACTUALS])

    def _remote(self, change: Change, case: Case) -> tuple[int, int]:
        """How far a change is: in degrees, then in steps between the known values of its facts and the new ones."""
        advised = case.decision.degree
        gap = abs(change.degree.rank - advised.rank) if advised else 0
        steps = 0
        for setting in change.settings:
            values = list(self._facts[setting.fact].values())
            known = [values.index(value) for value in case.profile.values(setting.fact) if value in values]
            place = values.index(setting.value) if setting.value else 0
            steps += min((abs(place - rank) for rank in known), default=UNKNOWN_FACT)
        return gap, steps

    def _setting(self, setting: Changed) -> Setting:
        definition = self._facts[setting.fact]
        label = definition.value_label(setting.value) if setting.value else _measure(setting, definition)
        return Setting(
            fact=setting.fact,
            fact_label=definition.label,
            value=setting.value,
            value_label=label,
            number=setting.number,
        )

    def _alert(self, raised: Raised, book: Book) -> Alert:
        """An alert that states a fact is firm only when that fact was stated; else it is a point to check."""
        fiche = self._fiches[raised.alert]
        if not isinstance(fiche, Alerte):
            raise ValueError(f"{raised.alert} is not an alert")
        firm, title = not raised.deduced, raised.title or fiche.title
        names = ", ".join(self._facts[name].label.lower() for name in raised.deduced)
        doubt = f"{TO_CONFIRM}{_lower(title)}. Déduit de l'ensemble de votre texte ({names}), pas dit."
        return Alert(
            id=raised.alert,
            title=f"{title}. {raised.reason}" if firm else doubt,
            statement=book.say(fiche.statement, fiche.evidence, fiche, "alerte"),
            severity=fiche.severity if firm else "attention",
            to_confirm=not firm,
            levers=fiche.levers,
        )

    def pitfalls(self, case: Case, book: Book) -> tuple[Card, ...]:
        """The freins to expect, those whose conditions hold for this project first."""
        freins = [fiche for fiche in self._fiches.values() if isinstance(fiche, Frein)]
        bonus = {frein.id: COMMON for frein in freins if frein.family in COMMON_FAMILIES}
        for identifier, basis in self._linked(self._advised(case), "frein"):
            bonus[identifier] = bonus.get(identifier, 0.0) + LINKED[basis]
        chosen = self._ranked(freins, case, PITFALLS, bonus)
        return tuple(
            Card(
                fiche=frein.id,
                title=frein.title,
                statements=_ids([book.say(frein.statement, frein.evidence, frein, "frein")]),
                why=why,
                action=frein.advice,
                links=tuple(self._graph.near(frein.id, "levier")),
            )
            for frein, why in chosen
        )

    def levers(self, case: Case, pitfalls: Sequence[Card], book: Book) -> tuple[Card, ...]:
        """The leviers that answer the alerts and pitfalls shown, and those made for this project."""
        wanted: dict[str, float] = {}
        for position, raised in enumerate(case.decision.alerts):
            fiche = self._fiches[raised.alert]
            for identifier in getattr(fiche, "levers", ()):
                wanted[identifier] = wanted.get(identifier, 0.0) + ALERT / (1 + position)
        shown = {card.fiche for card in pitfalls}
        leviers = [fiche for fiche in self._fiches.values() if isinstance(fiche, Levier)]
        for identifier, basis in self._linked([card.fiche for card in pitfalls], "levier"):
            wanted[identifier] = wanted.get(identifier, 0.0) + ANSWERS[basis]
        chosen = self._ranked(leviers, case, LEVERS, wanted)
        return tuple(
            Card(
                fiche=levier.id,
                title=levier.title,
                statements=_ids([book.say(levier.statement, levier.evidence, levier, "levier")]),
                why=self._answers(levier, shown) or why,
                action=levier.first_step,
                links=(*self._graph.near(levier.id, "frein"), *self._graph.near(levier.id, "pratique")),
            )
            for levier, why in chosen
        )

    def _answers(self, levier: Levier, shown: set[str]) -> str:
        titles = [self._fiches[frein].title for frein in self._graph.near(levier.id, "frein") if frein in shown]
        return f"Répond à : {' ; '.join(title[:1].lower() + title[1:] for title in titles[:2])}." if titles else ""

    def practices(self, case: Case, levers: Sequence[Card], book: Book) -> tuple[Card, ...]:
        """Similar practices told by the sources: at this degree or near it, and that show the leviers advised."""
        pratiques = [fiche for fiche in self._fiches.values() if isinstance(fiche, Pratique)]
        bonus = {fiche.id: (0.5 if fiche.degree is case.decision.degree else 0.0) for fiche in pratiques}
        for identifier, basis in self._linked([card.fiche for card in levers[:SHOWN_LEVERS]], "pratique"):
            bonus[identifier] += LINKED[basis]
        chosen = self._ranked(pratiques, case, PRACTICES, bonus)
        return tuple(
            Card(
                fiche=fiche.id,
                title=fiche.title,
                statements=_ids([book.say(fiche.statement, fiche.evidence, fiche, "pratique")]),
                why=self._told_by(fiche, levers),
                action=fiche.lesson,
                links=tuple(self._graph.near(fiche.id, "levier")),
            )
            for fiche, _ in chosen
        )

    def _told_by(self, fiche: Pratique, levers: Sequence[Card]) -> str:
        """Who did it, in which policy, at which degree, and the advised levier it shows."""
        shown = self._graph.near(fiche.id, "levier")
        titles = [card.title for card in levers if card.fiche in shown][:1]
        parts = [fiche.direction, fiche.policy, fiche.degree.value]
        return " · ".join([part for part in parts if part] + [f"montre : {_lower(title)}" for title in titles])

    def _advised(self, case: Case) -> list[str]:
        fiche = self._degres.get(case.decision.degree) if case.decision.degree else None
        return [fiche.id] if fiche else []

    def _linked(self, identifiers: Sequence[str], kind: str) -> Iterator[tuple[str, Basis]]:
        """The fiches of a kind that the links lead to, once for each fiche they are reached from."""
        for identifier in identifiers:
            yield from self._graph.near(identifier, kind).items()

    def _ranked(
        self, fiches: Sequence[_Kind], case: Case, most: int, bonus: Mapping[str, float] | None = None
    ) -> list[tuple[_Kind, str]]:
        scored: list[tuple[float, str, _Kind, str]] = []
        for fiche in fiches:
            share, why = self._fit(fiche, case.profile)
            degrees = getattr(fiche, "degrees", ())
            proper = PROPER if case.decision.degree in degrees else (IMPROPER if degrees else 0.0)
            found = WORDS * case.relevance.get(fiche.id, 0.0)
            score = share + proper + found + (bonus or {}).get(fiche.id, 0.0)
            scored.append((score, fiche.id, fiche, why))
        scored.sort(key=lambda item: (-item[0], item[1]))
        return [(fiche, why) for score, _, fiche, why in scored[:most] if score > 0.4]

    def _fit(self, fiche: Fiche, profile: Profile) -> tuple[float, str]:
        """How well the conditions of a fiche hold: rarer facts (risks) weigh more than common ones."""
        best, why = 0.0, ""
        for condition in fiche.applies:
            if evaluate(condition, profile) is not True:
                continue
            facts = condition.facts()
            weight = max((_WEIGHTS.get(name, 0.5) for name in facts), default=0.5) + 0.1 * (len(facts) - 1)
            if weight > best:
                best, why = weight, self._because(condition.text, facts, profile)
        return best, why

    def _because(self, text: str, facts: Sequence[str], profile: Profile) -> str:
        if text:
            because = "Parce qu'" if fold(text[:1]).text in "aeiouy" else "Parce que "
            return f"{because}{_lower(text)}.".replace("..", ".")
        known = [fact for name in facts if (fact := profile.get(name))]
        told = [word for fact in known for word in fact.words if fact.status is FactStatus.STATED]
        if told:
            return f"Vous écrivez « {told[0]} »."
        if not known:
            return ""
        definition = self._facts[known[0].name]
        labels = ", ".join(definition.value_label(value) for value in known[0].values)
        return f"Compris : {definition.label.lower()} : {labels}."


_WEIGHTS = {
    "risque": 1.0,
    "public": 0.7,
    "objet": 0.8,
    "moyens": 0.9,
    "reponse": 0.9,
    "annonce": 0.7,
    "decision": 0.8,
    "temps": 0.8,
    "delai": 0.8,
    "profil": 0.6,
    "domaine": 0.6,
    "marge": 0.6,
    "decideur": 0.5,
    "but": 0.5,
    "phase": 0.3,
    "porteur": 0.2,
}


def _tipping(settings: Sequence[Setting], change: Change) -> str:
    said = " et ".join(f"« {setting.fact_label.lower()} » devenait « {setting.value_label} »" for setting in settings)
    return f"Si {said}, le conseil serait : {change.degree.value}."


def _measure(setting: Changed, definition: FactDefinition) -> str:
    return f"{setting.number or 0:g} {definition.unit}".strip()


def _limits(decision: Decision, degree: Degree) -> bool:
    return decision.ceiling is not None and decision.ceiling.rank <= degree.rank


def _said(items: Sequence[Applied]) -> list[Applied]:
    kept: list[Applied] = []
    for item in items:
        if item.effect.reason and all(item.effect.reason != other.effect.reason for other in kept):
            kept.append(item)
    return kept[:3]


def _reason(item: Applied, profile: Profile) -> str:
    """The reason of an effect; one that rests on a deduced fact says so, it asserts nothing in the user's place."""
    if item.deduced(profile):
        return f"{TO_CONFIRM}{_lower(item.effect.reason)}"
    return item.effect.reason


def _legal(floor: Floor) -> Degree | None:
    return floor.degree if floor.origin == "loi" else floor.legal


def _ids(found: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(identifier for identifier in found if identifier))


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _marker(fiche: Degre, aspect: str) -> Detail | None:
    return next((detail for detail in fiche.details if detail.aspect.lower().startswith(aspect[:5])), None)


def next_questions(
    profile: Profile,
    changes: Sequence[Change],
    facts: Mapping[str, FactDefinition],
    missing: Sequence[str] = (),
    alerts: Sequence[Raised] = (),
) -> tuple[Question, ...]:
    """What to ask next, two at most.

    First the deduced facts that an alert rests on, then the unknown ones whose answer would move the
    degree most, then those the law waits for.
    """
    power: dict[str, int] = {name: CHECK_FIRST for raised in alerts for name in raised.deduced if name in facts}
    for change in changes:
        if len(change.settings) > 1:  # a fact that does not suffice is not the one to ask first
            continue
        name = change.settings[0].fact
        fact = profile.get(name)
        if fact is None or fact.status is FactStatus.INFERRED:
            power[name] = power.get(name, 0) + (2 if fact is None else 1)
    names = sorted(power, key=lambda name: (-power[name], facts[name].order))
    names += [name for name in missing if name not in names and name in facts]
    return tuple(question(facts[name]) for name in names[:QUESTIONS])


def opening_questions(facts: Mapping[str, FactDefinition]) -> tuple[Question, ...]:
    """What to ask when nothing allows an advice: the deciding facts, in their order."""
    ordered = sorted((facts[name] for name in DECIDING if name in facts), key=lambda definition: definition.order)
    return tuple(question(definition) for definition in ordered[:QUESTIONS])


def question(definition: FactDefinition) -> Question:
    """A fact as a question, with its clickable answers."""
    options = tuple((value, definition.value_label(value)) for value in definition.values())
    return Question(fact=definition.name, text=definition.question, why=definition.why, options=options)


def as_fact(definition: FactDefinition, values: Sequence[str], number: float | None = None) -> Fact:
    """A fact set by hand."""
    return Fact(name=definition.name, values=tuple(values), number=number, status=FactStatus.CORRECTED)


def understood(fact: Fact, definition: FactDefinition) -> UnderstoodFact:
    """A fact as shown and corrected."""
    labels = tuple(definition.value_label(value) for value in fact.values)
    return UnderstoodFact(
        name=fact.name,
        label=definition.label,
        values=fact.values,
        value_labels=labels,
        words=fact.words,
        status=_STATUS[fact.status],
        number=fact.number,
        unit=definition.unit,
    )


_STATUS: dict[FactStatus, Literal["stated", "inferred", "corrected", "unknown"]] = {
    FactStatus.STATED: "stated",
    FactStatus.INFERRED: "inferred",
    FactStatus.CORRECTED: "corrected",
    FactStatus.UNKNOWN: "unknown",
}
