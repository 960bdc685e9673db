"""Located documents to pages and passages; one that cannot be read is reported and the others go on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from advisor.domain.source import ArticleInfo, Page, Passage, SourceInfo, SourceReport, Variant
from ingest import chunk, clean, extract, law, plain
from ingest.extract import Unreadable
from ingest.locate import Located

Step = Callable[[str, float], None]
"""Told of progress: what is being done, and the share already done in [0, 1]."""

READING_SHARE = 0.5
"""Share of a whole ingest spent reading."""


@dataclass
class Corpus:
    """What was read of every source.

    `repeated` gives, for passages that only repeat others, their twin. `newest` is the day of the latest
    text of each article, over all sources, and `variants` the texts left out for it.
    """

    pages: list[Page] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    repeated: dict[str, str] = field(default_factory=dict)
    articles: list[ArticleInfo] = field(default_factory=list)
    reports: list[SourceReport] = field(default_factory=list)
    newest: dict[tuple[str, str], str] = field(default_factory=dict)
    variants: list[Variant] = field(default_factory=list)

    def indexed(self) -> list[Passage]:
        """The passages to index: a slide printed again in a synthesis would hide other answers."""
        return [passage for passage in self.passages if passage.id not in self.repeated]


def read_corpus(located: Sequence[Located], step: Step) -> Corpus:
    """Reads every source found."""
    corpus = Corpus(newest=_newest(located))
    for rank, item in enumerate(located):
        step(f"Lecture : {item.source.short}", READING_SHARE * rank / max(1, len(located)))
        corpus.reports.append(_read_source(item, corpus))
    return corpus


def _newest(located: Iterable[Located]) -> dict[tuple[str, str], str]:
    """The day of the latest text of each article; a file that cannot be read is reported when its turn comes."""
    found: dict[tuple[str, str], str] = {}
    for item in located:
        if item.source.kind != "articles" or item.file is None:
            continue
        try:
            infos = [article.info for article in law.articles(item.file)]
        except (Unreadable, OSError):
            continue
        for info in infos:
            key = (info.code, info.article)
            found[key] = max(found.get(key, ""), info.read_on)
    return found


def trial(item: Located) -> SourceReport:
    """What would become of a source, read by itself and forgotten."""
    return _read_source(item, Corpus())


def _read_source(item: Located, corpus: Corpus) -> SourceReport:
    if item.file is None:
        return _missing(item.source)
    try:
        pages, articles = _pages(item.source, item.file)
    except Unreadable as error:
        return _report(item, error.state, message=error.message, remedy=error.remedy)
    except Exception as error:  # a document of the user's own may hold anything; the others are indexed
        message = f"{item.file.name} n'a pas pu être lu ({type(error).__name__}: {error})."
        return _report(item, "illisible", message=message, remedy="Signalez-nous ce fichier, ou retirez-le.")
    notes = []
    if articles:
        pages, articles, note = _new_articles(pages, articles, corpus)
        notes.append(note)
    passages = chunk.passages(pages)
    repeated = {} if articles else chunk.repeats(passages)
    corpus.pages.extend(pages)
    corpus.passages.extend(passages)
    corpus.repeated.update(repeated)
    corpus.articles.extend(articles)
    if item.source.sha256 and item.sha256 not in item.source.sha256:
        notes.append("Copie différente de celle que nous avons lue : les renvois sont vérifiés un à un.")
    return _report(item, "indexé", len(pages), len(passages) - len(repeated), " ".join(filter(None, notes)))


def _report(
    item: Located,
    state: Literal["indexé"] | extract.State,
    pages: int = 0,
    passages: int = 0,
    message: str = "",
    remedy: str = "",
) -> SourceReport:
    return SourceReport(
        id=item.source.id,
        state=state,
        file=item.file.name if item.file else "",
        sha256=item.sha256,
        pages=pages,
        passages=passages,
        message=message,
        remedy=remedy,
    )


def _missing(source: SourceInfo) -> SourceReport:
    if source.of_local:
        remedy = f"Déposez {source.files[0]} dans le dossier documents/ de vos règles locales (ADVISOR_LOCAL)."
    elif source.local:
        remedy = f"Remettez {source.files[0]} dans corpus/documents/, ou ôtez son entrée de catalogue.yaml."
    elif source.download:
        remedy = f"Lancez « python -m ingest fetch », ou déposez-le dans corpus/documents/ ({source.address})."
    else:
        remedy = f"Déposez-le dans corpus/documents/ ; il vient de {source.address}."
    return SourceReport(
        id=source.id, state="manquant", message=f"{source.short} : aucun fichier trouvé.", remedy=remedy
    )


def _pages(source: SourceInfo, file: Path) -> tuple[list[Page], list[ArticleInfo]]:
    if source.kind == "articles":
        articles = law.articles(file)
        return law.article_pages(articles), [article.info for article in articles]
    readers = {"pdf": extract.pdf_pages, "text": plain.text_pages, "markdown": plain.markdown_pages}
    return clean.clean_pages(source.id, readers[source.kind](file)), []


def _new_articles(
    pages: list[Page], articles: list[ArticleInfo], corpus: Corpus
) -> tuple[list[Page], list[ArticleInfo], str]:
    """Articles that stand: cited by its code and number, an article has one text, the latest; the first of equals."""
    known = {(info.code, info.article) for info in corpus.articles}
    new: dict[tuple[str, str], tuple[Page, ArticleInfo]] = {}
    again: list[str] = []
    older: list[str] = []
    for page, info in zip(pages, articles, strict=True):
        key = (info.code, info.article)
        outdated = info.read_on < corpus.newest.get(key, "")
        if not outdated and key not in known and key not in new:
            new[key] = (page, info)
            continue
        (older if outdated else again).append(f"{info.code}, {info.article}")
        corpus.variants.append(Variant(info=info, text=page.text))
    notes = [f"{len(again)} article(s) déjà lus, première version gardée ({again[0]}…)."] if again else []
    notes += [f"{len(older)} article(s) remplacés par un texte lu plus tard ({older[0]}…)."] if older else []
    return [page for page, _ in new.values()], [info for _, info in new.values()], " ".join(notes)
