"""Our search beside what people assemble instead: same questions, same pages, same run.

The pages are those our own `ingest` reads (the two documents and the law), so that every engine gets the same
text; each then cuts and indexes as its users usually do (`bench/peer_engines.py`). The questions are the content
questions of `tests/evaluation/content.yaml`; only figures are told, for each set. A piece found is right when it
comes from a page of the gold and holds the gold anchor; the page alone is told apart. Each engine indexes in
one process and answers in others, so that its memory and its cold start (from the start of the process to the
first answer, index opened, or made again where the engine keeps none) are its own. Of the rounds, the lowest
times are kept: other work on the machine only adds.

The peers are no part of the product. They are the extra `bench` of pyproject.toml, in ranges, and `make peers`
installs them in a virtual environment of their own, `.venv-peers`, without the constraints of
`requirements.lock`: they could neither change nor be changed by what is installed for the product. Ours runs in
the environment that runs this file. One that is not installed, or fails, is told with its reason.

    make peers
    .venv/bin/python bench/peers.py --json peers.json
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from peer_engines import ENGINES, RESULTS, asked

ROOT = Path(__file__).resolve().parents[1]
PEERS = ROOT / ".venv-peers" / "bin" / "python"
OURS = "advisor"
FIRST = 5
SETS = ("dev", "test")
FEWEST = 5
"""Questions under which no figure of a set is told: one could read single questions in it."""


@dataclass(frozen=True)
class Case:
    """A question, its set, and its places: source, page and anchor."""

    question: str
    set: str
    gold: tuple[tuple[str, str, str], ...]


@dataclass
class Row:
    """What an engine gave; `reason` says why it gave nothing. Seconds, milliseconds, MB."""

    name: str
    reason: str = ""
    sets: dict[str, dict[str, float]] = field(default_factory=dict)
    index_seconds: float = 0.0
    cold_seconds: float = 0.0
    p50: float = 0.0
    p95: float = 0.0
    memory: float = 0.0
    pieces: int = 0
    words: float = 0.0
    kept: bool = True


def main(arguments: Sequence[str] | None = None) -> list[Row]:
    """Runs every engine, prints the figures, writes them when asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path, help="file to write the figures in")
    parser.add_argument("--rounds", type=int, default=2, help="times each engine answers")
    parser.add_argument("--only", nargs="+", default=list(ENGINES), help="names of peers to run")
    parser.add_argument("--python", type=Path, default=PEERS, help="interpreter of the peers' environment")
    parser.add_argument("--ours", nargs=2, type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.ours:
        _ours(*options.ours)
        return []
    with tempfile.TemporaryDirectory() as folder:
        cases, pages = _material()
        rows = [compared(OURS, cases, pages, Path(folder) / "ours", sys.executable, options.rounds)]
        folders: dict[str, Path] = {}
        for rank, name in enumerate(options.only):
            folders[name] = Path(folder) / str(rank)
            _taken(folders.get(ENGINES[name].same), folders[name])
            rows.append(compared(name, cases, pages, folders[name], str(options.python), options.rounds))
            print(f"… {name} {rows[-1].reason}", file=sys.stderr)
    for line in lines_of(rows):
        print(line)
    if options.json:
        options.json.write_text(json.dumps([asdict(row) for row in rows], indent=1), encoding="utf-8")
    return rows


def _taken(made: Path | None, folder: Path) -> None:
    """Takes the index that another engine made, where there is one."""
    if made and (made / "build.json").is_file():
        shutil.copytree(made, folder)


def _material() -> tuple[list[Case], list[dict[str, str]]]:
    """The questions whose sources are there, and the pages as our ingest reads them."""
    from advisor.knowledge import catalogue, yaml_text
    from advisor.settings import read
    from ingest.locate import locate
    from ingest.read import read_corpus

    settings = read()
    located = locate(catalogue.whole(settings.corpus, settings.documents), [settings.documents, *settings.library])
    corpus = read_corpus(located, lambda *_: None)
    pages = [{"source": page.source, "page": page.label, "text": page.text} for page in corpus.pages]
    there = {page["source"] for page in pages}
    path = ROOT / "tests" / "evaluation" / "content.yaml"
    cases = [
        Case(
            case["question"],
            case["set"],
            tuple((gold["source"], str(gold["page"]), gold["anchor"]) for gold in case["gold"]),
        )
        for case in yaml_text.read(path)[0]
        if case["kind"] == "content"
    ]
    return [case for case in cases if all(source in there for source, _, _ in case.gold)], pages


def compared(
    name: str, cases: Sequence[Case], pages: Sequence[Mapping[str, str]], folder: Path, python: str, rounds: int
) -> Row:
    """Runs an engine on the questions: its figures, or why there are none."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pages.json").write_text(json.dumps(pages), encoding="utf-8")
    (folder / "questions.json").write_text(json.dumps([case.question for case in cases]), encoding="utf-8")
    run: Callable[[str], dict[str, Any]] = _run_ours(folder) if name == OURS else _run_peer(name, folder, python)
    built = run("build")
    if "reason" in built:
        return Row(name, reason=built["reason"])
    row = Row(name, **{key: built[key] for key in ("index_seconds", "pieces", "words", "kept")})
    told = []
    for _ in range(rounds):
        begun = time.time()
        answered = run("ask")
        if "reason" in answered:
            return Row(name, reason=answered["reason"])
        told.append({**answered, "cold": answered["first"] - begun})
    spent = [sorted(one["milliseconds"]) for one in told]
    row.cold_seconds = min(one["cold"] for one in told)
    row.p50 = min(times[len(times) // 2] for times in spent)
    row.p95 = min(times[int(0.95 * (len(times) - 1))] for times in spent)
    row.memory = min(one["memory"] for one in told)
    row.sets = {name: figures for name in SETS if (figures := _figures(cases, told[0]["found"], name))}
    return row


def _run_peer(name: str, folder: Path, python: str) -> Callable[[str], dict[str, Any]]:
    def run(step: str) -> dict[str, Any]:
        path = folder / f"{step}.json"
        if step == "build" and path.is_file():
            kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            return kept
        if not Path(python).is_file():
            return {"reason": "non installé : lancez « make peers »"}
        command = [python, str(Path(__file__).with_name("peer_engines.py")), name, step, str(folder)]
        return _told(path, command, {})

    return run


def _run_ours(folder: Path) -> Callable[[str], dict[str, Any]]:
    """Ours: the ingest as a command, which also reads the documents, then the service over its index."""
    environment = {"ADVISOR_DATA": str(folder / "data")}

    def run(step: str) -> dict[str, Any]:
        if step == "ask":
            command = [sys.executable, str(Path(__file__)), "--ours", str(folder), str(folder / "ask.json")]
            return _told(folder / "ask.json", command, environment)
        begun = time.perf_counter()
        command = [sys.executable, "-m", "ingest", "--quiet"]
        done = subprocess.run(command, cwd=ROOT, env=os.environ | environment, check=False)
        if done.returncode not in {0, 3}:
            return {"reason": f"l'ingest a rendu {done.returncode}"}
        seconds = time.perf_counter() - begun
        return {"index_seconds": seconds, **_indexed(folder / "data" / "index"), "kept": True}

    return run


def _indexed(index: Path) -> dict[str, float]:
    """How many passages and fiches an index holds, and how many words the passages have."""
    from advisor.retrieval.store import Store

    store = Store.current(index)
    words = [len(passage.text.split()) for passage in store.passages.values()]
    return {"pieces": len(store.documents), "words": sum(words) / max(1, len(words))}


def _told(path: Path, command: Sequence[str], environment: Mapping[str, str]) -> dict[str, Any]:
    path.unlink(missing_ok=True)
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, errors="replace", check=False
    )
    if not path.is_file():
        return {"reason": f"le processus a rendu {done.returncode} : {done.stderr.strip()[-160:]}"}
    told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return told


def _ours(folder: Path, path: Path) -> None:
    """The service over the index of a folder, asked every question."""
    from advisor import wiring
    from advisor.settings import read

    advisor = wiring.build(read())

    def answers(question: str) -> list[dict[str, str]]:
        found = advisor.search(question, RESULTS).passages
        return [{"source": one.source, "page": one.page, "text": one.text} for one in found]

    questions = json.loads((folder / "questions.json").read_text(encoding="utf-8"))
    path.write_text(json.dumps(asked(answers, questions)), encoding="utf-8")


def _figures(cases: Sequence[Case], found: Sequence[Sequence[Mapping[str, str]]], name: str) -> dict[str, float]:
    """hit@1, hit@5 and MRR@10 on a set, by anchor and by page alone."""
    ranks: dict[str, list[int]] = {"": [], "page_": []}
    for case, pieces in zip(cases, found, strict=True):
        if case.set == name:
            ranks[""].append(_rank(pieces, lambda piece, case=case: holds(piece, case)))
            ranks["page_"].append(_rank(pieces, lambda piece, case=case: bool(_anchors(piece, case))))
    total = len(ranks[""])
    if total < FEWEST:
        return {}
    told: dict[str, float] = {"questions": total}
    for kind, places in ranks.items():
        told[f"{kind}hit1"] = sum(place == 1 for place in places) / total
        told[f"{kind}hit5"] = sum(1 <= place <= FIRST for place in places) / total
        told[f"{kind}mrr"] = sum(1 / place for place in places if place) / total
    return told


def _rank(pieces: Sequence[Mapping[str, str]], right: Callable[[Mapping[str, str]], bool]) -> int:
    return next((rank for rank, piece in enumerate(pieces[:RESULTS], start=1) if right(piece)), 0)


def _anchors(piece: Mapping[str, str], case: Case) -> list[str]:
    return [anchor for source, page, anchor in case.gold if (source, page) == (piece["source"], piece["page"])]


def holds(piece: Mapping[str, str], case: Case) -> bool:
    """Whether a piece comes from a page of the gold and holds its anchor."""
    from advisor.text import find_run

    return any(find_run(anchor, piece["text"]) for anchor in _anchors(piece, case))


def lines_of(rows: Sequence[Row]) -> Iterator[str]:
    """The figures as text, those of each set then the costs, then ours beside the best peer."""
    for name in SETS:
        if any(name in row.sets for row in rows):
            yield from _of_set(rows, name)
    yield f"\n{'':<28}{'index s':>9}{'froid s':>9}{'p50 ms':>9}{'p95 ms':>9}{'Mo':>7}{'morceaux':>10}{'mots':>6}"
    for row in rows:
        if not row.reason:
            yield (
                f"{row.name:<28}{row.index_seconds:>9.1f}{row.cold_seconds:>9.1f}{row.p50:>9.1f}{row.p95:>9.1f}"
                f"{row.memory:>7.0f}{row.pieces:>10}{row.words:>6.0f}{'' if row.kept else '  (sans index gardé)'}"
            )
    yield "index : découpage et indexation des pages lues ; pour advisor, l'ingest entier, des PDF aux modèles"
    for row in rows:
        if row.reason:
            yield f"{row.name} : pas mesuré, {row.reason}"


def _of_set(rows: Sequence[Row], name: str) -> Iterator[str]:
    held = [row for row in rows if name in row.sets]
    yield (
        f"\n{name}, {held[0].sets[name]['questions']:.0f} questions"
        + " " * 4
        + "ancre : hit@1 hit@5 MRR@10   page : les mêmes"
    )
    for row in held:
        told = row.sets[name]
        anchor = "".join(f"{told[key]:>8.3f}" for key in ("hit1", "hit5", "mrr"))
        page = "".join(f"{told[key]:>8.3f}" for key in ("page_hit1", "page_hit5", "page_mrr"))
        yield f"{row.name:<28}{anchor}   {page}"
    ours, peers = held[0], held[1:]
    if ours.name == OURS and peers:
        for key, title in (("hit1", "hit@1"), ("hit5", "hit@5"), ("mrr", "MRR@10")):
            best = max(peers, key=lambda row: row.sets[name][key])
            mine, other = ours.sets[name][key], best.sets[name][key]
            ratio = f"{mine / max(other, 1e-9):.2f} fois le meilleur pair ({best.name})"
            yield f"{title} : {ratio}, {100 * (mine - other):+.1f} points"


if __name__ == "__main__":
    main()
