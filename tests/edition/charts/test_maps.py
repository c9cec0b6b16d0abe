from __future__ import annotations

import math

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
    rings = list(zip(paper.study.outlines["country"], paper.study.outlines["ring"], strict=True))
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


def test_the_map_reaches_as_far_as_clusters_do(edit):
    rows = [
        ["prato", "cluster", "1", "Prato", "", "", "wool", "43.9", "11.1", "2:2"],
        ["nowhere", "cluster", "1", "Nowhere", "", "", "", "", "", "2:2"],
        ["south_pole", "cluster", "1", "South Pole", "", "", "", "-90", "0", "2:2"],
    ]
    chart = map_chart(Assessed(load_study(edit("places", lambda lines: lines.extend(rows)))))
    drawing = read(chart.wide)
    assert len(drawing.of("dot")) == 8
    for dot in drawing.of("dot"):
        assert 0 < dot.x < drawing.width and 0 < dot.y <= drawing.height
    (prato,) = drawing.of("dot", href="glance.html#cluster-prato")
    assert prato.y < drawing.height / 2 and prato.tip == "Prato\nwool"
    assert chart.alt.startswith("Map. in Brazil") and chart.alt.endswith("Prato, Nowhere and South Pole.")
    assert chart.table["Latitude"].iloc[-2] == ""
