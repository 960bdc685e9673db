"""The assistant that the settings ask for."""

from __future__ import annotations

from collections.abc import Iterable

from advisor.assisting.assistant import Assistant
from advisor.chat.opening import opened as chat_of
from advisor.domain.fiche import FactDefinition
from advisor.model_settings import READER, REPHRASER
from advisor.prompting import files
from advisor.settings import ROOT, Settings

PROMPTS = ROOT / "prompts"


def opened(settings: Settings, facts: Iterable[FactDefinition]) -> Assistant | None:
    """The model in the roles that propose; None when it has none of them, or nothing may be sent.

    Raises SettingInvalid when the settings name no usable model, DataError when a prompt is wrong.
    """
    if not {READER, REPHRASER} & set(settings.model_roles):
        return None
    chat = chat_of(settings)
    return Assistant(chat, files.load(PROMPTS), settings.model_roles, tuple(facts)) if chat else None
