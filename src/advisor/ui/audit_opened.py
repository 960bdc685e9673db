"""The answer under a reader's eyes: its items in order, and what this reader may see of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import streamlit as st

from advisor.audit.readings import Reading
from advisor.audit.stored import Stored
from advisor.domain.answer import Statement
from advisor.domain.record import Entry
from advisor.ui.audit_queue import Run
from advisor.workspace import Audited, Workspace

ANSWER = "reponse"
"""The parameter of the address that names the answer opened."""
TARGET = "audit-top"
LONGEST = 16
"""Digits from which a number is none of an entry's."""
WHOLE = "Ensemble"
"""How the answer as a whole is named among its statements."""


@dataclass(frozen=True)
class Opened:
    """An answer opened by a reader: `about` are the entries on it, `readings` its items by statement id."""

    work: Workspace
    audited: Audited
    reader: str
    stored: Stored
    about: tuple[Entry, ...]
    readings: Mapping[str, Reading]
    run: Run

    @property
    def number(self) -> int:
        """The number of its entry."""
        return self.stored.number

    @property
    def items(self) -> tuple[str, ...]:
        """The ids of its statements in order, then the empty id of the answer as a whole."""
        return tuple(self.readings)

    def refreshed(self) -> Opened:
        """The same, with what was judged since."""
        return replace(self, readings=self.audited.desk.reading(self.number, self.reader))

    def mine(self, name: str) -> str:
        """The reader's own verdict on an item, empty before it is given."""
        held = self.readings[name].mine
        return held.value if held else ""

    def statement(self, at: int) -> Statement | None:
        """The statement of an item by its rank, None for the answer as a whole."""
        name = self.items[at]
        return next((held for held in self.stored.answer.statements if held.id == name), None)


def number_of(text: str) -> int:
    """The entry that an address or a link names; 0 for what names none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < LONGEST else 0


def go(number: int) -> None:
    """Opens an answer by its number."""
    st.query_params[ANSWER] = str(number)
