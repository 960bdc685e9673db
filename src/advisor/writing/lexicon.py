"""Closed lists of French words by what they do in a sentence: link, deny, allow, oblige, restrict, count, advise.

Words are folded (lower case, no accent). A word of none of these lists carries content: it must come from the evidence.
"""

from __future__ import annotations

LINKING = frozenset(
    """
    a ainsi alors as au aussi aux avez avoir avons ayant c ce ceci cela celle celles celui ces cet cette
    ceux chacun chacune chez ci comme d dans de des donc dont du elle elles en enfin ensuite entre es est et etaient
    etait etant ete etes etre eu eux fait faire font furent fut hui il ils j je l la le les leur leurs lors lui m ma me
    meme memes mes moi mon n nos notre nous on ont ou parmi pendant puis qu quant que quel quelle quelles
    quels qui quoi s sa se selon sera seront ses soi soient soit sommes son sont sous sur t ta te tes toi ton tu un une
    vers via voici vos votre vous y etc egalement autant tel telle tels telles cependant toutefois
    pourtant neanmoins tandis afin car parce puisque abord outre dit dite dits
    auquel auxquels auxquelles laquelle lequel lesquels lesquelles duquel desquels vis mais or
    premierement deuxiemement concretement autrement notamment agit article articles art alinea attention
    """.split()  # noqa: SIM905 -- a list of words reads better as words
)
"""Words that only link; they assert nothing by themselves."""

OPENINGS = (
    "c'est-a-dire",
    "c'est a dire",
    "autrement dit",
    "d'abord",
    "tout d'abord",
    "ailleurs",
    "a savoir",
    "reste a savoir",
    "d'une part",
    "d'autre part",
    "de plus",
    "en plus",
    "de meme",
    "en effet",
    "par ailleurs",
    "en resume",
    "en bref",
    "en pratique",
    "en revanche",
    "pour finir",
    "pour commencer",
    "dans votre cas",
    "dans ce cas",
    "pour votre projet",
    "il s'agit de",
    "il s'agit d'",
    "a noter que",
    "notez que",
    "a noter",
    "cote freins",
    "cote leviers",
    "du cote de la loi",
    "du cote des freins",
    "du cote des leviers",
)
"""Turns of phrase that link, some of whose words alone would say more."""

NEGATORS = frozenset("pas plus jamais aucun aucune rien ni guere nullement point".split())  # noqa: SIM905
"""Words that close a negation opened by « ne »."""
DENYING = frozenset("sans aucun aucune nul nulle ni non jamais".split())  # noqa: SIM905
"""Words that deny what follows them, with or without « ne »."""
ALLOWING = frozenset(
    "peut peuvent peux pouvez pouvons pouvoir pourra pourront pourrez pourrait pourraient puisse puissent".split()  # noqa: SIM905
)
OBLIGING = frozenset(
    "doit doivent dois devez devons devoir devra devront devrez devrait devraient faut faudra faudrait falloir".split()  # noqa: SIM905
)
RESTRICTING = frozenset(
    """
    si sauf seulement uniquement hors excepte condition conditions reserve lorsque lorsqu quand moins-que confirmer
    cas exclusivement sinon pourvu
    """.split()  # noqa: SIM905
)
"""Words that bound what a sentence says: none may be dropped from what it was written from."""
SENSE = frozenset(
    """
    tout tous toute toutes toujours souvent parfois rarement surtout certains certaines certain certaine plupart
    majorite moitie plusieurs chaque beaucoup peu plus moins trop assez presque environ avant apres depuis jusque
    jusqu des-lors autour pres seul seule seuls seules mieux meilleur pire autre autres encore deja tres quelque
    quelques plutot bien mal contre durant ensemble avec pour par sans malgre grace vite tard tot ici aujourd demain
    hier ou-non
    """.split()  # noqa: SIM905
)
"""Small words that change what is meant (how much, how often, when): each must stand where it stood."""
SOFT = frozenset("tres bien ici deja encore vite demain hier aujourd autre ensemble plusieurs avec pour par".split())  # noqa: SIM905
"""Those of them that may be left out: what is said stays as true without them."""
SAME = {
    "lorsqu": "lorsque",
    "jusqu": "jusque",
    "toute": "tout",
    "tous": "tout",
    "toutes": "tout",
    "certains": "certain",
    "certaine": "certain",
    "certaines": "certain",
    "seule": "seul",
    "seuls": "seul",
    "seules": "seul",
    "autres": "autre",
    "quelques": "quelque",
    "conditions": "condition",
}
"""Forms of one small word."""
PRONOUNS = frozenset("il elle ils elles celui celle ceux celles ce cela ceci ci leur lui y en".split())  # noqa: SIM905
AHEAD = frozenset("rien personne nul nulle aucun aucune jamais".split())  # noqa: SIM905
"""Negators that may stand before their « ne »."""
SUBJECT_PRONOUNS = frozenset("il elle ils elles celui celle ceux celles".split())  # noqa: SIM905
IMPERSONAL = frozenset("faut reste agit y convient suffit importe possible conseille preferable".split())  # noqa: SIM905
"""What follows an « il » that stands for nobody."""
ADVISING = ("conseil", "recommand", "preconis", "convient", "retenu", "retenez", "choisi", "visez", "adopt", "optez")
"""Beginnings of the words by which a sentence advises."""
NUMBERS = {
    word: str(value)
    for value, word in enumerate(
        "zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize".split()  # noqa: SIM905
    )
    if word != "un"  # « un » is nearly always an article
} | {
    "vingt": "20",
    "trente": "30",
    "quarante": "40",
    "cinquante": "50",
    "soixante": "60",
    "cent": "100",
    "cents": "100",
    "mille": "1000",
    "million": "million",
    "millions": "million",
    "milliard": "milliard",
    "milliards": "milliard",
    "dizaine": "10aine",
    "quinzaine": "15aine",
    "douzaine": "12aine",
    "centaine": "100aine",
    "premier": "1er",
    "premiere": "1er",
    "second": "2e",
    "seconde": "2e",
    "deuxieme": "2e",
    "troisieme": "3e",
    "double": "x2",
    "triple": "x3",
    "tiers": "1/3",
    "quart": "1/4",
    "quarts": "1/4",
}
"""Number words and the value they are compared by."""
IRREGULAR = {
    "decis": "decid",
    "choix": "choisi",
    "choisir": "choisi",
    "chois": "choisi",
    "venir": "vien",
    "vienn": "vien",
    "ven": "vien",
    "viendr": "vien",
    "tient": "ten",
    "tienn": "ten",
    "construct": "constru",
    "construir": "constru",
    "construis": "constru",
    "coconstruct": "coconstru",
    "coconstruir": "coconstru",
    "savoir": "sav",
    "vecu": "viv",
    "vivr": "viv",
    "loi": "loi",
    "legal": "legal",
    "reponse": "repond",
    "repons": "repond",
    "repondr": "repond",
    "prendr": "prend",
    "pris": "prend",
    "pren": "prend",
    "prenn": "prend",
    "prend": "prend",
    "mettr": "met",
    "mis": "met",
    "mett": "met",
    "perdr": "perd",
    "perdu": "perd",
    "reduir": "redui",
    "reduit": "redui",
    "reduis": "redui",
    "duree": "dur",
    "permettr": "permet",
    "permi": "permet",
    "permis": "permet",
    "permett": "permet",
    "crai": "crain",
    "craindr": "crain",
    "craint": "crain",
}
"""Stems that the stemmer parts and that are one word, to the form by which they are compared."""
