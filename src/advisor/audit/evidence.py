"""Where each extract of an answer stands, in the passages of the version it was made with (W3C selectors)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any
from urllib.parse import quote as escaped

from advisor.audit.difference import Data
from advisor.audit.versions import Versions
from advisor.errors import VersionUnusable
from advisor.journal import canonical

_LEGIFRANCE = "https://www.legifrance.gouv.fr/"


class Evidence:
    """The texts and fiches of a version, and the proof that they are its own."""

    def __init__(self, versions: Versions, identifier: str) -> None:
        self._versions = versions
        self.identifier = identifier

    def version(self) -> dict[str, Any]:
        """What the version is made of. Raises VersionUnusable."""
        return self._versions.version(self.identifier)

    def fiches(self, names: Sequence[str]) -> list[dict[str, Any]]:
        """The fiches as data, each with its proof; those the version has not are left out. Raises VersionUnusable."""
        found = []
        for name in names:
            leaf = self._versions.leaf(self.identifier, "fiches", name)
            if leaf is not None:
                content = self._versions.content(leaf.digest).decode()
                found.append({"name": name, "content": content, "rank": leaf.rank, "proof": list(leaf.path)})
        return found

    def passages(self, names: Sequence[str]) -> list[dict[str, Any]]:
        """The passages as data, each with its proof. Raises VersionUnusable when they are not those listed."""
        found = []
        for name in names:
            leaf = self._versions.leaf(self.identifier, "passages", name)
            content = canonical.text(self._passages[name])
            if leaf is None or leaf.digest != canonical.digest(self._passages[name]):
                raise VersionUnusable(f"Le passage « {name} » n'est pas celui que la version conserve.")
            found.append({"name": name, "content": content, "rank": leaf.rank, "proof": list(leaf.path)})
        return found

    def annotation(self, citation: Data) -> dict[str, Any] | None:
        """The selectors of a citation's extract; None when it has none, or it is not found. Raises VersionUnusable."""
        passage = self._passages.get(str(citation.get("passage_id")))
        if citation.get("quote") is None or passage is None:
            return None
        page = self._pages.get((passage["source"], passage["page"]), "")
        start = _start(page, citation)
        if start is None:
            return None
        exact = str(citation["quote"])
        target = {
            "source": citation["address"],
            "selector": [
                {
                    "type": "TextQuoteSelector",
                    "exact": exact,
                    "prefix": citation["before"],
                    "suffix": citation["after"],
                },
                {"type": "TextPositionSelector", "start": start, "end": start + len(exact)},
            ],
        }
        return {
            "@context": "http://www.w3.org/ns/anno.jsonld",
            "type": "Annotation",
            "motivation": "highlighting",
            "citation": citation["id"],
            "passages": self._holding(passage, start, start + len(exact)),
            "link": _link(citation),
            "target": target,
        }

    @cached_property
    def _pages(self) -> dict[tuple[str, str], str]:
        rows = json.loads(self._versions.named(self.identifier, "index", "pages.json"))
        return {(row["source"], row["label"]): row["text"] for row in rows}

    @cached_property
    def _passages(self) -> dict[str, dict[str, Any]]:
        rows = json.loads(self._versions.named(self.identifier, "index", "passages.json"))
        return {row["id"]: row for row in rows}

    @cached_property
    def _by_page(self) -> Mapping[tuple[str, str], list[dict[str, Any]]]:
        found: dict[tuple[str, str], list[dict[str, Any]]] = {}
        for row in self._passages.values():
            found.setdefault((row["source"], row["page"]), []).append(row)
        return found

    def _holding(self, first: Data, start: int, end: int) -> list[str]:
        """The passage cited, then those of its page that hold what it does not of the extract."""
        chosen = [first["id"]]
        if not first["start"] <= start <= end <= first["end"]:
            others = self._by_page[(first["source"], first["page"])]
            touching = [row for row in others if row["start"] < end and start < row["end"]]
            chosen += [row["id"] for row in touching if row["id"] != first["id"]]
        return chosen


def _start(page: str, citation: Data) -> int | None:
    """Where an extract begins in its page: where its words stand with what comes before and after."""
    before, exact, after = (str(citation[name]) for name in ("before", "quote", "after"))
    at = page.find(before + exact + after)
    return at + len(before) if at >= 0 else None


def _link(citation: Data) -> str:
    """The address of the text; on Légifrance, with a text fragment that marks the extract."""
    address = str(citation["address"])
    if not address.startswith(_LEGIFRANCE) or "#" in address:
        return address
    words = str(citation["quote"]).split()
    if len(words) <= 8:
        return f"{address}#:~:text={_fragment(words)}"
    return f"{address}#:~:text={_fragment(words[:4])},{_fragment(words[-4:])}"


def _fragment(words: Sequence[str]) -> str:
    """Words as a text fragment takes them: a dash would be read as its own syntax."""
    return escaped(" ".join(words), safe="").replace("-", "%2D")
