"""Articles of law, one JSON object a line, to raw articles."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from advisor.domain.source import ArticleInfo, Page
from ingest.extract import AGAIN, Unreadable
from ingest.plain import decoded


@dataclass(frozen=True)
class RawArticle:
    """An article of law as read in a JSON-lines file."""

    info: ArticleInfo
    section: tuple[str, ...]
    text: str


def articles(path: Path) -> list[RawArticle]:
    """The articles of a JSON-lines file. Raises Unreadable on the first bad line, by its number."""
    text = decoded(path)
    if text.lstrip().startswith("<"):
        raise Unreadable("mal-nommé", f"{path.name} est une page web, pas une liste d'articles.", AGAIN)
    found: list[RawArticle] = []
    # A line ends at "\n" alone: splitlines would also cut at separators that JSON allows inside a text.
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            found.append(_article(json.loads(line)))
        except (ValueError, KeyError, TypeError) as error:
            raise Unreadable("tronqué", f"{path.name}, ligne {number} : article illisible ({error}).", AGAIN) from error
    if not found:
        raise Unreadable("vide", f"{path.name} ne contient aucun article.", AGAIN)
    return found


def _article(row: Any) -> RawArticle:
    if not isinstance(row, dict):
        raise TypeError("un objet JSON est attendu")
    for key in ("code", "article", "text"):
        if not isinstance(row[key], str) or not row[key].strip():
            raise ValueError(f"« {key} » est vide ou n'est pas un texte")
    origin = str(row.get("origin") or "")
    info = ArticleInfo(
        code=row["code"],
        article=row["article"],
        legi_id=str(row.get("legi_id") or ""),
        valid_from=str(row.get("valid_from") or ""),
        read_on=read_date(origin),
        origin=origin.split(":", 1)[0],
        note=str(row.get("note") or ""),
    )
    return RawArticle(info, tuple(str(part) for part in row.get("section_path") or ()), row["text"])


def article_pages(found: list[RawArticle]) -> list[Page]:
    """Articles of law as pages: the label is the number, the section path that of the code."""
    return [
        Page(
            source=article.info.code,
            index=rank,
            label=article.info.article,
            text=article.text.strip(),
            sections=((0, article.section),),
        )
        for rank, article in enumerate(found)
    ]


_MONTHS = {
    name: number
    for number, name in enumerate(
        (
            "janvier",
            "février",
            "mars",
            "avril",
            "mai",
            "juin",
            "juillet",
            "août",
            "septembre",
            "octobre",
            "novembre",
            "décembre",
        ),
        1,
    )
}


def read_date(origin: str) -> str:
    """The date of the data named in an origin, as ISO text, empty when it names none.

    >>> read_date("x: fr/a.md (données LEGI au 2026-04-03)")
    '2026-04-03'
    >>> read_date("x: data/seed/b.json (mars 2026)")
    '2026-03-01'
    """
    exact = re.search(r"(\d{4}-\d{2}-\d{2})\)?\s*$", origin) or re.search(r"\b(\d{4}-\d{2}-\d{2})\b", origin)
    if exact:
        return exact.group(1)
    month = re.search(r"\b(" + "|".join(_MONTHS) + r")\s+(\d{4})\b", origin)
    if month:
        return f"{month.group(2)}-{_MONTHS[month.group(1)]:02d}-01"
    start = re.search(r"début (\d{4})", origin)
    return f"{start.group(1)}-01-01" if start else ""
