"""What the checks by figures from outside share: marks, and figures by year."""

from __future__ import annotations

import pandas as pd

from smeclusters.claims.assessed import Assessed
from whichroad.checks.words import place_name

#: Inflation from which Bruno and Easterly (1998) speak of a crisis: per cent a year, two years running.
CRISIS = 40


#: Inflation above which the mean of a year says little of its months: per cent a year.
RUNAWAY = 1000


def yearly(paper: Assessed, series: str, place: str) -> pd.Series:
    """The figures of a series and a place by year, up to the paper's.

    Parameters
    ----------
    paper : Assessed
        With its tables of figures from outside.
    series, place : str
        Their keys.

    Returns
    -------
    Series
        By year; empty if there is none.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> float(yearly(edition(), "inflation", "ARG")[1989])
    3079.0
    """
    rows = paper.series(series, place)
    rows = rows[rows["year"] <= paper.study.vintage]
    return pd.Series(rows["value"].to_numpy(float), rows["year"].astype(int))


def crisis_years(paper: Assessed, place: str) -> list[int]:
    """The years in which prices rose by more than 40 per cent.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> crisis_years(edition(), "VEN")
    [1989, 1990, 1994, 1995, 1996, 1997]
    """
    prices = yearly(paper, "inflation", place)
    return [int(year) for year in prices.index[prices > CRISIS]]


def running(years: list[int]) -> list[int]:
    """Those of some years that have a neighbour among them.

    Examples
    --------
    >>> running([1980, 1982, 1983, 1990])
    [1982, 1983]
    """
    return [year for year in years if {year - 1, year + 1} & set(years)]


def countries(paper: Assessed, series: str) -> list[str]:
    """The places of which a series has figures, in the order of the alphabet.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> countries(edition(), "savings")
    ['ARG', 'BRA', 'MEX', 'PER', 'VEN']
    """
    return sorted(paper.series(series)["place"].unique(), key=lambda key: place_name(paper, key))
