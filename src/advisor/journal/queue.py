"""The auditor's queue as data: what to keep, in which order, and what a line shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Order = Literal["newest", "oldest"]
Opinion = Literal["", "positive", "negative"]
Status = Literal["unread", "read", "read-twice", "disputed", "resolved"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Filters:
    """What the queue keeps: every criterion given must hold, and any of its values will do.

    Empty means no criterion. `since` and `until` are days (AAAA-MM-JJ) or moments, both included. `kinds` are those
    of answers, and "error" for messages that ended in an error, which are left out unless asked for. `degrees` of
    the advice, `verdicts` of legal answers, `confidences` of the advice; `checks` the lowest automatic check of the
    answer's statements; `domains` the values of the project's fact « domaine »; `sources`, `fiches` and `passages`
    (identifiers) cited.
    `feedback`: "positive", "negative" or "none". `statuses`: how far the reading went. `judgements`: the worst of the
    readers' verdicts on the advice. `models`: the model that wrote, "none" for the embedded writer. `numbers`: of the
    entries. `unread_by`: a reader who has given no verdict on it. `words`: full text, each word a beginning, without
    accents.
    """

    since: str = ""
    until: str = ""
    kinds: tuple[str, ...] = ()
    degrees: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    fiches: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
    verdicts: tuple[str, ...] = ()
    confidences: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    feedback: tuple[str, ...] = ()
    statuses: tuple[Status, ...] = ()
    judgements: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    conversation: str = ""
    numbers: tuple[int, ...] | None = None
    unread_by: str = ""
    words: str = ""
    order: Order = "newest"


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One line of the queue: an answer or an error, and what became of it.

    `verdicts` counts the verdict entries and `readers` those who signed them; `judgement` is the worst of the
    readers' last verdicts on the advice. A purged entry keeps its number, its moment and its conversation alone.
    """

    number: int
    moment: str
    conversation: str
    turn: int
    kind: str
    language: str
    question: str
    headline: str
    degree: str
    confidence: str
    verdict: str
    check: str
    model: str
    milliseconds: float
    feedback: Opinion
    verdicts: int
    readers: int
    judgement: str
    status: Status
    purged: bool
    domains: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
