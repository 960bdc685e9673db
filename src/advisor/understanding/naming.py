"""Which project of a conversation a message speaks of: by its rank, or by words that only one of them holds."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from advisor.text import fold, plain, words

_RANKS = {
    1: r"premier|premiere|1er|1ere|first|initial",
    2: r"deuxieme|second|seconde|2e|2eme|2nd",
    3: r"troisieme|third|3e|3eme|3rd",
    4: r"quatrieme|fourth|4e|4eme",
}
_RANK = re.compile(
    r"\b(?:(?:au|le|la|du|sur le|the) )?(?:"
    + "|".join(rf"(?P<r{rank}>{names})" for rank, names in _RANKS.items())
    + r")(?: (?:projet|sujet|dossier|project|one))?\b|\b(?:projet|dossier|project) (?:n ?°? ?)?(?P<number>[1-9])\b"
)
_OWN = re.compile(r"\b(?:(?:a|sur|to) )?(?:mon|notre|le|ce|my|our|the) (?:projet|project)\b(?: de depart)?")
_LEADS = re.compile(
    r"^(?:(?:ok|bon|alors|d'accord|merci|bien|thanks|et|and|well|so)[ ,]+)*"
    r"(?:(?:pour|sur|concernant|cote|a propos d[eu]|retour (?:a|au|sur)|reviens (?:a|au|sur)|revenons (?:a|au|sur)|"
    r"revenir (?:a|au|sur)|reprenons|on reprend|back to|return to|about|for|go back to) ?)?"
    r"(?:le |la |les |l'|du |des |au |aux |the |our |notre |mon |ma )?"
)
_EMPTY = frozenset(
    """
    pour avec dans rien tout tous toute toutes quel quelle quels quelles comment pourquoi donne moi plutot leviers
    freins levier frein projet sujet dossier revenons retour reviens nous vous leur leurs cette mais plus moins bien
    fait faire avis decision decide decider usagers usager habitants gens mois semaines semaine jours ouvert encore
    aussi autre premier deuxieme second resume pratiques exemples calendrier concerter consulter informer construire
    jamais sont etait avait serait est the with from that this back what about have only they will project their
    decide collectivite direction seule seul apres avant veut veulent voudrait prise pris changer change question
    ensemble annee temps
    """.split()  # noqa: SIM905 -- a list of words reads better as words
)
"""Words that single out no project."""
LEAST = 4


@dataclass(frozen=True, slots=True)
class Reference:
    """The rank of the project named, from 1, and the message without the words that name it."""

    rank: int
    rest: str


def referred(text: str, projects: Sequence[Sequence[str]], current: int) -> Reference | None:
    """The project a message names, by rank or by its own words; None when it names none.

    `projects` are their messages. Words held by several projects, or by none, name nothing.
    """
    if not projects:
        return None
    by_rank = _RANK.search(plain(text))
    if by_rank:
        rank = int(by_rank["number"]) if by_rank["number"] else _rank(by_rank)
        if rank <= len(projects):
            return Reference(rank, _without(text, by_rank.group()))
    named = _by_words(text, projects)
    if named:
        return named
    own = _OWN.search(plain(text))
    if own and current:
        return Reference(current, _without(text, own.group()))
    return None


def _rank(match: re.Match[str]) -> int:
    return next(rank for rank in _RANKS if match[f"r{rank}"])


def _by_words(text: str, projects: Sequence[Sequence[str]]) -> Reference | None:
    held = [_telling(" ".join(messages)) for messages in projects]
    said = [word for word in dict.fromkeys(words(text)) if len(word) >= LEAST and word not in _EMPTY]
    found: dict[int, list[str]] = {}
    for word in said:
        holders = [rank for rank, own in enumerate(held, 1) if _stem(word) in own]
        if len(holders) == 1:
            found.setdefault(holders[0], []).append(word)
    if not found:
        return None
    rank = max(found, key=lambda each: (len(found[each]), -each))
    if sum(len(names) == len(found[rank]) for names in found.values()) > 1:
        return None
    return Reference(rank, _unled(text, found[rank][0]))


def _telling(text: str) -> set[str]:
    return {_stem(word) for word in words(text) if len(word) >= LEAST and word not in _EMPTY}


def _stem(word: str) -> str:
    """A word without its plural mark."""
    return word.rstrip("sx") if len(word) > LEAST else word


def _unled(text: str, name: str) -> str:
    """A message without the words that lead to a name at its beginning (« pour la crèche, … »)."""
    lead = _LEADS.match(plain(text))
    start = lead.end() if lead else 0
    folded = fold(text).text
    if not plain(text)[start:].startswith(name):
        return text
    place = folded.find(name)
    return text[place + len(name) :].lstrip(" ,:.;!?") if place >= 0 else text


def _without(text: str, named: str) -> str:
    """A message without the words that name a project, and those that lead to them."""
    folded = fold(text)
    place = folded.text.find(named.strip())
    if place < 0:
        return text
    start, end = folded.span(place, place + len(named.strip()))
    before = re.sub(
        r"(?i)(?:\b(?:et|ok|bon|alors|donc|pour|sur|à|a|au|revenons|reviens|retour|on reprend|"
        r"reprenons|back to|to|merci|"
        r"thanks|return|le|la)\b[ ,]*)+$",
        "",
        text[:start],
    )
    return f"{before} {text[end:].lstrip(' ,:.;')}".strip(" ,:.;?!") + ("?" if text.rstrip().endswith("?") else "")
