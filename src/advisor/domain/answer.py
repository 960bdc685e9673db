"""The one object that carries every answer; page, command line and exports are views of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from advisor.domain.assistance import Assisted
from advisor.domain.degree import Degree
from advisor.domain.dialogue import Act, Audience, Part
from advisor.domain.prose import Prose

Kind = Literal["recommendation", "legal", "content", "abstention", "clarification"]
Verdict = Literal["oui", "non", "dépend"]
Event = Literal["décision", "échéance"]
THE: dict[Event, str] = {"décision": "la décision", "échéance": "l'échéance"}
"""The day a calendar is laid back from, as one names it."""
OWN_RULE = {"fr": "Votre collectivité, elle,", "en": "Your own organisation, though,"}
"""How the headline of a legal answer begins what it adds of the organisation's own rule, after the law."""
Origin = Literal["loi", "local"]
"""Who imposes: the law, or the organisation on itself (its charter, its deliberations)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """How a statement was checked against its citations; a statement never leaves unsupported."""

    status: Literal["quoted", "supported", "unsupported"]
    by: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement:
    """A sentence shown to the user. `role` tells where it belongs in the answer.

    `fiche` is the entry that says it and `subject` its title; both are empty for a quotation.
    """

    id: str
    text: str
    citations: tuple[str, ...]
    check: Check
    role: str = ""
    fiche: str = ""
    subject: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Citation:
    """Where a statement comes from, as the reader opens it.

    `quote` is the run of the user's own copy that the anchor locates (null without the full
    text), with `before` and `after` for context; `fiche` is the entry that carries the locator.
    `label` is the short text of the mark.
    """

    id: str
    source: str
    source_title: str
    section: str
    page: str
    anchor: str
    label: str
    address: str
    fiche: str = ""
    passage_id: str = ""
    page_index: int | None = None
    quote: str | None = None
    before: str = ""
    after: str = ""
    version: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class UnderstoodFact:
    """One understood fact, as shown and corrected; `by` is « modèle » for one that only a chat model read."""

    name: str
    label: str
    values: tuple[str, ...]
    value_labels: tuple[str, ...]
    words: tuple[str, ...]
    status: Literal["stated", "inferred", "corrected", "unknown"]
    number: float | None = None
    unit: str = ""
    by: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Setting:
    """A fact set to a value, or to a measure in its unit."""

    fact: str
    fact_label: str
    value: str
    value_label: str
    number: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Counterfactual:
    """A smallest change that would move the degree: facts set together, none of which suffices alone."""

    settings: tuple[Setting, ...]
    degree: Degree
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Alert:
    """Something the project lead must hear before anything else.

    `to_confirm` when it rests on a fact that was deduced: its title then asks instead of stating.
    """

    id: str
    title: str
    statement: str
    severity: Literal["grave", "attention"]
    to_confirm: bool = False
    levers: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Recommendation:
    """The advised degree. Reasons and counter-reasons are ids of statements.

    `floor`, `ceiling` and `pull` are the three forces of the decision, None when nothing sets
    them; `floor_origin` says who sets the floor, `legal_floor` what the law alone imposes; `matrix`
    gives a degree per public and phase.
    """

    degree: Degree
    confidence: Literal["forte", "moyenne", "faible"]
    summary: str
    phases: dict[str, Degree]
    matrix: dict[str, dict[str, Degree]]
    floor: Degree | None
    ceiling: Degree | None
    pull: Degree | None
    reasons: tuple[str, ...]
    why_not_more: tuple[str, ...]
    why_not_less: tuple[str, ...]
    counterfactuals: tuple[Counterfactual, ...]
    alerts: tuple[Alert, ...]
    floor_origin: Origin | None = None
    legal_floor: Degree | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Card:
    """A pitfall, lever or practice put forward for this project.

    `why` says why here; `action` what to do about it; `links` are ids of related fiches.
    """

    fiche: str
    title: str
    statements: tuple[str, ...]
    why: str = ""
    action: str = ""
    links: tuple[str, ...] = ()


EXCEPTION = "Sauf si "
"""How the text of an exception begins; views say it in their own words."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ConditionResult:
    """A legal condition, ticked, crossed or open; an exception that does not hold is ticked."""

    text: str
    truth: Literal["remplie", "non remplie", "à savoir"]
    article: str = ""
    fact: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class LegalReference:
    """An article, the date of the text read, and where to read it today.

    `checked` is the day it was last found unchanged on Légifrance, empty when it was not.
    """

    code: str
    article: str
    legal_id: str
    version: str
    confidence: Literal["haute", "moyenne", "basse"]
    address: str
    warning: str = ""
    checked: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class LegalStep:
    """A duration set by an article: `said` writes length, unit and bound in words."""

    what: str
    said: str
    place: Literal["avant la décision", "après la décision"]
    article: str


@dataclass(frozen=True, kw_only=True, slots=True)
class CalendarLine:
    """A step between two dates (ISO): from which fiche, by which article when the law sets it, and for how long.

    `kind` tells what the law imposes from what is advised; an advised step has the id of the `statement` that
    carries it, what it `produces`, and the days `spared` on it where it was lightened. `first` and `last` are
    its days counted from the decision, negative before it (None in answers of law); without a date for the
    decision, `start` and `end` are empty and they alone tell.
    """

    fiche: str
    title: str
    what: str
    said: str
    article: str
    start: str
    end: str
    place: Literal["avant la décision", "après la décision"]
    kind: Literal["loi", "conseil"] = "loi"
    statement: str = ""
    produces: str = ""
    spared: int = 0
    first: int | None = None
    last: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Lightening:
    """A step that can be lightened: how, what is lost, the days it gives; the id of the statement that says it.

    `needed` when the calendar was laid with it.
    """

    what: str
    how: str
    lost: str
    days: int
    needed: bool
    statement: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Preparation:
    """How the steps of the advised degree hold before the decision.

    They take `days`, `least` when lightened at most, and the law adds `after` where its procedure follows them.
    `short` is what the whole approach lacks in days, `left` what is still lacking once lightened; `lighten` says
    what to lighten, in order. Where it does not hold even so, `holds` is the highest degree that does (None when
    none does, or when the law imposes more), `light_from` and `full_from` the first dates of decision (ISO) at
    which the advised one would, lightened or whole. `summary` and `advice` say it in words.
    """

    degree: Degree
    days: int
    least: int
    after: int
    short: int
    left: int
    lighten: tuple[Lightening, ...]
    holds: Degree | None
    light_from: str
    full_from: str
    summary: str
    advice: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Calendar:
    """Steps laid backwards from the date of the decision: those of the law, and those of the advised degree.

    `start` is the latest day to begin, `short` how many days are lacking today (0: none), lightened steps
    included. In a recommendation `preparation` says how the advised steps hold and `today` what day it was;
    without a date, `decision` and `start` are empty. `event` is « échéance » when the day is not said to be a
    decision's (an opening, works) or when the decision is taken: what precedes it is laid the same way.
    """

    decision: str
    start: str
    short: int
    lines: tuple[CalendarLine, ...]
    today: str = ""
    preparation: Preparation | None = None
    event: Event = "décision"


@dataclass(frozen=True, kw_only=True, slots=True)
class ObligationResult:
    """What a rule of law, or one that the organisation set itself (`origin`), gives for this project or question.

    A local rule has « engagement » for force, its document for code, a section of it for article, no reference.

    `relations` are ids of statements that say what it does to the other rules shown; `waived_by` is the
    fiche of the rule that sets it aside here, empty when none does.
    """

    fiche: str
    title: str
    force: str
    code: str
    article: str
    legal_id: str
    verdict: Verdict
    degree: Degree | None
    bound: str
    conditions: tuple[ConditionResult, ...]
    missing: tuple[str, ...]
    references: tuple[LegalReference, ...]
    statements: tuple[str, ...]
    timing: str = ""
    steps: tuple[LegalStep, ...] = ()
    relations: tuple[str, ...] = ()
    waived_by: str = ""
    publicity: str = ""
    report: str = ""
    consequence: str = ""
    address: str = ""
    origin: Origin = "loi"


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """What to ask next, why it would change the advice, and the answers one can click."""

    fact: str
    text: str
    why: str
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Engine:
    """What made the answer: versions of all that decides, and timings in milliseconds.

    `local` is the version of the organisation's own rules, empty without any; `knowledge` covers them too.
    """

    software: str
    knowledge: str
    index: str
    decision: str
    encoder: str
    prompt: str | None = None
    model: str | None = None
    timings_ms: dict[str, float] = field(default_factory=dict)
    local: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """A hypothesis beside the advice in force.

    `supposed` are the facts tried; `gone` and `come` the statements (ids) that only the advice in force, or only the
    hypothesis, makes. `pending`: the hypothesis can be adopted or left.
    """

    supposed: tuple[UnderstoodFact, ...]
    before: Degree | None
    after: Degree | None
    gone: tuple[str, ...] = ()
    come: tuple[str, ...] = ()
    pending: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Contradiction:
    """A fact said one way, then another without a word of correction; `now` is used until the user says which."""

    fact: str
    label: str
    before: str
    now: str
    before_words: str = ""
    now_words: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Move:
    """What a message did in its conversation.

    `project` is the rank, from 1, of the project the answer is about (0: none), among `projects`. `part` is what was
    asked for, `audience` who a summary is for, `target` the degree asked about; `borrowed` names the facts of the
    project that a question of law was read with.
    """

    act: Act
    project: int = 0
    projects: int = 0
    part: Part | Literal[""] = ""
    audience: Audience = ""
    target: Degree | None = None
    comparison: Comparison | None = None
    contradictions: tuple[Contradiction, ...] = ()
    borrowed: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """An answer, whole. Every citation id of a statement stands in `citations`."""

    id: str
    question: str
    language: Literal["fr", "en"]
    kind: Kind
    headline: str
    profile: tuple[UnderstoodFact, ...]
    recommendation: Recommendation | None
    pitfalls: tuple[Card, ...]
    levers: tuple[Card, ...]
    practices: tuple[Card, ...]
    verdict: Verdict | None
    obligations: tuple[ObligationResult, ...]
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    questions: tuple[Question, ...]
    nearby: tuple[Card, ...]
    engine: Engine
    calendar: Calendar | None = None
    prose: Prose | None = None
    assisted: Assisted | None = None
    move: Move | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """One result of a search: a passage of a text or a fiche, best first.

    `score` is in [0, 1]; `stages` is what each part of the score saw.
    """

    passage_id: str
    source: str
    section: str
    page: str
    text: str
    score: float
    fiche: str = ""
    stages: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class SearchResult:
    """The passages of a search."""

    id: str
    passages: tuple[Found, ...]
