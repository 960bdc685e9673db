"""What changed in an advice: degree, phases, forces and alerts; and in what the law imposes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from advisor.audit.difference import Data, Difference, Gravity, changed, come, gone

_FORCES: tuple[tuple[str, str, Gravity], ...] = (
    ("degree", "Degré conseillé", "grave"),
    ("floor", "Plancher", "grave"),
    ("ceiling", "Plafond de ce qui peut être promis", "notable"),
    ("pull", "Degré recherché", "notable"),
    ("confidence", "Confiance", "notable"),
)
_SETTERS = {"loi": "la loi", "local": "la collectivité elle-même"}
"""Who sets the floor; an answer from before local rules does not say it: it was the law."""
_ARGUMENTS = (
    ("reasons", "Raison"),
    ("why_not_more", "Raison de ne pas aller plus loin"),
    ("why_not_less", "Raison de ne pas en rester là"),
)


def recommendation(old: Data, new: Data) -> Iterator[Difference]:
    """Differences of the recommendation; none when neither answer has one."""
    before, after = old.get("recommendation") or {}, new.get("recommendation") or {}
    for name, label, gravity in _FORCES:
        if before.get(name) != after.get(name):
            yield changed("recommendation", gravity, label, before.get(name), after.get(name))
    setters = [_SETTERS.get(held.get("floor_origin") or "loi", "") for held in (before, after)]
    if before.get("floor") and after.get("floor") and setters[0] != setters[1]:
        yield changed("recommendation", "notable", "Qui pose le plancher", *setters)
    yield from _mapping(before.get("phases") or {}, after.get("phases") or {}, "Phase")
    old_matrix, new_matrix = _flat(before.get("matrix") or {}), _flat(after.get("matrix") or {})
    yield from _mapping(old_matrix, new_matrix, "Degré par public")
    for name, label in _ARGUMENTS:
        yield from _listed(before.get(name) or [], after.get(name) or [], label)
    tips = [[item["text"] for item in held.get("counterfactuals") or []] for held in (before, after)]
    yield from _listed(tips[0], tips[1], "Ce qui ferait changer d'avis")


def alerts(old: Data, new: Data) -> Iterator[Difference]:
    """Alerts raised, withdrawn, or said otherwise."""
    held = [
        {item["id"]: item for item in (side.get("recommendation") or {}).get("alerts") or []} for side in (old, new)
    ]
    for name in sorted({*held[0], *held[1]}):
        before, after = held[0].get(name), held[1].get(name)
        if before is None and after is not None:
            yield come("recommendation", _alarm(after), "Alerte nouvelle", after["title"])
        elif after is None and before is not None:
            yield gone("recommendation", _alarm(before), "Alerte retirée", before["title"])
        elif before is not None and after is not None:
            yield from _alert(before, after)


def _alert(before: Data, after: Data) -> Iterator[Difference]:
    for name, label in (("severity", "Gravité d'une alerte"), ("to_confirm", "Alerte à confirmer")):
        if before.get(name) != after.get(name):
            yield changed("recommendation", "notable", label, before.get(name), after.get(name))
    for name, label in (("title", "Titre d'une alerte"), ("statement", "Texte d'une alerte")):
        if before.get(name) != after.get(name):
            yield changed("recommendation", "légère", label, before.get(name), after.get(name))


def _alarm(alert: Data) -> Gravity:
    return "grave" if alert.get("severity") == "grave" else "notable"


def _flat(matrix: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    return {f"{public}, {phase}": degree for public, row in matrix.items() for phase, degree in row.items()}


def _mapping(before: Mapping[str, Any], after: Mapping[str, Any], label: str) -> Iterator[Difference]:
    for name in sorted({*before, *after}):
        if before.get(name) != after.get(name):
            yield changed("recommendation", "notable", f"{label} · {name}", before.get(name), after.get(name))


def _listed(before: list[str], after: list[str], label: str) -> Iterator[Difference]:
    for text in before:
        if text not in after:
            yield gone("recommendation", "notable", f"{label} retirée" if label.startswith("R") else label, text)
    for text in after:
        if text not in before:
            yield come("recommendation", "notable", f"{label} ajoutée" if label.startswith("R") else label, text)


# --- the law -------------------------------------------------------------------------------------------------------


def obligations(old: Data, new: Data) -> Iterator[Difference]:
    """Rules that apply no more or newly apply, and what changed in those that stay."""
    held = [{_rule(item): item for item in side.get("obligations") or []} for side in (old, new)]
    for key in [*held[0], *(key for key in held[1] if key not in held[0])]:
        before, after = held[0].get(key), held[1].get(key)
        if before is None and after is not None:
            yield come("obligations", _weight(after), f"{_kind(after)} ajoutée", _named(after))
        elif after is None and before is not None:
            yield gone("obligations", _weight(before), f"{_kind(before)} retirée", _named(before))
        elif before is not None and after is not None:
            yield from _obligation(before, after)


def _rule(item: Data) -> tuple[str, str, str]:
    return str(item.get("fiche")), str(item.get("code")), str(item.get("article"))


def _weight(item: Data) -> Gravity:
    return "grave" if item.get("verdict") == "oui" else "notable"


def _kind(item: Data) -> str:
    return "Règle locale" if item.get("origin") == "local" else "Règle de droit"


def _named(item: Data) -> str:
    where = f"« {item.get('article')} »" if item.get("origin") == "local" else f"art. {item.get('article')}"
    return f"{item.get('title')} ({item.get('code')}, {where}) : {item.get('verdict')}"


def _obligation(before: Data, after: Data) -> Iterator[Difference]:
    name = f"{before.get('code')}, art. {before.get('article')}"
    for key, label, gravity in (
        ("verdict", "verdict", "grave"),
        ("degree", "degré imposé", "grave"),
        ("force", "force de la règle", "grave"),
        ("waived_by", "règle qui l'écarte", "grave"),
        ("bound", "qui est tenu", "notable"),
        ("timing", "moment", "notable"),
        ("publicity", "publicité", "notable"),
        ("report", "bilan", "notable"),
        ("consequence", "conséquence d'une omission", "notable"),
        ("title", "titre", "légère"),
    ):
        if before.get(key) != after.get(key):
            yield changed("obligations", _gravity(gravity), f"{name} · {label}", before.get(key), after.get(key))
    yield from _conditions(before, after, name)
    yield from _references(before, after, name)


def _gravity(word: str) -> Gravity:
    return "grave" if word == "grave" else "notable" if word == "notable" else "légère"


def _conditions(before: Data, after: Data, name: str) -> Iterator[Difference]:
    held = [{item["text"]: item["truth"] for item in side.get("conditions") or []} for side in (before, after)]
    for text in [*held[0], *(text for text in held[1] if text not in held[0])]:
        if held[0].get(text) != held[1].get(text):
            label = f"{name} · condition « {text} »"
            yield changed("obligations", "notable", label, held[0].get(text), held[1].get(text))


def _references(before: Data, after: Data, name: str) -> Iterator[Difference]:
    held = [
        {(item["code"], item["article"]): item for item in side.get("references") or []} for side in (before, after)
    ]
    for key in sorted({*held[0], *held[1]}):
        old, new = held[0].get(key), held[1].get(key)
        said = f"{key[0]}, art. {key[1]}"
        if old is None:
            yield come("obligations", "notable", f"{name} · article ajouté", said)
        elif new is None:
            yield gone("obligations", "notable", f"{name} · article retiré", said)
        else:
            for field, label in (("version", "version lue"), ("warning", "avertissement"), ("checked", "vérifié le")):
                if old.get(field) != new.get(field):
                    yield changed("obligations", "légère", f"{said} · {label}", old.get(field), new.get(field))
