"""Bundles of evidence: the stand-alone checker accepts the good ones and refuses each kind of tampering."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from advisor import keeping
from advisor.audit import bundle, check_bundle
from advisor.audit.check_bundle import ACCEPTED, REFUSED, RESERVED, UNREADABLE
from advisor.audit.evidence import Evidence
from advisor.audit.versions import Versions
from advisor.domain.record import Draft
from advisor.errors import NoProof
from advisor.journal import canonical, chain
from advisor.journal.store import Journal
from advisor.service import Advisor
from advisor.settings import Settings
from tests.unit.audit import charter
from tests.unit.audit.recorded import record, verdict

QUESTIONS = (
    charter.QUESTION,
    "On refait l'accueil de la maison du Département, rien n'est arrêté, avec les habitants",
    "quelle loi impose une concertation pour une ZAC ?",
    "recette de la tarte aux pommes",
)
Bundle = dict[str, Any]
SCRIPT = Path(check_bundle.__file__)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, Advisor]:
    return charter.served(tmp_path_factory.mktemp("charte"))


@pytest.fixture(scope="module")
def service(served: tuple[Settings, Advisor]) -> Advisor:
    return served[1]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory, service: Advisor) -> Journal:
    """Four answers, two verdicts and a resolution on the first, a word of a user, and entries on others between."""
    journal = Journal.open(f"sqlite:///{tmp_path_factory.mktemp('journal') / 'journal.db'}")
    numbers = [record(journal, service, question).number for question in QUESTIONS]
    verdict(journal, numbers[0], "juste", author="Relectrice A")
    verdict(journal, numbers[1], "soutenu", statement="s1")
    verdict(journal, numbers[0], "faux", author="Relecteur B", comment="Le délai manque.")
    body = {"statement": "", "value": "défendable", "comment": "", "between": [5, 7]}
    journal.append(Draft(kind="resolution", about=numbers[0], author="Relectrice A", body=body))
    said = {"helpful": False, "reason": "incomplet", "text": "", "statement": ""}
    journal.append(Draft(kind="feedback", about=numbers[0], body=said))
    return journal


@pytest.fixture(scope="module")
def kept(served: tuple[Settings, Advisor]) -> Versions:
    return keeping.versions(served[0])


@pytest.fixture(scope="module")
def good(written: Journal, kept: Versions, service: Advisor) -> Bundle:
    """The bundle of the first answer, with one more passage than it cites, of the same version."""
    built = bundle.build(written, kept, 1)
    cited = {item["name"] for item in built["passages"]}
    other = next(name for name in service.parts.texts.passages if name not in cited)
    evidence = Evidence(kept, service.parts.versions["snapshot"])
    return {**built, "passages": [*built["passages"], *evidence.passages([other])]}


def _run(path: Path, *options: str) -> tuple[int, str]:
    """The script as a third party runs it: alone, without this program's packages."""
    command = [sys.executable, "-I", "-S", str(SCRIPT), str(path), *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False, encoding="utf-8")
    assert done.stderr == ""
    return done.returncode, done.stdout


def _checked(given: Bundle, folder: Path, *options: str) -> tuple[int, str]:
    path = folder / "dossier.json"
    path.write_text(json.dumps(given, ensure_ascii=False), encoding="utf-8")
    return _run(path, *options)


@pytest.mark.parametrize("number", range(1, len(QUESTIONS) + 1))
def test_a_good_bundle_is_accepted(number: int, written: Journal, kept: Versions, tmp_path: Path) -> None:
    path = tmp_path / "preuve.zip"
    path.write_bytes(bundle.packed(bundle.build(written, kept, number)))
    code, said = _run(path, "--sceau", written.head()[1], "--lire")
    assert code == ACCEPTED, said
    assert "DOSSIER ACCEPTÉ" in said
    assert QUESTIONS[number - 1] in said


def test_the_script_in_the_bundle_checks_it_by_itself(good: Bundle, tmp_path: Path) -> None:
    path = tmp_path / bundle.file_name(good)
    path.write_bytes(bundle.packed(good))
    with zipfile.ZipFile(path) as packed:
        packed.extractall(tmp_path)
    assert sorted(item.name for item in tmp_path.iterdir()) == sorted(
        [bundle.NOTICE, check_bundle.NAME, bundle.SCRIPT, path.name]
    )
    command = [sys.executable, "-I", "-S", bundle.SCRIPT, path.name]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path, encoding="utf-8")
    assert done.returncode == ACCEPTED, done.stdout
    assert "une réécriture complète ne se verrait pas" in done.stdout


def test_the_same_bundle_is_the_same_bytes(written: Journal, kept: Versions) -> None:
    assert bundle.packed(bundle.build(written, kept, 1)) == bundle.packed(bundle.build(written, kept, 1))


def test_a_good_bundle_with_a_passage_more_is_accepted(good: Bundle, tmp_path: Path) -> None:
    code, said = _checked(good, tmp_path)
    assert code == ACCEPTED, said
    assert len(good["annotations"]) == 1
    assert charter.TEXT.replace("\n", " ").count(good["annotations"][0]["target"]["selector"][0]["exact"]) == 1


def test_with_the_documents_every_extract_has_its_selectors_and_law_a_link_that_marks_it(
    journal: Journal, advisor_full: Advisor, full_settings: Settings, tmp_path: Path
) -> None:
    for question in QUESTIONS:
        record(journal, advisor_full, question)
    extracts = 0
    for number in range(1, len(QUESTIONS) + 1):
        built = bundle.build(journal, keeping.versions(full_settings), number)
        code, said = _checked(built, tmp_path)
        assert code == ACCEPTED, said
        cited = json.loads(built["entry"]["body"])["answer"]["citations"]
        assert len(built["annotations"]) == sum(item["quote"] is not None for item in cited)
        links = [item["link"] for item in built["annotations"] if "legifrance" in item["link"]]
        assert all("#:~:text=" in link for link in links)
        extracts += len(built["annotations"])
    assert extracts > 40


# --- tampering -------------------------------------------------------------------------------------------------------


Tamper = Callable[[Bundle], None]
TAMPERINGS: list[Tamper] = []


def tampering(change: Tamper) -> Tamper:
    """Counts a change among those that must be refused."""
    TAMPERINGS.append(change)
    return change


def _body(given: Bundle, change: Callable[[Any], None]) -> None:
    body = json.loads(given["entry"]["body"])
    change(body)
    given["entry"]["body"] = canonical.text(body)


@tampering
def _statement_text(given: Bundle) -> None:
    _body(given, lambda body: body["answer"]["statements"][0].update(text="Aucune concertation n'est due."))


@tampering
def _citation(given: Bundle) -> None:
    _body(given, lambda body: body["answer"]["citations"][0].update(page="999"))


@tampering
def _message(given: Bundle) -> None:
    _body(given, lambda body: body.update(message="Une autre question"))


@tampering
def _salt(given: Bundle) -> None:
    given["entry"]["salt"] = "0" * 32


@tampering
def _entry_seal(given: Bundle) -> None:
    given["entry"]["seal"] = given["chain"][0]["seal"] = "a" * 64


@tampering
def _entry_moment(given: Bundle) -> None:
    given["entry"]["moment"] = given["chain"][0]["moment"] = "2020-01-01T00:00:00.000000+00:00"


@tampering
def _quote(given: Bundle) -> None:
    selector = given["annotations"][0]["target"]["selector"][0]
    selector["exact"] = selector["exact"][:-1] + "?"


@tampering
def _prefix(given: Bundle) -> None:
    given["annotations"][0]["target"]["selector"][0]["prefix"] = "ne pas "


@tampering
def _offsets(given: Bundle) -> None:
    position = given["annotations"][0]["target"]["selector"][1]
    position["start"] += 3
    position["end"] += 3


@tampering
def _length(given: Bundle) -> None:
    given["annotations"][0]["target"]["selector"][1]["end"] += 1


@tampering
def _annotation_removed(given: Bundle) -> None:
    given["annotations"].pop()


@tampering
def _passage_text(given: Bundle) -> None:
    item = given["passages"][0]
    passage = json.loads(item["content"])
    item["content"] = canonical.text({**passage, "text": passage["text"].replace("e", "é", 1)})


@tampering
def _passages_swapped(given: Bundle) -> None:
    first, second = given["passages"][0], given["passages"][1]
    first["content"], second["content"] = second["content"], first["content"]


@tampering
def _passage_of_another(given: Bundle) -> None:
    """Another true passage of the version, put forward in place of the one cited."""
    given["annotations"][0]["passages"] = [given["passages"][-1]["name"]]


@tampering
def _fiche(given: Bundle) -> None:
    item = given["fiches"][0]
    item["content"] = canonical.text({**json.loads(item["content"]), "statement": "Autre chose."})


@tampering
def _fiche_removed(given: Bundle) -> None:
    cited = {item["fiche"] for item in json.loads(given["entry"]["body"])["answer"]["citations"]}
    given["fiches"].remove(next(item for item in given["fiches"] if item["name"] in cited))


@tampering
def _version(given: Bundle) -> None:
    given["version"]["software"] = "9.9.9"


@tampering
def _version_root(given: Bundle) -> None:
    given["version"]["passages"]["root"] = "b" * 64


@tampering
def _version_named(given: Bundle) -> None:
    """The version is changed, and the answer made to name the new one."""
    given["version"]["software"] = "9.9.9"
    _body(given, lambda body: body["versions"].update(snapshot=canonical.digest(given["version"])))


@tampering
def _verdict_removed(given: Bundle) -> None:
    given["about"] = [item for item in given["about"] if item["author"] != "Relecteur B"]


@tampering
def _verdict_cut_with_its_link(given: Bundle) -> None:
    _verdict_removed(given)
    given["chain"] = [link for link in given["chain"] if link["author"] != "Relecteur B"]


@tampering
def _verdict_softened(given: Bundle) -> None:
    record = next(item for item in given["about"] if item["author"] == "Relecteur B")
    record["body"] = record["body"].replace("faux", "juste")


@tampering
def _verdict_signed_by_another(given: Bundle) -> None:
    next(item for item in given["about"] if item["author"] == "Relecteur B")["author"] = "Relectrice A"


@tampering
def _verdict_emptied(given: Bundle) -> None:
    next(item for item in given["about"] if item["author"] == "Relecteur B").update(body=None, salt=None)


@tampering
def _verdict_of_another_answer(given: Bundle) -> None:
    given["about"].append(copy.deepcopy(given["about"][0]) | {"number": 6})


@tampering
def _verdict_twice(given: Bundle) -> None:
    given["about"].append(copy.deepcopy(given["about"][0]))


@tampering
def _chain_reordered(given: Bundle) -> None:
    links = given["chain"]
    links[2], links[3] = links[3], links[2]


@tampering
def _chain_cut(given: Bundle) -> None:
    del given["chain"][3]


@tampering
def _chain_begun_later(given: Bundle) -> None:
    del given["chain"][0]


@tampering
def _head(given: Bundle) -> None:
    given["head"]["seal"] = "c" * 64


@pytest.mark.parametrize("tamper", TAMPERINGS, ids=lambda tamper: tamper.__name__)
def test_a_tampered_bundle_is_refused(tamper: Tamper, good: Bundle, tmp_path: Path) -> None:
    given = copy.deepcopy(good)
    tamper(given)
    assert given != good
    code, said = _checked(given, tmp_path)
    assert code == REFUSED, said
    assert "NON" in said
    assert "mal formé" not in said, "refusé par accident"


def _sealed_again(given: Bundle) -> None:
    """Every seal computed again from the first entry, as a forger with the whole journal would."""
    records = {item["number"]: item for item in (given["entry"], *given["about"])}
    previous = given["chain"][0]["previous"]
    for link in given["chain"]:
        record = records.get(link["number"])
        if record:
            link["body_hash"] = record["body_hash"] = chain.body_hash(record["salt"], record["body"])
        link["previous"] = previous
        link["seal"] = canonical.digest({key: link[key] for key in chain.SEALED})
        previous = link["seal"]
        if record:
            record.update({key: link[key] for key in ("previous", "seal")})
    given["head"] = {"number": given["chain"][-1]["number"], "seal": previous}


def test_a_journal_written_again_whole_is_found_by_a_seal_kept_elsewhere(good: Bundle, tmp_path: Path) -> None:
    given = copy.deepcopy(good)
    _statement_text(given)
    _sealed_again(given)
    code, said = _checked(given, tmp_path)
    assert code == ACCEPTED
    assert "réécriture complète" in said, "le script dit ce qu'il ne peut pas savoir"
    for link in good["chain"]:
        code, said = _checked(given, tmp_path, "--sceau", link["seal"])
        assert code == REFUSED, link["number"]


def test_an_end_cut_off_is_found_by_a_seal_kept_elsewhere(good: Bundle, tmp_path: Path) -> None:
    given = copy.deepcopy(good)
    given["chain"] = given["chain"][:5]
    given["about"] = [item for item in given["about"] if item["number"] <= 5]
    given["head"] = {"number": 5, "seal": given["chain"][-1]["seal"]}
    assert _checked(given, tmp_path)[0] == ACCEPTED
    assert _checked(given, tmp_path, "--sceau", good["head"]["seal"])[0] == REFUSED


def test_what_is_not_a_bundle_is_unreadable(tmp_path: Path, good: Bundle) -> None:
    text = json.dumps(good)
    twice = text.replace('"head":', '"head": {"number": 1, "seal": ""}, "head":')
    for content in ("", "[]", "{}", text[:500], twice, '{"format": "autre"}', "[" * 100_000):
        path = tmp_path / "dossier.json"
        path.write_text(content, encoding="utf-8")
        assert _run(path)[0] == UNREADABLE
    assert _run(tmp_path / "absent.zip")[0] == UNREADABLE
    with zipfile.ZipFile(tmp_path / "vide.zip", "w") as packed:
        packed.writestr("autre.json", "{}")
    assert _run(tmp_path / "vide.zip")[0] == UNREADABLE


@pytest.mark.parametrize("missing", ["entry", "chain", "head", "about", "purges", "version", "fiches", "annotations"])
def test_a_bundle_that_lacks_a_part_is_refused(missing: str, good: Bundle, tmp_path: Path) -> None:
    given = {key: value for key, value in good.items() if key != missing}
    assert _checked(given, tmp_path)[0] == REFUSED


# --- other cases -----------------------------------------------------------------------------------------------------


def test_versions_no_longer_kept_are_said(written: Journal, tmp_path: Path) -> None:
    given = bundle.build(written, Versions(tmp_path / "vides"), 1)
    code, said = _checked(given, tmp_path, "--sceau", written.head()[1])
    assert code == RESERVED
    assert "AVEC RÉSERVES" in said


def test_a_bundle_stops_where_it_is_asked_to(written: Journal, kept: Versions, tmp_path: Path) -> None:
    given = bundle.build(written, kept, 1, upto=5)
    assert [link["number"] for link in given["chain"]] == [1, 2, 3, 4, 5]
    assert [item["number"] for item in given["about"]] == [5]
    assert _checked(given, tmp_path)[0] == ACCEPTED
    with pytest.raises(NoProof, match="n° 500"):
        bundle.build(written, kept, 1, upto=500)


def test_a_purged_verdict_is_accepted_with_the_purge_that_says_so(
    journal: Journal, service: Advisor, kept: Versions, tmp_path: Path
) -> None:
    answer = record(journal, service, QUESTIONS[3])
    judged = verdict(journal, answer.number, "juste", comment="Un nom à retirer")
    journal.purge([judged.number], "nom cité par erreur")
    given = bundle.build(journal, kept, answer.number)
    assert [item["body"] for item in given["about"]] == [None]
    assert _checked(given, tmp_path)[0] == ACCEPTED
    given["purges"] = []
    assert _checked(given, tmp_path)[0] == REFUSED


def test_only_an_answer_still_there_makes_a_bundle(journal: Journal, service: Advisor, kept: Versions) -> None:
    answer = record(journal, service, QUESTIONS[3])
    judged = verdict(journal, answer.number, "juste")
    journal.purge([answer.number], "demande")
    for number, why in (
        (answer.number, "purgé"),
        (judged.number, "pas une réponse"),
        (99, "pas d'entrée"),
        (0, "n° 0"),
    ):
        with pytest.raises(NoProof, match=why):
            bundle.build(journal, kept, number)


def test_nothing_of_a_bundle_drives_the_terminal(
    journal: Journal, service: Advisor, kept: Versions, tmp_path: Path
) -> None:
    answer = record(journal, service, QUESTIONS[3])
    verdict(journal, answer.number, "faux", comment="\x1b[2J\x07 effacé")
    _, said = _checked(bundle.build(journal, kept, answer.number), tmp_path, "--lire")
    assert "effacé" in said
    assert not {"\x1b", "\x07"} & set(said)


def test_the_script_needs_the_standard_library_alone() -> None:
    lines = SCRIPT.read_text(encoding="utf-8").splitlines()
    imported = {line.split()[1].split(".")[0] for line in lines if line.startswith(("import ", "from "))}
    assert imported <= set(sys.stdlib_module_names)
