"""The dense side: encoders, and their vectors in Chroma. Heavy imports happen on use only.

The embedded encoder needs no download: character n-grams of 3 to 5 letters, hashed into a
fixed number of dimensions and weighted by idf, compared by cosine. It
catches typos, inflections and compounds that the lexical side misses.
"""

from __future__ import annotations

import functools
import hashlib
import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from advisor.errors import EncoderUnavailable, IndexUnusable
from advisor.ngrams import letter_ngrams
from advisor.retrieval.model_files import AS_THE_MODEL_SAYS, ModelFiles, Prompts, configuration, quiet
from advisor.retrieval.ports import Vectors
from advisor.text import plain

DIMENSION = 2048
LETTERS = (3, 5)
KEPT = "vectors.npy"
"""File of the vectors in an index kept for replays, which has no Chroma."""
_COLLECTION = "passages"
_BATCH = 1000
EXACT = 20_000
"""Documents up to which every cosine is computed (160 MB of vectors); beyond, Chroma's graph finds the nearest."""

BATCH = 32
"""Texts encoded together by a model, unless set otherwise."""
_MODEL_CONFIGURATION = "config_sentence_transformers.json"
_OR = ", ou remettez ADVISOR_ENCODER=embedded."


class EmbeddedEncoder:
    """Hashed character n-grams with idf; deterministic, no torch, no download."""

    def __init__(self, idf: NDArray[np.float32] | None = None) -> None:
        self.name = f"embedded-char35-{DIMENSION}"
        self.dimension = DIMENSION
        self.notices: tuple[str, ...] = ()
        self._idf = idf

    def fit(self, texts: Sequence[str]) -> EmbeddedEncoder:
        """Learns idf from the texts: ln((1 + n) / (1 + df)) + 1 (smooth idf)."""
        self._learn(self._counts(texts))
        return self

    def fit_encode(self, texts: Sequence[str]) -> Vectors:
        """`fit` then `encode` of the same texts, whose n-grams are counted once."""
        counts = self._counts(texts)
        self._learn(counts)
        return self._weighted(counts)

    def _learn(self, counts: Vectors) -> None:
        frequency = (counts != 0).sum(axis=0)
        self._idf = (np.log((1 + len(counts)) / (1 + frequency)) + 1).astype(np.float32)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of the texts; a text without letters gives a zero vector."""
        return self._weighted(self._counts(texts))

    def encode_query(self, question: str) -> NDArray[np.float32]:
        """The unit vector of a question."""
        found: NDArray[np.float32] = self.encode([question])[0]
        return found

    def _weighted(self, counts: Vectors) -> Vectors:
        dense: Vectors = np.sign(counts) * np.log1p(np.abs(counts))
        if self._idf is not None:
            dense *= self._idf
        norms = np.linalg.norm(dense, axis=1, keepdims=True)
        unit: Vectors = np.divide(dense, norms, out=np.zeros_like(dense), where=norms > 0)
        return unit

    @staticmethod
    def _counts(texts: Sequence[str]) -> Vectors:
        """Signed counts of hashed n-grams (feature hashing, Weinberger et al. 2009), shape (n, DIMENSION)."""
        counts = np.zeros((len(texts), DIMENSION), dtype=np.float32)
        for row, text in zip(counts, texts, strict=True):
            said = Counter(plain(text).split())
            if said:
                hashed = [_hashed(word) for word in said]
                columns = np.concatenate([columns for columns, _ in hashed])
                signs = np.concatenate([signs for _, signs in hashed])
                times = np.repeat(list(said.values()), [len(columns) for columns, _ in hashed])
                row[:] = np.bincount(columns, signs * times, minlength=DIMENSION)
        return counts

    def save(self, folder: Path) -> None:
        """Writes the learnt idf."""
        np.save(folder / "idf.npy", self._idf if self._idf is not None else np.ones(DIMENSION, np.float32))

    @classmethod
    def open(cls, folder: Path) -> EmbeddedEncoder:
        """Reads an encoder that `save` wrote. Raises IndexUnusable when it does not fit."""
        idf = np.load(folder / "idf.npy")
        if idf.shape != (DIMENSION,):
            raise IndexUnusable("L'index a été fait par une autre version.", "Lancez « make ingest ».")
        return cls(idf.astype(np.float32))


@functools.lru_cache(maxsize=1 << 16)
def _hashed(word: str) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """Columns and signs of the n-grams of a word, each from one CRC-32: the same on every machine."""
    codes = np.array([zlib.crc32(gram.encode()) for gram in letter_ngrams(word, *LETTERS)], dtype=np.int64)
    return (codes % DIMENSION).astype(np.intp), np.where(codes >> 31, 1.0, -1.0)


class SentenceTransformerEncoder:
    """Any sentence-transformers model, from its folder; prompts as the model, its family or the settings say."""

    def __init__(self, files: ModelFiles, prompts: Prompts = AS_THE_MODEL_SAYS, batch: int = BATCH) -> None:
        """Loads the model: `prompts` replaces the model's own where it is not empty.

        Raises EncoderUnavailable when it cannot be loaded, or is no bi-encoder.
        """
        if configuration(files.folder, _MODEL_CONFIGURATION).get("model_type") == "CrossEncoder":
            raise EncoderUnavailable(
                f"Le modèle « {files.name} » est un cross-encodeur.",
                "Donnez-le par ADVISOR_RERANKER, et un modèle de plongements par ADVISOR_ENCODER.",
            )
        try:
            from sentence_transformers import SentenceTransformer

            quiet()
            self._model = SentenceTransformer(str(files.folder), local_files_only=True)
            size = self._model.get_embedding_dimension()
            self.dimension = int(size or np.shape(self._model.encode([""]))[1])
        except ImportError as error:
            raise EncoderUnavailable(
                "sentence-transformers n'est pas installé.", f"Lancez « make models »{_OR}"
            ) from error
        except Exception as error:
            # The library raises many types (missing file, bad weights, foreign code); all mean the same here.
            raise EncoderUnavailable(
                f"Le modèle « {files.name} » ne peut pas être chargé ({type(error).__name__}).",
                f"Vérifiez son dossier ou téléchargez-le à nouveau{_OR}",
            ) from error
        self.name = f"{files.name}@{files.revision}" if files.revision else files.name
        self.prompts = prompts.over(files.name, self._model.prompts)
        self._batch = batch
        self._one_at_a_time = Lock()
        self.notices: tuple[str, ...] = ()

    def encode(self, texts: Sequence[str], told: Callable[[int], None] = lambda _done: None) -> Vectors:
        """Unit vectors of documents, batch by batch, nearest lengths together; `told` hears how many are done.

        Raises EncoderUnavailable when the model gives no numbers.
        """
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda rank: (-len(texts[rank]), rank))
        for start in range(0, len(order), self._batch):
            ranks = order[start : start + self._batch]
            vectors[ranks] = self._encoded(self._model.encode_document, ranks, texts, self.prompts.document)
            told(start + len(ranks))
        if not np.isfinite(vectors).all():
            raise EncoderUnavailable(
                f"Le modèle « {self.name} » ne donne pas de nombres : ses poids sont abîmés.",
                f"Téléchargez-le à nouveau{_OR}",
            )
        return vectors

    def encode_query(self, question: str) -> NDArray[np.float32]:
        """The unit vector of a question; zeros, which find nothing, when the model fails: `notices` then says so."""
        try:
            found = self._encoded(self._model.encode_query, [0], [question], self.prompts.query)[0]
        except EncoderUnavailable as error:
            self.notices = (f"{error.message} La question a été cherchée par les mots seuls. {error.remedy}",)
            found = np.zeros(self.dimension, dtype=np.float32)
        vector: NDArray[np.float32] = np.nan_to_num(found)
        return vector

    def _encoded(self, encode: Callable[..., Any], ranks: list[int], texts: Sequence[str], prompt: str) -> Vectors:
        """Vectors of some texts, one call at a time: the tokenizers of the library cannot be shared by threads.

        Raises EncoderUnavailable when the model fails.
        """
        given = [texts[rank] for rank in ranks]
        try:
            with self._one_at_a_time:
                found = encode(
                    given, prompt=prompt, batch_size=self._batch, normalize_embeddings=True, show_progress_bar=False
                )
        except Exception as error:  # memory, text too long, device: torch and the tokenizers raise their own
            raise EncoderUnavailable(
                f"Le modèle « {self.name} » a échoué ({type(error).__name__}).",
                f"Si la mémoire manque, baissez ADVISOR_ENCODER_BATCH{_OR}",
            ) from error
        return np.asarray(found, dtype=np.float32)


class DenseIndex:
    """Vectors in a Chroma collection; embedded in a folder, or on a server when an address is given."""

    def __init__(self, collection: Any, refs: Sequence[str], vectors: Vectors | None = None) -> None:
        self._collection = collection
        self._vectors = vectors
        self._rank = {ref: rank for rank, ref in enumerate(refs)}

    @classmethod
    def kept(cls, folder: Path, refs: Sequence[str]) -> DenseIndex | None:
        """The vectors of an index kept for replays, in a file of their own; None when it has none.

        Raises IndexUnusable when they are not one per ref.
        """
        path = folder / KEPT
        if not path.is_file():
            return None
        vectors: Vectors = np.load(path)
        if len(vectors) != len(refs):
            raise IndexUnusable("Les vecteurs conservés ne sont pas ceux de cet index.", "Restaurez les versions.")
        return cls(None, refs, vectors)

    def vectors(self) -> Vectors:
        """The vector of each document, in the order of the refs."""
        if self._vectors is None:
            held = self._collection.get(include=["embeddings"])
            rows = np.asarray(held["embeddings"], dtype=np.float32)
            self._vectors = np.zeros((len(self._rank), rows.shape[-1]), dtype=np.float32)
            self._vectors[[int(identifier) for identifier in held["ids"]]] = rows
        return self._vectors

    @classmethod
    def build(cls, folder: Path, server: str, name: str, refs: Sequence[str], vectors: Vectors) -> DenseIndex:
        """A new collection holding the vectors, under the refs. Raises IndexUnusable.

        On a server, an interrupted ingest may have left part of the same collection: the name says
        what the vectors were made from, so writing over it gives the same content.
        """
        try:
            client = _client(folder, server)
            collection = client.get_or_create_collection(
                _name(name), embedding_function=None, configuration=_configuration(len(refs))
            )
            for start in range(0, len(refs), _BATCH):
                ids = [f"{rank:07d}" for rank in range(start, min(start + _BATCH, len(refs)))]
                collection.upsert(ids=ids, embeddings=vectors[start : start + _BATCH])
        except Exception as error:  # chromadb raises its own family and plain ValueError alike
            where = f"le serveur Chroma {server}" if server else "le dossier de l'index"
            raise IndexUnusable(
                f"La base vectorielle n'a pas pu être écrite dans {where} ({type(error).__name__}).",
                "Vérifiez ADVISOR_CHROMA et que le serveur répond." if server else "Vérifiez la place et les droits.",
            ) from error
        return cls(collection, refs)

    @classmethod
    def open(cls, folder: Path, server: str, name: str, refs: Sequence[str]) -> DenseIndex:
        """The collection of an index. Raises IndexUnusable when it is absent or incomplete."""
        try:
            collection = _client(folder, server).get_collection(_name(name), embedding_function=None)
            size = collection.count()
        except Exception as error:  # chromadb raises its own family and plain ValueError alike
            raise IndexUnusable("La base vectorielle est absente ou illisible.", "Lancez « make ingest ».") from error
        if size != len(refs):
            raise IndexUnusable("La base vectorielle est incomplète.", "Lancez « make ingest ».")
        return cls(collection, refs)

    def first(self) -> NDArray[np.float32]:
        """The vector of the first document."""
        if self._vectors is None:
            held = self._collection.get(ids=[f"{0:07d}"], include=["embeddings"])["embeddings"]
            return np.asarray(held[0], dtype=np.float32)
        found: NDArray[np.float32] = self._vectors[0]
        return found

    def scores(self, vector: NDArray[np.float32], limit: int, by_words: object = None) -> NDArray[np.float32]:
        """Cosine similarity of the `limit` nearest documents, 0 for the others, shape (size,).

        Whatever words found: every document has its vector.

        Exact up to `EXACT` documents: Chroma's graph is drawn at random when it is built, so that two
        indexes of one corpus find slightly different neighbours, and answers must not depend on it.
        """
        size = len(self._rank)
        if not np.any(vector):
            return np.zeros(size, dtype=np.float32)
        exact = size <= EXACT or self._collection is None
        return self._exact(vector, limit) if exact else self._near(vector, limit)

    def _exact(self, vector: NDArray[np.float32], limit: int) -> NDArray[np.float32]:
        cosines = np.maximum(self.vectors() @ np.asarray(vector, dtype=np.float32), 0.0).round(6)
        nearest = np.argsort(-cosines, kind="stable")[:limit]
        scores = np.zeros_like(cosines)
        scores[nearest] = cosines[nearest]
        return scores

    def _near(self, vector: NDArray[np.float32], limit: int) -> NDArray[np.float32]:
        size = len(self._rank)
        scores = np.zeros(size, dtype=np.float32)
        found = self._collection.query(query_embeddings=[vector], n_results=min(limit, size), include=["distances"])
        for identifier, distance in zip(found["ids"][0], found["distances"][0], strict=True):
            scores[int(identifier)] = max(0.0, 1.0 - float(distance))
        return scores


def _configuration(size: int) -> Any:
    """How Chroma's graph is drawn: with care beyond `EXACT` documents, where it is searched, else at least cost.

    One thread and a wide search: what the graph misses is little.
    """
    drawn = (
        {"ef_construction": 200, "max_neighbors": 32} if size > EXACT else {"ef_construction": 8, "max_neighbors": 4}
    )
    return {"hnsw": {"space": "cosine", "ef_search": 400, "num_threads": 1, **drawn}}


def _client(folder: Path, server: str) -> Any:
    import chromadb
    from chromadb.config import Settings as ChromaSettings

    options = ChromaSettings(anonymized_telemetry=False)
    if server:
        address = server.split("://", 1)[1]
        host, _, port = address.partition(":")
        return chromadb.HttpClient(host=host, port=int(port or 8000), ssl=server.startswith("https"), settings=options)
    return chromadb.PersistentClient(path=str(folder), settings=options)


def _name(name: str) -> str:
    return f"{_COLLECTION}-{hashlib.sha256(name.encode()).hexdigest()[:12]}"
