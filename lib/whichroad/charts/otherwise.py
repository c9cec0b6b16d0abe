"""Charts of all choices at once: specification curves, and which choice decides."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from smeclusters.analysis.uncertainty.choices import NAMES
from smeclusters.analysis.uncertainty.scheme import VARIED
from smeclusters.wording import in_a_row, interval, percent
from whichroad.charts.bars import NARROW, WIDE, legend, legend_height
from whichroad.charts.cells import column_heads, head_size
from whichroad.charts.drawing import Canvas, Chart, Row, wrapped
from whichroad.otherwise import Curve, Otherwise, curve
from whichroad.tables.otherwise import DRAWN, option_names, title_of, with_error

if TYPE_CHECKING:
    import altair as alt

SHADES = (
    (0.25, "paper", "hardly ever"),
    (0.75, "part", "less often"),
    (1.25, "plus1", "as often as in all"),
    (1.75, "plus2", "more often"),
    (np.inf, "wide", "much more often"),
)
"""How often an option occurs in a slice beside its share in all: below which ratio, in which colour, and in words."""

_OFTEN = SHADES[2][0]
_TALL = 96.0  # of a curve, in pixels


def curve_chart(found: Otherwise, thesis: str) -> Chart:
    """A specification curve: all combinations in the order of a measure of a thesis, and the options that they have.

    Parameters
    ----------
    found : Otherwise
        All choices.
    thesis : str
        Key of the thesis.

    Examples
    --------
    >>> from whichroad.otherwise import otherwise
    >>> curve_chart(otherwise(), "none_on_high_road").alt.partition(". ")[0]
    'No cluster is on the high road for certain: so in 97 % of 19,440 ways to choose'
    """
    made, names = curve(found, thesis), option_names(found)
    asked = found.theses[found.number(thesis)]
    values = interval(made.values[0], made.values[-1], "g").replace("-", "\N{MINUS SIGN}")
    alt = f"{title_of(found, thesis)}: so in {percent(1 - made.fails)} of {found.count:,} ways to choose."
    own = found.own_measure(thesis)
    alt += f" {asked.unit.capitalize()}: {values}{'' if np.isnan(own) else f', here {_number(own)}'}."
    lifts = sorted(zip(made.failing / made.usual, made.options, strict=True), reverse=True)
    often = [f"“{NAMES[name]}: {names[name, key]}”" for lift, (name, key) in lifts if lift > _OFTEN][:3]
    if often:
        alt += f" More frequent where it fails than elsewhere: {in_a_row(often)}."
    rows = [
        (
            NAMES[name],
            names[name, key],
            percent(usual),
            "" if np.isnan(failing) else percent(failing),
            percent(found.stands(thesis, name, key)),
        )
        for (name, key), usual, failing in zip(made.options, made.usual, made.failing, strict=True)
    ]
    return Chart(
        wide=_curve(found, thesis, made, WIDE, 40),
        narrow=_curve(found, thesis, made, NARROW, 20),
        alt=alt,
        caption=(
            f"{title_of(found, thesis)}. The numbers: {asked.unit}. Above: all ways to choose, in the order of what is "
            "measured. Left of the line the thesis fails, right of it the thesis holds. Below: the same ways in slices."
            " The stronger a field's colour, the more often the option occurs there, beside its share in all. Bold, and"
            " the dot: what this edition chose."
        ),
        table=pd.DataFrame(
            rows, columns=["Choice", "Option", "Of all ways", "Of those where it fails", "With it, the thesis holds in"]
        ),
    )


def _number(value: float) -> str:
    return f"{value:g}".replace("-", "\N{MINUS SIGN}")


def _curve(found: Otherwise, thesis: str, made: Curve, width: int, columns: int) -> alt.LayerChart:
    beside = width > NARROW
    left, line, letters = (196, 16, 12) if beside else (140, 15, 11)
    wide = width - left
    bounds = made.bounds(columns)

    def across(share: float) -> float:
        return float(left + wide * np.interp(share, bounds, np.linspace(0, 1, columns + 1)))

    # ---- The curve.
    top, unit = 38.0, found.theses[found.number(thesis)].unit
    lowest, highest = min(made.values[0], 0.0), max(made.values[-1], 0.0)

    def up(value: float) -> float:
        return float(top + 14 + _TALL * (highest - value) / ((highest - lowest) or 1))

    ends = np.concatenate([[0.0], np.cumsum(made.shares)])
    steps: list[Row] = []
    numbers: list[Row] = []
    own: list[Row] = []
    for value, start, end, sound in zip(made.values, ends[:-1], ends[1:], made.holds, strict=True):
        x, x2 = across(start), across(end)
        y, y2 = sorted((up(value), up(0)))
        steps.append({"x": x, "x2": x2, "y": y - 1, "y2": y2 + 1, "colour": "plus2" if sound else "minus1"})
        if x2 - x > 14:
            spot = y - 8 if value >= 0 else y2 + 9
            numbers.append({"x": (x + x2) / 2, "y": spot, "text": _number(value)})
        if value == found.own_measure(thesis):
            own.append({"x": (x + x2) / 2, "y": (y + y2) / 2})
    bottom = up(lowest) + (16 if lowest < 0 else 4)

    # ---- What stands beside and above it.
    divided = 0 < made.fails < 1
    cut = across(made.fails) if divided else float(left)
    fails, holds = f"fails in {percent(made.fails)}", f"holds in {percent(1 - made.fails)}"
    ends_there: list[Row] = []
    if not divided:
        begins = [{"x": left, "y": 24, "text": holds if made.fails == 0 else fails}]
    elif made.fails < 0.5:  # whose words have no room on their side of the line stand above it
        begins = [{"x": left, "y": 8, "text": fails}, {"x": cut + 6, "y": 24, "text": holds}]
    else:
        begins = []
        ends_there = [{"x": cut - 6, "y": 24, "text": fails}, {"x": width, "y": 8, "text": holds}]
    sides = [{"x": 0, "y": up(highest) + _TALL / 2, "text": wrapped(unit, int(left / (0.6 * letters)))}]

    # ---- The options.
    names = option_names(found)
    choices: list[Row] = []
    options: list[Row] = []
    chosen: list[Row] = []
    boxes: list[Row] = []
    lifts = made.lifts(columns)
    y = bottom + 8
    at = 0
    for name in VARIED:
        choices.append({"x": 0, "y": y + 8, "text": NAMES[name]})
        y += 18
        for key in found.keys(name):
            row = {"x": 8, "y": y + line / 2, "text": names[name, key]}
            (chosen if found.own.get(name) == key else options).append(row)
            boxes += _boxes(lifts[:, at], left, wide / columns, y + 1, y + line - 1)
            y += line
            at += 1
        y += 3
    entries = [(words, colour) for _, colour, words in SHADES]
    canvas = Canvas(width, y + 8 + legend_height(width, entries))
    return canvas.chart(
        canvas.rect(boxes, fill=None),
        canvas.rect(steps, fill=None),
        canvas.rule([{"x": left, "x2": width, "y": up(0)}], "muted", 1),
        canvas.rule([{"x": cut, "y": 16, "y2": y}] if divided else [], "ink", 1.5),
        canvas.dot(own, "ink", size=70, stroke="paper"),
        canvas.text(numbers, size=letters, align="center"),
        canvas.text(begins, size=letters, weight="bold"),
        canvas.text(ends_there, size=letters, weight="bold", align="right"),
        canvas.text(sides, size=letters),
        canvas.text(choices, size=letters, colour="muted"),
        canvas.text(options, size=letters),
        canvas.text(chosen, size=letters, weight="bold"),
        *legend(canvas, y + 8, width, entries),
    )


def _shade(lift: float) -> str:
    return next(colour for most, colour, _ in SHADES if lift < most)


def _boxes(lifts: Sequence[float] | np.ndarray, left: float, wide: float, y: float, y2: float) -> list[Row]:
    """A row of fields, those side by side of one colour as one."""
    rows, x = [], left
    for colour, run in groupby(map(_shade, lifts)):
        long = wide * len(list(run))
        rows.append({"x": x, "x2": x + long, "y": y, "y2": y2, "colour": colour})
        x += long
    return rows


Measure = Literal["score", "low_road"]

_ASKED: dict[Measure, str] = {"score": "score", "low_road": "class (low road or not)"}
_PIECES = [("by itself (first-order index)", "wide"), ("with others too (total index)", "plus2")]


def decides_chart(found: Otherwise, measure: Measure) -> Chart:
    """How much each choice decides about each cluster: by itself, and together with the other choices.

    Parameters
    ----------
    found : Otherwise
        All choices.
    measure : {"score", "low_road"}
        Of the scores, or of whether a cluster is on the low road.

    Examples
    --------
    >>> from whichroad.otherwise import otherwise
    >>> chart = decides_chart(otherwise(), "score")
    >>> chart.table.columns[:2].tolist(), len(chart.table)
    (['Choice', 'Sinos Valley'], 8)
    """
    paper, clusters = found.paper, found.paper.ratings.clusters
    found_of = {key: found.indices[f"{key}:{measure}"] for key in clusters}
    moved = [name for name in VARIED if any(each[name].total > 0 for each in found_of.values())]
    cells = {(name, key): found_of[key][name] for name in moved for key in clusters}
    errors = max(max(cell.first_error, cell.total_error) for cell in cells.values())
    told = []
    for kind, word in (("first", "by itself"), ("total", "with the others")):
        mean = {name: float(np.mean([getattr(cells[name, key], kind) for key in clusters])) for name in moved}
        most = sorted(mean, key=mean.__getitem__, reverse=True)[:3]
        told.append(f"{word}, {in_a_row([f'“{DRAWN[name]}” {mean[name]:.2f}' for name in most])}")
    longest = max(cell.total for cell in cells.values())

    def drawn(width: int) -> alt.LayerChart:
        beside = width > NARROW
        left, tall, row = (204, 28, 34) if beside else (0, 26, 48)
        wide = (width - left) / len(clusters)
        top = 56.0 if beside else 72.0
        labels: list[Row] = []
        totals: list[Row] = []
        firsts: list[Row] = []
        numbers: list[Row] = []
        base: list[Row] = []
        for line, name in enumerate(moved):
            y = top + line * row
            labels.append({"x": 0, "y": y + tall / 2 if beside else y - 8, "text": DRAWN[name]})
            for at, key in enumerate(clusters):
                cell, x = cells[name, key], left + wide * at
                both = f"{with_error(cell.first, cell.first_error)} by itself, "
                both += f"{with_error(cell.total, cell.total_error)} with the others"
                tip = f"{paper.names[key]}, {DRAWN[name].lower()}: {both}"
                for part, bars in ((cell.total, totals), (cell.first, firsts)):
                    long = (wide - 12) * max(part, 0) / longest
                    bars.append({"x": x, "x2": x + long, "y": y + 14, "y2": y + 24, "tip": tip})
                numbers.append({"x": x, "y": y + 5, "text": f"{cell.total:.2f}"})
                base.append({"x": x, "x2": x + wide - 12, "y": y + 24.5})
        canvas = Canvas(width, top + row * len(moved) + legend_height(width, _PIECES))
        heads = column_heads([paper.names[key] for key in clusters], left - 6, wide, 0, beside)
        return canvas.chart(
            canvas.rect(totals, fill="plus2"),
            canvas.rect(firsts, fill="wide"),
            canvas.rule(base, "muted"),
            canvas.text(numbers, size=head_size(beside)),
            canvas.text(heads, size=head_size(beside), align="center", weight="bold"),
            canvas.text(labels),
            *legend(canvas, top + row * len(moved), width, _PIECES),
        )

    return Chart(
        wide=drawn(WIDE),
        narrow=drawn(NARROW),
        alt=f"What decides about the {_ASKED[measure]}, on average over the clusters: {'; '.join(told)}.",
        caption=(
            f"What part of the variance of the {_ASKED[measure]} hangs on each choice. The first part of a bar: "
            "the choice by itself. The whole bar, and the number: together with the other choices, so that the numbers "
            "add up to more than one. "
            f"No standard error is over {errors:.2f}."
        ),
        table=pd.DataFrame(
            [
                (
                    DRAWN[name],
                    *(
                        f"{with_error(cell.first, cell.first_error)}; {with_error(cell.total, cell.total_error)}"
                        for cell in (cells[name, key] for key in clusters)
                    ),
                )
                for name in moved
            ],
            columns=["Choice", *(paper.names[key] for key in clusters)],
        ),
        pointing="Point at a bar to read both with their errors.",
    )
