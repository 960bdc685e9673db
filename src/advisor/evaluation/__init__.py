"""Figures on written cases: retrieval, citations, law, refusals, degrees, and that every citation resolves."""

from advisor.evaluation.advice import advised
from advisor.evaluation.cases import read_alone, run
from advisor.evaluation.content import asked_of_base, asked_of_sources
from advisor.evaluation.dialogues import held as held_dialogues
from advisor.evaluation.facts import facts_read
from advisor.evaluation.law import asked_of_law
from advisor.evaluation.masking import masked
from advisor.evaluation.report import Report
from advisor.evaluation.writer import phrased

__all__ = [
    "Report",
    "advised",
    "asked_of_base",
    "asked_of_law",
    "asked_of_sources",
    "facts_read",
    "held_dialogues",
    "masked",
    "phrased",
    "read_alone",
    "run",
]
