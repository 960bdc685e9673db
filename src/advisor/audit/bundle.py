"""One file per answer, that a third party checks without this program: `check_bundle.py`, copied in, is enough."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from advisor.audit import check_bundle
from advisor.audit.evidence import Evidence
from advisor.audit.replay import version_of
from advisor.audit.versions import Versions
from advisor.domain.record import Entry
from advisor.errors import NoProof, VersionUnusable
from advisor.journal.chain import SEALED, Stored, purged_by
from advisor.journal.ports import Journal

SCRIPT = "verifier.py"
NOTICE = "LISEZMOI.txt"
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The oldest date a zip holds: the same bundle is the same bytes."""


def build(journal: Journal, versions: Versions, number: int, upto: int = 0) -> dict[str, Any]:
    """The bundle of an answer, as data, with the chain up to an entry (by default the last).

    When its versions are no longer kept, fiches and passages are left out and the checker says so. Raises
    NoProof when there is no such answer, or it was purged.
    """
    entry = _answer(journal, number)
    links = list(journal.links(number - 1, upto or None))
    if not links or (upto and links[-1].number != upto):
        raise NoProof(f"Le journal n'a pas d'entrée n° {upto}.", "Donnez le numéro d'une entrée postérieure.")
    last = links[-1]
    about = [record for record in journal.entries(about=number) if record.number <= last.number]
    emptied = {record.number for record in about if record.body is None}
    return {
        "format": check_bundle.FORMAT,
        "entry": asdict(Stored.of(entry)),
        "about": [asdict(Stored.of(record)) for record in about],
        "purges": [asdict(Stored.of(purge)) for purge in _purges(journal, emptied, last.number)],
        "chain": [{name: getattr(link, name) for name in (*SEALED, "seal")} for link in links],
        "head": {"number": last.number, "seal": last.seal},
        **_proved(entry, versions),
    }


def packed(bundle: dict[str, Any]) -> bytes:
    """The bundle as one zip file: the data, the checker, and what to do with them."""
    held = io.BytesIO()
    script = Path(check_bundle.__file__).read_text(encoding="utf-8")
    data = json.dumps(bundle, ensure_ascii=False, indent=1)
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in ((NOTICE, notice(bundle)), (check_bundle.NAME, data), (SCRIPT, script)):
            file.writestr(zipfile.ZipInfo(name, _EPOCH), text, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def file_name(bundle: dict[str, Any]) -> str:
    """The name of the file of a bundle."""
    return f"preuve-{bundle['entry']['number']:06d}.zip"


def notice(bundle: dict[str, Any]) -> str:
    """What to do with the bundle, for who receives it."""
    entry, head = bundle["entry"], bundle["head"]
    return f"""DOSSIER DE PREUVE — réponse n° {entry["number"]} du {entry["moment"]}

Ce dossier porte une réponse de l'assistant, les passages et les fiches sur lesquels elle s'appuie,
les versions qui l'ont produite, les avis des relecteurs, et les maillons du journal jusqu'à
l'entrée n° {head["number"]}.

Pour le vérifier, sans installer autre chose que Python (3.9 ou plus) et sans réseau :

    python3 {SCRIPT} {file_name(bundle)} --lire

Le script recalcule tout et ne croit rien de ce que le dossier dit de lui-même. Une réécriture de
tout le journal ne se voit qu'avec un sceau relevé ailleurs (commande « advisor journal head »,
registre, courriel daté) : donnez-le par --sceau. En cas de doute sur {SCRIPT}, prenez celui du
logiciel : src/advisor/audit/check_bundle.py.

Dernier maillon de ce dossier : entrée n° {head["number"]}, sceau
{head["seal"]}
"""


def _answer(journal: Journal, number: int) -> Entry:
    entry = journal.entry(number) if number > 0 else None
    if entry is None:
        raise NoProof(f"Le journal n'a pas d'entrée n° {number}.", "Vérifiez le numéro dans la liste.")
    if entry.kind != "answer":
        raise NoProof(f"L'entrée n° {number} n'est pas une réponse.", "Donnez le numéro d'une réponse.")
    if entry.body is None:
        raise NoProof(f"Le contenu de l'entrée n° {number} a été purgé.", "Il n'en reste que le sceau.")
    return entry


def _purges(journal: Journal, emptied: set[int], upto: int) -> Iterator[Entry]:
    """The purges that emptied these entries."""
    for purge in journal.entries(kinds=("purge",)) if emptied else ():
        if purge.number <= upto and purge.body is not None and emptied & set(purged_by(purge.body)):
            yield purge


def _proved(entry: Entry, versions: Versions) -> dict[str, Any]:
    """The versions, fiches, passages and selectors of an answer; nothing of them when they are not kept whole."""
    answer = (entry.body or {})["answer"]
    citations = answer["citations"]
    evidence = Evidence(versions, version_of(entry))
    try:
        version = evidence.version()
        annotations = [found for item in citations if (found := evidence.annotation(item))]
        passages = evidence.passages(_once(name for item in annotations for name in item["passages"]))
        said = [*(item["fiche"] for item in answer["statements"]), *(item["fiche"] for item in citations)]
        fiches = evidence.fiches(_once(name for name in said if name))
    except VersionUnusable:
        return {"version": None, "fiches": [], "passages": [], "annotations": []}
    return {"version": version, "fiches": fiches, "passages": passages, "annotations": annotations}


def _once(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
