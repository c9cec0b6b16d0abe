"""Checks by figures from outside."""

from __future__ import annotations

import numpy as np

from smeclusters.claims.assessed import Assessed
from smeclusters.claims.checks.arithmetic import CLOSE
from smeclusters.claims.claim import Claim, NotChecked, Status, Verdict
from smeclusters.claims.registry import check
from smeclusters.claims.words import place_list
from smeclusters.wording import begun, counted, in_a_row
from whichroad.checks.words import concerns, place_name

#: Inflation from which Bruno and Easterly (1998) speak of a crisis: per cent a year, two years running.
CRISIS = 40


#: Inflation from which Cagan (1956) speaks of hyperinflation: per cent a month.
HYPERINFLATION = 50


#: Prices after three years, as a multiple, from which accountants speak of hyperinflation (IAS 29, 1989).
DOUBLED = 2


#: Bank credit, of output and as a part of Italy's, from which there was enough of it.
ENOUGH = 0.5


#: From here on a change of the real exchange rate within a year counts as a swing.
SWING = 0.2


@check("outside")
def hyperinflation(paper: Assessed, claim: Claim) -> Verdict:
    """Whether prices rose by half in a month, at some time before the paper."""
    each, loose, found, before = [], [], 0, 0
    for place in claim.places:
        episodes = paper.series("hyperinflation", place)
        early = episodes[(episodes["year"] <= paper.study.vintage) & (episodes["value"] >= HYPERINFLATION)]
        yearly = paper.series("inflation", place)
        yearly = yearly[yearly["year"] <= paper.study.vintage]
        if early.empty and yearly.empty:
            continue
        found += 1
        before += not early.empty
        name = place_name(paper, place)
        if early.empty:
            peak = yearly.nlargest(1, "value").iloc[0]
            thrice = (1 + yearly.sort_values("year")["value"] / 100).rolling(3).apply(np.prod).max()
            loose += [name] if thrice >= DOUBLED else []
            late = episodes[episodes["year"] > paper.study.vintage]
            each.append(
                f"none is on record for {name} up to {paper.study.vintage}, whose highest year was {peak['year']} with "
                f"{peak['value']:,.0f} per cent"
                + ("" if late.empty else f"; its hyperinflation came in {late['year'].iloc[0]}")
            )
        else:
            top = early.nlargest(1, "value").iloc[0]
            each.append(f"prices in {name} rose by {top['value']:,.0f} per cent a month in {top['year']}")
    if not found:
        return Verdict("not_checked", "No figure on the country’s inflation is at hand.")
    status: Status = "supported" if before == found else "mixed" if before else "contradicted"
    return Verdict(
        status,
        f"{begun(in_a_row(each))}. Cagan’s mark of {HYPERINFLATION} per cent a month is used, which the paper "
        "doesn’t name."
        + (
            f" By the looser one of accountants, prices that double in three years, {in_a_row(loose)} would count."
            if loose
            else ""
        ),
    )


@check("outside")
def unstable_prices(paper: Assessed, claim: Claim) -> Verdict:
    """Whether inflation was at crisis height in two years running, between 1980 and the paper."""
    rows = paper.series("inflation")
    rows = rows[rows["year"] <= paper.study.vintage]
    inside = [key for key in rows["place"].unique() if concerns(paper, claim, key)]
    if not inside:
        return Verdict("not_checked", "No figure on inflation there is at hand.")
    years = {}
    for key in inside:
        high = rows[(rows["place"] == key) & (rows["value"] > CRISIS)]["year"]
        years[key] = len(high) if (high.diff() == 1).any() else 0
    shaken = [key for key in inside if years[key]]
    each = in_a_row([f"{place_name(paper, key)} {years[key]}" for key in inside])
    reason = (
        f"Years from {rows['year'].min()} to {rows['year'].max()} with inflation above {CRISIS} per cent: {each}. "
        "Two such years "
        "running count as a crisis of prices; deficits abroad are not looked at."
    )
    if len(inside) > 1:
        reason += f" {begun(counted(len(inside)))} countries stand for all of them."
    return Verdict("mixed" if shaken else "contradicted", reason)


@check("outside")
def money_was_there(paper: Assessed, claim: Claim) -> Verdict:
    """Whether banks lent at least half as much, of output, as in Italy: else they lent little to anybody."""
    mean = _credit(paper)
    if mean is None:
        return Verdict("not_checked", "No figures on credit to compare are at hand.")
    italy = mean.pop("ITA")
    enough = [key for key, value in mean.items() if value >= italy * ENOUGH]
    each = in_a_row([f"{place_name(paper, key)} {value:.0f}" for key, value in mean.items()])
    reason = (
        f"Bank credit, per cent of output, mean of 1985 to {paper.study.vintage}: {each}; Italy {italy:.0f}. Half "
        "of Italy’s is taken to be enough, "
        "which is our mark and not the paper’s. Where it is thin, banks lent little to anybody; to whom, these "
        "figures don’t tell."
    )
    return Verdict("supported" if len(enough) == len(mean) else "mixed" if enough else "contradicted", reason)


@check("outside")
def credit_deepened(paper: Assessed, claim: Claim) -> Verdict:
    """Whether credit grew, of output, from the last year of crisis inflation to the paper."""
    each, grew = [], []
    for place in paper.series("inflation")["place"].unique():
        prices = paper.series("inflation", place)
        crisis = prices[(prices["value"] > CRISIS) & (prices["year"] <= paper.study.vintage)]
        credit = paper.series("private_credit", place).set_index("year")["value"]
        if crisis.empty or crisis["year"].iloc[-1] not in credit.index or paper.study.vintage not in credit.index:
            continue
        last = crisis["year"].iloc[-1]
        grew.append(credit[paper.study.vintage] > credit[last])
        each.append(
            f"{place_name(paper, place)} from {credit[last]:.0f} per cent of output in {last} to "
            f"{credit[paper.study.vintage]:.0f} in {paper.study.vintage}"
        )
    if not grew:
        return Verdict("not_checked", "No figures on prices and credit are at hand.")
    reason = (
        f"Bank credit from the last year of crisis inflation: {in_a_row(each)}. Savings and investment "
        "themselves are not looked at."
    )
    return Verdict("supported" if all(grew) else "mixed" if any(grew) else "contradicted", reason)


@check("outside")
def registering_got_easier(paper: Assessed, claim: Claim) -> Verdict:
    """Whether registering a firm in Peru came to take less time."""
    trial, later = (
        paper.series("days_to_register_trial", "PER"),
        paper.series("days_to_register", "PER"),
    )
    if trial.empty or later.empty:
        return Verdict("not_checked", "No figures of two times are at hand.")
    before, after = trial.iloc[0], later.iloc[0]
    reason = (
        f"Peru: {before['value']:g} days in De Soto’s trial, {after['value']:g} in {after['year']} by Doing "
        "Business. The two were not counted in the same way, "
        "and other countries’ earlier figures are missing."
    )
    return Verdict("mixed" if after["value"] < before["value"] else "contradicted", reason)


@check("outside")
def smes_are_much(paper: Assessed, claim: Claim) -> Verdict:
    """Whether small firms have half of the jobs or of the output, in the figures of the paper and of others."""
    jobs, output = paper.series("sme_jobs", "BRA"), paper.series("sme_gdp", "BRA")
    if jobs.empty or output.empty:
        return Verdict("not_checked", "No other figures are at hand.")
    shares = [jobs["value"].iloc[0], output["value"].iloc[0]]
    rows = paper.study.profiles
    given = rows[rows["unit"].isin(["% of GDP", "% of employment"])]
    if given.empty:
        raise NotChecked
    reason = (
        f"The paper gives jobs or output for {counted(given['place'].nunique())} countries. For Brazil others give "
        f"{shares[0]:.0f} per cent of jobs and {shares[1]:.0f} of output to micro and small firms."
    )
    return Verdict("supported" if min(shares) >= 50 else "mixed" if max(shares) >= 50 else "contradicted", reason)


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


@check("outside")
def trade_opened(paper: Assessed, claim: Claim) -> Verdict:
    """Whether tariffs fell by a third or more, from a height at which they had held trade back, before the paper."""
    rows = paper.study.external
    rows = rows[rows["series"].isin(["tariff", "tariff_highest"]) & (rows["year"] <= paper.study.vintage)].sort_values(
        "year"
    )
    # For Mexico the mean begins after the opening; its highest tariff is known before and after.
    rows = rows[(rows["place"] != "MEX") == (rows["series"] == "tariff")]
    each, early, fallen, found = [], [], 0, 0
    for key, group in rows.groupby("place", sort=False):
        if not concerns(paper, claim, str(key)) or len(group) < 2:
            continue
        first, last = group.iloc[0], group.iloc[-1]
        found += 1
        fallen += last["value"] <= 2 / 3 * first["value"]
        each.append(
            f"{place_name(paper, str(key))} from {first['value']:.0f} per cent in {first['year']} to "
            f"{last['value']:.0f} in {last['year']}"
        )
        if last["year"] < paper.study.vintage - 10:
            early.append(str(key))
    if not found:
        return Verdict("not_checked", "No tariffs of two years are at hand.")
    return Verdict(
        "mixed" if fallen else "contradicted",
        f"Tariffs (mean; for Mexico the highest): {in_a_row(each)}."
        + (f" More than ten years before the paper: {place_list(paper, early)}." if early else "")
        + " Where a series begins after the opening, it can’t show it; why trade was closed or opened, and what "
        "firms made of it, tariffs can’t show.",
    )


@check("outside")
def real_rates_swung(paper: Assessed, claim: Claim) -> Verdict:
    """Whether the real price of the dollar moved by more than a fifth in a year, in the ten years up to the paper."""
    years, far = range(paper.study.vintage - 9, paper.study.vintage + 1), {}
    for key in paper.series("exchange_rate")["place"].unique():
        dollar, prices = (paper.series(name, key).set_index("year")["value"] for name in ("exchange_rate", "inflation"))
        moved = {
            year: dollar[year] / dollar[year - 1] / (1 + prices[year] / 100) - 1
            for year in years
            if {year - 1, year} <= set(dollar.index) and year in prices.index
        }
        if moved:
            far[key] = [year for year, change in moved.items() if abs(change) > SWING]
    if not far:
        return Verdict("not_checked", "No exchange rates and prices of the same years are at hand.")
    shaken = [key for key in far if far[key]]
    each = in_a_row([f"{place_name(paper, key)} {in_a_row(list(map(str, far[key]))) or 'none'}" for key in far])
    return Verdict(
        "mixed" if shaken else "contradicted",
        f"Years from {years[0]} to {years[-1]} in which the price of the dollar, less inflation at home, moved by "
        "more than "
        f"{SWING:.0%}: {each}. ".replace("%", " per cent")
        + f"{begun(counted(len(far)))} countries stand for all of them. The mark is ours, and that opening was "
        "the cause these figures can’t show.",
    )


@check("outside")
def peso_fell(paper: Assessed, claim: Claim) -> Verdict:
    """Whether the peso lost a third of its worth or more between 1994 and 1996."""
    rows = paper.series("exchange_rate", "MEX").set_index("year")["value"]
    if not {1994, 1996} <= set(rows.index):
        return Verdict("not_checked", "No exchange rates of 1994 and 1996 are at hand.")
    before, after = rows[1994], rows[1996]
    prices = f"A dollar cost {before:.1f} pesos in 1994 and {after:.1f} in 1996: "
    if after < 1.5 * before:
        return Verdict("contradicted", f"{prices}there was no such fall.")
    return Verdict(
        "mixed",
        f"{prices}the fall is there. That it gave firms time is Rabellotti’s finding, which these figures can’t test.",
    )


@check("outside")
def registering_takes_long(paper: Assessed, claim: Claim) -> Verdict:
    """Whether registering a business in Peru took longer than in other countries of the region."""
    rows = paper.series("days_to_register")
    peru = rows[rows["place"] == "PER"]
    if peru.empty:
        return Verdict("not_checked", "No figure on Peru is at hand.")
    first = peru.iloc[0]
    others = rows[(rows["year"] == first["year"]) & (rows["place"] != "PER")]["value"]
    later = peru.iloc[-1]
    trial = paper.series("days_to_register_trial", "PER")
    quicker = int((others < first["value"]).sum())
    reason = (
        ("" if trial.empty else f"De Soto’s trial took {trial['value'].iloc[0]:g} days. ")
        + f"In {first['year']} it took {first['value']:g}, more than in {counted(quicker)} of "
        f"{counted(len(others))} other countries of the region; "
        f"in {later['year']} {later['value']:g}."
    )
    return Verdict("mixed" if quicker * 2 > len(others) else "contradicted", reason)


@check("outside")
def china_gained(paper: Assessed, claim: Claim) -> Verdict:
    """Whether footwear from China gained ground in the United States, and as fast as stated."""
    pairs = paper.series("us_footwear_imports", "CHN")
    share = paper.series("us_footwear_share", "CHN")
    if len(pairs) < 2:
        return Verdict("not_checked", "No imports of two years are at hand.")
    first, last = pairs.iloc[0], pairs.iloc[-1]
    brazil = paper.series("us_footwear_imports_growth", "BRA")
    sold = brazil["value"].iloc[-1] if len(brazil) else 0
    growth = 100 * ((last["value"] / first["value"]) ** (1 / (last["year"] - first["year"])) - 1)
    reason = (
        f"Pairs that the United States bought from China {_moved(growth)} per cent a year from {first['year']} to "
        f"{last['year']}"
        + (f", to {share['value'].iloc[-1]:.0f} per cent of all sold there" if len(share) else "")
        + (f"; those from Brazil {_moved(sold)} per cent in {brazil['year'].iloc[-1]}" if len(brazil) else "")
        + ". What this did to firms in the valley it doesn’t show, and the paper names neither the market nor "
        "the years."
    )
    if growth <= 0:
        return Verdict("contradicted", reason)
    as_fast = claim.figure is not None and growth >= (1 - CLOSE) * claim.figure
    if claim.figure is not None and not as_fast:
        reason = f"That they grew can be seen, not that it was by {claim.figure:.0f} per cent a year. {reason}"
    return Verdict("supported" if as_fast else "mixed", reason)


def _moved(change: float) -> str:
    return f"{'fell' if change < 0 else 'rose'} by {abs(change):.0f}"


@check("outside")
def brazil_has_as_many(paper: Assessed, claim: Claim) -> Verdict:
    """Whether another count of Brazil's small firms agrees."""
    return _agrees(paper, claim, "sme_number", "Another count has {value:.1f} million in {year} ({source}).")


@check("outside")
def brazil_makes_as_much(paper: Assessed, claim: Claim) -> Verdict:
    """Whether another figure for small firms' part of Brazil's output agrees."""
    return _agrees(
        paper,
        claim,
        "sme_gdp",
        "Another figure is {value:.0f} per cent in {year} ({source}), for micro and small firms alone: "
        "medium ones, which the paper counts in, can account for part of the difference.",
    )


@check("outside")
def cachoeiro_exports_as_much(paper: Assessed, claim: Claim) -> Verdict:
    """Whether the town's or the state's part of Brazil's stone exports is as large as stated."""
    town, state = (paper.series(name) for name in ("stone_exports", "stone_exports_state"))
    if town.empty and state.empty:
        return Verdict("not_checked", "No figures on the exports of stone are at hand.")
    each, close = [], []
    for name, rows in (("the state of Espírito Santo", state), ("the town", town)):
        if len(rows):
            row = rows.iloc[0]
            each.append(f"{name} {row['value']:.0f} per cent in {row['year']}")
            close.append(row["value"] >= (1 - 2 * CLOSE) * (claim.figure or 0))
    status: Status = "supported" if len(town) and close[-1] else "mixed" if any(close) else "contradicted"
    return Verdict(
        status,
        f"Part of Brazil’s exports of stone in the years at hand, where the paper is of {paper.study.vintage}: "
        f"{in_a_row(each)}.",
    )


def _agrees(paper: Assessed, claim: Claim, series: str, sentence: str) -> Verdict:
    rows = paper.series(series, "BRA")
    if rows.empty or claim.figure is None:
        return Verdict("not_checked", "No other figure is at hand.")
    row = rows.iloc[0]
    # Who counts as small differs from count to count: only a factor of more than two is a disagreement.
    return Verdict("mixed" if 0.5 <= row["value"] / claim.figure <= 2 else "contradicted", sentence.format(**row))
