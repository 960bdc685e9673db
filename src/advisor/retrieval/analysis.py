"""French text to index terms.

Order matters: article numbers first (stock tokenisers keep only their digits), then plurals,
then the Snowball stemmer, because Snowball gives `usager → usag` but `usagers → usager`, and
sends `loyer` to `loi` (measured in the field notes, section E.1).
"""

from __future__ import annotations

import functools
import re

import Stemmer

from advisor import articles
from advisor.text import words

STOP_WORDS = frozenset(
    """
    a afin ai ainsi alors apres as au aucun aussi autre autres aux avec avoir c ca car ce ceci cela celle celles
    celui ces cet cette ceux chez ci comme comment d dans de deja depuis des dont du elle elles en encore entre
    es est et etait etant ete etre eu eux fait faire faut il ils j je l la le les leur leurs lors lui m ma mais
    me meme memes mes mon n ne ni nos notre nous on ont ou par parce pas peu peut peuvent plus plutot pour
    pourquoi qu quand que quel quelle quelles quels qui quoi s sa sans se sera ses si sinon son sont soit sous
    sur t ta te tes toi ton toujours tous tout toute toutes tres tu un une vers voici voila vos votre vous y etc
    faudrait voudrais voudrait voudrions voudraient veux veut voulons veulent aimerais aimerait aimerions moi
    via ect svp stp bonjour merci the of and to in is are be by for at it its this that what which who whom how
    when where why do does did can could should would will with from an or not no we you they he she i my our
    your their there have has had if about into any some
    koi pk pq pr ds dc ns tt bcp qd qqch ki ke jsp stp slt bjr
    """.split()  # noqa: SIM905 -- a list of words reads better as words
)

# Words that end like a plural and are not one.
_NOT_PLURAL = frozenset(
    """
    acces alors apres avis bas bus campus cas colis concours congres corps cours dehors delais dessous dessus
    discours divers dos exces expres fois frais gens gros jamais legs lors mais mars mois moins pas pays plus
    poids prix processus proces progres propos puis recours refus relais repas sens sous succes surplus temps
    tiers toujours tous travers univers vers voix choix deux six dix aux taux flux process focus status bonus
    """.split()  # noqa: SIM905 -- a list of words reads better as words
)

# Stems Snowball gets wrong for this field: two meanings under one stem, or one meaning under two.
_STEMS = {
    "usager": "usager",
    "usagere": "usager",
    "usage": "usage",
    "loyer": "loyer",
    "foyer": "foyer",
    "loi": "loi",
    "foi": "foi",
    "utilisateur": "usager",
    "utilisatrice": "usager",
    "beneficiaire": "beneficiaire",
    "coconstruire": "coconstru",
    "coconstruction": "coconstru",
    "concertation": "concert",
    "concerter": "concert",
    "consultation": "consult",
    "consulter": "consult",
    "information": "inform",
    "informer": "inform",
    "participation": "particip",
    "participer": "particip",
    "participatif": "particip",
    "participative": "particip",
    "citoyen": "citoyen",
    "citoyenne": "citoyen",
    "departement": "departement",
    "departemental": "departement",
    "departementale": "departement",
    "departementaux": "departement",
    "universite": "universite",
    "univers": "univers",
    "organe": "organe",
    "organisation": "organis",
    "obligatoire": "oblig",
    "obligation": "oblig",
    "obliger": "oblig",
    "oblige": "oblig",
    "oblig": "oblig",
}

_stemmer = Stemmer.Stemmer("french")
_CO = re.compile(r"\bco[\s-](?=construi|construc|concev|concep|elabor|produ|decid)")


@functools.lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The index term of a folded word.

    >>> stem("usagers"), stem("usager"), stem("loyers")
    ('usager', 'usager', 'loyer')
    """
    singular = _singular(word)
    if singular in _STEMS:
        return _STEMS[singular]
    if word in _STEMS:
        return _STEMS[word]
    return str(_stemmer.stemWord(singular))


def _singular(word: str) -> str:
    if len(word) < 4 or word in _NOT_PLURAL:
        return word
    if word.endswith("aux") and len(word) > 5:
        return word[:-3] + "al"
    if word.endswith(("s", "x")) and not word.endswith("ss"):
        return word[:-1]
    return word


def terms(text: str) -> list[str]:
    """Index terms of a text, in order: stems of content words, and one term per article number.

    >>> terms("Que dit l'article L. 103-2 des usager·e·s ?")
    ['dit', 'articl', 'art:l103-2', 'art:l103', 'usager']
    """
    return list(_terms(text))


@functools.lru_cache(maxsize=16384)
def _terms(text: str) -> tuple[str, ...]:
    found: list[str] = []
    position = 0
    for number in articles.find(text):
        if number.start < position:
            continue
        found.extend(_words(text[position : number.start]))
        term = number.number.lower().replace(" ", "")
        found.append(f"art:{term}")
        if "-" in term:
            found.append(f"art:{term.split('-', 1)[0]}")
        position = number.end
    found.extend(_words(text[position:]))
    return tuple(found)


def _words(text: str) -> list[str]:
    joined = " ".join(words(text))
    return [
        stem(word)
        for word in _CO.sub("co", joined).split()
        if len(word) > 1 and word not in STOP_WORDS and not (word.isdigit() and len(word) > 6)
    ]
