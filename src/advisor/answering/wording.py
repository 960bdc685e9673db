"""The linking words of answers, in French and in English; they assert nothing a citation should carry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from advisor.domain.answer import OWN_RULE, ObligationResult, Verdict
from advisor.domain.degree import Degree

_CONFIDENCE = {
    "fr": {
        "forte": "",
        "moyenne": " Ce conseil dépend de points que j'ai déduits : vérifiez-les ci-dessous.",
        "faible": " Conseil provisoire : il manque l'essentiel, répondez aux questions ci-dessous.",
    },
    "en": {
        "forte": "",
        "moyenne": " Part of this was inferred: check it below.",
        "faible": " Provisional advice: the key facts are missing, please answer the questions below.",
    },
}
_ENGLISH = {
    Degree.INFORMER: "inform",
    Degree.CONSULTER: "consult",
    Degree.CONCERTER: "deliberate together (concerter)",
    Degree.CO_CONSTRUIRE: "co-construct",
}


_FREE = {
    "fr": {
        "oui": "Oui : aucun texte du corpus n'impose autre chose. Si vous associez le public, des garanties sont dues.",
        "non": "Non : aucun texte du corpus ne l'impose. Si vous associez le public, des garanties sont dues.",
        "dépend": "Aucun texte du corpus n'en parle : je ne peux dire ni oui ni non. Vérifiez avec votre juriste.",
    },
    "en": {
        "oui": "Yes: no text in the corpus imposes otherwise. If you involve people, some guarantees are owed.",
        "non": "No: no text in the corpus imposes it. If you involve people all the same, some guarantees are owed.",
        "dépend": "No text in the corpus speaks of it: I can say neither yes nor no. Check with your legal officer.",
    },
}
"""Where no rule is found, by verdict: freed of one (oui), none is due (non), silence on what is asked (dépend)."""


@dataclass(frozen=True)
class Wording:
    """The linking words of one language."""

    language: str

    def advise(self, degree: Degree, confidence: str) -> str:
        """Headline of a recommendation."""
        if self.language == "en":
            return f"Advised degree: {degree.value} ({_ENGLISH[degree]}).{_CONFIDENCE['en'][confidence]}"
        return f"Degré conseillé : {degree.value}.{_CONFIDENCE['fr'][confidence]}"

    def rule(
        self,
        verdict: Verdict | None,
        obligations: Sequence[ObligationResult],
        none_found: bool,
        unknown: Sequence[str],
        quoted: bool,
        what: bool = False,
    ) -> str:
        """Headline of a legal answer; `what` for a question that asks no yes or no."""
        english = self.language == "en"
        parts: list[str] = []
        for number in unknown:
            parts.append(
                f"Article {number} is outside the corpus; I will not guess it."
                if english
                else f"L'article {number} n'est pas dans le corpus : je ne devine pas son contenu."
            )
        if none_found:
            parts.append(_FREE["en" if english else "fr"][verdict or "non"])
        elif obligations and what and (obligations[0].verdict != "non"):
            first = obligations[0]
            parts.append(f"{first.title} ({_where(first, english)}).")
        elif obligations:
            parts.append(self._verdict(verdict, obligations[0], english))
        elif quoted:
            parts.append("Here is the text as read." if english else "Voici le texte tel qu'il a été lu.")
        return " ".join(part for part in parts if part)

    def _verdict(self, verdict: Verdict | None, first: ObligationResult, english: bool) -> str:
        where = _where(first, english)
        subject = first.conditions[0] if first.conditions else None
        if verdict == "oui" and first.verdict == "oui" and subject and subject.truth == "à savoir":
            # Nothing in the question shows the subject matter: a yes is never said without it.
            return f"Yes, provided that {subject.text} ({where})." if english else f"Oui, si {subject.text} ({where})."
        if verdict == "oui":
            return f"Yes ({where})." if english else f"Oui : {_lower(first.title)} ({where})."
        if verdict == "non" and first.verdict == "oui":
            return (
                f"No; but this is owed ({where})." if english else f"Non ; reste dû : {_lower(first.title)} ({where})."
            )
        if verdict == "non" and first.force == "faculté" and first.verdict == "dépend":
            title = _lower(first.title)
            return f"No: nothing imposes it ({where})." if english else f"Non, rien ne l'impose : {title} ({where})."
        if verdict == "non":
            return (
                f"No, not as you describe it ({where})."
                if english
                else f"Non, pas dans ce que vous décrivez ({where})."
            )
        if subject and subject.truth == "à savoir":
            return (
                f"I do not recognise this subject in the law I read. The nearest rule ({where}) holds only if: "
                f"{subject.text}."
                if english
                else f"Je ne reconnais pas ce sujet parmi ceux que règlent les textes lus. La règle la plus proche "
                f"({where}) ne vaut que si {subject.text}."
            )
        missing = first.missing[0] if first.missing else ""
        if english:
            return f"It depends ({where})." + (f" Still to be known: {missing}" if missing else "")
        if missing:
            return f"Cela dépend ({where}). Il reste à savoir : {missing}"
        return f"Cela dépend ({where}) : le texte encadre ou permet, il n'impose pas."

    def committed(self, commitments: Sequence[ObligationResult]) -> str:
        """What is added to the headline of a legal answer when the organisation has a rule of its own."""
        if not commitments:
            return ""
        first, english = commitments[0], self.language == "en"
        held = first.verdict == "oui"
        if english:
            said = "is committed to this" if held else "has a rule that may apply"
            return f"{OWN_RULE['en']} {said}: {_lower(first.title)} (see {first.code})."
        said = "s'est engagée à ceci" if held else "s'est donné une règle qui peut s'appliquer"
        return f"{OWN_RULE['fr']} {said} : {_lower(first.title)}. Voir : {first.code}."

    def tell(self, count: int, unsure: bool = False) -> str:
        """Headline of a content answer; `unsure` when the sources may not answer the question itself."""
        if self.language == "en":
            if unsure:
                return "The sources may not answer this very question. What comes nearest (in French):"
            return "What the sources say (statements are in French, each with its place in the source):"
        if unsure:
            return "Les sources ne répondent peut-être pas à cette question même. Ce qui s'en approche :"
        return "Ce que disent les sources :" if count > 1 else "Ce que dit la source :"

    def clarify(self) -> str:
        """Headline of a clarification."""
        if self.language == "en":
            return "I need one or two facts before advising a degree."
        return "Il me manque un ou deux faits avant de conseiller un degré."

    def abstain(self, lacking: str = "") -> str:
        """Headline of an abstention; `lacking` names what the corpus does not hold."""
        if self.language == "en":
            if lacking:
                return f"The corpus does not hold {lacking}; here is what it can tell nearby."
            return (
                "The corpus does not answer this. I advise on involving users in local public projects, "
                "from the thesis, the synthesis and the law."
            )
        if lacking:
            return f"Le corpus ne donne {lacking} ; voici ce dont il parle de proche."
        return (
            "Le corpus ne répond pas à cette question. Je conseille sur la place des usagers dans un projet public "
            "local, à partir du mémoire, de la synthèse et du droit."
        )


def _where(first: ObligationResult, english: bool) -> str:
    return f"{first.article}, {first.code}" if english else f"article {first.article}, {first.code}"


def _lower(text: str) -> str:
    head = text[:2]
    return text if head.isupper() else text[:1].lower() + text[1:]


def wording(language: str) -> Wording:
    """The linking words of a language (`fr` or `en`)."""
    return Wording("en" if language == "en" else "fr")
