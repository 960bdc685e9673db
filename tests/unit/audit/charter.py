"""A service that holds one full text, written for the tests: they need no document of the library."""

from __future__ import annotations

import shutil
from pathlib import Path

from advisor import settings, wiring
from advisor.knowledge import catalogue, loader
from advisor.service import Advisor
from advisor.settings import ROOT, Settings
from ingest import build, locate, own
from tests.conftest import TODAY

QUESTION = "que dit la charte de la participation des usagers professionnels ?"
TEXT = """# Charte de la participation

## Le retour aux habitants

Les usagers qui ont donné leur avis reçoivent un retour écrit dans les deux mois qui suivent la dernière réunion. Ce
retour dit ce qui a été retenu, ce qui ne l'a pas été, et pourquoi. Il est lu en réunion publique par l'élu qui porte le
projet, puis affiché à l'accueil des maisons du Département et dans les mairies des communes concernées. Un retour qui
n'a pas été donné dans ce délai est signalé à la mission participation, qui en rend compte chaque année à l'assemblée.
Les avis eux-mêmes sont conservés trois ans, sans le nom de leurs auteurs, et peuvent être consultés sur demande.

## Le défraiement des usagers

Les frais de garde d'enfants et de déplacement des usagers sont remboursés sur facture. Le plafond est de quarante euros
par réunion et par personne. Le remboursement arrive dans les trois semaines, sans avance à demander. Les usagers qui
viennent sur leur temps de travail reçoivent une attestation pour leur employeur. Les réunions du soir sont précédées
d'un repas simple, pris en commun avec les agents. Aucune indemnité n'est versée aux agents du Département pour leur
présence, qui compte comme du temps de travail.

## Les usagers professionnels

La charte limite la place des usagers professionnels. Une même personne ne siège pas plus de trois ans dans un groupe
d'usagers. Le groupe est renouvelé par tiers, par tirage au sort sur une liste ouverte à tous, pour que les usagers
professionnels n'y parlent pas seuls. Ceux qui quittent le groupe accompagnent les nouveaux pendant deux réunions.
La mission participation tient la liste des groupes, de leurs membres et de la date de leur entrée ; elle la publie sans
les noms. Les usagers professionnels restent les bienvenus dans les réunions publiques, où chacun parle une fois avant
que personne ne parle deux fois.
"""


def served(folder: Path) -> tuple[Settings, Advisor]:
    """The service over the corpus and the charter, brought in as a user would."""
    shutil.copytree(ROOT / "corpus", folder / "corpus")
    file = folder / "charte.md"
    file.write_text(TEXT, encoding="utf-8")
    read = settings.read(
        {
            "ADVISOR_LIBRARY": "",
            "ADVISOR_DATA": str(folder / "var"),
            "ADVISOR_CORPUS": str(folder / "corpus"),
            "ADVISOR_TODAY": TODAY,
        }
    )
    own.add(file, own.Details("Charte de la participation"), read, _located(read))
    build.build(_located(read), loader.load(read.knowledge), read, lambda _what, _share: None)
    return read, wiring.build(read)


def _located(read: Settings) -> list[locate.Located]:
    return locate.locate(catalogue.whole(read.corpus, read.documents), (read.documents,))
