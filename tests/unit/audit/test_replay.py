"""Replays: on its own versions an answer gives the same bytes; on others, what changed is said."""

from __future__ import annotations

import dataclasses
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from advisor import keeping, reopening, settings, wiring
from advisor.audit import merkle
from advisor.audit.compare import same
from advisor.audit.proof import Proof
from advisor.audit.replay import Own, request_of, version_of
from advisor.audit.versions import Versions
from advisor.domain.profile import Fact, FactStatus
from advisor.domain.record import Entry
from advisor.errors import NoProof
from advisor.journal import canonical
from advisor.journal.store import Journal
from advisor.recording import Recorder
from advisor.service import Advisor
from advisor.settings import ROOT, Settings
from tests.conftest import TODAY
from tests.unit.audit.recorded import record, verdict

PROJECT = "On refait l'accueil de la maison du Département, rien n'est arrêté, avec les habitants"
LAW = "quelle loi impose une concertation pour une ZAC ?"
MANY = 200


@pytest.fixture(scope="module")
def reopened(small_settings: Settings, advisor_small: Advisor) -> reopening.Reopened:
    """The version of the small service, opened again from what was kept of it alone."""
    identifier = advisor_small.parts.versions["snapshot"]
    return reopening.Reopened(small_settings, keeping.versions(small_settings), identifier)


@pytest.fixture
def proof(small_settings: Settings, journal: Journal, advisor_small: Advisor, tmp_path: Path) -> Proof:
    kept = keeping.versions(small_settings)
    return Proof(
        journal,
        advisor_small,
        kept,
        lambda version: reopening.Reopened(small_settings, kept, version),
        tmp_path / "regressions",
    )


def _messages() -> Iterator[str]:
    """Questions and projects of the evaluation, then those of law: far from one subject, at least `MANY`."""
    for name in ("questions", "projects", "law"):
        for case in yaml.safe_load((ROOT / "tests" / "evaluation" / f"{name}.yaml").read_text(encoding="utf-8")):
            text = case.get("question") or case.get("text") or case.get("project")
            if text:
                yield str(text)


def test_two_hundred_stored_answers_replayed_offline_give_the_same_bytes(
    reopened: reopening.Reopened, advisor_small: Advisor, journal: Journal
) -> None:
    """From the contents kept alone: another folder, another index opened, no network (sockets are closed)."""
    messages = list(_messages())
    stored = [record(journal, advisor_small, text) for text in messages[:: max(1, len(messages) // MANY)][:MANY]]
    assert len(stored) == MANY
    assert len({entry.body["answer"]["kind"] for entry in stored if entry.body}) >= 4
    answers = reopened.answers([request_of(entry) for entry in stored])
    for entry, answer in zip(stored, answers, strict=True):
        kept: Any = (entry.body or {})["answer"]
        assert canonical.encoded(_untimed(kept)) == canonical.encoded(_untimed(answer)), kept["question"]


def _untimed(answer: Any) -> Any:
    return {**answer, "engine": {**answer["engine"], "timings_ms": {}}}


def test_a_conversation_its_corrections_and_its_day_are_replayed(
    reopened: reopening.Reopened, advisor_small: Advisor, journal: Journal
) -> None:
    fact = Fact(name="marge", values=("aucune",), status=FactStatus.CORRECTED)
    entries = [
        record(journal, advisor_small, "Ouverture en mars 2027", history=[PROJECT]),
        record(journal, advisor_small, PROJECT, corrections=[fact], revision=True),
        record(journal, Advisor(dataclasses.replace(advisor_small.parts, today="2027-06-01")), LAW),
    ]
    for entry in entries:
        assert same((entry.body or {})["answer"], reopened.answers([request_of(entry)])[0])


def test_the_index_reopened_needs_nothing_of_the_one_in_use(reopened: reopening.Reopened) -> None:
    assert not reopened.past
    service = reopened._answering
    assert isinstance(service, Own)
    folder = service._advisor.parts.texts.folder  # type: ignore[attr-defined]
    assert not (folder / "chroma").exists()


def test_a_replay_on_its_own_versions_is_the_same(proof: Proof, advisor_small: Advisor) -> None:
    entry = record(proof.journal, advisor_small, LAW)
    found = proof.replay(entry.number)
    assert (found.same, found.differences, found.notes) == (True, (), ())
    assert found.version == version_of(entry) == advisor_small.parts.versions["snapshot"]


def test_an_answer_that_is_not_what_the_versions_give_is_said_to_differ(proof: Proof, advisor_small: Advisor) -> None:
    entry = record(proof.journal, advisor_small, LAW)
    body = json.loads(json.dumps(entry.body))
    body["answer"]["verdict"] = "non"
    body["answer"]["statements"].pop()
    forged = proof.journal.append(_draft(body))
    found = proof.replay(forged.number)
    assert not found.same
    assert found.differences[0].text.startswith("Verdict : « non »")
    assert any(difference.text.startswith("Énoncé ajouté") for difference in found.differences)


def test_a_replay_today_is_at_today_s_date_and_leaves_versions_aside(proof: Proof, advisor_small: Advisor) -> None:
    past = Advisor(dataclasses.replace(advisor_small.parts, today="2020-01-01", versions=_older(advisor_small)))
    entry = record(proof.journal, past, PROJECT + " décision le 1er mars 2027")
    found = proof.replay(entry.number, "aujourd'hui")
    assert found.after is not None
    assert not any(difference.section == "engine" for difference in found.differences)
    kept = record(proof.journal, Advisor(dataclasses.replace(advisor_small.parts, versions=_older(advisor_small))), LAW)
    again = proof.replay(kept.number, "aujourd'hui")
    assert (again.same, again.differences) == (True, ())
    assert "Les versions ont changé depuis" in again.notes[0]


def _older(advisor: Advisor) -> dict[str, str]:
    return {**advisor.parts.versions, "snapshot": "0" * 64, "knowledge": "ancienne"}


def test_versions_no_longer_kept_give_a_replay_that_says_so(proof: Proof, advisor_small: Advisor) -> None:
    past = Advisor(dataclasses.replace(advisor_small.parts, versions=_older(advisor_small)))
    found = proof.replay(record(proof.journal, past, LAW).number)
    assert (found.same, found.after) == (False, None)
    assert "n'est pas conservée" in found.notes[0]


def test_what_is_no_answer_or_was_purged_is_not_replayed(proof: Proof, advisor_small: Advisor) -> None:
    entry = record(proof.journal, advisor_small, LAW)
    judged = verdict(proof.journal, entry.number, "juste")
    proof.journal.purge([entry.number], "demande")
    for number in (entry.number, judged.number, 99, 0, -1):
        with pytest.raises(NoProof):
            proof.replay(number)


def _draft(body: Any) -> Any:
    from advisor.domain.record import Draft

    return Draft(kind="answer", body=body)


# --- versions that differ --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, Advisor]:
    """A service whose corpus is about to change: one small enough to be built twice."""
    folder = tmp_path_factory.mktemp("changed")
    shutil.copytree(ROOT / "corpus", folder / "corpus")
    return _served(folder)


def _served(folder: Path) -> tuple[Settings, Advisor]:
    from advisor.knowledge import loader
    from ingest import build

    given = {
        "ADVISOR_LIBRARY": "",
        "ADVISOR_DATA": str(folder / "var"),
        "ADVISOR_CORPUS": str(folder / "corpus"),
        "ADVISOR_TODAY": TODAY,
    }
    read = settings.read(given)
    build.build([], loader.load(read.knowledge), read, lambda _what, _share: None)
    return read, wiring.build(read)


def test_an_answer_is_replayed_on_its_fiches_after_they_changed(
    changed: tuple[Settings, Advisor], journal: Journal, tmp_path: Path
) -> None:
    read, before = changed
    entry = record(journal, before, LAW)
    said = next(item for item in before.ask(LAW).statements if item.fiche.startswith("obligation."))
    path = next((read.corpus / "knowledge").rglob(f"{said.fiche.removeprefix('obligation.')}.yaml"))
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r'^title: "?', r"\g<0>Nouveau — ", text, count=1, flags=re.M), encoding="utf-8")
    now_settings, now = _served(read.corpus.parent)
    proof = reopening.proof(now_settings, journal, now)
    own, today = proof.replay(entry.number), proof.replay(entry.number, "aujourd'hui")
    assert own.same, [difference.text for difference in own.differences]
    assert not today.same
    assert any("Nouveau" in difference.text for difference in today.differences)
    assert len(keeping.versions(now_settings).ids()) == 2
    assert set(proof.referred()) == {version_of(entry)}


def test_an_answer_of_an_older_program_is_replayed_by_that_program(
    small_settings: Settings, advisor_small: Advisor, journal: Journal, tmp_path: Path
) -> None:
    """A version whose code is not today's runs in a process of its own, with its own code."""
    kept = keeping.versions(small_settings)
    now = advisor_small.parts.versions["snapshot"]
    older = _with_other_code(kept, now, tmp_path)
    entry = record(journal, advisor_small, LAW)
    reopened = reopening.Reopened(small_settings, kept, older)
    assert reopened.past
    answers = reopened.answers([request_of(entry), request_of(entry)])
    assert [answer["headline"] for answer in answers] == ["Un titre d'autrefois."] * 2
    assert answers[0]["obligations"] == json.loads(json.dumps((entry.body or {})["answer"]["obligations"]))


def _with_other_code(kept: Versions, identifier: str, tmp_path: Path) -> str:
    """A version that differs from another by its program, which gave other titles."""
    version = kept.version(identifier)
    parts: dict[str, dict[str, Any]] = {}
    for part in ("code", "corpus", "local", "index", "fiches"):
        parts[part] = {name: kept.content(digest) for name, digest in kept.tree(identifier, part).items()}
    parts["passages"] = dict(kept.tree(identifier, "passages"))
    source = parts["code"]["answering/draft.py"].decode()
    changed = source.replace(
        "headline=headline,\n                profile", 'headline="Un titre d\'autrefois.",\n                profile'
    )
    assert changed != source
    parts["code"]["answering/draft.py"] = changed.encode()
    about = {name: version[name] for name in ("software", "libraries", "settings")}
    made = kept.keep(parts, about)
    assert kept.version(made)["code"]["root"] != merkle.root(merkle.leaves(keeping.hashes(keeping.code())))
    return made


def test_a_version_is_kept_once_and_only_with_a_journal(small_settings: Settings, tmp_path: Path) -> None:
    without = dataclasses.replace(small_settings, journal=settings.NO_JOURNAL)
    assert wiring.build(without).parts.versions["snapshot"] == ""
    kept = keeping.versions(small_settings)
    before = kept.ids()
    assert wiring.build(small_settings).parts.versions["snapshot"] in before
    assert kept.ids() == before


def test_a_folder_of_versions_that_cannot_be_written_is_told_and_stops_nothing(
    small_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(keeping, "keep", full)
    service = wiring.build(small_settings)
    assert service.parts.versions["snapshot"] == ""
    assert any("ne pourront pas être rejouées" in notice for notice in service.parts.notices)


def test_masked_data_are_told_with_the_replay(proof: Proof, advisor_small: Advisor) -> None:
    entry = record(proof.journal, advisor_small, LAW)
    body: dict[str, Any] = {**(entry.body or {}), "masked": 2, "replayable": False}
    masked: Entry = proof.journal.append(_draft(body))
    assert "2 donnée(s) personnelle(s)" in proof.replay(masked.number).notes[0]


def test_a_message_with_personal_data_is_stored_masked_and_replays_the_same(
    proof: Proof, small_settings: Settings, advisor_small: Advisor
) -> None:
    """From the recorder itself: what is stored is what the masked message gives."""
    recorder = Recorder(advisor_small, proof.journal, wiring.masker(small_settings, advisor_small))
    told = recorder.ask(f"Bonjour, je suis Mme Bertrand, 06 12 34 56 78. {PROJECT}")
    assert told.receipt.recorded, told.receipt.notice
    entry = proof.journal.entry(told.receipt.number)
    assert entry is not None
    assert "Bertrand" not in json.dumps(entry.body, ensure_ascii=False)
    found = proof.replay(told.receipt.number)
    assert found.same, [difference.text for difference in found.differences]
    assert "masquée" in found.notes[0]
