"""Charts of figures from outside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from smeclusters.claims.assessed import Assessed
from smeclusters.errors import InputError, Problem, one_of, suggestion
from smeclusters.study import each_row
from smeclusters.wording import in_a_row
from whichroad.charts.bars import NARROW, WIDE, Bar, bar_chart, legend, legend_height
from whichroad.charts.drawing import Canvas, Chart
from whichroad.charts.lines import line_chart, scale
from whichroad.checks.outside.figures import CRISIS
from whichroad.checks.outside.prices import HYPERINFLATION
from whichroad.checks.words import place_name
from whichroad.words import quantity, stated_figure

if TYPE_CHECKING:
    import altair as alt

HYPER_YEAR = 1000
"""Per cent a year above which a year is shown in the darkest shade."""


def inflation_chart(paper: Assessed) -> Chart:
    """Inflation year by year in the countries that the paper names, and the months of hyperinflation.

    Raises
    ------
    InputError
        If the study has no figures of inflation.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> inflation_chart(edition()).alt.partition(" for ")[2]
    'Argentina, Brazil and Peru and for no other of these countries.'
    """
    outside = paper.study.external
    rows = _rows(paper, "inflation")
    peaks = outside[(outside["series"] == "hyperinflation") & outside["place"].isin(rows["place"])]
    names = paper.names
    places = list(rows["place"].unique())
    first, last = int(rows["year"].min()), int(rows["year"].max())
    classes = (
        (HYPER_YEAR, f"over {HYPER_YEAR:,} per cent", "minus2"),
        (CRISIS, f"over {CRISIS} per cent", "minus1"),
        (-np.inf, "less", "zero"),
    )

    def drawn(width: int) -> alt.LayerChart:
        step = width / (last - first + 1)
        cells, dots, labels = [], [], []
        for position, place in enumerate(places):
            y = 44 * position
            labels.append({"x": 0, "y": y + 9, "text": names[place]})
            for row in each_row(rows[rows["place"] == place]):
                colour = next(colour for bound, _, colour in classes if row.value > bound)
                cells.append(
                    {
                        "x": (row.year - first) * step,
                        "x2": (row.year - first + 1) * step - 1,
                        "y": y + 18,
                        "y2": y + 38,
                        "colour": colour,
                        "tip": f"{names[place]}, {row.year}: {row.value:,.0f} % a year",
                    }
                )
            dots += [
                {
                    "x": (year - first + 0.5) * step,
                    "y": y + 28,
                    "tip": f"{names[place]}: hyperinflation, {year}",
                }
                for year in peaks[(peaks["place"] == place) & (peaks["year"] <= last)]["year"]
            ]
        bottom = 44 * len(places)
        years = [
            {"x": (year - first + 0.5) * step, "y": bottom + 6, "text": str(year)}
            for year in range(first, max(last, first + 1), 5)
        ]
        entries = [(word, colour) for _, word, colour in classes]
        canvas = Canvas(width, bottom + 24 + legend_height(width, entries))
        return canvas.chart(
            canvas.rect(cells, fill=None),
            canvas.dot(dots, "ink", size=45),
            canvas.text(labels, weight="bold"),
            canvas.text(years, size=12 if width > NARROW else 11, align="center", colour="muted"),
            *legend(canvas, bottom + 24, width, entries),
        )

    seen = in_a_row([names[key] for key in places if key in set(peaks[peaks["year"] <= last]["place"])])
    told = f"{seen} and for no other of these countries" if seen else "none of these countries"
    months = peaks.set_index(["place", "year"])["value"].groupby(level=[0, 1]).max()
    return Chart(
        wide=drawn(WIDE),
        narrow=drawn(NARROW),
        alt=f"Hyperinflation is on record between {first} and {last} for {told}.",
        caption=(
            "Inflation by year. A dot marks the worst month of a hyperinflation, a time in which prices rose by "
            f"{HYPERINFLATION} per "
            f"cent a month or more, by the table of Hanke and Krus. {_sources(rows)}"
        ),
        table=pd.DataFrame(
            {
                "Country": [names[key] for key in rows["place"]],
                "Year": rows["year"].to_numpy(),
                "Per cent a year": [f"{value:,.1f}" for value in rows["value"]],
                "Per cent in the worst month of hyperinflation": [
                    f"{months[key]:,g}" if key in months.index else ""
                    for key in zip(rows["place"], rows["year"], strict=True)
                ],
                "Source": rows["source"].to_numpy(),
            }
        ),
    )


def _rows(paper: Assessed, series: str, years: tuple[int, int] | None = None, place: str | None = None) -> pd.DataFrame:
    """The figures of a series, of some years and of one place where these are given.

    Raises
    ------
    InputError
        If there is none.
    """
    outside = paper.study.external
    rows = outside[outside["series"] == series]
    if rows.empty:
        known = list(outside["series"].unique())
        expected = one_of(known, series) if known else "a table that holds this series"
        raise InputError([Problem("external", None, "series", series, expected)])
    if years:
        rows = rows[rows["year"].between(*years)].sort_values("year", kind="stable")
    if place:
        rows = rows[rows["place"] == place]
    if rows.empty:
        asked = ", ".join(filter(None, [series, place, years and f"{years[0]} to {years[1]}"]))
        raise InputError([Problem("external", None, None, asked, "at least one figure")])
    return rows


def _lengths(values: Iterable[float]) -> None:
    """Raise InputError if a bar would be shorter than nothing."""
    below = [value for value in values if value < 0]
    if below:
        expected = "figures of at least 0, which bars can show"
        raise InputError([Problem("external", None, "value", f"{min(below):g}", expected)])


def _sources(rows: pd.DataFrame) -> str:
    """Who says so, for a caption."""
    return f"Source: {'; '.join(rows['source'].unique())}."


def yearly_chart(paper: Assessed, series: str, years: tuple[int, int], label: str, country: str | None = None) -> Chart:
    """A series of figures from outside, year by year, a line for each country.

    Parameters
    ----------
    paper : Assessed
        With its tables of figures from outside.
    series : str
        Key of the series.
    years : (int, int)
        The first and the last year to look at.
    label : str
        What the figures are, for the caption.
    country : str, optional
        The only one to draw, where others count in another unit; else all.

    Raises
    ------
    InputError
        If there is no such figure.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> chart = yearly_chart(edition(), "exchange_rate", (1990, 2000), "Price of the dollar", "MEX")
    >>> chart.alt
    'Price of the dollar, pesos per US dollar: Mexico 2.81 in 1990 and 9.46 in 2000.'
    """
    rows = _rows(paper, series, years, country)
    names = {key: place_name(paper, key) for key in rows["place"].unique()}
    places = sorted(names, key=lambda key: names[key])
    first, last = int(rows["year"].min()), int(rows["year"].max())
    unit = rows["unit"].iloc[0]

    def told(place: str) -> str:
        own = rows[rows["place"] == place]
        ends = [own.iloc[at] for at in sorted({0, len(own) - 1})]
        return f"{names[place]} " + " and ".join(f"{row['value']:,g} in {row['year']}" for row in ends)

    return Chart(
        wide=line_chart(rows, names, unit, WIDE),
        narrow=line_chart(rows, names, unit, NARROW),
        alt=f"{label}, {unit}: {'; '.join(map(told, places))}.",
        caption=(
            f"{label}, {unit}, from {first} to {last}. A dot is a figure; each scale begins at "
            f"{scale(rows['value'])[0]:g}, and all "
            "are the same. "
            f"{_sources(rows)}"
        ),
        table=pd.DataFrame(
            {
                "Country": [names[key] for key in rows["place"]],
                "Year": rows["year"].to_numpy(),
                "Figure": [f"{value:,g}" for value in rows["value"]],
                "Unit": rows["unit"].to_numpy(),
                "Source": rows["source"].to_numpy(),
            }
        ).sort_values(["Country", "Year"]),
    )


def outside_chart(paper: Assessed, series: str, years: tuple[int, int], label: str) -> Chart:
    """The first and the last figure of a series between two years, country by country.

    Parameters
    ----------
    paper : Assessed
        With its tables of figures from outside.
    series : str
        Key of the series.
    years : (int, int)
        The first and the last year to look at.
    label : str
        What the figures are, for the caption.

    Raises
    ------
    InputError
        If there is no such figure, or one is below 0.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> chart = outside_chart(edition(), "days_to_register", (2003, 2019), "Days to register a firm")
    >>> chart.table[["Country", "Figure"]].iloc[0].tolist()
    ['Argentina', '65.5']
    """
    rows = _rows(paper, series, years)
    _lengths(rows["value"])
    names = {key: place_name(paper, key) for key in rows["place"].unique()}
    most = float(rows["value"].max()) * 1.02
    bars, ends = [], []
    for place in sorted(names, key=lambda key: names[key]):
        own = rows[rows["place"] == place]
        for at in sorted({0, len(own) - 1}):  # one bar where there is one figure
            row, colour = own.iloc[at], "wide" if at else "line"
            bars.append(
                Bar(
                    f"{names[place]}, {row['year']}",
                    f"{row['value']:,.1f} {row['unit']}",
                    ((float(row["value"]), colour),),
                )
            )
            ends.append((names[place], int(row["year"]), f"{row['value']:,.1f}", row["unit"], row["source"]))
    table = pd.DataFrame(ends, columns=["Country", "Year", "Figure", "Unit", "Source"])
    each = "; ".join(f"{bar.name}: {bar.words}" for bar in bars)
    return Chart(
        wide=bar_chart(bars, WIDE, most, rows["unit"].iloc[0]),
        narrow=bar_chart(bars, NARROW, most, rows["unit"].iloc[0]),
        alt=f"{label}. {each}.",
        caption=(f"{label}: the first (grey) and the last figure between {years[0]} and {years[1]}. {_sources(rows)}"),
        table=table,
    )


def compared_chart(paper: Assessed, claim: str, series: Mapping[str, str]) -> Chart:
    """A figure of the paper beside those of others.

    Parameters
    ----------
    paper : Assessed
        With its tables of figures from outside.
    claim : str
        Id of a claim that states a figure.
    series : mapping
        Keys of series of figures from outside, each with what it counts.

    Raises
    ------
    InputError
        If there is no such claim or series, the claim states no figure, or a figure is below 0.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> chart = compared_chart(edition(), "bra-gdp", {"sme_gdp": "Micro and small firms"})
    >>> chart.table[["Who says so", "Figure"]].iloc[0].tolist()
    ['The paper', '40 per cent of GDP']
    """
    if claim not in paper.claims:
        expected = f"the id of a claim{suggestion(claim, paper.claims)}"
        raise InputError([Problem("claims.csv", None, "id", claim, expected)])
    stated = paper.claims[claim]
    if stated.figure is None:
        expected = f"a figure for {claim}, which the chart sets beside others"
        raise InputError([Problem("claims.csv", None, "figure", None, expected)])
    rows: list[tuple[str, int | None, float, str, str, str]] = [
        ("The paper", None, stated.figure, stated_figure(stated), "narrow", f"WP71 §{stated.locator}")
    ]
    for key, name in series.items():
        own = _rows(paper, key).sort_values("year", kind="stable")
        rows += [
            (name, row.year, row.value, quantity(row.value, row.unit), "wide", row.source) for row in each_row(own)
        ]
    _lengths(row[2] for row in rows)
    most = max(row[2] for row in rows)
    others = paper.study.external[paper.study.external["series"].isin(series)]
    bars = [
        Bar(name if year is None else f"{name}, {year}", told, ((value, colour),), (told,))
        for name, year, value, told, colour, _ in rows
    ]
    return Chart(
        wide=bar_chart(bars, WIDE, most, stated.unit),
        narrow=bar_chart(bars, NARROW, most, stated.unit),
        alt=f"{stated.summary} {'; '.join(f'{bar.name}: {bar.words}' for bar in bars)}.",
        caption=f"{stated.summary} The paper’s figure, and those of others. {_sources(others)}",
        table=pd.DataFrame(
            [(name, year or "", told, source) for name, year, _, told, _, source in rows],
            columns=["Who says so", "Year", "Figure", "Source"],
        ),
    )
