"""Checks by tariffs and by shoes from China."""

from __future__ import annotations

import pandas as pd

from smeclusters.claims.assessed import Assessed
from smeclusters.claims.claim import Claim, Verdict
from smeclusters.claims.registry import check
from smeclusters.claims.weighing import left_open, weigh
from smeclusters.claims.words import place_list
from smeclusters.wording import begun, in_a_row
from whichroad.checks.outside.figures import CRISIS, crisis_years, yearly
from whichroad.checks.words import concerns, place_name

#: What is left of a tariff that has fallen by a third.
LEFT = 2 / 3


#: The series that shows the opening of a place: one kind of average from one source, since two can't be compared.
SERIES = {
    "ARG": "tariff_before",
    "BRA": "tariff",
    "lac": "tariff_before",
    "MEX": "tariff_highest",
    "PER": "tariff_before",
}


def tariffs(paper: Assessed, claim: Claim) -> dict[str, pd.Series]:
    """Tariffs by year of each place that a claim concerns, each of one kind and with two years or more.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> found = tariffs(edition(), edition().claims["guadalajara-macro-1"])
    >>> {key: each.to_dict() for key, each in found.items()}
    {'MEX': {1985: 100.0, 1987: 20.0}}
    """
    # A region's mean says nothing of a claim about one country in it.
    about = [key for key in SERIES if key in claim.places or (key != "lac" and concerns(paper, claim, key))]
    found = {key: yearly(paper, SERIES[key], key) for key in about}
    return {key: each for key, each in found.items() if len(each) > 1}


def _told(paper: Assessed, found: dict[str, pd.Series]) -> str:
    """The first and the last figure of each place."""
    return "; ".join(
        f"{place_name(paper, key)} from {each.iloc[0]:.0f} per cent in {each.index[0]} to {each.iloc[-1]:.0f} in "
        f"{each.index[-1]}"
        for key, each in found.items()
    )


def _fell(each: pd.Series) -> bool:
    return bool(each.iloc[-1] <= LEFT * each.iloc[0])


@check("outside")
def trade_opened(paper: Assessed, claim: Claim) -> Verdict:
    """Did tariffs fall by a third or more, before the paper?"""
    found = tariffs(paper, claim)
    asked = "Was trade opened: did tariffs fall by a third or more?"
    if not found:
        return Verdict("not_checked", f"{asked} No tariffs of two years are at hand.")
    fallen = sum(map(_fell, found.values()))
    early = [key for key, each in found.items() if each.index[-1] < paper.study.vintage - 10]
    reason = (
        f"{asked} {begun(_told(paper, found))}. Each is a simple mean from one source; for Mexico it is the highest "
        "tariff." + (f" More than ten years before the paper: {place_list(paper, early)}." if early else "")
    )
    return Verdict(weigh(fallen, against=len(found) - fallen), reason)


@check("outside")
def restricted_when_unstable(paper: Assessed, claim: Claim) -> Verdict:
    """Were tariffs high while prices were unstable?"""
    asked = "Did instability lead to restrictions on imports?"
    high, told = 0, []
    for key, each in tariffs(paper, claim).items():
        shaken = each[each.index.isin(crisis_years(paper, key))]
        if shaken.empty:
            continue
        high += bool(shaken.max() >= each.iloc[-1] / LEFT)
        told.append(f"{place_name(paper, key)} {shaken.max():.0f} per cent in {shaken.idxmax()}")
    if not told:
        return Verdict("not_checked", f"{asked} No tariffs of years with unstable prices are at hand.")
    reason = (
        f"{asked} Highest tariffs in years with inflation above {CRISIS} per cent: {in_a_row(told)}. Tariffs of the "
        "decades before, and quotas, would show what led to what."
    )
    return left_open(Verdict(weigh(high, against=len(told) - high), reason), claim.part)


@check("outside")
def china_gained(paper: Assessed, claim: Claim) -> Verdict:
    """Did footwear from China gain ground in the United States, and Brazil’s lose it?"""
    part = yearly(paper, "us_footwear_imports_part", "CHN")
    brazil = yearly(paper, "us_footwear_imports_growth", "BRA")
    asked = "Did shoes from China take ground from Brazil’s?"
    if brazil.empty or len(part) < 2:
        return Verdict("not_checked", f"{asked} No imports of two years are at hand.")
    seen = [part.iloc[-1] > part.iloc[0], brazil.iloc[-1] < 0]
    reason = (
        f"{asked} Of the pairs that the United States imported {part.iloc[0]:.0f} per cent came from China in "
        f"{part.index[0]} and {part.iloc[-1]:.0f} in {part.index[-1]}; those from Brazil {_moved(brazil.iloc[-1])} per "
        f"cent in {brazil.index[-1]}{_still(paper, brazil.index[-1])}."
    )
    status = weigh(sum(map(bool, seen)), against=sum(not each for each in seen))
    return left_open(Verdict(status, reason), claim.part)


def _still(paper: Assessed, year: int) -> str:
    """What part of the imports Brazil had in a year, where it is known."""
    part = yearly(paper, "us_footwear_imports_part", "BRA")
    return f", to {part[year]:.0f} per cent of all" if year in part else ""


def _moved(change: float) -> str:
    return f"{'fell' if change < 0 else 'rose'} by {abs(change):.0f}"
