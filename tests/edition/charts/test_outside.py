from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from tests.edition.charts.drawn import Drawing, read

from smeclusters import Assessed, InputError, Study
from whichroad.charts.outside import compared_chart, inflation_chart, outside_chart, yearly_chart

ABROAD = {"ITA": "Italy", "CHL": "Chile", "COL": "Colombia", "BOL": "Bolivia"}
STONE = {"stone_exports_state": "The state", "stone_exports": "The town"}


@pytest.fixture(scope="module", params=["wide", "narrow"])
def inflation(request, paper: Assessed) -> Drawing:
    return read(getattr(inflation_chart(paper), request.param))


def figures(study: Study, series: str) -> pd.DataFrame:
    return study.external[study.external["series"] == series]


def test_a_year_is_the_darker_the_faster_prices_rose(inflation: Drawing, paper: Assessed):
    boxes = {box.tip.rsplit(":", 1)[0]: box for box in inflation.of("box") if box.tip}
    rows = figures(paper.study, "inflation")
    assert len(boxes) == len(rows) == 110
    step = inflation.width / 22
    places = ["ARG", "BRA", "MEX", "PER", "VEN"]
    for row in rows.itertuples():
        box = boxes[f"{paper.names[row.place]}, {row.year}"]
        assert box.fill == ("minus2" if row.value > 1000 else "minus1" if row.value > 40 else "zero"), row
        assert (box.x, box.x2) == pytest.approx(((row.year - 1980) * step, (row.year - 1979) * step - 1))
        assert box.y == 44 * places.index(row.place) + 18
        assert box.tip.endswith(f": {row.value:,.0f} % a year")
        name = inflation.word(paper.names[row.place])
        assert box.y - 18 < name.y < box.y and name.x == 0
    assert boxes["Peru, 1990"].fill == "minus2" and boxes["Mexico, 1995"].fill == "zero"


def test_a_dot_is_a_month_of_hyperinflation(inflation: Drawing, paper: Assessed):
    step = inflation.width / 22
    found = sorted((dot.tip, round(dot.x / step, 6), dot.y) for dot in inflation.of("dot"))
    peaks = figures(paper.study, "hyperinflation")
    names = {"ARG": 0, "BRA": 1, "MEX": 2, "PER": 3, "VEN": 4}
    assert found == sorted(
        (
            f"{paper.names[row.place]}: hyperinflation, {row.year}",
            row.year - 1979.5,
            44 * names[row.place] + 28,
        )
        for row in peaks.itertuples()
        if row.place in names and row.year <= 2001
    )
    assert {dot.fill for dot in inflation.of("dot")} == {"ink"} and len(found) == 4


def test_years_stand_below_their_column_and_the_legend_below_them(inflation: Drawing):
    step = inflation.width / 22
    for year in (1980, 1985, 1990, 1995, 2000):
        word = inflation.word(str(year))
        assert word.x == pytest.approx((year - 1979.5) * step) and word.anchor == "middle"
    chips = [box for box in inflation.of("box") if not box.tip]
    assert [chip.fill for chip in chips] == ["minus2", "minus1", "zero"]
    for chip, text in zip(chips, ("over 1,000 per cent", "over 40 per cent", "less"), strict=True):
        word = inflation.word(text)
        assert word.x == pytest.approx(chip.x2 + 5) and chip.y < word.y < chip.y2


def test_inflation_is_told_in_words_and_figures(paper: Assessed):
    chart = inflation_chart(paper)
    assert chart.alt == (
        "Hyperinflation is on record between 1980 and 2001 for Argentina, Brazil and Peru and for no other of these "
        "countries."
    )
    assert "A dot marks the worst month of a hyperinflation" in chart.caption
    assert "rose by 50 per cent a month or more" in chart.caption
    rows = figures(paper.study, "inflation")
    assert list(chart.table["Per cent a year"]) == [f"{value:,.1f}" for value in rows["value"]]
    worst = chart.table.set_index(["Country", "Year"])["Per cent in the worst month of hyperinflation"]
    peaks = figures(paper.study, "hyperinflation").groupby(["place", "year"])["value"].max()
    for (place, year), value in peaks.items():
        if (paper.names.get(place), year) in worst.index:
            assert worst[paper.names[place], year] == f"{value:,g}"
    assert (worst != "").sum() == 4


def test_without_hyperinflation_there_is_no_dot(paper: Assessed):
    outside = paper.study.external
    calm = Assessed(replace(paper.study, external=outside[outside["series"] != "hyperinflation"]))
    chart = inflation_chart(calm)
    assert not read(chart.wide).of("dot")
    assert chart.alt == "Hyperinflation is on record between 1980 and 2001 for none of these countries."


@pytest.mark.parametrize("which", ["wide", "narrow"])
@pytest.mark.parametrize("series", ["tariff", "private_credit"])
def test_each_line_of_years_is_held_to_its_figures(paper: Assessed, series: str, which: str):
    drawing = read(getattr(yearly_chart(paper, series, (1985, 2001), "What is counted"), which))
    rows = figures(paper.study, series).query("1985 <= year <= 2001")
    first, last, most = rows["year"].min(), rows["year"].max(), rows["value"].max()
    dots = {tuple(dot.tip.split(": ")[0].rsplit(", ", 1)): dot for dot in drawing.of("dot")}
    assert len(dots) == len(rows)
    names = sorted({name for name, _ in dots})
    base = {name: rule.y for name, rule in zip(names, drawing.of("rule"), strict=True)}
    for row in rows.itertuples():
        name = {**paper.names, **ABROAD}[row.place]
        dot = dots[name, str(row.year)]
        assert dot.x == pytest.approx(24 + (row.year - first) / (last - first) * (drawing.width - 48))
        line = 104
        assert base[name] - 4 - dot.y == pytest.approx(row.value / most * (line - 46), abs=0.01)
        assert dot.tip == f"{name}, {row.year}: {row.value:,g} {row.unit}"
        assert drawing.word(name).y < dot.y < base[name]
    assert [drawing.word(name).y for name in names] == sorted(drawing.word(name).y for name in names)
    assert [rule.y for rule in drawing.of("rule")] == sorted(base.values())
    assert drawing.word(str(first)).x == 24 and drawing.word(str(last)).x == drawing.width - 24


def test_a_line_joins_the_dots_of_one_country(paper: Assessed):
    drawing = read(yearly_chart(paper, "tariff", (1985, 2001), "Mean tariff").wide)
    for line in drawing.of("line"):
        on_it = [
            dot
            for dot in drawing.of("dot")
            if line.x - 0.1 <= dot.x <= line.x2 + 0.1 and line.y - 0.1 <= dot.y <= line.y2 + 0.1
        ]
        of_one = {dot.tip.split(",")[0] for dot in on_it}
        assert len(of_one) == 1 and line.stroke == "wide"
        assert line.outline.count("L") == len(on_it) - 1


def test_the_ends_of_a_line_are_written_above_it(paper: Assessed):
    chart = yearly_chart(paper, "exchange_rate", (1990, 2000), "Price of the dollar", "MEX")
    for drawing in (read(chart.wide), read(chart.narrow)):
        for text in ("2.81", "9.46"):
            word = drawing.word(text)
            (dot,) = [dot for dot in drawing.of("dot") if dot.x == pytest.approx(word.x)]
            assert f": {text} " in dot.tip
            assert word.y == pytest.approx(dot.y - 12, abs=0.5) and word.anchor == "middle"


def test_a_dot_of_a_yearly_figure_is_as_high_as_its_figure(paper: Assessed):
    chart = yearly_chart(paper, "exchange_rate", (1990, 2000), "Price of the dollar", "MEX")
    drawing = read(chart.wide)
    heights = {float(dot.tip.split(": ")[1].split()[0]): dot.y for dot in drawing.of("dot")}
    rows = figures(paper.study, "exchange_rate").query("place == 'MEX' and 1990 <= year <= 2000")
    assert sorted(heights) == sorted(rows["value"])
    lowest, highest = min(heights), max(heights)
    scale = (heights[lowest] - heights[highest]) / (highest - lowest)
    for value, height in heights.items():
        assert heights[lowest] - height == pytest.approx((value - lowest) * scale, abs=0.01)
    assert "2.81 in 1990 and 9.46 in 2000" in chart.alt
    assert "each scale begins at 0" in chart.caption
    assert list(chart.table["Figure"]) == [f"{value:,g}" for value in rows.sort_values("year")["value"]]


def test_figures_below_nothing_stand_below_it(paper: Assessed):
    series = "us_footwear_imports_growth"
    rows = figures(paper.study, series)
    assert rows["value"].min() < 0
    chart = yearly_chart(paper, series, (1970, 2026), "Growth")
    drawing = read(chart.wide)
    assert f"each scale begins at {rows['value'].min():g}" in chart.caption
    for dot in drawing.of("dot"):
        rules = [rule.y for rule in drawing.of("rule") if rule.y > dot.y]
        assert rules and dot.y > min(rules) - 4 - 104
    with pytest.raises(InputError, match='external, value: found "-.*", expected figures of at least 0'):
        outside_chart(paper, series, (1970, 2026), "Growth")


@pytest.mark.parametrize("which", ["wide", "narrow"])
def test_the_first_figure_is_grey_and_the_last_blue(paper: Assessed, which: str):
    chart = outside_chart(paper, "days_to_register", (2003, 2019), "Days to register a firm")
    drawing = read(getattr(chart, which))
    rows = figures(paper.study, "days_to_register").query("2003 <= year <= 2019").sort_values("year")
    boxes = {box.tip.split(":")[0]: box for box in drawing.of("box")}
    expected = {}
    for place, own in rows.groupby("place"):
        name = {**paper.names, **ABROAD}[place]
        expected[f"{name}, {own['year'].iloc[-1]}"] = (own["value"].iloc[-1], "wide")
        expected[f"{name}, {own['year'].iloc[0]}"] = (own["value"].iloc[0], "line")
    assert set(boxes) == set(expected)
    for key, (value, colour) in expected.items():
        assert boxes[key].fill == colour
        assert boxes[key].width / drawing.width == pytest.approx(value / rows["value"].max() / 1.02)
        assert drawing.word(key).y < boxes[key].y
    order = sorted(boxes, key=lambda key: boxes[key].y)
    assert order == sorted(boxes)  # by name, then by year
    assert "the first (grey) and the last figure between 2003 and 2019" in chart.caption
    told = dict(
        zip(
            chart.table["Country"] + ", " + chart.table["Year"].astype(str),
            chart.table["Figure"],
            strict=True,
        )
    )
    assert told == {key: f"{value:,.1f}" for key, (value, _) in expected.items()}
    assert f"Argentina, 2003: {told['Argentina, 2003']} " in chart.alt


def test_a_country_with_one_figure_has_one_bar(paper: Assessed):
    outside = paper.study.external
    one = outside[(outside["series"] == "days_to_register") & (outside["year"] == 2003)]
    drawing = read(
        outside_chart(Assessed(replace(paper.study, external=one)), "days_to_register", (2003, 2019), "Days").wide
    )
    assert len(drawing.of("box")) == len(one)
    assert {box.fill for box in drawing.of("box")} == {"line"}


def test_the_papers_figure_comes_first_and_others_with_their_sources(paper: Assessed):
    chart = compared_chart(paper, "cachoeiro-exports", STONE)
    outside = paper.study.external[paper.study.external["series"].isin(STONE)]
    told = "almost 80 per cent of Brazil’s exports of solid marble and granite ornaments"
    assert chart.table["Figure"].iloc[0] == told
    assert all(" per cent of Brazil’s exports of " in figure for figure in chart.table["Figure"])
    assert set(chart.table["Source"].iloc[1:]) == set(outside["source"])
    assert len(chart.table) == len(outside) + 1
    assert all(source in chart.caption for source in outside["source"])
    most = max(80.0, outside["value"].max())
    for drawing in (read(chart.wide), read(chart.narrow)):
        own, *others = sorted(drawing.of("box"), key=lambda box: box.y)
        assert own.fill == "narrow" and own.tip == f"The paper: {told}"
        assert own.width == pytest.approx(80 / most * drawing.width)
        assert {box.fill for box in others} == {"wide"}
        values = [
            value for key in STONE for value in figures(paper.study, key).sort_values("year", kind="stable")["value"]
        ]
        assert [box.width / drawing.width * most for box in others] == pytest.approx(values)
    years = figures(paper.study, "stone_exports_state").sort_values("year")["year"]
    assert list(chart.table["Year"].iloc[1 : 1 + len(years)]) == list(years)


@pytest.mark.parametrize(
    ("call", "told"),
    [
        (
            lambda paper: compared_chart(paper, "bra-smess", {}),
            'claims.csv, id: found "bra-smess", expected the id of a claim (bra-smes?)',
        ),
        (
            lambda paper: compared_chart(paper, "ven-macro-2", {}),
            "claims.csv, figure: found nothing, expected a figure for ven-macro-2, which the chart sets beside others",
        ),
        (lambda paper: compared_chart(paper, "bra-gdp", {"sme_gpd": "Firms"}), "(sme_gdp?)"),
        (lambda paper: yearly_chart(paper, "tarif", (1985, 2001), "Mean tariff"), "(tariff?)"),
        (
            lambda paper: yearly_chart(paper, "tariff", (1901, 1902), "Mean tariff"),
            'external: found "tariff, 1901 to 1902", expected at least one figure',
        ),
        (
            lambda paper: yearly_chart(paper, "tariff", (1985, 2001), "Mean tariff", "FRA"),
            'external: found "tariff, FRA, 1985 to 2001", expected at least one figure',
        ),
        (
            lambda paper: outside_chart(paper, "days", (2003, 2019), "Days"),
            'external, series: found "days", expected one of ',
        ),
        (
            lambda paper: inflation_chart(Assessed(replace(paper.study, external=paper.study.external.iloc[:0]))),
            'external, series: found "inflation", expected a table that holds this series',
        ),
    ],
)
def test_what_a_study_lacks_is_told(paper: Assessed, call, told: str):
    with pytest.raises(InputError) as error:
        call(paper)
    assert told in str(error.value) and len(error.value.problems) == 1
