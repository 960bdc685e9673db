"""What a chat model is asked beside an answer, by its kind, and what the journal keeps of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from advisor.assisting.assistant import Assistant, Helped
from advisor.assisting.reading import reasons
from advisor.domain.answer import Answer
from advisor.domain.assistance import Aids, Assisted
from advisor.domain.record import Draft
from advisor.model_settings import READER, REPHRASER
from advisor.privacy.masking import covered
from advisor.service import Conversation

PROJECT = ("recommendation", "clarification")
"""Kinds of answers whose project a model may read."""
SEARCHED = "content"
"""The kind of answers whose question a model may word otherwise: never what was declined, nor the law."""


ASIDE = frozenset(["hypothese", "pourquoi-pas", "partie", "resume", "politesse"])
"""What messages do that tell nothing of a project and look nothing up: no model is asked."""


def role(assistant: Assistant | None, answer: Answer) -> str | None:
    """What a model does for an answer: reads the project, words the question otherwise, or nothing."""
    kind = "" if answer.move and answer.move.act in ASIDE else answer.kind
    wanted = READER if kind in PROJECT else REPHRASER if kind == SEARCHED else ""
    return wanted if assistant is not None and assistant.does(wanted) else None


def helped(assistant: Assistant | None, messages: Sequence[str], answer: Answer) -> Helped | None:
    """What a model proposes for an answer; None when there is nothing to ask it. Texts are masked."""
    if assistant is None or not messages or (wanted := role(assistant, answer)) is None:
        return None
    return assistant.read(messages) if wanted == READER else assistant.rephrase(messages[-1])


def again(conversation: Conversation, aids: Aids, kind: str) -> tuple[Conversation, str | None]:
    """What is asked again with the proposals: a project whole, without a new message; else the question on its own."""
    if kind in PROJECT:
        return replace(conversation, aids=aids), None
    return Conversation(corrections=conversation.corrections, aids=aids), conversation.messages[-1]


def adds(told: Answer, first: Answer) -> bool:
    """Whether an answer says something else than the first: both as shown to the user."""
    return _bare(told) != _bare(first)


def phrased_alike(told: Answer, first: Answer) -> Answer | None:
    """An answer with what a model wrote of the first, when both say the same; None when they do not."""
    if (told.headline, told.statements, told.verdict) != (first.headline, first.statements, first.verdict):
        return None
    engine = replace(told.engine, prompt=first.engine.prompt, model=first.engine.model)
    return replace(told, prose=first.prose, engine=engine)


def _bare(answer: Answer) -> Answer:
    engine = replace(answer.engine, timings_ms={}, prompt=None, model=None)
    return replace(answer, id="", engine=engine, assisted=None, prose=None)


def entry(given: Helped, became: Assisted | None, originals: Mapping[str, str], about: int, conversation: str) -> Draft:
    """What the journal keeps: proposals, those not taken and why, those that became questions, cost, failure."""
    body: dict[str, Any] = {
        "role": given.role,
        "model": given.model,
        "prompt": given.prompt,
        "aids": asdict(given.aids),
        "became": asdict(became) if became else None,
        "refused": [asdict(item) for item in given.refused],
        "usage": asdict(given.usage),
        "notice": given.notice,
        "told": _told(given, became),
    }
    # A model may write a masked word again from elsewhere: nothing personal reaches the journal by its mouth.
    return Draft(kind="assistance", body=covered(body, originals), about=about, conversation=conversation)


def _told(given: Helped, became: Assisted | None) -> list[str]:
    """The same in a few words, for whoever reads the journal."""
    said = [f"formulation « {wording} »" for wording in given.aids.wordings]
    if became:
        said += [f"{name} : rempli" for name in became.kept]
        said += [f"{item.fact} = {', '.join(item.values)} : à confirmer" for item in became.to_confirm]
        said += [
            f"{item.fact} : lu « {', '.join(item.proposed)} », connu « {', '.join(item.known)} »"
            for item in became.disagreements
        ]
    said += [f"{count} fait(s) écarté(s), {reason}" for reason, count in reasons(given.refused).items()]
    usage = given.usage
    about = "environ " if usage.estimated else ""
    spent = f"{about}{usage.prompt_tokens} + {usage.answer_tokens} jetons, {usage.total_ms / 1000:.1f} s"
    return [*said, spent]
