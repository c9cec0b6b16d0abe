"""Checks by the set-theoretic tests."""

from __future__ import annotations

import numpy as np

from smeclusters.analysis.qca import CONSISTENT, calibrate, parameters_of_fit
from smeclusters.claims.assessed import Assessed
from smeclusters.claims.claim import Claim, Verdict
from smeclusters.claims.registry import check
from smeclusters.claims.terms import Implication, Rated
from smeclusters.claims.words import terms_in_words


@check("sets", terms=Implication)
def consistency_is_low(paper: Assessed, claim: Claim, terms: Implication) -> Verdict:
    """Whether conditions fall short, together, of the consistency asked of what suffices for the high road."""
    name = "*".join(term.determinant for term in terms.given if isinstance(term, Rated))
    found = parameters_of_fit(calibrate(paper), [name]).iloc[0]
    lo, hi = found["sufficiency_consistency_lo"], found["sufficiency_consistency_hi"]
    if np.isnan([lo, hi]).any():
        return Verdict("untestable", "No case has a path that is observed.", ours=True)
    seen = "high_road" in paper.study.observed.values()
    reason = (
        f"That what is {terms_in_words(paper, terms.given)} is on the high road has a consistency between {lo:.2f} and {hi:.2f}, where {CONSISTENT} is "
        "usually asked for."
        + ("" if seen else " With no high road among the cases, no condition could do better.")
    )
    low = hi < CONSISTENT
    return Verdict(
        "holds" if low and seen else "fails" if lo >= CONSISTENT else "holds_in_part", reason, ours=True
    )
