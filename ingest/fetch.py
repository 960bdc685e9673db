"""Downloads the documents of the catalogue from their official addresses, or says plainly why not.

Only over https, redirections included; bounded in time and size; nothing is put in place before its
size, type, content and checksum were looked at.
"""

from __future__ import annotations

import http.client
import ssl
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from advisor import __version__
from advisor.domain.source import SourceInfo
from advisor.errors import DocumentUnreadable
from ingest import read
from ingest.locate import Located, sha256_of
from ingest.lock import draft

Allowed = Callable[[str], bool]

_BLOCK = 64 * 1024
_ANY_TYPE = {"", "application/octet-stream", "binary/octet-stream", "application/force-download"}
_TYPES: dict[str, tuple[str, ...]] = {
    "pdf": ("application/pdf", "application/x-pdf"),
    "text": ("text/plain",),
    "markdown": ("text/markdown", "text/plain", "text/x-markdown"),
    "articles": ("application/json", "application/x-ndjson", "application/jsonl", "text/plain"),
}


@dataclass(frozen=True)
class Limits:
    """Seconds without news from the server, seconds of a whole download."""

    silence_seconds: float = 30.0
    total_seconds: float = 600.0


@dataclass(frozen=True)
class Outcome:
    """What became of a source: `arrived` when a new file was put in place."""

    source: SourceInfo
    arrived: bool
    present: bool
    message: str


class _Stopped(Exception):
    """A download given up, with its reason in French."""


def https_only(address: str) -> bool:
    """Whether an address may be downloaded from."""
    parts = urllib.parse.urlsplit(address)
    return parts.scheme == "https" and bool(parts.hostname)


class _Redirections(urllib.request.HTTPRedirectHandler):
    """Follows redirections to allowed addresses only."""

    def __init__(self, allowed: Allowed) -> None:
        self._allowed = allowed

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        if not self._allowed(newurl):
            raise _Stopped(f"le site renvoie vers une adresse refusée ({newurl.split('?')[0][:80]})")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class Downloader:
    """Brings documents into a folder; proxies are those of the environment."""

    def __init__(self, folder: Path, allowed: Allowed = https_only, limits: Limits | None = None) -> None:
        self._folder = folder
        self._allowed = allowed
        self._limits = limits or Limits()
        self._opener = urllib.request.build_opener(_Redirections(allowed))

    def fetch(self, item: Located) -> Outcome:
        """Downloads a source unless a readable copy is there already."""
        source = item.source
        if item.file is not None and read.trial(item).state == "indexé":
            return Outcome(source, False, True, f"{source.short} : déjà là ({item.file.name}).")
        if source.local:
            return Outcome(source, False, False, f"{source.short} : document de votre fait, à remettre à la main.")
        if not source.download:
            return Outcome(
                source,
                False,
                False,
                f"{source.short} : pas d'adresse directe de téléchargement. {self._by_hand(source)}",
            )
        try:
            note = self._bring(source)
        except _Stopped as stopped:
            return Outcome(source, False, False, f"{source.short} : {stopped}. {self._by_hand(source)}")
        except DocumentUnreadable as error:
            return Outcome(source, False, False, f"{source.short} : {error.message} {self._by_hand(source)}")
        return Outcome(source, True, True, f"{source.short} : téléchargé. {note}".strip())

    def _by_hand(self, source: SourceInfo) -> str:
        return f"À la main : ouvrez {source.address} et déposez le fichier dans {self._folder}."

    def _bring(self, source: SourceInfo) -> str:
        """Downloads to a draft, looks at it, then moves it in. Says what should be known of the copy."""
        self._folder.mkdir(parents=True, exist_ok=True)
        name = next((name for name in source.files if "*" not in name), f"{source.id}.{source.kind}")
        with draft(self._folder) as received:
            with received.open("wb") as stream:
                self._stream(source, stream)
            digest = sha256_of(received)
            looked = read.trial(Located(source, received, digest))
            if looked.state != "indexé":
                raise DocumentUnreadable(looked.message.replace(received.name, "le fichier reçu"))
            received.replace(self._folder / name)
        if source.sha256 and digest not in source.sha256:
            return f"Copie différente de celle que nous avons lue (sha256 {digest[:12]}…) : elle est gardée."
        return "" if source.sha256 else f"Empreinte inconnue du catalogue (sha256 {digest[:12]}…) : elle est gardée."

    def _stream(self, source: SourceInfo, stream: IO[bytes]) -> None:
        if not self._allowed(source.download):
            raise _Stopped("son adresse n'est pas en https, elle est refusée")
        request = urllib.request.Request(  # noqa: S310 - the scheme was checked just above
            source.download, headers={"User-Agent": f"advisor/{__version__}", "Accept-Encoding": "identity"}
        )
        try:
            with self._opener.open(request, timeout=self._limits.silence_seconds) as response:
                self._copy(source, response, stream)
        except urllib.error.HTTPError as error:
            raise _Stopped(f"le site répond {error.code} ({_reason(error.code)})") from error
        except urllib.error.URLError as error:
            raise _Stopped(f"le site ne peut pas être joint ({_cause(error.reason)})") from error
        except TimeoutError as error:
            raise _Stopped("le site ne répond plus") from error
        except (http.client.HTTPException, ConnectionError, ssl.SSLError) as error:
            raise _Stopped(f"le transfert s'est interrompu ({type(error).__name__})") from error

    def _copy(self, source: SourceInfo, response: Any, stream: IO[bytes]) -> None:
        most = int(source.max_megabytes * 1_000_000)
        length = str(response.headers.get("Content-Length") or "")
        expected = int(length) if length.isdigit() else 0
        kind = response.headers.get_content_type() if response.headers.get("Content-Type") else ""
        if kind not in _ANY_TYPE and kind not in _TYPES[source.kind]:
            raise _Stopped(f"le site envoie autre chose que le document attendu ({kind})")
        if expected > most:
            raise _Stopped(_too_big(source))
        end = time.monotonic() + self._limits.total_seconds
        received = 0
        while block := response.read(_BLOCK):
            received += len(block)
            if received > most:
                raise _Stopped(_too_big(source))
            if time.monotonic() > end:
                raise _Stopped(f"le téléchargement dépasse {self._limits.total_seconds:.0f} secondes")
            stream.write(block)
        if received < expected:
            raise _Stopped(f"le transfert s'est interrompu ({received} octets sur {expected})")


def _too_big(source: SourceInfo) -> str:
    return f"le fichier dépasse {source.max_megabytes:g} Mo, la limite de son entrée au catalogue"


def _reason(code: int) -> str:
    known = {401: "accès réservé", 403: "accès refusé", 404: "introuvable", 410: "retiré", 429: "trop de demandes"}
    return known.get(code, "panne du site" if code >= 500 else http.client.responses.get(code, "refus"))


def _cause(reason: object) -> str:
    if isinstance(reason, TimeoutError):
        return "délai dépassé"
    if isinstance(reason, OSError):
        return reason.strerror or type(reason).__name__
    return str(reason)
