"""What the pages work with, put together by `wiring`: the service, the journal that records it, the audit."""

from __future__ import annotations

from dataclasses import dataclass

from advisor.audit.desk import Desk
from advisor.audit.support import Terms
from advisor.journal.ports import Journal
from advisor.recording import Recorder
from advisor.service import Advisor


@dataclass(frozen=True)
class Workspace:
    """Answers and audit over one journal.

    `recorder` answers and writes; `desk` draws, judges and counts (None without a journal); `readers` are the
    names that may sign (empty: any); `terms` tells which words of two texts are the same.
    """

    recorder: Recorder
    desk: Desk | None
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
