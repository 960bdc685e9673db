"""Verdicts: the last of a reader counts, nothing is seen before one's own, a disagreement is settled by name."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.audit import agreement, judging
from advisor.audit.judging import ADVICE, Item, Judgements, Proposal
from advisor.domain.record import Entry, EntryKind
from advisor.errors import VerdictRefused

ADVICE_ITEM = Item(answer=1)
SAID = Item(answer=1, statement="s1")


class Notes:
    """Judgements fed as a journal would feed them."""

    def __init__(self) -> None:
        self.judgements = Judgements()
        self._numbers = itertools.count(10)

    def _write(self, kind: EntryKind, item: Item, author: str, body: dict) -> int:
        number = next(self._numbers)
        added = Entry(
            number=number,
            moment="2026-11-22T10:00:00.000000+00:00",
            kind=kind,
            about=item.answer,
            conversation="",
            author=author,
            previous="",
            body_hash="",
            seal="",
            salt="",
            body=body,
        )
        self.judgements = Judgements([added], before=self.judgements)
        return number

    def says(self, reader: str, value: str, item: Item = ADVICE_ITEM) -> int:
        return self._write("verdict", item, reader, judging.verdict_body(self.judgements, item, reader, value))

    def settles(self, author: str, value: str, item: Item = ADVICE_ITEM) -> int:
        body = judging.resolution_body(self.judgements, item, author, value, "Relu ensemble.")
        return self._write("resolution", item, author, body)

    def held(self, item: Item = ADVICE_ITEM) -> tuple[str, str] | None:
        found = self.judgements.held(item)
        return (found.value, found.how) if found else None


def test_the_last_verdict_of_a_reader_counts_and_the_first_stays() -> None:
    notes = Notes()
    notes.says("Lectrice", "faux")
    notes.says("Lectrice", "juste")
    assert notes.held() == ("juste", "un lecteur")
    assert [verdict.value for verdict in notes.judgements.all(ADVICE_ITEM)] == ["faux", "juste"]


def test_nobody_judged() -> None:
    assert Notes().held() is None


def test_readers_who_agree() -> None:
    notes = Notes()
    notes.says("A", "soutenu", SAID)
    notes.says("B", "soutenu", SAID)
    assert notes.held(SAID) == ("soutenu", "accord")
    assert notes.judgements.disagreements() == []


def test_while_readers_differ_the_most_severe_verdict_holds() -> None:
    notes = Notes()
    notes.says("A", "juste")
    notes.says("B", "faux")
    assert notes.held() == ("faux", "désaccord")
    assert notes.judgements.disagreements() == [ADVICE_ITEM]


def test_a_resolution_names_what_it_settles_and_holds() -> None:
    notes = Notes()
    first, second = notes.says("A", "juste"), notes.says("B", "faux")
    notes.settles("A", "défendable")
    settled = notes.judgements.resolution(ADVICE_ITEM)
    assert settled is not None
    assert settled.between == (first, second)
    assert notes.held() == ("défendable", "résolution")
    assert notes.judgements.disagreements() == []


def test_a_later_verdict_that_says_otherwise_opens_the_matter_again() -> None:
    notes = Notes()
    notes.says("A", "juste")
    notes.says("B", "faux")
    notes.settles("A", "défendable")
    notes.says("B", "défendable")
    assert notes.held() == ("défendable", "résolution")
    notes.says("C", "faux")
    assert notes.held() == ("faux", "désaccord")


def test_what_others_said_is_seen_only_after_one_s_own_verdict() -> None:
    notes = Notes()
    notes.says("A", "juste")
    assert notes.judgements.revealed(ADVICE_ITEM, "B") == ()
    notes.says("B", "faux")
    assert [verdict.reader for verdict in notes.judgements.revealed(ADVICE_ITEM, "B")] == ["A"]


def test_a_verdict_changed_after_seeing_others_is_not_blind() -> None:
    notes = Notes()
    notes.says("A", "juste")
    notes.says("A", "défendable")  # nobody else had spoken
    notes.says("B", "faux")
    notes.says("B", "défendable")  # B had seen A
    assert [verdict.blind for verdict in notes.judgements.all(ADVICE_ITEM)] == [True, True, True, False]
    assert {name: verdict.value for name, verdict in notes.judgements.blind(ADVICE_ITEM).items()} == {
        "A": "défendable",
        "B": "faux",
    }


@pytest.mark.parametrize(
    ("item", "reader", "value"),
    [(ADVICE_ITEM, "A", "soutenu"), (SAID, "A", "juste"), (SAID, " ", "soutenu"), (SAID, "A", "")],
)
def test_a_verdict_that_is_not_offered_or_not_signed_is_refused(item: Item, reader: str, value: str) -> None:
    with pytest.raises(VerdictRefused) as refused:
        judging.verdict_body(Judgements(), item, reader, value)
    assert refused.value.remedy


def test_a_proposal_names_its_fiche_and_its_text() -> None:
    with pytest.raises(VerdictRefused):
        judging.verdict_body(Judgements(), SAID, "A", "partiel", proposal=Proposal(fiche="frein.x", text=" "))
    body = judging.verdict_body(Judgements(), SAID, "A", "partiel", proposal=Proposal(fiche=" frein.x", text="Mieux."))
    assert body["proposal"] == {"fiche": "frein.x", "text": "Mieux."}


def test_a_resolution_needs_readers_who_differ_and_a_reason() -> None:
    notes = Notes()
    notes.says("A", "juste")
    with pytest.raises(VerdictRefused, match="ne se contredisent pas"):
        judging.resolution_body(notes.judgements, ADVICE_ITEM, "A", "juste", "Relu.")
    notes.says("B", "faux")
    with pytest.raises(VerdictRefused, match="se justifie"):
        judging.resolution_body(notes.judgements, ADVICE_ITEM, "A", "juste", "  ")


def test_what_was_read_before_stays_as_it_was() -> None:
    notes = Notes()
    notes.says("A", "juste")
    before = notes.judgements
    notes.says("B", "faux")
    assert [verdict.reader for verdict in before.all(ADVICE_ITEM)] == ["A"]
    assert [verdict.reader for verdict in notes.judgements.all(ADVICE_ITEM)] == ["A", "B"]


def test_a_verdict_whose_content_was_removed_no_longer_counts() -> None:
    notes = Notes()
    number = notes.says("A", "juste")
    emptied = Entry(
        number=number, moment="", kind="verdict", about=1, conversation="", author="A", previous="", body_hash="",
        seal="", salt=None, body=None,
    )  # fmt: skip
    assert Judgements([emptied]).items == []


# --- agreement -------------------------------------------------------------------------------------------------------


def _agreement(pairs: list[tuple[str, str]]) -> agreement.Agreement:
    notes = Notes()
    for rank, (first, second) in enumerate(pairs):
        notes.says("A", first, Item(answer=1, statement=f"s{rank}"))
        notes.says("B", second, Item(answer=1, statement=f"s{rank}"))
    (found,) = agreement.of_statements(notes.judgements)
    return found


def test_kappa_of_a_textbook_table() -> None:
    # Cohen's kappa of the table 20, 5, 10, 15 is 0.4 (po = 0.7, pe = 0.5).
    yes, no = "soutenu", "non soutenu"
    found = _agreement([(yes, yes)] * 20 + [(yes, no)] * 5 + [(no, yes)] * 10 + [(no, no)] * 15)
    assert found.kappa == pytest.approx(0.4)
    assert found.observed == pytest.approx(0.7)
    assert found.table == {(yes, yes): 20, (yes, no): 5, (no, yes): 10, (no, no): 15}
    assert found.reading == "modéré"


def test_kappa_has_no_meaning_when_a_single_verdict_was_used() -> None:
    found = _agreement([("soutenu", "soutenu")] * 5)
    assert found.kappa is None
    assert found.observed == 1.0
    assert "sans objet" in found.reading


def test_readers_who_never_agree() -> None:
    found = _agreement([("soutenu", "partiel")] * 4)
    assert found.kappa == 0.0
    assert found.agreed == 0


@given(
    st.lists(
        st.tuples(st.sampled_from(judging.STATEMENT_VALUES), st.sampled_from(judging.STATEMENT_VALUES)),
        min_size=2,
        max_size=40,
    )
)
def test_kappa_is_the_one_of_scikit_learn(pairs: list[tuple[str, str]]) -> None:
    from sklearn.metrics import cohen_kappa_score

    found = agreement.cohen(pairs)
    if len({value for pair in pairs for value in pair}) == 1:
        assert found is None
    else:
        first, second = zip(*pairs, strict=True)
        expected = cohen_kappa_score(first, second, labels=list(judging.STATEMENT_VALUES))
        assert found == pytest.approx(expected, abs=1e-12)


def test_agreement_is_measured_on_what_was_said_blind() -> None:
    notes = Notes()
    notes.says("A", "juste")
    notes.says("B", "faux")
    notes.says("B", "juste")  # after having seen A
    (found,) = agreement.of_advice(notes.judgements)
    assert found.agreed == 0
    assert agreement.of_statements(notes.judgements) == ()


def test_three_readers_make_three_pairs_and_answers_can_be_chosen() -> None:
    notes = Notes()
    for reader in "CAB":
        notes.says(reader, "juste")
    assert [found.readers for found in agreement.of_advice(notes.judgements)] == [("A", "B"), ("A", "C"), ("B", "C")]
    assert agreement.of_advice(notes.judgements, answers={2}) == ()


def test_the_advice_is_the_item_without_statement() -> None:
    assert Item(answer=1, statement=ADVICE).values == judging.ADVICE_VALUES
    assert SAID.values == judging.STATEMENT_VALUES
