"""A version kept, opened again: in this process when it is of the same program, else by the program as it was.

Run as `python -m advisor.reopening` with the code of a version, it answers the requests of its standard
input, one JSON line each.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from advisor import keeping, wiring
from advisor.audit import regression
from advisor.audit.merkle import leaves, root
from advisor.audit.proof import Proof
from advisor.audit.replay import Answering, Own, Request, version_of
from advisor.audit.versions import Versions
from advisor.errors import AdvisorError, VersionUnusable
from advisor.journal.ports import Journal
from advisor.journal.queue import Filters
from advisor.retrieval.store import point
from advisor.service import Advisor
from advisor.settings import NO_JOURNAL, Settings, read

_REQUEST = TypeAdapter(Request)
_INDEX = "conservé"
LAST = 20
"""Among how many of the last answers the version in use is looked for."""
PATIENCE = 600
"""Seconds the program as it was may take to answer a batch."""


class Reopened:
    """A version opened again. The folder it is unpacked in lasts as long as this object."""

    def __init__(self, settings: Settings, versions: Versions, identifier: str) -> None:
        """Raises VersionUnusable when something is lost or altered, or no longer readable."""
        self.identifier = identifier
        self._folder = tempfile.TemporaryDirectory(prefix="advisor-version-", ignore_cleanup_errors=True)
        place = Path(self._folder.name)
        version = versions.version(identifier)
        for part, at in (("corpus", "corpus"), ("local", "local"), ("index", f"var/index/{_INDEX}")):
            (place / at).mkdir(parents=True)
            versions.unpack(identifier, part, place / at)
        point(place / "var" / "index", _INDEX)
        self.past = version["code"]["root"] != root(leaves(keeping.hashes(keeping.code())))
        self._answering: Answering
        if self.past:
            versions.unpack(identifier, "code", place / "src" / "advisor")
            self._answering = _Past(place, version["settings"])
        else:
            self._answering = Own(wiring.build(_settings(settings, place, version["settings"])))

    def answers(self, requests: Sequence[Request]) -> list[Mapping[str, Any]]:
        """The answers of that version, in order. Raises AdvisorError."""
        return self._answering.answers(requests)


def proof(settings: Settings, journal: Journal, advisor: Advisor) -> Proof:
    """Replays, bundles and cases over a journal, with the service of today."""
    kept = keeping.versions(settings)
    cases = settings.corpus / regression.FOLDER
    return Proof(journal, advisor, kept, lambda version: Reopened(settings, kept, version), cases)


def last_version(journal: Journal) -> str:
    """The version of the last answer given, which is the one in use; empty when none is known."""
    for row in journal.page(Filters(), 0, LAST):
        entry = journal.entry(row.number)
        if entry and (version := version_of(entry)):
            return version
    return ""


def _settings(settings: Settings, place: Path, kept: Mapping[str, Any]) -> Settings:
    return replace(
        settings,
        library=(),
        local=_local(place),
        data=place / "var",
        corpus=place / "corpus",
        chroma="",
        encoder=str(kept["encoder"]),
        encoder_revision=str(kept["encoder_revision"]),
        today=settings.today or dt.date.today(),
        law_max_age_days=int(kept["law_max_age_days"]),
        question_max_characters=int(kept["question_max_characters"]),
        journal=NO_JOURNAL,
    )


def _local(place: Path) -> tuple[Path, ...]:
    return tuple(sorted((place / "local").iterdir(), key=lambda folder: int(folder.name)))


class _Past:
    """Answers with the program as it was, in a process of its own that sees nothing of our environment."""

    def __init__(self, place: Path, kept: Mapping[str, Any]) -> None:
        self._place = place
        self._environment = {
            "PYTHONPATH": str(place / "src"),
            "PYTHONDONTWRITEBYTECODE": "1",
            "ADVISOR_LIBRARY": "",
            "ADVISOR_LOCAL": os.pathsep.join(map(str, _local(place))),
            "ADVISOR_DATA": str(place / "var"),
            "ADVISOR_CORPUS": str(place / "corpus"),
            "ADVISOR_JOURNAL": NO_JOURNAL,
            **{f"ADVISOR_{name.upper()}": str(value) for name, value in kept.items()},
        }

    def answers(self, requests: Sequence[Request]) -> list[Mapping[str, Any]]:
        """The answers, in order. Raises VersionUnusable when the old program does not run here."""
        lines = "".join(json.dumps(asdict(request), ensure_ascii=False) + "\n" for request in requests)
        try:
            done = subprocess.run(
                [sys.executable, "-m", "advisor.reopening"],
                cwd=self._place,
                env=self._environment,
                input=lines,
                capture_output=True,
                text=True,
                encoding="utf-8",
                timeout=PATIENCE,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise _not_run(type(error).__name__) from error
        found = [json.loads(line) for line in done.stdout.splitlines()]
        if done.returncode or len(found) != len(requests):
            raise _not_run(done.stderr.strip()[-300:] or f"code {done.returncode}")
        for answer in found:
            if "error" in answer:
                raise AdvisorError(str(answer["error"]))
        return found


def _not_run(why: str) -> VersionUnusable:
    return VersionUnusable(
        f"Le logiciel de cette version ne s'exécute plus ici ({why}).", "Rejouez sur les versions d'aujourd'hui."
    )


def main() -> None:
    """Answers the requests of the standard input, with the version this process was started in."""
    answering = Own(wiring.build(read()))
    for line in sys.stdin:
        try:
            answer: Mapping[str, Any] = answering.answer(_REQUEST.validate_json(line))
        except AdvisorError as error:
            answer = {"error": str(error)}
        sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
