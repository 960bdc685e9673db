"""What the pages work with: the service, the journal that records it, and the audit over that journal."""

from __future__ import annotations

from dataclasses import dataclass

from advisor import wiring
from advisor.audit.desk import Desk
from advisor.audit.support import Terms
from advisor.journal.ports import Journal
from advisor.recording import Recorder
from advisor.retrieval.analysis import terms
from advisor.service import Advisor
from advisor.settings import Settings


@dataclass(frozen=True)
class Workspace:
    """Answers and audit over one journal.

    `recorder` answers and writes; `desk` draws, judges and counts (None without a journal); `readers` are the
    names that may sign (empty: any); `terms` tells which words of two texts are the same.
    """

    recorder: Recorder
    desk: Desk | None
    readers: tuple[str, ...]
    settings: Settings
    terms: Terms = terms

    @property
    def advisor(self) -> Advisor:
        """The service of today."""
        return self.recorder.advisor

    @property
    def journal(self) -> Journal | None:
        """The journal, None when the settings ask for none or it cannot be opened."""
        return self.recorder.journal


def opened(settings: Settings, advisor: Advisor) -> Workspace:
    """The workspace over a service; a journal that cannot be opened is told with each answer. Raises DataError."""
    recorder = wiring.recorder(settings, advisor)
    desk = wiring.desk(settings, recorder.journal) if recorder.journal else None
    return Workspace(recorder, desk, settings.readers, settings)
