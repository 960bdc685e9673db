"""Postal addresses in French text: a number and a street, or a hamlet or a box with its postal code.

A street without a number is a place, not someone's address: a project often bears its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from advisor.privacy.spans import Span, spans

_CAPITAL = "[A-ZÀ-ÖØ-Þ]"
_PROPER = rf"(?:[dl][’'])?{_CAPITAL}[\w’'\-]*"
_LINK = r"(?:de\s+la|de\s+l[’']|de|du|des|d[’']|la|le|les|l[’']|aux?|et|en|sur|sous|lès?)"
_NAMED = rf"(?:{_LINK}\s*)*{_PROPER}(?:[ ](?:{_LINK}[ ]?)*{_PROPER}|[ ]\d{{1,2}}[ ]\w+[ ]\d{{4}})*"
_DATED = r"(?:du\s+)?\d{1,2}(?:er)?\s+\w+(?:\s+\d{4})?"
_PLAIN = rf"(?:{_LINK}\s+)*[a-zà-öø-ÿ][\w’'\-]+"
_STREET = r"(?:rue|r\.|avenue|av\.?|ave\.?|boulevard|bld?\.?|bd\.?|bvd\.?|impasse|imp\.|ruelle|venelle|faubourg|fg\.?)"
_WAY = (
    r"(?:place|pl\.|chemin|ch\.|che\.|all[ée]e|all\.|cours|quai|route|rte\.?|square|sq\.|mont[ée]e|passage|sentier"
    r"|hameau|lotissement|lot\.|r[ée]sidence|r[ée]s\.|lieu[ -]dit|esplanade|villa|cit[ée]|rond-point|voie|traverse"
    r"|promenade|clos|domaine|parvis|c[ôo]te|chauss[ée]e|mail|galerie|port|parc)"
)
_NUMBER = r"(?<![\d.,/:])(?<!\d )\d{1,4}(?:[ ]?(?:bis|ter|quater|[A-Da-d])\b)?(?:[ ]?[-/][ ]?\d{1,4})?[ ]?,?[ ]?"
_TOWN = rf"{_CAPITAL}[\w’'\-]*(?:[ ](?!(?i:cedex))(?:{_LINK}[ ])*{_PROPER})*(?:[ ](?i:cedex)(?:[ ]\d{{1,2}})?)?"
_DETAIL = (
    r"(?:(?i:appt|appartement|apt|b[âa]t(?:iment)?|esc(?:alier)?|[ée]tage|porte|hall|entr[ée]e)\.?[ ]?[\w°]+"
    r"|\d{1,2}(?:e|er|[èe]me)[ ](?i:[ée]tage))"
)
_AFTER = (
    rf"(?:[ ]?,[ ]?{_DETAIL})*"
    rf"(?:[ ]?[,\-–]?[ ]?\d{{5}}(?:[ ]{_TOWN})?|[ ](?:à|a)[ ]{_TOWN}|[ ]?,[ ]{_TOWN}(?=\s*(?:[.;)\n]|$)))?"
)
_BEFORE = (
    rf"(?:(?:R[ée]sidence|Immeuble|Lotissement)[ ](?:{_LINK}[ ])*{_PROPER}(?:[ ]{_PROPER})*[ ]?,[ ]?"
    rf"(?:{_DETAIL}[ ]?,[ ]?)*)?"
)
_STREETS = re.compile(
    rf"{_BEFORE}{_NUMBER}"
    rf"(?:(?i:{_STREET})[ ](?:{_NAMED}|{_DATED}|{_PLAIN})|(?i:{_WAY})[ ](?:{_NAMED}|{_DATED})){_AFTER}"
)
_CODED = re.compile(
    r"(?:(?i:lieu[ -]dit|hameau|r[ée]sidence|lotissement|chez|le bourg|quartier|route)\b[^\n.;:()\d]{0,50}"
    rf"|{_CAPITAL}[\w’'\- ]{{1,40}}"
    rf"|(?:BP|CS|TSA)[ ]?\d{{1,6}})[ ]?,[ ]?\d{{5}}[ ]{_TOWN}"
)


def addresses(text: str) -> Iterator[Span]:
    """Addresses with a number and a street, and those that a postal code ends."""
    yield from spans("adresse", _STREETS, text)
    yield from spans("adresse", _CODED, text)
