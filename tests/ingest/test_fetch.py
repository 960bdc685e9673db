"""Downloads, against a server of the test's own on the loopback."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

from advisor.domain.source import SourceInfo
from advisor.retrieval.store import Store
from ingest import __main__ as command
from ingest.fetch import Downloader, Limits, Outcome, https_only
from ingest.locate import Located, sha256_of
from tests.ingest import pdf
from tests.ingest.conftest import Tiny, prose, sources

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

Answer = Callable[[BaseHTTPRequestHandler], None]


class Server:
    """Answers each path by a function; remembers what was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, str]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append((self.path, self.headers["User-Agent"]))
                outer.answers[self.path](self)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.server.server_port}"

    def gives(self, path: str, content: bytes, kind: str = "application/pdf", length: int | None = None) -> str:
        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(200)
            if kind:
                handler.send_header("Content-Type", kind)
            handler.send_header("Content-Length", str(len(content) if length is None else length))
            handler.end_headers()
            handler.wfile.write(content)

        self.answers[path] = answer
        return self.address + path

    def refuses(self, path: str, code: int) -> str:
        self.answers[path] = lambda handler: handler.send_error(code)
        return self.address + path

    def sends_to(self, path: str, target: str) -> str:
        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(302)
            handler.send_header("Location", target)
            handler.send_header("Content-Length", "0")
            handler.end_headers()

        self.answers[path] = answer
        return self.address + path

    def drips(self, path: str, pause_seconds: float) -> str:
        """A document sent in crumbs, without its size."""

        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(200)
            handler.end_headers()
            try:
                for _ in range(200):
                    handler.wfile.write(b"%PDF" + b"x" * 70000)
                    time.sleep(pause_seconds)
            except OSError:
                pass

        self.answers[path] = answer
        return self.address + path


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    thread = threading.Thread(target=made.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
    thread.join()


@pytest.fixture
def document(tmp_path: Path) -> bytes:
    return pdf.write(tmp_path / "modèle.pdf", [prose("le document")]).read_bytes()


def loopback(address: str) -> bool:
    """What the tests may reach, in place of https."""
    return urlsplit(address).hostname == "127.0.0.1"


def info(download: str, **fields: object) -> SourceInfo:
    made = SourceInfo(
        id="essai",
        title="L'essai",
        short="L'essai",
        author="",
        date="",
        licence="",
        address="https://exemple.fr/page",
        kind="pdf",
        files=("*essai*.pdf", "essai.pdf"),
        download=download,
    )
    return replace(made, **fields)  # type: ignore[arg-type]


def fetched(folder: Path, source: SourceInfo, **options: object) -> Outcome:
    options = {"allowed": loopback} | options
    return Downloader(folder / "documents", **options).fetch(Located(source, None))  # type: ignore[arg-type]


def names(folder: Path) -> list[str]:
    documents = folder / "documents"
    return sorted(path.name for path in documents.iterdir()) if documents.is_dir() else []


def test_a_document_is_downloaded_under_its_name(tmp_path: Path, server: Server, document: bytes) -> None:
    outcome = fetched(tmp_path, info(server.gives("/a.pdf", document)))
    assert (outcome.arrived, outcome.present) == (True, True)
    assert names(tmp_path) == ["essai.pdf"]
    assert (tmp_path / "documents" / "essai.pdf").read_bytes() == document
    assert server.asked[0][1].startswith("advisor/")


def test_a_copy_we_know_is_said_nothing_of_and_another_is_kept_but_said(
    tmp_path: Path, server: Server, document: bytes
) -> None:
    address = server.gives("/a.pdf", document)
    known = fetched(tmp_path, info(address, sha256=(sha256_of(tmp_path / "modèle.pdf"),)))
    other = fetched(tmp_path, info(address, sha256=("0" * 64,)))
    unknown = fetched(tmp_path, info(address))
    assert known.message == "L'essai : téléchargé."
    assert "Copie différente" in other.message
    assert "Empreinte inconnue" in unknown.message
    assert other.arrived
    assert unknown.arrived


def test_redirections_are_followed_to_allowed_addresses_only(tmp_path: Path, server: Server, document: bytes) -> None:
    server.gives("/b.pdf", document)
    assert fetched(tmp_path, info(server.sends_to("/a", server.address + "/b.pdf"))).arrived
    away = fetched(tmp_path, info(server.sends_to("/c", "http://localhost:9/secret?jeton=1")))
    assert not away.arrived
    assert "adresse refusée (http://localhost:9/secret)" in away.message


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("https://dumas.ccsd.cnrs.fr/x", True),
        ("http://dumas.ccsd.cnrs.fr/x", False),
        ("http://127.0.0.1/x", False),
        ("file:///etc/passwd", False),
        ("ftp://exemple.fr/x", False),
        ("https:///x", False),
        ("", False),
    ],
)
def test_only_https_is_allowed(address: str, allowed: bool) -> None:
    assert https_only(address) is allowed


def test_by_default_an_address_that_is_not_https_is_refused_before_any_connection(
    tmp_path: Path, server: Server, document: bytes
) -> None:
    outcome = fetched(tmp_path, info(server.gives("/a.pdf", document)), allowed=https_only)
    assert "https" in outcome.message
    assert server.asked == []


@pytest.mark.parametrize(
    ("prepare", "said"),
    [
        (lambda server, _: server.refuses("/a", 404), "404 (introuvable)"),
        (lambda server, _: server.refuses("/a", 403), "403 (accès refusé)"),
        (lambda server, _: server.refuses("/a", 503), "503 (panne du site)"),
        (lambda server, _: server.gives("/a", b"<html>", "text/html"), "autre chose que le document"),
        (lambda server, _: server.gives("/a", b"<html>connexion</html>"), "n'est pas un PDF"),
        (lambda server, _: server.gives("/a", b""), "vide"),
        (lambda server, body: server.gives("/a", body[:-200]), "incomplet"),
        (lambda server, body: server.gives("/a", body, length=len(body) + 50), "s'est interrompu"),
        (lambda server, body: server.gives("/a", body, length=50_000_000), "dépasse 40 Mo"),
        (lambda _server, _: "http://127.0.0.1:9/rien", "ne peut pas être joint"),
    ],
)
def test_a_failure_is_one_clear_line_with_what_to_do_by_hand(
    tmp_path: Path, server: Server, document: bytes, prepare: Callable[[Server, bytes], str], said: str
) -> None:
    outcome = fetched(tmp_path, info(prepare(server, document)))
    assert (outcome.arrived, outcome.present) == (False, False)
    assert said in outcome.message
    assert outcome.message.startswith("L'essai : ")
    assert "https://exemple.fr/page" in outcome.message
    assert str(tmp_path / "documents") in outcome.message
    assert "\n" not in outcome.message
    assert names(tmp_path) == []


def test_a_type_the_site_does_not_say_is_judged_on_the_content(tmp_path: Path, server: Server, document: bytes) -> None:
    assert fetched(tmp_path, info(server.gives("/a", document, ""))).arrived
    assert fetched(tmp_path, info(server.gives("/b", document, "application/octet-stream"))).arrived


def test_a_size_the_site_does_not_say_is_bounded_all_the_same(tmp_path: Path, server: Server) -> None:
    outcome = fetched(tmp_path, info(server.drips("/a", 0.0), max_megabytes=0.5))
    assert "dépasse 0.5 Mo" in outcome.message
    assert names(tmp_path) == []


def test_a_site_too_slow_or_silent_is_given_up(tmp_path: Path, server: Server) -> None:
    slow = fetched(tmp_path, info(server.drips("/a", 0.05)), limits=Limits(total_seconds=0.2))
    silent = fetched(tmp_path, info(server.drips("/b", 2.0)), limits=Limits(silence_seconds=0.2))
    assert "dépasse 0 secondes" in slow.message
    assert "ne répond plus" in silent.message
    assert names(tmp_path) == []


def test_a_source_without_a_direct_address_says_so(tmp_path: Path) -> None:
    outcome = fetched(tmp_path, info(""))
    assert "pas d'adresse directe" in outcome.message
    assert "https://exemple.fr/page" in outcome.message


def test_a_readable_copy_is_not_downloaded_again_and_a_damaged_one_is(
    tmp_path: Path, server: Server, document: bytes
) -> None:
    source = info(server.gives("/a.pdf", document))
    here = tmp_path / "documents" / "essai.pdf"
    here.parent.mkdir()
    here.write_bytes(document)
    downloader = Downloader(here.parent, loopback)
    assert downloader.fetch(Located(source, here)).message == "L'essai : déjà là (essai.pdf)."
    here.write_bytes(document[:300])
    assert downloader.fetch(Located(source, here)).arrived
    assert here.read_bytes() == document


def test_the_command_downloads_what_it_can_and_indexes_it(
    tiny: Tiny, server: Server, document: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = sources()
    rows[0]["download"] = server.gives("/rapport.pdf", document)
    rows.append({**rows[0], "id": "absent", "short": "L'absent", "files": ["absent.pdf"], "download": ""})
    (tiny.corpus / "sources.yaml").write_text(yaml.safe_dump(rows, allow_unicode=True), encoding="utf-8")
    (tiny.library / "rapport.pdf").unlink()
    (tiny.documents / ".abc.part").write_bytes(b"reste")
    monkeypatch.setattr(command, "downloader", lambda folder: Downloader(folder, loopback))
    done = tiny.run("fetch")
    assert done.exit_code == 3
    assert "Le rapport : téléchargé." in done.output
    assert "L'absent : pas d'adresse directe" in done.output
    assert "Les notes : déjà là" in done.output
    assert Store.current(tiny.settings().index).passages_on("rapport", "1")
    assert sorted(path.name for path in tiny.documents.iterdir()) == [".lock", "rapport.pdf"]


def test_the_command_ends_with_0_when_all_is_there(tiny: Tiny) -> None:
    done = tiny.run("fetch")
    assert done.exit_code == 0
    assert not tiny.settings().index.exists()
