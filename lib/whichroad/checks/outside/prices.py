"""Checks by inflation and by balances abroad."""

from __future__ import annotations

import numpy as np

from smeclusters.claims.assessed import Assessed
from smeclusters.claims.claim import Claim, Verdict
from smeclusters.claims.registry import check
from smeclusters.claims.weighing import left_open, on_a_part, weigh
from smeclusters.claims.words import how_many
from smeclusters.wording import begun, counted, in_a_row, plural, signed
from whichroad.checks.outside.figures import CRISIS, countries, crisis_years, running, yearly
from whichroad.checks.words import concerns, place_name

#: Inflation from which Cagan (1956) speaks of hyperinflation: per cent a month.
HYPERINFLATION = 50


#: Prices after three years, as a multiple, from which accountants speak of hyperinflation (IAS 29, 1989).
DOUBLED = 2


#: Deficit on current account beyond which it is commonly held not to last, two years running: per cent of output
#: (Milesi-Ferretti and Razin 1996).
DEFICIT = 5


@check("outside")
def hyperinflation(paper: Assessed, claim: Claim) -> Verdict:
    """Did prices rise by half within a month, at some time before the paper?"""
    told, loose, seen, unseen = [], [], 0, 0
    for place in claim.places:
        episodes = paper.series("hyperinflation", place)
        early = episodes[(episodes["year"] <= paper.study.vintage) & (episodes["value"] >= HYPERINFLATION)]
        each = yearly(paper, "inflation", place)
        name = place_name(paper, place)
        if len(early):
            seen += 1
            top = early.nlargest(1, "value").iloc[0]
            told.append(f"prices in {name} rose by {top['value']:,.0f} per cent in the worst month of {top['year']}")
        elif len(each):
            unseen += 1
            loose += [name] if (1 + each / 100).rolling(3).apply(np.prod).max() >= DOUBLED else []
            late = episodes[episodes["year"] > paper.study.vintage]
            told.append(
                f"none is on record for {name} up to {paper.study.vintage}, whose highest year was {each.idxmax()} "
                "with "
                f"{each.max():,.0f} per cent"
                + ("" if late.empty else f"; its hyperinflation came in {late['year'].iloc[0]}")
            )
    if not told:
        return Verdict("not_checked", "Was there hyperinflation? No figure on the country’s inflation is at hand.")
    return Verdict(
        weigh(seen, against=unseen),
        f"Was there hyperinflation by Cagan’s mark, a rise of {HYPERINFLATION} per cent within a month? The paper "
        f"names no mark. {begun(in_a_row(told))}."
        + (
            f" By the looser mark of accountants, prices that double in three years, {in_a_row(loose)} would count."
            if loose
            else ""
        )
        + (" This does not look at what led to it." if seen else ""),
    )


@check("outside")
def unstable_prices(paper: Assessed, claim: Claim) -> Verdict:
    """Was inflation at crisis height in two years running, between 1980 and the paper?"""
    inside = [key for key in countries(paper, "inflation") if concerns(paper, claim, key)]
    asked = f"Were prices unstable, with inflation above {CRISIS} per cent two years running?"
    if not inside:
        return Verdict("not_checked", f"{asked} No figure on inflation there is at hand.")
    shaken = {key: running(crisis_years(paper, key)) for key in inside}
    first = min(yearly(paper, "inflation", key).index.min() for key in inside)
    each = in_a_row([f"{place_name(paper, key)} {len(crisis_years(paper, key))}" for key in inside])
    reason = (
        f"{asked} That is Bruno and Easterly’s mark of a crisis. Years above it from {first} to {paper.study.vintage}: "
        f"{each}."
    )
    there = sum(map(bool, shaken.values()))
    part = "" if set(inside) == set(claim.places) else f"{counted(len(inside))} countries, not most of the region’s"
    return on_a_part(left_open(Verdict(weigh(there, against=len(inside) - there), reason), part), part)


@check("outside")
def deficits_could_not_last(paper: Assessed, claim: Claim) -> Verdict:
    """Were prices unstable, and were deficits abroad over 5 per cent of output two years running?"""
    told, both, half, no = [], 0, 0, 0
    for place in claim.places:
        balance, name = yearly(paper, "current_account", place), place_name(paper, place)
        if balance.empty:
            continue
        large = running([int(year) for year in balance.index[balance < -DEFICIT]])
        shaken = running(crisis_years(paper, place))
        both, half, no = both + bool(shaken and large), half + bool(shaken and not large), no + (not shaken)
        worst = int(balance.index[int(balance.argmin())])
        high = crisis_years(paper, place)
        told.append(
            f"inflation in {name} was above {CRISIS} per cent in {how_many(len(high))} "
            f"{plural(len(high), 'year', 'years')} from {balance.index.min()} on"
            + ("" if shaken or not high else ", but not two running")
            + f". Its balance abroad was at worst {signed(balance[worst])} per cent of output, in {worst}; "
            + (
                f"it had a deficit of more than {DEFICIT} per cent two years running, first from {large[0]}"
                if large
                else f"it had a deficit of more than {DEFICIT} per cent two years running at no time from then on"
            )
        )
    asked = "Was the economy unstable, with deficits abroad that could not last?"
    if not told:
        return Verdict("not_checked", f"{asked} No figures on its balance abroad are at hand.")
    reason = (
        f"{asked} {begun('; '.join(told))}. The mark of {DEFICIT} per cent is a rough one of the literature’s "
        "(Milesi-Ferretti and Razin 1996); no ratio settles what can last."
    )
    part = "" if both or no else "the instability, not that the deficits could not last"
    return on_a_part(Verdict(weigh(both, half, no), reason), part)
