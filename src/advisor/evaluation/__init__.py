"""Figures on written cases: retrieval, citations, law, refusals, degrees, and that every citation resolves."""

from advisor.evaluation.cases import read_alone, run
from advisor.evaluation.content import asked_of_base, asked_of_sources
from advisor.evaluation.law import asked_of_law
from advisor.evaluation.masking import masked
from advisor.evaluation.report import Report
from advisor.evaluation.writer import phrased

__all__ = ["Report", "asked_of_base", "asked_of_law", "asked_of_sources", "masked", "phrased", "read_alone", "run"]
