"""A whole refresh: what is kept, what is marked to review, and every way it may stop."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from advisor.domain.condition import Condition
from advisor.domain.degree import Degree
from advisor.domain.fiche import Locator, Obligation, Reference
from advisor.errors import DataError, LegifranceFailed
from advisor.legifrance import review, state
from advisor.legifrance.client import Client
from advisor.legifrance.compare import Known, fingerprint
from advisor.legifrance.refresh import Plan, Refresh, Result, planned, wanted
from advisor.legifrance.state import FollowUp, Key
from advisor.legifrance.status import HeldText, LawStatus, status
from ingest import law
from tests.samples import REVIEW
from tests.unit.legifrance.conftest import QUICK, access
from tests.unit.legifrance.server import Api, cut, milliseconds
from tests.unit.legifrance.server import status as answered

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])
TODAY, READ = "2026-11-22", "2026-04-03"
CODE = "Code des essais"
OLD_TEXT = "Le maire consulte les habitants avant de décider."
NEW_TEXT = "Le maire informe les habitants avant de décider."


def reference(article: str, version: str = READ, code: str = CODE, **fields: object) -> Reference:
    made = Reference(code=code, article=article, version=version, confidence="haute", address="https://exemple.fr")
    return replace(made, **fields)  # type: ignore[arg-type]


def obligation(name: str, *references: Reference, anchors: tuple[str, ...] = ()) -> Obligation:
    places = tuple(
        Locator(source=held.code, section=held.article, anchor=anchor) for held in references[:1] for anchor in anchors
    )
    return Obligation(
        id=f"obligation.{name}",
        title=f"L'obligation {name}",
        title_en="A duty",
        statement="Une phrase.",
        evidence=places,
        review=REVIEW,
        domain="essai",
        force="obligation",
        degree=Degree.CONSULTER,
        references=references,
        bound="La commune",
        trigger=Condition(fact="objet", any_of=("zac",)),
        checked=TODAY,
    )


class Bench:
    """Obligations, the texts we hold, and a folder: what a refresh works on."""

    def __init__(self, api: Api, client: Client, folder: Path) -> None:
        self.api = api
        self.client = client
        self.folder = folder
        self.obligations: list[Obligation] = []
        self.held: dict[Key, list[HeldText]] = {}
        self.day = TODAY

    def rests_on(self, *articles: str, version: str = READ, text: str = OLD_TEXT) -> None:
        """An obligation on each article, and the text of each held at the day it was read."""
        for article in articles:
            self.obligations.append(
                obligation(article.lower(), reference(article, version), anchors=("avant de décider",))
            )
            self.held[CODE, article] = [HeldText(read_on=READ, origin="données", text=text)]

    def in_force(self, *articles: str, text: str = OLD_TEXT, since: str = "2020-01-01") -> None:
        for article in articles:
            number = int("".join(letter for letter in article if letter.isdigit()))
            self.api.holds(CODE, article, (f"LEGIARTI{number:012d}", "VIGUEUR", since, "", f"<p>{text}</p>"))

    def plan(self, only: str = "", limit: int | None = None) -> Plan:
        follow_up = self.follow_up()
        ids = {key: entry.legi_id for key, entry in follow_up.entries.items()}
        return planned(wanted(self.obligations, ids), follow_up, self.day, only, limit)

    def run(self, only: str = "", limit: int | None = None, progress: Callable[[str, int, int], None] | None = None):  # type: ignore[no-untyped-def]
        def known(key: Key) -> list[Known]:
            return [text.known() for text in self.held.get(key, ())]

        told = progress or (lambda _what, _rank, _count: None)
        result: Result = Refresh(self.client.post, self.folder, self.day, known, told).run(self.plan(only, limit))
        assert result.follow_up == self.follow_up()
        return result

    def follow_up(self) -> FollowUp:
        return state.read(self.folder)

    def outcomes(self) -> dict[str, str]:
        return {article: entry.outcome for (_, article), entry in self.follow_up().entries.items()}

    def reviews(self) -> list[review.Review]:
        return review.reviews(self.obligations, self.follow_up(), state.read_texts(self.folder))

    def status(self) -> LawStatus:
        texts = state.read_texts(self.folder)
        return status(self.obligations, self.follow_up(), texts, self.held, self.day, 365)


@pytest.fixture
def bench(api: Api, client: Client, tmp_path: Path) -> Bench:
    return Bench(api, client, tmp_path / "documents")


def test_an_unchanged_article_is_verified_and_counts_as_checked_today(bench: Bench) -> None:
    bench.rests_on("L1")
    bench.in_force("L1", text=OLD_TEXT.replace(" ", "&#160;"))
    result = bench.run()
    assert (result.run.status, result.run.answered, result.run.unanswered) == ("complet", 1, 0)
    known = review.freshnesses(bench.obligations, result.follow_up)
    assert (known[CODE, "L1", READ].outcome, known[CODE, "L1", READ].checked) == ("inchangé", TODAY)
    assert bench.reviews() == []
    assert result.follow_up.entries[CODE, "L1"].readings[0].changed is False


def test_a_changed_article_is_to_review_with_its_dates_and_lost_anchors(bench: Bench) -> None:
    bench.rests_on("L1")
    bench.obligations = [obligation("l1", reference("L1"), anchors=("consulte les habitants", "avant de décider"))]
    bench.in_force("L1", text=NEW_TEXT, since="2026-07-01")
    result = bench.run()
    (found,) = bench.reviews()
    assert (found.fiche, found.version, found.since, found.outcome) == ("obligation.l1", READ, "2026-07-01", "modifié")
    assert found.lost == ("consulte les habitants",)
    assert result.run.status == "complet"
    assert result.texts_changed


def test_a_repealed_article_is_to_review_with_the_day_it_ended(bench: Bench) -> None:
    bench.rests_on("L1")
    bench.api.holds(CODE, "L1", ("LEGIARTI000000000001", "ABROGE", "2020-01-01", "2026-06-01", "<p>Texte.</p>"))
    bench.run()
    (found,) = bench.reviews()
    assert (found.outcome, found.since, found.lost) == ("abrogé", "2026-06-01", None)


def test_an_article_not_found_is_to_review_and_the_others_go_on(bench: Bench) -> None:
    bench.rests_on("L1", "L2")
    bench.in_force("L2")
    assert bench.run().run.status == "complet"
    assert bench.outcomes() == {"L1": "introuvable", "L2": "inchangé"}
    assert [found.article for found in bench.reviews()] == ["L1"]


def test_an_article_never_read_is_received_without_being_said_unchanged(bench: Bench) -> None:
    bench.obligations = [obligation("l1", reference("L1", ""))]
    bench.in_force("L1")
    bench.run()
    assert bench.outcomes() == {"L1": "non vérifié"}
    assert review.freshnesses(bench.obligations, bench.follow_up()) == {}
    assert state.read_texts(bench.folder)[CODE, "L1"]["text"] == OLD_TEXT


def test_texts_received_are_rows_that_the_ingest_reads_with_their_day(bench: Bench) -> None:
    bench.rests_on("L1")
    bench.in_force("L1", text=NEW_TEXT, since="2026-07-01")
    bench.run()
    (article,) = law.articles(bench.folder / state.TEXTS)
    assert (article.info.code, article.info.article, article.text) == (CODE, "L1", NEW_TEXT)
    assert (article.info.valid_from, article.info.read_on) == ("2026-07-01", TODAY)
    assert article.info.origin == state.ORIGIN
    assert article.section == ("Livre Ier", "Chapitre II")


def test_the_mark_stays_at_the_next_refresh_even_once_the_new_text_is_the_one_held(bench: Bench) -> None:
    bench.rests_on("L1")
    bench.in_force("L1", text=NEW_TEXT, since="2026-07-01")
    bench.run()
    bench.day = "2026-12-22"
    bench.held[CODE, "L1"] = [HeldText(read_on=TODAY, origin=state.ORIGIN, text=NEW_TEXT)]
    result = bench.run()
    assert bench.outcomes() == {"L1": "modifié"}
    assert not result.texts_changed


def test_a_fiche_read_again_on_the_new_text_is_no_longer_to_review(bench: Bench) -> None:
    bench.rests_on("L1")
    bench.in_force("L1", text=NEW_TEXT, since="2026-07-01")
    bench.run()
    bench.obligations = [obligation("l1", reference("L1", TODAY))]
    assert bench.reviews() == []
    bench.day = "2026-12-22"
    bench.run()
    assert bench.reviews() == []
    assert bench.outcomes() == {"L1": "inchangé"}


def test_two_fiches_that_read_an_article_at_two_dates_are_judged_apart(bench: Bench) -> None:
    bench.held[CODE, "L1"] = [
        HeldText(read_on="2023-03-01", origin="anciennes", text=OLD_TEXT),
        HeldText(read_on=READ, origin="données", text=NEW_TEXT),
    ]
    bench.obligations = [obligation("a", reference("L1", "2023-03-01")), obligation("b", reference("L1", READ))]
    bench.in_force("L1", text=NEW_TEXT, since="2025-01-01")
    bench.run()
    assert [found.fiche for found in bench.reviews()] == ["obligation.a"]


def test_a_spent_quota_keeps_what_was_obtained_and_names_the_rest(bench: Bench) -> None:
    bench.rests_on("L1", "L2", "L3")
    bench.in_force("L1", "L2", "L3")
    bench.run(limit=1)
    bench.api.fails(*[answered(429)] * 3)
    result = bench.run()
    assert (result.run.status, result.run.answered, result.run.unanswered) == ("partiel", 1, 2)
    assert "quota" in result.run.failure
    assert [key[1] for key, _ in result.unanswered] == ["L2", "L3"]
    assert bench.outcomes() == {"L1": "inchangé"}
    assert [article for _, article in state.read_texts(bench.folder)] == ["L1"]
    assert bench.status().to_review


def test_the_next_run_goes_on_where_the_last_one_stopped(bench: Bench) -> None:
    bench.rests_on("L1", "L2", "L3")
    bench.in_force("L1", "L2", "L3")
    assert bench.run(limit=2).run.status == "limite"
    before = len(bench.api.asked)
    result = bench.run()
    assert (result.run.status, result.run.answered) == ("complet", 3)
    assert result.follow_up.last_complete == TODAY
    again = [json.loads(body).get("id") for path, body in bench.api.asked[before:] if path.endswith("getArticle")]
    assert again == ["LEGIARTI000000000003"]


def test_a_run_left_too_long_ago_is_started_afresh(bench: Bench) -> None:
    bench.rests_on("L1", "L2")
    bench.in_force("L1", "L2")
    bench.run(limit=1)
    bench.day = "2026-12-22"
    assert len(bench.plan().todo) == 2


def test_a_complete_run_is_followed_by_a_whole_one(bench: Bench) -> None:
    bench.rests_on("L1", "L2")
    bench.in_force("L1", "L2")
    bench.run()
    assert len(bench.plan().todo) == 2


def test_an_answer_that_cannot_be_read_leaves_only_its_article_unverified(bench: Bench) -> None:
    bench.rests_on("L1", "L2")
    bench.in_force("L1", "L2")
    bench.api.fails(answered(200, b"<html>"))
    result = bench.run()
    assert (result.run.status, result.run.failed) == ("partiel", True)
    ((key, reason),) = result.unanswered
    assert key == (CODE, "L1")
    assert "JSON" in reason
    assert bench.follow_up().entries[CODE, "L1"].failure == reason
    assert [item.target.article for item in bench.plan().todo] == ["L1"]
    assert bench.run().run.status == "complet"
    assert bench.follow_up().entries[CODE, "L1"].failure == ""


def test_a_failure_does_not_erase_what_was_verified_before(bench: Bench) -> None:
    bench.rests_on("L1")
    bench.in_force("L1")
    bench.run()
    bench.day = "2026-12-22"
    bench.api.fails(*[answered(200, b"<html>")] * 2)  # by its id, then by its number
    bench.run()
    known = review.freshnesses(bench.obligations, bench.follow_up())
    assert (known[CODE, "L1", READ].outcome, known[CODE, "L1", READ].checked) == ("inchangé", TODAY)
    assert [item.article for item in bench.status().unanswered] == ["L1"]


def test_three_articles_without_answer_stop_the_run(bench: Bench) -> None:
    articles = [f"L{rank}" for rank in range(1, 7)]
    bench.rests_on(*articles)
    bench.in_force(*articles)
    bench.api.fails(*[cut] * 50)
    result = bench.run()
    assert (result.run.status, result.run.answered, result.run.unanswered) == ("échoué", 0, 6)
    assert "connexion est coupée" in result.run.failure
    assert bench.api.count("/app/search") == 3 * QUICK.tries


def test_refused_credentials_are_kept_as_the_failure_of_the_run(bench: Bench, api: Api) -> None:
    bench.rests_on("L1")
    with Client(access(api, "faux-secret"), QUICK) as bench.client:
        result = bench.run()
    assert (result.run.status, result.run.answered) == ("échoué", 0)
    kept = (bench.folder / state.FOLLOW_UP).read_text(encoding="utf-8")
    assert "invalid_client" in kept
    assert "faux-secret" not in kept
    assert bench.status().to_review


def test_an_interruption_keeps_what_was_obtained(bench: Bench) -> None:
    bench.rests_on("L1", "L2")
    bench.in_force("L1", "L2")

    def stop(_what: str, rank: int, _count: int) -> None:
        if rank == 1:
            raise KeyboardInterrupt

    result = bench.run(progress=stop)
    assert (result.run.status, result.run.failed) == ("interrompu", True)
    assert bench.outcomes() == {"L1": "inchangé"}


def test_a_fault_of_ours_is_raised_after_what_was_obtained_is_kept(bench: Bench) -> None:
    bench.rests_on("L1", "L2")
    bench.in_force("L1", "L2")

    def broken(_what: str, rank: int, _count: int) -> None:
        if rank == 1:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        bench.run(progress=broken)
    assert bench.outcomes() == {"L1": "inchangé"}
    last = bench.follow_up().last
    assert last is not None
    assert (last.status, last.failed) == ("partiel", True)


def test_a_folder_that_refuses_writing_is_told_and_nothing_is_half_written(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.rests_on("L1")
    bench.in_force("L1", text=NEW_TEXT)
    bench.run()
    before = {path.name: path.read_bytes() for path in bench.folder.iterdir()}

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(state.os, "fsync", full)
    bench.in_force("L1", text=OLD_TEXT)
    bench.day = "2026-12-22"
    with pytest.raises(LegifranceFailed, match="No space left"):
        bench.run()
    assert {name: (bench.folder / name).read_bytes() for name in before} == before


def test_two_refreshes_do_not_run_at_once(tmp_path: Path) -> None:
    with state.alone(tmp_path), pytest.raises(LegifranceFailed, match="en cours"), state.alone(tmp_path):
        pass


@pytest.mark.parametrize("content", ["{", "[]", '{"articles": [{"code": "C"}]}', '{"articles": 3}'])
def test_a_damaged_follow_up_is_refused_with_what_to_do(tmp_path: Path, content: str) -> None:
    (tmp_path / state.FOLLOW_UP).write_text(content, encoding="utf-8")
    with pytest.raises(DataError, match=state.FOLLOW_UP):
        state.read(tmp_path)


def test_damaged_texts_are_refused_by_their_line(tmp_path: Path) -> None:
    (tmp_path / state.TEXTS).write_text('{"code": "C", "article": "1", "text": "x"}\n{"co', encoding="utf-8")
    with pytest.raises(DataError, match="ligne 2"):
        state.read_texts(tmp_path)


def test_only_and_limit_bound_what_is_asked_and_the_union_is_never_asked(bench: Bench) -> None:
    bench.rests_on("L1", "L2")
    bench.obligations += [
        obligation("autre", reference("R1", code="Code de la mer")),
        obligation("union", reference("35", "", code="RGPD (règlement UE 2016/679)")),
    ]
    plan = bench.plan(only="des ESSAIS", limit=1)
    assert [item.target.article for item in plan.todo] == ["L1"]
    assert [item.target.article for item in plan.later] == ["R1", "L2"]
    assert [item.target.code for item in plan.outside] == ["RGPD (règlement UE 2016/679)"]


def test_the_status_says_what_is_old_unread_and_different(bench: Bench) -> None:
    bench.rests_on("L1", "L2")
    bench.obligations += [
        obligation("vieille", reference("L3", "2015-01-01")),
        obligation("mémoire", reference("35", "", code="RGPD (règlement UE 2016/679)", note="Résumé de nos notes.")),
    ]
    bench.held[CODE, "L1"].append(HeldText(read_on="2023-01-01", origin="autres données", text=NEW_TEXT))
    bench.held[CODE, "L2"].append(HeldText(read_on="2023-01-01", origin="autres", text=OLD_TEXT.upper() + " ;"))
    found = bench.status()
    assert [item.fiche for item in found.old] == ["obligation.vieille"]
    assert found.old[0].references[0].days > 365 * 11
    assert [(item.article, item.why) for item in found.unread] == [("35", "Résumé de nos notes.")]
    assert [(item.article, item.sources) for item in found.differences] == [
        ("L1", ("données (2026-04-03)", "autres données (2023-01-01)"))
    ]
    assert [item.article for item in found.outside] == ["35"]
    assert not found.to_review


def test_an_old_reference_found_unchanged_is_old_no_more(bench: Bench) -> None:
    bench.rests_on("L1", version="2015-01-01")
    bench.in_force("L1", since="2010-01-01")
    assert bench.status().old
    bench.run()
    assert bench.status().old == ()


def test_a_text_received_that_differs_from_ours_is_a_difference_before_any_ingest(bench: Bench) -> None:
    bench.rests_on("L1")
    bench.in_force("L1", text=NEW_TEXT, since="2026-07-01")
    bench.run()
    (found,) = bench.status().differences
    assert found.article == "L1"
    assert found.sources[1].startswith(state.ORIGIN)


def test_dates_of_the_server_are_those_of_the_follow_up(bench: Bench) -> None:
    bench.rests_on("L1")
    bench.in_force("L1", since="2020-01-01")
    bench.api.articles["LEGIARTI000000000001"]["dateFin"] = milliseconds("2027-01-01")
    bench.run()
    entry = bench.follow_up().entries[CODE, "L1"]
    assert (entry.valid_from, entry.valid_to, entry.legi_id) == ("2020-01-01", "2027-01-01", "LEGIARTI000000000001")
    assert fingerprint(OLD_TEXT) in {known.fingerprint for known in entry.texts}
