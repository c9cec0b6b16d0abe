"""Checks by the coded evidence: the cells of the matrix."""

from __future__ import annotations

import numpy as np

from smeclusters.claims.assessed import Assessed
from smeclusters.claims.claim import Claim, Verdict
from smeclusters.claims.registry import check
from smeclusters.claims.weighing import GENERAL, independent_of, weigh
from smeclusters.claims.words import of_clusters, places_in_brackets
from smeclusters.wording import counted, in_a_row


@check("evidence")
def success_and_failure(assessed: Assessed, claim: Claim) -> Verdict:
    """Have clusters something that is certainly favourable and something that is certainly not?

    Parameters
    ----------
    assessed : Assessed
        The study.
    claim : Claim
        What is to be decided.

    Returns
    -------
    Verdict
        As :func:`weigh` says, of the clusters that have both: ``contradicted`` if none can have both, and
        ``not_checked`` if the evidence leaves it open.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from smeclusters import Assessed, example_study
    >>> assessed = Assessed(example_study())
    >>> claim = replace(assessed.claims["learn"], check="success_and_failure", why_not="")
    >>> assessed.judge(claim).status
    'supported_within'
    """
    lo, hi = assessed.ratings.lo, assessed.ratings.hi
    sure = np.any(lo > 0, axis=1) & np.any(hi < 0, axis=1)
    possible = np.any(hi > 0, axis=1) & np.any(lo < 0, axis=1)
    both = [key for key, has in zip(assessed.ratings.clusters, sure, strict=True) if has]
    reason = (
        "Have clusters something favourable and something unfavourable? Both are certain in "
        f"{of_clusters(len(both), len(sure))}{places_in_brackets(assessed, both)}. "
    )
    rows = assessed.evidence
    told = rows[independent_of(assessed.study, claim, rows)]
    sides = {key: set(np.sign(told.loc[told["place"] == key, "rating"])) for key in both}
    alone = [key for key in both if {1, -1} <= sides[key]]
    if both:
        reason += f"Other authors report both for {counted(len(alone))}{places_in_brackets(assessed, alone)}. "
        reason += "What helps a cluster is only a sign of its success."
    else:
        reason += "Others may have both; a study of each would decide it." if possible.any() else "None can have both."
    status = weigh(len(alone), len(both) - len(alone), int(not possible.any()), enough=GENERAL)
    return Verdict(status, reason, ours=True)


@check("evidence")
def clusters_differ(assessed: Assessed, claim: Claim) -> Verdict:
    """Is some determinant certainly better than neutral in one cluster and not in another, or worse?

    Parameters
    ----------
    assessed : Assessed
        The study.
    claim : Claim
        What is to be decided.

    Returns
    -------
    Verdict
        ``supported_within`` at best, as the clusters are those that the source has chosen; ``contradicted`` if all are
        certainly alike, and ``not_checked`` if the evidence leaves it open.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from smeclusters import Assessed, example_study
    >>> assessed = Assessed(example_study())
    >>> claim = replace(assessed.claims["learn"], check="clusters_differ", why_not="")
    >>> assessed.judge(claim).status
    'supported_within'
    """
    ratings, names = assessed.ratings, assessed.framework.names
    differs = np.sign(ratings.lo).max(axis=0) > np.sign(ratings.hi).min(axis=0)
    alike = bool((ratings.lo.min(axis=0) == ratings.hi.max(axis=0)).all())
    apart = [key for key, apart in zip(ratings.determinants, differs, strict=True) if apart]
    listed = in_a_row([names[key].lower() for key in apart])
    reason = (
        f"Do the clusters studied differ? For certain in {counted(len(apart))} of {len(ratings.determinants)} "
        f"determinants{f': {listed}' if apart else ''}."
    )
    if not apart:
        reason += " They are alike in all." if alike else " They may in others; a study of each would decide it."
    return Verdict(weigh(0, len(apart), int(alike)), reason, ours=True)
