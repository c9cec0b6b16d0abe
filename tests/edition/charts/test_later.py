"""Charts of what came after, held to the tables that they draw."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import pytest

from smeclusters import Assessed, InputError, Prepared
from whichroad.charts.bars import NARROW, WIDE
from whichroad.charts.drawing import Chart, to_svg
from whichroad.charts.elsewhere import cases_chart
from whichroad.charts.later import became_chart, changes_chart, events_chart, foresight_chart, indexed_chart
from whichroad.edition import DATA
from whichroad.elsewhere import elsewhere_alone
from whichroad.later import layer_study

PAIRS = "footwear exports in pairs, Rio Grande do Sul"


@pytest.fixture(scope="module")
def laid() -> Prepared:
    return Prepared(layer_study())


def words(chart: Chart) -> list[str]:
    """What is written in a drawing, in order."""
    root = ElementTree.fromstring(to_svg(chart.wide, "x"))
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


def test_each_cluster_stands_in_as_many_fields_as_kinds_are_open(paper: Assessed):
    written = words(became_chart(paper))
    assert written.count("Sinos Valley") == 1 and written.count("Gamarra ?") == 2


def test_an_index_is_the_figure_over_that_of_the_year(laid: Prepared):
    series = rows("series")
    figures = series[(series["cluster"] == "sinos") & (series["indicator"] == PAIRS)].set_index("year")["value"]
    assert (
        f"Pairs {100 * figures[2019] / figures[2000]:.0f} in 2019"
        in indexed_chart(laid, "sinos", {PAIRS: "Pairs"}, 2000).alt
    )
    with pytest.raises(InputError, match="expected a figure for 1999"):
        indexed_chart(laid, "sinos", {PAIRS: "Pairs"}, 1999)


def test_every_event_is_a_dot_and_a_line_of_the_table(laid: Prepared):
    chart = events_chart(laid)
    assert sorted(chart.table["What happened"]) == sorted(rows("events")["event"])


def test_halves_of_a_cell_are_the_papers_and_the_later_works(paper: Assessed, laid: Prepared):
    table = changes_chart(paper, laid).table
    trust = table.loc[[str(each.striptags()) == "Trust" for each in table["Factor"]], "Trujillo"].item()
    assert trust.startswith("+1.5") and "−" in trust.partition("→")[2]


def test_clusters_elsewhere_stand_by_their_paths():
    written = words(cases_chart(elsewhere_alone()))
    order = [written.index(name) for name in ("High road", "Sassuolo", "Mixed", "Mendoza", "Low road", "Sialkot")]
    assert order[0] < order[2] < order[4]
