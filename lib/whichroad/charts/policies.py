"""The chart of what is recommended beside what is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from smeclusters.analysis.levers import recommendations
from smeclusters.model.prepared import Prepared
from smeclusters.wording import in_a_row
from whichroad.addresses import (
    determinant_link,
)
from whichroad.charts.bars import NARROW, WIDE
from whichroad.charts.drawing import Canvas, Chart, Row
from whichroad.tables.evidence import cell_counts
from whichroad.words import layers_in_words

if TYPE_CHECKING:
    import altair as alt


def balance_chart(paper: Prepared) -> Chart:
    """What the paper's evidence says on each determinant, beside how often it is recommended to act on it.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> kinds = ["Cells on the clusters themselves", "Cells on what lies around", "Silent cells"]
    >>> balance_chart(edition()).table[kinds].iloc[0].tolist()
    [2, 4, 0]
    """
    names = paper.framework.names
    grid = paper.cells.values()
    keys = list(paper.study.determinants["determinant"])
    tallies = {key: cell_counts(cell for cell in grid if cell.determinant == key) for key in keys}
    sides = {key: recommendations(paper.study, key)["side"].value_counts() for key in keys}
    most = max(int(each.sum()) for each in sides.values()) or 1

    def draw(width: int) -> alt.LayerChart:
        row, left = 46, 185
        box = min(17, (left - 10) / max(len(paper.ratings.clusters), 1))  # narrower where there are many clusters
        squares: dict[str, list[Row]] = {"direct": [], "around": [], "silent": []}
        labels, bars, words = [], [], []
        unit = (width - left - 150) / most if width > NARROW else (width - left - 20) / most
        for number, key in enumerate(keys):
            y = 34 + number * row
            labels.append({"x": 0, "y": y + 8, "text": names[key]})
            kinds = [kind for kind in squares for _ in range(tallies[key][kind])]
            for position, kind in enumerate(kinds):
                squares[kind].append(
                    {"x": position * box, "x2": position * box + box * 14 / 17, "y": y + 19, "y2": y + 33}
                )
            demand, supply = (int(sides[key].get(side, 0)) for side in ("demand", "supply"))
            bars.append({"x": left, "x2": left + supply * unit, "y": y + 19, "y2": y + 33, "colour": "wide"})
            bars.append(
                {
                    "x": left + supply * unit,
                    "x2": left + (supply + demand) * unit,
                    "y": y + 19,
                    "y2": y + 33,
                    "colour": "narrow",
                }
            )
            words.append({"x": left, "y": y + 8, "text": f"{supply} supply, {demand} demand"})
        heads = [{"x": 0, "y": 12, "text": "Cells"}, {"x": left, "y": 12, "text": "Recommendations"}]
        canvas = Canvas(width, 34 + len(keys) * row)
        return canvas.chart(
            canvas.rect(squares["direct"], fill="ink", stroke="ink"),
            canvas.rect(squares["around"], fill="paper", stroke="ink"),
            canvas.rect(squares["silent"], fill="paper", stroke="muted", dash=True),
            canvas.rect(bars, fill=None),
            canvas.text(heads, size=13, weight="bold"),
            canvas.text(labels, size=12),
            canvas.text(words),
        )

    without = [names[key].lower() for key in keys if tallies[key]["direct"] == 0 and sides[key].sum()]
    unheard = [names[key].lower() for key in keys if not sides[key].sum()]
    return Chart(
        wide=draw(WIDE),
        narrow=draw(NARROW),
        alt=(
            f"The paper recommends to act on {in_a_row(without) or 'nothing'} without evidence on any one cluster, "
            + (f"and makes no recommendation on {in_a_row(unheard)}." if unheard else "and on every determinant.")
        ),
        caption=(
            "Left: of each determinant’s cells, a full square rests on the cluster itself, a hollow one on what lies "
            "around it, a dashed one is silent. Right: how many recommendations act on it, by our reading; supply "
            "side first, then demand side." + layers_in_words(paper)
        ),
        table=pd.DataFrame(
            {
                "Determinant": [determinant_link(paper, key) for key in keys],
                "Cells on the clusters themselves": [tallies[key]["direct"] for key in keys],
                "Cells on what lies around": [tallies[key]["around"] for key in keys],
                "Silent cells": [tallies[key]["silent"] for key in keys],
                "Recommendations, supply side": [int(sides[key].get("supply", 0)) for key in keys],
                "Recommendations, demand side": [int(sides[key].get("demand", 0)) for key in keys],
            }
        ),
    )
