"""Builds the real objects from the settings; the only module that knows them all."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from pydantic import TypeAdapter

from advisor import __version__, gathering, keeping, models, penning
from advisor.answering import answerable
from advisor.answering.book import Library
from advisor.answering.content import ContentWriter
from advisor.answering.lists import ListWriter
from advisor.assisting import opening as assistance
from advisor.audit.desk import Desk
from advisor.counsel import Counsel
from advisor.decision.engine import VERSION as DECISION_VERSION
from advisor.domain.fiche import Obligation
from advisor.domain.freshness import Freshnesses
from advisor.domain.place import Locator
from advisor.domain.source import Place, SourceInfo
from advisor.errors import DataError, IndexUnusable, JournalUnusable, LegifranceRefused, SettingInvalid
from advisor.finding import Finder
from advisor.journal.ports import Journal
from advisor.journal.retention import Keeping
from advisor.knowledge import loader, local, templates, yaml_text
from advisor.law import likelihood, matching
from advisor.legifrance import review, state
from advisor.legifrance.client import Access, Client
from advisor.legifrance.status import HeldText
from advisor.models import EMBEDDED
from advisor.privacy.masking import Masker
from advisor.privacy.persons import Known
from advisor.recording import NOT_RECORDED, Recorder
from advisor.retrieval import documents, letters, ranking
from advisor.retrieval.analysis import terms
from advisor.retrieval.dense import DenseIndex
from advisor.retrieval.hybrid import HybridRetriever
from advisor.retrieval.lexical import LexicalIndex, LineIndex
from advisor.retrieval.ports import Encoder
from advisor.retrieval.store import Store
from advisor.retrieval.thesaurus import Thesaurus
from advisor.service import Advisor, Parts, Texts
from advisor.settings import NO_JOURNAL, ROOT, Settings
from advisor.text import sentences
from advisor.understanding.acting import ActModel
from advisor.understanding.answered import AnsweredModel
from advisor.understanding.framing import FrameModel
from advisor.understanding.intent import IntentModel
from advisor.understanding.reader import ProfileReader
from advisor.understanding.ruled import RuledModel
from advisor.understanding.situation import SituationModel
from advisor.writing.writer import Writer

ALONE = "base-seule"
"""Runtime folder, in the runtime folder, of the service without any full text."""
PENDING = "essai"
"""Runtime folder, in the runtime folder, of the service on a corpus not yet published."""
NO_ENCODER = "aucun"
"""What an answer says of its encoder when the search is by words alone."""
_READ = TypeAdapter(local.Read)


def build(settings: Settings) -> Advisor:
    """The service, over the index in use.

    Raises IndexUnusable when there is none, DataError when a fiche is wrong.
    """
    base = gathering.whole(settings)
    knowledge = base.knowledge
    store = Store.current(settings.index)
    if store.manifest.knowledge != knowledge.fingerprint:
        raise IndexUnusable("L'index ne correspond plus aux fiches.", "Lancez « make ingest ».")
    dense = _dense(settings, store)
    words, unread = gathering.words(settings)
    retriever, encoder, notices = _retriever(settings, store, dense, words)
    reranker, unranked = models.reranker(settings)
    sources = {source.id: source for source in base.sources}
    library = _library(store, sources)
    freshness, told = _freshness(settings, knowledge)
    reader = ProfileReader(list(knowledge.facts.values()), SituationModel.open(store.folder), settings.date())
    names = matching.code_names(settings.corpus / "codes.yaml", yaml_text.read(settings.corpus / "codes.yaml")[0])
    lacking = settings.corpus / "poids-reponse.yaml"
    placed = settings.corpus / "poids-recherche.yaml"
    weighed = settings.corpus / "poids-droit.yaml"
    snapshot, unkept = _kept(settings, knowledge, store, dense)
    return Advisor(
        Parts(
            counsel=Counsel(
                knowledge.fiches,
                retriever,
                reader,
                FrameModel.open(store.folder),
                RuledModel.open(store.folder),
                likelihood.weights(weighed, yaml_text.read(weighed)[0]),
            ),
            knowledge=knowledge,
            texts=store,
            retriever=retriever,
            finder=Finder(
                retriever,
                knowledge.fiches,
                library,
                store.passages,
                ranking.weights(placed, yaml_text.read(placed)[0]),
                reranker,
            ),
            answered=AnsweredModel.open(store.folder),
            answerable=answerable.weights(lacking, yaml_text.read(lacking)[0]),
            reader=reader,
            intents=IntentModel.open(store.folder),
            acts=ActModel.open(store.folder),
            library=library,
            content=ContentWriter(knowledge.fiches, terms, library.placing, sentences),
            lists=ListWriter(knowledge.fiches, terms),
            codes=names,
            versions={
                "software": __version__,
                "knowledge": knowledge.fingerprint,
                "index": store.manifest.fingerprint,
                "decision": DECISION_VERSION,
                "encoder": store.manifest.encoder if encoder else NO_ENCODER,
                "snapshot": snapshot,
                "local": base.version,
            },
            today=settings.date().isoformat(),
            law_max_age_days=settings.law_max_age_days,
            question_max_characters=settings.question_max_characters,
            notices=(*notices, *unranked, *told, *unkept, *base.refused, *unread),
            article_codes=matching.by_number(_known_articles(store, knowledge)),
            freshness=freshness,
            templates=partial(templates.load, settings.corpus / templates.FOLDER),
        )
    )


def ready(settings: Settings) -> Advisor:
    """The service, its index made first when there is none or it is out of date.

    The ingest runs as a command of its own (`python -m ingest`): nothing imports it. A model asked
    for that cannot be loaded leaves the embedded encoder, with a notice.
    """
    try:
        return build(settings)
    except IndexUnusable:
        failure = _ingested({})
        if failure and settings.encoder != EMBEDDED:
            failure = _ingested({"ADVISOR_ENCODER": EMBEDDED})
        return _built(settings, failure)


def alone(settings: Settings) -> Advisor:
    """The service on the knowledge base alone, as it is now, in a runtime folder of its own."""
    folder = settings.data / ALONE
    failure = _ingested({"ADVISOR_LIBRARY": "", "ADVISOR_DATA": str(folder)})
    return _built(replace(settings, library=(), data=folder, journal=NO_JOURNAL), failure)


def pending(settings: Settings, corpus: Path, local: Sequence[Path]) -> Advisor:
    """The service on a corpus not yet published, its index made apart; nothing in use is touched, nothing recorded."""
    folder = settings.data / PENDING
    own = os.pathsep.join(str(path.resolve()) for path in local)
    changed = {"CORPUS": str(corpus.resolve()), "DATA": str(folder.resolve())}
    failure = _ingested({f"ADVISOR_{name}": value for name, value in changed.items()} | {"ADVISOR_LOCAL": own})
    chosen = replace(settings, corpus=corpus, local=tuple(local), data=folder, journal=NO_JOURNAL)
    return _built(chosen, failure)


def local_texts(settings: Settings) -> local.Read:
    """The organisation's own documents as they are now, whatever the index holds; none when they cannot be read."""
    command = [sys.executable, "-m", "ingest", "local"]
    own = {"ADVISOR_LOCAL": os.pathsep.join(str(path.resolve()) for path in settings.local)}
    done = subprocess.run(  # noqa: S603 -- our own command, nothing of the user in it
        command, cwd=ROOT, env=os.environ | own, capture_output=True, text=True, encoding="utf-8", check=False
    )
    return _READ.validate_json(done.stdout) if done.returncode == 0 else local.Read()


def journal(settings: Settings) -> Journal | None:
    """The journal of the settings, made or brought up to date first; None when they ask for none.

    Raises JournalUnusable when it cannot be opened.
    """
    from advisor.journal import store  # slow to load, and not needed to search or to check fiches

    return None if settings.journal == NO_JOURNAL else store.Journal.open(settings.journal)


def recorder(settings: Settings, advisor: Advisor) -> Recorder:
    """What asks the service and writes to the journal; one that cannot be opened is told with each answer.

    Raises SettingInvalid when the settings name a chat model that cannot be used.
    """
    guard = masker(settings, advisor)
    pen = penning.writer(settings, guard)
    reader = assistance.opened(settings, advisor.parts.knowledge.facts.values())
    try:
        kept = journal(settings)
        keeping = Keeping(kept, settings.journal_days, lambda: dt.datetime.now(dt.UTC)) if kept else None
        return Recorder(advisor, kept, guard, keeping=keeping, writer=pen, assistant=reader)
    except JournalUnusable as error:
        told = NOT_RECORDED.format(why=error)
        return Recorder(advisor, None, guard, absent=told, writer=pen, assistant=reader)


def writer(settings: Settings, advisor: Advisor) -> Writer:
    """The writer of the settings. Raises SettingInvalid when no model writes."""
    found = penning.writer(settings, masker(settings, advisor))
    if found is None:
        raise SettingInvalid(
            "Aucun modèle ne rédige.", "Réglez ADVISOR_MODEL (docs/modeles.md), avec le rôle « writer »."
        )
    return found


def masker(settings: Settings, advisor: Advisor) -> Masker:
    """What masks personal data; the people whom the sources cite are left, since one asks about them."""
    parts = advisor.parts
    passages = [passage.text for passage in parts.texts.passages.values()]
    said = [told.text for fiche in parts.knowledge.fiches.values() for told in fiche.told()]
    authors = [source.author for source in parts.library.sources.values()]
    return Masker(Known.of([*passages, *said], authors))


def _built(settings: Settings, failure: str) -> Advisor:
    """The service after an ingest; raises IndexUnusable with what the ingest said when it failed."""
    if failure:
        raise IndexUnusable(f"L'index n'a pas pu être construit : {failure}", "Lancez « make ingest ».") from None
    return build(settings)


def texts(settings: Settings) -> Texts:
    """The pages and passages of the texts at hand; the fiches may have changed since.

    An index is made only when there is none: checking fiches while one writes them stays quick.
    """
    try:
        return Store.current(settings.index)
    except IndexUnusable:
        return ready(settings).parts.texts


def legifrance(settings: Settings) -> Client:
    """The client of the Légifrance API. Raises LegifranceRefused when no credentials were given."""
    if not (settings.legifrance_id and settings.legifrance_secret):
        raise LegifranceRefused(
            "Aucun identifiant pour l'API Légifrance.",
            "Sur https://piste.gouv.fr (gratuit) : créez un compte, acceptez les conditions de l'API Légifrance "
            "(API › Consentement CGU), créez une application qui l'emploie, puis donnez son identifiant et son "
            "secret OAuth par ADVISOR_LEGIFRANCE_ID et ADVISOR_LEGIFRANCE_SECRET.",
        )
    access = Access(
        settings.legifrance_url, settings.legifrance_token_url, settings.legifrance_id, settings.legifrance_secret
    )
    return Client(access)


def law_texts(settings: Settings, needed: bool = False) -> dict[tuple[str, str], list[HeldText]] | None:
    """Every text of each article at hand, by code and number; None without an index, made first when `needed`."""
    try:
        store = Store.current(settings.index)
    except IndexUnusable:
        if not needed:
            return None
        ready(settings)
        store = Store.current(settings.index)
    found: dict[tuple[str, str], list[HeldText]] = {}
    for key, info in store.articles.items():
        page = store.pages[key]
        found[key] = [HeldText(read_on=info.read_on, origin=info.origin, text=page.text, legi_id=info.legi_id)]
    for other in store.variants:
        info = other.info
        text = HeldText(read_on=info.read_on, origin=info.origin, text=other.text, legi_id=info.legi_id)
        found.setdefault((info.code, info.article), []).append(text)
    return found


def _freshness(settings: Settings, knowledge: loader.Knowledge) -> tuple[Freshnesses, tuple[str, ...]]:
    """What Légifrance said of the law of the fiches, and what to tell the user when that cannot be read."""
    try:
        follow_up = state.read(settings.documents)
    except DataError as error:
        return {}, (f"Le suivi de la loi n'est pas pris en compte : {error}",)
    told: tuple[str, ...] = ()
    if follow_up.last and follow_up.last.failed:
        why = follow_up.last.failure
        told = (f"La dernière mise à jour de la loi ({follow_up.last.ended}) n'a pas abouti : {why}",)
    return review.freshnesses(knowledge.of(Obligation), follow_up), told


def _ingested(changed: dict[str, str]) -> str:
    """Runs the ingest in the environment, some variables changed; what it said when it failed, else nothing."""
    command = [sys.executable, "-m", "ingest", "--quiet"]
    done = subprocess.run(  # noqa: S603 -- our own command, nothing of the user in it
        command, cwd=ROOT, env=os.environ | changed, capture_output=True, text=True, check=False
    )
    return "" if done.returncode in {0, 3} else done.stderr.strip()[-400:] or f"code {done.returncode}"


def _kept(
    settings: Settings, knowledge: loader.Knowledge, store: Store, dense: DenseIndex | None
) -> tuple[str, tuple[str, ...]]:
    """The version kept for replays (empty without a journal), and what to tell when it could not be."""
    if settings.journal == NO_JOURNAL:
        return "", ()
    try:
        return keeping.keep(settings, knowledge, store, dense), ()
    except OSError as error:
        why = f"Les versions ne peuvent pas être conservées ({error.strerror or type(error).__name__})"
        return "", (f"{why} : les réponses d'aujourd'hui ne pourront pas être rejouées.",)


def _dense(settings: Settings, store: Store) -> DenseIndex | None:
    """The vectors of an index; None for one too large to keep those of the embedded encoder."""
    if not letters.keeps(store.manifest.encoder, len(store.documents)):
        return None
    refs = [document.ref for document in store.documents]
    kept = DenseIndex.kept(store.folder, refs)
    return kept or DenseIndex.open(store.folder / "chroma", settings.chroma, store.manifest.fingerprint, refs)


def _retriever(
    settings: Settings, store: Store, dense: DenseIndex | None, words: Thesaurus
) -> tuple[HybridRetriever, Encoder | None, tuple[str, ...]]:
    lexical, lines = LexicalIndex.open(store.folder / "lexical"), LineIndex.open(store.folder / "lines")
    encoder, notices = models.opened(settings, store, dense)
    near = (dense or letters.OnDemand(store.documents, encoder)) if encoder else None
    retriever = HybridRetriever.over(store.documents, lexical, lines, words, near, encoder)
    return retriever, encoder, notices


def thesaurus(settings: Settings) -> Thesaurus:
    """The thesaurus of the corpus, with the organisation's words and everyday ones. Raises DataError."""
    return gathering.words(settings)[0]


def desk(settings: Settings, journal: Journal) -> Desk:
    """The audit desk over a journal, with today's fiches, sources and thesaurus. Raises DataError."""
    base = gathering.whole(settings)
    knowledge = base.knowledge
    titles = {fiche.id: fiche.title for fiche in knowledge.fiches.values()}
    titles |= {source.id: source.short for source in base.sources}
    words = thesaurus(settings)

    def concepts(text: str) -> list[str]:
        return [concept.pref for concept in words.found(terms(text))]

    return Desk(journal, fiches=knowledge.fiches, titles=titles, concepts=concepts)


def _library(store: Store, sources: dict[str, SourceInfo]) -> Library:
    placed: dict[Locator, Place | None] = {}
    indexed = {page.source for page in store.pages.values()}

    def placing(locator: Locator) -> Place | None:
        if locator not in placed:
            found = store.passages_on(locator.source, locator.page or locator.section)
            placed[locator] = documents.place(locator, store.pages, found)
        return placed[locator]

    return Library(sources=sources, articles=store.articles, placing=placing, has_text=indexed.__contains__)


def _known_articles(store: Store, knowledge: loader.Knowledge) -> Sequence[tuple[str, str]]:
    cited = [
        (reference.code, reference.article) for fiche in knowledge.of(Obligation) for reference in fiche.references
    ]
    return list(dict.fromkeys([*store.articles, *cited]))
