"""Verdicts of readers on statements and on advice: who said what, what holds, where readers differ.

Pure functions of the `verdict` and `resolution` entries. Nothing is overwritten: the last verdict of a
reader counts, the earlier ones stay in the journal.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from advisor.domain.record import Entry
from advisor.errors import VerdictRefused

STATEMENT_VALUES = ("soutenu", "partiel", "non soutenu", "hors sujet")
"""Verdicts on a statement, from the best to the worst."""
ADVICE_VALUES = ("juste", "défendable", "faux")
"""Verdicts on the advice (or the whole answer), from the best to the worst."""
ADVICE = ""
"""What stands for a statement's id in a verdict on the advice."""
_HARM = {"soutenu": 0, "partiel": 1, "hors sujet": 2, "non soutenu": 3, "juste": 0, "défendable": 1, "faux": 2}

How = Literal["un lecteur", "accord", "résolution", "désaccord"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """What a verdict is on: a statement of an answer, or its advice when `statement` is empty."""

    answer: int
    statement: str = ADVICE

    @property
    def values(self) -> tuple[str, ...]:
        """The verdicts it can be given."""
        return STATEMENT_VALUES if self.statement else ADVICE_VALUES


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """The correction of a fiche that a reader proposes."""

    fiche: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """A reader's verdict, as its entry `number` holds it.

    `blind`: given before the reader could see what others said; `sample` is the entry of the sample it
    was read in (0: none).
    """

    number: int
    moment: str
    item: Item
    reader: str
    value: str
    comment: str = ""
    proposal: Proposal | None = None
    sample: int = 0
    blind: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Resolution:
    """What readers who differed agreed on; `between` are the entries of the verdicts it settles."""

    number: int
    moment: str
    item: Item
    author: str
    value: str
    comment: str
    between: tuple[int, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """The verdict that holds for an item, and what makes it hold.

    While readers differ, the most severe verdict holds: leaving a disagreement open never makes the
    figures better.
    """

    value: str
    how: How


class Judgements:
    """Every verdict and resolution of a journal, in order; never changed once made."""

    def __init__(self, entries: Iterable[Entry] = (), before: Judgements | None = None) -> None:
        """Those of some entries, after those of `before`.

        Other kinds, and entries whose content was removed, change nothing.
        """
        self._verdicts: dict[Item, tuple[Verdict, ...]] = dict(before._verdicts) if before else {}
        self._resolutions: dict[Item, tuple[Resolution, ...]] = dict(before._resolutions) if before else {}
        self._answers: dict[int, tuple[Item, ...]] = dict(before._answers) if before else {}
        for entry in entries:
            if entry.body is not None and entry.kind == "verdict":
                self._judge(read_verdict(entry, entry.body))
            elif entry.body is not None and entry.kind == "resolution":
                settled = read_resolution(entry, entry.body)
                self._resolutions[settled.item] = (*self._resolutions.get(settled.item, ()), settled)

    def _judge(self, verdict: Verdict) -> None:
        item = verdict.item
        if item not in self._verdicts:
            self._answers[item.answer] = (*self._answers.get(item.answer, ()), item)
        self._verdicts[item] = (*self._verdicts.get(item, ()), verdict)

    @property
    def items(self) -> list[Item]:
        """The items judged, by answer then in the order of their first verdict."""
        return [item for answer in self.answers for item in self._answers[answer]]

    @property
    def answers(self) -> list[int]:
        """The entries of the answers judged, at least in part."""
        return sorted(self._answers)

    def all(self, item: Item) -> tuple[Verdict, ...]:
        """Every verdict on an item, the earlier ones of a reader included."""
        return self._verdicts.get(item, ())

    def last(self, item: Item) -> dict[str, Verdict]:
        """The verdict that counts of each reader."""
        return {verdict.reader: verdict for verdict in self._verdicts.get(item, ())}

    def blind(self, item: Item) -> dict[str, Verdict]:
        """The last verdict each reader gave without having seen those of others: what agreement is measured on."""
        return {verdict.reader: verdict for verdict in self._verdicts.get(item, ()) if verdict.blind}

    def revealed(self, item: Item, reader: str) -> tuple[Verdict, ...]:
        """The verdicts of the others that a reader may see: none before giving one's own."""
        last = self.last(item)
        if reader not in last:
            return ()
        return tuple(verdict for name, verdict in last.items() if name != reader)

    def resolution(self, item: Item) -> Resolution | None:
        """The resolution that holds: the last one, unless a reader has said something else since."""
        made = self._resolutions.get(item)
        if not made:
            return None
        later = [verdict for verdict in self.last(item).values() if verdict.number > made[-1].number]
        return None if any(verdict.value != made[-1].value for verdict in later) else made[-1]

    def held(self, item: Item) -> Held | None:
        """The verdict that holds for an item; None when nobody judged it."""
        values = [verdict.value for verdict in self.last(item).values()]
        if not values:
            return None
        settled = self.resolution(item)
        if settled:
            return Held(value=settled.value, how="résolution")
        if len(set(values)) > 1:
            return Held(value=max(values, key=_HARM.__getitem__), how="désaccord")
        return Held(value=values[0], how="accord" if len(values) > 1 else "un lecteur")

    def disagreements(self) -> list[Item]:
        """Items on which readers differ and that nothing settles yet."""
        return [item for item in self.items if (held := self.held(item)) and held.how == "désaccord"]

    def of(self, answer: int) -> list[Item]:
        """The items judged of one answer."""
        return list(self._answers.get(answer, ()))


def read_verdict(entry: Entry, body: Mapping[str, Any]) -> Verdict:
    """The verdict of an entry."""
    proposal = body.get("proposal")
    return Verdict(
        number=entry.number,
        moment=entry.moment,
        item=Item(answer=entry.about, statement=body.get("statement", ADVICE)),
        reader=entry.author,
        value=body["value"],
        comment=body.get("comment", ""),
        proposal=Proposal(fiche=proposal["fiche"], text=proposal["text"]) if proposal else None,
        sample=body.get("sample", 0),
        blind=body.get("blind", True),
    )


def read_resolution(entry: Entry, body: Mapping[str, Any]) -> Resolution:
    """The resolution of an entry."""
    return Resolution(
        number=entry.number,
        moment=entry.moment,
        item=Item(answer=entry.about, statement=body.get("statement", ADVICE)),
        author=entry.author,
        value=body["value"],
        comment=body.get("comment", ""),
        between=tuple(body.get("between", ())),
    )


def verdict_body(
    judgements: Judgements,
    item: Item,
    reader: str,
    value: str,
    *,
    comment: str = "",
    proposal: Proposal | None = None,
    sample: int = 0,
) -> dict[str, Any]:
    """The body of a `verdict` entry. Raises VerdictRefused when it cannot be given.

    It is blind as long as the reader was shown no other verdict on the item.
    """
    _checked(item, reader, value)
    if proposal and not (proposal.fiche.strip() and proposal.text.strip()):
        raise VerdictRefused("La correction proposée est incomplète.", "Nommez la fiche et écrivez le texte proposé.")
    return {
        "statement": item.statement,
        "value": value,
        "comment": comment.strip(),
        "proposal": {"fiche": proposal.fiche.strip(), "text": proposal.text.strip()} if proposal else None,
        "sample": sample,
        "blind": not judgements.revealed(item, reader),
    }


def resolution_body(judgements: Judgements, item: Item, author: str, value: str, comment: str) -> dict[str, Any]:
    """The body of a `resolution` entry. Raises VerdictRefused when readers do not differ, or nothing says why."""
    _checked(item, author, value)
    if len({verdict.value for verdict in judgements.last(item).values()}) < 2:
        raise VerdictRefused("Les lecteurs ne se contredisent pas ici.", "Corrigez plutôt votre propre verdict.")
    if not comment.strip():
        raise VerdictRefused("Une résolution se justifie.", "Écrivez en une phrase ce qui a tranché.")
    between = sorted(verdict.number for verdict in judgements.last(item).values())
    return {"statement": item.statement, "value": value, "comment": comment.strip(), "between": between}


def _checked(item: Item, reader: str, value: str) -> None:
    if not reader.strip():
        raise VerdictRefused("Un verdict est signé.", "Indiquez votre nom de lecteur.")
    if value not in item.values:
        raise VerdictRefused(
            f"« {value} » n'est pas un verdict possible ici.", f"Choisissez : {', '.join(item.values)}."
        )
