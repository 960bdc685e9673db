"""Talks to the Légifrance API of the PISTE platform: token, one request at a time, bounded tries.

A token is asked with the client id and secret of the organisation (OAuth 2.0, client credentials) and
sent with each request, which is a POST of JSON. Quotas (by second, minute and day) answer 429.

Shapes: DILA, « Exemples d'utilisation de l'API Légifrance » (17 September 2025) § 1, and « CGU de l'API
Légifrance » § IV for quotas; both are on https://www.legifrance.gouv.fr/contenu/pied-de-page/open-data-et-api.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt

from advisor.errors import (
    LegifranceFailed,
    LegifranceQuota,
    LegifranceRefused,
    LegifranceUnreachable,
    LegifranceUnreadable,
)
from advisor.waits import retry_after

LATER = "Relancez « advisor law refresh » plus tard : ce qui est déjà obtenu est gardé."
_ACCESS = (
    "Sur https://piste.gouv.fr, acceptez les conditions de l'API Légifrance (API › Consentement CGU), "
    "puis cochez-la dans votre application."
)
_CREDENTIALS = "Vérifiez ADVISOR_LEGIFRANCE_ID et ADVISOR_LEGIFRANCE_SECRET (piste.gouv.fr › Applications › OAuth)."
_QUOTA = re.compile(r"quota|rate.?limit|throttl|too many", re.IGNORECASE)


@dataclass(frozen=True)
class Access:
    """Where to ask, and as whom. The secret is left out of any print of it."""

    url: str
    token_url: str
    client_id: str
    secret: str = field(repr=False)


@dataclass(frozen=True)
class Pace:
    """How gently to ask, in seconds; `tries` counts the first one.

    `longest_wait` is the longest Retry-After that is waited for; beyond, the quota is said to be spent.
    """

    interval: float = 0.25
    tries: int = 4
    backoff: float = 2.0
    longest_wait: float = 60.0
    connect: float = 10.0
    silence: float = 30.0
    total: float = 90.0
    most_bytes: int = 10_000_000


class _Passing(Exception):
    """A failure that may not last: what to say if it does, and how long the server asks to wait."""

    def __init__(self, failure: LegifranceFailed, wait: float | None = None) -> None:
        super().__init__(str(failure))
        self.failure = failure
        self.wait = wait


class Client:
    """Asks the API. Used as a context manager; `requests` counts what was sent, tokens included."""

    def __init__(
        self,
        access: Access,
        pace: Pace | None = None,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._access = access
        self._pace = pace or Pace()
        self._sleep = sleep
        self._clock = clock
        self._token = ""
        self._expires = 0.0
        self._last: float | None = None
        self.requests = 0
        # Redirections are not followed: a secret or a token goes to the address that was set, nowhere else.
        local = urlsplit(access.url).hostname in {"127.0.0.1", "localhost", "::1"}
        self._http = httpx.Client(
            timeout=httpx.Timeout(self._pace.silence, connect=self._pace.connect),
            follow_redirects=False,
            trust_env=not local,
        )

    def __enter__(self) -> Client:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._http.close()

    def post(self, path: str, payload: Mapping[str, Any]) -> dict[str, Any]:
        """The JSON object answered to a payload.

        Raises LegifranceRefused, LegifranceQuota, LegifranceUnreachable or LegifranceUnreadable.
        """
        status, body = self._tried(self._authorised, path, payload)
        if status == 401:  # the token may have been withdrawn before its time: one new token, once
            self._token = ""
            status, body = self._tried(self._authorised, path, payload)
        return self._read(status, body)

    # --- what a status means ----------------------------------------------------------------------------------------

    def _read(self, status: int, body: bytes) -> dict[str, Any]:
        if status == 401:
            raise LegifranceRefused("Légifrance refuse le jeton que PISTE vient de délivrer (401).", _ACCESS)
        if status == 403:
            if _QUOTA.search(body.decode("utf-8", "replace")):
                raise LegifranceQuota("Le quota de requêtes à Légifrance est épuisé (403).", LATER)
            raise LegifranceRefused("L'application PISTE n'a pas accès à l'API Légifrance (403).", _ACCESS)
        if status != 200:
            raise LegifranceUnreadable(f"Légifrance répond {status} à cette demande.", LATER)
        return _object(body, "Légifrance")

    def _tried(self, call: Callable[..., tuple[int, bytes]], *arguments: Any) -> tuple[int, bytes]:
        """A call made again while its failure may pass, as many times as the pace allows."""
        retrying = Retrying(
            stop=stop_after_attempt(self._pace.tries),
            wait=self._wait,
            retry=retry_if_exception_type(_Passing),
            sleep=self._sleep,
            reraise=True,
        )
        try:
            return retrying(call, *arguments)
        except _Passing as passing:
            raise passing.failure from passing

    def _wait(self, state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        asked = error.wait if isinstance(error, _Passing) else None
        return asked if asked is not None else self._pace.backoff * 2.0 ** (state.attempt_number - 1)

    def _lasting(self, status: int, headers: httpx.Headers) -> None:
        """Raises _Passing for a status that may pass, LegifranceQuota when the wait asked for is too long."""
        if status == 429:
            quota = LegifranceQuota("Le quota de requêtes à Légifrance est épuisé (429).", LATER)
            wait = retry_after(headers.get("Retry-After", ""))
            if wait is not None and wait > self._pace.longest_wait:
                raise quota
            raise _Passing(quota, wait)
        if status >= 500:
            raise _Passing(LegifranceUnreachable(f"Légifrance est en panne ({status}).", LATER))

    # --- requests ---------------------------------------------------------------------------------------------------

    def _authorised(self, path: str, payload: Mapping[str, Any]) -> tuple[int, bytes]:
        token = self._fresh_token()
        return self._sent(
            f"{self._access.url}/{path.lstrip('/')}",
            headers={"Authorization": f"Bearer {token}", "Accept": "application/json"},
            json=dict(payload),
        )

    def _fresh_token(self) -> str:
        if self._token and self._clock() < self._expires:
            return self._token
        given = {
            "grant_type": "client_credentials",
            "client_id": self._access.client_id,
            "client_secret": self._access.secret,
            "scope": "openid",
        }
        status, body = self._sent(self._access.token_url, data=given, headers={"Accept": "application/json"})
        if status in {400, 401, 403}:
            raise LegifranceRefused(f"PISTE refuse les identifiants ({status}{_error_code(body)}).", _CREDENTIALS)
        if status != 200:
            raise LegifranceUnreadable(f"PISTE répond {status} à la demande de jeton.", LATER)
        answer = _object(body, "PISTE")
        token = answer.get("access_token")
        if not isinstance(token, str) or not token:
            raise LegifranceUnreadable("La réponse de PISTE n'a pas de jeton (« access_token »).", LATER)
        lasts = answer.get("expires_in")
        seconds = float(lasts) if isinstance(lasts, int | float) else 60.0
        self._token = token
        self._expires = self._clock() + seconds * 0.9  # renewed before it dies under a request
        return token

    def _sent(self, url: str, **request: Any) -> tuple[int, bytes]:
        """Status and whole body of one request. Raises _Passing when it was cut, late or answered by a breakdown."""
        self._slow_down()
        self.requests += 1
        end = self._clock() + self._pace.total
        body = b""
        try:
            with self._http.stream("POST", url, **request) as response:
                self._lasting(response.status_code, response.headers)
                for block in response.iter_bytes():
                    body += block
                    if len(body) > self._pace.most_bytes:
                        raise LegifranceUnreadable("La réponse de Légifrance est démesurée.", LATER)
                    if self._clock() > end:
                        raise _Passing(LegifranceUnreachable("Légifrance répond trop lentement.", LATER))
                return response.status_code, body
        except httpx.TimeoutException as error:
            raise _Passing(LegifranceUnreachable("Légifrance ne répond pas à temps.", LATER)) from error
        except httpx.TransportError as error:
            what = "la connexion est impossible" if isinstance(error, httpx.ConnectError) else "la connexion est coupée"
            raise _Passing(LegifranceUnreachable(f"Légifrance ne peut pas être joint : {what}.", _NETWORK)) from error
        except httpx.DecodingError as error:
            raise LegifranceUnreadable("La réponse de Légifrance est abîmée.", LATER) from error

    def _slow_down(self) -> None:
        """Waits so that requests stay apart, whatever asks for them."""
        now = self._clock()
        if self._last is not None and (early := self._last + self._pace.interval - now) > 0:
            self._sleep(early)
        self._last = self._clock()


_NETWORK = f"Vérifiez le réseau et le mandataire (HTTPS_PROXY). {LATER}"


def _object(body: bytes, who: str) -> dict[str, Any]:
    try:
        answer = json.loads(body)
    except ValueError as error:
        raise LegifranceUnreadable(f"La réponse de {who} n'est pas du JSON.", LATER) from error
    if not isinstance(answer, dict):
        raise LegifranceUnreadable(f"La réponse de {who} n'est pas un objet.", LATER)
    return answer


def _error_code(body: bytes) -> str:
    """The OAuth error code of a refusal (RFC 6749 § 5.2), and nothing else of a body that may echo a secret."""
    try:
        code = json.loads(body).get("error")
    except (ValueError, AttributeError):
        return ""
    return f", {code}" if isinstance(code, str) and re.fullmatch(r"[a-z_]{1,40}", code) else ""
