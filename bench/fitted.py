"""Writing what the benches fit, one way for all."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml


def write(path: Path, by: str, weights: Mapping[str, Any]) -> None:
    """Writes fitted weights as YAML, under a line that names the bench that made them."""
    head = f"# Poids écrits par bench/{by}.py --write ; ne pas modifier à la main.\n"
    path.write_text(head + yaml.safe_dump(dict(weights), sort_keys=False, allow_unicode=True), encoding="utf-8")
