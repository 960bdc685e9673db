"""What proves an opened answer: its seal, the versions it was made with, its replay, its bundle, its case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from advisor.ui.audit_opened import Opened
from advisor.ui.widgets import section, show
from advisor.ui.words import attribute, shown

VERSIONS = {
    "software": "Logiciel",
    "knowledge": "Fiches",
    "index": "Index",
    "decision": "Modèle de décision",
    "encoder": "Encodeur",
    "prompt": "Consigne",
    "model": "Modèle de langue",
}


def render(opened: Opened) -> None:
    """The tab."""
    stored = opened.stored
    show(section("Sceau et versions", _versions(opened.stored.versions) + _seal(stored.seal, stored.timings_ms)))


def _versions(versions: Mapping[str, Any]) -> str:
    rows = "".join(
        f"<dt>{shown(VERSIONS.get(name, name))}</dt><dd><code>{shown(str(value))}</code></dd>"
        for name, value in versions.items()
        if value
    )
    return f"<dl>{rows}</dl>" if rows else ""


def _seal(seal: str, timings: Mapping[str, Any]) -> str:
    took = ", ".join(f"{name} {float(value):.0f} ms".replace(".", ",") for name, value in timings.items())
    said = f'<p class="note">{shown(took)}</p>' if took else ""
    return f'<p class="note part" title="{attribute(seal)}">Sceau <code>{shown(seal)}</code></p>{said}'
