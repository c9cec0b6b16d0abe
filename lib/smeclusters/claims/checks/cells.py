"""Checks by the coded evidence: the cells of the matrix."""

from __future__ import annotations

from smeclusters.claims.assessed import Assessed
from smeclusters.claims.claim import Claim, Verdict
from smeclusters.claims.registry import check
from smeclusters.claims.terms import Comparison
from smeclusters.claims.weighing import independent_of, weigh
from smeclusters.claims.words import of_clusters, places_in_brackets
from smeclusters.wording import begun, counted, in_a_row


@check("evidence", terms=Comparison)
def is_lower(assessed: Assessed, claim: Claim, terms: Comparison) -> Verdict:
    """Is one cluster’s cell surely lower than those of others?

    Parameters
    ----------
    assessed : Assessed
        The study.
    claim : Claim
        What is to be decided.
    terms : Comparison
        The determinant, the cluster and the others.

    Returns
    -------
    Verdict
        As :func:`weigh` says of the others: those surely above are for it, those surely not above against it.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from smeclusters import Assessed, example_study
    >>> assessed = Assessed(example_study())
    >>> claim = replace(assessed.claims["learn"], check="is_lower", terms="fairs: cresta < almen;borg", why_not="")
    >>> assessed.judge(claim).status
    'supported_within'
    """
    cell = assessed.cells[terms.cluster, terms.determinant]
    others = {key: assessed.cells[key, terms.determinant] for key in terms.others}
    sure = [key for key, other in others.items() if cell.hi < other.lo]
    refuted = [key for key, other in others.items() if cell.lo >= other.hi]
    left_open = [key for key in others if key not in (*sure, *refuted)]
    answers = [
        f"{answer} {counted(len(keys))}{places_in_brackets(assessed, keys)}"
        for answer, keys in (
            ("lower than", sure),
            ("not lower than", refuted),
            ("the evidence leaves it open beside", left_open),
        )
        if keys
    ]
    name = assessed.framework.names[terms.determinant].lower()
    reason = (
        f"Is {assessed.names[terms.cluster]} lower in {name} than {counted(len(others))} "
        f"{'other' if len(others) == 1 else 'others'}? {begun(in_a_row(answers))}."
    )
    rows = assessed.evidence[assessed.evidence["determinant"] == terms.determinant]
    told = set(rows[independent_of(assessed.study, claim, rows)]["place"])
    alone = len(told & set(sure)) if terms.cluster in told else 0
    status = weigh(alone, len(sure) - alone, len(refuted), enough=len(others))
    if sure:
        reason += f" Other authors tell of both sides in {counted(alone)} of these comparisons."
    elif not refuted:
        reason += " A study of each would decide it."
    return Verdict(status, reason, ours=True)


@check("evidence")
def success_and_failure(assessed: Assessed, claim: Claim) -> Verdict:
    """Have clusters something surely favourable and something surely unfavourable?

    Parameters
    ----------
    assessed : Assessed
        The study.
    claim : Claim
        What is to be decided.

    Returns
    -------
    Verdict
        ``supported_within`` if some cluster has both, since determinants only stand in for success; else
        ``contradicted``.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from smeclusters import Assessed, example_study
    >>> assessed = Assessed(example_study())
    >>> claim = replace(assessed.claims["learn"], check="success_and_failure", why_not="")
    >>> assessed.judge(claim).status
    'supported_within'
    """
    good = {cell.cluster for cell in assessed.cells.values() if cell.lo > 0}
    bad = {cell.cluster for cell in assessed.cells.values() if cell.hi < 0}
    clusters = list(assessed.study.clusters["place"])
    reason = (
        "Have clusters something favourable and something unfavourable? Both are certain in "
        f"{of_clusters(len(good & bad), len(clusters))}{places_in_brackets(assessed, good & bad)}. "
        "What helps a cluster is only a sign of its success."
    )
    return Verdict(weigh(0, len(good & bad), int(not good & bad)), reason, ours=True)


@check("evidence")
def clusters_differ(assessed: Assessed, claim: Claim) -> Verdict:
    """Does some determinant surely differ between clusters?

    Parameters
    ----------
    assessed : Assessed
        The study.
    claim : Claim
        What is to be decided.

    Returns
    -------
    Verdict
        ``supported_within`` or ``contradicted``: the clusters are those that the source has chosen.

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
    differs = ratings.lo.max(axis=0) > ratings.hi.min(axis=0)
    apart = [key for key, apart in zip(ratings.determinants, differs, strict=True) if apart]
    listed = in_a_row([names[key].lower() for key in apart])
    reason = (
        f"Do the clusters studied differ? For certain in {counted(len(apart))} of {len(ratings.determinants)} "
        f"determinants{f': {listed}' if apart else ''}."
    )
    return Verdict(weigh(0, len(apart), int(not apart)), reason, ours=True)
