from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from smeclusters import Assessed, load_study
from whichroad import page
from whichroad.charts.drawing import Chart, to_svg

SVG = "{http://www.w3.org/2000/svg}"
NAMES = ["framework", "region", "firms", "map", "matrix", "likeness", "paths", "compensation", "balance"]


def build(name: str, paper: Assessed) -> Chart:
    return getattr(page, f"{name}_chart")(*([] if name == "circles" else [paper]))


@pytest.fixture(scope="module", params=[*NAMES, "circles"])
def chart(request, paper: Assessed) -> Chart:
    return build(request.param, paper)


def svg(drawing) -> ElementTree.Element:
    return ElementTree.fromstring(to_svg(drawing, ""))


def test_every_chart_has_words_and_data(chart: Chart):
    assert len(chart.alt) > 60
    assert len(chart.caption) > 30
    assert len(chart.table) >= 4


def test_drawings_carry_the_words_and_follow_the_pages_colours(chart: Chart):
    for drawing in (chart.wide, chart.narrow):
        root = ElementTree.fromstring(to_svg(drawing, chart.alt))
        assert root.get("aria-label") == chart.alt
        colours = {element.get(which) for element in root.iter() for which in ("fill", "stroke")}
        colours -= {None, "none", "transparent"}
        assert all(colour.startswith("var(--sme-") for colour in colours)
        assert "var(--sme-ink, #1b1f24)" in colours


def test_narrow_drawings_fit_a_phone(chart: Chart):
    assert float(svg(chart.narrow).get("viewBox").split()[2]) <= 360


def test_words_stay_inside_their_drawing(chart: Chart):
    """By a generous estimate of a letter's width: somewhat over half the size of its type."""
    for drawing in (chart.wide, chart.narrow):
        root = svg(drawing)
        width = float(root.get("viewBox").split()[2])
        for text in root.iter(f"{SVG}text"):
            x = float(re.search(r"translate\(([-\d.]+),", text.get("transform"))[1]) + 2
            lines = [span.text or "" for span in text.iter(f"{SVG}tspan")] or [text.text or ""]
            size = float(text.get("font-size").removesuffix("px"))
            long = max(map(len, lines)) * size * 0.55
            anchor = text.get("text-anchor", "start")
            left = x - {"start": 0, "middle": long / 2, "end": long}[anchor]
            assert left >= -2 and left + long <= width + 2, lines


@pytest.mark.parametrize("table", ["evidence", "profiles", "policies", "likeness", "outcomes", "outlines"])
def test_charts_without_rows_can_be_drawn(edit, table: str):
    paper = Assessed(load_study(edit(table, lambda lines: lines.__delitem__(slice(1, None)))))
    for name in NAMES:
        if table != "profiles" or name not in ("region", "firms"):  # which are charts of these rows
            assert to_svg(build(name, paper).wide, "")


def test_a_cluster_of_ones_own_is_drawn(edit):
    row = ["prato", "cluster", "1", "Prato", "", "", "wool", "", "", "2:2"]
    paper = Assessed(load_study(edit("places", lambda lines: lines.append(row))))
    for name in NAMES:
        assert to_svg(build(name, paper).narrow, "")
    assert len(page.matrix_chart(paper).table) == 84


def test_each_cell_of_the_matrix_tells_its_evidence_and_leads_to_it(paper: Assessed):
    links = {link.get("href"): link for link in svg(page.matrix_chart(paper).wide).iter(f"{SVG}a")}
    assert len(links) == 72
    cell = links["evidence.html#cell-sinos-trust"]
    assert cell.get("aria-label") == "Sinos Valley, trust: −1"
    assert "(3.2.1:7)" in cell.find(f"{SVG}title").text


def test_the_slices_of_the_matrix_make_the_whole(paper: Assessed):
    whole = page.matrix_chart(paper).table
    slices = [page.matrix_chart(paper, level).table for level in paper.study.levels["level"]]
    assert sum(map(len, slices)) == len(whole)
    assert set().union(*(each["Cell"] for each in slices)) == set(whole["Cell"])


def test_each_determinant_of_box_1_leads_to_its_definition_and_its_evidence(paper: Assessed):
    links = {link.get("href") for link in svg(page.framework_chart(paper).wide).iter(f"{SVG}a")}
    for row in paper.study.determinants.itertuples():
        key = row.determinant.replace("_", "-")
        assert {f"framework-{row.level}.html#determinant-{key}", f"evidence.html#evidence-{key}"} <= links
    assert len(links) == 24


def test_the_map_puts_west_to_the_left_and_north_up(paper: Assessed):
    places = {}
    for link in svg(page.map_chart(paper).wide).iter(f"{SVG}a"):
        x, y = re.search(r"translate\(([-\d.]+),([-\d.]+)\)", link[1].get("transform")).groups()
        places[link.get("href").partition("#cluster-")[2]] = (float(x), float(y))
    known = paper.study.clusters.set_index("place")
    assert set(places) == set(known.index)
    west = sorted(places, key=lambda key: places[key][0])
    north = sorted(places, key=lambda key: places[key][1])
    assert west == list(known.sort_values("longitude").index)
    assert north == list(known.sort_values("latitude", ascending=False).index)


def test_the_bars_of_sinos_valley_leave_what_the_paper_leaves(paper: Assessed):
    chart = page.firms_chart(paper)
    assert "1,400 of 1,800" in chart.alt
    assert "400 firms" in list(chart.table["Figure"])


def test_the_region_is_shown_by_the_papers_figures(paper: Assessed):
    assert list(page.region_chart(paper).table["Figure"]) == [
        "99 per cent of firms", "about 70 per cent of employment", "40 per cent of GDP", "60 per cent of GDP",
        "50 per cent of GDP", "over 80 per cent of firms",
    ]  # fmt: skip


def test_the_paths_chart_says_what_the_classes_are(paper: Assessed):
    words = page.paths_chart(paper).alt
    assert words == (
        "Fit for the high road by collective efficiency: Sinos Valley, Gamarra and Cachoeiro de Itapemirim; "
        "by the extended framework: none. Seen on it by the paper: none."
    )


def test_less_compensation_never_raises_a_score(paper: Assessed):
    table = page.compensation_chart(paper).table
    for _, lines in table.groupby("Cluster", sort=False):
        for end in ("Score from", "to"):
            ends = lines[end].astype(float).tolist()
            assert ends == sorted(ends, reverse=True)


def test_the_balance_counts_every_cell_and_every_recommendation(paper: Assessed):
    table = page.balance_chart(paper).table
    cells = table[["Cells on the clusters themselves", "Cells on what lies around", "Silent cells"]]
    assert cells.to_numpy().sum() == 72
    acted_on = sum(len(keys.split(";")) for keys in paper.study.policies["determinants"])
    assert table.filter(like="Recommendations").to_numpy().sum() == acted_on
