"""Checks by the paper’s own figures that know which they are."""

from __future__ import annotations

from smeclusters.claims.assessed import Assessed
from smeclusters.claims.checks.arithmetic import CLOSE, MUCH
from smeclusters.claims.claim import Claim, Status, Verdict
from smeclusters.claims.registry import check
from smeclusters.claims.terms import Figures
from smeclusters.wording import in_a_row

#: Jobs from which a firm counts as large.
LARGE = 250


@check("arithmetic")
def stage_firms(paper: Assessed, claim: Claim) -> Verdict:
    """Whether two figures on specialisation in Cachoeiro agree: stage firms, and firms in one phase."""
    share = 100 * paper.profile("cachoeiro-stages") / paper.profile("cachoeiro-firms")
    asked = paper.figure("cachoeiro-external_economies-2")
    reason = (
        f"Of all firms, {share:.0f} per cent do a single stage; of those interviewed, {asked:.0f} per cent. The "
        "two may "
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
    status: Status = "holds" if most < 0.5 else "holds_in_part" if most < 1 else "fails"
    return Verdict(
        status,
        f"The paper’s figures make {mean:.0f} jobs a firm. So {100 * min(most, 1):.0f} per cent of the firms at "
        f"most can have {LARGE} jobs "
        f"or more, if the jobs are those of these firms. The paper draws no line between small and large; {LARGE} "
        "jobs is a common one.",
    )


@check("arithmetic", terms=Figures)
def clusters_hold_much(paper: Assessed, claim: Claim, terms: Figures) -> Verdict:
    """Whether the shares of their trade that the paper gives for clusters are a third or more."""
    shares = {key: paper.profile(key) for key in terms.ids}
    rows = paper.study.profiles
    names = dict(zip(rows["id"], rows["indicator"], strict=True))
    each = in_a_row([f"{names[key]} {value:.0f}" for key, value in shares.items()])
    large = [key for key, value in shares.items() if value >= MUCH]
    return Verdict(
        "holds_in_part" if large else "fails",
        f"Shares that the paper gives, per cent: {each}. They are of the clusters chosen, which are the large "
        "ones; for the region nothing is given.",
    )
