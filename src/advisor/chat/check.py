"""Tries the endpoint of a model and says what works: what `advisor model check` prints.

What the product needs must work (reached, chat, stream, and the structured answer when a role wants it); what it does
without (seed, embeddings, rerank) is told for whoever chooses a server. Nothing of the user is sent.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from advisor.chat import failures
from advisor.chat.opening import host, limit_of, opened, requests
from advisor.chat.ports import Chat, Limit, Message, Meter
from advisor.chat.running import Call, Late, bounded
from advisor.chat.transport import CURRENT
from advisor.errors import AdvisorError, ModelBroken, ModelFailed, ModelRefused
from advisor.model_settings import COMPATIBLE, NEVER_SENT, READER, REPHRASER
from advisor.settings import Settings

State = Literal["OK", "échec", "non"]
"""`non` is for what the product does without."""
HELLO = (
    Message("system", "Tu réponds en français, en une phrase."),
    Message("user", "Dis en une phrase ce qu'est une réunion publique."),
)
FORMED = (
    Message("system", "Tu réponds par un objet JSON."),
    Message("user", "Donne deux couleurs, dans la clé « couleurs »."),
)
COLOURS: dict[str, Any] = {
    "type": "object",
    "properties": {"couleurs": {"type": "array", "items": {"type": "string"}}},
    "required": ["couleurs"],
    "additionalProperties": False,
}
QUESTION = "Où se tient la réunion publique ?"
DOCUMENTS = ("Le croissant est une viennoiserie.", "La réunion publique se tient salle des fêtes.")
SHORT = 120
"""Tokens of an answer that only shows that the model answers."""
OTHER_PROVIDER = "ne se vérifie pas ici : le fournisseur a son propre protocole"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing tried: its name, whether it works, what was seen, and what to do if it must work and does not."""

    name: str
    state: State
    said: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Others:
    """The models to try beside the chat model; empty, those the server lists, or the chat model itself."""

    embeddings: str = ""
    rerank: str = ""


def check(settings: Settings, others: Others | None = None) -> Iterator[Finding]:
    """Each thing tried, as it is known; the first failure of the connection ends it. Raises SettingInvalid."""
    if settings.model_send == NEVER_SENT:
        remedy = "Pour l'essayer, mettez ADVISOR_MODEL_SEND=masque le temps de la vérification."
        yield Finding("envoi", "échec", "ADVISOR_MODEL_SEND=jamais interdit tout envoi : rien n'a été essayé.", remedy)
        return
    first, total = settings.model_timeout
    chat = opened(settings, Limit(SHORT, first, total))
    if chat is None:
        yield Finding("réglages", "échec", "Aucun modèle n'est réglé.", "Donnez ADVISOR_MODEL : voir docs/modeles.md.")
        return
    compatible = settings.model.startswith(f"{COMPATIBLE}:")
    listed: list[dict[str, Any]] = []
    if compatible:
        reached = _tried("joindre", lambda: _models(settings, listed))
        yield reached
        if reached.state == "échec":
            return
    spoken = _tried("conversation", lambda: _chat(settings, chat, compatible))
    yield spoken
    if spoken.state == "échec":
        return
    yield _stream(chat)
    yield _structured(settings, chat)
    yield _tried("graine", lambda: _seed(settings, chat), needed=False)
    given = others or Others()
    yield _tried("plongements", lambda: _embeddings(settings, listed, given.embeddings, compatible), needed=False)
    yield _tried("reclassement", lambda: _rerank(settings, listed, given.rerank, compatible), needed=False)


def _tried(name: str, attempt: Callable[[], str], needed: bool = True) -> Finding:
    try:
        return Finding(name, "OK", attempt())
    except AdvisorError as error:
        remedy = error.remedy.removesuffix(failures.CHECK).rstrip(" ;") if needed else ""
        return Finding(name, "échec" if needed else "non", error.message, remedy)


def _models(settings: Settings, listed: list[dict[str, Any]]) -> str:
    """Whether the server is there, and knows the model."""
    try:
        answer = _sent(settings, "GET", "models")
    except ModelRefused as error:
        if "404" in error.message:
            return f"{host(settings)} répond, sans dire ses modèles."
        raise
    rows = answer.get("data")
    listed += [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    wanted = settings.model.partition(":")[2]
    known = {str(row.get("id")) for row in listed}
    known |= {str(alias) for row in listed for alias in row.get("aliases") or ()}
    if known and wanted not in known:
        some = ", ".join(sorted(known)[:8])
        raise ModelRefused(
            f"{host(settings)} répond, mais ne sert pas de modèle « {wanted} ».",
            f"Mettez dans ADVISOR_MODEL un de ceux qu'il sert : {some}.",
        )
    return f"{host(settings)} répond, et sert « {wanted} »." if known else f"{host(settings)} répond."


def _chat(settings: Settings, chat: Chat, compatible: bool) -> str:
    """A whole answer at once, by the plainest request of all."""
    if not compatible:
        return f"réponse de {len(''.join(chat.stream(HELLO)))} caractères."
    answer = _sent(
        settings,
        "POST",
        "chat/completions",
        {
            "model": settings.model.partition(":")[2],
            "messages": [{"role": message.role, "content": message.text} for message in HELLO],
            "temperature": 0,
            "max_tokens": SHORT,
        },
    )
    try:
        text = str(answer["choices"][0]["message"]["content"] or "")
    except (KeyError, IndexError, TypeError):
        raise failures.unreadable() from None
    if not text.strip():
        raise failures.empty()
    return f"réponse de {len(text)} caractères."


def _stream(chat: Chat) -> Finding:
    """A streamed answer: how soon it comes, and whether piece by piece; an answer in one block serves all the same."""
    meter = Meter()
    pieces: list[str] = []

    def attempt() -> str:
        pieces.extend(chat.stream(HELLO, meter=meter))
        usage = meter.usage
        speed = f"premier mot en {usage.first_ms / 1000:.1f} s, tout en {usage.total_ms / 1000:.1f} s"
        counted = "jetons estimés, le serveur ne les compte pas" if usage.estimated else f"{usage.answer_tokens} jetons"
        return f"{len(pieces)} morceaux, {speed}, {counted}." if len(pieces) > 1 else f"d'un bloc, {speed}, {counted}."

    found = _tried("au fil de l'eau", attempt)
    if found.state == "OK" and len(pieces) < 2:
        return Finding(found.name, "non", found.said)
    return found


def _structured(settings: Settings, chat: Chat) -> Finding:
    """An answer of a given form: needed by the roles that propose."""
    wanted = bool({READER, REPHRASER} & set(settings.model_roles))
    meter = Meter()

    def attempt() -> str:
        chat.structured(FORMED, COLOURS, meter=meter)
        return (
            "objet conforme au schéma."
            if meter.usage.requests == 1
            else "objet conforme, schéma dit en toutes lettres."
        )

    found = _tried("réponse structurée", attempt, wanted)
    if found.state != "échec":
        return found
    remedy = f"{found.remedy} Sinon, retirez {READER} et {REPHRASER} de ADVISOR_MODEL_ROLES."
    return Finding(found.name, found.state, found.said, remedy)


def _seed(settings: Settings, chat: Chat) -> str:
    """Whether the same question gets the same answer."""
    answers = {"".join(chat.stream(HELLO)) for _ in range(2)}
    how = "sans graine" if settings.model_seed is None else f"avec la graine {settings.model_seed}"
    if len(answers) > 1:
        raise ModelBroken(f"deux réponses différentes à la même question, {how} : le cache seul rend la même.")
    return f"même question, même réponse ({how}, deux essais)."


def _embeddings(settings: Settings, listed: list[dict[str, Any]], asked: str, compatible: bool) -> str:
    if not compatible:
        raise ModelFailed(OTHER_PROVIDER + ".")
    model = _chosen(settings, listed, asked, "text-embeddings-inference", ("embed", "bge-m3"))
    answer = _sent(settings, "POST", "embeddings", {"model": model, "input": list(DOCUMENTS)})
    try:
        vectors = [row["embedding"] for row in answer["data"]]
        width = len(vectors[0])
    except (KeyError, IndexError, TypeError):
        raise failures.unreadable() from None
    if len(vectors) != len(DOCUMENTS) or not width:
        raise failures.unreadable()
    return f"{width} dimensions (« {model} »)."


def _rerank(settings: Settings, listed: list[dict[str, Any]], asked: str, compatible: bool) -> str:
    if not compatible:
        raise ModelFailed(OTHER_PROVIDER + ".")
    model = _chosen(settings, listed, asked, "text-classification", ("rerank",))
    answer = _sent(settings, "POST", "rerank", {"model": model, "query": QUESTION, "documents": list(DOCUMENTS)})
    try:
        best = max(answer["results"], key=lambda row: float(row["relevance_score"]))["index"]
    except (KeyError, ValueError, TypeError):
        raise failures.unreadable() from None
    if best != 1:
        raise ModelBroken(f"« {model} » met le mauvais passage en tête.")
    return f"le bon passage en tête (« {model} »)."


def _chosen(settings: Settings, listed: list[dict[str, Any]], asked: str, kind: str, parts: tuple[str, ...]) -> str:
    """The model asked for; else one that the server says of this kind, or whose name says so; else the chat model."""
    named = [row for row in listed if any(part in str(row.get("id")).lower() for part in parts)]
    found = [row for row in listed if row.get("type") == kind] or named
    return asked or (str(found[0]["id"]) if found else settings.model.partition(":")[2])


def _sent(settings: Settings, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
    """One request beside the chat, in the time set. Raises ModelFailed."""
    limit = limit_of(settings)
    call = Call(time.monotonic() + limit.total, limit.total)

    def read() -> Iterator[dict[str, Any]]:
        CURRENT.set(call)
        yield requests(settings, method, path, body)

    failed: ModelFailed
    try:
        return next(bounded(call, read))
    except Late:
        failed = failures.late(True, limit.total)
    except Exception as error:  # whatever the network raises
        failed = failures.failure(error).error
    raise failed  # out of the handlers: what a library raises may hold the key
