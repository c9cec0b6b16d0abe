"""The clusters with a face each: where in its country it lies, what it makes, and the way to its card."""

from __future__ import annotations

import math
from typing import Any

from smeclusters.model.prepared import Prepared
from smeclusters.study import each_row
from whichroad.addresses import card_address
from whichroad.markup import Html, render
from whichroad.tables.evidence import country, country_key

SIDE = 64
"""Width and height of a drawing, and with them the unit of its coordinates."""

_MARGIN = 5.0


def faces(paper: Prepared) -> Html:
    """A list of the clusters, each with a small map of its country, and a link to its card.

    Examples
    --------
    >>> from bs4 import BeautifulSoup
    >>> from whichroad.edition import edition
    >>> shown = BeautifulSoup(faces(edition()).markup, "html.parser")
    >>> shown.select("li a")[2]["href"], shown.select("li b")[2].text
    ('glance.html#cluster-leon', 'León')
    """
    clusters = [
        {
            "name": paper.names[place.place],
            "makes": place.products,
            "country": country(paper, place.place),
            "address": card_address(paper, place.place),
            **_drawing(paper, place),
        }
        for place in each_row(paper.study.clusters)
    ]
    return Html(render("faces", side=SIDE, clusters=clusters))


def _drawing(paper: Prepared, place: Any) -> dict[str, Any]:
    """The outline of a cluster's country as a path, and the cluster as a dot; nothing where the tables lack either."""
    key = country_key(paper, place.place)
    outlines = paper.study.outlines
    rings = [
        [tuple(map(float, point.split(","))) for point in ring.split()]
        for ring in outlines.loc[outlines["country"] == key, "ring"]
    ]
    if not rings or math.isnan(place.longitude) or math.isnan(place.latitude):
        return {"outline": "", "dot": (0.0, 0.0)}
    east, north = zip(*(point for ring in rings for point in ring), strict=True)
    middle, across = ((max(each) + min(each)) / 2 for each in (north, east))
    narrowed = math.cos(math.radians(middle))  # a degree of longitude beside one of latitude
    scale = (SIDE - 2 * _MARGIN) / max((max(east) - min(east)) * narrowed, max(north) - min(north))

    def at(longitude: float, latitude: float) -> tuple[float, float]:
        x, y = (longitude - across) * narrowed * scale, (middle - latitude) * scale
        return round(SIDE / 2 + x, 1), round(SIDE / 2 + y, 1)

    path = "".join("M" + "L".join(f"{x:g} {y:g}" for x, y in (at(*point) for point in ring)) + "Z" for ring in rings)
    return {"outline": path, "dot": at(place.longitude, place.latitude)}
