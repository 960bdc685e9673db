"""What a hypothesis or a correction says, put as the reader of facts expects it.

« si la décision n'était pas prise » is read as « la décision n'est pas prise »; « six mois de plus » is added to the
time that is known; « en fait 3 semaines » is a delay though nothing announces it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from advisor.domain.profile import Fact, FactStatus, Profile
from advisor.text import plain
from advisor.understanding.measures import durations

_PRESENT = {
    "etait": "est",
    "etaient": "sont",
    "avait": "a",
    "avai": "a",
    "avaient": "ont",
    "avions": "avons",
    "etions": "sommes",
    "pouvait": "peut",
    "pouvaient": "peuvent",
    "pourrait": "peut",
    "pourraient": "peuvent",
    "pouvions": "pouvons",
    "serait": "est",
    "seraient": "sont",
    "aurait": "a",
    "auraient": "ont",
    "soit": "est",
    "soient": "sont",
    "ait": "a",
    "aient": "ont",
    "puisse": "peut",
    "puissent": "peuvent",
    "voulait": "veut",
    "devait": "doit",
    "fallait": "faut",
    "faisait": "fait",
    "revenait": "revient",
    "prenait": "prend",
    "choisissait": "choisit",
    "choisissaient": "choisissent",
    "obtenait": "obtient",
    "mettait": "met",
    "had": "have",
    "were": "are",
    "was": "is",
    "could": "can",
    "would": "will",
    "decided": "decide",
}
"""Forms of the imperfect, conditional and subjunctive that follow no rule, as the present."""
_WORD = re.compile(r"[a-z]+")
_LEAD = re.compile(
    r"^.*?\b(?:et si jamais|si jamais|et si|what if|imaginons qu(?:e |')|imagine (?:que |qu')?|"
    r"supposons qu(?:e |')|suppose (?:that |que )?|admettons qu(?:e |')|mettons qu(?:e |')|disons|si|if)\b ?"
)
_MORE = re.compile(
    r"\b(?:de plus|en plus|supplementaires?|additionnels?|de rab|more|extra|further|longer|additional)\b"
)
_LESS = re.compile(r"\b(?:de moins|en moins|less|fewer|shorter|earlier)\b")
_SWAPPED = re.compile(
    r"\bpas \w+ (?P<unit>jours?|semaines?|mois|"
    r"ans?)[^.]{0,12}? mais (?P<new>\w+)\b(?! (?:jour|semaine|mois|an))"
)
_DECIDE = re.compile(
    r"\b(?:laiss\w* (?:les |aux |le |la )?(?P<let>\w+) (?:tout )?(?:decid|choisi|tranch)\w*|"
    r"(?:c'est|ce sont|c'etaient|c'etait|que) (?:les |des |la |le )?(?P<who>\w+) qui (?:decid|choisi|tranch)\w*|"
    r"les (?P<they>\w+) (?:decid|choisiss|tranch)\w*)\b"
)
_WITH = re.compile(
    r"\b(?:decid|choisi|tranch)\w* (?:ensemble|avec (?:les |des |eux|elles|nous))\b|"
    r"\bdecide[sd]? with (?:us|them|the)\b"
)
_ALONE = re.compile(
    r"\b(?:collectivite|mairie|ville|commune|departement|direction|region|metropole|conseil|elus?|president\w*|maire|"
    r"authority|council|town|city)\b.{0,25}?\b(?:seule?s?|alone|par elle-meme|sans (?:personne|discuter))\b|"
    r"\bdecid\w* (?:tout )?seule?s?\b|\btranch\w* seule?s?\b"
)
_SHARED = re.compile(
    r"\b(?:decision|choix|pouvoir) (?:est|sera|etait|serait|soit)? ?(?:\w+ )?partage\w*\b|\bshared decision\b"
)
_CLOSED = re.compile(
    r"\b(?:dit|disait|disent|says?|oppos\w*) non a tout(?: changement)?|\brefus\w* tout(?: changement)?\b|"
    r"\brien ne (?:peut|pouvait|pourrait|pourra) (?:plus )?(?:changer|bouger)\b"
)
_OPEN = re.compile(
    r"\btout (?:puisse|pouvait|peut|pourrait|soit|est|etait) (?:encore )?(?:changer|ouvert|bouger|possible)\b"
)

Facts = Callable[[str], list[Fact]]


def present(text: str) -> str:
    """A hypothesis as a statement in the present, folded (the reader folds it anyway).

    >>> present("et si la décision n'était pas prise ?")
    "la decision n'est pas prise ?"
    >>> present("What if we only had two weeks?")
    'we only have two weeks?'
    """
    said = _LEAD.sub("", plain(text), count=1)
    return _WORD.sub(lambda match: _now(match.group()), said)


def _now(word: str) -> str:
    if word in _PRESENT:
        return _PRESENT[word]
    if len(word) > 6 and word.endswith("aient"):
        return f"{word[:-5]}ent"
    return f"{word[:-3]}e" if len(word) > 5 and word.endswith("ait") else word


def supposed(text: str, profile: Profile, facts: Facts) -> tuple[Fact, ...]:
    """The facts a hypothesis supposes, relative durations added to what is known; `facts` reads a statement."""
    found = {fact.name: fact for fact in facts(present(text))}
    return _completed(text, profile, facts, found)


def corrected(text: str, profile: Profile, facts: Facts) -> tuple[Fact, ...]:
    """The facts a correction or a reply states, a bare duration being the time left before the decision."""
    found = {fact.name: fact for fact in facts(_rewritten(text))}
    return _completed(_rewritten(text), profile, facts, found)


def _completed(text: str, profile: Profile, facts: Facts, found: dict[str, Fact]) -> tuple[Fact, ...]:
    said = plain(text)
    delay = _delay(text, profile)
    if delay:
        found["delai"] = delay
    who = _DECIDE.search(said)
    if "decideur" not in found:
        if _ALONE.search(said):
            found["decideur"] = _fact("decideur", "collectivite-seule", text)
        elif _WITH.search(said) or _SHARED.search(said):
            found["decideur"] = _fact("decideur", "partagee", text)
        elif who and _people(who, facts):
            found["decideur"] = _fact("decideur", "usagers", text)
    if "marge" not in found and _CLOSED.search(said):
        found["marge"] = _fact("marge", "aucune", text)
    if "marge" not in found and _OPEN.search(said):
        found["marge"] = _fact("marge", "ouverte", text)
    return tuple(
        Fact(
            name=fact.name,
            values=fact.values,
            number=fact.number,
            words=fact.words or (text.strip(),),
            status=FactStatus.CORRECTED,
            weight=fact.weight,
        )
        for fact in found.values()
    )


def _people(match: re.Match[str], facts: Facts) -> bool:
    """Whether those who decide are people the project is for, not the authority."""
    named = match["let"] or match["who"] or match["they"] or ""
    return named.startswith("usager") or any(fact.name == "profil" for fact in facts(f"avec les {named}"))


def _delay(text: str, profile: Profile) -> Fact | None:
    """The time left that a message gives: as such, or beside the one known."""
    found = durations(text)
    if not found:
        return None
    weeks, said = found[-1]
    known = profile.get("delai")
    base = known.number if known and known.number else 0.0
    rest = plain(text)
    if _MORE.search(rest):
        weeks = base + weeks
    elif _LESS.search(rest):
        if not base:
            return None
        weeks = max(0.0, base - weeks)
    return Fact(name="delai", number=round(weeks, 1), words=(said,), status=FactStatus.CORRECTED)


def _rewritten(text: str) -> str:
    """A correction with the unit said once put where it is left out (« pas 2 mois mais 8 »)."""
    folded = plain(text)
    swapped = _SWAPPED.search(folded)
    return f"dans {swapped['new']} {swapped['unit']}" if swapped else text


def _fact(name: str, value: str, text: str) -> Fact:
    return Fact(name=name, values=(value,), words=(text.strip(" ?!."),), status=FactStatus.CORRECTED)


def taken_back(text: str, names: Sequence[tuple[str, str]], facts: Facts) -> tuple[str, ...]:
    """Names of the facts that a message asks to forget, by their labels or by what it reads of them.

    `names` are pairs of a fact's name and the words that call it.
    """
    said = set(plain(text).replace("'", " ").split())
    called = [name for name, label in names if set(plain(label).replace("'", " ").split()) & said - _SMALL]
    return tuple(dict.fromkeys(called)) or tuple(fact.name for fact in facts(text))


_SMALL = frozenset(
    ["le", "la", "les", "l", "de", "du", "des", "d", "un", "une", "qui", "en", "est", "ou", "a", "au", "que", "pas"]
)
