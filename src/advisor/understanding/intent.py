"""What a message asks for: advice on a project, a rule of law, or what the sources say.

A linear model trained on questions of ours: those of the fiches, those of the obligations, and the
labelled projects. An article number, or a word only jurists use, settles the law at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Literal, get_args

from advisor import articles
from advisor.text import words
from advisor.understanding import framing
from advisor.understanding.asking import asking
from advisor.understanding.linear import Analyser, LinearModel

Intent = Literal["projet", "droit", "contenu", "ailleurs"]
"""What a message asks for; `ailleurs`: a rule of law, but not of participation."""

_LAW = frozenset(
    """
    contraint astreint astreints imposer
    obligatoire obligatoires obligation obligations oblige obliges obligee obligees loi lois legal legale legaux
    legalement juridique juridiquement reglementaire decret article articles impose imposent imposee
    reglementation illegal code statutory legally mandatory required law laws compulsory obliged gdpr rgpd
    """.split()  # noqa: SIM905 -- a list of words reads better as words
)
_DUTY = (
    "doit on",
    "faut il",
    "est on tenu",
    "sommes nous tenus",
    "on est tenu",
    "a t on le droit",
    "peut on refuser",
    "y a t il une loi",
    "is it mandatory",
    "do we have to",
    "must we",
    "are we required",
    "is there any duty",
    "est ce qu on doit",
    "est ce que je dois",
    "est ce que nous devons",
    "are we bound",
    "bound by law",
    "que dit la loi",
)
_MUST = frozenset(["dois", "doit", "doivent", "devons", "devez", "must", "required"])
_TEXTS = ("quel texte", "quels textes")
"""Asks for a text, of law or of the documents."""
_FIRST = (
    "on veut",
    "on voudrait",
    "nous voulons",
    "nous souhaitons",
    "on souhaite",
    "je dois",
    "je veux",
    "je voudrais",
    "nous avons",
    "on a ",
    "j ai ",
    "notre projet",
    "mon projet",
    "on refait",
    "on va ",
    "nous allons",
    "on lance",
    "on monte",
    "we want",
    "we are",
    "i have",
)


_REQUEST = re.compile(
    r"\b(?:veux|veut|voudrais|voudrait|voudrions|voulons|aimerais|aimerait|aimerions|cherche|cherchons|souhaite|"
    r"souhaitons|besoin|faut|faudrait|donne|donnez|donner|trouver|montre|montrez|liste|listez|propose|proposez|"
    r"want|need|give|like|looking for|show)"
    r"(?: (?:moi|nous|me|us|plutot|savoir|connaitre|avoir|voir|to|see|have|get|know|d|de|des|du|les|la|le|l|un|une|"
    r"quelques|plus|autres|bons|bonnes|bon|bonne|some|the|a|more|other|good|best))*"
    r" (?:leviers?|freins?|obstacles?|exemples?|methodes?|astuces?|definitions?|chiffres?|arguments?|"
    r"pratiques?|pistes|temoignages?|retours? d experience|levers?|examples?|methods?|tips|figures|arguments|"
    r"practices|pitfalls)\b"
)
"""A wish whose object is knowledge (leviers, exemples…): a question about the sources, not a project."""

NAME = "intent"
ANALYSERS = (Analyser("words", 1, 2, 2), Analyser("letters", 3, 5, 4))
SHORT = 30
LONG = 45
"""Words under which a message may be a mere wish for knowledge, and over which a number in it is not its subject."""
LENGTHS = (8, 15, 30, 45)
"""Lengths, in words, between which messages are told apart: a search, a question, a description."""
SIGN = 0.5
"""Weight of a sign beside the n-grams, whose vectors have unit length."""
SOURCES = frozenset(["memoire", "synthese", "thesis"])
NAMED = 0.2
"""Share that the law keeps of a message that names one of the two documents, or asks nothing and names no duty."""
SURE = 0.6
"""Share from which a question of law is taken to be of another field than participation."""
PLANNED = 0.8
"""What a message that tells a plan, and asks nothing, gains as a project."""
BARE = 3
"""One question in so many is learnt a second time without its mark: people leave it out."""
OPENERS = frozenset(
    """
    qui que quoi quel quelle quels quelles comment pourquoi combien ou quand what who how which why when where
    """.split()  # noqa: SIM905 -- a list of words reads better as words
)


@dataclass(frozen=True, slots=True)
class IntentReading:
    """An intent, its probability, and the share of each (none when a sign settles it)."""

    intent: Intent
    probability: float
    shares: Mapping[str, float]


class IntentModel:
    """Tells the three intents apart."""

    def __init__(self, model: LinearModel) -> None:
        self._model = model

    @classmethod
    def train(cls, labelled: Iterable[tuple[Intent, str]]) -> IntentModel:
        """A model of labelled questions; the same questions give the same model."""
        pairs = list(labelled)
        texts, labels = [text for _, text in pairs], [intent for intent, _ in pairs]
        signs = [_signs(text) for text in texts]
        return cls(LinearModel.train(ANALYSERS, texts, labels, signs, strength=10.0, balanced=True))

    def read(self, text: str) -> IntentReading:
        """The intent of a message."""
        said = words(text)
        named = (found.number for found in articles.find(text))
        if any(number[0].isalpha() or "-" in number for number in named) and len(said) < LONG:
            return IntentReading("droit", 1.0, {})
        if _REQUEST.search(_line(said)) and len(said) < SHORT:
            return IntentReading("contenu", 1.0, {})
        shares = self._model.probabilities(text, _signs(text))
        if not SOURCES.isdisjoint(said):
            shares["droit"] *= NAMED
        asks = "?" in text or self.duty(text)
        if not asks:
            shares["droit"] *= NAMED
        if not asks and _plans(_line(said)):
            shares["projet"] += PLANNED
        kept = [intent for intent in sorted(shares) if intent != "ailleurs" or (asks and shares[intent] >= SURE)]
        best = max(kept, key=lambda intent: shares[intent])
        return IntentReading(_as_intent(best), round(shares[best], 4), shares)

    @staticmethod
    def duty(text: str) -> bool:
        """Whether a message asks outright about a duty or a law."""
        said = words(text)
        return bool(_MUST & set(said)) or _duties(said, _line(said)) > 0

    @staticmethod
    def plans(text: str) -> bool:
        """Whether a message tells what someone wants or has, without asking anything."""
        return "?" not in text and _plans(_line(words(text))) > 0

    def save(self, folder: Path) -> None:
        """Writes the model in the index."""
        self._model.save(folder, NAME)

    @classmethod
    def open(cls, folder: Path) -> IntentModel:
        """Reads a model that `save` wrote. Raises IndexUnusable when it cannot be read."""
        return cls(LinearModel.open(folder, NAME))


def _signs(text: str) -> list[float]:
    """What tells intents apart beside n-grams: words of duty, plans, length, how the part that asks begins."""
    said, asked = words(text), words(asking(text))
    line = _line(said)
    length = len(said)
    edges = (0, *LENGTHS, 10**6)
    told = (
        min(2, _duties(said, line) + sum(f" {phrase} " in line for phrase in _TEXTS)),
        min(2, _duties(asked, _line(asked))),
        min(2, _plans(line)),
        "?" in text,
        *(low <= length < high for low, high in pairwise(edges)),
        bool(asked) and asked[0] in OPENERS,
        " memoire " in line,
        " synthese " in line,
        bool(_REQUEST.search(line)),
    )
    return [*(SIGN * float(value) for value in told), *framing.signs(text)]


def _line(said: Sequence[str]) -> str:
    """Words as one line in which a phrase is found whole, between spaces."""
    return f" {' '.join(said)} "


def _duties(said: Sequence[str], line: str) -> int:
    return len(_LAW & set(said)) + sum(f" {phrase} " in line for phrase in _DUTY)


def _plans(line: str) -> int:
    return sum(f" {start.strip()} " in line for start in _FIRST)


def language_of(text: str) -> Literal["fr", "en"]:
    """The language of a message, by its small words."""
    said = words(text)
    english = sum(word in _ENGLISH for word in said)
    french = sum(word in _FRENCH for word in said)
    return "en" if english > french else "fr"


_ENGLISH = frozenset(
    """
    the of and to in is are be for it that what which who how when where why do does did can should would we our
    they with from have has there any
    """.split()  # noqa: SIM905 -- a list of words reads better as words
)
_FRENCH = frozenset(
    """
    le la les un une des du de et est sont pour que qui quoi comment quand ou pourquoi on nous vous ils elles
    avec dans sur il faut quelle quel quels notre je au aux ce pas
    """.split()  # noqa: SIM905 -- a list of words reads better as words
)


def labelled_questions(
    laws: Sequence[str], contents: Sequence[str], projects: Sequence[str], elsewhere: Sequence[str] = ()
) -> list[tuple[Intent, str]]:
    """Questions of each intent, ready to train on."""
    found: list[tuple[Intent, str]] = [("droit", text) for text in laws]
    found += [("contenu", text) for text in contents]
    found += [("projet", text) for text in projects]
    found += [("ailleurs", text) for text in elsewhere]
    asked = [(intent, text) for intent, text in found if "?" in text and intent in {"contenu", "ailleurs"}]
    found += [(intent, text.replace("?", "").strip()) for intent, text in asked[::BARE]]
    return found


def _as_intent(name: str) -> Intent:
    return next((intent for intent in get_args(Intent) if intent == name), "contenu")
