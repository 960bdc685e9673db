"""A server on the loopback that speaks the protocol of OpenAI, and misbehaves on demand.

Chat completions (streamed or not), embeddings, rerank and models. What it answers to a chat is `script(body)`: a text,
or an object written as JSON. `plan` puts acts before that, used one by one: an honest text (`says`), or a failure.

    python -m tests.model.server --port 8765 --says "Bonjour."
"""

from __future__ import annotations

import argparse
import hashlib
import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Act = Callable[["Handler"], None]
Script = Callable[[Mapping[str, Any]], "str | Mapping[str, Any]"]
KEY = "cle-d-essai"
MODEL = "essai-7b"
PIECE = 12
"""Characters sent together in a stream."""
PATIENCE = 30.0
"""Seconds a silent server stays silent at most: the test is over long before."""


@dataclass(frozen=True)
class Asked:
    """A request as received: where, with which headers, and its body."""

    path: str
    headers: Mapping[str, str]
    body: Mapping[str, Any]
    raw: str

    def said(self) -> str:
        """All that was said to the model."""
        return "\n".join(str(message["content"]) for message in self.body.get("messages", ()))


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    api: Server
    body: dict[str, Any]

    def do_GET(self) -> None:
        self._receive("")

    def do_POST(self) -> None:
        self._receive(self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode())

    def _receive(self, raw: str) -> None:
        self.body = json.loads(raw) if raw else {}
        self.api.asked.append(
            Asked(self.path, {name.title(): value for name, value in self.headers.items()}, self.body, raw)
        )
        kind = self.path.rpartition("/")[2]
        plan = self.api.plan.get(kind, [])
        try:
            if self.headers.get("Authorization") != f"Bearer {self.api.key}":
                self.reply(401, {"error": {"message": f"bad key {self.headers.get('Authorization')}"}})
            elif plan:
                plan.pop(0)(self)
            else:
                self.api.answer(self, kind)
        except OSError:  # whoever asked has left
            self.close_connection = True

    @property
    def streamed(self) -> bool:
        return bool(self.body.get("stream"))

    def reply(self, status: int, content: object, **headers: str) -> None:
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    # --- a chat

    def whole(self, text: str) -> None:
        """An answer at once."""
        message = {"role": "assistant", "content": text}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        self.reply(200, {**self._head("chat.completion"), "choices": [choice], "usage": self._usage(text)})

    def begin(self) -> None:
        """The head of a stream, and the chunk that only says who speaks."""
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        self.piece({"role": "assistant", "content": ""})

    def piece(self, delta: Mapping[str, Any], finish: str | None = None) -> None:
        choice = {"index": 0, "delta": dict(delta), "finish_reason": finish}
        self.event(json.dumps({**self._head("chat.completion.chunk"), "choices": [choice]}))

    def event(self, data: str) -> None:
        self.raw(f"data: {data}\n\n".encode())

    def raw(self, block: bytes) -> None:
        """Bytes of a chunked answer."""
        self.wfile.write(f"{len(block):x}\r\n".encode() + block + b"\r\n")
        self.wfile.flush()

    def text(self, text: str, pause: float = 0.0) -> None:
        for start in range(0, len(text), PIECE):
            self.piece({"content": text[start : start + PIECE]})
            if pause and self.api.released.wait(pause):
                return

    def end(self, text: str, finish: str = "stop") -> None:
        self.piece({}, finish)
        if (self.body.get("stream_options") or {}).get("include_usage"):
            usage = {**self._head("chat.completion.chunk"), "choices": [], "usage": self._usage(text)}
            self.event(json.dumps(usage))
        self.event("[DONE]")
        self.wfile.write(b"0\r\n\r\n")

    def speak(self, text: str, pause: float = 0.0, finish: str = "stop") -> None:
        """A text as a model says it: streamed when asked so."""
        if not self.streamed:
            self.whole(text)
            return
        self.begin()
        self.text(text, pause)
        self.end(text, finish)

    def _head(self, kind: str) -> dict[str, Any]:
        return {"id": "essai", "object": kind, "created": 0, "model": self.body.get("model", MODEL)}

    def _usage(self, text: str) -> dict[str, int]:
        sent = sum(len(str(message["content"]).split()) for message in self.body.get("messages", ()))
        said = len(text.split())
        return {"prompt_tokens": sent, "completion_tokens": said, "total_tokens": sent + said}

    def log_message(self, *_: object) -> None:
        pass


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Whoever asked has left: that is what is being tried."""


class Server:
    """What it says, the acts planned, and all that was asked."""

    def __init__(self, key: str = KEY, port: int = 0) -> None:
        self.key = key
        self.script: Script = lambda body: "Bonjour."
        self.asked: list[Asked] = []
        self.plan: dict[str, list[Act]] = {"completions": [], "embeddings": [], "rerank": [], "models": []}
        self.refused: set[str] = set()
        """Fields of a chat request that it does not know: 422, like the servers that are strict."""
        self.pause = 0.0
        """Seconds between two pieces of an honest stream."""
        self.released = threading.Event()
        handler = type("Bound", (Handler,), {"api": self})
        self.server = _Quiet(("127.0.0.1", port), handler)
        self.root = f"http://127.0.0.1:{self.server.server_port}"
        self.url = f"{self.root}/v1"

    def settings(self, **more: str) -> dict[str, str]:
        """The environment that points to it."""
        given = {"MODEL": f"openai:{MODEL}", "MODEL_URL": self.url, "MODEL_KEY": self.key}
        return {f"ADVISOR_{name}": value for name, value in (given | more).items()}

    def does(self, *acts: Act, on: str = "completions") -> None:
        """Acts to come, one a request, before what the script says."""
        self.plan[on].extend(acts)

    def says(self, *texts: str) -> None:
        """Texts to say, one a request."""
        self.does(*(said(text) for text in texts))

    def chats(self) -> list[Asked]:
        """The chat requests received."""
        return [asked for asked in self.asked if asked.path.endswith("/chat/completions")]

    def answer(self, handler: Handler, kind: str) -> None:
        honest = {"completions": self._chat, "embeddings": _embed, "rerank": _rerank, "models": _models}.get(kind)
        if honest is None:
            handler.reply(404, {"error": {"message": "not found"}})
        else:
            honest(handler)

    def _chat(self, handler: Handler) -> None:
        unknown = sorted(self.refused & set(handler.body))
        if unknown:
            detail = [{"type": "extra_forbidden", "loc": ["body", unknown[0]]}]
            handler.reply(422, {"object": "error", "message": {"detail": detail}})
            return
        found = self.script(handler.body)
        handler.speak(found if isinstance(found, str) else json.dumps(found, ensure_ascii=False), self.pause)


def _models(handler: Handler) -> None:
    handler.reply(200, {"object": "list", "data": [{"id": MODEL, "object": "model"}]})


def _embed(handler: Handler) -> None:
    given = handler.body["input"]
    texts = [given] if isinstance(given, str) else given
    rows = [{"object": "embedding", "index": rank, "embedding": _vector(str(text))} for rank, text in enumerate(texts)]
    handler.reply(200, {"object": "list", "model": MODEL, "data": rows})


def _vector(text: str) -> list[float]:
    return [byte / 255 for byte in hashlib.sha256(text.encode()).digest()[:8]]


def _rerank(handler: Handler) -> None:
    """The documents by the share of the question's words they hold."""
    asked = set(handler.body["query"].lower().split())
    shares = [len(asked & set(text.lower().split())) / max(1, len(asked)) for text in handler.body["documents"]]
    order = sorted(range(len(shares)), key=lambda rank: -shares[rank])
    handler.reply(200, {"results": [{"index": rank, "relevance_score": shares[rank]} for rank in order]})


# --- how it misbehaves: each act is for one request


def said(text: str, finish: str = "stop") -> Act:
    """An answer, whatever was asked."""
    return lambda handler: handler.speak(text, finish=finish)


def slow(seconds: float, text: str = "Enfin.") -> Act:
    """Nothing, then an answer."""

    def act(handler: Handler) -> None:
        handler.api.released.wait(seconds)
        handler.speak(text)

    return act


def silent(handler: Handler) -> None:
    """Takes the request, and says nothing: not even the head of an answer."""
    handler.api.released.wait(PATIENCE)
    handler.close_connection = True


def pinging(handler: Handler) -> None:
    """Keeps the connection alive with comments, and never says a word."""
    handler.begin()
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and not handler.api.released.wait(0.05):
        handler.raw(b": ping\n\n")


def stall(text: str) -> Act:
    """The beginning of an answer, then nothing more."""

    def act(handler: Handler) -> None:
        handler.begin()
        handler.text(text)
        silent(handler)

    return act


def endless(handler: Handler) -> None:
    """Speaks without end, slowly."""
    handler.begin()
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and not handler.api.released.wait(0.05):
        handler.piece({"content": "encore "})


def limited(after: str = "") -> Act:
    """429, with the wait asked for if any."""
    headers = {"Retry_After": after} if after else {}
    return lambda handler: handler.reply(429, {"error": {"message": "rate limit"}}, **headers)


def status(code: int, content: object = None, **headers: str) -> Act:
    return lambda handler: handler.reply(code, content or {"error": {"message": "essai"}}, **headers)


def cut(text: str = "") -> Act:
    """The beginning of an answer, then the connection is closed under it."""

    def act(handler: Handler) -> None:
        handler.begin()
        handler.text(text)
        handler.close_connection = True
        handler.connection.close()

    return act


def unended(text: str) -> Act:
    """A stream that ends as it should for HTTP, without ever saying that the answer is over."""

    def act(handler: Handler) -> None:
        handler.begin()
        handler.text(text)
        handler.wfile.write(b"0\r\n\r\n")

    return act


def garbage(handler: Handler) -> None:
    """Something that is not JSON where JSON must be."""
    if handler.streamed:
        handler.begin()
        handler.event('{"choices": [{"delta": {"content": "Bon')
        handler.wfile.write(b"0\r\n\r\n")
    else:
        handler.reply(200, b'{"choices": [')


def page(handler: Handler) -> None:
    """A web page: the address is not that of a model."""
    handler.reply(200, b"<!doctype html><title>Bienvenue</title>", Content_Type="text/html")


def misshapen(handler: Handler) -> None:
    """JSON of another form than the protocol's."""
    if handler.streamed:
        handler.begin()
        handler.event(json.dumps({"resultat": ["bonjour"]}))
        handler.event("[DONE]")
        handler.wfile.write(b"0\r\n\r\n")
    else:
        handler.reply(200, {"resultat": ["bonjour"]})


def empty(handler: Handler) -> None:
    """An answer without a word."""
    handler.speak("")


def huge(size: int = 100_000, word: str = "participation ") -> Act:
    """An answer of so many characters."""
    return said((word * (size // len(word) + 1))[:size])


def served(key: str = KEY) -> Iterator[Server]:
    """A server for one test."""
    made = Server(key)
    thread = threading.Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    made.released.set()
    made.server.shutdown()
    made.server.server_close()
    thread.join()


def main() -> None:
    """Serves until interrupted, for a browser or the command line."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument("--says", default="Bonjour.")
    parser.add_argument("--pause", type=float, default=0.0)
    chosen = parser.parse_args()
    made = Server(port=chosen.port)
    made.script, made.pause = (lambda _body: chosen.says), chosen.pause
    made.server.serve_forever()


if __name__ == "__main__":
    main()
