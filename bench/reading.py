"""How well described projects are read: phrases alone, the model alone, and both, on the same texts.

Cross-validated on `corpus/training/projets.yaml` (the model never sees the fold it reads), then on
`tests/evaluation/projects.yaml`, which nothing is trained on. Run: make bench
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from advisor.decision.engine import decide
from advisor.knowledge import loader, yaml_text
from advisor.settings import read
from advisor.understanding.reader import ProfileReader
from advisor.understanding.situation import Example, examples

ROOT = Path(__file__).resolve().parents[1]
DEGREES = {
    "rien-a-decider": "informer",
    "avis": "consulter",
    "discussion": "concerter",
    "partage": "co-construire",
}
FOLDS = 5


def main() -> None:
    """Prints the shares of exact degrees."""
    knowledge = loader.load(read().knowledge)
    facts = list(knowledge.facts.values())
    path = ROOT / "corpus" / "training" / "projets.yaml"
    found = examples(path, yaml_text.read(path)[0])
    rules = ProfileReader(facts)

    def share(reader: ProfileReader, cases: Sequence[tuple[str, str]]) -> float:
        degrees = [decide(reader.read([text]), knowledge.criteres).degree for text, _ in cases]
        return sum(degree == wanted for degree, (_, wanted) in zip(degrees, cases, strict=True)) / len(cases)

    trained = [(example.texte, DEGREES[example.situation]) for example in found]
    both, model = 0.0, 0.0
    for fold in range(FOLDS):
        kept: list[Example] = [example for rank, example in enumerate(found) if rank % FOLDS != fold]
        held = [example for rank, example in enumerate(found) if rank % FOLDS == fold]
        reader = ProfileReader(facts)
        reader.train(kept)
        both += share(reader, [(example.texte, DEGREES[example.situation]) for example in held]) / FOLDS
        readings = [reader.situation(example.texte) for example in held]
        right = [
            reading is not None and reading.situation == example.situation
            for reading, example in zip(readings, held, strict=True)
        ]
        model += sum(right) / len(held) / FOLDS
    phrases = share(rules, trained)
    whole = ProfileReader(facts)
    whole.train(found)
    unseen = [
        (case["text"], case["degree"]) for case in yaml_text.read(ROOT / "tests" / "evaluation" / "projects.yaml")[0]
    ]
    print(f"{'degré exact':<34}{'phrases':>9}{'modèle':>9}{'les deux':>10}{'deux / phrases':>16}")
    crossed, fresh = f"validation croisée ({len(trained)})", f"projets jamais vus ({len(unseen)})"
    print(f"{crossed:<34}{phrases:>9.3f}{model:>9.3f}{both:>10.3f}{both / phrases:>16.2f}")
    on_rules, on_both = share(rules, unseen), share(whole, unseen)
    print(f"{fresh:<34}{on_rules:>9.3f}{'':>9}{on_both:>10.3f}{on_both / on_rules:>16.2f}")


if __name__ == "__main__":
    main()
