"""Where the law of the fiches stands: what is old, what was never read, what differs, what to read again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from advisor.domain.fiche import Obligation, Reference
from advisor.domain.freshness import Freshnesses
from advisor.legifrance.api import on_legifrance
from advisor.legifrance.compare import Known, fingerprint, same_words
from advisor.legifrance.review import Review, freshnesses, reviews
from advisor.legifrance.state import ORIGIN, FollowUp, Key, Run


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldText:
    """A text of an article at hand: the day of its data, where it comes from, its words, its id if known."""

    read_on: str
    origin: str
    text: str
    legi_id: str = ""

    def known(self) -> Known:
        """The same, as the comparison needs it."""
        return Known(date=self.read_on, fingerprint=fingerprint(self.text), received=self.origin == ORIGIN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Aged:
    """A reference whose text was read, or last verified, too long ago."""

    code: str
    article: str
    version: str
    checked: str
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AgedFiche:
    """A fiche with its references that are too old, the oldest first."""

    fiche: str
    title: str
    references: tuple[Aged, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A reference that rests on memory or on a fact taken elsewhere, and how far it is trusted.

    `checked` is the day Légifrance was last found to say what was read, empty when it was not.
    """

    code: str
    article: str
    version: str
    confidence: str
    checked: str
    fiches: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """An article whose text is not the same in two sources at hand."""

    code: str
    article: str
    sources: tuple[str, ...]
    fiches: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """An article that Légifrance was asked for in vain, or that it does not hold."""

    code: str
    article: str
    day: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LawStatus:
    """The whole report. `compared` is False when there is no index: differences are then not looked for."""

    today: str
    max_age_days: int
    obligations: int
    articles: int
    verified: int
    old: tuple[AgedFiche, ...]
    unread: tuple[Unread, ...]
    differences: tuple[Difference, ...]
    compared: bool
    reviews: tuple[Review, ...]
    unanswered: tuple[Unanswered, ...]
    outside: tuple[Unanswered, ...]
    last: Run | None
    last_complete: str
    to_review: bool


def status(
    obligations: Sequence[Obligation],
    follow_up: FollowUp,
    received: Mapping[Key, Mapping[str, Any]],
    held: Mapping[Key, Sequence[HeldText]] | None,
    today: str,
    max_age_days: int,
) -> LawStatus:
    """The report on obligations, from the follow-up, the texts received and those at hand (None without index)."""
    known = freshnesses(obligations, follow_up)
    to_read = reviews(obligations, follow_up, received)
    users = _users(obligations)
    return LawStatus(
        today=today,
        max_age_days=max_age_days,
        obligations=len(obligations),
        articles=len(users),
        verified=sum(entry.asked != "" for entry in follow_up.entries.values()),
        old=tuple(_old(obligations, known, today, max_age_days)),
        unread=tuple(_unread(obligations, known, users)),
        differences=tuple(_differences(users, received, held or {})),
        compared=held is not None,
        reviews=tuple(to_read),
        unanswered=tuple(
            Unanswered(code=entry.code, article=entry.article, day=entry.failed, reason=entry.failure)
            for _, entry in sorted(follow_up.entries.items())
            if entry.failed
        ),
        outside=tuple(
            Unanswered(code=code, article=article, day="", reason="hors de Légifrance : à vérifier sur EUR-Lex")
            for code, article in sorted(users)
            if not on_legifrance(code)
        ),
        last=follow_up.last,
        last_complete=follow_up.last_complete,
        to_review=bool(to_read) or bool(follow_up.last and follow_up.last.failed),
    )


def _users(obligations: Iterable[Obligation]) -> dict[Key, tuple[str, ...]]:
    """The fiches that rest on each article."""
    found: dict[Key, list[str]] = {}
    for obligation in obligations:
        for reference in obligation.references:
            found.setdefault((reference.code, reference.article), []).append(obligation.id)
    return {key: tuple(dict.fromkeys(fiches)) for key, fiches in found.items()}


def _old(obligations: Iterable[Obligation], known: Freshnesses, today: str, max_age_days: int) -> Iterator[AgedFiche]:
    found = []
    for obligation in obligations:
        aged = [age for reference in obligation.references if (age := _aged(reference, known, today))]
        old = sorted((age for age in aged if age.days > max_age_days), key=lambda age: (-age.days, age.article))
        if old:
            found.append(AgedFiche(fiche=obligation.id, title=obligation.title, references=tuple(old)))
    yield from sorted(found, key=lambda fiche: (-fiche.references[0].days, fiche.fiche))


def _aged(reference: Reference, known: Freshnesses, today: str) -> Aged | None:
    """The age of a reference, counted from the last time it was found unchanged; None when it was never read."""
    if not reference.version:
        return None
    checked = _checked(reference, known)
    day = max(reference.version, checked)
    days = (dt.date.fromisoformat(today) - dt.date.fromisoformat(day)).days
    return Aged(code=reference.code, article=reference.article, version=reference.version, checked=checked, days=days)


def _checked(reference: Reference, known: Freshnesses) -> str:
    """The day a reference was last found unchanged, empty when it was not."""
    freshness = known.get((reference.code, reference.article, reference.version))
    return freshness.checked if freshness and freshness.outcome == "inchangé" else ""


def _unread(
    obligations: Iterable[Obligation], known: Freshnesses, users: Mapping[Key, tuple[str, ...]]
) -> Iterator[Unread]:
    seen = set()
    for obligation in obligations:
        for reference in obligation.references:
            unsure = not reference.version or reference.confidence != "haute"
            mark = (reference.code, reference.article, reference.version, reference.confidence)
            if unsure and mark not in seen:
                seen.add(mark)
                why = reference.note or ("texte jamais lu" if not reference.version else "texte lu, à confirmer")
                yield Unread(
                    code=reference.code,
                    article=reference.article,
                    version=reference.version,
                    confidence=reference.confidence,
                    checked=_checked(reference, known),
                    fiches=users[reference.code, reference.article],
                    why=why,
                )


def _differences(
    users: Mapping[Key, tuple[str, ...]],
    received: Mapping[Key, Mapping[str, Any]],
    held: Mapping[Key, Sequence[HeldText]],
) -> Iterator[Difference]:
    """Articles whose texts at hand, with the one received, do not all say the same."""
    for key in sorted({*held, *received}):
        texts = list(held.get(key, ()))
        if row := received.get(key):
            text = HeldText(read_on="", origin=str(row.get("origin") or ""), text=str(row["text"]))
            if not any(same_words(text.text, other.text) for other in texts if other.origin == ORIGIN):
                texts.append(text)
        if any(not same_words(texts[0].text, other.text) for other in texts[1:]):
            said = tuple(_said(text) for text in texts)
            yield Difference(code=key[0], article=key[1], sources=said, fiches=users.get(key, ()))


def _said(text: HeldText) -> str:
    origin = text.origin or "source sans nom"
    return f"{origin} ({text.read_on})" if text.read_on else origin
