"""What a name of a person looks like in French, and what bears a name or follows a title without being a person."""

from __future__ import annotations

import functools
import re
from importlib import resources

from advisor.text import fold

CAPITAL = "A-ZÀ-ÖØ-Þ"
LOWER = "a-zà-öø-ÿ"
PROPER = rf"(?:[dDlLO][’'](?=[{CAPITAL}]))?[{CAPITAL}](?:[\w’'\-]*\w)?"
"""A word with a capital, D'Angelo and Bonnefoy-Cudraz included."""
PARTICLE = r"(?:de[ ]la|de|du|des|d[’']|van|von|ben|bin|el|al|da|dos|di|del|le|la)"
SURNAME = rf"(?:{PARTICLE}[ ])?{PROPER}"
FULL = rf"(?:(?:{PARTICLE}[ ])?(?:{PROPER}|[{CAPITAL}]\.))(?:[ ]{SURNAME}|[ ][{CAPITAL}]\.(?!\w)){{0,4}}"
"""A name of one to five words, some of which may be initials."""


def _lines(name: str) -> list[str]:
    """The lines of a file beside this one, remarks left out."""
    lines = resources.files("advisor.privacy").joinpath(name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


WORD = re.compile(r"\w(?:[\w’'\-]*\w)?")
_PLACE = re.compile(
    r"\b(?:rues?|avenues?|av\.|boulevards?|bd|places?|quais?|cours|all[ée]es?|impasses?|chemins?|squares?|parcs?|route"
    r"|coll[eè]ges?|lyc[ée]es?|[ée]coles?|groupes? scolaires?|salles?|gymnases?|stades?|espaces?|maisons?"
    r"|r[ée]sidences?|foyers?|ehpad|h[ôo]pital|cliniques?|ponts?|tours?|quartiers?|cit[ée]s?|stations?|arr[êe]ts?|m[ée]diath[eè]ques?"
    r"|biblioth[eè]ques?|th[ée][âa]tres?|piscines?|cr[eè]ches?|centres?|sites?|fondations?|associations?|prix|lois?"
    r"|plans?|rapports?|trams?|immeubles?|amphi(?:th[ée][âa]tre)?s?|mjc|iut|universit[ée]s?|instituts?|jardins?|esplanades?"
    r"|rond-points?|passages?|mont[ée]es?|ports?|barrages?|mus[ée]es?|ch[âa]teaux?|[ée]glises?|chapelles?|amis de"
    r"|cabinet|m[ée]thode|[ée]chelle|laboratoires?|auditorium|pôle|cimeti[eè]re|lotissement|hameau|b[âa]timent)"
    r"[ ](?:(?:de[ ]la|de[ ]l[’']|de|du|des|d[’']|général|maréchal|président|docteur|dr|abbé|commandant|colonel)"
    r"[ ]?)*$",
    re.I,
)
FUNCTIONS = frozenset(word for line in _lines("fonctions.txt") for word in line.split())
"""What may follow a title or an introduction without being a name."""
LINKING = frozenset(["de", "d", "du", "des", "la", "le", "les", "l", "un"])
"""Words that a family name may begin with: Le Goff, de La Tour."""
ACRONYMS = frozenset(
    [
        "EHPAD",
        "MDPH",
        "MECS",
        "COPIL",
        "CCSPL",
        "SAMU",
        "DGCS",
        "CPOM",
        "CCAS",
        "SDIS",
        "DREAL",
        "INSEE",
        "CNIL",
        "RGPD",
        "PCAET",
        "SCOT",
        "PLUI",
        "ESAT",
        "UDAF",
        "SAAD",
    ]
)
NAMESAKES = frozenset(_lines("homonymes.txt"))
"""Public figures whose name an establishment often bears by itself."""


def in_place(before: str) -> bool:
    """Whether the words before a name make it that of a street, a school or a law."""
    return bool(_PLACE.search(before))


@functools.lru_cache(maxsize=4096)
def key(name: str) -> str:
    """A name to compare: lower case, without accents, hyphens as spaces.

    >>> key("Jean-Luc Le Goff")
    'jean luc le goff'
    """
    return " ".join(re.sub(r"[^a-z]+", " ", fold(name).text).split())


@functools.lru_cache(maxsize=65536)
def is_given(word: str) -> bool:
    """Whether a word is a given name, or several linked by a hyphen."""
    return all(part in _given_names() for part in key(word).split(" "))


def is_surely_given(word: str) -> bool:
    """Whether a given name is nothing else: neither an ordinary word nor a place."""
    parts = key(word).split(" ")
    return len(parts) > 1 or _given_names()[parts[0]]


@functools.cache
def _given_names() -> dict[str, bool]:
    """Given names, and whether each is one beyond doubt."""
    words = [word for line in _lines("prenoms.txt") for word in line.split()]
    return {word.rstrip("*"): not word.endswith("*") for word in words}


def is_word(word: str) -> bool:
    """Whether French has a word, accents left out; one with an apostrophe or a hyphen is one by each of its parts."""
    return all(part in _vocabulary() or part in FUNCTIONS for part in key(word).split(" "))


@functools.cache
def _vocabulary() -> frozenset[str]:
    """The French words of pyspellchecker, without accents: few family names are among them."""
    from spellchecker import SpellChecker  # loads 7 MB: only when a name is typed without capitals

    return frozenset(key(word) for word in SpellChecker(language="fr").word_frequency.words())
