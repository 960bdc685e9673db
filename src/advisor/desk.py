"""What the audit page works with, put together by `wiring`."""

from __future__ import annotations

from dataclasses import dataclass

from advisor.audit.support import Terms
from advisor.journal.ports import Journal
from advisor.recording import Recorder
from advisor.service import Advisor


@dataclass(frozen=True)
class Desk:
    """The recorder that answers and writes, the names that may sign (empty: any), and how words are compared."""

    recorder: Recorder
    readers: tuple[str, ...]
    terms: Terms

    @property
    def advisor(self) -> Advisor:
        """The service of today."""
        return self.recorder.advisor

    @property
    def journal(self) -> Journal | None:
        """The journal, None when the settings ask for none."""
        return self.recorder.journal
