"""What the product does, what it does not, and what it rests on."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.service import Advisor
from advisor.ui import session, theme
from advisor.ui.widgets import show
from advisor.ui.words import KINDS, attribute, count, day, shown

_DOES = (
    (
        "Il lit votre description",
        "et en retient des faits : où en est la décision, ce qui peut encore changer, qui décidera, qui est concerné. "
        "Chaque fait est affiché avec les mots d'où il vient ; vous pouvez le corriger.",
    ),
    (
        "Il conseille un degré",
        "(informer, consulter, concerter, co-construire). Ce que le projet cherche est tenu entre deux bornes : le "
        "plancher, ce que la loi impose, et le plafond, ce qui peut être promis sans mentir, vu la marge qui reste. "
        "Quand le plancher dépasse le plafond, il le dit.",
    ),
    (
        "Il répond sur le droit",
        "par oui, non ou « cela dépend », condition par condition, avec l'article et la date du texte lu. Quand aucun "
        "texte n'impose rien, il le dit aussi. Donnez la date de la décision : il compte à rebours les durées que la "
        "loi fixe et dit quand commencer. La page « Droit » montre chaque règle et l'âge de chaque texte.",
    ),
    (
        "Il cite tout.",
        "Chaque phrase porte un ou plusieurs numéros : un clic ouvre le passage surligné si le document est indexé "
        "ici, sinon la fiche et l'endroit exact où vérifier.",
    ),
)
_DOES_NOT = (
    (
        "Il ne décide pas à votre place",
        "et ne remplace pas l'avis de vos juristes : il lit des articles à une date donnée, qu'il affiche. Vérifiez "
        "sur Légifrance avant d'agir.",
    ),
    (
        "Il n'invente pas.",
        "Une phrase sans source n'est pas montrée. Un article qui n'est pas dans le corpus est dit hors du corpus. Une "
        "question hors sujet reçoit un refus, avec des pistes voisines.",
    ),
    (
        "Il peut mal comprendre.",
        "Un message court ou ambigu donne un conseil provisoire : regardez « Ce que j'ai compris » et répondez aux "
        "questions.",
    ),
    (
        "Il ne connaît que ses sources.",
        "Deux documents font référence, sur des terrains précis (l'Isère, un groupe de travail de départements) ; "
        "d'autres contextes demandent du discernement.",
    ),
)
_HOW = (
    "Aucun modèle de langage n'est nécessaire, ni réseau, ni téléchargement. Le conseil est calculé par des règles "
    "écrites dans des fiches relues, que chacun peut lire : la même description donne toujours le même conseil."
)

_RECORDED = (
    "Vos messages, les réponses et vos avis, pour que l'équipe qui répond de l'outil puisse relire, juger et corriger. "
    "Votre nom n'est pas demandé. Les noms, adresses, numéros et dates de naissance que vous écrivez sont remplacés "
    "par une étiquette avant toute lecture et toute écriture. Le masquage peut en manquer : n'écrivez que l'utile."
)
_NOTHING_KEPT = "Rien : aucun journal n'est tenu, et ce que vous écrivez disparaît avec la page."


def render(advisor: Advisor, kept_days: int | None = None) -> None:
    """The page; `kept_days` is how long what is said is kept (0: no limit), None when nothing is."""
    theme.apply()
    show('<h1 class="title">Comment ça marche</h1>')
    columns = _told("Ce que fait l'outil", _DOES) + _told("Ce qu'il ne fait pas", _DOES_NOT)
    show(f'<div class="columns">{columns}</div>')
    show(f'<h2 class="section">Sans modèle de langage</h2><p>{shown(_HOW)}</p>', classes="part")
    _recorded(kept_days)
    _rests_on(advisor)
    theme.bridge()


def _told(title: str, items: Sequence[tuple[str, str]]) -> str:
    lines = "".join(f"<p><b>{shown(start)}</b> {shown(rest)}</p>" for start, rest in items)
    return f'<div><h2 class="section">{shown(title)}</h2>{lines}</div>'


def _recorded(kept_days: int | None) -> None:
    """What becomes of messages, and how to have a conversation erased: the information that the RGPD asks for."""
    if kept_days is None:
        show(f'<h2 class="section">Ce qui est enregistré</h2><p>{shown(_NOTHING_KEPT)}</p>', classes="part")
        return
    kept = f"pendant {count(kept_days, 'jour')}, puis retirés" if kept_days else "sans limite de durée"
    thread = session.current().thread
    asked = f"Cette conversation porte la référence {thread} : donnez-la pour obtenir une copie ou un effacement."
    show(
        f'<h2 class="section">Ce qui est enregistré</h2><p>{shown(_RECORDED)} Les contenus sont gardés '
        f"{shown(kept)}.</p><p>{shown(asked)}</p>",
        classes="part",
    )


def _rests_on(advisor: Advisor) -> None:
    fiches = advisor.parts.knowledge.fiches.values()
    many = {kind: sum(fiche.kind == kind for fiche in fiches) for kind in KINDS}
    rows = [
        f"{count(many['obligation'], 'règle de droit', 'règles de droit')}",
        f"{count(many['frein'], 'frein')}",
        f"{count(many['levier'], 'levier')}",
        f"{count(many['pratique'], 'pratique')}",
        f"{count(len(advisor.parts.texts.passages), 'passage indexé', 'passages indexés')}",
    ]
    sources = "".join(
        f"<li>{shown(source.title)}, {shown(source.author)}, {shown(day(source.date))} "
        f'(<a href="{attribute(source.address)}" target="_blank" rel="noopener">adresse officielle</a>)</li>'
        for source in advisor.parts.library.sources.values()
    )
    versions = advisor.parts.versions
    knowledge, index = versions.get("knowledge", ""), versions.get("index", "")
    show(
        f'<h2 class="section">Sur quoi il s’appuie</h2><p>{shown(" · ".join(rows))}</p><ul class="said">{sources}</ul>'
        f'<p class="note part">Connaissances {shown(knowledge)}, index {shown(index)}, droit '
        f"évalué au {shown(day(advisor.parts.today))}.</p>"
    )
