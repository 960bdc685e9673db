"""A sentence laid on what it was written from: each word on a word, in an order that keeps who does what.

Words that all stand in the evidence can still be made to say anything: « le citoyen apporte son expérience » takes its
words from two true sentences. So words must follow one another as they do there: within a clause nothing is turned
round, a step over the end of a clause may leave out the end of one or the head of the other but never both, and a
clause moves only whole.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from advisor.writing import lexicon
from advisor.writing.reading import Read, Word, read

RUN = 3
"""Words that must stand together in one sentence of the evidence before the next goes over to another."""
PREFIX, SHARE = 5, 0.7
"""Letters, and share of the longer stem, that two forms of one word have in common."""
NEW = 1 / 3
"""Share of words of its own that a sentence may have when a model judges its meaning."""
_State = tuple[tuple[int, int], int]


@dataclass(frozen=True, slots=True)
class Source:
    """One text of the evidence: as words, the openings of its sentences, whether it is a rule of law."""

    words: tuple[Word, ...]
    openings: tuple[str, ...]
    loose: frozenset[str]
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
    loose = said.loose - {bearing for held in sources for bearing in held.loose}
    if turned or loose:
        return Aligned(f"négation, permission ou obligation changée : {', '.join(turned) or 'fin de phrase'}")
    if not strict:
        return Aligned(places=tuple(found[0] for found in same if found))
    path = _path(words, same, sources)
    if path is None:
        return Aligned("mots de la source mis dans un autre ordre : le sens a pu changer")
    return Aligned(_left_out(words, path, sources), tuple(path))


def _places(sources: Sequence[Source]) -> Iterable[tuple[int, int]]:
    return ((rank, index) for rank, source in enumerate(sources) for index in range(len(source.words)))


def _at(sources: Sequence[Source], place: tuple[int, int]) -> Word:
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


def _path(
    words: Sequence[Word], places: Sequence[Sequence[tuple[int, int]]], sources: Sequence[Source]
) -> list[tuple[int, int]] | None:
    """A way through the evidence that follows the sentence, None when every one breaks a rule of order."""
    steps: list[dict[_State, _State | None]] = [{(place, 1): None for place in places[0]}]
    for word, found in zip(words[1:], places[1:], strict=True):
        following: dict[_State, _State | None] = {}
        for before in steps[-1]:
            for place in found:
                run = _step(before[0], place, word, before[1], sources)
                if run:
                    following.setdefault((place, min(run, RUN)), before)
        steps.append(following)
    state: _State | None = min(steps[-1], default=None)
    path = []
    for step in reversed(steps):
        if state is None:
            return None
        path.append(state[0])
        state = step[state]
    return path[::-1]


def _step(before: tuple[int, int], after: tuple[int, int], word: Word, run: int, sources: Sequence[Source]) -> int:
    """The length of the run after a step, 0 when the step is not allowed."""
    if before[0] != after[0]:
        over = _last(sources[before[0]].words, before[1], "unit")
        return 1 if word.joined and over and _first(sources[after[0]].words, after[1], "unit") else 0
    words, rule = sources[before[0]].words, sources[before[0]].rule
    p, q = before[1], after[1]
    if p == q:
        return 0
    here, there = words[p], words[q]
    if here.unit != there.unit:
        over = (run >= RUN and _last(words, p, "clause")) or _last(words, p, "unit")
        return 1 if q > p and word.joined and over and _first(words, q, "unit") else 0
    if q > p and _forward(words[p + 1 : q], here, there, rule):
        return run + 1
    whole = _last(words, p, "clause") and _first(words, q, "clause")
    return run + 1 if whole and q < p else 0


def _forward(between: Sequence[Word], here: Word, there: Word, rule: bool) -> bool:
    """Whether the words between two may be left out."""
    if rule:
        return not between
    for word in between:
        if word.bearing or word.kind in {"number", "bound", "article"}:
            return False
        if word.kind == "sense" and word.key not in lexicon.SOFT:
            return False
    tail = any(word.clause == here.clause for word in between)
    head = any(word.clause == there.clause for word in between)
    return here.clause == there.clause or not (tail and head)


def _first(words: Sequence[Word], index: int, part: str) -> bool:
    return index == 0 or getattr(words[index - 1], part) != getattr(words[index], part)


def _last(words: Sequence[Word], index: int, part: str) -> bool:
    return index == len(words) - 1 or getattr(words[index + 1], part) != getattr(words[index], part)


def _left_out(words: Sequence[Word], path: Sequence[tuple[int, int]], sources: Sequence[Source]) -> str:
    """What the sentence leaves out of the sentences it takes from: a condition, a doubt, or the middle of a rule."""
    kept = set(path)
    for rank, held in enumerate(sources):
        units = {held.words[index].unit for source_rank, index in path if source_rank == rank}
        for index, word in enumerate(held.words):
            if word.unit in units and word.kind == "bound" and (rank, index) not in kept:
                return f"condition ou réserve omise : {word.folded}"
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
