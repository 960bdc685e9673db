"""Whether a sentence may be shown: its marks resolve, and it says nothing that what it cites does not say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from advisor.domain.answer import Answer
from advisor.domain.prose import ProseSentence
from advisor.text import plain, words
from advisor.writing import decided, exact, form, lexicon
from advisor.writing.acronyms import spelt
from advisor.writing.aligning import Source, aligned, source
from advisor.writing.pieces import Piece
from advisor.writing.reading import read
from advisor.writing.sourcing import without_source
from advisor.writing.splitting import Sentence

MOST_MARKS = 3
"""Pieces one sentence may rest on: beyond, nobody can check it at a glance."""
BY_WORDS = "mots, nombres, négations et ordre retrouvés dans l'énoncé cité"
BY_MODEL = "nombres, négations et noms retrouvés ; sens vérifié par {model}"


class Entailment(Protocol):
    """A model that tells whether a text follows from another."""

    @property
    def name(self) -> str:
        """Which model, empty once it failed."""
        ...

    @property
    def notices(self) -> tuple[str, ...]:
        """What to tell the user when it failed."""
        ...

    def follows(self, premise: str, sentence: str) -> bool | None:
        """Whether the sentence follows from the premise; None when the model cannot say."""
        ...


@dataclass(frozen=True, slots=True)
class Checked:
    """A sentence that may be shown, or why it may not (`fault`, in French)."""

    sentence: ProseSentence | None
    fault: str = ""


class Verifier:
    """Verifies the sentences of one text, in order."""

    def __init__(self, answer: Answer, pieces: Sequence[Piece], entailment: Entailment | None = None) -> None:
        self._answer = answer
        self._pieces: Mapping[str, Piece] = {piece.mark: piece for piece in pieces}
        self._entailment = entailment
        self._shown: set[str] = set()
        self._before: tuple[str, ...] = ()

    def check(self, sentence: Sentence) -> Checked:
        """The sentence as it may be shown, or why not."""
        cited = [self._pieces[mark] for mark in sentence.marks if mark in self._pieces]
        fault = self._unfit(sentence, cited)
        if not fault:
            fault = self._untrue(sentence.text, cited)
        if fault:
            return Checked(None, fault)
        self._shown.add(plain(sentence.text))
        self._before = sentence.marks
        return Checked(
            ProseSentence(
                text=sentence.text,
                citations=tuple(dict.fromkeys(name for piece in cited for name in piece.citations)),
                statements=tuple(dict.fromkeys(name for piece in cited for name in piece.statements)),
                check=self._passed,
            )
        )

    @property
    def _passed(self) -> str:
        named = self._entailment.name if self._entailment else ""
        return BY_MODEL.format(model=named) if named else BY_WORDS

    @property
    def _entailed(self) -> bool:
        return self._entailment is not None and bool(self._entailment.name)

    def _unfit(self, sentence: Sentence, cited: Sequence[Piece]) -> str:
        """What a sentence lacks before it is even compared."""
        if not sentence.whole:
            return "phrase inachevée"
        if not sentence.marks:
            return "aucune marque"
        unknown = [mark for mark in sentence.marks if mark not in self._pieces]
        if unknown:
            return f"marque qui ne renvoie à rien : {', '.join(unknown)}"
        if len(cited) > MOST_MARKS:
            return "trop de marques pour une phrase"
        if plain(sentence.text) in self._shown:
            return "déjà dite"
        return form.fault(sentence.text, self._answer.language)

    def _untrue(self, text: str, cited: Sequence[Piece]) -> str:
        """Why a sentence is not what it cites."""
        labels = [label for piece in cited for label in piece.labels]
        fault = exact.fault(text, read(text), cited) or decided.fault(text, cited, self._answer)
        if fault:
            return fault
        english = self._answer.language == "en"
        if english and not self._entailed:
            return "anglais sans modèle d'implication : les énoncés sont en français"
        sources = _sources(cited)
        if not english:
            fault = self._dangling(words(text)[:4], sources, cited)
            fault = fault or self._misaligned(text, without_source(text, labels), sources)
        return fault or self._not_following(text, cited)

    def _misaligned(self, text: str, bare: str, sources: Sequence[Source]) -> str:
        """Why neither the sentence nor the sentence without the name of its source can be laid on the evidence."""
        strict = not self._entailed
        fault = aligned(read(text), sources, strict).fault
        return aligned(read(bare), sources, strict).fault if fault and bare != text else fault

    def _dangling(self, opening: Sequence[str], sources: Sequence[Source], cited: Sequence[Piece]) -> str:
        """A pronoun stands for what the evidence's own pronoun stands for, said just before; else for anything."""
        if not opening or opening[0] not in lexicon.SUBJECT_PRONOUNS:
            return ""
        if opening[0] == "il" and lexicon.IMPERSONAL & set(opening[1:]):
            return ""
        spoken = {held for found in sources for held in found.openings}
        follows = set(self._before) & {piece.mark for piece in cited}
        return "" if opening[0] in spoken and follows else "pronom dont on ne sait pas ce qu'il désigne"

    def _not_following(self, text: str, cited: Sequence[Piece]) -> str:
        if not self._entailed or self._entailment is None:
            return ""
        premise = " ".join(piece.text for piece in cited)
        found = self._entailment.follows(premise, text)
        if found is None:
            return "le modèle d'implication n'a pas répondu"
        return "" if found else "ne découle pas de ce qu'elle cite, selon le modèle d'implication"


def _sources(cited: Sequence[Piece]) -> list[Source]:
    return [
        source(variant, piece.rule)
        for piece in cited
        for text in (piece.text, *piece.others)
        for variant in spelt(text)
    ]
