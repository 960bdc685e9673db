"""Questions left without an answer, grouped by theme: what the corpus should hold next.

Questions are compared by their content words and by the concepts of the trade they hold (TF-IDF, cosine),
and joined by average linkage as long as they stay near: no number of themes is set beforehand, and the
same questions always give the same themes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from advisor.retrieval.analysis import STOP_WORDS, stem, terms
from advisor.text import plain, tokens

FAR = 0.8
"""Cosine distance from which two groups of questions are two themes."""
EXAMPLES = 5
WORDS = 3
"""Words that name a theme."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Unanswered:
    """A question that got no answer, and the entry that says so."""

    number: int
    moment: str
    question: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Theme:
    """A theme: its name, how many questions it gathers, and the entries of these, the latest first."""

    name: str
    questions: int
    numbers: tuple[int, ...]
    examples: tuple[str, ...]


def grouped(unanswered: Sequence[Unanswered], concepts: Callable[[str], Sequence[str]]) -> tuple[Theme, ...]:
    """The themes of some questions, the widest first."""
    same: dict[str, list[Unanswered]] = {}
    for asked in sorted(unanswered, key=lambda asked: asked.number):
        same.setdefault(plain(asked.question), []).append(asked)
    groups = [same[key] for key in sorted(same)]
    held = [list(concepts(group[0].question)) for group in groups]
    labels = _labels(
        [[*terms(group[0].question), *map(_mark, names)] for group, names in zip(groups, held, strict=True)]
    )
    themes: dict[int, list[int]] = {}
    for index, label in enumerate(labels):
        themes.setdefault(label, []).append(index)
    found = [
        _theme([groups[index] for index in members], [held[index] for index in members]) for members in themes.values()
    ]
    return tuple(sorted(found, key=lambda theme: (-theme.questions, theme.name)))


def _labels(documents: list[list[str]]) -> list[int]:
    """The group of each question; one that holds no content word goes with the others of its sort."""
    if len(documents) < 2:
        return [0] * len(documents)
    from sklearn.cluster import AgglomerativeClustering
    from sklearn.feature_extraction.text import TfidfVectorizer

    empty = [document or ["∅"] for document in documents]
    matrix = TfidfVectorizer(analyzer=list, sublinear_tf=True).fit_transform(empty)
    near = AgglomerativeClustering(n_clusters=None, metric="cosine", linkage="average", distance_threshold=FAR)
    return [int(label) for label in near.fit_predict(matrix.toarray())]


def _theme(groups: list[list[Unanswered]], held: list[list[str]]) -> Theme:
    every = sorted((asked for group in groups for asked in group), key=lambda asked: -asked.number)
    examples = list(dict.fromkeys(group[-1].question for group in sorted(groups, key=lambda group: -len(group))))
    return Theme(
        name=_name([group[0].question for group in groups], held),
        questions=len(every),
        numbers=tuple(asked.number for asked in every),
        examples=tuple(examples[:EXAMPLES]),
    )


def _name(questions: list[str], held: list[list[str]]) -> str:
    """The concept that at least half of the questions hold, else their commonest content words, as they were typed."""
    concepts = Counter(name for names in held for name in set(names))
    if concepts:
        name, many = min(concepts.items(), key=lambda pair: (-pair[1], pair[0]))
        if many * 2 >= len(questions):
            return name
    stems: Counter[str] = Counter()
    forms: dict[str, Counter[str]] = {}
    for question in questions:
        for root, form in _content(question).items():
            stems[root] += 1
            forms.setdefault(root, Counter())[form] += 1
    best = sorted(stems, key=lambda root: (-stems[root], root))[:WORDS]
    return ", ".join(min(forms[root], key=lambda form: (-forms[root][form], form)) for root in best) or "sans mot clé"


def _content(question: str) -> dict[str, str]:
    """The content words of a question: how each was typed, by its stem, in the order of the question."""
    found: dict[str, str] = {}
    for token in tokens(question):
        if len(token.word) > 2 and token.word not in STOP_WORDS:
            found.setdefault(stem(token.word), question[token.start : token.end].lower())
    return found


def _mark(concept: str) -> str:
    """A concept as a term that no word is mistaken for."""
    return f"={concept}"
