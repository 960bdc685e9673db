"""Personal data that a form betrays: addresses of mail, telephones, numbers with a key, plates, dates of birth.

A number is masked when its key is right (social security number, bank account) or when the words around
say what it is: article numbers, amounts, dates of meetings and references of files look like them. The keys:
NIR, 97 less the remainder by 97 of its thirteen figures (2A and 2B read 19 and 18); IBAN, ISO 7064 MOD 97-10.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from advisor.privacy.spans import Span, before, spans

_GAP = "[ \u00a0\u202f]"
_EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}\s?(?:@|\(at\)|\[at\]|\sarobase\s)\s?[\w-]+(?:\.[\w-]+)+", re.I)
_PHONE = re.compile(
    rf"(?<![\d+])(?<!\d[ .\-])(?:(?:\+|00){_GAP}?33{_GAP}?[.\-]?(?:\(0\){_GAP}?)?[1-79]|0[1-79])"
    rf"(?:(?P<sep>[.\-]|{_GAP}?)\d\d(?:(?P=sep)\d\d){{3}}|(?:{_GAP}?\d){{8}})"
    rf"(?![\d€])(?![ .\-]\d)(?!{_GAP}*(?:h|€|euros)\b)"
)
_ABROAD = re.compile(rf"(?<![\w+])\+(?!33)[1-9]\d{{0,2}}(?:(?:{_GAP}|[.\-])?\d){{7,12}}(?!\d)")
_NIR = re.compile(
    rf"(?<![\d])(?<!\d[ .\-])[123478]{_GAP}?\d\d{_GAP}?(?:0[1-9]|1[0-2]|[2-9]\d){_GAP}?"
    rf"(?:\d\d|2[ABab]){_GAP}?\d{{3}}{_GAP}?\d{{3}}"
    rf"(?P<key>{_GAP}?[/-]?{_GAP}?\d\d)?(?!\d)"
)
_INSURED = re.compile(r"s[ée]cu|\bNIR\b|s[ée]curit[ée] sociale|assur[ée]", re.I)
_IBAN = re.compile(rf"\b[A-Z]{{2}}\d\d(?:{_GAP}?[A-Z0-9]){{11,30}}", re.I)
_IBAN_LENGTHS = {"FR": 27, "MC": 27, "BE": 16, "CH": 21, "DE": 22, "ES": 24, "IT": 27, "LU": 20, "PT": 25, "GB": 22}
_LETTERS = "[A-HJ-NP-TV-Z]{2}"
_PLATE = re.compile(rf"\b{_LETTERS}(?P<sep>[ -])\d{{3}}(?P=sep){_LETTERS}\b")
_PLATE_LOOSE = re.compile(
    rf"\b(?:{_LETTERS}[ -]?\d{{3}}[ -]?{_LETTERS}|\d{{1,4}}[ -]?[A-Z]{{2,3}}[ -]?(?:\d\d|2[AB]|97\d))\b", re.I
)
_VEHICLE = re.compile(r"immatricul|plaque|v[ée]hicule|voiture|camion|scooter|\bmoto\b|gar[ée]e?\b", re.I)
_LAND = re.compile(r"parcelle|cadastr|section|\bcode\b|\blot\b|r[ée]f[ée]rence|march[ée]|projet", re.I)
_MONTH = (
    r"(?:janv(?:ier)?|f[ée]v(?:rier)?|mars|avr(?:il)?|mai|juin|juil(?:let)?|ao[ûu]t|sept(?:embre)?|oct(?:obre)?"
    r"|nov(?:embre)?|d[ée]c(?:embre)?|january|february|march|april|may|june|july|august|september|october|november"
    r"|december)\.?"
)
_DATE = (
    r"(?:\d{1,2}\s?[/.\-]\s?\d{1,2}\s?[/.\-]\s?\d{2,4}|\d{4}-\d\d-\d\d"
    rf"|\d{{1,2}}(?:er|st|nd|rd|th)?\s+{_MONTH}\s+\d{{4}})"
)
_BORN = re.compile(
    rf"(?:\bn[ée]e?\(?e?\)?s?\s+(?:le\s+)?(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\s+)?"
    rf"|\bnaissance\b[^.\n\d]{{0,25}}|\bDDN\b\W{{0,4}}|\bborn\s+(?:on\s+)?|\bdate of birth\b\W{{0,4}})"
    rf"(?P<date>{_DATE})",
    re.I,
)
_BORN_AFTER = re.compile(rf"(?P<date>{_DATE})\s*\(\s*(?:sa\s+)?date de naissance", re.I)
_IDENTIFIER = re.compile(
    r"\b(?:allocataire|matricule|(?:num[ée]ro|n°|no)\s+(?:fiscal|caf|mdph|d[’']usager|d[’']allocataire|d[’']agent)|"
    r"b[ée]n[ée]ficiaire\s+n°|dossier\s+mdph)\s*(?:n°|num[ée]ro|:|est|le)?\s*:?\s*"
    r"(?P<number>\d(?:[ \u00a0\u202f.]?\d){3,15}[A-Z]?)\b",
    re.I,
)


def emails(text: str) -> Iterator[Span]:
    """Addresses of electronic mail."""
    return spans("courriel", _EMAIL, text)


def phones(text: str) -> Iterator[Span]:
    """Telephones of persons, French or with the code of another country; 08 numbers are of services."""
    yield from spans("téléphone", _PHONE, text)
    yield from spans("téléphone", _ABROAD, text)


def nirs(text: str) -> Iterator[Span]:
    """Social security numbers: the key is right, or the words before say so."""
    for match in _NIR.finditer(text):
        said = bool(_INSURED.search(before(text, match.start())))
        if said or (match["key"] and valid_nir(match.group())):
            yield Span("nir", match.start(), match.end())


def valid_nir(number: str) -> bool:
    """Whether the key of a social security number of fifteen characters is right.

    >>> valid_nir("1 84 05 38 185 042 63"), valid_nir("1 84 05 38 185 042 99")
    (True, False)
    """
    packed = "".join(character for character in number.upper() if character.isalnum())
    figures = packed[:-2].replace("2A", "19", 1) if packed[5:7] == "2A" else packed[:-2]
    figures = packed[:-2].replace("2B", "18", 1) if packed[5:7] == "2B" else figures
    return len(packed) == 15 and figures.isdigit() and 97 - int(figures) % 97 == int(packed[-2:])


def ibans(text: str) -> Iterator[Span]:
    """Bank accounts whose key is right; what follows on the line is not taken with them."""
    for match in _IBAN.finditer(text):
        run = match.group()
        ends = [end for end in range(len(run), 14, -1) if run[end - 1 : end].isalnum() and valid_iban(run[:end])]
        if ends:
            yield Span("iban", match.start(), match.start() + ends[0])


def valid_iban(account: str) -> bool:
    """Whether an IBAN has the length of its country, where known, and the right key.

    >>> valid_iban("FR14 2004 1010 0505 0001 3M02 606"), valid_iban("FR15 2004 1010 0505 0001 3M02 606")
    (True, False)
    """
    packed = "".join(account.split()).upper()
    if len(packed) != _IBAN_LENGTHS.get(packed[:2], len(packed)) or not packed.isascii() or not packed.isalnum():
        return False
    return int("".join(str(int(character, 36)) for character in packed[4:] + packed[:4])) % 97 == 1


def plates(text: str) -> Iterator[Span]:
    """Vehicle plates; looser forms where a vehicle is spoken of, none where land or a file is."""
    for match in _PLATE.finditer(text):
        if not _LAND.search(before(text, match.start(), 30)):
            yield Span("plaque", match.start(), match.end())
    for match in _PLATE_LOOSE.finditer(text):
        if _VEHICLE.search(before(text, match.start(), 30)):
            yield Span("plaque", match.start(), match.end())


def births(text: str) -> Iterator[Span]:
    """Whole dates said to be of birth; a year alone is left."""
    yield from spans("naissance", _BORN, text, "date")
    yield from spans("naissance", _BORN_AFTER, text, "date")


def identifiers(text: str) -> Iterator[Span]:
    """Numbers by which an administration knows someone, where the words before say so."""
    return spans("identifiant", _IDENTIFIER, text, "number")
