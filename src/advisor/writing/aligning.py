"""A sentence laid on what it was written from: each word on a word, in an order that keeps who does what.

Words that all stand in the evidence can still be made to say anything: « le citoyen apporte son expérience » takes its
words from two true sentences. So words must follow one another as they do there: a sentence begins at the head of a
clause, nothing is turned round within one, what is said of one subject is never joined to another, and a clause or a
sentence moves only whole.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from advisor.writing import lexicon
from advisor.writing.reading import Read, Word, read

PREFIX, SHARE = 5, 0.7
"""Letters, and share of the longer stem, that two forms of one word have in common."""
NEW = 1 / 3
"""Share of words of its own that a sentence may have when a model judges its meaning."""
Place = tuple[int, int]
"""A word of the evidence: which source, which word."""


@dataclass(frozen=True, slots=True)
class Source:
    """One text of the evidence: as words, the openings of its sentences, whether it is a rule of law."""

    words: tuple[Word, ...]
    openings: tuple[str, ...]
    loose: frozenset[tuple[int, str]]
    rule: bool


@dataclass(frozen=True, slots=True)
class Aligned:
    """How a sentence was laid: why it could not be (`fault`, in French), else where each of its words stands."""

    fault: str = ""
    places: tuple[tuple[int, int], ...] = ()


@functools.lru_cache(maxsize=4096)
def source(text: str, rule: bool) -> Source:
    """A text of the evidence as words."""
    found = read(text)
    return Source(found.words, found.openings, found.loose, rule)


def aligned(said: Read, sources: Sequence[Source], strict: bool = True) -> Aligned:
    """The words of a sentence laid on the evidence; without `strict`, only what bears on them is looked at."""
    words = list(said.words)
    if sum(word.kind == "content" for word in words) < 2:
        return Aligned("trop peu de mots pour être vérifiée")
    near = [[place for place in _places(sources) if _may_be(word, _at(sources, place))] for word in words]
    alone = [word.folded for word, found in zip(words, near, strict=True) if not found]
    if alone and (strict or len(alone) > NEW * len(words)):
        return Aligned(f"mots absents de ce qu'elle cite : {', '.join(dict.fromkeys(alone))}")
    same = [
        [place for place in found if _bears_the_same(word, _at(sources, place))]
        for word, found in zip(words, near, strict=True)
    ]
    turned = [word.folded for word, found, kept in zip(words, near, same, strict=True) if found and not kept]
    own = {bearing for _, bearing in said.loose}
    if turned or own - {bearing for held in sources for _, bearing in held.loose}:
        return Aligned(f"négation, permission ou obligation changée : {', '.join(turned) or 'fin de phrase'}")
    if not strict:
        return Aligned(places=tuple(found[0] for found in same if found))
    path = _path(words, same, sources)
    if path is None:
        return Aligned("mots de la source mis dans un autre ordre : le sens a pu changer")
    return Aligned(_left_out(own, path, sources), tuple(path))


def _places(sources: Sequence[Source]) -> Iterable[Place]:
    return ((rank, index) for rank, source in enumerate(sources) for index in range(len(source.words)))


def _at(sources: Sequence[Source], place: Place) -> Word:
    return sources[place[0]].words[place[1]]


def _may_be(word: Word, other: Word) -> bool:
    """Whether two words are the same word; names, numbers, articles and small words only when they are identical."""
    if word.kind != other.kind:
        return False
    if word.kind != "content":
        return word.key == other.key
    if word.name:
        return word.folded == other.folded
    return word.key == other.key or _forms(word.key, other.key)


def _forms(one: str, two: str) -> bool:
    longest = max(len(one), len(two))
    common = next((rank for rank, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    return common >= max(PREFIX, SHARE * longest)


def _bears_the_same(word: Word, other: Word) -> bool:
    if word.kind != "content" or word.bearing == other.bearing:
        return True
    advised = other.folded.endswith("ez") and not other.bearing  # « prévoyez » may be said « il faut prévoir »
    return advised and word.bearing == {"doit"}


def _path(words: Sequence[Word], places: Sequence[Sequence[Place]], sources: Sequence[Source]) -> list[Place] | None:
    """A way through the evidence that follows the sentence, None when every one breaks a rule of order."""
    steps: list[dict[Place, Place | None]] = [
        {place: None for place in places[0] if _opens(sources[place[0]].words, place[1])}
    ]
    for word, found in zip(words[1:], places[1:], strict=True):
        following: dict[Place, Place | None] = {}
        for before in steps[-1]:
            for place in found:
                if _follows(before, place, word.joined, sources):
                    following.setdefault(place, before)
        steps.append(following)
    at: Place | None = min(steps[-1], default=None)
    path = []
    for step in reversed(steps):
        if at is None:
            return None
        path.append(at)
        at = step[at]
    return path[::-1]


def _opens(words: Sequence[Word], index: int) -> bool:
    """Whether a sentence may begin there: at the head of a clause, lest an object be made a subject."""
    return not any(held.kind == "content" and held.clause == words[index].clause for held in words[:index])


def _follows(before: Place, after: Place, joined: bool, sources: Sequence[Source]) -> bool:
    """Whether a word of the evidence may come right after another in a sentence; `joined` when a comma or « et » does.

    Another source, or another sentence, only comes whole after a whole one.
    """
    words, p, q = sources[after[0]].words, before[1], after[1]
    if before[0] != after[0]:
        return joined and _last(sources[before[0]].words, p, "sentence") and _first(words, q, "sentence")
    if p == q:
        return False
    here, there = words[p], words[q]
    if here.unit != there.unit:
        next_one = joined or there.unit == here.unit + 1
        return q > p and next_one and _last(words, p, "unit") and _first(words, q, "unit")
    if q < p:
        return _last(words, p, "clause") and _first(words, q, "clause")
    return _forward(words, p, q, joined, sources[after[0]].rule)


def _forward(words: Sequence[Word], p: int, q: int, joined: bool, rule: bool) -> bool:
    """Whether the words between two may be left out: never what bounds, counts, denies or allows, nor half a clause."""
    between = words[p + 1 : q]
    if rule:
        return not between
    if any(not _may_go(word) for word in between):
        return False
    if words[p].clause == words[q].clause:
        return True
    gone = [word.clause for word in between if word.clause not in {words[p].clause, words[q].clause}]
    return (
        _last(words, p, "clause")
        and (_first(words, q, "clause") or not joined)
        and all(gone.count(clause) == 1 for clause in gone)
    )


def _may_go(word: Word) -> bool:
    if word.bearing or word.kind in {"number", "bound", "article"}:
        return False
    return word.kind != "sense" or word.key in lexicon.SOFT


def _first(words: Sequence[Word], index: int, part: str) -> bool:
    return index == 0 or getattr(words[index - 1], part) != getattr(words[index], part)


def _last(words: Sequence[Word], index: int, part: str) -> bool:
    return index == len(words) - 1 or getattr(words[index + 1], part) != getattr(words[index], part)


def _left_out(own: set[str], path: Sequence[Place], sources: Sequence[Source]) -> str:
    """What the sentence leaves out of the sentences it takes from: a condition, a doubt, or the middle of a rule."""
    kept = set(path)
    for rank, held in enumerate(sources):
        units = {held.words[index].unit for source_rank, index in path if source_rank == rank}
        for index, word in enumerate(held.words):
            if word.unit in units and word.kind == "bound" and (rank, index) not in kept:
                return f"condition ou réserve omise : {word.folded}"
        if {bearing for unit, bearing in held.loose if unit in units} - own:
            return "négation, permission ou obligation omise"
        if held.rule and (fault := _cut_short(held.words, {index for r, index in path if r == rank})):
            return fault
    return ""


def _cut_short(words: Sequence[Word], kept: set[int]) -> str:
    """A rule may only lose whole clauses at its end."""
    if not kept:
        return ""
    for unit in {words[index].unit for index in kept}:
        inside = [index for index, word in enumerate(words) if word.unit == unit]
        last_clause = max(words[index].clause for index in inside if index in kept)
        missing = [words[index].folded for index in inside if words[index].clause <= last_clause and index not in kept]
        if missing:
            return f"règle de droit abrégée : {', '.join(missing[:3])}"
    return ""
