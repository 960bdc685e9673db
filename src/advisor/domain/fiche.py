"""Entries of the knowledge base: what we state, in our own words, and where it comes from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from advisor.domain.condition import Condition
from advisor.domain.degree import Degree
from advisor.domain.place import Locator
from advisor.domain.procedure import Relation, Step
from advisor.domain.stage import Stage


@dataclass(frozen=True, kw_only=True, slots=True)
class Detail:
    """A further statement of a fiche with its own evidence; `aspect` names what it is about."""

    text: str
    evidence: tuple[Locator, ...]
    aspect: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """A number a source gives, held as data: `what` it counts, its value and its `unit`.

    `of` is the total when the source gives one (6 projects of 8). A year has the unit `année`. Its
    evidence stands where the number is written, in digits or in words: the check reads it there.
    """

    what: str
    value: float
    evidence: tuple[Locator, ...]
    unit: str = ""
    of: float | None = None

    def said(self) -> str:
        """The figure as one says it.

        >>> Figure(what="projets de plus d'un an", value=6, of=8, unit="projets", evidence=()).said()
        "Projets de plus d'un an : 6 projets sur 8."
        """
        unit = "" if self.unit in ("", YEAR) else f" {_agreed(self.unit, self.value)}"
        total = f" sur {_digits(self.of)}" if self.of is not None else ""
        shown = f"{self.value:.0f}" if self.unit == YEAR else _digits(self.value)
        return f"{self.what[:1].upper()}{self.what[1:]} : {shown}{unit}{total}."


YEAR = "année"


def _agreed(unit: str, value: float) -> str:
    """A unit of one word as it agrees with its number: plural from two on."""
    single = unit.endswith("s") and " " not in unit and unit not in _INVARIABLE
    return unit[:-1] if value < 2 and single else unit


_INVARIABLE = frozenset(["mois", "fois", "pays", "avis", "temps"])


def _digits(value: float) -> str:
    """A number in French: no useless decimals, a comma, thousands apart."""
    shown = f"{value:,.2f}".rstrip("0").rstrip(".")
    return shown.replace(",", "\u202f").replace(".", ",")


@dataclass(frozen=True, kw_only=True, slots=True)
class Caution:
    """What a reader must know of the sources themselves, said rather than smoothed.

    `désaccord`: two passages differ (both are cited); `numérotation`: a table or figure is
    misnumbered; `attribution`: an author or speaker is not named; `lacune`: something is announced
    and missing.
    """

    kind: Literal["désaccord", "numérotation", "attribution", "lacune"]
    text: str
    evidence: tuple[Locator, ...]

    def said(self) -> str:
        """The caution as a sentence that says what kind of caution it is."""
        word = self.text.split(" ", 1)[0]
        text = self.text[:1].lower() + self.text[1:] if word.lower() in _OPENERS else self.text
        alone = self.kind == "désaccord" and len({locator.source for locator in self.evidence}) == 1
        return f"{_ALONE if alone else _CAUTIONS[self.kind]} : {text}"


Part = Literal["statement", "detail", "figure", "disagreement", "caution"]
_PARTS: dict[str, Part] = {"désaccord": "disagreement"}
_ALONE = "La source ne s'accorde pas avec elle-même"
_OPENERS = frozenset(
    """
    le la les un une deux trois ce cet cette ces page pages aucun aucune rien selon dans sur notre il elle on seul
    seule son sa ses leur
    """.split()  # noqa: SIM905 -- a list of words reads better as words
)
"""Words that lose their capital after a colon; a name or initials keep theirs."""
_CAUTIONS = {
    "désaccord": "Les sources ne s'accordent pas",
    "numérotation": "Numérotation à vérifier",
    "attribution": "Attribution incertaine",
    "lacune": "À savoir",
}


@dataclass(frozen=True, slots=True)
class Told:
    """Something a fiche says, and the passages that carry it."""

    part: Part
    text: str
    evidence: tuple[Locator, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Link:
    """A link to another fiche, carried by a locator or marked as the team's own reading."""

    to: str
    basis: Literal["texte", "équipe"] = "équipe"
    evidence: tuple[Locator, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Review:
    """When a fiche was last read against its sources; a `brouillon` is checked but never served."""

    date: str
    state: Literal["relu", "à relire", "brouillon"] = "relu"


@dataclass(frozen=True, kw_only=True, slots=True)
class Fiche:
    """What every entry has.

    `statement` is one to four sentences; `questions` are ways people ask for it, `words`
    everyday words absent from it (both feed the search); `applies` tells for which projects the
    fiche matters (any of them); `figures` are its numbers as data, `cautions` what the sources
    contradict or leave out, `note` what the reader must know of our own reading.
    """

    id: str
    title: str
    title_en: str
    statement: str
    evidence: tuple[Locator, ...]
    review: Review
    details: tuple[Detail, ...] = ()
    figures: tuple[Figure, ...] = ()
    cautions: tuple[Caution, ...] = ()
    questions: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    applies: tuple[Condition, ...] = ()
    links: tuple[Link, ...] = ()
    note: str = ""

    @property
    def kind(self) -> str:
        """The kind of fiche, first part of its id (`frein.representativite` is a frein)."""
        return self.id.split(".", 1)[0]

    def told(self) -> tuple[Told, ...]:
        """Everything the fiche says that can be shown by itself: statement, details, figures, cautions."""
        return (
            Told("statement", self.statement, self.evidence),
            *(Told("detail", detail.text, detail.evidence) for detail in self.details),
            *(Told("figure", figure.said(), figure.evidence) for figure in self.figures),
            *(Told(_PARTS.get(caution.kind, "caution"), caution.said(), caution.evidence) for caution in self.cautions),
        )

    def locators(self) -> tuple[Locator, ...]:
        """Every locator of the fiche: statement, details, figures, cautions and links, in order."""
        parts: tuple[Detail | Figure | Caution | Link, ...] = (
            *self.details,
            *self.figures,
            *self.cautions,
            *self.links,
        )
        return (*self.evidence, *(locator for part in parts for locator in part.evidence), *self._own_locators())

    def _own_locators(self) -> tuple[Locator, ...]:
        return ()

    def own_texts(self) -> Iterator[tuple[str, str]]:
        """Sentences that only this kind of fiche has, with the key each stands at."""
        return iter(())


@dataclass(frozen=True, kw_only=True, slots=True)
class Degre(Fiche):
    """A degree: its rank on the scale, and markers held in `details` by aspect.

    Aspects: definition, décision, rôle, temps, formes, dû, risques, exemples. `stages` are the steps of an
    approach at this degree; their passages are not among the locators, so that a passage on clear language
    is not found by questions about the degree.
    """

    degree: Degree
    stages: tuple[Stage, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Frequency:
    """How often a frein is met, only when the source's text says it; `note` says what is missing."""

    value: str = ""
    note: str = ""
    evidence: tuple[Locator, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Frein(Fiche):
    """A pitfall: family of the synthesis or `mémoire`, frequency, and who is concerned.

    `concerned` holds institution, agents, usagers or élus; `concerned_basis` is `texte` when the
    source says so, `équipe` when it is our reading. `advice` is one sentence for the project lead.
    """

    family: Literal["terrain fertile", "consensus", "clés de l'action", "mémoire", "veille"]
    frequency: Frequency
    concerned: tuple[Literal["institution", "agents", "usagers", "élus"], ...]
    concerned_basis: Literal["texte", "équipe"]
    advice: str
    degrees: tuple[Degree, ...] = ()
    phases: tuple[str, ...] = ()

    def _own_locators(self) -> tuple[Locator, ...]:
        return self.frequency.evidence


@dataclass(frozen=True, kw_only=True, slots=True)
class Levier(Fiche):
    """A lever: the freins it answers, and the first gesture a project lead can make on Monday."""

    answers: tuple[str, ...]
    first_step: str
    degrees: tuple[Degree, ...] = ()
    phases: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Pratique(Fiche):
    """An action told by a source: by whom, in which policy, at which degree, what it teaches."""

    direction: str
    policy: str
    aim: str
    degree: Degree
    lesson: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Notion(Fiche):
    """A concept, public, phase, method, actor, date or figure the sources speak of."""

    value: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Effect:
    """What a criterion does when its condition holds.

    `role`: `plafond` (what can honestly be promised), `visée` (what the project seeks),
    `place` (the degree of one `phase` or `public`, once the headline degree is known as the
    fact `degre`) or `alerte`. `strength` ranks what is sought: only the strongest speak.
    `reason` is said to the user, in French; `evidence` carries it (else the fiche's own).
    """

    when: Condition
    role: Literal["plafond", "visée", "place", "alerte"]
    reason: str
    degree: Degree | None = None
    strength: int = 1
    phase: str = ""
    public: str = ""
    alert: str = ""
    evidence: tuple[Locator, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Critere(Fiche):
    """A criterion of decision: the fact it looks at, in which order, and its effects."""

    fact: str
    order: int
    effects: tuple[Effect, ...]

    def _own_locators(self) -> tuple[Locator, ...]:
        return tuple(locator for effect in self.effects for locator in effect.evidence)


@dataclass(frozen=True, kw_only=True, slots=True)
class Alerte(Fiche):
    """Something the project lead must hear first, and the levers that answer it."""

    severity: Literal["grave", "attention"]
    levers: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Reference:
    """An article of law as read.

    `code` is the name of the code or law, `article` its number, `version` the date of the text
    that was read (ISO), `confidence` haute, moyenne or basse, `address` where to read it today.
    """

    code: str
    article: str
    version: str
    confidence: Literal["haute", "moyenne", "basse"]
    address: str
    legi_id: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Obligation(Fiche):
    """A rule of law that imposes, allows or forbids a degree for a class of projects.

    `force`: obligation, faculté, garantie (owed when one chooses to involve) or interdiction.
    `trigger` opens the rule (its subject matter), `conditions` decide it; `exceptions` set it
    aside when true. `raises` marks a rule on the project itself, whose degree is then a floor; a
    rule that only sets up a standing body is due but raises nothing. `instead_of` names the rule
    (fiche id) in whose place this one comes when that one does not hold: asked about that rule, the
    answer is no, and this is owed. `steps` are its durations, `relations` what it does to other
    rules. `since` and `until` (ISO dates, the second excluded) bound the time it holds for, where
    the texts at hand say so.
    """

    domain: str
    force: Literal["obligation", "faculté", "garantie", "interdiction"]
    degree: Degree | None
    references: tuple[Reference, ...]
    bound: str
    trigger: Condition
    checked: str
    conditions: tuple[Condition, ...] = ()
    exceptions: tuple[Condition, ...] = ()
    timing: str = ""
    publicity: str = ""
    report: str = ""
    consequence: str = ""
    raises: bool = False
    instead_of: str = ""
    steps: tuple[Step, ...] = ()
    relations: tuple[Relation, ...] = ()
    since: str = ""
    until: str = ""

    def _own_locators(self) -> tuple[Locator, ...]:
        parts: tuple[Step | Relation, ...] = (*self.steps, *self.relations)
        return tuple(locator for part in parts for locator in part.evidence)

    @property
    def binds(self) -> bool:
        """Whether the rule imposes or forbids; a faculté or a garantie leaves the choice to involve."""
        return self.force in {"obligation", "interdiction"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Cue:
    """Phrases that show a value of a fact. See `understanding.cues` for their small grammar."""

    value: str
    phrases: tuple[str, ...]
    label: str = ""
    if_negated: str = ""
    weight: float = 1.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Inference:
    """A value deduced from other facts when nothing states it."""

    value: str
    when: Condition


@dataclass(frozen=True, kw_only=True, slots=True)
class FactDefinition:
    """A fact of a project: how it is named, asked, and recognised in words.

    `kind` is `choix` (one value), `liste` (several) or `nombre` (with `unit`). `order` ranks the
    questions to ask; `why` tells the user why the answer matters. For a choice, values are
    listed from the most to the least binding, and the most binding stated value prevails.
    """

    name: str
    label: str
    kind: Literal["choix", "liste", "nombre"]
    question: str
    why: str
    order: int
    unit: str = ""
    cues: tuple[Cue, ...] = ()
    inferences: tuple[Inference, ...] = ()

    def values(self) -> tuple[str, ...]:
        """The values the fact can take, each once, from the most to the least binding."""
        return tuple(dict.fromkeys(cue.value for cue in self.cues))

    def value_label(self, value: str) -> str:
        """How a value is said to the user."""
        return next((cue.label for cue in self.cues if cue.value == value and cue.label), value)
