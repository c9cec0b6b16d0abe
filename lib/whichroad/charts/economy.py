"""Charts of the economy around the clusters: currencies, balances abroad, saving and investment."""

from __future__ import annotations

import pandas as pd

from smeclusters.claims.assessed import Assessed
from smeclusters.errors import InputError, Problem
from smeclusters.wording import signed
from whichroad.charts.bars import NARROW, WIDE, Bar, bar_chart
from whichroad.charts.drawing import Chart
from whichroad.charts.lines import line_chart, written
from whichroad.checks.outside.exchange import real_rate
from whichroad.checks.outside.figures import CRISIS, countries, crisis_years, yearly
from whichroad.checks.outside.money import after_crisis
from whichroad.checks.outside.prices import DEFICIT
from whichroad.checks.words import place_name

_SHADE = f"inflation above {CRISIS} per cent"


def real_rates_chart(paper: Assessed) -> Chart:
    """What each currency was worth in dollars, less inflation at home and in the United States, year by year.

    Parameters
    ----------
    paper : Assessed
        With its tables of figures from outside.

    Raises
    ------
    InputError
        If there are no exchange rates and prices of the same years.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> real_rates_chart(edition()).alt.partition(";")[0].partition(": ")[2]
    'Argentina 75 in years of high inflation and 130 in others'
    """
    rates = {key: real_rate(paper, key) for key in countries(paper, "exchange_rate")}
    rows = _frame(rates, "exchange_rate").round({"value": 0})
    shaken = _shaken(paper, rates)
    each = []
    for key, rate in rates.items():
        high = rate.index.isin(crisis_years(paper, key))
        each.append(
            f"{place_name(paper, key)} {rate[high].mean():.0f} in years of high inflation and "
            f"{rate[~high].mean():.0f} in "
            "others"
        )
    return _lines(
        paper,
        rows,
        "of a mean of 100",
        100,
        shaken,
        alt=f"Real worth of the currency, means: {'; '.join(each)}.",
        caption=(
            "Worth of the currency in dollars, less inflation at home and in the United States; the mean of all years "
            "is "
            "100, where the thin line lies, and higher is dearer. Shaded: years with inflation above "
            f"{CRISIS} per cent. Yearly means of the official rate, which say little where prices run away. "
            + _sources(paper, "exchange_rate", "inflation", "us_prices")
        ),
    )


def balances_chart(paper: Assessed) -> Chart:
    """The balance on current account, year by year.

    Parameters
    ----------
    paper : Assessed
        With its tables of figures from outside.

    Raises
    ------
    InputError
        If there are no such figures.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> balances_chart(edition()).alt.partition(";")[0].partition(": ")[2]
    'Argentina −4.5 per cent of output in 1998'
    """
    found = {key: yearly(paper, "current_account", key) for key in countries(paper, "current_account")}
    rows = _frame(found, "current_account")
    worst = [
        f"{place_name(paper, key)} {signed(each.min())} per cent of output in {each.idxmin()}"
        for key, each in found.items()
    ]
    return _lines(
        paper,
        rows,
        "% of GDP",
        -DEFICIT,
        _shaken(paper, found),
        alt=f"Largest deficit on current account: {'; '.join(worst)}.",
        caption=(
            f"Balance on current account, per cent of output. The thin line is a deficit of {DEFICIT} per cent, beyond "
            f"which it is commonly held not to last. Shaded: years with inflation above {CRISIS} per cent. "
            + _sources(paper, "current_account", "inflation")
        ),
    )


def after_crisis_chart(paper: Assessed, series: str, label: str) -> Chart:
    """The mean of a series up to each country's last year of crisis inflation, and after it.

    Parameters
    ----------
    paper : Assessed
        With its tables of figures from outside.
    series : str
        Key of the series.
    label : str
        What it is, for the caption.

    Raises
    ------
    InputError
        If there is no such series, or none from before and after.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> after_crisis_chart(edition(), "savings", "Savings").table["Figure"].tolist()[:2]
    ['20.3', '17.4']
    """
    bars, table = [], []
    for key in countries(paper, series):
        found = after_crisis(paper, series, key)
        if found is None:
            continue
        last = crisis_years(paper, key)[-1]
        for when, value, colour in (("up to", found[0], "line"), ("after", found[1], "wide")):
            bars.append(Bar(f"{place_name(paper, key)}, {when} {last}", f"{value:.1f}", ((value, colour),)))
            table.append((place_name(paper, key), f"{when} {last}", f"{value:.1f}"))
    if not bars:
        expected = "a series with figures from before and after a crisis of prices"
        raise InputError([Problem("external", None, "series", series, expected)])
    most = max(value for bar in bars for value, _ in bar.pieces) * 1.02
    return Chart(
        wide=bar_chart(bars, WIDE, most, "per cent of output"),
        narrow=bar_chart(bars, NARROW, most, "per cent of output"),
        alt=f"{label}, per cent of output: {'; '.join(f'{bar.name} {bar.words}' for bar in bars)}.",
        caption=(
            f"{label}, per cent of output: means up to a country’s last year with inflation above {CRISIS} per cent "
            f"(grey), and after it. {_sources(paper, series, 'inflation')}"
        ),
        table=pd.DataFrame(table, columns=["Country", "Years", "Figure"]),
    )


def _frame(found: dict[str, pd.Series], series: str) -> pd.DataFrame:
    """Figures by place and year as rows.

    Raises
    ------
    InputError
        If there is none.
    """
    each = [
        pd.DataFrame({"place": key, "year": values.index, "value": values.to_numpy()}) for key, values in found.items()
    ]
    rows = pd.concat(each, ignore_index=True) if each else pd.DataFrame()
    if rows.empty:
        raise InputError([Problem("external", None, "series", series, "a table that holds this series")])
    return rows


def _shaken(paper: Assessed, found: dict[str, pd.Series]) -> set[tuple[str, int]]:
    return {(key, year) for key in found for year in crisis_years(paper, key)}


def _lines(
    paper: Assessed,
    rows: pd.DataFrame,
    unit: str,
    base: float,
    shaken: set[tuple[str, int]],
    alt: str,
    caption: str,
) -> Chart:
    names = {key: place_name(paper, key) for key in rows["place"].unique()}
    return Chart(
        wide=line_chart(rows, names, unit, WIDE, base, shaken, _SHADE),
        narrow=line_chart(rows, names, unit, NARROW, base, shaken, _SHADE),
        alt=alt,
        caption=caption,
        table=pd.DataFrame(
            {
                "Country": [names[key] for key in rows["place"]],
                "Year": rows["year"].to_numpy(),
                "Figure": [written(value) for value in rows["value"]],
                _SHADE.capitalize(): [
                    "yes" if key in shaken else "" for key in zip(rows["place"], rows["year"], strict=True)
                ],
            }
        ),
    )


def _sources(paper: Assessed, *series: str) -> str:
    """Who says so, for a caption."""
    rows = paper.study.external
    return f"Sources: {'; '.join(rows[rows['series'].isin(series)]['source'].unique())}."
