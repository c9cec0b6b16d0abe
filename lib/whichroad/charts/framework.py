"""Charts of the framework: its levels and determinants, and the two circles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import pandas as pd

from smeclusters.model.prepared import Prepared
from smeclusters.study import each_row
from smeclusters.wording import begun, counted, plural
from whichroad.addresses import (
    definition_address,
    determinant_link,
    evidence_address,
)
from whichroad.charts.bars import NARROW, WIDE
from whichroad.charts.drawing import Canvas, Chart, Row, wrapped
from whichroad.markup import link
from whichroad.words import numbered

if TYPE_CHECKING:
    import altair as alt


def framework_chart(paper: Prepared) -> Chart:
    """Box 1: the levels with their determinants, each leading to its definition and its evidence.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> framework_chart(edition()).alt.partition(". ")[0]
    'Three levels, each with four determinants of a cluster’s competitiveness'
    """
    grid = paper.cells.values()
    entered = {
        key: len({row for cell in grid if cell.determinant == key for row in cell.entered})
        for key in paper.study.determinants["determinant"]
    }

    def draw(width: int, columns: int) -> alt.LayerChart:
        box, gap, height = width / columns, 6, 60
        boxes, rows, heads = [], [], []
        y = 0.0
        for level in each_row(paper.study.levels):
            inside = paper.study.determinants[paper.study.determinants["level"] == level.level]
            heads.append({"x": 0, "y": y + 20, "text": level.name})
            for number, row in enumerate(each_row(inside)):
                x, top = (number % columns) * box, y + 30 + number // columns * (height + gap)
                place = {"x": x, "x2": x + box - gap, "cx": x + (box - gap) / 2}
                boxes.append(
                    {
                        **place,
                        "y": top,
                        "y2": top + height - 20,
                        "cy": top + (height - 20) / 2,
                        "text": wrapped(row.name, 22),
                        "href": definition_address(paper, row.determinant),
                        "tip": f"{row.name}\n{row.definition} ({row.locator})",
                    }
                )
                rows.append(
                    {
                        **place,
                        "y": top + height - 19,
                        "y2": top + height,
                        "cy": top + height - 9,
                        "text": numbered(entered[row.determinant], "row of evidence", "rows of evidence"),
                        "href": evidence_address(row.determinant),
                        "tip": f"Evidence on {row.name.lower()}",
                    }
                )
            y += 30 + -(-len(inside) // columns) * (height + gap) + 8
        canvas = Canvas(width, y)
        return canvas.chart(
            canvas.rect(boxes, fill="plus1", stroke="wide", corner=4),
            canvas.rect(rows, fill="paper", stroke="wide", corner=4),
            canvas.text(boxes, x="cx", y="cy", size=13, align="center"),
            canvas.text(rows, x="cx", y="cy", align="center", colour="wide"),
            canvas.text(heads, size=14, weight="bold"),
        )

    levels = dict(zip(paper.study.levels["level"], paper.study.levels["name"], strict=True))
    table = pd.DataFrame(
        {
            "Level": paper.study.determinants["level"].map(levels),
            "Determinant": [determinant_link(paper, key) for key in paper.study.determinants["determinant"]],
            "Definition": paper.study.determinants["definition"],
            "Rows of evidence that enter": [
                link(evidence_address(key), str(entered[key])) for key in paper.study.determinants["determinant"]
            ],
            "Where": paper.study.determinants["locator"],
        }
    )
    inside = {
        key: list(paper.study.determinants.loc[paper.study.determinants["level"] == key, "name"]) for key in levels
    }
    words = [f"{levels[key]}: {', '.join(names)}" for key, names in inside.items()]
    return Chart(
        wide=draw(WIDE, 4),
        narrow=draw(NARROW, 2),
        alt=f"{_sizes([len(names) for names in inside.values()])} of a cluster’s competitiveness. {'; '.join(words)}.",
        caption=(
            "The paper’s Box 1. Press a name for the definition, and the line below it for the evidence; "
            f"the number of rows shows how unevenly the paper speaks of the {counted(len(entered))}."
        ),
        table=table,
    )


def _sizes(sizes: Sequence[int]) -> str:
    """How many levels with how many determinants, to begin a sentence.

    Examples
    --------
    >>> _sizes([4, 4, 4]), _sizes([3, 1])
    ('Three levels, each with four determinants', 'Two levels with four determinants')
    """
    levels = f"{begun(counted(len(sizes)))} {plural(len(sizes), 'level', 'levels')}"
    alike = len(sizes) > 1 and len(set(sizes)) == 1
    number = sizes[0] if alike else sum(sizes)
    determinants = f"{counted(number)} {plural(number, 'determinant', 'determinants')}"
    return f"{levels}, each with {determinants}" if alike else f"{levels} with {determinants}"


_CIRCLES: Mapping[str, tuple[str, ...]] = {
    "Virtuous": (
        "Firms have strong capabilities",
        "Their networks are rich in learning",
        "Each adds to its capabilities step by step",
        "The cluster’s technology moves on",
    ),
    "Vicious": (
        "Firms have weak capabilities",
        "Their networks are poor in learning",
        "Joint action brings little",
        "Simple work and cheap labour prevail",
    ),
}


def circles_chart() -> Chart:
    """The virtuous and the vicious circle of capabilities and co-operation (WP71 §2c ¶4).

    Examples
    --------
    >>> circles_chart().table["Vicious circle"].tolist()[::3]
    ['Firms have weak capabilities', 'Simple work and cheap labour prevail']
    """

    def draw(width: int) -> alt.LayerChart:
        column, height, step = width / 2, 54, 80
        boxes: list[Row] = []
        heads, shafts, tips, back = [], [], [], []
        for number, (name, steps) in enumerate(_CIRCLES.items()):
            left, right = number * column + 4, (number + 1) * column - 26
            heads.append({"x": left, "y": 12, "text": f"{name} circle"})
            for place, text in enumerate(steps):
                top = 28 + place * step
                boxes.append(
                    {
                        "x": left,
                        "x2": right,
                        "y": top,
                        "y2": top + height,
                        "colour": "minus1" if number else "plus1",
                        "cx": (left + right) / 2,
                        "cy": top + height / 2,
                        "text": wrapped(text, 22),
                    }
                )
                if place:
                    shafts.append({"x": (left + right) / 2, "y": top - step + height, "y2": top - 8})
                    tips.append({"x": (left + right) / 2, "y": top - 7})
            last = 28 + (len(steps) - 1) * step + height / 2
            corners = [
                (right, last),
                (right + 14, last),
                (right + 14, 28 + height / 2),
                (right + 6, 28 + height / 2),
            ]
            back += [{"x": x, "y": y, "part": name} for x, y in corners]
        canvas = Canvas(width, 28 + 3 * step + height + 4)
        returns = [{"x": (number + 1) * column - 20, "y": 28 + height / 2} for number in range(2)]
        return canvas.chart(
            canvas.rect(boxes, fill=None, corner=4),
            canvas.rule(shafts, "muted", width=1.5),
            canvas.line(back, "muted", width=1.5),
            canvas.dot(tips, "muted", shape="triangle-down", size=70),
            canvas.dot(returns, "muted", shape="triangle-left", size=70),
            canvas.text(boxes, x="cx", y="cy", size=12 if width > NARROW else 11, align="center"),
            canvas.text(heads, size=13, weight="bold"),
        )

    return Chart(
        wide=draw(WIDE),
        narrow=draw(NARROW),
        alt=(
            "Two chains of four steps, each closing on its beginning. Strong capabilities make networks rich in "
            "learning, which adds to capabilities; weak ones make them poor in learning, and cheap labour remains "
            "the main advantage."
        ),
        caption=(
            "The chains are the paper’s (WP71 §2c ¶4). That each leads back to where it began, which makes a "
            "circle of it, is our reading."
        ),
        table=pd.DataFrame(_CIRCLES).rename(columns="{} circle".format),
    )
