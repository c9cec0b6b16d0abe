"""Checks by the paper’s own figures that know which they are."""

from __future__ import annotations

import pandas as pd

from smeclusters.claims.assessed import Assessed
from smeclusters.claims.checks.arithmetic import HALF, MUCH, sample_sizes
from smeclusters.claims.claim import Claim, NotChecked, Verdict
from smeclusters.claims.registry import check
from smeclusters.claims.terms import Figures
from smeclusters.claims.weighing import on_a_part, weigh
from smeclusters.claims.words import places_in_brackets
from smeclusters.study import each_row
from smeclusters.wording import counted, in_a_row

#: What percentages are of that come from asking firms or their owners.
ASKED = r" (?:interviewed|surveyed|study)$"


#: Jobs from which a firm counts as large.
LARGE = 250


@check("arithmetic")
def stage_firms(paper: Assessed, claim: Claim) -> Verdict:
    """Do two figures have most firms of Cachoeiro do a single stage: stage firms, and firms in one phase?"""
    share = 100 * paper.profile("cachoeiro-stages") / paper.profile("cachoeiro-firms")
    asked = paper.figure("cachoeiro-external_economies-2")
    reason = (
        "Do both figures have most firms do a single stage? "
        f"Of all firms {share:.0f} per cent are “stage firms”; of those "
        f"interviewed {asked:.0f} per cent do one phase. They are shares of "
        "different things, so that they need not agree."
    )
    most = min(share, asked) > HALF
    return Verdict(weigh(0, int(most), int(not most)), reason)


@check("arithmetic")
def firms_are_small(paper: Assessed, claim: Claim) -> Verdict:
    """Do the jobs of Sinos Valley leave room for more than half of its firms to be large?"""
    mean = paper.profile("sinos-jobs") / paper.profile("sinos-firms")
    most = mean / LARGE
    return Verdict(
        "supported_within" if most < HALF / 100 else "not_checked",
        "Can most firms be large? "
        f"The paper’s figures make {mean:.0f} jobs a firm. So {100 * min(most, 1):.0f} per cent of the firms at "
        f"most can have {LARGE} jobs "
        f"or more, if the jobs are those of these firms. The paper draws no line between small and large; {LARGE} "
        "jobs is a common one.",
    )


@check("arithmetic", terms=Figures)
def clusters_hold_much(paper: Assessed, claim: Claim, terms: Figures) -> Verdict:
    """Are the shares of their trade that the paper gives for clusters a third or more?"""
    shares = {key: paper.profile(key) for key in terms.ids}
    about = {row.id: row for row in each_row(paper.study.profiles)}
    each = in_a_row(
        [
            f"{value:.0f} per cent of {about[key].base}{places_in_brackets(paper, [about[key].place])}"
            for key, value in shares.items()
        ]
    )
    large = [key for key, value in shares.items() if value >= MUCH]
    reason = (
        "Do clusters hold much of their trade? "
        f"The paper gives: {each}. These are of the clusters chosen, which are the large "
        "ones; for the region nothing is given."
    )
    part = f"that {counted(len(large))} clusters hold much of their trade, not clusters at large"
    return on_a_part(Verdict(weigh(0, len(large), len(shares) - len(large)), reason), part)


@check("arithmetic")
def few_train(paper: Assessed, claim: Claim) -> Verdict:
    """Is the share of firms that says it does nothing for skills large?"""
    none = paper.figure("cachoeiro-skills-2")
    reason = (
        f"Do only a few firms care for training? By the same survey {none:.0f} per cent do nothing for skills, so that "
        f"up to {100 - none:.0f} per cent may do something. The figure does not say how much they do."
    )
    return Verdict(weigh(0, int(none >= MUCH)), reason)


@check("arithmetic")
def one_sample_allows(paper: Assessed, claim: Claim) -> Verdict:
    """Can the percentages of those interviewed all come from one number of firms?"""
    rows = paper.study.evidence
    outcomes = paper.study.outcomes.rename(columns={"cluster": "place"})
    told = pd.concat([rows.assign(of=rows["base"]), outcomes.assign(of=outcomes["unit"])])
    told = told[told["place"].isin(claim.places) & told["unit"].str.startswith("%") & told["of"].str.contains(ASKED)]
    shares = sorted(told["figure"].dropna().unique(), reverse=True)
    most = int(paper.profile("cachoeiro-firms"))
    asked = f"Can {in_a_row([f'{share:g}' for share in shares])} per cent all be parts of one number of firms?"
    if len(shares) < 2:
        raise NotChecked
    sizes = sample_sizes(shares, most)
    if not sizes:
        return Verdict("contradicted", f"{asked} Of no number up to the cluster’s {most:,} are they whole firms.")
    first = in_a_row([str(size) for size in sizes[:3]])
    return Verdict(
        "not_checked",
        f"{asked} They can, rounded, of {counted(len(sizes))} numbers up to the cluster’s {most:,}, beginning with "
        f"{first}; "
        f"fewer than {sizes[0]} firms cannot have been asked, if all were asked everything. Sabadini’s study "
        "would say how many it was.",
    )
