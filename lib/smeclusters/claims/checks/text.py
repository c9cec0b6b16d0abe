"""Checks by the source’s text."""

from __future__ import annotations

from smeclusters.claims.assessed import Assessed
from smeclusters.claims.claim import Claim, NotChecked, Verdict
from smeclusters.claims.registry import check
from smeclusters.claims.weighing import weigh
from smeclusters.claims.words import place_list
from smeclusters.wording import begun, counted, plural


@check("text")
def clusters_are_counted(assessed: Assessed, claim: Claim) -> Verdict:
    """Are as many clusters named as are announced?

    Parameters
    ----------
    assessed : Assessed
        The study.
    claim : Claim
        What is to be decided.

    Returns
    -------
    Verdict
        ``supported_within`` if the figure is the number of clusters, ``mixed`` if it is that of cases and not of
        clusters, else ``contradicted``.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from smeclusters import Assessed, example_study
    >>> assessed = Assessed(example_study())
    >>> claim = replace(assessed.claims["learn"], check="clusters_are_counted", figure=3.0, why_not="")
    >>> assessed.judge(claim).status
    'supported_within'
    """
    if claim.figure is None:
        raise NotChecked("No number of clusters is announced.")
    clusters, announced = assessed.study.clusters, counted(round(claim.figure))
    named, cases = len(clusters), clusters["case"].nunique()
    reason = (
        "Are as many clusters named as are announced? "
        f"{begun(announced)} {plural(round(claim.figure), 'is', 'are')} announced. "
        f"{begun(counted(named))} {plural(named, 'place is', 'places are')} named, in {counted(cases)} "
        f"{plural(cases, 'case', 'cases')}: {place_list(assessed, clusters['place'])}."
    )
    counts = [named == claim.figure, cases == claim.figure]
    return Verdict(weigh(0, int(any(counts)), int(not counts[0])), reason)
