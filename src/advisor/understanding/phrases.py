"""The phrases that show what a message does in a conversation, in French and English, over folded text."""

from __future__ import annotations

import re

from advisor.domain.degree import Degree
from advisor.domain.dialogue import Audience, Part

COURTESY = frozenset(
    """
    merci mrc thx thanks thank bonjour bonsoir salut slt bjr hello hi hey coucou bye revoir parfait super nickel top
    genial excellent perfect great bravo cool
    """.split()  # noqa: SIM905 -- a list of words reads better as words
)
AROUND = frozenset(
    """
    a bcp beaucoup pour ton ta votre vos l aide ok d accord c est tres bien bonne journee soiree bon tout le monde tous
    au bientot you so much very for your help have nice day et oui infiniment vraiment je te vous remercie encore plus
    utile ca me va tard that s is it all there
    """.split()  # noqa: SIM905 -- a list of words reads better as words
)
"""Words that may stand around those of courtesy without asking anything."""

DEGREES: dict[Degree, re.Pattern[str]] = {
    Degree.CO_CONSTRUIRE: re.compile(
        r"\bco[- ]?constru\w*|\bco[- ]?(?:design|decid|decision|produ|creat)\w*|\bco-?elabor\w*"
    ),
    Degree.CONCERTER: re.compile(r"\bconcert(?:er|ation|ee?|ant|e|ons)\b|\bdeliberat\w*|\bdebattre vraiment\b"),
    Degree.CONSULTER: re.compile(r"\bconsult\w*|\b(?:simple|juste) (?:sondage|questionnaire)\b"),
    Degree.INFORMER: re.compile(r"\binform(?:er|ation|e|ait|ons|ing|s)?\b|\bjuste (?:expliquer|prevenir)\b"),
}
LEAD = r"^(?:(?:et|ok|oui|bon|ben|bah|alors|mais|donc|et bien|d'accord|tiens|sinon|hmm|euh|so|and|well|but|yes)[ ,]+)*"
SUPPOSES = re.compile(
    rf"{LEAD}(?:si|s'il|s'ils|si jamais|what if|if)\b(?! vous plait| te plait| possible\b)|\bet si\b|\bsi jamais\b|"
    r"\b(?:imagin(?:ons|e|ez)|suppos(?:ons|e|ez|ing)|admettons|mettons|partons du principe|faisons comme si|"
    r"dans l'hypothese|en supposant|let's say|assum(?:e|ing)|what would change if|what if)\b|"
    rf"{LEAD}(?:en|avec|sans|with|without)\b.*\b(?:disons|plutot que|au lieu de|de plus|de moins|more|less)\b|"
    r"\bet (?:avec|sans|en) .{2,60}\?\s*$|\b(?:ca|cela) changerait quoi\b|\bdisons .{2,40}\?\s*$"
)
AGAIN = re.compile(r"^et (?:qu'|que |avec |en |si )")
"""How a second hypothesis goes on with the first."""
TOGETHER = re.compile(r"\b(?:en plus|aussi|egalement|en meme temps|also|as well|et qu)\b")
ADOPTS = re.compile(
    r"\b(?:(?:on|je|nous) (?:part|pars|retien\w*|gard\w*|pren\w*|adopt\w*|valid\w*|fait|fais|choisi\w*)|adopt\w*|"
    r"retenons|gardons|va pour|vas y|allons y|c'est parti|keep (?:it|that|this)|go with|let's (?:go|do|keep)|"
    r"we'll take|partons)\b|^(?:oui|yes|d'accord|ok d'accord|ok oui)\W*$"
)
LEAVES = re.compile(
    r"\b(?:laiss\w* tomber|oubli\w*|abandonn\w*|annul\w*|comme avant|la vraie situation|"
    r"la situation (?:reelle|actuelle)|"
    r"le cas reel|c'etait (?:juste )?pour voir|drop|forget|never ?mind|real (?:case|situation)|as it was|scrap|"
    r"revenons a la realite|retire\w* (?:cette|l') ?hypothese)\b|^(?:(?:ok |bon |finalement )*(?:non|"
    r"nan|no)(?: merci| finalement| thanks)?)\W*$|"
    r"\brevien\w* a (?:avant|la realite)\b|\brevenons au cas reel\b"
)
WHY_NOT = re.compile(
    r"\b(?:pourquoi|pk|pq|prq|why)\b.*\b(?:pas|not|don't|can't|n'est|ne)\b|\bwhy (?:not|just|only)\b|"
    r"\b(?:pourquoi|pk|pq|why)\b"
)
REACHES = re.compile(
    r"\b(?:qu'est[- ]ce qui (?:(?:nous |vous )?empeche|manque|bloque)|(?:qu'est[- ]ce qu'il|que|quoi|ce qu'il) "
    r"(?:me |nous )?(?:faudrait|faut|manque\w*)|"
    r"comment (?:arriver|passer|aller|atteindre|monter|obtenir)|how (?:could|can|do) we (?:get|go|reach|move)|"
    r"what would it take|(?:pourrai[ts]|pourrions|peut|peux|pourrait)[- ]?(?:on|nous)? (?:pas|plus|not|aller)|"
    r"(?:ne |n')?(?:pourrait|peut)[- ]on pas|aller jusqu'a|suffi\w*|se content\w*|could we (?:not|just)|"
    r"est[- ]ce (?:qu'on|que l'on|que nous) (?:peut|pourrait|pouvons)|trop ambitieux|pas trop)\b"
)
LESS = re.compile(r"\b(?:moins|less|plus bas|lower|trop)\b")
PARTS: dict[Part, re.Pattern[str]] = {
    "loi": re.compile(
        r"\b(?:loi|lois|legal\w*|juridi\w*|obligatoire\w*|obligation\w*|oblige\w*|impose\w*|texte de loi|law|laws|"
        r"mandatory|required|reglementaire\w*)\b"
    ),
    "calendrier": re.compile(
        r"\b(?:calendrier|retro[- ]?planning|planning|echeancier|timeline|schedule|timetable|frise)\b|"
        r"\bquand (?:faut[- ]il|doit[- ]on|commencer)\b"
    ),
    "pratiques": re.compile(
        r"\b(?:pratiques?|exemples?|retours? d'experiences?|deja (?:fait|ete fait|tente|mene)|examples?|practices|"
        r"experiences? (?:similaires?|comparables?)|ailleurs en isere|inspirations?|cas (?:similaires?|concrets?))\b"
    ),
    "freins": re.compile(
        r"\b(?:freins?|obstacles?|pieges?|blocages?|ecueils?|difficultes|pitfalls?|barriers?|points de vigilance)\b"
    ),
    "leviers": re.compile(
        r"\b(?:leviers?|levers?|astuces?|pistes|idees?|conseils? (?:pour|concrets)|tips|ideas?|"
        r"comment (?:toucher|faire venir|mobiliser|motiver|convaincre|donner envie))\b"
    ),
}
OWN = re.compile(
    r"\b(?:(?:pour|chez|a) nous|nous (?:impose|oblige|concerne|contraint)\w*|(?:notre|mon|ce|le|du) (?:projet|cas)|"
    r"la[- ]dessus|ici|dans (?:notre|mon|ce) cas|est[- ]ce (?:que c'est )?obligatoire|on est (?:oblige|tenu)s?|"
    r"for us|our (?:project|case)|this project|sommes[- ]nous (?:oblige|tenu)s?)\b|^(?:et )?la loi\b|"
    r"^et (?:le droit|cote loi)"
)
SOURCES = re.compile(r"\b(?:memoire|synthese du|la synthese|selon|quatorze|les 14|these|auteur|page)\b")
"""What shows that a part is asked of the documents, not for the project."""
SUMS_UP = re.compile(
    r"\b(?:resum\w*|syntheti[sz]\w*|recap\w*|topo|summar\w*|tl ?dr|pitch|en (?:deux|trois|quelques|2|"
    r"3) mots|note de synthese|"
    r"(?:prepar\w*|fai[st]\w*|ecri\w*|redig\w*|donn\w*)[- ](?:moi )?(?:une )?(?:petite )?synthese|synthese pour|"
    r"(?:quelques|trois|quatre|cinq|3|4|5|five|few) (?:lignes|phrases|lines|mots)|elements? de langage|"
    r"(?:la )?meme chose pour|(?:une )?version (?:pour|courte)|in (?:short|a nutshell))\b"
)
AUDIENCES: dict[Audience, re.Pattern[str]] = {
    "elu": re.compile(
        r"\b(?:elus?|elue?s?|maire|mairesse|president\w*|vice[- ]president\w*|adjoint\w*|"
        r"conseiller\w*|conseil municipal|"
        r"cabinet|mayor|councill?or\w*|elected|prefet)\b"
    ),
    "dgs": re.compile(
        r"\b(?:dgs|dga|direct(?:ion|eur|rice)\w*|hierarchie|chef\w*|codir|comite de direction|comite de pilotage|copil|"
        r"manager|boss|responsable|n\+1)\b"
    ),
    "agents": re.compile(r"\b(?:agents?|equipes?|collegues|services?|staff|team|personnel|professionnels)\b"),
    "habitants": re.compile(
        r"\b(?:habitant\w*|usager\w*|public|familles?|parents?|residents?|citoyen\w*|gens|riverain\w*|participants?|"
        r"people|users|inhabitants|patients?|jeunes|population|administres)\b"
    ),
}
CORRECTS = re.compile(
    rf"{LEAD}(?:ah )?(?:non|nan|no|pardon|erreur|correction|rectif\w*|oups|sorry|actually|en fait|"
    r"en realite|finalement|"
    r"au final|plutot|attention|je me suis tromp\w*|j'ai fait erreur|contrairement a|wait)\b|"
    r"\b(?:en fait|finalement|je me suis tromp\w*|me suis trompe\w*|erreur de ma part|il faut lire|"
    r"je corrige|je rectifie|"
    r"c'est (?:bien|plutot)|ce n'est pas .* mais|c'est pas .* mais|pas .{2,40} mais|n'est plus|actually|instead|"
    r"i was wrong|in fact|je voulais dire|i meant)\b"
)
FORGETS = re.compile(
    r"\b(?:(?<!ai )(?<!avais )(?<!avons )(?<!j')(?<!n')(?<!ne )(?<!pas )oubli(?:e|er|ez|ons)|ignor\w*|"
    r"ne (?:tiens|tenez|tient) (?:pas|plus) compte|retir\w*|enlev\w*|suppri\w*|"
    r"laisse\w* de cote|"
    r"mets? de cote|efface\w*|fais comme si|forget|drop|disregard|remove)\b"
)
CHANGES = re.compile(
    r"\b(?:maintenant|desormais|depuis|entre[- ]temps|vient d'etre|viennent d'etre|a change|now|since)\b"
)
"""Words by which a change is told as one: it contradicts nothing."""
OPENS = re.compile(
    r"\b(?:nouveau|nouvel|autre|deuxieme|second|troisieme|2e|2eme|3eme|new|another|other|third) "
    r"(?:projet|sujet|dossier|chantier|project|topic|case)\b|\brien a voir\b|\bchangeons de (?:projet|sujet)\b"
)
RETURNS = re.compile(
    rf"\b(?:reven(?:ons|ez)|on revient|reviens|retourn(?:e|ons) a\w*|on reprend|reprenons|back to|return to|go back)\b|"
    rf"{LEAD}retour (?:a|au|aux|sur)\b"
)
ASKS = re.compile(
    r"\?\s*$|^(?:et )?(?:qui|que|quoi|c quoi|c'est quoi|quel\w*|comment|pourquoi|combien|ou|quand|"
    r"est[- ]ce|y a[- ]t[- ]il|"
    r"faut[- ]il|doit[- ]on|peut[- ]on|what|who|how|why|which|when|where|is|are|do|does|must)\b"
)
LONG = 25
"""Words from which a message describes rather than asks for a part."""
