"""Checks by the source’s own figures."""

from __future__ import annotations

from smeclusters.claims.assessed import Assessed
from smeclusters.claims.claim import Claim, Untestable, Verdict
from smeclusters.claims.registry import check
from smeclusters.claims.terms import Figure
from smeclusters.wording import in_a_row

#: What two figures may differ by and still agree: a tenth.
CLOSE = 0.1


#: A part, in per cent, from which it counts as much: a third.
MUCH = 100 / 3


@check("arithmetic")
def parts_add_up(assessed: Assessed, claim: Claim) -> Verdict:
    """Whether the parts that a claim names add up to the whole that it names with them.

    Parameters
    ----------
    assessed : Assessed
        The study.
    claim : Claim
        What is to be decided.

    Returns
    -------
    Verdict
        ``holds`` if they differ by a tenth of the whole at most; ``holds_in_part`` if they fall short;
        ``fails`` if they exceed it.

    Examples
    --------
    A count of 100 towns, of which 60 and 38 are told apart:

    >>> from dataclasses import replace
    >>> import pandas as pd
    >>> from smeclusters import Assessed, example_study
    >>> told = {"id": ["all", "a", "b"], "place": "ALP", "aspect": ["whole", "parts", "parts"], "indicator": "towns"}
    >>> profiles = pd.DataFrame({**told, "value": [100.0, 60.0, 38.0], "unit": "", "sources": "", "locator": "1:1"})
    >>> assessed = Assessed(replace(example_study(), profiles=profiles))
    >>> claim = replace(assessed.claims["learn"], rows=("all", "a", "b"), check="parts_add_up", why_not="")
    >>> assessed.judge(claim).reason
    'The parts add up to 98 of 100.'
    """
    rows = assessed.study.profiles
    rows = rows[rows["id"].isin(claim.rows)]
    parts, wholes = rows[rows["aspect"] == "parts"], rows[rows["aspect"] != "parts"]
    if len(wholes) != 1 or parts.empty:
        raise Untestable
    whole, total = wholes["value"].iloc[0], parts["value"].sum()
    if abs(whole - total) <= CLOSE * whole:
        return Verdict("holds", f"The parts add up to {total:,.0f} of {whole:,.0f}.")
    each = in_a_row([f"{value:,.0f} {name}" for value, name in zip(parts["value"], parts["indicator"], strict=True)])
    return Verdict(
        "holds_in_part" if total < whole else "fails",
        f"{each} make {total:,.0f} of {whole:,.0f} {wholes['unit'].iloc[0]}; the paper doesn’t account for the "
        "difference of "
        f"{abs(whole - total):,.0f}.",
    )


@check("arithmetic", terms=Figure)
def most_share_it(assessed: Assessed, claim: Claim, terms: Figure) -> Verdict:
    """Whether the share in the row that ``terms`` names is a third or more: the source’s figure, and its word.

    Parameters
    ----------
    assessed : Assessed
        The study.
    claim : Claim
        What is to be decided.
    terms : Figure
        The row with the number.

    Returns
    -------
    Verdict
        ``holds_in_part`` from a third, ``fails`` below.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from smeclusters import Assessed, example_study
    >>> assessed = Assessed(example_study())
    >>> claim = replace(assessed.claims["borg-price"], check="most_share_it", terms="borg-tools-1", why_not="")
    >>> assessed.judge(claim).status
    'holds_in_part'
    """
    of_evidence = terms.id in set(assessed.study.evidence["id"])
    share = (assessed.figure if of_evidence else assessed.profile)(terms.id)
    return Verdict(
        "holds_in_part" if share >= MUCH else "fails",
        f"The paper’s own figure for it is {share:.0f} per cent, "
        f"{'more than half' if share > 50 else 'not more than half'}; the figure "
        "itself nothing here can test.",
    )
