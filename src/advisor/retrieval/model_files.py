"""Where a sentence-transformers model lies on this machine, and the hash of its own files.

A model is named by a folder, or by a repository of the Hugging Face hub. One of the hub is taken from the
local cache as it lies there; the network is asked only when it is not there yet and the caller
allows it. What is loaded is therefore always a folder whose content is known: two models are never mixed.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from advisor.errors import EncoderUnavailable

MEMORY = "modeles.json"
"""File of the runtime folder that remembers the hashes of model files: reading 2 GB at each start is waste."""
KEPT = 8
"""Models whose hash is remembered."""
_OTHER_FORMATS = ("onnx/*", "openvino/*", "*.onnx", "*.h5", "*.msgpack", "*.ot", "*.gguf")
_OLD_WEIGHTS = ("*.bin", "*.pt")
"""Weights left out of a download when the same ones are there as safetensors."""
_PAGES = {".md", ".png", ".jpg", ".jpeg", ".pdf"}
_DOCUMENT_PROMPTS = ("document", "passage", "corpus")
_E5 = re.compile(r"(?:^|[/_-])e5[_-](?!.*instruct)", re.IGNORECASE)
"""Models of the e5 family, trained with prefixes that their files do not say; those with instructions left out."""


@dataclass(frozen=True, slots=True)
class Prompts:
    """What is put before a question, and before a document, for a model trained so; empty, as the model says."""

    query: str = ""
    document: str = ""

    def over(self, name: str, own: Mapping[str, str | None]) -> Prompts:
        """What is set here, else what a model says (`own`), else what the family of its name needs."""
        said = Prompts(own.get("query") or "", next((own[key] or "" for key in _DOCUMENT_PROMPTS if own.get(key)), ""))
        known = PREFIXED if _E5.search(name) and not (said.query or said.document) else said
        return Prompts(self.query or known.query, self.document or known.document)


AS_THE_MODEL_SAYS = Prompts()
PREFIXED = Prompts("query: ", "passage: ")


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """A model found: as it was asked for, its commit on the hub (or the revision asked for), folder and hash."""

    name: str
    revision: str
    folder: Path
    digest: str

    def identity(self, prompts: Prompts) -> str:
        """What tells vectors apart: the hash of the files, and the prompts set beside them if any."""
        if prompts == AS_THE_MODEL_SAYS:
            return self.digest
        return hashlib.sha256(f"{self.digest}\0{prompts.query}\0{prompts.document}".encode()).hexdigest()[:16]


def find(name: str, revision: str, organisation: str, runtime: Path | None = None, fetch: bool = False) -> ModelFiles:
    """The model of a name or folder, at a revision; from the hub when it is not here and `fetch` allows it.

    A name without `/` that is no folder is of `organisation`, as in sentence-transformers. `runtime` is where
    hashes are remembered. Raises EncoderUnavailable, its remedy without the setting to change.
    """
    folder = Path(name).expanduser()
    if folder.is_dir():
        return ModelFiles(name, revision, folder, _digest(folder, runtime))
    if folder.is_absolute() or name.count("/") > 1 or name.startswith("."):
        raise EncoderUnavailable(f"Le dossier de modèle « {name} » n'existe pas.", "Vérifiez son chemin.")
    found = _of_hub(name if "/" in name else f"{organisation}/{name}", revision, fetch)
    return ModelFiles(name, found.name, found, _digest(found, runtime))


def configuration(folder: Path, file: str) -> dict[str, object]:
    """A JSON file of a model, empty when it has none. Raises EncoderUnavailable when it cannot be read."""
    path = folder / file
    if not path.is_file():
        return {}
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise EncoderUnavailable(
            f"Le modèle de « {folder} » est abîmé ({file}).", "Copiez-le ou téléchargez-le à nouveau."
        ) from error
    return content if isinstance(content, dict) else {}


def quiet() -> None:
    """No progress bar where a model is loaded: it takes a second, and answers are read there."""
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]


def _of_hub(name: str, revision: str, fetch: bool) -> Path:
    """Folder of a repository in the local cache of the hub, downloaded first when allowed.

    Raises EncoderUnavailable.
    """
    try:
        from huggingface_hub import HfApi, snapshot_download
    except ImportError as error:
        raise EncoderUnavailable("sentence-transformers n'est pas installé.", "Lancez « make models ».") from error
    asked = revision or None
    try:
        ignored = [*_OTHER_FORMATS, *_OLD_WEIGHTS]
        return Path(snapshot_download(name, revision=asked, local_files_only=True, ignore_patterns=ignored))
    except Exception as error:  # the library raises many types; all mean that it is not here whole
        if not fetch:
            raise EncoderUnavailable(
                f"Le modèle « {name} » n'est pas, ou pas en entier, sur cette machine.",
                "Lancez « make ingest » avec un accès au réseau, ou donnez le dossier d'une copie.",
            ) from error
    try:
        files = HfApi().list_repo_files(name, revision=asked)
        safe = any(file.endswith(".safetensors") for file in files)
        ignored = [*_OTHER_FORMATS, *(_OLD_WEIGHTS if safe else ())]
        return Path(snapshot_download(name, revision=asked, ignore_patterns=ignored))
    except Exception as error:  # network, name, revision, rights: the library raises many types
        raise EncoderUnavailable(
            f"Le modèle « {name} » n'a pas pu être téléchargé ({type(error).__name__}).",
            "Vérifiez son nom, sa révision et le réseau, ou donnez le dossier d'une copie.",
        ) from error


def _digest(folder: Path, runtime: Path | None) -> str:
    """Hash of the names and contents of a model's files, its pages and hidden files left out.

    Remembered by names, sizes and dates. Raises EncoderUnavailable when a file cannot be read.
    """
    try:
        paths = [path for path in sorted(folder.rglob("*")) if path.is_file() and _counts(path.relative_to(folder))]
        stats = [(path.relative_to(folder).as_posix(), path.stat()) for path in paths]
        seen = "\n".join(f"{name} {stat.st_size} {stat.st_mtime_ns}" for name, stat in stats)
        key = hashlib.sha256(f"{folder.resolve()}\n{seen}".encode()).hexdigest()
        known = _remembered(runtime)
        if key not in known:
            known[key] = _hashed(folder, paths)
            _remember(runtime, known)
    except OSError as error:
        raise EncoderUnavailable(
            f"Le modèle de « {folder} » ne peut pas être lu ({error.strerror}).", "Vérifiez ses droits."
        ) from error
    return known[key]


def _counts(path: Path) -> bool:
    return path.suffix.lower() not in _PAGES and not any(part.startswith(".") for part in path.parts)


def _hashed(folder: Path, paths: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        with path.open("rb") as stream:
            content = hashlib.file_digest(stream, "sha256").hexdigest()
        digest.update(f"{path.relative_to(folder).as_posix()} {content}\n".encode())
    return digest.hexdigest()[:16]


def _remembered(runtime: Path | None) -> dict[str, str]:
    if runtime is None:
        return {}
    try:
        known = json.loads((runtime / MEMORY).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(key): str(value) for key, value in known.items()} if isinstance(known, dict) else {}


def _remember(runtime: Path | None, known: dict[str, str]) -> None:
    """Writes beside, then moves in place. What cannot be written is left: hashes are then only read again."""
    if runtime is None:
        return
    try:
        runtime.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(prefix=f".{MEMORY}", dir=runtime)
        with os.fdopen(handle, "w", encoding="utf-8") as written:
            json.dump(dict(list(known.items())[-KEPT:]), written)
        Path(draft).replace(runtime / MEMORY)
    except OSError:
        return
