"""The degree advised to described projects, beside the one judged from the documents.

`advice-dev.yaml` (60) is looked at, `advice-test.yaml` (100) only counted.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from advisor.evaluation.report import Report, cases, told
from advisor.service import Advisor

SETS = ("dev", "test")


def advised(advisor: Advisor, folder: Path, report: Report) -> None:
    """Asks every description of a folder, and adds degrees, confusions and alerts to the report."""
    for name in SETS:
        path = folder / f"advice-{name}.yaml"
        for case in cases(path) if path.exists() else ():
            _judged(advisor, case, name, report)


def _judged(advisor: Advisor, case: Mapping[str, Any], name: str, report: Report) -> None:
    advice = advisor.ask(case["texte"]).recommendation
    degree = advice.degree.value if advice else "aucun"
    shown = told(case) if name == "dev" else ""
    compared = f"{shown} (attendu {case['degre']}, conseillé {degree})" if shown else ""
    report.count(f"conseil ({name}) : degré exact", degree == case["degre"], compared)
    report.count(f"conseil ({name}) : degré défendable", degree in case["acceptable"])
    report.table(f"conseil ({name})", case["degre"], degree)
    raised = {alert.id.split(".", 1)[1]: alert.to_confirm for alert in advice.alerts} if advice else {}
    for wanted in case.get("alertes") or ():
        report.count(f"conseil ({name}) : alerte attendue levée", wanted in raised, shown and f"{shown} ({wanted})")
    for false in case.get("jamais") or ():
        asserted = false in raised and not raised[false]
        report.count(f"conseil ({name}) : fausse alerte jamais affirmée", not asserted, shown and f"{shown} ({false})")
