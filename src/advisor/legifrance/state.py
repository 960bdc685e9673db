"""What Légifrance said of each article, kept in `legifrance-suivi.json`, and the texts it gave, in `legifrance.jsonl`.

Both lie in the folder of documents and are written whole, then moved in place: a kill leaves the old
file or the new one. The texts are rows that the ingest reads like any articles of law.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter

from advisor.domain.freshness import Outcome
from advisor.errors import DataError, LegifranceFailed
from advisor.legifrance.api import ArticleText
from advisor.legifrance.compare import Known
from advisor.validation import validated

FOLLOW_UP, TEXTS = "legifrance-suivi.json", "legifrance.jsonl"
ORIGIN = "Légifrance"
"""First words of the `origin` of a text received."""
Key = tuple[str, str]
"""Code and article number."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadingOutcome:
    """What became of an article since the date it was read at; `changed` is None when that is not known."""

    version: str
    outcome: Outcome
    changed: bool | None
    reason: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """What Légifrance last said of an article, and when it was last asked in vain.

    `asked` is the day of the last answer (empty when there was none), `readings` has one outcome for
    each date that fiches were written at, `texts` the fingerprints of the texts known, by date.
    `failed` and `failure` are the day and reason of the last request without answer, empty since.
    """

    code: str
    article: str
    asked: str = ""
    outcome: Outcome = "non vérifié"
    legi_id: str = ""
    valid_from: str = ""
    valid_to: str = ""
    readings: tuple[ReadingOutcome, ...] = ()
    texts: tuple[Known, ...] = ()
    failed: str = ""
    failure: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """The last refresh. It stays open, and the next one goes on with it, until every article was asked for.

    `limite` is a run ended on purpose by --only or --limit; `wanted` counts the articles it was to ask for.
    """

    started: str
    ended: str
    status: Literal["complet", "partiel", "échoué", "interrompu", "limite"]
    wanted: int
    answered: int
    unanswered: int
    failure: str = ""
    remedy: str = ""

    @property
    def failed(self) -> bool:
        """Whether something that was to be asked for was not answered."""
        return self.status in {"partiel", "échoué", "interrompu"}


@dataclass(frozen=True, kw_only=True, slots=True)
class FollowUp:
    """The whole follow-up. `since` is the day from which answers count for the run under way, empty when none is."""

    entries: dict[Key, Entry] = field(default_factory=dict)
    last: Run | None = None
    last_complete: str = ""
    since: str = ""


_ENTRIES = TypeAdapter(tuple[Entry, ...])
_RUN = TypeAdapter(Run | None)


def read(folder: Path) -> FollowUp:
    """The follow-up of a folder, empty when there is none. Raises DataError when it cannot be read."""
    path = folder / FOLLOW_UP
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return FollowUp()
    except (OSError, ValueError) as error:
        raise _damaged(path, f"illisible ({type(error).__name__})") from error
    if not isinstance(content, dict):
        raise _damaged(path, "ce n'est pas un objet JSON")
    entries: tuple[Entry, ...] = validated(_ENTRIES, path, content.get("articles", []))
    return FollowUp(
        entries={(entry.code, entry.article): entry for entry in entries},
        last=validated(_RUN, path, content.get("dernier")),
        last_complete=str(content.get("dernier_complet") or ""),
        since=str(content.get("depuis") or ""),
    )


def read_texts(folder: Path) -> dict[Key, dict[str, Any]]:
    """The rows of texts received, by code and article number. Raises DataError when one cannot be read."""
    path = folder / TEXTS
    rows: dict[Key, dict[str, Any]] = {}
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except FileNotFoundError:
        return rows
    except (OSError, ValueError) as error:
        raise _damaged(path, f"illisible ({type(error).__name__})") from error
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                row = json.loads(line)
                rows[row["code"], row["article"]] = row
                str(row["text"])
            except (ValueError, KeyError, TypeError) as error:
                raise _damaged(path, f"ligne {number} illisible") from error
    return rows


def write(folder: Path, follow_up: FollowUp, texts: Mapping[Key, Mapping[str, Any]]) -> None:
    """Keeps the texts, then the follow-up that tells of them. Raises LegifranceFailed when the disk refuses."""
    lines = [json.dumps(texts[key], ensure_ascii=False) + "\n" for key in sorted(texts)]
    content = {
        "dernier": asdict(follow_up.last) if follow_up.last else None,
        "dernier_complet": follow_up.last_complete,
        "depuis": follow_up.since,
        "articles": [asdict(follow_up.entries[key]) for key in sorted(follow_up.entries)],
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if lines or (folder / TEXTS).exists():
            _replace(folder / TEXTS, "".join(lines))
        _replace(folder / FOLLOW_UP, json.dumps(content, ensure_ascii=False, indent=1) + "\n")
    except OSError as error:
        what = error.strerror or type(error).__name__
        raise LegifranceFailed(
            f"Le suivi de la loi ne peut pas être écrit dans {folder} ({what}).",
            "Vérifiez les droits du dossier et la place du disque, puis relancez « advisor law refresh ».",
        ) from error


def row(text: ArticleText, key: Key, day: str) -> dict[str, Any]:
    """A text received as a row that the ingest reads; our own names of code and article are kept."""
    return {
        "code": key[0],
        "code_id": text.code_id,
        "article": key[1],
        "legi_id": text.version.id,
        "valid_from": text.version.valid_from,
        "text": text.text,
        "section_path": list(text.section),
        "origin": f"{ORIGIN}: API de la DILA sur PISTE (texte en vigueur au {day})",
    }


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One refresh at a time in a folder; the lock falls with its process. Raises LegifranceFailed when it is held."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".legifrance.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise LegifranceFailed("Une autre mise à jour de la loi est en cours.", "Attendez sa fin.") from error
        yield


def _replace(path: Path, content: str) -> None:
    draft = path.with_name(f".{path.name}.tmp")
    with draft.open("w", encoding="utf-8") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    draft.replace(path)


def _damaged(path: Path, what: str) -> DataError:
    return DataError(
        path.name, None, "", f"{what}.", f"Renommez {path} puis relancez « advisor law refresh » : il sera refait."
    )
