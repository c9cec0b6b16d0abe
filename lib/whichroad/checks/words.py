"""Words that reasons share: places of this paper and of others, and the works on its clusters."""

from __future__ import annotations

from smeclusters.claims.assessed import Assessed
from smeclusters.claims.claim import Claim
from smeclusters.model.ratings import lineage

#: Names of countries that the paper's tables have no row for.
ABROAD = {
    "ITA": "Italy",
    "CHL": "Chile",
    "COL": "Colombia",
    "BOL": "Bolivia",
    "NIC": "Nicaragua",
    "CHN": "China",
    "USA": "United States",
}


def place_name(paper: Assessed, key: str) -> str:
    """The name of a place, of the paper's or abroad.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> place_name(edition(), "ITA"), place_name(edition(), "BRA")
    ('Italy', 'Brazil')
    """
    return paper.names.get(key) or ABROAD.get(key, key)


def concerns(paper: Assessed, claim: Claim, country: str) -> bool:
    """Whether a claim is about a country, something that it lies in, or something in it.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> claim = edition().claims["guadalajara-macro-1"]
    >>> concerns(edition(), claim, "MEX"), concerns(edition(), claim, "BRA")
    (True, False)
    """
    return any(
        place in lineage(paper.study, country) or country in lineage(paper.study, place) for place in claim.places
    )


def case_studies(paper: Assessed) -> set[str]:
    """The works by which the clusters had been studied, as section 3 names them.

    Examples
    --------
    >>> from whichroad.edition import edition
    >>> "schmitz1995" in case_studies(edition())
    True
    """
    rows = paper.study.claims.set_index("id")["sources"]
    return set(filter(None, rows.get("cases-researched-in-depth", "").split(";")))
