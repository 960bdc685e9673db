"""What a model wrote from an answer, sentence by sentence: what is shown, what was withheld, what it cost."""

from __future__ import annotations

from dataclasses import dataclass

EMBEDDED_PEN = "embarquée"
"""The pen of an answer that no model phrased."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ProseSentence:
    """A sentence a model wrote, shown because it says what `statements` (ids) and the decision say.

    `citations` are those of what it was written from; `check` says how it was checked.
    """

    text: str
    citations: tuple[str, ...]
    statements: tuple[str, ...]
    check: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Withheld:
    """A sentence a model wrote that was not shown, and why."""

    text: str
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Spent:
    """What a model cost: tokens (0 when it does not say), milliseconds to the first word and in all.

    `kept` when the text had already been written for the very same request, and nothing was asked.
    """

    tokens_in: int = 0
    tokens_out: int = 0
    first_ms: float = 0.0
    total_ms: float = 0.0
    kept: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Prose:
    """What came of asking a model to phrase the answer; the statements stand beside it, untouched.

    `pen` says whose words are shown: the model's name, or EMBEDDED_PEN when its text was put aside or never came;
    `notice` then says why, in French.
    """

    pen: str
    model: str
    prompt: str
    sentences: tuple[ProseSentence, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    notice: str = ""
    spent: Spent = Spent()
