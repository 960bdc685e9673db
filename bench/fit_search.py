"""Fits how likely a passage is to be the one a question is about, and writes `corpus/poids-recherche.yaml`.

Every question is asked of an index that holds none of its author's: those of one author resemble each
other, and an index that kept some of them would flatter. A logistic regression over the signals of
`advisor.retrieval.ranking`; each author's figures come from weights fitted on the others' questions, and
are compared, in the same run, with one stage alone, the fused score, and reciprocal rank fusion.

    PYTHONPATH=. .venv/bin/python bench/fit_search.py           # print the figures
    PYTHONPATH=. .venv/bin/python bench/fit_search.py --write   # and write the weights
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from fit_law import retriever_over
from fitted import write
from sklearn.linear_model import LogisticRegression

from advisor import wiring
from advisor.domain.fiche import Fiche, Obligation
from advisor.finding import Finder, Place
from advisor.knowledge import asked, catalogue, loader, yaml_text
from advisor.retrieval.ranking import Signals
from advisor.scoring import Score, values
from advisor.service import Advisor
from advisor.settings import Settings, read
from advisor.understanding import framing
from ingest.build import documents_over, holding
from ingest.locate import locate
from ingest.read import Corpus, read_corpus

OWN = "fiches"
"""The questions that stand in the fiches themselves, as one more author."""
MOST = 700
"""Questions of one author, drawn once and for all."""
STRENGTH = 1.0
RRF = 60
"""The usual constant of reciprocal rank fusion (Cormack et al., SIGIR 2009)."""
NAMES = tuple(Signals.__slots__)
NONE = Score(0.0, dict.fromkeys(NAMES, 0.0))
FIRST = 5

Ranks = Callable[[Sequence[Signals]], Sequence[float]]


@dataclass(frozen=True)
class Question:
    """A question of ours, and the passages that hold its answer."""

    text: str
    right: frozenset[str]


@dataclass(frozen=True)
class Asked:
    """A question asked: the places found for it, and which are right."""

    places: tuple[Place, ...]
    right: tuple[bool, ...]


def main() -> None:
    """Prints what the fit gives, and writes the weights when asked to."""
    settings = read()
    found = _searched(settings)
    _compared(found)
    score = _fitted([question for questions in found.values() for question in questions])
    for name, weight in score.weights.items():
        print(f"  {name:<10}{weight:>9.3f}")
    if "--write" in sys.argv[1:]:
        write(settings.corpus / "poids-recherche.yaml", "fit_search", asdict(score))


@dataclass(frozen=True)
class Sources:
    """What questions are drawn from and asked of."""

    settings: Settings
    advisor: Advisor
    corpus: Corpus
    fiches: Mapping[str, Fiche]
    law: tuple[framing.LegalExample, ...]

    @classmethod
    def read(cls, settings: Settings) -> Sources:
        """The texts at hand, the fiches and the service over them."""
        catalogued = catalogue.whole(settings.corpus, settings.documents)
        corpus = read_corpus(locate(catalogued, [settings.documents, *settings.library]), lambda *_: None)
        path = settings.corpus / "training" / "droit.yaml"
        law = framing.examples(path, yaml_text.read(path)[0])
        return cls(settings, wiring.ready(settings), corpus, loader.load(settings.knowledge).fiches, law)

    @property
    def written(self) -> Path:
        """Folder of the questions written beside the fiches."""
        return self.settings.corpus / asked.FOLDER

    def finder(self, author: str, folder: Path, score: Score) -> Finder:
        """The finder over an index without the questions of an author, its vectors in a folder."""
        fiches = self.fiches
        if author == OWN:
            fiches = {name: replace(fiche, questions=()) for name, fiche in fiches.items()}
        put = framing.put([] if author == asked.LAW else self.law, asked.of_fiches(self.written, author))
        documents = documents_over(self.corpus, fiches, asked.read(self.written, author), put)
        retriever = retriever_over(self.settings, documents, folder)
        parts = self.advisor.parts
        return Finder(retriever, self.fiches, parts.library, parts.texts.passages, score)

    def questions(self, author: str) -> list[Question]:
        """Questions of an author that have an answer in the texts at hand, at most `MOST` of them."""
        found: dict[str, set[str]] = {}
        for text, right in self._put(author):
            found.setdefault(text, set()).update(right)
        kept = [Question(text, frozenset(right)) for text, right in sorted(found.items()) if right]
        random.Random(author).shuffle(kept)
        return kept[:MOST]

    def _put(self, author: str) -> Iterable[tuple[str, set[str]]]:
        if author in {asked.PASSAGES, asked.PLAIN}:
            others = asked.PLAIN if author == asked.PASSAGES else asked.PASSAGES
            for source, entries in asked.read(self.written, others).items():
                for entry, holders in holding(self.corpus, source, entries):
                    yield from ((line, set(holders)) for line in entry.lines())
            return
        placing = self.advisor.parts.library.placing
        for name, questions in self._by_fiche(author).items():
            places = (placing(locator) for locator in self.fiches[name].evidence)
            right = {place.passage_id for place in places if place}
            yield from ((question, right) for question in questions)

    def _by_fiche(self, author: str) -> dict[str, tuple[str, ...]]:
        if author == OWN:
            return {name: fiche.questions for name, fiche in self.fiches.items() if not isinstance(fiche, Obligation)}
        every, others = asked.of_fiches(self.written), asked.of_fiches(self.written, author)
        return {
            name: tuple(question for question in questions if question not in others.get(name, ()))
            for name, questions in every.items()
            if name in self.fiches
        }


def _searched(settings: Settings) -> dict[str, list[Asked]]:
    """The questions of every author, each searched without any of its author's."""
    sources = Sources.read(settings)
    found = {}
    for author in (OWN, *asked.AUTHORS):
        with tempfile.TemporaryDirectory() as folder:
            finder = sources.finder(author, Path(folder), NONE)
            found[author] = [_asked(finder, question) for question in sources.questions(author)]
    return found


def _asked(finder: Finder, question: Question) -> Asked:
    places = tuple(finder.places(question.text))
    return Asked(places, tuple(place.ref in question.right for place in places))


def _fitted(questions: Sequence[Asked]) -> Score:
    """The weights that tell the right places from the others."""
    rows = [[values(place.signals)[name] for name in NAMES] for question in questions for place in question.places]
    right = [held for question in questions for held in question.right]
    model = LogisticRegression(C=STRENGTH, max_iter=5000).fit(np.array(rows), right)
    weights = {name: round(float(weight), 4) for name, weight in zip(NAMES, model.coef_[0], strict=True)}
    return Score(round(float(model.intercept_[0]), 4), weights)


def _compared(found: Mapping[str, Sequence[Asked]]) -> None:
    """Prints, for each author, the right passage first and among five, by each way of ranking."""
    print("bon passage en premier / dans les cinq ; les questions de l'auteur sont hors de l'index et des poids")
    ways: dict[str, Ranks] = {
        "mots": lambda found: [signals.lexical for signals in found],
        "n-grammes": lambda found: [signals.dense for signals in found],
        "score fusionné": lambda found: [signals.own for signals in found],
        "RRF": _reciprocal,
    }
    for author, questions in found.items():
        fitted = _fitted([one for other, others in found.items() if other != author for one in others])
        told = {**ways, "appris": lambda found, score=fitted: [score.log_odds(signals) for signals in found]}
        shares = "  ".join(f"{name} {_hits(questions, way)}" for name, way in told.items())
        print(f"{author:<10} {len(questions):>4}  {shares}")


def _reciprocal(found: Sequence[Signals]) -> list[float]:
    """Reciprocal rank fusion of the stages and of the fiches that lean."""
    total = np.zeros(len(found))
    for name in ("lexical", "lines", "dense", "leaning"):
        scores = np.array([getattr(signals, name) for signals in found])
        ranks = np.argsort(np.argsort(-scores, kind="stable"), kind="stable")
        total += 1 / (RRF + 1 + ranks)
    return [float(value) for value in total]


def _hits(questions: Sequence[Asked], way: Ranks) -> str:
    first = five = 0
    for question in questions:
        scores = way([place.signals for place in question.places])
        order = sorted(range(len(scores)), key=lambda rank: (-scores[rank], rank))[:FIRST]
        first += bool(order) and question.right[order[0]]
        five += any(question.right[rank] for rank in order)
    return f"{first / len(questions):.3f} / {five / len(questions):.3f}"


if __name__ == "__main__":
    main()
