"""What the charts of a report show, as Vega-Lite specifications: plain data, drawn elsewhere.

Colours are names of the page's own ones, so that a chart follows the page from light to dark. Marks
differ in shape or place too, never in colour alone.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from typing import Any

from talkcoach.compare import Comparison
from talkcoach.durations import clock, delta
from talkcoach.norms import EASY_WPM, ON_TIME_S
from talkcoach.report import Report
from talkcoach.text import plain

Spec = dict[str, Any]

STATUS_SHAPE = {
    "full": "circle",
    "recap": "triangle-left",
    "preview": "triangle-right",
    "skipped": "cross",
}
STEPS_S = (15, 30, 60, 120, 300, 600, 900, 1800, 3600)
"""Between two marks on the axis of time."""
TICKS = 10
DELTA_TICKS = 4
LONGEST_NAME = 28
"""Characters."""
_CLOCK = (
    "(abs(datum.value) < 3600 ? floor(abs(datum.value) / 60) : floor(abs(datum.value) / 3600)"
    " + ':' + format(floor(abs(datum.value) % 3600 / 60), '02.0f'))"
    " + ':' + format(abs(datum.value) % 60, '02.0f')"
)
"""As `durations.clock`, in Vega's language."""
_SIGNED = f"(datum.value < 0 ? '-' : datum.value > 0 ? '+' : '') + {_CLOCK}"


def timeline(report: Report, width: int) -> Spec:
    """Planned and actual sections on one axis of time, the transitions as marks below.

    The plan starts where the first section does: silence before it is nobody's time.
    """
    rows: list[dict[str, Any]] = []
    planned_s = min((s.start_s for s in report.sections if s.start_s is not None), default=0.0)
    end_s = planned_s + report.planned_s
    for number, section in enumerate(report.rehearsed_sections):
        title = _name(section.title)
        name = {"section": title, "shade": f"section-{number % 6}"}
        until_s = planned_s + section.budget_s
        tip = f"{title}: planned {clock(section.budget_s)}"
        rows.append({**name, "row": "Planned", "from": planned_s, "to": until_s, "tip": tip})
        planned_s = until_s
        for start_s, stop_s in section.stretches:
            tip = f"{title}: {clock(start_s)} to {clock(stop_s)}, {delta(section.delta_s)}"
            rows.append({**name, "row": "Actual", "from": start_s, "to": stop_s, "tip": tip})
    if end_s - planned_s > ON_TIME_S:
        name = {"section": "not planned", "shade": "unplanned", "row": "Planned"}
        tip = f"not planned: {clock(end_s - planned_s)}"
        rows.append({**name, "from": planned_s, "to": end_s, "tip": tip})
    longest_s = max([row["to"] for row in rows], default=1.0)
    for row in rows:  # a name that does not fit its bar is left out; the table below has it
        room = (row["to"] - row["from"]) / longest_s * (width - 80) / 7.0
        row["label"] = row["section"] if len(row["section"]) < room else ""
        row["middle"] = (row["from"] + row["to"]) / 2
    titles = {section.id: _name(section.title) for section in report.sections}
    marks = [
        {
            "row": "Roadmap",
            "at": check.start_s,
            "status": check.status,
            "tip": f"to {titles.get(check.to, check.to)}: {check.status}, {clock(check.start_s)}",
        }
        for check in report.rehearsed_transitions
        if check.start_s is not None
    ]
    lanes = ["Planned", "Actual", *(["Roadmap"] if marks else [])]
    y = {"field": "row", "type": "nominal", "sort": lanes, "title": None,
         "axis": {"ticks": False, "domain": False, "labelPadding": 8}}  # fmt: skip
    layers: list[Spec] = [
        {
            "data": {"values": rows},
            "mark": {"type": "bar", "height": 26, "stroke": "paper", "strokeWidth": 1.5},
            "encoding": {
                "x": _time("from", longest_s), "x2": {"field": "to"}, "y": y,
                "fill": {"field": "shade", "scale": None}, "description": {"field": "tip"},
            },
        },
        {
            "data": {"values": rows},
            "mark": {"type": "text", "color": "on-section", "fontSize": 12},
            "encoding": {"x": _time("middle"), "y": y, "text": {"field": "label"}},
        },
    ]  # fmt: skip
    if marks:
        layers.append(
            {
                "data": {"values": marks},
                "mark": {"type": "point", "size": 110, "filled": True, "opacity": 1},
                "encoding": {
                    "x": _time("at"), "y": y,
                    "shape": {"field": "status", "scale": _scale(STATUS_SHAPE), "legend": None},
                    "fill": {"field": "status", "scale": _scale({s: s for s in STATUS_SHAPE}),
                             "legend": None},
                    "description": {"field": "tip"},
                },
            }
        )  # fmt: skip
    return _chart(layers, width, 38 * len(lanes))


def drift_points(report: Report) -> list[dict[str, Any]]:
    """How far from the budgets the talk was at the end of each section, in the order spoken."""
    spoken = sorted(
        (s for s in report.rehearsed_sections if s.stretches), key=lambda s: s.stretches[-1][1]
    )
    planned_s = min((s.stretches[0][0] for s in spoken), default=0.0)
    points: list[dict[str, Any]] = [{"at": planned_s, "drift": 0.0, "tip": "at the start"}]
    for section in spoken:
        planned_s += section.budget_s
        end_s = section.stretches[-1][1]
        tip = f"after {_name(section.title)}: {delta(end_s - planned_s)}"
        points.append({"at": end_s, "drift": round(end_s - planned_s, 1), "tip": tip})
    return points


def drift(report: Report, width: int) -> Spec:
    """The same as a line."""
    points = drift_points(report)
    x = _time("at", max(1.0, points[-1]["at"]))
    y = _deltas("drift", [point["drift"] for point in points])
    zero = {"data": {"values": [{"zero": 0}]}, "mark": {"type": "rule", "color": "ink"},
            "encoding": {"y": {"field": "zero", "type": "quantitative"}}}  # fmt: skip
    line = {
        "data": {"values": points},
        "mark": {"type": "line", "color": "accent", "strokeWidth": 2.5,
                 "point": {"filled": True, "size": 60, "color": "accent"}},
        "encoding": {"x": x, "y": y, "description": {"field": "tip"}},
    }  # fmt: skip
    return _chart([line, zero], width, 130)


def pace(report: Report, width: int) -> Spec:
    """Words a minute over time with the easy band; pauses and fillers as ticks along the axis."""
    series = [{"at": at_s, "wpm": wpm} for at_s, wpm in report.pace.series]
    end_s = max(
        1.0,
        *(end for section in report.sections for _, end in section.stretches),
        *(at_s for at_s, _ in report.pace.series),
        *(pause.start_s + pause.seconds for pause in report.pauses),
        *(filler.time_s for filler in report.fillers),
    )
    low, high = EASY_WPM
    top = max([high + 15, *(row["wpm"] for row in series)])
    y = {"field": "wpm", "type": "quantitative", "title": None,
         "scale": {"domain": [0, top]}, "axis": {"tickCount": 5, "grid": True}}  # fmt: skip
    layers: list[Spec] = [
        {
            "data": {"values": [{"low": low, "high": high, "from": 0, "to": end_s}]},
            "mark": {"type": "rect", "color": "band"},
            "encoding": {
                "x": _time("from", end_s), "x2": {"field": "to"},
                "y": {"field": "low", "type": "quantitative"}, "y2": {"field": "high"},
            },
        },
        {
            "data": {"values": series},
            "mark": {"type": "line", "color": "accent", "strokeWidth": 2},
            "encoding": {"x": _time("at"), "y": y},
        },
        _ticks([p.start_s for p in report.pauses], 12, "ink", 3.0, "pause"),
        _ticks([f.time_s for f in report.fillers], 30, "skipped", 1.5, "filler"),
    ]  # fmt: skip
    return _chart([layer for layer in layers if layer["data"]["values"]], width, 150)


def _ticks(times_s: Sequence[float], height: float, color: str, width: float, what: str) -> Spec:
    return {
        "data": {"values": [{"at": at_s, "y": height, "tip": f"{what} {clock(at_s)}"}
                            for at_s in times_s]},
        "mark": {"type": "tick", "color": color, "thickness": width, "size": 10,
                 "orient": "vertical"},
        "encoding": {"x": _time("at"), "y": {"field": "y", "type": "quantitative"},
                     "description": {"field": "tip"}},
    }  # fmt: skip


def _time(field: str, end_s: float = 0.0) -> Spec:
    """A field of seconds on the axis of time; the first layer gives the axis its end."""
    axis = {"labelExpr": _CLOCK, "grid": False, "labelOverlap": True}
    scale: Spec = {}
    if end_s:
        step_s = _step(end_s, TICKS)
        axis["values"] = [n * step_s for n in range(int(end_s // step_s) + 1)]
        scale = {"scale": {"domain": [0.0, end_s], "nice": False}}
    return {"field": field, "type": "quantitative", "title": None, "axis": axis, **scale}


def _name(title: str) -> str:
    """A section's title as far as a chart has room; the drawing engine breaks on endless ones."""
    return plain(title, LONGEST_NAME)


def _step(range_s: float, ticks: int) -> float:
    """Seconds between two marks, so that there are few on `range_s`, however long that is."""
    hours = math.ceil(range_s / ticks / STEPS_S[-1])
    return next((s for s in STEPS_S if range_s / s <= ticks), hours * STEPS_S[-1])


def _deltas(field: str, values_s: Sequence[float]) -> Spec:
    """An axis of seconds over and under, around 0, in steps that a clock has."""
    low_s, high_s = min([0.0, *values_s]), max([STEPS_S[0], *values_s])
    step_s = _step(high_s - low_s, DELTA_TICKS)
    low, high = math.floor(low_s / step_s), math.ceil(high_s / step_s)
    values = [n * step_s for n in range(low, high + 1)]
    return {
        "field": field, "type": "quantitative", "title": None,
        "scale": {"domain": [low * step_s, high * step_s], "nice": False},
        "axis": {"labelExpr": _SIGNED, "grid": True, "values": values, "tickCount": len(values)},
    }  # fmt: skip


def _scale(values: dict[str, str]) -> Spec:
    return {"domain": list(values), "range": list(values.values())}


def _chart(layers: list[Spec], width: int, height: int) -> Spec:
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": width,
        "height": height,
        "padding": 4,
        "autosize": {"type": "fit", "contains": "padding"},
        "layer": layers,
        "background": None,
        "config": {
            "font": "system-ui, sans-serif",
            "view": {"stroke": None},
            "axis": {
                "labelColor": "quiet", "domainColor": "line", "tickColor": "line",
                "gridColor": "line", "labelFontSize": 12,
            },
        },
    }  # fmt: skip


def sections_over_runs(comparison: Comparison, width: int) -> Spec:
    """Every section's distance from its budget, run by run: a small chart each, on one scale."""
    rows: list[dict[str, Any]] = [
        {
            "section": section.id,
            "run": run,
            "delta": off_s,
            "kind": "best" if section.best == run - 1 else "run",
            "tip": f"{_name(section.title)}, run {run}: {delta(off_s)}",
        }
        for section in comparison.sections
        for run, off_s in enumerate(section.delta_s, start=1)
        if off_s is not None
    ]
    count, most = max(1, len(comparison.sections)), max(1, width // 190)
    columns = -(-count // -(-count // most))
    x = _runs(len(comparison.runs))
    y = _deltas("delta", [row["delta"] for row in rows])
    kinds = {"best": "diamond", "run": "circle"}
    inner: Spec = {
        "width": (width - 60) // columns - 20,
        "height": 110,
        "layer": [
            {"mark": {"type": "rule", "color": "ink"}, "encoding": {"y": {"datum": 0}}},
            {"mark": {"type": "line", "color": "accent", "strokeWidth": 2},
             "encoding": {"x": x, "y": y}},
            {"mark": {"type": "point", "filled": True, "size": 70, "opacity": 1},
             "encoding": {
                 "x": x, "y": y, "description": {"field": "tip"},
                 "shape": {"field": "kind", "scale": _scale(kinds), "legend": None},
                 "fill": {"field": "kind", "legend": None,
                          "scale": _scale({"best": "full", "run": "accent"})}}},
        ],
    }  # fmt: skip
    chart = _chart([], width, 0)
    for key in ("width", "height", "layer", "autosize"):
        del chart[key]
    order = [section.id for section in comparison.sections]
    titles = {section.id: _name(section.title) for section in comparison.sections}
    header = {
        "title": None,
        "labelExpr": f"{json.dumps(titles)}[datum.value]",
        "labelColor": "ink",
        "labelFontSize": 13,
        "labelFontWeight": 600,
    }
    return {
        **chart,
        "data": {"values": rows},
        "facet": {"field": "section", "type": "nominal", "sort": order, "header": header},
        "columns": columns,
        "spec": inner,
    }


def totals_over_runs(comparison: Comparison, width: int) -> Spec:
    """How long every run was over or under its plan."""
    rows: list[dict[str, Any]] = [
        {"run": number, "over": run.over_s, "tip": f"run {number}: {delta(run.over_s)}",
         "shade": "skipped" if run.over_s > 0 else "full"}
        for number, run in enumerate(comparison.runs, start=1)
        if not run.partial and not run.other
    ]  # fmt: skip
    y = _deltas("over", [row["over"] for row in rows])
    bars = {
        "data": {"values": rows},
        "mark": {"type": "bar", "width": max(4, min(40, width // (2 * len(comparison.runs))))},
        "encoding": {"x": _runs(len(comparison.runs)), "y": y,
                     "fill": {"field": "shade", "scale": None}, "description": {"field": "tip"}},
    }  # fmt: skip
    zero = {"data": {"values": [{}]}, "mark": {"type": "rule", "color": "ink"},
            "encoding": {"y": {"datum": 0}}}  # fmt: skip
    return _chart([bars, zero], width, 130)


def _runs(count: int) -> Spec:
    """The axis of runs, numbered from 1."""
    step = -(-count // TICKS)
    return {
        "field": "run", "type": "quantitative", "title": None,
        "scale": {"domain": [0.5, count + 0.5], "nice": False},
        "axis": {"values": list(range(1, count + 1, step)), "format": "d", "grid": False},
    }  # fmt: skip
