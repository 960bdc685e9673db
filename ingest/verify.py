"""Proofs on what was read: every passage stands where it says, under an id of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from advisor.domain.source import Page, Passage
from advisor.retrieval.store import Store

SHOWN = 5
"""Faults told one by one; beyond, they are counted."""


def faults(pages: Iterable[Page], passages: Iterable[Passage]) -> list[str]:
    """What is wrong with passages: text unlike that of their page, id given twice."""
    texts = {(page.source, page.label): page for page in pages}
    found = []
    ids: Counter[str] = Counter()
    for passage in passages:
        ids[passage.id] += 1
        page = texts.get((passage.source, passage.page))
        if page is None:
            found.append(f"{passage.id} : sa page {passage.page} n'existe pas.")
        elif page.text[passage.start : passage.end] != passage.text or page.index != passage.page_index:
            found.append(f"{passage.id} : son texte n'est pas à sa place dans la page {passage.page}.")
    found.extend(f"{identifier} : identifiant donné {count} fois." for identifier, count in ids.items() if count > 1)
    return found


def index_faults(store: Store) -> list[str]:
    """The same for the index in use, with passages indexed that it does not hold."""
    found = faults(store.pages.values(), store.passages.values())
    for document in store.documents:
        if document.kind in {"passage", "article"} and document.ref not in store.passages:
            found.append(f"{document.ref} : indexé, mais absent des passages.")
    return found


def told(found: list[str]) -> list[str]:
    """Faults as lines to print, few enough to be read."""
    more = len(found) - SHOWN
    return found if more <= 0 else [*found[:SHOWN], f"… et {more} autres."]
