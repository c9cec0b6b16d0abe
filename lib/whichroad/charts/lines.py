"""Lines of yearly figures, one below the other, a line for each country."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

import pandas as pd

from smeclusters.study import each_row
from whichroad.charts.bars import legend
from whichroad.charts.drawing import Canvas

if TYPE_CHECKING:
    import altair as alt


def line_chart(
    rows: pd.DataFrame,
    names: Mapping[str, str],
    unit: str,
    width: int,
    base: float | None = None,
    shaded: Collection[tuple[str, int]] = (),
    shade: str = "",
    beside: bool = False,
) -> alt.LayerChart:
    """A line for each country, in the order of their names, all on one scale.

    Parameters
    ----------
    rows : DataFrame
        With the columns ``place``, ``year`` and ``value``, in the order of the years.
    names : mapping
        Names of the places by key.
    unit : str
        Of the figures, for tooltips.
    width : int
        In pixels.
    base : float, optional
        The figure at which a thin line lies for each country, with the figure at its end; by default the line lies
        below the scale and has none.
    shaded : collection of (str, int)
        Places and years with a shade behind them.
    shade : str
        What the shade means, for the legend.
    beside : bool, default False
        Whether the last figure stands beside its point, where the axis has room for a year in the middle too.

    Returns
    -------
    LayerChart
        The drawing.

    Examples
    --------
    >>> rows = pd.DataFrame({"place": "PER", "year": [1990, 1991], "value": [1.0, 3.0]})
    >>> line_chart(rows, {"PER": "Peru"}, "%", 300).width
    300
    """
    places = sorted(rows["place"].unique(), key=lambda key: names[key])
    first, last = int(rows["year"].min()), int(rows["year"].max())
    least, most = scale(rows["value"])
    line, edge = 104 if len(places) > 1 else 150, 24  # room for the figures at both ends
    room = width - (0 if base is None else 36)  # beside which stands the figure of the thin line
    step = (room - 2 * edge) / max(last - first, 1)
    heads, points, ends, lasts, thin, shades, figures = ([] for _ in range(7))
    for position, place in enumerate(places):
        bottom = line * (position + 1) - 6

        def height(value: float, bottom: int = bottom) -> float:
            return bottom - 4 - (value - least) / (most - least or 1) * (line - 46)

        heads.append({"x": 0, "y": bottom - line + 14, "text": names[place]})
        level = bottom if base is None else height(base)
        thin.append({"x": 0, "x2": room, "y": level})
        if base is not None:
            figures.append({"x": width, "y": height(base), "text": written(base)})
        marks = [
            {
                "part": place,
                "x": edge + (row.year - first) * step,
                "y": height(row.value),
                "tip": f"{names[place]}, {row.year}: {written(row.value)} {unit}",
                "text": written(row.value),
            }
            for row in each_row(rows[rows["place"] == place])
        ]
        points += marks
        for at in sorted({0, len(marks) - 1}):  # above the point, or where no thin line crosses the figure
            y = marks[at]["y"]
            beneath = y + 12 if y + 12 <= bottom else min(y - 12, level - 8)
            if beside and at:
                lasts.append({**marks[at], "x": marks[at]["x"] + 8})
            else:
                ends.append({**marks[at], "y": y - 12 if y <= level else beneath})
        for year, end in _spells([year for key, year in shaded if key == place and first <= year <= last]):
            left, right = (edge + (at - first) * step for at in (year - 0.5, end + 0.5))
            shades.append({"x": left, "x2": right, "y": height(most), "y2": bottom, "colour": "minus1"})
    bottom = line * len(places)
    between = [5 * round((first + last) / 10)] if beside and last - first >= 10 else []
    edges = [
        {"x": edge + (year - first) * step, "y": bottom + 8, "text": str(year)} for year in (first, *between, last)
    ]
    canvas = Canvas(width, bottom + (44 if shaded else 18))
    return canvas.chart(
        *([canvas.rect(shades, fill=None)] if shades else []),
        canvas.rule(thin, "line" if base is None else "muted", 1),
        canvas.line([{key: point[key] for key in ("part", "x", "y")} for point in points], "wide", width=2),
        canvas.dot([{key: point[key] for key in ("x", "y", "tip")} for point in points], "wide", size=28),
        canvas.text(heads, weight="bold"),
        canvas.text(ends, align="center"),
        *([canvas.text(lasts)] if lasts else []),
        canvas.text(edges, align="center", colour="muted"),
        canvas.text(figures, align="right"),
        *(legend(canvas, bottom + 24, width, [(shade, "minus1")]) if shaded else []),
    )


def scale(values: pd.Series) -> tuple[float, float]:
    """Where the scale of some figures begins and ends: nothing is always on it.

    Examples
    --------
    >>> scale(pd.Series([-2.0, 3.0])), scale(pd.Series([5.0, 7.0]))
    ((-2.0, 3.0), (0.0, 7.0))
    """
    return min(float(values.min()), 0.0), max(float(values.max()), 0.0)


def written(value: float) -> str:
    """A figure as a reader sees it, with a real minus."""
    return f"{value:,g}".replace("-", "−")


def _spells(years: list[int]) -> list[tuple[int, int]]:
    """Years that follow one another, each time the first and the last of them.

    Examples
    --------
    >>> _spells([1982, 1981, 1990])
    [(1981, 1982), (1990, 1990)]
    """
    found: list[tuple[int, int]] = []
    for year in sorted(years):
        if found and found[-1][1] == year - 1:
            found[-1] = (found[-1][0], year)
        else:
            found.append((year, year))
    return found
