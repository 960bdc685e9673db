"""Small fiches that several tests start from."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from advisor.domain.fiche import Notion, Review
from advisor.domain.place import Locator

PLACE = Locator(source="memoire", section="Un", page="1", anchor="trois mots ici")
REVIEW = Review(date="2026-11-22")
_NOTION = Notion(
    id="concept.essai", title="Un essai", title_en="A test", statement="Une phrase.", evidence=(PLACE,), review=REVIEW
)


def notion(**given: Any) -> Notion:
    """A sound little fiche, with what a test says of it."""
    return replace(_NOTION, **given)
