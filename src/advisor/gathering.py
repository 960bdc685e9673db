"""What answers lean on, gathered from where it is kept: our own base, and what the organisation adds to it."""

from __future__ import annotations

from advisor.errors import DataError
from advisor.knowledge import cache, catalogue, loader, local, yaml_text
from advisor.retrieval.thesaurus import Thesaurus
from advisor.settings import Settings


def whole(settings: Settings, drafts: bool = False) -> local.Whole:
    """The base and its catalogue with what the organisation adds, of which a bad file is refused and told.

    Fiches in draft are left out unless asked for. Raises DataError when a file of ours is wrong.
    """
    catalogued = catalogue.whole(settings.corpus, settings.documents)
    ours = loader.load(settings.knowledge, drafts) if drafts else cache.loaded(settings.knowledge, settings.data)
    return local.added(ours, catalogued, settings.local, drafts)


def words(settings: Settings) -> tuple[Thesaurus, tuple[str, ...]]:
    """The thesaurus, with everyday words where there are any, and the organisation's.

    Beside it, what to tell of the words of the organisation that could not be added. Raises DataError when a file of
    ours is wrong.
    """
    path = settings.corpus / "thesaurus.yaml"
    everyday = settings.corpus / "synonymes.yaml"
    groups = yaml_text.read(everyday)[0] if everyday.exists() else ()
    concepts = yaml_text.read(path)[0]
    found = Thesaurus.read(path, concepts, groups)
    refused = []
    for folder in settings.local:
        try:
            added, _ = local.rows(folder / local.WORDS)
            if added:
                found = Thesaurus.read(folder / local.WORDS, [*concepts, *added], groups)
                concepts = [*concepts, *added]
        except DataError as error:
            refused.append(local.told(error))
    return found, tuple(refused)
