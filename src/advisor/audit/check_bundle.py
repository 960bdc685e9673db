"""Vérifie un dossier de preuve : python3 verifier.py DOSSIER.zip [--sceau SCEAU] [--lire].

Ce fichier se suffit à lui-même : Python 3.9 ou plus, bibliothèque standard seule, aucun réseau. Il ne
croit rien de ce que le dossier dit de lui-même : il recalcule chaque empreinte, chaque maillon de la
chaîne, et retrouve chaque extrait à sa place dans son passage.

Codes de sortie : 0 accepté ; 1 refusé ; 2 illisible ; 3 accepté avec des réserves, qui sont dites.

--sceau donne le sceau d'une entrée du journal, relevé ailleurs que dans le dossier (la commande
« advisor journal head » l'affiche). Lui seul prouve que tout n'a pas été réécrit.

Empreintes : SHA-256. JSON canonique : RFC 8785. Arbres : RFC 9162, section 2.1. Sélecteurs : W3C Web
Annotation Data Model, sections 4.2.4 et 4.2.5 (positions en caractères Unicode).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FORMAT = "advisor-dossier/1"
NAME = "dossier.json"
SEALED = ("about", "author", "body_hash", "conversation", "kind", "moment", "number", "previous")
SALT = re.compile("[0-9a-f]{32}")
ACCEPTED, REFUSED, UNREADABLE, RESERVED = 0, 1, 2, 3
MOST = 512 * 1024 * 1024
"""Bytes a bundle may hold once unpacked."""
Record = dict[str, Any]


class Unreadable(Exception):
    """The file is not a bundle."""


def sha(text: str) -> str:
    """The SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def canonical(value: Any) -> str:
    """Canonical JSON (RFC 8785) of strings, whole numbers, lists and objects with ASCII keys."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read(path: Path) -> Record:
    """The content of a bundle, zipped or not. Raises Unreadable."""
    try:
        found = json.loads(_bytes(path).decode("utf-8"), object_pairs_hook=_once)
    except (OSError, ValueError, RuntimeError, zipfile.BadZipFile) as error:
        raise Unreadable(str(error)) from error
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise Unreadable(f"ce n'est pas un dossier « {FORMAT} »")
    return found


def _bytes(path: Path) -> bytes:
    if not zipfile.is_zipfile(path):
        return path.read_bytes()
    with zipfile.ZipFile(path) as packed:
        named = [item for item in packed.infolist() if item.filename == NAME]
        if len(named) != 1:
            raise ValueError(f"il doit contenir un fichier {NAME}, et un seul")
        if named[0].file_size > MOST:
            raise ValueError(f"{NAME} est démesuré")
        return packed.read(named[0])


def _once(pairs: list[tuple[str, Any]]) -> Record:
    """An object whose keys are written once: two readers must not read two things."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("une clé est écrite deux fois")
    return found


class Checker:
    """The checks, in order; `faults` are reasons to refuse, `reserves` what could not be proved."""

    def __init__(self, bundle: Record, known: str = "") -> None:
        self.bundle = bundle
        self.known = known.strip().lower()
        self.faults: list[str] = []
        self.reserves: list[str] = []
        self.proved: list[str] = []
        self.body: Record = {}

    def run(self) -> int:
        """Every check; the exit code."""
        for check in (self._entry, self._chain, self._seal_known, self._spoken, self._version, self._passages):
            before = len(self.faults)
            try:
                told = check()
            except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
                self.faults.append(f"dossier mal formé ({type(error).__name__} : {error})")
                continue
            if len(self.faults) == before and told:
                self.proved.append(told)
        if self.faults:
            return REFUSED
        return RESERVED if self.reserves else ACCEPTED

    # --- the entry, the chain and what was said of the answer ------------------------------------------------------

    def _entry(self) -> str:
        entry = self.bundle["entry"]
        if entry["kind"] != "answer":
            self.faults.append("l'entrée n'est pas une réponse")
        self._record(entry, purges=set())
        self.body = json.loads(entry["body"], object_pairs_hook=_once)
        return f"l'entrée n° {entry['number']} du {entry['moment']} porte le sceau {entry['seal']}"

    def _record(self, record: Record, purges: set[int]) -> None:
        """An entry: its seal, and its content."""
        name = f"entrée n° {record['number']} ({record['kind']})"
        if sha(canonical({key: record[key] for key in SEALED})) != record["seal"]:
            self.faults.append(f"{name} : son sceau ne correspond pas à ce qu'elle dit")
        if record["body"] is None or record["salt"] is None:
            if record["number"] not in purges:
                self.faults.append(f"{name} : son contenu manque sans qu'une purge le dise")
        elif not SALT.fullmatch(record["salt"]) or sha(record["salt"] + record["body"]) != record["body_hash"]:
            self.faults.append(f"{name} : son contenu a été altéré")

    def _chain(self) -> str:
        """Every link from the entry to the head, each sealed to the one before."""
        entry, chain, head = self.bundle["entry"], self.bundle["chain"], self.bundle["head"]
        if not chain or chain[0]["number"] != entry["number"] or chain[0]["seal"] != entry["seal"]:
            self.faults.append("la chaîne ne commence pas à l'entrée de la réponse")
            return ""
        for link in chain:
            if set(link) != {*SEALED, "seal"}:
                self.faults.append(f"chaîne, n° {link.get('number')} : champs inattendus")
            elif sha(canonical({key: link[key] for key in SEALED})) != link["seal"]:
                self.faults.append(f"chaîne, n° {link['number']} : son sceau ne correspond pas à ce qu'elle dit")
        for before, link in zip(chain, chain[1:]):  # noqa: B905, RUF007 -- Python 3.9
            if link["number"] != before["number"] + 1 or link["previous"] != before["seal"]:
                self.faults.append(f"chaîne, n° {link['number']} : elle n'est pas scellée à la précédente")
        if (chain[-1]["number"], chain[-1]["seal"]) != (head["number"], head["seal"]):
            self.faults.append("la chaîne ne s'arrête pas à la tête annoncée")
        return f"la chaîne tient, de l'entrée n° {entry['number']} à la n° {head['number']} ({head['seal']})"

    def _seal_known(self) -> str:
        if not self.known:
            return ""
        found = [link["number"] for link in self.bundle["chain"] if link["seal"] == self.known]
        if not found:
            self.faults.append("le sceau relevé ailleurs n'est pas dans la chaîne : elle a été réécrite ou tronquée")
            return ""
        return f"le sceau relevé ailleurs est celui de l'entrée n° {found[0]}"

    def _spoken(self) -> str:
        """Every later entry that speaks of the answer is there, whole or purged, and no other."""
        links = {link["number"]: link for link in self.bundle["chain"]}
        purges = self._purged(links)
        given = {record["number"]: record for record in self.bundle["about"]}
        number = self.bundle["entry"]["number"]
        due = {link["number"] for link in links.values() if link["about"] == number}
        self.faults += [f"l'entrée n° {lost}, qui parle de la réponse, manque" for lost in sorted(due - set(given))]
        self.faults += [f"l'entrée n° {more} n'est pas dans la chaîne" for more in sorted(set(given) - due)]
        if len(given) != len(self.bundle["about"]):
            self.faults.append("une entrée est donnée deux fois")
        for record in self.bundle["about"]:
            self._record(record, purges)
            if record["number"] in links and record["seal"] != links[record["number"]]["seal"]:
                self.faults.append(f"entrée n° {record['number']} : ce n'est pas celle de la chaîne")
        verdicts = sum(record["kind"] == "verdict" for record in self.bundle["about"])
        return f"{len(given)} entrée(s) parlent de cette réponse, dont {verdicts} verdict(s), toutes présentes"

    def _purged(self, links: dict[int, Record]) -> set[int]:
        """Numbers of the entries that purges of the chain say they emptied."""
        found: set[int] = set()
        for record in self.bundle["purges"]:
            link = links.get(record["number"], {})
            if record["kind"] != "purge" or link.get("seal") != record["seal"]:
                self.faults.append(f"la purge n° {record['number']} n'est pas dans la chaîne")
                continue
            self._record(record, purges=set())
            found |= {int(number) for number in json.loads(record["body"])["numbers"]}
        return found

    # --- the versions, the fiches and the passages -----------------------------------------------------------------

    def _version(self) -> str:
        """The versions the answer names, and each fiche it cites as it then was."""
        named = (self.body.get("versions") or {}).get("snapshot") or ""
        version = self.bundle["version"]
        if version is None:
            why = "elle ne nomme pas de version conservée" if not named else "la version n'a pas été jointe"
            self.reserves.append(f"fiches et passages ne sont pas prouvés : {why}")
            return ""
        if sha(canonical(version)) != named:
            self.faults.append("la version jointe n'est pas celle que la réponse nomme")
            return ""
        due = self._cited("fiche")
        given = {item["name"]: item["content"] for item in self.bundle["fiches"]}
        self.faults += [f"la fiche « {lost} », citée, manque" for lost in sorted(due - set(given))]
        for item in self.bundle["fiches"]:
            self._leaf(item, version["fiches"], "fiche")
        for citation in self._citations():
            if citation["fiche"] in given:
                self._carried(citation, json.loads(given[citation["fiche"]]))
        return f"{len(given)} fiche(s) sont bien celles de la version {named[:16]}…"

    def _carried(self, citation: Record, fiche: Record) -> None:
        """A citation is one of the locators of its fiche."""
        said = {(item.get("source"), item.get("section"), item.get("anchor")) for item in _objects(fiche)}
        articles = {(item.get("code"), item.get("article")) for item in _objects(fiche)}
        place = (citation["source"], citation["section"], citation["anchor"])
        if place not in said and (citation["source"], citation["section"]) not in articles:
            self.faults.append(f"renvoi {citation['id']} : la fiche « {citation['fiche']} » ne le porte pas")

    def _citations(self) -> list[Record]:
        return list(self.body["answer"]["citations"])

    def _cited(self, key: str) -> set[str]:
        return {citation[key] for citation in self._citations() if citation[key]}

    def _leaf(self, item: Record, tree: Record, what: str) -> None:
        """A content is a leaf of a tree of the version."""
        leaf = hashlib.sha256(b"\0" + canonical([item["name"], sha(item["content"])]).encode("utf-8")).digest()
        path = [bytes.fromhex(step) for step in item["proof"]]
        if climbed(leaf, item["rank"], tree["size"], path).hex() != tree["root"]:
            self.faults.append(f"{what} « {item['name']} » : ce n'est pas celle de la version")

    def _passages(self) -> str:
        """Each extract stands where its selectors say, in passages that the version held."""
        if self.bundle["version"] is None or self.faults:
            return ""
        held = {}
        for item in self.bundle["passages"]:
            self._leaf(item, self.bundle["version"]["passages"], "passage")
            passage = json.loads(item["content"])
            if passage["id"] != item["name"]:
                self.faults.append(f"passage « {item['name']} » : il porte un autre nom")
            held[item["name"]] = passage
        targets = {item["citation"]: item for item in self.bundle["annotations"]}
        for citation in self._citations():
            if citation["quote"] is not None:
                self._placed(citation, targets.pop(citation["id"], None), held)
        self.faults += [f"sélecteur de {more} : la réponse ne le demande pas" for more in sorted(targets)]
        count = len(self.bundle["annotations"])
        return f"{count} extrait(s) se retrouvent mot pour mot à leur place, dans {len(held)} passage(s)"

    def _placed(self, citation: Record, annotation: Any, held: dict[str, Record]) -> None:
        name = f"extrait {citation['id']}"
        if annotation is None:
            self.faults.append(f"{name} : ses sélecteurs manquent")
            return
        quote, position = annotation["target"]["selector"]
        if quote["type"] != "TextQuoteSelector" or position["type"] != "TextPositionSelector":
            self.faults.append(f"{name} : sélecteurs inconnus")
            return
        sealed = (citation["quote"], citation["before"], citation["after"])
        if (quote["exact"], quote["prefix"], quote["suffix"]) != sealed:
            self.faults.append(f"{name} : ses mots ne sont pas ceux de la réponse")
        start, end = position["start"], position["end"]
        if end - start != len(quote["exact"]):
            self.faults.append(f"{name} : sa position n'a pas la longueur de l'extrait")
        passages = [held[key] for key in annotation["passages"]]
        if not passages or passages[0]["id"] != citation["passage_id"]:
            self.faults.append(f"{name} : le passage n'est pas celui que la réponse cite")
        if any((item["source"], item["page"]) != (citation["source"], passages[0]["page"]) for item in passages):
            self.faults.append(f"{name} : le passage vient d'un autre texte")
        self._found(name, quote, start, passages)

    def _found(self, name: str, quote: Record, start: int, passages: list[Record]) -> None:
        """The words, before and after included, wherever the passages hold the page; between two, only blanks."""
        signs = {item["start"] + rank: sign for item in passages for rank, sign in enumerate(item["text"])}
        run, first = quote["prefix"] + quote["exact"] + quote["suffix"], start - len(quote["prefix"])
        for rank, sign in enumerate(run):
            inside = len(quote["prefix"]) <= rank < len(quote["prefix"]) + len(quote["exact"])
            there = signs.get(first + rank)
            if there not in (sign, None) or (there is None and inside and not sign.isspace()):
                self.faults.append(f"{name} : il ne se trouve pas à la place dite")
                return


def climbed(leaf: bytes, rank: int, size: int, path: list[bytes]) -> bytes:
    """The root a leaf leads to by its path (RFC 9162, section 2.1.3.2); empty when the path cannot be."""
    if not 0 <= rank < size:
        return b""
    node, last = rank, size - 1
    found = leaf
    for step in path:
        if last == 0:
            return b""
        if node % 2 or node == last:
            found = hashlib.sha256(b"\1" + step + found).digest()
            while node % 2 == 0 and node:
                node, last = node >> 1, last >> 1
        else:
            found = hashlib.sha256(b"\1" + found + step).digest()
        node, last = node >> 1, last >> 1
    return found if last == 0 else b""


def _objects(value: Any) -> Iterator[Record]:
    """Every object inside a value."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _objects(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _objects(inner)


def told(bundle: Record) -> Iterator[str]:
    """The answer, its statements with their extracts, and the verdicts, as they were proved."""
    answer = json.loads(bundle["entry"]["body"])["answer"]
    places = {citation["id"]: citation for citation in answer["citations"]}
    yield from ("", f"Question : {answer['question']}", f"Réponse  : {answer['headline']}", "")
    for statement in answer["statements"]:
        yield f"[{statement['id']}] {statement['text']}"
        for reference in statement["citations"]:
            place = places[reference]
            quote = f" : « {place['quote']} »" if place["quote"] else ""
            yield f"     {place['label']}{quote}"
    for record in bundle["about"]:
        if record["kind"] in {"verdict", "resolution"} and record["body"]:
            body = json.loads(record["body"])
            on = f"énoncé {body['statement']}" if body.get("statement") else "la réponse"
            by = f" par {record['author']}" if record["author"] else ""
            comment = f" — {body['comment']}" if body.get("comment") else ""
            yield f"{record['moment'][:10]}, {record['kind']}{by} sur {on} : {body.get('value')}{comment}"


def say(line: str) -> None:
    """Prints a line of which nothing can drive the terminal, whatever the bundle holds."""
    shown = "".join(sign if sign.isprintable() else " " for sign in line)
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(shown.encode(encoding, "replace").decode(encoding) + "\n")


def main(arguments: list[str] | None = None) -> int:
    """Checks a bundle, says what was found, and gives the exit code."""
    parser = argparse.ArgumentParser(description="Vérifie un dossier de preuve.")
    parser.add_argument("dossier", type=Path, help="le fichier .zip ou .json")
    parser.add_argument("--sceau", default="", help="sceau d'une entrée du journal, relevé ailleurs")
    parser.add_argument("--lire", action="store_true", help="affiche la réponse prouvée")
    given = parser.parse_args(arguments)
    try:
        bundle = read(given.dossier)
    except Unreadable as error:
        say(f"ILLISIBLE : {error}")
        return UNREADABLE
    checker = Checker(bundle, given.sceau)
    code = checker.run()
    for line in checker.proved:
        say(f"  oui  {line}")
    for line in checker.reserves:
        say(f"  ?    {line}")
    for line in checker.faults:
        say(f"  NON  {line}")
    if not given.sceau and code != REFUSED:
        say("  ?    aucun sceau relevé ailleurs (--sceau) : une réécriture complète ne se verrait pas")
    said = {ACCEPTED: "DOSSIER ACCEPTÉ", REFUSED: "DOSSIER REFUSÉ", RESERVED: "DOSSIER ACCEPTÉ AVEC RÉSERVES"}
    say(f"{said[code]}")
    if given.lire and code != REFUSED:
        for line in told(bundle):
            say(f"{line}")
    return code


if __name__ == "__main__":
    sys.exit(main())
