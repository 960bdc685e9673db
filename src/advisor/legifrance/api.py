"""What is asked of the API and what is read in its answers; no network here.

Payloads: DILA, « Exemples d'utilisation de l'API Légifrance » (17 September 2025) §§ 2, 3 and 6: an
article is found by `POST /search` (fund CODE_DATE or LODA_DATE, field NUM_ARTICLE, filter DATE_VERSION),
then read by `POST /consult/getArticle`. Names of answer fields: the Swagger of the API (SearchResponseDTO,
GetArticleResponse, Article, ArticleVersion). Dates are milliseconds since 1970, the end of an open version
being in 2999; a version is in force by its dates, never by its label: « ABROGE_DIFF » still applies.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

from advisor.errors import LegifranceUnreadable
from advisor.text import fold, words

SEARCH, ARTICLE = "/search", "/consult/getArticle"
_OPEN_YEAR = 2222
_PARIS = 3 * 3600 * 1000
"""Midnight in Paris is 22 or 23 h of the day before in UTC: with three hours more, both give the same day."""
_ENDED = frozenset({"ABROGE", "ANNULE", "PERIME", "TRANSFERE", "DISJOINT", "SUBSTITUE", "REMPLACE", "DENONCE"})
_NEVER = frozenset({"MODIFIE_MORT_NE"})
_LAW_NUMBER = re.compile(r"n\s?°\s?(\d{2,4}-\d{1,5})")
_ID = re.compile(r"(?:LEGI|JORF)ARTI\d{12}")


@dataclass(frozen=True, slots=True)
class Target:
    """An article to ask for; `legi_id` is the id of a version known before, if any."""

    code: str
    article: str
    legi_id: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """A version of an article: in force from `valid_from` to the day before `valid_to` (empty while open)."""

    id: str
    state: str
    valid_from: str
    valid_to: str

    def applies(self, day: str) -> bool:
        """Whether the version is the law on a day."""
        if self.state in _ENDED | _NEVER or not self.valid_from:
            return False
        return self.valid_from <= day and (not self.valid_to or day < self.valid_to)


@dataclass(frozen=True, slots=True)
class ArticleText:
    """A version of an article with its text, where it stands, and the list of its versions."""

    version: Version
    number: str
    code: str
    code_id: str
    text: str
    section: tuple[str, ...]
    versions: tuple[Version, ...]


def on_legifrance(code: str) -> bool:
    """Whether a text is one that Légifrance holds in force: the law of the Union is not."""
    return not re.search(r"\brgpd\b|reglement \(?(?:ue|ce|cee)\b|\bdirective\b", fold(code).text)


# --- asking ---------------------------------------------------------------------------------------------------------


def search_payload(target: Target, number: str, day: str | None) -> dict[str, Any]:
    """The search of an article by its number in its code or law; at a day, or in any state when None."""
    fields, fund = [_field("NUM_ARTICLE", number)], "LODA"
    filters: list[dict[str, Any]] = []
    if fold(target.code).text.startswith("code "):
        fund = "CODE"
        filters.append({"facette": "NOM_CODE" if day else "TEXT_NOM_CODE", "valeurs": [target.code]})
    elif found := _LAW_NUMBER.search(target.code):
        fields.insert(0, _field("NUM", found.group(1)))
    else:
        fields.insert(0, _field("TITLE", target.code))
    if day:
        filters.append({"facette": "DATE_VERSION", "singleDate": _milliseconds(day)})
    return {
        "fond": f"{fund}_{'DATE' if day else 'ETAT'}",
        "recherche": {
            "champs": fields,
            "filtres": filters,
            "pageNumber": 1,
            "pageSize": 50,
            "operateur": "ET",
            "sort": "PERTINENCE",
            "typePagination": "ARTICLE" if fund == "CODE" else "DEFAUT",
        },
    }


def spellings(number: str) -> list[str]:
    """Ways Légifrance may write an article number, the likeliest first.

    >>> spellings("44quater")
    ['44 quater', '44quater']
    >>> spellings("R1-2")
    ['R1-2', 'R*1-2']
    """
    found = [re.sub(r"(\d)(bis|ter|quater|quinquies|sexies)\b", r"\1 \2", number), number]
    if number == "1":
        found.append("1er")
    if re.match(r"[RD]\d", number):
        found.append(f"{number[0]}*{number[1:]}")
    return list(dict.fromkeys(found))


def _field(kind: str, value: str) -> dict[str, Any]:
    wanted = {"typeRecherche": "EXACTE", "valeur": value, "operateur": "ET"}
    return {"typeChamp": kind, "criteres": [wanted], "operateur": "ET"}


# --- reading --------------------------------------------------------------------------------------------------------


def found_ids(answer: Mapping[str, Any], target: Target) -> list[str]:
    """Ids of the versions a search found for an article, those of other texts or numbers left out.

    Raises LegifranceUnreadable when the answer has no list of results.
    """
    results = answer.get("results")
    if not isinstance(results, list):
        raise LegifranceUnreadable("La réponse de recherche n'a pas de « results ».")
    found = [
        extract["id"]
        for result in results
        if isinstance(result, dict) and any(same_text(title, target.code) for title in _titles(result))
        for section in _rows(result.get("sections"))
        for extract in _rows(section.get("extracts"))
        if _ID.fullmatch(str(extract.get("id") or ""))
        and same_number(_bare(extract.get("num") or extract.get("title")), target.article)
    ]
    return list(dict.fromkeys(found))


def _titles(result: Mapping[str, Any]) -> list[str]:
    return [_bare(title.get("title")) for title in _rows(result.get("titles"))]


def read_article(answer: Mapping[str, Any]) -> ArticleText | None:
    """The article of an answer, None when it says there is none. Raises LegifranceUnreadable on a hole."""
    row = answer.get("article", answer)
    if row is None:
        return None
    if not isinstance(row, dict) or "id" not in row:
        raise LegifranceUnreadable("La réponse de Légifrance n'a pas d'article.")
    version = _version(row)
    number = str(row.get("num") or "").strip()
    if not number:
        raise LegifranceUnreadable("L'article reçu de Légifrance n'a pas de numéro (« num »).")
    html = row.get("texteHtml") or row.get("texte")
    if not isinstance(html, str):
        if version.state not in _ENDED:
            raise LegifranceUnreadable("L'article reçu de Légifrance n'a pas de texte (« texte », « texteHtml »).")
        html = ""
    context = row.get("context") if isinstance(row.get("context"), dict) else {}
    titles = [_bare(part.get("titre")) for part in _rows((context or {}).get("titresTM"))]
    section = titles or [_bare(row.get("sectionParentTitre"))]
    held = _rows(row.get("textTitles"))
    return ArticleText(
        version=version,
        number=number,
        code=next((_bare(text.get("titre")) for text in held if text.get("titre")), ""),
        code_id=next((str(text.get("cid")) for text in held if text.get("cid")), str(row.get("cidTexte") or "")),
        text=plain_text(html),
        section=tuple(title for title in section if title),
        versions=tuple(_version(part) for part in _rows(row.get("articleVersions"))),
    )


def _version(row: Mapping[str, Any]) -> Version:
    identifier = str(row.get("id") or "")
    start = _day(row.get("dateDebut"))
    if not _ID.fullmatch(identifier) or not start:
        raise LegifranceUnreadable("Une version reçue de Légifrance n'a pas d'identifiant ou de date de début.")
    return Version(identifier, str(row.get("etat") or ""), start, _day(row.get("dateFin")))


def same_text(title: str, code: str) -> bool:
    """Whether a title of Légifrance is that of a code or law of ours: same number of law, or same words."""
    ours, theirs = _LAW_NUMBER.search(code), _LAW_NUMBER.search(title)
    wanted, found = words(code), words(title)
    if ours:  # a law and a decree may have the same number
        return theirs is not None and theirs.group(1) == ours.group(1) and found[:1] == wanted[:1]
    return found == wanted if wanted[:1] == ["code"] else found[: len(wanted)] == wanted


def same_number(left: str, right: str) -> bool:
    """Whether two spellings are the same article number.

    >>> same_number("L. 1-2 A", "L1-2-A"), same_number("Article 44 quater", "44quater")
    (True, True)
    >>> same_number("L1-2", "L12")
    False
    """
    return _number(left) == _number(right)


def _number(text: str) -> str:
    compact = re.sub(r"^ARTICLE\s+|[.*]|(?<=\b1)ER\b", "", fold(text).text.upper().strip())
    compact = re.sub(r"[\s-]+", "-", compact.strip())
    return re.sub(r"(?<=[A-Z])-(?=\d)|(?<=\d)-(?=[A-Z])", "", compact)


def _rows(value: object) -> list[dict[str, Any]]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _bare(value: object) -> str:
    """A text without the marks that a search puts on what it found."""
    return " ".join(re.sub(r"</?[a-zA-Z][^>]*>", "", str(value or "")).split())


def _milliseconds(day: str) -> int:
    return int(dt.datetime.fromisoformat(f"{day}T12:00:00+00:00").timestamp() * 1000)


def _day(value: object) -> str:
    """An ISO day from what the API gives (milliseconds or ISO text); empty when unreadable or open-ended."""
    if isinstance(value, bool):
        return ""
    if isinstance(value, str) and re.match(r"\d{4}-\d{2}-\d{2}", value):
        day = value[:10]
    elif isinstance(value, int | float) or (isinstance(value, str) and value.lstrip("-").isdigit()):
        try:
            moment = dt.datetime.fromtimestamp(0, dt.UTC) + dt.timedelta(milliseconds=int(value) + _PARIS)
        except (OverflowError, ValueError):
            return ""
        day = moment.date().isoformat()
    else:
        return ""
    return "" if int(day[:4]) >= _OPEN_YEAR else day


_BLOCKS = frozenset("p div br li tr table ul ol h1 h2 h3 h4 h5 h6 blockquote dd dt".split())  # noqa: SIM905


class _Reader(HTMLParser):
    """Collects the text of HTML, a new line at each block, cells of a table apart."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n")
        elif tag in {"td", "th"}:
            self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def plain_text(html: str) -> str:
    r"""The text of an article, a blank line between its paragraphs.

    >>> plain_text("<p>Le maire :<br/>1° informe ;</p><p>2° consulte.</p>")
    'Le maire :\n\n1° informe ;\n\n2° consulte.'
    """
    reader = _Reader()
    reader.feed(html.replace("\n", " ") if "<" in html else html)  # in HTML a new line is a space
    reader.close()
    lines = "".join(reader.parts).split("\n")
    kept = (re.sub(r"[ \t\r]+", " ", line).strip() for line in lines)
    return "\n\n".join(line for line in kept if line)
