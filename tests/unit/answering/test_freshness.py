"""The age of a text of law, as it is said beside its reference."""

from __future__ import annotations

import pytest

from advisor.answering.freshness import referenced
from advisor.domain.fiche import Reference
from advisor.domain.freshness import Freshness

TODAY, KEY = "2026-11-22", ("Code", "L1")


def said(version: str, known: Freshness | None = None) -> tuple[str, str]:
    held = Reference(code="Code", article="L1", version=version, confidence="haute", address="https://exemple.fr")
    shown = referenced(held, {(*KEY, version): known} if known else {}, TODAY, 365)
    return shown.checked, shown.warning


def known(outcome: str, since: str = "", checked: str = "2026-11-01") -> Freshness:
    return Freshness(outcome=outcome, checked=checked, since=since)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("version", "freshness", "expected"),
    [
        ("2026-04-03", None, ("", "")),
        ("2026-04-03", known("inchangé"), ("2026-11-01", "")),
        ("2015-01-01", known("inchangé"), ("2026-11-01", "")),
        (
            "2015-01-01",
            known("inchangé", checked="2025-01-01"),
            (
                "2025-01-01",
                "Version lue au 01/01/2015, vérifiée sans changement le 01/01/2025, il y a plus de 365 jours : "
                "vérifiez qu'elle est toujours en vigueur.",
            ),
        ),
        (
            "2015-01-01",
            None,
            (
                "",
                "Version lue au 01/01/2015, il y a plus de 365 jours : vérifiez qu'elle est toujours en vigueur.",
            ),
        ),
        (
            "2026-04-03",
            known("modifié", "2026-07-01"),
            (
                "",
                "L'article a changé depuis notre lecture (nouvelle version du 01/07/2026) : cette fiche est à relire.",
            ),
        ),
        (
            "2026-04-03",
            known("modifié", "2015-01-01"),
            ("", "Le texte officiel diffère de celui que nous avons lu : cette fiche est à relire."),
        ),
        (
            "2026-04-03",
            known("abrogé", "2026-06-01"),
            ("", "L'article n'est plus en vigueur depuis le 01/06/2026 : cette fiche est à relire."),
        ),
        ("2026-04-03", known("abrogé"), ("", "L'article n'est plus en vigueur : cette fiche est à relire.")),
        (
            "",
            known("introuvable"),
            ("", "Article introuvable sur Légifrance le 01/11/2026 : à vérifier avant tout usage."),
        ),
        ("", None, ("", "Texte non lu par l'équipe : à vérifier à l'adresse officielle avant tout usage.")),
    ],
)
def test_age_change_and_last_check_are_said(
    version: str, freshness: Freshness | None, expected: tuple[str, str]
) -> None:
    assert said(version, freshness) == expected
