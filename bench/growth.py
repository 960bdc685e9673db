"""How the search grows: 10^3 to 10^6 passages made up, what it costs to index them and to search them.

Passages are sentences of ours (fiches, questions: never the sources') drawn again and again, a share of their
words replaced by made-up ones so that the vocabulary goes on growing as it does in French (Heaps' law); as long
as ours are, with two questions each. The same seed gives the same passages. Each size runs in a process of its
own; the lowest of the rounds is kept, because other work on the machine only adds.

    .venv/bin/python bench/growth.py                                    # 10^3 to 10^5
    .venv/bin/python bench/growth.py --sizes 1000 1000000 --rounds 2 --json growth.json
"""

from __future__ import annotations

import argparse
import gc
import json
import math
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SIZES = (1_000, 10_000, 100_000)
LIMITS = {1_000: 40.0, 1_000_000: 250.0}
"""p95 of a whole search on two cores, in ms, that the product sets itself."""
WORDS = 130
"""Words of a passage, about as many as in ours."""
STRANGE = 0.03
"""Share of the words that are made up."""
SYLLABLES = "ba cor dun fel gri hou jan lor mel nou pra quin ros sel tri vau zel mont ville rac bour lin ey".split()  # noqa: SIM905
QUESTIONS, WARM_UP = 100, 20
MISTYPED = 5
"""One question in so many has two letters swapped."""
RESULTS = 10


@dataclass(frozen=True)
class Maker:
    """Makes passages and questions from sentences of ours."""

    fiches: Mapping[str, Any]
    sentences: tuple[str, ...]
    questions: tuple[str, ...]

    @classmethod
    def ours(cls) -> Maker:
        """From the fiches and the questions written for them."""
        from advisor.knowledge import asked, loader
        from advisor.settings import read

        settings = read()
        fiches = loader.load(settings.knowledge).fiches
        told = [part.text for fiche in fiches.values() for part in fiche.told()]
        written = asked.of_fiches(settings.corpus / asked.FOLDER).values()
        questions = [question for put in written for question in put]
        questions += [question for fiche in fiches.values() for question in fiche.questions]
        return cls(fiches, tuple(dict.fromkeys(told + questions[::4])), tuple(dict.fromkeys(questions)))

    def passages(self, size: int) -> Iterator[tuple[str, str, tuple[str, ...]]]:
        """A section title, a text and two questions, `size` times."""
        draw = random.Random(0)
        for _ in range(size):
            words: list[str] = []
            while len(words) < WORDS:
                words.extend(draw.choice(self.sentences).split())
            for _ in range(int(STRANGE * WORDS)):
                words[draw.randrange(len(words))] = _made_up(draw)
            yield draw.choice(self.sentences)[:60], " ".join(words), (self._asked(draw), self._asked(draw))

    def asking(self) -> list[str]:
        """The questions searched, some mistyped."""
        draw = random.Random(1)
        found = draw.sample(self.questions, min(len(self.questions), QUESTIONS + WARM_UP))
        return [_mistyped(draw, text) if rank % MISTYPED == 0 else text for rank, text in enumerate(found)]

    def _asked(self, draw: random.Random) -> str:
        return f"{draw.choice(self.questions)} {_made_up(draw)}"


def _made_up(draw: random.Random) -> str:
    """A word of a vocabulary without end, few of which come often."""
    rank = int(draw.paretovariate(0.6)) % 10_000_000
    parts = []
    while rank or not parts:
        rank, rest = divmod(rank, len(SYLLABLES))
        parts.append(SYLLABLES[rest])
    return "".join(parts)


def _mistyped(draw: random.Random, text: str) -> str:
    words = text.split()
    longest = max(range(len(words)), key=lambda rank: len(words[rank]))
    word = words[longest]
    if len(word) > 4:
        place = draw.randrange(1, len(word) - 2)
        words[longest] = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    return " ".join(words)


def measured(size: int, maker: Maker) -> dict[str, Any]:
    """Index seconds, memory in MB, and milliseconds of a warm query, for a number of passages."""
    from advisor.settings import read

    documents, passages = _made(maker, size)
    gc.collect()
    gc.freeze()
    before = _resident()
    with tempfile.TemporaryDirectory() as folder:
        retriever, told = _indexed(documents, Path(folder), read())
        finder = _finder(retriever, maker.fiches, passages, read())
        told["memory_texts"] = before
        stages: dict[str, Callable[[str], object]] = _stages(retriever)
        stages["whole"] = lambda question: finder.found(question, RESULTS)
        questions = maker.asking()
        for name, stage in stages.items():
            told[name] = _milliseconds(stage, questions)
        told["memory"] = _resident() - before  # after the searches: vectors are read at the first
    return told


def _made(maker: Maker, size: int) -> tuple[list[Any], dict[str, Any]]:
    from advisor.domain.source import Passage
    from advisor.retrieval import documents as documents_of
    from advisor.retrieval.ports import Document

    documents, passages = documents_of.fiche_documents(maker.fiches.values()), {}
    for rank, (section, text, asked) in enumerate(maker.passages(size)):
        ref = f"made-{rank:07d}"
        passages[ref] = Passage(
            id=ref,
            source="made",
            section=(section,),
            page=str(rank),
            page_index=rank,
            start=0,
            end=len(text),
            text=text,
        )
        documents.append(Document(ref, "passage", "made", "", section, text, " ".join(asked), asked))
    return documents, passages


def _indexed(documents: Sequence[Any], folder: Path, settings: Any) -> tuple[Any, dict[str, Any]]:
    """The retriever of the product over the documents, and the seconds each index took."""
    from advisor import wiring
    from advisor.retrieval import letters
    from advisor.retrieval.dense import EmbeddedEncoder
    from advisor.retrieval.hybrid import HybridRetriever
    from advisor.retrieval.lexical import LexicalIndex, LineIndex

    seconds: dict[str, Any] = {"documents": len(documents)}

    def timed(name: str, make: Callable[[], Any]) -> Any:
        begun = time.perf_counter()
        made = make()
        seconds[f"{name}_seconds"] = round(time.perf_counter() - begun, 2)
        print(f"… {len(documents)} documents, {name} : {seconds[f'{name}_seconds']} s", file=sys.stderr)
        return made

    lexical = timed("lexical", lambda: LexicalIndex.build(documents))
    lines = timed("lines", lambda: LineIndex.build(documents))
    encoder = EmbeddedEncoder()
    dense = timed("dense", lambda: letters.build(folder, "", "growth", documents, encoder))
    return HybridRetriever.over(documents, lexical, lines, wiring.thesaurus(settings), dense, encoder), seconds


def _finder(retriever: Any, fiches: Mapping[str, Any], passages: Mapping[str, Any], settings: Any) -> Any:
    """The finder of the product; the fiches, whose sources are not there, lead to themselves."""
    from advisor.answering.book import Library
    from advisor.finding import Finder
    from advisor.knowledge import yaml_text
    from advisor.retrieval import ranking

    path = settings.corpus / "poids-recherche.yaml"
    library = Library(sources={}, articles={}, placing=lambda _: None, has_text=lambda _: True)
    return Finder(retriever, fiches, library, passages, ranking.weights(path, yaml_text.read(path)[0]))


def _stages(retriever: Any) -> dict[str, Callable[[str], object]]:
    """The stages of a search, each by itself."""
    from advisor.retrieval.analysis import terms

    def weighted(question: str) -> dict[str, float]:
        asked = tuple(dict.fromkeys(retriever._lexical.nearest(term) for term in terms(question)))
        return dict.fromkeys(asked, 1.0) | retriever._thesaurus.expansion(asked)

    def dense(question: str) -> object:
        asked = weighted(question)
        return retriever._dense_scores(question, retriever._lexical.scores(asked), retriever._lines.scores(asked))

    return {
        "lexical": lambda question: retriever._lexical.scores(weighted(question)),
        "lines": lambda question: retriever._lines.scores(weighted(question)),
        "dense": dense,
    }


def _milliseconds(stage: Callable[[str], object], questions: Sequence[str]) -> dict[str, float]:
    """Median and 95th percentile of questions never asked before, others having warmed what is kept."""
    for question in questions[:WARM_UP]:
        stage(question)
    spent = []
    for question in questions[WARM_UP:]:
        begun = time.perf_counter()
        stage(question)
        spent.append(1000 * (time.perf_counter() - begun))
    spent.sort()
    return {"p50": round(spent[len(spent) // 2], 2), "p95": round(spent[int(0.95 * (len(spent) - 1))], 2)}


def _resident() -> float:
    """Memory held by this process now, in MB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


def main(arguments: Sequence[str] | None = None) -> list[dict[str, Any]]:
    """Measures each size in a process of its own, prints a line each, and the slopes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.one:
        print(json.dumps(measured(options.one, Maker.ours())))
        return []
    found = [best([_apart(size) for _ in range(options.rounds)]) for size in options.sizes]
    for line in lines_of(found):
        print(line)
    if options.json:
        options.json.write_text(json.dumps(found, indent=1), encoding="utf-8")
    return found


def _apart(size: int) -> dict[str, Any]:
    command = [sys.executable, str(Path(__file__)), "--one", str(size)]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True)
    told: dict[str, Any] = {"size": size, **json.loads(done.stdout.splitlines()[-1])}
    return told


def best(rounds: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The lowest figure of each measure."""
    first = rounds[0]
    return {
        name: best([told[name] for told in rounds]) if isinstance(value, dict) else min(told[name] for told in rounds)
        for name, value in first.items()
    }


def lines_of(found: Sequence[dict[str, Any]]) -> Iterator[str]:
    """The figures as a table, then how each grows from one size to the next: 1.00 is in proportion."""
    yield f"{'':<28}" + "".join(f"{told['size']:>12,}" for told in found).replace(",", " ")
    rows = _rows(found)
    for name, values in rows.items():
        yield f"{name:<28}" + "".join(f"{value:>12.1f}" for value in values)
    limits = [LIMITS.get(told["size"]) for told in found]
    yield f"{'  limite du p95, ms':<28}" + "".join(f"{limit:>12.0f}" if limit else f"{'':>12}" for limit in limits)
    if len(found) > 1:
        yield "pente d'une taille à la suivante (exposant : 1 = en proportion, 0 = constant)"
    for name, values in rows.items():
        slopes = [_slope(values[rank : rank + 2], found[rank : rank + 2]) for rank in range(len(found) - 1)]
        if slopes:
            yield f"{name:<28}{'':>12}" + "".join(f"{slope:>12.2f}" for slope in slopes)


def _rows(found: Sequence[dict[str, Any]]) -> dict[str, list[float]]:
    rows = {
        "index lexical, s": [told["lexical_seconds"] for told in found],
        "index des lignes, s": [told["lines_seconds"] for told in found],
        "index dense, s": [told["dense_seconds"] for told in found],
        "mémoire des textes, Mo": [told["memory_texts"] for told in found],
        "mémoire des index, Mo": [told["memory"] for told in found],
    }
    names = {"lexical": "lexical", "lines": "lignes", "dense": "mots puis dense", "whole": "recherche entière"}
    for key, name in names.items():
        for point in ("p50", "p95"):
            rows[f"{name}, {point}, ms"] = [told[key][point] for told in found]
    return rows


def _slope(values: Sequence[float], found: Sequence[dict[str, Any]]) -> float:
    least = 0.01
    ratio = max(values[1], least) / max(values[0], least)
    return math.log(ratio) / math.log(found[1]["size"] / found[0]["size"])


if __name__ == "__main__":
    main()
