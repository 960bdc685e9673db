"""What a new folder of local rules begins with, commented line by line for those who do not code."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from advisor.knowledge import local
from advisor.knowledge.loader import DRAFT

SOURCES = """\
# Les documents de votre collectivité : un tiret par document, dont le texte est dans documents/.
# Retirez les « # » devant les lignes de l'exemple et remplissez-les.
#- id: charte-participation            # minuscules sans accents, mots séparés par « - » ; les fiches le citent
#  title: Charte de la participation des habitants
#  short: La charte (2025)             # nom court, montré à chaque citation
#  author: Communauté de communes
#  date: "2025-03-12"
#  licence: Document public de la collectivité
#  address: ""                         # où le lire en ligne, si c'est possible
#  kind: pdf                           # pdf, markdown ou text
#  files: [charte-participation.pdf]   # nom du fichier dans documents/
"""
_RULE = """\
# Une règle que votre collectivité s'est donnée. Remplissez, retirez ce qui ne sert pas, puis : advisor local check
# Tant que l'état est « brouillon », la règle n'est pas servie.
id: regle-locale.{stem}
# Titre court, à l'infinitif, tel qu'il s'affiche ; puis en anglais.
title: ""
title_en: ""
# Le degré auquel elle engage : informer, consulter, concerter ou co-construire. C'est un socle : elle peut demander
# plus que la loi, jamais moins. Vide, elle n'impose pas de degré et dit seulement ce qui est dû.
degree: consulter
# Qui a décidé, quand (AAAA-MM-JJ), et le numéro de la délibération s'il y en a un.
body: ""
decided: ""
reference: ""
# Qui est tenu.
bound: ""
# La règle, en une à quatre phrases courtes, avec vos mots.
statement: ""
# Où le document la dit. L'ancre : de 3 à 8 mots qui se suivent dans le texte, une seule fois sur la page.
# La page est celle du PDF ; pour un texte sans pages, elle est comptée : « advisor local check » la donne.
evidence:
  - {{source: charte-participation, section: "", page: "1", anchor: ""}}
# Pour quels projets elle vaut ; toutes les conditions doivent être remplies. Sans condition, elle vaut pour tous.
# Faits et valeurs : advisor local facts
conditions:
  - {{fact: domaine, any_of: [accueil], text: "le projet porte sur un lieu d'accueil du public"}}
# Ce qui l'écarte.
#exceptions:
#  - {{fact: travaux_entretien, any_of: [oui], text: "ce sont de simples travaux d'entretien"}}
# Ce qui est dû : quand, quelle publicité, quel compte rendu, ce qu'entraîne l'oubli.
#timing: ""
#publicity: ""
#report: ""
#consequence: ""
# Autres précisions, chacune avec son passage.
#details:
#  - aspect: ""
#    text: ""
#    evidence:
#      - {{source: charte-participation, section: "", page: "1", anchor: ""}}
# Si elle ne vaut qu'un temps (le jour de fin est exclu) ; sinon, elle vaut depuis la délibération.
#since: ""
#until: ""
# De 4 à 8 questions telles que les gens les posent, dont une en anglais ; et de 5 à 12 mots de tous les jours qui
# ne sont pas dans la fiche. C'est par eux qu'on la trouve.
questions: []
words: []
review: {{date: "{today}", state: {state}}}
"""


def rule(stem: str, today: dt.date) -> str:
    """The YAML of a local rule to fill in."""
    return _RULE.format(stem=stem, today=today.isoformat(), state=DRAFT)


def begin(folder: Path) -> list[Path]:
    """Makes what a folder of local rules lacks: its catalogue to fill in, and its folders. Gives what was made.

    Raises OSError when it cannot be written.
    """
    made = [path for path in (folder / local.DOCUMENTS, local.fiches_of(folder)) if not path.is_dir()]
    for path in made:
        path.mkdir(parents=True)
    catalogue = folder / local.SOURCES
    if not catalogue.exists():
        catalogue.write_text(SOURCES, encoding="utf-8")
        made.append(catalogue)
    return made
