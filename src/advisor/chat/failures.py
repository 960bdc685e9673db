"""What went wrong with a model, in our words: nothing of what a server wrote, which may echo a key or the user."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from advisor.chat.transport import GivenUp, Oversized
from advisor.errors import ModelBroken, ModelFailed, ModelRefused, ModelTimeout, ModelUnavailable
from advisor.waits import retry_after

CHECK = "« advisor model check » dit ce qui marche."
PAUSE = 0.5
"""Seconds before a second try when the server does not say how long to wait."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A failure: what to say of it, after how many seconds asking again may succeed (None: useless).

    `unknown_field` tells that the server may have refused a field of the request that it does not know.
    """

    error: ModelFailed
    again: float | None = None
    unknown_field: bool = False


def late(first: bool, seconds: float) -> ModelTimeout:
    """Nothing came within some seconds."""
    what = "n'a rien répondu" if first else "s'est interrompu ou n'a pas fini"
    return ModelTimeout(
        f"Le modèle {what} dans le temps accordé ({seconds:g} s).",
        "Réessayez, prenez un modèle plus rapide, ou allongez ADVISOR_MODEL_TIMEOUT.",
    )


def cut() -> ModelUnavailable:
    """The answer ended before its end."""
    return ModelUnavailable("La connexion au modèle a été coupée avant la fin de sa réponse.", f"Réessayez ; {CHECK}")


def empty() -> ModelBroken:
    """Nothing was answered."""
    return ModelBroken("Le modèle a répondu sans rien écrire.", f"Prenez un autre modèle ; {CHECK}")


def oversized() -> ModelBroken:
    """Far more was answered than asked for."""
    return ModelBroken("La réponse du modèle est démesurée ; elle n'a pas été lue.", "Prenez un autre modèle.")


def withheld() -> ModelRefused:
    """The provider's filter stopped the answer."""
    return ModelRefused(
        "Le fournisseur du modèle a retenu sa réponse.", "Formulez autrement, ou prenez un autre modèle."
    )


def failure(error: BaseException) -> Failure:
    """What an exception of LangChain, of a provider's library or of the network means."""
    if isinstance(error, ModelFailed):
        return Failure(error)
    chain = list(_chain(error))
    status = next((found for item in chain if (found := _status(item))), 0)
    if status:
        return _of_status(status, next((headers for item in chain if (headers := _headers(item))), {}))
    if any(isinstance(item, Oversized) for item in chain):
        return Failure(oversized())
    names = {kind.__name__ for item in chain for kind in type(item).__mro__}
    if any(isinstance(item, GivenUp) for item in chain) or names & {"TimeoutException", "APITimeoutError"}:
        return Failure(ModelTimeout("Le modèle ne répond pas à temps.", f"Allongez ADVISOR_MODEL_TIMEOUT ; {CHECK}"))
    if names & {"ConnectError", "UnsupportedProtocol", "ProxyError"}:
        return Failure(
            ModelUnavailable(
                "Le serveur du modèle ne peut pas être joint.",
                f"Vérifiez ADVISOR_MODEL_URL, que le serveur est démarré, et le mandataire (HTTPS_PROXY) ; {CHECK}",
            ),
            again=PAUSE,
        )
    if names & {"TransportError", "APIConnectionError", "OSError"}:
        return Failure(cut(), again=PAUSE)
    if any(isinstance(item, ValueError) for item in chain):
        return Failure(unreadable())
    kind = type(error).__name__
    return Failure(
        ModelBroken(f"Le modèle a répondu d'une façon imprévue ({kind}).", f"Prenez un autre modèle ; {CHECK}")
    )


def unreadable() -> ModelBroken:
    """Something else than a model answered."""
    return ModelBroken(
        "La réponse du serveur n'est pas celle d'un modèle (JSON illisible, ou d'une autre forme).",
        f"Vérifiez qu'ADVISOR_MODEL_URL finit comme le veut le serveur (souvent par /v1) ; {CHECK}",
    )


def _of_status(status: int, headers: Mapping[str, str]) -> Failure:
    if status == 429:
        busy = ModelUnavailable("Le modèle est saturé, ou votre quota est épuisé (429).", "Réessayez plus tard.")
        wait = retry_after(headers.get("retry-after", ""))
        return Failure(busy, again=2 * PAUSE if wait is None else wait)
    if status >= 500 or status == 408:
        down = ModelUnavailable(f"Le serveur du modèle est en panne ({status}).", f"Réessayez plus tard ; {CHECK}")
        return Failure(down, again=PAUSE)
    if status in {401, 403}:
        return Failure(ModelRefused(f"Le serveur refuse la clé ({status}).", "Vérifiez ADVISOR_MODEL_KEY."))
    if status == 404:
        return Failure(
            ModelRefused(
                "Le serveur ne connaît pas ce modèle, ou n'a rien à cette adresse (404).",
                f"Vérifiez ADVISOR_MODEL et ADVISOR_MODEL_URL ; {CHECK}",
            )
        )
    if status in {400, 413, 422}:
        return Failure(
            ModelRefused(
                f"Le serveur refuse la demande ({status}), qui est peut-être trop longue pour ce modèle.",
                f"Prenez un modèle qui lit plus long ; {CHECK}",
            ),
            unknown_field=status != 413,
        )
    if 300 <= status < 400:
        return Failure(
            ModelRefused(
                f"Le serveur renvoie vers une autre adresse ({status}), qui n'est pas suivie.",
                "Donnez l'adresse définitive par ADVISOR_MODEL_URL.",
            )
        )
    return Failure(ModelRefused(f"Le serveur refuse la demande ({status}).", f"Vérifiez les réglages ; {CHECK}"))


def _chain(error: BaseException) -> Iterator[BaseException]:
    """An exception and what it came from."""
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield current
        current = current.__cause__ or current.__context__


def _status(error: BaseException) -> int:
    """The HTTP status an exception tells of, 0 when it tells none."""
    for holder in (error, getattr(error, "response", None)):
        found = getattr(holder, "status_code", None)
        if isinstance(found, int):
            return found
    return 0


def _headers(error: BaseException) -> Mapping[str, str]:
    found = getattr(getattr(error, "response", None), "headers", None)
    return {str(name).lower(): str(value) for name, value in found.items()} if found is not None else {}
