"""A server on the loopback that speaks the API of Légifrance on PISTE, and can fail in all the ways it may.

It holds articles as the API gives them; `plan` puts, before what it would answer, failures used one by one.
"""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

Act = Callable[["Handler"], None]
ID, SECRET = "application-essai", "secret-essai"
OPEN = 32472144000000  # 1 January 2999, how the API writes « no end »


def milliseconds(day: str) -> int:
    return int(dt.datetime.fromisoformat(f"{day}T00:00:00+00:00").timestamp() * 1000)


class Handler(BaseHTTPRequestHandler):
    api: Api

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        self.body = self.rfile.read(length)
        self.api.asked.append((self.path, self.body.decode()))
        kind = "token" if self.path == "/token" else "api"
        if self.api.plan[kind]:
            self.api.plan[kind].pop(0)(self)
        elif kind == "token":
            self.api.give_token(self)
        else:
            self.api.answer(self)

    def reply(self, status: int, content: object, **headers: str) -> None:
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


class Api:
    """The articles held, the failures planned, and all that was asked."""

    def __init__(self) -> None:
        self.articles: dict[str, dict[str, Any]] = {}
        self.tokens: set[str] = set()
        self.asked: list[tuple[str, str]] = []
        self.plan: dict[str, list[Act]] = {"token": [], "api": []}
        self.released = threading.Event()
        handler = type("Bound", (Handler,), {"api": self})
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    # --- what it holds

    def holds(self, code: str, number: str, *versions: tuple[str, str, str, str, str]) -> None:
        """An article by its versions: id, state, first day, day after the last (or ""), HTML."""
        rows = [
            {
                "id": identifier,
                "etat": state,
                "dateDebut": milliseconds(start),
                "dateFin": milliseconds(end) if end else OPEN,
                "numero": number,
            }
            for identifier, state, start, end, _ in versions
        ]
        for row, (*_, html) in zip(rows, versions, strict=True):
            self.articles[row["id"]] = {
                **row,
                "num": number,
                "cid": rows[0]["id"],
                "texte": html,
                "texteHtml": html,
                "sectionParentTitre": "Chapitre II",
                "textTitles": [{"titre": code, "cid": "LEGITEXT000000000001"}],
                "context": {"titresTM": [{"titre": "Livre Ier"}, {"titre": "Chapitre II"}]},
                "articleVersions": rows,
            }

    # --- what it answers

    def give_token(self, handler: Handler) -> None:
        form = {name: values[0] for name, values in parse_qs(handler.body.decode()).items()}
        expected = {"grant_type": "client_credentials", "client_id": ID, "client_secret": SECRET, "scope": "openid"}
        if form != expected:
            handler.reply(400, {"error": "invalid_client", "error_description": f"bad {form.get('client_secret')}"})
            return
        token = f"jeton-{len(self.asked)}"
        self.tokens.add(token)
        handler.reply(200, {"access_token": token, "token_type": "Bearer", "expires_in": 3600, "scope": "openid"})

    def answer(self, handler: Handler) -> None:
        if handler.headers.get("Authorization", "").removeprefix("Bearer ") not in self.tokens:
            handler.reply(401, {"error": "unauthorized"})
            return
        payload = json.loads(handler.body)
        if handler.path == "/app/consult/getArticle":
            handler.reply(200, {"executionTime": 3, "article": self.articles.get(payload["id"])})
        elif handler.path == "/app/search":
            handler.reply(200, self._found(payload))
        else:
            handler.reply(404, {"error": "not found"})

    def _found(self, payload: dict[str, Any]) -> dict[str, Any]:
        fields = {row["typeChamp"]: row["criteres"][0]["valeur"] for row in payload["recherche"]["champs"]}
        filters = {row["facette"]: row for row in payload["recherche"]["filtres"]}
        day = filters.get("DATE_VERSION", {}).get("singleDate")
        name = next((row["valeurs"][0] for key, row in filters.items() if key.endswith("NOM_CODE")), None)
        assert payload["fond"].endswith("_DATE" if day else "_ETAT")
        kept = [
            article
            for article in self.articles.values()
            if article["num"] == fields["NUM_ARTICLE"]
            and (name is None or article["textTitles"][0]["titre"] == name)
            and ("NUM" not in fields or fields["NUM"] in article["textTitles"][0]["titre"])
            and (day is None or article["dateDebut"] <= day < article["dateFin"])
        ]
        results = [
            {
                "titles": [{"title": article["textTitles"][0]["titre"], "cid": "LEGITEXT000000000001"}],
                "sections": [
                    {
                        "title": "Chapitre II",
                        "extracts": [
                            {
                                "id": article["id"],
                                "title": f"<mark>{article['num']}</mark>",
                                "legalStatus": article["etat"],
                                "type": "articles",
                            }
                        ],
                    }
                ],
            }
            for article in kept
        ]
        return {"executionTime": 5, "totalResultNumber": len(results), "results": results}

    def count(self, path: str) -> int:
        return sum(asked == path for asked, _ in self.asked)

    # --- how it fails

    def fails(self, *acts: Act, on: str = "api") -> None:
        self.plan[on].extend(acts)


def status(code: int, content: object = None, **headers: str) -> Act:
    return lambda handler: handler.reply(code, content if content is not None else {"error": "essai"}, **headers)


def cut(handler: Handler) -> None:
    """Announces more than it sends, then closes."""
    handler.send_response(200)
    handler.send_header("Content-Length", "5000")
    handler.end_headers()
    handler.wfile.write(b'{"results": [')
    handler.close_connection = True


def silent(handler: Handler) -> None:
    """Says nothing until the test is over."""
    handler.api.released.wait(20)


def served() -> Iterator[Api]:
    """A server for one test."""
    made = Api()
    thread = threading.Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    made.released.set()
    made.server.shutdown()
    made.server.server_close()
    thread.join()
