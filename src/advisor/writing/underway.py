"""An answer being phrased while it is already on screen: in a thread of its own, recorded once whatever happens.

The page comes and goes, and may be left for good: the thread goes on to its end, bounded by the deadlines of the
model, and what was verified is recorded then. Who cannot wait settles: what is there is recorded at once, the rest
dropped.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Generic, TypeVar

from advisor.domain.answer import Answer
from advisor.domain.prose import EMBEDDED_PEN, Prose, ProseSentence
from advisor.writing.writer import Writer

T = TypeVar("T")
log = logging.getLogger(__name__)
_BROKEN = "La rédaction a échoué ({kind}) ; la réponse embarquée est entière."
_STOPPED = "La rédaction a été interrompue."


class Underway(Generic[T]):
    """The phrasing of one answer; `record` is called once, with the answer and what was written of it."""

    def __init__(self, writer: Writer, answer: Answer, record: Callable[[Answer], T]) -> None:
        self.answer = answer
        self.model, self.host = writer.name, writer.host
        self._writer = writer
        self._record = record
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._done = threading.Event()
        self._sentences: tuple[ProseSentence, ...] = ()
        self._result: T | None = None
        self._thread = threading.Thread(target=self._work, name="redaction", daemon=True)

    def start(self) -> Underway[T]:
        """Begins to ask the model."""
        self._thread.start()
        return self

    @property
    def sentences(self) -> tuple[ProseSentence, ...]:
        """The sentences verified so far."""
        return self._sentences

    @property
    def finished(self) -> bool:
        """Whether it is over and recorded."""
        return self._done.is_set()

    def wait(self, seconds: float) -> bool:
        """Waits for the end, so long at most; whether it came."""
        return self._done.wait(seconds)

    def settled(self) -> T:
        """What `record` gave; the phrasing stops here when it was not over."""
        self._over.set()
        self._close(lambda: _stopped(self.answer, self._writer, self._sentences))
        assert self._result is not None  # noqa: S101 -- `_close` has just set it, or the thread had
        return self._result

    def _work(self) -> None:
        try:
            written = self._writer.written(self.answer, self._tell, self._over.is_set)
        except Exception as error:  # whatever it is, the embedded answer is there and is recorded
            log.exception("Rédaction impossible")
            notice = _BROKEN.format(kind=type(error).__name__)
            written = _without(self.answer, self._writer, notice)
        self._close(lambda: written)

    def _tell(self, sentence: ProseSentence) -> None:
        self._sentences = (*self._sentences, sentence)

    def _close(self, answer: Callable[[], Answer]) -> None:
        """Records once: the first to come, the thread at its end or whoever settles."""
        with self._lock:
            if self._done.is_set():
                return
            self.answer = answer()
            self._result = self._record(self.answer)
            self._done.set()


def _without(answer: Answer, writer: Writer, notice: str) -> Answer:
    prose = Prose(pen=EMBEDDED_PEN, model=writer.name, prompt=writer.prompt, notice=notice)
    return replace(answer, prose=prose, engine=replace(answer.engine, model=writer.name, prompt=writer.prompt))


def _stopped(answer: Answer, writer: Writer, sentences: tuple[ProseSentence, ...]) -> Answer:
    """The answer with the sentences that were verified when it was stopped."""
    bare = _without(answer, writer, _STOPPED)
    if not sentences or bare.prose is None:
        return bare
    return replace(bare, prose=replace(bare.prose, pen=writer.name, sentences=sentences))
