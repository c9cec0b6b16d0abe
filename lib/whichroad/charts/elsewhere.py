"""A chart of what is known of clusters elsewhere, those on one path together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from smeclusters.model.paths import PATHS, in_words
from smeclusters.model.prepared import Prepared
from smeclusters.model.ratings import HIGHEST, LOWEST, Cell, cell_in_words
from smeclusters.wording import begun, signed
from whichroad.addresses import determinant_link
from whichroad.charts.bars import NARROW, WIDE
from whichroad.charts.cells import middle_in_words
from whichroad.charts.drawing import Canvas, Chart, Row, fitted, shortened
from whichroad.colours import colour_of_cell

if TYPE_CHECKING:
    import altair as alt

UNKNOWN = "path not known"

_LONGEST = 23  # letters of a name that there is room for

_HEAD = 12  # letters in a line above a column; a letter more is let pass where a word needs it


def cases_chart(laid: Prepared) -> Chart:
    """Every cell of every cluster, the clusters in groups by the path observed, from the high road down.

    Examples
    --------
    >>> from whichroad.elsewhere import elsewhere_alone
    >>> chart = cases_chart(elsewhere_alone())
    >>> chart.wide.height < 820  # so that a printed page holds it
    True
    """
    framework, observed = laid.framework, laid.study.observed
    keys = framework.determinants
    groups = [
        (begun(in_words(path)) if path else begun(UNKNOWN), members)
        for path in (*reversed(PATHS), "")
        if (members := [key for key in laid.ratings.clusters if observed.get(key, "") == path])
    ]

    def drawn(width: int) -> alt.LayerChart:
        beside = width > NARROW
        left, tall, letters = (148, 17, 12) if beside else (128, 22, 11)
        many = 6 if beside else 3  # columns whose names can be read
        wide = (width - left) / many
        heads: list[Row] = []
        titles: list[Row] = []
        names: list[Row] = []
        boxes: list[Row] = []
        words: list[Row] = []
        y = 0.0
        for block in (keys[at : at + many] for at in range(0, len(keys), many)):
            for at, key in enumerate(block):
                lines = _head(framework.names[key])
                heads += [
                    {"x": left + (at + 0.5) * wide, "y": y + 34 - 13 * number, "text": line}
                    for number, line in enumerate(reversed(lines))
                ]
            y += 27
            for title, members in groups:
                titles.append({"x": 0, "y": y + 8, "text": title})
                y += 18
                for cluster in members:
                    names.append({"x": 0, "y": y + tall / 2, "text": shortened(_town(laid.names[cluster]), _LONGEST)})
                    for at, key in enumerate(block):
                        cell = laid.cells[cluster, key]
                        x = left + at * wide
                        tip = f"{laid.names[cluster]}, {framework.names[key].lower()}: {cell_in_words(cell)}"
                        ends = {"x": x, "x2": x + wide - 2, "y": y, "y2": y + tall - 2}
                        boxes.append({**ends, "colour": colour_of_cell(cell), "tip": tip})
                        words.append({"x": x + wide / 2 - 1, "y": y + tall / 2 - 1, "text": _told(cell)})
                    y += tall
                y += 2
            y += 12
        canvas = Canvas(width, y)
        return canvas.chart(
            canvas.rect(boxes, fill=None),
            canvas.text(words, size=letters, align="center"),
            canvas.text(heads, size=letters, align="center"),
            canvas.text(titles, size=letters, weight="bold"),
            canvas.text(names, size=letters),
        )

    told = sum(not laid.cells[cluster, key].silent for cluster in laid.ratings.clusters for key in keys)
    every = len(laid.ratings.clusters) * len(keys)
    return Chart(
        wide=drawn(WIDE),
        narrow=drawn(NARROW),
        alt=f"Something is known of {told} of {every} cells; by path: "
        + "; ".join(f"{title.lower()} {len(members)} clusters" for title, members in groups)
        + ".",
        caption=f"From {signed(LOWEST)}, very bad for the cluster, to {signed(HIGHEST)}, very good. A number is the "
        "middle of a cell, to half a step; where rows point both ways, both ends. A question mark: nothing was found.",
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


def _told(cell: Cell) -> str:
    """The middle of a cell, or both its ends where they lie on either side of nothing."""
    return cell_in_words(cell) if not cell.silent and cell.lo < 0 < cell.hi else middle_in_words(cell)


def _town(name: str) -> str:
    """A name without the quarter that stands before its town."""
    return name.rpartition(", ")[2]


def _head(name: str) -> list[str]:
    """A name in lines above a column, its longest words broken."""
    return fitted(" ".join(map(_broken, name.split())), _HEAD + 1, _HEAD + 1)


def _broken(word: str) -> str:
    """A word in two parts where it is too long for a line."""
    if "-" in word and len(word) > _HEAD:
        return word.replace("-", "- ")
    return word.replace("Infra", "Infra- ") if len(word) > _HEAD + 1 else word
