"""The linking words of a conversation, in French and in English; they assert nothing a citation should carry."""

from __future__ import annotations

from advisor.domain.answer import Verdict
from advisor.domain.degree import Degree
from advisor.domain.dialogue import Audience, Part

_PARTS: dict[Part, tuple[str, str]] = {
    "leviers": ("Leviers pour ce projet", "Levers for this project"),
    "freins": ("Freins à prévoir dans ce projet", "Pitfalls to expect in this project"),
    "pratiques": ("Pratiques comparables à ce projet", "Practices comparable to this project"),
    "calendrier": ("Calendrier du projet", "Schedule of the project"),
    "loi": ("Ce que la loi impose à ce projet", "What the law imposes on this project"),
}
_READERS: dict[Audience, tuple[str, str]] = {
    "": ("En quelques lignes", "In a few lines"),
    "elu": ("En quelques lignes, pour un élu", "In a few lines, for an elected member"),
    "dgs": ("En quelques lignes, pour la direction", "In a few lines, for the management"),
    "habitants": ("En quelques lignes, pour les personnes concernées", "In a few lines, for the people concerned"),
    "agents": ("En quelques lignes, pour les agents", "In a few lines, for the staff"),
}


class Saying:
    """The linking words in one language."""

    def __init__(self, english: bool) -> None:
        self._rank = int(english)

    def _said(self, french: str, english: str) -> str:
        return (french, english)[self._rank]

    def part(self, part: Part, about: str = "") -> str:
        """Headline of a part of an advice; `about` is the public or the theme asked for."""
        return _PARTS[part][self._rank] + (f" ({about})" if about else "")

    def summary(self, audience: Audience) -> str:
        """Headline of a summary."""
        return _READERS[audience][self._rank]

    def supposed(self, before: Degree | None, after: Degree | None, facts: str) -> str:
        """Headline of a hypothesis: what is supposed, and whether the degree moves."""
        if after is None:
            return self._said(
                f"Hypothèse ({facts}) : il manque de quoi conseiller un degré.",
                f"What if ({facts}): no degree can be advised.",
            )
        if before is after or before is None:
            return self._said(
                f"Hypothèse ({facts}) : le conseil reste « {after.value} ».",
                f"What if ({facts}): the advice stays “{after.value}”.",
            )
        return self._said(
            f"Hypothèse ({facts}) : le conseil passerait de « {before.value} » à « {after.value} ».",
            f"What if ({facts}): the advice would move from “{before.value}” to “{after.value}”.",
        )

    def unread(self) -> str:
        """Headline when nothing was recognised in a hypothesis."""
        return self._said(
            "Je n'ai pas reconnu ce que vous voulez changer. Dites-le autrement : « et si la décision n'était pas "
            "prise ? », « et si on avait six mois de plus ? », « et si les usagers décidaient ? ».",
            "I did not recognise what you want to change. Put it another way: “what if nothing were decided?”, "
            "“what if we had six more months?”, “what if users decided?”.",
        )

    def untaken(self) -> str:
        """Headline when nothing was recognised in a correction."""
        return self._said(
            "Je n'ai pas reconnu ce qu'il faut corriger. Dites-le autrement, ou touchez un point ci-dessous.",
            "I did not recognise what to correct. Put it another way, or pick a point below.",
        )

    def thanks(self, project: bool) -> str:
        """Reply to a courtesy."""
        if project:
            return self._said(
                "Avec plaisir. Votre projet reste ouvert : ajoutez, corrigez, ou demandez « et si… ».",
                "You are welcome. Your project stays open: add, correct, or ask “what if…”.",
            )
        return self._said(
            "Bonjour. Décrivez votre projet en quelques phrases, ou posez votre question.",
            "Hello. Describe your project in a few sentences, or ask your question.",
        )

    def tell_new(self) -> str:
        """Asks what a new project is about."""
        return self._said(
            "Entendu, un nouveau projet : décrivez-le en quelques phrases.",
            "Very well, a new project: describe it in a few sentences.",
        )

    def no_calendar(self) -> str:
        """When no calendar can be laid."""
        return self._said(
            "Aucun calendrier à poser : il manque la date de la décision, ou aucun texte n'impose de durée ici.",
            "No schedule to lay: the date of the decision is missing, or no text sets a duration here.",
        )

    def law(self, verdict: Verdict, title: str) -> str:
        """Headline of what the law says of a project; `title` is that of the first rule."""
        named = title[:1].lower() + title[1:]
        french = {
            "oui": f"Oui, la loi impose quelque chose à ce projet : {named}.",
            "dépend": f"Cela dépend de points à préciser ; d'abord : {named}.",
            "non": "Rien n'est imposé à ce projet tel que vous le décrivez ; voici les règles regardées.",
        }
        english = {
            "oui": f"Yes, the law requires something of this project: {title}.",
            "dépend": f"It depends on points still to be known; first: {title}.",
            "non": "Nothing is required of this project as you describe it; here are the rules looked at.",
        }
        return self._said(french[verdict], english[verdict])

    def no_law(self) -> str:
        """When no rule holds for the project."""
        return self._said(
            "D'après ce que vous décrivez, aucun texte du corpus n'impose d'associer le public à ce projet.",
            "As you describe it, no text of the corpus requires involving the public in this project.",
        )

    def no_advice(self) -> str:
        """When a part or a summary is asked of a project without advice yet."""
        return self._said(
            "Il me manque encore de quoi conseiller un degré : répondez d'abord à ces questions.",
            "I cannot advise a degree yet: please answer these questions first.",
        )
