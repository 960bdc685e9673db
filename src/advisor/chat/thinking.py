"""Leaves out what a model thinks aloud: some servers send it at the head of the answer, between <think> tags."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

_OPEN, _CLOSE = "<think>", "</think>"


def spoken(pieces: Iterable[str]) -> Iterator[str]:
    """The pieces of an answer without the thinking at its head, nor the blanks before its first word."""
    held, thinking, begun = "", False, False
    for piece in pieces:
        if begun:
            yield piece
            continue
        held = (held + piece).lstrip() if not thinking else held + piece
        if not thinking:
            if _OPEN.startswith(held[: len(_OPEN)]) and len(held) < len(_OPEN):
                continue
            thinking = held.startswith(_OPEN)
        if thinking:
            _, closed, after = held.partition(_CLOSE)
            held = after.lstrip() if closed else held
            thinking = not closed
        if held and not thinking:
            begun = True
            yield held
    if held and not begun and not thinking:
        yield held
