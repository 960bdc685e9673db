"""Canonical JSON, against the vectors of RFC 8785 and the reader of the standard library."""

from __future__ import annotations

import json
import math
import struct
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.domain.degree import Degree
from advisor.journal import canonical

# RFC 8785, appendix B: the bits of a number, and how it is written.
NUMBERS = [
    ("0000000000000000", "0"),
    ("8000000000000000", "0"),
    ("0000000000000001", "5e-324"),
    ("8000000000000001", "-5e-324"),
    ("7fefffffffffffff", "1.7976931348623157e+308"),
    ("ffefffffffffffff", "-1.7976931348623157e+308"),
    ("4340000000000000", "9007199254740992"),
    ("c340000000000000", "-9007199254740992"),
    ("4430000000000000", "295147905179352830000"),
    ("44b52d02c7e14af5", "9.999999999999997e+22"),
    ("44b52d02c7e14af6", "1e+23"),
    ("44b52d02c7e14af7", "1.0000000000000001e+23"),
    ("444b1ae4d6e2ef4e", "999999999999999700000"),
    ("444b1ae4d6e2ef4f", "999999999999999900000"),
    ("444b1ae4d6e2ef50", "1e+21"),
    ("3eb0c6f7a0b5ed8c", "9.999999999999997e-7"),
    ("3eb0c6f7a0b5ed8d", "0.000001"),
    ("41b3de4355555553", "333333333.3333332"),
    ("41b3de4355555554", "333333333.33333325"),
    ("41b3de4355555555", "333333333.3333333"),
    ("41b3de4355555556", "333333333.3333334"),
    ("41b3de4355555557", "333333333.33333343"),
    ("becbf647612f3696", "-0.0000033333333333333333"),
    ("43143ff3c1cb0959", "1424953923781206.2"),
]

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-canonical.SAFEST, canonical.SAFEST)
    | st.floats(-1e15, 1e15)
    | st.floats(allow_nan=False, allow_infinity=False).filter(lambda number: not number.is_integer())
    | st.text(st.characters(exclude_categories=("Cs",))),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(exclude_categories=("Cs",))), inner)
    ),
    max_leaves=12,
)


@pytest.mark.parametrize(("bits", "written"), NUMBERS)
def test_a_number_is_written_as_the_rfc_writes_it(bits: str, written: str) -> None:
    [value] = struct.unpack(">d", bytes.fromhex(bits))
    assert canonical.text(value) == written


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 2**53, {1: "a"}, {"a": {2}}, b"x", "\ud800"])
def test_what_json_does_not_hold_faithfully_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match=r"JSON|caractère"):
        canonical.text(value)


def test_keys_follow_their_utf16_units_and_strings_are_escaped_no_more_than_needed() -> None:
    # RFC 8785, section 3.2.3, and section 3.2.2.2.
    keys = {
        "€": "Euro Sign",
        "\r": "Carriage Return",
        "\ufb33": "Hebrew",
        "1": "One",
        "😀": "Smiley",
        "\x80": "C1",
        "ö": "o",
    }
    written = [key for key, _ in json.loads(canonical.text(keys), object_pairs_hook=lambda pairs: list(pairs))]
    assert written == ["\r", "1", "\x80", "ö", "€", "😀", "\ufb33"]
    assert canonical.text('€$\x0f\nA\'B"\\\\"/\u2028') == '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/\u2028"'


def test_values_of_our_dataclasses_are_written_as_json() -> None:
    assert canonical.text({"b": (Degree.CONCERTER, True, None), "a": []}) == '{"a":[],"b":["concerter",true,null]}'


@given(JSON)
def test_what_is_written_reads_back_as_the_same_value_and_is_written_the_same_again(value: Any) -> None:
    written = canonical.text(value)
    read = json.loads(written)
    assert read == value
    assert canonical.text(read) == written
