"""Answers in the terminal: one question, one in its conversation, or a whole conversation line by line."""

from __future__ import annotations

import dataclasses
import json
import secrets
import sys
from collections.abc import Iterator, Mapping
from typing import Any

import click

from advisor import wiring
from advisor.domain.answer import Answer
from advisor.domain.dialogue import State
from advisor.errors import AdvisorError, QuestionRefused
from advisor.printing import readable, readable_assisted, readable_prose
from advisor.recording import PATIENCE, UNKEPT, Pen, Receipt, Recorded, Recorder
from advisor.service import Conversation
from advisor.settings import read

PROMPT = "> "


@click.command()
@click.option("--json", "whole", is_flag=True, help="Print each answer as one line of JSON.")
@click.option("--embedded", is_flag=True, help="Ask no model to phrase the answers, even when one is set.")
def chat(whole: bool, embedded: bool) -> None:
    r"""Hold a conversation: one message a line, several projects, hypotheses, summaries. Ends with the input.

    \b
    advisor chat
    advisor chat --json < messages.txt > answers.jsonl
    """
    settings = read()
    recorder = wiring.recorder(settings, wiring.ready(settings))
    talk = Talk(recorder, State(), embedded)
    for message in _messages():
        try:
            if whole:
                click.echo(_line(talk.whole(message)))
            else:
                talk.read_out(message)
                click.echo("")
        except AdvisorError as error:
            click.echo(str(error), err=True)
    for notice in recorder.advisor.notices:
        click.echo(notice, err=True)


class Talk:
    """Messages and their answers in the terminal, recorded; with a `state`, one conversation that goes on.

    Without one, each message stands alone. `embedded` when no model is to be asked anything.
    """

    def __init__(self, recorder: Recorder, state: State | None = None, embedded: bool = False) -> None:
        self._recorder = recorder
        self._state = state
        self._before = state
        self._embedded = embedded
        self._thread = secrets.token_hex(8)

    def whole(self, message: str, identifier: str = "") -> Answer:
        """The answer, once a model has phrased it and proposed what it may; raises as `Recorder.say`."""
        told = self._said(message, identifier, "attendue")
        told = self._aided(message, told, identifier) or told
        _noticed(told.receipt)
        return told.answer

    def read_out(self, message: str) -> None:
        """Prints the answer at once, then what a model writes of it, then what it proposes; raises as `whole`."""
        told = self._said(message, "", "apart")
        click.echo(_told(told.answer))
        sys.stdout.flush()
        if told.writing:
            told.writing.wait(PATIENCE)
            told = told.writing.settled()
            click.echo(readable_prose(told.answer))
        _noticed(told.receipt)
        again = self._aided(message, told)
        if again:
            click.echo(readable_assisted(again.answer))

    def _said(self, message: str, identifier: str, pen: Pen) -> Recorded:
        pen = "embarquée" if self._embedded else pen
        if self._state is None:
            return self._recorder.ask(message, identifier=identifier, thread=self._thread, pen=pen)
        self._before = self._state
        self._state, told = self._recorder.say(self._state, message, identifier, thread=self._thread, pen=pen)
        return told

    def _aided(self, message: str, told: Recorded, identifier: str = "") -> Recorded | None:
        """The answer with what a model proposes, None when that adds nothing; on stderr when it failed."""
        if self._embedded:
            return None
        recorder, thread = self._recorder, self._thread
        if self._before is None:
            aided = recorder.aided(Conversation((message.strip(),)), told, identifier, thread=thread)
        else:
            aided = recorder.aided_turn(self._before, message, told, identifier, thread=thread)
        if aided.notice:
            click.echo(f"Le modèle n'a rien pu proposer. {aided.notice}", err=True)
        self._state = aided.state or self._state
        return aided.recorded


def _messages() -> Iterator[str]:
    """The messages typed or read, blank lines passed over."""
    typed = sys.stdin.isatty()
    while True:
        if typed:
            click.echo(PROMPT, nl=False)
        line = sys.stdin.readline()
        if not line:
            return
        if line.strip():
            yield line.strip()


def _line(answer: Answer) -> str:
    return json.dumps(dataclasses.asdict(answer), ensure_ascii=False)


def _told(answer: Answer) -> str:
    """An answer in words, under what the message did when the conversation holds several projects."""
    move = answer.move
    head = f"[projet {move.project}]\n" if move and move.project and move.projects > 1 else ""
    return head + readable(answer)


def answered(recorder: Recorder, row: Mapping[str, Any], identifier: str = "", embedded: bool = False) -> Answer:
    """The answer to the `question` of a row, after the messages of its `conversation` when it has one; journalled.

    A model phrases it and proposes what it may, unless `embedded`. Raises QuestionRefused when the conversation is not
    a list of messages.
    """
    state = _held(recorder, row["conversation"]) if "conversation" in row else None
    return Talk(recorder, state, embedded).whole(row["question"], identifier)


def _held(recorder: Recorder, messages: Any) -> State:
    """The conversation after some messages, of which nothing is recorded but the answer that follows."""
    if not isinstance(messages, list) or not all(isinstance(message, str) for message in messages):
        raise QuestionRefused(
            "La « conversation » de la ligne n'est pas une liste de messages.",
            'Écrivez {"id": …, "conversation": ["…", "…"], "question": "…"}.',
        )
    state = State()
    for message in messages:
        state, _ = recorder.dialogue.say(state, recorder.masked(message))
    return state


def _noticed(receipt: Receipt) -> None:
    """Says on stderr that an answer could not be recorded."""
    if receipt.notice not in {"", UNKEPT}:
        click.echo(receipt.notice, err=True)
