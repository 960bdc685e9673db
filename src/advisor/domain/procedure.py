"""How long the law makes a procedure last, and how one procedure bears on another, held as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from advisor.domain.place import Locator

Unit = Literal["jours", "semaines", "mois", "ans"]
Place = Literal["avant la décision", "après la décision"]
Bound = Literal["au moins", "au plus"]
LEAST: Bound = "au moins"
BEFORE: Place = "avant la décision"
RelationKind = Literal["dispense de", "remplace", "peut être jointe à", "précède", "complète", "cède devant"]
PRECEDES: RelationKind = "précède"


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One duration that a rule sets.

    `what` names the step as it is planned (« enquête publique », « avis du public »); `length` and
    `unit` are those the article writes, `bound` says whether it is a minimum or a maximum. Steps
    placed « avant la décision » follow one another by `order`, those of the same order run together;
    those « après la décision » are counted from it.
    """

    what: str
    length: int
    unit: Unit
    bound: Bound
    order: int
    article: str
    evidence: tuple[Locator, ...]
    place: Place = BEFORE

    def said(self) -> str:
        """The duration as one says it.

        >>> Step(what="Enquête", length=1, unit="mois", bound="au moins", order=1, article="", evidence=()).said()
        '1 mois au moins'
        >>> Step(what="Enquête", length=1, unit="jours", bound="au plus", order=1, article="", evidence=()).said()
        '1 jour au plus'
        """
        single = self.length < 2 and self.unit != "mois"
        return f"{self.length} {self.unit[:-1] if single else self.unit} {self.bound}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Relation:
    """What a rule does to another one, when both concern a project.

    `dispense de`: where this one is followed the other is not due; `remplace`: it may be chosen in
    the other's place; `peut être jointe à`: one procedure may serve for both; `précède`: it comes
    before the other; `complète`: it adds to it; `cède devant`: it is not due where the other is.
    `to` is the id of the other obligation, `text` says it to the reader, `article` carries it.
    """

    kind: RelationKind
    to: str
    text: str
    article: str
    evidence: tuple[Locator, ...] = ()
