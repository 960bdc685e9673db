"""Asks Légifrance for every article that a fiche rests on, and keeps whatever it answered.

Nothing obtained is lost: texts and follow-up are kept as it goes, a run that stops is gone on with by the
next one, and what was not answered is named.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from advisor.domain.fiche import Obligation
from advisor.domain.freshness import Outcome
from advisor.errors import LegifranceFailed, LegifranceQuota, LegifranceRefused
from advisor.legifrance import asking, state
from advisor.legifrance.api import Target, on_legifrance
from advisor.legifrance.asking import Post, Received, ended_on
from advisor.legifrance.compare import Known, fingerprint, judged
from advisor.legifrance.state import Entry, FollowUp, Key, ReadingOutcome, Run
from advisor.text import fold

RESUME_DAYS = 7
"""Days during which a run that stopped is gone on with; later, everything is asked again."""
SAVE_EVERY = 10
PATIENCE = 3
"""Articles in a row without an answer after which the others are not asked for."""
_WORST: tuple[Outcome, ...] = ("introuvable", "abrogé", "modifié", "non vérifié", "inchangé")

Progress = Callable[[str, int, int], None]
"""Told of what is asked for, its rank, and how many there are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """An article that fiches rest on, and the dates at which they read it."""

    target: Target
    versions: tuple[str, ...]

    @property
    def key(self) -> Key:
        """Code and article number."""
        return self.target.code, self.target.article


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a run is to ask for; `answered` was by the run it goes on with, `outside` is not on Légifrance."""

    todo: tuple[Wanted, ...]
    answered: tuple[Wanted, ...]
    later: tuple[Wanted, ...]
    outside: tuple[Wanted, ...]
    since: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a run gave: the follow-up and texts as kept, what was not answered and why, whether texts changed."""

    follow_up: FollowUp
    texts: Mapping[Key, Mapping[str, Any]]
    unanswered: tuple[tuple[Key, str], ...]
    texts_changed: bool

    @property
    def run(self) -> Run:
        """The summary of the run."""
        assert self.follow_up.last is not None  # noqa: S101 -- set by every run
        return self.follow_up.last


def wanted(obligations: Iterable[Obligation], known_ids: Mapping[Key, str]) -> list[Wanted]:
    """The articles that obligations rest on, each once, in order; `known_ids` are ids of versions known."""
    versions: dict[Key, list[str]] = {}
    ids: dict[Key, str] = {}
    for obligation in obligations:
        for reference in obligation.references:
            key = (reference.code, reference.article)
            versions.setdefault(key, []).append(reference.version)
            ids[key] = ids.get(key) or known_ids.get(key) or reference.legi_id
    return [
        Wanted(target=Target(*key, ids[key]), versions=tuple(sorted(set(versions[key])))) for key in sorted(versions)
    ]


def planned(
    articles: Sequence[Wanted], follow_up: FollowUp, day: str, only: str = "", limit: int | None = None
) -> Plan:
    """What to ask for today: all but what the run under way was already answered, within --only and --limit."""
    since = follow_up.since if follow_up.since and _age(follow_up.since, day) <= RESUME_DAYS else day
    inside = [item for item in articles if on_legifrance(item.target.code)]
    fresh = [item for item in inside if follow_up.since and _answered(follow_up.entries.get(item.key), since)]
    open_ = [item for item in inside if item not in fresh]
    chosen = [item for item in open_ if fold(only).text in fold(item.target.code).text] if only else open_
    todo = chosen[:limit] if limit is not None else chosen
    return Plan(
        todo=tuple(todo),
        answered=tuple(fresh),
        later=tuple(item for item in open_ if item not in todo),
        outside=tuple(item for item in articles if item not in inside),
        since=since,
    )


def _answered(entry: Entry | None, since: str) -> bool:
    return entry is not None and entry.asked >= since and not entry.failed


def _age(day: str, today: str) -> int:
    return (dt.date.fromisoformat(today) - dt.date.fromisoformat(day)).days


class Refresh:
    """One run, in the folder of documents. `held` gives the texts of an article that we hold, with their dates."""

    def __init__(
        self, post: Post, folder: Path, day: str, held: Callable[[Key], Sequence[Known]], progress: Progress
    ) -> None:
        self._post = post
        self._folder = folder
        self._day = day
        self._held = held
        self._progress = progress
        self._before = state.read(folder)
        self._entries = dict(self._before.entries)
        self._texts = state.read_texts(folder)
        self._texts_changed = False
        self._failures: dict[Key, str] = {}
        self._done: set[Key] = set()

    def run(self, plan: Plan) -> Result:
        """Asks for what is planned and keeps it. Never silent: a failure is in the result and in the follow-up.

        Raises LegifranceFailed when the follow-up itself cannot be written, and whatever was not foreseen,
        once what was obtained is kept.
        """
        stop: LegifranceFailed | None = None
        try:
            self._asked(plan)
        except LegifranceFailed as error:
            stop = error
        except KeyboardInterrupt:
            stop = LegifranceFailed("La mise à jour a été interrompue.", "Relancez « advisor law refresh ».")
            return self._closed(plan, stop, interrupted=True)
        except BaseException as error:
            stop = LegifranceFailed(f"Échec imprévu ({type(error).__name__}).", "Signalez-le-nous.")
            self._closed(plan, stop)
            raise
        return self._closed(plan, stop)

    def _asked(self, plan: Plan) -> None:
        silent = 0
        for rank, item in enumerate(plan.todo):
            self._progress(f"{item.target.code}, {item.target.article}", rank, len(plan.todo))
            try:
                received = asking.ask(self._post, item.target, self._day)
            except (LegifranceRefused, LegifranceQuota):
                raise
            except LegifranceFailed as error:
                self._note_failure(item.key, error)
                silent += 1
                if silent == PATIENCE:
                    raise
                continue
            silent = 0
            self._note(item, received)
            if len(self._done) % SAVE_EVERY == 0:
                self._save(replace(self._before, since=plan.since))

    def _note(self, item: Wanted, received: Received) -> None:
        key, old = item.key, self._entries.get(item.key, Entry(code=item.key[0], article=item.key[1]))
        texts = _united([*self._held(key), *old.texts])
        if received.kind == "en vigueur" and received.text:
            mark = fingerprint(received.text.text)
            version = received.text.version
            readings = tuple(self._reading(date, texts, mark, version.valid_from) for date in item.versions)
            last = max((known for known in texts if known.received), key=lambda known: known.date, default=None)
            if last is None or last.fingerprint != mark:
                texts = _united([*texts, Known(date=self._day, fingerprint=mark, received=True)])
            entry = replace(old, legi_id=version.id, valid_from=version.valid_from, valid_to=version.valid_to)
            self._keep_text(key, state.row(received.text, key, self._day), mark)
        else:
            outcome = received.kind if received.kind != "en vigueur" else "non vérifié"
            end = ended_on(received.text, self._day) if received.text else ""
            identifier = received.text.version.id if received.text else ""
            readings = tuple(ReadingOutcome(version=date, outcome=outcome, changed=None) for date in item.versions)
            if outcome == "abrogé":
                readings = tuple(replace(reading, changed=True) for reading in readings)
            entry = replace(old, legi_id=identifier, valid_from="", valid_to=end)
        worst: Outcome = min((reading.outcome for reading in readings), key=_WORST.index, default="non vérifié")
        self._entries[key] = replace(
            entry, asked=self._day, outcome=worst, readings=readings, texts=texts, failed="", failure=""
        )
        self._done.add(key)

    @staticmethod
    def _reading(version: str, texts: Sequence[Known], received: str, valid_from: str) -> ReadingOutcome:
        outcome, reason = judged(version, texts, received, valid_from)
        changed = {"inchangé": False, "modifié": True}.get(outcome)
        return ReadingOutcome(version=version, outcome=outcome, changed=changed, reason=reason)

    def _keep_text(self, key: Key, row: dict[str, Any], mark: str) -> None:
        """Keeps a text; the same words in the same version leave the row as it was: nothing is to index again."""
        old = self._texts.get(key)
        if old and old.get("legi_id") == row["legi_id"] and fingerprint(str(old["text"])) == mark:
            return
        self._texts[key] = row
        self._texts_changed = True

    def _note_failure(self, key: Key, error: LegifranceFailed) -> None:
        old = self._entries.get(key, Entry(code=key[0], article=key[1]))
        self._entries[key] = replace(old, failed=self._day, failure=error.message)
        self._failures[key] = error.message

    # --- the end ----------------------------------------------------------------------------------------------------

    def _closed(self, plan: Plan, stop: LegifranceFailed | None, interrupted: bool = False) -> Result:
        why = stop.message if stop else ""
        missed = [item.key for item in plan.todo if item.key not in self._done]
        unanswered = tuple((key, self._failures.get(key, f"pas demandé : {why}")) for key in missed)
        answered = len(self._done) + len(plan.answered)
        if interrupted:
            status = "interrompu"
        elif missed:
            status = "partiel" if answered else "échoué"
        else:
            status = "limite" if plan.later else "complet"
        first = next(iter(self._failures.values()), "")
        run = Run(
            started=plan.since,
            ended=self._day,
            status=status,  # type: ignore[arg-type]
            wanted=len(plan.todo) + len(plan.answered) + len(plan.later),
            answered=answered,
            unanswered=len(missed),
            failure=why or first,
            remedy=(stop.remedy if stop else "") or ("Relancez « advisor law refresh »." if missed else ""),
        )
        whole = status == "complet"
        follow_up = replace(
            self._before,
            last=run,
            since="" if whole else plan.since,
            last_complete=self._day if whole else self._before.last_complete,
        )
        return Result(
            follow_up=self._save(follow_up),
            texts=self._texts,
            unanswered=unanswered,
            texts_changed=self._texts_changed,
        )

    def _save(self, follow_up: FollowUp) -> FollowUp:
        whole = replace(follow_up, entries=dict(self._entries))
        state.write(self._folder, whole, self._texts)
        return whole


def _united(texts: Iterable[Known]) -> tuple[Known, ...]:
    return tuple(sorted(set(texts), key=lambda known: (known.date, known.fingerprint, known.received)))
