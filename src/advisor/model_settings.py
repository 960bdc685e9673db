"""The settings of a chat model: what they may hold, and what is refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from advisor.errors import SettingInvalid

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
"""Hosts of this very machine, which may be reached without https."""
MASKED, NEVER_SENT = "masque", "jamais"
"""What may be sent to a chat model: texts without personal data, or nothing at all."""
WRITER, READER, REPHRASER = "writer", "reader", "rephraser"
"""What a chat model may do: write from what is decided, propose facts it reads, word a question otherwise."""
ROLES = (WRITER, READER)
"""The roles of a model, unless set otherwise."""
WAITS = (10.0, 60.0)
"""Seconds a model has for its first token and for its whole answer, unless set otherwise."""
LONGEST_WAIT = 600.0
"""Seconds no answer of a model is waited beyond, whatever is set."""
TOKENS = 1500
"""Tokens an answer of a model may have, unless set otherwise."""
COMPATIBLE = "openai"
"""The provider of every endpoint that speaks the protocol of OpenAI."""


def named(given: Mapping[str, str]) -> str:
    """The model, as `provider:model`; empty for none. Raises SettingInvalid.

    A compatible server needs an address: where the words of the user go is never guessed.
    """
    text = (given.get("ADVISOR_MODEL") or "").strip()
    provider, _, name = text.partition(":")
    if text and not (provider and name):
        raise SettingInvalid(
            f"ADVISOR_MODEL vaut « {text} ».", "Écrivez fournisseur:modèle, par exemple openai:mistral-small-latest."
        )
    if provider == COMPATIBLE and not (given.get("ADVISOR_MODEL_URL") or "").strip():
        raise SettingInvalid(
            f"ADVISOR_MODEL vaut « {text} », mais ADVISOR_MODEL_URL est vide.",
            "Donnez l'adresse du serveur (docs/modeles.md en donne des exemples) : elle n'est jamais devinée.",
        )
    return text


def address(given: Mapping[str, str]) -> str:
    """The address of the server; a key leaves by https only, or for this very machine. Raises SettingInvalid."""
    text = (given.get("ADVISOR_MODEL_URL") or "").strip().rstrip("/")
    if not text:
        return ""
    parts = urlsplit(text)
    if parts.username or parts.password or parts.query:
        raise SettingInvalid(
            "ADVISOR_MODEL_URL contient un compte, un mot de passe ou des paramètres.",
            "Écrivez l'adresse seule, et la clé dans ADVISOR_MODEL_KEY.",
        )
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise SettingInvalid(f"ADVISOR_MODEL_URL vaut « {text} ».", "Écrivez une adresse https://serveur/v1.")
    if given.get("ADVISOR_MODEL_KEY") and parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise SettingInvalid(
            f"ADVISOR_MODEL_URL vaut « {text} » : la clé partirait en clair.",
            "Écrivez une adresse https://, ou retirez la clé si le serveur n'en veut pas.",
        )
    return text


def waits(given: Mapping[str, str]) -> tuple[float, float]:
    """Seconds for the first token, then for the whole answer. Raises SettingInvalid."""
    text = given.get("ADVISOR_MODEL_TIMEOUT")
    if not text:
        return WAITS
    try:
        first, total = (float(part) for part in text.replace(",", ".").split("/"))
    except ValueError:
        first = total = 0.0
    if not 0 < first <= total <= LONGEST_WAIT:
        raise SettingInvalid(
            f"ADVISOR_MODEL_TIMEOUT vaut « {text} ».",
            f"Écrivez deux durées en secondes, premier/tout, par exemple 10/60 ({LONGEST_WAIT:g} au plus).",
        )
    return first, total


def roles(asked: Sequence[str]) -> tuple[str, ...]:
    """The roles asked for, the usual ones when none is. Raises SettingInvalid."""
    known = (WRITER, READER, REPHRASER)
    unknown = [name for name in asked if name not in known]
    if unknown:
        raise SettingInvalid(
            f"ADVISOR_MODEL_ROLES contient « {unknown[0]} ».", f"Écrivez un ou plusieurs de : {', '.join(known)}."
        )
    return tuple(asked) or ROLES


def sending(given: Mapping[str, str]) -> str:
    """What may be sent: texts without personal data, or nothing. Raises SettingInvalid."""
    text = (given.get("ADVISOR_MODEL_SEND") or MASKED).strip()
    if text not in {MASKED, NEVER_SENT}:
        raise SettingInvalid(f"ADVISOR_MODEL_SEND vaut « {text} ».", f"Écrivez : {MASKED} ou {NEVER_SENT}.")
    return text
