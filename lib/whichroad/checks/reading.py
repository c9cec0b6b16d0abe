"""What another reading of the evidence would change."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from smeclusters.claims.assessed import Assessed
from smeclusters.claims.claim import Verdict
from smeclusters.claims.record import SAME


def with_imports_as_connectivity(paper: Assessed) -> dict[str, tuple[Verdict, Verdict]]:
    """The verdicts that change if rivals met at home are coded as connectivity and not as macro-economy.

    The one reading of the evidence that is open to doubt for a whole facet: a market that a country has opened lets
    rivals in, and it is rivals abroad that a cluster meets there.

    Returns
    -------
    dict
        By claim: the verdict as coded, and the other one, where status or share differ.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> found = with_imports_as_connectivity(edition())
    >>> sorted(found)
    []
    """
    tables = {}
    for name in ("evidence", "facets"):
        table = getattr(paper.study, name)
        tables[name] = table.assign(
            determinant=table["determinant"].mask(table["facet"] == "import_competition", "connectivity")
        )
    before = paper.verdicts
    after = Assessed(replace(paper.study, **tables), paper.rules).verdicts
    return {
        key: (one, after[key])
        for key, one in before.items()
        if one.status != after[key].status or not np.isclose(one.share or 0.0, after[key].share or 0.0, atol=SAME)
    }
