"""Checks by the set-theoretic tests."""

from __future__ import annotations

import math

from smeclusters.analysis.qca import CONSISTENT, calibrate, parameters_of_fit
from smeclusters.claims.assessed import Assessed
from smeclusters.claims.claim import Claim, Unusable, Verdict
from smeclusters.claims.registry import check
from smeclusters.claims.terms import Implication, Rated
from smeclusters.claims.words import terms_in_words
from smeclusters.model.paths import overlap


@check("sets", terms=Implication)
def consistency_is_low(paper: Assessed, claim: Claim, terms: Implication) -> Verdict:
    """Whether conditions fall short, together, of the consistency asked of what suffices for the high road."""
    ratings = [term for term in terms.given if isinstance(term, Rated)]
    if len(ratings) < len(terms.given):
        raise Unusable("terms", claim.terms, "determinants, such as trust+ or trust-, before the arrow")
    if not paper.study.observed:
        return Verdict("untestable", "No case has a path that is observed.", ours=True)
    name = "*".join(f"{'' if term.favourable else '~'}{term.determinant}" for term in ratings)
    found = parameters_of_fit(calibrate(paper), [name]).iloc[0]
    lo, hi = found["sufficiency_consistency_lo"], found["sufficiency_consistency_hi"]
    if math.isnan(lo) or math.isnan(hi):
        return Verdict("untestable", "No case belongs to the conditions at all.", ours=True)
    seen = any(overlap("high_road", paths) for paths in paper.study.observed.values())
    reason = (
        f"That what is {terms_in_words(paper, terms.given)} is on the high road has a consistency between "
        f"{lo:.2f} and {hi:.2f}, where {CONSISTENT} is "
        "usually asked for." + ("" if seen else " With no high road among the cases, no condition could do better.")
    )
    low = hi < CONSISTENT
    return Verdict("holds" if low and seen else "fails" if lo >= CONSISTENT else "holds_in_part", reason, ours=True)
