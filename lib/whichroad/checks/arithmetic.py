"""Checks by the paper’s own figures."""

from __future__ import annotations

from smeclusters.claims.assessed import Assessed
from smeclusters.claims.claim import Claim, Verdict
from smeclusters.claims.registry import check
from smeclusters.wording import in_a_row
from whichroad.checks.words import CLOSE

#: Jobs from which a firm counts as large.
LARGE = 250


@check("arithmetic")
def parts_add_up(paper: Assessed, claim: Claim) -> Verdict:
    """Whether the kinds of firm in Sinos Valley add up to its firms."""
    rows = paper.study.profiles
    parts = rows[(rows["place"] == "sinos") & (rows["aspect"] == "parts")]
    whole, total = paper.profile("sinos-firms"), parts["value"].sum()
    each = in_a_row(
        [f"{value:,.0f} {name}" for value, name in zip(parts["value"], parts["indicator"], strict=True)]
    )
    reason = f"{each} make {total:,.0f} of {whole:,.0f} firms; the paper doesn’t account for the difference of {abs(whole - total):,.0f}."
    if abs(whole - total) <= CLOSE * whole:
        return Verdict("holds", f"The kinds of firm add up to {total:,.0f} of {whole:,.0f}.")
    return Verdict("holds_in_part" if total < whole else "fails", reason)


@check("arithmetic")
def stage_firms(paper: Assessed, claim: Claim) -> Verdict:
    """Whether two figures on specialisation in Cachoeiro agree: stage firms, and firms in one phase."""
    share = 100 * paper.profile("cachoeiro-stages") / paper.profile("cachoeiro-firms")
    asked = paper.figure("cachoeiro-external_economies-2")
    reason = (
        f"Of all firms, {share:.0f} per cent do a single stage; of those interviewed, {asked:.0f} per cent. The two may "
        "differ because not all firms were interviewed; the paper doesn’t say."
    )
    if abs(share - asked) <= CLOSE * asked:
        return Verdict("holds", reason)
    both = min(share, asked) > 50
    return Verdict("holds_in_part" if both else "fails", reason)


@check("arithmetic")
def firms_are_small(paper: Assessed, claim: Claim) -> Verdict:
    """Whether the jobs of Sinos Valley leave room for more than half of its firms to be large."""
    mean = paper.profile("sinos-jobs") / paper.profile("sinos-firms")
    most = mean / LARGE
    status = "holds" if most < 0.5 else "holds_in_part" if most < 1 else "fails"
    return Verdict(
        status,
        f"The paper’s figures make {mean:.0f} jobs a firm. So {100 * min(most, 1):.0f} per cent of the firms at most can have {LARGE} jobs "
        f"or more, if the jobs are those of these firms. The paper draws no line between small and large; {LARGE} jobs is a common one.",
    )


@check("arithmetic")
def clusters_hold_much(paper: Assessed, claim: Claim) -> Verdict:
    """Whether the shares of their trade that the paper gives for clusters are a third or more."""
    shares = {key: paper.profile(key) for key in claim.terms.split(";")}
    rows = paper.study.profiles.set_index("id")
    each = in_a_row([f"{rows.loc[key, 'indicator']} {value:.0f}" for key, value in shares.items()])
    large = [key for key, value in shares.items() if value >= 100 / 3]
    return Verdict(
        "holds_in_part" if large else "fails",
        f"Shares that the paper gives, per cent: {each}. They are of the clusters chosen, which are the large ones; for the region nothing is given.",
    )


@check("arithmetic")
def most_share_it(paper: Assessed, claim: Claim) -> Verdict:
    """Whether the share that the paper gives, in the row that ``terms`` names, is a third or more: its figure, its word."""
    of_evidence = claim.terms in set(paper.study.evidence["id"])
    share = (paper.figure if of_evidence else paper.profile)(claim.terms)
    return Verdict(
        "holds_in_part" if share >= 100 / 3 else "fails",
        f"The paper’s own figure for it is {share:.0f} per cent, {'more than half' if share > 50 else 'not more than half'}; the figure "
        "itself nothing here can test.",
    )
