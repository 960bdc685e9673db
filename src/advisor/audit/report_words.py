"""How the report says a share, an interval, a period."""

from __future__ import annotations

from advisor.audit.intervals import Share
from advisor.audit.samples import Scope
from advisor.french import day, number, percent
from advisor.printed import Bar

NONE = "—"
MOST = 12
"""Rows of the tables that could go on for ever."""
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


def part(share: Share) -> str:
    """A share alone."""
    return NONE if share.value is None else percent(share.value)


def interval(share: Share) -> str:
    """The interval of a share."""
    return f"{percent(share.low)} à {percent(share.high)}" if share.low is not None and share.high is not None else NONE


def over(share: Share) -> str:
    """What a share counts."""
    return f"{number(share.right)} sur {number(share.judged)}"


def said(share: Share) -> str:
    """A share, its count and its interval, in a cell."""
    return (
        NONE
        if share.value is None
        else f"{part(share)} ({over(share)})\nentre {interval(share).replace(' à ', ' et ')}"
    )


def drawn(share: Share) -> Bar | str:
    """A share as a bar; nothing when nothing was judged."""
    if share.value is None or share.low is None or share.high is None:
        return ""
    return Bar(share=share.value, low=share.low, high=share.high, said=f"{part(share)}, de {interval(share)}")


def shortened(text: str, most: int = 220) -> str:
    """A text on one line, cut when it is long."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
