"""Versions kept, so that an old answer can be replayed and proved: every content once, under its own hash.

    <folder>/<id>.json            what a version is made of; its id is the SHA-256 of these bytes
    <folder>/trees/<root>.json    the contents of a part: name → SHA-256
    <folder>/contents/ab/<hash>   a content, compressed
    <folder>/known/<key>          the id of a version already kept, by what it was made from

A version is written last, when all its contents are on disk: a kill leaves a whole version, or none.
Two versions that differ by one fiche share everything else.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import tempfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from advisor.audit import merkle
from advisor.errors import VersionUnusable
from advisor.journal import canonical

FORMAT = 1
Content = Path | bytes | str
"""A file, bytes, or the hash of a content that other contents hold: it is listed, and not kept apart."""
Parts = Mapping[str, Mapping[str, Content]]
"""Contents by part, then by name."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Leaf:
    """The proof that a content is of a version: its rank in the tree of its part, and the path to the root."""

    rank: int
    digest: str
    path: tuple[str, ...]


class Versions:
    """The versions of a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, parts: Parts, about: Mapping[str, Any]) -> str:
        """Keeps a version, when it is not yet, and gives its id. Raises OSError when it cannot be written."""
        version: dict[str, Any] = {"format": FORMAT, **about}
        with self._alone():
            for part, contents in parts.items():
                hashes = {name: self._put(content) for name, content in contents.items()}
                listed = any(isinstance(content, str) for content in contents.values())
                version[part] = {"root": merkle.root(merkle.leaves(hashes)), "size": len(hashes), "kept": not listed}
                self._write(self._tree_file(version[part]["root"]), canonical.encoded(hashes))
            identifier = canonical.digest(version)
            if not self._file(identifier).is_file():
                os.sync()
                self._write(self._file(identifier), canonical.encoded(version))
        return identifier

    def known(self, key: str) -> str:
        """The id of the version made from what the key stands for; empty when none was kept."""
        try:
            identifier = (self.folder / "known" / key).read_text(encoding="ascii").strip()
        except (OSError, ValueError):
            return ""
        return identifier if self._file(identifier).is_file() else ""

    def learn(self, key: str, identifier: str) -> None:
        """Remembers which version a key leads to. Raises OSError when it cannot be written."""
        self._write(self.folder / "known" / key, identifier.encode(), over=True)

    def ids(self) -> list[str]:
        """Every version kept."""
        return sorted(path.stem for path in self.folder.glob("*.json"))

    def version(self, identifier: str) -> dict[str, Any]:
        """What a version is made of. Raises VersionUnusable when it is not kept, or altered."""
        try:
            data = self._file(identifier).read_bytes()
        except (OSError, ValueError) as error:
            raise _lost(identifier) from error
        if hashlib.sha256(data).hexdigest() != identifier:
            raise _altered(f"la version {identifier[:12]}")
        found: dict[str, Any] = json.loads(data)
        if found.get("format") != FORMAT:
            raise VersionUnusable(
                f"La version {identifier[:12]} est d'un format inconnu.", "Mettez le logiciel à jour."
            )
        return found

    def tree(self, identifier: str, part: str) -> dict[str, str]:
        """The contents of a part: name → SHA-256. Raises VersionUnusable."""
        held = self.version(identifier).get(part)
        if held is None:
            raise VersionUnusable(f"La version {identifier[:12]} ne conserve pas « {part} ».")
        try:
            found: dict[str, str] = json.loads(self._tree_file(held["root"]).read_bytes())
        except (OSError, ValueError) as error:
            raise _lost(identifier) from error
        if merkle.root(merkle.leaves(found)) != held["root"]:
            raise _altered(f"la liste « {part} » de la version {identifier[:12]}")
        return found

    def leaf(self, identifier: str, part: str, name: str) -> Leaf | None:
        """The proof of one content of a part; None when the part has no such name. Raises VersionUnusable."""
        tree = self.tree(identifier, part)
        if name not in tree:
            return None
        rank = sorted(tree).index(name)
        return Leaf(rank=rank, digest=tree[name], path=tuple(merkle.path(merkle.leaves(tree), rank)))

    def named(self, identifier: str, part: str, name: str) -> bytes:
        """A content by its name. Raises VersionUnusable when there is none, or it is lost or altered."""
        digest = self.tree(identifier, part).get(name)
        if digest is None:
            raise VersionUnusable(f"La version {identifier[:12]} n'a pas de « {name} ».")
        return self.content(digest)

    def content(self, digest: str) -> bytes:
        """A content by its hash. Raises VersionUnusable when it is lost or altered."""
        try:
            data = zlib.decompress(self._content_file(digest).read_bytes())
        except (OSError, zlib.error) as error:
            raise VersionUnusable(f"Un contenu conservé manque ou est abîmé ({digest[:12]}).", _REMEDY) from error
        if hashlib.sha256(data).hexdigest() != digest:
            raise _altered(f"le contenu {digest[:12]}")
        return data

    def unpack(self, identifier: str, part: str, folder: Path) -> None:
        """Writes a part as files. Raises VersionUnusable when something is lost or altered."""
        for name, digest in self.tree(identifier, part).items():
            path = folder / name
            if not path.resolve().is_relative_to(folder.resolve()):
                raise _altered(f"le nom « {name} »")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(self.content(digest))

    def faults(self, identifier: str) -> Iterator[str]:
        """What is lost or altered in a version, in French; nothing when it can be replayed."""
        try:
            parts = self._roots(identifier)
        except VersionUnusable as error:
            yield str(error)
            return
        for part, _ in parts:
            if not self.version(identifier)[part]["kept"]:
                continue
            try:
                for digest in dict.fromkeys(self.tree(identifier, part).values()):
                    self.content(digest)
            except VersionUnusable as error:
                yield f"{part} : {error}"

    def prune(self, kept: Iterable[str]) -> int:
        """Removes every version but those given, then the contents none of them needs; how many were removed.

        Raises VersionUnusable, before anything is removed, when a version to keep is damaged.
        """
        with self._alone():
            stay = set(kept) & set(self.ids())
            parts = [(identifier, part, root) for identifier in stay for part, root in self._roots(identifier)]
            roots = {root for _, _, root in parts}
            needed = {digest for identifier, part, _ in parts for digest in self.tree(identifier, part).values()}
            gone = [identifier for identifier in self.ids() if identifier not in stay]
            unneeded = [path for path in self.folder.glob("trees/*") if path.stem not in roots]
            unneeded += [path for path in self.folder.glob("contents/*/*") if path.name not in needed]
            for path in [*(self._file(identifier) for identifier in gone), *unneeded]:
                path.unlink(missing_ok=True)
        return len(gone)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One at a time, between processes: nothing is removed while a version is being written."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / ".verrou").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _roots(self, identifier: str) -> list[tuple[str, str]]:
        """The parts of a version and the root of each. Raises VersionUnusable."""
        held = self.version(identifier).items()
        return sorted((part, value["root"]) for part, value in held if isinstance(value, dict) and "root" in value)

    def _put(self, content: Content) -> str:
        if isinstance(content, str):
            return content
        data = content if isinstance(content, bytes) else content.read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        path = self._content_file(digest)
        if not path.is_file():
            self._write(path, zlib.compress(data, 3))
        return digest

    def _write(self, path: Path, data: bytes, over: bool = False) -> None:
        """Writes beside, then moves in place; what is there already is the same content, unless told otherwise."""
        if path.is_file() and not over:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".")
        try:
            with os.fdopen(handle, "wb") as written:
                written.write(data)
            Path(draft).replace(path)
        except BaseException:
            Path(draft).unlink(missing_ok=True)
            raise

    def _file(self, identifier: str) -> Path:
        return self.folder / f"{_hexadecimal(identifier)}.json"

    def _tree_file(self, digest: str) -> Path:
        return self.folder / "trees" / f"{_hexadecimal(digest)}.json"

    def _content_file(self, digest: str) -> Path:
        return self.folder / "contents" / _hexadecimal(digest)[:2] / digest


_REMEDY = "Restaurez le dossier « versions » depuis une sauvegarde."


def _hexadecimal(text: str) -> str:
    """A hash as a file name; anything else reaches no file."""
    if len(text) != 64 or not set(text) <= set("0123456789abcdef"):
        raise _lost(text or "inconnue")
    return text


def _lost(identifier: str) -> VersionUnusable:
    return VersionUnusable(f"La version {identifier[:12]} n'est pas conservée ici.", _REMEDY)


def _altered(what: str) -> VersionUnusable:
    return VersionUnusable(f"Un contenu conservé a été altéré : {what}.", _REMEDY)
