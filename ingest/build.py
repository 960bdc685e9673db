"""From located documents to an index: read, clean, cut, enrich, index, swap in."""

from __future__ import annotations

import fcntl
import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from advisor import __version__
from advisor.domain.fiche import Obligation
from advisor.domain.source import ArticleInfo, Page, Passage, SourceReport
from advisor.errors import AdvisorError, IndexUnusable
from advisor.knowledge import yaml_text
from advisor.knowledge.loader import Knowledge
from advisor.retrieval import documents as documents_of
from advisor.retrieval.dense import DenseIndex, EmbeddedEncoder, encoder_for
from advisor.retrieval.lexical import LexicalIndex
from advisor.retrieval.ports import Document
from advisor.retrieval.store import FORMAT, Manifest, Store, swap_in, write_rows
from advisor.settings import Settings
from advisor.understanding import intent, situation
from advisor.understanding.reader import ProfileReader
from ingest import chunk, clean, extract, law, plain
from ingest.locate import Located

Step = Callable[[str, float], None]
"""Told of progress: what is being done, and the share already done in [0, 1]."""


@dataclass
class Corpus:
    """What was read of every source."""

    pages: list[Page] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    articles: list[ArticleInfo] = field(default_factory=list)
    reports: list[SourceReport] = field(default_factory=list)


def read_corpus(located: Sequence[Located], step: Step) -> Corpus:
    """Reads every source found; one that cannot be read is reported and the others go on."""
    corpus = Corpus()
    for rank, item in enumerate(located):
        step(f"Lecture de {item.source.short}", 0.6 * rank / max(1, len(located)))
        _read_source(item, corpus)
    return corpus


def _read_source(item: Located, corpus: Corpus) -> None:
    source = item.source
    if item.file is None:
        remedy = f"Téléchargez-le ({source.address}) dans corpus/documents/, ou lancez « python -m ingest fetch »."
        message = f"{source.short} : aucun fichier trouvé."
        corpus.reports.append(SourceReport(id=source.id, state="manquant", message=message, remedy=remedy))
        return
    try:
        pages, articles = _pages(item)
    except extract.Unreadable as error:
        corpus.reports.append(
            SourceReport(
                id=source.id,
                state=error.state,
                file=item.file.name,
                sha256=item.sha256,
                message=error.message,
                remedy=error.remedy,
            )
        )
        return
    passages = chunk.passages(pages)
    kept = passages if articles else chunk.without_repeats(passages)
    corpus.pages.extend(pages)
    corpus.passages.extend(kept)
    corpus.articles.extend(articles)
    known = not source.sha256 or item.sha256 in source.sha256
    corpus.reports.append(
        SourceReport(
            id=source.id,
            state="indexé",
            file=item.file.name,
            sha256=item.sha256,
            pages=len(pages),
            passages=len(kept),
            message=""
            if known
            else "Copie différente de celle que nous avons lue : les renvois sont vérifiés un à un.",
        )
    )


def _pages(item: Located) -> tuple[list[Page], list[ArticleInfo]]:
    assert item.file is not None
    if item.source.kind == "articles":
        articles = law.articles(item.file)
        return law.article_pages(articles), [article.info for article in articles]
    read = {"pdf": extract.pdf_pages, "text": plain.text_pages, "markdown": plain.markdown_pages}
    return clean.clean_pages(item.source.id, read[item.source.kind](item.file)), []


def fingerprint(located: Sequence[Located], knowledge: Knowledge, settings: Settings) -> str:
    """What an index depends on: documents, knowledge, encoder, software and format."""
    training = settings.corpus / "training" / "projets.yaml"
    parts = [
        __version__,
        str(FORMAT),
        knowledge.fingerprint,
        settings.encoder,
        settings.encoder_revision,
        _code_version(),
    ]
    parts.append(hashlib.sha256(training.read_bytes()).hexdigest())
    parts += [f"{item.source.id}:{item.sha256}" for item in located]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _code_version() -> str:
    """Hash of the code that makes an index, so that a change of it rebuilds."""
    root = Path(__file__).resolve().parents[1]
    digest = hashlib.sha256()
    for folder in (root / "ingest", root / "src" / "advisor" / "retrieval", root / "src" / "advisor" / "understanding"):
        for path in sorted(folder.glob("*.py")):
            digest.update(path.read_bytes())
    for name in ("text.py", "articles.py", "ngrams.py"):
        digest.update((root / "src" / "advisor" / name).read_bytes())
    return digest.hexdigest()[:12]


def up_to_date(index: Path, expected: str) -> Store | None:
    """The index in use when it was made from the same things, else None."""
    try:
        store = Store.current(index)
    except IndexUnusable:
        return None
    return store if store.manifest.fingerprint == expected else None


@contextmanager
def _one_at_a_time(index: Path) -> Iterator[None]:
    """Waits for another ingest of the same folder; the lock falls with its process."""
    index.mkdir(parents=True, exist_ok=True)
    with (index / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def build(located: Sequence[Located], knowledge: Knowledge, settings: Settings, step: Step) -> Store:
    """The index of the documents and fiches, rebuilt only when something it depends on changed."""
    expected = fingerprint(located, knowledge, settings)
    with _one_at_a_time(settings.index):
        current = up_to_date(settings.index, expected)
        if current:
            return current
        corpus = read_corpus(located, step)
        folder = Path(tempfile.mkdtemp(prefix=f"{expected}-", dir=settings.index))
        try:
            _write(folder, corpus, knowledge, settings, expected, step)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        swap_in(settings.index, folder)
    step("Index prêt", 1.0)
    return Store.current(settings.index)


def _write(folder: Path, corpus: Corpus, knowledge: Knowledge, settings: Settings, expected: str, step: Step) -> None:
    step("Préparation des passages", 0.6)
    documents = _documents(corpus, knowledge)
    write_rows(folder / "pages.json", corpus.pages)
    write_rows(folder / "passages.json", corpus.passages)
    write_rows(folder / "articles.json", corpus.articles)
    write_rows(folder / "sources.json", corpus.reports)
    write_rows(folder / "documents.json", documents)
    step("Index lexical", 0.7)
    LexicalIndex.build(documents).save(folder / "lexical")
    step("Index dense", 0.8)
    name, dimension = _write_dense(folder, documents, settings, expected)
    step("Modèles de lecture", 0.9)
    _write_models(folder, knowledge, settings)
    manifest = Manifest(FORMAT, expected, knowledge.fingerprint, name, dimension, __version__)
    (folder / "manifest.json").write_text(json.dumps(asdict(manifest)), encoding="utf-8")


def _documents(corpus: Corpus, knowledge: Knowledge) -> list[Document]:
    pages = {(page.source, page.label): page for page in corpus.pages}
    by_page: dict[tuple[str, str], list[Passage]] = {}
    for passage in corpus.passages:
        by_page.setdefault((passage.source, passage.page), []).append(passage)
    places = {}
    for fiche in knowledge.fiches.values():
        for locator in fiche.locators():
            found = documents_of.place(
                locator, pages, by_page.get((locator.source, locator.page or locator.section), ())
            )
            if found and found.passage_id:
                places[locator] = found
    laws = {info.code for info in corpus.articles}
    return [
        *documents_of.passage_documents(corpus.passages, laws, knowledge.fiches.values(), places),
        *documents_of.fiche_documents(knowledge.fiches.values()),
    ]


def _write_dense(folder: Path, documents: Sequence[Document], settings: Settings, name: str) -> tuple[str, int]:
    encoder = encoder_for(settings.encoder, settings.encoder_revision)
    texts = [f"{document.title} {document.section} {document.body} {document.asked}" for document in documents]
    if isinstance(encoder, EmbeddedEncoder):
        encoder.fit(texts).save(folder)
    DenseIndex.build(
        folder / "chroma", settings.chroma, name, [document.ref for document in documents], encoder.encode(texts)
    )
    return encoder.name, encoder.dimension


def _write_models(folder: Path, knowledge: Knowledge, settings: Settings) -> None:
    """Trains what reads messages, from our own questions and labelled projects."""
    path = settings.corpus / "training" / "projets.yaml"
    found = situation.examples(path, yaml_text.read(path)[0])
    ProfileReader(list(knowledge.facts.values())).train(found).save(folder)
    laws = [question for fiche in knowledge.of(Obligation) for question in fiche.questions]
    contents = [
        question
        for fiche in knowledge.fiches.values()
        if not isinstance(fiche, Obligation)
        for question in fiche.questions
    ]
    labelled = intent.labelled_questions(laws, contents, [example.texte for example in found])
    intent.IntentModel.train(labelled).save(folder)


def explain(error: AdvisorError) -> str:
    """A failure as one line for the terminal."""
    return f"{error.message} {error.remedy}".strip()
