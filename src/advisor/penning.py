"""The writer that the settings ask for: a chat model with that role, its prompt, what verifies it, what it keeps."""

from __future__ import annotations

from advisor.chat import opening
from advisor.errors import EncoderUnavailable
from advisor.model_settings import WRITER
from advisor.privacy.masking import Masker
from advisor.prompting import files
from advisor.retrieval import model_files
from advisor.retrieval.reranker import ORGANISATION
from advisor.settings import ROOT, Settings
from advisor.writing.cache import Cache
from advisor.writing.entailment import CrossEntailment
from advisor.writing.writer import Writer

PROMPTS = ROOT / "prompts"
"""Folder of the prompts."""
PROMPT = "redacteur"
FOLDER = "plume"
"""Folder, in the runtime folder, of what models wrote."""


def writer(settings: Settings, masker: Masker) -> Writer | None:
    """The writer of the settings, nothing sent yet; None when no model writes.

    Raises SettingInvalid when the settings name no usable model, DataError when a prompt is not as it was released.
    """
    if WRITER not in settings.model_roles:
        return None
    chat = opening.opened(settings)
    if chat is None:
        return None
    entailment, told = _entailment(settings)
    return Writer(
        chat,
        files.load(PROMPTS)[PROMPT],
        masked=lambda text: masker.mask(text).text,
        cache=Cache(settings.data / FOLDER),
        entailment=entailment,
        variant=f"{chat.host} {settings.model_tokens} {settings.model_seed}",
        notices=told,
    )


def _entailment(settings: Settings) -> tuple[CrossEntailment | None, tuple[str, ...]]:
    """The judge of meaning asked for, not yet loaded (None: none), and what to tell when it is not here."""
    if not settings.entailment:
        return None, ()
    try:
        found = model_files.find(settings.entailment, settings.entailment_revision, ORGANISATION, settings.data)
    except EncoderUnavailable as error:
        told = f"{error.message} Les phrases rédigées sont vérifiées par leurs mots seuls. {error.remedy}"
        return None, (told,)
    return CrossEntailment(found), ()
