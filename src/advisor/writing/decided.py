"""What a sentence says of the decision must be what the engine decided: the degree, and the verdict of the law."""

from __future__ import annotations

import re
from collections.abc import Sequence

from advisor.domain.answer import Answer
from advisor.domain.degree import Degree
from advisor.text import plain, words
from advisor.writing import lexicon
from advisor.writing.pieces import Piece
from advisor.writing.reading import key_of

_DEGREES = {
    "inform": Degree.INFORMER,
    "consult": Degree.CONSULTER,
    "concert": Degree.CONCERTER,
    "coconstru": Degree.CO_CONSTRUIRE,
}
_CO = re.compile(r"\bco[\s-]?(?=construi|construc)")
_PHASES = {"conception": "conception", "oeuvre": "mise-en-oeuvre", "evaluation": "evaluation", "evaluer": "evaluation"}
_VERDICTS = {"oui": "oui", "yes": "oui", "non": "non", "no": "non"}
_DEPENDS = ("cela depend", "ca depend", "tout depend", "it depends")
_YOURS = frozenset("votre vos vous your you ici here".split())  # noqa: SIM905
_DUE = re.compile(
    r"\b(?:doit|doivent|devez|devra|devrez|faut|faudra|impos\w*|oblig\w*|exig\w*|requi\w*|must|required?)\b"
)


def fault(text: str, cited: Sequence[Piece], answer: Answer) -> str:
    """Why a sentence is not what was decided, in French; empty when it agrees or says nothing of it."""
    said = words(_CO.sub("co", plain(text)))
    return _degree(said, cited, answer) or _verdict(said, plain(text), cited, answer)


def _degree(said: Sequence[str], cited: Sequence[Piece], answer: Answer) -> str:
    if not any(word.startswith(lexicon.ADVISING) for word in said):
        return ""
    named = {_DEGREES[key] for word in said if (key := key_of(word)) in _DEGREES}
    if not named:
        return ""
    advice = answer.recommendation
    if advice is None:
        held = [key_of(word) for piece in cited for word in words(_CO.sub("co", plain(piece.text)))]
        return "" if all(_stem(degree) in held for degree in named) else "degré conseillé sans décision"
    phases = {_PHASES[word] for word in said if word in _PHASES}
    allowed = {advice.phases.get(phase, advice.degree) for phase in phases} or {advice.degree}
    if not named <= allowed and any(piece.mark.startswith("d") for piece in cited):
        return f"degré autre que celui de la décision ({advice.degree.value})"
    if not named <= allowed | {degree for degree in Degree if _quoted(degree, cited)}:
        return f"degré autre que celui de la décision ({advice.degree.value})"
    return ""


def _stem(degree: Degree) -> str:
    return next(stem for stem, held in _DEGREES.items() if held is degree)


def _quoted(degree: Degree, cited: Sequence[Piece]) -> bool:
    """Whether a statement itself advises a degree in so many words."""
    return any(
        _stem(degree) in {key_of(word) for word in held} and any(word.startswith(lexicon.ADVISING) for word in held)
        for piece in cited
        for held in [words(_CO.sub("co", plain(piece.text)))]
    )


def _verdict(said: Sequence[str], folded: str, cited: Sequence[Piece], answer: Answer) -> str:
    opening = _VERDICTS.get(said[0] if said else "", "")
    if folded.startswith(_DEPENDS):
        opening = "dépend"
    if opening and answer.kind == "legal" and opening != answer.verdict:
        return f"verdict autre que celui de la décision ({answer.verdict or 'aucun'})"
    unsettled = [piece for piece in cited if piece.rule and piece.verdict and piece.verdict != "oui"]
    if unsettled and _YOURS & set(said) and _DUE.search(folded) and not opening:
        return f"dit la règle applicable au projet, quand la décision est « {unsettled[0].verdict} »"
    return ""
