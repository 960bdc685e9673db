"""Fits how likely a rule is to be the one a question of law is about, and writes `corpus/poids-droit.yaml`.

The questions of `corpus/training/droit.yaml` are cut in folds; each fold is searched in an index that
holds the other folds' questions but not its own, so that what is learnt holds for a question never
seen. A logistic regression over the signals of `advisor.law.likelihood`, then the least
probability that separates best the questions that a rule answers from those that none does.

    .venv/bin/python bench/fit_law.py           # print the figures
    .venv/bin/python bench/fit_law.py --write   # and write the weights
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from fitted import write
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict

from advisor import wiring
from advisor.counsel import Counsel
from advisor.knowledge import asked, loader, yaml_text
from advisor.law.likelihood import Signals, Support, Weights, support
from advisor.retrieval import documents as documents_of
from advisor.retrieval import letters
from advisor.retrieval.dense import EmbeddedEncoder
from advisor.retrieval.hybrid import HybridRetriever
from advisor.retrieval.lexical import LexicalIndex, LineIndex
from advisor.scoring import Score, probability, values
from advisor.settings import Settings, read
from advisor.understanding import framing
from advisor.understanding.framing import LegalExample
from advisor.understanding.reader import ProfileReader
from advisor.understanding.ruled import RuledModel

FOLDS = 5
STRENGTH = 1.0
TRIED = np.arange(0.02, 0.95, 0.01)
"""Probabilities tried as thresholds."""
FREE = 0.25
"""Share of questions of law to which no rule answers, as we expect them: one in four."""


@dataclass(frozen=True)
class Row:
    """A rule the search found for a question: its signals, and whether the question is about it."""

    question: int
    rule: str
    signals: Signals
    right: bool


def main() -> None:
    """Prints what the fit gives, and writes the weights when asked to."""
    settings = read()
    path = settings.corpus / "training" / "droit.yaml"
    other = settings.corpus / "training" / "hors-droit.yaml"
    found = [
        *framing.examples(path, yaml_text.read(path)[0]),
        *(LegalExample(item.ask, "due") for item in framing.foreign(other, yaml_text.read(other)[0])),
    ]
    rows, words = _rows(settings, found)
    rule, odds = _fitted(
        [values(row.signals) for row in rows], [row.right for row in rows], [row.question for row in rows]
    )
    held = _held(rows, odds, words)
    some, likely = _fitted(
        [values(support) for support in held.values()],
        [bool(found[question].fiches) for question in held],
        list(held),
    )
    share = dict(zip(held, likely, strict=True))
    least, beside = _least(rows, odds, share, found), _beside(rows, odds)
    _print(rows, odds, share, found, least)
    for name, weight in {
        **rule["weights"],
        **{f"some.{name}": value for name, value in some["weights"].items()},
    }.items():
        print(f"  {name:<20}{weight:>9.3f}")
    if "--write" in sys.argv[1:]:
        write(
            settings.corpus / "poids-droit.yaml",
            "fit_law",
            {"rule": rule, "some": some, "least": least, "beside": beside},
        )


def _fitted(
    signals: Sequence[Mapping[str, float]], right: Sequence[bool], groups: Sequence[int]
) -> tuple[dict[str, Any], list[float]]:
    """A logistic regression of signals, and the log-odds it gives each row when its group is left out."""
    names = list(signals[0])
    matrix = np.array([[row[name] for name in names] for row in signals])
    model = LogisticRegression(C=STRENGTH, max_iter=5000)
    unseen = cross_val_predict(
        model, matrix, np.array(right), groups=np.array(groups), cv=GroupKFold(FOLDS), method="decision_function"
    )
    model.fit(matrix, right)
    weights = {name: round(float(weight), 4) for name, weight in zip(names, model.coef_[0], strict=True)}
    return {"intercept": round(float(model.intercept_[0]), 4), "weights": weights}, [float(value) for value in unseen]


def _held(rows: Sequence[Row], odds: Sequence[float], words: Mapping[int, float]) -> dict[int, Support]:
    """For each question, what speaks for there being a rule."""
    by_question: dict[int, dict[str, tuple[Signals, float]]] = {}
    for row, value in zip(rows, odds, strict=True):
        by_question.setdefault(row.question, {})[row.rule] = (row.signals, value)
    return {
        question: support(
            {ref: signals for ref, (signals, _) in found.items()},
            {ref: value for ref, (_, value) in found.items()},
            words[question],
        )
        for question, found in by_question.items()
    }


def _rows(settings: Settings, found: Sequence[LegalExample]) -> tuple[list[Row], dict[int, float]]:
    """The rules found for each question, and what its words alone say, both without having seen it."""
    knowledge = loader.load(settings.knowledge)
    store = wiring.texts(settings)
    put = asked.of_fiches(settings.corpus / asked.FOLDER)
    reader = ProfileReader(list(knowledge.facts.values()))
    frames, none = framing.FrameModel.train(found), Weights(Score(0.0, {}), Score(0.0, {}), 0.0, 0.0)
    rows: list[Row] = []
    words: dict[int, float] = {}
    for fold in range(FOLDS):
        others = [example for rank, example in enumerate(found) if rank % FOLDS != fold]
        ruled = RuledModel.train(others)
        with tempfile.TemporaryDirectory() as folder:
            documents = [
                *(document for document in store.documents if document.kind in {"passage", "article"}),
                *documents_of.fiche_documents(knowledge.fiches.values(), framing.put(others, put)),
            ]
            counsel = Counsel(
                knowledge.fiches, retriever_over(settings, documents, Path(folder)), reader, frames, ruled, none
            )
            for rank, example in enumerate(found):
                if rank % FOLDS == fold:
                    signals = counsel.signals(example.ask, counsel.read(example.ask), "")
                    rows += [Row(rank, ref, held, ref in example.fiches) for ref, held in signals.items()]
                    words[rank] = ruled.log_odds(example.ask)
    return rows, words


def retriever_over(settings: Settings, documents: Sequence[documents_of.Document], folder: Path) -> HybridRetriever:
    """The retriever that an ingest would give over these documents, its vectors in a folder."""
    encoder = EmbeddedEncoder()
    dense = letters.build(folder / "chroma", "", "fit", documents, encoder)
    lexical, lines = LexicalIndex.build(documents), LineIndex.build(documents)
    return HybridRetriever.over(documents, lexical, lines, wiring.thesaurus(settings), dense, encoder)


def _best(rows: Sequence[Row], odds: Sequence[float]) -> dict[int, bool]:
    """For each question, whether its likeliest rule is right."""
    best: dict[int, tuple[float, bool]] = {}
    for row, value in zip(rows, odds, strict=True):
        if row.question not in best or value > best[row.question][0]:
            best[row.question] = (value, row.right)
    return {question: right for question, (_, right) in best.items()}


def _least(
    rows: Sequence[Row], odds: Sequence[float], share: Mapping[int, float], found: Sequence[LegalExample]
) -> float:
    """The probability that a rule answers from which most questions get what they should.

    What is asked in life is weighed, not what was written to learn from: see `FREE`.
    """
    best = _best(rows, odds)
    free = sum(not found[question].fiches for question in best)
    weight = FREE / (1 - FREE) * (len(best) - free) / free

    def well(least: float) -> float:
        return sum(
            float(right and probability(share[question]) >= least)
            if found[question].fiches
            else weight * (probability(share[question]) < least)
            for question, right in best.items()
        )

    return round(float(max(TRIED, key=well)), 2)


def _beside(rows: Sequence[Row], odds: Sequence[float]) -> float:
    """The probability of a rule from which those shown agree best with those meant.

    By F2: a rule forgotten is worse than one shown for nothing.
    """
    total = sum(row.right for row in rows)

    def fits(beside: float) -> float:
        kept = [row.right for row, value in zip(rows, odds, strict=True) if probability(value) >= beside]
        return 5 * sum(kept) / max(1, len(kept) + 4 * total)

    return round(float(max(TRIED, key=fits)), 2)


def _print(
    rows: Sequence[Row],
    odds: Sequence[float],
    share: Mapping[int, float],
    found: Sequence[LegalExample],
    least: float,
) -> None:
    best = _best(rows, odds)
    ruled = [question for question in best if found[question].fiches]
    free = [question for question in best if not found[question].fiches]
    reachable = {row.question for row in rows if row.right}
    searched = _best(rows, [row.signals.relative for row in rows])
    kept = [question for question in ruled if probability(share[question]) >= least]
    none = sum(probability(share[question]) < least for question in free)
    area = roc_auc_score([bool(found[question].fiches) for question in share], list(share.values()))
    print(f"{len(found)} questions, {len(ruled)} avec une règle, {len(free)} sans. Chaque question hors de l'index.")
    print(f"règle parmi celles que la recherche trouve : {len(reachable)} / {len(ruled)}")
    alone, model = (sum(found[question] for question in ruled) / len(ruled) for found in (searched, best))
    print(f"règle première : recherche seule {alone:.3f}, avec le modèle {model:.3f}")
    print(f"une règle répond ou non : aire sous la courbe {area:.3f}")
    print(f"au seuil {least} : une règle avancée quand il y en a une {len(kept) / len(ruled):.3f}")
    print(f"au seuil {least} : rien d'avancé quand rien n'est dû {none / len(free):.3f}")


if __name__ == "__main__":
    main()
