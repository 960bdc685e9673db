"""The chain: how an entry is sealed to the one before, and how a whole journal is proved. Pure.

What a third party needs to check it without this program:
- canonical JSON is RFC 8785;
- `body_hash` = SHA-256 of the salt, as it is written (32 hexadecimal digits), followed by the canonical body;
- `seal` = SHA-256 of the canonical object of `about`, `author`, `body_hash`, `conversation`, `kind`, `moment`,
  `number` and `previous`;
- `previous` is the seal of the entry before, 64 zeros for the first; numbers go 1, 2, 3…
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, get_args

from advisor.domain.record import Draft, Entry, EntryKind
from advisor.journal import canonical

FIRST = "0" * 64
"""What stands for the seal before the first entry."""
SALT = re.compile(r"[0-9a-f]{32}")
SEALED = ("about", "author", "body_hash", "conversation", "kind", "moment", "number", "previous")
KINDS = frozenset(get_args(EntryKind))


@dataclass(frozen=True, kw_only=True, slots=True)
class Stored:
    """An entry as it lies in the journal: its body is still the canonical text that was hashed."""

    number: int
    moment: str
    kind: EntryKind
    about: int
    conversation: str
    author: str
    previous: str
    body_hash: str
    seal: str
    salt: str | None
    body: str | None

    def entry(self) -> Entry:
        """The entry, its body read. Raises ValueError when the body is not JSON."""
        read = None if self.body is None else json.loads(self.body)
        names = (name for name in self.__slots__ if name != "body")
        return Entry(**{name: getattr(self, name) for name in names}, body=read)

    @classmethod
    def of(cls, entry: Entry) -> Stored:
        """What the journal keeps of an entry."""
        body = None if entry.body is None else canonical.text(entry.body)
        names = (name for name in cls.__slots__ if name != "body")
        return cls(**{name: getattr(entry, name) for name in names}, body=body)


@dataclass(frozen=True, slots=True)
class Broken:
    """The first entry that does not hold, and why, in French."""

    number: int
    why: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a verification found: entries read, those purged, the head, the first broken entry."""

    entries: int
    purged: int
    head: tuple[int, str]
    broken: Broken | None = None

    @property
    def holds(self) -> bool:
        """Whether the whole chain holds."""
        return self.broken is None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A draft whose body is already written and hashed: all that can be done before the writer's turn comes."""

    draft: Draft
    salt: str
    body: str
    hash: str

    def sealed(self, number: int, moment: str, previous: str) -> Stored:
        """The entry of that number. Raises ValueError when it speaks of an entry that does not precede it."""
        draft = self.draft
        if not 0 <= draft.about < number:
            raise ValueError(f"une entrée ne parle que d'une entrée plus ancienne, pas de la n° {draft.about}")
        entry: dict[str, Any] = {
            "number": number,
            "moment": moment,
            "kind": draft.kind,
            "about": draft.about,
            "conversation": draft.conversation,
            "author": draft.author,
            "previous": previous,
            "body_hash": self.hash,
        }
        return Stored(**entry, seal=canonical.digest(entry), salt=self.salt, body=self.body)


def prepared(draft: Draft, salt: str) -> Prepared:
    """A draft ready to be sealed. Raises ValueError when it cannot be written faithfully."""
    if draft.kind not in KINDS:
        raise ValueError(f"nature d'entrée inconnue : {draft.kind}")
    if any(ord(sign) < 32 for sign in draft.conversation + draft.author):
        raise ValueError("un nom de lecteur ou de conversation ne porte pas de caractère de commande")
    body = canonical.text(draft.body)
    return Prepared(draft, salt, body, body_hash(salt, body))


def sealed(draft: Draft, number: int, moment: str, previous: str, salt: str) -> Stored:
    """A draft as the entry of that number. Raises ValueError when the draft cannot be written faithfully."""
    return prepared(draft, salt).sealed(number, moment, previous)


def body_hash(salt: str, body: str) -> str:
    """The hash of a canonical body, salted so that it says nothing of a content that was removed."""
    return hashlib.sha256((salt + body).encode()).hexdigest()


def seal_of(stored: Stored | Entry) -> str:
    """The seal an entry must bear."""
    return canonical.digest({name: getattr(stored, name) for name in SEALED})


def verify(stored: Iterable[Stored], known: Mapping[int, str] | None = None) -> Report:
    """Derives the chain again from its first entry and names the first that is broken.

    `known` gives seals kept elsewhere, by number: only they can tell that the end was cut off or that
    everything was written again.
    """
    check = Check(known=dict(known or {}))
    for item in stored:
        if not check.add(item):
            break
    return check.report()


@dataclass
class Check:
    """A verification under way, entry by entry."""

    known: dict[int, str] = field(default_factory=dict)
    head: tuple[int, str] = (0, FIRST)
    broken: Broken | None = None
    tombs: set[int] = field(default_factory=set)
    purges: dict[int, int] = field(default_factory=dict)

    def add(self, stored: Stored) -> bool:
        """Checks the next entry; False when it is broken, and nothing further is to be read."""
        try:
            why = self._fault(stored)
        except (ValueError, TypeError, AttributeError, KeyError):
            why = "ses champs ne sont plus ce que le journal écrit"
        if why:
            self.broken = Broken(self.head[0] + 1, why)
            return False
        self.head = (stored.number, stored.seal)
        return True

    def report(self) -> Report:
        """What was found."""
        broken = self.broken or self._unproved() or self._forgotten()
        return Report(self.head[0], len(self.tombs), self.head, broken)

    def _fault(self, stored: Stored) -> str:
        number, previous = self.head
        if stored.number != number + 1:
            return f"l'entrée manque : la suivante porte le numéro {stored.number}"
        if stored.previous != previous:
            return "elle n'est pas scellée à la précédente"
        if stored.seal != seal_of(stored):
            return "son sceau ne correspond pas à ce qu'elle dit"
        if stored.seal != self.known.get(stored.number, stored.seal):
            return "son sceau n'est pas celui qui avait été relevé"
        return self._content_fault(stored)

    def _content_fault(self, stored: Stored) -> str:
        if stored.body is None and stored.salt is None:
            self.tombs.add(stored.number)
            return "un constat de purge ne se purge pas" if stored.kind == "purge" else ""
        if stored.body is None or stored.salt is None or not SALT.fullmatch(stored.salt):
            return "son contenu a été retiré sans purge, ou son sel est altéré"
        if stored.body_hash != body_hash(stored.salt, stored.body):
            return "son contenu a été altéré"
        if stored.kind == "purge":
            self.purges |= dict.fromkeys(purged_by(json.loads(stored.body)), stored.number)
        return ""

    def _unproved(self) -> Broken | None:
        """The first content missing without a purge that says so, or said to be purged and still there."""
        odd = sorted(self.tombs ^ set(self.purges))
        if not odd:
            return None
        if odd[0] in self.tombs:
            return Broken(odd[0], "son contenu manque, et aucune purge ne le dit")
        return Broken(odd[0], f"la purge n° {self.purges[odd[0]]} la dit vidée, et son contenu est encore là")

    def _forgotten(self) -> Broken | None:
        """The first entry known elsewhere that the journal no longer holds."""
        gone = [number for number in self.known if number > self.head[0]]
        return Broken(min(gone), "l'entrée, relevée ailleurs, n'est plus dans le journal") if gone else None


def purged_by(body: Mapping[str, Any]) -> Sequence[int]:
    """The numbers of the entries a purge emptied."""
    return [int(number) for number in body["numbers"]]
