"""Checks by the coded evidence that speak of a section or a level of this paper."""

from __future__ import annotations

from smeclusters.claims.assessed import Assessed
from smeclusters.claims.claim import Claim, Status, Verdict
from smeclusters.claims.registry import check
from smeclusters.claims.terms import Levels, Statements
from smeclusters.claims.words import level_name, of_clusters, passages, place_list, places_in_brackets, quotes
from smeclusters.wording import in_a_row, plural

#: Up to here a level counts as neglected: its share of what is said of clusters themselves.
FEW = 0.2


@check("evidence", terms=Statements)
def answers_need(paper: Assessed, claim: Claim, terms: Statements) -> Verdict:
    """Whether section 3 tells of the need that a recommendation answers; whether it would help it can't tell.

    ``terms`` names the statements that tell of the need, or of its contrary. It holds if the need is told of half
    of the clusters themselves, and of more than the contrary is.
    """
    rows = paper.statements(terms.ids)
    need, contrary = rows[rows["rating"] < 0], rows[rows["rating"] > 0]
    clusters = paper.ratings.clusters
    needing, spared = ([key for key in clusters if key in set(side["place"])] for side in (need, contrary))
    if need.empty:
        reason = (
            f"Section 3 tells of no such need: {quotes(paper, contrary)}."
            if len(contrary)
            else "Section 3 tells of no such need."
        )
        return Verdict("fails", reason, ours=True)
    themselves = plural(len(clusters), "itself", "themselves")
    where = (
        f"{of_clusters(len(needing), len(clusters))} {themselves}{places_in_brackets(paper, needing)}"
        if needing
        else f"{place_list(paper, need['place'])}, for no cluster by itself"
    )
    reason = (
        f"Section 3 tells of the need for {where}: {passages(paper, need)}."
        + (f" It tells of the contrary too: {quotes(paper, contrary)}." if len(contrary) else "")
        + " Whether this would meet the need is not shown."
    )
    holds = len(needing) * 2 >= len(clusters) and len(needing) > len(spared)
    return Verdict("holds" if holds else "holds_in_part", reason, ours=True)


@check("evidence")
def country_burdens_all(paper: Assessed, claim: Claim) -> Verdict:
    """Whether the country level is surely unfavourable in all clusters, so that none shows its absence."""
    names = paper.at_level("country")
    burdened = [key for key in paper.ratings.clusters if any(paper.cells[key, name].hi < 0 for name in names)]
    total = len(paper.ratings.clusters)
    reason = (
        f"Something at the country level is surely unfavourable in {of_clusters(len(burdened), total)}"
        f"{places_in_brackets(paper, burdened)}. "
        "Where all carry the burden, no case can show what would be without it."
    )
    status: Status = "untestable" if len(burdened) == total else "holds_in_part" if burdened else "fails"
    return Verdict(status, reason, ours=True)


@check("evidence", terms=Levels)
def case_studies_neglect(paper: Assessed, claim: Claim, terms: Levels) -> Verdict:
    """Whether a fifth at most of what is said of clusters themselves concerns some levels."""
    level = paper.study.determinants.set_index("determinant")["level"]
    rows = paper.evidence[paper.evidence["place"].isin(paper.ratings.clusters)]
    if rows.empty:
        return Verdict("untestable", "Nothing is said of the clusters themselves.", ours=True)
    shares = {key: float((rows["determinant"].map(level) == key).mean()) for key in terms.keys}
    each = in_a_row(
        [f"{100 * share:.0f} per cent concern the {level_name(paper, key)}" for key, share in shares.items()]
    )
    reason = (
        f"Of the {len(rows)} statements that the paper makes about a cluster itself, {each}. The case studies "
        "themselves are not "
        "looked at."
    )
    neglected = min(shares.values()) <= FEW or max(shares.values()) < 1 / 3
    return Verdict("holds_in_part" if neglected else "fails", reason, ours=True)
