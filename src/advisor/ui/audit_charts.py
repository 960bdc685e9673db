"""Charts of the audit, as Vega-Lite: a share and its interval, over time or group by group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from advisor import french

ROW = 34
"""Pixels a group takes."""


def shares(rows: Sequence[Mapping[str, Any]], measure: str, over_time: bool) -> None:
    """The chart of some rows of figures (see `Figures.rows`), said in words for who does not see it."""
    told = " ; ".join(f"{row['groupe']} : {french.percent(float(row['valeur']))}" for row in rows)
    st.vega_lite_chart(spec(rows, measure, over_time), alt=f"{measure}. {told}", width="stretch")


def spec(rows: Sequence[Mapping[str, Any]], measure: str, over_time: bool) -> dict[str, Any]:
    """The chart: a rule for the interval, a point for the share; one group per column over time, per line else."""
    group: dict[str, Any] = {"field": "groupe", "type": "ordinal", "sort": None, "title": None}
    group["axis"] = {"labelAngle": 0} if over_time else {"labelLimit": 320}
    share = {
        "type": "quantitative",
        "scale": {"domain": [0, 1]},
        "axis": {"format": ".0%", "tickCount": 5},
        "title": measure,
    }
    along, across = ("x", "y") if over_time else ("y", "x")
    ends = {across: {"field": "bas", **share}, f"{across}2": {"field": "haut"}}
    value = {across: {"field": "valeur", **share}}
    layers: list[dict[str, Any]] = [
        {"mark": {"type": "rule", "strokeWidth": 6, "opacity": 0.35, "strokeCap": "round"}, "encoding": ends},
        {"mark": {"type": "point", "filled": True, "size": 90, "opacity": 1}, "encoding": value},
    ]
    if over_time:
        layers.insert(1, {"mark": {"type": "line", "strokeWidth": 1.5}, "encoding": value})
    tips = [("groupe", "Groupe", ""), ("valeur", "Part", ".1%"), ("bas", "De", ".1%"), ("haut", "À", ".1%")]
    tooltip = [{"field": name, "title": title, **({"format": form} if form else {})} for name, title, form in tips]
    return {
        "data": {"values": [dict(row) for row in rows]},
        "height": 260 if over_time else max(90, ROW * len(rows) + 40),
        "encoding": {along: group, "tooltip": [*tooltip, {"field": "jugés", "title": "Jugés"}]},
        "layer": layers,
    }
