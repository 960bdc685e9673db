"""From located documents to an index: read, clean, cut, enrich, index, swap in."""

from __future__ import annotations

import errno
import hashlib
import platform
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from importlib import metadata
from pathlib import Path

from advisor import __version__
from advisor.domain.fiche import Fiche, Obligation
from advisor.domain.place import Locator
from advisor.domain.source import Page, Passage, Place
from advisor.errors import DataError, IndexUnusable
from advisor.knowledge import asked, yaml_text
from advisor.knowledge.asked import Asked
from advisor.knowledge.loader import Knowledge
from advisor.retrieval import documents as documents_of
from advisor.retrieval import letters
from advisor.retrieval.dense import DenseIndex
from advisor.retrieval.lexical import LexicalIndex, LineIndex
from advisor.retrieval.ports import Document
from advisor.retrieval.store import FORMAT, Manifest, Store, seal, swap_in, sweep, write_rows
from advisor.settings import Settings
from advisor.understanding import acting, answered, framing, intent, ruled, situation
from advisor.understanding.reader import ProfileReader
from ingest import encode
from ingest.locate import Located
from ingest.lock import alone
from ingest.read import Corpus, Step, read_corpus

LIBRARIES = ("bm25s", "chromadb", "numpy", "pypdf", "PyStemmer", "scikit-learn")
"""Packages whose files or results are in an index: another version of them makes another index."""


CONTENT_SHARE, ANSWERED_SHARE, LAW_SHARE = 4, 2, 2
"""One question in so many is enough to learn what one looks like: there are thousands."""
ASIDE_SHARE = 4
"""One fiche in so many gives a question to learn what one put beside a project looks like."""
TRAINING = ("projets.yaml", "droit.yaml", "hors-droit.yaml", "hors-corpus.yaml", "reponses.yaml", "actes.yaml")
"""Labelled messages of ours, in `corpus/training/`, on which the reading models are trained."""


def fingerprint(located: Sequence[Located], knowledge: Knowledge, settings: Settings) -> str:
    """What an index depends on: documents, knowledge, encoder, software and format."""
    parts = [
        __version__,
        str(FORMAT),
        knowledge.fingerprint,
        settings.encoder,
        settings.encoder_revision,
        *encode.made_by(settings),
        settings.chroma,
        _code_version(),
        *versions(),
        *(hashlib.sha256(_training(settings, name).read_bytes()).hexdigest() for name in TRAINING),
        *(
            hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted((settings.corpus / asked.FOLDER).rglob("*.yaml"))
        ),
        *(f"{item.source.id}:{item.source.kind}:{item.sha256}" for item in located),
    ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def versions() -> list[str]:
    """Versions of what makes an index, as `name version`."""
    return [f"python {platform.python_version()}", *(f"{name} {metadata.version(name)}" for name in LIBRARIES)]


def _training(settings: Settings, name: str) -> Path:
    path = settings.corpus / "training" / name
    if not path.is_file():
        raise DataError(path.name, None, "", f"introuvable dans {path.parent}.", "Vérifiez ADVISOR_CORPUS.")
    return path


def _code_version() -> str:
    """Hash of the code that makes an index, so that a change of it rebuilds."""
    root = Path(__file__).resolve().parents[1]
    package = root / "src" / "advisor"
    digest = hashlib.sha256()
    for folder in (root / "ingest", package / "retrieval", package / "understanding"):
        for path in sorted(folder.glob("*.py")):
            digest.update(path.read_bytes())
    for name in ("text.py", "articles.py", "ngrams.py", "models.py"):
        digest.update((package / name).read_bytes())
    return digest.hexdigest()[:12]


def up_to_date(settings: Settings, expected: str) -> Store | None:
    """The index in use when it was made from the same things and is whole, else None."""
    try:
        store = Store.current(settings.index)
        if store.manifest.fingerprint != expected:
            return None
        # A server may have lost what the folder does not hold.
        if settings.chroma and letters.keeps(store.manifest.encoder, len(store.documents)):
            refs = [document.ref for document in store.documents]
            DenseIndex.open(store.folder / "chroma", settings.chroma, expected, refs)
    except IndexUnusable:
        return None
    return store


def build(located: Sequence[Located], knowledge: Knowledge, settings: Settings, step: Step) -> Store:
    """The index of the documents and fiches, rebuilt only when something it depends on changed.

    Raises IndexUnusable when it cannot be written, EncoderUnavailable, DataError.
    """
    encode.fetch(settings, step)
    expected = fingerprint(located, knowledge, settings)
    with _writing(settings.index), alone(settings.index, lambda: step("Un autre ingest est en cours : attente", 0.0)):
        current = up_to_date(settings, expected)
        sweep(settings.index)
        if current:
            return current
        folder = _finished(settings.index, expected)
        if folder is None:
            folder = Path(tempfile.mkdtemp(prefix=f"{expected}-", dir=settings.index))
            try:
                _write(folder, read_corpus(located, step), knowledge, settings, expected, step)
            except BaseException:
                shutil.rmtree(folder, ignore_errors=True)
                raise
        swap_in(settings.index, folder)
    step("Index prêt", 1.0)
    return Store.current(settings.index)


@contextmanager
def _writing(index: Path) -> Iterator[None]:
    """Turns a folder that cannot be written into a message that says which, and what to do."""
    try:
        yield
    except OSError as error:
        full = error.errno in {errno.ENOSPC, errno.EDQUOT}
        reason = "le disque est plein" if full else error.strerror or type(error).__name__
        raise IndexUnusable(
            f"L'index ne peut pas être écrit dans {index} ({reason}).",
            "Libérez de la place." if full else "Vérifiez les droits de ce dossier, ou changez ADVISOR_DATA.",
        ) from error


def _finished(index: Path, expected: str) -> Path | None:
    """The same index, whole but never put in place because its ingest was killed just before."""
    for folder in sorted(index.glob(f"{expected}-*")):
        try:
            store = Store.at(folder)
        except IndexUnusable:
            continue
        if store.manifest.fingerprint == expected and folder.name != _in_use(index):
            return folder
    return None


def _in_use(index: Path) -> str:
    try:
        return Store.current(index).folder.name
    except IndexUnusable:
        return ""


def _write(folder: Path, corpus: Corpus, knowledge: Knowledge, settings: Settings, expected: str, step: Step) -> None:
    step("Préparation des passages", 0.5)
    questions = settings.corpus / asked.FOLDER
    put = framing.put(framing.examples(*_rows(settings, "droit.yaml")), asked.of_fiches(questions))
    documents = documents_over(corpus, knowledge.fiches, asked.read(questions), put)
    if not documents:
        raise IndexUnusable("Il n'y a rien à indexer : ni fiche, ni document.", "Vérifiez ADVISOR_CORPUS.")
    write_rows(folder / "pages.json", corpus.pages)
    write_rows(folder / "passages.json", corpus.passages)
    write_rows(folder / "articles.json", corpus.articles)
    write_rows(folder / "variants.json", corpus.variants)
    write_rows(folder / "sources.json", corpus.reports)
    write_rows(folder / "documents.json", documents)
    step("Index lexical", 0.6)
    LexicalIndex.build(documents).save(folder / "lexical")
    LineIndex.build(documents).save(folder / "lines")
    made = encode.write(folder, documents, settings, expected, step)
    step("Modèles de lecture", 0.9)
    _write_models(folder, knowledge, settings, put)
    seal(
        folder,
        Manifest(
            FORMAT, expected, knowledge.fingerprint, made.name, made.dimension, __version__, made.revision, made.model
        ),
    )


def documents_over(
    corpus: Corpus,
    fiches: Mapping[str, Fiche],
    written: Mapping[str, Sequence[Asked]],
    put: Mapping[str, Sequence[str]],
) -> list[Document]:
    """What is indexed: passages with what was written for them, and fiches with the questions put to them."""
    begun = [
        (entry, holders) for source, entries in written.items() for entry, holders in holding(corpus, source, entries)
    ]
    pages = {(page.source, page.label): page for page in corpus.pages}
    by_page: dict[tuple[str, str], list[Passage]] = {}
    for passage in corpus.passages:
        by_page.setdefault((passage.source, passage.page), []).append(passage)
    places: dict[Locator, Place] = {}
    for fiche in fiches.values():
        for locator in fiche.locators():
            on_page = by_page.get((locator.source, locator.page or locator.section), ())
            found = documents_of.place(locator, pages, on_page)
            if found and found.passage_id:
                # What was written for a passage that repeats another goes to the one that is indexed.
                twin = corpus.repeated.get(found.passage_id, found.passage_id)
                places[locator] = replace(found, passage_id=twin)
    laws = {info.code for info in corpus.articles}
    return [
        *documents_of.passage_documents(corpus.indexed(), laws, fiches.values(), places, begun),
        *documents_of.fiche_documents(fiches.values(), put),
    ]


def holding(corpus: Corpus, source: str, entries: Iterable[Asked]) -> list[tuple[Asked, list[str]]]:
    """What was written passage by passage for a source, with the ids of the passages each was written for."""
    pages, by_page = _by_page(corpus)
    found = []
    for entry in entries:
        held = documents_of.holding(entry.locator(source), pages, by_page.get((source, entry.page), ()))
        found.append((entry, [corpus.repeated.get(holder, holder) for holder in held]))
    return found


def _by_page(corpus: Corpus) -> tuple[dict[tuple[str, str], Page], dict[tuple[str, str], list[Passage]]]:
    """The pages by source and label, and the passages of each."""
    passages: dict[tuple[str, str], list[Passage]] = {}
    for passage in corpus.passages:
        passages.setdefault((passage.source, passage.page), []).append(passage)
    return {(page.source, page.label): page for page in corpus.pages}, passages


def _write_models(folder: Path, knowledge: Knowledge, settings: Settings, put: Mapping[str, Sequence[str]]) -> None:
    """Trains what reads messages, from our own questions and labelled projects."""
    found = situation.examples(*_rows(settings, "projets.yaml"))
    asked_of_law = framing.examples(*_rows(settings, "droit.yaml"))
    elsewhere = framing.foreign(*_rows(settings, "hors-droit.yaml"))
    ProfileReader(list(knowledge.facts.values())).train(found).save(folder)
    framing.FrameModel.train(asked_of_law).save(folder)
    ruled.RuledModel.train(asked_of_law, elsewhere).save(folder)
    acting.ActModel.train(acting.examples(*_rows(settings, "actes.yaml")), _asides(knowledge, put)).save(folder)
    # What an organisation adds is searched, and leaves alone how messages are read.
    ours = [fiche for fiche in knowledge.fiches.values() if fiche.id not in knowledge.local]
    rules, others = knowledge.of(Obligation), [fiche for fiche in ours if not _rule(fiche)]
    answered.AnsweredModel.train(
        _questions(others, put)[::ANSWERED_SHARE],
        [twin.question for twin in answered.twins(*_rows(settings, "reponses.yaml"))],
        [item.question for item in answered.unanswered(*_rows(settings, "hors-corpus.yaml"))],
    ).save(folder)
    labelled = intent.labelled_questions(
        [*(example.ask for example in asked_of_law if not example.fiches), *_questions(rules, put)[::LAW_SHARE]],
        _questions(others, put)[::CONTENT_SHARE],
        [example.texte for example in found],
        [example.ask for example in elsewhere],
    )
    intent.IntentModel.train(labelled).save(folder)


def _asides(knowledge: Knowledge, put: Mapping[str, Sequence[str]]) -> list[str]:
    """Some questions on the law and the sources, as those put beside a project."""
    ours = [fiche for fiche in knowledge.fiches.values() if fiche.id not in knowledge.local]
    return [questions[0] for fiche in ours if (questions := _questions([fiche], put))][::ASIDE_SHARE]


def _rule(fiche: Fiche) -> bool:
    return isinstance(fiche, Obligation)


def _questions(fiches: Iterable[Fiche], put: Mapping[str, Sequence[str]]) -> list[str]:
    """The questions written for fiches, in them and beside them."""
    return [question for fiche in fiches for question in (*fiche.questions, *put.get(fiche.id, ()))]


def _rows(settings: Settings, name: str) -> tuple[Path, object]:
    """A training file and its parsed content."""
    path = _training(settings, name)
    return path, yaml_text.read(path)[0]
