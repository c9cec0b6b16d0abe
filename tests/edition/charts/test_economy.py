from __future__ import annotations

from dataclasses import replace

import pytest
from tests.edition.charts.drawn import read

from smeclusters import Assessed, InputError
from whichroad.charts.economy import after_crisis_chart, balances_chart, real_rates_chart

NAMES = ["Argentina", "Brazil", "Mexico", "Peru", "Venezuela"]
CRISES = {
    "Argentina": [(1980, 1991)],
    "Brazil": [(1980, 1995)],
    "Mexico": [(1982, 1988)],
    "Peru": [(1980, 1993)],
    "Venezuela": [(1989, 1990), (1994, 1997)],
}
"""By the table of inflation, read off by hand: the spells of years above 40 per cent."""


@pytest.mark.parametrize("which", ["wide", "narrow"])
@pytest.mark.parametrize("chart", [real_rates_chart, balances_chart])
def test_years_of_high_inflation_are_shaded(paper: Assessed, chart, which: str):
    drawing = read(getattr(chart(paper), which))
    shades = sorted((box for box in drawing.of("box") if box.stroke != "muted"), key=lambda box: (box.y, box.x))
    step = (drawing.width - 36 - 48) / 21
    expected = [(place, *spell) for place in NAMES for spell in CRISES[place]]
    assert len(shades) == len(expected)
    for box, (place, first, last) in zip(shades, expected, strict=True):
        assert box.fill == "minus1"
        assert box.x == pytest.approx(24 + (first - 1980.5) * step, abs=0.01)
        assert box.x2 == pytest.approx(24 + (last - 1979.5) * step, abs=0.01)
        assert drawing.word(place).y < box.y
    assert drawing.word("inflation above 40 per cent")


@pytest.mark.parametrize(("chart", "at"), [(real_rates_chart, 100.0), (balances_chart, -5.0)])
def test_the_thin_line_lies_at_its_figure(paper: Assessed, chart, at: float):
    drawing = read(chart(paper).wide)
    rules = sorted(rule.y for rule in drawing.of("rule"))
    for place, rule in zip(NAMES, rules, strict=True):
        dots = {}
        for dot in drawing.of("dot"):
            name, told = dot.tip.split(": ")
            if name.startswith(place):
                dots[float(told.split()[0].replace("−", "-"))] = dot.y
        lowest, highest = min(dots), max(dots)
        scale = (dots[lowest] - dots[highest]) / (highest - lowest)
        assert dots[lowest] - rule == pytest.approx((at - lowest) * scale, abs=0.5)
    figures = sorted(
        word.y for word in drawing.words if word.text == f"{at:g}".replace("-", "−") and word.anchor == "end"
    )
    assert figures == pytest.approx(rules, abs=1)


def test_a_real_rate_is_reckoned_from_three_tables(paper: Assessed):
    """Argentina from 1993 to 1994: prices up by 4.2 per cent there, by 2.6 in the United States, the peso still."""
    chart = real_rates_chart(paper)
    figures = chart.table.set_index(["Country", "Year"])["Figure"].astype(float)
    rows = paper.study.external.set_index(["series", "place", "year"])["value"].sort_index()
    home, abroad = (
        1 + rows["inflation", "ARG", 1994] / 100,
        rows["us_prices", "USA", 1994] / rows["us_prices", "USA", 1993],
    )
    dollar = rows["exchange_rate", "ARG", 1994] / rows["exchange_rate", "ARG", 1993]
    assert figures["Argentina", 1994] / figures["Argentina", 1993] == pytest.approx(home / abroad / dollar, abs=0.01)
    assert figures["Argentina"].mean() == pytest.approx(100, abs=0.5)
    assert "Yearly means of the official rate" in chart.caption and "U.S. Bureau of Labor Statistics" in chart.caption


def test_balances_are_told_with_a_real_minus(paper: Assessed):
    chart = balances_chart(paper)
    assert chart.alt.endswith("; Venezuela −9.2 per cent of output in 1988.")
    assert "-" not in "".join(chart.table["Figure"])
    assert len(chart.table) == 110
    high = chart.table[chart.table["Inflation above 40 per cent"] == "yes"]
    assert len(high[high["Country"] == "Mexico"]) == 7


@pytest.mark.parametrize("which", ["wide", "narrow"])
def test_savings_before_are_grey_and_after_blue(paper: Assessed, which: str):
    """Argentina’s last year above 40 per cent was 1991: means of 1985 to 1991 and of 1992 to 2001."""
    chart = after_crisis_chart(paper, "savings", "Savings")
    drawing = read(getattr(chart, which))
    boxes = {box.tip.split(":")[0]: box for box in drawing.of("box")}
    rows = paper.study.external.query("series == 'savings' and place == 'ARG'").set_index("year")["value"]
    before, after = boxes["Argentina, up to 1991"], boxes["Argentina, after 1991"]
    assert (before.fill, after.fill) == ("line", "wide") and before.y < after.y
    assert before.width / after.width == pytest.approx(rows.loc[:1991].mean() / rows.loc[1992:].mean())
    assert len(boxes) == 10 and list(chart.table["Country"]) == [name for name in NAMES for _ in range(2)]


def test_without_figures_it_is_said_what_is_missing(paper: Assessed):
    empty = Assessed(replace(paper.study, external=paper.study.external.iloc[:0]))
    for chart, series in ((real_rates_chart, "exchange_rate"), (balances_chart, "current_account")):
        with pytest.raises(InputError, match=f'external, series: found "{series}"'):
            chart(empty)
    with pytest.raises(InputError, match="a series with figures from before and after a crisis of prices"):
        after_crisis_chart(paper, "hyperinflation", "Prices")
