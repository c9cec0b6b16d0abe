"""The chart of what each determinant weighs beside how much it moves the scores."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from smeclusters.analysis.importance import importance
from smeclusters.model.prepared import Prepared
from smeclusters.study import each_row
from smeclusters.wording import begun, in_a_row, percent, plural
from whichroad.addresses import determinant_link
from whichroad.charts.bars import NARROW, WIDE
from whichroad.charts.drawing import Canvas, Chart, Row, shortened
from whichroad.words import layers_in_words, weighting_names

if TYPE_CHECKING:
    import altair as alt

_LETTER = 6.6  # pixels, with some room, at the size of the words
_SAID = 176  # pixels for the longest words on a determinant

MARKS = {"weight": "Weight", "with": "Importance, scores rise with it", "against": "Importance, scores run against it"}
"""What each mark of the chart stands for."""


def importance_chart(paper: Prepared) -> Chart:
    """The weight of each determinant and its part of the importance, joined by a line.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> importance_chart(edition()).alt.partition(". ")[0]
    'External economies moves the scores most: it weighs 8 % and has 31 % of the importance'
    """
    rows = list(each_row(importance(paper)))
    names = paper.framework.names
    most = max(max(row.weight, 0 if pd.isna(row.linear) else row.linear_part) for row in rows)

    def draw(width: int) -> alt.LayerChart:
        beside = width > NARROW
        left, right = (198, width - _SAID - 14) if beside else (6, width - 6)
        step = 26 if beside else 42
        heads, labels, said, base, joints = [], [], [], [], []
        dots: dict[str, list[Row]] = {kind: [] for kind in MARKS}
        y = 4.0
        for level in paper.framework.levels:
            heads.append({"x": 0, "y": y + 12, "text": shortened(names[level], int(width / _LETTER) - 4)})
            y += 26
            for row in (row for row in rows if row.level == level):
                at = y + (12 if beside else 27)
                room = (left - 12) / _LETTER if beside else width / _LETTER - len(_said(row))
                labels.append(
                    {"x": 0, "y": y + (12 if beside else 9), "text": shortened(names[row.determinant], int(room))}
                )
                said.append({"x": width, "y": y + (12 if beside else 9), "text": _said(row)})
                base.append({"x": left, "x2": right, "y": at})
                ends = {kind: left + part / most * (right - left) for kind, part in _parts(row).items()}
                joints.append({"x": min(ends.values()), "x2": max(ends.values()), "y": at})
                for kind, x in ends.items():
                    dots[kind].append({"x": x, "y": at, "tip": f"{names[row.determinant]}: {_said(row)}"})
                y += step
        shown = [kind for kind in MARKS if dots[kind]]
        keys = {kind: {"x": 6, "y": y + 14 + 20 * at} for at, kind in enumerate(shown)}
        canvas = Canvas(width, y + 8 + 20 * len(shown))
        return canvas.chart(
            canvas.rule(base, "line"),
            canvas.rule(joints, "ink", 2),
            *(_marks(canvas, kind, dots[kind]) for kind in shown),
            *(_marks(canvas, kind, [at]) for kind, at in keys.items()),
            canvas.text(heads, size=13, weight="bold"),
            canvas.text(labels),
            canvas.text(said, align="right"),
            canvas.text([{"x": 18, "y": at["y"], "text": MARKS[kind]} for kind, at in keys.items()]),
        )

    silent = "are left out" if paper.rules.silent == "leave_out" else "stand at 0"
    reference = weighting_names(paper, [paper.framework.reference])[0]
    return Chart(
        wide=draw(WIDE),
        narrow=draw(NARROW),
        alt=_finding(paper, rows),
        caption=(
            f"{reference}: what each determinant weighs, and its importance: its part in the sum of all r² with the "
            f"scores. Cells stand at their centres; silent ones {silent}." + layers_in_words(paper)
        ),
        table=pd.DataFrame(
            [
                (
                    determinant_link(paper, row.determinant),
                    names[row.level],
                    percent(row.weight),
                    "" if pd.isna(row.linear) else percent(row.linear_part),
                    _scores_run(row),
                )
                for row in rows
            ],
            columns=["Determinant", "Level", "Weight", "Importance", "Scores run"],
        ),
    )


def _parts(row: Any) -> dict[str, float]:
    """Where the marks of a determinant stand, by what each is."""
    found = {"weight": float(row.weight)}
    if not pd.isna(row.linear):
        found["against" if row.pearson < 0 else "with"] = float(row.linear_part)
    return found


def _said(row: Any) -> str:
    part = "none" if pd.isna(row.linear) else percent(row.linear_part)
    return f"weight {percent(row.weight)}, part {part}"


def _scores_run(row: Any) -> str:
    """Which way the scores go as a determinant rises."""
    if pd.isna(row.pearson):
        return ""
    return "with it" if row.pearson > 0 else "against it" if row.pearson < 0 else "neither way"


def _marks(canvas: Canvas, kind: str, rows: list[Row]) -> alt.Chart:
    if kind == "weight":
        return canvas.dot(rows, "narrow", shape="square", size=70)
    return canvas.dot(rows, "wide" if kind == "with" else "paper", size=80, stroke="wide")


def _finding(paper: Prepared, rows: list[Any]) -> str:
    """Which determinant moves the scores most, and which weigh without moving them."""
    names = paper.framework.names
    moving = [row for row in rows if row.linear > 0]
    if not moving:
        return "No determinant moves the scores: whatever weighs anything is the same in every cluster."
    first = max(moving, key=lambda row: row.linear_part)
    told = (
        f"{names[first.determinant]} moves the scores most: it weighs {percent(first.weight)} and has "
        f"{percent(first.linear_part)} of the importance."
    )
    same = [row for row in rows if row.constant]
    if same:
        listed = in_a_row([names[row.determinant].lower() for row in same])
        weight = percent(sum(row.weight for row in same))
        told += f" {begun(listed)} {plural(len(same), 'weighs', 'together weigh')} {weight} and "
        told += f"{plural(len(same), 'has', 'have')} none."
    against = [names[row.determinant].lower() for row in moving if row.pearson < 0]
    return told + (f" The scores run against {in_a_row(against)}." if against else "")
