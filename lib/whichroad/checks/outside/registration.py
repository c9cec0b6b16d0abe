"""Checks by how long it takes to register a firm."""

from __future__ import annotations

from smeclusters.claims.assessed import Assessed
from smeclusters.claims.claim import Claim, Verdict
from smeclusters.claims.registry import check
from smeclusters.claims.weighing import weigh
from smeclusters.wording import counted


@check("outside")
def registering_takes_long(paper: Assessed, claim: Claim) -> Verdict:
    """Did registering a business in Peru take longer than in most countries around?"""
    asked = "Does it take extraordinarily long to register a business in Peru?"
    rows = paper.series("days_to_register")
    peru, trial = rows[rows["place"] == "PER"], paper.series("days_to_register_trial", "PER")
    if peru.empty:
        return Verdict("not_checked", f"{asked} No figure on Peru is at hand.")
    first = peru.iloc[0]
    others = rows[(rows["year"] == first["year"]) & (rows["place"] != "PER")]["value"]
    quicker = int((others < first["value"]).sum())
    longer = quicker * 2 > len(others)
    reason = (
        asked
        + ("" if trial.empty else f" De Soto’s own trial took {trial['value'].iloc[0]:g} days.")
        + f" By the World Bank it took {first['value']:g} in {first['year']}, more than in {counted(quicker)} of "
        f"{counted(len(others))} other countries of the region. That is later than the paper."
    )
    return Verdict(weigh(int(longer), len(trial), int(not longer)), reason)


@check("outside")
def registering_got_easier(paper: Assessed, claim: Claim) -> Verdict:
    """Did registering a firm in Peru come to take less time?"""
    asked = "Has it become easier to register a firm?"
    trial, later = (paper.series(name, "PER") for name in ("days_to_register_trial", "days_to_register"))
    if trial.empty or later.empty:
        return Verdict("not_checked", f"{asked} No figures of two times are at hand.")
    before, after = trial.iloc[0], later.iloc[0]
    quicker = bool(after["value"] < before["value"])
    reason = (
        f"{asked} In Peru, the one country with two figures, it took {before['value']:g} days in De Soto’s trial and "
        f"{after['value']:g} in {after['year']} by the World Bank, which counts in another way. Of other countries the "
        "earlier figures are missing."
    )
    return Verdict(weigh(0, int(quicker), int(not quicker)), reason)
