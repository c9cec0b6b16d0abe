"""The map of the clusters."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pandas as pd

from smeclusters.claims.assessed import Assessed
from smeclusters.study import each_row
from smeclusters.wording import in_a_row
from whichroad.addresses import (
    card_address,
    place_link,
)
from whichroad.charts.bars import NARROW
from whichroad.charts.drawing import Canvas, Chart, Row, wrapped
from whichroad.tables.evidence import country

if TYPE_CHECKING:
    import altair as alt

LATIN_AMERICA = (-131.0, -11.0, -42.0, 33.5)
"""West, east, south and north of the map, with room for names at both sides."""


POLE = 85.0
"""The latitude at which the map ends, since Mercator’s has no poles."""


def map_chart(paper: Assessed) -> Chart:
    """Where the clusters are.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> map_chart(edition()).alt.partition("; ")[2]
    'in Mexico: Guadalajara and León; in Peru: Gamarra and Trujillo.'
    """
    clusters = paper.study.clusters
    hosts = {country(paper, key) for key in clusters["place"]}
    codes = set(paper.study.places.loc[paper.study.places["name"].isin(hosts), "place"])
    west, east, south, north = frame = _frame(clusters)

    def draw(width: int) -> alt.LayerChart:
        def project(longitude: float, latitude: float) -> Row:  # Mercator
            def up(degrees: float) -> float:
                held = min(max(degrees, -POLE), POLE)
                return math.log(math.tan(math.pi / 4 + math.radians(held) / 2))

            scale = width / math.radians(east - west)
            return {
                "x": math.radians(longitude - west) * scale,
                "y": (up(north) - up(latitude)) * scale,
            }

        bottom = project(west, south)["y"]
        land: dict[bool, list[Row]] = {True: [], False: []}
        for number, outline in enumerate(each_row(paper.study.outlines)):
            points = [tuple(map(float, point.split(","))) for point in outline.ring.split()]
            land[outline.country in codes] += [{**project(*point), "part": number} for point in points]
        dots: list[Row] = []
        left: list[Row] = []
        right: list[Row] = []
        for row in each_row(clusters.dropna(subset=["longitude", "latitude"])):
            place = project(row.longitude, row.latitude)
            where = country(paper, row.place)
            tip = f"{row.name}{', ' if where else ''}{where}\n{row.products}"
            dots.append({**place, "tip": tip, "href": card_address(row.place)})
            beside = left if _crowded(clusters, row.longitude, row.latitude) else right
            offset = -9 if beside is left else 9
            for number, line in enumerate(wrapped(row.name, 14)):
                beside.append({"x": place["x"] + offset, "y": place["y"] + 13 * number, "text": line})
        canvas = Canvas(width, bottom)
        size = 12.5 if width > NARROW else 11
        return canvas.chart(
            canvas.line(land[False], stroke="paper", fill="zero"),
            canvas.line(land[True], stroke="paper", fill="plus1"),
            canvas.dot(dots, "narrow", size=90, stroke="paper"),
            canvas.text(left, align="right", size=size, weight="bold"),
            canvas.text(right, size=size, weight="bold"),
        )

    countries = [country(paper, key) for key in clusters["place"]]
    found: dict[str, list[str]] = {}
    for where, name in zip(countries, clusters["name"], strict=True):
        found.setdefault(where, []).append(name)
    return Chart(
        wide=draw(520),
        narrow=draw(NARROW),
        alt=("Map of Latin America. " if frame == LATIN_AMERICA else "Map. ")
        + "; ".join((f"in {where}: " if where else "") + in_a_row(names) for where, names in found.items())
        + ".",
        caption=(
            "The clusters. Press one for its card. Positions are this edition’s; outlines are Natural Earth’s, "
            "in the public domain."
        ),
        table=pd.DataFrame(
            {
                "Cluster": [place_link(paper, key) for key in clusters["place"]],
                "Country": countries,
                "Makes": list(clusters["products"]),
                "Latitude": ["" if math.isnan(at) else at for at in clusters["latitude"]],
                "Longitude": ["" if math.isnan(at) else at for at in clusters["longitude"]],
            }
        ),
    )


def _crowded(clusters: pd.DataFrame, longitude: float, latitude: float) -> bool:
    """Whether another cluster lies close to the east, where the name would stand."""
    return any(0 < row.longitude - longitude < 8 and abs(row.latitude - latitude) < 2 for row in each_row(clusters))


def _frame(clusters: pd.DataFrame) -> tuple[float, float, float, float]:
    """The frame of the map: Latin America, and as far beyond it as clusters lie."""
    west, east, south, north = LATIN_AMERICA
    for row in each_row(clusters.dropna(subset=["longitude", "latitude"])):
        west, east = min(west, row.longitude - 27), max(east, row.longitude + 30)
        south, north = min(south, row.latitude - 8), max(north, row.latitude + 8)
    return west, east, max(south, -POLE), min(north, POLE)
