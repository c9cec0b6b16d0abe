from __future__ import annotations

import importlib
import json
import re
import sys
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
import vl_convert
from tests.edition.charts import studies
from tests.edition.charts.drawn import read

import whichroad
from smeclusters import Assessed, InputError, Study, example_study, load_study
from whichroad import page
from whichroad.charts.drawing import Chart, to_svg
from whichroad.charts.vegalite import KIND, TIP, as_vegalite
from whichroad.otherwise import Otherwise
from whichroad.shown import IN_BOOK

SVG = "{http://www.w3.org/2000/svg}"


def other_codings(paper: Assessed) -> dict[str, Study]:
    """Two made from the study's own: one without each third row, one with each fifth rated a step higher."""
    rows = paper.study.evidence
    higher = rows["rating"].where(rows.index % 5 != 0, (rows["rating"] + 1).clip(upper=2))
    changed = {"b": rows[rows.index % 3 != 0].reset_index(drop=True), "c": rows.assign(rating=higher)}
    return {name: replace(paper.study, evidence=table) for name, table in changed.items()}


CHARTS = {
    "agreement": lambda paper: page.agreement_chart(paper, other_codings(paper)),
    "framework": page.framework_chart,
    "circles": lambda paper: page.circles_chart(),
    "region": page.region_chart,
    "firms": page.firms_chart,
    "map": page.map_chart,
    "matrix": page.matrix_chart,
    "matrix of a level": lambda paper: page.matrix_chart(paper, paper.framework.levels[-1]),
    "variation": page.variation_chart,
    "importance": page.importance_chart,
    "likeness": page.likeness_chart,
    "balance": page.balance_chart,
    "paths": page.paths_chart,
    "compensation": page.compensation_chart,
    "shares": page.shares_chart,
    "likely": page.likely_chart,
    "likely by weighting": lambda paper: page.likely_chart(paper, list(paper.framework.weightings)[:2]),
    "triangles": page.triangles_chart,
    "curve": lambda paper: page.curve_chart(Otherwise(paper, {}), "none_on_high_road"),
    "tally": page.tally_chart,
    "needs": page.needs_chart,
    "inflation": page.inflation_chart,
    "yearly": lambda paper: page.yearly_chart(paper, "tariff", (1985, 2001), "Mean tariff"),
    "outside": lambda paper: page.outside_chart(paper, "days_to_register", (2003, 2019), "Days to register a firm"),
    "compared": lambda paper: page.compared_chart(paper, "cachoeiro-exports", {"stone_exports_state": "The state"}),
    "balances": page.balances_chart,
    "real_rates": page.real_rates_chart,
    "after_crisis": lambda paper: page.after_crisis_chart(paper, "savings", "Savings"),
}


@pytest.fixture(scope="module", params=CHARTS)
def chart(request, paper: Assessed) -> Chart:
    return CHARTS[request.param](paper)


def svg(drawing) -> ElementTree.Element:
    return ElementTree.fromstring(to_svg(drawing, ""))


def test_every_chart_has_words_and_data(chart: Chart):
    assert len(chart.alt) > 60
    assert len(chart.caption) > 30
    assert len(chart.table) >= 4


OUTSIDE = ("inflation", "yearly", "outside", "balances", "real_rates", "after_crisis")
"""Charts of figures from outside alone."""

HEADS = {
    "agreement": "Of, Units, In two codings, In all, Rated alike, Alpha, ordinal, Alpha, interval",
    "framework": "Level, Determinant, Definition, Rows of evidence that enter, Where",
    "circles": "Virtuous circle, Vicious circle",
    "region": "Place, What, Figure, Where",
    "firms": "Cluster, What, Figure, Where",
    "map": "Cluster, Country, Makes, Latitude, Longitude",
    "matrix": "Cell, Rating, How sure, Rows",
    "variation": "Determinant, Clusters described, Lowest centre, Highest centre, Clusters are",
    "importance": "Determinant, Level, Weight, Importance, Scores run",
    "likeness": "Feature, Cluster, Likeness, Basis, Where",
    "balance": "Determinant, Cells on the clusters themselves, Cells on what lies around, Silent cells, "
    "Recommendations, supply side, Recommendations, demand side",
    "likely": "Cluster, low road, mixed, high road, Observed",
    "likely by weighting": "Cluster, Weighting, low road, mixed, high road, Observed",
    "paths": "Cluster, Weighting, Score from, to, Open paths, Observed",
    "compensation": "Cluster, Compensation, Score from, to, Open paths, Observed",
    "shares": "Cluster, low road, low road or mixed, mixed, mixed or high road, high road, could be any, "
    "More than one path, Error at most",
    "triangles": "Cluster, Observed, low road, low road or mixed, mixed, mixed or high road, high road, could be any, "
    "Observed path ruled out",
    "curve": "Choice, Option, Of all ways, Of those where it fails, With it, the thesis holds in",
    "tally": "Part, Claims, Supported, Supported within the paper, Supported in part, Mixed, Contradicted, "
    "Hangs on the weights, "
    "Not checked",
    "needs": "Part, Claims, Need reported for clusters, Need reported for countries only, Need not reported",
    "inflation": "Country, Year, Per cent a year, Per cent in the worst month of hyperinflation, Source",
    "yearly": "Country, Year, Figure, Unit, Source",
    "outside": "Country, Year, Figure, Unit, Source",
    "compared": "Who says so, Year, Figure, Source",
    "balances": "Country, Year, Figure, Inflation above 40 per cent",
    "real_rates": "Country, Year, Figure, Inflation above 40 per cent",
    "after_crisis": "Country, Years, Figure",
}


def test_the_columns_of_each_table_say_what_they_hold(paper: Assessed):
    for name, heads in HEADS.items():
        assert ", ".join(CHARTS[name](paper).table) == heads


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
            long = max(map(len, lines)) * size * (0.5 if lines[0].isdecimal() else 0.55)
            anchor = text.get("text-anchor", "start")
            left = x - {"start": 0, "middle": long / 2, "end": long}[anchor]
            assert left >= -2 and left + long <= width + 2, lines


@pytest.mark.parametrize("table", ["evidence", "profiles", "policies", "likeness", "outcomes", "outlines"])
def test_charts_without_rows_can_be_drawn(paper: Assessed, table: str):
    other = Assessed(replace(paper.study, **{table: getattr(paper.study, table).iloc[:0]}))
    for name in (
        "framework",
        "region",
        "firms",
        "map",
        "matrix",
        "variation",
        "importance",
        "likeness",
        "paths",
        "compensation",
        "balance",
    ):
        if table != "profiles" or name not in ("region", "firms"):  # which are charts of these rows
            assert to_svg(CHARTS[name](other).wide, "")


REFUSED = {
    studies.renamed: set(),
    studies.one_cluster: {"compared", "importance"},  # for its claims are on clusters that are gone
    studies.fourth_level: {"triangles"},
    studies.level_of_one: set(),
    studies.two_levels_and_silent_likeness: {"triangles"},
    studies.bare: set(),
    studies.crowded: set(),
    studies.silent: {"region", "firms", "tally", "needs", "compared", *OUTSIDE},
}
"""The charts that say in a sentence what a study lacks for them."""


@pytest.mark.parametrize("change", REFUSED, ids=lambda change: change.__name__)
def test_every_chart_takes_every_study_or_says_what_it_lacks(folder: Path, change: studies.Change):
    other = Assessed(load_study(studies.changed(folder, change)))
    refused = set()
    for name, build in CHARTS.items():
        try:
            chart = build(other)
        except InputError as error:
            assert str(error).startswith((f"{error.problems[0].file}, ", f"{error.problems[0].file}: "))
            refused.add(name)
        else:
            assert not re.search(r"\bNaN\b", chart.wide.to_json())
            ElementTree.fromstring(to_svg(chart.narrow, chart.alt))
            assert " for :" not in chart.alt and "  " not in chart.alt and " , " not in chart.alt
    assert refused == REFUSED[change]


def test_a_cluster_of_ones_own_is_drawn(edit):
    row = ["prato", "cluster", "1", "Prato", "", "", "wool", "", "", "2:2"]
    paper = Assessed(load_study(edit("places", lambda lines: lines.append(row))))
    for name, build in CHARTS.items():
        if name not in ("circles", "tally", "needs", "compared", *OUTSIDE):  # which show no cluster
            assert to_svg(build(paper).narrow, "")
    assert len(page.matrix_chart(paper).table) == 84


def test_without_the_extra_a_sentence_says_what_to_install(monkeypatch, paper: Assessed):
    monkeypatch.setattr(whichroad, "charts", whichroad.charts)  # or later tests would find the new one
    for name in [name for name in sys.modules if name.startswith("whichroad.charts")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "altair", None)
    with pytest.raises(ImportError) as error:
        importlib.import_module("whichroad.charts.matrix").matrix_chart(paper)
    assert_told(error.value)


def assert_told(error: BaseException) -> None:
    told = "Charts need Altair and vl-convert: pip install 'smeclusters[charts]'"
    assert str(error) == told
    assert error._render_traceback_() == [told]  # which a notebook shows in place of a traceback


@pytest.mark.parametrize("missing", ["vl_convert", "PIL.Image"])
def test_what_cannot_be_drawn_here_is_handed_on_as_vega_lite(monkeypatch, paper: Assessed, missing: str):
    """As where Python runs in a browser; what it shows there is what is drawn here."""
    monkeypatch.delenv(IN_BOOK, raising=False)
    chart = page.matrix_chart(paper)
    with monkeypatch.context() as where:
        where.setitem(sys.modules, missing, None)
        bundle = chart._repr_mimebundle_()
    assert set(bundle) == {"text/plain", KIND}
    spec = json.loads(json.dumps(bundle[KIND]))
    assert bundle["text/plain"] == spec["description"] == chart.alt
    assert " ".join(spec["title"]["text"]) == chart.caption
    told = [row["description"] for rows in spec["datasets"].values() for row in rows if "description" in row]
    assert len(told) > 50 and not any(each.startswith(TIP) for each in told)
    assert TIP not in json.dumps(spec) and "book.invalid" not in json.dumps(spec)
    assert [layer["encoding"]["tooltip"] for layer in spec["layer"] if "description" in layer["encoding"]]


def test_in_the_book_nothing_is_handed_on(monkeypatch, paper: Assessed):
    monkeypatch.setenv(IN_BOOK, "1")
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    chart = page.matrix_chart(paper)
    assert list(chart._repr_mimebundle_()) == ["text/plain"]
    with pytest.raises(ImportError) as error:
        chart._repr_html_()
    assert_told(error.value)


@pytest.mark.parametrize("name", ["matrix", "map", "paths", "triangles"])  # which have marks of every kind
def test_the_version_of_vega_lite_that_notebooks_know_draws_the_same(paper: Assessed, name: str):
    spec = CHARTS[name](paper).wide.to_dict(validate=False)
    handed = as_vegalite(spec, "", [])
    del handed["title"]
    old = vl_convert.vegalite_to_svg(json.dumps(handed), vl_version="5.21")
    new = vl_convert.vegalite_to_svg(json.dumps(spec), vl_version="6.4")
    assert marks_in(old) == marks_in(new)


def marks_in(svg: str) -> list[tuple[str, str | None, str | None, str | None]]:
    """What is drawn, where, and what it says, but for the ground."""
    root = ElementTree.fromstring(svg)
    named = ((element.tag, *map(element.get, ("d", "transform", "fill")), element.text) for element in root.iter())
    return [each for each in named if each[1] or each[-1]]


def test_the_example_study_is_drawn():
    """It has two levels, no country’s, and neither figures of section 3 nor the paper’s claims."""
    example = Assessed(example_study())
    refused = set()
    for name, build in CHARTS.items():
        try:
            build(example)
        except InputError:
            refused.add(name)
    assert refused == {"region", "firms", "triangles", "compared", *OUTSIDE}
    assert page.map_chart(example).alt == (
        "Map. in the Alpine Republic: Almen and Borg. Without coordinates, and so not on the map: Cresta."
    )
    assert page.framework_chart(example).alt.startswith("Two levels with five determinants of")
    drawing = read(page.matrix_chart(example).wide)
    assert len([box for box in drawing.of("box") if box.href]) == 15
