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
from advisor.printing import readable
from advisor.recording import UNKEPT, Receipt, Recorder
from advisor.settings import read

PROMPT = "> "


@click.command()
@click.option("--json", "whole", is_flag=True, help="Print each answer as one line of JSON.")
def chat(whole: bool) -> None:
    r"""Hold a conversation: one message a line, several projects, hypotheses, summaries. Ends with the input.

    \b
    advisor chat
    advisor chat --json < messages.txt > answers.jsonl
    """
    settings = read()
    recorder = wiring.recorder(settings, wiring.ready(settings))
    state, thread = State(), secrets.token_hex(8)
    for message in _messages():
        try:
            state, recorded = recorder.say(state, message, thread=thread)
        except AdvisorError as error:
            click.echo(str(error), err=True)
            continue
        _noticed(recorded.receipt)
        click.echo(_line(recorded.answer) if whole else f"{_told(recorded.answer)}\n")
    for notice in recorder.advisor.notices:
        click.echo(notice, err=True)


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


def answered(recorder: Recorder, row: Mapping[str, Any], identifier: str = "") -> Answer:
    """The answer to the `question` of a row, after the messages of its `conversation` when it has one; journalled.

    Raises QuestionRefused when the conversation is not a list of messages.
    """
    thread = secrets.token_hex(8)
    if "conversation" not in row:
        told = recorder.ask(row["question"], identifier=identifier, thread=thread)
    else:
        state = _held(recorder, row["conversation"])
        _, told = recorder.say(state, row["question"], identifier, thread=thread)
    _noticed(told.receipt)
    return told.answer


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
