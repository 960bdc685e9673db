"""Figures on written cases: retrieval, citations, law, refusals, degrees, and that every citation resolves."""

from advisor.evaluation.cases import read_alone, run
from advisor.evaluation.law import asked_of_law
from advisor.evaluation.masking import masked
from advisor.evaluation.report import Report

__all__ = ["Report", "asked_of_law", "masked", "read_alone", "run"]
