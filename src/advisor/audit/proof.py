"""What proves an answer, for the page and the commands: its replay, its bundle, the case it becomes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from advisor.audit import bundle as bundles
from advisor.audit import regression
from advisor.audit.replay import Answering, On, Own, Replay, replayed, version_of
from advisor.audit.resolved import as_data
from advisor.audit.versions import Versions
from advisor.domain.record import Entry
from advisor.errors import NoProof, VersionUnusable
from advisor.journal.ports import Journal
from advisor.service import Advisor

OPEN = 2
"""How many versions stay open at once: each holds an index in memory."""


class Proof:
    """Replays, bundles and cases over one journal; `reopen` opens a version kept, `cases` is where cases are written.

    One object may serve several sessions.
    """

    def __init__(
        self,
        journal: Journal,
        advisor: Advisor,
        versions: Versions,
        reopen: Callable[[str], Answering],
        cases: Path,
    ) -> None:
        self.journal = journal
        self.versions = versions
        self.cases = cases
        self.advisor = advisor
        self._reopen = reopen
        self._today = Own(advisor)
        self._opened: dict[str, Answering] = {}

    def replay(self, number: int, on: On = "siennes") -> Replay:
        """An answer asked again, on the versions it was made with or on today's.

        On its own versions, at its own day; on today's, today. Raises NoProof when there is no such answer, or
        it was purged. A version that can no longer be opened gives a replay without answer, that says why.
        """
        entry = self.answer(number)
        if on == "aujourd'hui":
            today = self.advisor.parts.today
            return replayed(entry, on, self._today, self.advisor.parts.versions.get("snapshot", ""), today)
        version = version_of(entry)
        try:
            answering = self.opened(version)
        except VersionUnusable as error:
            before = as_data((entry.body or {})["answer"])
            return Replay(
                number=number, on=on, same=False, before=before, after=None, version=version, notes=(str(error),)
            )
        return replayed(entry, on, answering, version)

    def bundle(self, number: int, upto: int = 0) -> tuple[str, bytes]:
        """The bundle of an answer: the name of its file, and its bytes. Raises NoProof, as `bundle.build`."""
        built = bundles.build(self.journal, self.versions, number, upto)
        return bundles.file_name(built), bundles.packed(built)

    def case(self, number: int) -> Path:
        """Makes a verdict a regression case, and gives its file; see `regression.made`.

        `number` is of the verdict, or of the answer: its last verdict that says something is wrong is then taken.
        Raises NoProof when there is none.
        """
        entry = self.journal.entry(number) if number > 0 else None
        if entry is None:
            raise NoProof(f"Le journal n'a pas d'entrée n° {number}.", "Vérifiez le numéro dans la liste.")
        verdict = entry if entry.kind == "verdict" else self._wrong(number)
        answer = self.answer(verdict.about)
        return regression.write(regression.made(answer, verdict), self.cases)

    def answer(self, number: int) -> Entry:
        """The entry of an answer. Raises NoProof when there is none of that number."""
        entry = self.journal.entry(number) if number > 0 else None
        if entry is None or entry.kind != "answer":
            raise NoProof(f"L'entrée n° {number} n'est pas une réponse.", "Donnez le numéro d'une réponse.")
        if entry.body is None:
            raise NoProof(f"Le contenu de l'entrée n° {number} a été purgé.", "Il n'en reste que le sceau.")
        return entry

    def opened(self, version: str) -> Answering:
        """What answers as a version kept did; this very service when it is of that version. Raises VersionUnusable."""
        if version and version == self.advisor.parts.versions.get("snapshot"):
            return self._today
        if version not in self._opened:
            found = self._reopen(version)
            while len(self._opened) >= OPEN:
                self._opened.pop(next(iter(self._opened)), None)
            self._opened[version] = found
        return self._opened[version]

    def referred(self) -> Iterator[str]:
        """The versions that entries of the journal still refer to."""
        seen = set()
        for entry in self.journal.entries(kinds=("answer",)):
            version = version_of(entry)
            if version and version not in seen:
                seen.add(version)
                yield version

    def _wrong(self, number: int) -> Entry:
        """The last verdict that says something is wrong in an answer."""
        found = [entry for entry in self.journal.entries(kinds=("verdict",), about=number) if regression.wrong(entry)]
        if not found:
            raise NoProof(
                f"Aucun avis ne dit fausse la réponse n° {number}.", "Donnez d'abord un avis : faux, ou non soutenu."
            )
        return found[-1]
