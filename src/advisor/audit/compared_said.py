"""What changed in what is said and shown: facts understood, statements, citations, cards, questions, calendar."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rapidfuzz.fuzz import ratio

from advisor.audit.difference import Data, Difference, Gravity, changed, come, gone
from advisor.audit.resolved import place

REWORDED = 60.0
"""Likeness, in percent, from which two statements of one fiche and role are one statement said otherwise."""
_CARDS: tuple[tuple[str, str, Gravity], ...] = (
    ("pitfalls", "Frein", "notable"),
    ("levers", "Levier", "notable"),
    ("practices", "Pratique", "notable"),
    ("nearby", "Sujet voisin", "légère"),
)
Items = list[dict[str, Any]]


def facts(old: Data, new: Data) -> Iterator[Difference]:
    """Facts of the project understood otherwise."""
    held = [{item["name"]: item for item in side.get("profile") or []} for side in (old, new)]
    for name in sorted({*held[0], *held[1]}):
        before, after = held[0].get(name), held[1].get(name)
        label = f"Fait compris · {(before or after or {}).get('label') or name}"
        values = [_value(item) for item in (before, after)]
        if values[0] != values[1]:
            yield changed("profile", "notable", label, *values)
        elif before and after and before.get("status") != after.get("status"):
            yield changed("profile", "légère", f"{label} · d'où il vient", before.get("status"), after.get("status"))


def _value(fact: Data | None) -> str:
    if fact is None or fact.get("status") == "unknown":
        return ""
    said = [*(fact.get("value_labels") or [])]
    if fact.get("number") is not None:
        said.append(f"{fact['number']:g} {fact.get('unit') or ''}".strip())
    return ", ".join(said)


def statements(old: Data, new: Data) -> Iterator[Difference]:
    """Statements withdrawn, added, said otherwise, or carried by other citations."""
    before: Items = list(old.get("statements") or [])
    after: Items = list(new.get("statements") or [])
    pairs = _same_text(before, after)
    left = [item for item in before if not any(item is first for first, _ in pairs)]
    right = [item for item in after if not any(item is second for _, second in pairs)]
    for item in left:
        near = _reworded(item, right)
        if near is None:
            yield gone("statements", "notable", "Énoncé retiré", item["text"])
        else:
            right = [other for other in right if other is not near]
            yield changed("statements", "notable", "Énoncé reformulé", item["text"], near["text"])
            pairs.append((item, near))
    for item in right:
        yield come("statements", "notable", "Énoncé ajouté", item["text"])
    for first, second in pairs:
        yield from _carried(first, second)


def _same_text(before: Items, after: Items) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Statements of one text and role, each taken once."""
    free = list(after)
    pairs = []
    for item in before:
        same = [other for other in free if other["text"] == item["text"]]
        found = next((other for other in same if other.get("role") == item.get("role")), same[0] if same else None)
        if found is not None:
            pairs.append((item, found))
            free = [other for other in free if other is not found]
    return pairs


def _reworded(item: Data, others: Items) -> dict[str, Any] | None:
    """The likest statement of the same fiche and role, when it is like enough; a quotation has no other wording."""
    near = [
        other
        for other in others
        if item.get("fiche") and other.get("fiche") == item["fiche"] and other.get("role") == item.get("role")
    ]
    best = max(near, key=lambda other: ratio(item["text"], other["text"]), default=None)
    return best if best is not None and ratio(item["text"], best["text"]) >= REWORDED else None


def _carried(first: Data, second: Data) -> Iterator[Difference]:
    """Other citations, check or place in the answer, for a statement that stays."""
    about = f"« {str(second['text'])[:80]} »"
    if first.get("citations") != second.get("citations"):
        yield changed("statements", "notable", f"Renvois de {about}", first.get("citations"), second.get("citations"))
    checks = [str((item.get("check") or {}).get("status") or "") for item in (first, second)]
    if checks[0] != checks[1]:
        yield changed("statements", "notable", f"Contrôle de {about}", *checks)
    if first.get("role") != second.get("role"):
        yield changed("statements", "légère", f"Place de {about}", first.get("role"), second.get("role"))


def citations(old: Data, new: Data) -> Iterator[Difference]:
    """Places cited no more or newly, and quotations that read otherwise."""
    held = [{_where(item): item for item in side.get("citations") or []} for side in (old, new)]
    for key in [*held[0], *(key for key in held[1] if key not in held[0])]:
        before, after = held[0].get(key), held[1].get(key)
        if before is None and after is not None:
            yield come("citations", "notable", "Cité en plus", place(after))
        elif after is None and before is not None:
            yield gone("citations", "notable", "N'est plus cité", place(before))
        elif before is not None and after is not None:
            yield from _citation(before, after)


def _where(item: Data) -> tuple[str, str, str, str]:
    return str(item.get("source")), str(item.get("section")), str(item.get("page")), str(item.get("anchor"))


def _citation(before: Data, after: Data) -> Iterator[Difference]:
    label = str(before.get("label") or "")
    if before.get("quote") != after.get("quote"):
        yield changed("citations", "notable", f"{label} · extrait", before.get("quote"), after.get("quote"))
    for name, said in (("version", "version du texte"), ("address", "adresse"), ("passage_id", "passage")):
        if before.get(name) != after.get(name):
            yield changed("citations", "légère", f"{label} · {said}", before.get(name), after.get(name))


def cards(old: Data, new: Data) -> Iterator[Difference]:
    """Pitfalls, levers, practices and nearby subjects that come, go or change places."""
    for section, label, gravity in _CARDS:
        held = [{item["fiche"]: item for item in side.get(section) or []} for side in (old, new)]
        for fiche in (fiche for fiche in held[0] if fiche not in held[1]):
            yield gone(section, gravity, f"{label} retiré(e)", held[0][fiche]["title"])
        for fiche in (fiche for fiche in held[1] if fiche not in held[0]):
            yield come(section, gravity, f"{label} ajouté(e)", held[1][fiche]["title"])
        kept = [[fiche for fiche in side if fiche in held[0] and fiche in held[1]] for side in held]
        if kept[0] != kept[1]:
            titles = [[held[1][fiche]["title"] for fiche in side] for side in kept]
            yield changed(section, "légère", f"{label} · ordre", *titles)


def questions(old: Data, new: Data) -> Iterator[Difference]:
    """What is asked next."""
    asked = [[item["text"] for item in side.get("questions") or []] for side in (old, new)]
    if asked[0] != asked[1]:
        yield changed("questions", "légère", "Questions posées ensuite", *asked)


def calendar(old: Data, new: Data) -> Iterator[Difference]:
    """Dates of the legal steps."""
    before, after = old.get("calendar") or {}, new.get("calendar") or {}
    for name, label in (("decision", "décision"), ("start", "au plus tard"), ("short", "jours qui manquent")):
        if before.get(name) != after.get(name):
            yield changed("calendar", "notable", f"Calendrier · {label}", before.get(name), after.get(name))
    lines = [
        [f"{item['what']} ({item['start']} – {item['end']})" for item in side.get("lines") or []]
        for side in (before, after)
    ]
    if lines[0] != lines[1]:
        yield changed("calendar", "légère", "Calendrier · étapes", *lines)
