"""The age of every text of law said: when it was read, when it was found unchanged, whether it has changed since."""

from __future__ import annotations

import datetime as dt

from advisor.domain.answer import LegalReference
from advisor.domain.fiche import Reference
from advisor.domain.freshness import Freshness, Freshnesses


def referenced(reference: Reference, known: Freshnesses, today: str, max_age_days: int) -> LegalReference:
    """A reference as shown; `known` is what Légifrance said of the articles it was asked for."""
    freshness = known.get((reference.code, reference.article, reference.version))
    checked = freshness.checked if freshness and freshness.outcome == "inchangé" else ""
    return LegalReference(
        code=reference.code,
        article=reference.article,
        legal_id=reference.legi_id,
        version=reference.version,
        confidence=reference.confidence,
        address=reference.address,
        warning=_changed(reference, freshness) or _aged(reference, checked, today, max_age_days),
        checked=checked,
    )


def _changed(reference: Reference, freshness: Freshness | None) -> str:
    if freshness is None or not freshness.to_review:
        return ""
    if freshness.outcome == "abrogé":
        when = f" depuis le {french(freshness.since)}" if freshness.since else ""
        return f"L'article n'est plus en vigueur{when} : cette fiche est à relire."
    if freshness.outcome == "introuvable":
        return f"Article introuvable sur Légifrance le {french(freshness.checked)} : à vérifier avant tout usage."
    if freshness.since > reference.version:
        since = french(freshness.since)
        return f"L'article a changé depuis notre lecture (nouvelle version du {since}) : cette fiche est à relire."
    return "Le texte officiel diffère de celui que nous avons lu : cette fiche est à relire."


def _aged(reference: Reference, checked: str, today: str, max_age_days: int) -> str:
    if not reference.version:
        return reference.note or "Texte non lu par l'équipe : à vérifier à l'adresse officielle avant tout usage."
    last = max(reference.version, checked)
    if (dt.date.fromisoformat(today) - dt.date.fromisoformat(last)).days <= max_age_days:
        return ""
    read = f"Version lue au {french(reference.version)}"
    if checked:
        read += f", vérifiée sans changement le {french(checked)}"
    return f"{read}, il y a plus de {max_age_days} jours : vérifiez qu'elle est toujours en vigueur."


def french(date: str) -> str:
    """An ISO date as written in French, 01/03/2026."""
    return dt.date.fromisoformat(date).strftime("%d/%m/%Y")
