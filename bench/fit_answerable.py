"""Fits whether the documents answer a question near their subject, and writes `corpus/poids-reponse.yaml`.

Questions of ours that are answered, by author, and that are not (`corpus/training/hors-corpus.yaml`), with
those answered though put alike (`reponses.yaml`). Each fold is asked of an index without any question of one
author, and read by a model that learnt neither that author's questions nor the fold's. A logistic regression over the
signals of `advisor.answering.answerable.Put`; the least log-odds is the one under which `REFUSED` of the
answered questions of the other folds fall, and an answer is said to be unsure under the one of `UNSURE`.

    PYTHONPATH=. .venv/bin/python bench/fit_answerable.py           # print the figures and the curve
    PYTHONPATH=. .venv/bin/python bench/fit_answerable.py --write   # and write the weights
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from fit_search import OWN, Sources
from fitted import write
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict

from advisor.answering.answerable import Put
from advisor.domain.fiche import Obligation
from advisor.knowledge import asked, yaml_text
from advisor.scoring import values
from advisor.settings import Settings, read
from advisor.understanding import answered
from advisor.understanding.intent import IntentModel
from advisor.weighing import Weighing

AUTHORS = (OWN, asked.PASSAGES, asked.PLAIN, asked.FACTS, asked.SECOND)
MOST = 240
"""Answered questions of one author that are asked."""
LEARNT = 5000
"""Answered questions of the other authors that the model of words learns."""
REFUSED, UNSURE = 0.01, 0.08
"""Shares of the answered questions that may be refused, and whose answer may be said unsure.

The search already refuses two or three in a hundred: both together are to stay near three."""
CURVE = (0.01, 0.02, 0.03, 0.05, 0.08, 0.12, 0.2)
STRENGTH = 1.0
NAMES = tuple(Put.__slots__)


@dataclass(frozen=True)
class Item:
    """A question, where it comes from, and whether the documents answer it."""

    question: str
    group: str
    right: bool


def main() -> None:
    """Prints what the fit gives, and writes the weights when asked to."""
    settings = read()
    rows, items, folds = _asked(settings)
    matrix = np.array([[values(row)[name] for name in NAMES] for row in rows])
    right = np.array([item.right for item in items])
    model = LogisticRegression(C=STRENGTH, max_iter=5000, class_weight="balanced")
    held = cross_val_predict(
        model, matrix, right, groups=folds, cv=GroupKFold(len(AUTHORS)), method="decision_function"
    )
    _print(held, items)
    model.fit(matrix, right)
    score = {
        "intercept": round(float(model.intercept_[0]), 4),
        "weights": {name: round(float(weight), 4) for name, weight in zip(NAMES, model.coef_[0], strict=True)},
    }
    least, unsure = (round(float(np.quantile(held[right], share)), 3) for share in (REFUSED, UNSURE))
    print(score, "refus sous", least, "; réserve sous", unsure)
    if "--write" in sys.argv[1:]:
        write(
            settings.corpus / "poids-reponse.yaml", "fit_answerable", {"score": score, "least": least, "unsure": unsure}
        )


def _asked(settings: Settings) -> tuple[list[Put], list[Item], list[int]]:
    """Every question as put, in an index and to a model of words that have not seen it, with its fold."""
    sources = Sources.read(settings)
    close, lacking = _close(settings), _lacking(settings)
    rows: list[Put] = []
    items: list[Item] = []
    folds: list[int] = []
    for fold, author in enumerate(AUTHORS):
        own = _own(author, sources)
        asked_now = [*own[:MOST], *close[fold :: len(AUTHORS)], *lacking[fold :: len(AUTHORS)]]
        seen = {item.question for item in asked_now}
        model = answered.AnsweredModel.train(
            _others(author, sources),
            [item.question for item in close if item.question not in seen],
            [item.question for item in lacking if item.question not in seen],
        )
        with tempfile.TemporaryDirectory() as folder:
            finder = sources.finder(author, Path(folder), sources.advisor.parts.finder.score)
            parts = replace(sources.advisor.parts, retriever=finder.retriever, finder=finder, answered=model)
            rows += [_put(Weighing(parts), parts.intents, item.question) for item in asked_now]
        items += asked_now
        folds += [fold] * len(asked_now)
    return rows, items, folds


def _put(weighing: Weighing, intents: IntentModel, question: str) -> Put:
    elsewhere = intents.read(question).shares.get("ailleurs", 0.0)
    return weighing.put(question, weighing.evidence(question), elsewhere)


def _own(author: str, sources: Sources) -> list[Item]:
    """The questions of an author, on the documents, in an order drawn once and for all."""
    return [Item(question.text, author, True) for question in sources.questions(author)]


def _others(author: str, sources: Sources) -> list[str]:
    """Questions on the documents by the other authors, drawn once and for all."""
    fiches = {name: fiche for name, fiche in sources.fiches.items() if not isinstance(fiche, Obligation)}
    put = asked.of_fiches(sources.settings.corpus / asked.FOLDER, author)
    own = [] if author == OWN else [question for fiche in fiches.values() for question in fiche.questions]
    texts = sorted({*own, *(question for name in fiches for question in put.get(name, ()))})
    random.Random(author).shuffle(texts)
    return texts[:LEARNT]


def _close(settings: Settings) -> list[Item]:
    path = settings.corpus / "training" / "reponses.yaml"
    return _drawn([Item(twin.question, "jumelle", True) for twin in answered.twins(path, yaml_text.read(path)[0])])


def _lacking(settings: Settings) -> list[Item]:
    path = settings.corpus / "training" / "hors-corpus.yaml"
    found = answered.unanswered(path, yaml_text.read(path)[0])
    return _drawn([Item(item.question, item.genre, False) for item in found])


def _drawn(items: list[Item]) -> list[Item]:
    random.Random(0).shuffle(items)
    return items


def _print(held: np.ndarray, items: Sequence[Item]) -> None:
    right = np.array([item.right for item in items])
    groups = np.array([item.group for item in items])
    print(f"{right.sum()} questions répondues, {(~right).sum()} sans réponse ; aire sous la courbe, hors pli :")
    print(f"  toutes {roc_auc_score(right, held):.3f}")
    for genre in ("loin", "public", "proche"):
        kept = right | (groups == genre)
        print(f"  {genre:<8} {roc_auc_score(right[kept], held[kept]):.3f}")
    print("répondues refusées → sans réponse déclinées : toutes, loin, public, proche ; jumelles refusées")
    for share in CURVE:
        least = np.quantile(held[right], share)
        told = [np.mean(held[~right] < least)]
        told += [np.mean(held[groups == genre] < least) for genre in ("loin", "public", "proche", "jumelle")]
        print(f"  {share:.2f} → " + "  ".join(f"{value:.2f}" for value in told))


if __name__ == "__main__":
    main()
