"""A model holds the pen: its text is read as it comes, and each sentence is let through once verified.

The answer is finished before the model is asked, and stays as it is. What the model wrote stands beside it, or is put
aside when too little of it holds: then the embedded answer stands alone, as it would without a model.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from advisor.chat.ports import Chat, Message, Meter
from advisor.domain.answer import Answer
from advisor.domain.prose import EMBEDDED_PEN, Prose, ProseSentence, Spent, Withheld
from advisor.errors import ModelFailed
from advisor.prompting.files import Prompt
from advisor.writing.cache import Cache, key
from advisor.writing.pieces import Piece, given, pieces
from advisor.writing.splitting import Sentence, Splitter
from advisor.writing.verifying import Entailment, Verifier

LEAST = 2
"""Sentences under which what a model wrote is no answer."""
FAILED = 0.5
"""Share of its sentences beyond which a text is put aside: who is wrong every other time is not to be read."""
HOPELESS = 8
"""Sentences withheld, more than those kept, from which the rest is not even read."""
READ = 12_000
"""Characters of a text that are read: four times what is asked for."""
KEPT, CHARACTERS = 30, 300
"""Withheld sentences kept for the journal, and characters of each."""
_MOST = {"recommendation": 14, "legal": 8, "content": 7}
_GENRES = {
    "recommendation": "un conseil à qui mène le projet : le degré, pourquoi, ce qui peut freiner, par quoi commencer",
    "legal": "une réponse de droit : ce que la loi impose, à quelles conditions, ce qu'il reste à savoir",
    "content": "une réponse tirée des sources, l'essentiel d'abord",
}
_LANGUAGES = {"fr": "français", "en": "anglais"}
Told = Callable[[ProseSentence], None]


@dataclass
class _Text:
    """What was made of a text so far."""

    sentences: list[ProseSentence]
    withheld: list[Withheld]
    read: int = 0
    notice: str = ""
    complete: bool = False

    @property
    def hopeless(self) -> bool:
        return len(self.withheld) >= HOPELESS and len(self.withheld) > len(self.sentences)


class Writer:
    """Asks a chat model to phrase answers, with one prompt; made once, used by many threads.

    `masked` takes personal data out of what leaves; `variant` says the settings that change what a model writes.
    """

    def __init__(
        self,
        chat: Chat,
        prompt: Prompt,
        masked: Callable[[str], str] = str,
        cache: Cache | None = None,
        entailment: Entailment | None = None,
        variant: str = "",
        notices: tuple[str, ...] = (),
    ) -> None:
        self._chat = chat
        self._prompt = prompt
        self._masked = masked
        self._cache = cache
        self._entailment = entailment
        self._variant = variant
        self._notices = notices

    @property
    def name(self) -> str:
        """The model, as it is set."""
        return self._chat.name

    @property
    def notices(self) -> tuple[str, ...]:
        """What to tell the user of what verifies: a model that is missing or failed."""
        return (*self._notices, *(self._entailment.notices if self._entailment else ()))

    @property
    def host(self) -> str:
        """Where what is said goes."""
        return self._chat.host

    @property
    def prompt(self) -> str:
        """The prompt and its version."""
        return self._prompt.name

    def may_write(self, answer: Answer) -> bool:
        """Whether an answer has something to phrase, in a language that can be verified."""
        judged = self._entailment is not None and bool(self._entailment.name)
        return (answer.language == "fr" or judged) and len(pieces(answer)) >= LEAST

    def written(self, answer: Answer, told: Told | None = None, over: Callable[[], bool] = lambda: False) -> Answer:
        """The answer with what the model wrote of it; as it is when there is nothing to phrase.

        `told` hears each sentence as soon as it is verified; nothing more is read once `over` is true.
        """
        if not self.may_write(answer):
            return answer
        held = pieces(answer)
        said = self._said(answer, held)
        meter = Meter()
        text = _Text([], [])
        verifier = Verifier(answer, held, self._entailment)
        kept = self._read(said, text, verifier, told or _nothing, over, meter, _MOST[answer.kind])
        prose = replace(_judged(text, self._chat.name, self._prompt.name), spent=_spent(meter, kept))
        engine = replace(answer.engine, prompt=self._prompt.name, model=self._chat.name)
        return replace(answer, prose=prose, engine=engine)

    def _said(self, answer: Answer, held: Sequence[Piece]) -> tuple[Message, ...]:
        rendered = self._prompt.rendered(
            langue=_LANGUAGES[answer.language],
            genre=_GENRES[answer.kind],
            phrases=str(_MOST[answer.kind]),
            question=self._masked(answer.question),
            enonces=self._masked(given(held)),
        )
        return tuple(Message(role, text) for role, text in rendered)

    def _read(
        self,
        said: tuple[Message, ...],
        text: _Text,
        verifier: Verifier,
        told: Told,
        over: Callable[[], bool],
        meter: Meter,
        most: int,
    ) -> bool:
        """Reads a text to its end or until it is enough; whether it was one kept from before."""
        name = key(self._prompt.digest, self._chat.name, self._variant, *(f"{held.role}:{held.text}" for held in said))
        kept = self._cache.get(name) if self._cache else None
        if kept is not None:
            _take(iter([kept]), text, verifier, told, over, most)
            return True
        heard: list[str] = []
        stream = self._chat.stream(said, meter=meter)
        try:
            _take(_heard(stream, heard), text, verifier, told, over, most)
        except ModelFailed as error:
            text.notice = str(error)
        finally:
            with contextlib.suppress(AttributeError):
                stream.close()  # type: ignore[attr-defined]  # an iterator that can be closed gives up the rest
        if text.complete and self._cache:
            self._cache.put(name, "".join(heard))
        return False


def _heard(stream: Iterator[str], heard: list[str]) -> Iterator[str]:
    for piece in stream:
        heard.append(piece)
        yield piece


def _take(
    stream: Iterator[str], text: _Text, verifier: Verifier, told: Told, over: Callable[[], bool], most: int
) -> None:
    """Verifies the sentences of a stream one by one, until its end, or until more is useless."""
    splitter = Splitter()
    for piece in stream:
        text.read += len(piece)
        for sentence in splitter.feed(piece[: max(0, READ - text.read + len(piece))]):
            _weigh(sentence, text, verifier, told)
            if text.hopeless or len(text.sentences) >= most:
                text.complete = not text.hopeless
                return
        if over():
            text.notice = "La rédaction a été interrompue."
            return
        if text.read > READ:
            text.notice = "Le modèle a écrit sans s'arrêter : la suite n'a pas été lue."
            return
    text.complete = True
    for sentence in splitter.close(complete=True):
        _weigh(sentence, text, verifier, told)


def _weigh(sentence: Sentence, text: _Text, verifier: Verifier, told: Told) -> None:
    checked = verifier.check(sentence)
    if checked.sentence is None:
        text.withheld.append(Withheld(text=sentence.text[:CHARACTERS], reason=checked.fault))
        return
    text.sentences.append(checked.sentence)
    told(checked.sentence)


def _judged(text: _Text, model: str, prompt: str) -> Prose:
    """What is shown of a text: its verified sentences, or nothing when too few hold."""
    kept, lost = len(text.sentences), len(text.withheld)
    stands = kept >= LEAST and lost <= max(1.0, FAILED * (kept + lost))
    withheld = tuple(text.withheld[:KEPT])
    if stands:
        return Prose(
            pen=model,
            model=model,
            prompt=prompt,
            sentences=tuple(text.sentences),
            withheld=withheld,
            notice=text.notice,
        )
    aside = tuple(
        Withheld(text=held.text, reason="vérifiée, mais le texte entier est écarté") for held in text.sentences
    )
    notice = text.notice or (
        "Le texte du modèle est écarté : trop de ses phrases n'ont pas pu être vérifiées."
        if lost
        else "Le modèle n'a rien écrit d'utilisable."
    )
    return Prose(pen=EMBEDDED_PEN, model=model, prompt=prompt, withheld=(withheld + aside)[:KEPT], notice=notice)


def _spent(meter: Meter, kept: bool) -> Spent:
    usage = meter.usage
    return Spent(
        tokens_in=usage.prompt_tokens,
        tokens_out=usage.answer_tokens,
        first_ms=usage.first_ms,
        total_ms=usage.total_ms,
        kept=kept,
    )


def _nothing(_: ProseSentence) -> None:
    """Hears nothing."""
