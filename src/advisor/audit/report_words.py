"""How the report says a share, an interval, a period."""

from __future__ import annotations

from advisor.audit.figures import Measures, Share
from advisor.audit.samples import Scope
from advisor.french import day, number, percent

NONE = "—"
MEANT = {
    "citation_precision": "citations placées sous un énoncé jugé soutenu, parmi les citations des énoncés jugés",
    "citation_recall": "énoncés cités et jugés soutenus, parmi les énoncés jugés, hors sujet exclus",
    "advice_right": "réponses jugées justes, parmi les réponses de fond jugées",
    "advice_precision": "réponses jugées justes ou défendables, parmi les réponses de fond jugées",
    "advice_recall": "réponses justes ou défendables, parmi les questions qui appelaient une réponse "
    "(les abstentions jugées fausses comprises)",
}
"""What each measure counts, as said to the committee."""


def period(scope: Scope) -> str:
    """The answers of a scope, by their days."""
    if scope.since and scope.until:
        return f"réponses données du {day(scope.since)} au {day(scope.until)}"
    if scope.since:
        return f"réponses données depuis le {day(scope.since)}"
    return f"réponses données jusqu'au {day(scope.until)}" if scope.until else "toutes les réponses du journal"


def interval(share: Share) -> str:
    """The interval of a share."""
    return f"{percent(share.low)} à {percent(share.high)}" if share.low is not None and share.high is not None else NONE


def over(share: Share) -> str:
    """What a share counts."""
    return f"{number(share.right)} sur {number(share.judged)}"


def said(share: Share) -> str:
    """A share, its count and its interval, in a cell."""
    return NONE if share.value is None else f"{percent(share.value)} ({over(share)})\n[{interval(share)}]"


def weakness(measures: Measures) -> tuple[float, int]:
    """The less surely supported first: the low end of the interval."""
    low = measures.citation_recall.low
    return (1.0 if low is None else low, -measures.statements)
