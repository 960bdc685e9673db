"""What the pages work with: the service, the journal that records it, and the audit over that journal."""

from __future__ import annotations

from dataclasses import dataclass

from advisor import reopening, wiring
from advisor.audit.desk import Desk
from advisor.audit.proof import Proof
from advisor.audit.support import Terms
from advisor.journal.ports import Journal
from advisor.recording import Recorder
from advisor.retrieval.analysis import terms
from advisor.service import Advisor
from advisor.settings import Settings


@dataclass(frozen=True)
class Audited:
    """A journal under audit: `desk` draws, judges and counts, `proof` replays and proves."""

    journal: Journal
    desk: Desk
    proof: Proof


@dataclass(frozen=True)
class Workspace:
    """Answers and audit over one journal.

    `recorder` answers and writes; `audited` is None without a journal. `readers` are the names that may sign
    (empty: any), `kept_days` how long contents are kept (0: no limit); `terms` tells which words of two texts
    are the same.
    """

    recorder: Recorder
    audited: Audited | None
    readers: tuple[str, ...]
    kept_days: int
    terms: Terms = terms

    @property
    def advisor(self) -> Advisor:
        """The service of today."""
        return self.recorder.advisor

    @property
    def told_days(self) -> int | None:
        """How long what is said is kept (0: no limit), None when nothing is."""
        return self.kept_days if self.audited else None

    def masked(self, text: str) -> str:
        """What a reader writes, without personal data."""
        return self.recorder.masked(text)


def opened(settings: Settings, advisor: Advisor) -> Workspace:
    """The workspace over a service; a journal that cannot be opened is told with each answer. Raises DataError."""
    recorder = wiring.recorder(settings, advisor)
    audited = None
    if recorder.journal:
        desk = wiring.desk(settings, recorder.journal)
        audited = Audited(recorder.journal, desk, reopening.proof(settings, recorder.journal, advisor))
    return Workspace(recorder, audited, settings.readers, settings.journal_days)
