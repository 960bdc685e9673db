"""What the rules on one project do to one another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from advisor.domain.procedure import Relation


@dataclass(frozen=True, slots=True)
class Combination:
    """Several rules on one project: what each does to the others.

    `waived` maps a rule to the relation that sets it aside and the rule that does; `choices` and
    `joined` are pairs (rule, relation) where one procedure may take another's place or serve for
    both; `conflicts` are pairs of ids, a prohibition and a duty on the same subject matter.
    """

    waived: Mapping[str, tuple[str, Relation]]
    choices: tuple[tuple[str, Relation], ...]
    joined: tuple[tuple[str, Relation], ...]
    conflicts: tuple[tuple[str, str], ...]
