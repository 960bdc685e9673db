"""Every rule of law as a page: what it asks, on which articles, read when and how surely."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from advisor.domain.fiche import Obligation, Reference

UNREAD = "texte non lu"


def lines(rules: Sequence[Obligation]) -> Iterator[str]:
    """The rules as Markdown, one table a domain, in the order of domains and titles."""
    for domain in sorted({rule.domain for rule in rules}):
        held = sorted((rule for rule in rules if rule.domain == domain), key=lambda rule: rule.title)
        yield f"## {domain.capitalize()} ({len(held)})"
        yield ""
        yield "| règle | force | degré | articles, version lue, confiance | durées | en vigueur |"
        yield "| --- | --- | --- | --- | --- | --- |"
        yield from (_row(rule) for rule in held)
        yield ""


def _row(rule: Obligation) -> str:
    degree = rule.degree.value if rule.degree else ""
    durations = " ; ".join(f"{step.what} : {step.said()}" for step in rule.steps)
    cells = (f"{rule.title} (`{rule.id}`)", rule.force, degree, _articles(rule.references), durations, _time(rule))
    return "| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |"


def _articles(references: Sequence[Reference]) -> str:
    """Articles of one code, version and confidence said together."""
    groups: dict[tuple[str, str, str], list[str]] = {}
    for reference in references:
        key = (reference.code, reference.version or UNREAD, reference.confidence)
        groups.setdefault(key, []).append(reference.article)
    return " ; ".join(
        f"{_short(code)}, {', '.join(articles)} ({version}, {confidence})"
        for (code, version, confidence), articles in groups.items()
    )


def _short(code: str) -> str:
    """A law by its number alone; a code by its name."""
    numbered = re.match(r"Loi(?: organique)? n° [\d-]+", code)
    return numbered.group() if numbered else code


def _time(rule: Obligation) -> str:
    since = f"depuis le {rule.since}" if rule.since else ""
    until = f"jusqu'au {rule.until} exclu" if rule.until else ""
    return " ".join(part for part in (since, until) if part)
