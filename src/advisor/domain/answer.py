"""The one object that carries every answer; page, command line and exports are views of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from advisor.domain.assistance import Assisted
from advisor.domain.degree import Degree
from advisor.domain.prose import Prose

Kind = Literal["recommendation", "legal", "content", "abstention", "clarification"]
Verdict = Literal["oui", "non", "dépend"]


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
class Counterfactual:
    """The smallest change of one fact that would move the degree."""

    fact: str
    fact_label: str
    value: str
    value_label: str
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
    them; `matrix` gives a degree per public and phase.
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
    """A legal step between two dates (ISO): from which rule, by which article, and how it is said there."""

    fiche: str
    title: str
    what: str
    said: str
    article: str
    start: str
    end: str
    place: Literal["avant la décision", "après la décision"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Calendar:
    """Legal steps laid backwards from the date of the decision.

    `start` is the latest day to begin, `short` how many days are lacking today (0: none).
    """

    decision: str
    start: str
    short: int
    lines: tuple[CalendarLine, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ObligationResult:
    """What a rule of law gives for this project or question.

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


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """What to ask next, why it would change the advice, and the answers one can click."""

    fact: str
    text: str
    why: str
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Engine:
    """What made the answer: versions of all that decides, and timings in milliseconds."""

    software: str
    knowledge: str
    index: str
    decision: str
    encoder: str
    prompt: str | None = None
    model: str | None = None
    timings_ms: dict[str, float] = field(default_factory=dict)


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
