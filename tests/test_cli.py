"""The command line, over the knowledge base alone."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner, Result

from advisor import wiring
from advisor.cli import main
from advisor.service import Advisor

OPEN = (
    "On veut refaire l'accueil de la maison du Département avec les habitants, rien n'est arrêté, ouverture dans un an"
)
CLOSED = (
    "On veut refaire l'accueil de la maison du Département avec les habitants, "
    "les plans sont validés et les travaux commencent en mars"
)


@pytest.fixture(autouse=True)
def served(monkeypatch: pytest.MonkeyPatch, advisor_small: Advisor) -> None:
    monkeypatch.setattr(wiring, "ready", lambda _settings: advisor_small)


def run(*arguments: str, given: str = "") -> Result:
    return CliRunner().invoke(main, list(arguments), input=given)


def answered(question: str) -> dict[str, object]:
    result = run("ask", "--json", question)
    assert result.exit_code == 0
    return dict(json.loads(result.output))


def test_an_open_project_is_advised_to_co_construct_with_cited_reasons_pitfalls_and_levers() -> None:
    answer = answered(OPEN)
    assert answer["recommendation"]["degree"] == "co-construire"
    cited = {item["id"]: item["citations"] for item in answer["statements"]}
    told = [
        *answer["recommendation"]["reasons"],
        *(i for c in answer["pitfalls"] + answer["levers"] for i in c["statements"]),
    ]
    assert len(answer["pitfalls"]) >= 3
    assert len(answer["levers"]) >= 3
    assert all(cited[identifier] for identifier in told)


def test_the_same_project_once_decided_is_not_co_constructed_and_says_why() -> None:
    answer = answered(CLOSED)
    advice = answer["recommendation"]
    assert advice["degree"] == "informer"
    assert advice["why_not_more"]
    assert "alerte.decision-prise" in {alert["id"] for alert in advice["alerts"]}


def test_a_concerted_development_zone_is_answered_by_its_article() -> None:
    answer = answered("quelle loi impose une concertation pour une ZAC ?")
    assert answer["verdict"] == "oui"
    assert ("Code de l'urbanisme", "L103-2") in {(item["code"], item["article"]) for item in answer["obligations"]}


@pytest.mark.parametrize("question", ["quel temps fera-t-il demain ?", "recette de la tarte aux pommes", "xyzzy"])
def test_what_is_far_from_the_corpus_is_declined(question: str) -> None:
    assert answered(question)["kind"] == "abstention"


def test_a_readable_answer_lists_its_sources_with_their_addresses() -> None:
    output = run("ask", CLOSED).output
    assert "Degré conseillé : informer" in output
    assert "Sources :" in output
    assert "https://" in output


def test_every_answer_follows_the_printed_schema() -> None:
    schema = json.loads(run("schema").output)["answer"]
    for question in (OPEN, "EHPAD : conseil de la vie sociale obligatoire ?", "c'est quoi un usager furtif", "bonjour"):
        jsonschema.validate(answered(question), schema)


def test_lines_keep_their_ids_and_a_bad_line_does_not_stop_the_others() -> None:
    lines = [
        '{"id": 7, "question": "c\'est quoi le CVS ?"}',
        "pas du json",
        '{"id": "vide", "question": " "}',
        '{"id": 9}',
    ]
    lines.append('{"id": "fin", "question": "quels sont les degrés ?"}')
    rows = [json.loads(line) for line in run("ask", "--jsonl", given="\n".join(lines)).output.splitlines()]
    assert [row["id"] for row in rows] == [7, None, "vide", 9, "fin"]
    assert ["error" in row for row in rows] == [False, True, True, True, False]


def test_search_lines_give_passages_best_first_ten_by_default() -> None:
    row = json.loads(run("search", "--jsonl", given='{"id": "a", "question": "usagers professionnels"}').output)
    scores = [passage["score"] for passage in row["passages"]]
    assert row["id"] == "a"
    assert len(scores) == 10
    assert scores == sorted(scores, reverse=True)
    assert {"passage_id", "source", "section", "page", "text", "score"} <= set(row["passages"][0])


def test_a_missing_question_is_asked_for_in_french() -> None:
    result = run("ask")
    assert result.exit_code == 2
    assert "Écrivez votre question" in result.output


def test_a_fiche_is_shown_with_its_passages_and_an_unknown_one_named_with_its_nearest() -> None:
    shown = run("knowledge", "show", "frein.credibilite").output
    assert "[frein.credibilite]" in shown
    assert "club-territoires-2024, p. " in shown
    assert json.loads(run("knowledge", "show", "--json", "frein.credibilite").output)["id"] == "frein.credibilite"
    unknown = run("knowledge", "show", "frein.credibilit")
    assert unknown.exit_code == 1
    assert "frein.credibilite" in unknown.output


def test_the_links_of_a_fiche_are_shown_from_both_ends() -> None:
    lines = run("knowledge", "links", "levier.stands").output.splitlines()
    out, into = (next(rank for rank, line in enumerate(lines) if line.startswith(head)) for head in ("Vers", "Depuis"))
    assert any("frein.opposition-politique" in line for line in lines[out:into])
    assert any("pratique.route-reunion-en-stands" in line and "texte" in line for line in lines[into:])


def test_a_new_fiche_is_written_once_in_the_folder_asked_for(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert "ADVISOR_LOCAL" in run("knowledge", "new", "levier", "essai", "--local").output
    monkeypatch.setenv("ADVISOR_LOCAL", str(tmp_path))
    assert run("knowledge", "new", "levier", "essai", "--local").exit_code == 0
    path = tmp_path / "knowledge" / "leviers" / "essai.yaml"
    assert path.read_text(encoding="utf-8").startswith("# yaml-language-server")
    path.write_text("id: levier.essai # commencée\n", encoding="utf-8")
    again = run("knowledge", "new", "leviers", "essai", "--local")
    assert again.exit_code == 1
    assert "existe déjà" in again.output
    assert path.read_text(encoding="utf-8") == "id: levier.essai # commencée\n"


def test_the_checks_of_the_base_pass_and_a_draft_is_told_what_it_lacks(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, advisor_small: Advisor
) -> None:
    monkeypatch.setattr(wiring, "texts", lambda _settings: advisor_small.parts.texts)
    sound = run("knowledge", "check")
    assert sound.exit_code == 0, sound.output
    monkeypatch.setenv("ADVISOR_LOCAL", str(tmp_path))
    run("knowledge", "new", "frein", "essai", "--local")
    assert "advisor local check" in run("knowledge", "check").output
    lacking = run("local", "check")
    assert lacking.exit_code == 1
    assert re.search(r"freins/essai\.yaml:\d+ \(clé « statement »\)", lacking.output)


def test_the_same_question_gives_the_same_answer_but_for_the_time_it_took(advisor_small: Advisor) -> None:
    first, second = (advisor_small.ask(OPEN) for _ in range(2))
    timeless = [
        dataclasses.replace(one, engine=dataclasses.replace(one.engine, timings_ms={})) for one in (first, second)
    ]
    assert timeless[0] == timeless[1]


def test_a_line_is_answered_after_its_conversation() -> None:
    row = {"id": 7, "conversation": [OPEN], "question": "et si on n'avait que trois semaines ?"}
    result = run("ask", "--jsonl", given=json.dumps(row) + "\n")
    answer = json.loads(result.output)
    assert answer["id"] == 7
    assert answer["move"]["act"] == "hypothese"
    assert answer["move"]["comparison"]["before"] == "co-construire"


def test_a_conversation_that_is_no_list_is_refused_and_the_rest_go_on() -> None:
    rows = [{"id": 1, "conversation": "bonjour", "question": OPEN}, {"id": 2, "question": OPEN}]
    first, second = run("ask", "--jsonl", given="".join(json.dumps(row) + "\n" for row in rows)).output.splitlines()
    assert "liste de messages" in json.loads(first)["error"]
    assert json.loads(second)["kind"] == "recommendation"


def test_a_conversation_is_held_line_by_line() -> None:
    said = f"{OPEN}\n\net si on n'avait que trois semaines ?\nok on garde ça\nrésume pour mon élu\n"
    result = run("chat", "--json", given=said)
    assert result.exit_code == 0
    answers = [json.loads(line) for line in result.output.splitlines()]
    assert [answer["move"]["act"] for answer in answers] == ["nouveau", "hypothese", "adopter", "resume"]
    assert run("chat", "--json", given=said).exit_code == 0


def test_a_conversation_is_readable_in_the_terminal() -> None:
    result = run("chat", given=f"{OPEN}\nles marchés sont signés\nrésume pour mon élu\n")
    assert result.exit_code == 0
    assert "vous aviez dit" in result.output
    assert "En quelques lignes, pour un élu" in result.output


def test_a_message_too_long_does_not_end_the_conversation() -> None:
    result = run("chat", "--json", given=f"{'a' * 20000}\n{OPEN}\n")
    assert result.exit_code == 0
    assert '"kind": "recommendation"' in result.output
