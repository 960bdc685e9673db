"""The answer as data, for other programs."""

from __future__ import annotations

import json
from dataclasses import asdict

from advisor.domain.answer import Answer
from advisor.takeaway.supplies import Supplies


def document(answer: Answer, _supplies: Supplies) -> bytes:
    """The whole answer, as indented JSON in UTF-8."""
    return json.dumps(asdict(answer), ensure_ascii=False, indent=2).encode("utf-8", "replace")
