"""Terms: what is true of a cluster."""

from __future__ import annotations

import re
from collections.abc import Sequence

from smeclusters.claims.assessed import Assessed
from smeclusters.claims.claim import Claim
from smeclusters.claims.registry import unusable
from smeclusters.errors import one_of
from smeclusters.model.paths import PATH_NAMES
from smeclusters.model.ratings import Cell

# ---- Terms: what is true of a cluster.


def terms_of(claim: Claim) -> tuple[list[str], list[str]]:
    parts = re.split(" [-=]> ", claim.terms)
    if len(parts) != 2:
        raise unusable(
            claim, "terms", claim.terms, "terms, an arrow and terms, such as trust+ -> technology+"
        )
    return parts[0].split(", "), parts[1].split(", ")


def true_of(assessed: Assessed, claim: Claim, cluster: str, term: str) -> bool | None:
    """Whether a term is true of a cluster; None where the evidence doesn't tell.

    ``trust+``: the cell is surely above 0; ``trust-``: surely below; ``exports+``: what is said of this facet in
    the cluster itself is favourable; ``path:low_road`` and ``path:!low_road``: the path observed is, or is not, the
    low road; ``concentrated``: as the textbook has it.
    """
    if term == "concentrated":
        rows = assessed.study.likeness
        rows = rows[(rows["feature"] == "concentration") & (rows["cluster"] == cluster)]
        return None if rows.empty else rows["likeness"].iloc[0] == "like"
    if term.startswith("path:"):
        seen = assessed.study.observed.get(cluster)
        wanted = term.removeprefix("path:")
        if wanted.lstrip("!") not in PATH_NAMES:
            raise unusable(claim, "terms", term, one_of(PATH_NAMES, wanted))
        return None if seen is None else (seen == wanted.lstrip("!")) != wanted.startswith("!")
    sign = 1 if term.endswith("+") else -1
    if term[:-1] in set(assessed.study.facets["facet"]):
        rows = assessed.evidence
        told = rows[(rows["place"] == cluster) & (rows["facet"] == term[:-1])]["rating"]
        return None if told.empty else bool(sign * told.median() > 0)
    cell = cells_of(assessed, claim, term[:-1])[cluster]
    lo, hi = (cell.lo, cell.hi) if sign > 0 else (-cell.hi, -cell.lo)
    return True if lo > 0 else False if hi <= 0 else None


def all_true(assessed: Assessed, claim: Claim, cluster: str, terms: Sequence[str]) -> bool | None:
    values = [true_of(assessed, claim, cluster, term) for term in terms]
    return False if False in values else None if None in values else True


def where_true(assessed: Assessed, claim: Claim, terms: Sequence[str]) -> list[str]:
    return [key for key in assessed.study.clusters["place"] if all_true(assessed, claim, key, terms) is True]


def cells_of(assessed: Assessed, claim: Claim, determinant: str) -> dict[str, Cell]:
    """The cells of a determinant that the terms of a claim name, by cluster."""
    if determinant not in assessed.framework.determinants:
        raise unusable(claim, "terms", determinant, one_of(assessed.framework.determinants, determinant))
    return {key: assessed.cells[key, determinant] for key in assessed.study.clusters["place"]}
