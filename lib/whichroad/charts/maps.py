"""The map of the clusters: of their region, or of the world where one lies outside."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

from smeclusters.model.prepared import Prepared
from smeclusters.study import each_row
from smeclusters.wording import in_a_row
from whichroad.addresses import card_address, place_link
from whichroad.charts.bars import NARROW, WIDE
from whichroad.charts.drawing import Canvas, Chart, Row, breadth, fitted
from whichroad.tables.evidence import country, country_key
from whichroad.words import layers_in_words

if TYPE_CHECKING:
    import altair as alt


class Frame(NamedTuple):
    """A projection, from longitude and latitude to the right and up, and what of the world it shows."""

    project: Callable[[float, float], tuple[float, float]]
    west: float
    east: float
    south: float
    north: float


WEST = -131.0
"""Where the map of the region begins."""


def _mercator(longitude: float, latitude: float) -> tuple[float, float]:
    held = min(max(latitude, -85.0), 85.0)  # for it has no poles
    return math.radians(longitude - WEST), math.log(math.tan(math.pi / 4 + math.radians(held) / 2))


def _equal_earth(longitude: float, latitude: float) -> tuple[float, float]:
    """Countries in their true proportions, after Šavrič, Patterson and Jenny (2018)."""
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    angle = math.asin(math.sqrt(0.75) * math.sin(math.radians(latitude)))
    slope = a1 + 3 * a2 * angle**2 + 7 * a3 * angle**6 + 9 * a4 * angle**8
    right = math.radians(longitude) * math.cos(angle) / (math.sqrt(0.75) * slope)
    return right, a1 * angle + a2 * angle**3 + a3 * angle**7 + a4 * angle**9


LATIN_AMERICA = Frame(_mercator, WEST, -11.0, -42.0, 33.5)
"""The map of the region, with room for names at both sides."""


WORLD = Frame(_equal_earth, -180.0, 180.0, -58.0, 84.0)
"""The map of the world, which reaches further south or north where a cluster does."""


class Outline(NamedTuple):
    """One ring of a country’s outline, as longitudes and latitudes."""

    country: str
    region: str
    points: list[tuple[float, ...]]


def map_chart(paper: Prepared) -> Chart:
    """Where the clusters are; those without coordinates are named below the map.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> map_chart(edition()).alt.partition("; ")[2]
    'in Mexico: Guadalajara and León; in Peru: Gamarra and Trujillo.'
    """
    clusters = paper.study.clusters.assign(
        name=[paper.names[key] for key in paper.study.clusters["place"]],
        country=[country(paper, key) for key in paper.study.clusters["place"]],
        link=[place_link(paper, key) for key in paper.study.clusters["place"]],
    )
    nowhere = clusters[["longitude", "latitude"]].isna().any(axis=1)
    located, missing = clusters[~nowhere], list(clusters.loc[nowhere, "name"])
    outlines = [
        Outline(row.country, row.region, [tuple(map(float, point.split(","))) for point in row.ring.split()])
        for row in each_row(paper.study.outlines)
    ]
    of_region = [outline for outline in outlines if outline.region]
    home = _at_home(outlines, located)
    frame = LATIN_AMERICA if home else _world(located)
    shown = of_region if home and of_region else outlines
    hosts = {country_key(paper, key) for key in clusters["place"]}

    def draw(width: int) -> tuple[alt.LayerChart, int]:
        place, bottom = _scaled(frame, width)
        land: dict[bool, list[Row]] = {True: [], False: []}
        for number, outline in enumerate(shown):
            land[outline.country in hosts] += [{**place(*point), "part": number} for point in outline.points]
        dots: list[Row] = [
            {
                **place(row.longitude, row.latitude),
                "name": row.name,
                "tip": f"{row.name}{', ' if row.country else ''}{row.country}\n{row.products}",
                "href": card_address(paper, row.place),
            }
            for row in each_row(located)
        ]
        size = 12.5 if width > NARROW else 11
        left, right, unnamed = _names(dots, width, bottom, size)
        told = f"Without coordinates: {in_a_row(missing)}" if missing else ""
        below = [
            {"x": 0, "y": bottom + 14 + 15 * number, "text": line}
            for number, line in enumerate(fitted(told, width // 6, int(width / 6.6), most=4))
        ]
        canvas = Canvas(width, bottom + (8 + 15 * len(below) if below else 0))
        chart = canvas.chart(
            canvas.line(land[False], stroke="paper", fill="zero"),
            canvas.line(land[True], stroke="paper", fill="plus1"),
            canvas.dot(dots, "narrow", size=90, stroke="paper"),
            canvas.text(left, align="right", size=size, weight="bold"),
            canvas.text(right, size=size, weight="bold"),
            *([canvas.text(below)] if below else []),
        )
        return chart, unnamed

    (wide, unnamed), (narrow, also) = draw(520 if home else WIDE), draw(NARROW)
    found: dict[str, list[str]] = {}
    for row in each_row(located):
        found.setdefault(row.country, []).append(row.name)
    title = "Map of Latin America" if home else "Map of the world" if outlines else "Map"
    listed = "; ".join((f"in {where}: " if where else "") + in_a_row(names) for where, names in found.items())
    without = f"Without coordinates, and so not on the map: {in_a_row(missing)}" if missing else ""
    return Chart(
        wide=wide,
        narrow=narrow,
        alt=". ".join(filter(None, [title, listed, without])) + ".",
        caption=(
            "The clusters. Press one for its card. Positions are this edition’s; outlines are Natural Earth’s, "
            "in the public domain."
            + layers_in_words(paper)
            + (" Names stand where there is room for them; the data below has all." if unnamed or also else "")
        ),
        table=pd.DataFrame(
            {
                "Cluster": list(clusters["link"]),
                "Country": list(clusters["country"]),
                "Makes": list(clusters["products"]),
                "Latitude": ["" if math.isnan(at) else at for at in clusters["latitude"]],
                "Longitude": ["" if math.isnan(at) else at for at in clusters["longitude"]],
            }
        ),
    )


def _at_home(outlines: Sequence[Outline], clusters: pd.DataFrame) -> bool:
    """Whether all clusters lie on the map of the region: within its frame, and nearest to what it shows."""
    _, west, east, south, north = LATIN_AMERICA
    inside = clusters["longitude"].between(west, east) & clusters["latitude"].between(south, north)
    borders = {
        near: np.array([point for each in outlines if bool(each.region) == near for point in each.points])
        for near in (True, False)
    }
    if not inside.all() or not (borders[True].size and borders[False].size):
        return bool(inside.all())
    for row in each_row(clusters):
        away = {near: np.hypot(*(points - (row.longitude, row.latitude)).T).min() for near, points in borders.items()}
        if away[True] > away[False] + 0.2:  # degrees: what rounding does to a border that both sides have
            return False
    return True


def _world(clusters: pd.DataFrame) -> Frame:
    south, north = clusters["latitude"].min() - 4, clusters["latitude"].max() + 4
    return WORLD._replace(south=max(min(south, WORLD.south), -90), north=min(max(north, WORLD.north), 90))


def _scaled(frame: Frame, width: int) -> tuple[Callable[[float, float], Row], float]:
    """From longitude and latitude to pixels of a drawing, and the drawing's height."""
    left, right = (frame.project(longitude, 0)[0] for longitude in (frame.west, frame.east))
    bottom, top = (frame.project(0, latitude)[1] for latitude in (frame.south, frame.north))
    scale = width / (right - left)

    def place(longitude: float, latitude: float) -> Row:
        x, y = frame.project(longitude, latitude)
        return {"x": (x - left) * scale, "y": (top - y) * scale}

    return place, (top - bottom) * scale


def _names(dots: Sequence[Row], width: float, height: float, size: float) -> tuple[list[Row], list[Row], int]:
    """Names to the left and to the right of their dots, and how many have no room at either side.

    A name stands at the right, where neither another dot nor a name that stands already is in its way.
    """
    sides: dict[int, list[Row]] = {-1: [], 1: []}
    taken: list[tuple[float, float, float, float]] = []
    unnamed = 0
    for dot in dots:
        lines = fitted(dot["name"], 14, 22)
        long = max(map(breadth, lines)) * 0.55 * size
        top, bottom = dot["y"] - size / 2, dot["y"] + size / 2 + 13 * (len(lines) - 1)
        for side in (1, -1):
            near = dot["x"] + 9 * side
            start, end = sorted((near, near + long * side))
            inside = start >= 0 and end <= width and top >= 0 and bottom <= height
            others = any(
                0 < (other["x"] - dot["x"]) * side < long + 14 and top - 3 < other["y"] < bottom + 3 for other in dots
            )
            names = any(start < x2 and x < end and top < y2 and y < bottom for x, y, x2, y2 in taken)
            if inside and not others and not names:
                taken.append((start, top, end, bottom))
                sides[side] += [
                    {"x": near, "y": dot["y"] + 13 * number, "text": line} for number, line in enumerate(lines)
                ]
                break
        else:
            unnamed += 1
    return sides[-1], sides[1], unnamed
