"""Charts of what came after, held to the tables that they draw."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest

from smeclusters import Assessed, InputError, Prepared, load_study
from whichroad.charts.bars import NARROW, WIDE
from whichroad.charts.cells import middle_in_words
from whichroad.charts.drawing import Chart, to_svg
from whichroad.charts.elsewhere import cases_chart
from whichroad.charts.later import (
    PANELS,
    SHOCKS,
    became_chart,
    changes_chart,
    events_chart,
    foresight_chart,
    indexed_chart,
)
from whichroad.edition import DATA
from whichroad.elsewhere import elsewhere_alone
from whichroad.later import SPACES, foreseen, layer_study, read_table, turned_out
from whichroad.tables.later import event_address, events_list

PAIRS = "footwear exports in pairs, Rio Grande do Sul"


@pytest.fixture(scope="module")
def laid() -> Prepared:
    return Prepared(layer_study())


def words(chart: Chart, narrow: bool = False) -> list[str]:
    """What is written in a drawing, in order."""
    root = ElementTree.fromstring(to_svg(chart.narrow if narrow else chart.wide, "x"))
    return ["".join(text.itertext()) for text in root.iter("{http://www.w3.org/2000/svg}text")]


def rows(name: str) -> pd.DataFrame:
    return pd.read_csv(Path(DATA) / "layers" / "after" / f"{name}.csv", keep_default_na=False)


@pytest.mark.parametrize("wide", [True, False])
def test_every_chart_fits_its_width(paper: Assessed, laid: Prepared, wide: bool):
    charts = [
        became_chart(paper),
        changes_chart(paper, laid),
        events_chart(laid),
        foresight_chart(paper),
        indexed_chart(laid, "sinos", {PAIRS: "Pairs"}, 2000),
        cases_chart(elsewhere_alone()),
    ]
    for chart in charts:
        root = ElementTree.fromstring(to_svg(chart.wide if wide else chart.narrow, "x"))
        assert float(root.attrib["viewBox"].split()[2]) <= (WIDE if wide else NARROW) + 8  # with a little room around
        assert chart.alt.endswith(".") and chart.caption.endswith(".") and len(chart.table)


@pytest.mark.parametrize("narrow", [False, True])
def test_each_cluster_stands_in_as_many_fields_as_kinds_are_open(paper: Assessed, narrow: bool):
    chart = became_chart(paper)
    written = words(chart, narrow)
    rows = read_table("signs")
    found = [turned_out(rows, at, "kind") for at in PANELS.values()]
    for key in paper.ratings.clusters:
        several = sum(one[key].lowest < one[key].highest for one in found if key in one)
        first = paper.names[key].split()[0]
        named = [text for text in written if text.startswith(first)]
        assert len(named) == len(PANELS) + several
        assert sum(text.endswith(" ?") for text in named) == 2 * several
    assert written.count("Size rising") == len(PANELS) and not [text for text in written if "…" in text]
    assert len(chart.table) == len(paper.ratings.clusters) and len(chart.table.columns) == 1 + 2 * len(PANELS)


def test_an_index_is_the_figure_over_that_of_the_year(laid: Prepared):
    series = rows("series")
    figures = series[(series["cluster"] == "sinos") & (series["indicator"] == PAIRS)].set_index("year")["value"]
    assert (
        f"Pairs {100 * figures[2019] / figures[2000]:.0f} in 2019"
        in indexed_chart(laid, "sinos", {PAIRS: "Pairs"}, 2000).alt
    )
    with pytest.raises(InputError, match="expected a figure for 1999"):
        indexed_chart(laid, "sinos", {PAIRS: "Pairs"}, 1999)


def test_every_event_is_a_numbered_dot_and_a_line_of_the_table(laid: Prepared):
    chart, events = events_chart(laid), rows("events")
    assert sorted(chart.table["What happened"]) == sorted(events["event"])
    assert chart.table["Year"].is_monotonic_increasing and chart.table["Source"].str.contains(", ").all()
    for narrow in (False, True):
        written = words(chart, narrow)
        numbers = [int(word) for word in written if word.isdecimal() and len(word) < 4]
        assert sorted(numbers) == list(range(1, len(events) + 1))
        befallen = {laid.names[key] for key in laid.ratings.clusters if key in set(events["place"])}
        assert {laid.names[key] for key in laid.ratings.clusters} & set(written) == befallen
    years = f"{events['year'].min()} and {events['year'].max()}"
    assert chart.alt.startswith(f"{len(events)} events between {years}: The world ")


def test_every_dot_leads_to_its_line_of_the_list(laid: Prepared):
    drawn = str(to_svg(events_chart(laid).wide, "x"))
    listed = events_list(laid).markup
    for number in range(1, len(rows("events")) + 1):
        assert f'"{event_address(number)}"' in drawn
        assert f'<li id="{event_address(number).partition("#")[2]}">' in listed


def test_where_rows_point_both_ways_both_ends_are_written():
    written = words(cases_chart(elsewhere_alone()))
    cell = elsewhere_alone().cells["tuttlingen", "joint_action"]
    assert (cell.lo, cell.hi) == (-1, 1) and "−1 to +1" in written and "Kumasi" in written


def test_every_shock_is_an_event_and_a_line_with_words(laid: Prepared):
    assert set(SHOCKS) <= set(rows("events")["year"])
    written = words(events_chart(laid))
    assert all(f"{year}: {told}" in written for year, told in SHOCKS.items())


def test_bars_stand_by_outcome(paper: Assessed):
    written = words(foresight_chart(paper))
    assert [word for word in written if word in foreseen(paper)] == list(foreseen(paper))
    for name in SPACES.values():
        told = [word for word in written if word.startswith(f"{name}: ")]
        assert len(told) == len(foreseen(paper)) and all("of the weightings are right about most" in x for x in told)


def test_halves_of_a_cell_are_the_papers_and_the_later_works(paper: Assessed, laid: Prepared):
    chart = changes_chart(paper, laid)
    table = chart.table
    trust = table.loc[[str(each.striptags()) == "Trust" for each in table["Factor"]], "Trujillo"].item()
    assert trust.startswith("+1.5") and "−" in trust.partition("→")[2]
    assert "+1.5" in words(chart)


def test_heads_are_written_out(paper: Assessed, laid: Prepared):
    for chart in (changes_chart(paper, laid), cases_chart(elsewhere_alone())):
        for narrow in (False, True):
            assert not [word for word in words(chart, narrow) if "…" in word]


@pytest.mark.parametrize(("lo", "hi", "told"), [(1, 2, "+1.5"), (-1, 0, "−0.5"), (0, 0.5, "+0.5"), (-0.5, 0, "−0.5")])
def test_middles_are_told_to_half_a_step(paper: Assessed, lo: float, hi: float, told: str):
    cell = paper.cells["sinos", "trust"]
    assert middle_in_words(replace(cell, lo=lo, hi=hi)) == told


def test_clusters_elsewhere_stand_by_their_paths():
    chart = cases_chart(elsewhere_alone())
    written = words(chart)
    order = [written.index(name) for name in ("High road", "Sassuolo", "Mixed", "Mendoza", "Low road", "Sialkot")]
    assert order[0] < order[2] < order[4]
    assert chart.wide.height < 820  # which a printed page holds


def test_charts_of_what_came_after_stay_where_both_layers_lie(paper: Assessed, laid: Prepared):
    both = Prepared(load_study(DATA, layers=["after", "elsewhere"]))
    for one, other in (
        (events_chart(laid), events_chart(both)),
        (changes_chart(paper, laid), changes_chart(paper, both)),
        (indexed_chart(laid, "sinos", {PAIRS: "Pairs"}, 2000), indexed_chart(both, "sinos", {PAIRS: "Pairs"}, 2000)),
    ):
        assert one.alt == other.alt and one.table.equals(other.table)
