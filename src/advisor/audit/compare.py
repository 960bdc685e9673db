"""Two answers to one message, compared: the same bytes, or what changed, in French, gravest first."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from advisor.audit.compared_advice import alerts, obligations, recommendation
from advisor.audit.compared_said import calendar, cards, citations, facts, questions, statements
from advisor.audit.difference import Data, Difference, changed, ranked, shown
from advisor.audit.resolved import as_data, resolved, timeless
from advisor.domain.answer import Answer
from advisor.journal import canonical

KINDS = {
    "recommendation": "une recommandation",
    "legal": "une réponse de droit",
    "content": "une réponse tirée des sources",
    "abstention": "une abstention",
    "clarification": "une demande de précision",
}
_SECTIONS: tuple[Callable[[Data, Data], Iterator[Difference]], ...] = (
    recommendation,
    alerts,
    obligations,
    facts,
    statements,
    citations,
    cards,
    questions,
    calendar,
)
_ENGINE = {
    "software": "Logiciel",
    "knowledge": "Fiches",
    "index": "Index",
    "decision": "Modèle de décision",
    "encoder": "Encodeur",
    "prompt": "Consigne",
    "model": "Modèle de langue",
}


def same(before: Answer | Data, after: Answer | Data) -> bool:
    """Whether two answers give the same bytes, timings apart."""
    return canonical.text(timeless(as_data(before))) == canonical.text(timeless(as_data(after)))


def differences(before: Answer | Data, after: Answer | Data, versions: bool = True) -> tuple[Difference, ...]:
    """What changed from one answer to another, gravest first; empty only when they give the same bytes.

    Without `versions`, what the engine says of itself is left out: of interest for a replay on its own
    versions, of none when the versions are known to differ.
    """
    old, new = as_data(before), as_data(after)
    first, second = resolved(old), resolved(new)
    found = [*_identity(first, second)]
    for section in _SECTIONS:
        found += section(first, second)
    if versions:
        found += _engine(first, second)
    told = {difference.section for difference in found}
    found += _rest(first, second, told if versions else told | {"engine"})
    if not found and not (same(old, new) if versions else same({**old, "engine": {}}, {**new, "engine": {}})):
        found.append(Difference(section="", gravity="légère", text="Seule la numérotation interne change."))
    return ranked(found)


def _identity(old: Data, new: Data) -> Iterator[Difference]:
    kinds = (old.get("kind"), new.get("kind"))
    if kinds[0] != kinds[1]:
        said = [KINDS.get(str(kind), str(kind)) for kind in kinds]
        yield changed("kind", "grave", "Genre de la réponse", *said)
    if old.get("verdict") != new.get("verdict"):
        yield changed("verdict", "grave", "Verdict", old.get("verdict"), new.get("verdict"))
    if old.get("headline") != new.get("headline"):
        yield changed("headline", "légère", "Titre", old.get("headline"), new.get("headline"))
    for name, label in (("question", "Question"), ("language", "Langue"), ("id", "Identifiant")):
        if old.get(name) != new.get(name):
            yield changed(name, "légère", label, old.get(name), new.get(name))


def _engine(old: Data, new: Data) -> Iterator[Difference]:
    before, after = old.get("engine") or {}, new.get("engine") or {}
    for name in sorted({*before, *after}):
        if before.get(name) != after.get(name):
            label = f"Version · {_ENGINE.get(name, name)}"
            yield changed("engine", "légère", label, before.get(name), after.get(name))


def _rest(old: Data, new: Data, told: set[str]) -> Iterator[Difference]:
    """What no section speaks of, path by path, so that nothing that differs goes unsaid."""
    for name in sorted({*old, *new} - told):
        before, after = old.get(name), new.get(name)
        if canonical.text(before) != canonical.text(after):
            paths = list(_paths(before, after, name))
            text = " ; ".join(f"{path} : {shown(left)} → {shown(right)}" for path, left, right in paths[:3])
            more = f" ; et {len(paths) - 3} autre(s)" if len(paths) > 3 else ""
            yield Difference(section=name, gravity="légère", text=f"Détail · {text}{more}")


def _paths(old: object, new: object, path: str) -> Iterator[tuple[str, object, object]]:
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted({*old, *new}):
            yield from _paths(old.get(key), new.get(key), f"{path}.{key}")
    elif isinstance(old, list) and isinstance(new, list):
        for rank in range(max(len(old), len(new))):
            pair = [held[rank] if rank < len(held) else None for held in (old, new)]
            yield from _paths(pair[0], pair[1], f"{path}[{rank + 1}]")
    elif old != new or type(old) is not type(new):
        yield path, old, new
