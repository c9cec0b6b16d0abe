"""Checks by the source’s own figures."""

from __future__ import annotations

from collections.abc import Sequence

from smeclusters.claims.assessed import Assessed
from smeclusters.claims.claim import Claim, NotChecked, Verdict
from smeclusters.claims.registry import check
from smeclusters.claims.terms import Figure
from smeclusters.claims.weighing import weigh
from smeclusters.study import each_row
from smeclusters.wording import in_a_row

#: What two figures may differ by and still agree: a tenth.
CLOSE = 0.1


#: A part, in per cent, from which it counts as much: a third.
MUCH = 100 / 3


#: A part, in per cent, above which it is most.
HALF = 50


@check("arithmetic")
def parts_add_up(assessed: Assessed, claim: Claim) -> Verdict:
    """Do the parts that a claim names add up to the whole that it names with them?

    Parameters
    ----------
    assessed : Assessed
        The study.
    claim : Claim
        What is to be decided.

    Returns
    -------
    Verdict
        ``supported_within`` if they differ by a tenth of the whole at most; ``contradicted`` if they exceed it;
        ``not_checked`` if they fall short, since parts may have been left out.

    Examples
    --------
    A count of 100 towns, of which 60 and 38 are told apart:

    >>> from dataclasses import replace
    >>> import pandas as pd
    >>> from smeclusters import Assessed, example_study
    >>> told = {"id": ["all", "a", "b"], "place": "ALP", "aspect": ["whole", "parts", "parts"], "indicator": "towns"}
    >>> blank = dict.fromkeys(["unit", "base", "qualifier", "sources"], "")
    >>> profiles = pd.DataFrame({**told, **blank, "value": [100.0, 60.0, 38.0], "locator": "1:1"})
    >>> assessed = Assessed(replace(example_study(), profiles=profiles))
    >>> claim = replace(assessed.claims["learn"], rows=("all", "a", "b"), check="parts_add_up", why_not="")
    >>> assessed.judge(claim).reason
    'Do the parts add up to the whole? They make 98 of 100.'
    """
    rows = assessed.study.profiles
    rows = rows[rows["id"].isin(claim.rows)]
    parts, wholes = rows[rows["aspect"] == "parts"], rows[rows["aspect"] != "parts"]
    if len(wholes) != 1 or parts.empty:
        raise NotChecked
    whole, total = wholes["value"].iloc[0], parts["value"].sum()
    asked = "Do the parts add up to the whole?"
    if abs(whole - total) <= CLOSE * whole:
        return Verdict("supported_within", f"{asked} They make {total:,.0f} of {whole:,.0f}.")
    each = in_a_row([f"{value:,.0f} {name}" for value, name in zip(parts["value"], parts["indicator"], strict=True)])
    return Verdict(
        "not_checked" if total < whole else "contradicted",
        f"{asked} {each} make {total:,.0f} of {whole:,.0f} {wholes['unit'].iloc[0]}; the paper does not account for "
        f"the difference of {abs(whole - total):,.0f}."
        + (" The work that it cites would say whether other kinds were left out." if total < whole else ""),
    )


@check("arithmetic", terms=Figure)
def most_share_it(assessed: Assessed, claim: Claim, terms: Figure) -> Verdict:
    """Is the share in the row that ``terms`` names more than half: the source’s figure, and its word?

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
        ``supported_within`` above a half, ``mixed`` from a third, ``contradicted`` below.

    Examples
    --------
    >>> from dataclasses import replace
    >>> from smeclusters import Assessed, example_study
    >>> assessed = Assessed(example_study())
    >>> claim = replace(assessed.claims["borg-price"], check="most_share_it", terms="borg-tools-1", why_not="")
    >>> assessed.judge(claim).status
    'supported_within'
    """
    study = assessed.study
    of_evidence = terms.id in set(study.evidence["id"])
    share = (assessed.figure if of_evidence else assessed.profile)(terms.id)
    (row,) = (row for row in each_row(study.evidence if of_evidence else study.profiles) if row.id == terms.id)
    of = f" of {row.base}" if row.base else ""
    size = (
        "more than half" if share > HALF else "much, but not more than half" if share >= MUCH else "less than a third"
    )
    return Verdict(
        weigh(0, int(share >= MUCH), int(share <= HALF)),
        f"Does the paper’s own figure bear out its word? It is {share:.0f} per cent{of}, {size}; nothing "
        "here can test the figure itself.",
    )


def sample_sizes(shares: Sequence[float], most: int) -> list[int]:
    """How many units could have been asked for all of some percentages to come out as they are written.

    A percentage of so many units can take only so many values; this is the test of Brown and Heathers (2017), turned
    round, where the number of units is not told.

    Parameters
    ----------
    shares : sequence of float
        Percentages, each as it is written: 46 is taken to be rounded to whole per cents, 95.3 to tenths.
    most : int
        The largest number to try.

    Returns
    -------
    list of int
        Numbers from 1 to `most` of which each percentage is a whole number of units, rounded either way.

    Examples
    --------
    A third of three is 33 per cent, of six too; of four and of five there is no such part.

    >>> sample_sizes([33.0], 6)
    [3, 6]
    """
    written = []
    for share in shares:
        fine = 10 ** len(f"{share:g}".partition(".")[2])
        written.append((round(share * fine), 100 * fine))

    def fits(size: int) -> bool:
        # In whole numbers: the nearest part differs by half of the last digit at most.
        return all(2 * abs(whole * round(top * size / whole) - top * size) <= size for top, whole in written)

    return [size for size in range(1, most + 1) if fits(size)]
