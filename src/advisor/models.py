"""The sentence-transformers models that the settings ask for; what happens when one is not there, or is another.

A model that is missing or broken never stops the service: the search is then by words alone, or in its own order, and a
notice says so. An index made by another model is refused: vectors of two models are never compared.
"""

from __future__ import annotations

from advisor.errors import EncoderUnavailable, IndexUnusable
from advisor.retrieval import model_files
from advisor.retrieval import reranker as reranking
from advisor.retrieval.dense import DenseIndex, EmbeddedEncoder, SentenceTransformerEncoder
from advisor.retrieval.model_files import ModelFiles, Prompts
from advisor.retrieval.ports import Encoder
from advisor.retrieval.reranker import Reranker
from advisor.retrieval.store import Store
from advisor.settings import Settings

EMBEDDED = "embedded"
"""The encoder that needs no download."""
ORGANISATION = "sentence-transformers"
"""Whose an encoder named without `/` is."""
AGREES = 0.999
"""Cosine from which a model gives again the vector of an index."""


def encoder_files(settings: Settings, fetch: bool = False) -> ModelFiles:
    """The files of the encoder asked for, downloaded first when allowed. Raises EncoderUnavailable."""
    return _found(settings.encoder, settings.encoder_revision, ORGANISATION, settings, fetch)


def reranker_files(settings: Settings, fetch: bool = False) -> ModelFiles:
    """The files of the reranker asked for, downloaded first when allowed. Raises EncoderUnavailable."""
    return _found(settings.reranker, settings.reranker_revision, reranking.ORGANISATION, settings, fetch)


def prompts(settings: Settings) -> Prompts:
    """What is set to be put before questions and documents."""
    return Prompts(settings.encoder_query_prefix, settings.encoder_passage_prefix)


def loaded(settings: Settings, files: ModelFiles) -> SentenceTransformerEncoder:
    """The encoder of some files, as set. Raises EncoderUnavailable."""
    return SentenceTransformerEncoder(files, prompts(settings), settings.encoder_batch)


def opened(settings: Settings, store: Store, dense: DenseIndex | None) -> tuple[Encoder | None, tuple[str, ...]]:
    """The encoder an index was made with (None: words alone), and what to tell when it is not the one asked for.

    Raises IndexUnusable when another model made the index.
    """
    made = store.manifest
    if made.encoder.startswith(EMBEDDED) and not made.model:
        told = f"L'index a été fait sans le modèle « {settings.encoder} ». Lancez « make ingest » pour l'employer."
        return EmbeddedEncoder.open(store.folder), () if settings.encoder == EMBEDDED else (told,)
    if made.encoder.removesuffix(f"@{made.revision}") != settings.encoder:
        raise _another(settings, store)
    try:
        return _of_index(settings, store, dense), ()
    except EncoderUnavailable as error:
        told = f"{error.message} La recherche se fait par les mots seuls."
        return None, (f"{told} {_or(error.remedy, 'remettez ADVISOR_ENCODER=embedded')}",)


def reranker(settings: Settings) -> tuple[Reranker | None, tuple[str, ...]]:
    """The reranker asked for, not yet loaded (None: none), and what to tell when it is not here."""
    if not settings.reranker:
        return None, ()
    try:
        return Reranker(reranker_files(settings)), ()
    except EncoderUnavailable as error:
        told = f"{error.message} L'ordre des passages est celui de la recherche."
        return None, (f"{told} {_or(error.remedy, 'videz ADVISOR_RERANKER')}",)


def _of_index(settings: Settings, store: Store, dense: DenseIndex | None) -> Encoder:
    """The model that made an index, shown to be the same. Raises IndexUnusable, EncoderUnavailable."""
    files = encoder_files(settings)
    if files.identity(prompts(settings)) != store.manifest.model:
        raise _another(settings, store)
    encoder = loaded(settings, files)
    if encoder.dimension == store.manifest.dimension:
        again = encoder.encode([store.documents[0].indexed()])[0]
        if dense is None or float(again @ dense.first()) >= AGREES:
            return encoder
    raise EncoderUnavailable(
        f"Le modèle « {settings.encoder} » ne redonne pas les vecteurs de l'index : ses poids sont incomplets, "
        "ou ses bibliothèques ont changé.",
        "Téléchargez-le à nouveau, puis lancez « make ingest ».",
    )


def _another(settings: Settings, store: Store) -> IndexUnusable:
    made = f"« {store.manifest.encoder} », empreinte {store.manifest.model or 'inconnue'}"
    return IndexUnusable(
        f"L'index a été fait avec un autre encodeur ({made}) que « {settings.encoder} » tel qu'il est demandé ici.",
        "Lancez « make ingest ».",
    )


def _found(name: str, revision: str, organisation: str, settings: Settings, fetch: bool) -> ModelFiles:
    return model_files.find(name, revision, organisation, settings.data, fetch)


def _or(remedy: str, other: str) -> str:
    """A remedy, with the setting that does without the model unless it says it already."""
    return remedy if other.split()[-1].split("=")[0] in remedy else f"{remedy.rstrip('.')}, ou {other}."
