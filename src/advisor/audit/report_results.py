"""The measures of the report: shares by group, and the agreement of readers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from advisor.audit import report_words as words
from advisor.audit.figures import MEASURES, Measures
from advisor.audit.intervals import Share
from advisor.audit.report_content import Content
from advisor.audit.report_words import MOST
from advisor.french import capital, number, percent
from advisor.printed import Bar, Printed


def results(printed: Printed, content: Content) -> None:
    """The shares by journey, week, source and fiche."""
    if not content.figures.whole.answers:
        return
    printed.heading("Ce qui a été mesuré")
    by = content.figures.by
    both = ("citation_recall", "advice_precision")
    _split(printed, "Par parcours", list(by["parcours"].items()), both)
    _split(printed, "Par semaine", list(by["semaine"].items())[-MOST:], both)
    for axis, name in (("source", "citation_precision"), ("fiche", "citation_recall")):
        _split(printed, f"Par {axis}, les plus contestées d'abord", _weakest(by[axis], name), (name,))


def _split(
    printed: Printed,
    title: str,
    groups: Sequence[tuple[str, Measures]],
    names: Sequence[str],
) -> None:
    """A table of some measures by group, each with its bar."""
    head = [capital(title.split(",")[0].removeprefix("Par "))]
    for name in names:
        head += [MEASURES[name], ""]
    rows: list[list[str | Bar]] = []
    for group, measures in groups:
        row: list[str | Bar] = [group]
        for name in names:
            share = getattr(measures, name)
            row += [words.said(share), words.drawn(share)]
        rows.append([*row, number(measures.answers)])
    if rows:
        each = (3.6, 2.6) if len(names) > 1 else (3.6, 3.6)
        widths = (16.6 - 1.8 - sum(each) * len(names), *(each * len(names)), 1.8)
        printed.table(title, (*head, "Réponses"), rows, widths)


def _weakest(groups: Mapping[str, Measures], name: str) -> list[tuple[str, Measures]]:
    """The groups with the most verdicts against them, then those least sure to be right."""

    def order(held: tuple[str, Measures]) -> tuple[int, float, str]:
        share: Share = getattr(held[1], name)
        return (share.right - share.judged, share.low or 0.0, held[0])

    return [held for held in sorted(groups.items(), key=order) if getattr(held[1], name).judged][:MOST]


def agreement(printed: Printed, content: Content) -> None:
    """How far readers agree."""
    pairs = [("énoncés", found) for found in content.agreement[0]]
    pairs += [("réponse", found) for found in content.agreement[1]]
    printed.heading("Accord entre lecteurs")
    if not pairs:
        printed.text("Aucune réponse n'a été lue par deux lecteurs : l'accord n'a pas pu être mesuré.")
        return
    rows = [
        (
            f"{' et '.join(found.readers)} ({on})",
            number(found.items),
            percent(found.observed) if found.observed is not None else words.NONE,
            words.NONE if found.kappa is None else f"{found.kappa:.2f}".replace(".", ","),
            found.reading,
        )
        for on, found in pairs
    ]
    head = ("Lecteurs", "Lus à deux", "Accord", "Kappa", "Lecture")
    printed.table("Double lecture, sans voir le verdict de l'autre", head, rows, (6, 2.2, 2, 1.8, 4.7))
    printed.text(
        "Le kappa de Cohen mesure l'accord au-delà du hasard : 1 pour un accord parfait, 0 pour celui du hasard "
        "(mots de Landis et Koch, 1977)."
    )
