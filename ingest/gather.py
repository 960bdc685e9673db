"""What is to be indexed: the base and the catalogue with what the organisation adds, and where each text is."""

from __future__ import annotations

from advisor.knowledge import catalogue, loader, local
from advisor.settings import Settings
from ingest.locate import Located, locate


def whole(settings: Settings) -> local.Whole:
    """The base and the catalogue with what the organisation adds. Raises DataError when a file of ours is wrong."""
    catalogued = catalogue.whole(settings.corpus, settings.documents)
    return local.added(loader.load(settings.knowledge), catalogued, settings.local)


def located(settings: Settings, known: local.Whole) -> list[Located]:
    """Every source and its file; those of the organisation are looked for in its own folders, and there alone."""
    ours = [source for source in known.sources if not source.of_local]
    found = locate(ours, [settings.documents, *settings.library])
    for folder in settings.local:
        own = [source for source in known.sources if source.folder == str(folder)]
        found += locate(own, [folder / local.DOCUMENTS])
    return found
