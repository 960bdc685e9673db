"""The report for a committee, made when it is asked for."""

from __future__ import annotations

from advisor.audit.desk import Desk
from advisor.audit.samples import Scope


def button(desk: Desk, scope: Scope) -> None:
    """The download of the report of some answers."""
