"""A chart of what is known of clusters elsewhere, those on one path together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from smeclusters.model.paths import PATHS, in_words
from smeclusters.model.prepared import Prepared
from smeclusters.model.ratings import cell_in_words
from smeclusters.wording import begun, signed
from whichroad.addresses import determinant_link
from whichroad.charts.bars import NARROW, WIDE
from whichroad.charts.drawing import Canvas, Chart, Row, fitted, shortened
from whichroad.colours import colour_of_cell

if TYPE_CHECKING:
    import altair as alt

UNKNOWN = "path not known"


def cases_chart(laid: Prepared) -> Chart:
    """Every cell of every cluster, the clusters in groups by the path observed, from the high road down."""
    framework, observed = laid.framework, laid.study.observed
    keys = framework.determinants
    groups = [
        (begun(in_words(path)) if path else begun(UNKNOWN), members)
        for path in (*reversed(PATHS), "")
        if (members := [key for key in laid.ratings.clusters if observed.get(key, "") == path])
    ]

    def drawn(width: int) -> alt.LayerChart:
        beside = width > NARROW
        left, tall = 128 if beside else 116, 24
        many = 6 if beside else 4  # columns whose names can be read
        blocks = [keys[at : at + many] for at in range(0, len(keys), many)]
        heads: list[Row] = []
        titles: list[Row] = []
        names: list[Row] = []
        boxes: list[Row] = []
        words: list[Row] = []
        y = 0.0
        for block in blocks:
            wide = (width - left) / len(block)
            room = int(wide / 5.6)
            for at, key in enumerate(block):
                lines = fitted(framework.names[key], 13, room, most=3)
                heads += [
                    {"x": left + (at + 0.5) * wide, "y": y + 40 - 13 * number, "text": line}
                    for number, line in enumerate(reversed(lines))
                ]
            y += 54
            for title, members in groups:
                titles.append({"x": 0, "y": y + 10, "text": title})
                y += 20
                for cluster in members:
                    names.append({"x": 0, "y": y + tall / 2, "text": shortened(laid.names[cluster], 19)})
                    for at, key in enumerate(block):
                        cell = laid.cells[cluster, key]
                        x = left + at * wide
                        tip = f"{laid.names[cluster]}, {framework.names[key].lower()}: {cell_in_words(cell)}"
                        ends = {"x": x, "x2": x + wide - 2, "y": y, "y2": y + tall - 2}
                        boxes.append({**ends, "colour": colour_of_cell(cell), "tip": tip})
                        sign = "?" if cell.silent else signed(round((cell.lo + cell.hi) / 2))
                        words.append({"x": x + wide / 2 - 1, "y": y + tall / 2 - 1, "text": sign})
                    y += tall
                y += 6
        canvas = Canvas(width, y)
        return canvas.chart(
            canvas.rect(boxes, fill=None),
            canvas.text(words, size=12 if beside else 11, align="center"),
            canvas.text(heads, size=11, align="center"),
            canvas.text(titles, weight="bold"),
            canvas.text(names),
        )

    told = sum(not laid.cells[cluster, key].silent for cluster in laid.ratings.clusters for key in keys)
    every = len(laid.ratings.clusters) * len(keys)
    return Chart(
        wide=drawn(WIDE),
        narrow=drawn(NARROW),
        alt=f"Something is known of {told} of {every} cells; by path: "
        + "; ".join(f"{title.lower()} {len(members)} clusters" for title, members in groups)
        + ".",
        caption="A number is the middle of a cell, rounded. A question mark: nothing was found.",
        table=pd.DataFrame(
            [
                (
                    determinant_link(laid, key),
                    *(cell_in_words(laid.cells[cluster, key]) for cluster in laid.ratings.clusters),
                )
                for key in keys
            ],
            columns=["Factor", *(laid.names[cluster] for cluster in laid.ratings.clusters)],
        ),
    )
