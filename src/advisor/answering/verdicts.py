"""What a rule makes of a question as it is put: the same rule is a yes to one and a no to the other."""

from __future__ import annotations

import re

from advisor.domain.answer import Verdict
from advisor.domain.frame import Frame
from advisor.domain.outcome import Outcome
from advisor.text import plain

_INVOLVING = re.compile(r"associer|consulter|concerter|impliquer|faire participer|co ?-?construire|involve|consult")
_OWED = re.compile(
    r"publier|publication|publicite|rend\w* public|resultat|suite|delai|modalite|bilan|retour|annonc|synthese|"
    r"report|result|summary|feedback"
)
_ASKS_BAN = re.compile(r"interdi|forbid|pas le droit|illegal|prohibit|not allowed")


def of_rule(outcome: Outcome) -> Verdict:
    """oui, non or dépend for the rule itself; what is only allowed is never said to be due."""
    if outcome.truth is None:
        return "dépend"
    if outcome.truth is False:
        return "non"
    return "dépend" if outcome.obligation.force == "faculté" else "oui"


def as_put(first: Outcome | None, frame: Frame, question: str, breached: bool = False) -> Verdict:
    """The verdict for a question as it is put, on the rule it is first about (None: no rule).

    `due`: yes when the rule imposes and its conditions hold; `skip`: the reverse; `may`: yes when
    the rule allows or imposes it, and nothing planned breaks it (`breached`). What is only allowed is
    not due; what is not forbidden is allowed; a guarantee is due once people are involved, and never
    imposes to involve them. Where no
    rule says anything, nothing is due; but that something is allowed, silence never says.
    """
    if first is None:
        return "oui" if frame == "skip" else "dépend" if frame == "may" else "non"
    if (first.obligation.instead_of and first.truth is True) or (breached and frame in {"skip", "may"}):
        return "non"
    banned = first.obligation.force == "interdiction"
    if not banned and _ASKS_BAN.search(re.sub(r"[-']", " ", plain(question))):
        return "non"
    if first.truth is None:
        return "dépend"
    if first.obligation.force == "garantie" and frame == "due" and _asks_to_involve(question):
        return "non"
    return _banned(first.truth, frame) if banned else _settled(first, first.truth, frame)


def _asks_to_involve(question: str) -> bool:
    """Whether a question is about having to involve people, not about what is owed to them once involved."""
    asked = plain(question)
    return bool(_INVOLVING.search(asked)) and not _OWED.search(asked)


def _settled(first: Outcome, holds: bool, frame: Frame) -> Verdict:
    """The verdict of a rule whose conditions are all known."""
    due = holds and first.obligation.force != "faculté"
    match frame:
        case "due":
            return "oui" if due else "non"
        case "skip":
            return "non" if due else "oui"
        case "may":
            return "oui" if holds else "non"
        case "what":
            return of_rule(first)


def _banned(holds: bool, frame: Frame) -> Verdict:
    if frame in {"may", "skip"}:
        return "non" if holds else "oui"
    return "oui" if holds else "non"
