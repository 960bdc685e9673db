"""All that the report for a committee says, before it is printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from advisor.audit.agreement import Agreement
from advisor.audit.figures import Figures
from advisor.audit.judging import Verdict
from advisor.audit.readings import Fault
from advisor.audit.samples import Sample, Scope
from advisor.audit.usage import Usage


@dataclass(frozen=True, kw_only=True, slots=True)
class Proof:
    """The state of the journal the report rests on: its last entry, and whether the whole chain was verified."""

    number: int
    seal: str
    verified: bool | None = None
    why: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Content:
    """All that the report says. `figures` are those of `measured`; `everything` those of every answer read."""

    title: str
    today: str
    scope: Scope
    given: int
    measured: Scope
    figures: Figures
    everything: Figures
    readers: Mapping[str, int]
    samples: tuple[Sample, ...]
    agreement: tuple[tuple[Agreement, ...], tuple[Agreement, ...]]
    faults: tuple[Fault, ...]
    proposals: tuple[Verdict, ...]
    usage: Usage
    titles: Mapping[str, str]
    proof: Proof
