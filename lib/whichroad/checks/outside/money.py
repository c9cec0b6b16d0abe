"""Checks by credit, saving and investment."""

from __future__ import annotations

from smeclusters.claims.assessed import Assessed
from smeclusters.claims.claim import Claim, Verdict
from smeclusters.claims.registry import check
from smeclusters.claims.weighing import weigh
from smeclusters.wording import counted, in_a_row
from whichroad.checks.outside.figures import CRISIS, countries, crisis_years, yearly
from whichroad.checks.words import place_name

#: Bank credit, of output and as a part of Italy's, from which there was enough of it.
ENOUGH = 0.5


#: A change of a share that counts: percentage points of output.
POINT = 1


def after_crisis(paper: Assessed, series: str, place: str) -> tuple[float, float] | None:
    """Mean of a series up to a country's last year of crisis inflation, and after it.

    Parameters
    ----------
    paper : Assessed
        With its tables of figures from outside.
    series, place : str
        Their keys.

    Returns
    -------
    (float, float) or None
        None if there are no figures of both times, or there was no crisis.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> [round(mean, 1) for mean in after_crisis(edition(), "savings", "BRA")]
    [21.6, 15.8]
    """
    each, crisis = yearly(paper, series, place), crisis_years(paper, place)
    if not crisis:
        return None
    before, after = each[each.index <= crisis[-1]], each[each.index > crisis[-1]]
    return None if before.empty or after.empty else (float(before.mean()), float(after.mean()))


@check("outside")
def saving_followed_stability(paper: Assessed, claim: Claim) -> Verdict:
    """Did saving and investment rise, of output, once crisis inflation was over?"""
    asked = "Did saving and investment rise once prices were stable?"
    told, changes, rose, fell = [], [], 0, 0
    for series, name in (("savings", "Savings"), ("fixed_investment", "Fixed investment")):
        found = {key: after_crisis(paper, series, key) for key in countries(paper, series)}
        means = {key: mean for key, mean in found.items() if mean}
        if not means:
            continue
        up = sum(after >= before + POINT for before, after in means.values())
        down = sum(after <= before - POINT for before, after in means.values())
        rose, fell = rose + up, fell + down
        changes.append(f"{name} rose in {counted(up)} and fell in {counted(down)}")
        each = in_a_row([f"{place_name(paper, key)} {mean[0]:.0f} to {mean[1]:.0f}" for key, mean in means.items()])
        told.append(f"{name}, per cent of output: {each}.")
    if not told:
        return Verdict("not_checked", f"{asked} No figures from before and after a crisis are at hand.")
    reason = (
        f"{asked} Means up to a country’s last year with inflation above {CRISIS} per cent, and after it to "
        f"{paper.study.vintage}. {' '.join(told)} {in_a_row(changes)}, "
        f"by {POINT} point or more. Years of very high inflation are measured roughly."
    )
    if fell:
        reason += (
            " They are of the whole country, so that falls do not contradict it; what its firms saved would decide it."
        )
        return Verdict("not_checked", reason)
    return Verdict(weigh(rose), reason)


def thin_credit(paper: Assessed) -> list[str]:
    """Countries in which banks lent less than half as much, of output, as in Italy.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> "BRA" in thin_credit(edition())
    False
    """
    mean = _credit(paper)
    return [] if mean is None else [key for key, value in mean.items() if value < mean["ITA"] * ENOUGH]


def _credit(paper: Assessed) -> dict[str, float] | None:
    """Mean bank credit of 1985 to the paper, by country; None if Italy or all others are missing."""
    rows = paper.series("private_credit")
    rows = rows[rows["year"].between(1985, paper.study.vintage)]
    mean = {str(key): float(group["value"].mean()) for key, group in rows.groupby("place")}
    return mean if "ITA" in mean and len(mean) > 1 else None
