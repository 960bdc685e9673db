"""`advisor law` from end to end: a server of the API, a refresh, an ingest, and what the answers then say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial

import pytest
import yaml
from click.testing import CliRunner, Result

from advisor import wiring
from advisor.cli import main
from advisor.domain.answer import LegalReference
from advisor.legifrance import state
from advisor.legifrance.client import Client
from advisor.retrieval.store import Store
from advisor.settings import ROOT
from ingest.verify import index_faults
from tests.ingest.conftest import Tiny, sources
from tests.unit.legifrance import server
from tests.unit.legifrance.conftest import QUICK
from tests.unit.legifrance.server import ID, SECRET, Api, status

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
CODE, READ = "Code de l'environnement", "2023-03-01"
CHAPTER = "sous réserve des dispositions du présent chapitre"
ACCESS = f"Le droit de toute personne d'accéder aux informations est exercé {CHAPTER}."
AIMS = "Toute personne a le droit d'accéder aux informations relatives à l'environnement."
FICHE = "acces-information-environnement"


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    for made in server.served():
        for name, value in (
            ("ID", ID),
            ("SECRET", SECRET),
            ("URL", f"{made.url}/app"),
            ("TOKEN_URL", f"{made.url}/token"),
        ):
            monkeypatch.setenv(f"ADVISOR_LEGIFRANCE_{name}", value)
        monkeypatch.setattr(wiring, "Client", partial(Client, pace=QUICK, sleep=lambda _: None))
        yield made


@pytest.fixture
def corpus(tiny: Tiny) -> Tiny:
    """One obligation on two articles, both held as read in 2023, and the catalogue that takes what is received."""
    for path in (tiny.corpus / "knowledge" / "obligations").glob("*.yaml"):
        if path.stem != FICHE:
            path.unlink()
    rows = [
        {"code": CODE, "article": "L124-1", "text": ACCESS, "origin": f"données (au {READ})"},
        {"code": CODE, "article": "L110-1", "text": AIMS, "origin": f"données (au {READ})"},
    ]
    (tiny.library / "textes.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    shipped = yaml.safe_load((ROOT / "corpus" / "sources.yaml").read_text(encoding="utf-8"))
    received = next(row for row in shipped if row["id"] == "legifrance")
    (tiny.corpus / "sources.yaml").write_text(yaml.safe_dump([*sources(), received], allow_unicode=True), "utf-8")
    tiny.build()
    return tiny


def in_force(api: Api, number: str, text: str, since: str) -> None:
    identifier = f"LEGIARTI{sum(map(ord, number)):012d}"
    api.holds(CODE, number, (identifier, "VIGUEUR", since, "", f"<p>{text}</p>"))


def changed(api: Api) -> None:
    """One article that did not change, one that did."""
    in_force(api, "L110-1", AIMS, "2020-01-01")
    in_force(api, "L124-1", ACCESS.replace(CHAPTER, "librement"), "2025-05-01")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["law", *arguments])


def references(corpus: Tiny) -> dict[str, LegalReference]:
    answer = wiring.build(corpus.settings()).ask("que dit l'article L124-1 du code de l'environnement ?")
    return {held.article: held for found in answer.obligations for held in found.references}


def test_without_credentials_it_says_how_to_get_them(corpus: Tiny) -> None:
    done = run("refresh")
    assert done.exit_code == 1
    assert "https://piste.gouv.fr" in done.output
    assert "ADVISOR_LEGIFRANCE_SECRET" in done.output
    assert list(corpus.documents.iterdir()) == []


@pytest.mark.parametrize("address", ["http://exemple.fr/app", "ftp://127.0.0.1/app", "exemple"])
def test_an_address_without_https_is_refused_before_any_secret_is_sent(
    corpus: Tiny, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv("ADVISOR_LEGIFRANCE_TOKEN_URL", address)
    done = run("refresh")
    assert done.exit_code == 1
    assert "https://" in done.output


def test_a_refresh_lists_what_changed_and_what_to_do(corpus: Tiny, api: Api) -> None:
    changed(api)
    done = run("refresh")
    assert done.exit_code == 0, done.output
    assert "Mise à jour complète : 2 article(s) vérifiés, 0 non vérifiés." in done.output
    assert f"obligation.{FICHE}" in done.output
    assert "L124-1, lu au 01/03/2023, nouvelle version du 01/05/2025" in done.output
    assert f"« {CHAPTER} »" in done.output
    assert "python -m ingest" in done.output
    assert SECRET not in done.output
    assert not any(SECRET in path.read_text(encoding="utf-8") for path in corpus.documents.iterdir())


def test_answers_say_at_once_what_changed_and_what_was_verified(corpus: Tiny, api: Api) -> None:
    before = references(corpus)
    assert "il y a plus de 365 jours" in before["L110-1"].warning
    changed(api)
    run("refresh")
    after = references(corpus)
    assert (after["L110-1"].checked, after["L110-1"].warning) == ("2026-11-22", "")
    assert after["L124-1"].checked == ""
    assert after["L124-1"].warning == (
        "L'article a changé depuis notre lecture (nouvelle version du 01/05/2025) : cette fiche est à relire."
    )


def test_after_an_ingest_the_text_received_is_the_one_indexed_and_the_older_one_is_kept_apart(
    corpus: Tiny, api: Api
) -> None:
    changed(api)
    run("refresh")
    assert corpus.run().exit_code == 0
    store = Store.current(corpus.settings().index)
    assert store.pages[CODE, "L124-1"].text.endswith("est exercé librement.")
    assert (store.articles[CODE, "L124-1"].read_on, store.articles[CODE, "L124-1"].valid_from) == (
        "2026-11-22",
        "2025-05-01",
    )
    assert {found.text for found in store.variants} == {ACCESS, AIMS}
    assert index_faults(store) == []
    assert "L124-1" in references(corpus)
    told = run("status").output
    assert "Ce qui diffère entre les sources :\n  Code de l'environnement, L124-1" in told
    assert "L110-1 : données" not in told


def test_without_a_refresh_nobody_misses_its_file(corpus: Tiny) -> None:
    store = Store.current(corpus.settings().index)
    assert "legifrance" not in {report.id for report in store.reports}
    assert corpus.run().exit_code == 0
    assert "Légifrance" not in corpus.run("status").output
    assert corpus.run("fetch").exit_code == 0


def test_the_status_says_it_was_never_verified_then_when_and_what_to_review(corpus: Tiny, api: Api) -> None:
    first = run("status", "--strict")
    assert first.exit_code == 0
    assert "Jamais vérifié auprès de Légifrance" in first.output
    assert "le plus ancien lu au 01/03/2023" in first.output
    changed(api)
    run("refresh")
    then = run("status", "--strict")
    assert then.exit_code == 1
    assert "Dernière mise à jour le 22/11/2026, complète" in then.output
    assert "À relire :\n  obligation." in then.output
    assert "Lus, confiance moyenne, trouvés depuis sans changement sur Légifrance (1)" in then.output
    assert run("status").exit_code == 0


def test_the_status_as_json_holds_the_same(corpus: Tiny, api: Api) -> None:
    changed(api)
    run("refresh")
    found = json.loads(run("status", "--json").output)
    assert [(item["article"], item["outcome"], item["since"]) for item in found["reviews"]] == [
        ("L124-1", "modifié", "2025-05-01")
    ]
    assert found["last"]["status"] == "complet"


@pytest.mark.parametrize(
    ("failures", "on", "said"),
    [
        ([status(400, {"error": "invalid_client"})], "token", "PISTE refuse les identifiants"),
        ([status(429, Retry_After="86400")], "api", "quota"),
        ([status(403, {"message": "quota"})], "api", "quota"),
        ([status(500)] * 20, "api", "en panne"),
        ([status(200, b"<html>")] * 20, "api", "JSON"),
    ],
    ids=["identifiants", "quota", "quota-403", "panne", "illisible"],
)
def test_a_failed_refresh_is_never_silent(
    corpus: Tiny, api: Api, failures: list[server.Act], on: str, said: str
) -> None:
    api.fails(*failures, on=on)
    done = run("refresh")
    assert done.exit_code == 1
    assert "Mise à jour échouée : 0 article(s) vérifiés, 2 non vérifiés." in done.output
    assert said in done.output
    assert "Que faire : " in done.output
    told = run("status", "--strict")
    assert told.exit_code == 1
    assert said in told.output
    assert any(said in notice for notice in wiring.build(corpus.settings()).parts.notices)


def test_a_partial_refresh_names_what_was_not_verified_and_the_next_one_ends_it(corpus: Tiny, api: Api) -> None:
    changed(api)
    run("refresh", "--limit", "1")
    api.fails(status(429, Retry_After="86400"))
    partial_run = run("refresh")
    assert partial_run.exit_code == 1
    assert "Mise à jour partielle : 1 article(s) vérifiés, 1 non vérifiés." in partial_run.output
    assert "Code de l'environnement, L124-1 : " in partial_run.output
    assert run("refresh").exit_code == 0


def test_a_dry_run_asks_and_writes_nothing(corpus: Tiny, api: Api) -> None:
    done = run("refresh", "--dry-run")
    assert done.exit_code == 0
    assert "2 article(s) seraient demandés" in done.output
    assert api.asked == []
    assert list(corpus.documents.iterdir()) == []


def test_a_code_that_no_fiche_rests_on_is_told(corpus: Tiny, api: Api) -> None:
    done = run("refresh", "--only", "code de la route")
    assert done.exit_code == 1
    assert "« code de la route »" in done.output
    assert api.asked == []


def test_a_damaged_follow_up_stops_no_answer_but_is_told(corpus: Tiny) -> None:
    corpus.documents.mkdir(exist_ok=True)
    (corpus.documents / state.FOLLOW_UP).write_text("{", encoding="utf-8")
    advisor = wiring.build(corpus.settings())
    assert any(state.FOLLOW_UP in notice for notice in advisor.parts.notices)
    assert run("status").exit_code == 1
