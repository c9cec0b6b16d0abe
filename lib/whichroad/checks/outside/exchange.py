"""Checks by exchange rates."""

from __future__ import annotations

import pandas as pd

from smeclusters.claims.assessed import Assessed
from smeclusters.claims.checks.arithmetic import CLOSE
from smeclusters.claims.claim import Claim, Verdict
from smeclusters.claims.registry import check
from smeclusters.claims.weighing import on_a_part, weigh
from smeclusters.wording import begun, counted, in_a_row
from whichroad.checks.outside.figures import CRISIS, RUNAWAY, countries, yearly
from whichroad.checks.words import place_name

#: From here on a change of the real exchange rate within a year counts as a swing.
SWING = 0.2


def real_rate(paper: Assessed, place: str) -> pd.Series:
    """What a currency was worth in dollars, less inflation at home and in the United States, by year.

    Parameters
    ----------
    paper : Assessed
        With its tables of figures from outside.
    place : str
        Key of a country.

    Returns
    -------
    Series
        With the mean of all years as 100, higher where the currency was dearer; empty without figures. Yearly means
        of the official rate: in years in which prices ran away they say little.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> rate = real_rate(edition(), "ARG")
    >>> bool(rate[1985] < 60 < 120 < rate[1995])
    True
    """
    dollar, inflation = yearly(paper, "exchange_rate", place), yearly(paper, "inflation", place)
    worth = (1 + inflation / 100).cumprod() / (dollar * yearly(paper, "us_prices", "USA"))
    worth = worth.dropna()
    return 100 * worth / worth.mean()


@check("outside")
def dear_when_unstable(paper: Assessed, claim: Claim) -> Verdict:
    """Were currencies worth more in some year of crisis inflation than on the mean of other years?

    A country in which they never were counts against nothing: stable years don't measure what is too high.
    """
    dear, never, told = [], [], []
    for key in countries(paper, "exchange_rate"):
        rate = real_rate(paper, key)
        prices = yearly(paper, "inflation", key).reindex(rate.index)
        shaken, calm = rate[(prices > CRISIS) & (prices <= RUNAWAY)], rate[prices <= CRISIS]
        if shaken.empty or calm.empty:
            continue
        years = [str(year) for year in shaken.index[shaken >= (1 + CLOSE) * calm.mean()]]
        dear += [f"{place_name(paper, key)} ({in_a_row(years)})"] if years else []
        never += [] if years else [place_name(paper, key)]
        change = shaken.mean() / calm.mean() - 1
        told.append(f"{place_name(paper, key)} {abs(change):.0%} {'dearer' if change > 0 else 'cheaper'}")
    asked = "Were currencies too dear when prices were unstable?"
    if not told:
        return Verdict("not_checked", f"{asked} No exchange rates and prices of the same years are at hand.")
    return Verdict(
        weigh(len(dear)),
        f"{asked} Looked at is their worth in dollars, less inflation at home and in the United States, in years with "
        f"inflation above {CRISIS} per cent. Dearer than in stable years by a tenth: {in_a_row(dear) or 'none'}; at no "
        f"time: {in_a_row(never) or 'none'}. On average: {in_a_row(told)}. ".replace("%", " per cent")
        + f"These are yearly means of the official rate, without the years of more than {RUNAWAY:,} per cent, in which "
        "they say little. Cheaper than in stable years can be too dear still. "
        f"{begun(counted(len(told)))} countries stand for all of them.",
    )


@check("outside")
def real_rates_swung(paper: Assessed, claim: Claim) -> Verdict:
    """Did real exchange rates move by more than a fifth in a year, in the ten years up to the paper?"""
    decade = range(paper.study.vintage - 9, paper.study.vintage + 1)
    swings = {}
    for key in countries(paper, "exchange_rate"):
        change = real_rate(paper, key).pct_change().dropna()
        if set(decade) & set(change.index):
            swings[key] = [int(year) for year in change.index[change.abs() > SWING]]
    asked = "Were real exchange rates unstable in the years of opening?"
    if not swings:
        return Verdict("not_checked", f"{asked} No exchange rates and prices of the same years are at hand.")
    late = {key: [year for year in years if year in decade] for key, years in swings.items()}
    early = sum(decade[0] - 10 <= year < decade[0] for years in swings.values() for year in years)
    shaken = [key for key in late if late[key]]
    each = in_a_row([f"{place_name(paper, key)} {in_a_row(list(map(str, late[key]))) or 'none'}" for key in late])
    reason = (
        f"{asked} We count the years from {decade[0]} to {decade[-1]} in which a currency’s worth in dollars moved "
        f"by more than {100 * SWING:.0f} per cent, less inflation at home and in the United States. They are: {each}. "
        f"In the ten years before there were {counted(early)} such years in these countries, against "
        f"{counted(sum(map(len, late.values())))}. {begun(counted(len(late)))} countries stand for all of them, and "
        "the mark is ours. Such swings are the paper’s example of a distortion; others, whether opening was the cause, "
        "and whether small firms were in danger, these figures cannot show."
    )
    part = f"exchange rates in {counted(len(shaken))} countries, not other distortions or danger to small firms"
    return on_a_part(Verdict(weigh(len(shaken)), reason), part)


@check("outside")
def peso_fell(paper: Assessed, claim: Claim) -> Verdict:
    """Did the peso lose a third of its worth or more between 1994 and 1996?"""
    rate = yearly(paper, "exchange_rate", "MEX")
    asked = "Did the peso fall, and did that give firms time?"
    if not {1994, 1996} <= set(rate.index):
        return Verdict("not_checked", f"{asked} No exchange rates of 1994 and 1996 are at hand.")
    before, after = rate[1994], rate[1996]
    fell = after >= 1.5 * before
    reason = f"{asked} A dollar cost {before:.1f} pesos in 1994 and {after:.1f} in 1996: "
    if not fell:
        return Verdict("contradicted", f"{reason}there was no such fall.")
    return Verdict("supported", f"{reason}the fall is there. That it gave firms time is Rabellotti’s finding.")
