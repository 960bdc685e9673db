"""The chain alone: what it takes in, and what it tells apart."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.domain.record import Draft, EntryKind
from advisor.journal.chain import FIRST, Stored, purged_by, sealed, verify

SALT = "0123456789abcdef" * 2


def chained(*drafts: Draft) -> list[Stored]:
    written: list[Stored] = []
    for number, draft in enumerate(drafts, start=1):
        previous = written[-1].seal if written else FIRST
        written.append(sealed(draft, number, f"2026-11-22T10:00:{number:02d}.000000+00:00", previous, SALT))
    return written


def said(kind: EntryKind = "error", **body: object) -> Draft:
    return Draft(kind=kind, body=body)


CHAIN = chained(said(a=1), said(b="é"), said("purge", numbers=[1], reason="essai", before=""), said(d=[1.5]))


def test_a_chain_holds_whole_and_its_parts_before_a_head_too() -> None:
    # The purge says that entry 1 is empty, so it must be.
    emptied = [replace(CHAIN[0], salt=None, body=None), *CHAIN[1:]]
    report = verify(emptied)
    assert report.holds
    assert (report.entries, report.purged, report.head) == (4, 1, (4, CHAIN[-1].seal))
    assert verify([]).head == (0, FIRST)


def test_the_seal_is_what_a_third_party_computes_with_the_standard_library_alone() -> None:
    entry = CHAIN[1]
    body = json.dumps({"b": "é"}, ensure_ascii=False, separators=(",", ":"))
    hashed = hashlib.sha256((SALT + body).encode()).hexdigest()
    header = {
        "about": 0,
        "author": "",
        "body_hash": hashed,
        "conversation": "",
        "kind": "error",
        "moment": entry.moment,
        "number": 2,
        "previous": CHAIN[0].seal,
    }
    assert entry.seal == hashlib.sha256(json.dumps(header, separators=(",", ":")).encode()).hexdigest()


def test_content_missing_without_a_purge_is_named() -> None:
    emptied = [*CHAIN[:1], replace(CHAIN[1], salt=None, body=None)]
    broken = verify(emptied).broken
    assert broken is not None
    assert (broken.number, "aucune purge" in broken.why) == (2, True)


def test_content_that_a_purge_says_removed_and_is_still_there_is_named() -> None:
    broken = verify(CHAIN).broken
    assert broken is not None
    assert (broken.number, "purge n° 3" in broken.why) == (1, True)


def test_a_purge_that_was_emptied_is_named() -> None:
    emptied = [replace(item, salt=None, body=None) for item in CHAIN]
    broken = verify(emptied).broken
    assert broken is not None
    assert broken.number == 3


@pytest.mark.parametrize("gone", range(3))
def test_an_entry_taken_out_is_named(gone: int) -> None:
    chain = chained(*(said(n=number) for number in range(4)))
    broken = verify(chain[:gone] + chain[gone + 1 :]).broken
    assert broken is not None
    assert broken.number == gone + 1


def test_an_end_cut_off_or_a_chain_written_again_is_told_by_a_head_noted_elsewhere() -> None:
    chain = chained(*(said(n=number) for number in range(4)))
    noted = {4: chain[3].seal}
    assert verify(chain, noted).holds
    assert verify(chain[:3]).holds
    cut, again = verify(chain[:3], noted).broken, verify(chained(*(said(m=n) for n in range(4))), noted).broken
    assert cut is not None
    assert again is not None
    assert (cut.number, again.number) == (4, 4)


@pytest.mark.parametrize("shift", [1, 5])
def test_the_border_between_salt_and_body_cannot_be_moved(shift: int) -> None:
    entry = CHAIN[1]
    assert entry.salt is not None
    assert entry.body is not None
    moved = replace(entry, salt=entry.salt + entry.body[:shift], body=entry.body[shift:])
    broken = verify([CHAIN[0], moved]).broken
    assert broken is not None
    assert broken.number == 2


@given(st.data())
def test_any_byte_of_any_field_that_changes_is_found(data: st.DataObject) -> None:
    chain = chained(*(said(n=number, text="usagers") for number in range(3)))
    index = data.draw(st.integers(0, 2))
    name = data.draw(st.sampled_from(Stored.__slots__))
    raw = bytearray(str(getattr(chain[index], name)).encode() or b"\x00")
    place = data.draw(st.integers(0, len(raw) - 1))
    raw[place] ^= data.draw(st.integers(1, 255))
    text = raw.decode("utf-8", "surrogateescape")
    value = int(text) if isinstance(getattr(chain[index], name), int) and text.isdecimal() else text
    altered = [*chain]
    altered[index] = replace(chain[index], **{name: value})
    broken = verify(altered).broken
    assert broken is not None
    assert broken.number == index + 1


def test_an_entry_reads_back_from_what_is_stored() -> None:
    assert [Stored.of(item.entry()) for item in CHAIN] == CHAIN
    assert purged_by(CHAIN[2].entry().body or {}) == [1]


@pytest.mark.parametrize(
    "draft",
    [
        Draft(kind="autre", body={}),  # type: ignore[arg-type]
        Draft(kind="error", body={}, about=2),
        Draft(kind="error", body={}, author="a\nb"),
        Draft(kind="error", body={"x": float("nan")}),
    ],
)
def test_a_draft_that_cannot_be_written_faithfully_is_refused(draft: Draft) -> None:
    with pytest.raises(ValueError, match=r"nature|plus ancienne|commande|infini"):
        sealed(draft, 2, "m", FIRST, SALT)
