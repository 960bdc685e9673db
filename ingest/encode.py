"""The dense side of an index: what encodes, what it encodes, and the vectors already made that need not be again."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from advisor import models
from advisor.errors import EncoderUnavailable
from advisor.models import EMBEDDED
from advisor.retrieval import letters
from advisor.retrieval.dense import DenseIndex, EmbeddedEncoder, SentenceTransformerEncoder
from advisor.retrieval.model_files import ModelFiles
from advisor.retrieval.ports import Document, Vectors
from advisor.settings import Settings
from ingest.read import Step
from ingest.vectors import VectorCache

LIBRARIES = ("sentence-transformers", "transformers", "torch")
"""Packages that vectors of a model hang on."""
BEGUN, DONE = 0.7, 0.9
"""Shares of an ingest before and after the dense side."""


@dataclass(frozen=True, slots=True)
class Made:
    """What encoded an index, as its manifest says it."""

    name: str
    dimension: int
    revision: str = ""
    model: str = ""


def fetch(settings: Settings, step: Step) -> None:
    """Makes sure the models asked for are on this machine, from the hub when they must.

    A reranker that cannot be had is left to the service, which says so and does without. Raises EncoderUnavailable.
    """
    if settings.encoder != EMBEDDED:
        step("Modèle", 0.0)
        try:
            models.encoder_files(settings, fetch=True)
        except EncoderUnavailable as error:
            remedy = f"{error.remedy.rstrip('.')}, ou remettez ADVISOR_ENCODER=embedded."
            raise EncoderUnavailable(error.message, remedy) from error
    if settings.reranker:
        step("Cross-encodeur", 0.0)
        with suppress(EncoderUnavailable):
            models.reranker_files(settings, fetch=True)


def made_by(settings: Settings) -> list[str]:
    """What the vectors of an index depend on beside the documents; nothing more for the embedded encoder."""
    if settings.encoder == EMBEDDED:
        return []
    try:
        model = models.encoder_files(settings).identity(models.prompts(settings))
    except EncoderUnavailable:
        model = "absent"
    return [model, *_versions()]


def write(folder: Path, documents: Sequence[Document], settings: Settings, name: str, step: Step) -> Made:
    """Writes the vectors of the documents in an index. Raises EncoderUnavailable, IndexUnusable."""
    step("Index dense", BEGUN)
    if settings.encoder == EMBEDDED:
        embedded = EmbeddedEncoder()
        letters.build(folder / "chroma", settings.chroma, name, documents, embedded)
        embedded.save(folder)
        return Made(embedded.name, embedded.dimension)
    files = models.encoder_files(settings)
    encoder = models.loaded(settings, files)
    vectors = _encoded(encoder, files, [document.indexed() for document in documents], settings, step)
    DenseIndex.build(folder / "chroma", settings.chroma, name, [document.ref for document in documents], vectors)
    return Made(encoder.name, encoder.dimension, files.revision, files.identity(models.prompts(settings)))


def _encoded(
    encoder: SentenceTransformerEncoder, files: ModelFiles, texts: Sequence[str], settings: Settings, step: Step
) -> Vectors:
    """The vectors of texts, those already made taken as they are."""
    model = [files.digest, encoder.prompts.document, *_versions()]
    cache = VectorCache(settings.data, model, encoder.dimension, 2 * settings.encoder_batch)

    def told(done: int, total: int) -> None:
        step(f"Index dense : {done} textes encodés sur {total}", BEGUN + (DONE - BEGUN) * done / max(1, total))

    return cache.vectors(texts, encoder.encode, told)


def _versions() -> list[str]:
    return [f"{name} {_version(name)}" for name in LIBRARIES]


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "absent"
