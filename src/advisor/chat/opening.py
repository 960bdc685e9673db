"""The chat model that the settings ask for."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from advisor.chat import transport
from advisor.chat.client import LangChainChat, Options
from advisor.chat.ports import Chat, Limit
from advisor.errors import SettingInvalid
from advisor.model_settings import COMPATIBLE, NEVER_SENT
from advisor.settings import Settings

if TYPE_CHECKING:
    from langchain_core.language_models.chat_models import BaseChatModel

NO_KEY = "aucune"
"""What is sent as a key where none is needed; the library wants one."""
FORM = "reponse"
"""Name of the schema of an answer."""


def opened(settings: Settings, limit: Limit | None = None) -> Chat | None:
    """The model asked for, nothing sent yet; None when there is none, or when nothing may be sent.

    Raises SettingInvalid when the settings name no usable model.
    """
    if not settings.model or settings.model_send == NEVER_SENT:
        return None
    chosen = limit or limit_of(settings)
    provider, _, name = settings.model.partition(":")
    if provider == COMPATIBLE:
        return LangChainChat(
            _compatible(settings, name),
            settings.model,
            host(settings),
            chosen,
            _compatible_request(settings),
            Options(),
            says_finish=True,
        )
    other = _other(settings, provider, name, chosen)
    return LangChainChat(
        other, settings.model, host(settings), chosen, _plain_request, Options(counted=False, formed=False)
    )


def host(settings: Settings) -> str:
    """Where what is said goes, as told to the user."""
    return urlsplit(settings.model_url).netloc or settings.model.partition(":")[0]


def limit_of(settings: Settings) -> Limit:
    """The limit that is set."""
    first, total = settings.model_timeout
    return Limit(settings.model_tokens, first, total)


def requests(settings: Settings, method: str, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The JSON object a compatible endpoint answers to a request that is not a chat of ours.

    Raises what the network raises, HTTPStatusError, or ValueError for something else than an object.
    """
    with transport.client(settings.model_url) as client:
        response = client.request(
            method,
            f"{settings.model_url}/{path}",
            json=body,
            headers={"Authorization": f"Bearer {settings.model_key or NO_KEY}"},
        )
        response.raise_for_status()
        answer = response.json()
    if not isinstance(answer, dict):
        raise ValueError("not an object")
    return answer


def _compatible(settings: Settings, name: str) -> BaseChatModel:
    from langchain_openai import ChatOpenAI
    from pydantic import SecretStr

    return ChatOpenAI(
        model=name,
        base_url=settings.model_url,
        api_key=SecretStr(settings.model_key or NO_KEY),
        temperature=0,
        max_retries=0,
        use_responses_api=False,
        http_client=transport.client(settings.model_url),
    )


def _compatible_request(settings: Settings) -> Callable[[Limit, Options, Mapping[str, Any] | None], dict[str, Any]]:
    def fields(limit: Limit, options: Options, schema: Mapping[str, Any] | None) -> dict[str, Any]:
        # In the body as they are: the library would rename `max_tokens`, which several servers know by this name only,
        # and read a structured answer by itself, whole.
        body: dict[str, Any] = {"max_tokens": limit.tokens}
        if options.counted:
            body["stream_options"] = {"include_usage": True}
            if settings.model_seed is not None:
                body["seed"] = settings.model_seed
        if schema is not None and options.formed:
            form = {"name": FORM, "schema": dict(schema), "strict": True}
            body["response_format"] = {"type": "json_schema", "json_schema": form}
        return {"extra_body": body, "stream_usage": False}

    return fields


def _other(settings: Settings, provider: str, name: str, limit: Limit) -> BaseChatModel:
    """A model of another provider, by LangChain's own package for it. Raises SettingInvalid when it is not there."""
    from langchain.chat_models import init_chat_model

    given: dict[str, Any] = {"temperature": 0, "max_tokens": limit.tokens, "timeout": limit.total, "max_retries": 0}
    if settings.model_key:
        given["api_key"] = settings.model_key
    if settings.model_url:
        given["base_url"] = settings.model_url
    try:
        made: BaseChatModel = init_chat_model(name, model_provider=provider, **given)
        return made
    except ImportError as error:
        raise SettingInvalid(
            f"ADVISOR_MODEL demande le fournisseur « {provider} », dont la bibliothèque n'est pas installée.",
            f"Installez-la (« {_package(error)} »), ou prenez son adresse compatible OpenAI avec « openai:modèle ».",
        ) from None
    except Exception as error:  # each provider's package has its own way to refuse a setting, which may hold the key
        raise SettingInvalid(
            f"Le fournisseur « {provider} » ne peut pas être employé ({type(error).__name__}).",
            "Vérifiez ADVISOR_MODEL, ADVISOR_MODEL_URL et ADVISOR_MODEL_KEY ; les modèles essayés sont dans "
            "docs/modeles.md.",
        ) from None


def _package(error: ImportError) -> str:
    """How to install the package that an import wants."""
    wanted = re.search(r"langchain[-_][a-z0-9-]+", str(error))
    return f"pip install {wanted.group().replace('_', '-')}" if wanted else "voir docs/modeles.md"


def _plain_request(limit: Limit, options: Options, schema: Mapping[str, Any] | None) -> dict[str, Any]:
    """No field beyond those set once: each provider names its own."""
    return {}
