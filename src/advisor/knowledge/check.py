"""Proves what the knowledge base says of itself and of its sources; every function is pure.

`structure` needs the fiches alone; `locators` and `copied` need the full texts, and speak only of
the sources at hand. Each returns the problems found, none when all is well.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from itertools import combinations

from text_to_num import alpha2digit

from advisor.domain.condition import Condition
from advisor.domain.degree import Degree
from advisor.domain.fiche import (
    YEAR,
    Alerte,
    Caution,
    Critere,
    Degre,
    Effect,
    FactDefinition,
    Fiche,
    Figure,
    Frein,
    Levier,
    Link,
    Obligation,
    Pratique,
    Reference,
)
from advisor.domain.local import RegleLocale
from advisor.domain.place import Locator
from advisor.domain.procedure import Step
from advisor.domain.source import Page
from advisor.knowledge import rules, stages
from advisor.knowledge.loader import FACTS_FOLDER, Knowledge, iter_texts
from advisor.knowledge.parts import parts
from advisor.text import Folded, find_run, fold, simplified, words

QUESTIONS = (4, 8)
WORDS = (5, 12)
ANCHOR_WORDS = (3, 8)
LEAST: dict[type[Fiche], int] = {Levier: 30, Pratique: 20, Obligation: 20}
SYNTHESIS_FREINS = {"terrain fertile": 8, "consensus": 3, "clés de l'action": 3}
"""The fourteen freins that the synthesis groups in three families."""
SAME_TITLE = 0.8
"""Share of their words from which two titles of one kind say the same thing."""
BESIDE = 120
"""Characters on each side of an anchor within which its figure is written."""
LONGEST_RUN = 8
LONGEST_LAW_RUN = 14
"""Consecutive words that our sentences may share with a document, and with an article of law."""
_LISTS_OF_IDS: dict[str, type[Fiche]] = {"answers": Frein, "levers": Levier}
_RUN = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to mend: file of the fiche, key in it, and what is wrong, in French."""

    file: str
    key: str
    message: str

    def __str__(self) -> str:
        return f"{self.file} (clé « {self.key} ») : {self.message}" if self.key else f"{self.file} : {self.message}"


_View = Callable[[str], Folded]
_Found = Iterator[tuple[str, str]]  # keys and messages of one fiche


def structure(knowledge: Knowledge) -> list[Problem]:
    """What is wrong in the fiches and facts themselves, whatever the texts say."""
    found: list[Problem] = []
    for fiche in knowledge.fiches.values():
        problems = (*unusable(fiche, knowledge), *_searched(fiche))
        found += [Problem(knowledge.files[fiche.id], key, message) for key, message in problems]
    for definition in knowledge.facts.values():
        file = f"{FACTS_FOLDER}/{definition.name}.yaml"
        found += [Problem(file, key, message) for key, message in _fact(definition, knowledge)]
    return [*found, *_counts(knowledge), *_titles(knowledge), *_circles(knowledge)]


def unusable(fiche: Fiche, knowledge: Knowledge) -> _Found:
    """Keys and messages of what keeps a fiche from being served: ids, places, dates, texts that lack."""
    yield from _identifiers(fiche, knowledge)
    yield from _anchors(fiche)
    yield from _filled(fiche)
    yield from _carried(fiche)
    yield from _dates(fiche)
    if isinstance(fiche, Obligation):
        yield from rules.problems(fiche, knowledge)
    if isinstance(fiche, Degre):
        yield from stages.problems(fiche, knowledge)


def _circles(knowledge: Knowledge) -> list[Problem]:
    names = rules.circle(knowledge.of(Obligation))
    message = f"règles qui se précèdent en rond : {', '.join(names)}."
    return [Problem(knowledge.files[names[0]], "relations", message)] if names else []


def _identifiers(fiche: Fiche, knowledge: Knowledge) -> _Found:
    for key, condition in parts(fiche, Condition):
        yield from _condition(condition, key, knowledge, after=isinstance(fiche, Critere))
    for key, link in parts(fiche, Link):
        if link.to not in knowledge.fiches:
            yield f"{key}.to", f"la fiche « {link.to} » n'existe pas."
    for name, cls in _LISTS_OF_IDS.items():
        for rank, identifier in enumerate(getattr(fiche, name, ())):
            if type(knowledge.fiches.get(identifier)) is not cls:
                yield f"{name}.{rank}", f"« {identifier} » n'est pas un {cls.__name__.lower()} de la base."
    for rank, phase in enumerate(getattr(fiche, "phases", ())):
        if phase not in _values("phase", knowledge):
            yield f"phases.{rank}", f"la phase « {phase} » n'existe pas."
    if isinstance(fiche, Critere):
        yield from _critere(fiche, knowledge)


def _critere(critere: Critere, knowledge: Knowledge) -> _Found:
    if critere.fact not in knowledge.facts:
        yield "fact", f"le fait « {critere.fact} » n'existe pas."
    for key, effect in parts(critere, Effect):
        yield from _effect(effect, key, knowledge)


def _effect(effect: Effect, key: str, knowledge: Knowledge) -> _Found:
    if effect.role == "alerte" and not effect.alert:
        yield f"{key}.alert", "un effet « alerte » nomme son alerte."
    if effect.alert and not isinstance(knowledge.fiches.get(effect.alert), Alerte):
        yield f"{key}.alert", f"l'alerte « {effect.alert} » n'existe pas."
    if effect.role != "alerte" and effect.degree is None:
        yield f"{key}.degree", f"un effet « {effect.role} » donne un degré."
    if effect.role == "place" and bool(effect.phase) == bool(effect.public):
        yield key, "un effet « place » donne une phase ou un public, l'un des deux."
    if effect.phase and effect.phase not in _values("phase", knowledge):
        yield f"{key}.phase", f"la phase « {effect.phase} » n'existe pas."


def _condition(condition: Condition, key: str, knowledge: Knowledge, after: bool = False) -> _Found:
    """Problems of one test; `after` when the headline degree may be looked at too."""
    if not condition.fact:
        return
    named = (*condition.any_of, *condition.none_of)
    degree = after and condition.fact == "degre"
    if condition.fact not in knowledge.facts and not degree:
        yield f"{key}.fact", f"le fait « {condition.fact} » n'existe pas."
        return
    for value in named:
        if value not in (tuple(Degree) if degree else _values(condition.fact, knowledge)):
            yield key, f"le fait « {condition.fact} » n'a pas de valeur « {value} »."
    measured = not degree and knowledge.facts[condition.fact].kind == "nombre"
    bounds = (condition.at_least, condition.at_most, condition.above, condition.below)
    if not measured and any(bound is not None for bound in bounds):
        yield key, f"le fait « {condition.fact} » n'est pas un nombre : il n'a pas de seuil."


def _values(name: str, knowledge: Knowledge) -> tuple[str, ...]:
    return knowledge.facts[name].values() if name in knowledge.facts else ()


def _fact(definition: FactDefinition, knowledge: Knowledge) -> _Found:
    known = definition.values()
    for rank, cue in enumerate(definition.cues):
        if cue.if_negated and cue.if_negated not in known:
            yield f"cues.{rank}.if_negated", f"la valeur « {cue.if_negated} » n'existe pas."
    for rank, inference in enumerate(definition.inferences):
        if inference.value not in known:
            yield f"inferences.{rank}.value", f"la valeur « {inference.value} » n'existe pas."
    for key, condition in parts(definition, Condition):
        yield from _condition(condition, key, knowledge)


def _searched(fiche: Fiche) -> _Found:
    if not QUESTIONS[0] <= len(fiche.questions) <= QUESTIONS[1]:
        yield "questions", f"{len(fiche.questions)} questions, il en faut de {QUESTIONS[0]} à {QUESTIONS[1]}."
    if not WORDS[0] <= len(fiche.words) <= WORDS[1]:
        yield "words", f"{len(fiche.words)} mots courants, il en faut de {WORDS[0]} à {WORDS[1]}."
    said = ". ".join((fiche.title, *(told.text for told in fiche.told())))
    for rank, word in enumerate(fiche.words):
        if find_run(word, said):
            yield f"words.{rank}", f"« {word} » est déjà dans la fiche : écrivez un mot que les gens disent à sa place."


def _anchors(fiche: Fiche) -> _Found:
    least, most = ANCHOR_WORDS
    for key, locator in parts(fiche, Locator):
        size = len(_words(locator.anchor)) if locator.page else len(locator.anchor.split())
        if not size and locator.page:
            yield f"{key}.anchor", "l'ancre manque ; seul un article hors des données peut s'en passer."
        elif not size and not fiche.note:
            yield f"{key}.anchor", "une ancre vide demande une note qui dise que l'article n'a pas été lu."
        elif size and not least <= size <= most:
            yield f"{key}.anchor", f"ancre de {size} mots, il en faut de {least} à {most}."


def _filled(fiche: Fiche) -> _Found:
    """What an unfilled template leaves empty."""
    for field in fields(fiche):
        if field.default is MISSING and getattr(fiche, field.name) == "":
            yield field.name, "le texte manque."
    for key, text in iter_texts(fiche):
        if not text and "." in key:
            yield key, "le texte manque."
    if not fiche.evidence:
        yield "evidence", "aucun passage ne porte la fiche."


def _carried(fiche: Fiche) -> _Found:
    """Figures and cautions lean on a place, a disagreement on two."""
    for key, figure in parts(fiche, Figure):
        if not figure.evidence:
            yield f"{key}.evidence", "un chiffre renvoie au passage où il est écrit."
        if figure.of is not None and figure.value > figure.of:
            yield f"{key}.of", f"{figure.value:g} dépasse le total de {figure.of:g}."
        if figure.unit == YEAR and not figure.value.is_integer():
            yield f"{key}.value", "une année est un nombre entier."
    for key, caution in parts(fiche, Caution):
        least = 2 if caution.kind == "désaccord" else 1
        if len(caution.evidence) < least:
            yield f"{key}.evidence", f"une réserve « {caution.kind} » cite au moins {least} passage(s)."
    for key, link in parts(fiche, Link):
        if link.basis == "texte" and not link.evidence:
            yield f"{key}.evidence", "un lien fondé sur le texte cite son passage ; sinon, écrivez basis: équipe."


def _dates(fiche: Fiche) -> _Found:
    dated = [(f"{key}.version", reference.version) for key, reference in parts(fiche, Reference) if reference.version]
    dated += [("checked", fiche.checked)] if isinstance(fiche, Obligation) else []
    dated += [("decided", fiche.decided)] if isinstance(fiche, RegleLocale) else []
    bounded = [*parts(fiche, Condition), *([("", fiche)] if isinstance(fiche, Obligation | RegleLocale) else [])]
    for key, part in bounded:
        dated += [(f"{key}.{name}", getattr(part, name)) for name in ("since", "until") if getattr(part, name)]
    for key, date in (*dated, ("review.date", fiche.review.date)):
        try:
            dt.date.fromisoformat(date)
        except ValueError:
            yield key, f"« {date} » n'est pas une date AAAA-MM-JJ."


def _counts(knowledge: Knowledge) -> list[Problem]:
    absent = [degree.value for degree in Degree if degree not in knowledge.degres]
    found = [Problem("degres", "", f"le degré « {degree} » n'a pas de fiche.") for degree in absent]
    for cls, least in LEAST.items():
        count = len(knowledge.of(cls))
        if count < least:
            found.append(Problem(f"{cls.__name__.lower()}s", "", f"{count} fiches, il en faut au moins {least}."))
    for family, expected in SYNTHESIS_FREINS.items():
        told = sum(frein.family == family for frein in knowledge.of(Frein))
        if told != expected:
            message = f"{told} freins dans la famille « {family} », la synthèse en donne {expected}."
            found.append(Problem("freins", "family", message))
    return found


def _titles(knowledge: Knowledge) -> list[Problem]:
    by_kind: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for fiche in knowledge.fiches.values():
        said = frozenset(word.rstrip("s") for word in words(fiche.title) if len(word.rstrip("s")) > 2)
        by_kind.setdefault(fiche.kind, []).append((fiche.id, said))
    return [
        Problem(knowledge.files[second], "title", f"titre presque identique à celui de « {first} ».")
        for titled in by_kind.values()
        for (first, left), (second, right) in combinations(titled, 2)
        if left == right or len(left & right) >= SAME_TITLE * len(left | right)
    ]


def template(fiche: Fiche, knowledge: Knowledge) -> _Found:
    """Keys and messages of what is wrong in a template of a document: its conditions, its anchors."""
    for key, condition in parts(fiche, Condition):
        yield from _condition(condition, key, knowledge, after=True)
    yield from _anchors(fiche)


def locators(knowledge: Knowledge, pages: Mapping[tuple[str, str], Page]) -> list[Problem]:
    """Anchors that do not stand exactly once where their locator says, for the sources at hand."""
    at_hand = {source for source, _ in pages}
    return [
        Problem(knowledge.files[fiche.id], key, message)
        for fiche in knowledge.fiches.values()
        for key, locator in parts(fiche, Locator)
        if locator.source in at_hand
        for message in _misplaced(locator, pages)
    ]


def _misplaced(locator: Locator, pages: Mapping[tuple[str, str], Page]) -> Iterator[str]:
    where = f"p. {locator.page}" if locator.page else f"art. {locator.section}"
    page = pages.get((locator.source, locator.page or locator.section))
    if not locator.anchor:
        if page is not None:
            yield f"{locator.source}, {where} : l'article est dans les données, il faut une ancre."
        return
    if page is None:
        yield f"{locator.source}, {where} : introuvable dans le texte."
        return
    places = find_run(locator.anchor, page.text)
    if len(places) != 1:
        yield f"{locator.source}, {where} : l'ancre « {locator.anchor} » s'y trouve {len(places)} fois, il en faut une."
        return
    path = page.section_at(places[0][0])
    if locator.page and not any(find_run(locator.section, title) for title in path):
        found = " › ".join(path)
        yield f"{locator.source}, {where} : l'ancre est dans « {found} », pas dans « {locator.section} »."


def figures(knowledge: Knowledge, pages: Mapping[tuple[str, str], Page]) -> list[Problem]:
    """Figures and legal durations whose number is not written, in digits or words, beside their anchor."""
    return [
        Problem(knowledge.files[fiche.id], key, f"{wanted:g} n'est pas écrit près de « {figure.evidence[0].anchor} ».")
        for fiche in knowledge.fiches.values()
        for key, figure in parts(fiche, Figure)
        for wanted in _unwritten((figure.value, figure.of), figure.evidence, pages)
    ] + [
        Problem(knowledge.files[fiche.id], key, f"{step.length} n'est pas écrit près de « {step.evidence[0].anchor} ».")
        for fiche in knowledge.fiches.values()
        for key, step in parts(fiche, Step)
        for _ in _unwritten((step.length,), step.evidence, pages)
    ]


def _unwritten(
    given: Sequence[float | None], evidence: Sequence[Locator], pages: Mapping[tuple[str, str], Page]
) -> list[float]:
    written: set[float] = set()
    for locator in evidence:
        page = pages.get((locator.source, locator.page or locator.section))
        if page is None:
            return []  # the text is not at hand
        for start, end in find_run(locator.anchor, page.text):
            written |= numbers(page.text[max(0, start - BESIDE) : end + BESIDE])
    return [wanted for wanted in given if wanted is not None and wanted not in written]


def numbers(text: str) -> set[float]:
    """The numbers written in a French text, in digits or in words.

    >>> sorted(numbers("six projets sur huit, 4 800 agents et 12,5 %"))
    [6.0, 8.0, 12.5, 4800.0]
    """
    spaced = re.sub("[\u202f\u00a0]", " ", re.sub("['’]", "' ", text))  # « d'un mois » holds a number
    digits = alpha2digit(spaced, "fr", threshold=0)
    found = {float(run.replace(",", ".")) for run in re.findall(r"\d+(?:[.,]\d+)?", digits)}
    return found | {float(re.sub(r"\D", "", run)) for run in re.findall(r"\b\d{1,3}(?:[ .,]\d{3})+\b", digits)}


def copied(knowledge: Knowledge, pages: Mapping[tuple[str, str], Page]) -> list[Problem]:
    """Sentences of ours that share too long a run of words with a document at hand.

    Names of sources and titles of sections are what one must copy: runs inside them are left out.
    Documents have ids without spaces, codes and laws are called by their names.
    """
    found: dict[tuple[str, str], Problem] = {}
    for view in (fold, simplified):  # as written, then with inclusive writing brought to its stem
        known = _known(pages, view)
        for fiche in knowledge.fiches.values():
            for key, text in iter_texts(fiche):
                for run in _shared(_words(text, view), known):
                    said = f"« {run} » est recopié d'un document : dites-le avec nos mots."
                    found.setdefault((fiche.id, key), Problem(knowledge.files[fiche.id], key, said))
    return list(found.values())


def _known(pages: Mapping[tuple[str, str], Page], view: _View) -> list[tuple[int, set[int]]]:
    """Sizes of runs that are too long, each with the runs of that size that stand in the documents."""
    law = [_words(page.text, view) for page in pages.values() if " " in page.source]
    prose: dict[str, list[str]] = {}
    for page in sorted((page for page in pages.values() if " " not in page.source), key=lambda page: page.index):
        prose.setdefault(page.source, []).extend(_words(page.text, view))
    titles = {title for page in pages.values() for _, path in page.sections for title in path}
    named = [_words(text, view) for text in titles | {source for source, _ in pages}]
    return [
        (size, _runs(texts, size) - _runs(named, size))
        for size, texts in ((LONGEST_RUN + 1, prose.values()), (LONGEST_LAW_RUN + 1, law))
    ]


def _runs(texts: Iterable[Sequence[str]], size: int) -> set[int]:
    return {hash(tuple(said[start : start + size])) for said in texts for start in range(len(said) - size + 1)}


def _shared(said: Sequence[str], known: Sequence[tuple[int, set[int]]]) -> Iterator[str]:
    """The first run of a text that stands in a document, at most one per kind of document."""
    for size, runs in known:
        starts = [start for start in range(len(said) - size + 1) if hash(tuple(said[start : start + size])) in runs]
        if starts:
            last = starts[0]
            while last + 1 in starts:
                last += 1
            yield " ".join(said[starts[0] : last + size])


def _words(text: str, view: _View = fold) -> list[str]:
    """Folded runs of letters and digits: an elided l' counts by itself, as a mark of inclusive writing does."""
    return _RUN.findall(view(text).text)
