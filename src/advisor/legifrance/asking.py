"""From an article of ours to the version in force today: by its known id when there is one, else by its number."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from advisor.errors import LegifranceUnreadable
from advisor.legifrance import api
from advisor.legifrance.api import ArticleText, Target

Post = Callable[[str, Mapping[str, Any]], dict[str, Any]]
"""Sends a payload to a path of the API and gives the object answered (see `client.Client.post`)."""


@dataclass(frozen=True, slots=True)
class Received:
    """What Légifrance says of an article: the version in force, its last version, or that it has none."""

    kind: Literal["en vigueur", "abrogé", "introuvable"]
    text: ArticleText | None = None


def ask(post: Post, target: Target, day: str) -> Received:
    """The article as it stands on a day.

    An article whose known version has ended is searched by its number too: it may have been written
    again under another id. Raises LegifranceFailed.
    """
    known = _known(post, target)
    if known and (current := _in_force(post, known, target, day)):
        return Received("en vigueur", current)
    for identifier in _search(post, target, day):
        found = _article(post, identifier, target)
        if found and (current := _in_force(post, found, target, day)):
            return Received("en vigueur", current)
        known = known or found
    if known is None:
        past = [_article(post, identifier, target) for identifier in _search(post, target, None)[:1]]
        known = next((text for text in past if text), None)
        if known and (current := _in_force(post, known, target, day)):
            return Received("en vigueur", current)
    return Received("abrogé", known) if known else Received("introuvable")


def ended_on(text: ArticleText, day: str) -> str:
    """The day an article that applies no more ceased to: the latest end, or start of an ended state, not after `day`.

    Empty when its versions do not say.
    """
    versions = text.versions or (text.version,)
    dates = [date for version in versions for date in (version.valid_to or version.valid_from,) if date <= day]
    return max(dates, default="")


def _known(post: Post, target: Target) -> ArticleText | None:
    """The version known before; an id that means nothing any more is no failure: the number is searched."""
    if not target.legi_id:
        return None
    try:
        return _article(post, target.legi_id, target)
    except LegifranceUnreadable:
        return None


def _article(post: Post, identifier: str, target: Target) -> ArticleText | None:
    text = api.read_article(post(api.ARTICLE, {"id": identifier}))
    if text is None:
        return None
    if not api.same_number(text.number, target.article) or (text.code and not api.same_text(text.code, target.code)):
        raise LegifranceUnreadable(f"Légifrance donne l'article {text.number} ({text.code}) pour un autre.")
    return text


def _in_force(post: Post, text: ArticleText, target: Target, day: str) -> ArticleText | None:
    """The version that applies on a day, read again when it is not the one at hand."""
    if text.version.applies(day):
        return text
    current = next((version for version in text.versions if version.applies(day)), None)
    if current is None or current.id == text.version.id:
        return None
    found = _article(post, current.id, target)
    return found if found and found.version.applies(day) else None


def _search(post: Post, target: Target, day: str | None) -> list[str]:
    """Ids found for the number, each of its spellings tried until one is known."""
    for number in api.spellings(target.article):
        found = api.found_ids(post(api.SEARCH, api.search_payload(target, number, day)), target)
        if found:
            return found
    return []
