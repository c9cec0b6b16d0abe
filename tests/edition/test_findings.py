from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from smeclusters import Assessed, Framework, classify, score
from smeclusters.model.paths import SETS
from whichroad.charts.drawing import to_svg
from whichroad.charts.outside import compared_chart, yearly_chart
from whichroad.charts.weights import shares_chart, triangles_chart
from whichroad.markup import Html
from whichroad.tables.sufficiency import narrow_table, parameters_of_fit_table, truth_table_view
from whichroad.tables.weights import (
    information_table,
    leave_one_out_table,
    observed_table,
    percent,
    tipping_table,
)


def cells_of(table: Html) -> list[list[str]]:
    rows = re.findall(r"<tr>(.*?)</tr>", table.markup)
    return [re.sub(r"</t[dh]>", "|", row).split("|")[:-1] for row in rows[1:]]


def test_shares_that_are_small_are_not_written_as_nothing():
    told = [percent(share) for share in (0, 1e-4, 0.0005, 1)]
    assert all(map(str.isprintable, told))  # or a page would show how Python escapes it
    assert told == ["0 %", "less than 0.1 %", "0.1 %", "100.0 %"]


@pytest.mark.parametrize("prior", ["hierarchical", "flat"])
def test_a_bar_is_as_long_as_all_weightings(paper: Assessed, prior: str):
    chart = shares_chart(paper, prior)
    assert len(chart.table) == len(paper.study.clusters)
    for row in chart.table.itertuples(index=False):
        shares = [0.05 if "less" in cell else float(cell.split()[0]) for cell in row[1 : 1 + len(SETS)]]
        assert sum(shares) == pytest.approx(100, abs=0.4)
    assert "Cachoeiro" in chart.alt


def test_triangles_have_the_class_of_the_framework_in_their_middle(
    paper: Assessed, framework: Framework, ratings
):
    chart = triangles_chart(paper)
    assert len(chart.table) == len(paper.study.clusters)
    keys = classify(score(ratings, framework.weightings["cluster_level"])).keys()
    ruled_out = [
        paper.study.observed[cluster] not in key.split("|")
        for cluster, key in zip(ratings.clusters, keys, strict=True)
    ]
    for told, expected in zip(chart.table["Observed path ruled out"], ruled_out, strict=True):
        assert not expected or not told.startswith(
            "0\N{NO-BREAK SPACE}"
        )  # the corner of the cluster level is part of the triangle


def test_every_cluster_has_its_tipping_points(paper: Assessed, framework: Framework):
    rows = cells_of(tipping_table(paper, framework.weightings["extended"]))
    assert len(rows) == 6 and all(len(row) == 5 for row in rows)
    assert not any("nan" in cell for row in rows for cell in row)


def test_the_worth_of_cells_comes_in_order(paper: Assessed):
    drops = [float(row[-1].split(">")[-1].split()[0]) for row in cells_of(information_table(paper, most=8))]
    assert drops == sorted(drops, reverse=True) and len(drops) == 8


def test_what_is_left_out_leads_to_its_evidence_or_source(paper: Assessed):
    rows = cells_of(leave_one_out_table(paper, "collective_efficiency"))
    assert rows
    for row in rows:
        assert "evidence.html#" in row[1] or "references.html#work-" in row[1]
        assert row[3] != row[4]


def test_thresholds_move_by_a_step_each_way(paper: Assessed):
    rows = cells_of(observed_table(paper))
    assert len(rows) == 9
    assert any("0.40 and 0.60" in row[0] for row in rows)


def test_the_narrow_framework_is_held_to_what_was_observed(paper: Assessed):
    rows = {re.sub("<[^>]+>", "", row[0]): row for row in cells_of(narrow_table(paper))}
    assert "ruled out" in rows["Sinos Valley"][-1]
    assert "left open" in rows["Trujillo"][-1]


def test_sets_are_tested_with_and_without_the_ideal(paper: Assessed):
    without, with_it = (cells_of(parameters_of_fit_table(paper, ideal=ideal)) for ideal in (False, True))
    assert [row[0] for row in without] == [row[0] for row in with_it] and without != with_it
    assert "an ideal, not observed" in truth_table_view(paper, ["country", "firm"], ideal=True).markup


def test_a_dot_of_a_yearly_figure_is_as_high_as_its_figure(paper: Assessed):
    chart = yearly_chart(paper, "exchange_rate", (1990, 2000), "Price of the dollar", "MEX")
    root = ElementTree.fromstring(to_svg(chart.wide, chart.alt))
    heights = {}
    for mark in root.iter("{http://www.w3.org/2000/svg}path"):
        if (title := mark.find("{http://www.w3.org/2000/svg}title")) is not None:
            year, value = re.fullmatch(r"Mexico, (\d+): ([\d.]+) .*", title.text or "").groups()
            heights[float(value)] = float(re.findall(r"[\d.]+", mark.get("transform"))[1])
    rows = paper.study.external.query("series == 'exchange_rate' and place == 'MEX'")
    assert sorted(heights) == sorted(rows["value"])
    lowest, highest = min(heights), max(heights)
    scale = (heights[lowest] - heights[highest]) / (highest - lowest)
    for value, height in heights.items():
        assert heights[lowest] - height == pytest.approx((value - lowest) * scale, abs=0.01)
    assert "2.81 in 1990 and 9.46 in 2000" in chart.alt


def test_the_papers_figure_comes_first_and_others_with_their_sources(paper: Assessed):
    series = {"stone_exports_state": "The state", "stone_exports": "The town"}
    table = compared_chart(paper, "cachoeiro-exports", series).table
    outside = paper.study.external[paper.study.external["series"].isin(series)]
    assert table["Figure"].iloc[0] == "80"
    assert set(table["Source"].iloc[1:]) == set(outside["source"])
    assert len(table) == len(outside) + 1
