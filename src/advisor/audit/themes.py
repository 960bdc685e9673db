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

FAR = 0.9
"""Cosine distance from which two groups of questions are two themes."""
EXAMPLES = 5
WORDS = 3
"""Words that name a theme."""
ALONE = "questions isolées"
"""Questions put once, and near no other."""


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
    labels = _labels([[*terms(group[0].question), *map(_mark, concepts(group[0].question))] for group in groups])
    themes: dict[int, list[int]] = {}
    for index, label in enumerate(labels):
        themes.setdefault(label, []).append(index)
    found, alone = [], []
    for members in themes.values():
        gathered = [groups[index] for index in members]
        if len(gathered) == len(gathered[0]) == 1:
            alone.append(gathered[0])
        else:
            found.append(_theme(_name(gathered), gathered))
    ordered = sorted(found, key=lambda theme: (-theme.questions, theme.name))
    return (*ordered, *([_theme(ALONE, alone)] if alone else ()))


def _labels(documents: list[list[str]]) -> list[int]:
    """The group of each question; one that holds no content word goes with the others of its sort."""
    if len(documents) < 2:
        return [0] * len(documents)
    from sklearn.cluster import AgglomerativeClustering
    from sklearn.feature_extraction.text import TfidfVectorizer

    empty = [document or ["∅"] for document in documents]
    vectors = TfidfVectorizer(analyzer=list, sublinear_tf=True).fit_transform(empty)
    distances = (1 - (vectors @ vectors.T).toarray()).clip(min=0)
    near = AgglomerativeClustering(n_clusters=None, metric="precomputed", linkage="average", distance_threshold=FAR)
    return [int(label) for label in near.fit_predict(distances)]


def _theme(name: str, groups: list[list[Unanswered]]) -> Theme:
    every = sorted((asked for group in groups for asked in group), key=lambda asked: -asked.number)
    oftenest = sorted(groups, key=lambda group: (-len(group), -group[-1].number))
    return Theme(
        name=name,
        questions=len(every),
        numbers=tuple(asked.number for asked in every),
        examples=tuple(group[-1].question for group in oftenest[:EXAMPLES]),
    )


def _name(groups: list[list[Unanswered]]) -> str:
    """The words that several of the questions share, the commonest first, as they were typed."""
    stems: Counter[str] = Counter()
    forms: dict[str, Counter[str]] = {}
    for group in groups:
        for root, form in _content(group[0].question).items():
            stems[root] += 1
            forms.setdefault(root, Counter())[form] += 1
    ordered = sorted(stems, key=lambda root: -stems[root])
    shared = [root for root in ordered if stems[root] > 1] or ordered
    return ", ".join(min(forms[root], key=lambda form: (-forms[root][form], form)) for root in shared[:WORDS]) or ALONE


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
