"""Checks by the paper’s text and its list of works that name a section, a level or an author."""

from __future__ import annotations

import numpy as np
import pandas as pd

from smeclusters.claims.assessed import Assessed
from smeclusters.claims.claim import Claim, NotChecked, Verdict
from smeclusters.claims.registry import check
from smeclusters.claims.terms import Feature
from smeclusters.claims.weighing import on_a_part, weigh
from smeclusters.claims.words import how_many, level_name, passages
from smeclusters.wording import begun, counted, in_a_row, plural
from whichroad.checks.words import case_studies


@check("text")
def sections_in_order(paper: Assessed, claim: Claim) -> Verdict:
    """Does evidence on clusters stand in section 3 alone, and recommendations in section 4 alone?"""
    places = paper.study.places
    ours = paper.evidence["place"].isin(places[places["kind"].isin(["cluster", "sample"])]["place"])
    rows = paper.evidence["locator"][ours & ~paper.evidence["locator"].str.startswith("fn")].str[0]
    policies = paper.study.policies["locator"].str[0]
    if rows.empty or policies.empty:
        raise NotChecked
    reason = (
        "Is the paper built as it says? "
        f"Evidence on clusters stands in {_sections(rows)}, recommendations in {_sections(policies)}."
    )
    kept = [set(rows) == {"3"}, set(policies) == {"4"}]
    return Verdict(weigh(0, sum(kept), len(kept) - sum(kept)), reason, ours=True)


@check("text")
def framework_is_wider(paper: Assessed, claim: Claim) -> Verdict:
    """Has Box 1 determinants beyond those of collective efficiency, on more levels?"""
    added = paper.framework.level_of[paper.narrow.flat == 0]
    counts = {level: int((added == at).sum()) for at, level in enumerate(paper.framework.levels)}
    each = in_a_row([f"{count} on the {level_name(paper, level)}" for level, count in counts.items() if count])
    wider = np.count_nonzero(list(counts.values())) > 1
    return Verdict(
        weigh(0, int(wider), int(not wider)),
        "What does Box 1 add? "
        f"Beyond collective efficiency the box has {len(added)} determinants{f': {each}' if each else ''}.",
    )


@check("text")
def advice_on_each_level(paper: Assessed, claim: Claim) -> Verdict:
    """Has section 4 recommendations for more than one level?"""
    counts = paper.study.policies["level"].value_counts()
    if counts.empty:
        raise NotChecked
    levels = paper.framework.levels
    each = in_a_row([f"{counts.get(level, 0)} for the {level_name(paper, level)}" for level in levels])
    reason = f"For which levels are there recommendations? {begun(each)}."
    return Verdict(weigh(0, int(len(counts) > 1), int(len(counts) <= 1)), reason, ours=True)


@check("text")
def other_works_on_levels(paper: Assessed, claim: Claim) -> Verdict:
    """Do works other than the case studies speak of the country and the firm?"""
    beyond = [*paper.at_level("country"), *paper.at_level("firm")]
    rows = paper.evidence[paper.evidence["determinant"].isin(beyond)]
    if rows.empty:
        raise NotChecked
    keys = {key for sources in rows["sources"] for key in sources.split(";") if key} - case_studies(paper)
    reason = (
        "Is other material used for the firm and the country? "
        f"{begun(how_many(len(keys)))} works beyond the case studies are cited on them."
    )
    return Verdict(weigh(0, len(keys), int(not keys)), reason, ours=True)


@check("text")
def textbook_covers_the_level(paper: Assessed, claim: Claim) -> Verdict:
    """Is each cluster-level determinant among the features of the textbook district?"""
    keys, names = paper.at_level("cluster"), paper.framework.names
    missing = [key for key in keys if key not in set(paper.study.textbook["determinant"])]
    listed = in_a_row([names[key].lower() for key in missing])
    reason = "Are all determinants of the cluster level in the paper’s account of the Italian model? " + (
        f"Of the {counted(len(keys))}, {listed} {plural(len(missing), 'is', 'are')} not among the features by "
        "which section 2 describes the Italian model."
        if missing
        else f"All {counted(len(keys))} are among its features."
    )
    found = Verdict(weigh(0, len(keys) - len(missing)), reason, ours=True)
    part = f"{counted(len(keys) - len(missing))} of the {counted(len(keys))}"  # silence on the others is no case
    return on_a_part(found, part if missing else "")


@check("text", terms=Feature)
def among_the_features(paper: Assessed, claim: Claim, terms: Feature) -> Verdict:
    """Is a determinant among the features of the textbook district, by a passage other than the claim’s?"""
    rows = paper.study.textbook
    rows = rows[(rows["feature"] == terms.key) & (rows["locator"] != claim.locator)]
    asked = "Is it in the paper’s account of the Italian model?"
    if rows.empty:
        reason = f"{asked} No other passage of section 2 names it there; one that does would decide it."
        return Verdict("not_checked", reason, ours=True)
    return Verdict(
        "supported_within",
        f"{asked} Section 2 names it among the features of the Italian model: "
        f"{rows['definition'].iloc[0].rstrip('.')} "
        f"({passages(paper, rows)}). "
        "Both are the paper’s own account of the model.",
        ours=True,
    )


def _sections(locators: pd.Series) -> str:
    found = sorted(set(locators))
    return f"{plural(len(found), 'section', 'sections')} {in_a_row(found)}"
