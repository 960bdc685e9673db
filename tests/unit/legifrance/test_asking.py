"""From our references to the version in force: payloads, answers read, versions chosen."""

from __future__ import annotations

import json
from typing import Any

import pytest

from advisor.errors import LegifranceUnreadable
from advisor.legifrance import api as api_of
from advisor.legifrance.api import Target
from advisor.legifrance.asking import Received, ask, ended_on
from advisor.legifrance.client import Client
from tests.unit.legifrance.server import Api, milliseconds, status

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
TODAY = "2026-11-22"
CODE = "Code des essais"
OLD, NEW = "LEGIARTI000000000001", "LEGIARTI000000000002"


def asked(client: Client, article: str = "L1-2", legi_id: str = "", code: str = CODE) -> Received:
    return ask(client.post, Target(code, article, legi_id), TODAY)


def two_versions(api: Api) -> None:
    api.holds(
        CODE,
        "L1-2",
        (OLD, "MODIFIE", "2015-01-01", "2025-06-01", "<p>Le maire informe.</p>"),
        (NEW, "VIGUEUR", "2025-06-01", "", "<p>Le maire&#160;:</p><p>1° consulte&nbsp;;<br/>2° &eacute;coute.</p>"),
    )


def test_an_article_is_found_by_its_number_then_read(api: Api, client: Client) -> None:
    two_versions(api)
    received = asked(client)
    assert received.kind == "en vigueur"
    assert received.text is not None
    assert received.text.text == "Le maire\xa0:\n\n1° consulte\xa0;\n\n2° écoute."
    assert received.text.version == api_of.Version(NEW, "VIGUEUR", "2025-06-01", "")
    assert received.text.section == ("Livre Ier", "Chapitre II")
    assert [path for path, _ in api.asked[1:]] == ["/app/search", "/app/consult/getArticle"]


def test_the_search_is_the_one_the_dila_documents(api: Api, client: Client) -> None:
    two_versions(api)
    asked(client)
    payload = json.loads(api.asked[1][1])
    assert payload["fond"] == "CODE_DATE"
    assert payload["recherche"]["champs"][0]["typeChamp"] == "NUM_ARTICLE"
    assert payload["recherche"]["champs"][0]["criteres"][0] == {
        "typeRecherche": "EXACTE",
        "valeur": "L1-2",
        "operateur": "ET",
    }
    filters = {row["facette"]: row for row in payload["recherche"]["filtres"]}
    assert filters["NOM_CODE"]["valeurs"] == [CODE]
    assert milliseconds(TODAY) <= filters["DATE_VERSION"]["singleDate"] < milliseconds(TODAY) + 86_400_000
    assert payload["recherche"]["typePagination"] == "ARTICLE"


def test_a_law_is_searched_by_its_own_number(api: Api, client: Client) -> None:
    law = "Loi n° 99-123 du 4 mai 1999 relative aux essais"
    api.holds("LOI n° 99-123 du 4 mai 1999", "44 quater", (NEW, "VIGUEUR", "2020-01-01", "", "<p>Texte.</p>"))
    received = asked(client, "44quater", code=law)
    assert received.kind == "en vigueur"
    payload = json.loads(api.asked[1][1])
    assert payload["fond"] == "LODA_DATE"
    assert [row["criteres"][0]["valeur"] for row in payload["recherche"]["champs"]] == ["99-123", "44 quater"]


def test_a_known_version_still_in_force_costs_one_request(api: Api, client: Client) -> None:
    two_versions(api)
    assert asked(client, legi_id=NEW).kind == "en vigueur"
    assert [path for path, _ in api.asked[1:]] == ["/app/consult/getArticle"]


def test_a_known_version_that_ended_leads_to_the_one_in_force(api: Api, client: Client) -> None:
    two_versions(api)
    received = asked(client, legi_id=OLD)
    assert received.text is not None
    assert received.text.version.id == NEW
    assert api.count("/app/search") == 0


def test_an_id_that_means_nothing_any_more_falls_back_on_the_number(api: Api, client: Client) -> None:
    two_versions(api)
    api.fails(status(404))
    received = asked(client, legi_id="LEGIARTI000000000099")
    assert received.kind == "en vigueur"


def test_a_repeal_already_set_for_a_later_day_still_applies_today(api: Api, client: Client) -> None:
    api.holds(CODE, "L1-2", (NEW, "ABROGE_DIFF", "2025-01-01", "2029-01-01", "<p>Texte.</p>"))
    assert asked(client).kind == "en vigueur"


def test_a_version_set_for_a_later_day_does_not_apply_today(api: Api, client: Client) -> None:
    api.holds(
        CODE,
        "L1-2",
        (OLD, "VIGUEUR", "2015-01-01", "2027-01-01", "<p>Avant.</p>"),
        (NEW, "VIGUEUR_DIFF", "2027-01-01", "", "<p>Après.</p>"),
    )
    received = asked(client, legi_id=NEW)
    assert received.text is not None
    assert received.text.text == "Avant."


def test_a_repealed_article_is_found_in_any_state_with_the_day_it_ended(api: Api, client: Client) -> None:
    api.holds(CODE, "L1-2", (OLD, "ABROGE", "2015-01-01", "2024-03-01", "<p>Texte.</p>"))
    received = asked(client)
    assert received.kind == "abrogé"
    assert received.text is not None
    assert ended_on(received.text, TODAY) == "2024-03-01"


def test_an_empty_version_that_says_it_is_repealed_is_no_text_in_force(api: Api, client: Client) -> None:
    api.holds(
        CODE,
        "L1-2",
        (OLD, "MODIFIE", "2015-01-01", "2024-03-01", "<p>Texte.</p>"),
        (NEW, "ABROGE", "2024-03-01", "", ""),
    )
    received = asked(client, legi_id=OLD)
    assert received.kind == "abrogé"
    assert received.text is not None
    assert ended_on(received.text, TODAY) == "2024-03-01"


def test_an_article_repealed_then_written_again_under_another_id_is_in_force(api: Api, client: Client) -> None:
    api.holds(CODE, "L1-2", (OLD, "ABROGE", "2015-01-01", "2024-03-01", "<p>Avant.</p>"))
    api.holds(CODE, "L1-2", (NEW, "VIGUEUR", "2024-03-01", "", "<p>Nouveau.</p>"))
    received = asked(client, legi_id=OLD)
    assert received.kind == "en vigueur"
    assert received.text is not None
    assert received.text.text == "Nouveau."


def test_an_empty_search_is_an_article_not_found(api: Api, client: Client) -> None:
    assert asked(client) == Received("introuvable")


def test_the_same_number_in_another_code_is_not_taken(api: Api, client: Client) -> None:
    api.fails(status(200, found("Code des essais (ancien)", "L1-2")), status(200, found("Code des essais", "L1-20")))
    assert asked(client).kind == "introuvable"


def found(title: str, number: str) -> dict[str, Any]:
    extract = {"id": NEW, "title": number, "legalStatus": "VIGUEUR"}
    return {"results": [{"titles": [{"title": title}], "sections": [{"extracts": [extract]}]}]}


def test_an_article_given_for_another_is_refused(api: Api, client: Client) -> None:
    two_versions(api)
    other = {**api.articles[NEW], "num": "L9"}
    api.fails(status(200, found(CODE, "L1-2")), status(200, {"article": other}))
    with pytest.raises(LegifranceUnreadable, match="L9"):
        asked(client)


@pytest.mark.parametrize("hole", ["id", "num", "dateDebut"])
def test_a_hole_in_an_article_is_told_not_guessed(api: Api, client: Client, hole: str) -> None:
    two_versions(api)
    row = {name: value for name, value in api.articles[NEW].items() if name != hole}
    api.fails(status(200, found(CODE, "L1-2")), status(200, {"article": row}))
    with pytest.raises(LegifranceUnreadable):
        asked(client)


def test_an_article_without_text_is_told(api: Api, client: Client) -> None:
    two_versions(api)
    row = {**api.articles[NEW], "texte": None, "texteHtml": None}
    api.fails(status(200, found(CODE, "L1-2")), status(200, {"article": row}))
    with pytest.raises(LegifranceUnreadable, match="texte"):
        asked(client)


def test_a_search_without_results_field_is_unreadable(api: Api, client: Client) -> None:
    api.fails(status(200, {"executionTime": 2}))
    with pytest.raises(LegifranceUnreadable, match="results"):
        asked(client)


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (1762560000000, "2025-11-08"),  # midnight in UTC
        (1762556400000, "2025-11-08"),  # midnight in Paris
        ("2025-11-08T00:00:00.000+0000", "2025-11-08"),
        (32472144000000, ""),
        (None, ""),
        (True, ""),
        (10**30, ""),
        ("bientôt", ""),
    ],
)
def test_a_date_of_the_api_is_a_day_or_nothing(value: object, day: str) -> None:
    assert api_of._day(value) == day


@pytest.mark.parametrize(
    ("title", "code", "same"),
    [
        ("LOI n° 99-123 du 4 mai 1999", "Loi n° 99-123 du 4 mai 1999 relative aux essais", True),
        ("Décret n°99-123 du 4 mai 1999", "Loi n° 99-123 du 4 mai 1999", False),
        ("Code de l’éducation", "Code de l'éducation", True),
        ("Code rural (ancien)", "Code rural", False),
        ("Constitution du 4 octobre 1958", "Constitution du 4 octobre 1958", True),
    ],
)
def test_titles_of_texts_are_known_again(title: str, code: str, same: bool) -> None:
    assert api_of.same_text(title, code) is same


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("L. 121-1 A", "L121-1-A", True),
        ("44 quater", "44quater", True),
        ("1er", "1", True),
        ("R*123-4", "R123-4", True),
        ("L11-1", "L1-11", False),
        ("L121-1", "L121-10", False),
    ],
)
def test_numbers_of_articles_are_known_again(left: str, right: str, same: bool) -> None:
    assert api_of.same_number(left, right) is same


def test_the_law_of_the_union_is_not_asked_of_legifrance() -> None:
    assert not api_of.on_legifrance("RGPD (règlement UE 2016/679)")
    assert api_of.on_legifrance("Code de l'urbanisme")
