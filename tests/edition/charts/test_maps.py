from __future__ import annotations

import math
from dataclasses import replace

import pandas as pd
import pytest
from tests.edition.charts.drawn import Drawing, read

from smeclusters import Assessed, load_study
from whichroad.charts.maps import map_chart


@pytest.fixture(scope="module", params=["wide", "narrow"])
def drawing(request, paper: Assessed) -> Drawing:
    return read(getattr(map_chart(paper), request.param))


def mercator(latitude: float) -> float:
    return math.asinh(math.tan(math.radians(latitude)))


def test_the_map_puts_west_to_the_left_and_north_up(paper: Assessed, drawing: Drawing):
    dots = {dot.href.partition("#cluster-")[2]: dot for dot in drawing.of("dot")}
    known = paper.study.clusters.set_index("place")
    assert set(dots) == set(known.index)
    west = sorted(dots, key=lambda key: dots[key].x)
    north = sorted(dots, key=lambda key: dots[key].y)
    assert west == list(known.sort_values("longitude").index)
    assert north == list(known.sort_values("latitude", ascending=False).index)


def test_dots_stand_where_mercator_puts_them(paper: Assessed, drawing: Drawing):
    """From 131° W at the left to 11° W at the right, with 33.5° N at the top, on one scale both ways."""
    scale = drawing.width / math.radians(120)
    assert drawing.height == pytest.approx(scale * (mercator(33.5) - mercator(-42)))
    for row in paper.study.clusters.itertuples():
        (dot,) = drawing.of("dot", href=f"glance.html#cluster-{row.place}")
        assert dot.x == pytest.approx(scale * math.radians(row.longitude + 131))
        assert dot.y == pytest.approx(scale * (mercator(33.5) - mercator(row.latitude)))
        assert dot.fill == "narrow"
    tips = {dot.tip for dot in drawing.of("dot")}
    assert "Sinos Valley, Brazil\nwomen's footwear" in tips


def test_countries_with_clusters_stand_out(paper: Assessed, drawing: Drawing):
    region = paper.study.outlines.query("region == 'lac'")
    rings = list(zip(region["country"], region["ring"], strict=True))
    assert (
        len(rings) == 32
        and {"MEX", "CUB", "CHL", "GUF"} <= set(region["country"])
        and "USA" not in set(region["country"])
    )
    scale = drawing.width / math.radians(120)

    def ends(ring: str) -> tuple[float, ...]:
        points = [tuple(map(float, point.split(","))) for point in ring.split()]
        xs = [scale * math.radians(longitude + 131) for longitude, _ in points]
        ys = [scale * (mercator(33.5) - mercator(latitude)) for _, latitude in points]
        return tuple(round(number) for number in (min(xs), min(ys), max(xs), max(ys)))

    expected = {ends(ring): "plus1" if country in ("BRA", "MEX", "PER") else "zero" for country, ring in rings}
    found = {
        tuple(round(number) for number in (line.x, line.y, line.x2, line.y2)): line.fill for line in drawing.of("line")
    }
    assert found == expected


def test_each_dot_has_its_name_beside_it(paper: Assessed, drawing: Drawing):
    for row in paper.study.clusters.itertuples():
        (dot,) = drawing.of("dot", href=f"glance.html#cluster-{row.place}")
        first = drawing.word({"cachoeiro": "Cachoeiro de"}.get(row.place, row.name))
        left = row.place == "guadalajara"  # whose name would run over León’s dot
        assert first.x == pytest.approx(dot.x + (-9 if left else 9))
        assert first.anchor == ("end" if left else "start")
        assert abs(first.y - dot.y) < 1.5
    assert drawing.word("Itapemirim").y == pytest.approx(drawing.word("Cachoeiro de").y + 13)


def test_the_map_is_told_in_words(paper: Assessed):
    chart = map_chart(paper)
    assert chart.alt == (
        "Map of Latin America. in Brazil: Sinos Valley and Cachoeiro de Itapemirim; in Mexico: Guadalajara and León; "
        "in Peru: Gamarra and Trujillo."
    )
    assert list(chart.table["Country"]) == ["Brazil", "Mexico", "Mexico", "Peru", "Peru", "Brazil"]
    assert list(chart.table["Latitude"]) == list(paper.study.clusters["latitude"])
    assert list(chart.table["Longitude"]) == list(paper.study.clusters["longitude"])


FAR = [
    ["sialkot", "cluster", "1", "Sialkot", "", "", "surgical instruments", "32.5", "74.5", "2:2"],
    ["prato", "cluster", "1", "Prato", "", "", "wool", "43.9", "11.1", "2:2"],
    ["suva", "cluster", "1", "Suva", "", "", "", "-18.1", "178.4", "2:2"],
    ["PAK", "country", "4", "Pakistan", "", "", "", "", "", "2:2"],
]
EQUAL_EARTH = {"sialkot": (1.035472, 0.639491), "prato": (0.144166, 0.841743), "suva": (2.618927, -0.363462)}
"""By PROJ (+proj=eqearth +R=1)."""

HALF, TOP, BOTTOM = 2.70663, 1.306713, -1.060876
"""By PROJ as well: half the equator, and the heights of 84° N and 58° S."""


@pytest.fixture
def world(edit) -> Assessed:
    edit("memberships", lambda lines: lines.append(["sialkot", "PAK"]))
    return Assessed(load_study(edit("places", lambda lines: lines.extend(FAR))))


@pytest.mark.parametrize("size", ["wide", "narrow"])
def test_a_cluster_elsewhere_brings_the_world(world: Assessed, size: str):
    drawing = read(getattr(map_chart(world), size))
    scale = drawing.width / 2 / HALF
    assert drawing.height == pytest.approx(scale * (TOP - BOTTOM), abs=0.01)
    for key, (right, up) in EQUAL_EARTH.items():
        (dot,) = drawing.of("dot", href=f"glance.html#cluster-{key}")
        assert (dot.x, dot.y) == pytest.approx((scale * (HALF + right), scale * (TOP - up)), abs=0.01)
    assert len(drawing.of("line")) == len(world.study.outlines) > 250
    (pakistan,) = (line for line in drawing.of("line", fill="plus1") if line.x > drawing.width / 2)
    (sialkot,) = drawing.of("dot", href="glance.html#cluster-sialkot")
    assert pakistan.x < sialkot.x < pakistan.x2 and pakistan.y < sialkot.y < pakistan.y2
    assert map_chart(world).alt == (
        "Map of the world. in Brazil: Sinos Valley and Cachoeiro de Itapemirim; in Mexico: Guadalajara and León; "
        "in Peru: Gamarra and Trujillo; in Pakistan: Sialkot; Prato and Suva."
    )


def test_no_outline_runs_across_the_world(world: Assessed):
    """As Russia's and Fiji's would, which lie on both sides of 180 degrees of longitude."""
    drawing = read(map_chart(world).wide)
    for line in drawing.of("line"):
        xs = [float(point.split(",")[0]) for point in line.outline.strip("MZ").split("L")]
        assert max(abs(x - x2) for x, x2 in zip(xs, [*xs[1:], xs[0]], strict=True)) < drawing.width / 4
    assert {row.country for row in world.study.outlines.itertuples() if "180," in row.ring} == {"RUS", "FJI"}


def test_outlines_are_all_countries(paper: Assessed):
    """Of the 177 that Natural Earth has at this scale, but Antarctica; French Guiana by itself."""
    outlines = paper.study.outlines
    assert outlines["country"].nunique() == 177
    assert {"GUF", "PAK", "ITA", "CHN", "XKX", "LSO"} <= set(outlines["country"]) and "ATA" not in set(
        outlines["country"]
    )
    for ring in outlines["ring"]:
        points = ring.split()
        assert points[0] == points[-1] and len(set(points)) >= 3
        assert all(-180 <= float(x) <= 180 and -60 < float(y) < 84 for x, y in (point.split(",") for point in points))


@pytest.mark.parametrize(
    ("name", "latitude", "longitude", "elsewhere"),
    [
        ("Novo Hamburgo", -29.7, -51.1, False),
        ("Monterrey", 25.7, -100.3, False),
        ("Kingston", 18.0, -76.8, False),
        ("Tijuana", 32.5, -117.0, False),
        ("Miami", 25.8, -80.2, True),  # within the frame of the region, which doesn't show the land
        ("Dakar", 14.7, -17.4, True),
        ("Punta Arenas", -53.2, -70.9, True),
    ],
)
def test_the_region_is_left_only_for_what_lies_outside(
    paper: Assessed, name: str, latitude: float, longitude: float, elsewhere: bool
):
    sinos = paper.study.places["place"] == "sinos"
    moved = paper.study.places.copy()
    moved.loc[sinos, ["latitude", "longitude", "name"]] = [latitude, longitude, name]
    chart = map_chart(Assessed(replace(paper.study, places=moved)))
    assert chart.alt.startswith("Map of the world" if elsewhere else "Map of Latin America")


def test_the_world_reaches_as_far_as_clusters_do(edit):
    rows = [
        ["south_pole", "cluster", "1", "South Pole", "", "", "", "-90", "0", "2:2"],
        ["alert", "cluster", "1", "Alert", "", "", "", "90", "-62", "2:2"],
    ]
    drawing = read(map_chart(Assessed(load_study(edit("places", lambda lines: lines.extend(rows))))).wide)
    assert len(drawing.of("dot")) == 8
    (south,) = drawing.of("dot", href="glance.html#cluster-south-pole")
    (north,) = drawing.of("dot", href="glance.html#cluster-alert")
    assert north.y == pytest.approx(0, abs=0.01) and south.y == pytest.approx(drawing.height)
    assert south.x == pytest.approx(drawing.width / 2)


def test_places_without_coordinates_are_listed_below_the_map(edit):
    rows = [
        ["nowhere", "cluster", "1", "Nowhere", "", "", "", "", "", "2:2"],
        ["half", "cluster", "1", "Half a place", "", "", "", "12.5", "", "2:2"],
    ]
    chart = map_chart(Assessed(load_study(edit("places", lambda lines: lines.extend(rows)))))
    assert chart.alt.startswith("Map of Latin America. in Brazil")
    assert chart.alt.endswith("Trujillo. Without coordinates, and so not on the map: Nowhere and Half a place.")
    assert list(chart.table["Latitude"][-2:]) == ["", 12.5] and list(chart.table["Longitude"][-2:]) == ["", ""]
    for size in (chart.wide, chart.narrow):
        drawing = read(size)
        told = drawing.word("Without coordinates: Nowhere and Half a place")
        assert len(drawing.of("dot")) == 6
        assert max(mark.y for mark in drawing.of("dot")) < told.y < drawing.height


def test_a_map_of_nothing_is_still_a_map(paper: Assessed):
    places = paper.study.places.assign(latitude=float("nan"), longitude=float("nan"))
    chart = map_chart(Assessed(replace(paper.study, places=places)))
    assert not read(chart.wide).of("dot")
    assert chart.alt == (
        "Map of Latin America. Without coordinates, and so not on the map: Sinos Valley, Guadalajara, León, Gamarra, "
        "Trujillo and Cachoeiro de Itapemirim."
    )


def test_names_never_stand_on_dots_or_on_names(paper: Assessed):
    """Thirty clusters around the Indian Ocean: some names have room, the caption says that not all do."""
    [row] = paper.study.places.query("place == 'sinos'").to_dict("records")
    rows = [
        {**row, "place": f"town_{n}", "name": f"Town {n}", "latitude": -20 + n % 6 * 13, "longitude": 25 + n // 6 * 20}
        for n in range(30)
    ]
    chart = map_chart(Assessed(replace(paper.study, places=pd.concat([paper.study.places, pd.DataFrame(rows)]))))
    assert "Names stand where there is room for them; the data below has all." in chart.caption
    for size in (chart.wide, chart.narrow):
        drawing = read(size)
        names = [
            (word.x - (0, long)[word.anchor == "end"], word.y, word.x + (long, 0)[word.anchor == "end"])
            for word in drawing.words
            for long in [len(word.text) * word.size * 0.5]
        ]
        assert 10 < len(names) < 38
        for at, (x, y, x2) in enumerate(names):
            assert x >= 0 and x2 <= drawing.width
            assert not [dot for dot in drawing.of("dot") if x < dot.x < x2 and abs(dot.y - y) < 5]
            assert not [
                other
                for other in names[:at]
                if other[0] < x2 and x < other[2] and abs(other[1] - y) < drawing.words[0].size
            ]
