"""A text to facts: cue phrases and measures, the situation as a whole, then what follows from them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from advisor.domain.condition import evaluate
from advisor.domain.fiche import FactDefinition
from advisor.domain.profile import Fact, FactStatus, Profile
from advisor.understanding.cues import CueReader, Found, ReadText
from advisor.understanding.dates import delay
from advisor.understanding.measures import read_measures
from advisor.understanding.situation import FACTS, Example, Reading, SituationModel

SURE = 0.35
"""Probability from which the reading as a whole prevails over phrases that say otherwise."""
TELLING = 15
"""Words from which a text says enough to be read as a whole; below, a phrase must show something first."""
_TELLING_FACTS = ("marge", "decideur", "decision", "but", "reponse", "annonce")
DECIDING = ("marge", "decideur", "decision")
_SIGNS = ("marge", "decision", "decideur", "but", "reponse", "temps", "annonce", "phase", "risque")
_CERTAIN = 3.0
"""Total weight of phrases from which nothing prevails over what they say."""


class ProfileReader:
    """Reads the facts of a project in free text, by the definitions of `corpus/knowledge/faits/`."""

    def __init__(
        self,
        definitions: Sequence[FactDefinition],
        model: SituationModel | None = None,
        today: dt.date | None = None,
    ) -> None:
        """A reader; `today` is the day from which dates are counted (without it no date is read)."""
        self.definitions = {definition.name: definition for definition in definitions}
        self._readers = [CueReader(definition) for definition in definitions if definition.cues]
        self._telling = [reader for reader in self._readers if reader.definition.name in _SIGNS]
        signs = [
            (definition.name, value)
            for definition in definitions
            if definition.name in _SIGNS
            for value in definition.values()
        ]
        self._columns = {sign: rank for rank, sign in enumerate(signs)}
        self._model = model
        self._today = today

    def train(self, found: Sequence[Example]) -> SituationModel:
        """The situation model of labelled descriptions, kept by this reader from now on."""
        self._model = SituationModel.train(found, [self._signs(ReadText(example.texte)) for example in found])
        return self._model

    def facts(self, text: str) -> list[Fact]:
        """The facts stated in a text, each with its words; nothing is deduced here."""
        read = ReadText(text)
        found = [fact for reader in self._readers if (fact := _fact(reader, read))]
        return [*found, *read_measures(text)]

    def read(self, messages: Sequence[str], corrections: Sequence[Fact] = (), whole: bool = True) -> Profile:
        """The profile of a conversation: what is told, and what its facts let one infer."""
        return self.deduced(self.told(messages, corrections, whole))

    def told(self, messages: Sequence[str], corrections: Sequence[Fact] = (), whole: bool = True) -> Profile:
        """What a conversation tells: its messages in order, then what was corrected by hand.

        `whole` asks for the reading of the situation as a whole (projects, not legal questions).
        """
        profile = Profile()
        for message in messages:
            profile = _updated(profile, [*self.facts(message), *self._awaited(message)])
        for fact in corrections:
            profile = profile.with_fact(fact)
        text = "\n".join(messages)
        told = len(text.split()) >= TELLING or any(profile.get(name) for name in _TELLING_FACTS)
        reading = self.situation(text) if whole and messages and told else None
        if reading and (reading.probability >= SURE or not any(profile.get(name) for name in DECIDING)):
            profile = self.settled(profile, reading)
        return profile

    def _awaited(self, message: str) -> list[Fact]:
        """The time left until the date a message names, deduced: a date is not always that of the decision."""
        found = delay(message, self._today) if self._today else None
        return [found] if found else []

    def situation(self, text: str) -> Reading | None:
        """The situation read in a text as a whole, None without a model."""
        return self._model.read(text, self._signs(ReadText(text))) if self._model else None

    def settled(self, profile: Profile, reading: Reading) -> Profile:
        """The profile where the reading as a whole gives the deciding facts.

        Facts set by hand, and those that phrases state beyond doubt, are kept.
        """
        meant = FACTS[reading.situation]
        taken = profile.get("decision")
        if taken and taken.values == ("prise",) and self._certain(taken):
            return profile
        for name in DECIDING:
            fact = profile.get(name)
            if fact and (fact.status is FactStatus.CORRECTED or self._certain(fact)):
                continue
            if name in meant and not (fact and meant[name] in fact.values):
                inferred = Fact(name=name, values=(meant[name],), words=reading.words, status=FactStatus.INFERRED)
                profile = profile.without(name).with_fact(inferred)
            elif (
                name == "decision" and fact and fact.values == ("prise",) and reading.situation != "rien-a-decider"
            ) or (name == "decideur" and name not in meant and fact and fact.values != ("loi",)):
                profile = profile.without(name)
        return profile

    def _certain(self, fact: Fact) -> bool:
        return fact.status is FactStatus.STATED and fact.weight >= _CERTAIN

    def _signs(self, read: ReadText) -> list[float]:
        row = [0.0] * len(self._columns)
        for reader in self._telling:
            for item in reader.find(read):
                column = self._columns.get((reader.definition.name, item.value))
                if column is not None:
                    row[column] = -1.0 if item.negated else 1.0
        return row

    def deduced(self, profile: Profile) -> Profile:
        """The profile with what its facts let one infer, where nothing was stated."""
        base = profile
        for definition in self.definitions.values():
            if base.get(definition.name):
                continue
            for inference in definition.inferences:
                if evaluate(inference.when, base) is True:
                    words = _words_of(base, inference.when.grounds())
                    base = base.with_fact(
                        Fact(name=definition.name, values=(inference.value,), words=words, status=FactStatus.INFERRED)
                    )
                    break
        return base


def _updated(profile: Profile, later: Sequence[Fact]) -> Profile:
    """The profile after a message; a decision said to be taken sets aside the margin said before."""
    names = {fact.name for fact in later}
    if any(fact.name == "decision" and fact.values == ("prise",) for fact in later) and "marge" not in names:
        profile = profile.without("marge")
    return profile.merged(later)


def _words_of(profile: Profile, names: Sequence[str]) -> tuple[str, ...]:
    words = [word for name in names if (fact := profile.get(name)) for word in fact.words]
    return tuple(dict.fromkeys(words))


def _fact(reader: CueReader, read: ReadText) -> Fact | None:
    definition = reader.definition
    found = reader.find(read)
    turned = {cue.value: cue.if_negated for cue in definition.cues if cue.if_negated}
    shown = [item for item in found if not item.negated]
    for item in found:
        if item.negated and item.value in turned:
            shown.append(Found(turned[item.value], item.words, item.start, item.end, False, item.weight))
    if not shown:
        return None
    order = list(definition.values())
    if definition.kind == "liste":
        values = tuple(value for value in order if any(item.value == value for item in shown))
    else:
        weights = {value: sum(item.weight for item in shown if item.value == value) for value in order}
        best = max(order, key=lambda value: (weights[value], -order.index(value)))
        values = (best,)
        shown = [item for item in shown if item.value == best]
    words = tuple(dict.fromkeys(item.words for item in sorted(shown, key=lambda item: item.start)))
    weight = max((sum(item.weight for item in shown if item.value == value) for value in values), default=0.0)
    return Fact(name=definition.name, values=values, words=words, status=FactStatus.STATED, weight=weight)
