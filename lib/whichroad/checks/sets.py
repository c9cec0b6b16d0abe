"""Checks by the set-theoretic tests."""

from __future__ import annotations

import math

from smeclusters.analysis.qca import CONSISTENT, calibrate, parameters_of_fit
from smeclusters.claims.assessed import Assessed
from smeclusters.claims.claim import Claim, Unusable, Verdict
from smeclusters.claims.registry import check
from smeclusters.claims.terms import Implication, Rated
from smeclusters.claims.weighing import weigh
from smeclusters.claims.words import terms_in_words
from smeclusters.model.paths import overlap


@check("sets", terms=Implication)
def consistency_is_low(paper: Assessed, claim: Claim, terms: Implication) -> Verdict:
    """Do conditions fall short, together, of the consistency asked of what suffices for the high road?"""
    ratings = [term for term in terms.given if isinstance(term, Rated)]
    if len(ratings) < len(terms.given):
        raise Unusable("terms", claim.terms, "determinants, such as trust+ or trust-, before the arrow")
    if not paper.study.observed:
        return Verdict("not_checked", "No case has a path that is observed.", ours=True)
    name = "*".join(f"{'' if term.favourable else '~'}{term.determinant}" for term in ratings)
    found = parameters_of_fit(calibrate(paper), [name]).iloc[0]
    lo, hi = found["sufficiency_consistency_lo"], found["sufficiency_consistency_hi"]
    if math.isnan(lo) or math.isnan(hi):
        return Verdict("not_checked", "No case belongs to the conditions at all.", ours=True)
    seen = any(overlap("high_road", paths) for paths in paper.study.observed.values())
    reason = (
        f"Are clusters {terms_in_words(paper, terms.given)} nearly always on the high road? "
        f"The consistency lies between {lo:.2f} and {hi:.2f}, where {CONSISTENT} is "
        "usually asked for." + ("" if seen else " With no high road among the cases, no condition could do better.")
    )
    return Verdict(weigh(0, int(hi < CONSISTENT), int(lo >= CONSISTENT)), reason, ours=True)
