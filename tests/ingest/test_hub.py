"""A model asked for by name, against a hub of the test's own on the loopback, and without any network."""

from __future__ import annotations

import hashlib
import json
import shutil
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from advisor import wiring
from advisor.errors import EncoderUnavailable, IndexUnusable
from advisor.retrieval.model_files import find
from tests.ingest.conftest import Tiny

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
NAME, COMMIT, OTHER = "essais/petit-modele", "a" * 40, "b" * 40


class Hub:
    """Serves the files of folders as the hub serves a repository, one folder a commit; counts what is asked."""

    def __init__(self, folder: Path) -> None:
        self.commits = {COMMIT: folder}
        self.main = COMMIT
        self.asked: list[str] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_HEAD(self) -> None:
                outer.answer(self, body=False)

            def do_GET(self) -> None:
                outer.answer(self, body=True)

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.server.server_port}"

    def answer(self, handler: BaseHTTPRequestHandler, body: bool) -> None:
        path = urlsplit(handler.path).path
        self.asked.append(path)
        content, headers = self._content(path)
        handler.send_response(200 if content is not None else 404)
        for name, value in (headers | {"Content-Length": str(len(content or b""))}).items():
            handler.send_header(name, value)
        handler.end_headers()
        if body and content:
            handler.wfile.write(content)

    def _content(self, path: str) -> tuple[bytes | None, dict[str, str]]:
        api, files = f"/api/models/{NAME}", f"/{NAME}/resolve/"
        if path in {api, f"{api}/revision/main", *(f"{api}/revision/{commit}" for commit in self.commits)}:
            commit = path.rsplit("/", 1)[-1]
            commit = commit if commit in self.commits else self.main
            siblings = [{"rfilename": name} for name in self._names(commit)]
            return self._json({"id": NAME, "sha": commit, "siblings": siblings})
        if path.startswith(f"{api}/tree/"):
            commit = path.removeprefix(f"{api}/tree/").strip("/")
            commit = commit if commit in self.commits else self.main
            return self._json(
                [
                    {"type": "file", "path": name, "size": file.stat().st_size, "oid": self._mark(file)}
                    for name in self._names(commit)
                    for file in (self.commits[commit] / name,)
                ]
            )
        if path.startswith(files):
            commit, _, name = path.removeprefix(files).partition("/")
            file = self.commits.get(commit, self.commits[self.main]) / name
            if file.is_file():
                return file.read_bytes(), {"ETag": f'"{self._mark(file)}"', "X-Repo-Commit": commit}
        return None, {"X-Error-Code": "RepoNotFound"}

    def _names(self, commit: str) -> list[str]:
        folder = self.commits[commit]
        return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())

    @staticmethod
    def _mark(file: Path) -> str:
        return hashlib.sha1(file.read_bytes(), usedforsecurity=False).hexdigest()

    @staticmethod
    def _json(content: object) -> tuple[bytes, dict[str, str]]:
        return json.dumps(content).encode(), {"Content-Type": "application/json"}


@pytest.fixture
def hub(model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """A hub with one model, and an empty local cache."""
    from huggingface_hub import constants

    served = tmp_path / "servi"
    shutil.copytree(model, served)
    (served / "onnx").mkdir()
    (served / "onnx" / "model.onnx").write_bytes(b"autre format")
    (served / "pytorch_model.bin").write_bytes(b"anciens poids")
    found = Hub(served)
    monkeypatch.setattr(constants, "ENDPOINT", found.address)
    monkeypatch.setattr(
        constants, "HUGGINGFACE_CO_URL_TEMPLATE", found.address + "/{repo_id}/resolve/{revision}/{filename}"
    )
    monkeypatch.setattr(constants, "HF_HUB_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(constants, "HF_HUB_DISABLE_XET", True)
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    threading.Thread(target=found.server.serve_forever, daemon=True).start()
    yield found
    found.server.shutdown()
    found.server.server_close()


def test_a_model_is_downloaded_once_by_ingest_then_used_without_the_network(
    tiny: Tiny, hub: Hub, model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADVISOR_ENCODER", NAME)
    manifest = tiny.build().manifest
    assert (manifest.encoder, manifest.revision) == (f"{NAME}@{COMMIT}", COMMIT)
    assert manifest.model == find(str(model), "", "personne").digest
    assert any(path.endswith("model.safetensors") for path in hub.asked)
    assert not any(path.endswith((".onnx", ".bin")) for path in hub.asked)
    hub.asked.clear()
    assert not wiring.build(tiny.settings()).notices
    assert tiny.build().manifest.fingerprint == manifest.fingerprint
    assert hub.asked == []


def test_a_branch_that_moved_is_not_followed_and_a_pinned_commit_is(
    tiny: Tiny, hub: Hub, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from tests.ingest import tiny_models

    monkeypatch.setenv("ADVISOR_ENCODER", NAME)
    first = tiny.build().manifest
    hub.commits[OTHER] = tiny_models.bi_encoder(tmp_path / "autre", seed=1)
    hub.main = OTHER
    assert tiny.build().manifest == first
    monkeypatch.setenv("ADVISOR_ENCODER_REVISION", OTHER)
    (notice,) = wiring.build(tiny.settings()).notices
    assert "n'est pas, ou pas en entier, sur cette machine. La recherche se fait par les mots seuls." in notice
    second = tiny.build().manifest
    assert (second.revision, second.encoder) == (OTHER, f"{NAME}@{OTHER}")
    assert second.model != first.model
    assert not wiring.build(tiny.settings()).notices
    monkeypatch.setenv("ADVISOR_ENCODER_REVISION", COMMIT)  # both are here now
    with pytest.raises(IndexUnusable, match="autre encodeur"):
        wiring.build(tiny.settings())


def test_a_name_that_the_hub_does_not_know_is_said_plainly(
    tiny: Tiny, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADVISOR_ENCODER", "essais/inconnu")
    done = tiny.run()
    assert done.exit_code == 1
    assert "essais/inconnu" in done.output
    assert "ADVISOR_ENCODER=embedded" in done.output
    assert "Traceback" not in done.output


def test_without_the_network_a_model_never_downloaded_is_said_plainly(hub: Hub) -> None:
    hub.server.shutdown()
    hub.server.server_close()
    with pytest.raises(EncoderUnavailable, match="n'a pas pu être téléchargé") as caught:
        find(NAME, "", "personne", fetch=True)
    assert "dossier d'une copie" in caught.value.remedy


def test_the_service_never_downloads(hub: Hub) -> None:
    with pytest.raises(EncoderUnavailable, match="n'est pas, ou pas en entier") as caught:
        find(NAME, "", "personne")
    assert "make ingest" in caught.value.remedy
    assert hub.asked == []


def test_a_download_cut_short_is_taken_up_again(hub: Hub, model: Path, tmp_path: Path) -> None:
    whole = find(NAME, "", "personne", fetch=True)
    (whole.folder / "model.safetensors").unlink()
    with pytest.raises(EncoderUnavailable, match="pas en entier"):
        find(NAME, "", "personne")
    assert find(NAME, "", "personne", fetch=True).digest == whole.digest


def test_a_reranker_that_cannot_be_had_does_not_stop_an_ingest(
    tiny: Tiny, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ADVISOR_RERANKER", "essais/inconnu")
    assert tiny.run().exit_code == 0
    (notice,) = wiring.build(tiny.settings()).notices
    assert "essais/inconnu" in notice
    assert "videz ADVISOR_RERANKER" in notice
