"""Checks by the coded evidence that speak of a section or a level of this paper."""

from __future__ import annotations

from smeclusters.claims.assessed import Assessed
from smeclusters.claims.claim import Claim, Verdict
from smeclusters.claims.registry import check
from smeclusters.claims.terms import Statements
from smeclusters.claims.words import BESIDE, of_clusters, passages, place_list, places_in_brackets, quotes
from smeclusters.wording import begun


@check("evidence", terms=Statements)
def answers_need(paper: Assessed, claim: Claim, terms: Statements) -> Verdict:
    """Does section 3 tell of the need that a recommendation answers? Whether it would help, it can’t tell.

    ``terms`` names the statements that tell of the need, or of places without it: unfavourable and favourable ones. A
    guess reports no need; what is told of the past does.
    """
    told = paper.study.evidence
    told = told[told["vintage"] <= paper.study.vintage].set_index("id")
    rows = told.loc[[id for id in terms.ids if id in told.index]]
    guess = (rows["basis"] == "inferred") & (rows["rating"] < 0)
    guessed, rows = rows[guess], rows[~guess]
    need, contrary = rows[rows["rating"] < 0], rows[rows["rating"] > 0]
    kinds = dict(zip(paper.study.places["place"], paper.study.places["kind"], strict=True))
    needing = [place for place in need["place"].unique() if kinds[place] == "cluster"]
    of_all = need["place"].map(kinds).eq("sample").any()
    asked = "Does section 3 report the need for it?"
    beside = (
        f" It guesses so for {place_list(paper, guessed['place'])} ({passages(paper, guessed)})." if guess.any() else ""
    )
    if len(contrary):
        told_of = "It reports the contrary" if need.empty else begun(BESIDE)
        beside += f" {told_of} – {quotes(paper, contrary)}."
    if need.empty:
        return Verdict("need_not_reported", f"{asked} It does not.{beside}", ours=True)
    if needing:
        where = f"{of_clusters(len(needing), len(paper.ratings.clusters))}{places_in_brackets(paper, needing)}"
        nearest = need["place"].isin(needing)
    else:
        where = "the clusters studied, in a sentence on all" if of_all else place_list(paper, need["place"])
        nearest = need["place"].map(kinds).eq("sample") | (not of_all)
    yes = f"Yes, for {where}: {passages(paper, need[nearest])}."
    wider = f" More widely: {passages(paper, need[~nearest])}." if not nearest.all() else ""
    reason = f"{asked} {yes}{wider}{beside} Whether it would meet the need is not shown."
    return Verdict("need_of_clusters" if needing or of_all else "need_of_countries", reason, ours=True)
