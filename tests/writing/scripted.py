"""A session with an honest model: what a good one writes, word for word, of three answers of the knowledge base alone.

Each sentence names what it is written from by a few words of it, so that statements may be renumbered.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.writing import pens

PROJECT = (
    "La ligne de car est supprimée en septembre, c'est voté. On veut organiser une concertation avec les parents "
    "d'élèves."
)
LAW = "Quelle loi impose une concertation pour une ZAC ?"
SOURCES = "Quelle différence entre un usager et un citoyen ?"
SESSION: dict[str, tuple[tuple[str, str], ...]] = {
    PROJECT: (
        ("Le degré conseillé est informer, à confirmer.", "Le degré conseillé"),
        ("La décision est prise et rien ne montre qu'elle puisse bouger.", "rien ne montre"),
        (
            "Ne parlez donc ni de concertation ni de consultation : dites ce qui est décidé, pourquoi, et ce qui peut "
            "encore être réglé.",
            "Ne parlez ni",
        ),
        (
            "Le degré annoncé dépasse ce qui peut honnêtement être tenu : corrigez l'annonce avant la première "
            "rencontre, sinon les participants se sentiront trompés.",
            "corrigez l'annonce",
        ),
        (
            "Ce degré a pourtant trois usages utiles (faire connaître, sensibiliser, inclure) et il prépare souvent "
            "les degrés suivants.",
            "trois usages utiles",
        ),
        (
            "Attention : à force d'être consultés pour la forme, des usagers ne croient plus à ces démarches.",
            "À force d'être",
        ),
        ("Leurs avis ont été écartés, ou reçus sans être pesés.", "À force d'être"),
        (
            "Une partie des solutions dépend d'une autre institution : mettez-la autour de la table avant de promettre "
            "quoi que ce soit.",
            "autour de la table",
        ),
        (
            "Précisez dès le départ la nature de la participation et la façon dont les avis compteront.",
            "Précisez dès le départ",
        ),
        (
            "Enfin, quand une proposition ne peut aboutir, dites pourquoi avec précision et honnêteté.",
            "ne peut aboutir",
        ),
    ),
    LAW: (
        (
            "La création d'une ZAC impose une concertation avec les habitants, les associations locales et les autres "
            "personnes concernées.",
            "La création d'une zone",
        ),
        (
            "Elle dure aussi longtemps que le projet s'élabore, et à la fin l'autorité compétente en arrête le bilan.",
            "La création d'une zone",
        ),
        (
            "Toute concertation du code de l'urbanisme, imposée ou choisie, suit les mêmes règles : l'organe "
            "délibérant précise les objectifs et les modalités.",
            "l'organe délibérant",
        ),
        (
            "Le public a une durée suffisante et des moyens adaptés pour s'informer et faire des observations.",
            "l'organe délibérant",
        ),
        (
            "Une ZAC à l'initiative de l'État, d'une région ou d'un département est créée par le préfet, après avis de "
            "la commune ou de l'intercommunalité compétente.",
            "créée par le préfet",
        ),
    ),
    SOURCES: (
        (
            "L'usager parle d'un service qui le concerne directement et apporte son expérience, tandis que le citoyen "
            "s'engage sur les politiques publiques, qu'il soit concerné ou non.",
            "L'usager parle",
        ),
        ("Une même personne peut changer de casquette.", "L'usager parle"),
        (
            "On cherche l'intérêt général avec les citoyens, et des solutions qui marchent avec les usagers.",
            "Que cherche-t-on",
        ),
        ("Avec des citoyens, les élus valident ou décident et la majorité accepte.", "la majorité accepte"),
        ("Avec des usagers, ce sont d'abord eux qui s'approprient la solution.", "la majorité accepte"),
        (
            "Enfin, l'usager a un droit d'usage réel ; à la différence du citoyen, il n'entre pas dans la sphère "
            "politique.",
            "droit d'usage réel",
        ),
    ),
}


def pen(body: Mapping[str, Any]) -> str:
    """What the model writes when asked of one of the three; of anything else, what the honest one of the tests does."""
    said = str(body["messages"][-1]["content"])
    held = pens.given(body)
    lines = next((lines for question, lines in SESSION.items() if question in said), ())
    marked = [(text, next((mark for mark, piece in held if words in piece), "s0")) for text, words in lines]
    return " ".join(f"{text[:-1]} [{mark}]{text[-1]}" for text, mark in marked) or pens.honest(body)
